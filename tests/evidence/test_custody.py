"""The chain of custody: every act is a line, every line hangs on the last, and any change is found where it was made."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import SettingsError
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store import custody_log as custody
from analytics.store.case_folder import Case, open_case
from analytics.store.custody_log import CustodyEntry, append, entries
from analytics.store.reviews import Entry, record
from tests.importing.invented import jsonl, repost

pytestmark = pytest.mark.slow


def imported(folder: Path, name: str, ks: range) -> Case:
    (folder / name).write_bytes(jsonl([repost(k) for k in ks]))
    return import_files(
        folder / "case", [folder / name], ImportOptions(obtained="调证"), Thresholds(), lambda *_: None
    ).case


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741827600")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "case.toml").write_text('[case]\noperator = "某某"\n', encoding="utf-8")
    imported(tmp_path, "a.jsonl", range(4))
    done = analyse(imported(tmp_path, "b.jsonl", range(3, 8)), Thresholds(), "scope", lambda _: None)
    write_report(done, "en", None, with_pdf=False)
    return done


def broken(case: Case) -> list[str]:
    return [check.code for check in verify(open_case(case.folder)) if not check.ok]


def test_every_act_is_a_line(case: Case) -> None:
    known = entries(case.folder)
    assert [e["what"] for e in known] == ["import", "import", "analyse", "report"]
    assert [e["n"] for e in known] == [1, 2, 3, 4]
    assert {e["who"] for e in known} == {"某某"} and {e["at"] for e in known} == {"2025-03-13T01:00:00Z"}
    assert (
        known[0]["before"] is None and known[2]["after"] == case.manifest["generation"] == known[3]["before"]
    )
    (file,) = known[0]["detail"]["files"]
    assert file["sha256"] == hashlib.sha256((case.folder.parent / "a.jsonl").read_bytes()).hexdigest()
    assert (
        known[0]["detail"]["options"] == {"obtained": "调证"}
        and known[2]["detail"]["settings"]["id_gap_s"] == 3600
    )
    assert broken(case) == []


def test_a_stranger_can_recompute_the_chain(case: Case) -> None:
    """As the docstring of the log says, with nothing of ours."""
    last = None
    for raw in (case.folder / "custody.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(raw)
        stated = entry.pop("sha256")
        text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == stated
        assert entry["previous"] == last
        last = stated


def test_any_changed_byte_of_the_log_is_found_at_its_line(case: Case) -> None:
    file = case.folder / "custody.jsonl"
    whole = file.read_bytes()
    starts = [0, *(k + 1 for k, b in enumerate(whole) if b == 10)]
    for place in range(0, len(whole), 97):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found = [c for c in verify(open_case(case.folder)) if not c.ok]
        line = sum(start <= place for start in starts)
        assert found and (str(found[0].params["name"]) == str(line) or whole[place] == 10), place
    file.write_bytes(whole)
    assert broken(case) == []


@pytest.mark.parametrize(
    "cut, code", [(1, "verify_custody_report"), (2, "verify_custody_end"), (4, "verify_custody_line")]
)
def test_lines_that_are_gone_at_the_end_are_missed(case: Case, cut: int, code: str) -> None:
    file = case.folder / "custody.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-cut]))
    assert broken(case)[0] == code
    file.unlink()
    assert broken(case) == ["verify_custody_absent"]


def test_a_line_that_is_gone_in_the_middle_or_made_anew_is_found(case: Case) -> None:
    file = case.folder / "custody.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert broken(case)[0] == "verify_custody_link"
    known = [json.loads(line) for line in lines]
    known[1]["who"] = "另一人"
    known[1]["sha256"] = custody.sealed(known[1])
    file.write_bytes(b"".join(custody.line(e) + b"\n" for e in known))
    (found,) = [c for c in verify(open_case(case.folder)) if not c.ok]
    assert (found.code, found.params["name"]) == ("verify_custody_link", 3)


def test_a_report_that_another_hand_replaced_is_found(case: Case) -> None:
    file = case.report / "findings.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"records_n": 9', '"records_n": 8'), encoding="utf-8"
    )
    assert broken(case) == ["verify_custody_report"]


def test_a_commit_cut_off_before_its_line_is_finished_once(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(case.folder)
    monkeypatch.setattr(
        "analytics.store.case_folder._move_in", lambda *_: None
    )  # the process ends after the rename
    analyse(case, Thresholds(), "scope", lambda _: None)
    monkeypatch.undo()
    assert entries(case.folder) == before
    monkeypatch.setattr("shutil.rmtree", lambda *_: None)  # and again after the line was added
    open_case(case.folder)
    monkeypatch.undo()
    again = open_case(case.folder)
    assert [e["what"] for e in entries(again.folder)] == ["import", "import", "analyse", "report", "analyse"]


def test_many_processes_keep_one_chain(case: Case) -> None:
    code = (
        "from pathlib import Path; from analytics.store.custody_log import CustodyEntry, append\n"
        "import sys\nfor k in range(20): append(Path(sys.argv[1]), CustodyEntry('review', {'k': k}), 'x', (None, None))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(case.folder)]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert [e["n"] for e in entries(case.folder)] == list(range(1, 65))
    assert {c.code for c in verify(open_case(case.folder)) if not c.ok} == {
        "verify_custody_review"
    }  # that no person recorded


def test_a_date_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH"):
        append(tmp_path, CustodyEntry("change"), "x", (None, None))


def test_what_people_recorded_is_named_in_the_log(case: Case) -> None:
    one = record(case.folder, Entry("label", "case", "abuse", None, "甲"))
    two = record(case.folder, Entry("note", "case", "note", "看过", "乙"))
    made = [e for e in entries(case.folder) if e["what"] == "review"]
    assert [(e["who"], e["after"]) for e in made] == [("甲", one.entry_sha256), ("乙", two.entry_sha256)]
    assert made[1]["detail"] == {"number": 2, "kind": "note", "subject_id": "case", "value": "note"}
    assert broken(case) == []
    (case.folder / "review.sqlite").unlink()
    assert broken(case) == ["verify_custody_review"]


def test_an_entry_that_a_crash_kept_out_of_the_log_is_named_with_the_next(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.store.reviews.log_missing", lambda _: None)
    record(case.folder, Entry("label", "case", "abuse", None, "甲"))
    monkeypatch.undo()
    assert [e["what"] for e in entries(case.folder)] == ["import", "import", "analyse", "report"]
    assert broken(case) == []  # To open the case is enough.
    assert [(e["what"], e["who"]) for e in entries(case.folder)][4:] == [("review", "甲")]
    assert broken(case) == []


def test_a_package_is_never_healed(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.store.reviews.log_missing", lambda _: None)
    record(case.folder, Entry("label", "case", "abuse", None, "甲"))
    monkeypatch.undo()
    for name in (
        "case.toml",
        "analysis.json",
        "custody.jsonl",
        "custody.head",
        "review.sqlite",
        "tables",
        "report",
        "evidence",
    ):
        copied = shutil.copytree if (case.folder / name).is_dir() else shutil.copyfile
        copied(case.folder / name, tmp_path / name)
    assert [c.code for c in verify(open_case(tmp_path)) if not c.ok] == ["verify_custody_review"]


def test_a_log_and_human_records_cut_together_are_found(case: Case) -> None:
    """Nothing else was done since, so that each of the two alone is whole."""
    before = (case.folder / "review.sqlite").exists()
    record(case.folder, Entry("label", "case", "abuse", None, "甲"))
    file = case.folder / "custody.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    (case.folder / "review.sqlite").unlink()
    assert not before and broken(case) == ["verify_custody_head"]
    (case.folder / "custody.head").unlink()
    assert broken(case) == ["verify_custody_head"]


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_line_cut_in_two_by_a_power_loss_is_taken_off(case: Case, cut: int) -> None:
    file, head = case.folder / "custody.jsonl", (case.folder / "custody.head").read_bytes()
    whole = file.read_bytes()
    record(case.folder, Entry("label", "case", "abuse", None, "甲"))
    added = file.read_bytes()[len(whole) :]
    file.write_bytes(whole + added[:cut])
    (case.folder / "custody.head").write_bytes(head)
    assert broken(case) == []
    assert file.read_bytes() == whole + added


def test_a_changed_last_byte_takes_no_line_away(case: Case) -> None:
    file = case.folder / "custody.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"x")
    assert broken(case) and file.read_bytes().startswith(whole[:-1])


def test_a_human_record_changed_behind_the_triggers_is_found(case: Case) -> None:
    record(case.folder, Entry("label", "case", "abuse", None, "甲"))
    with sqlite3.connect(case.folder / "review.sqlite") as base:
        base.execute("DROP TRIGGER no_update")
        base.execute("UPDATE entries SET value = 'other'")
    assert "verify_review" in broken(case)
