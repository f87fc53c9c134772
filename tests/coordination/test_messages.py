"""The toolkit's rule: messages are counted, not objects. Answers by hand and by a plain search over all pairs of acts."""

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination.pairs.toolkit_messages import pairs_by_messages

START = datetime(2025, 3, 1, tzinfo=UTC)


def acts(rows: list[tuple[str, str, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"account_id": a, "object_id": o, "at": START + timedelta(seconds=s)} for a, o, s in rows],
        schema={"account_id": pl.String, "object_id": pl.String, "at": pl.Datetime("us", "UTC")},
    )


def test_two_reposts_of_one_post_make_a_pair() -> None:
    assert pairs_by_messages(acts([("a", "p", 0), ("a", "p", 40), ("b", "p", 20)]), 60).rows() == [
        ("a", "b", 2)
    ]
    assert pairs_by_messages(acts([("a", "p", 0), ("b", "p", 20)]), 60).rows() == []


def test_an_act_next_to_two_of_the_other_counts_once() -> None:
    # Each of b's acts is near one of a; a's single act is near both of b's, and counts once: the larger count, 2, is b's.
    assert pairs_by_messages(acts([("a", "p", 30), ("b", "p", 0), ("b", "p", 60)]), 30).rows() == [
        ("a", "b", 2)
    ]
    assert pairs_by_messages(acts([("a", "p", 30), ("b", "p", 0), ("b", "p", 60)]), 30, least=3).rows() == []


def test_nothing_gives_an_empty_table() -> None:
    assert pairs_by_messages(acts([]), 60).columns == ["account_a", "account_b", "messages_n"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("pq"), st.integers(0, 200)), max_size=25),
    st.sampled_from([0, 10, 60]),
)
def test_counts_are_those_of_all_acts_against_all(rows: list[tuple[str, str, int]], window_s: int) -> None:
    count: dict[tuple[str, str], int] = {}
    for a, o, s in rows:
        for other in {b for b, p, t in rows if p == o and b != a and abs(t - s) <= window_s}:
            count[a, other] = count.get((a, other), 0) + 1
    expected = {(a, b): max(count.get((a, b), 0), count.get((b, a), 0)) for a, b in count if a < b} | {
        (b, a): max(count.get((a, b), 0), count.get((b, a), 0)) for a, b in count if a > b
    }
    assert pairs_by_messages(acts(rows), window_s).rows() == sorted(
        (a, b, n) for (a, b), n in expected.items() if n >= 2
    )
