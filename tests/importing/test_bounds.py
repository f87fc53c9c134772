"""Time and memory are bounded by the bytes of a file: a line, a value or a sheet without end is named, not read."""

import io
import json
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.importing import (
    csv_reader,
    encoding,
    inspection,
    json_reader,
    json_stream,
    sniff,
    workbook_cells,
)
from analytics.importing.encoding import LongLine, utf8_chunks
from analytics.importing.json_reader import rows_of
from analytics.importing.json_stream import pieces
from analytics.model.errors import ExportError
from analytics.model.thresholds import ReadingLimits
from tests.importing.invented import jsonl, repost
from tests.importing.taking import adds_up, one_line, run
from tests.importing.test_csv_containers import TOOLKIT, toolkit

MOST = 4_096


@pytest.fixture
def short_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lines may have 4 kB, and a look takes 8 kB: what holds for 64 MiB holds for these."""
    for module in (encoding, csv_reader, json_stream, sniff):
        monkeypatch.setattr(module, "LINE_BYTES_MAX", MOST)
    for module in (encoding, json_reader, sniff):
        monkeypatch.setattr(module, "LOOK_BYTES", 2 * MOST)
    monkeypatch.setattr(json_stream, "_STEP", 512)
    yield


def rejected(taken: Any) -> list[tuple[int, str]]:
    return list(taken.case.read("rejected").sort("source_row").select("source_row", "reason").iter_rows())


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.usefixtures("short_lines")
def test_a_line_without_end_is_named_with_its_number_and_size(tmp_path: Path, place: int, codec: str) -> None:
    long = jsonl([repost(9, "长" * 10_000)]).decode()
    lines = [jsonl([repost(k)]).decode() for k in (1, 2)]
    lines.insert(place, long)
    taken = run(tmp_path, "a.jsonl", "".join(lines).encode(codec))
    adds_up(taken)
    size = len(long.rstrip("\n").encode())
    assert rejected(taken) == [(place, f"line_long:{size}/{MOST}")]
    assert taken.case.read("events")["source_row"].to_list() == [k for k in range(3) if k != place]


@pytest.mark.usefixtures("short_lines")
def test_a_row_of_a_table_without_end_is_refused_and_never_cut_short(tmp_path: Path) -> None:
    # As many cells as the header, so that only its length tells it from the others.
    row = "2,12,a,,,post,1700000002," + "u" * 20_000
    taken = run(tmp_path, "m.csv", "\n".join([TOOLKIT, toolkit(1), row, toolkit(3)]).encode())
    adds_up(taken)
    assert rejected(taken) == [(1, f"line_long:{len(row)}/{MOST}")]
    assert taken.case.read("events")["source_row"].to_list() == [0, 2]


@pytest.mark.usefixtures("short_lines")
def test_an_open_quote_before_a_line_without_end_takes_nothing_with_it(tmp_path: Path) -> None:
    rows = [TOOLKIT, toolkit(1), toolkit(2, '"open'), toolkit(3, "x" * 20_000), toolkit(4)]
    taken = run(tmp_path, "m.csv", "\n".join(rows).encode())
    adds_up(taken)
    assert [row for row, _ in rejected(taken)] == [1, 2]
    assert taken.case.read("events")["source_row"].to_list() == [0, 3]


@pytest.mark.parametrize("between", [",", ",\n  "])
@pytest.mark.usefixtures("short_lines")
def test_a_value_without_end_in_an_array_costs_itself_alone(tmp_path: Path, between: str) -> None:
    rows = [repost(1), repost(2, 'quote " and ] and }' + "x" * 20_000), *(repost(k) for k in range(3, 20))]
    texts = [json.dumps(row) for row in rows]
    taken = run(tmp_path, "a.json", f"[{between.join(texts)}]".encode())
    adds_up(taken)
    assert rejected(taken) == [(1, f"line_long:{len(texts[1])}/{MOST}")]
    assert taken.case.read("events").height == 18


@pytest.mark.usefixtures("short_lines")
def test_a_document_of_one_value_without_end_is_one_clear_line(tmp_path: Path) -> None:
    for k, content in enumerate(
        (b'{"id": "1", "text": "' + b"x" * 50_000 + b'"}', b'{"a": "' + b"x" * 50_000)
    ):
        with pytest.raises(ExportError, match=r"a\.json.*more than the 4096") as caught:
            run(tmp_path / str(k), "a.json", content)
        one_line(caught.value)


@pytest.mark.usefixtures("short_lines")
def test_broken_bytes_and_a_break_of_a_long_document_are_named(tmp_path: Path) -> None:
    texts = [json.dumps(repost(k), ensure_ascii=False).encode() for k in range(1, 40)]
    texts[3] = texts[3].replace("转发微博".encode(), b"\xff\xfe")
    taken = run(tmp_path, "a.json", b"[" + b",".join(texts) + b', {"cut": ')
    adds_up(taken)
    assert rejected(taken) == [(3, "not_utf8"), (39, "not_json")]
    assert taken.case.read("events").height == 38


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=12), st.booleans(), st.sampled_from(["utf-8", "utf-16-le", "gb18030"]))
@settings(max_examples=150, deadline=None)
def test_a_document_read_piece_by_piece_is_the_document(values: list[Any], escaped: bool, codec: str) -> None:
    text = json.dumps(values, ensure_ascii=escaped)
    if any("\ud800" <= c <= "\udfff" for c in text):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "_STEP", 7)
        file = _written(text.encode(codec))
        found = list(pieces(file, codec))
        file.unlink()
    assert [piece.value for piece in found] == rows_of(text).values
    assert not any(piece.reason for piece in found)


def _written(content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(delete=False) as out:
        out.write(content)
    return Path(out.name)


def test_escapes_that_json_does_not_know_are_put_right_wherever_a_step_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    file.write_text('[{"a": "\\x1B[0m"}, {"a": "\\\\x41"}, {"a": "\\xe9"}]')
    for step in range(1, 30):
        monkeypatch.setattr(json_stream, "_STEP", step)
        found = list(pieces(file, "utf-8"))
        assert [piece.value["a"] for piece in found] == ["\x1b[0m", "\\x41", "é"], step
        assert sum(piece.mended for piece in found) == 2


def test_what_is_held_of_a_line_does_not_grow_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "LINE_BYTES_MAX", 2**20)
    peaks = []
    for k, size in enumerate((8 * 2**20, 64 * 2**20)):
        file = tmp_path / f"{k}.jsonl"
        file.write_bytes(b'{"a": "' + b"x" * size + b'"}\n{"a": "1"}\n')
        for codec in ("utf-8", "gb18030"):
            tracemalloc.start()
            found = list(utf8_chunks(file, codec, 2**20))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert (
                isinstance(found[0], LongLine)
                and found[0].bytes_n == size + 9
                and found[1] == b'{"a": "1"}\n'
            )
    assert max(peaks) < 8 * 2**20, peaks


def test_what_is_held_of_a_value_does_not_grow_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "LINE_BYTES_MAX", 2**20)
    monkeypatch.setattr(json_stream, "_STEP", 2**18)
    peaks = []
    for k, size in enumerate((8 * 2**20, 64 * 2**20)):
        file = tmp_path / f"{k}.json"
        file.write_bytes(b'[{"a": "' + b"x" * size + b'"}, {"a": "1"}]')
        tracemalloc.start()
        first, second = pieces(file, "utf-8")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert first.long is not None and first.long.bytes_n == size + 9 and second.value == {"a": "1"}
    assert max(peaks) < 16 * 2**20, peaks


def workbook(sheet: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr(name, sheet)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
        '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XF&#68;1048576"/></row>',
        '<row r="1048576"><c/><c r="ZZ1048576"/></row>',
        "<row><c/></row>" * 3 + '<row><c r="XFD2000000"/></row>',
    ],
)
def test_a_stray_cell_far_off_is_one_clear_line(tmp_path: Path, cells: str) -> None:
    # The reader makes every cell before it: 17,179,869,184 of them ended the process.
    for k, name in enumerate(("xl/worksheets/sheet1.xml", "xl/elsewhere.dat")):
        content = workbook(f"<worksheet><sheetData>{cells}</sheetData></worksheet>", name)
        with pytest.raises(ExportError, match=r"far\.xlsx.*spans") as caught:
            run(tmp_path / str(k), "far.xlsx", content)
        one_line(caught.value)


def test_cells_that_name_no_place_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_cells, "CELLS_MAX", 11)
    file = tmp_path / "a.xlsx"
    row = "<x:row><x:c/><x:c/><x:c/></x:row>"
    for n, fits in ((3, True), (4, False)):  # Three rows of three cells span 9, four span 12.
        file.write_bytes(
            workbook(f'<x:worksheet xmlns:x="u"><x:sheetData>{row * n}</x:sheetData></x:worksheet>')
        )
        if fits:
            workbook_cells.check_cells(file, "a.xlsx")
        else:
            with pytest.raises(ExportError, match="spans 12 cells"):
                workbook_cells.check_cells(file, "a.xlsx")


def test_a_file_that_is_not_read_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from analytics.cli.app import main

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.jsonl").write_bytes(jsonl([repost(1)]))
    (folder / "other.csv").write_text("colour,weight\nred,1\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["wakeline", "import", str(folder), "--case", str(tmp_path / "case")])
        with pytest.raises(SystemExit):
            main()
    told = capsys.readouterr()
    lines = [line for line in (told.out + told.err).splitlines() if "other.csv" in line]
    assert len(lines) == 1 and lines[0].count("other.csv") == 1


def test_the_reason_tells_both_sizes() -> None:
    from analytics.importing.inspection import reason_text

    assert all("70000000" in reason_text("line_long:70000000/67108864", lang) for lang in ("zh", "en"))


def test_of_many_files_the_first_are_looked_at_and_the_rest_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "FILES_MAX", 3)
    for n in (3, 5):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for k in range(n):
                archive.writestr(f"{k}.jsonl", jsonl([repost(k)]))
        seen = inspection.inspect_file(tmp_path / "a.zip", None, ReadingLimits())
        assert [one.records_n for one in seen][:3] == [1, 1, 1]
        assert len(seen) == (3 if n == 3 else 4)
    assert seen[-1].fault is not None and "2 more" in seen[-1].fault.text("en")
