"""The dashboard as an application: pages found in their folder, one frame, nothing fetched from elsewhere."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, set_props
from flask import Response, abort, redirect, request
from waitress.server import BaseWSGIServer, create_server

from analytics.errors import DisseminationError
from analytics.registry import load
from analytics.words import LANGS
from dashboards.desk import Desk
from dashboards.drawer import connect_drawer, drawer
from dashboards.page import SCHEMES, Page, read_view
from dashboards.routes import connect_routes
from dashboards.shell import shell
from dashboards.theme import css, mantine
from dashboards.widgets.cards import empty_state
from dashboards.widgets.grid import connect_grids

COOKIE = "wakeline_scheme"
# What a page of ours may load: itself. WebGL shaders of plotly and ag-grid's styles need the two "unsafe" words.
POLICY = ("default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
          "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
          "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'")
INDEX = """<!DOCTYPE html>
<html lang="{lang}" data-mantine-color-scheme="{scheme}">
<head>{{%metas%}}<meta name="viewport" content="width=device-width, initial-scale=1"><title>wakeline</title>
<link rel="icon" href="data:,"><style>{css}</style>{{%css%}}</head>
<body>{{%app_entry%}}<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer></body>
</html>"""


class _Index(Dash):
    """Dash with a first page that already knows the reader's language and light."""

    def interpolate_index(self, **kwargs: Any) -> str:
        """The first page: html lang from the address, the scheme from the cookie."""
        lang = request.path.strip("/").split("/", 1)[0]
        lang = {"zh": "zh-CN", "en": "en"}.get(lang, "zh-CN")
        page = INDEX.format(lang=lang, scheme=_scheme(), css=css())
        for name, value in kwargs.items():
            page = page.replace(f"{{%{name}%}}", str(value))
        return page


def pages() -> list[Page]:
    """Every page, in the order of the menu."""
    return sorted(load("dashboards.pages", "PAGE", Page).values(), key=lambda page: page.order)


def create_app(case_folder: Path, lang: str = "zh") -> Dash:
    """The dashboard of a case. lang: where "/" leads.

    Raises CaseError if there is no case, SettingsError if its case.toml is broken.
    """
    desk, found = Desk(case_folder), pages()
    app = _Index(__name__, title="wakeline", serve_locally=True, suppress_callback_exceptions=True, update_title="",
                 assets_folder=str(Path(__file__).parent / "assets"), on_error=_say_fault, eager_loading=False)
    app.layout = _layout
    _guard(app, lang if lang in LANGS else "zh", [page.path for page in found])
    _connect_frame(app, desk, found)
    connect_drawer(app, desk)
    connect_grids(app, desk)
    connect_routes(app, desk)
    for page in found:
        page.connect(app, desk)
    return app


def make_server(case_folder: Path, host: str, port: int, lang: str = "zh") -> BaseWSGIServer:
    """A server ready to run; port 0 takes a free one (server.effective_port)."""
    app = create_app(case_folder, lang)
    app.server.config["HOSTS"] = {host, "127.0.0.1", "localhost", "[::1]"}
    return create_server(app.server, host=host, port=port, threads=6, ident=None)


def serve(case_folder: Path, host: str, port: int, lang: str = "zh") -> None:
    """Serve the dashboard until interrupted."""
    make_server(case_folder, host, port, lang).run()


def _scheme() -> str:
    wanted = request.cookies.get(COOKIE, "light")
    return wanted if wanted in SCHEMES else "light"


def _layout() -> Any:
    """What stands around every page; read for each visit, because light or dark comes with the request."""
    scheme = _scheme()
    return dmc.MantineProvider([
        dcc.Location(id="here", refresh="callback-nav"), dcc.Store(id="scheme", data=scheme), dcc.Store(id="titled"),
        html.Div(id="fault", role="alert"), html.Div(id="frame"), drawer(),
    ], id="mantine", theme=mantine(), forceColorScheme=scheme)


def _guard(app: Dash, lang: str, paths: list[str]) -> None:
    """Answer only to our own names (a page elsewhere cannot rebind one to us), and let pages load from us alone."""
    server = app.server

    @server.before_request
    def known_host() -> Any:
        allowed = server.config.get("HOSTS")
        if allowed and not {"0.0.0.0", "::"} & allowed:
            name = urlsplit(f"//{request.host}").hostname or ""
            if name not in {host.strip("[]") for host in allowed}:
                abort(421)
        asked = request.path.strip("/")
        if not asked or asked in LANGS:
            return redirect(f"/{asked or lang}{paths[0]}")
        return None

    @server.after_request
    def closed(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _connect_frame(app: Dash, desk: Desk, found: list[Page]) -> None:
    @app.callback(Output("frame", "children"), Output("titled", "data"), Output("drawer", "opened", allow_duplicate=True),
                  Input("here", "pathname"), State("here", "search"), State("scheme", "data"),
                  prevent_initial_call="initial_duplicate")
    def frame(pathname: str, search: str, scheme: str) -> Any:
        set_props("fault", {"children": None})
        view = read_view(desk, pathname, search, scheme)
        now = next((page for page in found if page.path == view.page), None)
        if now is None:
            body = empty_state(view.t("no_page"), view.t("no_page_do"))
            return shell(found, found[0], desk, view, body), "wakeline", False
        reference = desk.facts.case.reference or desk.folder.resolve().name
        try:
            body = now.layout(desk, view)
        except DisseminationError as fault:
            body = empty_state(view.t("page_fault"), fault.text(view.lang))
        return shell(found, now, desk, view, body), f"{view.t(now.title_key)} · {reference} · wakeline", False

    app.clientside_callback("function (title) { if (title) { document.title = title; } return window.dash_clientside.no_update; }",
                            Output("titled", "id"), Input("titled", "data"))
    app.clientside_callback(
        "function (n, scheme) { return window.wakeline.switchScheme(n, scheme); }",
        Output("scheme", "data"), Output("mantine", "forceColorScheme"), Input("scheme-switch", "n_clicks"),
        State("scheme", "data"), prevent_initial_call=True)


def _say_fault(fault: Exception) -> None:
    """A fault the user can mend is said on the page; any other is a bug and keeps its traceback."""
    if not isinstance(fault, DisseminationError):
        raise fault
    lang = urlsplit(request.headers.get("Referer", "")).path.strip("/").split("/", 1)[0]
    set_props("fault", {"children": html.Div(fault.text(lang if lang in LANGS else "zh"), className="wl-fault")})
