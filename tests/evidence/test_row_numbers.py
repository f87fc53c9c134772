"""Rows as a reader counts them, each counted by hand in the text of the file."""

import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from analytics.evidence.row_numbers import RowNumbers
from analytics.evidence.terminal_view import shown_lines
from analytics.evidence.trace import trace
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.store.case_folder import Case
from tests.importing.invented import jsonl, repost

HEAD = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls"
# Row 1 is the header; a spreadsheet shows m0 in row 2, m1 in row 3, a blank row 4, m2 in row 5, m3 in row 6.
TABLE = f"""{HEAD}
m0,u0,n0,,,one,1700000000,
m1,u1,n1,,,"two
lines",1700000001,

m2,u2,n2,,,three,1700000002,
m3,u3,n3,,,four,1700000003,
"""


def imported(folder: Path, name: str, content: bytes) -> Case:
    file = folder / name
    file.write_bytes(content)
    return import_files(folder / "case", [file], ImportOptions(), Thresholds(), lambda name, done: None).case


def rows(case: Case) -> dict[str, int]:
    events = case.read("events").select("event_id", "source_sha256", "source_row", "source_path")
    return dict(RowNumbers(case).added(events).select("event_id", "row").iter_rows())


@pytest.mark.parametrize("before", ["", "\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_spreadsheet_counts_the_header_and_blank_lines(tmp_path: Path, before: str, encoding: str) -> None:
    case = imported(tmp_path, "a.csv", (before + TABLE).encode(encoding))
    above = len(before)
    assert rows(case) == {f"generic:m{k}": row + above for k, row in enumerate((2, 3, 5, 6))}


def test_the_bytes_are_told_where_a_field_holds_a_line_break(tmp_path: Path) -> None:
    """m0 stands in line 2 and row 2; m1 takes two lines; from then on rows are no lines."""
    content = TABLE.encode("utf-8-sig")
    case = imported(tmp_path, "a.csv", content)
    known, found = RowNumbers(case), {}
    for row in case.read("events").to_dicts():
        found[row["event_id"]] = known.bytes_of((row["source_sha256"], row["source_row"], ""))
    assert found["generic:m0"] is None
    for name, words in (
        ("m1", b'm1,u1,n1,,,"two\nlines",1700000001,\n'),
        ("m3", b"m3,u3,n3,,,four,1700000003,\n"),
    ):
        start, size = found[f"generic:{name}"] or (0, 0)
        assert content[start : start + size] == words
    told = "\n".join(shown_lines(trace(case, "generic:m3"), "Asia/Shanghai", "en"))
    start = content.index(b"m3,")
    assert "row 6," in told and f"tail -c +{start + 1} FILE | head -c 28" in told


def test_lines_of_json_are_counted_from_one(tmp_path: Path) -> None:
    case = imported(tmp_path, "a.jsonl", jsonl([repost(k) for k in range(3)]))
    assert sorted(rows(case).values()) == [1, 2, 3]
    assert RowNumbers(case).bytes_of((case.read("sources")["sha256"][0], 2, "")) is None


def test_documents_of_json_are_counted_from_one(tmp_path: Path) -> None:
    records = [
        {
            "mid": f"FjQ0lA{k}bc",
            "uid": f"u{k}",
            "parent": "",
            "date": "2025-03-01 10:00:00",
            "text": "话",
            "kids": [],
        }
        for k in range(3)
    ]
    case = imported(tmp_path, "1_FjQ0lZZbc_u99.json", json.dumps(records).encode())
    assert set(rows(case).values()) == {1, 2, 3}


def test_a_sheet_that_begins_lower_down_keeps_its_own_rows(tmp_path: Path) -> None:
    """Two empty rows, the header in row 3, m0 in row 4, an empty row, m1 in row 6."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, line in ((3, HEAD), (4, "m0,u0,n0,,,one,1700000000,"), (6, "m1,u1,n1,,,two,1700000001,")):
        for column, cell in enumerate(line.split(","), 1):
            sheet.cell(row, column, cell or None)
    buffer = io.BytesIO()
    book.save(buffer)
    assert rows(imported(tmp_path, "a.xlsx", buffer.getvalue())) == {"generic:m0": 4, "generic:m1": 6}


def test_rows_without_a_record_have_no_number(tmp_path: Path) -> None:
    case = imported(tmp_path, "a.csv", TABLE.encode())
    sha256 = case.read("sources")["sha256"][0]
    frame = pl.DataFrame(
        {
            "source_sha256": [sha256, None, sha256],
            "source_row": [1, None, None],
            "source_path": ["", None, ""],
        }
    )
    assert RowNumbers(case).added(frame)["row"].to_list() == [3, None, None]
