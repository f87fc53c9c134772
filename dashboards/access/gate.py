"""The gate of the dashboard: who runs it comes in; another user of the machine by the printed address; where
the network reaches it, everybody by a password."""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from dash import Dash
from flask import Flask, Response, abort, g, redirect, request

from analytics.model.messages import LANGS, say
from analytics.store.users import checked_user, read_users
from dashboards.access.acting import note_access
from dashboards.access.bodies import read_json
from dashboards.access.callback_guard import PATH, triggers
from dashboards.access.neighbours import is_own
from dashboards.access.sessions import ABSOLUTE_S, ANALYST, Attempts, Session, Sessions, StartToken
from dashboards.case_session import CaseSession

QUIET = ("GET", "HEAD", "OPTIONS")
LOGIN, LOGOUT = "/login", "/logout"
FORM_MAX = 8 * 2**10  # Bytes of the form of the login page.
# Callbacks that read, by what starts them (an id, or the role of a pattern). Whatever stands in neither list
# is a change, which a viewer may not make: a test asks for a place in one of them.
READING = frozenset(
    {
        *("here", "job-done", "job-beat", "asked", "points", "rows", "act", "scheme", "over-time-words"),
        *("spread-root", "spread-view", "group-now", "shared-told"),
    }
)
CHANGING = frozenset(
    {
        *("job-stop", "welcome-make", "welcome-open", "note", "law-save", "verify-go", "report-go"),
        *("package-go", "redact-go", "handed-over", "path-go", "looked", "analyse"),
    }
)
JOBS = {
    "verify-go": "verify",
    "report-go": "report",
    "package-go": "package",
    "redact-go": "redact",
    "looked": "import",
    "analyse": "analyse",
}
# Routes that take a body and change nothing.
READING_ROUTES = tuple(f"/wakeline/{name}/" for name in ("network", "bars", "selection", "labels", "table"))


@dataclass
class Gate:
    """How readers come in.

    users: the file of users who log in; None: on this machine, processes of the user who runs the dashboard,
        where the kernel tells whose they are, and whoever has the start token.
    """

    users: Path | None = None
    sessions: Sessions = field(default_factory=Sessions)
    token: StartToken = field(default_factory=StartToken)
    attempts: Attempts = field(default_factory=Attempts)


def connect_gate(app: Dash, desk: CaseSession) -> None:
    """Serve /login and /logout; `server.config["GATE"]` is the gate, without which everybody comes in."""
    server: Flask = app.server

    @server.route(LOGIN, methods=["GET", "POST"])
    def login() -> Any:
        gate: Gate | None = server.config.get("GATE")
        if gate is None or gate.users is None:
            abort(404)
        return _form("") if request.method == "GET" else _logged_in(gate, desk)

    @server.route(LOGOUT, methods=["POST"])
    def logout() -> Any:
        gate: Gate | None = server.config.get("GATE")
        if gate is not None:
            gate.sessions.end(request.cookies.get(_cookie()))
        answer = redirect(f"{LOGIN}?lang={_lang()}", 303)
        answer.delete_cookie(_cookie(), path="/", httponly=True, samesite="Strict", secure=request.is_secure)
        return answer


def passed(app: Dash, gate: Gate, desk: CaseSession) -> Any:
    """Let the request through (None), or say what is answered instead.

    Without a session: the login page, or 401 in a line; with a start token: a session, and the page. A
    process of the user who runs the dashboard needs neither: it could read the case itself.
    Aborts with 403 where a viewer asks for a change.
    """
    if gate.users is None and request.method == "GET" and "token" in request.args:
        return _opened(gate)
    if gate.users is not None and request.path == LOGIN:
        return None
    found = gate.sessions.find(request.cookies.get(_cookie())) or _runner(gate)
    if found is not None and gate.users is not None and _has_changed(gate, found):
        gate.sessions.end_all_of(found.who)
        found = None
    if found is None:
        return _outside(gate)
    g.session = found
    if found.role != ANALYST and is_change(app):
        abort(403, say("dashboard.viewer_only", _lang()))
    if gate.users is not None and request.path == PATH:
        _note_job(app, desk)
    return None


def is_change(app: Dash) -> bool:
    """Whether the request asks for a change of anything that is kept."""
    if request.method in QUIET or request.path == LOGOUT:
        return False
    if request.path == PATH:
        declared = _declared(app)
        return declared is None or not triggers(declared) <= READING
    return not request.path.startswith(READING_ROUTES)


def _declared(app: Dash) -> dict[str, Any] | None:
    body = read_json()
    name = body.get("output") if isinstance(body, dict) else None
    declared: dict[str, Any] | None = app.callback_map.get(name) if isinstance(name, str) else None
    return declared


def _note_job(app: Dash, desk: CaseSession) -> None:
    """A job begins in the name of whoever clicked."""
    declared = _declared(app)
    what = next((JOBS[one] for one in sorted(triggers(declared)) if one in JOBS), "") if declared else ""
    if what and read_json().get("changedPropIds") and desk.is_open:
        note_access(desk.case, "change", what=what)


def _has_changed(gate: Gate, found: Session) -> bool:
    """Whether the user is gone or has another role by now."""
    assert gate.users is not None
    known = read_users(gate.users).get(found.who)
    return known is None or known.role != found.role


def _runner(gate: Gate) -> Session | None:
    """The session of a process of the user who runs the dashboard; None for others and through a network."""
    here, port, own_port = (
        str(request.environ.get(key) or "") for key in ("REMOTE_ADDR", "REMOTE_PORT", "SERVER_PORT")
    )
    if gate.users is not None or not (here and port and own_port):
        return None
    own = is_own((here, int(port)), (here, int(own_port)))
    return Session("", ANALYST, 0.0, 0.0) if own else None


def _opened(gate: Gate) -> Any:
    is_in = gate.token.take(request.args.get("token", "")) or _runner(gate) is not None
    if not is_in:
        abort(403, say("dashboard.token_spent", _lang()))
    rest = urlencode([(k, v) for k, v in request.args.items(multi=True) if k != "token"])
    return _with_session(gate, "", ANALYST, request.path + (f"?{rest}" if rest else ""))


def _outside(gate: Gate) -> Any:
    """What a stranger is answered."""
    is_page = request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if gate.users is not None and is_page and not request.path.startswith(("/wakeline/", "/_", "/assets/")):
        return redirect(f"{LOGIN}?" + urlencode({"lang": _lang(), "next": request.full_path.rstrip("?")}))
    abort(401, say("dashboard.gate_closed" if gate.users is None else "dashboard.login_needed", _lang()))


def _logged_in(gate: Gate, desk: CaseSession) -> Any:
    """Answer the login form: a session, or the form again, which does not say which part was wrong."""
    assert gate.users is not None
    if (request.content_length or 0) > FORM_MAX:
        abort(413)
    name, password = request.form.get("name", "")[:64], request.form.get("password", "")
    keys = (f"name {name}", f"from {request.remote_addr}")
    wait = gate.attempts.wait_s(*keys)
    if wait > 0:
        answer = _form(say("dashboard.login_wait", _lang(), n=int(wait) + 1), 429)
        answer.headers["Retry-After"] = str(int(wait) + 1)
        return answer
    gate.attempts.fail(*keys)  # Counted before the work, so that many at once are not heard at once.
    user = checked_user(gate.users, name, password)
    if user is None:
        return _form(say("dashboard.login_wrong", _lang()), 403)
    gate.attempts.forgive(*keys)
    g.session = Session(user.name, user.role, 0.0, 0.0)
    if desk.is_open:
        note_access(desk.case, "open")
    return _with_session(gate, user.name, user.role, _own_path(request.form.get("next", "")))


def _with_session(gate: Gate, who: str, role: str, path: str) -> Any:
    gate.sessions.end(request.cookies.get(_cookie()))  # A planted key is worth nothing afterwards.
    answer = redirect(path, 303)
    answer.set_cookie(
        _cookie(),
        gate.sessions.begin(who, role),
        max_age=int(ABSOLUTE_S),
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return answer


def _own_path(asked: str) -> str:
    """The path to go on to; "/" for anything that may lead elsewhere.

    >>> _own_path("/en/network?v=a"), _own_path("//a.invalid"), _own_path("/\\\\a.invalid"), _own_path("http://a")
    ('/en/network?v=a', '/', '/', '/')
    """
    parts = urlsplit(asked) if asked.isprintable() and "\\" not in asked else urlsplit("")
    is_own = asked.startswith("/") and not asked.startswith("//") and not parts.netloc and not parts.scheme
    return asked if is_own else "/"


def _cookie() -> str:
    """Its name holds the port: a browser gives cookies to every port of a machine."""
    return f"wakeline_session_{urlsplit(f'//{request.host}').port or 443}"


def _lang() -> str:
    asked = [request.args.get("lang", ""), request.path.strip("/").partition("/")[0]]
    asked.append(dict(parse_qsl(urlsplit(request.headers.get("Referer", "")).query)).get("lang", ""))
    return next((one for one in asked if one in LANGS), "zh")


def _form(said: str, status: int = 200) -> Response:
    lang = _lang()
    words = {key: escape(say(f"dashboard.login_{key}", lang)) for key in ("title", "name", "password", "go")}
    others = " ".join(f'<a href="{LOGIN}?lang={one}">{one}</a>' for one in LANGS if one != lang)
    asked = escape(request.values.get("next", ""))
    page = f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>wakeline</title>
<link rel="icon" href="data:,"><style>{STYLE}</style></head><body><main><h1>{words["title"]}</h1>
<form method="post" action="{LOGIN}?lang={lang}"><input type="hidden" name="next" value="{asked}">
<label>{words["name"]}<input name="name" autocomplete="username" required autofocus></label>
<label>{words["password"]}
<input name="password" type="password" autocomplete="current-password" required></label>
<p role="alert">{escape(said)}</p><button>{words["go"]}</button></form>
<nav>{others}</nav></main></body></html>
"""
    return Response(page, status=status, mimetype="text/html")


STYLE = (
    "body{font:16px/1.5 sans-serif;margin:0;background:#f4f5f2;color:#1c2321}"
    "main{max-width:22rem;margin:12vh auto;padding:2rem;background:#fff;border:1px solid #c9cfca}"
    "label{display:block;margin:0 0 1rem}input{display:block;width:100%;box-sizing:border-box;font:inherit;"
    "padding:.5rem;border:1px solid #6b746f}button{font:inherit;padding:.5rem 1.5rem}"
    "p{min-height:1.5rem;color:#8a1c1c}"
)
