"""`wakeline challenge` on a small case: what it writes, what it resumes, what it refuses, what it leaves alone."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import analytics
from analytics.challenge import changes as changes_module
from analytics.challenge.rerun import Run
from analytics.cli.app import main
from analytics.evidence.package import package
from analytics.evidence.verification import verify
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case
from analytics.store.custody_log import entries
from analytics.study import challenge_stage
from tests.challenge.small import FEW

# A few thresholds, so that the command is tried and not the search.
NAMES = ("near_share", "members_min", "member_events_min")
Wakeline = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three thresholds to both ends (members_min stands at its lower one) and one left out of each kind."""
    known = changes_module.limits
    monkeypatch.setattr(changes_module, "limits", lambda: {name: known()[name] for name in NAMES})
    monkeypatch.setattr(changes_module, "RUNS_MIN", 0)
    monkeypatch.setattr(changes_module, "LEFT_OUT_MAX", 1)
    monkeypatch.setattr(challenge_stage.os, "cpu_count", lambda: 1)


RUNS_N = 5 + 1 + 3  # Ends, the one line that stands, and a post, an author and a capture.


@pytest.fixture
def case(small: Case, tmp_path: Path) -> Case:
    shutil.copytree(small.folder, tmp_path / "case")
    return open_case(tmp_path / "case")


@pytest.fixture
def wakeline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wakeline:
    """The command in this process: exit code, stdout, stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wakeline", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def holds(case: Case) -> bool:
    return all(check.ok for check in verify(open_case(case.folder)))


def test_it_writes_the_table_the_list_and_the_entry_and_the_case_holds(
    case: Case, wakeline: Wakeline
) -> None:
    code, _, _ = wakeline("challenge", case.folder, "--out", case.folder.parent / "firm.csv")
    assert code == 0
    table = open_case(case.folder).read("fragility")
    assert table.height == 16  # Six members, in the group and as amplifiers; one author of four posts.
    assert set(table["runs_n"]) == {RUNS_N}
    by = dict(table.filter(role="group").select("account_id", "overturned_by").iter_rows())
    assert {"members_min=20", "without line pair_timing"} <= set(by["generic:member0"])
    assert (table["kept_n"] + table["overturned_by"].list.len() == RUNS_N).all()
    listed = pl.read_csv(case.folder.parent / "firm.csv")
    assert listed.height == 16 and listed["kept_n"].is_sorted()
    last = entries(case.folder)[-1]
    assert last["what"] == "challenge" and last["detail"] == {"runs_n": RUNS_N}
    assert holds(case) and not (case.folder / ".challenge.jsonl").exists()


def test_cut_off_it_goes_on_where_it_was_and_gives_the_same(
    case: Case, small: Case, tmp_path: Path, wakeline: Wakeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(small.folder, tmp_path / "whole")
    wakeline("challenge", tmp_path / "whole")
    ran: list[str] = []
    tried = Run.with_change

    def until_the_fifth(run: Run, change: changes_module.Change) -> Run:
        if len(ran) == 4:
            raise KeyboardInterrupt
        ran.append(change.told)
        return tried(run, change)

    monkeypatch.setattr(Run, "with_change", until_the_fifth)
    with pytest.raises(KeyboardInterrupt):
        challenge_stage.challenge(case, lambda _: None)
    kept = case.folder / ".challenge.jsonl"
    assert len(kept.read_text().splitlines()) == 4 and not open_case(case.folder).has("fragility")
    with kept.open("a") as file:  # The machine stopped within a line.
        file.write(json.dumps({"key": "x", "row": [4]})[:9])
    assert holds(case)

    def counted(run: Run, change: changes_module.Change) -> Run:
        ran.append(change.told)
        return tried(run, change)

    monkeypatch.setattr(Run, "with_change", counted)
    assert wakeline("challenge", case.folder)[0] == 0
    assert len(ran) == RUNS_N + 1 and len(set(ran)) == RUNS_N  # One kept row is run again, as a sample.
    whole = open_case(tmp_path / "whole").read("fragility")
    assert open_case(case.folder).read("fragility").equals(whole)
    assert holds(case)


def test_what_it_refuses_it_refuses_in_one_line(case: Case, tmp_path: Path, wakeline: Wakeline) -> None:
    (tmp_path / "there.csv").write_text("kept")
    code, out, err = wakeline("challenge", case.folder, "--out", tmp_path / "there.csv")
    assert (code, out, len(err.splitlines())) == (2, "", 1) and "there.csv" in err
    assert (tmp_path / "there.csv").read_text() == "kept"
    analyse(case, FEW, "cascades", lambda _: None)
    code, out, err = wakeline("challenge", case.folder)
    assert (code, out, len(err.splitlines())) == (2, "", 1) and "wakeline analyse" in err


def test_the_table_stands_as_long_as_what_it_rests_on(case: Case, wakeline: Wakeline) -> None:
    wakeline("challenge", case.folder)
    before = open_case(case.folder).path("fragility").read_bytes()
    analytics.analyse(open_case(case.folder), FEW)
    assert open_case(case.folder).path("fragility").read_bytes() == before
    analytics.analyse(open_case(case.folder), FEW.changed({"member_events_min": "4"}))
    assert not open_case(case.folder).has("fragility")
    assert not (case.tables / "fragility.parquet").exists() and holds(case)


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_package_is_only_read(case: Case, tmp_path: Path, wakeline: Wakeline) -> None:
    write_report(case, "en", None, with_pdf=False)
    bag = package(open_case(case.folder), tmp_path / "bag")
    before = hashes(bag)
    code, out, _ = wakeline("challenge", bag, "--json")
    assert code == 0 and hashes(bag) == before
    wakeline("challenge", case.folder)
    assert (
        json.loads(out)
        == open_case(case.folder)
        .read("fragility")
        .sort("kept_n", "account_id", "role", "subject_id")
        .to_dicts()
    )


@pytest.mark.slow
def test_runs_on_two_processes_give_what_one_gives(
    case: Case, small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fifth of all changes of the case, and one of each kind."""
    monkeypatch.undo()
    listed: list[changes_module.Change] = []

    def fifth(*of: Any) -> list[changes_module.Change]:
        listed[:] = changes_module.changes(*of)
        return list(dict.fromkeys([*listed[::5], *{change.kind: change for change in listed}.values()]))

    monkeypatch.setattr(challenge_stage, "changes", fifth)
    shutil.copytree(small.folder, tmp_path / "other")
    monkeypatch.setattr(challenge_stage.os, "cpu_count", lambda: 2)
    two = challenge_stage.challenge(case, lambda _: None)
    monkeypatch.setattr(challenge_stage.os, "cpu_count", lambda: 1)
    one = challenge_stage.challenge(open_case(tmp_path / "other"), lambda _: None)
    assert len(listed) >= 200 and {change.kind for change in two.tried} == {c.kind for c in listed}
    assert len(two.tried) >= 40 and two.table.equals(one.table)
