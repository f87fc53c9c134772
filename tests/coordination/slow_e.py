"""Member e-values written out with lists and loops: what the kernel must give."""

import math
from itertools import pairwise

from analytics.coordination.groups.case_arrays import DELAY_BINS, DELAY_MAX_S, CaseArrays
from analytics.model.thresholds import DEFAULT

FAR, SCALES_S = DEFAULT.moments.far_scales, DEFAULT.moments.scales_s


class Slow:
    """METHODS, the burst suite, 1: written out with lists and loops, one act at a time."""

    def __init__(self, acts: CaseArrays) -> None:
        self.rows = list(
            zip(
                acts.account.tolist(),
                acts.object.tolist(),
                acts.at_s.tolist(),
                acts.delay_s.tolist(),
                strict=True,
            )
        )
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
            for shift, part in ((0, 0.5), (1, 0.25), (-1, 0.25)):
                found[(self.hour(row) + shift) % 24] += part
        return found

    def delays(self, rows: list[tuple[int, int, float, float]]) -> list[float]:
        found = [0.0] * DELAY_BINS
        for row in rows:
            for shift, part in ((0, 0.5), (1, 0.25), (-1, 0.25)):
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
        clock = [
            r
            for r in other_posts
            if abs((r[2] - row[2] + 43_200) % 86_400 - 43_200) <= 900 and abs(r[2] - row[2]) > 43_200
        ]
        fc = len(clock) / max(1, n) / 1800
        hours, delays = self.hours(mine), self.delays(mine)

        def suits(r: tuple[int, int, float, float]) -> float:
            return (
                (hours[self.hour(r)] + 5 * self.all_hours[self.hour(r)])
                / (n + 6)
                / self.all_hours[self.hour(r)]
                * (delays[self.bin(r)] + 5 * self.all_delays[self.bin(r)])
                / (n + 6)
                / self.all_delays[self.bin(r)]
            )

        weights = [suits(r) for r in crowd_here]
        fa = (sum(w * kernel(r) for w, r in zip(weights, crowd_here, strict=True)) + 3 * fb) / (
            sum(weights) + 3
        )
        # The moments of this account and of the strangers dealt out anew, as they suit this account on its other posts.
        pool = [row, *crowd_here]
        hours_else, delays_else = self.hours(other_posts), self.delays(other_posts)
        odds = [
            (hours_else[self.hour(r)] + 5 * self.all_hours[self.hour(r)])
            / self.all_hours[self.hour(r)]
            * (delays_else[self.bin(r)] + 5 * self.all_delays[self.bin(r)])
            / self.all_delays[self.bin(r)]
            for r in pool
        ]
        dealt = sum(o * others_at(r[2]) for o, r in zip(odds, pool, strict=True)) / sum(odds)
        return math.log(0.3 + 0.7 * min(f1 / max(fa, fb, fc), f1 / dealt if dealt else 1.0))

    def ln_e(
        self, account: int, inside: set[int], tasks: list[int], source: list[int]
    ) -> tuple[list[float], int]:
        sums: dict[int, list[float]] = {}
        for row in self.rows:
            others = {r[0] for r in self.rows if r[1] == row[1] and r[0] in inside and r[0] != account}
            if row[0] == account and row[1] in tasks and len(others) >= 2:
                bets = [self.ln_bet(row, inside, scale) for scale in SCALES_S]
                sums[source[row[1]]] = [
                    a + b for a, b in zip(sums.get(source[row[1]], [0.0] * 4), bets, strict=True)
                ]
        return [sum(min(4.0, s[k]) for s in sums.values()) for k in range(4)], len(sums)
