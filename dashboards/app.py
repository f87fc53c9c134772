"""The dashboard as an application: pages found in their folder, one frame, nothing fetched from elsewhere."""

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from flask import request

from analytics.model.errors import WakelineError
from analytics.model.messages import LANGS
from analytics.model.registry import load
from analytics.search.asked import Search
from dashboards.access.gate import connect_gate
from dashboards.access.request_guard import request_guard
from dashboards.case_session import CaseSession
from dashboards.drawer import connect_drawer, drawer
from dashboards.first_answer import first_answer
from dashboards.frame import bare_shell, shell
from dashboards.page import SCHEMES, Page, View, page_at, read_view
from dashboards.page_cache import PageCache
from dashboards.routes import connect_routes
from dashboards.screenshot import connect_screenshot
from dashboards.theme import css, mantine
from dashboards.views.posts import found_by
from dashboards.welcome import connect_welcome, welcome
from dashboards.widgets.cards import empty_state
from dashboards.widgets.grid import connect_grids
from dashboards.widgets.job_bar import connect_job_bar, job_bar
from dashboards.worker.uploads import connect_incoming

COOKIE = "wakeline_scheme"
SET_ANEW = ("/evidence", "/import")  # Pages that are set anew when a job ends: they show what it made.
INDEX = """<!DOCTYPE html>
<html lang="{lang}" data-mantine-color-scheme="{scheme}">
<head>{{%metas%}}<meta name="viewport" content="width=device-width, initial-scale=1"><title>wakeline</title>
<link rel="icon" href="data:,"><style>{css}</style>{{%css%}}</head>
<body>{{%app_entry%}}<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer></body>
</html>"""


class _Index(Dash):
    """Dash with a first page that knows language, light, menu and answers before any script runs."""

    desk: CaseSession
    found: list[Page]

    def interpolate_index(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Write the first page: its language from the address, its scheme from the cookie."""
        lang = request.path.strip("/").split("/", 1)[0]
        lang = {"zh": "zh-CN", "en": "en"}.get(lang, "zh-CN")
        view = read_view(self.desk, request.path, None, _scheme())
        first = first_answer(self.desk, self.found, view)
        page = INDEX.format(lang=lang, scheme=_scheme(), css=css())
        for name, value in kwargs.items():
            page = page.replace(f"{{%{name}%}}", str(value))
        return page.replace("<body>", f"<body>{first}", 1)  # Last: texts of strangers are in it.


def pages() -> list[Page]:
    """Load every page of the folder, in the order of the menu."""
    return sorted(load("dashboards.pages", "PAGE", Page).values(), key=lambda page: page.order)


def create_app(case_folder: Path | None = None, lang: str = "zh") -> Dash:
    """Build the dashboard of a case; without a case, that of a page which makes or opens one.

    lang: where "/" leads.

    Raises CaseError if there is no case in the folder, SettingsError if its case.toml is broken.
    """
    desk, found = CaseSession(case_folder), pages()
    app = _Index(
        __name__,
        title="wakeline",
        serve_locally=True,
        suppress_callback_exceptions=True,
        update_title="",
        assets_folder=str(Path(__file__).parent / "assets"),
        on_error=_say_fault,
        eager_loading=False,
    )
    app.desk, app.found = desk, found
    app.layout = _layout
    request_guard(app, lang if lang in LANGS else "zh", found, desk)
    connect_gate(app, desk)
    _connect_frame(app, desk, found)
    connect_job_bar(app, desk)
    connect_welcome(app, desk)
    connect_incoming(app, desk)
    connect_screenshot(app, desk)
    connect_drawer(app, desk)
    connect_grids(app, desk)
    connect_routes(app, desk)
    for page in found:
        page.connect(app, desk)
    app.server.config["FIRST"] = partial(_first_answers, desk, found)
    app.server.config["LATER"] = partial(_later_answers, desk)
    return app


def _first_answers(desk: CaseSession, found: list[Page]) -> None:
    """Compute what the first page will ask, while the browser still loads its scripts.

    Faults are told when the page is opened.
    """
    with suppress(WakelineError):
        if desk.is_open:
            found[0].layout(desk, View())


def _later_answers(desk: CaseSession) -> None:
    """Put the texts into the form in which they are searched, so that the first search does not wait."""
    with suppress(WakelineError):
        if desk.is_open:
            found_by(desk.case, Search())


def _scheme() -> str:
    wanted = request.cookies.get(COOKIE, "light")
    return wanted if wanted in SCHEMES else "light"


def _layout() -> Any:
    """What stands around every page; read for each visit, because light or dark comes with the request."""
    scheme = _scheme()
    return dmc.MantineProvider(
        [
            dcc.Location(id="here", refresh="callback-nav"),
            dcc.Store(id="scheme", data=scheme),
            dcc.Store(id="titled"),
            html.Div(id="fault", role="alert"),
            html.Div(id="frame"),
            drawer(),
            job_bar(),
        ],
        id="mantine",
        theme=mantine(),
        forceColorScheme=scheme,
    )


def _connect_frame(app: Dash, desk: CaseSession, found: list[Page]) -> None:
    kept = PageCache()

    @app.callback(
        Output("frame", "children"),
        Output("titled", "data"),
        Output("drawer", "opened", allow_duplicate=True),
        Input("here", "pathname"),
        Input("job-done", "data"),
        State("here", "search"),
        State("scheme", "data"),
        prevent_initial_call="initial_duplicate",
    )
    def frame(pathname: str, _ended: str | None, search: str, scheme: str) -> Any:
        view = read_view(desk, pathname, search, scheme)
        if ctx.triggered_id == "job-done" and view.page not in SET_ANEW:
            return (
                no_update,
                no_update,
                no_update,
            )  # Someone may be writing there; the bar says where the result stands.
        set_props("fault", {"children": None})
        if not desk.is_open:
            return bare_shell(view, welcome(view)), "wakeline", False
        now = page_at(found, view.page)
        if now is None:
            body = empty_state(view.t("no_page"), view.t("no_page_do"))
            return shell(found, found[0], desk, view, body), "wakeline", False
        reference = desk.facts.case.reference or desk.folder.resolve().name
        try:
            body = kept.body(desk, now, view)
        except WakelineError as fault:
            body = empty_state(view.t("page_fault"), fault.text(view.lang))
        return shell(found, now, desk, view, body), f"{view.t(now.title_key)} · {reference} · wakeline", False

    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function (title) { if (title) { document.title = title; } "
        "return window.dash_clientside.no_update; }",
        Output("titled", "id"),
        Input("titled", "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function (n, scheme) { return window.wakeline.switchScheme(n, scheme); }",
        Output("scheme", "data"),
        Output("mantine", "forceColorScheme"),
        Input("scheme-switch", "n_clicks"),
        State("scheme", "data"),
        prevent_initial_call=True,
    )


def _say_fault(fault: Exception) -> Any:
    """Tell on the page a fault that the user can mend; any other is a bug and keeps its traceback."""
    if not isinstance(fault, WakelineError):
        raise fault
    lang = urlsplit(request.headers.get("Referer", "")).path.strip("/").split("/", 1)[0]
    set_props(
        "fault", {"children": html.Div(fault.text(lang if lang in LANGS else "zh"), className="wl-fault")}
    )
    outputs = ctx.outputs_list  # Patterns stand for several components, each of which stays as it is.
    if not isinstance(outputs, list):
        return None
    return [[no_update] * len(one) if isinstance(one, list) else no_update for one in outputs]
