"""What a forger who knows the format changes is found by the check that is about it."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.evidence.verification import verify
from analytics.model.tables import TABLES
from analytics.store import custody_log
from analytics.store.case_folder import Case, canonical_json, open_case, without_key
from analytics.store.reviews import Entry, record
from tests.evidence.test_custody import broken, imported


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741827600")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "case.toml").write_text('[case]\noperator = "某某"\n', encoding="utf-8")
    imported(tmp_path, "a.jsonl", range(4))
    return imported(tmp_path, "b.jsonl", range(3, 8))


def forged(case: Case, table: str | None = None, frame: pl.DataFrame | None = None, **fields: Any) -> None:
    """Put a table and fields into analysis.json with every hash in it made anew."""
    manifest = {k: v for k, v in case.manifest.items() if k != "generation"} | fields
    if table is not None and frame is not None:
        file = case.tables / f"{table}.parquet"
        frame.write_parquet(file)
        content = file.read_bytes()
        entry = manifest["tables"][file.name] | {"sha256": hashlib.sha256(content).hexdigest()}
        manifest["tables"] = manifest["tables"] | {file.name: entry | {"bytes": len(content)}}
    manifest["generation"] = hashlib.sha256(canonical_json(manifest).encode()).hexdigest()
    (case.folder / "analysis.json").write_text(canonical_json(manifest), encoding="utf-8")


def chained(case: Case, change: dict[int, dict[str, Any]]) -> None:
    """Change lines of the chain of custody (by number) and bind it anew from there on."""
    last, lines = None, []
    for stated in custody_log.entries(case.folder):
        entry = stated | change.get(stated["n"], {}) | {"previous": last}
        last = entry["sha256"] = custody_log.sealed(entry)
        lines.append(custody_log.line(entry) + b"\n")
    (case.folder / "custody.jsonl").write_bytes(b"".join(lines))
    (case.folder / "custody.head").write_bytes(custody_log.head_line(entry))


def test_the_case_holds_before_anything_is_changed(case: Case) -> None:
    assert broken(case) == []
    chained(case, {})
    assert broken(case) == []


def test_a_case_file_changed_after_the_import_is_found(case: Case) -> None:
    file = case.folder / "case.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# another word\n", encoding="utf-8")
    assert broken(case) == ["verify_case_toml"]


@pytest.mark.parametrize("marks", ["'''", '"""'])
def test_a_statement_hidden_in_the_line_of_the_key_is_found(case: Case, marks: str) -> None:
    """The bytes without the lines of the key are the same; what TOML makes of them is not."""
    file = case.folder / "case.toml"
    stated = "[case]\n" + f"pseudonym_key = {marks}\n" + 'operator = "某某"\n' + f"pseudonym_key = {marks}\n"
    file.write_text(stated, encoding="utf-8")
    assert without_key(stated.encode()) == '[case]\noperator = "某某"\n'.encode()
    assert broken(case) == ["verify_case_toml_values"]


def test_a_key_put_in_later_changes_nothing(case: Case) -> None:
    file = case.folder / "case.toml"
    file.write_text('[case]\npseudonym_key = "k"\noperator = "某某"\n', encoding="utf-8")
    assert broken(case) == []


def test_a_setting_changed_without_its_hash_is_found(case: Case) -> None:
    file = case.folder / "analysis.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(manifest | {"settings": {"id_gap_s": 60.0}}), encoding="utf-8")
    assert broken(case) == ["verify_generation", "verify_log_words"]


def test_a_setting_changed_with_its_hash_is_found_by_the_chain(case: Case) -> None:
    forged(case, settings={"id_gap_s": 60.0})
    assert broken(case) == ["verify_custody_end", "verify_log_words"]


def test_an_act_that_found_another_state_than_the_last_one_left_is_found(case: Case) -> None:
    chained(case, {2: {"before": "0" * 64}})
    assert broken(case) == ["verify_custody_state"]


def test_a_line_whose_hash_is_not_its_own_is_found(case: Case) -> None:
    lines = (case.folder / "custody.jsonl").read_bytes().splitlines(keepends=True)
    entry = json.loads(lines[-1]) | {"who": "另一人"}
    lines[-1] = custody_log.line(entry) + b"\n"
    (case.folder / "custody.jsonl").write_bytes(b"".join(lines))
    assert broken(case) == ["verify_custody_hash"]


def test_a_changed_table_is_found_by_its_hash(case: Case) -> None:
    case.read("account_names").head(1).write_parquet(case.tables / "account_names.parquet")
    assert broken(case) == ["verify_table"]


@pytest.mark.parametrize("rows", ["fewer", "more"])
def test_events_that_are_fewer_or_more_than_the_sources_say_are_found(case: Case, rows: str) -> None:
    events = case.read("events")
    forged(case, "events", events.head(-1) if rows == "fewer" else pl.concat([events, events.tail(1)]))
    assert broken(case) == ["verify_rows", "verify_custody_end"]


@pytest.mark.parametrize("column", ["duplicates_n", "rejected_n", "other_n", "records_n"])
def test_records_that_are_not_the_sum_of_their_parts_are_found(case: Case, column: str) -> None:
    sources = TABLES["sources"].fit(case.read("sources").with_columns(pl.col(column) + 1))
    forged(case, "sources", sources)
    assert "verify_sum" in broken(case)


def test_a_changed_input_and_a_stranger_beside_it_are_found(case: Case) -> None:
    (case.evidence / f"{'0' * 64}.jsonl").write_bytes(b"{}\n")
    assert broken(case) == ["verify_stranger"]
    (case.evidence / f"{'0' * 64}.jsonl").unlink()
    name = case.read("sources").filter(name="a.jsonl")["sha256"].item()
    (file,) = case.evidence.glob(f"{name}*")
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    found = [check for check in verify(open_case(case.folder)) if not check.ok]
    assert [(check.code, check.params["name"]) for check in found][:1] == [("verify_input", "a.jsonl")]


def test_a_case_whose_evidence_is_gone_fails_for_every_input(case: Case) -> None:
    shutil.rmtree(case.evidence)
    assert broken(case).count("verify_input") == case.read("sources").height


def test_a_table_that_nobody_named_is_found(case: Case) -> None:
    case.read("events").write_parquet(case.tables / "scope.parquet")
    assert broken(case) == ["verify_stranger_table"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("evidence/notes.txt", "verify_stranger"),
        ("evidence/KNOWN.bak", "verify_stranger"),
        ("evidence/deep/notes.txt", "verify_stranger"),
        ("report/report.fr.pdf", "verify_stranger_report"),
        ("report/sets/E999.csv", "verify_stranger_report"),
        ("report/old/0123/report.pdf", "verify_stranger_report"),
        ("tables/parsed/more.parquet", "verify_stranger_table"),
        ("pictures/x.png", "verify_stranger_picture"),
    ],
)
def test_a_file_that_nothing_names_is_listed(case: Case, name: str, code: str) -> None:
    """A file that begins with the hash of an input is as strange as any other."""
    known = case.read("sources")["sha256"][0]
    file = case.folder / name.replace("KNOWN", known)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    found = [check for check in verify(open_case(case.folder)) if not check.ok]
    assert [(check.code, check.params["name"]) for check in found] == [
        (code, file.relative_to(case.folder).as_posix().split("/", 1)[1])
    ]


@pytest.mark.parametrize("word", ["bytes", "sha256", "none"])
def test_an_import_line_that_names_other_files_than_the_sources_is_found(case: Case, word: str) -> None:
    """The chain is bound anew, as a forger would; the words do not fit what they are about."""
    line = custody_log.entries(case.folder)[1]
    files = [dict(one) for one in line["detail"]["files"]]
    if word == "none":
        files = []
    else:
        files[0][word] = 1 if word == "bytes" else "0" * 64
    chained(case, {2: {"detail": line["detail"] | {"files": files}}})
    assert set(broken(case)) == {"verify_log_input"}


def test_settings_that_are_not_those_of_the_last_line_are_found(case: Case) -> None:
    line = custody_log.entries(case.folder)[1]
    settings = line["detail"]["settings"] | {"id_gap_s": 61.0}
    chained(case, {2: {"detail": line["detail"] | {"settings": settings}}})
    assert broken(case) == ["verify_log_words"]


@pytest.mark.parametrize(
    "change", [{"who": "别人"}, {"detail": {"number": 1, "kind": "note", "subject_id": "x", "value": "note"}}]
)
def test_a_line_that_says_another_thing_than_the_human_record_is_found(
    case: Case, change: dict[str, Any]
) -> None:
    record(case.folder, Entry("label", "case", "abuse", None, "甲"))
    chained(case, {3: change})
    assert broken(case) == ["verify_log_words"]
