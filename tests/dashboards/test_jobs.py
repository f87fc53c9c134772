"""Jobs: stopped at any moment they leave the case as it was; one at a time; what breaks is said in one line."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.thresholds import Thresholds
from analytics.store.case_folder import open_case
from analytics.store.lock import only_writer
from dashboards.worker.jobs import ENDED, Job, Jobs
from tests.importing.invented import jsonl, repost


def until(jobs: Jobs, wanted, most_s: float = 60) -> Job:
    """The job as soon as it is as wanted; a job that ended otherwise fails the test."""
    end = time.monotonic() + most_s
    while time.monotonic() < end:
        job = jobs.now()
        if job is not None and wanted(job):
            return job
        assert job is not None and job.state not in ENDED, job
        time.sleep(0.02)
    raise AssertionError("too slow")


def ended(job: Job) -> bool:
    return job.state in ENDED


@pytest.fixture
def case(tmp_path: Path) -> Path:
    first = tmp_path / "first.jsonl"
    first.write_bytes(jsonl([repost(k) for k in range(200)]))
    import_files(tmp_path / "case", [first], ImportOptions(), Thresholds(), lambda name, done: None)
    return tmp_path / "case"


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("more") / "more.jsonl"
    rows = jsonl([repost(k % 1400, f"转发微博{k}") for k in range(5_000)])
    file.write_bytes(rows * 8)  # The same acts again and again are duplicates: long to read, short to keep.
    return file


def whole(folder: Path) -> dict[str, bytes]:
    return {
        str(f.relative_to(folder)): f.read_bytes()
        for f in folder.rglob("*")
        if f.is_file() and f.name != ".lock"
    }


@pytest.mark.parametrize("killed", [False, True], ids=["asked to stop", "ended by the system"])
def test_an_import_that_is_stopped_leaves_the_case_byte_for_byte(
    case: Path, more: Path, killed: bool
) -> None:
    before, jobs = whole(case), Jobs()
    job = jobs.start(case, "import", {"files": [str(more)]})
    until(jobs, lambda now: now.step != "")
    if killed:
        os.killpg(jobs._running.process.pid, signal.SIGKILL)
        assert until(jobs, ended).state == "failed" and len(jobs.now().fault["zh"].splitlines()) == 1
    else:
        assert jobs.cancel(job.number).state == "cancelled"
    assert whole(case) == before
    assert all(check.ok for check in verify(open_case(case)))


def test_an_analysis_that_is_stopped_leaves_the_case_as_it_was(case: Path) -> None:
    before, jobs = whole(case), Jobs()
    job = jobs.start(case, "analyse", {})
    until(jobs, lambda now: now.step != "")
    assert jobs.cancel(job.number).state == "cancelled"
    left = {name: data for name, data in whole(case).items() if name != ".calibration.jsonl"}
    told = {json.loads(line)["what"] for line in left["custody.jsonl"].splitlines()}
    assert (
        left == before if not jobs.now().has_changed else "analyse" in told
    )  # Only the shuffled copies can be cut off after that.
    assert all(check.ok for check in verify(open_case(case)))


def test_one_job_at_a_time_and_none_while_another_process_writes(case: Path, more: Path) -> None:
    jobs = Jobs()
    jobs.start(case, "import", {"files": [str(more)]})
    with pytest.raises(CaseError, match="going on"):
        jobs.start(case, "verify", {})
    jobs.stop()
    with only_writer(case):
        jobs.start(case, "verify", {})
        assert until(jobs, ended).state == "failed"
    assert str(case) in jobs.now().fault["en"]


def test_the_disk_that_refuses_is_said_in_one_line(case: Path, tmp_path: Path) -> None:
    jobs = Jobs()
    jobs.start(case, "import", {"files": [str(tmp_path / "absent.jsonl")]})
    job = until(jobs, ended)
    assert job.state == "failed" and "absent.jsonl" in job.fault["zh"] and "\n" not in job.fault["zh"]


def test_reading_a_case_does_not_disturb_the_process_that_writes_it(case: Path, more: Path) -> None:
    jobs = Jobs()
    jobs.start(case, "import", {"files": [str(more)]})
    waiting = case / "tables" / ".next"
    until(jobs, lambda now: waiting.exists())
    assert open_case(case).read("sources").height == 1 and waiting.exists()
    assert until(jobs, ended).result["files"][0]["records_n"] == 40_000
