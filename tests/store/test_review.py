"""Human records are only ever added, chained, and shown by the chain if another hand touched them."""

import hashlib
import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.model.errors import CaseError
from analytics.model.tables import LABELS, check
from analytics.store.case_toml import CaseToml
from analytics.store.reviews import FILE, START, Entry, breaks, current, head, history, record, with_stated

AT = datetime(2025, 3, 13, 8, 0, tzinfo=UTC)


def label(value: str, subject: str = "weibo:1", author: str = "甲", **more: object) -> Entry:
    return Entry("label", subject, value, None, author, AT, **more)  # type: ignore[arg-type]


def opened(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / FILE)


def test_nothing_recorded_is_an_empty_history(tmp_path: Path) -> None:
    assert history(tmp_path).height == 0
    assert check(current(tmp_path), LABELS).height == 0
    assert (breaks(tmp_path), head(tmp_path)) == ([], START)
    assert not (tmp_path / FILE).exists()


def test_the_hash_is_sha256_of_the_entry_as_json_with_the_hash_before_it(tmp_path: Path) -> None:
    one = record(tmp_path, Entry("finding", "case", "A8-1:found", "出生证明〔2025〕1号", "王检察官", AT))
    two = record(tmp_path, label("abuse"))
    body = (
        '{"at":"2025-03-13T08:00:00.000000Z","author":"王检察官","kind":"finding","note":"出生证明〔2025〕1号","number":1,'
        f'"previous_sha256":"{"0" * 64}","subject_id":"case","supersedes":null,"value":"A8-1:found"}}'
    )
    assert one.entry_sha256 == hashlib.sha256(body.encode()).hexdigest()
    assert two.previous_sha256 == one.entry_sha256
    assert head(tmp_path) == two.entry_sha256
    assert history(tmp_path)["number"].to_list() == [1, 2]


def test_a_correction_leaves_the_old_entry_in_the_history_only(tmp_path: Path) -> None:
    old = record(tmp_path, label("abuse"))
    new = record(tmp_path, label("criticism", supersedes=old.entry_sha256))
    assert current(tmp_path)["label"].to_list() == ["criticism"]
    assert history(tmp_path)["value"].to_list() == ["abuse", "criticism"]
    with pytest.raises(CaseError, match="superseded already"):
        record(tmp_path, label("neutral", supersedes=old.entry_sha256))
    record(tmp_path, label("withdrawn", supersedes=new.entry_sha256))
    assert current(tmp_path).height == 0


def test_of_one_author_the_latest_stands_and_two_authors_may_disagree(tmp_path: Path) -> None:
    for value, author in (("abuse", "甲"), ("criticism", "甲"), ("abuse", "乙")):
        record(tmp_path, label(value, author=author))
    stands = current(tmp_path).select("author", "label").rows()
    assert sorted(stands) == [("乙", "abuse"), ("甲", "criticism")]


def test_findings_on_two_factors_and_every_note_stand_side_by_side(tmp_path: Path) -> None:
    for kind, value, words in (
        ("finding", "A8-1:found", None),
        ("finding", "A8-3:open", None),
        ("note", "note", "一"),
        ("note", "note", "二"),
    ):
        record(tmp_path, Entry(kind, "case", value, words, "甲", AT))
    assert current(tmp_path).height == 4


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET value = 'x'",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT 1, kind, subject_id, 'x', note, author, at, supersedes, "
        "previous_sha256, 'y' FROM entries WHERE number = 1",
        "INSERT OR REPLACE INTO entries SELECT 3, kind, subject_id, 'x', note, author, at, supersedes, "
        "(SELECT entry_sha256 FROM entries WHERE number = 2), entry_sha256 FROM entries WHERE number = 1",
    ],
)
def test_the_database_refuses_every_change(tmp_path: Path, change: str) -> None:
    record(tmp_path, label("abuse"))
    record(tmp_path, label("criticism"))
    with pytest.raises(sqlite3.IntegrityError, match="entries are only added"):
        opened(tmp_path).execute(change)
    assert breaks(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("UPDATE entries SET value = 'neutral' WHERE number = 2", 2),
        ("UPDATE entries SET at = '2020' WHERE number = 1", 1),
        ("UPDATE entries SET note = x'00ff' WHERE number = 3", 3),
        ("DELETE FROM entries WHERE number = 1", 1),
        ("DELETE FROM entries WHERE number = 2", 2),
    ],
)
def test_a_change_behind_the_triggers_breaks_the_chain_where_it_was_made(
    tmp_path: Path, change: str, number: int
) -> None:
    for value in ("abuse", "criticism", "abuse"):
        record(tmp_path, label(value))
    with opened(tmp_path) as base:
        for name in ("no_update", "no_delete"):
            base.execute(f"DROP TRIGGER {name}")
        base.execute(change)
    assert breaks(tmp_path)[0].number == number
    history(tmp_path)
    with pytest.raises(CaseError, match=f"breaks at entry {number}"):
        current(tmp_path)


def test_entries_cut_off_the_end_are_seen_by_the_head(tmp_path: Path) -> None:
    record(tmp_path, label("abuse"))
    last = record(tmp_path, label("criticism")).entry_sha256
    assert breaks(tmp_path, last) == []
    with opened(tmp_path) as base:
        base.execute("DROP TRIGGER no_delete")
        base.execute("DELETE FROM entries WHERE number = 2")
    assert breaks(tmp_path) == []
    assert [b.number for b in breaks(tmp_path, last)] == [2]


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from analytics.store.reviews import Entry, record\n"
        "for k in range(15): record(Path(sys.argv[1]), Entry('label', f'weibo:{k}', 'abuse', None, sys.argv[2]))"
    )
    started = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name]) for name in "甲乙丙"]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert history(tmp_path).height == 45
    assert breaks(tmp_path) == []
    assert current(tmp_path).height == 45


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Entry("verdict", "case", "x", None, "甲"), "Kind of entry"),
        (Entry("label", " ", "x", None, "甲"), "subject_id .* empty"),
        (Entry("label", "case", "x", None, ""), "author .* empty"),
        (Entry("label", "case", "x", "\ud800", "甲"), "note .* cannot be kept"),
        (Entry("label", "case", "x", "长" * 20_001, "甲"), "20001 characters"),
        (Entry("label", "case", "x", None, "甲", supersedes="a" * 64), "No entry"),
    ],
)
def test_what_cannot_stand_is_refused_and_leaves_nothing(tmp_path: Path, entry: Entry, words: str) -> None:
    with pytest.raises(CaseError, match=words):
        record(tmp_path, entry)
    assert history(tmp_path).height == 0


def test_hostile_words_come_back_as_they_were(tmp_path: Path) -> None:
    words = "'); DROP TABLE entries;--<script>\u202e\n=1+1"
    record(tmp_path, Entry("note", "case", "note", words, words, AT))
    assert history(tmp_path).select("note", "author").row(0) == (words, words)


def test_a_broken_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    for call in (history, current, lambda folder: record(folder, label("abuse"))):
        with pytest.raises(CaseError, match="cannot be read or written"):
            call(tmp_path)


def test_the_moment_follows_source_date_epoch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741852800")
    done = record(tmp_path, Entry("label", "case", "x", None, "甲"))
    assert done.at == datetime(2025, 3, 13, 8, 0, tzinfo=UTC)


def test_the_command_records_lists_and_refuses_strangers(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(
        "[case]\noperator = '乙'\n[[targets]]\nname = '阿某'\n", encoding="utf-8"
    )

    def wakeline(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "from analytics.cli.app import main; main()",
                "--lang",
                "en",
                "review",
                "--case",
                str(tmp_path),
                *words,
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    done = wakeline("finding", "阿某", "A8-1:found", "--note", "户籍证明", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["author"] == "乙"
    assert wakeline("note", "case", "看过了").returncode == 0
    for words in (("finding", "case", "A8-1"), ("label", "weibo:404", "abuse"), ("label", "case")):
        refused = wakeline(*words)
        assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1)
    listed = json.loads(wakeline("--json").stdout)
    assert [e["value"] for e in listed["entries"]] == ["A8-1:found", "note"]
    assert "Entries: 2" in wakeline().stdout


def test_acts_dealt_with_that_case_toml_states_stand_among_the_labels() -> None:
    facts = CaseToml.model_validate(
        {
            "case": {"operator": "办案人"},
            "dealt_with": [{"event_id": "weibo:1", "at": "2025-03-08", "document": "〔2025〕3号"}],
        }
    )
    found = with_stated(LABELS.empty(), facts)
    check(found, LABELS)
    assert found.select("subject_id", "label", "author", "at", "note", "entry_sha256").row(0) == (
        "weibo:1",
        "dealt_with:yes",
        "办案人",
        datetime(2025, 3, 7, 16, tzinfo=UTC),
        "〔2025〕3号",
        None,
    )
    assert with_stated(LABELS.empty(), CaseToml()).height == 0
