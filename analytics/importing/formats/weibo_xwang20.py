"""Items of XWang20's WeiboCrawler: posts, reposts, comments, accounts; JSON Lines, CSV, MongoDB export.

Times are days: the mid holds the moment. `mblog_id` is always the root. Of an answer in a thread
`reply_comment_id` names the comment that is answered; where only `root_comment_id` stands, nobody knows.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids


def fits_posts(probe: Probe) -> bool:
    """Posts with mid and bid and the tool's counters."""
    return probe.has("_id", "bid", "user_id", "created_at", "like_num", "repost_num", "comment_num")


def draft_posts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post a row; the table does not tell reposts."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("post"),
        native=weibo_ids(raw, "_id"),
        native_beside=mids_of_bids(raw["bid"]),
        account=native_ids(raw, "user_id"),
        at_text=cell("created_at"),
        text=pl.col("content"),
        client=cell("tool"),
        n_likes=cell("like_num"),
        n_reposts=cell("repost_num"),
        n_comments=cell("comment_num"),
    )


def fits_reposts(probe: Probe) -> bool:
    """Reposts under their root."""
    return probe.has("_id", "repost_user_id", "mblog_id", "content")


def draft_reposts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost a row."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        native=weibo_ids(raw, "_id"),
        root=weibo_ids(raw, "mblog_id"),
        account=native_ids(raw, "repost_user_id"),
        at_text=cell("created_at"),
        text=pl.col("content"),
        client=cell("source"),
    )


def fits_comments(probe: Probe) -> bool:
    """Comments under their post, with the top of their thread."""
    return probe.has("_id", "comment_user_id", "mblog_id", "content", "like_num")


def draft_comments(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row; an answer's parent where it is named."""
    del hints
    own, about, answered, top = (
        weibo_ids(raw, name) for name in ("_id", "mblog_id", "reply_comment_id", "root_comment_id")
    )
    root = pl.when(pl.lit((about != own).fill_null(True))).then(pl.lit(about))
    is_top = pl.lit(top.is_null() | (top == own).fill_null(False))
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=own,
        root=root,
        parent=pl.when(pl.lit(answered.is_not_null())).then(pl.lit(answered)).when(is_top).then(root),
        parent_note=pl.when(pl.lit(answered.is_null()) & ~is_top).then(pl.lit("in_thread")),
        account=native_ids(raw, "comment_user_id"),
        at_text=cell("created_at"),
        text=pl.col("content"),
        n_likes=cell("like_num"),
    )


def fits_accounts(probe: Probe) -> bool:
    """Profiles."""
    return probe.has("_id", "nick_name", "mblogs_num", "follows_num", "fans_num")


def draft_accounts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One account a row, never an act."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        other=pl.lit("true"),
        account=native_ids(raw, "_id"),
        account_name=name_cell("nick_name"),
        following=cell("follows_num"),
        followers=cell("fans_num"),
        posts=cell("mblogs_num"),
        verified_reason=cell("authentication"),
    )


_ANY = frozenset({Container.TABLE, Container.LINES, Container.DOCUMENT})
_SOURCE = "the tool's own items, read 2026"
_NEVER = ("account_name", "exact_time", "region", "capture_time")
IMPORTERS = (
    Importer(
        name="weibo-xwang20-posts",
        label="WeiboCrawler (XWang20) posts",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "comments", "root", *_NEVER),
        containers=_ANY,
        fits=fits_posts,
        draft=draft_posts,
        fields=(
            *("_id", "bid", "user_id", "created_at", "content", "tool"),
            *("like_num", "repost_num", "comment_num"),
        ),
    ),
    Importer(
        name="weibo-xwang20-reposts",
        label="WeiboCrawler (XWang20) reposts",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "parent", "counters", *_NEVER),
        containers=_ANY,
        fits=fits_reposts,
        draft=draft_reposts,
        fields=("_id", "repost_user_id", "mblog_id", "created_at", "content", "source"),
    ),
    Importer(
        name="weibo-xwang20-comments",
        label="WeiboCrawler (XWang20) comments",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", *_NEVER),
        containers=_ANY,
        fits=fits_comments,
        draft=draft_comments,
        fields=(
            *("_id", "comment_user_id", "mblog_id", "root_comment_id", "reply_comment_id"),
            *("created_at", "content", "like_num"),
        ),
    ),
    Importer(
        name="weibo-xwang20-accounts",
        label="WeiboCrawler (XWang20) accounts",
        source=_SOURCE,
        platform="weibo",
        never_shows=("acts", "capture_time"),
        containers=_ANY,
        fits=fits_accounts,
        draft=draft_accounts,
        fields=("_id", "nick_name", "mblogs_num", "follows_num", "fans_num", "authentication"),
    ),
)
