"""Who may ask what of this server: our own names and pages alone; old links are redirected."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import HTTPException

from analytics.model.errors import WakelineError
from analytics.model.messages import LANGS
from dashboards.access.callback_guard import PATH, check_callback
from dashboards.access.gate import QUIET, Gate, passed
from dashboards.case_session import CaseSession
from dashboards.page import Page

# What a page of ours may load: itself. Scripts are files of ours, or one of the few that Dash writes into the
# page, each by its hash; nothing makes code out of text. Styles: the libraries of the page set them on
# elements, which no hash covers.
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
OWN = "X-Wakeline"  # A header of our own: a page elsewhere would have to ask first, and nothing answers it.
SUITES = "/_dash-component-suites/"
JSON_MAX = 24 * 2**20  # Bytes of a body of JSON: a picture in base64, a pasted list; files come in pieces.
# What no page of ours asks of the browser.
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), browsing-topics=()"


def request_guard(app: Dash, lang: str, pages: list[Page], desk: CaseSession) -> None:
    """Refuse requests that are not addressed to one of our names, or that other pages ask for.

    So a page elsewhere cannot rebind a name of its own to this server. Then the gate (gate.py) asks who is
    there, and callback_guard.py what is sent. Old links are redirected to their page.
    """
    server: Flask = app.server
    home = pages[0].path
    leads = {path: page.path for page in pages for path in (page.path, *page.aliases)}

    @server.before_request
    def known_host() -> Any:
        _check_address(server.config.get("HOSTS"), server.config.get("PROXY", ""))
        _check_size()
        gate: Gate | None = server.config.get("GATE")
        answer = None if gate is None else passed(app, gate, desk)
        if answer is not None:
            return answer
        if request.path == PATH and request.method == "POST":
            check_callback(app)
        if request.path.startswith(SUITES) and not _is_library(app, request.path[len(SUITES) :]):
            abort(404)
        return _elsewhere()

    def _elsewhere() -> Any:
        """Where an address without a language, or an old one, leads; what it asks to show goes along."""
        first, _, rest = request.path.strip("/").partition("/")
        path = f"/{rest}" if first in LANGS else f"/{first}" + (f"/{rest}" if rest else "")
        known = home if path == "/" else leads.get(path)
        if request.method not in QUIET or known is None or (first in LANGS and known == path):
            return None
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"/{first if first in LANGS else lang}{known}" + (f"?{query}" if query else ""))

    _answer_closed(app)


def _check_address(hosts: set[str] | None, proxy: str) -> None:
    if proxy and (request.remote_addr != proxy or not request.is_secure):
        abort(403)  # Past the proxy, or without its TLS.
    if not _is_own_name(hosts):
        abort(421)
    if _is_foreign():
        abort(403)
    if request.path.startswith("/wakeline/") and request.headers.get(OWN) != "1":
        abort(403)
    if request.method not in QUIET and not _is_asked_by_us():
        abort(403)


def _check_size() -> None:
    """A body says how long it is, and JSON is short enough to be read as a whole."""
    if request.method in QUIET or not request.is_json:
        return
    if request.content_length is None or request.content_length > JSON_MAX:
        abort(413 if request.content_length else 411)


def _answer_closed(app: Dash) -> None:
    """Every answer says what its page may load, and a refusal is one line."""
    server: Flask = app.server

    @cache
    def policy() -> str:
        """Once all callbacks are there: Dash writes some of them into the page as scripts."""
        return POLICY.format(hashes=" ".join(app.csp_hashes()))

    @server.errorhandler(HTTPException)
    def in_one_line(fault: HTTPException) -> Response:
        """A refusal is one line of text, without a page around it."""
        said = " ".join(f"{fault.code} {fault.name}: {fault.description or ''}".split())
        return Response(f"{said}\n", status=fault.code, mimetype="text/plain", headers=_heads(fault))

    @server.errorhandler(WakelineError)
    def told(fault: WakelineError) -> Response:
        """A file of users or a case that cannot be read answers nobody."""
        return Response(f"{fault.text('en')}\n", 503, mimetype="text/plain")

    @server.after_request
    def closed(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _heads(fault: HTTPException) -> dict[str, str]:
    return {k: v for k, v in fault.get_headers() if k in ("Allow", "Retry-After", "Location")}


def _is_library(app: Dash, path: str) -> bool:
    """Whether a file of a library is asked for that the page loads; Dash itself fails at any other."""
    package = path.partition("/")[0]
    return package in app.registered_paths or package == "dash"


def _is_foreign() -> bool:
    """A page of another origin made the request: it may change and read nothing but the first page."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return True
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    is_visit = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method in QUIET
    return site not in ("same-origin", "none") and not is_visit


def _is_asked_by_us() -> bool:
    """A change says where it comes from: by our own header, or by the origin, which was compared already.

    Neither can be set by a page elsewhere: a browser writes Origin itself, and asks before it sends a header
    of ours, which nothing here allows. So there is no token to steal; the cookie is SameSite=Strict besides.
    """
    return request.headers.get(OWN) == "1" or "Origin" in request.headers


def _is_own_name(allowed: set[str] | None) -> bool:
    """Whether the request names a host that we answer to; None: any."""
    if not allowed:
        return True
    name = urlsplit(f"//{request.host}").hostname or ""
    return name in {host.strip("[]") for host in allowed}
