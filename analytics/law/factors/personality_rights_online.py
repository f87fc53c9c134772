"""Personality rights online, Articles 6, 7, 9: views, added words, old text after a correction."""

from dataclasses import replace

import polars as pl

from analytics.alleged.events import passed_on
from analytics.alleged.sides import AGAINST
from analytics.law.alleged import named, others, side_counts
from analytics.law.factor import ANY, MEASURED, SUBJECTS, Factor, Measures, Observation, Param, unmeasured
from analytics.law.information import corrected_at
from analytics.law.rows import counted, iso, measured, none_seen, not_measured
from analytics.law.rule_set import Provision
from analytics.roles.naming import named_accounts


def observe_views(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Tell how the displayed views of each post grew between its captures (Article 6 (4)).

    Rounded counters and floors ("1.2万", "100万+") bound nothing and are left out.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    exact = told.counters.filter(
        (pl.col("counter") == "views") & ~pl.col("is_floor") & ~pl.col("is_rounded")
    ).drop_nulls("captured_at")
    rows = []
    for (event_id,), frame in exact.sort("event_id", "captured_at").group_by(
        ["event_id"], maintain_order=True
    ):
        first, last = frame.row(0, named=True), frame.row(-1, named=True)
        if first["captured_at"] < last["captured_at"]:
            grown = last["value"] - first["value"]
            moments = {"since_at": iso(first["captured_at"]), "at": iso(last["captured_at"])}
            rows.append(
                measured(
                    "views_grew",
                    float(grown),
                    "views",
                    str(event_id),
                    (str(event_id),),
                    {"n": grown, **moments},
                )
            )
    return rows[:SUBJECTS] or [not_measured("views_once")]


def observe_added_words(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Print what accounts that may be named added in passing the information on (Article 7 (1)(3)).

    A bare repost added nothing. Of all others only the number is told.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    passed = told.reposts
    if passed.is_empty():
        return [not_measured("no_reposts")]
    worded = passed.join(told.words.drop_nulls("own"), on="event_id").filter(
        pl.col("own").str.strip_chars() != ""
    )
    if worded.is_empty():
        return [none_seen("added")]
    may = named_accounts(measures.table("roles"), (), measures.toml)
    shown = worded.filter(pl.col("account_id").is_in(sorted(may)) & (pl.col("side") == "support"))
    rows = [
        measured(
            "added",
            1.0,
            "records",
            row["account_id"],
            (row["event_id"],),
            {**named(measures, row["account_id"]), "new": row["own"]},
        )
        for row in shown.sort("at", "event_id").head(SUBJECTS).to_dicts()
    ]
    return [*rows, counted("added_all", worded, of=passed.height)]


def observe_after_correction(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count records that state or pass on the information after each correction (Article 9 (3)(4)).

    Those that people coded as denying, reporting or asking, and those of target, authorities, press,
    debunkers and provider, are told beside it. A record whose time cannot be told from that of the correction
    is counted apart.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    moments = corrected_at(told, measures.toml)
    if not moments:
        return [not_measured("no_correction")]
    rows = []
    passed = passed_on(told.acts).drop_nulls("at")
    for event_id, (start, end) in sorted(moments.items()):
        every = passed.filter(pl.col("at") >= end)
        after = others(every).filter(~pl.col("side").is_in(AGAINST).fill_null(False))
        unsure = passed.filter((pl.col("at") < end) & (pl.col("ends_at") > start))
        if every.height or unsure.height:
            row = counted(
                "after_correction",
                after,
                event_id,
                at=iso(start),
                unsure=unsure.height,
                o=every.height - after.height,
                **_sides(after),
                accounts=after["account_id"].drop_nulls().n_unique(),
            )
            apart = "_apart" if every.height > after.height else ""
            rows.append(replace(row, note=f"{row.note}{apart}{'_unsure' if unsure.height else ''}"))
    return rows or [none_seen("after_correction")]


def _sides(events: pl.DataFrame) -> dict[str, Param]:
    """How many records support, say something else, were read by nobody, or have no words of their own."""
    told = side_counts(events)
    return {side: told[side] for side in ("support", "other", "unread", "bare")}


FACTORS = (
    Factor("N-6", 84, observe_views, MEASURED),
    Factor("N-7", 85, observe_added_words, ANY),
    Factor("N-9", 86, observe_after_correction, ANY),
)
