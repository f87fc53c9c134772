"""weibo.com/ajax/statuses/buildComments: raw JSON, a file a page, ids as numbers, plain text beside HTML."""

from pathlib import Path
from typing import Any

from analytics.simulate.files import write_json
from analytics.simulate.m_weibo import Row, as_html, rows
from analytics.simulate.pages import page_file, threads_of
from analytics.simulate.writer import View, Writer

PAGE = 20  # Top-level comments a page.


def _comment(row: Row, children: list[Row]) -> Row:
    top = row["top_mid"] or row["mid"]
    made: dict[str, Any] = {
        "created_at": row["created_at"],
        "id": row["mid"],
        "idstr": str(row["mid"]),
        "mid": str(row["mid"]),
        "rootid": top,
        "rootidstr": str(top),
        "floor_number": 0 if row["top_mid"] else 1,
        "text": as_html(row["text"]),
        "text_raw": row["text"],
        "disable_reply": 0,
        "like_counts": row["likes_n"],
        "liked": False,
        "source": f"来自{row['region']}" if row["region"] else "",
        "isLikedByMblogAuthor": False,
        "user": {
            "id": row["uid"],
            "idstr": str(row["uid"]),
            "screen_name": row["name"],
            "verified": row["verified_type"] >= 0,
            "verified_type": row["verified_type"],
            "followers_count": row["followers_n"],
            "friends_count": row["following_n"],
            "statuses_count": row["posts_n"],
            "gender": row["gender"],
            "location": row["location"],
        },
    }
    if row["top_mid"] is None:
        made |= {"comments": children, "total_number": len(children), "max_id": 0}
    elif row["parent_mid"] != row["top_mid"]:
        made["reply_comment"] = {
            "id": row["parent_mid"],
            "text": row["parent_text"],
            "user": {"id": row["parent_uid"], "screen_name": row["parent_name"]},
        }
    return made


def write(view: View, target: Path) -> list[Path]:
    """`<target>_p1.json`, `_p2.json`, ..."""
    files: list[Path] = []
    threads = list(threads_of(view.chunks, PAGE))
    for number, (tops, replies) in enumerate(threads, 1):
        below: dict[int, list[Row]] = {}
        for row in rows(replies):
            below.setdefault(row["top_mid"], []).append(_comment(row, []))
        made = [_comment(row, below.get(row["mid"], [])) for row in rows(tops)]
        body = {
            "ok": 1,
            "filter_group": [],
            "data": made,
            "rootComment": [],
            "trendsText": "已加载全部评论",
            "total_number": sum(len(page) for page, _ in threads),
            "max_id": made[-1]["id"] if number < len(threads) else 0,
        }
        files.append(write_json(page_file(target, number), body))
    return files


WRITER = Writer("ajax_comments", "weibo.com/ajax buildComments, raw JSON", frozenset({"comment"}), write)
