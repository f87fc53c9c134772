"""A person's data taken out of a case: nothing of it is left in any byte, the chain holds, nothing else passes."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest

from analytics.api.erasure import Subject, erase, planned
from analytics.api.recomputation import recomputed
from analytics.evidence.erasing import Person, erased
from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.thresholds import Thresholds
from analytics.store import case_folder
from analytics.store.case_folder import Case, open_case
from analytics.store.custody_log import entries
from tests.importing.invented import START, jsonl, mid_at, repost
from tests.importing.taking import CSV_HEAD

ID, NAME, WORDS = "7700000042", "Invented Person", "what only this person ever wrote down"
WHO = Subject(f"weibo:{ID}")
ROWS = [
    (1, "7100000011", "a first", "the words of somebody else entirely"),
    (2, ID, NAME, WORDS),
    (3, "7100000012", "another", f"look @{NAME}: {WORDS} - of account {ID}!"),
    (4, ID, NAME, "said by several people at once"),
    (5, "7100000013", "a third", "said by several people at once"),
]
Row = tuple[int, str, str, str]


def csv_of(rows: list[Row]) -> str:
    """As the search of a platform is saved; texts in quotation marks."""
    cells = [
        f'{mid_at(START, k)},,{user},{name},"{text}",,,,,1,2,3,2025-03-01 12:00,client,,,,Zhejiang,,,'
        for k, user, name, text in rows
    ]
    return "\n".join([CSV_HEAD, *cells, ""])


def jsonl_of(rows: list[Row]) -> bytes:
    return jsonl([repost(k, text, user={"_id": user, "nick_name": name}) for k, user, name, text in rows])


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Three files: a table and lines of JSON with the person in them, and one without."""
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.csv").write_text(csv_of(ROWS))
    (source / "b.jsonl").write_bytes(jsonl_of([(100 + k, *rest) for k, *rest in ROWS]))
    others = [(300 + k, "7100000014", "fourth", f"word {k} of it") for k in range(4)]
    (source / "c.csv").write_text(csv_of(others))
    return import_files(tmp_path / "case", [source], ImportOptions(), Thresholds(), lambda *_: None).case


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every byte of a folder, parquet as its values too, since pages are packed."""
    found = {}
    for file in (path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        found[name] = file.read_bytes()
        if file.suffix == ".parquet":
            values = pl.read_parquet(file)
            found[f"{name} values"] = repr(values.to_dicts()).encode()
    return found


def names_person(folder: Path) -> list[str]:
    needles = [text.encode() for text in (ID, NAME, WORDS)]
    return [
        name for name, content in bytes_of(folder).items() if any(needle in content for needle in needles)
    ]


def test_nothing_of_the_person_is_left_in_any_byte_and_everything_else_is(case: Case) -> None:
    before = case.read("events")
    plan, after = erase(case, WHO, "request of 3 March", True, lambda what: None)
    assert names_person(case.folder) == []
    assert plan.events_n == 4 and sorted(one.name for one in plan.inputs) == ["a.csv", "b.jsonl"]
    kept = before.filter(pl.col("account_id").ne_missing(WHO.account_id))
    left = after.read("events")
    own = ["event_id", "account_id", "at", "source_row"]
    assert left.select(own).sort("event_id").equals(kept.select(own).sort("event_id"))
    # Words that several people posted are theirs too, and stay.
    assert left.filter(pl.col("text") == "said by several people at once").height == 2
    assert left.filter(source_row=2)["text"].str.contains("look @").sum() == 2


def test_the_log_tells_what_went_without_the_person_and_verify_holds(case: Case) -> None:
    head = (case.folder / "custody.jsonl").read_bytes()
    _, after = erase(case, WHO, "request of 3 March", False, lambda what: None)
    log = (case.folder / "custody.jsonl").read_bytes()
    assert log.startswith(head)
    last = entries(case.folder)[-1]
    assert last["what"] == "erase" and last["detail"]["events_n"] == 4
    assert {one["rows_n"] for one in last["detail"]["inputs"]} == {2}
    assert [check.text() for check in verify(after) if not check.ok] == []
    assert [check.text() for check in recomputed(after, lambda what: None) if not check.ok] == []


def test_verify_still_finds_whatever_else_is_changed_after_an_erasure(case: Case, tmp_path: Path) -> None:
    _, after = erase(case, WHO, "request", False, lambda what: None)
    last = entries(after.folder)[-1]["detail"]["inputs"]
    for k, one in enumerate(last):
        folder = tmp_path / f"again{k}"
        shutil.copytree(after.folder, folder)
        file = folder / "evidence" / one["after"]
        file.chmod(0o644)
        file.write_bytes(file.read_bytes().replace(b"look", b"took"))
        assert not all(check.ok for check in verify(open_case(folder)))
    folder = tmp_path / "put back"  # The old input put back is a stranger.
    shutil.copytree(after.folder, folder)
    (folder / "evidence" / last[0]["before"]).write_text(csv_of(ROWS))
    assert not all(check.ok for check in verify(open_case(folder)))


def test_a_plan_writes_nothing(case: Case, tmp_path: Path) -> None:
    before = bytes_of(case.folder)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    plan = planned(case, WHO, scratch)
    assert bytes_of(case.folder) == before
    assert {(one.rows_n, one.is_whole) for one in plan.inputs} == {(2, False)}


@pytest.mark.parametrize("stop", ["before", "after", "between"])
def test_a_crash_leaves_the_old_case_or_the_new_one(
    case: Case, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    """The moment that decides is the renaming of analysis.json: before it nothing happened, after it all of it."""
    move = case_folder._move_in

    def crash(folder: Path, manifest: dict[str, object]) -> None:
        if folder != case.folder:  # The case that is made anew on the way.
            return move(folder, manifest)
        if stop == "between":  # Some files are moved already.
            first = sorted((folder / "tables" / ".next" / "evidence").glob("*"))[0]
            first.replace(folder / "evidence" / first.name)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        if stop == "before":
            patch.setattr(Path, "replace", _refusing(Path.replace, case.folder / "analysis.json"))
        else:
            patch.setattr(case_folder, "_move_in", crash)
        patch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)  # Nobody tidies after a kill.
        with pytest.raises(KeyboardInterrupt):
            erase(case, WHO, "request", True, lambda what: None)
    assert case_folder._move_in is move
    again = open_case(case.folder)
    assert all(check.ok for check in verify(again)), [c.text() for c in verify(again) if not c.ok]
    is_old = stop == "before"
    assert again.read("events").filter(account_id=WHO.account_id).height == (4 if is_old else 0)
    assert bool(names_person(case.folder)) == is_old
    assert not (case.folder / case_folder.ERASING).exists()


def _refusing(replace: object, file: Path) -> object:
    def replaced(self: Path, target: Path) -> Path:
        if Path(target) == file:
            raise KeyboardInterrupt
        return replace(self, target)  # type: ignore[operator]

    return replaced


def test_an_archive_goes_whole_and_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", csv_of(ROWS))
        archive.writestr("b.csv", csv_of([(200, "7100000015", "fifth", "other words")]))
    (tmp_path / "c.csv").write_text(csv_of([(300, "7100000014", "fourth", "more words")]))
    taken = import_files(
        tmp_path / "case",
        [tmp_path / "a.zip", tmp_path / "c.csv"],
        ImportOptions(),
        Thresholds(),
        lambda *_: None,
    )
    plan, after = erase(taken.case, WHO, "request", True, lambda what: None)
    assert {one.name for one in plan.inputs if one.is_whole} == {"a.zip", "a.zip!/a.csv", "a.zip!/b.csv"}
    assert after.read("events").height == 1 and names_person(after.folder) == []
    assert all(check.ok for check in verify(after))


def test_what_cannot_be_done_is_one_line_and_changes_nothing(case: Case) -> None:
    before = {k: v for k, v in bytes_of(case.folder).items() if not k.startswith(".")}
    for subject, reason, found in (
        (Subject("weibo:1"), "x", "holds no record"),
        (WHO, " ", "reason"),
        (WHO, f"asked by {NAME}", "reason"),
    ):
        with pytest.raises(CaseError, match=found):
            erase(case, subject, reason, False, lambda what: None)
    assert {k: v for k, v in bytes_of(case.folder).items() if not k.startswith(".")} == before


def test_single_records_go_by_their_ids(case: Case) -> None:
    chosen = case.read("events").filter(pl.col("text") == WORDS)["event_id"].to_list()
    _, after = erase(case, Subject("", tuple(chosen)), "request", False, lambda what: None)
    assert after.read("events").filter(account_id=WHO.account_id).height == 2
    assert not any(WORDS.encode() in content for content in bytes_of(case.folder).values())


def test_a_record_inside_another_goes_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps([{"id": 1, "kids": [{"id": 2}, {"id": 3}]}, {"id": 4}]))
    done = erased(file, "json", "utf-8", [(0, "/kids/1")], Person("", (), ()))
    assert done is not None and json.loads(done.content) == [{"id": 1, "kids": [{"id": 2}, {}]}, {"id": 4}]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_stay_where_they_are_in_every_encoding(tmp_path: Path, codec: str) -> None:
    text = 'id,text\r\n1,甲\r\n2,"乙\r\n丙"\r\n3,丁\r\n'
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode(codec))
    done = erased(file, "csv", "utf-8" if codec == "utf-8-sig" else codec, [(1, "")], Person("", (), ()))
    assert done is not None
    assert done.content.decode(codec) == 'id,text\r\n1,甲\r\n"\n",\r\n3,丁\r\n'
    assert os.listdir(tmp_path) == ["a.csv"]
