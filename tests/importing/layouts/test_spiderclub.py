"""SpiderClub: three tables in which `id` counts rows, as CSV and as SQLite."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import Read, bj, bj_min, database, m, n, read_or_refused, t, table, u

DATA = (
    "id,weibo_id,weibo_cont,weibo_img,weibo_img_path,weibo_video,repost_num,comment_num,praise_num,uid,is_origin,"
    "device,weibo_url,create_time,comment_crawled,repost_crawled,dialogue_crawled,praise_crawled"
)
REPOST = "id,user_id,user_name,weibo_id,parent_user_id,repost_time,repost_cont,weibo_url,parent_user_name,root_weibo_id"
COMMENT = "id,comment_id,comment_cont,comment_screen_name,weibo_id,user_id,create_time"
ROWS = range(100_001, 100_004)


def post(k: int, origin: int = 1, at: str | None = None) -> list[Any]:
    start = [100_000 + k, m(k), f"话{k}", "", "", "", 10 + k, 20 + k, 30 + k, u(k), origin, "虚构手机"]
    return [*start, f"http://weibo.com/{u(k)}/x", at or bj_min(k), 1, 1, 0, 0]


def repost(k: int, text: str, above: int | str = "") -> list[Any]:
    """A repost tells of its parent only a name, the first @ of the text, and (if it was seen) that user's id."""
    who = (u(above), n(above)) if isinstance(above, int) else ("", above)
    return [100_000 + k, u(k), n(k), m(k), who[0], bj_min(k), text, "", who[1], m(0)]


def comment(k: int, text: str) -> list[Any]:
    return [100_000 + k, m(k), text, n(k), m(0), u(k), bj_min(k)]


POSTS = [post(1), post(2, 0), post(3)]
PASSED = [repost(4, "有理", 5), repost(5, ""), repost(6, "同感", n(7))]
SAID = [comment(8, "说得对"), comment(9, f"回复@{n(8)}:不对")]
TABLES: dict[str, tuple[str, Sequence[Sequence[Any]]]] = {
    "weibo_data": (DATA, POSTS),
    "weibo_repost": (REPOST, PASSED),
    "weibo_comment": (COMMENT, SAID),
}


def check(done: Read) -> None:
    done.gave(8).never(ids=[str(100_000 + k) for k in range(1, 10)])
    shown = {"likes": 31, "comments": 21, "reposts": 11, "client": "虚构手机"}
    done.are({m(1): {"kind": "post", "account": u(1), "own": "话1", "at": t(1), **shown}})
    done.are({m(2): {"kind": "repost", "root": None, "account": u(2)}, m(3): {"kind": "post", "at": t(3)}})
    for k, own in ((4, "有理"), (5, None), (6, "同感")):
        row = {"kind": "repost", "root": m(0), "parent": None, "account": u(k), "name": n(k), "at": t(k)}
        done.are({m(k): {**row, "own": own}})
    done.are({m(8): {"own": "说得对", "account": u(8), "name": n(8), "at": t(8)}, m(9): {"parent": None}})
    done.are({m(k): {"kind": "comment", "root": m(0)} for k in (8, 9)})
    done.every(prec=("s", "min"))


def test_the_tables_as_csv(tmp_path: Path) -> None:
    check(
        Read(
            tmp_path,
            {f"{name}.csv": table(head, rows, "utf-8", "\n") for name, (head, rows) in TABLES.items()},
        )
    )


def test_the_tables_as_sqlite(tmp_path: Path) -> None:
    check(Read(tmp_path, database(tmp_path / "weibo.db", TABLES)))


def test_numbers_of_rows_in_two_tables_never_meet(tmp_path: Path) -> None:
    rows = {"weibo_repost.csv": [1, u(4), n(4), m(4), "", bj_min(4), "有理", "", "", m(0)]}
    files = {
        "weibo_repost.csv": table(REPOST, [rows["weibo_repost.csv"]]),
        "weibo_comment.csv": table(COMMENT, [[1, m(8), "说得对", n(8), m(0), u(8), bj_min(8)]]),
    }
    done = Read(tmp_path, files).gave(2).never(ids=["1"])
    done.are({m(4): {"kind": "repost", "account": u(4)}, m(8): {"kind": "comment", "account": u(8)}})


def test_a_year_put_before_a_year_is_dropped(tmp_path: Path) -> None:
    doubled = "2025" + bj_min(1)
    assert doubled.startswith("20252025-05-20 09:01")
    done = Read(tmp_path, {"weibo_data.csv": table(DATA, [post(1, at=doubled), post(2, at=bj(2))])}).gave(2)
    done.are({m(1): {"at": t(1), "at_conflict": (False, None)}, m(2): {"at": t(2)}})


@pytest.mark.parametrize("name", ["weibo_praise", "user_relation"])
def test_likes_and_relations_are_no_acts(tmp_path: Path, name: str) -> None:
    heads = {
        "weibo_praise": "id,user_id,weibo_id,crawl_time",
        "user_relation": "id,user_id,follow_or_fans_id,type,from_where,crawl_time",
    }
    rows = {"weibo_praise": [[1, u(1), m(0), bj(3)]], "user_relation": [[1, u(1), u(2), 1, "x", bj(3)]]}
    done = read_or_refused(tmp_path, {f"{name}.csv": table(heads[name], rows[name])})
    if done is not None:
        done.gave(0, other=1)
