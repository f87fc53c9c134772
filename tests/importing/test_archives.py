"""Archives: what unpacks to too much, to elsewhere, to a link, to too many files, or not at all is refused."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from analytics.importing import inputs
from analytics.model.errors import ExportError, WakelineError
from tests.importing.invented import jsonl, repost
from tests.importing.taking import one_line, run


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", b"0" * (300 * 2**20))
    with pytest.raises(ExportError, match="bomb"):
        run(tmp_path, "a.zip", buffer.getvalue())
    assert not (tmp_path / "case").exists()
    with pytest.raises(ExportError, match="bomb"):
        run(tmp_path, "a.jsonl.gz", gzip.compress(b"0" * (300 * 2**20), 1))


@pytest.mark.parametrize("name", ["../out.jsonl", "/etc/out.jsonl", "a/../../out.jsonl", "..\\out.jsonl"])
def test_a_member_that_leaves_the_archive_stops_the_import(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("good.jsonl", jsonl([repost(1)]))
        archive.writestr(name, jsonl([repost(2)]))
    with pytest.raises(ExportError, match="leaves"):
        run(tmp_path, "a.zip", buffer.getvalue())
    assert not list(tmp_path.rglob("out.jsonl"))


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_an_archive_of_more_files_than_any_export_has_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(inputs, "MEMBERS_MAX", 3)
    for n in (3, 4):
        buffer = io.BytesIO()
        if form == "zip":
            with zipfile.ZipFile(buffer, "w") as archive:
                for k in range(n):
                    archive.writestr(f"{k}.jsonl", jsonl([repost(10 * k + 1)]))
        else:
            with tarfile.open(fileobj=buffer, mode="w:gz") as packed:
                for k in range(n):
                    content = jsonl([repost(10 * k + 1)])
                    entry = tarfile.TarInfo(f"{k}.jsonl")
                    entry.size = len(content)
                    packed.addfile(entry, io.BytesIO(content))
        if n == 3:
            assert run(tmp_path / "a", f"a.{form}", buffer.getvalue()).case.read("events").height == 3
        else:
            with pytest.raises(ExportError, match="4 files, more than 3"):
                run(tmp_path / "b", f"b.{form}", buffer.getvalue())


def test_a_link_in_an_archive_stops_the_import(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.jsonl")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(ExportError, match="regular"):
        run(tmp_path, "a.tar.gz", buffer.getvalue())


def test_broken_archives_are_one_clear_error(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", jsonl([repost(k) for k in range(1, 200)]))
    packed = gzip.compress(jsonl([repost(k) for k in range(1, 200)]))
    for name, content in (
        ("a.zip", buffer.getvalue()[:-300]),
        ("a.jsonl.gz", packed[:-300]),
        ("b.zip", b"PK\x03\x04" + b"x" * 99),
    ):
        with pytest.raises(WakelineError) as caught:
            run(tmp_path / name, name, content)
        one_line(caught.value)
