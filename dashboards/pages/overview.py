"""Overview: the case in five sentences, then over time, then gaps in the data and what was imported."""

from typing import Any
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analytics.model.untrusted_text import cut
from analytics.report.figures.time_line import Pin
from analytics.report.placeholders import Locale
from analytics.report.timeline_data import facts_of, pins_of
from analytics.store.case_folder import Case
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.figures.over_time import CIRCLED, over_time
from dashboards.headline import headline_card
from dashboards.page import Page, View, read_view
from dashboards.views.timeline import LED_SHARE, Gaps, Timeline, files, gaps, selected_bars, stage, timeline
from dashboards.widgets.cards import Parts, ask_button, brushed, card, empty_state, graph
from dashboards.wording import count, moment, span

FILES_MAX = 9
PARTS = ("events_n", "duplicates_n", "rejected_n", "other_n")
GAPS = ("time_conflicts", "missing_parents", "assumed_parents", "untimed", "nameless", "edited")


def layout(desk: CaseSession, view: View) -> Component:
    """Build the page as far as the case has come."""
    come = desk.ask(stage)
    if come == "empty":
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    if come == "no_acts":
        return html.Div(
            [
                empty_state(
                    view.t("no_acts"), view.t("no_acts_do"), f"wakeline show rejected --case {desk.folder}"
                ),
                _imported(desk, view),
            ],
            className="wl-stack",
        )
    parts: Parts = []
    if come == "imported":
        parts.append(
            empty_state(
                view.t("not_analysed"), view.t("not_analysed_do"), f"wakeline analyse --case {desk.folder}"
            )
        )
    note = "over_time_note" if desk.facts.alleged else "over_time_all"
    parts += [
        headline_card(desk, view),
        card(
            view.t("overview.over_time"),
            [
                brushed(graph("over-time", 300, view.t("over_time_label"), view), view),
                html.Div(id="over-time-words"),
            ],
            note=view.t(f"overview.{note}"),
        ),
        html.Div([_gaps(desk.ask(gaps), view), _imported(desk, view)], className="wl-one-two"),
    ]
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Draw the events over time in the reader's light."""

    @app.callback(
        Output({"role": "points", "name": "over-time"}, "figure"),
        Output("over-time-words", "children"),
        Input("scheme", "data"),
        Input("over-time-words", "id"),
        Input("here", "search"),
        State("here", "pathname"),
    )
    def draw(scheme: str, _on_page: str, search: str, pathname: str) -> Any:
        view = read_view(desk, pathname, search, scheme)
        line, facts = desk.ask(timeline), dated(desk.case, desk.zone)
        chosen = selected_bars(desk.case, line, view.selection)
        return over_time(line, view, facts=facts, chosen=chosen), html.Div(
            [time_words(line, view), *_facts(facts, view)]
        )


def dated(case: Case, zone: ZoneInfo) -> tuple[Pin, ...]:
    """List warnings, measures, corrections and consequences that case.toml dates, in the order of time."""
    return pins_of(facts_of(case.toml()), [], {}, [], zone)


def _facts(facts: tuple[Pin, ...], view: View) -> Parts:
    """The dated facts in words; each stands in case.toml, not in the export."""
    if not facts:
        return []
    voice = Locale(view.lang, view.zone)
    items = [html.Li(html.Bdi(voice.text(fact.words))) for fact in facts]
    return [html.H3(view.t("overview.dated_facts")), html.Ul(items, className="wl-reasons")]


def _imported(desk: CaseSession, view: View) -> Component:
    table = desk.ask(files)
    total = {name: int(table[name].sum()) for name in ("records_n", *PARTS)}
    most = max([*table["records_n"].to_list(), 1])
    head = html.Tr(
        [
            html.Th(view.t("col_file"), scope="col"),
            html.Th(view.t("col_records"), scope="col", className="wl-n"),
            html.Td("", className="wl-shares"),
            *[html.Th(view.t(f"col_{name[:-2]}"), scope="col", className="wl-n") for name in PARTS],
        ]
    )
    rows = [
        html.Tr(
            [
                html.Th(
                    ask_button(f"source|{row['sha256']}", html.Bdi(cut(row["name"], 46)), place="overview"),
                    scope="row",
                ),
                html.Td(count(row["records_n"]), className="wl-n"),
                html.Td(_shares(row, row["records_n"] / most)),
                *[
                    html.Td(count(row[name]), className="wl-n" if row[name] else "wl-n wl-zero")
                    for name in PARTS
                ],
            ]
        )
        for row in table.head(FILES_MAX).iter_rows(named=True)
    ]
    foot = html.Tr(
        [
            html.Th(view.t("total"), scope="row"),
            html.Td(count(total["records_n"]), className="wl-n"),
            html.Td(_shares(total, 1)),
            *[html.Td(count(total[name]), className="wl-n") for name in PARTS],
        ]
    )
    parts: Parts = [
        html.P(view.t("sum_line", **{k: count(v) for k, v in total.items()}), className="wl-sum"),
        html.Table([html.Thead(head), html.Tbody(rows), html.Tfoot(foot)], className="wl-table"),
    ]
    if table.height > FILES_MAX:
        parts.append(
            dcc.Link(view.t("all_files", n=table.height), href=view.link("/evidence"), className="wl-link")
        )
    return card(view.t("imported"), parts, class_name="wl-imported")


def _shares(row: dict[str, Any], wide: float) -> Component:
    whole = max(row["records_n"], 1)
    return html.Div(
        [
            html.I(
                className=f"wl-part wl-part-{name[:-2]}", style={"width": f"{100 * row[name] / whole:.2f}%"}
            )
            for name in PARTS
            if row[name]
        ],
        className="wl-parts",
        style={"width": f"{max(100 * wide, 2):.1f}%"},
        **attributes({"aria-hidden": "true"}),
    )


def _gaps(lost: Gaps, view: View) -> Component:
    items: Parts = []
    for name in GAPS:
        n = getattr(lost, name)
        label = (
            ask_button(f"acts|{name}", view.t(f"gap_{name}"), place="gaps") if n else view.t(f"gap_{name}")
        )
        items.append(
            html.Li(
                [
                    html.Span(count(n), className="wl-gap-n" if n else "wl-gap-n wl-zero"),
                    html.Div([html.Div(label), html.Div(view.t(f"gap_{name}_hint"), className="wl-hint")]),
                ]
            )
        )
    items.insert(
        2,
        html.Li(
            [
                html.Span(
                    count(lost.missing_roots),
                    className="wl-gap-n" if lost.missing_roots else "wl-gap-n wl-zero",
                ),
                html.Div(
                    [
                        html.Div(view.t("gap_missing_roots")),
                        html.Div(view.t("gap_missing_roots_hint"), className="wl-hint"),
                    ]
                ),
            ]
        ),
    )
    return card(
        view.t("gaps"), [html.Ul(items, className="wl-gaps")], note=view.t("gaps_note", n=count(lost.acts))
    )


def time_words(line: Timeline, view: View) -> Component:
    """Put the peaks into words, and what is not in the bars."""
    peaks: Parts = []
    for number, row in enumerate(line.peaks.iter_rows(named=True)):
        words: Parts = [
            html.Span(CIRCLED[number], className="wl-circled"),
            view.t(
                "peak",
                at=moment(row["at"], view, "min"),
                step=span(line.step_s, view),
                n=count(row["acts_n"]),
            ),
        ]
        if row["event_id"] and row["led_n"] >= LED_SHARE * row["told_n"]:
            who = row["account_name"] or row["account_id"] or row["event_id"]
            words += [
                " ",
                view.t("peak_led", told=count(row["told_n"]), n=count(row["led_n"])),
                " ",
                ask_button(f"act|{row['event_id']}", html.Bdi(cut(who, 24)), place=f"peak{number}"),
            ]
        else:
            words += [
                " ",
                view.t("peak_many", told=count(row["told_n"])) if row["event_id"] else view.t("peak_untold"),
            ]
        peaks.append(html.Li(words))
    left = [view.t("bars_step", step=span(line.step_s, view))]
    left += [
        view.t(f"bars_{name}", n=count(n))
        for name, n in (
            ("outside", line.outside_n),
            ("coarse", line.coarse_n),
            ("conflict", line.conflict_n),
            ("untimed", line.untimed_n),
        )
        if n
    ]
    head = html.H3(view.t("overview.ignition"))
    parts: Parts = [head, html.Ul(peaks, className="wl-peaks")] if peaks else []
    return html.Div([*parts, html.P(" ".join(left), className="wl-hint")])


PAGE = Page(
    name="overview", title_key="page_overview", path="/overview", order=10, layout=layout, connect=connect
)
