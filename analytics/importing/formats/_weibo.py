"""What Weibo layouts share: a mid in a file name, whom a comment answers, the columns of an account."""

import re

import polars as pl

MID_IN_NAME = re.compile(r"(?<!\d)([3-6]\d{15})(?!\d)")


def mid_in_name(name: str) -> dict[str, str]:
    """The post a file is about, where its name holds exactly one mid.

    >>> mid_in_name("comment_5140612562168253_20250307215000.jsonl")
    {'about': '5140612562168253'}
    """
    found = set(MID_IN_NAME.findall(name))
    return {"about": found.pop()} if len(found) == 1 else {}


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
