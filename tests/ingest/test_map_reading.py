"""What a column map can say, record by record, and which maps are refused before anything is written."""

import json
import sqlite3
from pathlib import Path

import polars as pl
import pytest

from analytics.ingest.take_in import Options, Taken, take_in
from analytics.model.errors import WakelineError
from analytics.model.thresholds import Thresholds

HEAD = 'platform = "x"\nkind = "post"\ntimezone = "UTC"\n'
ONE = "id,uid,at,text\n101,11,2024-03-01 10:00:00,one\n"


def taken(folder: Path, text: str, body: str, name: str = "t.csv", timezone: str | None = None) -> Taken:
    """An import of `body` by the map `text`."""
    (folder / "map.toml").write_text(text, encoding="utf-8")
    (folder / name).write_text(body, encoding="utf-8")
    options = Options(format=str(folder / "map.toml"), timezone=timezone)
    return take_in(folder / "case", [folder / name], options, Thresholds(), lambda said, n: None)


def column(done: Taken, name: str) -> list[str | None]:
    """A column of the events, in order of source row."""
    return done.case.read("events").sort("source_row")[name].to_list()


def test_the_first_rule_that_holds_tells_the_kind_and_a_record_without_one_is_rejected(
    tmp_path: Path,
) -> None:
    text = (
        'platform = "x"\ntimezone = "UTC"\n'
        'kind = [{ column = "spam", values = ["yes"], kind = "quote" },'
        ' { filled = "up", kind = "comment" }, { filled = "of", kind = "repost" }]\n'
        '[columns]\nid = "id"\nroot_id = "of"\nparent_id = "up"\n'
    )
    body = "id,of,up,spam\n1,9,8,yes\n2,9,8,\n3,9,,\n4,9,0,no\n5,,,\n"
    done = taken(tmp_path, text, body)
    assert column(done, "kind") == ["quote", "comment", "repost", "repost"]
    assert done.case.read("rejected").select("source_row", "reason").rows() == [(4, "kind_unlisted")]


def test_a_value_of_the_kind_column_that_is_not_listed_rejects_the_record(tmp_path: Path) -> None:
    text = HEAD + '[columns]\nid = "id"\nkind = "type"\n[kinds]\n"tweet" = "post"\n"" = "comment"\n'
    done = taken(tmp_path, text, "id,type\n1,tweet\n2,like\n3,\n4,Tweet\n")
    assert column(done, "kind") == ["post", "comment"]
    assert done.new.select("records_n", "events_n", "rejected_n").row(0) == (4, 2, 2)


@pytest.mark.parametrize(
    ("source", "cells", "expected"),
    [
        ('"a"', "77,,", "x:77"),
        ('{ column = "a", strip = "C_" }', "C_77,,", "x:77"),
        ('{ column = "a", strip = ["C_", "M_"] }', "M_77,,", "x:77"),
        ('{ column = "a", prefix = "n/" }', "77,,", "x:n/77"),
        ('{ join = ["a", "b"] }', "-1001,77,", "x:-1001-77"),
        ('{ join = ["a", "b"] }', "-1001,,", None),
        ('{ from_url = "c" }', ",,https://x.invalid/some/status/77?s=1", "x:77"),
        ('{ from_url = "c" }', ",,https://x.invalid/9900000700/PhtCwcIz1", "x:PhtCwcIz1"),
        ('{ from_url = "c" }', ",,https://x.invalid/", None),
        ("{ from_url = \"c\", pattern = 'p=(\\d+)' }", ",,https://x.invalid/?p=77", "x:77"),
    ],
)
def test_an_id_is_a_column_a_join_or_a_part_of_an_address(
    tmp_path: Path, source: str, cells: str, expected: str | None
) -> None:
    text = 'platform = "x"\nkind = "comment"\n[columns]\ntext = "t"\nroot_id = ' + source + "\n"
    done = taken(tmp_path, text, f"a,b,c,t\n{cells},words\n")
    assert column(done, "stated_root_id") == [expected]


def test_an_account_is_cut_out_of_an_address_and_a_hash_has_a_space_of_its_own(tmp_path: Path) -> None:
    text = HEAD + '[columns]\nid = "id"\naccount_id = { from_url = "home" }\n'
    done = taken(tmp_path, text, "id,home\n1,https://x.invalid//u/9900000700\n2,https://x.invalid/n/name\n")
    assert column(done, "account_id") == ["x:9900000700", None]
    (tmp_path / "b").mkdir()
    text = HEAD + '[columns]\nid = "id"\naccount_id = { column = "hash", space = "hashed" }\n'
    assert column(taken(tmp_path / "b", text, "id,hash\n1,abcabc\n"), "account_id") == ["x~hashed:abcabc"]


def test_a_root_is_taken_from_the_name_of_the_file(tmp_path: Path) -> None:
    text = (
        'platform = "weibo"\nkind = "comment"\n[columns]\ntext = "t"\nroot_id = { from_file_name = true }\n'
    )
    done = taken(tmp_path, text, "t,u\nwords,1\n", name="PhtCwcIz1.csv")
    assert column(done, "stated_root_id") == ["weibo:5141654403031243"]
    assert column(done, "root_basis") == ["file_name"]


def test_openings_that_a_platform_writes_before_ids_are_dropped_unasked(tmp_path: Path) -> None:
    text = 'platform = "reddit"\nkind = "comment"\n[columns]\nid = "id"\nparent_id = "up"\nroot_id = "of"\n'
    done = taken(tmp_path, text, "id,up,of\nkabc02,t1_kabc01,t3_1avxyz1\n")
    assert (column(done, "stated_parent_id"), column(done, "stated_root_id")) == (
        ["reddit:kabc01"],
        ["reddit:1avxyz1"],
    )


def test_further_words_for_nothing_hold_for_all_columns_but_the_text(tmp_path: Path) -> None:
    text = HEAD + 'nulls = ["missing"]\n[columns]\nid = "id"\naccount_id = "uid"\ntext = "text"\n'
    done = taken(tmp_path, text, "id,uid,text\n1,missing,missing\n")
    assert (column(done, "account_id"), column(done, "text")) == ([None], ["missing"])


def test_each_file_is_read_by_the_section_for_its_name(tmp_path: Path) -> None:
    text = (
        'platform = "x"\nkind = "post"\n[columns]\nid = "id"\n'
        '[[input]]\nfiles = "*_comments.csv"\nkind = "comment"\n[input.columns]\nid = "cid"\nroot_id = "id"\n'
    )
    done = taken(tmp_path, text, "id,cid\n1,7\n", name="a_comments.csv")
    assert (column(done, "event_id"), column(done, "stated_root_id")) == (["x:7"], ["x:1"])
    done = taken(tmp_path, text, "id,cid\n2,8\n", name="a.csv")
    assert sorted(done.case.read("events")["event_id"]) == ["x:2", "x:7"]


def test_each_table_of_a_database_is_read_by_its_section(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "t.db") as base:
        base.execute("create table posts (id text, uid text)")
        base.execute("create table answers (id text, cid text)")
        base.execute("insert into posts values ('1', '11')")
        base.execute("insert into answers values ('1', '7'), ('1', '8')")
    base.close()
    text = (
        'platform = "x"\nkind = "post"\ntable = "posts"\n[columns]\nid = "id"\naccount_id = "uid"\n'
        '[[input]]\ntable = "answers"\nkind = "comment"\n[input.columns]\nid = "cid"\nroot_id = "id"\n'
    )
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    options = Options(format=str(tmp_path / "map.toml"))
    done = take_in(tmp_path / "case", [tmp_path / "t.db"], options, Thresholds(), lambda said, n: None)
    rows = done.case.read("events").sort("event_id").select("event_id", "kind", "stated_root_id").rows()
    assert rows == [("x:1", "post", "x:1"), ("x:7", "comment", "x:1"), ("x:8", "comment", "x:1")]


def test_a_table_without_header_is_read_by_place_from_its_first_line_on(tmp_path: Path) -> None:
    text = 'platform = "x"\nkind = "post"\ntimezone = "UTC"\n[columns]\nid = "1"\nat = "3"\n'
    body = "1760000000000000101,a,2024-03-01 10:00:00\n1760000000000000102,b,2024-03-01 10:00:01\n"
    assert column(taken(tmp_path, text, body), "source_row") == [0, 1]


def test_a_zone_is_compulsory_only_where_a_time_states_none(tmp_path: Path) -> None:
    text = 'platform = "x"\nkind = "post"\n[columns]\nid = "id"\nat = "at"\n'
    with pytest.raises(WakelineError, match="state no zone") as refused:
        taken(tmp_path, text, ONE)
    assert "2024-03-01 10:00:00" in str(refused.value) and not (tmp_path / "case").exists()
    done = taken(tmp_path, text, ONE, timezone="Asia/Tokyo")
    assert str(column(done, "at")[0]) == "2024-03-01 01:00:00+00:00"
    (tmp_path / "b").mkdir()
    done = taken(tmp_path / "b", text, "id,at\n1,2024-03-01T10:00:00Z\n2,1709287200\n")
    assert done.new["timezone"].to_list() == [None]
    assert [str(at) for at in column(done, "at")] == ["2024-03-01 10:00:00+00:00"] * 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD.replace('"x"', '"?"') + '[columns]\nid = "id"\n', "platform"),
        (HEAD.replace('"x"', "?") + '[columns]\nid = "id"\n', "platform"),
        (HEAD + '[columns]\nid = "id"\naccount_id = "?"\n', "columns.account_id"),
        (HEAD + '[columns]\nid = "id"\nkind = "text"\n[kinds]\n"one" = "?"\n', "kinds.one"),
        ('kind = "post"\n[columns]\nid = "id"\n', "platform"),
        ('platform = "x"\n[columns]\nid = "id"\n', "kind"),
        (HEAD + "[columns]\n", "[columns] is empty"),
        (HEAD + '[columns]\nid = "id"\nroot_id = "id"\n', "root_id"),
        (HEAD + '[columns]\nid = "id"\naccount_id = "user"\n', '"user"'),
        (HEAD + '[columns]\nid = { colum = "id" }\n', '"column"'),
        (HEAD + '[columns]\nid = { column = "id", pattern = "no group" }\n', "pattern"),
        (HEAD.replace('"UTC"', '"Beijing"') + '[columns]\nid = "id"\n', "timezone"),
        (HEAD + '[[input]]\nfiles = "other*.csv"\n[input.columns]\nid = "id"\n', "[[input]]"),
    ],
)
def test_a_map_that_cannot_be_right_is_refused_in_one_line_and_nothing_is_written(
    tmp_path: Path, text: str, found: str
) -> None:
    with pytest.raises(WakelineError) as refused:
        taken(tmp_path, text, ONE)
    assert found in str(refused.value) and "\n" not in str(refused.value)
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize(("name", "lines"), [("t.jsonl", True), ("t.json", False)])
def test_a_key_that_comes_late_is_there_and_one_that_never_comes_is_absent(
    tmp_path: Path, name: str, lines: bool
) -> None:
    rows: list[dict[str, object]] = [{"id": str(k), "uid": "11"} for k in range(40)]
    rows[39] |= {"上级": "0007", "user": {"name": "n"}}
    body = "\n".join(json.dumps(row) for row in rows) if lines else json.dumps(rows)
    text = (
        HEAD.replace("post", "comment")
        + '[columns]\nid = "id"\nparent_id = "上级"\naccount_name = "user.name"\n'
    )
    assert column(taken(tmp_path, text, body, name), "stated_parent_id")[-1] == "x:0007"
    (tmp_path / "b").mkdir()
    with pytest.raises(WakelineError, match="上级号"):
        taken(tmp_path / "b", text.replace("上级", "上级号"), body, name)


def test_required_fields_that_a_map_leaves_unknown_are_told(tmp_path: Path) -> None:
    done = taken(tmp_path, HEAD + '[columns]\ntext = "text"\n', ONE)
    assert done.lacking == [("t.csv", ("id", "account_id", "at"))]
    assert pl.Series(column(done, "account_id")).null_count() == 1
