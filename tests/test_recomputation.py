"""Tables made anew from the inputs: a sound case holds, and what was forged with all its hashes is named by table."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from analytics.api.recomputation import recomputed
from analytics.evidence.package import package
from analytics.evidence.redaction import redact
from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.tables import TABLES
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import Case, Commit, open_case
from analytics.store.custody_log import CustodyEntry
from tests.evidence.test_redact import made
from tests.evidence.test_verification import chained, forged
from tests.importing.invented import jsonl, repost

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case of two imports: one with options, one in a column map's stead of two files that bear one name."""
    folder = tmp_path_factory.mktemp("again")
    done = made(folder)
    for part in ("a", "b"):
        (folder / part).mkdir()
        (folder / part / "same.jsonl").write_bytes(jsonl([repost(20 + ord(part)), repost(30 + ord(part))]))
    import_files(done.folder, [folder / "a", folder / "b"], ImportOptions(), Thresholds(), lambda *_: None)
    analyse(open_case(done.folder), Thresholds(), "findings", lambda _: None)
    write_report(open_case(done.folder), "en", None, with_pdf=False)
    return open_case(done.folder)


@pytest.fixture
def case(whole: Case, tmp_path: Path) -> Case:
    shutil.copytree(whole.folder, tmp_path / "case")
    return open_case(tmp_path / "case")


def other(case: Case) -> set[str]:
    return {str(check.params["name"]) for check in recomputed(case, lambda _: None) if not check.ok}


def test_a_sound_case_and_its_package_hold(case: Case, tmp_path: Path) -> None:
    assert other(case) == set()
    bag = package(case, tmp_path / "bag")
    assert other(open_case(bag / "data")) == set()


@pytest.mark.parametrize("table", ["events", "scope", "findings", "accounts", "parents"])
def test_a_table_forged_with_every_hash_and_the_log_is_named(case: Case, table: str) -> None:
    """All that `verify` reads agrees; only the inputs tell."""
    frame = case.read(table)
    column = {
        "events": "text",
        "scope": "lower",
        "findings": "value",
        "accounts": "name",
        "parents": "root_id",
    }[table]
    value = pl.lit("伪造") if frame[column].dtype == pl.String else pl.lit(41.0)
    commit = Commit(case)
    commit.write_sorted(TABLES[table], frame.with_columns(value.alias(column)))
    commit.finish(CustodyEntry("change", {}))
    chained(
        case,
        {n: {"what": "analyse"} for n in (len((case.folder / "custody.jsonl").read_bytes().splitlines()),)},
    )
    assert [check.code for check in verify(open_case(case.folder)) if not check.ok] == []
    assert other(open_case(case.folder)) == {f"{table}.parquet"}


def test_a_table_taken_out_with_its_line_is_named(case: Case) -> None:
    manifest = {k: v for k, v in case.manifest["tables"].items() if k != "families.parquet"}
    (case.tables / "families.parquet").unlink()
    forged(case, tables=manifest)
    assert "families.parquet" in other(open_case(case.folder))


def test_a_copy_without_inputs_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="holds no inputs"):
        recomputed(redact(case, tmp_path / "copy").copy, lambda _: None)
    bag = package(case, tmp_path / "bag", with_inputs=False)
    with pytest.raises(CaseError, match="gone from evidence"):
        recomputed(open_case(bag / "data"), lambda _: None)
