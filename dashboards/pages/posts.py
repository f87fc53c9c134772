"""Posts: who wrote what. Words in all records, facets with counts, hits as cards or as a table."""

from dataclasses import replace
from typing import Any

import polars as pl
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analytics.model.untrusted_text import shown
from analytics.search.asked import ORDERS, Search, search_of
from analytics.search.facets import hours
from analytics.search.searchable import pieces
from analytics.search.threads import families_of, roots_of
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.coding import connect_coding
from dashboards.figures.hits_per_hour import hits_per_hour
from dashboards.marks import CHOSEN, marks_of
from dashboards.page import Page, View
from dashboards.posts.post_facets import facet_lists, value_words, values_card
from dashboards.posts.reading import around_card, thread_card, variants_card
from dashboards.posts.search_words import keywords_card
from dashboards.views.posts import facet_of, hits
from dashboards.views.timeline import stage
from dashboards.widgets.cards import Parts, ask_button, brushed, card, empty_state, graph_config, stranger
from dashboards.widgets.grid import grid
from dashboards.wording import count, moment

CARDS_MAX = 30  # Hits as cards; the table holds all.
BEFORE, LONG = (
    60,
    260,
)  # Signs of a long text before its first hit, and in all; the drawer shows the whole text.


def layout(desk: CaseSession, view: View) -> Component:
    """Build the field for words, the facets, and the hits of the search that the link holds."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    search = search_of(view.params)
    for name, build in OPENED.items():
        if view.params.get(name):
            back = html.A(
                view.t("reading.back"), href=view.link("/posts", **search.params()), className="wl-button"
            )
            return html.Div([html.Div(back), build(desk, view.params[name], view)], className="wl-stack")
    found = hits(desk.case, search)
    right: Parts = [_authors(desk, search, view)] if view.params.get("show") == "authors" else []
    if view.params.get("show") == "words":
        right.append(keywords_card(desk, search, view))
    if (values := values_card(desk.case, search, view)) is not None:
        right.append(values)
    right += [_told(found, search, view), _hits(desk, found, search, view)]
    return html.Div(
        [
            html.Div(_controls(search, view), className="wl-controls"),
            html.P(view.t("posts.how"), className="wl-hint"),
            html.Div(
                [
                    card(
                        view.t("posts.facets"),
                        [facet_lists(desk.case, search, view)],
                        note=view.t("posts.facets_note"),
                        class_name="wl-facets-card",
                    ),
                    html.Div(right, className="wl-stack"),
                ],
                className="wl-posts",
            ),
        ],
        className="wl-stack",
    )


def connect(app: Dash, desk: CaseSession) -> None:
    """Open the link of the words that were typed; take the codes of a thread."""
    connect_coding(app, desk)
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function (n, words) { if (n) { var now = new URLSearchParams(window.location.search); "
        "if (words) { now.set('q', words); } else { now.delete('q'); } "
        "['thread', 'around', 'family', 'a', 'b', 'values', 'after']"
        ".forEach(function (key) { now.delete(key); }); "
        "window.location.search = now.toString(); } return window.dash_clientside.no_update; }",
        Output("posts-words", "name"),
        Input("posts-words", "n_submit"),
        State("posts-words", "value"),
        prevent_initial_call=True,
    )


def _controls(search: Search, view: View) -> Parts:
    words = dcc.Input(
        id="posts-words",
        type="search",
        name="q",
        value=search.typed,
        placeholder=view.t("posts.words_hint"),
        className="wl-input",
        spellCheck=False,
    )
    parts: Parts = [
        html.Label([html.Span(view.t("posts.words")), words], className="wl-field wl-posts-words")
    ]
    parts.append(_pick("place", search.place, ("any", "own", "passed"), view))
    parts.append(_pick("sort", search.order, ORDERS, view))
    if search.begin or search.end:
        told = view.t("posts.span", begin=search.begin or "…", end=search.end or "…")
        bare = replace(search, begin="", end="").params()
        parts.append(html.A([told, " ×"], href=view.link("/posts", **bare), className="wl-button"))
    if search != Search():
        parts.append(html.A(view.t("posts.clear"), href=view.link("/posts"), className="wl-button"))
    return parts


def _pick(name: str, now: str, values: tuple[str, ...], view: View) -> Component:
    options = [
        html.Option(view.t(f"posts.{name}_by_{value}"), value=value, selected=value == now or None)
        for value in values
    ]
    choice = html.Select(options, name=name, className="wl-go")
    return html.Label([html.Span(view.t(f"posts.{name}")), choice], className="wl-field")


def _authors(desk: CaseSession, search: Search, view: View) -> Component:
    """All authors of the hits, however many."""
    rows_n = facet_of(desk.case, search, "author").height
    back = html.A(view.t("posts.close"), href=view.link("/posts", **search.params()), className="wl-button")
    return card(
        view.t("posts.facet_author"), [grid("posts_authors", search.about(), view, rows_n, 10)], aside=[back]
    )


def _told(found: pl.DataFrame, search: Search, view: View) -> Component:
    """How many hits, of how many accounts, when; bars an hour."""
    table, untimed_n = hours(found, str(view.zone))
    told = view.t(
        "posts.found", n=count(found.height), accounts=count(found["account_id"].drop_nulls().n_unique())
    )
    parts: Parts = []
    if search.query.left_out:
        parts.append(
            html.P(view.t("posts.left_out", n=count(len(search.query.left_out))), className="wl-remark")
        )
    if table.height:
        top = table.sort("n", "at", descending=[True, False]).row(0, named=True)
        words = view.t(
            "posts.hours_told", at=moment(top["at"], view, "h"), n=count(top["n"]), hours=count(table.height)
        )
        figure = dcc.Graph(
            id="posts-hours",
            figure=hits_per_hour(table, view),
            config=graph_config(view),  # type: ignore[arg-type]
            style={"height": "150px"},
            responsive=True,
        )
        parts += [
            html.P(words, className="wl-hint"),
            brushed(
                html.Div(figure, role="group", className="wl-graph", **attributes({"aria-label": words})),
                view,
            ),
        ]
    if untimed_n:
        parts.append(html.P(view.t("posts.no_hour", n=count(untimed_n)), className="wl-hint"))
    return card(told, parts, class_name="wl-posts-found")


def _hits(desk: CaseSession, found: pl.DataFrame, search: Search, view: View) -> Component:
    """The hits as cards, the first of them, or all in a table."""
    if not found.height:
        return empty_state(view.t("posts.nothing"), view.t("posts.nothing_do"))
    is_table = view.params.get("show") == "table"
    other = view.link("/posts", **search.params(), show=None if is_table else "table")
    switch = html.A(
        view.t("posts.as_cards" if is_table else "posts.as_table"), href=other, className="wl-button"
    )
    if is_table:
        body: Parts = [grid("posts", search.about(), view, found.height, 16)]
    else:
        marks = marks_of(desk.folder)
        seen = found.head(CARDS_MAX)
        ways = _ways(desk, seen["event_id"].to_list(), search, view)
        cards = [_post(row, search, marks, ways[row["event_id"]], view) for row in seen.iter_rows(named=True)]
        body = [html.Ul(cards, className="wl-post-list")]
        if found.height > CARDS_MAX:
            more = view.t("posts.more", n=count(found.height - CARDS_MAX))
            body.append(html.A(more, href=other, className="wl-link wl-posts-more"))
    return card(
        view.t("posts.hits"),
        body,
        aside=[html.Div([*_onward(search, view), switch], className="wl-buttons")],
        note=view.t("posts.rows_note" if is_table else "posts.hits_note"),
    )


def _ways(desk: CaseSession, ids: list[str], search: Search, view: View) -> dict[str, Component]:
    """From each record to its thread, to what happened around it, and to other versions of its words."""
    roots, families = roots_of(desk.case, ids), families_of(desk.case, ids)
    return {
        one: html.Div(
            [
                html.A(
                    view.t(f"reading.to_{key}"), href=view.link("/posts", **search.params(), **{param: about})
                )
                for key, param, about in (
                    ("thread", "thread", roots.get(one, one)),
                    ("around", "around", one),
                    ("variants", "family", families.get(one)),
                )
                if about
            ],
            className="wl-post-ways",
        )
        for one in ids
    }


def _post(
    row: dict[str, Any], search: Search, marks: dict[str, str], ways: Component, view: View
) -> Component:
    """One record: who, when, own words, and below them the words that it passes on."""
    who = stranger(row["account_name"] or row["account_id"], view)
    account = row["account_id"]
    head: Parts = [
        html.Span(view.t(f"word_kind_{row['kind']}"), className=f"wl-kind wl-kind-{row['kind']}"),
        ask_button(f"account|{account}", who, place=f"by-{row['event_id']}") if account else who,
        html.Span(moment(row["at"], view, row["at_precision"]), className="wl-number"),
    ]
    head += [
        html.Span(stranger(row[name], view), className="wl-hint")
        for name in ("region", "client")
        if row[name]
    ]
    head += [
        html.Span(value_words("role", pair, view), className="wl-hint")
        for pair in row["roles"]
        if pair[-1] != "C"
    ]
    head += [html.Span(marks[one], className="wl-hint") for one in (account, row["event_id"]) if one in marks]
    words = search.query.words
    own = _marked(row["own_text"], words if search.place != "passed" else (), view.t("posts.no_own"))
    body: Parts = [ask_button(f"act|{row['event_id']}", own, "wl-post-text", place="post")]
    if row["passed_text"]:
        passed = _marked(row["passed_text"], words if search.place != "own" else (), "")
        body.append(
            html.Div(
                [html.Span(view.t("posts.passed"), className="wl-post-label"), passed],
                className="wl-post-passed",
            )
        )
    chosen = view.selection
    is_chosen = account in chosen.accounts or row["event_id"] in chosen.records
    look = "wl-post wl-post-chosen" if is_chosen else "wl-post"
    if is_chosen:
        head.append(html.Span(f"{CHOSEN} {view.t('selection.points')}", className="wl-hint"))
    return html.Li([html.Div(head, className="wl-post-head"), *body, ways], className=look)


def _marked(text: str | None, words: tuple[str, ...], none: str) -> Component:
    """A text with its hits marked, as text alone; of a long one the part around the first hit."""
    if not text:
        return html.Span(none, className="wl-none")
    cut = pieces(text, words)
    first = next((sum(len(part) for part, _ in cut[:k]) for k, (_, is_hit) in enumerate(cut) if is_hit), 0)
    low = max(0, first - BEFORE) if len(text) > LONG else 0
    parts: Parts = ["…"] if low else []
    at = 0
    for part, is_hit in cut:
        seen = part[max(0, low - at) : max(0, low + LONG - at)]
        at += len(part)
        if seen:
            parts.append(html.Mark(shown(seen)) if is_hit else shown(seen))
    if len(text) > low + LONG:
        parts.append("…")
    return html.Bdi(parts, className="wl-stranger")


def _onward(search: Search, view: View) -> Parts:
    """What else can be asked of the hits: their words, their places."""
    words = view.link("/posts", **search.params(), show="words")
    where = view.link("/places", **search.params(), of="all")
    return [
        html.A(view.t("reading.to_keywords"), href=words, className="wl-button"),
        html.A(view.t("reading.to_places"), href=where, className="wl-button"),
    ]


OPENED = {"thread": thread_card, "around": around_card, "family": variants_card}

PAGE = Page(
    name="posts", title_key="posts.page_posts", path="/posts", order=15, layout=layout, connect=connect
)
