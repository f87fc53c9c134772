"""A small invented case whose every number is counted here, by hand, from the rows below.

Times count from 12:00 on 2025-03-01 in Shanghai, the moment of the alleged post P. The target is 桥边小店, the
holder of account 90; account 80 is verified as press. Texts of the chain are as the platform writes them.

    -1 h    account 80   post      about the shop, before P              (not on P)
     0      account 1    P         captured after 1 d (shown: 6 reposts, 1 comment) and, edited, after 3 d (9, 4)
    10 min  account 2    repost r1 own words, coded support by two
    20 min  account 3    repost r2 //@2                                  from r1
    30 min  account 4    repost r3 //@3//@2                              from r2
    40 min  account 7    comment   coded ask
    50 min  account 5    repost r4 bare
     2 h    account 5    repost r5 bare, again
     3 h    account 90   repost r7 the target denies, coded deny
     4 h                 the warning to account 2 that case.toml states
    26 h    account 80   comment   of the press
    30 h    account 6    repost r6 //@ of a name that nobody bears       parent missing
     2 d    account 85   K         a correction, and one repost of it    (not on P)
     5 d 1 h account 2   comment
     1 h    account 50   D         about a dessert, and three reposts    (not on P)

On P: itself, 7 reposts, 3 comments = 11 of 18 events; the rest is 7. All files but those of P were captured
after 6 days. Own words that nobody coded: P, r2, r3, r6 and two comments = 6; bare: r4, r5.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, open_case
from analytics.store.reviews import Entry, record
from tests.importing.invented import START, beijing, bid_of, jsonl, mid_at

DAY_S, HOUR_S = 86_400, 3_600
P, K, D = mid_at(START), mid_at(START + timedelta(days=2)), mid_at(START + timedelta(hours=1))
FIRST, SECOND = "桥边小店用了过期的面粉，大家不要去", "桥边小店疑似用了过期的面粉，等核实"
SUPPORT, DENIAL, QUESTION = "大家快转，不能放过这家店", "这不是事实，我们有进货单", "是真的吗，有没有证据"
BARE = "转发微博"
CASE_TOML = """[case]
reference = "Q-1"
title = "虚构测试案"
allegation = "defamation"
operator = "tester"

[[targets]]
name = "桥边小店"
ids = ["weibo:9100000090"]
terms = ["桥边小店"]

[[corrections]]
event_id = "weibo:{K}"
at = 2025-03-03T12:00:00+08:00
by = "虚构市场监管局"
{more}"""
ALLEGED = """
[[alleged]]
id = "weibo:{P}"
what = "称其使用过期面粉"

[[warnings]]
account_id = "weibo:9100000002"
at = 2025-03-01T16:00:00+08:00
kind = "告诫"
reason = "虚构理由"
"""


def account(k: int) -> str:
    return f"weibo:{9_100_000_000 + k}"


def user(k: int) -> dict[str, Any]:
    press = {"verified": True, "verified_type": 3} if k == 80 else {"verified": False}
    return {"_id": str(9_100_000_000 + k), "nick_name": f"虚构{k}号", **press}


def status(k: int, at_s: int, text: str, of: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of the export, captured after 6 days unless told otherwise. of: the post that it reposts."""
    at = START + timedelta(seconds=at_s)
    mid = mid_at(at, 0 if of is None else k)
    passed = {"is_retweet": True, "retweet_id": of} if of else {}
    row = {
        "_id": mid,
        "mblogid": bid_of(mid),
        "created_at": beijing(at),
        "reposts_count": 0,
        "comments_count": 0,
        "attitudes_count": 0,
        "source": "测试客户端",
        "content": text,
        "crawl_time": int(START.timestamp()) + 6 * DAY_S,
        "user": user(k),
        **passed,
    }
    return row | more


def comment(k: int, at_s: int, text: str) -> dict[str, Any]:
    at = START + timedelta(seconds=at_s)
    return {
        "_id": mid_at(at, 500 + k),
        "created_at": beijing(at),
        "like_counts": 0,
        "content": text,
        "comment_user": user(k),
        "crawl_time": int(START.timestamp()) + 6 * DAY_S,
    }


R1 = status(2, 600, SUPPORT, P)
R7 = status(90, 3 * HOUR_S, DENIAL, P)
ASKED = comment(7, 2_400, QUESTION)


def exports(folder: Path) -> list[Path]:
    """Write the four files of the case."""
    after = int(START.timestamp())
    alleged = {
        "first.jsonl": status(1, 0, FIRST, reposts_count=6, comments_count=1, crawl_time=after + DAY_S),
        "later.jsonl": status(1, 0, SECOND, reposts_count=9, comments_count=4, crawl_time=after + 3 * DAY_S),
    }
    others = [
        status(80, -HOUR_S, "桥边小店的面粉来源，记者正在了解"),
        R1,
        status(3, 1_200, f"转起来//@虚构2号:{SUPPORT}", P),
        status(4, 1_800, f"嗯嗯//@虚构3号:转起来//@虚构2号:{SUPPORT}", P),
        status(5, 3_000, BARE, P),
        status(5, 2 * HOUR_S, BARE, P),
        R7,
        status(6, 30 * HOUR_S, f"好的//@没有这个人:{BARE}", P),
        status(85, 2 * DAY_S, "经查，网传消息不属实"),
        status(9, 2 * DAY_S + 60, BARE, K),
        status(50, HOUR_S, "今天的桂花糕真好看"),
        *(status(60 + k, HOUR_S + 300 * k, BARE, D) for k in range(1, 4)),
    ]
    said = [
        ASKED,
        comment(80, 26 * HOUR_S, "请提供进货凭证"),
        comment(2, 5 * DAY_S + HOUR_S, "这家店还开着呢"),
    ]
    rows = {name: [row] for name, row in alleged.items()} | {
        "others.jsonl": others,
        f"comment_{P}_x.jsonl": said,
    }
    for name, written in rows.items():
        (folder / name).write_bytes(jsonl(written))
    return [folder / name for name in rows]


def made(folder: Path, *, is_stated: bool = True, until: str = "findings") -> Case:
    """The case in folder/case, coded by two persons and analysed. is_stated: with `[[alleged]]`."""
    (folder / "case").mkdir(parents=True)
    more = ALLEGED.format(P=P) if is_stated else ""
    (folder / "case" / "case.toml").write_text(CASE_TOML.format(K=K, more=more), encoding="utf-8")
    import_files(folder / "case", exports(folder), ImportOptions(), Thresholds(), lambda *_: None)
    coded = ((R1, "support"), (R7, "deny"), (ASKED, "ask"))
    for who in ("甲", "乙"):
        for row, side in coded:
            record(folder / "case", Entry("label", f"weibo:{row['_id']}", f"side:{side}", None, who))
    return analyse(open_case(folder / "case"), Thresholds(), until, lambda _: None)
