"""dataabc/weibo-crawler JSON, one account a file: its profile and its statuses with the original inside each
repost."""

from pathlib import Path
from typing import Any

import polars as pl

from analytics.simulate.displayed_values import clock
from analytics.simulate.write_files import write_json
from analytics.simulate.writer import View, Writer

Row = dict[str, Any]


def _status(row: Row) -> Row:
    return {
        "user_id": row["uid"],
        "screen_name": row["name"],
        "id": row["mid"],
        "bid": row["bid"],
        "text": row["text"],
        "article_url": "",
        "pics": "",
        "video_url": "",
        "live_photo_url": "",
        "links": "",
        "location": "",
        "created_at": row["day"],
        "source": row["client"] or "",
        "attitudes_count": row["likes_n"],
        "comments_count": row["comments_n"],
        "reposts_count": row["reposts_n"],
        "topics": "",
        "at_users": "",
        "full_created_at": row["clock"],
        "edited": row["edited"],
        "edit_count": int(row["edited"]),
    }


def _user(row: Row) -> Row:
    return {
        "id": str(row["uid"]),
        "screen_name": row["name"],
        "gender": row["gender"],
        "birthday": "",
        "location": row["location"],
        "ip_location": f"IP属地：{row['account_region']}",
        "education": "",
        "company": "",
        "registration_time": row["registered"],
        "sunshine": "信用极好",
        "statuses_count": row["posts_n"],
        "followers_count": row["followers_n"],
        "follow_count": row["following_n"],
        "description": row["description"] or "",
        "profile_url": f"https://m.weibo.cn/u/{row['uid']}",
        "profile_image_url": "",
        "avatar_hd": "",
        "urank": 9,
        "mbrank": 0,
        "verified": row["verified_type"] >= 0,
        "verified_type": row["verified_type"],
        "verified_reason": row["verified_reason"] or "",
    }


def _rows(shown: pl.DataFrame) -> list[Row]:
    return shown.with_columns(
        clock(pl.col("at_s")).alias("clock"),
        clock(pl.col("at_s"), "%Y-%m-%d").alias("day"),
        clock(pl.col("registered_s"), "%Y-%m-%d").alias("registered"),
    ).rows(named=True)


def write(view: View, target: Path) -> list[Path]:
    """One JSON file; the chunks must be of one account and fit in memory."""
    roots = {row["mid"]: row for row in _rows(view.roots)}
    rows = [row for chunk in view.chunks for row in _rows(chunk)]
    statuses = []
    for row in rows:
        made = _status(row)
        if row["root_mid"] in roots:
            made["retweet"] = _status(roots[row["root_mid"]])
        statuses.append(made)
    return [write_json(target, {"user": _user(rows[0]) if rows else {}, "weibo": statuses})]


WRITER = Writer(
    "weibo_crawler_json", "dataabc/weibo-crawler, <uid>.json", frozenset({"post", "repost"}), write
)
