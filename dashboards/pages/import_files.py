"""Import: drop files or name a path, watch them come in, read the account of every row, then analyse."""

from collections.abc import Mapping
from pathlib import Path
from time import time
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component

from analytics.model.errors import CaseError, WakelineError
from analytics.model.messages import say
from analytics.model.untrusted_text import cut
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.looked import can_import, looked, map_of_form
from dashboards.page import Page, View
from dashboards.views.timeline import files, stage
from dashboards.widgets.cards import Parts, ask_button, card, stranger
from dashboards.widgets.grid import grid
from dashboards.widgets.job_bar import begun
from dashboards.wording import count
from dashboards.worker.uploads import drop, drop_others, folder_of, handed_over

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
    """Build the place to drop files, what the last import did, and the next step."""
    parts: Parts = [
        card(
            view.t("import_title"), [_drop(view), _path(desk, view), _hints(view)], note=view.t("import_note")
        )
    ]
    last, seen = (desk.jobs.last(kind, desk.folder) for kind in ("import", "inspect"))
    if seen and (last is None or seen.number > last.number) and seen.result:
        parts.append(html.Div(looked(seen.result, ZONES, view), id="looked"))
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
        body.append(_sums_of_files(result["files"][:FILES_MAX], view))
    body += _remarks(result, view)
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


def _sums_of_files(files: list[dict[str, Any]], view: View) -> Component:
    """A row a file: its layout and how its records were counted."""
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
                    ask_button(f"source|{row['sha256']}", html.Bdi(cut(row["name"], 60)), place="account"),
                    scope="row",
                ),
                html.Td(row["importer"]),
                *[
                    html.Td(count(row[name]), className="wl-n" if row[name] else "wl-n wl-zero")
                    for name in SUMS
                ],
            ]
        )
        for row in files
    ]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="wl-table")


def _remarks(result: Mapping[str, Any], view: View) -> Parts:
    """What was not read, passed over, mended or doubted, a line each."""
    body: Parts = []
    for row in result["unread"]:
        body.append(html.P([stranger(row["name"], view), ": ", row[view.lang]], className="wl-remark"))
    for name, place, n in result["passed"]:
        key = "cli.passed_header" if place == "header" else "cli.passed"
        told = say(key, view.lang, name=cut(name, 80), place=cut(place, 80), n=n)
        body.append(html.P(told, className="wl-remark"))
    for name, what, n in result["mended"]:
        body.append(
            html.P(say(f"cli.mended_{what}", view.lang, name=cut(name, 80), n=n), className="wl-remark")
        )
    for name, code, example, n in result["notes"]:
        told = say(f"cli.doubt_{code}", view.lang, name=cut(name, 80), example=cut(example, 80), n=n)
        body.append(html.P(told, className="wl-remark"))
    for name, fields in result["lacking"]:
        told = say("cli.map_lacking", view.lang, name=cut(name, 80), fields=", ".join(fields))
        body.append(html.P(told, className="wl-remark"))
    for name, need in result["unhinted"]:
        body.append(html.P(say(f"cli.unhinted_{need}", view.lang, name=cut(name, 80)), className="wl-remark"))
    return body


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
    """Look at what was handed over or named, import it as shown, and begin an analysis from any page."""
    _connect_looking(app, desk)
    _connect_deciding(app, desk)


def _connect_looking(app: Dash, desk: CaseSession) -> None:
    stated = [State(f"hint-{name}", "value") for name in HINTS]

    def look(paths: list[str], hints: tuple[str | None, ...], place: Path | None = None) -> None:
        asked = {"files": paths, "place": str(place) if place else "", **_stated(hints)}
        desk.jobs.start(desk.folder, "inspect", asked, drafts=(place,) if place else ())
        begun()

    @app.callback(
        Output("handed-over", "data"), Input("handed-over", "data"), *stated, prevent_initial_call=True
    )
    def dropped(handed: dict[str, Any] | None, *hints: str | None) -> Any:
        if not handed:
            return no_update
        place = folder_of(desk.folder, str(handed.get("id")))
        try:
            drop_others(desk.folder, place.name)
            look([str(file.resolve()) for file in handed_over(place)], hints, place)
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
        path = Path((text or "").strip()).expanduser()
        if not (text or "").strip() or "\0" in str(path) or not path.is_absolute():
            raise CaseError("out_not_absolute", path=text or "-")
        if not path.exists():
            raise CaseError("path_absent", path=path)
        look([str(path)], hints)
        return 0


def _connect_deciding(app: Dash, desk: CaseSession) -> None:
    stated = [State(f"hint-{name}", "value") for name in HINTS]

    @app.callback(
        Output({"role": "looked", "name": ALL}, "n_clicks"),
        Input({"role": "looked", "name": ALL}, "n_clicks"),
        State({"role": "map", "file": ALL, "field": ALL}, "value"),
        State({"role": "map", "file": ALL, "field": ALL}, "id"),
        *stated,
        prevent_initial_call=True,
    )
    def decided(clicks: list[int], values: list[Any], ids: list[dict[str, Any]], *hints: str | None) -> Any:
        if not any(clicks):
            return [no_update] * len(clicks)
        seen = desk.jobs.last("inspect", desk.folder)
        if seen is None or ctx.triggered_id is None:
            raise CaseError("incoming_gone")
        _decide(desk, str(ctx.triggered_id["name"]), seen.result, _maps(seen.result, values, ids), hints)
        return [0] * len(clicks)

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


def _stated(hints: tuple[str | None, ...]) -> dict[str, str]:
    return {name: (text or "").strip() for name, text in zip(HINTS, hints, strict=True)}


def _maps(result: Mapping[str, Any], values: list[Any], ids: list[dict[str, Any]]) -> dict[str, str]:
    """The column maps as they stand in the forms, by name of the file."""
    given: dict[int, dict[str, str]] = {}
    if len(values) != len(ids):
        raise CaseError("incoming_gone")
    for value, ident in zip(values, ids, strict=True):
        if str(ident.get("file")) not in map(str, range(len(result["files"]))):
            raise CaseError("incoming_gone")
        given.setdefault(int(ident["file"]), {})[ident["field"]] = value or ""
    return {
        result["files"][k]["name"]: map_of_form(result["files"][k]["form"], one) for k, one in given.items()
    }


def _decide(
    desk: CaseSession,
    name: str,
    result: Mapping[str, Any],
    maps: dict[str, str],
    hints: tuple[str | None, ...],
) -> None:
    """Import what was looked at, look again by the corrected maps, or let it go."""
    asked = dict(result["asked"])
    place = Path(asked["place"]) if asked.get("place") else None
    if name == "leave":
        desk.jobs.put_away("inspect")
        drop_others(desk.folder, "")
        set_props("looked", {"children": None})
    elif name == "again":
        files = {"files": asked["files"], "place": asked.get("place", ""), **_stated(hints)}
        desk.jobs.start(desk.folder, "inspect", {**files, "maps": maps}, drafts=(place,) if place else ())
    else:
        # A file dropped alone that cannot be read would fail all: it was named, and stays out.
        kept = list(dict.fromkeys(row["path"] for row in result["files"] if can_import(row)))
        used = {
            row["name"]: row["stated"] for row in result["files"] if row.get("stated") and can_import(row)
        }
        options = {"files": kept, "maps": used, **_stated(hints)}
        desk.jobs.start(desk.folder, "import", options, spent=(place,) if place else ())
    begun()


PAGE = Page(name="take_in", title_key="page_import", path="/import", order=90, layout=layout, connect=connect)
