"""The acts behind a pair, by hand on frames: the window's edge, the closest act, trusted moments, coarse times out."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from analytics.coordination.pairs.counting import coaction_pairs
from analytics.coordination.pairs.evidence import pair_evidence
from analytics.model.tables import FAMILIES
from tests.coordination.scene import START, act, table


def opened(rows: list[dict[str, Any]], window_s: float = 60.0) -> list[tuple[Any, ...]]:
    found = pair_evidence(table(rows), FAMILIES.empty(), ("v", "u"), window_s, ("co_repost",))
    return found.select("object_id", "event_a", "event_b", "gap_s").rows()


@pytest.mark.parametrize(("apart_s", "n"), [(60, 1), (60.000001, 0)])
def test_acts_exactly_a_window_apart_are_within_it(apart_s: float, n: int) -> None:
    assert len(opened([act("u", "p", 0), act("v", "p", apart_s)])) == n


def test_of_several_acts_on_one_post_the_closest_two_are_opened() -> None:
    rows = [
        act("u", "p", 0, event_id="far"),
        act("u", "p", 25, event_id="near"),
        act("v", "p", 30, event_id="other"),
    ]
    assert opened(rows) == [("p", "near", "other", 5.0)]


def test_a_contradicted_time_is_counted_at_the_moment_of_its_id() -> None:
    own = START + timedelta(seconds=20)
    wrong = act("v", "p", 90_000, event_id="v1", at_conflict=True, at_from_id=own)
    assert opened([act("u", "p", 0, event_id="u1"), wrong]) == [("p", "u1", "v1", 20.0)]


def test_acts_known_to_the_minute_open_no_pair() -> None:
    assert opened([act("u", "p", 0, at_precision="min"), act("v", "p", 20, at_precision="min")]) == []


@pytest.mark.parametrize(("posts", "n"), [("pq", 1), ("p", 0)])
def test_a_pair_is_listed_from_two_posts_on_the_smaller_id_first(posts: str, n: int) -> None:
    rows = [
        {"account_id": who, "at": START + timedelta(seconds=gap), "at_precision": "s", "object_id": p}
        for p in posts
        for who, gap in (("v", 0), ("u", 5))
    ]
    acts = pl.DataFrame(rows).with_columns(event_id=pl.lit("e"), at=pl.col("at").dt.cast_time_unit("us"))
    pairs = coaction_pairs(acts, "co_repost", (60.0,))
    assert pairs.select("account_a", "account_b", "objects_n").rows() == [("u", "v", 2)] * n
