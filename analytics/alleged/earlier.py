"""What stands first, and what had been said before it: the counts that law rows and answers share."""

from collections.abc import Callable, Iterable
from datetime import datetime

import polars as pl

from analytics.alleged.actors import account_kinds
from analytics.alleged.sides import AGAINST, side_codes
from analytics.model.time import until
from analytics.store.case_toml import CaseToml
from analytics.text.targets import at_targets


def may_be_first(rows: pl.DataFrame) -> pl.DataFrame:
    """Select the records that may be the first: those that may lie before the end of every other one.

    rows: event_id and the trusted at and at_precision. One whose moment is unknown is left out. More than one
    row: which of them was first cannot be told.

    Returns the rows in order of moment and id.

    >>> rows = {"event_id": ["p", "q", "r"], "at": [datetime(2025, 3, 1, 20, 0, s) for s in (0, 30, 50)]}
    >>> rows |= {"at_precision": ["min", "s", "s"]}
    >>> may_be_first(pl.DataFrame(rows))["event_id"].to_list()
    ['p', 'q']
    """
    dated = rows.drop_nulls("at").with_columns(end=until())
    return dated.filter(pl.col("at") < pl.col("end").min()).drop("end").sort("at", "event_id")


def standing_alone(acts: pl.DataFrame, occurrences: pl.DataFrame, stated: Iterable[str]) -> pl.Series:
    """Find the records that one file alone shows and that nothing else in the export speaks of.

    acts: event_id, root_id and parent_id of every event.
    occurrences: event_id and source_sha256 of OCCURRENCES; a record without a row there counts as seen once.
    stated: ids that case.toml states as alleged; such a record never stands alone.

    Whoever adds one line to one file makes such a record: it keeps nobody from having been first and names
    nobody. A record that two files show, or that an exported repost or comment stands under, is none.

    Returns the event ids, sorted.

    >>> acts = {"event_id": ["p", "q", "r", "s"], "root_id": ["p", "q", "q", "s"]}
    >>> acts |= {"parent_id": [None, None, "q", None]}
    >>> seen = {"event_id": ["p", "p", "q", "r", "s"], "source_sha256": ["a", "a", "a", "a", "a"]}
    >>> standing_alone(pl.DataFrame(acts), pl.DataFrame(seen), ["s"]).to_list()
    ['p', 'r']
    """
    files = occurrences.group_by("event_id").agg(files_n=pl.col("source_sha256").n_unique())
    shown = files.filter(pl.col("files_n") > 1)["event_id"]
    above = [
        acts.filter(pl.col(c).is_not_null() & (pl.col(c) != pl.col("event_id")))[c]
        for c in ("root_id", "parent_id")
    ]
    known = pl.concat([shown, *above, pl.Series(sorted(stated), dtype=pl.String)]).unique()
    return acts.filter(~pl.col("event_id").is_in(known.implode()))["event_id"].unique().sort()


def set_aside(rows: pl.DataFrame, alone: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part the records that state an item into those that may take the first place and those that may not.

    rows: event_id and the trusted at and at_precision of records that state the item.
    alone: ids of records that stand alone (`standing_alone`).

    Returns the rows that may be first (all of them, where every one stands alone or has no moment), and those
    that stand alone and may be earlier than the first of them, in order of moment.

    >>> rows = {"event_id": ["p", "q"], "at": [datetime(2025, 3, d) for d in (1, 2)], "at_precision": "s"}
    >>> first, apart = set_aside(pl.DataFrame(rows), pl.Series(["p"]))
    >>> first["event_id"].to_list(), apart["event_id"].to_list()
    (['q'], ['p'])
    """
    is_alone = pl.col("event_id").is_in(alone.implode())
    firm = rows.filter(~is_alone)
    if firm.drop_nulls("at").is_empty():
        return rows, rows.clear()
    end = firm.drop_nulls("at").select(until().min()).item()
    return firm, rows.filter(is_alone & (pl.col("at") < end)).sort("at", "event_id")


def earlier_records(
    events: pl.DataFrame, table: Callable[[str], pl.DataFrame], facts: CaseToml, at: datetime
) -> pl.DataFrame:
    """Find the records before `at` that concern a target of the case and are not its own.

    events: event_id, account_id and the trusted at of EVENTS.
    table: gives targets, accounts, account_names and labels by name, empty where the case has none.
    facts: targets of case.toml.

    Returns event_id, is_apart: whether it is of press or an authority, or people coded it as doubt.
    """
    own = {i for target in facts.targets for i in target.ids}
    aimed = at_targets(table("targets"), facts.targets)
    rows = events.join(aimed, on="event_id", how="semi").filter(pl.col("at") < at)
    rows = rows.filter(~pl.col("account_id").is_in(sorted(own)).fill_null(False))
    kinds = account_kinds(table("accounts"), table("account_names"))
    spared = kinds.filter(pl.col("is_authority") | pl.col("is_medium") | pl.col("is_named_press"))
    doubt = side_codes(table("labels")).filter(pl.col("side").is_in(AGAINST))["subject_id"]
    return rows.select(
        "event_id",
        is_apart=pl.col("account_id").is_in(spared["account_id"].implode()).fill_null(False)
        | pl.col("event_id").is_in(doubt.implode()),
    )
