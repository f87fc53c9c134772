"""Invented rows in the layout of WeiboSpider (nghuyong), for tests that need some export and do not care which; and rows as files."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

EPOCH_S = 515_483_463
BEIJING = timezone(timedelta(hours=8))
START = datetime(2025, 3, 1, 4, 0, 0, tzinfo=UTC)


def mid_at(moment: datetime, low: int = 0) -> str:
    """A Weibo id of that second."""
    return str(((int(moment.timestamp()) - EPOCH_S) << 22) + low)


def bid_of(mid: str) -> str:
    """The bid of a Weibo id: from the right, each 7 digits as 4 signs of base 62."""
    signs = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    bid, number = "", int(mid)
    while number:
        number, group = divmod(number, 10**7)
        for _ in range(4):
            group, sign = divmod(group, 62)
            bid = signs[sign] + bid
    return bid.lstrip("0")


def beijing(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def repost(k: int, text: str = "转发微博", **changes: Any) -> dict[str, Any]:
    """Repost number `k` of one root, k minutes after it."""
    moment = START + timedelta(minutes=k)
    row: dict[str, Any] = {
        "_id": mid_at(moment, k),
        "mblogid": bid_of(mid_at(moment, k)),
        "created_at": beijing(moment),
        "ip_location": "发布于 浙江",
        "reposts_count": 0,
        "comments_count": 0,
        "attitudes_count": k,
        "source": "测试客户端",
        "content": text,
        "is_retweet": True,
        "retweet_id": mid_at(START),
        "crawl_time": int(START.timestamp()) + 86_400,
        "user": {"_id": str(9_100_000_000 + k), "nick_name": f"虚构{k}号", "verified": False},
    }
    return row | changes


def lines(*rows: dict[str, Any]) -> str:
    """JSON Lines of rows."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def table(*rows: dict[str, Any]) -> str:
    """CSV of rows that need no quotation marks."""
    return "\n".join([",".join(rows[0]), *(",".join(str(v) for v in row.values()) for row in rows)]) + "\n"


def jsonl(rows: list[dict[str, Any]]) -> bytes:
    return lines(*rows).encode()
