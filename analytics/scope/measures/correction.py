"""How far corrections reached: accounts that met only the matter, only a correction, both; and the pace
before and after (Article 17)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from analytics.model.thresholds import ScopeLimits
from analytics.scope.material import Material, Measure, rows, unknown

DAY_H = ScopeLimits.last_hours


def find(material: Material) -> pl.DataFrame:
    """accounts_matter_only, accounts_correction_only, accounts_both of the case; rate_before and rate_after
    of each correction.

    The matter: posts aimed at a target of case.toml, but the target's own and corrections. Taking part stands
        for having met it: readers leave no trace, so each count is a lower bound. Rates: acts an hour on the
        matter in the 24 hours before and after.
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
    zone = ZoneInfo(material.facts.case.timezone)
    moments = dict(
        material.acts.filter(pl.col("event_id").is_in(list(stated))).select("event_id", "at").iter_rows()
    )
    acts = material.acts.filter(pl.col("root_id").is_in(matter.implode()) & pl.col("at").is_not_null())["at"]
    for event_id, at in stated.items():
        moment = moments.get(event_id) or _moment(at, zone)
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
    return pl.concat(found)


def _with_family(material: Material, event_ids: list[str]) -> pl.Series:
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


def _moment(at: object, zone: ZoneInfo) -> datetime | None:
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    return None if at is None else datetime.combine(at, time(), zone).astimezone(UTC)  # type: ignore[arg-type]


MEASURE = Measure(
    "correction",
    ("accounts_matter_only", "accounts_correction_only", "accounts_both", "rate_before", "rate_after"),
    find,
)
