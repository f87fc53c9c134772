"""The account network as far as one page can show it: the accounts most turned to, and who did so."""

from dataclasses import dataclass

import polars as pl

from analytics.graph.account_network import TREES, account_network
from analytics.model.tables import NODES
from analytics.model.thresholds import ListLimits
from analytics.report.group_data import NAMED
from analytics.roles.standing import accounts
from analytics.store.case_folder import Case

HUBS_MAX = ListLimits.hubs_n  # Accounts in the middle of a disc: as many as one page can hold apart.
AROUND_MAX = ListLimits.around_n  # Accounts drawn in one disc; of more, the most active.


@dataclass(frozen=True)
class Hub:
    """An account and those drawn around it. turned_n: accounts that turned to it, drawn or not; around:
    (account, acts), most first."""

    account_id: str
    turned_n: int
    around: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Network:
    """The picture's data.

    ties: (account, hub index, acts) of marked accounts. marked: account -> role, of accounts at grade A or B,
        the role it stands best in (roles/standing); those that turned to no hub are left out.
    accounts_n, ties_n: of the whole case (distinct pairs); loose_n: accounts that turned to none of the hubs;
        unknown_n: acts that turned to an account that is not known; assumed_n: acts behind the ties whose
        parent no export states.
    """

    hubs: tuple[Hub, ...]
    ties: tuple[tuple[str, int, int], ...]
    marked: dict[str, str]
    accounts_n: int
    ties_n: int
    drawn_n: int
    loose_n: int
    unknown_n: int
    assumed_n: int = 0


def network_of(case: Case, roles: pl.DataFrame) -> Network | None:
    """The network of a case; None if nobody turned to anybody known. roles: ROLES."""
    nodes = case.scan("nodes") if case.has("nodes") else NODES.empty()
    events = case.placed_events()
    net = account_network(events, events, nodes, TREES, with_assumed=True)
    pairs = net.ties.select(account_id="target", other_id="source", n="acts_n").sort("account_id", "other_id")
    if pairs.is_empty():
        return None
    marked = _marked(roles)
    ranked = pairs.group_by("other_id").agg(turned_n=pl.len(), n=pl.col("n").sum())
    ranked = ranked.sort("turned_n", "n", "other_id", descending=[True, True, False])
    chosen = ranked.head(HUBS_MAX)["other_id"].to_list()
    at = {account: k for k, account in enumerate(chosen)}
    near = pairs.filter(
        pl.col("other_id").is_in(chosen) & ~pl.col("account_id").is_in([*chosen, *marked])
    ).with_columns(hub=pl.col("other_id").replace_strict(at, return_dtype=pl.Int64))
    own = near.sort("n", "hub", descending=[True, False], maintain_order=True).unique(
        "account_id", keep="first", maintain_order=True
    )
    own = own.sort("hub", "n", "account_id", descending=[False, True, False])
    turned = dict(ranked.select("other_id", "turned_n").iter_rows())
    hubs = tuple(
        Hub(
            account,
            turned[account],
            tuple(own.filter(hub=k).head(AROUND_MAX).select("account_id", "n").iter_rows()),
        )
        for k, account in enumerate(chosen)
    )
    ties = tuple(
        (account, at[other], n)
        for account, other, n in pairs.iter_rows()
        if other in at and account in marked
    )
    shown = {account for account, _, _ in ties} | set(chosen)
    drawn = {account for hub in hubs for account, _ in hub.around} | shown
    everybody = set(pairs["account_id"]) | set(pairs["other_id"])
    reached = set(near["account_id"]) | shown
    return Network(
        hubs,
        ties,
        {a: role for a, role in marked.items() if a in shown},
        len(everybody),
        pairs.height,
        len(drawn),
        len(everybody - reached),
        net.unknown_n,
        int(net.ties["assumed_n"].sum()),
    )


def _marked(roles: pl.DataFrame) -> dict[str, str]:
    return dict(accounts(roles, NAMED).select("account_id", "role").iter_rows())
