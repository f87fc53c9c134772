"""Sums of one account over any 365 days: its acts aimed at a target, and what the platform displayed under
them.

法释〔2013〕21号 Article 4: several acts within one year that were not yet dealt with are added up. Whether an
act was dealt with is
for people: acts with the label `dealt_with:yes` are left out.
"""

import polars as pl

from analytics.model.thresholds import ScopeLimits
from analytics.scope.displayed import newest
from analytics.scope.material import Material, Measure, rows
from analytics.tables import SCOPE

YEAR = f"{ScopeLimits.rolling_days}d"
DEALT_WITH = "dealt_with:yes"
SUMS = {"acts_365d": "acts", "reposts_365d": "reposts", "views_365d": "views"}


def find(material: Material) -> pl.DataFrame:
    """acts_365d, reposts_365d and views_365d of accounts with two or more acts aimed at targets: the largest
    sum over 365 days.

    reposts and views: displayed numbers of the acts, lower where the form leaves an interval open or an act
        shows none; upper null unless every act shows one.
    """
    dealt = material.labels.filter(pl.col("label") == DEALT_WITH)["subject_id"].unique()
    own = (
        material.about.select("event_id")
        .unique()
        .join(material.acts.select("event_id", "account_id", "at"), on="event_id")
        .filter(
            pl.col("account_id").is_not_null()
            & pl.col("at").is_not_null()
            & ~pl.col("event_id").is_in(dealt.implode())
        )
    )
    own = own.filter(pl.len().over("account_id") >= material.limits.series_acts_min)
    if own.is_empty():
        return SCOPE.empty()
    shown = newest(material.counters.join(own, on="event_id", how="semi"))
    acts = own
    for counter in ("reposts", "views"):
        one = shown.filter(pl.col("counter") == counter).select(
            "event_id", **{f"{counter}_low": "low", f"{counter}_high": "high"}
        )
        acts = acts.join(one, on="event_id", how="left")
    acts = acts.sort("account_id", "at", "event_id")
    summed = acts.rolling("at", period=YEAR, closed="both", group_by="account_id").agg(
        n=pl.len(),
        **{f"{c}_{b}": pl.col(f"{c}_{b}").sum() for c in ("reposts", "views") for b in ("low", "high")},
        **{f"{c}_open": pl.col(f"{c}_high").null_count() for c in ("reposts", "views")},
        **{f"{c}_known": pl.col(f"{c}_low").count() for c in ("reposts", "views")},
    )
    out = []
    for measure, of in SUMS.items():
        key = "n" if of == "acts" else f"{of}_low"
        best = summed.sort("account_id", key, "at", descending=[False, True, False]).unique(
            "account_id", keep="first", maintain_order=True
        )
        if of == "acts":
            table = best.select(
                subject_id="account_id", as_of="at", lower="n", point="n", note_code=pl.lit("rolling_acts")
            )
        else:
            has = pl.col(f"{of}_known") > 0
            table = best.select(
                subject_id="account_id",
                as_of="at",
                lower=pl.when(has).then(f"{of}_low"),
                point=pl.when(has).then(f"{of}_low"),
                upper=pl.when(has & (pl.col(f"{of}_open") == 0)).then(f"{of}_high"),
                note_code=pl.when(has).then(pl.lit("rolling_displayed")).otherwise(pl.lit("not_exported")),
            )
        out.append(rows(table, measure, of, ""))
    return pl.concat(out)


MEASURE = Measure("rolling", tuple(SUMS), find)
