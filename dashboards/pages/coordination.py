"""Coordination: groups that acted together, when their members came, what explains it, what chance gives."""

from typing import Any

import polars as pl
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analytics.model.errors import CaseError
from analytics.model.messages import say
from analytics.model.untrusted_text import cut
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.explanations import explanation_cards, shown_events
from dashboards.figures.group_lanes import HEAD, ROW, group_lanes, lanes_of
from dashboards.figures.pair_matrix import SIDE_MAX, matrix, window_curve
from dashboards.figures.selected import mark_points
from dashboards.marks import marks_with_chosen
from dashboards.page import Page, View, read_view
from dashboards.posts.post_names import ID_MAX, post_names
from dashboards.views.groups import TASKS_MAX, GroupView, group_views, numbers
from dashboards.views.timeline import stage
from dashboards.widgets.cards import (
    Parts,
    ask_button,
    card,
    choose_button,
    empty_state,
    graph,
    stranger,
    tiles,
)
from dashboards.widgets.grid import grid
from dashboards.widgets.table_head import NUMBERS, WORDS, table_head
from dashboards.wording import count, moment, share, span


def layout(desk: CaseSession, view: View) -> Component:
    """Build the answer in a sentence, its chance, then one group; groups of a single source stand apart."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    if not desk.case.has("coordination"):
        return empty_state(
            view.t("not_analysed"), view.t("coord_not_analysed_do"), f"wakeline analyse --case {desk.folder}"
        )
    found = desk.ask(group_views)
    parts: Parts = [_verdict(desk, view)]
    if not found:
        parts.append(empty_state(view.t("groups_none"), view.t("groups_none_do")))
        return html.Div(parts, className="wl-stack")
    now = next((group for group in found if group.name == view.params.get("group")), found[0])
    parts.append(_picker(found, now, view))
    parts.append(_group(desk, now, view))
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Draw the group that the page shows, in the reader's light."""

    @app.callback(
        Output({"role": "points", "name": "lanes"}, "figure"),
        Output({"role": "points", "name": "pair-matrix"}, "figure"),
        Output({"role": "points", "name": "window-curve"}, "figure"),
        Input("scheme", "data"),
        Input("group-now", "data"),
        Input("here", "search"),
        State("here", "pathname"),
    )
    def draw(scheme: str, name: str, search: str, pathname: str) -> Any:
        view = read_view(desk, pathname, search, scheme)
        group = next((group for group in desk.ask(group_views) if group.name == name), None)
        if group is None:
            raise CaseError("asked_unknown", found=(name or "-")[:80])
        titles = _titles(desk, group, view)
        lanes = group_lanes(group, view, marks_with_chosen(desk.folder, view.selection), titles)
        mark_points(lanes, desk.case, view)
        return lanes, matrix(group, view), window_curve(group, view)


def _titles(desk: CaseSession, group: GroupView, view: View) -> dict[str, str]:
    """Name the target posts of a group; links and hashtags are their own names."""
    posts = group.tasks.filter(kind="post")["object_id"].to_list()
    others = group.tasks.filter(pl.col("kind") != "post")["object_id"].to_list()
    return post_names(desk.case, posts, view) | {one: cut(one, ID_MAX) for one in others}


def _verdict(desk: CaseSession, view: View) -> Component:
    known = desk.ask(numbers)
    code = known["verdict"][1] or "found_none"
    parts: Parts = [html.P(say(f"coordination.{code}", view.lang), className="wl-sum")]
    shuffled_n = known.get("surrogates_n", (None, None))[0]
    if shuffled_n:
        parts.append(
            html.P(
                view.t(
                    "surrogates",
                    n=count(shuffled_n),
                    most=count(known["surrogate_a_max"][0]),
                    mean=f"{known['surrogate_a_mean'][0] or 0:.2f}",
                    a=count(known["accounts_a"][0]),
                ),
                className="wl-law",
            )
        )
    else:
        parts.append(html.P(view.t("surrogates_none"), className="wl-remark"))
    told = [
        (
            view.t(f"coord_{name}"),
            count(known[name][0]),
            say(f"coordination.{known[name][1]}", view.lang) if known[name][1] else "",
        )
        for name in (
            "accounts_a",
            "accounts_b",
            "accounts_c",
            "accounts_testable_n",
            "accounts_tested_n",
            "sources_n",
            "posts_author_unknown_n",
        )
        if name in known
    ]
    return html.Div(
        [card(view.t("coord_answer"), parts, note=view.t("coord_note")), tiles(told)], className="wl-stack"
    )


def _picker(found: list[GroupView], now: GroupView, view: View) -> Component:
    def tabs(of: list[GroupView], label: str) -> Component:
        return html.Nav(
            [
                html.Span(label, className="wl-hint"),
                *(
                    dcc.Link(
                        f"{view.t('net_group', name=group.name)} · {count(group.members.height)}",
                        refresh=True,
                        href=view.link("/coordination", group=group.name),
                        className="wl-tab wl-tab-now" if group is now else "wl-tab",
                    )
                    for group in of
                ),
            ],
            className="wl-tabs wl-tabs-wide",
            **attributes({"aria-label": label}),
        )

    several, single = ([g for g in found if g.is_single_source is flag] for flag in (False, True))
    return html.Div(
        [tabs(of, view.t(key)) for of, key in ((several, "groups_several"), (single, "groups_single")) if of],
        className="wl-controls",
    )


def _group(desk: CaseSession, group: GroupView, view: View) -> Component:
    drawn = min(group.tasks.height, TASKS_MAX)
    high = HEAD + ROW * len(lanes_of(group))
    members = "members_tried" if group.is_tried else "members"
    side = max(330, 110 + 20 * min(group.members.height, SIDE_MAX))
    return html.Div(
        [
            dcc.Store(id="group-now", data=group.name),
            card(
                view.t("lanes", name=group.name),
                [graph("lanes", high, view.t("lanes_label"), view)],
                aside=[
                    choose_button(group.members["account_id"].to_list(), view.t("selection.choose_members"))
                ],
                note=view.t("lanes_note", n=count(drawn), m=count(group.tasks.height)),
            ),
            html.Div(
                [
                    card(view.t("group_reasons"), _why(group, view)),
                    card(view.t("traits"), [_traits(group, view)], note=view.t("traits_note")),
                ],
                className="wl-two",
            ),
            *explanation_cards(group, post_names(desk.case, shown_events(group), view), view),
            card(
                view.t("members"),
                [grid(members, group.name, view, group.members.height, 12)],
                note=view.t("members_note"),
            ),
            html.Div(
                [
                    card(
                        view.t("pair_matrix"),
                        [graph("pair-matrix", side, view.t("pair_matrix_label"), view)],
                        note=view.t("pair_matrix_note"),
                    ),
                    card(
                        view.t("curve"),
                        [graph("window-curve", 330, view.t("curve_label"), view)],
                        note=view.t("curve_note"),
                    ),
                ],
                className="wl-two",
            ),
            card(
                view.t("tasks"), [_tasks(group, _titles(desk, group, view), view)], note=view.t("tasks_note")
            ),
        ],
        className="wl-stack",
    )


def _why(group: GroupView, view: View) -> Parts:
    """What a group stands on, what speaks against it, what its grades mean."""
    reasons = sorted({key for keys in group.members["reasons"].drop_nulls() for key in keys})
    lines = sorted({key for keys in group.members["evidence_lines"].drop_nulls() for key in keys})
    grades = sorted({grade.lower() for grade in group.members["grade"]})
    return [
        html.H3(view.t("group_stands")),
        html.Ul(
            [html.Li(say(f"coordination.line_{key}", view.lang)) for key in lines]
            or [html.Li(view.t("none"))],
            className="wl-reasons",
        ),
        html.H3(view.t("group_against")),
        html.Ul(
            [html.Li(say(f"coordination.reason_{key}", view.lang)) for key in reasons]
            or [html.Li(view.t("group_against_none"))],
            className="wl-reasons",
        ),
        html.H3(view.t("group_grades")),
        html.Ul(
            [html.Li(say(f"coordination.grade_{grade}", view.lang)) for grade in grades],
            className="wl-reasons",
        ),
    ]


def _trait(name: str, value: str, view: View) -> Parts:
    if (
        name == "default_name"
    ):  # Its values are codes of ours, "default" and "chosen"; those of all others are as exported.
        return [view.t("trait_default_name" if value == "default" else "trait_chosen_name")]
    return [view.t(f"trait_{name}"), " ", stranger(value, view)]


def _traits(group: GroupView, view: View) -> Component:
    if group.traits.is_empty():
        return html.P(view.t("traits_none"), className="wl-hint")
    rows = [
        html.Tr(
            [
                html.Th(_trait(row["trait"], row["value"], view), scope="row"),
                html.Td(f"{row['members_n']} / {row['known_n']}", className="wl-n"),
                html.Td(share(row["case_share"], 1), className="wl-n"),
                html.Td(f"{row['p_value']:.2g}", className="wl-n"),
            ]
        )
        for row in group.traits.iter_rows(named=True)
    ]
    head = table_head(
        view, {"col_trait": WORDS, "col_members": NUMBERS, "col_case_share": NUMBERS, "col_p": NUMBERS}
    )
    return html.Table([head, html.Tbody(rows)], className="wl-table")


def _tasks(group: GroupView, titles: dict[str, str], view: View) -> Component:
    rows = [
        html.Tr(
            [
                html.Th(
                    ask_button(f"act|{row['object_id']}", html.Bdi(titles[row["object_id"]]), place="tasks")
                    if row["kind"] == "post"
                    else [view.t(f"word_kind_{row['kind']}"), " ", stranger(row["object_id"], view)],
                    scope="row",
                ),
                html.Td(moment(row["first_at"], view)),
                html.Td(count(row["members_n"]), className="wl-n"),
                html.Td(f"{row['members_expected']:.1f}", className="wl-n"),
                html.Td(count(row["accounts_n"]), className="wl-n"),
                html.Td(share(row["pairs_60_share"], 1), className="wl-n"),
                html.Td(
                    span(row["densest_lag_s"] if row["kind"] == "post" else None, view), className="wl-n"
                ),
                html.Td(span(row["densest_width_s"], view), className="wl-n"),
            ]
        )
        for row in group.tasks.sort("first_at", "object_id").iter_rows(named=True)
    ]
    head = table_head(
        view,
        {
            "col_object": WORDS,
            "col_first": WORDS,
            "col_members": NUMBERS,
            "col_expected": NUMBERS,
            "col_accounts": NUMBERS,
            "col_pairs_60": NUMBERS,
            "col_dense_lag": NUMBERS,
            "col_dense_width": NUMBERS,
        },
    )
    return html.Div(
        html.Table([head, html.Tbody(rows)], className="wl-table"), className="wl-levels", tabIndex=0
    )


PAGE = Page(
    name="coordination",
    title_key="page_coordination",
    path="/coordination",
    order=40,
    layout=layout,
    connect=connect,
)
