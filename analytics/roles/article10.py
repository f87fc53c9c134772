"""Markers of Article 10: acts that report to an authority or a medium, or criticise. Marked, never removed.

法发〔2023〕14号, Article 10. Read from a lexicon, from whom an act addresses, and from human labels
(`report_authority`, `report_medium`, `criticism`).
"""

import polars as pl

from analytics.roles.features import Features
from analytics.text.targets import names_mentioned

MARKERS = ("report_authority", "report_medium", "criticism")


def markers(features: Features) -> pl.DataFrame:
    """account_id, article10: the sorted markers of each account that has any, on any of its acts."""
    said = [features.stances.filter(m).select("account_id", marker=pl.lit(m)) for m in MARKERS]
    kinds = features.kind_of_account()
    aimed = (
        features.acts.filter(pl.col("own").is_not_null())
        .select("account_id", "own")
        .filter(pl.col("own").str.contains("@", literal=True))
        .with_columns(name=names_mentioned("own"))
        .explode("name")
    )
    addressed = aimed.join(features.names.select("name", to="account_id").unique(), on="name").join(
        kinds, left_on="to", right_on="account_id"
    )
    said += [
        addressed.filter(flag).select("account_id", marker=pl.lit(m))
        for flag, m in (("is_authority", "report_authority"), ("is_medium", "report_medium"))
    ]
    of_event = features.labels.filter(pl.col("label").is_in(MARKERS)).select("subject_id", marker="label")
    by_act = features.acts.select("event_id", "account_id").join(
        of_event, left_on="event_id", right_on="subject_id"
    )
    said += [by_act.select("account_id", "marker"), of_event.select(account_id="subject_id", marker="marker")]
    return pl.concat(said).drop_nulls().group_by("account_id").agg(article10=pl.col("marker").unique().sort())
