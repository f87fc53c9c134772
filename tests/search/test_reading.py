"""Threads, surroundings and keywords, counted by hand."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.search.keywords import keywords
from analytics.search.threads import around, read_in_order

START = datetime(2025, 3, 4, 12, 59, tzinfo=UTC)


def test_an_answer_stands_below_what_it_answers_and_before_the_next_one() -> None:
    rows = pl.DataFrame(
        {
            "event_id": ["p", "late", "a", "a1", "a2", "a11"],
            "above": [None, "p", "p", "a", "a", "a1"],
            "depth": [0, 1, 1, 2, 2, 3],
            "at": [START + timedelta(minutes=m) for m in (0, 9, 1, 30, 40, 50)],
        }
    )
    assert read_in_order(rows)["event_id"].to_list() == ["p", "a", "a1", "a11", "a2", "late"]


def test_around_a_record_stands_everything_within_ten_minutes() -> None:
    rows = pl.DataFrame(
        {
            "event_id": ["a", "b", "c"],
            "at": [START, START + timedelta(minutes=10), START + timedelta(minutes=21)],
        }
    )
    assert around(rows, "b")["event_id"].to_list() == ["a", "b"]
    assert around(rows, "nowhere").is_empty()


def test_a_keyword_counts_accounts_and_not_records() -> None:
    found = pl.DataFrame(
        {"account_id": ["u", "v", "w", "w", "w"], "text": ["领取报酬", "领取报酬", "天气", "天气", "天气"]}
    )
    rest = pl.DataFrame({"account_id": ["x", "y", "z"], "text": ["天气", "天气", "面包"]})
    told = keywords(found, rest)
    assert told.row(0)[:3] == ("领取报酬", 2, 0) and "天气" not in told["word"].to_list()
    # By hand: 2 of 3 accounts against 0 of 3; expected 1 and 1; G2 = 2 * 2 * ln 2 = 2.7726.
    assert told["score"][0] == pytest.approx(2.7726, abs=1e-4)
