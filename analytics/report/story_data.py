"""The story of a case as the report prints it: what each kept view shows, found again in the tables.

Nothing of a screen is taken over but what a person chose: page, search, graph, selection and window. Figures
are drawn from the tables as they are now.
"""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.time import with_trusted_times
from analytics.report.figures.time_line import Pin, TimeLine
from analytics.report.placeholders import Moment, Value, Word
from analytics.report.timeline_data import time_line_of
from analytics.search.asked import Search, records_of, search_of
from analytics.store.case_folder import Case
from analytics.store.saved_views import read_view_state
from analytics.store.selection import Selection, gone, selection_of
from analytics.store.stories import Step, story

SEARCHED = ("posts", "places")  # Pages that show the records of a search.
GRAPH_KINDS = {"repost": ("repost", "quote"), "comment": ("comment",)}  # Whose links a graph draws.
TOLD = "story"  # Whose words the figure has, in figures.toml.
COLUMNS = ("event_id", "account_id", "at", "at_precision")


@dataclass(frozen=True)
class StoryStep:
    """A step of the story with what its view shows in the tables as they are now.

    page: the name of the page; "" where the view is gone from the case folder.
    words: what was searched there; selection: what was chosen.
    shown, chosen: ids of the records that the view is about, and of those of them in the selection (all where
        nothing is selected); is_all: whether the view is about all records of the case.
    accounts: of the chosen records. lost: how many chosen accounts and records the case no longer holds.
    is_older: whether the view was made on another analysis.
    line: the chosen records over time beside the others; None where none has a time.
    """

    step: Step
    page: str = ""
    words: str = ""
    selection: Selection = field(default_factory=Selection)
    shown: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    is_all: bool = False
    accounts: tuple[str, ...] = ()
    lost: tuple[int, int] = (0, 0)
    is_older: bool = False
    line: TimeLine | None = None


def stories_of(case: Case) -> tuple[StoryStep, ...]:
    """Read the steps of the story of a case, in their order, with what each view shows."""
    return tuple(_told(case, step) for step in story(case.folder))


def _told(case: Case, step: Step) -> StoryStep:
    try:
        state = read_view_state(case.folder, step.view_id)
    except CaseError:
        return StoryStep(step)
    asked = state.get("params")
    params = asked if isinstance(asked, dict) else {}
    search = search_of({str(k): str(v) for k, v in params.items()} | {"only": ""})
    page, selection = str(state.get("page") or ""), selection_of(state)
    every = with_trusted_times(case.placed_events()).collect()
    shown = _shown(case, every, state, search)
    inside = shown.filter(selection.test())
    return StoryStep(
        step,
        page,
        search.typed if page in SEARCHED else "",
        selection,
        tuple(shown["event_id"]),
        tuple(inside["event_id"]),
        shown.height == every.height,
        tuple(inside["account_id"].drop_nulls().unique().sort()),
        gone(selection, every["account_id"].drop_nulls(), every["event_id"]),
        state.get("analysis") != case.manifest.get("generation"),
        _line(shown, inside, selection, ZoneInfo(case.toml().case.timezone)),
    )


def _shown(case: Case, every: pl.DataFrame, state: dict[str, Any], search: Search) -> pl.DataFrame:
    """The records that a view is about: hits of its search, its tree, the links of its graph, or all."""
    page, params = state.get("page"), state.get("params")
    root = params.get("root") if isinstance(params, dict) else None
    if page in SEARCHED and search != Search(order=search.order):
        hits = records_of(case, search)["event_id"]
        return every.filter(pl.col("event_id").is_in(hits.implode())).select(COLUMNS)
    if page == "spread" and root:
        return every.filter((pl.col("root_id") == root) | (pl.col("event_id") == root)).select(COLUMNS)
    if page == "network" and (kinds := GRAPH_KINDS.get(str(state.get("graph")))):
        return every.filter(pl.col("kind").is_in(kinds)).select(COLUMNS)
    return every.select(COLUMNS)


def _line(shown: pl.DataFrame, inside: pl.DataFrame, chosen: Selection, zone: ZoneInfo) -> TimeLine | None:
    rest = shown.join(inside.select("event_id"), on="event_id", how="anti")["at"]
    pins: tuple[Pin, ...] = ()
    begin, end = chosen.ends()
    if begin is not None and end is not None:
        params: tuple[tuple[str, Value], ...] = (("begin", Moment(begin, "min")), ("end", Moment(end, "min")))
        pins = (Pin("window", Word("stories.window", params), ((begin, (end - begin).total_seconds()),)),)
    return time_line_of(inside, rest, pins, zone, TOLD)
