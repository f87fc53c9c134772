"""What stands first, and what had been said before it: the counts that law rows and answers share."""

from collections.abc import Callable
from datetime import datetime

import polars as pl

from analytics.alleged.actors import account_kinds
from analytics.alleged.sides import AGAINST, side_codes
from analytics.model.time import until
from analytics.store.case_toml import CaseToml


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


def earlier_records(
    events: pl.DataFrame, table: Callable[[str], pl.DataFrame], facts: CaseToml, at: datetime
) -> pl.DataFrame:
    """Find the records before `at` that concern a target of the case and are not its own.

    events: event_id, account_id and the trusted at of EVENTS.
    table: gives targets, accounts, account_names and labels by name, empty where the case has none.
    facts: targets of case.toml.

    Returns event_id, is_apart: whether it is of press or an authority, or people coded it as doubt.
    """
    names = [target.name for target in facts.targets]
    own = {i for target in facts.targets for i in target.ids}
    aimed = table("targets").filter(pl.col("target_id").is_in(names)).select("event_id").unique()
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
