"""The e-value of a member: against a slow computation from the definition, and where chance alone sets the moments."""

import math

import numpy as np
import pytest

from analytics.coordination.groups.activity_profile import activity_profiles
from analytics.coordination.groups.author_independence import organisations, sources_of
from analytics.coordination.groups.case_arrays import CaseArrays, case_arrays
from analytics.coordination.groups.null_models import surrogate
from analytics.coordination.groups.scores import member_e_values
from analytics.model.tables import ACCOUNTS
from tests.coordination.scene import Row, act, code, crowd, post, table
from tests.coordination.slow_e import Slow


def small(seed: int) -> list[Row]:
    rng = np.random.default_rng(seed)
    rows = [post(f"p{k}", f"x{k % 4}", float(rng.integers(0, 90_000))) for k in range(7)]
    for k in range(7):
        born = float((rows[k]["at"] - rows[0]["at"]).total_seconds() + (rows[0]["at"].timestamp() % 86_400))
        burst = born + rng.uniform(0, 90_000)
        for a in rng.choice(10, int(rng.integers(4, 10)), replace=False):
            moment = (
                burst + rng.uniform(0, 60)
                if rng.random() < 0.5
                else born + rng.choice([0, 1, 700, 86_400, 2_000_000]) * rng.uniform(0.9, 1.1)
            )
            rows.append(act(f"a{a}", f"p{k}", round(float(max(born, moment)), 3)))
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_e_values_are_those_of_the_definition(seed: int) -> None:
    rows = small(seed)
    acts = case_arrays(table(rows))
    rng = np.random.default_rng(seed)
    members = np.sort(rng.choice(acts.accounts_n, 5, replace=False))
    tasks = np.sort(rng.choice(acts.objects_n, 6, replace=False))
    source = np.array([int(name[1:]) % 4 for name in acts.object_ids])
    ln_e, scales, sources_n = member_e_values(acts, activity_profiles(acts), members, tasks, source)
    slow = Slow(acts)
    assert sources_n.max() >= 2
    for k, member in enumerate(members.tolist()):
        expected, n = slow.ln_e(member, set(members.tolist()), tasks.tolist(), source.tolist())
        assert sources_n[k] == n
        np.testing.assert_allclose(
            scales[k], expected, rtol=1e-5, atol=1e-5
        )  # What lies far away is left out: e ** -12 at most.
        assert ln_e[k] == pytest.approx(math.log(sum(map(math.exp, expected)) / 4), abs=1e-5)


def test_one_authors_posts_add_four_at_most() -> None:
    rows = [post(f"p{k:02}", "x" if k < 20 else "y", 9_000.0 * k) for k in range(21)]
    rows += [act(f"n{i}", f"p{k:02}", 9_000.0 * k + 7_000 + i) for k in range(21) for i in range(6)]
    rows += [act(f"a{i}", f"p{k:02}", 9_000.0 * k + 300.0 * i) for k in range(21) for i in range(20)]
    acts = case_arrays(table(rows))
    of = organisations(acts, ACCOUNTS.empty())[1]
    members = code(acts, *(f"n{i}" for i in range(6)))
    _, scales, sources_n = member_e_values(
        acts, activity_profiles(acts), members, np.arange(21), sources_of(acts, of)
    )
    assert sources_n.tolist() == [2] * 6
    assert scales[:, 0].max() <= 2 * 4.0
    assert (
        scales[:, 0].min() > 4.0
    )  # Twenty posts of one author count as 4, and the one of the other adds its own.
    _, one, _ = member_e_values(acts, activity_profiles(acts), members, np.arange(20), sources_of(acts, of))
    assert one[:, 0].tolist() == [4.0] * 6


def test_an_act_needs_two_other_members_and_e_is_one_without_any() -> None:
    rows = [
        post("p", "x"),
        post("q", "y"),
        act("a", "p", 10),
        act("b", "p", 11),
        act("a", "q", 5),
        act("c", "q", 5),
        act("d", "q", 5),
    ]
    acts = case_arrays(table(rows))
    ln_e, _, sources_n = member_e_values(
        acts, activity_profiles(acts), code(acts, "a", "b"), np.arange(2), np.arange(2)
    )
    assert (ln_e.tolist(), sources_n.tolist()) == ([0.0, 0.0], [0, 0])
    empty = member_e_values(acts, activity_profiles(acts), np.empty(0, np.int64), np.arange(2), np.arange(2))
    assert [len(x) for x in empty] == [0, 0, 0]


def dealt(acts: CaseArrays, rng: np.random.Generator) -> CaseArrays:
    """Accounts of each post dealt out at random among its moments."""
    order = np.lexsort((rng.random(len(acts.object)), acts.object))
    return CaseArrays(**{**vars(acts), "account": acts.account[order], "event": acts.event[order]})


@pytest.mark.parametrize("way", ["dealt", "habits kept"])
@pytest.mark.parametrize("precision_s", [1, 60])
def test_mean_e_is_at_most_one_where_chance_sets_the_moments(way: str, precision_s: int) -> None:
    rng = np.random.default_rng(7)
    rows = crowd(5, 80, 60, 30)
    for row in rows:
        row["at"] = (
            row["at"].replace(microsecond=0)
            if precision_s == 1
            else row["at"].replace(second=0, microsecond=0)
        )
        row["at_precision"] = "s" if precision_s == 1 else "min"
    acts = case_arrays(table(rows))
    source = np.arange(acts.objects_n)
    means, e = [], []
    for k in range(12):
        moved = dealt(acts, rng) if way == "dealt" else surrogate(acts, activity_profiles(acts), k)
        usual = activity_profiles(moved)
        for _ in range(4):
            members = np.sort(rng.choice(acts.accounts_n, 12, replace=False))
            ln_e, _, sources_n = member_e_values(moved, usual, members, source, source)
            assert sources_n.min() >= 3
            e.append(np.exp(ln_e))
        means.append(np.mean(e[-4:]))
    values = np.concatenate(e)
    assert values.mean() <= 1 + 2 * values.std() / np.sqrt(len(values)), values.mean()
    assert np.mean(means) <= 1 + 2 * np.std(means) / np.sqrt(len(means))
    assert (values >= 100).mean() <= 0.01  # Markov: P(e >= 100) <= 1/100.


@pytest.mark.parametrize("strangers_n", [0, 1, 3, 8])
def test_mean_e_is_at_most_one_where_the_group_is_most_of_a_crowded_post(strangers_n: int) -> None:
    # Everybody comes to 15 posts within minutes, at a late moment, twelve of the same accounts among them: one call for all.
    rng = np.random.default_rng(11)
    rows = [post(f"p{k:02}", f"x{k}", 200_000.0 * k) for k in range(30)]
    for k in range(15):
        who = [
            *(f"n{i:02}" for i in range(12)),
            *(f"a{i:02}" for i in rng.choice(40, strangers_n, replace=False)),
        ]
        rows += [
            act(a, f"p{k:02}", 200_000.0 * k + 50_000 + 40_000 * (k % 3) + float(rng.exponential(60)))
            for a in who
        ]
    for k in range(15, 30):  # What else they do.
        rows += [
            act(f"n{i:02}", f"p{k:02}", 200_000.0 * k + float(rng.lognormal(9, 1.2)))
            for i in rng.choice(12, 4, replace=False)
        ]
        rows += [act(f"a{i:02}", f"p{k:02}", 200_000.0 * k + float(rng.lognormal(9, 1.2))) for i in range(40)]
    acts = case_arrays(table(rows))
    members = code(acts, *(f"n{i:02}" for i in range(12)))
    tasks = np.flatnonzero([int(name[1:]) < 15 for name in acts.object_ids])
    e = []
    for _ in range(30):
        moved = dealt(acts, rng)
        ln_e, _, sources_n = member_e_values(
            moved, activity_profiles(moved), members, tasks, np.arange(acts.objects_n)
        )
        assert set(sources_n.tolist()) == {15}
        e.append(np.exp(ln_e))
    values = np.concatenate(e)
    assert values.mean() <= 1 + 2 * values.std() / np.sqrt(len(values)), values.mean()
