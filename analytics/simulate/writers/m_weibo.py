"""Raw JSON of the mobile site and of weibo.com/ajax: pages of reposts and comments, texts as HTML.

Cut shown acts into the pages in which a site hands them out.

Objects of the mobile site's JSON (m.weibo.cn): user, status, comment; text as HTML, counters as
displayed.

m.weibo.cn/comments/hotflow: raw JSON, a file a page, replies nested below their top-level comment.

m.weibo.cn/api/statuses/repostTimeline: raw JSON, a file a page, newest first, `pid` names the direct
parent.

weibo.com/ajax/statuses/buildComments: raw JSON, a file a page, ids as numbers, plain text beside HTML.
"""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from analytics.simulate.displayed_values import api_time, counter, followers
from analytics.simulate.write_files import write_json
from analytics.simulate.writer import View, Writer


def pages_of(chunks: Iterable[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """The rows of `chunks` in order, `size` at a time; one empty page if there are none."""
    rest: pl.DataFrame | None = None
    given = False
    for chunk in chunks:
        rest = chunk if rest is None else pl.concat([rest, chunk])
        while len(rest) >= size:
            yield rest.head(size)
            rest, given = rest.slice(size), True
    if rest is not None and (len(rest) or not given):
        yield rest


def page_file(stem: Path, number: int) -> Path:
    """The file of one page: `<stem>_p1.json`."""
    return stem.with_name(f"{stem.name}_p{number}.json")


def threads_of(chunks: Iterable[pl.DataFrame], size: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """(top-level comments of a page, their children). The comments of one post must fit in memory."""
    frames = list(chunks)
    if not frames:
        return
    everything = pl.concat(frames)
    tops = everything.filter(pl.col("top_mid").is_null())
    children = everything.filter(pl.col("top_mid").is_not_null())
    for start in range(0, max(1, len(tops)), size):
        page = tops.slice(start, size)
        yield page, children.filter(pl.col("top_mid").is_in(page["mid"].to_list()))


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


PAGE_M_WEIBO_COMMENTS = 40  # Top-level comments a page; the site gives about 20, the layout is the same.


def write_m_weibo_comments(view: View, target: Path) -> list[Path]:
    """`<target>_p1.json`, `_p2.json`, ..."""
    files: list[Path] = []
    threads = list(threads_of(view.chunks, PAGE_M_WEIBO_COMMENTS))
    for number, (tops, replies) in enumerate(threads, 1):
        below: dict[int, list[dict[str, Any]]] = {}
        for row in rows(replies):
            below.setdefault(row["top_mid"], []).append(comment(row, []))
        made = [comment(row, below.get(row["mid"], [])) for row in rows(tops)]
        more = made[-1]["mid"] if number < len(threads) else 0
        total = sum(len(page) + len(children) for page, children in threads)
        body = {
            "ok": 1,
            "data": {
                "data": made,
                "total_number": total,
                "max": len(threads),
                "status": {"comment_manage_info": {"comment_permission_type": -1}},
                "max_id": int(more),
                "max_id_type": 0,
            },
        }
        files.append(write_json(page_file(target, number), body))
    return files


WRITER_M_WEIBO_COMMENTS = Writer(
    "m_weibo_comments", "m.weibo.cn hotflow, raw JSON", frozenset({"comment"}), write_m_weibo_comments
)


PAGE_M_WEIBO_REPOSTS = 50  # Statuses a page; the site gives fewer, the layout is the same.


def write_m_weibo_reposts(view: View, target: Path) -> list[Path]:
    """`<target>_p1.json`, `_p2.json`, ..."""
    roots = {row["mid"]: row for row in rows(view.roots)}
    files: list[Path] = []
    for number, page in enumerate(pages_of(view.chunks, PAGE_M_WEIBO_REPOSTS), 1):
        statuses = [status(row, roots.get(row["root_mid"])) for row in rows(page)]
        total = max((row["reposts_n"] for row in roots.values()), default=len(page))
        body = {
            "ok": 1,
            "msg": "数据获取成功",
            "data": {
                "data": statuses,
                "total_number": total,
                "hot_total_number": 0,
                "max": -(-total // PAGE_M_WEIBO_REPOSTS),
            },
        }
        files.append(write_json(page_file(target, number), body))
    return files


WRITER_M_WEIBO_REPOSTS = Writer(
    "m_weibo_reposts", "m.weibo.cn repostTimeline, raw JSON", frozenset({"repost"}), write_m_weibo_reposts
)


PAGE_AJAX_COMMENTS = 20  # Top-level comments a page.


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


def write_ajax_comments(view: View, target: Path) -> list[Path]:
    """`<target>_p1.json`, `_p2.json`, ..."""
    files: list[Path] = []
    threads = list(threads_of(view.chunks, PAGE_AJAX_COMMENTS))
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


WRITER_AJAX_COMMENTS = Writer(
    "ajax_comments", "weibo.com/ajax buildComments, raw JSON", frozenset({"comment"}), write_ajax_comments
)

WRITERS = (WRITER_M_WEIBO_COMMENTS, WRITER_M_WEIBO_REPOSTS, WRITER_AJAX_COMMENTS)
