"""Workbooks: what a cell holds arrives as it stands, ids that lost digits are never taken for ids, and hostile files do no harm."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from analytics.errors import ExportError
from analytics.ingest.workbook import sheet_names, workbook_frame

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
WHOLE = (4876543210987654321, 4876543210987654322, 4876543210987654323)


def by_hand(path: Path, rows: Sequence[Sequence[str]], before: str = "") -> Path:
    """A workbook whose numbers stand in its XML exactly as given; text cells are inline."""
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="xl/workbook.xml" '
            'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="worksheets/one.xml" '
            'Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
        )
        cells = [
            f'<row r="{r}">' + "".join(cell(v, f"{chr(65 + c)}{r}") for c, v in enumerate(row)) + "</row>"
            for r, row in enumerate(rows, 1)
        ]
        book.writestr("xl/worksheets/one.xml", before + SHEET.format("".join(cells)))
    return path


def cell(value: str, at: str) -> str:
    if value.replace(".", "").replace("E+", "").lstrip("-").isdigit():
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'


def test_every_cell_arrives_as_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for column, name in enumerate(["mid", "n", "n", "", "at", "ok", "words"]):
            sheet.write_string(0, column, name)
        sheet.write_row(1, 0, ["4876543210987654321", 3, 0.5, ""])
        sheet.write_datetime(1, 4, datetime(2026, 1, 31, 8, 0, 5), moment)
        sheet.write_boolean(1, 5, True)
        sheet.write_string(1, 6, " =1+1\n第二行")
        sheet.write_datetime(3, 4, date(2026, 2, 1), moment)
        sheet.write_blank(40, 12, None, moment)
    frame = workbook_frame(tmp_path / "a.xlsx")
    assert frame.columns == ["mid", "n", "n.1", "Unnamed: 3", "at", "ok", "words"]
    assert frame.rows() == [
        ("4876543210987654321", "3", "0.5", "", "2026-01-31 08:00:05", "true", " =1+1\n第二行"),
        ("",) * 7,
        ("", "", "", "", "2026-02-01 00:00:00", "", ""),
    ]


@pytest.mark.parametrize("writer", ["openpyxl", "xlsxwriter"])
def test_ids_that_a_program_wrote_as_numbers_are_destroyed(tmp_path: Path, writer: str) -> None:
    """Both write 16 digits: 4876543210987654321 becomes ...654144 when it is read, another post's id."""
    pd.DataFrame({"mid": WHOLE}).to_excel(tmp_path / "a.xlsx", index=False, engine=writer)  # type: ignore[call-overload]
    assert workbook_frame(tmp_path / "a.xlsx")["mid"].to_list() == ["4.87654E+18"] * 3


@pytest.mark.parametrize(
    "cells, found",
    [
        ([str(v) for v in WHOLE], [str(v) for v in WHOLE]),
        (["1234567890123456", "1234567890123457"], ["1234567890123456", "1234567890123457"]),
        (["4876543210987654000", "4876543210987655000"], ["4.87654E+18"] * 2),  # JavaScript's digits
        (["12345678901234568", "12345678901234570"], ["1.23457E+16"] * 2),  # JavaScript's, 17 of them
        (["4876543210987654321", "4.876543210987654E+18"], ["4.87654E+18"] * 2),
        (["1234567890123450", "1234567890123460"], ["1.23457E+15"] * 2),  # 15 digits and a nought
    ],
)
def test_long_numbers_are_kept_only_where_they_were_written_whole(
    tmp_path: Path, cells: list[str], found: list[str]
) -> None:
    path = by_hand(tmp_path / "a.xlsx", [["mid", "n"], *([v, "7"] for v in cells)])
    assert workbook_frame(path).to_dict(as_series=False) == {"mid": found, "n": ["7"] * len(cells)}


def test_every_sheet_can_be_asked_for(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("微博", "评论", "empty"):
            sheet = book.add_worksheet(name)
            if name != "empty":
                sheet.write_column(0, 0, [name, f"{name} 1"])
    assert sheet_names(tmp_path / "a.xlsx") == ["微博", "评论", "empty"]
    assert workbook_frame(tmp_path / "a.xlsx", 1).to_dict(as_series=False) == {"评论": ["评论 1"]}
    assert workbook_frame(tmp_path / "a.xlsx", 2).is_empty()
    with pytest.raises(ExportError, match=r"a\.xlsx"):
        workbook_frame(tmp_path / "a.xlsx", 3)


def test_entities_that_swell_are_not_expanded(tmp_path: Path) -> None:
    lol = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10 if k else "lol"}">' for k in range(10))
    path = by_hand(tmp_path / "a.xlsx", [["a"], ["b&l9;"]], f"<!DOCTYPE worksheet [{lol}]>")
    with pytest.raises(ExportError, match="entity"):
        workbook_frame(path)


def test_a_workbook_that_unpacks_to_a_bomb_is_refused(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", [["a"], ["b"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/zeros", bytes(101 * 2**20))
    with pytest.raises(ExportError, match="bytes"):
        workbook_frame(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 but no more", b"\xd0\xcf\x11\xe0 an old one", b""])
def test_what_is_no_workbook_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ExportError, match=r"a\.xlsx"):
        workbook_frame(tmp_path / "a.xlsx")
