"""Events with their place: the one way in which what exports say meets the parents derived from it."""

import polars as pl

_DERIVED = ("parent_id", "parent_basis", "parent_note", "root_id")


def with_parents(events: pl.LazyFrame, parents: pl.LazyFrame | None) -> pl.LazyFrame:
    """Put the derived parents and roots in the place of what the export states.

    events: EVENTS, all columns or some; the stated ones may be left out where there are parents.
    parents: PARENTS of at least these events; None: nothing is derived yet, and what is stated stands.

    Returns PLACED_EVENTS: parent_id, parent_basis, parent_note and root_id, in the order of `events`.

    >>> stated = pl.LazyFrame({"event_id": ["x"], "stated_parent_id": ["p"], "stated_root_id": [None]})
    >>> with_parents(stated, None).collect().row(0)
    ('x', 'p', 'stated', None, None)
    """
    stated = ("stated_parent_id", "stated_parent_note", "stated_root_id")
    bare = events.drop(stated, strict=False)
    if parents is not None:
        derived = parents.select("event_id", *_DERIVED)
        return bare.join(derived, on="event_id", how="left", maintain_order="left")
    is_noted = "stated_parent_note" in events.collect_schema().names()
    note = pl.col("stated_parent_note") if is_noted else pl.lit(None, pl.String)
    return events.with_columns(
        parent_id="stated_parent_id",
        parent_basis=pl.when(pl.col("stated_parent_id").is_not_null()).then(pl.lit("stated")),
        parent_note=note,
        root_id="stated_root_id",
    ).drop(stated, strict=False)
