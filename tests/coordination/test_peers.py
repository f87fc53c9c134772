"""The peers' rules on tables made by hand and against dense computations."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from scipy import sparse
from scipy.stats import poisson

from analytics.model.tables import PLACED_EVENTS
from tests.benchmarks import peers
from tests.benchmarks.peers import PEERS, _fitted, bipartite_model, percentile, same_object, tfidf_cosine

START = datetime(2025, 3, 1, tzinfo=UTC)


def reposts(rows: list[tuple[str, str, int]]) -> pl.DataFrame:
    """PLACED_EVENTS of reposts: (account, root, second)."""
    return PLACED_EVENTS.fit(
        pl.DataFrame(
            {
                "event_id": [f"e{k}" for k in range(len(rows))],
                "platform": ["weibo"] * len(rows),
                "kind": ["repost"] * len(rows),
                "account_id": [r[0] for r in rows],
                "root_id": [r[1] for r in rows],
                "at": [START + timedelta(seconds=r[2]) for r in rows],
                "at_precision": ["s"] * len(rows),
            },
            schema_overrides=dict.fromkeys(
                ("event_id", "platform", "kind", "account_id", "root_id", "at_precision"), pl.String
            ),
        )
    )


def town(seed: int) -> list[tuple[str, str, int]]:
    rng = np.random.default_rng(seed)
    who, what = np.nonzero(rng.random((40, 120)) < 0.08)
    rows = [
        (f"n{i:02d}", f"p{o:03d}", 10_000 * o + 90 * i)
        for i, o in zip(who.tolist(), what.tolist(), strict=True)
    ]
    return rows + [(name, f"q{o}", 10_000 * o + k) for o in range(14) for k, name in enumerate("ab")]


def test_fixed_numbers_of_objects() -> None:
    rows = [(name, o, t) for o in "xyz" for name, t in (("a", 0), ("b", 60))] + [
        ("c", "x", 61),
        ("c", "y", 100),
        ("c", "w", 0),
        ("d", "w", 9),
    ]
    assert same_object(reposts(rows)) == {
        "a",
        "b",
        "c",
    }  # b and c meet on x and y, 1 s and 40 s apart; c and a do not.
    assert same_object(reposts(rows), 3) == {"a", "b"}
    assert same_object(reposts(rows), 10) == set()


def test_the_percentile_names_a_share_of_any_table() -> None:
    pairs = [(name, o, k) for o in "xyz" for k, name in enumerate("ab")]
    others = [(f"n{k}", o, 100 + 20 * (k // 2)) for k in range(8) for o in "x"] + [
        (f"n{k}", "w", 9_000 + 20 * k) for k in range(8)
    ]
    assert percentile(reposts(pairs + others), 0.7) == {
        "a",
        "b",
    }  # Weights 3, 1, 1, 1, 1: the 0.7 quantile is 1.
    assert percentile(reposts(others), 0.7) == set()  # All weigh 1: nothing lies above.
    assert percentile(reposts([])) == set()


def dense(rows: list[tuple[str, str, int]], least: int) -> tuple[list[str], np.ndarray]:
    posts = {a: {o for x, o, _ in rows if x == a} for a, _, _ in rows}
    names = sorted(a for a in posts if len(posts[a]) >= least)
    objects = sorted({o for a in names for o in posts[a]})
    return names, np.array([[sum(r[:2] == (a, o) for r in rows) for o in objects] for a in names], float)


@pytest.mark.parametrize("seed", range(3))
def test_cosine_is_that_of_dense_vectors(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = town(seed)
    rows += rows[:5]  # Repeats weigh twice.
    names, counts = dense(rows, 2)
    weighted = counts * (np.log((1 + len(names)) / (1 + (counts > 0).sum(0))) + 1)
    unit = weighted / np.linalg.norm(weighted, axis=1, keepdims=True)
    edges = sorted(
        (
            (float(unit[i] @ unit[j]), i, j)
            for i, j in combinations(range(len(names)), 2)
            if unit[i] @ unit[j] > 0
        ),
        reverse=True,
    )
    for top in (0.005, 0.05):
        limit = edges[int(np.ceil(top * len(edges))) - 1][0]
        want = {names[k] for value, i, j in edges if value >= limit - 1e-9 for k in (i, j)}
        assert tfidf_cosine(reposts(rows), top) == want
        monkeypatch.setattr(peers, "BLOCK_ROWS", 7)
        assert tfidf_cosine(reposts(rows), top) == want
    assert {"a", "b"} <= tfidf_cosine(reposts(rows))


def test_the_bipartite_fit_keeps_degrees_and_is_even_where_degrees_are() -> None:
    even = sparse.csr_array(np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]], float))
    assert _fitted(even)[2] == pytest.approx(np.array([[0.5]]))
    _, counts = dense(town(1), 1)
    ranks, degrees, chance, times = _fitted(sparse.csr_array((counts > 0).astype(float)))
    assert (chance * times).sum(axis=1)[ranks] == pytest.approx(degrees, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_bipartite_model_names_what_all_pairs_one_by_one_give(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = town(seed)
    names, counts = dense(rows, 1)
    binary = (counts > 0).astype(float)
    # The fit by single accounts and posts, as the equations stand.
    x, y = binary.sum(1) / np.sqrt(binary.sum()), binary.sum(0) / np.sqrt(binary.sum())
    for _ in range(5_000):
        x = binary.sum(1) / (y / (1 + np.outer(x, y))).sum(1)
        y = binary.sum(0) / (x[:, None] / (1 + np.outer(x, y))).sum(0)
    p = np.outer(x, y) / (1 + np.outer(x, y))
    tested = sorted(
        (float(poisson.sf(binary[i] @ binary[j] - 1, p[i] @ p[j])), i, j)
        for i, j in combinations(range(len(names)), 2)
    )
    passed = [k for k, (value, _, _) in enumerate(tested, 1) if value <= 0.01 * k / len(tested)]
    want = {names[k] for _, i, j in tested[: max(passed, default=0)] for k in (i, j)}
    assert {"a", "b"} <= want
    assert bipartite_model(reposts(rows)) == want
    monkeypatch.setattr(peers, "BLOCK_ROWS", 7)
    assert bipartite_model(reposts(rows)) == want


@pytest.mark.parametrize("rule", PEERS.values(), ids=PEERS.keys())
@pytest.mark.parametrize(
    "rows", [[], [("a", "x", 0)], [("a", "x", 0), ("b", "x", 0)], [("a", o, 0) for o in "xyz"]]
)
def test_too_little_names_nobody_or_those_who_are_there(
    rule: object, rows: list[tuple[str, str, int]]
) -> None:
    assert callable(rule)
    assert rule(reposts(rows)) == set()
