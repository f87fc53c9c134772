"""A mark opens the set that its number counts: as files, on the command line, and counted anew.

The case is that of conftest: 11 accounts, 11 acts, 2 duplicates, 1 rejected line, in a<b>&'"=1.jsonl and b.jsonl.
Nobody may be named in it: it states nothing as alleged.
"""

import csv
import shutil
from pathlib import Path

import pytest

from analytics.evidence.mark_check import check_marks
from analytics.evidence.mark_sets import Recount, read_set
from analytics.report.blocks import Chapter, Claim, Column, Grid, Numbered, Row, numbered
from analytics.report.findings_json import findings_json
from analytics.report.mark_files import write_mark_files
from analytics.report.marks import counter_id, marked, record_id
from analytics.report.names import Names
from analytics.report.packaged_csv import _row_labels
from analytics.report.placeholders import Range
from analytics.report.report_data import report_data
from analytics.store.case_folder import Case, canonical_json, open_case, sha256_of
from analytics.store.custody_log import CustodyEntry
from tests.test_commands import wakeline

FILE = "a<b>&'\"=1.jsonl"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def document(case: Case) -> tuple[Numbered, dict[str, str]]:
    """Five marks: 10 reposts; 11 accounts; the refused line; both files; 8 bare reposts, at most 10."""
    events = case.read("events")
    reposts = events.filter(kind="repost")["event_id"].to_list()
    bare = [one for one in events.filter(events["own_text"].is_null())["event_id"] if one in reposts]
    refused = case.read("rejected").row(0, named=True)
    sets = {
        "reposts": marked("records", reposts),
        "accounts": marked("accounts", events["account_id"].drop_nulls()),
        "refused": marked(
            "records", [record_id(*(refused[k] for k in ("source_sha256", "source_row", "source_path")))]
        ),
        "files": marked("files", case.read("sources")["sha256"]),
        "bare": marked("records", bare, reposts),
    }
    text = {"reposts": 10, "accounts": 11, "refused": 1, "files": 2}
    claims = [Claim("marks.about_records", {"n": n}, (sets[key],)) for key, n in text.items()]
    table = Grid("table_reasons", (Column("col_n"),), (Row((Range(8, 10),), (sets["bare"],)),))
    done = numbered((Chapter(1, "scope", (*claims, table, claims[0])),))
    return done, {key: f"E{done.marks[mark]}" for key, mark in sets.items()}


@pytest.fixture(scope="module")
def marks(case: Case, tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, dict[str, str]]:
    copy = tmp_path_factory.mktemp("marks") / "case"
    shutil.copytree(case.folder, copy)
    opened = open_case(copy)
    done, named = document(opened)
    write_mark_files(opened, Names(), done, "court", opened.report)
    stated = findings_json(report_data(opened, None, {}), done, {}, "court")
    (opened.report / "findings.json").write_text(canonical_json(stated), encoding="utf-8")
    written = [path for path in opened.report.rglob("*") if path.is_file()]
    files = {path.relative_to(opened.report).as_posix(): sha256_of(path) for path in written}
    opened.log(CustodyEntry("report", {"files": files}), None)
    return opened, named


def test_the_list_names_every_place_that_prints_a_mark(marks: tuple[Case, dict[str, str]]) -> None:
    opened, named = marks
    listed = rows(opened.report / "marks.csv")
    assert [(row["mark"], row["sentence"], row["kind"], row["n"], row["n_upper"]) for row in listed] == [
        (named["reposts"], "1.1", "records", "10", "10"),
        (named["accounts"], "1.2", "accounts", "11", "11"),
        (named["refused"], "1.3", "records", "1", "1"),
        (named["files"], "1.4", "files", "2", "2"),
        (named["reposts"], "1.5", "records", "10", "10"),
        (named["bare"], "table 1, row 1", "records", "8", "10"),
    ]


def test_a_set_says_file_and_row_of_each_member(marks: tuple[Case, dict[str, str]]) -> None:
    """The ten reposts stand in lines 2 to 11 of the first file; the broken line is its twelfth."""
    opened, named = marks
    told = rows(opened.report / "sets" / f"{named['reposts']}.csv")
    assert {(row["file"], int(row["row"])) for row in told} == {(FILE, row) for row in range(2, 12)}
    (refused,) = rows(opened.report / "sets" / f"{named['refused']}.csv")
    assert (refused["file"], refused["row"], refused["id"]) == (FILE, "12", "")


def test_a_range_has_both_ends_in_one_set(marks: tuple[Case, dict[str, str]]) -> None:
    opened, named = marks
    ends = [row["end"] for row in rows(opened.report / "sets" / f"{named['bare']}.csv")]
    assert (ends.count("lower"), ends.count("upper")) == (8, 2)


def test_nobody_stands_in_a_set_but_by_a_record(marks: tuple[Case, dict[str, str]]) -> None:
    opened, named = marks
    told = rows(opened.report / "sets" / f"{named['accounts']}.csv")
    assert len(told) == 11 and not any(row["id"] or row["name"] for row in told)
    for file in opened.report.glob("sets/*.csv"):
        assert not any(
            account in file.read_text(encoding="utf-8") for account in opened.read("events")["account_id"]
        )


def test_a_named_account_stands_with_its_words(case: Case, tmp_path: Path) -> None:
    """Repost 8 alone has the words 嗯; its author is named here, that of repost 9 is not."""
    done, named = document(case)
    author = case.read("events").filter(own_text="嗯")["account_id"].item()
    names = Names(frozenset({author}), screen_names={author: "虚构8号"})
    write_mark_files(case, names, done, "court", tmp_path)
    told = rows(tmp_path / "sets" / f"{named['reposts']}.csv")
    assert [row["words"] for row in told if row["words"]] == ["嗯"]
    assert sum(bool(row["at"]) for row in told) == 1
    accounts = rows(tmp_path / "sets" / f"{named['accounts']}.csv")
    assert [(row["id"], row["name"]) for row in accounts if row["id"]] == [(author, "虚构8号")]


def test_every_mark_agrees_with_a_new_count(marks: tuple[Case, dict[str, str]]) -> None:
    checks = check_marks(marks[0])
    assert len(checks) > 25 and [check.text() for check in checks if not check.ok] == []


def test_show_prints_a_page_and_counts(marks: tuple[Case, dict[str, str]], tmp_path: Path) -> None:
    opened, named = marks
    case = ("--case", str(opened.folder))
    told = wakeline("show", named["accounts"], *case).stdout.splitlines()
    assert told[0] == f"{named['accounts']}: 11 accounts" and len(told) == 13
    assert told[-1] == "page 1 of 1; --page N, --all, --csv FILE"
    assert wakeline("show", named["bare"], *case).stdout.startswith(f"{named['bare']}: 8–10 records")
    assert wakeline("show", named["files"], *case, "--count").stdout == "2\n"
    wakeline("show", named["reposts"], *case, "--csv", str(tmp_path / "e.csv"))
    assert len(rows(tmp_path / "e.csv")) == 10
    done = wakeline("marks", *case, "--check")
    assert (done.returncode, done.stdout.splitlines()[-1][:8]) == (0, "5 marks,")
    assert wakeline("show", "E99", *case).returncode == 2


@pytest.mark.parametrize(
    "fault", ["a row less", "a row twice", "another number", "another kind", "a stranger's row"]
)
def test_what_does_not_agree_is_found(marks: tuple[Case, dict[str, str]], tmp_path: Path, fault: str) -> None:
    opened, named = marks
    shutil.copytree(opened.folder, tmp_path / "case")
    changed = open_case(tmp_path / "case")
    file = changed.report / "sets" / f"{named['accounts']}.csv"
    lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    if fault == "a row less":
        lines.pop()
    elif fault == "a row twice":
        lines[-1] = lines[-2]
    elif fault == "a stranger's row":
        lines[-1] = lines[-1].replace(".jsonl", ".json")
    if fault.startswith("a"):
        file.write_text("".join(lines), encoding="utf-8")
    findings = changed.report / "findings.json"
    text = findings.read_text(encoding="utf-8")
    if fault == "another number":
        findings.write_text(text.replace("11 条记录", "12 条记录"), encoding="utf-8")
    if fault == "another kind":
        findings.write_text(text.replace('"kind": "accounts"', '"kind": "records"'), encoding="utf-8")
    assert [check for check in check_marks(changed) if not check.ok]
    assert wakeline("marks", "--case", str(changed.folder), "--check").returncode == 1


def test_a_recount_counts_members_and_not_rows(marks: tuple[Case, dict[str, str]]) -> None:
    opened, named = marks
    told = read_set(opened, named["accounts"]).rows
    twice = told.vstack(told.head(3))
    assert Recount(opened).members_n("accounts", twice) == 11


def test_a_displayed_number_is_a_member_of_its_own(case: Case, tmp_path: Path) -> None:
    """Two numbers of one record are two."""
    shown = case.read("counters").head(2)
    ids = [
        counter_id(*row)
        for row in shown.select("counter", "source_sha256", "source_row", "source_path").iter_rows()
    ]
    done = numbered(
        (Chapter(1, "scope", (Claim("marks.about_records", {"n": 2}, (marked("counters", ids),)),)),)
    )
    write_mark_files(case, Names(), done, "court", tmp_path)
    told = rows(tmp_path / "sets" / "E1.csv")
    assert [(row["counter"], int(row["value"])) for row in told] == sorted(
        shown.select("counter", "value").iter_rows()
    )


def test_a_request_names_a_rejected_record_by_the_row_of_a_spreadsheet(case: Case) -> None:
    """The broken line is the twelfth of its file: REQUESTS counts it 11 from 0, the list says row 12."""
    (file,) = case.read("sources").filter(name=FILE)["sha256"]
    assert _row_labels(case) == {f"{file[:16]}:11": f"{file[:16]}，第12行 / row 12 (as a spreadsheet counts)"}
