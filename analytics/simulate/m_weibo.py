"""Objects of the mobile site's JSON (m.weibo.cn): user, status, comment; text as HTML, counters as
displayed."""

import html
import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.simulate.display import api_time, counter, followers

Row = dict[str, Any]
_NAME = re.compile(r"@([^\s:：@/<>&'\"]{1,30})")
_FACE = re.compile(r"\[([\u4e00-\u9fff]{1,4})\]")


def as_html(text: str) -> str:
    """A text as the site sends it: markup characters escaped, names linked, faces as pictures.

    >>> as_html("1<2 //@甲:好")
    "1&lt;2 //<a href='/n/甲'>@甲</a>:好"
    """
    escaped = html.escape(text, quote=False).replace("\n", "<br />")
    linked = _NAME.sub(r"<a href='/n/\1'>@\1</a>", escaped)
    face = (
        '<span class="url-icon"><img alt=[\\1] src="https://h5.example.invalid/emoticon/\\1.png" '
        'style="width:1em; height:1em;" /></span>'
    )
    return _FACE.sub(face, linked)


def rows(shown: pl.DataFrame) -> Iterator[Row]:
    """Rows of SHOWN with `created_at` and `registered_at` in the platform's form."""
    yield from shown.with_columns(
        api_time(pl.col("at_s")).alias("created_at"), api_time(pl.col("registered_s")).alias("registered_at")
    ).iter_rows(named=True)


def user(row: Row) -> Row:
    """The user object; `followers_count` is text."""
    return {
        "id": row["uid"],
        "screen_name": row["name"],
        "profile_image_url": f"https://tvax.example.invalid/crop.0.0.180.180/{row['uid']}.jpg",
        "profile_url": f"https://m.weibo.cn/u/{row['uid']}",
        "statuses_count": row["posts_n"],
        "verified": row["verified_type"] >= 0,
        "verified_type": row["verified_type"],
        **({"verified_reason": row["verified_reason"]} if row["verified_reason"] else {}),
        "description": row["description"] or "",
        "gender": row["gender"],
        "mbtype": 2,
        "urank": 9,
        "mbrank": row["uid"] % 7,
        "followers_count": followers(row["followers_n"]),
        "follow_count": row["following_n"],
    }


def status(row: Row, root: Row | None = None) -> Row:
    """The status object. `pid` names the repost it was taken from and is absent where that is the root
    itself."""
    made = {
        "visible": {"type": 0, "list_id": 0},
        "created_at": row["created_at"],
        "id": str(row["mid"]),
        "mid": str(row["mid"]),
        "bid": row["bid"],
        "can_edit": False,
        "text": as_html(row["text"]),
        "source": row["client"],
        "pic_num": 0,
        "user": user(row),
        "reposts_count": counter(row["reposts_n"]),
        "comments_count": counter(row["comments_n"]),
        "attitudes_count": counter(row["likes_n"]),
        "isLongText": False,
        "edit_count": int(row["edited"]),
        "region_name": f"发布于 {row['region']}" if row["region"] else None,
    }
    if row["parent_mid"] is not None:
        made["pid"] = row["parent_mid"]
        made["pidstr"] = str(row["parent_mid"])
    if row["kind"] == "repost":
        made["raw_text"] = row["text"]
        made["retweeted_status"] = status(root) if root else None
        made["repost_type"] = 1
    return made


def comment(row: Row, children: list[Row]) -> Row:
    """The comment object of hotflow; `rootid` of a top-level comment is its own id, `comments` is false
    without any."""
    text = row["text"]
    top = row["top_mid"] or row["mid"]
    made = {
        "created_at": row["created_at"],
        "id": str(row["mid"]),
        "mid": str(row["mid"]),
        "rootid": str(top),
        "rootidstr": str(top),
        "floor_number": 0 if row["top_mid"] else 1,
        "text": as_html(text),
        "disable_reply": 0,
        "user": user(row),
        "like_count": row["likes_n"],
        "liked": False,
        "source": f"来自 {row['region']}" if row["region"] else "",
        "total_number": len(children),
    }
    if row["top_mid"] is None:
        made["comments"] = children or False
        made["max_id"] = 0
    elif row["parent_mid"] != row["top_mid"]:
        made["reply_comment"] = {
            "id": str(row["parent_mid"]),
            "text": as_html(row["parent_text"]),
            "user": {"id": row["parent_uid"], "screen_name": row["parent_name"]},
        }
    return made
