"""How far corrections reached, and what vanished between two captures of the same list."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from analytics.model.thresholds import ListLimits, ScopeLimits
from analytics.scope.tables_read import CASE, Measure, ScopeData, rows, unknown
from analytics.store.stated_moments import stated_start

DAY_H = ScopeLimits.last_hours


def find_correction(material: ScopeData) -> pl.DataFrame:
    """Count accounts that met the matter, a correction, or both, and the pace around each correction.

    The matter is the posts aimed at a target of case.toml, without the target's own posts and corrections.
    Taking part stands for having met it: readers leave no trace, so accounts_matter_only,
    accounts_correction_only and accounts_both are lower bounds. rate_before and rate_after are events an hour
    on the matter in the 24 hours before and after each correction (Article 17). Null with the reason if
    case.toml states no correction.
    """
    stated = {c.event_id: c.at for c in material.facts.corrections}
    if not stated:
        return unknown("accounts_both", "accounts", "no_correction_stated")
    own = [i for target in material.facts.targets for i in target.ids]
    posts = material.acts.filter(
        (pl.col("kind") == "post") & ~pl.col("account_id").is_in(own).fill_null(False)
    )
    corrections = _with_family(material, list(stated))
    matter = posts.join(material.about.select("event_id").unique(), on="event_id", how="semi").filter(
        ~pl.col("event_id").is_in(corrections.implode())
    )["event_id"]
    who = (
        material.acts.filter(pl.col("account_id").is_not_null())
        .group_by("account_id")
        .agg(
            met=pl.col("root_id").is_in(matter.implode()).any(),
            corrected=pl.col("root_id").is_in(corrections.implode()).any(),
        )
    )
    counts = {
        "accounts_matter_only": pl.col("met") & ~pl.col("corrected"),
        "accounts_correction_only": ~pl.col("met") & pl.col("corrected"),
        "accounts_both": pl.col("met") & pl.col("corrected"),
    }
    as_of = material.acts["at"].max()
    found = [
        rows(
            who.select(
                subject_id=pl.lit("case"), lower=flag.sum(), point=flag.sum(), as_of=pl.lit(as_of)
            ).head(1),
            name,
            "accounts",
            "took_part",
        )
        for name, flag in counts.items()
    ]
    return pl.concat([*found, *_rates(material, stated, matter)])


def _rates(
    material: ScopeData, stated: Mapping[str, datetime | date | None], matter: pl.Series
) -> list[pl.DataFrame]:
    """rate_before and rate_after of each correction whose moment is known."""
    found = []
    zone = ZoneInfo(material.facts.case.timezone)
    moments = dict(
        material.acts.filter(pl.col("event_id").is_in(list(stated))).select("event_id", "at").iter_rows()
    )
    acts = material.acts.filter(pl.col("root_id").is_in(matter.implode()) & pl.col("at").is_not_null())["at"]
    for event_id, at in stated.items():
        moment = moments.get(event_id) or (at and stated_start(at, zone))
        if moment is None:
            continue
        day = timedelta(hours=DAY_H)
        for name, n in (
            ("rate_before", ((acts >= moment - day) & (acts < moment)).sum()),
            ("rate_after", ((acts >= moment) & (acts < moment + day)).sum()),
        ):
            table = pl.DataFrame(
                {"subject_id": [event_id], "lower": [n / DAY_H], "point": [n / DAY_H], "as_of": [moment]}
            )
            found.append(rows(table, name, "acts_per_hour", "matter_pace"))
    return found


def _with_family(material: ScopeData, event_ids: list[str]) -> pl.Series:
    """Corrections and the posts whose words are in the same family."""
    of = material.families.select("event_id", "family_id")
    named = of.filter(pl.col("event_id").is_in(event_ids)).select("family_id").unique()
    return (
        pl.concat(
            [pl.Series(event_ids, dtype=pl.String), of.join(named, on="family_id", how="semi")["event_id"]]
        )
        .unique()
        .sort()
    )


MEASURE_CORRECTION = Measure(
    "correction",
    ("accounts_matter_only", "accounts_correction_only", "accounts_both", "rate_before", "rate_after"),
    find_correction,
)


LIST = ["root_id", "kind"]


def find_deletions(material: ScopeData) -> pl.DataFrame:
    """Compare two captures of the same list: events seen in the earlier one and absent from the later one.

    For each root and kind the newest capture is taken that shows at least half of what earlier ones saw
    within its time; others are lists of something else, as a search page or the posts of one account.

    acts_vanished: of each root with two captures of the same list, and of the case. lower: events seen before
        that lie in time between events the capture shows and are absent from it, less the records of its
        files that could not be read, since each may be one of them. upper: all events seen before that it
        lacks; it may have stopped at the platform's paging cap.
    acts_chapman: (n1 + 1)(n2 + 1) / (m + 1) - 1 of both captures within that time. It is a sensitivity figure
        only: captures depend on each other, so it underestimates (Chapman 1951).
    """
    seen = (
        material.occurrences.filter(pl.col("captured_at").is_not_null())
        .select("event_id", "captured_at", "source_sha256")
        .unique()
    )
    acts = material.acts.filter(pl.col("root_id").is_not_null() & (pl.col("event_id") != pl.col("root_id")))
    shown = seen.join(acts.select("event_id", *LIST, "at"), on="event_id")
    unread = material.sources.select(source_sha256="sha256", unread="rejected_n")
    files = (
        shown.select(*LIST, "source_sha256", later_at="captured_at")
        .unique()
        .join(unread, on="source_sha256", how="left")
    )
    compared = _compared(
        shown.select("event_id", "captured_at", *LIST, "at").unique(), material.limits.same_list_share
    ).join(files.group_by(*LIST, "later_at").agg(pl.col("unread").sum()), on=[*LIST, "later_at"], how="left")
    if compared.is_empty():
        return unknown("acts_vanished", "acts", "one_capture")
    per = compared.group_by(subject_id="root_id").agg(
        lower=(pl.col("gone") - pl.min_horizontal("gone", "unread")).sum(),
        upper=pl.col("gone").sum() + pl.col("outside").sum(),
        as_of=pl.col("later_at").max(),
        event_ids=pl.col("event_ids").explode().drop_nulls().sort().head(ListLimits.shown_n),
        point=pl.col("chapman").sum(),
    )
    whole = per.select(
        subject_id=pl.lit(CASE),
        lower=pl.col("lower").sum(),
        upper=pl.col("upper").sum(),
        as_of=pl.col("as_of").max(),
        event_ids=pl.col("event_ids").explode().drop_nulls().sort().head(ListLimits.shown_n).implode(),
    ).head(1)
    vanished = [
        rows(frame.drop("point", strict=False), "acts_vanished", "acts", "vanished_two_captures")
        for frame in (per, whole)
    ]
    return pl.concat(
        [
            *vanished,
            rows(per.select("subject_id", "point", "as_of"), "acts_chapman", "acts", "chapman_sensitivity"),
        ]
    )


def _compared(shown: pl.DataFrame, share: float) -> pl.DataFrame:
    """For each root and kind the newest comparable capture: gone, outside, event_ids, chapman."""
    captures = shown.group_by(*LIST, later_at="captured_at").agg(
        low=pl.col("at").min(), high=pl.col("at").max(), n=pl.len()
    )
    captures = captures.filter(pl.len().over(LIST) > 1)
    first = shown.group_by("event_id", *LIST, "at").agg(first_at=pl.col("captured_at").min())
    before = first.join(captures, on=LIST).filter(pl.col("first_at") < pl.col("later_at"))
    there = shown.select("event_id", later_at="captured_at", is_there=pl.lit(True))
    before = before.join(there, on=["event_id", "later_at"], how="left").with_columns(
        is_there=pl.col("is_there").fill_null(False),
        within=pl.col("at").is_between("low", "high").fill_null(False),
    )
    lost = pl.col("within") & ~pl.col("is_there")
    sums = before.group_by(*LIST, "later_at", "n").agg(
        both=(pl.col("within") & pl.col("is_there")).sum(),
        gone=lost.sum(),
        outside=(~pl.col("within") & ~pl.col("is_there")).sum(),
        event_ids=pl.col("event_id").filter(lost).sort().head(ListLimits.shown_n),
    )
    alike = sums.filter((pl.col("both") > 0) & (pl.col("both") >= share * (pl.col("both") + pl.col("gone"))))
    newest = alike.sort(*LIST, "later_at").group_by(LIST, maintain_order=True).last()
    return newest.with_columns(
        chapman=(pl.col("both") + pl.col("gone") + 1) * (pl.col("n") + 1) / (pl.col("both") + 1) - 1
    )


MEASURE_DELETIONS = Measure("deletions", ("acts_vanished", "acts_chapman"), find_deletions)

MEASURES = (MEASURE_CORRECTION, MEASURE_DELETIONS)
