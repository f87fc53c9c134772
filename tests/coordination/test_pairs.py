"""Co-action pairs by hand and against an all-against-all count."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination.pairs import counting as pairs_module
from analytics.coordination.pairs.counting import candidate_pairs, coaction_pairs
from analytics.coordination.pairs.detectors import detectors
from analytics.coordination.pairs.evidence import coactions
from analytics.model.errors import SettingsError
from analytics.model.tables import COACTION_PAIRS, PLACED_EVENTS, check

START = datetime(2025, 3, 1, tzinfo=UTC)


def acts(rows: list[tuple[str, str, int]], precision: str = "s") -> pl.DataFrame:
    """(account, object, second)."""
    return pl.DataFrame(
        {
            "event_id": [f"e{k}" for k in range(len(rows))],
            "account_id": [r[0] for r in rows],
            "object_id": [r[1] for r in rows],
            "at": pl.Series([START + timedelta(seconds=r[2]) for r in rows], dtype=pl.Datetime("us", "UTC")),
            "at_precision": [precision] * len(rows),
        },
        schema_overrides=dict.fromkeys(("account_id", "object_id", "at_precision", "event_id"), pl.String),
    )


def counted(table: pl.DataFrame) -> dict[tuple[str, str, float], int]:
    return {
        (r["account_a"], r["account_b"], r["window_s"]): r["objects_n"]
        for r in check(table, COACTION_PAIRS).to_dicts()
    }


def brute(rows: list[tuple[str, str, int]], windows: tuple[float, ...]) -> dict[tuple[str, str, float], int]:
    found: dict[tuple[str, str, float], int] = {}
    for a, b in combinations(sorted({r[0] for r in rows}), 2):
        for w in windows:
            shared = {
                o for x, o, t in rows if x == a for y, p, u in rows if y == b and p == o and abs(t - u) <= w
            }
            if len(shared) >= 2:
                found[a, b, w] = len(shared)
    return found


def test_three_accounts_by_hand() -> None:
    rows = [
        ("a", "x", 0),
        ("b", "x", 10),
        ("c", "x", 70),
        ("a", "y", 100),
        ("b", "y", 160),
        ("c", "y", 161),
        ("a", "z", 0),
        ("c", "z", 61),
    ]
    assert counted(coaction_pairs(acts(rows), "co_repost", (10.0, 60.0))) == {
        ("a", "b", 60.0): 2,
        ("b", "c", 60.0): 2,
    }


def test_the_window_is_inclusive_and_objects_count_once() -> None:
    rows = [("a", "x", 0), ("a", "x", 5), ("b", "x", 60), ("b", "x", 61), ("a", "y", 0), ("b", "y", 60)]
    assert counted(coaction_pairs(acts(rows), "co_repost", (60.0,))) == {("a", "b", 60.0): 2}
    assert counted(coaction_pairs(acts(rows), "co_repost", (59.0,))) == {}


row = st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyzuvw"), st.integers(0, 200))


@settings(deadline=None, max_examples=150)
@given(rows=st.lists(row, max_size=60))
def test_pairs_are_those_of_all_against_all(rows: list[tuple[str, str, int]]) -> None:
    assert counted(coaction_pairs(acts(rows), "co_repost", (5.0, 60.0))) == brute(rows, (5.0, 60.0))


@settings(deadline=None, max_examples=40)
@given(rows=st.lists(row, max_size=60))
def test_sharing_the_accounts_out_changes_nothing(rows: list[tuple[str, str, int]]) -> None:
    whole = coaction_pairs(acts(rows), "co_repost", (5.0, 60.0))
    before = pairs_module.PARTS
    pairs_module.PARTS = 1
    try:
        assert coaction_pairs(acts(rows), "co_repost", (5.0, 60.0)).equals(whole)
    finally:
        pairs_module.PARTS = before
    assert whole.equals(whole.sort(COACTION_PAIRS.order))


@pytest.mark.parametrize(
    "rows", [[], [("a", "x", 0)], [("a", "x", 0), ("a", "y", 0)], [("a", "x", 0), ("b", "y", 0)]]
)
def test_too_little_gives_an_empty_table(rows: list[tuple[str, str, int]]) -> None:
    assert coaction_pairs(acts(rows), "co_repost", (60.0,)).is_empty()


def test_all_acts_at_one_instant() -> None:
    rows = [(a, o, 0) for a in "abc" for o in "xyz"]
    assert set(counted(coaction_pairs(acts(rows), "co_repost", (10.0,))).values()) == {3}


def test_a_window_finer_than_the_times_is_refused() -> None:
    with pytest.raises(SettingsError, match="finer"):
        coaction_pairs(acts([("a", "x", 0), ("b", "x", 0)], "min"), "co_repost", (10.0,))
    with pytest.raises(SettingsError, match="windows"):
        coaction_pairs(acts([]), "co_repost", ())


def test_a_pair_opens_to_its_closest_acts() -> None:
    table = acts([("a", "x", 0), ("b", "x", 40), ("b", "x", 7), ("a", "y", 0), ("b", "y", 61)])
    assert coactions(table, "co_repost", "b", "a", 60.0).rows() == [
        ("a", "b", "co_repost", "x", "e0", "e2", 7.0)
    ]


def event(
    id_: str, kind: str, account: str, second: int, root: str | None, own: str | None = None
) -> dict[str, object]:
    return {
        "event_id": id_,
        "platform": "weibo",
        "kind": kind,
        "account_id": account,
        "at": START + timedelta(seconds=second),
        "at_precision": "s",
        "root_id": root,
        "own_text": own,
        "source_sha256": "0",
        "source_row": 0,
        "source_path": "",
    }


def test_detectors_say_what_acts_were_about() -> None:
    rows = [event("p", "post", "author", 0, "p"), event("q", "post", "author", 0, "q")]
    for k, account in enumerate(["author", "a", "b"]):
        for root in "pq":
            rows.append(
                event(
                    f"r{root}{k}",
                    "repost",
                    account,
                    10 + k,
                    root,
                    "看 https://www.example.invalid/x/ #话题# #另一个#",
                )
            )
            rows.append(
                event(
                    f"c{root}{k}",
                    "comment",
                    account,
                    10 + k,
                    root,
                    "HTTP://no http://example.invalid/x #话题#",
                )
            )
    events = PLACED_EVENTS.fit(pl.DataFrame(rows))
    table = candidate_pairs(events).filter(window_s=60.0)
    of = {kind: counted(table.filter(kind=kind)) for kind in detectors()}
    assert of["co_repost"] == {("a", "b", 60.0): 2}
    assert of["co_comment"] == {("a", "b", 60.0): 2}
    assert of["co_hashtag"] == {("a", "author", 60.0): 2, ("a", "b", 60.0): 2, ("author", "b", 60.0): 2}
    assert of["co_link"] == {}
    assert [d.source for d in detectors().values() if not d.source] == []
