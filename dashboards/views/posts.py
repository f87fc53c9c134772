"""What a search on the page Posts asks for, as its link says it, and the records that it finds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from zoneinfo import ZoneInfo

import polars as pl

from analytics.search.facets import COLUMNS, Choice, chosen, facet
from analytics.search.find import PLACES, find, in_order
from analytics.search.query import Query, parse_query
from analytics.search.records import Searched, searched_of
from analytics.search.threads import around
from analytics.store.case_folder import Case
from analytics.store.saved_views import read_view_state
from dashboards.listing import Listing, ShownRows
from dashboards.selection import Selection, selection_of

ORDERS = ("time", "latest", "relevance")
Values = Mapping[str, tuple[str, ...]]
KEPT_MAX = 4


@dataclass(frozen=True)
class Search:
    """One search: what was typed, where the words are looked for, the order, and the facets' choice.

    begin, end: moments on the clock of the case between which a record lies ("2025-03-04 21:00"), or "".
    within: the id of the view whose selection alone is searched, or "".
    """

    typed: str = ""
    place: str = "any"
    order: str = "time"
    choice: Choice = field(default_factory=Choice)
    begin: str = ""
    end: str = ""
    within: str = ""

    @property
    def query(self) -> Query:
        """The search as it was understood."""
        return parse_query(self.typed)

    def params(self) -> dict[str, str | None]:
        """Write the search as a link holds it; what is as usual is left out."""
        return {
            "q": self.typed or None,
            "place": self.place if self.place != "any" else None,
            "sort": self.order if self.order != "time" else None,
            "with": _written(self.choice.kept),
            "without": _written(self.choice.left_out),
            "from": self.begin or None,
            "to": self.end or None,
            "only": "1" if self.within else None,
        }

    def about(self) -> str:
        """Write the search as the listings take it."""
        held = self.params() | {"v": self.within}
        return json.dumps({k: v for k, v in held.items() if v}, ensure_ascii=False, sort_keys=True)

    def switched(self, name: str, value: str, part: str) -> "Search":
        """Add a value of a facet to a part of the choice ("kept", "left_out"), or take it out where it is."""
        parts = {"kept": dict(self.choice.kept), "left_out": dict(self.choice.left_out)}
        there = value in parts[part].get(name, ())
        for held in parts.values():
            held[name] = tuple(one for one in held.get(name, ()) if one != value)
        if not there:
            parts[part][name] = (*parts[part][name], value)
        return replace(self, choice=Choice(**parts))


def search_of(params: Mapping[str, str]) -> Search:
    """Read a search from a link; what is no search is passed over.

    >>> search_of({"with": '{"kind": ["post"], "nonsense": ["x"]}', "sort": "?"}).params()["with"]
    '{"kind": ["post"]}'
    """
    place, order = params.get("place", "any"), params.get("sort", "time")
    return Search(
        params.get("q", ""),
        place if place in PLACES else "any",
        order if order in ORDERS else "time",
        Choice(_values(params.get("with")), _values(params.get("without"))),
        *(one if _moment(one) else "" for one in (params.get("from", ""), params.get("to", ""))),
        params.get("v", "") if params.get("only") == "1" else "",
    )


def _written(values: Values) -> str | None:
    held = {name: list(values[name]) for name in COLUMNS if values.get(name)}
    return json.dumps(held, ensure_ascii=False) if held else None


def _values(text: str | None) -> Values:
    """Values by facet from a link that anybody may have written."""
    try:
        read = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    lists = {name: read.get(name) for name in COLUMNS}
    return {
        name: tuple(value for value in values if isinstance(value, str))
        for name, values in lists.items()
        if isinstance(values, list)
    }


class _Kept:
    """The texts of the case that was searched last, and what the last searches found in it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._case: Case | None = None
        self._searched: Searched | None = None
        self._found: list[tuple[tuple[str, str], pl.DataFrame]] = []

    def found(self, case: Case, search: Search) -> pl.DataFrame:
        """Find what the words of a search mean, whatever is chosen in the facets."""
        key = (search.typed, search.place)
        with self._lock:
            if self._searched is None or self._case is not case:
                self._case, self._searched, self._found = case, searched_of(case), []
            for known, table in self._found:
                if known == key:
                    return table
            table = find(self._searched, search.query, search.place)
            self._found = [*self._found, (key, table)][-KEPT_MAX:]
            return table


_kept = _Kept()


def found_by(case: Case, search: Search) -> pl.DataFrame:
    """Find the records of its span of time that hold the words of a search, before facets are asked."""
    found = _kept.found(case, search)
    zone = ZoneInfo(case.toml().case.timezone)
    for text, is_begin in ((search.begin, True), (search.end, False)):
        if at := _moment(text):
            at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
            found = found.filter(pl.col("at") >= at if is_begin else pl.col("at") < at)
    return found.filter(held_by(case, search.within).test()) if search.within else found


def held_by(case: Case, view_id: str) -> Selection:
    """Read the selection of a view. Raises CaseError if the case has no such view."""
    return selection_of(read_view_state(case.folder, view_id))


def _moment(text: str) -> datetime | None:
    """Read a moment as a link holds it; anything else bounds nothing."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def hits(case: Case, search: Search) -> pl.DataFrame:
    """Find the records of a search with its facets, in its order."""
    return in_order(chosen(found_by(case, search), search.choice), search.order)


def facet_of(case: Case, search: Search, name: str) -> pl.DataFrame:
    """Count the values of one facet under the choice made in the others."""
    return facet(found_by(case, search), name, search.choice)


def rows_posts(case: Case, about: str) -> pl.LazyFrame:
    """Read the hits of the search `about`, in its order."""
    return (
        hits(case, search_of(json.loads(about)))
        .with_columns(writer=pl.coalesce("account_name", "account_id"))
        .lazy()
    )


def rows_authors(case: Case, about: str) -> pl.LazyFrame:
    """Count the hits of each author under the search `about`, most first."""
    search = search_of(json.loads(about))
    table = facet_of(case, search, "author").rename({"value": "account_id"})
    named = found_by(case, search).group_by("account_id").agg(name=pl.col("account_name").drop_nulls().last())
    return table.join(named, on="account_id", how="left", maintain_order="left").lazy()


LISTING_POSTS = Listing(
    name="posts",
    columns=(
        ShownRows("writer", "col_author", "name", 170),
        ShownRows("kind", "col_kind", "word", 84),
        ShownRows("at", "col_at", "time", 170),
        ShownRows("own_text", "posts.col_own", sortable=False),
        ShownRows("passed_text", "posts.col_passed", sortable=False),
    ),
    rows=rows_posts,
    subject=lambda row: f"act|{row['event_id']}",
)
LISTING_POSTS_AUTHORS = Listing(
    name="posts_authors",
    columns=(
        ShownRows("name", "col_author", "name", 220),
        ShownRows("account_id", "posts.col_account_id", "id"),
        ShownRows("n", "posts.col_hits", "count", 110),
    ),
    rows=rows_authors,
    subject=lambda row: f"account|{row['account_id']}" if row["account_id"] else None,
)


def rows_around(case: Case, about: str) -> pl.LazyFrame:
    """Read every record within ten minutes of the record `about`."""
    near = in_order(around(found_by(case, Search()), about), "time")
    return near.with_columns(writer=pl.coalesce("account_name", "account_id")).lazy()


LISTING_POSTS_AROUND = replace(LISTING_POSTS, name="posts_around", rows=rows_around)
LISTINGS = (LISTING_POSTS, LISTING_POSTS_AUTHORS, LISTING_POSTS_AROUND)
