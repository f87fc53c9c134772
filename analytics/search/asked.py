"""What a search asks for, as a link or a kept view says it: words, facets, span, and a selection."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from analytics.search.facets import COLUMNS, Choice, chosen
from analytics.search.find import PLACES, find
from analytics.search.query import Query, parse_query
from analytics.search.records import searched_of
from analytics.store.case_folder import Case
from analytics.store.saved_views import read_view_state
from analytics.store.selection import Selection, selection_of

ORDERS = ("time", "latest", "relevance")
Values = Mapping[str, tuple[str, ...]]


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
    begin, end = (one if _moment(one) else "" for one in (params.get("from", ""), params.get("to", "")))
    return Search(
        params.get("q", ""),
        place if place in PLACES else "any",
        order if order in ORDERS else "time",
        Choice(_values(params.get("with")), _values(params.get("without"))),
        begin,
        end,
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


def _moment(text: str) -> datetime | None:
    """Read a moment as a link holds it; anything else bounds nothing."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def narrowed(case: Case, found: pl.DataFrame, search: Search) -> pl.DataFrame:
    """Keep of the records that hold the words of a search those in its span and in its selection.

    Raises CaseError if the selection is that of a view which the case has not.
    """
    zone = ZoneInfo(case.toml().case.timezone)
    for text, is_begin in ((search.begin, True), (search.end, False)):
        if at := _moment(text):
            at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
            found = found.filter(pl.col("at") >= at if is_begin else pl.col("at") < at)
    return found.filter(held_by(case, search.within).test()) if search.within else found


def held_by(case: Case, view_id: str) -> Selection:
    """Read the selection of a view. Raises CaseError if the case has no such view."""
    return selection_of(read_view_state(case.folder, view_id))


def records_of(case: Case, search: Search) -> pl.DataFrame:
    """Find the records of a search with its facets, in the order of the records."""
    found = find(searched_of(case), search.query, search.place)
    return chosen(narrowed(case, found, search), search.choice)
