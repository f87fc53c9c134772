"""What Weibo layouts share: a mid in a file name, whom a comment answers, the columns of an account."""

import re

import polars as pl

from analytics.importing.values import mids_of_bids

MID_IN_NAME = re.compile(r"(?<!\d)([3-6]\d{15})(?!\d)")
BID_IN_NAME = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{9})(?![0-9A-Za-z])")
PLAIN_WORD = re.compile(r"[A-Za-z]?[a-z]+$|\d+$")
UID_IN_NAME = re.compile(r"(\d{8,12})(?!\d)")


def mid_in_name(name: str) -> dict[str, str]:
    """The post a file is about, where its name holds exactly one mid.

    >>> mid_in_name("comment_5140612562168253_20250307215000.jsonl")
    {'about': '5140612562168253'}
    """
    found = set(MID_IN_NAME.findall(name))
    return {"about": found.pop()} if len(found) == 1 else {}


def post_in_name(name: str) -> dict[str, str]:
    """The post a file is about, where its name holds exactly one mid, or one bid as a word of its own.

    >>> post_in_name("z0JH2lOMb.csv"), post_in_name("comments.csv"), post_in_name("Microblog.csv")
    ({'about': '3501756485200075'}, {}, {})
    """
    words = [word for word in BID_IN_NAME.findall(name) if not PLAIN_WORD.match(word)]
    mids = [mid for mid in mids_of_bids(pl.Series(words, dtype=pl.String)) if mid and MID_IN_NAME.match(mid)]
    found = set(MID_IN_NAME.findall(name)) | set(mids)
    return {"about": found.pop()} if len(found) == 1 else {}


def uid_in_name(name: str) -> dict[str, str]:
    """The account whose posts a file holds, where its name begins with the id of one.

    >>> uid_in_name("9900000001_甲.csv"), uid_in_name("2025.csv")
    ({'author': '9900000001'}, {})
    """
    found = UID_IN_NAME.match(name)
    return {"author": found.group(1)} if found else {}


def without_name(text: pl.Expr, name: pl.Expr) -> pl.Expr:
    """A text without the name of its own author that the tool left before it ("甲:好")."""
    opening = pl.coalesce(
        pl.when(text.str.starts_with(name + mark)).then(name + mark) for mark in (":", "：")
    )
    return pl.when(opening.is_not_null()).then(text.str.strip_prefix(opening)).otherwise(text)


def answers_by_name(text: pl.Expr) -> pl.Expr:
    """Whether a comment opens by answering a name: its direct parent is then that name's comment, not the
    thread's top."""
    return text.str.contains(r"^[\s：:]*回复\s*(<a[^>]*>)?@").fill_null(False)


def thread_parent(own: pl.Expr, answered: pl.Expr, top: pl.Expr, text: pl.Expr, about: pl.Expr) -> pl.Expr:
    """The parent that a comment's fields state: the comment it answers, else the thread's top comment, else
    the post.

    A top-level comment names itself (or "0") as top. A comment that answers a name within a thread, without
    the answered comment's id, states no parent.
    """
    is_top = top.is_null() | (top == own)
    return (
        pl.when(answered.is_not_null())
        .then(answered)
        .when(is_top)
        .then(pl.when(top.is_not_null()).then(about))
        .when(~answers_by_name(text))
        .then(top)
    )


def account_columns(prefix: str) -> dict[str, pl.Expr]:
    """Draft columns from the fields of an embedded account (`prefix`: "user.")."""
    return {
        "account_name": pl.col(f"{prefix}screen_name"),
        "verified": pl.col(f"{prefix}verified"),
        "verified_type": pl.col(f"{prefix}verified_type"),
        "verified_reason": pl.col(f"{prefix}verified_reason"),
        "followers": pl.coalesce(f"{prefix}followers_count", f"{prefix}followers_count_str"),
        "following": pl.coalesce(f"{prefix}follow_count", f"{prefix}friends_count"),
        "posts": pl.col(f"{prefix}statuses_count"),
        "registered_text": pl.col(f"{prefix}created_at"),
        "location": pl.col(f"{prefix}location"),
    }


ACCOUNT_FIELDS = (
    "screen_name",
    "verified",
    "verified_type",
    "verified_reason",
    "followers_count",
    "followers_count_str",
    "follow_count",
    "friends_count",
    "statuses_count",
    "created_at",
    "location",
)
