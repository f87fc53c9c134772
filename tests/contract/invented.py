"""Two invented cases with every trap that has made one place say another thing than the next.

Both are imported from small files in the layout of WeiboSpider. Account k is weibo:9100000000 + k.

R1, by account 1 (hostile name), 500 reposts, displayed counter 500, displayed views 5,000: exactly the numbers
    of 法释〔2013〕21号 Article 2.
    account 1   reposts its own post                                     a self repost: no tie
    account 2   at 60 s                                                  } the pair: two objects within 60 s
    account 3   at 75 s, its exported date is a day off                  }
    account 4   「嗯//@虚构2号:转发微博」, then a repost of its own repost    a chain; a second self repost
    account 5   「好//@没有这个人:转发微博」                                a missing parent
    account 6   two captures with differing text; its repost of R2, under the name 新名, is dated 2020 by the
                export                                                   an edited text; a renamed account
    493 more    bare, one each, 37 s apart
R2, by account 50, 6 reposts of which the displayed counter shows 4: a contradiction.
    accounts 2 and 3 at 30 and 50 s; 6, 7, 8 (chain that names nobody known) and 9
Comments on R1: account 2 comments, account 3 answers it, account 2 answers its own comment.

In the case "stated" case.toml names both posts as the information complained of; in "unstated" none, the other
one of the pair bears the wrong date, and the files are imported the other way round. Two roles of one account
cannot be had from so few acts: they are written into the table of roles, and what rests on it is made again.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.tables import ROLES
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, Commit
from tests.importing.invented import START, beijing, jsonl, mid_at

HOSTILE = "=1+1<b>\u202e粗</b>\x07\u200b\"'<script>"
LATER = START + timedelta(hours=6)
MID_1, MID_2 = mid_at(START), mid_at(LATER)
R1, R2 = f"weibo:{MID_1}", f"weibo:{MID_2}"
DAY_S = 86_400
WARNING = "warnings.1"  # Of account 2, on the day before R1.
SURROGATES = {"surrogates_n": "1"}


def account(k: int) -> str:
    return f"weibo:{9_100_000_000 + k}"


def user(k: int, name: str | None = None) -> dict[str, Any]:
    return {"_id": str(9_100_000_000 + k), "nick_name": name or f"虚构{k}号", "verified": False}


def status(who: dict[str, Any], at_s: int, text: str, **more: Any) -> dict[str, Any]:
    """A row of the export: a post, or a repost where `of` names the root's mid. off_s: by how much the exported
    time is wrong."""
    of, off_s, low = more.pop("of", None), more.pop("off_s", 0), more.pop("low", 0)
    at = START + timedelta(seconds=at_s)
    passed = {"is_retweet": True, "retweet_id": of} if of else {}
    return {
        "_id": mid_at(at, low),
        "mblogid": f"P{at_s:06d}x{low:04d}",
        "created_at": beijing(at + timedelta(seconds=off_s)),
        "reposts_count": 0,
        "comments_count": 0,
        "attitudes_count": 0,
        "source": "测试客户端",
        "content": text,
        "crawl_time": int(START.timestamp()) + 3 * DAY_S,
        "user": who,
        **passed,
        **more,
    }


def statuses(wrong: int) -> list[dict[str, Any]]:
    """The posts and reposts. wrong: which account of the pair (2 or 3) bears a date that is a day off."""
    later_s = int((LATER - START).total_seconds())
    bare, off = "转发微博", {wrong: DAY_S}
    years_off = -5 * 366 * DAY_S
    first = [
        status(user(1, HOSTILE), 0, "有人说桥边那家店用了过期的面粉", reposts_count=500, reads_count=5_000),
        status(user(1, HOSTILE), 40, bare, of=MID_1, low=1),
        status(user(2), 60, bare, of=MID_1, low=2, off_s=off.get(2, 0)),
        status(user(3), 75, bare, of=MID_1, low=3, off_s=off.get(3, 0)),
        status(user(4), 120, "嗯//@虚构2号:转发微博", of=MID_1, low=4),
        status(user(4), 180, "再转//@虚构4号:嗯//@虚构2号:转发微博", of=MID_1, low=5),
        status(user(5), 240, "好//@没有这个人:转发微博", of=MID_1, low=6),
        status(user(6, "旧名"), 300, "我看到的是这样", of=MID_1, low=7),
        *(status(user(100 + k), 600 + 37 * k, bare, of=MID_1, low=100 + k) for k in range(493)),
    ]
    second = [
        status(user(50), later_s, "明天上午图书馆闭馆半天", reposts_count=4),
        status(user(2), later_s + 30, bare, of=MID_2, low=11),
        status(user(3), later_s + 50, bare, of=MID_2, low=12),
        status(user(6, "新名"), later_s + 400, bare, of=MID_2, low=13, off_s=years_off),
        status(user(7), later_s + 900, bare, of=MID_2, low=14),
        status(user(8), later_s + 1_500, "嗯//@没有这个人:转发微博", of=MID_2, low=15),
        status(user(9), later_s + 2_100, bare, of=MID_2, low=16),
    ]
    return [*first, *second]


def comments() -> list[dict[str, Any]]:
    def comment(k: int, at_s: int, text: str, low: int, answers: int | None = None) -> dict[str, Any]:
        at = START + timedelta(seconds=at_s)
        row = {
            "_id": mid_at(at, low),
            "created_at": beijing(at),
            "like_counts": 0,
            "content": text,
            "comment_user": user(k),
            "crawl_time": int(START.timestamp()) + 3 * DAY_S,
        }
        if answers is not None:
            first = {"_id": mid_at(START + timedelta(seconds=400), 21), "text": "不会吧", "user": user(2)}
            row["reply_comment"] = first
        return row

    return [
        comment(2, 400, "不会吧", 21),
        comment(3, 460, "是真的", 22, 21),
        comment(2, 500, "那算了", 23, 21),
    ]


def files(folder: Path, wrong: int) -> list[Path]:
    """The exports as files: statuses, a later capture of one of them with other words, comments."""
    rows = statuses(wrong)
    edited = next(row for row in rows if row["content"] == "我看到的是这样")
    again = {**edited, "content": "我看到的不是这样", "crawl_time": edited["crawl_time"] + 3_600}
    written = {
        "statuses.jsonl": jsonl(rows),
        "again.jsonl": jsonl([again]),
        f"comment_{MID_1}_x.jsonl": jsonl(comments()),
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in written]


def made(folder: Path, templates: pl.DataFrame, *, is_stated: bool) -> Case:
    """One of the two cases in folder/case. templates: ROLES of another case, a row a role, from which the rows of
    the account with two roles are made."""
    warned = f"[[warnings]]\naccount_id = '{account(2)}'\nat = {(START - timedelta(days=1)).date()}\ndocument = 'W-1'\n"
    alleged = f"[[alleged]]\nid = '{R1}'\n[[alleged]]\nid = '{R2}'\n" if is_stated else ""
    (folder / "case").mkdir(parents=True)
    (folder / "case" / "case.toml").write_text(
        f"[case]\nreference = 'T-1'\ntitle = '虚构测试案'\nallegation = 'defamation'\n{alleged}{warned}",
        encoding="utf-8",
    )
    exports = files(folder, 3 if is_stated else 2)
    settings = Thresholds().changed(SURROGATES)
    for one in exports if is_stated else exports[::-1]:
        case = import_files(folder / "case", [one], ImportOptions(), Thresholds(), lambda *_: None).case
    done = analyse(case, settings, "calibration", lambda _: None)
    return analyse(with_two_roles(done, templates), settings, "calibration", lambda _: None)


INSERTED = (("repeater", "A", 2), ("initiator", "B", 2), ("amplifier", "C", 2), ("promoter", "B", 3))


def with_two_roles(case: Case, templates: pl.DataFrame) -> Case:
    """The case with the rows INSERTED (role, grade, account) among its roles, each about R1 but the repeater's,
    which is about the warning that case.toml states."""
    events = case.placed_events().collect()
    rows = []
    for role, grade, k in INSERTED:
        of = templates.filter(role=role).row(0, named=True)
        own = events.filter(account_id=account(k), root_id=R1)["event_id"].sort().to_list()
        subject = WARNING if role == "repeater" else R1
        rows.append({**of, "account_id": account(k), "subject_id": subject, "grade": grade, "event_ids": own})
    stands = case.read("roles")
    inserted = ROLES.fit(pl.DataFrame(rows, schema=ROLES.schema))
    rest = stands.join(inserted, on=["account_id", "role", "subject_id"], how="anti")
    commit = Commit(case)
    commit.write(ROLES, pl.concat([rest, inserted]))
    return commit.finish()


def said(case: Case) -> str:
    """What findings.json of the case's report holds, as text."""
    return json.dumps(json.loads((case.report / "findings.json").read_text(encoding="utf-8")))
