"""What explains that a group acted together, as cards: propositions, facts, what would tell, its words."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.coordination.explanations.wording import (
    PROPOSITIONS,
    TELLS,
    answer_of,
    facts_of,
    line_words,
    params_of,
)
from analytics.model.messages import say
from dashboards.page import View
from dashboards.views.groups import GroupView
from dashboards.widgets.cards import Parts, ask_button, card, stranger
from dashboards.widgets.table_head import NUMBERS, WORDS, table_head
from dashboards.wording import count

WORDS_SHOWN = 20  # Texts of a group shown; the report and the case hold all.
EVENTS_SHOWN = 3  # Buttons of events behind a proposition; its row in EXPLANATIONS holds up to twenty.


def shown_events(group: GroupView) -> list[str]:
    """List the events of a group's explanations that stand on the page as buttons."""
    heads = (row[:EVENTS_SHOWN] for row in group.explained["event_ids"].drop_nulls().to_list())
    return sorted({one for head in heads for one in head})


def explanation_cards(group: GroupView, names: Mapping[str, str], view: View) -> list[Component]:
    """Build the cards about what explains a group; none where explanations were not looked for.

    names: of the events of `shown_events`, as a reader knows them.
    """
    rows = {row["proposition"]: row for row in group.explained.iter_rows(named=True)}
    cards = []
    if rows:
        ordered = [rows[name] for name in PROPOSITIONS if name in rows]
        body: Parts = [
            _answer(ordered, view),
            _table(ordered, names, view),
            *_facts(ordered[0], view),
            *_tells(view),
        ]
        cards.append(card(view.t("explain"), body, note=view.t("explain_note")))
    if group.words.height:
        cards.append(card(view.t("own_words"), [_words(group, view)], note=view.t("own_words_note")))
    return cards


def _answer(rows: list[dict[str, Any]], view: View) -> Component:
    """The normal answer, and whether people recorded more."""
    documents_n = sum(row["basis"] == "document" for row in rows)
    told = [say(f"explanations.{answer_of(params_of(rows[0]))}", view.lang)]
    if documents_n:
        told.append(say("explanations.document_recorded", view.lang, n=documents_n))
    return html.Div([html.P(one) for one in told], className="wl-law")


def _table(rows: list[dict[str, Any]], names: Mapping[str, str], view: View) -> Component:
    columns = ("col_proposition", "lanes.would", "col_speaks_for", "col_speaks_against")
    head = table_head(view, dict.fromkeys(columns, WORDS))
    body = [
        html.Tr(
            [
                html.Th(
                    [say(f"explanations.prop_{row['proposition']}", view.lang), _events(row, names)],
                    scope="row",
                ),
                html.Td(view.t(f"lanes.would_{row['proposition']}")),
                html.Td(_lines(row, "for_lines", view)),
                html.Td(_lines(row, "against_lines", view)),
            ]
        )
        for row in rows
    ]
    table = html.Table([head, html.Tbody(body)], className="wl-table wl-explained")
    return html.Div([table, html.P(view.t("lanes.rates"), className="wl-hint")])


def _lines(row: dict[str, Any], side: str, view: View) -> Component:
    params = params_of(row)
    if not row[side]:
        return html.Span(say("explanations.nothing", view.lang), className="wl-hint")
    return html.Ul(
        [html.Li(line_words(key, params, view.lang, view.zone)) for key in row[side]], className="wl-reasons"
    )


def _events(row: dict[str, Any], names: Mapping[str, str]) -> Component:
    """Buttons that open the first events behind the lines of a proposition."""
    buttons = [
        ask_button(f"act|{one}", html.Bdi(names[one]), place=f"explained-{row['proposition']}")
        for one in (row["event_ids"] or [])[:EVENTS_SHOWN]
    ]
    return html.Div(buttons, className="wl-hint wl-acts")


def _facts(row: dict[str, Any], view: View) -> Parts:
    params = params_of(row)
    return [
        html.H3(view.t("explain_facts")),
        html.Ul(
            [html.Li(line_words(key, params, view.lang, view.zone)) for key in facts_of(params)],
            className="wl-reasons",
        ),
    ]


def _tells(view: View) -> Parts:
    return [
        html.H3(view.t("explain_tells")),
        html.Ul([html.Li(say(f"explanations.{key}", view.lang)) for key in TELLS], className="wl-reasons"),
    ]


def _sides(sides: list[dict[str, Any]] | None, view: View) -> str:
    """How many records with these words were coded as which side."""
    if not sides:
        return view.t("lanes.side_none")
    return view.t("comma").join(
        view.t("lanes.side_n", side=view.t(f"accounts.side_{one['side']}"), n=count(one["n"]))
        for one in sides
    )


def _words(group: GroupView, view: View) -> Component:
    """The most used texts of members on the target posts, whole, with counts."""
    rows = [
        html.Tr(
            [
                html.Th(stranger(row["text"], view, "wl-long"), scope="row"),
                html.Td(_sides(row["sides"], view)),
                html.Td(count(row["events_n"]), className="wl-n"),
                html.Td(count(row["accounts_n"]), className="wl-n"),
                html.Td(count(row["posts_n"]), className="wl-n"),
                html.Td(ask_button(f"act|{row['event_id']}", view.t("see_first"), place="own-words")),
            ]
        )
        for row in group.words.head(WORDS_SHOWN).iter_rows(named=True)
    ]
    head = table_head(
        view,
        {
            "col_own_text": WORDS,
            "lanes.col_side": WORDS,
            "col_times": NUMBERS,
            "col_members": NUMBERS,
            "col_posts": NUMBERS,
            "col_first_use": WORDS,
        },
    )
    table = html.Table([head, html.Tbody(rows)], className="wl-table wl-explained")
    return html.Div(table, className="wl-levels", tabIndex=0)
