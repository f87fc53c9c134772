"""A file that is no export, or nothing but a part of one: one clear error, and a case left as it was."""

import json
from pathlib import Path

import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import ExportError
from analytics.model.thresholds import Thresholds
from tests.importing.invented import jsonl, repost
from tests.importing.taking import one_line, run


def test_an_empty_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="empty"):
        run(tmp_path, "a.jsonl", b"")
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97"),
        (bytes(range(1, 256)) + b"\0" * 64, "binary"),
    ],
)
def test_a_file_that_is_no_export_is_named_for_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(ExportError, match=told) as caught:
        run(tmp_path, "beside.dat", content)
    one_line(caught.value)
    assert not (tmp_path / "case").exists()


def test_a_page_of_json_that_was_cut_off_is_said_to_be_cut_off(tmp_path: Path) -> None:
    whole = json.dumps({"ok": 1, "data": {"data": [{"id": "5000000000000001", "text": "x"}]}}).encode()
    with pytest.raises(ExportError, match="cut off or damaged"):
        run(tmp_path, "page.json", whole[:-20])


def test_the_lock_a_spreadsheet_leaves_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "handed"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(jsonl([repost(1)]))
    (folder / "~$a.xlsx").write_bytes(bytes(range(165)))
    taken = import_files(tmp_path / "case", [folder], ImportOptions(), Thresholds(), lambda name, done: None)
    assert taken.case.read("sources")["name"].to_list() == ["a.jsonl"]
    assert taken.unread == []


def test_an_unknown_layout_names_what_was_found_and_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        run(tmp_path, "a.csv", b"alpha,beta\n1,2\n")
    one_line(caught.value)
    assert "alpha" in str(caught.value) and "wakeline formats" in str(caught.value)
    with pytest.raises(ExportError):
        run(tmp_path / "b", "a.bin", bytes(range(256)) * 40)


def test_a_failed_import_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1), repost(2)]))
    before = {f.relative_to(tmp_path): f.read_bytes() for f in (tmp_path / "case").rglob("*") if f.is_file()}
    with pytest.raises(ExportError):
        run(tmp_path, "b.csv", b"alpha,beta\n1,2\n")
    after = {f.relative_to(tmp_path): f.read_bytes() for f in (tmp_path / "case").rglob("*") if f.is_file()}
    assert before == after
    assert taken.case.read("events").height == 2
