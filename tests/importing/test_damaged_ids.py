"""Ids that a spreadsheet or a program destroyed: told by what stands beside them, or refused, never guessed."""

import re
from pathlib import Path

import pytest

from tests.importing.invented import jsonl, repost
from tests.importing.taking import adds_up, run


@pytest.mark.parametrize("beside", [None, "Pinv"])
def test_a_number_in_exponent_form_is_no_id(tmp_path: Path, beside: str | None) -> None:
    lines = jsonl([repost(k, mblogid=beside) for k in range(1, 5)]).split(b"\n")
    lines[2] = re.sub(rb'"_id": "\d{16}"', b'"_id": 4.85788E+15', lines[2], count=1)
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(2, "id_destroyed")]


def test_the_bid_beside_a_destroyed_id_tells_it(tmp_path: Path) -> None:
    rows = [repost(k) for k in range(1, 5)]
    ids = [f"weibo:{row['_id']}" for row in rows]
    rows[1]["_id"], rows[2]["_id"], rows[3]["_id"] = "5.14E+15", rows[2]["_id"][:-1] + "0", None
    taken = run(tmp_path, "a.jsonl", jsonl(rows))
    adds_up(taken)
    assert taken.case.read("events")["event_id"].to_list() == ids


def test_a_bid_that_differs_from_the_id_wins_and_is_told(tmp_path: Path) -> None:
    rows = [repost(k) for k in range(1, 5)]
    named = repost(40)["_id"]
    rows[2]["mblogid"] = repost(40)["mblogid"]
    taken = run(tmp_path, "a.jsonl", jsonl(rows))
    adds_up(taken)
    assert f"weibo:{named}" in taken.case.read("events")["event_id"].to_list()
    assert taken.notes["a.jsonl", "id_beside"] == (named, 1)


def test_a_rounded_column_of_ids_is_refused_row_by_row_and_links_are_left_open(tmp_path: Path) -> None:
    rows = [repost(k, mblogid=None) for k in range(1, 7)]
    for row in rows:
        row["_id"] = row["_id"][:-1] + "0"
    taken = run(tmp_path, "a.jsonl", jsonl([*rows, repost(9, retweet_id=rows[0]["_id"], mblogid=None)]))
    adds_up(taken)  # one id does not end in 0: the column may be whole
    assert taken.case.read("rejected").is_empty()
    rounded = run(tmp_path / "b", "a.jsonl", jsonl(rows))
    adds_up(rounded)
    assert rounded.case.read("rejected")["reason"].to_list() == ["id_destroyed"] * 6


@pytest.mark.parametrize("number", ["123456789012345678901234567890", "1e400", "99999999999999999999"])
def test_numbers_beyond_64_bit_never_become_other_ids(tmp_path: Path, number: str) -> None:
    lines = jsonl([repost(k, mblogid=None) for k in range(1, 4)]).split(b"\n")
    lines[0] = re.sub(rb'"_id": "\d{16}"', b'"_id": ' + number.encode(), lines[0], count=1)
    lines[1] = re.sub(rb'"attitudes_count": \d+', b'"attitudes_count": ' + number.encode(), lines[1])
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    events = taken.case.read("events")
    assert not events.filter(source_row=0).height or number in events.filter(source_row=0)["event_id"].item()
    likes = taken.case.read("counters").filter(counter="likes", source_row=1)
    assert likes.is_empty()
