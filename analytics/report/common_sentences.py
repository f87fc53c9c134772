"""The sentences that two or more members of a group wrote on the alleged information."""

import polars as pl

from analytics.report.report_data import ReportData
from analytics.text.normalized import plain


def common_sentences(facts: ReportData, here: pl.DataFrame) -> pl.DataFrame:
    """Find the sentences that two or more accounts wrote, the most used first.

    here: ALLEGED_EVENTS of the members of one group.

    Returns same (the letters of the sentence, as `plain` gives them), own_text and side of its first record,
    accounts, ids, first_at.
    """
    texts = facts.groups.member_acts.select("event_id", "own_text")
    worded = here.drop_nulls("side").join(texts, on="event_id").drop_nulls("own_text")
    return (
        worded.with_columns(same=plain(worded["own_text"]))
        .sort("at", "event_id")
        .group_by("same", maintain_order=True)
        .agg(
            pl.col("own_text", "side").first(),
            accounts=pl.col("account_id").unique(),
            ids=pl.col("event_id"),
            first_at=pl.col("at").min(),
        )
        .filter(pl.col("accounts").list.len() > 1)
        .sort(pl.col("ids").list.len(), "same", descending=[True, False])
    )
