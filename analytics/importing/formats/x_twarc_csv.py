"""Posts of X as twarc-csv flattens them: CSV, one row a post.

By default the tool puts the original's text, links and counts into the row of a repost; nothing in the row
tells whether it did. So none of them is taken as the repost's own: text stays as exported, own_text, urls and
counters are null. Line ends inside a text are written as backslash and n. X names the original of a repost,
never the repost it was taken from.
"""

import polars as pl

from analytics.importing.formats._x import Links, as_one_act, linked, own_text
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids, plain_text

_REFERRED = tuple(f"referenced_tweets.{kind}.id" for kind in ("retweeted", "quoted", "replied_to"))
_COUNTS = {
    "views": "impression",
    "reposts": "retweet",
    "comments": "reply",
    "likes": "like",
    "quotes": "quote",
}


def fits(probe: Probe) -> bool:
    """The three columns of referred posts beside author_id and text."""
    return probe.container == Container.TABLE and probe.has("id", "author_id", "text", *_REFERRED)


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a row."""
    del hints
    own, reposted, quoted, answered, thread = (
        native_ids(raw, name) for name in ("id", *_REFERRED, "conversation_id")
    )
    posts, later, is_edited = as_one_act(
        Links(own, reposted, quoted, answered, thread), raw["edit_history_tweet_ids"]
    )
    is_own = pl.lit(reposted.is_null())
    return raw.select(
        "source_row",
        "source_path",
        native=posts.native,
        account=native_ids(raw, "author_id").fill_null(native_ids(raw, "author.id")),
        account_name=name_cell("author.username"),
        **linked(posts),
        at_text=pl.when(pl.lit(later.is_null())).then(cell("created_at")),
        captured_text=cell("__twarc.retrieved_at"),
        text="text",
        own_text=own_text(reposted, raw["text"]),
        client=cell("source"),
        edited=pl.when(is_edited).then(pl.lit("true")),
        urls=pl.when(is_own).then(pl.lit(links(raw["entities.urls"]))),
        **{
            f"n_{ours}": pl.when(is_own).then(cell(f"public_metrics.{theirs}_count"))
            for ours, theirs in _COUNTS.items()
        },
        followers=cell("author.public_metrics.followers_count"),
        following=cell("author.public_metrics.following_count"),
        posts=cell("author.public_metrics.tweet_count"),
        registered_text=cell("author.created_at"),
        verified=cell("author.verified"),
        location=plain_text(cell("author.location")),
    )


IMPORTER = Importer(
    name="x-twarc-csv",
    label="X posts as twarc-csv flattens them (CSV)",
    source="twarc-csv at d77da93, read 2026",
    platform="x",
    never_shows=("repost_parent", "region"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "author_id", "conversation_id", *_REFERRED, "created_at", "text", "source"),
        *("edit_history_tweet_ids", "entities.urls", "__twarc.retrieved_at"),
        *(f"public_metrics.{theirs}_count" for theirs in _COUNTS.values()),
        *(f"author.{name}" for name in ("id", "username", "created_at", "location", "verified")),
        *(f"author.public_metrics.{name}_count" for name in ("followers", "following", "tweet")),
    ),
)
