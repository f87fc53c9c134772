"""Encodings, line ends and records that are cut, broken or misshapen: each is read or refused, the rest stands."""

from pathlib import Path

import polars as pl
import pytest

from analytics.importing.inspection import reason_text
from analytics.model.errors import ExportError
from tests.importing.invented import jsonl, repost
from tests.importing.taking import CSV_HEAD, adds_up, run

pytestmark = pytest.mark.slow


def test_a_record_cut_in_the_middle_is_rejected_with_its_text(tmp_path: Path) -> None:
    content = jsonl([repost(1), repost(2)])
    taken = run(tmp_path, "a.jsonl", content[:-60])
    adds_up(taken)
    rejected = taken.case.read("rejected")
    assert rejected["reason"].to_list() == ["not_json"]
    assert rejected["source_row"].to_list() == [1]
    assert rejected["raw"][0] == content[:-60].split(b"\n")[1].decode()


def test_gb18030_is_detected_and_stated(tmp_path: Path) -> None:
    text = jsonl([repost(k, "说得有道理，转给大家看看") for k in range(1, 4)]).decode()
    taken = run(tmp_path, "a.jsonl", text.encode("gb18030"))
    adds_up(taken)
    assert taken.new["encoding"].to_list() == ["gb18030"]
    assert set(taken.case.read("events")["own_text"]) == {"说得有道理，转给大家看看"}


def test_one_broken_byte_costs_one_record_and_no_more(tmp_path: Path) -> None:
    lines = jsonl([repost(k, "这是一条转发") for k in range(1, 50)]).split(b"\n")
    lines[7] = lines[7].replace("这".encode(), b"\xff\xfe")
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(7, "not_utf8")]
    assert taken.case.read("events").height == 48


def test_mixed_line_ends_change_no_record(tmp_path: Path) -> None:
    lines = jsonl([repost(k) for k in range(1, 7)]).split(b"\n")[:-1]
    content = (
        lines[0]
        + b"\r\n"
        + lines[1]
        + b"\n"
        + lines[2]
        + b"\r"
        + lines[3]
        + b"\r\n\r\n"
        + lines[4]
        + b"\n\n"
        + lines[5]
    )
    taken = run(tmp_path, "a.jsonl", content)
    adds_up(taken)
    assert taken.case.read("events").height == 6


def test_nul_bytes_lose_nothing_else(tmp_path: Path) -> None:
    lines = jsonl([repost(k, "正文") for k in range(1, 10)]).split(b"\n")
    lines[3] = lines[3].replace("正".encode(), b"\x00")
    lines[5] = b"\x00" * 500
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    events = taken.case.read("events")
    assert events.height == 8
    assert events.filter(source_row=3)["text"].item() == "\x00文"


def test_half_a_surrogate_pair_is_shown_not_replaced(tmp_path: Path) -> None:
    lines = jsonl([repost(k, "XX" if k == 2 else "好") for k in range(1, 5)]).split(b"\n")
    lines[1] = lines[1].replace(b"XX", b"\\ud83d and \\ud83d\\ude00")
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    assert taken.case.read("events").filter(source_row=1)["text"].item() == "\\ud83d and 😀"


def test_deeply_nested_json_is_one_rejected_record(tmp_path: Path) -> None:
    deep = b'{"_id": "1", "content": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1)]) + deep + jsonl([repost(2)]))
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(1, "too_deep")]
    with pytest.raises(ExportError):
        run(tmp_path / "b", "a.json", b"[" * 100_000)


def test_a_line_of_200_mb_is_accounted_for(tmp_path: Path) -> None:
    long = jsonl([repost(2)]).replace("转发微博".encode(), b"x" * (200 * 2**20))
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1)]) + long[:-5] + b"\n" + jsonl([repost(3)]))
    adds_up(taken)
    assert taken.case.read("events")["source_row"].to_list() == [0, 2]
    assert len(taken.case.read("rejected")["raw"][0]) < 70_000


def test_a_csv_record_with_too_few_cells_is_named(tmp_path: Path) -> None:
    good = "4900000000000001,,9100000001,甲,正文,,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    content = "\n".join(
        [CSV_HEAD, good, "4900000000000002,,91", good.replace("0001,,", "0003,,"), ""]
    ).encode("utf-8-sig")
    taken = run(tmp_path, "a.csv", content)
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason", "raw").rows() == [
        (1, "cells:3/21", "4900000000000002,,91")
    ]
    assert taken.case.read("events").height == 2


def test_a_repeated_header_line_is_no_event(tmp_path: Path) -> None:
    good = "4900000000000001,,9100000001,甲,正文,,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    taken = run(tmp_path, "a.csv", "\n".join([CSV_HEAD, good, CSV_HEAD]).encode())
    adds_up(taken)
    assert taken.case.read("events").height == 1


def test_a_quote_that_never_closes_ends_one_record(tmp_path: Path) -> None:
    good = "490000000000000{},,9100000001,甲,正文,,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    content = "\n".join([CSV_HEAD, good.format(1), good.format(2), good.format(3).replace("正文", '"正文')])
    taken = run(tmp_path, "a.csv", content.encode())
    adds_up(taken)
    assert taken.case.read("rejected")["reason"].to_list() == ["quote_open"]


def test_cells_with_loose_quotes_and_line_breaks_keep_their_text(tmp_path: Path) -> None:
    good = "490000000000000{},,9100000001,甲,{},,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    texts = ['"第一行\n第二行，""引""完"', 'ab"c', "=1+1"]
    content = "\n".join([CSV_HEAD, *(good.format(k, text) for k, text in enumerate(texts, 1))])
    taken = run(tmp_path, "a.csv", content.encode())
    adds_up(taken)
    assert taken.case.read("events")["text"].to_list() == ['第一行\n第二行，"引"完', 'ab"c', "=1+1"]


def test_every_reason_code_has_words() -> None:
    for code in (
        "cells:3/21",
        "not_json",
        "not_utf8",
        "too_deep",
        "not_an_object",
        "no_record",
        "quote_open",
        "line_long:70000000/67108864",
        "row_shape",
        "id_destroyed",
        "id_contradiction",
        "id_unreadable",
        "empty_record",
    ):
        assert all(reason_text(code, lang) for lang in ("zh", "en"))


def test_rejected_rows_are_unique(tmp_path: Path) -> None:
    taken = run(tmp_path, "a.jsonl", b"x\n" + jsonl([repost(1)]) + b"y\nz\n")
    rejected = taken.case.read("rejected")
    assert rejected.select(pl.struct("source_row", "source_path").n_unique()).item() == rejected.height == 3
