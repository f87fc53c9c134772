"""The data of part 5: how far each piece of alleged information went, traced and displayed, per layer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from analytics.alleged.actors import ACTORS
from analytics.alleged.events import LAYERS, SAME, below, itself
from analytics.alleged.sides import DISPUTED, coded_itself
from analytics.law.comparison import Comparison, Displayed, Numbers, beside
from analytics.report.figures.traced_shown import Reach, TracedShown
from analytics.report.marks import counter_id
from analytics.report.placeholders import Value
from analytics.scope.bounds import newest
from analytics.store.case_folder import Case

SIDES = ("support", "deny", "report", "ask", "other", "unread")
BARS_MAX = 8  # Pieces of information drawn in the figure; the table holds all.


@dataclass(frozen=True)
class Shown:
    """The newest number that the platform displayed at one post.

    low, high: what its form leaves open ("1.2万"); high is None for a floor such as "100万+".
    mark_id: the counter's row, as marks name it.
    """

    low: int
    high: int | None
    at: datetime | None
    is_exact: bool
    mark_id: str


@dataclass(frozen=True)
class Extent:
    """How far posts of one piece of information and one layer went.

    number: place of the piece in case.toml, 1 first; layer: as in ALLEGED_EVENTS; posts_n: posts of it.
    post_id: the post, where there is one only.
    reposts, comments: ids of the records traced; last_at: moment of the last repost.
    shown: displayed reposts and comments of that one post; displayed numbers of several are never added.
    place: beside the number of law; None where none is laid beside it.
    """

    number: int
    layer: str
    posts_n: int
    post_id: str | None
    reposts: tuple[str, ...]
    comments: tuple[str, ...]
    last_at: datetime | None
    shown: dict[str, Shown]
    place: Comparison | None


@dataclass(frozen=True)
class Spread:
    """Part 5 in numbers: every list holds ids, so that each number opens its set.

    extents: per piece of information and layer.
    passers, commenters: accounts; repeats: reposts of one post by one account beyond its first.
    actors: records of those who stand apart, by ACTORS; sides: records by coded side, "none" for bare ones.
    disputed: records to which coders gave different sides; the one that accuses least counts in `sides`.
    rest: all other exported records.
    itself: the supporting records that people coded themselves; the others bear a sentence coded elsewhere.
    """

    extents: tuple[Extent, ...]
    passers: tuple[str, ...]
    commenters: tuple[str, ...]
    repeats: tuple[str, ...]
    actors: dict[str, tuple[str, ...]]
    sides: dict[str, tuple[str, ...]]
    disputed: tuple[str, ...]
    rest: tuple[str, ...]
    itself: tuple[str, ...] = ()


def spread_of(case: Case, alleged: pl.DataFrame, item_ids: list[str], numbers: Numbers) -> Spread:
    """Measure the spread of the alleged information.

    alleged: ALLEGED_EVENTS; item_ids: as `[[alleged]]` states them, in order.
        Without any, nothing is the rest.
    """
    counters = case.scan("counters").filter(pl.col("event_id").is_in(alleged["post_id"].unique().implode()))
    shown = _shown(counters.collect())
    number = _number(numbers)
    extents = []
    for k, item in enumerate(item_ids):
        mine = alleged.filter(item_id=item)
        for layer in LAYERS:
            rows = mine.filter(layer=layer)
            if rows.height:
                extents.append(_extent(k + 1, layer, rows, shown, number))
    own = itself(alleged)
    passed = own.filter((pl.col("kind") != "comment") & pl.col("account_id").is_not_null())
    spreading = below(own).sort("at", "event_id", nulls_last=True)
    again = spreading.drop_nulls("account_id").filter(~pl.struct("account_id", "post_id").is_first_distinct())
    side = pl.col("side").fill_null("none")
    return Spread(
        tuple(extents),
        _ids(passed["account_id"]),
        _ids(own.filter(kind="comment")["account_id"]),
        _ids(again["event_id"]),
        {name: _ids(own.filter(actor=name)["event_id"]) for name in ACTORS},
        {name: _ids(own.filter(side == name)["event_id"]) for name in (*SIDES, "none")},
        _ids(own.filter(side_basis=DISPUTED)["event_id"]),
        _rest(case, alleged) if item_ids else (),
        _ids(coded_itself(own.filter(side="support"))["event_id"]),
    )


def _rest(case: Case, alleged: pl.DataFrame) -> tuple[str, ...]:
    """Every exported record that is not on the alleged information."""
    others = ~pl.col("event_id").is_in(alleged["event_id"].implode())
    return _ids(case.scan("events").filter(others).select("event_id").collect()["event_id"])


def _ids(ids: pl.Series) -> tuple[str, ...]:
    return tuple(ids.drop_nulls().unique().sort())


def _number(numbers: Numbers) -> float | None:
    """The number of law for reposts of the same information; None where law names none."""
    named = numbers.provisions.get("reposts")
    return None if named is None else named[1].threshold


def _shown(counters: pl.DataFrame) -> dict[tuple[str, str], Shown]:
    """The newest displayed number by (post, "reposts" or "comments")."""
    places = counters.sort("source_sha256", "source_row", "source_path").select(
        "event_id", "counter", "value", "captured_at", "source_sha256", "source_row", "source_path"
    )
    rows = newest(counters.filter(pl.col("counter").is_in(["reposts", "comments"])))
    keys = ["event_id", "counter", "value", "captured_at", "source_sha256"]
    rows = rows.join(places.unique(keys, keep="first", maintain_order=True), on=keys, nulls_equal=True)
    return {(row["event_id"], row["counter"]): _one_shown(row) for row in rows.to_dicts()}


def _one_shown(row: dict[str, Any]) -> Shown:
    return Shown(
        int(row["low"]),
        None if row["high"] is None else int(row["high"]),
        row["captured_at"],
        not row["is_floor"] and not row["is_rounded"],
        counter_id(row["counter"], row["source_sha256"], row["source_row"], row["source_path"]),
    )


def _extent(
    number: int, layer: str, rows: pl.DataFrame, shown: dict[tuple[str, str], Shown], of_law: float | None
) -> Extent:
    posts = rows["post_id"].unique().to_list()
    reposts = below(rows)
    last: datetime | None = reposts["at"].max()  # type: ignore[assignment]
    post = posts[0] if len(posts) == 1 else None
    here = {name: shown[post, name] for name in ("reposts", "comments") if post and (post, name) in shown}
    is_own = of_law is not None and layer in SAME
    place = beside(reposts.height, _displayed(here.get("reposts"), last), of_law or 0) if is_own else None
    return Extent(
        number,
        layer,
        len(posts),
        post,
        _ids(reposts["event_id"]),
        _ids(below(rows, ["comment"])["event_id"]),
        last,
        here,
        place,
    )


def _displayed(shown: Shown | None, last: datetime | None) -> Displayed | None:
    """A displayed counter for the comparison: rounded or older than the last repost, it bounds nothing."""
    if shown is None:
        return None
    is_newer = shown.at is not None and (last is None or shown.at >= last)
    return Displayed(shown.low, shown.high, shown.is_exact and is_newer)


def figure_of(spread: Spread, names: dict[int, Value], numbers: Numbers) -> TracedShown | None:
    """Make the figure of traced and displayed reposts; None where no piece of information was reposted.

    names: of each piece of information by its number. Near and edited copies are not drawn: they are not the
    alleged information.
    """
    rows = [one for one in spread.extents if one.layer == "stated"]
    rows.sort(key=lambda one: (-max(len(one.reposts), _top(one)), one.number))
    drawn, others = rows[:BARS_MAX], rows[BARS_MAX:]
    if not any(len(one.reposts) or one.shown for one in drawn):
        return None
    bars = tuple(
        Reach(
            names[one.number],
            len(one.reposts),
            (one.shown["reposts"].low, one.shown["reposts"].high) if "reposts" in one.shown else None,
        )
        for one in drawn
    )
    exact = [one for one in spread.extents if one.layer == "exact"]
    return TracedShown(bars, _number(numbers), sum(len(one.reposts) for one in (*others, *exact)))


def _top(one: Extent) -> int:
    shown = one.shown.get("reposts")
    return 0 if shown is None else shown.high or shown.low
