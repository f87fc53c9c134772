"""Stated times beside the moments that ids hold: a wrong zone, ids that are no clocks, single contradictions."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.model.thresholds import Thresholds
from tests.importing.invented import START, beijing, jsonl, repost
from tests.importing.taking import adds_up, run


def taken(folder: Path, rows: list[dict[str, Any]], **stated: Any) -> ImportResult:
    (folder / "a.jsonl").write_bytes(jsonl(rows))
    return import_files(
        folder / "case", [folder / "a.jsonl"], ImportOptions(**stated), Thresholds(), lambda name, n: None
    )


def late(k: int, by: timedelta) -> dict[str, Any]:
    """Repost k whose stated time is later than its id's."""
    return repost(k, created_at=beijing(START + timedelta(minutes=k) + by))


def test_a_constant_whole_hour_is_a_fault_of_the_zone_told_once(tmp_path: Path) -> None:
    done = taken(tmp_path, [late(k, timedelta(hours=8)) for k in range(1, 21)])
    events = done.case.read("events")
    assert events["at"].to_list() == [START + timedelta(minutes=k) for k in range(1, 21)]
    assert not events["at_conflict"].any() and set(events["at_basis"]) == {"id"}
    assert done.notes == {("a.jsonl", "zone_fault"): ("-8", 20)}


def test_a_zone_that_a_person_states_wrongly_is_told_as_well(tmp_path: Path) -> None:
    done = taken(tmp_path, [repost(k) for k in range(1, 21)], timezone="UTC")
    assert done.case.read("events")["at"].to_list() == [START + timedelta(minutes=k) for k in range(1, 21)]
    assert done.notes == {("a.jsonl", "zone_fault"): ("-8", 20)}


def test_one_act_in_twenty_that_contradicts_its_id_is_a_conflict_of_that_act(tmp_path: Path) -> None:
    rows = [repost(k) for k in range(1, 21)]
    rows[7] = late(8, timedelta(days=3, minutes=7))
    done = taken(tmp_path, rows)
    events = done.case.read("events")
    assert events["at_conflict"].to_list() == [k == 8 for k in range(1, 21)]
    assert events["at"][7] == START + timedelta(days=3, minutes=15) and not done.notes


def test_ids_that_contradict_many_times_are_no_clocks(tmp_path: Path) -> None:
    rows = [late(k, timedelta(days=3 * k, minutes=7)) for k in range(1, 11)] + [
        repost(k) for k in range(11, 41)
    ]
    done = taken(tmp_path, [*rows, repost(41, created_at="刚刚", crawl_time=None)])
    events = done.case.read("events")
    assert events["at_from_id"].null_count() == 41 and not events["at_conflict"].any()
    assert events["at"][0] == START + timedelta(days=3, minutes=8) and events["at"][40] is None
    assert done.notes == {("a.jsonl", "ids_no_clock"): ("_id", 10), ("a.jsonl", "no_moment"): ("刚刚", 1)}


def test_a_relative_time_is_an_interval_beside_the_capture_of_its_own_record(tmp_path: Path) -> None:
    columns = 'id = "id"\naccount_id = "uid"\nat = "at"\ntext = "text"\ncaptured_at = "seen"\n'
    (tmp_path / "map.toml").write_text(
        f'platform = "forum"\nkind = "post"\ntimezone = "UTC"\n[columns]\n{columns}', encoding="utf-8"
    )
    (tmp_path / "a.csv").write_text(
        "id,uid,at,text,seen\n11,2,昨天 10:00,words,2025-03-01 04:00:00\n12,2,昨天 10:00,words,\n",
        encoding="utf-8",
    )
    options = ImportOptions(format=str(tmp_path / "map.toml"), captured_at=START)
    done = import_files(tmp_path / "case", [tmp_path / "a.csv"], options, Thresholds(), lambda name, n: None)
    # One capture time for a whole file is no moment of a record: a crawl takes hours.
    assert done.case.read("events")["at"].to_list() == [START.replace(day=28, month=2, hour=10), None]


@pytest.mark.parametrize(
    "moment",
    [
        "0000-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "0001-01-01 00:00:00",
        "2025-02-30 10:00:00",
        "03月01日 12:03",
        "昨天 10:00",
        "3小时前",
        "刚刚",
        "03-01",
    ],
)
def test_a_date_that_cannot_be_is_never_guessed(tmp_path: Path, moment: str) -> None:
    good = repost(3)
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1), good | {"created_at": moment}]))
    adds_up(taken)
    event = taken.case.read("events").filter(source_row=1).row(0, named=True)
    assert event["at_basis"] == "id"
    assert event["at_text"] == moment
    assert event["at"].isoformat() == "2025-03-01T04:03:00+00:00"


@pytest.mark.parametrize("moment", ["07月23日 11:47", "04-23"])
def test_a_year_less_date_of_another_day_than_the_id_leaves_no_moment(tmp_path: Path, moment: str) -> None:
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1), repost(3, created_at=moment)]))
    adds_up(taken)
    event = taken.case.read("events").filter(source_row=1).row(0, named=True)
    assert (event["at"], event["at_basis"], event["at_conflict"]) == (None, None, True)
