"""The coordination network: who acted on the same objects within a window; one derivation for all readers.

A link is an observation of time and object, no finding: what more may be said stands in CLUSTERS and ROLES.
"""

import polars as pl

from analytics.graph.account_network import AccountNetwork, account_acts, no_ties
from analytics.model.thresholds import DrawingLimits

WINDOW_S = max(DrawingLimits.pair_windows_s)  # The widest window of the pair table: 60 s.


def coordination_network(
    events: pl.DataFrame | pl.LazyFrame, pairs: pl.LazyFrame | None, listed: pl.Series
) -> AccountNetwork:
    """Build the network of the pairs that acted on shared objects within WINDOW_S seconds.

    events: EVENTS.
    pairs: COACTION_PAIRS; None means that they are not counted yet, and gives no link.
    listed: ids of accounts that stand in the network without a pair too (members of groups).

    A link has no direction: source is the smaller id. Its acts_n is the largest number of shared objects over
    the kinds of co-action, assumed_n is 0 and its moments are null. passed_n is the number of links of an
    account.
    """
    ties = no_ties()
    if pairs is not None:
        found = (
            pairs.filter(pl.col("window_s") == WINDOW_S)
            .group_by(source="account_a", target="account_b")
            .agg(acts_n=pl.col("objects_n").max())
            .sort("source", "target")
            .collect()
        )
        ties = pl.concat([ties, found], how="diagonal").with_columns(assumed_n=pl.lit(0, pl.Int64))
    ends = pl.concat([ties.select(account_id="source"), ties.select(account_id="target")])
    degree = ends.group_by("account_id").agg(passed_n=pl.len().cast(pl.Int64))
    accounts = (
        pl.concat([ends, pl.DataFrame({"account_id": listed.cast(pl.String)})])
        .unique()
        .join(account_acts(events), on="account_id", how="left")
        .join(degree, on="account_id", how="left")
        .with_columns(pl.col("passed_n").fill_null(0), pl.col("acts_n").fill_null(0))
    )
    return AccountNetwork(accounts.sort("account_id"), ties, 0)
