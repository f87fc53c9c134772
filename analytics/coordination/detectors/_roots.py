"""Acts on posts, each about its root; the root's own author is left out."""

import polars as pl


def on_roots(events: pl.DataFrame, *kinds: str) -> pl.DataFrame:
    """event_id, account_id, at, at_precision, object_id (the root) of the acts of these kinds, in the
    order of `events`."""
    acts = (
        events.lazy()
        .filter(pl.col("kind").is_in(kinds) & pl.col("root_id").is_not_null())
        .select("event_id", "account_id", "at", "at_precision", object_id="root_id")
    )
    authors = (
        events.lazy()
        .select(object_id="event_id", author_id="account_id")
        .drop_nulls()
        .join(acts.select("object_id").unique(), on="object_id", how="semi")
    )
    is_own = (pl.col("account_id") == pl.col("author_id")).fill_null(False)
    return (
        acts.join(authors, on="object_id", how="left", maintain_order="left")
        .filter(~is_own)
        .drop("author_id")
        .collect()
    )
