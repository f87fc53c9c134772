"""What a search on the page Posts asks for, as its link says it, and the records that it finds."""

import json
from dataclasses import replace
from threading import Lock

import polars as pl

from analytics.model.errors import CaseError
from analytics.search.asked import Search, narrowed, search_of
from analytics.search.facets import chosen, facet
from analytics.search.find import find, in_order
from analytics.search.records import Searched, searched_of
from analytics.search.threads import around
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows

KEPT_MAX = 4


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
    return narrowed(case, _kept.found(case, search), search)


def hits(case: Case, search: Search) -> pl.DataFrame:
    """Find the records of a search with its facets, in its order."""
    return in_order(chosen(found_by(case, search), search.choice), search.order)


def facet_of(case: Case, search: Search, name: str) -> pl.DataFrame:
    """Count the values of one facet under the choice made in the others."""
    return facet(found_by(case, search), name, search.choice)


def _search_about(about: str) -> Search:
    try:
        asked = json.loads(about)
    except ValueError:
        raise CaseError("asked_unknown", found=about[:80] or "-") from None
    if not isinstance(asked, dict):
        raise CaseError("asked_unknown", found=about[:80])
    return search_of({name: text for name, text in asked.items() if isinstance(text, str)})


def rows_posts(case: Case, about: str) -> pl.LazyFrame:
    """Read the hits of the search `about`, in its order."""
    return (
        hits(case, _search_about(about)).with_columns(writer=pl.coalesce("account_name", "account_id")).lazy()
    )


def rows_authors(case: Case, about: str) -> pl.LazyFrame:
    """Count the hits of each author under the search `about`, most first."""
    search = _search_about(about)
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
