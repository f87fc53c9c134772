"""One record of a file lacks its id or holds odd values: that record is rejected with a reason, the others are read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import Files, Read, database, document, lines, m, n, t, table, u, workbook
from tests.importing.layouts.media_rows import NAMES, comment, content
from tests.importing.layouts.test_kept_statuses import archived
from tests.importing.layouts.test_nghuyong import comment as ng_comment
from tests.importing.layouts.test_nghuyong import tweet
from tests.importing.layouts.test_older_weibo_spider import comment as older_comment
from tests.importing.layouts.test_small_tools import GOT, SONS, got, sons, xwang_comment
from tests.importing.layouts.test_spiderclub import REPOST, repost
from tests.importing.layouts.test_super_spider import FOUND, TOPIC, topic
from tests.importing.layouts.test_weibo_crawler import USER, head, weibo
from tests.importing.layouts.test_weibo_crawler import post as crawled
from tests.importing.layouts.test_weibo_pages import comment as page_comment
from tests.importing.layouts.test_weibo_pages import mobile
from tests.importing.layouts.test_weibo_search import WIDTHS, row

Rows = list[dict[str, Any]]


def without(rows: Rows, *keys: str, value: Any = None) -> Rows:
    """The rows, the second of them with nothing in its id."""
    return [one | dict.fromkeys(keys, value) if k == 1 else one for k, one in enumerate(rows)]


def blank(rows: list[list[Any]], *places: int) -> list[list[Any]]:
    """The same for rows of cells."""
    return [
        ["" if k == 1 and x in places else cell for x, cell in enumerate(one)] for k, one in enumerate(rows)
    ]


def found(k: int) -> list[Any]:
    return [m(k), n(k), u(k), "f", "2025-05-20 09:01:00", f"话{k}", 1, 2, 3]


THREE = (1, 2, 3)
FILES: dict[str, Callable[[Path], Files]] = {
    "statuses": lambda _: {
        "p.json": document({"ok": 1, "data": without([mobile(k, "话") for k in THREE], "id", "mid", "idstr", "bid")})
    },
    "comments": lambda _: {
        f"c_{m(0)}.json": document({"ok": 1, "data": {"data": without([page_comment(k, "话") for k in THREE], "id", "mid", "rootid", "rootidstr")}})
    },
    "nghuyong": lambda _: {"t.jsonl": lines(without([tweet(k, "话") for k in THREE], "_id", "mblogid", "url"))},
    "nghuyong comments": lambda _: {f"comment_{m(0)}.jsonl": lines(without([ng_comment(k, "话") for k in THREE], "_id"))},
    "older comments": lambda _: {
        "Comments.json": lines(without([older_comment(k, "话", weibo_id="PsERjh1wI") for k in THREE], "_id", value="C_"))
    },
    "weibo-crawler JSON": lambda _: {
        "x.json": document({"user": USER, "weibo": without([weibo(k, "话") for k in THREE], "id", "bid", value="")})
    },
    "weibo-crawler CSV": lambda _: {f"{u(1)}.csv": table(head("F", True), blank([crawled(k, "话", "F") for k in THREE], 0, 1))},
    "weibo-search": lambda _: {"k.csv": table(WIDTHS[21], blank([row(k, 21, "话") for k in THREE], 0, 1))},
    "topic": lambda _: {"k.csv": table(TOPIC, blank([topic(k) for k in THREE], 0))},
    "found by a word": lambda _: {"k.csv": table(FOUND, blank([found(k) for k in THREE], 0))},
    "SpiderClub": lambda folder: database(
        folder / "w.db", {"weibo_repost": (REPOST, blank([repost(k, "话") for k in THREE], 3))}
    ),
    "XWang20": lambda _: {"c.json": lines(without([xwang_comment(k, "话") for k in THREE], "_id"))},
    "findsons": lambda _: {"f.csv": table(SONS, blank(sons("%Y-%m-%d %H:%M:%S")[:3], 0))},
    "weibo-repost-get": lambda folder: workbook(
        folder / f"repo_{m(0)}.xlsx", {"转发信息": [GOT, *blank([got(k, "话") for k in THREE], 1)]}
    ),
    "Weibo-archiver": lambda _: {
        "a.json": document(without([archived(k, "话", userId=u(1), comments=[]) for k in THREE], "id", "mblogid"))
    },
    **{
        f"MediaCrawler {name}": lambda _, name=name: {  # type: ignore[misc]
            "c.jsonl": lines(without([comment(name, k) for k in THREE], "comment_id"))
        }
        for name in NAMES
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_record_without_its_id_is_rejected_alone(tmp_path: Path, name: str) -> None:
    done = Read(tmp_path, FILES[name](tmp_path))
    events, duplicates, rejected, _ = done.sums()
    assert duplicates == 0 and (events, rejected) in ((2, 1), (3, 0))
    own = done.events.filter(~done.events["event_id"].str.contains(":row/", literal=True))
    assert own.height == 2, own["event_id"].to_list()  # If it is kept, then under no id of the platform.
    assert done.rejected["reason"].str.len_chars().min() != 0


ODD: dict[str, Any] = {
    "a list": [1, 2],
    "a text": "虚构",
    "a number": 7,
    "nothing": None,
    "an empty object": {},
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", ["user", "retweeted_status", "created_at", "text"])
def test_an_odd_field_of_a_status_costs_at_most_that_status(tmp_path: Path, place: str, odd: str) -> None:
    rows = [mobile(k, f"话{k}") for k in THREE]
    rows[1][place] = ODD[odd]
    done = Read(tmp_path, {"p.json": document({"ok": 1, "data": rows})})
    done.are({m(k): {"own": f"话{k}", "account": u(k), "kind": "post"} for k in (1, 3)})
    events, duplicates, rejected, _ = done.sums()
    assert (duplicates, events >= 2, rejected <= 2) == (0, True, True)
    kept = done.events.filter(done.events["event_id"].str.ends_with(m(2)))
    if kept.height:
        event = kept.row(0, named=True)
        assert event["account_id"] in ((None,) if place == "user" else (f"weibo:{u(2)}",))
        assert event["stated_root_id"] in (None, event["event_id"])


@pytest.mark.parametrize("word", ["刚刚", "2025-13-40 25:61:00", "1970-01-01 08:00:00", "", "昨天 12:30"])
def test_a_time_that_cannot_be_yields_to_the_id(tmp_path: Path, word: str) -> None:
    rows = [tweet(k, f"话{k}") for k in range(1, 12)]
    rows[1]["created_at"] = word
    done = Read(tmp_path, {"t.jsonl": lines(rows)}).gave(11)
    done.are({m(2): {"at_or_conflict": t(2)}, m(3): {"at": t(3)}})


def test_a_record_of_another_layout_amid_the_lines_is_rejected_or_other(tmp_path: Path) -> None:
    rows = [content("weibo", 1, 1), {"ok": 0, "msg": "登录后查看"}, content("weibo", 2, 2)]
    done = Read(tmp_path, {"c.jsonl": lines(rows)})
    events, duplicates, rejected, other = done.sums()
    assert (events, duplicates, rejected + other) == (2, 0, 1)
