"""Invented samples of what MediaCrawler writes of each platform: importer -> file name -> text."""

from typing import Any

from tests.importing.invented import START, lines, table

UNIX = int(START.timestamp())
_OLD = {"user_id": "9100000001", "nickname": "虚构甲", "avatar": "", "ip_location": "北京"}
_NEW = {"creator_hash": "00000000000000a1", "nickname": "虚***甲"}
_WHEN = {"add_ts": (UNIX + 900) * 1000, "last_modify_ts": (UNIX + 900) * 1000}


def _comments(**ids: Any) -> dict[str, Any]:
    return (
        {"comment_id": "71", "content": "虚构评论", "sub_comment_count": "0", "create_time": UNIX}
        | ids
        | _WHEN
    )


def _profile(**more: Any) -> dict[str, Any]:
    return _OLD | _WHEN | {"desc": "", "gender": "女", "follows": "3", "fans": "1.2万"} | more


_VIDEO = {"title": "虚构标题", "desc": "虚构正文", "create_time": UNIX, "liked_count": "1.2万"}
MEDIACRAWLER: dict[str, dict[str, str]] = {
    "douyin-mediacrawler-contents": {
        "a.jsonl": lines(_VIDEO | _OLD | _WHEN | {"aweme_id": "7400000000000000001", "aweme_type": "0"})
    },
    "douyin-mediacrawler-comments": {
        "b.csv": table(
            _comments(aweme_id="7400000000000000001", parent_comment_id="0", like_count="1") | _NEW
        )
    },
    "xiaohongshu-mediacrawler-contents": {
        "a.jsonl": lines(
            _NEW
            | _WHEN
            | {
                "note_id": "65d4000000000000010000ff",
                "type": "normal",
                "title": "题",
                "desc": "文",
                "tag_list": "a,b",
            }
            | {"time": UNIX * 1000, "last_update_time": UNIX * 1000, "liked_count": "1.2万", "xsec_token": ""}
        )
    },
    "xiaohongshu-mediacrawler-comments": {
        "b.jsonl": lines(
            _comments(
                note_id="65d4000000000000010000ff",
                comment_id="65d4000000000000010000a0",
                create_time=UNIX * 1000,
                parent_comment_id="",
                like_count="2",
                pictures="",
            )
            | _NEW
        )
    },
    "bilibili-mediacrawler-contents": {
        "a.csv": table(
            _VIDEO | _NEW | _WHEN | {"video_id": "901", "video_play_count": "7", "video_danmaku": "1"}
        )
    },
    "bilibili-mediacrawler-comments": {
        "b.csv": table(_comments(video_id="901", parent_comment_id="0", like_count="1") | _OLD)
    },
    "bilibili-mediacrawler-articles": {
        "c.jsonl": lines(
            _NEW
            | _WHEN
            | {
                "article_id": 301,
                "article_url": "",
                "title": "题",
                "desc": "",
                "content": "文",
                "create_time": UNIX,
            }
            | {"liked_count": "1", "favorite_count": "0", "share_count": "0", "comment_count": "2"}
        )
    },
    "bilibili-mediacrawler-article-comments": {
        "d.jsonl": lines(_comments(article_id=301, parent_comment_id="0", like_count="1") | _NEW)
    },
    "bilibili-mediacrawler-dynamics": {
        "e.jsonl": lines(
            {"dynamic_id": "800000000000000001", "user_id": "9100000001", "user_name": "虚构甲", "text": "看"}
            | {"type": "DYNAMIC_TYPE_FORWARD", "pub_ts": UNIX, "total_forwards": 1, "total_comments": 2}
            | {"total_liked": 3}
            | _WHEN
        )
    },
    "kuaishou-mediacrawler-contents": {
        "a.jsonl": lines(
            _VIDEO | _OLD | _WHEN | {"video_id": "3xinvented", "create_time": UNIX * 1000, "viewd_count": "9"}
        )
    },
    "kuaishou-mediacrawler-comments": {
        "b.csv": table(_comments(video_id="3xinvented", create_time=UNIX * 1000) | _OLD)
    },
    "tieba-mediacrawler-contents": {
        "a.jsonl": lines(
            _WHEN
            | {
                "note_id": "900001",
                "title": "题",
                "desc": "文",
                "publish_time": "2025-03-01 12:00",
                "tieba_name": "虚构吧",
            }
            | {
                "user_link": "https://tieba.example.invalid/home/main?id=tb.1.aa.bb",
                "user_nickname": "虚构甲",
            }
            | {"total_replay_num": 4, "ip_location": "北京"}
        )
    },
    "tieba-mediacrawler-comments": {
        "b.csv": table(
            _comments(note_id="900001", parent_comment_id="", tieba_id="1", tieba_name="虚构吧")
            | {
                "publish_time": "2025-03-01 12:01",
                "user_nickname": "虚***甲",
                "creator_hash": "00000000000000a1",
            }
        )
    },
    "zhihu-mediacrawler-contents": {
        "a.jsonl": lines(
            _WHEN
            | {
                "content_id": "51",
                "content_type": "answer",
                "content_text": "答",
                "question_id": "9",
                "title": "问",
            }
            | {"desc": "", "created_time": UNIX, "voteup_count": 3, "comment_count": 1, "user_id": "h1"}
            | {"user_nickname": "虚构甲"}
        )
    },
    "zhihu-mediacrawler-comments": {
        "b.jsonl": lines(
            _comments(
                content_id="51", content_type="answer", parent_comment_id="", publish_time=UNIX, like_count=1
            )
            | {"creator_hash": "00000000000000a1", "user_nickname": "虚***甲"}
        )
    },
    "weibo-mediacrawler-creators": {"c.jsonl": lines(_profile(tag_list="{}"))},
    "xiaohongshu-mediacrawler-creators": {"c.jsonl": lines(_profile(tag_list="{}", interaction="7"))},
    "douyin-mediacrawler-creators": {"c.jsonl": lines(_profile(interaction="7", videos_count="5"))},
    "kuaishou-mediacrawler-creators": {"c.jsonl": lines(_profile(interaction="7"))},
    "tieba-mediacrawler-creators": {"c.jsonl": lines(_profile(user_name="x", registration_duration="3年"))},
    "zhihu-mediacrawler-creators": {
        "c.jsonl": lines(
            _WHEN
            | {
                "user_id": "h1",
                "user_nickname": "虚构甲",
                "url_token": "t",
                "follows": 1,
                "fans": 2,
                "get_voteup_count": 3,
            }
        )
    },
    "bilibili-mediacrawler-creators": {
        "c.jsonl": lines(_OLD | _WHEN | {"total_fans": 9, "total_liked": 1, "user_rank": 3, "is_official": 0})
    },
    "bilibili-mediacrawler-contacts": {
        "d.jsonl": lines(
            _WHEN | {"up_id": "9100000001", "fan_id": "9100000002", "up_name": "甲", "fan_name": "乙"}
        )
    },
}
