"""Invented samples of what lesser tools write of Weibo: importer -> file name -> text."""

import json
from datetime import timedelta

from tests.importing.invented import START, bid_of, lines, mid_at, table

M = [mid_at(START + timedelta(minutes=k), k) for k in range(9)]
B = [bid_of(mid) for mid in M]
_MIN = "2025-03-01 12:01"
_API = "Sat Mar 01 12:01:00 +0800 2025"
_TREE = f"{M[1]},+{M[0]},9100000001,-1,有理,2025-03-01 12:01:00,1,0,2"
_STATUS = {
    "mid": M[1],
    "created_at": _API,
    "text": "有理",
    "user": {"id": 9100000001, "screen_name": "虚构甲"},
    "retweeted_status": {"mid": M[0], "created_at": _API, "text": "原帖", "user": None},
}
WEIBO_TOOLS: dict[str, dict[str, str]] = {
    "weibo-super-spider-topic": {
        "a.csv": table(
            {
                "微博id": B[1],
                "发布者": "虚构甲",
                "微博正文": "虚构甲:好",
                "原始图片url": "无",
                "发布位置": "无",
            }
            | {"发布时间": _MIN, "发布工具": "无", "点赞数": 1, "转发数": 2, "评论数": 3}
        )
    },
    "weibo-super-spider-user": {
        "9100000001.csv": table(
            {
                "wid": B[1],
                "weibo_link": f"https://weibo.com/9100000001/{B[1]}",
                "content": "好",
                "is_origin": "True",
            }
            | {"publish_time": _MIN, "publish_tool": "无", "like_num": 1, "forward_num": 2, "comment_num": 3}
        )
    },
    "weibo-super-spider-search": {
        "a.csv": table(
            {
                "wid": M[1],
                "user_name": "虚构甲",
                "user_id": 9100000001,
                "gender": "f",
                "publish_time": _MIN,
                "text": "好",
            }
        )
    },
    "weibo-super-spider-linked": {
        "a.csv": table(
            {
                "typ": "commented",
                "mid": M[1],
                "publish_time": f"{_MIN}:00",
                "uid": 9100000001,
                "screen_name": "虚构甲",
            }
            | {
                "verified_type": -1,
                "weibo_link": "",
                "text": "好",
                "region_name": "发布于 北京",
                "reposts_count": 1,
            }
        )
    },
    "weibo-super-spider-pages": {
        f"{B[0]}.csv": table(
            {"评论者主页": "https://weibo.cn//u/9100000001", "评论者昵称": "虚构甲", "评论者所在地": "广东"}
            | {"评论内容": "好", "评论获赞数": 1, "评论发布时间": _MIN}
        )
    },
    "weibo-super-spider-flow": {
        f"{M[0]}.csv": f"{M[1]},{_API},<span>好</span>,9100000001,3,虚构甲,7,1.2万,f\n",
        f"{B[0]}.csv": f"wid,time,text,uid,username,following,followed,gender\n{M[1]},{_API},好,9100000001,虚构甲,7,8,f\n",
    },
    "weibo-super-spider-likes": {
        "a.csv": table(
            {
                "lid": M[1],
                "publish_time": _MIN,
                "user_name": "虚构甲",
                "user_link": "https://weibo.com/u/9100000001",
            }
        )
    },
    "weibo-spiderclub-posts": {
        "a.csv": table(
            {
                "id": 7,
                "weibo_id": M[1],
                "weibo_cont": "好",
                "repost_num": 1,
                "comment_num": 2,
                "praise_num": 3,
            }
            | {"uid": 9100000001, "is_origin": 1, "device": "无", "create_time": f"2020{_MIN}"}
        )
    },
    "weibo-spiderclub-reposts": {
        "a.csv": table(
            {"id": 7, "user_id": 9100000001, "user_name": "虚构甲", "weibo_id": M[1], "repost_time": _MIN}
            | {"repost_cont": "好", "parent_user_name": "虚构乙", "root_weibo_id": M[0]}
        )
    },
    "weibo-spiderclub-comments": {
        "a.jsonl": lines(
            {
                "id": 7,
                "comment_id": M[1],
                "comment_cont": "好",
                "comment_screen_name": "虚构甲",
                "weibo_id": M[0],
            }
            | {"user_id": "9100000001", "create_time": _MIN}
        )
    },
    "weibo-spiderclub-accounts": {
        "a.csv": table(
            {
                "id": 7,
                "uid": 9100000001,
                "name": "虚构甲",
                "verify_type": 0,
                "follows_num": 1,
                "fans_num": 2,
                "wb_num": 3,
            }
        )
    },
    "weibo-xwang20-posts": {
        "a.jsonl": lines(
            {
                "_id": M[1],
                "bid": B[1],
                "user_id": 9100000001,
                "created_at": "2025-03-01",
                "content": "好",
                "tool": "无",
            }
            | {"like_num": 1, "repost_num": 2, "comment_num": 3}
        )
    },
    "weibo-xwang20-reposts": {
        "a.jsonl": lines(
            {
                "_id": M[1],
                "repost_user_id": 9100000001,
                "mblog_id": M[0],
                "created_at": "2025-03-01",
                "content": "好",
            }
        )
    },
    "weibo-xwang20-comments": {
        "a.jsonl": lines(
            {
                "_id": M[2],
                "comment_user_id": 9100000001,
                "mblog_id": M[0],
                "created_at": "2025-03-01",
                "content": "好",
            }
            | {"root_comment_id": M[1], "reply_comment_id": "", "like_num": 1}
        )
    },
    "weibo-xwang20-accounts": {
        "a.jsonl": lines(
            {"_id": 9100000001, "nick_name": "虚构甲", "mblogs_num": 1, "follows_num": 2, "fans_num": 3}
        )
    },
    "weibo-findsons": {
        "a.csv": f"mid,pid,userid,verified_type,text,created_at,reposts_count,comments_count,attitudes_count\n{_TREE}\n",
        "b.csv": f"{_TREE}\n",
        "c.csv": f"{_TREE},12,7,{M[0]},1\n",
    },
    "weibo-githubzjm-posts": {
        "a.csv": table(
            {
                "mid": M[1],
                "retweeted_mid": M[0],
                "text": "好",
                "retweeted_text": "原帖",
                "created_at": "03-01",
                "pid": 1,
            }
            | {"uid": 9100000001, "retweeted_uid": 9100000002, "screen_name": "虚构甲"}
        )
    },
    "weibo-githubzjm-reposts": {
        "a.csv": table(
            {
                "mid": M[0],
                "created_at": "20分钟前",
                "repost_id": M[1],
                "uid": 9100000001,
                "user_name": "虚构甲",
            }
        )
    },
    "weibo-githubzjm-comments": {
        "a.csv": table(
            {
                "mid": M[0],
                "created_at": "20分钟前",
                "comment_id": M[1],
                "uid": 9100000001,
                "user_name": "虚构甲",
            }
        )
    },
    "weibo-repost-get": {
        f"repo_{M[0]}.csv": table(
            {
                "发布时间": "2025-3-1 12:01:00 Sat",
                "微博ID": M[1],
                "文本内容": "好",
                "发布终端": "无",
                "转发数": 1,
            }
            | {"评论数": 2, "点赞数": 3, "用户ID": 9100000001, "昵称": "虚构甲", "发布IP": "广东"}
        )
    },
    "weibo-wenzhi-ding": {
        "a.csv": table(
            {
                "mid": M[1],
                "uid": 9100000001,
                "nick_name": "虚构甲",
                "created_at": f"{_MIN}:00",
                "content": "好",
            }
            | {
                "repost_count": 1,
                "comment_count": 2,
                "attitude_count": 3,
                "abstract_at": "2025-03-02 00:00:00",
            }
        )
    },
    "weibo-archiver": {
        "a.json": json.dumps(
            [
                {
                    "id": M[2],
                    "mblogid": B[2],
                    "userId": "9100000001",
                    "createdAt": _API,
                    "text": "有理",
                    "source": "无",
                }
                | {"regionName": "发布于 北京", "repostsCount": 1, "commentsCount": 2, "likesCount": 3}
                | {"retweet": {"id": M[0], "mblogid": B[0], "createdAt": _API, "text": "原帖"}}
                | {
                    "comments": [
                        {
                            "id": M[3],
                            "text": "好",
                            "createdAt": _API,
                            "user": {"uid": "9100000002", "name": "乙"},
                        }
                    ]
                }
            ]
        )
    },
    "weibo-article-comments": {
        "a.csv": table(
            {
                "articleId": M[0],
                "created_at": "2025-03-01",
                "likes_counts": 1,
                "region": "天津",
                "content": "好",
            }
            | {"authorName": "虚构甲", "authorGender": "f", "authorAddress": "其他"}
        )
    },
    "weibo-chinese-comments": {
        "a.csv": table(
            {
                "评论ID": M[1],
                "微博ID": M[0],
                "用户ID": 9100000001,
                "用户昵称": "虚构甲",
                "评论时间": "2025/3/1 12:01",
            }
            | {"评论内容": "好", "点赞数": 1, "IP属地": "IP属地：广东"}
        )
    },
    "weibo-bazhuayu": {
        "a.csv": table(
            {
                "标题": "虚构甲",
                "标题链接": "https://weibo.com/9100000001?refer_flag=1",
                "图片": "",
                "txt": "好",
            }
            | {"from1": "2025年03月01日 12:01", "from2": "无", "转发": "转发", "评论": "2", "赞": "1.2万"}
        )
    },
}
_QUOTED = json.dumps(_STATUS, ensure_ascii=False).replace('"', '""')
WEIBO_TOOLS["weibo-wenzhi-ding"]["b.csv"] = (
    f'mid,uid,data,update_at\n{M[1]},9100000001,"{_QUOTED}",2025-03-02 00:00:00\n'
)
