"""Acts aimed at each target of case.toml, and how many targets one account aimed at."""

import polars as pl

from analytics.model.thresholds import ListLimits
from analytics.scope.material import CASE, Material, Measure, rows, unknown


def find(material: Material) -> pl.DataFrame:
    """acts_at_target and accounts_at_target of the case by target (class_value), targets_of_account for
    accounts with two or more.

    Lower bounds: words that name nobody, and pictures, are not seen.
    """
    if not material.facts.targets:
        return unknown("acts_at_target", "acts", "no_target_stated")
    aimed = material.about.join(material.acts.select("event_id", "account_id", "at"), on="event_id")
    per = aimed.group_by(class_value="target").agg(
        acts=pl.len(),
        accounts=pl.col("account_id").drop_nulls().n_unique(),
        as_of=pl.col("at").max(),
        event_ids=pl.col("event_id").sort().head(ListLimits.shown_n),
    )
    per = per.with_columns(subject_id=pl.lit(CASE))
    who = (
        aimed.filter(pl.col("account_id").is_not_null())
        .group_by(subject_id="account_id")
        .agg(
            n=pl.col("target").n_unique(),
            as_of=pl.col("at").max(),
            event_ids=pl.col("event_id").sort().head(ListLimits.shown_n),
        )
        .filter(pl.col("n") >= material.limits.targets_min)
    )
    return pl.concat(
        [
            rows(per.with_columns(lower=n, point=n), f"{n}_at_target", n, "aimed_seen")
            for n in ("acts", "accounts")
        ]
        + [rows(who.with_columns(lower="n", point="n"), "targets_of_account", "targets", "aimed_seen")]
    )


MEASURE = Measure("aim", ("acts_at_target", "accounts_at_target", "targets_of_account"), find)
