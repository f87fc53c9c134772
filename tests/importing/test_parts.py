"""What lies inside a file: sheets, tables, several JSON values, pages with several lists, packed files."""

import gzip
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analytics.evidence.source_record import exported_line
from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.importing.inspection import inspect_file
from analytics.model.errors import ExportError
from analytics.model.thresholds import Thresholds
from tests.importing.invented import START, beijing, jsonl, mid_at, repost
from tests.importing.taking import adds_up, one_line, run

CONTENT = [
    "note_id",
    "content",
    "create_time",
    "create_date_time",
    "liked_count",
    "comments_count",
    "shared_count",
]
CONTENT += ["last_modify_ts", "user_id", "nickname"]
COMMENT = ["comment_id", "create_time", "create_date_time", "note_id", "content", "sub_comment_count"]
COMMENT += ["comment_like_count", "last_modify_ts", "parent_comment_id", "user_id", "nickname"]
POST, SECONDS = mid_at(START), int(START.timestamp())


def content_row() -> list[Any]:
    return [POST, "帖子", SECONDS, beijing(START), "1", "2", "3", SECONDS * 1000, "9100000001", "甲"]


def comment_row(k: int) -> list[Any]:
    own = mid_at(START, k)
    return [
        own,
        SECONDS,
        beijing(START),
        POST,
        f"评论{k}",
        "0",
        "1",
        SECONDS * 1000,
        "0",
        f"910000000{k}",
        "乙",
    ]


def take(tmp_path: Path, file: Path, **stated: Any) -> ImportResult:
    return import_files(
        tmp_path / "case", [file], ImportOptions(**stated), Thresholds(), lambda name, done: None
    )


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def database(path: Path, tables: dict[str, list[list[Any]]]) -> Path:
    with closing(sqlite3.connect(path)) as base:
        for table, (names, *rows) in tables.items():
            base.execute(f"create table {table} ({', '.join(names)})")
            base.executemany(f"insert into {table} values ({', '.join('?' * len(names))})", rows)
        base.commit()
    return path


SHEETS = {
    "Contents": [CONTENT, content_row()],
    "Comments": [COMMENT, comment_row(1), comment_row(2)],
    "Creators": [["user_id", "gender"], ["9100000001", "f"], ["9100000002", "m"]],
    "Empty": [],
}


def test_every_sheet_is_read_or_named_and_counted(tmp_path: Path) -> None:
    taken = take(tmp_path, workbook(tmp_path / "w.xlsx", SHEETS))
    adds_up(taken)
    assert taken.new.select("records_n", "events_n", "other_n").row(0) == (5, 3, 2)
    assert taken.passed == [("w.xlsx", "Creators", 2)]
    events = taken.case.read("events").sort("event_id")
    assert events["kind"].to_list() == ["post", "comment", "comment"]
    second = events.row(2, named=True)
    shown = exported_line(taken.case, second["source_sha256"], second["source_row"], second["source_path"])
    assert json.loads(shown)["comment_id"] == mid_at(START, 2)
    seen = inspect_file(tmp_path / "w.xlsx", None, Thresholds().reading)[0]
    assert (seen.records_n, seen.acts_n, seen.passed) == (5, 3, {"Creators": 2})
    assert any("Creators" in line for line in seen.lines("en"))


def test_every_table_is_read_or_named_and_counted(tmp_path: Path) -> None:
    tables = {"weibo_note": SHEETS["Contents"], "weibo_note_comment": SHEETS["Comments"]}
    taken = take(tmp_path, database(tmp_path / "d.db", {**tables, "weibo_creator": SHEETS["Creators"]}))
    adds_up(taken)
    assert taken.new.select("records_n", "events_n", "other_n").row(0) == (5, 3, 2)
    assert taken.passed == [("d.db", "weibo_creator", 2)]
    event = taken.case.read("events").filter(kind="post").row(0, named=True)
    shown = exported_line(taken.case, event["source_sha256"], event["source_row"], event["source_path"])
    assert json.loads(shown)["note_id"] == POST


def test_tables_beside_those_of_a_known_database_are_named(tmp_path: Path) -> None:
    names = ["id", "bid", "user_id", "screen_name", "text", "created_at", "source", "attitudes_count"]
    names += ["comments_count", "reposts_count", "retweet_id", "edited"]
    row = [POST, "", "9100000001", "甲", "帖子", beijing(START), "", 1, 2, 3, "", 0]
    taken = take(
        tmp_path, database(tmp_path / "d.db", {"weibo": [names, row], "bins": [["ext"], ["a"], ["b"]]})
    )
    adds_up(taken)
    assert taken.new["importer"].item() == "weibo-crawler-sqlite"
    assert taken.passed == [("d.db", "bins", 2)]


def test_a_file_of_which_nothing_is_known_names_its_parts(tmp_path: Path) -> None:
    unknown = {"甲表": [["a", "b"], [1, 2]], "乙表": [["c"], [3]]}
    for file in (workbook(tmp_path / "w.xlsx", unknown), database(tmp_path / "d.db", unknown)):
        with pytest.raises(ExportError, match=file.name) as caught:
            take(tmp_path, file)
        one_line(caught.value)
        assert "甲表" in str(caught.value) and "乙表" in str(caught.value)
        assert not (tmp_path / "case").exists()


def test_cells_of_a_sheet_are_read_as_what_they_are(tmp_path: Path) -> None:
    header = ["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"]
    moment = datetime(2025, 3, 7, 12, 28, 47)
    rows = [
        [5141651886445152, 11, "a", None, None, True, moment, None],
        [None] * 8,
        [1760000000000000002, 12, "b", None, None, 1.5, moment, None],
        header,
        [7, 13, "c", 5141651886445152, None, " x ", datetime(2025, 3, 7), None],
    ]
    taken = take(tmp_path, workbook(tmp_path / "w.xlsx", {"a": [header, *rows]}))
    adds_up(taken)
    events = taken.case.read("events").sort("source_row")
    assert events["event_id"].to_list() == ["generic:5141651886445152", "generic:7"]
    assert events["text"].to_list() == ["true", "x"]
    assert events["at_text"].to_list()[0] == "2025-03-07 12:28:47"
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(2, "id_destroyed")]
    assert taken.passed == [("w.xlsx", "header", 1)]


def test_a_workbook_made_to_harm_is_refused_in_one_line(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", {"a": [["message_id"], ["1"]]})
    entities = "<!DOCTYPE x [" + "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 9}">' for k in range(1, 9)) + "]>"
    for name, change in (("lol.xlsx", entities), ("big.xlsx", " " * (150 * 2**20))):
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                text = old.read(info).decode()
                if info.filename.endswith("sheet1.xml"):
                    text = change + text.replace("<v>0</v>", "<v>&a8;</v>")
                new.writestr(info.filename, text)
        with pytest.raises(ExportError, match=name) as caught:
            take(tmp_path, tmp_path / name)
        one_line(caught.value)


def array(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


def flattened(row: dict[str, Any]) -> dict[str, Any]:
    inner = {f"user.{k}": v for k, v in row["user"].items()}
    return {k: v for k, v in row.items() if k != "user"} | inner


def typed(row: dict[str, Any]) -> dict[str, Any]:
    """As mongoexport writes it."""
    moment = row["created_at"].replace(" ", "T") + "+08:00"
    changes = {"_id": {"$numberLong": row["_id"]}, "created_at": {"$date": moment}, "o": {"$oid": "6" * 24}}
    return row | changes | {"attitudes_count": {"$numberInt": str(row["attitudes_count"])}}


ROWS = [repost(k, "说得对") for k in range(1, 4)]
FORMS = {
    "lines": jsonl(ROWS),
    "array": array(ROWS),
    "indented": json.dumps(ROWS, indent=1).encode(),
    "one after the other": b"".join(json.dumps(row, indent=2).encode() for row in ROWS),
    "without blanks between": b"".join(json.dumps(row).encode() for row in ROWS),
    "two arrays": array(ROWS[:1]) + b"\n" + array(ROWS[1:]),
    "flattened lines": jsonl([flattened(row) for row in ROWS]),
    "flattened array": array([flattened(row) for row in ROWS]),
    "mongoexport lines": jsonl([typed(row) for row in ROWS]),
    "mongoexport array": array([typed(row) for row in ROWS]),
}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_container_changes_nothing_about_the_acts(form: str, tmp_path: Path) -> None:
    taken = run(tmp_path, "a.json", FORMS[form])
    adds_up(taken)
    assert taken.new["importer"].item() == "weibo-nghuyong-repost"
    columns = (
        "event_id",
        "kind",
        "account_id",
        "account_name",
        "stated_root_id",
        "at",
        "text",
        "client",
        "region",
    )
    rows = taken.case.read("events").sort("event_id").select(columns).rows()
    plain = run(tmp_path / "plain", "a.jsonl", FORMS["lines"])
    assert rows == plain.case.read("events").sort("event_id").select(columns).rows()
    likes = taken.case.read("counters").filter(counter="likes")["value"].to_list()
    assert sorted(likes) == [1, 2, 3]


def test_a_table_of_flattened_keys_is_the_same_layout(tmp_path: Path) -> None:
    import pandas as pd

    text = pd.json_normalize(ROWS).to_csv(index=False)
    taken = run(tmp_path, "a.csv", text.encode())
    adds_up(taken)
    assert taken.new["importer"].item() == "weibo-nghuyong-repost"
    assert taken.case.read("events")["account_name"].to_list() == ["虚构1号", "虚构2号", "虚构3号"]


def test_escapes_that_json_does_not_know_are_read_and_said(tmp_path: Path) -> None:
    for k, content in enumerate((FORMS["lines"], FORMS["indented"])):
        hurt = content.replace(json.dumps("说得对")[1:-1].encode(), b"a\\x1Bb\\\\x41").replace(
            "说得对".encode(), b"a\\x1Bb\\\\x41"
        )
        taken = run(tmp_path / str(k), "a.json", hurt)
        adds_up(taken)
        assert set(taken.case.read("events")["text"]) == {"a\x1bb\\x41"}
        assert taken.mended == [("a.json", "escape", 3)]


def status(k: int, **more: Any) -> dict[str, Any]:
    moment = START.astimezone().strftime("%a %b %d %H:%M:") + f"{k:02d} +0000 2025"
    user = {"id": 9_100_000_000 + k, "screen_name": f"虚构{k}"}
    return {
        "id": mid_at(START, k), "mid": mid_at(START, k), "bid": "x", "text": f"帖{k}", "created_at": moment,
        "user": user, "reposts_count": 0,
    } | more  # fmt: skip


def test_every_list_of_a_page_is_read_or_named_and_counted(tmp_path: Path) -> None:
    comment = {
        "id": mid_at(START, 5),
        "rootid": mid_at(START, 5),
        "text": "一楼",
        "user": {"id": 9_100_000_005},
    }
    child = {
        "id": mid_at(START, 6),
        "rootid": mid_at(START, 5),
        "text": "二楼",
        "user": {"id": 9_100_000_006},
    }
    comment |= {"created_at": status(5)["created_at"], "comments": [child | {"created_at": "x"}]}
    page = {
        "reposts": [status(k, retweeted_status=status(1)) for k in (2, 3)],
        "root_comments": [comment],
        "status": status(1),
        "trends": [status(7), status(8)],
    }
    taken = run(tmp_path, "page.json", json.dumps(page).encode())
    adds_up(taken)
    events = taken.case.read("events").sort("event_id")
    assert events["kind"].to_list() == ["post", "repost", "repost", "comment", "comment"]
    assert set(events.filter(kind="comment")["stated_root_id"]) == {f"weibo:{mid_at(START, 1)}"}
    assert taken.passed == [("page.json", "/trends", 2)]
    assert taken.new.select("records_n", "events_n", "duplicates_n", "other_n").row(0) == (9, 5, 2, 2)


def test_acts_inside_flat_records_are_counted_though_nothing_reads_them(tmp_path: Path) -> None:
    inner = {
        "_id": mid_at(START, 50),
        "content": "里面的",
        "created_at": beijing(START),
        "user": {"_id": "1"},
    }
    taken = run(tmp_path, "a.jsonl", jsonl([row | {"retweeted": inner} for row in ROWS]))
    adds_up(taken)
    assert taken.passed == [("a.jsonl", "/retweeted", 3)]
    assert taken.new.select("records_n", "events_n", "other_n").row(0) == (6, 3, 3)


def test_statuses_of_another_platform_are_not_taken_for_weibo(tmp_path: Path) -> None:
    tweet = {
        "id": 1760000000000000002,
        "id_str": "1760000000000000002",
        "created_at": "Tue Feb 20 10:00:02 +0000 2024",
    }
    tweet |= {"text": "x", "user": {"id": 15, "id_str": "15", "screen_name": "u"}, "retweet_count": 1}
    tweets = [tweet | {"id": tweet["id"] + k, "retweeted_status": tweet} for k in range(5)]  # type: ignore[operator]
    done = run(tmp_path, "t.jsonl", jsonl(tweets))
    assert set(done.case.read("events")["platform"]) == {"x"}


def test_flat_records_of_a_tool_are_not_taken_for_the_answers_of_the_site(tmp_path: Path) -> None:
    flat = {
        "id": mid_at(START),
        "bid": "PhtCwcIz1",
        "user_id": "9100000001",
        "screen_name": "虚构",
        "text": "话",
    }
    path = tmp_path / "flat.json"
    path.write_text("\n".join(json.dumps({**flat, "_id": {"$oid": str(k)}}) for k in range(3)))
    seen = inspect_file(path, None, Thresholds().reading)[0]
    assert seen.importer is None and seen.proposals[0].columns["account_id"].column == "user_id"


def test_a_table_with_a_column_of_authors_is_no_export_of_one_account(tmp_path: Path) -> None:
    header = "微博id,发布者,微博正文,发布时间,发布工具,点赞数,转发数,评论数"
    seen = run(tmp_path, "t.csv", f"{header}\nPhtCwcIz1,甲,甲:x,2025-03-07 20:10,无,0,0,0\n".encode())
    events = seen.case.read("events")
    assert events["account_id"].to_list() == [None] and events["account_name"].to_list() == ["甲"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"-- MySQL dump 10.13\n\nDROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (id int);\n", "SQL"),
        (
            b"--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n\nCREATE TABLE public.a (\n",
            "SQL",
        ),
        (b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a(b);\n", "SQL"),
        (b"INSERT INTO `a` VALUES (1,'x');\n", "SQL"),
        (b"<!DOCTYPE html><html><table><tr><td>id</td></tr></table>", "HTML"),
    ],
)
def test_a_text_that_is_no_table_is_named_for_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(ExportError, match=told) as caught:
        run(tmp_path, "a.csv", content)
    one_line(caught.value)


def test_a_packed_file_is_never_read_as_a_table(tmp_path: Path) -> None:
    inside = tmp_path / "z.zip"
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("a.jsonl.gz", gzip.compress(jsonl(ROWS)))
    with pytest.raises(ExportError, match="gzip"):
        take(tmp_path, inside)


@pytest.mark.skipif(find_spec("zstandard") is None, reason="needs zstandard")
def test_zstandard_with_a_long_window_is_unpacked(tmp_path: Path) -> None:
    import zstandard

    parameters = zstandard.ZstdCompressionParameters(window_log=31, compression_level=3)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compress(jsonl(ROWS[:2]))
    more = zstandard.ZstdCompressor().compress(jsonl(ROWS[2:]))
    taken = run(tmp_path, "a.jsonl.zst", packed + more)
    adds_up(taken)
    assert taken.new.select("events_n", "format").row(0) == (3, "jsonl.zst")
    for k in (len(packed) // 2, len(packed) - 1, 5):
        with pytest.raises(ExportError, match="cut off"):
            run(tmp_path / str(k), "b.jsonl.zst", packed[:k])
