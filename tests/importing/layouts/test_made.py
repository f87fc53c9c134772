"""The helper itself: the two formulas by hand, and the comparison on what it must not let pass."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.importing.layouts.made import FIRST, Read, api, b, bid_of, bj, m, mid_of, moment_of, t, table


def test_a_bid_is_cut_from_the_right_into_sevens() -> None:
    # 1 | 0000061 | 0000062: 61 is the last sign Z, 62 is "10", each padded to four signs but the first.
    assert bid_of("100000610000062") == "1000Z0010"


def test_an_id_holds_its_second() -> None:
    assert moment_of(mid_of(FIRST, 4_194_303)) == FIRST
    assert mid_of(datetime.fromtimestamp(515_483_464, UTC)) == str(2**22)
    assert len(m(0)) == 16 and len(b(0)) == 9 and moment_of(m(3)) == t(3)
    assert (bj(1), api(0)) == ("2025-05-20 09:01:07", "Tue May 20 09:00:00 +0800 2025")


def test_the_comparison_finds_what_is_wrong(tmp_path: Path) -> None:
    head = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls"
    rows = [
        ["1", "11", "a", "", "", "post", "1700000000", ""],
        ["2", "12", "b", "1", "", "", "1700000010", ""],
    ]
    done = Read(tmp_path, {"m.csv": table(head, rows)}).gave(2)
    done.are({"2": {"kind": "repost", "root": "1", "parent": None, "account": "12", "likes": None}})
    for wrong in (
        {"root": None},
        {"parent": "1"},
        {"account": None},
        {"kind": ("post", "quote")},
        {"likes": 1},
    ):
        with pytest.raises(AssertionError):
            done.are({"2": wrong})
    with pytest.raises(AssertionError):
        done.never(ids=["1"])
