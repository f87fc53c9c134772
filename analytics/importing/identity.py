"""Which event a record is and whose: ids with their space, siblings of destroyed ids, unknown accounts.

An own id that differs from its sibling that nothing rounds (`native_beside`: a bid, the id in an address) is
replaced by it and told once a file; a destroyed id without a sibling refuses the record. A destroyed link is
left open: it would name no event that exists.
"""

import polars as pl

from analytics.importing.doubts import Doubts, column_of
from analytics.importing.importer import Importer
from analytics.importing.values import (
    DESTROYED,
    NULL_WORDS,
    account_columns_known,
    are_rounded,
    is_rounded,
    null_texts,
    without_kind,
)
from analytics.model.thresholds import ReadingLimits

# Numeric ids of known platforms fit 64 bit; longer runs of digits are no ids.
ID_DIGITS_MAX = ReadingLimits.id_digits_max
_LINKS = ("root", "parent")


def known(draft: pl.DataFrame, raw: pl.DataFrame, importer: Importer, doubts: Doubts) -> pl.DataFrame:
    """`draft` with all that stands for nothing null: gone accounts, words of absence, destroyed links; own
    ids are repaired from their sibling, links go without the prefix of their kind."""
    people = account_columns_known(draft["account"], draft["account_name"])
    is_nameless = people["account"].is_null() & people["name"].is_in(list(NULL_WORDS))
    if is_nameless.any():
        people = people.with_columns(name=pl.when(~is_nameless).then("name"))
    doubts.null_texts |= null_texts(raw, draft["text"])
    columns = [people["account"], people["name"].alias("account_name")]
    columns += [without_kind(importer.platform, draft["native"], draft[c]) for c in _LINKS]
    draft = draft.with_columns(columns)
    if doubts.null_texts:
        draft = draft.with_columns(text=pl.when(~pl.col("text").is_in(list(doubts.null_texts))).then("text"))
    return _repaired(draft, raw, doubts)


def _repaired(draft: pl.DataFrame, raw: pl.DataFrame, doubts: Doubts) -> pl.DataFrame:
    for name in ("native", "account", *_LINKS):
        if name not in doubts.rounded and are_rounded(draft[name]):
            doubts.rounded.add(name)
    if doubts.id_column is None:
        doubts.id_column = column_of(raw, draft["native"])
    if "native" in doubts.rounded:
        where = doubts.id_column or "id"
        doubts.note("ids_rounded", int(draft.select(is_rounded(pl.col("native")).sum()).item()), where)
    if "native_beside" in draft.columns:
        both = draft["native"] != draft["native_beside"]
        doubts.note("id_beside", int(both.sum()), next(iter(draft["native_beside"].filter(both)), None))
        draft = draft.with_columns(
            native=pl.coalesce("native_beside", "native"), is_beside=pl.col("native_beside").is_not_null()
        )
    else:
        draft = draft.with_columns(is_beside=pl.lit(False))
    for name in _LINKS:
        bad = draft.select(_destroyed(name, doubts)).to_series()
        if bad.any():
            doubts.note("link_destroyed", int(bad.sum()), draft[name].filter(bad)[0])
            draft = draft.with_columns(pl.when(~bad).then(name).alias(name))
    return draft


def _destroyed(name: str, doubts: Doubts) -> pl.Expr:
    """Whether an id went through a double or is one of a rounded column."""
    bad = pl.col(name).str.contains(DESTROYED)
    if name in doubts.rounded or (name in _LINKS and "native" in doubts.rounded):
        bad = bad | is_rounded(pl.col(name))
    return bad.fill_null(False)


def identified(draft: pl.DataFrame, importer: Importer, doubts: Doubts) -> pl.DataFrame:
    """Ids with their space, and the fault of those that cannot be ids."""
    space = pl.col("space").fill_null(importer.platform)
    account_space = pl.col("account_space").fill_null(pl.col("space")).fill_null(importer.platform)
    destroyed = (_destroyed("native", doubts) & ~pl.col("is_beside")) | _destroyed("account", doubts)
    is_long = (draft["native"].str.len_bytes().max() or 0) > ID_DIGITS_MAX  # type: ignore[operator]
    beyond = (
        pl.col("native").str.contains(rf"^\d{{{ID_DIGITS_MAX + 1},}}$").fill_null(False)
        if is_long
        else pl.lit(False)
    )
    foreign = (space == "weibo") & ~pl.col("native").str.contains(r"^\d+$").fill_null(True)
    empty = pl.all_horizontal(pl.col(c).is_null() for c in ("native", "account", "text", "at_text"))
    is_act = pl.col("other").is_null()
    fault = (
        pl.when(destroyed)
        .then(pl.lit("id_destroyed"))
        .when(is_act & empty)
        .then(pl.lit("empty_record"))
        .when(is_act & (beyond | foreign))
        .then(pl.lit("id_unreadable"))
    )
    made = (
        pl.lit(f"{importer.platform}:row/")
        + pl.col("source_sha256").str.slice(0, 16)
        + "/"
        + pl.col("source_row").cast(pl.String)
        + pl.col("source_path")
    )
    prefix = space + ":"
    return draft.with_columns(fault=pl.col("fault").fill_null(fault)).with_columns(
        event_id=(prefix + pl.col("native")).fill_null(made),
        account_id=account_space + ":" + pl.col("account"),
        stated_parent_id=pl.when(pl.col("parent") != pl.col("native")).then(prefix + pl.col("parent")),
        stated_root_id=pl.when(pl.col("kind") == "post")
        .then(prefix + pl.col("native"))
        .otherwise(prefix + pl.col("root")),
        timed_native=pl.when(space == "weibo").then(pl.col("native")),
        timed_x=pl.when(space == "x").then(pl.col("native")),
        is_hashed=account_space.str.contains("~", literal=True),
    )
