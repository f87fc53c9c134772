"""Import: drop files here or name a path, watch them come in, read the account of every row, then analyse."""

from collections.abc import Mapping
from pathlib import Path
from time import time
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from analytics.model.errors import CaseError, WakelineError
from analytics.model.messages import say
from analytics.model.untrusted_text import cut
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.views.timeline import files, stage
from dashboards.widgets.cards import Parts, ask_button, card, stranger
from dashboards.widgets.grid import grid
from dashboards.widgets.job_bar import begun
from dashboards.wording import count
from dashboards.worker.uploads import drop, folder_of, handed_over

SUMS = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
HINTS = ("obtained", "timezone", "about", "author")
ZONES = (
    "Asia/Shanghai",
    "UTC",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Tokyo",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
)
FILES_MAX = 200
BLANKS = {name: f"{{{name}}}" for name in ("name", "done", "of", "n")}  # Filled in by the browser.


def layout(desk: CaseSession, view: View) -> Component:
    """The place to drop files, what the last import did, and the next step."""
    parts: Parts = [
        card(
            view.t("import_title"), [_drop(view), _path(desk, view), _hints(view)], note=view.t("import_note")
        )
    ]
    last = desk.jobs.last("import", desk.folder)
    if last:
        parts.append(_account(last.result, view))
    come = desk.ask(stage)
    if come != "empty":
        parts.append(_next(come, view))
        table = desk.ask(files)
        total = {name: count(int(table[name].sum())) for name in SUMS}
        parts.append(
            card(
                view.t("files", n=count(table.height)),
                [
                    html.P(view.t("sum_line", **total), className="wl-sum"),
                    grid("sources", "", view, table.height + 1, 8),
                ],
            )
        )
    return html.Div(parts, className="wl-stack")


def _drop(view: View) -> Component:
    """The field itself; take_in.js hears what is dropped on it and sends it piece by piece."""
    words = {
        name: view.t(f"drop_{name}", **BLANKS)
        for name in ("reading", "sending", "sent", "stopped", "broken", "none", "empty")
    }
    return html.Div(
        [
            html.Div(className="wl-wake", **attributes({"aria-hidden": "true"})),
            html.P(
                [
                    html.Strong(view.t("drop_here")),
                    html.Br(),
                    html.Span(view.t("drop_kinds"), className="wl-hint"),
                ]
            ),
            html.Div(
                [
                    html.Button(
                        view.t(f"drop_{name}"), id=f"drop-{name}", type="button", className=look, n_clicks=0
                    )
                    for name, look in (("choose", "wl-button wl-main"), ("folder", "wl-button"))
                ],
                className="wl-buttons",
            ),
            html.Div(
                [
                    html.Progress(
                        id="drop-progress",
                        value="0",
                        max="1",
                        **attributes({"aria-label": view.t("drop_progress")}),
                    ),
                    html.Button(
                        view.t("job_stop"), id="drop-stop", type="button", className="wl-button", n_clicks=0
                    ),
                ],
                id="drop-moving",
                className="wl-drop-moving",
                hidden=True,
            ),
            html.Div(id="drop-said", role="status", className="wl-hint"),
            dcc.Store(id="handed-over"),
        ],
        id="drop",
        className="wl-drop",
        **attributes({f"data-{name}": text for name, text in words.items()}),
    )


def _path(desk: CaseSession, view: View) -> Component:
    return html.Div(
        [
            html.Div(
                [
                    html.Label(
                        [
                            html.Span(view.t("path_label")),
                            dcc.Input(
                                id="path-in", type="text", spellCheck=False, placeholder="/home/me/exports"
                            ),
                        ],
                        className="wl-field wl-grow",
                    ),
                    html.Button(
                        view.t("path_go"), id="path-go", type="button", className="wl-button", n_clicks=0
                    ),
                ],
                className="wl-form-row",
            ),
            html.P(
                [view.t("path_command"), " ", html.Code(f"wakeline import FILE... --case {desk.folder}")],
                className="wl-hint wl-id",
            ),
        ]
    )


def _hints(view: View) -> Component:
    """What the user can state about the files; empty is fine for most layouts."""
    zones = [
        {"value": "", "label": view.t("zone_of_layout")},
        *({"value": zone, "label": zone} for zone in ZONES),
    ]
    field = {
        name: html.Label(
            [html.Span(view.t(f"hint_{name}")), dcc.Input(id=f"hint-{name}", type="text", spellCheck=False)],
            className="wl-field",
        )
        for name in HINTS
        if name != "timezone"
    }
    zone = dmc.Select(
        id="hint-timezone",
        label=view.t("hint_timezone"),
        data=zones,
        value="",
        allowDeselect=False,
        size="xs",
    )
    return html.Details(
        [
            html.Summary(view.t("hints")),
            html.P(view.t("hints_note"), className="wl-hint"),
            html.Div([field["obtained"], zone, field["about"], field["author"]], className="wl-four"),
        ],
        className="wl-more",
    )


def _account(result: Mapping[str, Any], view: View) -> Component:
    """What became of every record of the last import: nothing is dropped in silence."""
    total = {name: sum(row[name] for row in result["files"]) for name in SUMS}
    body: Parts = [
        html.P(
            view.t("sum_line", **{k: count(v) for k, v in total.items()}), className="wl-sum", id="account"
        )
    ]
    if result["files"]:
        head = html.Tr(
            [
                html.Th(view.t("col_file"), scope="col"),
                html.Th(view.t("col_importer"), scope="col"),
                *[html.Th(view.t(f"col_{name[:-2]}"), scope="col", className="wl-n") for name in SUMS],
            ]
        )
        rows = [
            html.Tr(
                [
                    html.Th(
                        ask_button(
                            f"source|{row['sha256']}", html.Bdi(cut(row["name"], 60)), place="account"
                        ),
                        scope="row",
                    ),
                    html.Td(row["importer"]),
                    *[
                        html.Td(count(row[name]), className="wl-n" if row[name] else "wl-n wl-zero")
                        for name in SUMS
                    ],
                ]
            )
            for row in result["files"][:FILES_MAX]
        ]
        body.append(html.Table([html.Thead(head), html.Tbody(rows)], className="wl-table"))
    for row in result["unread"]:
        body.append(html.P([stranger(row["name"], view), ": ", row[view.lang]], className="wl-remark"))
    for name, need in result["unhinted"]:
        body.append(html.P(say(f"cli.unhinted_{need}", view.lang, name=cut(name, 80)), className="wl-remark"))
    if result["known"]:
        body.append(
            html.P(
                [
                    view.t("account_known", n=count(len(result["known"]))),
                    " ",
                    html.Bdi(cut(", ".join(result["known"]), 300), className="wl-hint"),
                ]
            )
        )
    return card(view.t("account_title"), body, note=view.t("account_note"))


def _next(come: str, view: View) -> Component:
    button = html.Button(
        view.t("go_analyse"),
        id={"role": "analyse", "name": "import"},
        type="button",
        n_clicks=0,
        className="wl-button wl-main" if come == "imported" else "wl-button",
    )
    return card(
        view.t("analyse_title"),
        [
            html.P(view.t(f"analyse_{come}")),
            html.Div(
                [
                    button,
                    dcc.Link(view.t("page_overview"), href=view.link("/overview"), className="wl-button"),
                ],
                className="wl-buttons",
            ),
        ],
        note=view.t("analyse_note"),
    )


def connect(app: Dash, desk: CaseSession) -> None:
    """Begin an import with what was handed over or named; begin an analysis from any page."""
    stated = [State(f"hint-{name}", "value") for name in HINTS]

    @app.callback(
        Output("handed-over", "data"), Input("handed-over", "data"), *stated, prevent_initial_call=True
    )
    def dropped(handed: dict[str, Any] | None, *hints: str | None) -> Any:
        if not handed:
            return no_update
        place = folder_of(desk.folder, str(handed.get("id")))
        try:
            _begin_import(desk, [str(file.resolve()) for file in handed_over(place)], hints, (place,))
        except WakelineError:
            drop(desk.folder, place.name)
            raise
        return None

    @app.callback(
        Output("path-go", "n_clicks"),
        Input("path-go", "n_clicks"),
        State("path-in", "value"),
        *stated,
        prevent_initial_call=True,
    )
    def named(clicks: int, text: str | None, *hints: str | None) -> Any:
        if not clicks:
            return no_update
        _begin_import(desk, [str(_named_path(text or ""))], hints)
        return 0

    @app.callback(
        Output("job-beat", "data", allow_duplicate=True),
        Input({"role": "analyse", "name": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def analyse(clicks: list[int | None]) -> Any:
        if not any(clicks):
            return no_update
        desk.jobs.start(desk.folder, "analyse", {})
        return time()


def _begin_import(
    desk: CaseSession, paths: list[str], hints: tuple[str | None, ...], handed: tuple[Path, ...] = ()
) -> None:
    options = {name: (text or "").strip() for name, text in zip(HINTS, hints, strict=True)}
    desk.jobs.start(desk.folder, "import", {"files": paths, **options}, spent=handed)
    begun()


def _named_path(text: str) -> Path:
    """The absolute path a person typed. Raises CaseError if it is none, or nothing lies there."""
    path = Path(text.strip()).expanduser()
    if not text.strip() or "\0" in str(path) or not path.is_absolute():
        raise CaseError("out_not_absolute", path=text or "-")
    if not path.exists():
        raise CaseError("path_absent", path=path)
    return path


PAGE = Page(name="take_in", title_key="page_import", path="/import", order=90, layout=layout, connect=connect)
