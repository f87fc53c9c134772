"""Archives of information operations that X (Twitter) published: CSV of posts, times to the minute in UTC.

Accounts of fewer than 5,000 followers are hashed: their ids, which are no numbers, stand in a space of their
own, and the hash that stands for a name is no name. X names the original of a repost, never the repost it
was taken from; the thread of an answer is not named. Counts are of no known moment, those of a repost may be
the original's and are not taken (recalled, not verified).
"""

import polars as pl

from analytics.importing.formats._x import Links, linked
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids, own_words

_TRUE = ("true", "t", "1")
_COUNTS = {
    "quotes": "quote_count",
    "comments": "reply_count",
    "likes": "like_count",
    "reposts": "retweet_count",
}


def fits(probe: Probe) -> bool:
    """The archive's own names of columns."""
    return probe.container == Container.TABLE and probe.has(
        "tweetid", "userid", "tweet_text", "tweet_time", "is_retweet", "in_reply_to_tweetid"
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a row; a row that is_retweet marks is a repost, even if it names no original."""
    del hints
    own, named, quoted, answered, account = (
        native_ids(raw, name)
        for name in ("tweetid", "retweet_tweetid", "quoted_tweet_tweetid", "in_reply_to_tweetid", "userid")
    )
    is_repost = cell("is_retweet").str.to_lowercase().is_in(_TRUE).fill_null(False) | pl.lit(
        named.is_not_null()
    )
    held = linked(Links(own, named, quoted, answered))
    is_hashed = pl.lit(~account.str.contains(r"^\d+$"))
    bare = raw["urls"].str.strip_chars().str.replace(r"^\[([^\"']*)\]$", "${1}")
    return raw.select(
        "source_row",
        "source_path",
        native=own,
        account=account,
        account_space=pl.when(is_hashed).then(pl.lit("x~operations")),
        account_name=pl.when(cell("user_screen_name") != cell("userid")).then(name_cell("user_screen_name")),
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(held["kind"]),
        root=pl.when(is_repost).then(pl.lit(named)).otherwise(held["root"]),
        parent=pl.when(~is_repost).then(held["parent"]),
        parent_note=pl.when(is_repost).then(pl.lit("root_only")),
        at_text=cell("tweet_time"),
        text="tweet_text",
        own_text=pl.when(~is_repost).then(pl.lit(own_words(raw["tweet_text"]))),
        client=cell("tweet_client_name"),
        urls=links(bare),
        **{f"n_{ours}": pl.when(~is_repost).then(cell(theirs)) for ours, theirs in _COUNTS.items()},
        followers=cell("follower_count"),
        following=cell("following_count"),
        registered_text=cell("account_creation_date"),
        location=cell("user_reported_location"),
    )


IMPORTER = Importer(
    name="x-operations",
    label="X (Twitter) information operations archive CSV",
    source="the archive's published readme; not checked against a real file",
    platform="x",
    never_shows=("repost_parent", "exact_time", "region", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    fields=(
        *("tweetid", "userid", "user_screen_name", "tweet_text", "tweet_time", "tweet_client_name"),
        *("is_retweet", "retweet_tweetid", "quoted_tweet_tweetid", "in_reply_to_tweetid", "urls"),
        *(*_COUNTS.values(), "follower_count", "following_count", "account_creation_date"),
        "user_reported_location",
    ),
)
