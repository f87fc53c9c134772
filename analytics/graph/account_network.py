"""The network of accounts: who passed on or answered whom, one derivation for export, page and report.

A tie is a number of acts, never one. Three rules hold wherever the network is shown:

- the parent of an act is the one its tree is drawn with (NODES.parent_used_id);
- an act on the account's own act is no tie: nobody spreads from oneself to oneself;
- the moment of an act is the trusted one: where an exported time contradicts the id, the id's own moment.
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

    accounts: account_id, name (the one shown last), acts_n (acts drawn in the trees, roots included),
        passed_n (acts of others that pass on or answer an act of this account), first_at, last_at.
    ties: source (was passed on), target (did so), acts_n, assumed_n (of them with an assumed parent),
        first_at, last_at. Moments are null where no act bears a trusted one.
    unknown_n: acts that turned to somebody whom no export names; they are no ties.
    """

    accounts: pl.DataFrame
    ties: pl.DataFrame
    unknown_n: int


def no_ties() -> pl.DataFrame:
    """The table of ties without a row."""
    return pl.DataFrame(schema=TIES)


def account_network(
    events: pl.DataFrame | pl.LazyFrame,
    parents: pl.DataFrame | pl.LazyFrame,
    nodes: pl.DataFrame | pl.LazyFrame,
    trees: tuple[str, ...],
    *,
    with_assumed: bool,
) -> AccountNetwork:
    """The network of the acts drawn in `trees` ("repost", "comment" or both, added up).

    events: EVENTS with at, at_conflict and at_from_id; parents: event_id and parent_basis; nodes: NODES.
    with_assumed: whether an act whose parent is assumed to be its root, or is named and missing, ties its
        account to the account of the root; if not, such acts stand in no tie (and count as no unknown one).
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
    """event_id, account_id, account_name and the trusted `moment` of every act."""
    return events.lazy().select("event_id", "account_id", "account_name", moment=trusted_at())


def account_acts(events: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """Every account that acts, whatever the tree: account_id, name, acts_n, first_at, last_at."""
    return _accounts(moments(events)).sort("account_id").collect()


def last_names(events: pl.DataFrame | pl.LazyFrame, account_ids: pl.Series) -> pl.DataFrame:
    """account_id and name of those of `account_ids` that act: the name shown with the last event, by the
    trusted moment (null: no event shows one)."""
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
