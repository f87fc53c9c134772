"""What the members of a group wrote on its target posts, in full: a reader must see which side was taken."""

import polars as pl


def own_words(acts: pl.DataFrame, events: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """Count the words of members on the target posts of each group.

    acts: CLUSTER_ACTS; events: EVENTS (event_id, own_text); families: FAMILIES by words.

    Returns a row for each family of texts, or text in none, most used first: cluster_id, text (its most used
    wording, as exported and whole), events_n, accounts_n, wordings_n, posts_n, event_id (the earliest with
    that wording). Events without words of their own are left out.

    >>> from datetime import UTC, datetime
    >>> acts = pl.DataFrame({"cluster_id": ["g1"] * 3, "account_id": ["a", "b", "b"],
    ...     "object_id": list("ppq"), "event_id": ["1", "2", "3"],
    ...     "at": [datetime(2025, 3, k, tzinfo=UTC) for k in (1, 2, 3)]})
    >>> events = pl.DataFrame({"event_id": ["1", "2", "3"], "own_text": ["支持", "支持", None]})
    >>> none = pl.DataFrame(schema={"event_id": pl.String, "family_id": pl.String})
    >>> own_words(acts, events, none).select("text", "events_n", "accounts_n", "event_id").rows()
    [('支持', 2, 2, '1')]
    """
    said = (
        acts.select("cluster_id", "account_id", "object_id", "event_id", "at")
        .join(events.select("event_id", text="own_text"), on="event_id")
        .filter(pl.col("text").str.strip_chars() != "")
        .join(families.select("event_id", "family_id"), on="event_id", how="left")
        .with_columns(said=pl.coalesce("family_id", "text"))
        .sort("at", "event_id")
    )
    wording = (
        said.group_by("cluster_id", "said", "text", maintain_order=True)
        .agg(n=pl.len(), event_id=pl.col("event_id").first())
        .sort("n", descending=True, maintain_order=True)
        .unique(["cluster_id", "said"], keep="first", maintain_order=True)
        .drop("n")
    )
    counts = said.group_by("cluster_id", "said", maintain_order=True).agg(
        events_n=pl.len().cast(pl.Int64),
        accounts_n=pl.col("account_id").n_unique().cast(pl.Int64),
        wordings_n=pl.col("text").n_unique().cast(pl.Int64),
        posts_n=pl.col("object_id").n_unique().cast(pl.Int64),
    )
    return (
        counts.join(wording, on=["cluster_id", "said"])
        .sort("cluster_id", "events_n", "event_id", descending=[False, True, False])
        .select("cluster_id", "text", "events_n", "accounts_n", "wordings_n", "posts_n", "event_id")
    )
