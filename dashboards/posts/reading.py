"""Reading one thing from the page of posts: a thread, a record's surroundings, two versions side by side."""

from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.model.untrusted_text import cut, shown
from analytics.search.asked import Search
from analytics.search.threads import around, thread, variants
from analytics.text.versions import Run, compared
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.coding import coding_bar
from dashboards.page import View
from dashboards.views.posts import found_by
from dashboards.widgets.cards import Parts, ask_button, card, stranger
from dashboards.widgets.grid import grid
from dashboards.widgets.table_head import NUMBERS, WORDS, table_head
from dashboards.wording import count, moment

DEEP = 3  # Levels of replies that are open.
COMMENTS_SHOWN = 200  # Comments seen at once; the others open below.
TEXTS_SHOWN = 200  # Versions listed at once; the others open below.


def thread_card(desk: CaseSession, root_id: str, view: View) -> Component:
    """Build a post and its comments, replies indented below what they answer."""
    rows = desk.ask(thread, root_id)
    if rows.is_empty():
        return card(view.t("reading.thread"), [html.P(view.t("reading.thread_none"))])
    items = _folded(rows.to_dicts(), view)
    body: Parts = items[: COMMENTS_SHOWN + 1]
    if rest := items[COMMENTS_SHOWN + 1 :]:
        summary = html.Summary(view.t("reading.thread_more", n=count(len(rest))))
        body.append(html.Details([summary, html.Div(rest)]))
    comments_n = rows.filter(pl.col("depth") > 0).height
    note = view.t("reading.thread_note", n=count(comments_n)) if comments_n else view.t("reading.thread_none")
    return card(
        view.t("reading.thread"), [coding_bar(view), html.Div(body, className="wl-thread")], note=note
    )


def _folded(rows: list[dict[str, Any]], view: View) -> Parts:
    """Rows in reading order; what stands deeper than DEEP is folded below the reply that it hangs on."""
    items: Parts = []
    deep: Parts = []
    for row in [*rows, {"depth": 0}]:
        if row["depth"] > DEEP:
            deep.append(_reply(row, view))
            continue
        if deep:
            summary = html.Summary(view.t("reading.folded", n=count(len(deep))))
            items.append(html.Details([summary, *deep], className=f"wl-reply wl-reply-{DEEP}"))
            deep = []
        if "event_id" in row:
            items.append(_reply(row, view))
    return items


def _reply(row: dict[str, Any], view: View) -> Component:
    who = stranger(cut(row["account_name"] or row["account_id"] or "", 40), view)
    head: Parts = [
        ask_button(f"act|{row['event_id']}", who, place="thread"),
        html.Span(moment(row["at"], view, row["at_precision"]), className="wl-hint wl-number"),
    ]
    words = html.P(html.Bdi(shown(row["own_text"] or view.t("posts.no_own"))), className="wl-whole")
    look = f"wl-reply wl-reply-{min(row['depth'], DEEP + 1)}"
    inside: Parts = [html.Div(head, className="wl-post-head"), words]
    if not row["own_text"]:
        return html.Article(inside, className=look)
    coded = attributes({"data-code": row["event_id"]})  # Own words can be coded with a key: coding.js.
    return html.Article(inside, className=look, tabIndex=0, **coded)


def around_card(desk: CaseSession, event_id: str, view: View) -> Component:
    """Build a table of every record of the case within ten minutes of one, whatever it is about."""
    rows = around(found_by(desk.case, Search()), event_id)
    if rows.is_empty():
        return card(view.t("reading.around"), [html.P(view.t("reading.around_none"))])
    table = grid("posts_around", event_id, view, rows.height, 18)
    return card(view.t("reading.around"), [table], note=view.t("reading.around_note", n=count(rows.height)))


def variants_card(desk: CaseSession, family_id: str, view: View) -> Component:
    """Build the versions of a family as a list, and two of them side by side."""
    rows = desk.ask(variants, family_id)
    if rows.is_empty():
        return card(view.t("reading.variants"), [html.P(view.t("reading.variants_none"))])
    texts = dict(rows.select("event_id", "text").iter_rows())
    most = rows.sort("accounts_n", descending=True, maintain_order=True)["event_id"].to_list()
    pair = [view.params.get("a", ""), view.params.get("b", "")]
    left, right = (one if one in texts else most[min(k, len(most) - 1)] for k, one in enumerate(pair))
    old, new = compared(texts[left], texts[right])
    sides = html.Div([_side(old, "left", view), _side(new, "right", view)], className="wl-two")
    body: Parts = [sides, _versions(rows.head(TEXTS_SHOWN), (left, right), view)]
    if rows.height > TEXTS_SHOWN:
        summary = html.Summary(view.t("reading.more", n=count(rows.height - TEXTS_SHOWN)))
        body.append(html.Details([summary, _versions(rows.slice(TEXTS_SHOWN), (left, right), view)]))
    return card(view.t("reading.variants"), body, note=view.t("reading.variants_note", n=count(rows.height)))


def _side(runs: tuple[Run, ...], key: str, view: View) -> Component:
    """One of two texts; what the other has not is bold."""
    pieces = [html.Strong(shown(run.text)) if run.is_changed else shown(run.text) for run in runs]
    return html.Div(
        [html.H3(view.t(f"reading.{key}")), html.P(html.Bdi(pieces), className="wl-whole wl-variant")]
    )


def _versions(rows: pl.DataFrame, pair: tuple[str, str], view: View) -> Component:
    """The versions, earliest first; each can be laid on either side."""
    body = []
    for row in rows.iter_rows(named=True):
        one = row["event_id"]
        picks: Parts = []
        for key, name, now in (("a", "left", pair[0]), ("b", "right", pair[1])):
            words = view.t(f"reading.{name}")
            href = view.link("/posts", **{**view.params, key: one})
            picks += [html.Strong(words) if one == now else html.A(words, href=href), " "]
        author = ask_button(f"act|{one}", html.Bdi(cut(row["author"] or "", 30)), place="version")
        cells = [html.Td(picks), html.Td(author), html.Td(moment(row["at"], view))]
        cells += [html.Td(count(row[name]), className="wl-n") for name in ("records_n", "accounts_n")]
        body.append(html.Tr([html.Th(stranger(cut(row["text"], 120), view), scope="row"), *cells]))
    columns = {
        "reading.col_version": WORDS,
        "reading.col_side": WORDS,
        "col_author": WORDS,
        "col_first": WORDS,
    }
    head = table_head(view, columns | {"reading.col_records": NUMBERS, "reading.col_accounts": NUMBERS})
    return html.Table([head, html.Tbody(body)], className="wl-table wl-explained")
