"""The network of accounts: who passed on or answered whom, one derivation for export, page and report.

A tie stands for a number of events. Three rules hold wherever the network is shown:

- the parent of an event is the one its tree is drawn with (NODES.parent_used_id);
- an event on an event of the same account is no tie: nobody spreads from oneself to oneself;
- the moment of an event is the trusted one: where an exported time contradicts the id, the id's own moment.
"""

from typing import NamedTuple

import polars as pl

from analytics.model.time import trusted_at

ASSUMED = ("root", "missing")  # Bases of a parent that no export states: the act is drawn below its root.
TREES = ("repost", "comment")
_COUNT, _MOMENT = pl.Int64(), pl.Datetime("us", "UTC")
TIES: dict[str, pl.DataType] = {
    "source": pl.String(),
    "target": pl.String(),
    "acts_n": _COUNT,
    "assumed_n": _COUNT,
    "first_at": _MOMENT,
    "last_at": _MOMENT,
}


class AccountNetwork(NamedTuple):
    """Accounts and ties, sorted by id.

    accounts: account_id, name (the one shown last), acts_n (events drawn in the trees, roots included),
        passed_n (events of others that pass on or answer an event of this account), first_at, last_at.
    ties: source (was passed on), target (did so), acts_n, assumed_n (of them through an assumed parent),
        first_at, last_at. Moments are null where no event has a trusted one.
    unknown_n: events that turned to somebody whom no export names; they are no ties.
    """

    accounts: pl.DataFrame
    ties: pl.DataFrame
    unknown_n: int


def no_ties() -> pl.DataFrame:
    """Make the table of ties without a row."""
    return pl.DataFrame(schema=TIES)


def account_network(
    events: pl.DataFrame | pl.LazyFrame,
    parents: pl.DataFrame | pl.LazyFrame,
    nodes: pl.DataFrame | pl.LazyFrame,
    trees: tuple[str, ...],
    *,
    with_assumed: bool,
) -> AccountNetwork:
    """Build the network of the events drawn in some trees.

    events: EVENTS with at, at_conflict and at_from_id.
    parents: event_id and parent_basis.
    nodes: NODES.
    trees: "repost", "comment" or both, which are then added up.
    with_assumed: whether an event whose parent is assumed to be its root, or is named and missing, ties its
        account to the account of the root. If not, such events stand in no tie and do not count as unknown.
    """
    drawn = nodes.lazy().filter(pl.col("tree").is_in(trees)).select("event_id", "parent_used_id")
    acts = moments(events)
    placed = drawn.join(acts, on="event_id").join(
        parents.lazy().select("event_id", "parent_basis"), on="event_id", how="left"
    )
    turned = placed.filter(pl.col("parent_used_id").is_not_null()).join(
        acts.select(parent_used_id="event_id", source="account_id"), on="parent_used_id", how="left"
    )
    is_assumed = pl.col("parent_basis").is_in(ASSUMED).fill_null(False)
    if not with_assumed:
        turned = turned.filter(~is_assumed)
    ties = (
        turned.drop_nulls(["source", "account_id"])
        .filter(pl.col("source") != pl.col("account_id"))
        .group_by("source", target="account_id")
        .agg(
            acts_n=pl.len().cast(pl.Int64),
            assumed_n=is_assumed.sum().cast(pl.Int64),
            first_at=pl.col("moment").min(),
            last_at=pl.col("moment").max(),
        )
        .sort("source", "target")
    )
    found, unknown, people = pl.collect_all(
        [
            ties,
            turned.filter(pl.col("source").is_null()).select(n=pl.len()),
            _accounts(placed.unique("event_id")),
        ]
    )
    passed = found.group_by(account_id="source").agg(passed_n=pl.col("acts_n").sum())
    people = people.join(passed, on="account_id", how="left").with_columns(pl.col("passed_n").fill_null(0))
    return AccountNetwork(people.sort("account_id"), found, unknown.item())


def moments(events: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    """Select event_id, account_id, account_name and the trusted `moment` of every event."""
    return events.lazy().select("event_id", "account_id", "account_name", moment=trusted_at())


def account_acts(events: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """Count the events of every account, whatever the tree: account_id, name, acts_n, first_at, last_at."""
    return _accounts(moments(events)).sort("account_id").collect()


def last_names(events: pl.DataFrame | pl.LazyFrame, account_ids: pl.Series) -> pl.DataFrame:
    """Find the name that each of some accounts showed with its last event, by the trusted moment.

    Returns account_id and name for those of `account_ids` that have events; null where no event shows a name.
    """
    own = moments(events).filter(pl.col("account_id").is_in(account_ids.unique().implode()))
    return _accounts(own).select("account_id", "name").collect()


def _accounts(acts: pl.LazyFrame) -> pl.LazyFrame:
    return (
        acts.filter(pl.col("account_id").is_not_null())
        .group_by("account_id")
        .agg(
            name=pl.col("account_name").sort_by("moment", "event_id").drop_nulls().last(),
            acts_n=pl.len().cast(pl.Int64),
            first_at=pl.col("moment").min(),
            last_at=pl.col("moment").max(),
        )
    )
