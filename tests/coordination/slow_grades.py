"""Grades of acting together, and accounts seen once, written out: filters set e to 0 first, e-BH comes last."""

import cmath
import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from tests.coordination.slow_together import SlowCase, binomial_tail

SHARE = 0.01  # False discovery rate.
DAYS_LEAST = 4
COMPANY_E = 20.0
COMPANY_N = 3  # With the account itself.
LINKS_LEAST = 3
AFTER_E = 20.0  # For A: e against earlier events of partners alone.
LINK_E = 5.0
TICK_STRENGTH = 10.0  # Of Rayleigh's R ** 2 / n.
TICKS_S = (300, 600, 900, 1800, 3600)
Evidence = dict[str, dict[str, float]]
Partners = dict[str, list[tuple[str, int]]]


def e_bh_from(ln_e: list[float], n: int, share: float) -> float:
    """ln e from which e-BH rejects: the largest k hypotheses with e >= n / (k share) each; infinite if none."""
    for k in range(len(ln_e), 0, -1):
        bar = math.log(n / (k * share))
        if sum(e >= bar for e in ln_e) >= k:
            return bar
    return math.inf


def on_a_tick(case: SlowCase, name: str) -> bool:
    """Moments that stand on a tick of 5, 10, 15, 30 or 60 minutes, however fine the clock; needs 8."""
    at = [a.at for a in case.of[name]]
    lengths = [abs(sum(cmath.exp(2j * math.pi * x / tick) for x in at)) for tick in TICKS_S]
    return len(at) >= 8 and any(r**2 / len(at) > TICK_STRENGTH for r in lengths)


def component(name: str, among: set[str], partners: Partners) -> set[str]:
    """All accounts of `among` that partner links reach from this one, step by step."""
    found, todo = {name}, [name]
    while todo:
        new = {p for p, _ in partners.get(todo.pop(), []) if p in among} - found
        found |= new
        todo += new
    return found


def standing(e: dict[str, float], out: set[str], n: int, partners: Partners) -> set[str]:
    """The accounts that stand: those set to 0 beforehand are left out, so are those without company."""
    left = {name: x for name, x in e.items() if name not in out}
    strong = {name for name, x in left.items() if x >= math.log(COMPANY_E)}
    left = {name: left[name] for name in strong if len(component(name, strong, partners)) >= COMPANY_N}
    bar = e_bh_from(list(left.values()), n, SHARE)
    return {name for name, x in left.items() if x >= bar}


@dataclass
class SlowGrades:
    """Accounts by the line that puts them there; `a` and `b` are the grades."""

    moments: set[str]
    followed: set[str]
    text: set[str]
    link: set[str]
    own_clock: set[str]
    source: set[str]
    no_crowd: set[str]  # Most of its bets are on words or hashtags that hardly anybody else used.

    @property
    def a(self) -> set[str]:
        return self.moments - self.no_crowd

    @property
    def b(self) -> set[str]:
        return (self.moments | self.followed | self.text | self.link) - self.a - self.own_clock


def slow_grades(case: SlowCase, partners: Partners, evidence: Evidence) -> SlowGrades:
    n = sum(len(of) >= 3 for of in case.of.values())
    few = {name for name, e in evidence.items() if e["days_n"] < DAYS_LEAST}
    source = {name for name, e in evidence.items() if e["ln_e_before"] <= 0}
    tick = {name for name in evidence if on_a_tick(case, name)}
    total, unled, text = (
        {name: e[column] for name, e in evidence.items()} for column in ("ln_e", "ln_e_unled", "text_score")
    )
    copied = {name for name, e in evidence.items() if e["ln_e_before"] < math.log(AFTER_E)}
    a = standing(total, few | copied | tick, n, partners)
    followed = standing(unled, few | source | tick, n, partners)
    ticking = standing(unled, few | source | (set(evidence) - tick), n, partners)
    by_text = standing(text, few, n, partners)
    link = {
        name
        for name, x in unled.items()
        if x >= math.log(LINK_E)
        and name not in source | tick
        and sum(p in a for p, _ in partners[name]) >= LINKS_LEAST
    }
    listed = a | followed
    beside = {name for name in source if sum(p in listed for p, _ in partners[name]) >= LINKS_LEAST}
    alone = {name for name, e in evidence.items() if e.get("no_crowd_n", 0) > e.get("bets_n", 0) / 2}
    return SlowGrades(a, followed - a, by_text, link, ticking, beside, alone)


def hypergeometric_tail(k: int, total: int, marked: int, drawn: int) -> float:
    """P(at least k marked among those drawn)."""
    ways = [
        math.comb(marked, i) * math.comb(total - marked, drawn - i) for i in range(k, min(marked, drawn) + 1)
    ]
    return sum(ways) / math.comb(total, drawn)


def slow_bursts(case: SlowCase) -> dict[tuple[str, str], tuple[float, float]]:
    """(post, family) -> p of its shortest window, p that so many writers have no other act; for each text looked at."""
    uses = Counter(a.family for a in case.acts if a.family is not None)
    found = {}
    for name, thing in case.things.items():
        users = defaultdict(list)
        for a in thing.acts:
            users[a.family].append(a)
        for family, mine in users.items():
            others = [a for a in thing.acts if a.family != family]
            few = len(mine) < 5 or len(mine) < 0.8 * uses[family] or len(others) < 5
            if family is None or few or not thing.is_post:
                continue
            at = sorted(a.at for a in mine)
            most = math.ceil(0.6 * len(at))
            windows = [(at[k + most - 1] - at[k], at[k]) for k in range(len(at) - most + 1)]
            width, first = min(windows)
            elsewhere = [a for a in others if len(case.of[a.account]) > 1]
            inside = sum(first <= a.at <= first + width for a in elsewhere)
            p_window = binomial_tail(most - 1, len(at) - 1, (inside + 1) / (len(elsewhere) + 2)) * len(
                windows
            )
            once = [len(case.of[a.account]) == 1 for a in mine]
            all_once = sum(len(case.of[a.account]) == 1 for a in thing.acts)
            p_once = hypergeometric_tail(sum(once), len(thing.acts), all_once, len(mine))
            found[name, family] = (min(1.0, p_window), p_once)
    return found


def listed_bursts(case: SlowCase) -> dict[tuple[str, str], tuple[float, float]]:
    """Those of which both p stand at .01 after Bonferroni over the texts looked at."""
    found = slow_bursts(case)
    return {key: p for key, p in found.items() if max(p) * len(found) < SHARE}
