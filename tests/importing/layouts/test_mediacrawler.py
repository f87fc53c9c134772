"""MediaCrawler: seven platforms, two generations, five containers, and what is peculiar to each platform."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.importing.layouts.made import (
    SELF,
    Hashed,
    Read,
    database,
    document,
    lines,
    m,
    n,
    read_or_refused,
    t,
    table,
    top,
    u,
    unix,
    workbook,
)
from tests.importing.layouts.media_rows import (
    NAMES,
    PLACED,
    PRECISION,
    SEEN_MS,
    TABLES,
    account_of,
    comment,
    comment_id,
    content,
    content_id,
    hash_of,
    later,
    parents,
    rows_of,
    who,
)

Rows = list[dict[str, Any]]


def csv_of(rows: Rows) -> bytes:
    return table(list(rows[0]), [list(row.values()) for row in rows])


def sheet(rows: Rows) -> list[list[Any]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def stored(rows: Rows) -> tuple[str, Sequence[Sequence[Any]]]:
    """A table of the database: before all columns a number of the row."""
    ids = (
        ("aweme_id", "comment_id")
        if "aweme_id" in rows[0]
        else ("note_id", "comment_id")
        if "create_date_time" in rows[0]
        else ()
    )
    cells = [
        [int(v) if key in ids and str(v).isdigit() else v for key, v in row.items()] for row in rows
    ]  # Until 2026 these two platforms had their ids as integers.
    names = [name if name not in ("desc", "time") else f'"{name}"' for name in rows[0]]
    return ",".join(["id integer primary key", *names]), [[k + 1, *row] for k, row in enumerate(cells)]


def exported(rows: Rows) -> bytes:
    """Rows as mongoexport hands them out."""
    packed_rows = []
    for k, row in enumerate(rows):
        wide = {
            key: {"$numberLong": str(v)} if isinstance(v, int) and v > 2**31 else v for key, v in row.items()
        }
        packed_rows.append({"_id": {"$oid": f"682bcd9{k:017x}"}, **wide})
    return lines(packed_rows)


def packed(
    folder: Path, container: str, contents: Rows, comments: Rows, platform: str
) -> dict[str, bytes] | Path:
    if container == "xlsx":
        return workbook(
            folder / "x_search_20250521_090000.xlsx",
            {"Contents": sheet(contents), "Comments": sheet(comments)},
        )
    if container == "db":
        names = TABLES[platform]
        return database(folder / "sqlite_tables.db", {names[0]: stored(contents), names[1]: stored(comments)})
    pack = {"csv": csv_of, "jsonl": lines, "json": document, "mongo": exported}[container]
    start = f"data/x/{container}/search"
    return {
        f"{start}_contents_2025-05-21.{container}": pack(contents),
        f"{start}_comments_2025-05-21.{container}": pack(comments),
    }


def check(done: Read, platform: str, hashed: bool) -> None:
    """Contents 0 and 6 and comments 2, 3 and 4 are what the rows say."""
    prec, above = PRECISION.get(platform, ("s",)), parents(platform)
    for k, by in ((0, 1), (6, 5)):
        event = done.event(content_id(platform, k), "post")
        placed = "浙江" if platform in PLACED and not hashed else None
        done.is_(
            event,
            {"root": SELF, "parent": None, "at": t(k), "prec": prec, "region": placed, **_shown(platform, k)},
        )
        done.is_(event, {"says": f"关于薄荷的内容{k}", **_author(platform, by, hashed)})
    root = done.event(content_id(platform, 0), "post")["event_id"]
    for k in (2, 3, 4):
        event = done.event(comment_id(platform, k), "comment")
        done.is_(
            event,
            {"own": f"评论{k}", "at": t(k), "prec": prec, "parent": above[k], **_author(platform, k, hashed)},
        )
        assert event["stated_root_id"] == root
        done.is_(event, {"likes": None if platform in ("kuaishou", "tieba") else k})
    done.every(platform=NAMES[platform]).authors(5).never(ids=[str(k) for k in range(1, 6)])


def _author(platform: str, by: int, hashed: bool) -> dict[str, Any]:
    name = n(by)[0] + "***" + n(by)[-1] if hashed else n(by)
    if platform == "tieba" and not hashed:  # A link stands for the account: cut out of it, or left open.
        return {"name": name}
    return {"name": name, "account": account_of(platform, by, hashed)}


def _shown(platform: str, k: int) -> dict[str, Any]:
    counts: dict[str, Any] = {"comments": 20 + k, "likes": 30 + k, "shares|reposts": 10 + k}
    if platform in ("kuaishou", "tieba", "zhihu"):
        del counts["shares|reposts"]
    if platform == "kuaishou":
        del counts["comments"]
    if platform in ("kuaishou", "bilibili"):
        counts["views|plays"] = 5000 + k
    if platform == "xhs":
        counts["likes"] = 12_000
    if platform == "tieba":
        del counts["likes"]
    return counts


FORMS = [(form, False) for form in ("csv", "jsonl", "json", "mongo", "xlsx", "db")]
FORMS += [(form, True) for form in ("csv", "jsonl", "xlsx", "db")]


@pytest.mark.parametrize(
    "container, hashed", FORMS, ids=[f"{'hashed' if new else 'old'}-{form}" for form, new in FORMS]
)
@pytest.mark.parametrize("platform", NAMES)
def test_every_platform_generation_and_container(
    tmp_path: Path, platform: str, hashed: bool, container: str
) -> None:
    files = packed(tmp_path, container, *rows_of(platform, hashed), platform)
    stated = {"timezone": "Asia/Shanghai"} if platform == "tieba" else {}
    check(Read(tmp_path, files, **stated).gave(5), platform, hashed)


@pytest.mark.parametrize("hashed", [False, True], ids=["old", "hashed"])
def test_one_database_holds_all_platforms(tmp_path: Path, hashed: bool) -> None:
    tables = {}
    for platform, names in TABLES.items():
        for name, rows in zip(names, rows_of(platform, hashed), strict=True):
            tables[name] = stored(rows)
    tables["xhs_creator"] = ("id integer primary key,user_id,nickname,follows,fans", [])
    done = Read(tmp_path, database(tmp_path / "sqlite_tables.db", tables), timezone="Asia/Shanghai").gave(35)
    assert done.events.group_by("platform").len()["len"].to_list() == [5] * 7
    done.never(ids=["1", "2", "3"])


def test_a_folder_of_all_platforms_is_told_apart_by_columns(tmp_path: Path) -> None:
    for k, platform in enumerate(NAMES):
        form, pack = ("jsonl", lines) if k % 2 else ("csv", csv_of)
        folder = tmp_path / "data" / str(k)
        folder.mkdir(parents=True)
        for what, rows in zip(("contents", "comments"), rows_of(platform, bool(k % 3)), strict=True):
            (folder / f"search_{what}_2025-05-21.{form}").write_bytes(pack(rows))
    done = Read(tmp_path, tmp_path / "data", timezone="Asia/Shanghai").gave(35)
    assert done.taken.unread == [] and done.events["platform"].n_unique() == 7


def test_counters_are_of_the_moment_when_the_record_was_written(tmp_path: Path) -> None:
    files = {
        "search_contents.jsonl": lines([content("xhs", 0, 1)]),
        "search_comments.jsonl": lines([comment("xhs", 2)]),
    }
    done = Read(tmp_path, files)
    assert {int(at.timestamp() * 1000) for at in done.counters["captured_at"]} == {SEEN_MS}


@pytest.mark.parametrize("word", ["None", "", None])
def test_a_count_that_is_no_number_is_unknown(tmp_path: Path, word: str | None) -> None:
    row = content("douyin", 0, 1) | {"liked_count": word, "share_count": word}
    done = Read(tmp_path, {"c.jsonl": lines([row])}).gave(1)
    done.are({content_id("douyin", 0): {"likes": None, "shares|reposts": None, "comments": 20}})


def test_what_a_rerun_appends_is_a_duplicate(tmp_path: Path) -> None:
    rows = rows_of("douyin", False)[1]
    again = [row | {"last_modify_ts": SEEN_MS + 86_400_000, "like_count": 9} for row in rows]
    Read(tmp_path / "a", {"c.csv": csv_of(rows + again)}).gave(3, duplicates=3)
    Read(tmp_path / "b", {"c.jsonl": lines(rows + again)}).gave(3, duplicates=3)


def test_two_generations_in_one_file_of_lines_are_two_spaces_of_accounts(tmp_path: Path) -> None:
    rows = [comment("weibo", 2), later("weibo", comment("weibo", 3, 2, 2), 3)]
    done = Read(tmp_path, {"c.jsonl": lines(rows)}).gave(2)
    done.are(
        {
            m(2): {"account": u(2), "region": "浙江"},
            m(3): {"account": Hashed(hash_of("weibo", 3)), "region": None},
        }
    )


def test_rows_of_another_width_are_never_read_shifted(tmp_path: Path) -> None:
    old = rows_of("weibo", False)[1]
    new = [later("weibo", comment("weibo", k), k) for k in (8, 9)]
    content_ = csv_of(old) + table(None, [list(row.values()) for row in new], "utf-8")
    done = Read(tmp_path, {"c.csv": content_})
    assert done.sums()[0] + done.sums()[2] == 5 and done.sums()[1] == 0
    done.are({m(k): {"account": u(k), "own": f"评论{k}", "at": t(k)} for k in (2, 3, 4)})
    for event in done.events.to_dicts():
        k = next(k for k in (2, 3, 4, 8, 9) if event["event_id"].endswith(m(k)))
        done.is_(event, {"own": f"评论{k}", "at": t(k), "account": (u(k), Hashed(hash_of("weibo", k)), None)})


@pytest.mark.parametrize("nothing", ["", "e3b0c44298fc1c14", None])
def test_the_hash_of_nothing_is_nobody(tmp_path: Path, nothing: str | None) -> None:
    rows = [later("xhs", comment("xhs", k), k) | {"creator_hash": nothing} for k in (2, 3)]
    done = Read(tmp_path, {"c.jsonl": lines(rows)}).gave(2)
    done.every(account=None)


# ---------------------------------------------------------------------------------- of each platform
def test_weibo_takes_the_zoned_time_and_says_the_fault_once_if_at_all(tmp_path: Path) -> None:
    rows = [comment("weibo", k) for k in range(1, 15)]
    done = Read(tmp_path, {"c.jsonl": lines(rows)}).gave(14)
    for k in range(1, 15):
        done.are({m(k): {"at": t(k), "at_conflict": (False, None)}})
    late = [{key: v for key, v in row.items() if key != "create_date_time"} for row in rows]
    bare = read_or_refused(
        tmp_path / "b", {"c.jsonl": lines(late)}
    )  # Without the zoned sibling the id tells.
    if bare is not None and bare.events.height:
        bare.are({m(k): {"at": t(k), "at_conflict": (False, None)} for k in range(1, 15)})


@pytest.mark.parametrize("word", ["own", "0", ""])
def test_weibo_writes_a_top_comment_in_three_ways(tmp_path: Path, word: str) -> None:
    row = comment("weibo", 2) | {"parent_comment_id": m(2) if word == "own" else word}
    Read(tmp_path, {"c.jsonl": lines([row])}).are({m(2): {"parent": top(m(0)), "root": m(0)}})


def test_bilibili_counts_videos_and_replies_apart(tmp_path: Path) -> None:
    video, reply = content("bilibili", 0, 1), comment("bilibili", 2)
    reply |= {"comment_id": video["video_id"], "video_id": video["video_id"]}
    files = {"search_contents.jsonl": lines([video]), "search_comments.jsonl": lines([reply])}
    done = Read(tmp_path, files).gave(2)
    assert done.events["event_id"].n_unique() == 2
    assert sorted(done.events["kind"]) == ["comment", "post"]
    assert done.events["stated_root_id"].n_unique() == 1


@pytest.mark.parametrize("hashed", [False, True], ids=["old", "hashed"])
@pytest.mark.parametrize("container", ["csv", "jsonl", "xlsx", "db"])
def test_bilibili_dynamics_pass_on_what_they_do_not_name(
    tmp_path: Path, container: str, hashed: bool
) -> None:
    rows = []
    for k, kind in ((1, "FORWARD"), (2, "DRAW"), (3, "AV"), (4, "WORD")):
        row = {
            "dynamic_id": f"10690000000000000{k:02}",
            "user_id": u(9),
            "user_name": n(9),
            "text": f"动态{k}",
        }
        row |= {"type": kind, "pub_ts": unix(k), "total_comments": 20 + k, "total_forwards": 10 + k}
        row |= {"total_liked": 30 + k, "last_modify_ts": SEEN_MS}
        if hashed:
            del row["user_id"]
            row |= {"creator_hash": hash_of("bilibili", 9), "user_name": "虚***壬"}
        rows.append(row)
    contacts = [["up_id", "fan_id", "up_name", "fan_name", "up_sign", "fan_sign", "up_avatar", "fan_avatar", "last_modify_ts"],
                [u(9), u(1), n(9), n(1), "", "", "", "", SEEN_MS]]  # fmt: skip
    files: dict[str, bytes] | Path
    if container == "xlsx":
        files = workbook(tmp_path / "bili_creator_1.xlsx", {"Contacts": contacts, "Dynamics": sheet(rows)})
    elif container == "db":
        files = database(tmp_path / "sqlite_tables.db", {"bilibili_up_dynamic": stored(rows)})
    else:
        files = {f"creator_dynamics_1.{container}": csv_of(rows) if container == "csv" else lines(rows)}
    done = Read(tmp_path, files).gave(4)
    account = Hashed(hash_of("bilibili", 9)) if hashed else u(9)
    for k, kind in ((1, "repost"), (2, "post"), (3, "post"), (4, "post")):
        wanted = {
            "kind": kind,
            "at": t(k),
            "prec": "s",
            "likes": 30 + k,
            "comments": 20 + k,
            "text": f"动态{k}",
        }
        event = done.event(f"10690000000000000{k:02}")
        done.is_(event, {**wanted, "account": account, "root": None if k == 1 else SELF, "parent": None})
        done.is_(event, {"reposts|shares": 10 + k})


def test_tieba_without_a_stated_zone_has_no_moments_and_1970_is_unknown(tmp_path: Path) -> None:
    rows = [content("tieba", 0, 1), content("tieba", 6, 5) | {"publish_time": "1970-01-01 08:00:00"}]
    bare = Read(tmp_path, {"c.jsonl": lines(rows)}).gave(2)
    bare.every(at=None)  # The crawler's own clock: nobody has said where it stood.
    stated = Read(tmp_path / "b", {"c.jsonl": lines(rows)}, timezone="Asia/Shanghai").gave(2)
    stated.are({content_id("tieba", 0): {"at": t(0), "prec": "min"}, content_id("tieba", 6): {"at": None}})


def test_tieba_links_are_no_names_and_two_authors_are_not_one(tmp_path: Path) -> None:
    rows = [comment("tieba", k) | {"user_nickname": "虚构同名"} for k in (2, 3, 4)]
    done = Read(tmp_path, {"c.jsonl": lines(rows)}, timezone="Asia/Shanghai").gave(3)
    done.authors(3).never(accounts=["虚构同名"])


def test_zhihu_answers_and_articles_are_counted_apart_and_zero_is_no_time(tmp_path: Path) -> None:
    answer = content("zhihu", 0, 1)
    article = content("zhihu", 6, 5) | {
        "content_id": answer["content_id"],
        "content_type": "article",
        "question_id": "",
    }
    said = comment("zhihu", 2) | {"content_type": "article", "publish_time": 0}
    files = {"search_contents.jsonl": lines([answer, article]), "search_comments.jsonl": lines([said])}
    done = Read(tmp_path, files).gave(3)
    of = {row["account_name"]: row["event_id"] for row in done.events.to_dicts()}
    assert of[n(1)] != of[n(5)]
    reply = done.by("account_name", n(2))
    assert reply["at"] is None and reply["stated_root_id"] == of[n(5)]


def test_douyin_ids_of_nineteen_digits_stay_whole_in_numbers(tmp_path: Path) -> None:
    rows = [content("douyin", 0, 1) | {"aweme_id": int(content_id("douyin", 0))}]
    done = Read(tmp_path, {"c.json": document(rows)}).gave(1)
    done.are({content_id("douyin", 0): {"account": who("douyin", 1)}})


CREATORS: dict[str, dict[str, Any]] = {
    "weibo": {"desc": "", "gender": "Female", "ip_location": "浙江", "follows": 7, "fans": "105.9万", "tag_list": ""},
    "xhs": {"desc": "", "gender": "Female", "ip_location": "浙江", "follows": "7", "fans": "120", "interaction": "9", "tag_list": "{}"},
    "douyin": {"desc": "", "gender": "Unknown", "ip_location": "浙江", "follows": 7, "fans": 120, "interaction": 9, "videos_count": 3},
    "bilibili": {"sex": "保密", "sign": "", "total_fans": 120, "total_liked": 9, "user_rank": 5, "is_official": -1},
    "kuaishou": {"desc": "", "gender": "Female", "ip_location": "", "follows": 7, "fans": 120, "interaction": 9},
}  # fmt: skip


@pytest.mark.parametrize("platform", CREATORS)
def test_creators_are_accounts_and_no_acts(tmp_path: Path, platform: str) -> None:
    row = {
        "user_id": who(platform, 1),
        "nickname": n(1),
        "avatar": "",
        **CREATORS[platform],
        "last_modify_ts": SEEN_MS,
    }
    book = {"Contents": sheet(rows_of(platform, False)[0]), "Creators": sheet([row])}
    done = Read(tmp_path, workbook(tmp_path / "x_creator_1.xlsx", book)).gave(2, other=1)
    done.never(ids=[who(platform, 1)])
    known = done.accounts.filter(pl.col("account_id").str.ends_with(":" + who(platform, 1)))
    assert known.height == 1 and known["name"].to_list() == [n(1)]
    alone = read_or_refused(tmp_path / "b", {"creator_creators_1.csv": csv_of([row])})
    if alone is not None:
        alone.gave(0, other=1)
