"""What WeiboSpider (nghuyong) wrote from 2019 to 2022, when it read weibo.cn: the collections Tweets,
Comments, Repost, Information and Relationships of its MongoDB, as mongoexport hands them out.

Times are to the minute. A post's `_id` is `<uid>_<bid>`, a comment's `C_<mid>`; a repost has no id of the
platform's, so that each row is an act of its own. The place of the post is a bid, or an address that ends in
one. A repost's text is the original's, then "转发理由:" and the own words.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids, own_words, weibo_ids

_REASON = r"(?s)^.*?转发理由[:：]"
_IN_ADDRESS = r"/([0-9A-Za-z]{6,9}|[3-6]\d{15})/?(?:[?#].*)?$"
_UID = r"^(?:u/)?(\d{5,12})$"
_SOURCE = "the spider's own code at 2019-04, 2020-11 and 2021-09, read 2026"
_CONTAINERS = frozenset({Container.LINES, Container.DOCUMENT, Container.TABLE})


def fits_tweets(probe: Probe) -> bool:
    """Counters named like_num, repost_num and comment_num beside the account's id."""
    columns = ("_id", "user_id", "content", "created_at", "like_num", "repost_num", "comment_num")
    return probe.has(*columns) and not probe.has("bid") and not probe.has("mblog_id")


def fits_comments(probe: Probe) -> bool:
    """comment_user_id beside the bid or the address of the post."""
    is_placed = probe.has("weibo_id") or probe.has("weibo_url")
    is_row = probe.has("_id", "comment_user_id", "content", "created_at")
    return is_row and is_placed and not probe.has("mblog_id")


def fits_reposts(probe: Probe) -> bool:
    """The account's id and the post's bid, without counters or an id of the row's own."""
    others = ("comment_user_id", "like_num", "bid", "mblogid", "mid", "id")
    is_row = probe.has("user_id", "weibo_id", "content", "created_at", "crawl_time")
    return is_row and not any(probe.has(name) for name in others)


def fits_users(probe: Probe) -> bool:
    """A profile with fans_num, or a pair of accounts."""
    return probe.has("_id", "nick_name", "fans_num", "tweets_num") or probe.has(
        "_id", "fan_id", "followed_id"
    )


def _placed(raw: pl.DataFrame, *names: str) -> pl.Series:
    """The post that a bid or the end of an address names, the first column that knows it."""
    found = pl.coalesce(
        pl.when(cell(name).str.contains("/", literal=True))
        .then(cell(name).str.extract(_IN_ADDRESS, 1))
        .otherwise(cell(name))
        for name in names
    )
    return weibo_ids(raw.select(found.alias("id")), "id")


def _shared(raw: pl.DataFrame, who: str) -> dict[str, pl.Expr]:
    """Own words and the account; a personal domain ("someones-page") is no id."""
    spoken = raw.select(pl.col("content").str.replace(_REASON, "")).to_series()
    return {
        "account": cell(who).str.extract(_UID, 1),
        "at_text": cell("created_at"),
        "captured_text": cell("crawl_time"),
        "text": pl.col("content"),
        "own_text": pl.lit(own_words(spoken)),
    }


def draft_tweets(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """A post, or a repost: it names its original's address, or gives its reason."""
    del hints
    root = _placed(raw, "origin_weibo")
    is_repost = pl.lit(root.is_not_null()) | pl.col("content").str.contains("转发理由[:：]").fill_null(False)
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "_id"),
        native_beside=_placed(raw, "weibo_url"),
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post")),
        root=root,
        **_shared(raw, "user_id"),
        client=cell("tool"),
        n_likes="like_num",
        n_reposts="repost_num",
        n_comments="comment_num",
    )


def draft_comments(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row, under its post; whom it answers is told by a name in the text alone."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=weibo_ids(raw, "_id"),
        root=_placed(raw, "weibo_id", "weibo_url"),
        **_shared(raw, "comment_user_id"),
        n_likes="like_num",
    )


def draft_reposts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost a row, without an id."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        root=_placed(raw, "weibo_id"),
        **_shared(raw, "user_id"),
    )


def draft_users(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One account a row, or a pair of which the fan is named; never an act."""
    del hints
    is_profile = pl.col("nick_name").is_not_null()
    return raw.select(
        "source_row",
        "source_path",
        other=pl.lit("true"),
        account=pl.when(is_profile).then(pl.lit(native_ids(raw, "_id"))).otherwise(cell("fan_id")),
        account_name=name_cell("nick_name"),
        followers="fans_num",
        following="follows_num",
        posts="tweets_num",
        location=cell("province"),
        captured_text=cell("crawl_time"),
    )


_WHOSE = ("content", "created_at", "crawl_time")

IMPORTERS = (
    Importer(
        name="weibo-nghuyong-2019-tweets",
        label="WeiboSpider (nghuyong) 2019 to 2022, tweets",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "account_name", "parent", "exact_time", "region"),
        containers=_CONTAINERS,
        fits=fits_tweets,
        draft=draft_tweets,
        fields=(
            *("_id", "user_id", "weibo_url", "origin_weibo", "tool", "like_num", "repost_num"),
            *("comment_num", *_WHOSE),
        ),
    ),
    Importer(
        name="weibo-nghuyong-2019-comments",
        label="WeiboSpider (nghuyong) 2019 to 2022, comments",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "account_name", "parent", "exact_time", "region"),
        containers=_CONTAINERS,
        fits=fits_comments,
        draft=draft_comments,
        fields=("_id", "comment_user_id", "weibo_id", "weibo_url", "like_num", *_WHOSE),
    ),
    Importer(
        name="weibo-nghuyong-2019-reposts",
        label="WeiboSpider (nghuyong) 2020 to 2022, reposts",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "own_id", "account_name", "parent", "exact_time", "region", "counters"),
        containers=_CONTAINERS,
        fits=fits_reposts,
        draft=draft_reposts,
        fields=("user_id", "weibo_id", *_WHOSE),
    ),
    Importer(
        name="weibo-nghuyong-2019-users",
        label="WeiboSpider (nghuyong) 2019 to 2022, users and relations",
        source=_SOURCE,
        platform="weibo",
        never_shows=("acts",),
        containers=_CONTAINERS,
        fits=fits_users,
        draft=draft_users,
        fields=(
            *("_id", "nick_name", "fans_num", "follows_num", "tweets_num", "province"),
            *("fan_id", "followed_id", "crawl_time"),
        ),
    ),
)
