"""What the report knows of each account at A or B: its roles, names, words on the alleged information."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.evidence.row_numbers import RowNumbers
from analytics.model.tables import ALLEGED_EVENTS
from analytics.model.time import trusted_at, trusted_precision
from analytics.report.group_data import NAMED
from analytics.report.names import Names
from analytics.roles.standing import best_rows, in_order
from analytics.store.case_folder import Case
from analytics.text.targets import at_targets

ELSEWHERE = pl.DataFrame(
    schema={
        "event_id": pl.String,
        "account_id": pl.String,
        "at": pl.Datetime("us", "UTC"),
        "at_precision": pl.String,
        "own_text": pl.String,
    }
)


@dataclass(frozen=True)
class ListedAccount:
    """An account at A or B.

    roles: its rows of ROLES at A and B, best first, one a role; is_named: whether it may be named.
    bore: (screen name, first seen, last seen) as exported; empty for an account that is not named.
    account: its row of ACCOUNTS, if there is one.
    acts: its events in the export: event_id, at; words: its events on the alleged information with own words
        (ALLEGED_EVENTS with own_text, the place of the record, and `row` as a reader of the file counts it).
    on_alleged: its events on the alleged information, with or without words.
    aimed: its events with own words aimed at a target of the case that lie elsewhere: event_id, at,
        at_precision, own_text; rested: events elsewhere that its roles or an observation of a group rest on,
        with the same columns.
    below: of each tree in which it is a hub, the events that hang below its own (`below_own`).
    chained: the events whose parent the chain in their text tells, not a field of the export.
    reposts_below: reposts by others on the alleged information that hang below its own, by the known parents.
    under_correction: its events under a correction of case.toml, with the columns of `aimed`.
    """

    account_id: str
    roles: tuple[dict[str, Any], ...]
    is_named: bool
    bore: tuple[dict[str, Any], ...]
    account: Mapping[str, Any] | None
    acts: pl.DataFrame
    on_alleged: pl.DataFrame
    words: pl.DataFrame
    aimed: pl.DataFrame = field(default_factory=ELSEWHERE.clear)
    rested: pl.DataFrame = field(default_factory=ELSEWHERE.clear)
    below: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reposts_below: pl.DataFrame = field(default_factory=ALLEGED_EVENTS.empty)
    chained: frozenset[str] = frozenset()
    under_correction: pl.DataFrame = field(default_factory=ELSEWHERE.clear)

    @property
    def unrelated(self) -> list[str]:
        """Its events that are not on the information, name no target, and that no role or group rests on."""
        related = {*self.on_alleged["event_id"], *self.aimed["event_id"], *self.rested["event_id"]}
        related |= {*self.under_correction["event_id"]}
        related |= {one for row in self.roles for one in row["event_ids"]}
        return [one for one in self.acts["event_id"] if one not in related]

    @property
    def supports(self) -> pl.DataFrame:
        """Its words that people coded as support, in this record or where the same words stand elsewhere."""
        return self.words.filter(side="support")

    @property
    def itself_coded(self) -> pl.DataFrame:
        """Those of `supports` of which people coded the record itself."""
        return self.supports.filter(side_basis="event")


def listed_of(
    case: Case, roles: pl.DataFrame, alleged: pl.DataFrame, names: Names
) -> tuple[ListedAccount, ...]:
    """Read every account at A or B: named ones first, each with what belongs to it.

    roles: ROLES; alleged: ALLEGED_EVENTS.
    """
    rows = in_order(roles.filter(pl.col("grade").is_in(NAMED)))
    ids = rows["account_id"].unique(maintain_order=True)
    mine = pl.col("account_id").is_in(ids.implode())
    events = case.scan("events").filter(mine)
    acts = events.select("account_id", "event_id", trusted_at()).collect().sort("at", "event_id")
    place = ("event_id", "own_text", "source_sha256", "source_row", "source_path")
    texts = events.filter(pl.col("own_text").str.strip_chars() != "").select(place).collect()
    on_alleged = alleged.filter(mine).sort("at", "event_id")
    words = on_alleged.join(texts, on="event_id", maintain_order="left")
    words = RowNumbers(case).added(words)
    nodes = case.read_or_empty("nodes").filter(tree="repost")
    aimed_at = at_targets(case.read_or_empty("targets"), case.toml().targets)["event_id"].unique()
    rests_on = rows["event_ids"].explode().drop_nulls().unique()
    elsewhere = elsewhere_of(events, alleged)
    corrections = [one.event_id for one in case.toml().corrections]
    below = case.read_or_empty("parents").filter(pl.col("root_id").is_in(corrections))["event_id"].to_list()
    under = elsewhere.filter(pl.col("event_id").is_in(below) & ~pl.col("event_id").is_in(corrections))
    known = {row["account_id"]: row for row in case.read_or_empty("accounts").filter(mine).to_dicts()}
    bore = case.read_or_empty("account_names").filter(mine).sort("first_at", "name")
    reposts_below = _below(case, on_alleged, alleged)
    chained = frozenset(case.read_or_empty("parents").filter(parent_basis="chain")["event_id"])
    one_a_role = best_rows(roles, NAMED).to_dicts()
    found = [
        ListedAccount(
            account_id,
            tuple(row for row in one_a_role if row["account_id"] == account_id),
            names.may(account_id),
            tuple(bore.filter(account_id=account_id).to_dicts()) if names.may(account_id) else (),
            known.get(account_id),
            acts.filter(account_id=account_id),
            on_alleged.filter(account_id=account_id),
            words.filter(account_id=account_id),
            elsewhere.filter(pl.col("event_id").is_in(aimed_at.implode()), account_id=account_id),
            elsewhere.filter(pl.col("event_id").is_in(rests_on.implode()), account_id=account_id),
            {
                row["subject_id"]: below_own(
                    nodes, row["subject_id"], set(acts.filter(account_id=account_id)["event_id"])
                )
                for row in one_a_role
                if row["account_id"] == account_id and row["role"] == "promoter"
            },
            reposts_below.filter(above=account_id).select(alleged.columns),
            chained,
            under.filter(account_id=account_id),
        )
        for account_id in ids
    ]
    return tuple(sorted(found, key=lambda one: not one.is_named))


def elsewhere_of(events: pl.LazyFrame, alleged: pl.DataFrame) -> pl.DataFrame:
    """Read events that are not on the alleged information, with the columns of ELSEWHERE.

    events: of some accounts; alleged: ALLEGED_EVENTS.
    """
    return (
        events.filter(~pl.col("event_id").is_in(alleged["event_id"].implode()))
        .select("event_id", "account_id", trusted_at(), trusted_precision(), "own_text")
        .collect()
        .sort("at", "event_id")
    )


def below_own(nodes: pl.DataFrame, root_id: str, own: set[str]) -> tuple[str, ...]:
    """List the events of a repost tree that hang below some of its events, without these.

    nodes: NODES of repost trees.

    >>> nodes = pl.DataFrame({"root_id": ["p"] * 4, "event_id": list("pabc"),
    ...     "parent_used_id": [None, "p", "a", "b"]})
    >>> below_own(nodes, "p", {"a"})
    ('b', 'c')
    """
    tree = nodes.filter(root_id=root_id).select("event_id", "parent_used_id")
    found: set[str] = set()
    level = own & set(tree["event_id"])
    while level:
        above = pl.Series(sorted(level), dtype=pl.String).implode()
        level = set(tree.filter(pl.col("parent_used_id").is_in(above))["event_id"]) - found
        found |= level
    return tuple(sorted(found - own))


def _below(case: Case, own: pl.DataFrame, alleged: pl.DataFrame) -> pl.DataFrame:
    """Find what hangs below the events of each account, at any depth: rows of ALLEGED_EVENTS, and `above`.

    own: the events of the accounts; alleged: ALLEGED_EVENTS. Records of the account itself are left out.
    """
    known = alleged.filter(pl.col("part").is_in(("repost", "quote")))
    parents = case.read_or_empty("parents").select("event_id", "parent_id").drop_nulls()
    links = parents.join(known.select("event_id"), on="event_id", how="semi")
    level = found = own.select(above="account_id", event_id="event_id")
    while level.height:
        level = (
            level.join(links, left_on="event_id", right_on="parent_id")
            .select("above", event_id="event_id_right")
            .unique()
            .join(found, on=["above", "event_id"], how="anti")
        )
        found = pl.concat([found, level])
    whole = found.unique().join(known, on="event_id")
    return whole.filter(pl.col("above") != pl.col("account_id")).sort("above", "event_id")
