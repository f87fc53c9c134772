"""One flipped byte in any file of a case or a package, one file after the other: it is found, and the file is named."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.evidence.package import package
from analytics.evidence.package_check import verify_package
from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import WakelineError
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case, sha256_of
from analytics.store.reviews import Entry, record
from tests.evidence.test_package import stranger
from tests.evidence.test_redact import made
from tests.test_commands import wakeline

pytestmark = pytest.mark.slow

UNSEALED = (".lock",)  # An empty file that only holds a lock.


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case with a certificate, a human record, and a report."""
    folder = tmp_path_factory.mktemp("bytes")
    done = made(folder)
    export = next(p for p in folder.glob("*.jsonl"))
    (folder / "certificate.txt").write_text(sha256_of(export), encoding="utf-8")
    again = import_files(
        done.folder,
        [export],
        ImportOptions(certificates=(folder / "certificate.txt",)),
        Thresholds(),
        lambda *_: None,
    ).case
    analyse(again, Thresholds(), "scope", lambda _: None)
    record(done.folder, Entry("label", "case", "abuse", "看过", "甲"))
    write_report(open_case(done.folder), "zh", None)
    return open_case(done.folder)


def flipped(file: Path, share: float) -> Iterator[None]:
    """The file with one bit of the byte at `share` of its length changed; as it was afterwards."""
    before, mode = file.read_bytes(), file.stat().st_mode
    raw = bytearray(before)
    raw[min(int(len(raw) * share), len(raw) - 1)] ^= 4
    file.chmod(0o644)
    file.write_bytes(raw)
    yield
    file.write_bytes(before)
    file.chmod(mode)


def sealed_files(folder: Path) -> list[Path]:
    return [
        p for p in sorted(folder.rglob("*")) if p.is_file() and p.stat().st_size and p.name not in UNSEALED
    ]


def told(folder: Path) -> str:
    """What a reader is told about a case: the checks that fail, or the one error that stops the check."""
    try:
        return "\n".join(
            str(check.params) + check.code for check in verify(open_case(folder)) if not check.ok
        )
    except WakelineError as fault:
        return str(fault)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_in_every_file_of_a_case(case: Case, tmp_path: Path, share: float) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    folder = tmp_path / "case"
    assert told(folder) == ""
    names = {row["sha256"]: row["name"] for row in case.read("sources").to_dicts()}
    names |= {row["certificate_sha256"]: row["name"] for row in case.read("certificates").to_dicts()}
    seen = set()
    for file in sealed_files(folder):
        place = share
        if (
            file.name == "review.sqlite"
        ):  # Most of a database is free space, which holds nothing; a package seals that too.
            place = file.read_bytes().index("看过".encode()) / file.stat().st_size if share else 0.0
        for _ in flipped(file, place):
            found = told(folder)
            name = names.get(file.name, file.name)
            number = (
                "verify_custody"
                if file.name == "custody.jsonl"
                else "verify_review"
                if file.name == "review.sqlite"
                else name
            )
            assert number in found or name in found, (file, found)
        seen.add(file.parent.name)
    assert told(folder) == "" and {"case", "evidence", "tables", "report"} <= seen


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_in_every_file_of_a_package_by_the_tool_and_by_a_stranger(
    case: Case, tmp_path: Path, share: float
) -> None:
    bag = package(open_case(case.folder), tmp_path / "bag")
    asked = 0
    for k, file in enumerate(sealed_files(bag)):
        name = file.relative_to(bag).as_posix()
        for _ in flipped(file, share):
            found = [check for check in verify_package(bag) if not check.ok]
            assert any(name in str(check.params) for check in found) or (
                name.startswith("tagmanifest") and found
            ), (name, found)
            if k % 9 == int(
                share * 2
            ):  # a process each: one in nine files in every round, all kinds over the rounds
                said = stranger(bag)
                assert said.returncode == 1, name
                asked += 1
    assert asked > 3 and all(check.ok for check in verify_package(bag))


@pytest.mark.parametrize("name", ["tables/events.parquet", "analysis.json", "case.toml"])
def test_a_case_edited_by_hand_is_refused_in_one_line_and_left(case: Case, tmp_path: Path, name: str) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    (tmp_path / "case" / name).write_text("[case]\nedited = true\n", encoding="utf-8")
    before = {p: p.read_bytes() for p in sorted((tmp_path / "case").rglob("*")) if p.is_file()}
    for words in (["report", "--case"], ["package", "--out", str(tmp_path / "bag"), "--case"]):
        done = wakeline(*words, str(tmp_path / "case"))
        assert (
            done.returncode == 2
            and len(done.stderr.strip().splitlines()) == 1
            and Path(name).stem in done.stderr
        ), done.stderr
    assert {p: p.read_bytes() for p in sorted((tmp_path / "case").rglob("*")) if p.is_file()} == before
    assert not (tmp_path / "bag").exists()
