"""Calibration on the way through the study: kept rows are taken up again, stale ones are not, and the table says all."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics.coordination.groups.null_models import Prepared
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, open_case
from analytics.store.resume_file import Resume
from analytics.study import calibration_stage
from tests.importing.invented import START, beijing, jsonl, mid_at, repost

pytestmark = pytest.mark.slow


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process, which need not be started; that counts do not depend on it is tested with the copies."""
    monkeypatch.setattr(calibration_stage.os, "cpu_count", lambda: 1)


FEW = Thresholds().changed({"surrogates_n": "6"})


def imported(folder: Path) -> Case:
    root = repost(0, "原帖") | {"_id": mid_at(START), "is_retweet": False, "retweet_id": ""}
    rows = [root, *(repost(k, created_at=beijing(START + timedelta(minutes=k))) for k in range(1, 8))]
    (folder / "tweets.jsonl").write_bytes(jsonl(rows))
    import_files(folder / "case", [folder / "tweets.jsonl"], ImportOptions(), FEW, lambda name, done: None)
    return open_case(folder / "case")


def kept(case: Case) -> Path:
    return case.folder / ".calibration.jsonl"


def run(case: Case, stop_at: str = "") -> Case:
    """The whole study; cut off when progress says `stop_at`."""

    def progress(stage: str) -> None:
        if stop_at and stage.startswith(stop_at):
            raise KeyboardInterrupt

    return analyse(case, FEW, "calibration", progress)


def measures(case: Case) -> dict[str, float]:
    return dict(case.read("coordination").select("measure", "value").iter_rows())


@pytest.mark.usefixtures("alone")
def test_a_run_cut_off_is_taken_up_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = imported(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(case, "calibration 4/6")
    assert not open_case(case.folder).has("calibration")
    lines = kept(case).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    kept(case).write_text("\n".join(lines[:2]) + '\n{"key": "cut o', encoding="utf-8")
    counted: list[int] = []
    whole = calibration_stage.calibrate

    def noted(prepared: Prepared, numbers: list[int], *more: Any) -> Iterator[tuple[int, int]]:
        counted.extend(numbers)
        return whole(prepared, numbers, *more)

    monkeypatch.setattr(calibration_stage, "calibrate", noted)
    done = run(open_case(case.folder))
    assert counted == [3, 4, 5, 6]  # What was counted before is not counted again, but for one as a sample.
    assert done.read("calibration").rows() == [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0)]
    assert not kept(case).exists()
    assert (measures(done)["surrogates_n"], measures(done)["surrogate_a_max"]) == (6, 0)


@pytest.mark.usefixtures("alone")
def test_planted_rows_are_never_taken_up(tmp_path: Path) -> None:
    """Without right hashes they are counted anew; with right hashes the row counted again shows them."""
    case = imported(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(case, "calibration 4/6")
    key = json.loads(kept(case).read_text(encoding="utf-8").splitlines()[0])["key"]
    forged = kept(case).read_text(encoding="utf-8").replace(", 0]", ", 9]")
    kept(case).write_text(forged, encoding="utf-8")
    assert Resume(case.folder, "calibration", key).done() == []
    planted = Resume(case.folder, "calibration", key)
    for number in range(1, 7):
        planted.add([number, 9])
    with pytest.raises(CaseError, match="counted again"):
        run(open_case(case.folder))
    assert not open_case(case.folder).has("calibration")


@pytest.mark.usefixtures("alone")
def test_rows_of_other_tables_are_not_taken_up(tmp_path: Path) -> None:
    case = imported(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(case, "calibration 4/6")
    stale = kept(case).read_text(encoding="utf-8").replace(", 0]", ", 9]").replace('{"key": "', '{"key": "0')
    kept(case).write_text(stale, encoding="utf-8")
    assert run(open_case(case.folder)).read("calibration")["accounts_a"].to_list() == [0] * 6


@pytest.mark.usefixtures("alone")
def test_again_gives_the_same_and_an_earlier_stage_drops_it(tmp_path: Path) -> None:
    case = run(imported(tmp_path))
    first = case.path("calibration").read_bytes()
    again = run(open_case(case.folder))
    assert again.path("calibration").read_bytes() == first
    assert measures(again) == measures(case)
    less = analyse(again, FEW, "clusters", lambda _: None)
    assert not less.has("calibration")
    assert "surrogates_n" not in measures(less)
