"""The counters of the alleged information for which a provision names a number, and the shape of its trees.

A partial export can show that a number is passed, never that it is not, unless an exact counter as new as the
last traced act bounds it from above.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from analytics.alleged.events import below, itself
from analytics.law.alleged import (
    counted,
    displayed,
    events_of_it,
    ids_of,
    named,
    on_alleged,
    post_ranges,
    unknown_until,
    with_deniers,
)
from analytics.law.comparison import Bounds, Position, compare
from analytics.law.factor import (
    ANY,
    CASE,
    MEASURED,
    SUBJECTS,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    unmeasured,
)
from analytics.law.rule_set import Provision
from analytics.model.thresholds import ScopeLimits
from analytics.scope.bounds import CONTRADICTED
from analytics.store.reviews import DEALT_WITH

PLACES = {
    Position.ABOVE: "above",
    Position.BELOW: "below",
    Position.ACROSS: "across",
    Position.OPEN: "open",
    Position.UNKNOWN: "open",
}


def _parts(measures: Measures) -> list[tuple[str, dict[str, Param], pl.DataFrame]]:
    """Subject, parameters and events of each row: every item by layer, then all items of the same words."""
    every = measures.alleged_events
    order = {stated.id: k for k, stated in reversed(list(enumerate(measures.toml.alleged, 1)))}
    parts: list[tuple[str, dict[str, Param], pl.DataFrame]] = []
    for item, number in sorted(order.items(), key=lambda pair: pair[1]):
        of_item = every.filter(item_id=item)
        for layer in ("same", "near", "edited"):
            mine = itself(of_item) if layer == "same" else of_item.filter(layer=layer)
            if not mine.is_empty():
                parts.append((item, {"item": number, "layer": layer}, mine))
    if len(order) > 1:
        parts.append((CASE, {"item": "all", "layer": "same"}, events_of_it(measures)))
    return parts


def number_of(provision: Provision | None, unit: str) -> float | None:
    """Give the number of a provision, if it counts in this unit."""
    return provision.threshold if provision and provision.unit == unit else None


def _laid(
    measures: Measures,
    found: Observation,
    events: pl.DataFrame,
    provision: Provision | None,
    as_of: object,
    contradicted: tuple[float, float] | None = None,
) -> Observation:
    """Lay a row beside the number of its unit; a counter captured at `as_of` tells nothing of later acts."""
    bounds = Bounds(found.lower, found.value, found.upper, is_contradiction=bool(contradicted))
    placed = _placed(found, bounds, number_of(provision, found.unit or ""), contradicted)
    return _dated(measures, placed, events, as_of)


def _placed(
    found: Observation, bounds: Bounds, threshold: float | None, contradicted: tuple[float, float] | None
) -> Observation:
    """Complete a row with where its range lies beside the number, if law names one."""
    params = {**found.params, "scope_note": CONTRADICTED if contradicted else None}
    if contradicted:
        params |= {"traced_one": contradicted[0], "shown_one": contradicted[1]}
    if threshold is None:
        return replace(found, note=f"{found.note}_unnumbered", params=params)
    params |= {"number": threshold, "place": PLACES[compare(bounds, threshold).position]}
    note = f"{found.note}_contradicted" if contradicted else found.note
    return replace(found, note=note, params=params, is_counted=True)


def observe_traced(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the reposts traced below each alleged item, with the displayed counters, beside 500.

    法释〔2013〕21号 Article 2 (1), for defamation only. Each layer has its row; the same information as a
    whole follows. Which count is actual, and what is the same information, is for people.
    """
    return [
        _traced(measures, subject, params, events, provision) for subject, params, events in _parts(measures)
    ] or [unmeasured("alleged.none_exported")]


def _traced(
    measures: Measures,
    subject: str,
    params: dict[str, Param],
    events: pl.DataFrame,
    provision: Provision | None,
) -> Observation:
    """One row; displayed counters of different moments are not added: only what was traced stands there."""
    count = counted(measures, events)
    row = Observation(
        Status.MEASURED if count.traced else Status.NONE_IN_DATA,
        "alleged.c_traced_apart" if count.is_apart else "alleged.c_traced",
        {**params, "traced": count.traced, "shown": count.shown, "as_of": _text(count.at)},
        subject,
        float(count.traced),
        count.lower,
        count.upper,
        "reposts",
        "alleged_events; scope: reposts_displayed",
        count.event_ids,
        ("alleged.plus_counter",),
        ("alleged.minus_counter",),
        ("law.over_traced",),
    )
    return _laid(measures, row, events, provision, count.at, count.contradicted)


def _dated(measures: Measures, found: Observation, events: pl.DataFrame, as_of: object) -> Observation:
    """Say of "not reached" as of which counter, and until when nothing is known after it."""
    is_below = found.params.get("place") == PLACES[Position.BELOW]
    until = unknown_until(events, measures.toml, as_of if isinstance(as_of, datetime) else None)
    if not is_below or until is None:
        return found
    return replace(found, params={**found.params, "as_of": _text(as_of), "until_at": _text(until)})


def _text(at: object) -> str | None:
    return at.isoformat() if isinstance(at, datetime) else None


FACTOR_S_R2_TRACED = Factor("S-R2", 52, on_alleged(observe_traced), ANY, is_shown_bare=True)


def observe_displayed(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the displayed repost counters of the posts of each item beside 500, as they stood when captured.

    The counter of a post may already hold the reposts of its reposts: counters of a post and of what hangs
    below it are never added.
    """
    rows = []
    for subject, params, events in _parts(measures):
        count = counted(measures, events)
        if count.shown is None:
            continue
        row = Observation(
            Status.MEASURED,
            "alleged.c_displayed",
            {
                **params,
                "shown": count.shown,
                "posts": count.shown_n,
                "of": count.posts_n,
                "as_of": _text(count.at),
            },
            subject,
            count.shown,
            count.shown_lower,
            None if count.contradicted else count.shown_upper,
            "reposts",
            "scope: reposts_displayed",
            ids_of(events.filter(pl.col("kind") == "post")),
            ("alleged.plus_counter",),
            ("alleged.minus_displayed",),
            ("law.over_displayed",),
        )
        rows.append(_laid(measures, row, events, provision, count.at, count.contradicted))
    return rows or [none_displayed(measures, "reposts_displayed", "alleged.c_displayed_none")]


def none_displayed(measures: Measures, measure: str, note: str) -> Observation:
    """Say that no counter was exported, or that those of several posts stand at different moments."""
    posts = events_of_it(measures).select("post_id").unique()
    known = posts.join(displayed(measures, measure), on="post_id", how="semi")
    return unmeasured(note) if known.is_empty() else unmeasured("alleged.c_apart", n=known.height)


FACTOR_S_R1_DISPLAYED = Factor("S-R1", 51, on_alleged(observe_displayed), MEASURED, is_shown_bare=True)


def observe_views(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the displayed views of the posts of each item beside 5,000 (Article 2 (1), defamation only).

    Views are never added to reposts; how far the platform removed doubles is unknown.
    """
    rows = view_rows(measures, provision, "alleged.c_views")
    return rows or [none_displayed(measures, "views", "alleged.c_views_none")]


def view_rows(measures: Measures, provision: Provision | None, note: str) -> list[Observation]:
    """Make the rows of displayed views, one a part of the information that shows any."""
    shown, rows = displayed(measures, "views"), []
    for subject, params, events in _parts(measures):
        posts = events.select("post_id").unique()
        known = posts.join(shown, on="post_id")
        if known.is_empty():
            continue
        if known["as_of"].n_unique() > 1:
            continue  # Counters of different moments are not added.
        is_open = known.height < posts.height or known["high"].null_count() > 0
        row = Observation(
            Status.MEASURED,
            note,
            {
                **params,
                "shown": float(known["value"].sum()),
                "posts": known.height,
                "of": posts.height,
                "as_of": _text(known["as_of"].max()),
            },
            subject,
            float(known["value"].sum()),
            float(known["low"].sum()),
            None if is_open else float(known["high"].sum()),
            "views",
            "scope: views",
            tuple(known["post_id"].sort()),
            ("alleged.plus_counter",),
            ("alleged.minus_views",),
            ("law.over_views",),
        )
        rows.append(_laid(measures, row, events, provision, known["as_of"].max()))
    return rows


FACTOR_S_V1_VIEWS = Factor("S-V1", 50, on_alleged(observe_views), MEASURED, is_shown_bare=True)


def observe_unflagged(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the traced reposts beside 500 as a range: all flagged ones left out, and none left out.

    Each reason has its own count; they overlap and nothing is subtracted. No law lists what is to be left
    out. The traced reposts may show that the number is reached, never that it is not.
    """
    scope = measures.table("scope")
    rows = []
    for subject, params, events in _parts(measures):
        posts = events["post_id"].unique().implode()
        mine = scope.filter((pl.col("measure") == "reposts_unflagged") & pl.col("subject_id").is_in(posts))
        if mine.is_empty():
            continue
        flags = scope.filter((pl.col("measure") == "reposts_flagged") & pl.col("subject_id").is_in(posts))
        each = {k: int(n) for k, n in flags.group_by("class_value").agg(pl.col("lower").sum()).iter_rows()}
        groups = sum(each.get(f"group_{g}", 0) for g in "abc")
        traced = below(events).unique("event_id")
        lower = min(float(mine["lower"].sum()), float(traced.height))
        row = Observation(
            Status.MEASURED,
            "alleged.c_unflagged",
            {
                **params,
                "lower": lower,
                "traced": traced.height,
                "repeat": each.get("repeat", 0),
                "second": each.get("same_second", 0),
                "target_own": each.get("target_own", 0),
                "groups": groups,
            },
            subject,
            None,
            lower,
            None,  # Others may be in no export.
            "reposts",
            "scope: reposts_unflagged",
            ids_of(traced),
            ("alleged.plus_counter",),
            ("alleged.minus_counter",),
            ("law.over_unflagged",),
        )
        bounds = Bounds(row.lower, None, None)
        rows.append(_placed(row, bounds, number_of(provision, "reposts"), None))
    return rows or [unmeasured("alleged.c_unflagged_none")]


FACTOR_S_R3_UNFLAGGED = Factor("S-R3", 53, on_alleged(observe_unflagged), MEASURED, is_shown_bare=True)

YEAR = f"{ScopeLimits.rolling_days}d"


def observe_year(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the sums of one account over 365 days beside the number (法释〔2013〕21号 Article 4).

    A sum is that of the reposts of the account's own posts of the information, without those already dealt
    with; only accounts with one such post or more have a row. Copies of target, authorities, press and
    provider stand apart; a post that case.toml states by its id does not, whoever wrote it. Views are never
    added. Whether each was dealt with, and is defamation, is for people.
    """
    rows = _years(measures)
    if rows.is_empty():
        return [Observation(Status.NONE_IN_DATA, "alleged.c_year_none", source="alleged_events")]
    return [_year(measures, row, provision) for row in rows.head(SUBJECTS).to_dicts()]


def _years(measures: Measures) -> pl.DataFrame:
    """The largest sum of 365 days of each account: account_id, at, n, lower, upper, posts, ids."""
    posts = _own_posts(measures)
    posts = posts.filter(~pl.col("event_id").is_in(_dealt_with(measures).implode()))
    posts = posts.drop_nulls(["account_id", "at"]).sort("account_id", "at", "event_id")
    ranges = post_ranges(measures, events_of_it(measures)).select(
        "lower", "upper", "as_of", event_id="post_id"
    )
    rows = posts.join(ranges, on="event_id", how="left", maintain_order="left").rolling(
        "at", period=YEAR, closed="both", group_by="account_id"
    )
    sums = rows.agg(
        n=pl.len(),
        lower=pl.col("lower").sum(),
        upper=pl.when((pl.col("upper").null_count() == 0) & (pl.col("as_of").n_unique() == 1)).then(
            pl.col("upper").sum()
        ),
        as_of=pl.col("as_of").max(),
        ids=pl.col("event_id"),
    )
    best = sums.sort("account_id", "lower", "at", descending=[False, True, False]).unique(
        "account_id", keep="first", maintain_order=True
    )
    return best.sort("lower", "account_id", descending=[True, False])


def _own_posts(measures: Measures) -> pl.DataFrame:
    """Posts of the information: those that case.toml states, and copies of who does not stand apart."""
    mine = events_of_it(measures).filter(kind="post")
    stated = mine.filter(pl.col("event_id") == pl.col("item_id"))
    return pl.concat([with_deniers(mine), stated]).unique("event_id", maintain_order=True)


def _dealt_with(measures: Measures) -> pl.Series:
    """Ids of what case.toml or a label states as dealt with."""
    labelled = measures.table("labels").filter(label=DEALT_WITH)["subject_id"]
    stated = pl.Series([one.event_id for one in measures.toml.dealt_with], dtype=pl.String)
    return pl.concat([labelled, stated]).unique()


def _year(measures: Measures, row: dict[str, Any], provision: Provision | None) -> Observation:
    dealt = _own_posts(measures).filter(
        (pl.col("account_id") == row["account_id"])
        & pl.col("event_id").is_in(_dealt_with(measures).implode())
    )
    dealings = _dealings(measures, row["ids"])
    found = Observation(
        Status.MEASURED,
        "alleged.c_year",
        {
            **named(measures, row["account_id"], is_author=True),
            "n": row["n"],
            "lower": row["lower"],
            "upper": row["upper"],
            "dealt_with": dealt.height,
            "dealings": dealings or None,
        },
        row["account_id"],
        row["lower"],
        row["lower"],
        row["upper"],
        "reposts",
        "alleged_events",
        tuple(sorted(row["ids"])),
        ("alleged.plus_year",),
        (*(("alleged.minus_year_dealt",) if dealings else ()), "alleged.minus_year"),
        ("law.over_year",),
    )
    note = found.note if row["upper"] is not None else f"{found.note}_open"
    events = events_of_it(measures).filter(pl.col("post_id").is_in(row["ids"]))
    return _laid(measures, replace(found, note=note), events, provision, row["as_of"])


def _dealings(measures: Measures, posts: Sequence[str]) -> str:
    """The kinds of stated dealings with some posts, joined: whether one is "dealt with" is for people."""
    facts = measures.toml
    kinds = {"warning": facts.warnings, "takedown": facts.takedowns, "penalty": facts.penalties}
    return "+".join(kind for kind, stated in kinds.items() if any(one.event_id in posts for one in stated))


FACTOR_S_Y1_YEAR = Factor("S-Y1", 54, on_alleged(observe_year), ANY, is_shown_bare=True)


def observe_shape(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Describe the largest tree of the information. No law names a number for it."""
    del provision
    posts = events_of_it(measures)["post_id"].unique()
    trees = measures.table("cascades").filter((pl.col("size") > 1) & pl.col("root_id").is_in(posts.implode()))
    if trees.is_empty():
        return [unmeasured("alleged.c_shape_none")]
    top = trees.sort("size", "root_id", "tree", descending=[True, False, False]).row(0, named=True)
    return [
        Observation(
            Status.MEASURED,
            "alleged.c_shape",
            {
                "size": top["size"],
                "depth": top["depth"],
                "breadth": top["max_breadth"],
                "half_life_min": round(top["half_life_s"] / 60) if top["half_life_s"] is not None else None,
            },
            top["root_id"],
            value=float(top["size"]),
            unit="acts",
            source="cascades",
            event_ids=(top["root_id"],),
            overturn=("law.over_scope",),
        )
    ]


FACTOR_S_T1_SHAPE = Factor("S-T1", 58, on_alleged(observe_shape), MEASURED, is_shown_bare=True)

FACTORS = (
    FACTOR_S_R1_DISPLAYED,
    FACTOR_S_R2_TRACED,
    FACTOR_S_R3_UNFLAGGED,
    FACTOR_S_T1_SHAPE,
    FACTOR_S_V1_VIEWS,
    FACTOR_S_Y1_YEAR,
)
