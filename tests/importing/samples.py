"""One invented sample a layout: what a contract test reads with every importer. Names are importer names."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from analytics.model.registry import load
from analytics.simulate.sample.story import Story
from analytics.simulate.writer import Writer
from tests.importing.invented import START, beijing, bid_of, jsonl, mid_at
from tests.importing.samples_of_mediacrawler import MEDIACRAWLER
from tests.importing.samples_of_weibo_tools import WEIBO_TOOLS
from tests.simulate.test_writers import view_of

FORMATS = Path(__file__).parent.parent.parent / "sample_data" / "formats"

# importer -> (writer of the layout, file to write); `about` and `author` are what such a file's name would hold.
WRITTEN = {
    "weibo-nghuyong-repost": [("nghuyong_statuses", "repost_20250306.jsonl")],
    "weibo-nghuyong-comment": [("nghuyong_comments", "comment_{about}_20250306.jsonl")],
    "weibo-raw": [
        ("m_weibo_reposts", "r_{about}"),
        ("m_weibo_comments", "c_{about}"),
        ("ajax_comments", "a_{about}"),
    ],
    "weibo-crawler-csv": [("weibo_crawler_csv", "{author}.csv")],
    "weibo-crawler-json": [("weibo_crawler_json", "x.json")],
    "weibo-crawler-sqlite": [("weibo_crawler_sqlite", "weibodata.db")],
    "weibo-search": [("weibo_search", "k.csv")],
    "weibo-spider-csv": [("weibo_spider", "{author}.csv")],
    "weibo-mediacrawler-comments": [
        ("media_crawler_comments", "c.jsonl"),
        ("media_crawler_comments_hashed", "c.csv"),
    ],
    "weibo-mediacrawler-contents": [
        ("media_crawler_contents", "n.csv"),
        ("media_crawler_contents_hashed", "n.jsonl"),
    ],
    "weibo-ced": [("ced", "ced")],
}
M = [mid_at(START, k) for k in range(9)]
BY_HAND: dict[str, dict[str, str]] = {
    "weibo-nghuyong-user": {
        "user.jsonl": json.dumps(
            {
                "_id": "9100000001",
                "avatar_hd": "https://example.invalid/a",
                "nick_name": "虚构甲",
                "verified": False,
                "followers_count": 12,
                "created_at": "2020-01-01 00:00:00",
                "ip_location": "IP属地：北京",
            }
        )
        + "\n",
        "fan.jsonl": json.dumps(
            {
                "_id": "1_2",
                "follower_id": "9100000001",
                "fan_info": {"_id": "9100000002", "nick_name": "虚构乙"},
            }
        )
        + "\n",
    },
    "weibo-crawler-comments": {
        "x_comments.csv": f"\ufeffid,weibo_id,created_at,user_screen_name,text,pic_url,like_count\r\n{M[1]}\t,{M[0]}\t,"
        "Sat Mar 01 12:00:00 +0800 2025,虚构甲,说得对,,3\r\n"
    },
    "weibo-crawler-users": {
        "users.csv": "\ufeff用户id,昵称,性别,生日,所在地,IP属地,学习经历,公司,注册时间,阳光信用,微博数,粉丝数,关注数,简介,主页,头像,高清头像,微博等级,"
        "会员等级,是否认证,认证类型,认证信息,上次记录微博信息\r\n9100000001\t,虚构甲,f,,北京,IP属地：北京,,,2020-01-01,,5,1.2万,7,,https://weibo.com/u/9100000001,,,1,0,False,-1,,\r\n"
    },
    "weibo-spider-json": {
        "x.json": json.dumps(
            {
                "user": {
                    "id": "9100000001",
                    "nickname": "虚构甲",
                    "weibo_num": 2,
                    "followers": 3,
                    "following": 4,
                },
                "weibo": [
                    {
                        "id": "PgF1k4mGF",
                        "user_id": "9100000001",
                        "content": "转发理由:说得对 原始用户: 虚构乙\n转发内容: 原帖",
                        "original": False,
                        "publish_time": "2025-03-02 11:21",
                        "publish_tool": "无",
                        "up_num": 1,
                        "retweet_num": 2,
                        "comment_num": 3,
                    }
                ],
            }
        )
    },
    "weibo-checked": {
        "x.json": json.dumps(
            {
                "label": "x",
                "id": "a" * 32,
                "date": "2025-03-01 12:00",
                "user_id": "b" * 32,
                "text": "原帖",
                "pic_url": [],
                "video_url": "",
                "comment_num": "2",
                "repost_num": "1.2万",
                "like_num": "0",
                "analysis": "x",
                "comments": [
                    {
                        "id": "c" * 32,
                        "date": "2025-03-01 12:01",
                        "user_id": "d41d8cd98f00b204e9800998ecf8427e",
                        "text": "：说得对",
                        "pic_url": "",
                    }
                ],
                "reposts": [
                    {
                        "id": "d" * 32,
                        "date": "2025-03-01 12:02",
                        "user_id": "e" * 32,
                        "text": "转发微博",
                        "pic_url": [],
                    }
                ],
            }
        )
    },
    "weibo-crawler-reposts": {
        "reposts.csv": "id,bid,weibo_id,user_id,created_at,user_screen_name,user_avatar_url,text,like_count\n"
        f"{M[1]},{bid_of(M[1])},{M[0]},9100000001,Sat Mar 01 12:00:00 +0800 2025,虚构甲,,转发微博,0\n"
    },
    "weibo-ma": {
        "x.json": json.dumps(
            [
                {"mid": M[0], "uid": "9100000001", "parent": None, "t": 1740801600, "text": "原帖"},
                {"mid": M[1], "uid": "9100000002", "parent": M[0], "t": 1740801660, "text": "转发微博"},
            ]
        )
    },
    "weibo-nghuyong-2019-tweets": {
        "Tweets.json": jsonl(
            [
                {
                    "_id": f"9100000001_{bid_of(M[1])}",
                    "user_id": "9100000001",
                    "content": "原帖 转发理由:说得对",
                    "created_at": beijing(START)[:16],
                    "like_num": 1,
                    "repost_num": 2,
                    "comment_num": 3,
                    "origin_weibo": f"https://weibo.cn/repost/{bid_of(M[0])}",
                    "crawl_time": 1740888000,
                }
            ]
        ).decode()
    },
    "weibo-nghuyong-2019-comments": {
        "Comments.json": jsonl(
            [
                {
                    "_id": f"C_{M[1]}",
                    "comment_user_id": "9100000001",
                    "weibo_id": bid_of(M[0]),
                    "content": "说得对",
                    "created_at": beijing(START)[:16],
                    "crawl_time": 1740888000,
                }
            ]
        ).decode()
    },
    "weibo-nghuyong-2019-reposts": {
        "Repost.json": jsonl(
            [
                {
                    "_id": {"$oid": "5fb5c0ffee00000000000001"},
                    "user_id": "u/9100000001",
                    "weibo_id": bid_of(M[0]),
                    "content": "说得对",
                    "created_at": beijing(START)[:16],
                    "crawl_time": {"$numberInt": "1740888000"},
                }
            ]
        ).decode()
    },
    "weibo-nghuyong-2019-users": {
        "Information.json": jsonl(
            [{"_id": "9100000001", "nick_name": "虚构甲", "fans_num": 3, "follows_num": 4, "tweets_num": 5}]
        ).decode()
    },
    "coordination-network-toolkit": {
        "m.csv": "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
        "1,11,a,,,post,1700000000.25,\"['http://example.invalid/1']\"\n2,12,b,1,,,1700000010,\n3,13,c,,1,answer,1700000020,\n"
    },
    "coortweet": {
        "c.csv": "object_id,account_id,content_id,timestamp_share\no1,a1,c1,1700000000\no2,a1,c1,1700000000\no1,a2,c2,1700000009\n"
    },
}


# The samples that are shipped: one folder an importer.
SHIPPED = {
    folder.name: {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}
    for folder in sorted(FORMATS.iterdir())
}
BY_HAND |= MEDIACRAWLER | WEIBO_TOOLS | SHIPPED


def samples(importer: str, story: Story, folder: Path) -> list[Path]:
    """The sample files of an importer, written below `folder`."""
    files: list[Path] = []
    for name, text in BY_HAND.get(importer, {}).items():
        file = folder / name
        file.write_text(text, encoding="utf-8", newline="")
        files.append(file)
    writers = load("analytics.simulate.writers", "WRITER", Writer)
    for name, target in WRITTEN.get(importer, []):
        view, shown = view_of(story, writers[name].kinds)
        about, author = str(view.roots["mid"][0]), str(shown["uid"][0])
        files += writers[name].write(view, folder / target.format(about=about, author=author))
    if importer == "weibo-search":
        files.append(_search_database(folder / "search.db"))
    return files


def _search_database(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as base:
        base.execute(
            "create table weibo (id, bid, user_id, screen_name, text, attitudes_count, comments_count, reposts_count,"
            " created_at, source, retweet_id, ip, user_authentication)"
        )
        base.execute(
            "insert into weibo values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                M[1],
                "",
                "9100000001",
                "虚构甲",
                "正文",
                1,
                2,
                3,
                beijing(START)[:16],
                "",
                "",
                "北京",
                "普通用户",
            ),
        )
        base.commit()
    return path
