"""Small files are normalized together: their tables, counts and doubts are those of each file alone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.importing.sniff import importers
from analytics.model.thresholds import Thresholds
from analytics.simulate.sample.story import Story, tell
from tests.importing.invented import START, beijing, jsonl, mid_at, repost
from tests.importing.samples import samples

Row = dict[str, Any]


def late(hours: int, start: int) -> bytes:
    """Six reposts whose clock is `hours` off."""
    rows = [repost(start + k) for k in range(6)]
    for k, row in enumerate(rows):
        row["created_at"] = beijing(START + timedelta(minutes=start + k, hours=hours))
    return jsonl(rows)


def changed(start: int, change: Callable[[Row], Row], n: int = 6) -> bytes:
    return jsonl([change(repost(start + k)) for k in range(n)])


def by_id(k: int) -> Row:
    """Noon of a day that differs from the id's by a part of an hour: neither zone nor slip."""
    return {"created_at": beijing(START + timedelta(days=k + 1, minutes=17 * k + 5))}


DOUBTS = {
    "zone": late(8, 100),
    "zone_other": late(-5, 200),
    "no_clock": changed(300, lambda row: row | by_id(int(row["attitudes_count"]))),
    "one_conflict": changed(400, lambda row: row | (by_id(3) if row["attitudes_count"] == 402 else {})),
    "rounded": jsonl([repost(500 + k, _id=mid_at(START, 0)[:-3] + f"{k}00", mblogid=None) for k in range(6)]),
    "null_words": changed(
        600, lambda row: row | ({"content": "NA", "ip_location": "NA", "attitudes_count": "NA"})
    ),
    "ids_destroyed": changed(700, lambda row: row | {"_id": "5.14E+15", "mblogid": None}),
    "timeless": changed(
        800,
        lambda row: row | {"created_at": "很久以前", "_id": f"77{row['attitudes_count']}", "mblogid": None},
    ),
    "one_line": changed(900, lambda row: row, 1),
    "broken": changed(1000, lambda row: row, 3) + b'{"_id": "51\n',
    "again": changed(100, lambda row: row),
    "other_author": changed(1100, lambda row: row | {"user": {"_id": "9300000001", "nick_name": "虚构丙"}}),
}
DAYS = {
    "day_first": ["1/2/2025 10:00:00", "13/2/2025 10:00:00"],
    "month_first": ["1/2/2025 10:00:00", "2/13/2025 10:00:00"],
    "open": ["1/2/2025 10:00:00", "2/3/2025 10:00:00"],
    "whole": ["1740787200", "1740787201"],
    "fraction": ["1740787200.25", "1740787201"],
    "rounded_ids": ["1740787200"] * 6,
}


def toolkit(name: str, times: list[str]) -> str:
    ids = [f"12345678901234{k}00" if name == "rounded_ids" else f"{name}{k}" for k in range(len(times))]
    rows = [
        f"{one},u{one},虚构{one},,,话{k},{at}," for k, (one, at) in enumerate(zip(ids, times, strict=True))
    ]
    return "\n".join(["message_id,user_id,username,repost_id,reply_id,message,timestamp,urls", *rows]) + "\n"


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that each leave something else to decide."""
    folder = tmp_path_factory.mktemp("small")
    for name, content in DOUBTS.items():
        (folder / f"{name}.jsonl").write_bytes(content)
    for name, times in DAYS.items():
        (folder / f"{name}.csv").write_text(toolkit(name, times), encoding="utf-8")
    return folder


def taken_from(folder: Path, case: Path) -> ImportResult:
    return import_files(case, [folder], ImportOptions(), Thresholds(), lambda n, d: None)


def tables(case: Path) -> dict[str, bytes]:
    return {f.relative_to(case).as_posix(): f.read_bytes() for f in (case / "tables").rglob("*.parquet")}


def compared(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import `folder` as it is done, and with every file alone: nothing differs."""
    together = taken_from(folder, out / "together")
    monkeypatch.setattr("analytics.importing.import_files.SMALL_BYTES", -1)
    alone = taken_from(folder, out / "alone")
    for name in ("known", "unhinted", "passed", "mended", "lacking"):
        assert getattr(together, name) == getattr(alone, name), name
    assert list(together.notes.items()) == list(alone.notes.items())
    assert together.new.to_dicts() == alone.new.to_dicts()
    assert tables(out / "together") == tables(out / "alone")


@pytest.mark.parametrize("together_n", [20_000, 50])
def test_files_read_together_give_what_each_gives_alone(
    together_n: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.importing.small_files.TOGETHER_N", together_n)
    compared(folder, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", sorted(importers()))
def test_samples_read_together_give_what_each_gives_alone(
    name: str, story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    samples(name, story, tmp_path / "in")
    monkeypatch.setattr("analytics.importing.small_files.SMALL_N", 10**6)
    compared(tmp_path / "in", tmp_path, monkeypatch)


def test_the_doubts_of_a_file_are_told_of_that_file(folder: Path, tmp_path: Path) -> None:
    notes = taken_from(folder, tmp_path / "case").notes
    told = {(name, code) for name, code in notes if code != "no_moment"}
    assert {
        ("zone.jsonl", "zone_fault"),
        ("zone_other.jsonl", "zone_fault"),
        ("no_clock.jsonl", "ids_no_clock"),
        ("rounded.jsonl", "ids_rounded"),
        ("rounded_ids.csv", "ids_rounded"),
    } <= told
    assert notes["zone.jsonl", "zone_fault"] == ("-8", 6)
    assert notes["timeless.jsonl", "no_moment"] == ("很久以前", 6)
    assert "one_line.jsonl" not in {name for name, _ in notes}


def test_a_file_that_contradicts_itself_is_named_among_small_ones(tmp_path: Path) -> None:
    from analytics.model.errors import ExportError

    folder = tmp_path / "in"
    folder.mkdir()
    for k in range(5):
        (folder / f"good{k}.jsonl").write_bytes(jsonl([repost(10 * k + j) for j in range(5)]))
    rows = [repost(70, user={"_id": str(9_200_000_000 + j), "nick_name": "虚构"}) for j in range(4)]
    (folder / "wrong.jsonl").write_bytes(jsonl(rows))
    with pytest.raises(ExportError) as fault:
        taken_from(folder, tmp_path / "case")
    assert fault.value.key == "id_contradiction"
    assert fault.value.params["path"] == "wrong.jsonl"
    assert fault.value.params["column"] == "_id"
    assert not (tmp_path / "case").exists()


def test_every_small_file_adds_up(folder: Path, tmp_path: Path) -> None:
    for row in taken_from(folder, tmp_path / "case").new.to_dicts():
        parts = ("events_n", "duplicates_n", "rejected_n", "other_n")
        assert row["records_n"] == sum(row[name] for name in parts), row


def test_times_of_a_second_that_does_not_exist_are_refused_in_any_company(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_bytes(
        jsonl([repost(1, _id="777", mblogid=None, created_at="2025-03-01 12:01:60")])
    )
    events = taken_from(tmp_path / "odd.jsonl", tmp_path / "case").case.read("events")
    assert events["at"].to_list() == [None]
