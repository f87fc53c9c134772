"""The facets beside the hits of a search: each value with its count, to be kept or left out."""

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.graph.account_network import last_names
from analytics.model.messages import catalogue
from analytics.model.thresholds import ROLES
from analytics.scope.wording import verified_words
from analytics.search.asked import Search
from analytics.search.facets import COLUMNS, UNKNOWN
from analytics.search.records import FOLLOWERS
from analytics.store.case_folder import Case
from dashboards.attributes import attributes
from dashboards.page import View
from dashboards.posts.post_names import post_names
from dashboards.views.posts import facet_of
from dashboards.widgets.cards import Parts, card, stranger
from dashboards.wording import count

SHOWN_MAX = 7  # Values that are seen at once; a click opens the others.
OPENED_MAX = 200  # Values that it opens; the others stand in a card of their own, authors in a table.
WORDS = ("u", "place", "side")  # Facets whose values are ours: words of locale/posts.toml.


def facet_lists(case: Case, search: Search, view: View) -> Component:
    """Build all facets of a search that tell anything, each with a link per value."""
    names = [name for name in COLUMNS if name != "place" or (search.query.words and search.place == "any")]
    return html.Div([_facet(case, search, name, view) for name in names], className="wl-facets")


def _facet(case: Case, search: Search, name: str, view: View) -> Component:
    table = _chosen_first(facet_of(case, search, name), search, name)
    rows = _values(case, search, name, table.head(OPENED_MAX), view)
    parts: Parts = [html.H3(view.t(f"posts.facet_{name}")), html.Ul(rows[:SHOWN_MAX])]
    if table.height > SHOWN_MAX:
        more: Parts = [html.Summary(view.t("posts.more_values", n=count(table.height - SHOWN_MAX)))]
        more.append(html.Ul(rows[SHOWN_MAX:]))
        if table.height > OPENED_MAX:
            more.append(_rest(search, name, OPENED_MAX, table.height, view))
        parts.append(html.Details(more))
    if name in ("role", "group"):
        parts.append(html.P(view.t("posts.several"), className="wl-hint"))
    return html.Section(parts, className="wl-facet", **attributes({"data-facet": name}))


def _chosen_first(table: pl.DataFrame, search: Search, name: str) -> pl.DataFrame:
    """Let the values that were chosen stand at the top, also where no record has them any more."""
    values = [*search.choice.kept.get(name, ()), *search.choice.left_out.get(name, ())]
    if not values:
        return table
    front = pl.DataFrame({"value": values}, schema={"value": pl.String}).join(
        table, on="value", how="left", maintain_order="left"
    )
    return pl.concat(
        [
            front.with_columns(pl.col("n").fill_null(0)),
            table.join(front, on="value", how="anti", maintain_order="left"),
        ]
    )


def _rest(search: Search, name: str, seen_n: int, all_n: int, view: View) -> Component:
    """The link to what stands beyond the values that are seen: a table of authors, or the next values."""
    shown = {"show": "authors"} if name == "author" else {"values": name, "after": str(seen_n)}
    told = view.t("posts.more_values", n=count(all_n - seen_n))
    return html.A(told, href=view.link("/posts", **search.params(), **shown), className="wl-link")


def values_card(case: Case, search: Search, view: View) -> Component | None:
    """Build the values of a facet that its list beside the hits does not hold, OPENED_MAX at a time.

    The address says of which facet ("values") and after how many ("after"). None where it names no facet.
    """
    name, after = view.params.get("values", ""), view.params.get("after", "")
    if name not in COLUMNS:
        return None
    table = _chosen_first(facet_of(case, search, name), search, name)
    low = int(after) if after.isdecimal() and int(after) < table.height else 0
    high = min(low + OPENED_MAX, table.height)
    body: Parts = [html.Ul(_values(case, search, name, table[low:high], view), className="wl-facet-values")]
    if high < table.height:
        body.append(_rest(search, name, high, table.height, view))
    words = view.t("posts.values", low=count(low + 1), high=count(high), n=count(table.height))
    back = html.A(view.t("posts.close"), href=_link(search, view), className="wl-button")
    return card(view.t(f"posts.facet_{name}"), body, aside=[back], note=words)


def _values(case: Case, search: Search, name: str, table: pl.DataFrame, view: View) -> Parts:
    """The values of a table (value, n), each with what a click does to the search."""
    words = _words(case, name, table["value"].to_list(), view)
    return [_value(search, name, value, n, words[value], view) for value, n in table.iter_rows()]


def _value(search: Search, name: str, value: str, n: int, words: str, view: View) -> Component:
    """One value: a click keeps it, another leaves it out, and takes back what was chosen."""
    is_kept = value in search.choice.kept.get(name, ())
    is_out = value in search.choice.left_out.get(name, ())
    label: Parts = [
        html.Span(stranger(words, view), className="wl-facet-name"),
        html.Span(count(n), className="wl-n"),
    ]
    keep = html.A(
        label,
        href=_link(search.switched(name, value, "kept"), view),
        className="wl-facet-keep",
        **attributes({"aria-current": "true"} if is_kept else {}),
    )
    told = view.t("posts.take_back" if is_out else "posts.leave_out", what=words)
    leave = html.A(
        "＋" if is_out else "−",
        href=_link(search.switched(name, value, "left_out"), view),
        className="wl-facet-out",
        title=told,
        **attributes({"aria-label": told}),
    )
    look = "wl-facet-kept" if is_kept else "wl-facet-left" if is_out else ""
    return html.Li([keep, leave], className=look)


def _link(search: Search, view: View) -> str:
    """The link of a search; hits that stand in a table stay there."""
    show = "table" if view.params.get("show") == "table" else None
    return view.link("/posts", **search.params(), show=show)


def _words(case: Case, name: str, values: list[str], view: View) -> dict[str, str]:
    """Each value as the reader sees it."""
    if name == "author":
        events = case.scan("events")
        ids = pl.Series(values, dtype=pl.String)
        names = dict(last_names(events, ids).iter_rows())
        return {one: (names.get(one) or one) if one else view.t("posts.no_author") for one in values}
    if name == "post":
        return post_names(case, values, view)
    return {one: value_words(name, one, view) for one in values}


def value_words(name: str, value: str, view: View) -> str:
    """Write a value of a facet other than the author.

    >>> value_words("role", "organizer:A", View("en")), value_words("region", "", View("en"))
    ('caller candidate, grade A', 'not in the export')
    """
    if value == UNKNOWN:
        has_word = name in ("u", "role", "group", "side")
        return view.t(f"posts.none_{name}" if has_word else "posts.none_exported")
    key = f"posts.{name}_{value}" if name in WORDS else f"dashboard.word_kind_{value}"
    part, _, entry = key.partition(".")
    if name in (*WORDS, "kind") and entry in catalogue(part):
        return view.t(key)
    role, _, grade = value.partition(":")
    if name == "role" and role in ROLES:
        return view.t("listed.role_grade", role=view.t(f"roles.role_{role}"), grade=grade)
    return _number(name, value, view) or (
        view.t("posts.group", g=value.removeprefix("g")) if name == "group" else value
    )


def _number(name: str, value: str, view: View) -> str:
    """Words for a verified type or a floor of followers; "" for all else, which an address may hold."""
    if not value.lstrip("-").isdigit() or name not in ("followers", "verified"):
        return ""
    return verified_words(value, view.lang) if name == "verified" else _followers(int(value), view)


def _followers(floor: int, view: View) -> str:
    if floor:
        return view.t("posts.followers_from", n=count(floor))
    return view.t("posts.followers_below", n=count(FOLLOWERS[0]))
