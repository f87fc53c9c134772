"""The e-value of a member: against a slow computation from the definition, and where chance alone sets the moments."""

import math
from itertools import pairwise

import numpy as np
import pytest

from analytics.coordination.acts import DELAY_BINS, DELAY_MAX_S, Acts, acts_of
from analytics.coordination.burst import CAP, FAR, SCALES_S, member_e_values
from analytics.coordination.habits import habits
from analytics.coordination.sources import organisations, sources_of
from analytics.coordination.surrogates import surrogate
from analytics.tables import ACCOUNTS
from tests.coordination.scene import Row, act, code, crowd, post, table


class Slow:
    """METHODS, the burst suite, 1: written out with lists and loops, one act at a time."""

    def __init__(self, acts: Acts) -> None:
        self.rows = list(zip(acts.account.tolist(), acts.object.tolist(), acts.at_s.tolist(), acts.delay_s.tolist(), strict=True))
        edges = [0.0] + [DELAY_MAX_S ** (k / DELAY_BINS) for k in range(1, DELAY_BINS + 1)]
        self.width = [b - a for a, b in pairwise(edges)]
        self.all_hours = self.shares([self.hours([r]) for r in self.rows], 24)
        self.all_delays = self.shares([self.delays([r]) for r in self.rows], DELAY_BINS)

    @staticmethod
    def shares(parts: list[list[float]], n: int) -> list[float]:
        return [(sum(p[k] for p in parts) + 1) / (len(parts) + n) for k in range(n)]

    @staticmethod
    def hour(row: tuple[int, int, float, float]) -> int:
        return int((row[2] + 8 * 3600) // 3600 % 24)

    @staticmethod
    def bin(row: tuple[int, int, float, float]) -> int:
        return min(DELAY_BINS - 1, int(math.log(row[3]) / math.log(DELAY_MAX_S) * DELAY_BINS))

    def hours(self, rows: list[tuple[int, int, float, float]]) -> list[float]:
        found = [0.0] * 24
        for row in rows:
            for shift, part in ((0, .5), (1, .25), (-1, .25)):
                found[(self.hour(row) + shift) % 24] += part
        return found

    def delays(self, rows: list[tuple[int, int, float, float]]) -> list[float]:
        found = [0.0] * DELAY_BINS
        for row in rows:
            for shift, part in ((0, .5), (1, .25), (-1, .25)):
                found[min(DELAY_BINS - 1, max(0, self.bin(row) + shift))] += part
        return found

    def ln_bet(self, row: tuple[int, int, float, float], inside: set[int], scale: float) -> float:
        mine = [r for r in self.rows if r[0] == row[0]]
        other_posts = [r for r in mine if r[1] != row[1]]
        here = [r for r in self.rows if r[1] == row[1] and r[0] != row[0]]
        members = [r for r in here if r[0] in inside]
        crowd_here = [r for r in here if r[0] not in inside]

        def kernel(r: tuple[int, int, float, float]) -> float:
            gap = abs(r[2] - row[2])
            return math.exp(-gap / scale) / (2 * scale) if r in members or gap < FAR * SCALES_S[-1] else 0.0

        f1 = sum(map(kernel, members)) / len(members)

        def others_at(moment: float) -> float:
            return sum(math.exp(-abs(r[2] - moment) / scale) / (2 * scale) for r in members) / len(members)

        n = len(other_posts)
        h, d = self.hour(row), self.bin(row)
        pace = (self.delays(other_posts)[d] + 5 * self.all_delays[d]) / (n + 5) / self.width[d]
        fb = pace * (self.hours(other_posts)[h] + 5 * self.all_hours[h]) / (n + 5) * 24
        clock = [r for r in other_posts if abs((r[2] - row[2] + 43_200) % 86_400 - 43_200) <= 900 and abs(r[2] - row[2]) > 43_200]
        fc = len(clock) / max(1, n) / 1800
        hours, delays = self.hours(mine), self.delays(mine)

        def suits(r: tuple[int, int, float, float]) -> float:
            return ((hours[self.hour(r)] + 5 * self.all_hours[self.hour(r)]) / (n + 6) / self.all_hours[self.hour(r)]
                    * (delays[self.bin(r)] + 5 * self.all_delays[self.bin(r)]) / (n + 6) / self.all_delays[self.bin(r)])

        weights = [suits(r) for r in crowd_here]
        fa = (sum(w * kernel(r) for w, r in zip(weights, crowd_here, strict=True)) + 3 * fb) / (sum(weights) + 3)
        # The moments of this account and of the strangers dealt out anew, as they suit this account on its other posts.
        pool = [row, *crowd_here]
        hours_else, delays_else = self.hours(other_posts), self.delays(other_posts)
        odds = [(hours_else[self.hour(r)] + 5 * self.all_hours[self.hour(r)]) / self.all_hours[self.hour(r)]
                * (delays_else[self.bin(r)] + 5 * self.all_delays[self.bin(r)]) / self.all_delays[self.bin(r)] for r in pool]
        dealt = sum(o * others_at(r[2]) for o, r in zip(odds, pool, strict=True)) / sum(odds)
        return math.log(.3 + .7 * min(f1 / max(fa, fb, fc), f1 / dealt if dealt else 1.0))

    def ln_e(self, account: int, inside: set[int], tasks: list[int], source: list[int]) -> tuple[list[float], int]:
        sums: dict[int, list[float]] = {}
        for row in self.rows:
            others = {r[0] for r in self.rows if r[1] == row[1] and r[0] in inside and r[0] != account}
            if row[0] == account and row[1] in tasks and len(others) >= 2:
                bets = [self.ln_bet(row, inside, scale) for scale in SCALES_S]
                sums[source[row[1]]] = [a + b for a, b in zip(sums.get(source[row[1]], [0.0] * 4), bets, strict=True)]
        return [sum(min(4.0, s[k]) for s in sums.values()) for k in range(4)], len(sums)


def small(seed: int) -> list[Row]:
    rng = np.random.default_rng(seed)
    rows = [post(f"p{k}", f"x{k % 4}", float(rng.integers(0, 90_000))) for k in range(7)]
    for k in range(7):
        born = float((rows[k]["at"] - rows[0]["at"]).total_seconds() + (rows[0]["at"].timestamp() % 86_400))
        burst = born + rng.uniform(0, 90_000)
        for a in rng.choice(10, int(rng.integers(4, 10)), replace=False):
            moment = burst + rng.uniform(0, 60) if rng.random() < .5 else born + rng.choice([0, 1, 700, 86_400, 2_000_000]) * rng.uniform(.9, 1.1)
            rows.append(act(f"a{a}", f"p{k}", round(float(max(born, moment)), 3)))
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_e_values_are_those_of_the_definition(seed: int) -> None:
    rows = small(seed)
    acts = acts_of(table(rows))
    rng = np.random.default_rng(seed)
    members = np.sort(rng.choice(acts.accounts_n, 5, replace=False))
    tasks = np.sort(rng.choice(acts.objects_n, 6, replace=False))
    source = np.array([int(name[1:]) % 4 for name in acts.object_ids])
    ln_e, scales, sources_n = member_e_values(acts, habits(acts), members, tasks, source)
    slow = Slow(acts)
    assert sources_n.max() >= 2
    for k, member in enumerate(members.tolist()):
        expected, n = slow.ln_e(member, set(members.tolist()), tasks.tolist(), source.tolist())
        assert sources_n[k] == n
        np.testing.assert_allclose(scales[k], expected, rtol=1e-5, atol=1e-5)  # What lies far away is left out: e ** -12 at most.
        assert ln_e[k] == pytest.approx(math.log(sum(map(math.exp, expected)) / 4), abs=1e-5)


def test_one_authors_posts_add_four_at_most() -> None:
    rows = [post(f"p{k:02}", "x" if k < 20 else "y", 9_000.0 * k) for k in range(21)]
    rows += [act(f"n{i}", f"p{k:02}", 9_000.0 * k + 7_000 + i) for k in range(21) for i in range(6)]
    rows += [act(f"a{i}", f"p{k:02}", 9_000.0 * k + 300.0 * i) for k in range(21) for i in range(20)]
    acts = acts_of(table(rows))
    of = organisations(acts, ACCOUNTS.empty())[1]
    members = code(acts, *(f"n{i}" for i in range(6)))
    _, scales, sources_n = member_e_values(acts, habits(acts), members, np.arange(21), sources_of(acts, of))
    assert sources_n.tolist() == [2] * 6
    assert scales[:, 0].max() <= 2 * CAP
    assert scales[:, 0].min() > CAP  # Twenty posts of one author count as 4, and the one of the other adds its own.
    _, one, _ = member_e_values(acts, habits(acts), members, np.arange(20), sources_of(acts, of))
    assert one[:, 0].tolist() == [CAP] * 6


def test_an_act_needs_two_other_members_and_e_is_one_without_any() -> None:
    rows = [post("p", "x"), post("q", "y"), act("a", "p", 10), act("b", "p", 11), act("a", "q", 5), act("c", "q", 5), act("d", "q", 5)]
    acts = acts_of(table(rows))
    ln_e, _, sources_n = member_e_values(acts, habits(acts), code(acts, "a", "b"), np.arange(2), np.arange(2))
    assert (ln_e.tolist(), sources_n.tolist()) == ([0.0, 0.0], [0, 0])
    empty = member_e_values(acts, habits(acts), np.empty(0, np.int64), np.arange(2), np.arange(2))
    assert [len(x) for x in empty] == [0, 0, 0]


def dealt(acts: Acts, rng: np.random.Generator) -> Acts:
    """Accounts of each post dealt out at random among its moments."""
    order = np.lexsort((rng.random(len(acts.object)), acts.object))
    return Acts(**{**vars(acts), "account": acts.account[order], "event": acts.event[order]})


@pytest.mark.parametrize("way", ["dealt", "habits kept"])
@pytest.mark.parametrize("precision_s", [1, 60])
def test_mean_e_is_at_most_one_where_chance_sets_the_moments(way: str, precision_s: int) -> None:
    rng = np.random.default_rng(7)
    rows = crowd(5, 80, 60, 30)
    for row in rows:
        row["at"] = row["at"].replace(microsecond=0) if precision_s == 1 else row["at"].replace(second=0, microsecond=0)
        row["at_precision"] = "s" if precision_s == 1 else "min"
    acts = acts_of(table(rows))
    source = np.arange(acts.objects_n)
    means, e = [], []
    for k in range(12):
        moved = dealt(acts, rng) if way == "dealt" else surrogate(acts, habits(acts), k)
        usual = habits(moved)
        for _ in range(4):
            members = np.sort(rng.choice(acts.accounts_n, 12, replace=False))
            ln_e, _, sources_n = member_e_values(moved, usual, members, source, source)
            assert sources_n.min() >= 3
            e.append(np.exp(ln_e))
        means.append(np.mean(e[-4:]))
    values = np.concatenate(e)
    assert values.mean() <= 1 + 2 * values.std() / np.sqrt(len(values)), values.mean()
    assert np.mean(means) <= 1 + 2 * np.std(means) / np.sqrt(len(means))
    assert (values >= 100).mean() <= .01  # Markov: P(e >= 100) <= 1/100.


@pytest.mark.parametrize("strangers_n", [0, 1, 3, 8])
def test_mean_e_is_at_most_one_where_the_group_is_most_of_a_crowded_post(strangers_n: int) -> None:
    # Everybody comes to 15 posts within minutes, at a late moment, twelve of the same accounts among them: one call for all.
    rng = np.random.default_rng(11)
    rows = [post(f"p{k:02}", f"x{k}", 200_000.0 * k) for k in range(30)]
    for k in range(15):
        who = [*(f"n{i:02}" for i in range(12)), *(f"a{i:02}" for i in rng.choice(40, strangers_n, replace=False))]
        rows += [act(a, f"p{k:02}", 200_000.0 * k + 50_000 + 40_000 * (k % 3) + float(rng.exponential(60))) for a in who]
    for k in range(15, 30):  # What else they do.
        rows += [act(f"n{i:02}", f"p{k:02}", 200_000.0 * k + float(rng.lognormal(9, 1.2))) for i in rng.choice(12, 4, replace=False)]
        rows += [act(f"a{i:02}", f"p{k:02}", 200_000.0 * k + float(rng.lognormal(9, 1.2))) for i in range(40)]
    acts = acts_of(table(rows))
    members = code(acts, *(f"n{i:02}" for i in range(12)))
    tasks = np.flatnonzero([int(name[1:]) < 15 for name in acts.object_ids])
    e = []
    for _ in range(30):
        moved = dealt(acts, rng)
        ln_e, _, sources_n = member_e_values(moved, habits(moved), members, tasks, np.arange(acts.objects_n))
        assert set(sources_n.tolist()) == {15}
        e.append(np.exp(ln_e))
    values = np.concatenate(e)
    assert values.mean() <= 1 + 2 * values.std() / np.sqrt(len(values)), values.mean()
