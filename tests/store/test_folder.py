"""A case folder survives being cut off at any moment, and says plainly what is wrong with it."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.tables import REJECTED
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import Commit, create_case, open_case, toml_hashes
from analytics.store.case_toml import read_case_toml
from analytics.store.manifest import FORMAT_VERSION
from tests.importing.invented import jsonl, repost

pytestmark = pytest.mark.slow


def rejected(n: int) -> pl.DataFrame:
    return pl.DataFrame(
        [("a" * 64, k, "", "not_json", "x") for k in range(n)], schema=REJECTED.schema, orient="row"
    )


def content(folder: Path) -> dict[str, bytes]:
    """Every file but the chain of custody, which tells the order and the moments of what was done."""
    files = [
        f
        for f in sorted(folder.rglob("*"))
        if f.is_file() and f.name not in ("custody.jsonl", "custody.head")
    ]
    return {str(f.relative_to(folder)): f.read_bytes() for f in files}


def test_an_unfinished_commit_is_undone(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case")
    first = Commit(case)
    first.write(REJECTED, rejected(3))
    case = first.finish(stages=["import"])
    before = content(case.folder)
    second = Commit(case)
    second.write(REJECTED, rejected(5))
    again = open_case(case.folder)
    assert content(case.folder) == before
    assert again.read("rejected").height == 3


def test_a_commit_cut_off_after_the_rename_is_finished(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case")
    commit = Commit(case)
    commit.write(REJECTED, rejected(5))
    waiting = {f.name: f.read_bytes() for f in commit.waiting.iterdir()}
    case = commit.finish(stages=["import"])
    # Put the folder back to the moment between the rename of analysis.json and the moving of the tables.
    (case.tables / "rejected.parquet").unlink()
    commit.waiting.mkdir()
    for name, data in waiting.items():
        (commit.waiting / name).write_bytes(data)
    (commit.waiting / "generation").write_text(case.manifest["generation"])
    assert open_case(case.folder).read("rejected").height == 5
    assert not commit.waiting.exists()


@pytest.mark.parametrize("round_", range(6))
def test_a_killed_import_leaves_the_last_good_state(tmp_path: Path, round_: int) -> None:
    base = tmp_path / "base.jsonl"
    base.write_bytes(jsonl([repost(k) for k in range(200)]))
    case = import_files(
        tmp_path / "case", [base], ImportOptions(), Thresholds(), lambda name, done: None
    ).case
    before = case.manifest["generation"]
    more = tmp_path / "more.jsonl"
    more.write_bytes(jsonl([repost(k % 1400, f"转发微博{k}") for k in range(60_000)]))
    command = [
        sys.executable,
        "-c",
        "from analytics.cli.app import main; main()",
        "import",
        str(more),
        "--case",
        str(case.folder),
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    time.sleep(0.35 + 0.25 * round_)
    process.send_signal(signal.SIGKILL)
    process.wait()
    survived = open_case(case.folder)
    generation_is_old = survived.manifest["generation"] == before
    assert generation_is_old == (survived.read("sources").height == 1)
    assert all(check.ok for check in verify(survived) if check.code != "verify_stranger")
    done = import_files(case.folder, [more], ImportOptions(), Thresholds(), lambda name, done: None).case
    assert [check.text() for check in verify(done) if not check.ok] == []
    assert done.read("sources")["records_n"].sum() == 60_200


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    base = tmp_path / "base.jsonl"
    base.write_bytes(jsonl([repost(k) for k in range(20)]))
    case = import_files(
        tmp_path / "case", [base], ImportOptions(), Thresholds(), lambda name, done: None
    ).case
    assert all(check.ok for check in verify(case))
    for file in [next(case.evidence.iterdir()), case.tables / "events.parquet"]:
        kept = file.read_bytes()
        file.chmod(0o644)
        file.write_bytes(kept[:50] + bytes([kept[50] ^ 1]) + kept[51:])
        assert any(not check.ok for check in verify(open_case(case.folder))), file
        file.write_bytes(kept)


def test_the_order_of_import_changes_no_byte(tmp_path: Path) -> None:
    files = []
    for name, rows in (("a", range(0, 60)), ("b", range(40, 90)), ("c", range(10, 50))):
        file = tmp_path / f"{name}.jsonl"
        later = ord(name) * 1_000
        file.write_bytes(
            jsonl(
                [
                    repost(
                        k,
                        f"第{k}条" + ("（改）" if name == "c" and k == 20 else ""),
                        attitudes_count=later,
                        crawl_time=1_741_000_000 + later,
                    )
                    for k in rows
                ]
            )
        )
        files.append(file)
    results = []
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 0, 2])):
        folder = tmp_path / f"case{number}"
        if number < 2:
            for k in order:
                import_files(folder, [files[k]], ImportOptions(), Thresholds(), lambda name, done: None)
        else:
            import_files(
                folder, [files[k] for k in order], ImportOptions(), Thresholds(), lambda name, done: None
            )
        results.append(content(folder))
    assert results[0].keys() == results[1].keys() == results[2].keys()
    for name in results[0]:
        assert results[0][name] == results[1][name] == results[2][name], name
    events = open_case(tmp_path / "case0").read("events")
    assert events.height == 90
    assert events.filter(edited=True)["text"].to_list() == ["第20条"]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    base = tmp_path / "base.jsonl"
    base.write_bytes(jsonl([repost(k) for k in range(20)]))
    import_files(tmp_path / "case", [base], ImportOptions(), Thresholds(), lambda name, done: None)
    before = content(tmp_path / "case")
    copy = tmp_path / "copy.jsonl"
    shutil.copy(base, copy)
    taken = import_files(tmp_path / "case", [copy], ImportOptions(), Thresholds(), lambda name, done: None)
    assert taken.known == ["copy.jsonl"]
    assert content(tmp_path / "case") == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tables", []),
        ("tables", {"events.parquet": "x"}),
        ("tables", {"events.parquet": {"bytes": "9", "sha256": "0"}}),
        ("format_version", "2"),
        ("format_version", None),
        ("stages", {"import": 1}),
        ("stage_inputs", ["import"]),
        ("versions", {"wakeline": 2}),
        ("generation", 7),
        ("settings", "none"),
    ],
)
def test_an_analysis_json_of_another_build_is_refused_in_one_line(
    tmp_path: Path, key: str, value: object
) -> None:
    create_case(tmp_path / "case")
    file = tmp_path / "case" / "analysis.json"
    whole = {"format_version": FORMAT_VERSION, "tables": {}, "inputs": {}}
    file.write_text(json.dumps({**whole, key: value}), encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        open_case(tmp_path / "case")
    assert key in str(refused.value) and "\n" not in str(refused.value) and str(file) in str(refused.value)


def test_a_folder_in_place_of_case_toml_is_named(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case")
    (case.folder / "case.toml").mkdir()
    for read in (lambda: read_case_toml(case.folder), lambda: toml_hashes(case.folder)):
        with pytest.raises(CaseError, match=r"case\.toml is a folder"):
            read()


def test_a_case_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case")
    case = Commit(case).finish(stages=[])
    manifest = json.loads((case.folder / "analysis.json").read_text())
    (case.folder / "analysis.json").write_text(json.dumps(manifest | {"format_version": 99}))
    with pytest.raises(CaseError, match="newer"):
        open_case(case.folder)
    (case.folder / "analysis.json").write_text("{")
    with pytest.raises(CaseError, match="cannot be read"):
        open_case(case.folder)


def test_a_case_of_the_old_layout_is_refused_in_one_line_with_the_remedy(tmp_path: Path) -> None:
    """Until format 1 events held parents that `analyse` had written over what the export says."""
    source = tmp_path / "tweets.jsonl"
    source.write_bytes(jsonl([repost(1, "说得有道理")]))
    case = import_files(
        tmp_path / "case", [source], ImportOptions(), Thresholds(), lambda name, done: None
    ).case
    old = case.read("events").rename({"stated_parent_id": "parent_id", "stated_root_id": "root_id"})
    old.with_columns(parent_basis=pl.lit("root")).write_parquet(case.tables / "events.parquet")
    (case.folder / "analysis.json").write_text(json.dumps(case.manifest | {"format_version": 1}))
    before = content(case.folder)
    for words in (["analyse"], ["import", str(source)], ["report"], ["verify"]):
        of = [str(case.folder)] if words == ["verify"] else ["--case", str(case.folder)]
        done = subprocess.run(
            [sys.executable, "-m", "analytics.cli.app", "--lang", "en", *words, *of],
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2 and done.stdout == ""
        assert done.stderr.count("\n") == 1 and "wakeline import FILE --case NEW" in done.stderr
    assert content(case.folder) == before


def test_a_folder_of_other_things_is_no_case(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"x")
    with pytest.raises(CaseError, match="other files"):
        create_case(tmp_path)
    with pytest.raises(CaseError, match="no case"):
        open_case(tmp_path / "absent")


def test_a_file_alone_and_in_an_archive_is_one_source_whatever_came_first(tmp_path: Path) -> None:
    alone, packed = tmp_path / "a.jsonl", tmp_path / "z.zip"
    alone.write_bytes(jsonl([repost(k) for k in range(9)]))
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("in/a.jsonl"), alone.read_bytes())
    folders = []
    for number, order in enumerate(([alone, packed], [packed, alone])):
        folders.append(tmp_path / f"case{number}")
        for file in order:
            import_files(folders[-1], [file], ImportOptions(), Thresholds(), lambda name, done: None)
        assert all(check.ok for check in verify(open_case(folders[-1])))
    assert content(folders[0]) == content(folders[1])


def test_evidence_is_named_by_its_hash(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl([repost(1)]))
    case = import_files(
        tmp_path / "case", [file], ImportOptions(), Thresholds(), lambda name, done: None
    ).case
    assert [f.name for f in case.evidence.iterdir()] == [hashlib.sha256(file.read_bytes()).hexdigest()]


@pytest.mark.parametrize("hurt", ["report", "versions", "stranger"])
def test_what_lies_beside_the_tables_is_checked_too(hurt: str, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl([repost(k) for k in range(1, 9)]))
    case = import_files(
        tmp_path / "case", [file], ImportOptions(), Thresholds(), lambda name, done: None
    ).case
    case = analyse(case, Thresholds(), "scope", lambda stage: None)
    written = write_report(case, "en", None)
    assert all(check.ok for check in verify(open_case(case.folder)))
    if hurt == "report":
        written[0].write_bytes(written[0].read_bytes()[:-1] + b" ")
    elif hurt == "versions":
        text = (case.folder / "analysis.json").read_text(encoding="utf-8")
        (case.folder / "analysis.json").write_text(
            text.replace('"wakeline": "', '"wakeline": "9.'), encoding="utf-8"
        )
    else:
        (case.tables / "evil.parquet").write_bytes(b"x")
    assert [check.code for check in verify(open_case(case.folder)) if not check.ok]
