"""Rows as MediaCrawler writes them, by platform and generation, and what they say."""

import hashlib
from typing import Any

from tests.importing.layouts.made import Hashed, bj, bj_min, m, n, top, u, unix

SEEN_MS = (unix(0) + 86_400) * 1000
NAMES = {
    "weibo": ("weibo",), "douyin": ("douyin", "dy"), "xhs": ("xhs", "xiaohongshu"), "bilibili": ("bilibili", "bili"),
    "kuaishou": ("kuaishou", "ks"), "tieba": ("tieba",), "zhihu": ("zhihu",),
}  # fmt: skip
TABLES = {
    "weibo": ("weibo_note", "weibo_note_comment"),
    "douyin": ("douyin_aweme", "douyin_aweme_comment"),
    "xhs": ("xhs_note", "xhs_note_comment"),
    "bilibili": ("bilibili_video", "bilibili_video_comment"),
    "kuaishou": ("kuaishou_video", "kuaishou_video_comment"),
    "tieba": ("tieba_note", "tieba_comment"),
    "zhihu": ("zhihu_content", "zhihu_comment"),
}
IMMEDIATE = ("xhs", "bilibili", "zhihu")  # Whose parent is the comment answered; elsewhere it is the thread.
PRECISION = {"xhs": ("ms", "s"), "kuaishou": ("ms", "s"), "tieba": ("min",)}
PLACED = ("weibo", "douyin", "xhs", "tieba")  # Whose contents state a region (until 2026-07-01).
GONE = {
    "user_id", "sec_uid", "short_user_id", "user_unique_id", "user_signature", "avatar", "gender", "profile_url",
    "ip_location", "sex", "sign", "user_link", "user_avatar", "user_url_token",
}  # fmt: skip


def who(platform: str, k: int) -> str:
    """The id of an account in the form of its platform."""
    if platform == "xhs":
        return f"5f00c0ffee{k:014x}"
    return f"3xfiction{k:06}" if platform == "kuaishou" else f"{k:032x}" if platform == "zhihu" else u(k)


def link(k: int) -> str:
    """What Tieba shows instead of an id."""
    return f"https://tieba.baidu.com/home/main?id=tb.1.fiction{k:04}.abcDEF&fr=pb"


def hash_of(platform: str, k: int) -> str:
    """What the later generation writes instead of the id."""
    shown = link(k) if platform == "tieba" else who(platform, k)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def content_id(platform: str, k: int) -> str:
    made = {
        "weibo": m(k), "douyin": str(7_506_000_000_000_007_001 + k), "xhs": f"{unix(k):08x}000000002103{k:04x}",
        "bilibili": f"1145{k:08}", "kuaishou": f"3xvideo{k:08}", "tieba": f"95{k:08}", "zhihu": f"19{k:08}",
    }  # fmt: skip
    return made[platform]


def comment_id(platform: str, k: int) -> str:
    made = {
        "weibo": m(k), "douyin": str(7_506_111_000_000_008_001 + k), "xhs": f"{unix(k):08x}000000001c00{k:04x}",
        "bilibili": f"2601{k:08}", "kuaishou": f"9712{k:08}", "tieba": f"152{k:09}", "zhihu": f"11{k:08}",
    }  # fmt: skip
    return made[platform]


def _author(platform: str, k: int, placed: bool = True) -> dict[str, Any]:
    place = {"ip_location": "浙江"} if placed else {}
    if platform == "tieba":
        return {"user_link": link(k), "user_nickname": n(k), "user_avatar": "", **place}
    if platform == "zhihu":
        row = {"user_id": who(platform, k), "user_link": f"https://www.zhihu.com/people/fiction-{k}"}
        return {**row, "user_nickname": n(k), "user_avatar": "", **place}
    row = {"user_id": who(platform, k), "nickname": n(k), "avatar": "https://example.invalid/a.jpg"}
    if platform == "douyin":
        row |= {
            "sec_uid": f"MS4wFiction{k}",
            "short_user_id": "0",
            "user_unique_id": f"fiction{k}",
            "user_signature": "",
        }
    if platform == "weibo":
        row |= {"gender": "f", "profile_url": f"https://m.weibo.cn/u/{u(k)}?uid={u(k)}"}
    return row | (place if platform in PLACED else {})


def content(platform: str, k: int, by: int) -> dict[str, Any]:
    """A content by account `by`, as written until 2026-07-01; 30 + k likes."""
    own, likes = content_id(platform, k), str(30 + k)
    words, author = f"关于薄荷的内容{k}", _author(platform, by, platform != "zhihu")
    last = {"last_modify_ts": SEEN_MS}
    if platform == "weibo":
        row = {
            "note_id": own,
            "content": words,
            "create_time": unix(k) + 28_800,
            "create_date_time": bj(k) + "+08:00",
        }
        row |= {"liked_count": likes, "comments_count": str(20 + k), "shared_count": str(10 + k), **last}
        row = {**row, "note_url": f"https://m.weibo.cn/detail/{own}", **author, "source_keyword": "薄荷"}
    elif platform == "douyin":
        row = {
            "aweme_id": own,
            "aweme_type": "0",
            "title": words,
            "desc": words,
            "create_time": unix(k),
            **author,
        }
        row |= {
            "liked_count": likes,
            "collected_count": "5",
            "comment_count": str(20 + k),
            "share_count": str(10 + k),
            **last,
        }
        row = row | {"aweme_url": f"https://www.douyin.com/video/{own}", "cover_url": "", "video_download_url": "",
                      "music_download_url": "", "note_download_url": "", "source_keyword": "薄荷"}  # fmt: skip
    elif platform == "xhs":
        row = {
            "note_id": own,
            "type": "normal",
            "title": f"标题{k}",
            "desc": words,
            "video_url": "",
            "time": unix(k) * 1000,
        }
        row |= {
            "last_update_time": unix(k) * 1000 + 5_000,
            **author,
            "liked_count": "1.2万",
            "collected_count": "999+",
        }
        row |= {
            "comment_count": str(20 + k),
            "share_count": str(10 + k),
            "image_list": "",
            "tag_list": "薄荷,阳台",
            **last,
        }
        row = row | {
            "note_url": f"https://www.xiaohongshu.com/explore/{own}",
            "source_keyword": "薄荷",
            "xsec_token": "A=",
        }
    elif platform == "bilibili":
        row = {
            "video_id": own,
            "video_type": "video",
            "title": f"标题{k}",
            "desc": words,
            "create_time": unix(k),
            **author,
        }
        row |= {
            "liked_count": likes,
            "disliked_count": "0",
            "video_play_count": str(5000 + k),
            "video_favorite_count": "6",
        }
        row |= {
            "video_share_count": str(10 + k),
            "video_coin_count": "7",
            "video_danmaku": "8",
            "video_comment": str(20 + k),
        }
        row = {
            **row,
            **last,
            "video_url": f"https://www.bilibili.com/video/av{own}",
            "video_cover_url": "",
            "source_keyword": "",
        }
    elif platform == "kuaishou":
        row = {
            "video_id": own,
            "video_type": "1",
            "title": words,
            "desc": words,
            "create_time": unix(k) * 1000,
            **author,
        }
        row |= {
            "liked_count": likes,
            "viewd_count": str(5000 + k),
            **last,
            "video_url": "",
            "video_cover_url": "",
        }
        row = {**row, "video_play_url": "", "source_keyword": "薄荷"}
    elif platform == "tieba":
        row = {
            "note_id": own,
            "title": f"标题{k}",
            "desc": words,
            "note_url": f"https://tieba.baidu.com/p/{own}",
        }
        row |= {
            "publish_time": bj_min(k),
            **author,
            "tieba_id": "7",
            "tieba_name": "薄荷吧",
            "tieba_link": "",
            **last,
        }
        row = row | {"total_replay_num": 20 + k, "total_replay_page": 1, "source_keyword": ""}
    else:
        row = {
            "content_id": own,
            "content_type": "answer",
            "content_text": words,
            "content_url": "",
            "question_id": "77",
        }
        row |= {
            "title": f"标题{k}",
            "desc": words[:4],
            "created_time": unix(k),
            "updated_time": unix(k),
            "voteup_count": 30 + k,
        }
        row = {
            **row,
            "comment_count": 20 + k,
            "source_keyword": "",
            **author,
            "user_url_token": f"fiction-{by}",
            **last,
        }
    return row


def comment(platform: str, k: int, thread: int | None = None, target: int | None = None) -> dict[str, Any]:
    """A comment below content 0, as written until 2026-07-01. thread: its top comment; target: what it answers."""
    own, below = comment_id(platform, k), content_id(platform, 0)
    above = target if platform in IMMEDIATE else thread
    parent: Any = {"weibo": own, "douyin": "0", "xhs": 0, "bilibili": "0", "tieba": "", "zhihu": "0"}.get(
        platform
    )
    if above is not None and parent is not None:
        parent = comment_id(platform, above)
    author, last = _author(platform, k), {"last_modify_ts": SEEN_MS, "sub_comment_count": "0"}
    words = f"评论{k}"
    if platform == "weibo":
        words = words if target is None or target == thread else f"回复@{n(target)}:{words}"
        row = {
            "comment_id": own,
            "create_time": unix(k) + 28_800,
            "create_date_time": bj(k) + "+08:00",
            "note_id": below,
        }
        row = {
            **row,
            "content": words,
            "comment_like_count": str(k),
            **last,
            "parent_comment_id": parent,
            **author,
        }
    elif platform == "douyin":
        row = {
            "comment_id": own,
            "create_time": unix(k),
            "aweme_id": below,
            "content": words,
            **author,
            **last,
        }
        row = {**row, "like_count": k, "parent_comment_id": parent, "pictures": ""}
    elif platform == "xhs":
        row = {
            "comment_id": own,
            "create_time": unix(k) * 1000,
            "note_id": below,
            "content": words,
            **author,
            **last,
        }
        row = {**row, "pictures": "", "parent_comment_id": parent, "like_count": str(k)}
    elif platform == "bilibili":
        row = {
            "comment_id": own,
            "parent_comment_id": parent,
            "create_time": unix(k),
            "video_id": below,
            "content": words,
        }
        row = {**row, **author, "sex": "保密", "sign": "", **last, "like_count": k}
    elif platform == "kuaishou":
        row = {"comment_id": own, "create_time": unix(k) * 1000, "video_id": below, "content": words}
        row = {**row, **author, **last}
    elif platform == "tieba":
        row = {
            "comment_id": own,
            "parent_comment_id": parent,
            "content": words,
            **author,
            "publish_time": bj_min(k),
        }
        row |= {"note_id": below, "note_url": "", "tieba_id": "7", "tieba_name": "薄荷吧", "tieba_link": ""}
        row = {**row, **last}
    else:
        row = {
            "comment_id": own,
            "parent_comment_id": parent,
            "content": words,
            "publish_time": unix(k),
            "dislike_count": 0,
        }
        row = {**row, "like_count": k, "content_id": below, "content_type": "answer", **author, **last}
    return row


def later(platform: str, row: dict[str, Any], by: int) -> dict[str, Any]:
    """The same row as written from 2026-07-01 on: a hash for the account, a masked name, no place."""
    out = {key: value for key, value in row.items() if key not in GONE}
    for key in ("nickname", "user_nickname"):
        if key in out:
            out[key] = out[key][0] + "***" + out[key][-1]
    if platform == "xhs" and out.get("parent_comment_id") == 0:
        out["parent_comment_id"] = ""
    if platform == "weibo" and "comment_id" in out and out["parent_comment_id"] == out["comment_id"]:
        out["parent_comment_id"] = "0"
    return {**out, "creator_hash": hash_of(platform, by)}


def rows_of(platform: str, hashed: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Contents 0 and 6; comments 2, 3 (answers 2), 4 (answers 3 within the thread of 2)."""
    contents = [(content(platform, 0, 1), 1), (content(platform, 6, 5), 5)]
    comments = [(comment(platform, 2), 2), (comment(platform, 3, 2, 2), 3), (comment(platform, 4, 2, 3), 4)]
    if hashed:
        return [later(platform, *one) for one in contents], [later(platform, *one) for one in comments]
    return [row for row, _ in contents], [row for row, _ in comments]


def account_of(platform: str, by: int, hashed: bool) -> Any:
    """What the account may be."""
    if hashed:
        return Hashed(hash_of(platform, by))
    return who(platform, by)


def parents(platform: str) -> dict[int, Any]:
    """The parents of comments 2, 3 and 4: of an answer only where the platform states the comment answered."""
    if platform == "kuaishou":
        return {
            2: None,
            3: None,
            4: None,
        }  # Answers are in the file, and nothing tells them from top comments.
    first = top(content_id(platform, 0))
    if platform in IMMEDIATE:
        return {2: first, 3: comment_id(platform, 2), 4: comment_id(platform, 3)}
    # Weibo writes no "回复@" before an answer to the top comment itself: read so, or left open.
    return {2: first, 3: (None, comment_id("weibo", 2)) if platform == "weibo" else None, 4: None}
