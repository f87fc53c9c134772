"""p of pairs by hand, against a plain quadratic computation, and on participation whose moments are dealt out by chance."""

from datetime import UTC, datetime
from itertools import product
from math import prod

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination.pairs.counting import coaction_pairs
from analytics.coordination.pairs.significance import _DELAY_EDGES_S, pair_p_values, with_q_values
from analytics.coordination.pairs.significance_kernel import tail_given_listed
from analytics.model.errors import TableError
from analytics.model.tables import COACTION_PAIRS, check
from tests.benchmarks.null_check import first_acts, null_shares, shuffled

START_S = int(datetime(2025, 3, 1, tzinfo=UTC).timestamp())
Row = tuple[str, str, float]


def acts(rows: list[Row]) -> pl.DataFrame:
    """(account, object, second)."""
    return pl.DataFrame(
        {
            "event_id": [f"e{k}" for k in range(len(rows))],
            "account_id": [r[0] for r in rows],
            "at": pl.Series([round((START_S + r[2]) * 1e6) for r in rows], dtype=pl.Int64).cast(
                pl.Datetime("us", "UTC")
            ),
            "at_precision": ["s"] * len(rows),
            "object_id": [r[1] for r in rows],
        },
        schema_overrides=dict.fromkeys(("event_id", "account_id", "at_precision", "object_id"), pl.String),
    )


def p_of(rows: list[Row], *windows: float) -> dict[tuple[str, str, float], float]:
    table = acts(rows)
    found = check(pair_p_values(table, coaction_pairs(table, "co_repost", windows)), COACTION_PAIRS)
    return {(r["account_a"], r["account_b"], r["window_s"]): r["p_value"] for r in found.to_dicts()}


def tail(chance: list[float], least: int) -> float:
    """P(at least `least` successes), every outcome enumerated."""
    return sum(
        prod(q if hit else 1 - q for q, hit in zip(chance, hits, strict=True))
        for hits in product((0, 1), repeat=len(chance))
        if sum(hits) >= least
    )


def plain(rows: list[Row], i: str, j: str, window_s: float, zone_s: int = 28_800) -> float:
    """p as its definition reads: every event of every object, no runs, no windows of rows."""
    first: dict[tuple[str, str], float] = {}
    for account, about, second in rows:
        first[account, about] = min(second, first.get((account, about), second))
    born = {o: min(t for (_, p), t in first.items() if p == o) for _, o in first}

    def hour(t: float) -> int:
        return int((START_S + t + zone_s) // 3600) % 24

    def delay(t: float, o: str) -> int:
        return sum(t - born[o] >= edge for edge in _DELAY_EDGES_S)

    everybody = [(a, p, hour(u), delay(u, p)) for (a, p), u in first.items()]

    def weight(account: str, tried: str, t: float, o: str) -> float:
        """How usual hour and delay of (t, o) are for the account, its act on `tried` left out."""
        own = [act for act in everybody if act[0] == account and act[1] != tried]
        value = 1.0
        for part, here in ((2, hour(t)), (3, delay(t, o))):
            share = sum(act[part] == here for act in everybody) / len(everybody)
            value *= (sum(act[part] == here for act in own) + 20 * share) / (len(own) + 20) / share
        return value

    def falls_near(still: str, moved: str, o: str) -> float:
        others = [(a, t) for (a, p), t in first.items() if p == o and a != still]
        near = [weight(moved, o, t, o) for _, t in others if abs(t - first[still, o]) <= window_s]
        return sum(near) / sum(weight(moved, o, t, o) for _, t in others)

    shared = sorted(o for a, o in first if a == i and (j, o) in first)
    x = sum(abs(first[i, o] - first[j, o]) <= window_s for o in shared)
    chance = [max(falls_near(i, j, o), falls_near(j, i, o)) for o in shared]
    return tail(chance, x) / tail(chance, 2) if x >= 2 else 1.0


def test_a_pair_by_hand() -> None:
    # All in one hour and within 15 s of the first act, so weights are equal: of the four others one lies within 1 s of a
    # (b; on w none, but d within 1 s of b), so every chance is 1/4. Three of four: (4 * 3 + 1) / (6 * 9 + 4 * 3 + 1).
    rows = [(name, o, float(t)) for o in "xyz" for name, t in zip("cabde", (0, 4, 5, 9, 12), strict=True)]
    rows += [("c", "w", 0.0), ("a", "w", 4.0), ("b", "w", 9.0), ("d", "w", 10.0), ("e", "w", 12.0)]
    assert p_of(rows, 1.0)["a", "b", 1.0] == pytest.approx(13 / 67)


def test_two_coincidences_are_no_evidence_whatever_the_chance() -> None:
    rows = (
        [(f"n{k}", o, 600.0 * k) for k in range(200) for o in "xy"]
        + [("a", o, 7_300.0) for o in "xy"]
        + [("b", o, 7_301.0) for o in "xy"]
    )
    assert p_of(rows, 10.0)["a", "b", 10.0] == 1.0


@settings(deadline=None, max_examples=100)
@given(
    chance=st.lists(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0])), min_size=2, max_size=9),
    data=st.data(),
)
def test_the_tail_is_that_of_all_outcomes(chance: list[float], data: st.DataObject) -> None:
    x = data.draw(st.integers(2, len(chance)))
    whole = tail(chance, 2)
    if whole > 1e-200 and tail(chance, x) > 1e-200:
        got = tail_given_listed(np.array(chance), x, 2, np.empty(len(chance) + 1))
        assert got == pytest.approx(tail(chance, x) / whole, rel=1e-9)


def test_small_tails_keep_their_precision() -> None:
    # Forty equal chances q: all of them, over two or more; the second is 780 q^2 (1 - 2/3 * 38 q) but for terms in q^4.
    q = 1e-4
    got = tail_given_listed(np.full(40, q), 40, 2, np.empty(41))
    assert got == pytest.approx(q**40 / (780 * q**2 * (1 - 2 / 3 * 38 * q)), rel=1e-4)
    assert tail_given_listed(np.full(400, q), 400, 2, np.empty(401)) == 1e-300


row = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from("stuvwxyz"),
    st.sampled_from([0, 20, 50, 55, 100, 3_000, 3_500, 9_000, 50_000, 200_000]),
)


@settings(deadline=None, max_examples=25)
@given(rows=st.lists(row, min_size=20, max_size=60), crowd=st.integers(0, 3))
def test_p_is_that_of_the_plain_computation(rows: list[tuple[str, str, int]], crowd: int) -> None:
    work: list[Row] = [(a, o, float(t)) for a, o, t in rows] + [
        (f"n{k}", o, 37.0 * k) for k in range(crowd) for o in "stuvwxyz"
    ]
    for (a, b, window_s), p in p_of(work, 10.0, 600.0).items():
        assert p == pytest.approx(plain(work, a, b, window_s), rel=1e-9)


@pytest.mark.parametrize("zone_s", [0, 19_800, 28_800])
def test_hours_are_those_of_the_zone_also_where_it_is_half_an_hour_off(zone_s: int) -> None:
    """A zone of whole hours only renames the hours; five and a half hours (19,800 s) part the events elsewhere.

    a and b meet at 10, 20 and 25 minutes past a full hour of UTC and at 40, 45 and 50 minutes: in UTC one hour,
    with half an hour added two. The expected values are those of the plain computation.
    """
    moments = {"s": 600, "t": 1_200, "u": 1_500, "v": 2_400, "w": 2_700, "x": 3_000}
    rows: list[Row] = [(who, o, t + gap) for o, t in moments.items() for who, gap in (("a", 0.0), ("b", 5.0))]
    rows += [(f"n{k}", o, 400.0 * k) for k in range(9) for o in "stuvwx" if (k + ord(o)) % 3]
    table = acts(rows)
    found = pair_p_values(table, coaction_pairs(table, "co_repost", (60.0,)), zone_s)
    ab = found.filter(account_a="a", account_b="b")["p_value"].item()
    assert ab == pytest.approx(plain(rows, "a", "b", 60.0, zone_s), rel=1e-9)
    if zone_s == 19_800:
        assert ab != pytest.approx(plain(rows, "a", "b", 60.0, 0), rel=1e-3)


def sparse(seed: int) -> list[Row]:
    """One account that acts on all of 90 objects, others on a few far apart, all moments from a small range."""
    rng = np.random.default_rng(seed)
    return [
        (f"a{k}", f"o{o:02d}", float(rng.integers(0, 400)))
        for k, n in enumerate([90, 5, 5, 12, 40])
        for o in rng.choice(90, n, replace=False)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_lists_of_unequal_length_are_merged_rightly(seed: int) -> None:
    rows = sparse(seed)
    few = {key: p for key, p in p_of(rows, 120.0).items() if {"a1", "a2", "a3"} & set(key[:2])}
    assert len(few) > 3
    for (a, b, window_s), p in few.items():
        assert p == pytest.approx(plain(rows, a, b, window_s), rel=1e-9)


def test_the_order_of_rows_changes_nothing() -> None:
    rows = sparse(5)
    mixed = [rows[k] for k in np.random.default_rng(0).permutation(len(rows))]
    assert p_of(rows, 60.0, 120.0) == p_of(mixed, 60.0, 120.0)
    table, pairs = acts(rows), coaction_pairs(acts(rows), "co_repost", (120.0,))
    assert pair_p_values(table, pairs.reverse()).reverse().equals(pair_p_values(table, pairs))


def heavy(accounts_n: int, objects_n: int, seed: int) -> list[Row]:
    """Invented participation: few accounts and few objects have most acts; acts crowd together soon after the start."""
    rng = np.random.default_rng(seed)
    activity, popularity = (
        1 / (np.arange(accounts_n) + 5.0) ** 0.7,
        np.minimum(rng.pareto(1.2, objects_n) + 0.3, 3.0),
    )
    who, what = np.nonzero(
        rng.random((accounts_n, objects_n)) < np.outer(activity / activity[0], popularity) / 2
    )
    born = rng.uniform(0, 259_200, objects_n)
    moment = np.round(born[what] + rng.lognormal(np.log(900), 1.6, len(who)))
    return [(f"a{i:03d}", f"o{o:04d}", float(t)) for i, o, t in zip(who, what, moment, strict=True)]


def test_a_planted_pair_gets_a_small_p_and_strangers_do_not() -> None:
    rows = heavy(150, 300, 1)
    rng = np.random.default_rng(2)
    for o in sorted({r[1] for r in rows})[:14]:
        start = min(r[2] for r in rows if r[1] == o) + rng.uniform(600, 7_200)
        rows += [("sent_a", o, start), ("sent_b", o, start + rng.integers(0, 6))]
    p = p_of(rows, 10.0)
    assert p["sent_a", "sent_b", 10.0] < 1e-9
    assert min(value for key, value in p.items() if "sent_a" not in key or "sent_b" not in key) > 1e-4


@pytest.mark.parametrize("windows", [(60.0,), (900.0,), (10.0, 60.0, 3_600.0)])
def test_p_is_honest_where_moments_are_dealt_out_by_chance(windows: tuple[float, ...]) -> None:
    result = null_shares(acts(heavy(80, 500, 3)), windows, 4, 1)
    assert result["holds"], result
    assert isinstance(result["below_1"], int)
    assert result["below_1"] > 500  # Enough rows with p below 1 for the check to mean something.


def test_the_check_tells_a_p_that_forgets_how_rows_were_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    table = acts(heavy(200, 1_000, 3))
    assert null_shares(table, (5.0,), 4, 1)["holds"]
    monkeypatch.setattr("analytics.coordination.pairs.significance.LISTED_N", 0)
    assert not null_shares(table, (5.0,), 4, 1)["holds"]


def test_dealing_keeps_participation_and_moments() -> None:
    table = acts(heavy(20, 50, 4))
    dealt = shuffled(table, np.random.default_rng(1))
    for kept in (["object_id", "account_id"], ["object_id", "at"]):
        assert dealt.select(kept).sort(kept).equals(table.select(kept).sort(kept))
    assert not dealt.sort("event_id").equals(table.sort("event_id"))
    assert first_acts(acts([("a", "x", 5.0), ("a", "x", 3.0)]))["event_id"].to_list() == ["e1"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("a", "x", 0.0)],
        [("a", o, 0.0) for o in "xyz"],
        [(a, o, 0.0) for a in "abc" for o in "uvwxyz"],
        [(a, o, 9.0) for a in "ab" for o in "uvwxyz"],
    ],
)
def test_nothing_is_made_of_too_little(rows: list[Row]) -> None:
    assert set(p_of(rows, 10.0).values()) <= {1.0}


def test_acts_without_account_moment_or_object_and_other_pairs_are_left_out() -> None:
    rows = sparse(1)
    holes = acts([*rows, ("a1", "o01", 0.0)]).with_columns(
        account_id=pl.when(pl.int_range(pl.len()) == len(rows)).then(None).otherwise("account_id")
    )
    pairs = coaction_pairs(acts(rows), "co_repost", (120.0,))
    assert pair_p_values(holes, pairs).equals(pair_p_values(acts(rows), pairs))
    strangers = pairs.head(1).with_columns(account_b=pl.lit("never seen"))
    assert pair_p_values(acts(rows), strangers)["p_value"].to_list() == [1.0]
    with pytest.raises(TableError):
        pair_p_values(acts(rows), pairs.drop("window_s"))


def test_q_by_hand() -> None:
    # 1 + 1/2 + 1/3 = 11/6; 3 * 0.01 * 11/6 = 0.055, and so for the two others.
    table = with_q_values(pl.DataFrame({"p_value": [0.03, 0.01, None, 0.02]}, schema={"p_value": pl.Float64}))
    assert table["q_value"].to_list() == [
        pytest.approx(0.055),
        pytest.approx(0.055),
        None,
        pytest.approx(0.055),
    ]
    assert with_q_values(COACTION_PAIRS.empty()).equals(COACTION_PAIRS.empty())


@given(p=st.lists(st.floats(0, 1), max_size=30))
def test_q_never_lies_below_p_nor_falls_as_p_grows(p: list[float]) -> None:
    q = with_q_values(pl.DataFrame({"p_value": p}, schema={"p_value": pl.Float64}))["q_value"].to_list()
    by_p = [value for _, value in sorted(zip(p, q, strict=True))]
    assert by_p == sorted(by_p)
    assert all(a <= b <= 1 for a, b in zip(p, q, strict=True))
