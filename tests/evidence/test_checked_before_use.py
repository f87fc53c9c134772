"""What stands in a case is hashed before a command uses it: parsed parts, exports behind `show`, sets of marks, tables."""

import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from analytics.evidence.source_record import exported_line
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.thresholds import Thresholds
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case
from tests.evidence.test_redact import made
from tests.importing.invented import jsonl, repost
from tests.test_commands import wakeline


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = made(tmp_path_factory.mktemp("checked"))
    write_report(case, "en", None, with_pdf=False)
    return case


@pytest.fixture
def case(standing: Case, tmp_path: Path) -> Case:
    shutil.copytree(standing.folder, tmp_path / "case")
    return open_case(tmp_path / "case")


def tampered(file: Path) -> None:
    """Another byte under the same length and the same moment of change."""
    stat, raw = file.stat(), bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.chmod(0o644)
    file.write_bytes(raw)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_forged_part_between_imports_stops_the_next_import(case: Case, tmp_path: Path) -> None:
    part = next(case.tables.glob("parsed/*events.parquet"))
    pl.read_parquet(part).with_columns(text=pl.lit("伪造"), own_text=pl.lit("伪造")).write_parquet(part)
    (tmp_path / "more.jsonl").write_bytes(jsonl([repost(9)]))
    before = (case.folder / "analysis.json").read_bytes()
    with pytest.raises(CaseError, match=r"parsed/small\.events"):
        import_files(case.folder, [tmp_path / "more.jsonl"], ImportOptions(), Thresholds(), lambda *_: None)
    assert (case.folder / "analysis.json").read_bytes() == before


@pytest.mark.parametrize("part", ["accounts", "counters", "rejected"])
def test_any_other_part_too(case: Case, tmp_path: Path, part: str) -> None:
    tampered(next(case.tables.glob(f"parsed/*{part}.parquet")))
    (tmp_path / "more.jsonl").write_bytes(jsonl([repost(9)]))
    with pytest.raises(CaseError, match=rf"parsed/small\.{part}"):
        import_files(case.folder, [tmp_path / "more.jsonl"], ImportOptions(), Thresholds(), lambda *_: None)


def test_a_changed_export_is_not_shown(case: Case) -> None:
    row = case.read("events").row(0, named=True)
    place = (row["source_sha256"], row["source_row"], row["source_path"])
    assert exported_line(case, *place)
    tampered(case.evidence / row["source_sha256"])
    with pytest.raises(CaseError, match="was changed"):
        exported_line(case, *place)


def test_a_changed_table_is_not_read_though_size_and_moment_are_the_same(case: Case) -> None:
    assert case.read("events").height
    tampered(case.tables / "events.parquet")
    with pytest.raises(CaseError, match="was changed"):
        case.read("events")


@pytest.mark.parametrize("name", ["marks.csv", "sets/E1.csv"])
def test_a_changed_list_or_set_of_a_mark_is_not_shown(case: Case, name: str) -> None:
    file = case.report / name
    file.write_text(file.read_text(encoding="utf-8-sig") + "\n", encoding="utf-8")
    done = wakeline("show", "E1", "--case", str(case.folder))
    assert done.returncode == 2 and name in done.stderr and len(done.stderr.strip().splitlines()) == 1
