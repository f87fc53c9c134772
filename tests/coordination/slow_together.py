"""Acting together, written out with lists, dictionaries and loops: what the compiled search must give.

Written from the definitions (docs of the methods, "did these accounts act together?") before the search was, by
another hand, and equal to it at the first comparison. What the search changed later (partners in common, several
leaders, days, four ways to ask the clock, limits of grades) is written here from its docstrings.
Everything is named by its id; nothing is sorted that need not be. Moments are Unix seconds. What the definitions
leave open (whom a day draws first) is an argument here, so that a test asks whether the search chose one of the
allowed answers and then computes with that one.
"""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import polars as pl

FINE = {"us", "ms", "s", "min"}
BEIJING_S = 8 * 3600
DAY_S = 86_400
HALF_DAY_S = DAY_S / 2
LEVELS_S = (5, 20, 60, 180, 600, 1800)  # A gap of 5 s or less is level 6, of more than 1800 s level 0.
TILTS = (0.35, 0.7, 1.1)
RANK_POWERS = (0.3, 0.6)
FAR_S = 7200  # Gaps beyond this are tied last in the ranks.
KINDS_OF_NULL = ("crowd", "crowd_habit", "own_clock", "own_pace", "leader")
INF = math.inf
LEAST_Z = 1.0  # Standard deviations above chance from which two are drawn together.
COMMON_N = 3  # Partners in common from which two become partners too.
LEADERS_N = 6
LOOKED_AT_N = 40  # Of those that came first so often that many are looked at, the most frequent first.
LEADS_N, LEADS_SHARE = (
    4,
    0.25,
)  # Objects on which a leader came first at least, and their share of all its own.
LEADS_COMMON = 0.9  # Share of the objects on which both acted.
LEADS_P = 0.05


@dataclass
class Act:
    account: str
    object: str
    at: float
    family: str | None
    row: int


@dataclass
class Thing:
    """What acts are about: a post, words of posts that three accounts wrote, or a hashtag of such posts on one day."""

    source: str
    posted: float | None
    is_post: bool
    acts: list[Act] = field(default_factory=list)

    @property
    def start(self) -> float:
        first = min(a.at for a in self.acts)
        return first if self.posted is None else min(first, self.posted)

    @property
    def day(self) -> int:
        return day(self.start)


@dataclass
class SlowCase:
    things: dict[str, Thing]
    of: dict[str, list[Act]]  # The acts of each account.
    width_s: float = 1.0  # How wide a moment of the export is.

    @property
    def acts(self) -> list[Act]:
        return [a for thing in self.things.values() for a in thing.acts]


def day(moment: float) -> int:
    return math.floor((moment + BEIJING_S) / DAY_S)


def clock(moment: float) -> float:
    """Seconds since midnight in Beijing."""
    return (moment + BEIJING_S) % DAY_S


def things_of(row: dict[str, Any], posts: dict[str, dict[str, Any]], family: str | None) -> dict[str, Thing]:
    """What an event is about, by name, with no acts yet: a post of somebody else; words of a post of its own."""
    if row["kind"] in {"repost", "quote", "comment"} and row["root_id"] is not None:
        post = posts.get(row["root_id"], {"account_id": None, "at_precision": None, "at": None})
        if row["account_id"] == post["account_id"]:
            return {}
        posted = post["at"].timestamp() if post["at"] and post["at_precision"] in FINE else None
        return {row["root_id"]: Thing(post["account_id"] or "?" + row["root_id"], posted, True)}
    if row["kind"] != "post":
        return {}
    words = row["own_text"] if row["own_text"] is not None else row["text"] or ""
    names = [f"tag|{t} {day(row['at'].timestamp())}" for t in re.findall(r"#[^#\s]{2,30}#", words)]
    return {name: Thing(name, None, False) for name in names + (["text|" + family] if family else [])}


def slow_case(events: pl.DataFrame, families: pl.DataFrame) -> SlowCase:
    """The first act of each account on each object. Words that fewer than three accounts use are no object."""
    family = {r["event_id"]: r["family_id"] for r in families.iter_rows(named=True) if r["layer"] != "link"}
    rows = list(events.iter_rows(named=True))
    posts = {r["event_id"]: r for r in rows if r["kind"] == "post"}
    things: dict[str, Thing] = {}
    drafts: list[Act] = []
    for k, r in enumerate(rows):
        if r["at_precision"] not in FINE or r["account_id"] is None or r["at"] is None:
            continue
        own = family.get(r["event_id"])
        for name, thing in things_of(r, posts, own).items():
            things.setdefault(name, thing)
            drafts.append(Act(r["account_id"], name, r["at"].timestamp(), own, k))
    first: dict[tuple[str, str], Act] = {}
    for a in sorted(drafts, key=lambda a: (a.at, a.row)):
        first.setdefault((a.account, a.object), a)
    for a in first.values():
        things[a.object].acts.append(a)
    kept = {name: t for name, t in things.items() if len(t.acts) >= (1 if t.is_post else 3)}
    of: dict[str, list[Act]] = defaultdict(list)
    for thing in kept.values():
        thing.acts.sort(key=lambda a: (a.at, a.account))
        for a in thing.acts:
            of[a.account].append(a)
    used = {rows[a.row]["at_precision"] for t in kept.values() for a in t.acts}
    return SlowCase(kept, dict(of), 60.0 if used & {"min"} else 1.0)


def task_texts(case: SlowCase) -> set[str]:
    """Families that live on few posts: on 15 at most, and on 3 at most unless each has 5 uses on average."""
    uses: dict[str, list[str]] = defaultdict(list)
    for a in case.acts:
        if a.family is not None:
            uses[a.family].append(a.object)
    return {
        f
        for f, on in uses.items()
        if len(set(on)) <= 15 and (len(set(on)) <= 3 or len(on) >= 5 * len(set(on)))
    }


def meetings(case: SlowCase, nearest_n: int = 40) -> dict[tuple[str, str], list[tuple[int, float, bool]]]:
    """Pair -> (day, weight, by text?) of each post on which the two acts are near in rank, or have one text."""
    tasks = task_texts(case)
    met: dict[tuple[str, str], list[tuple[int, float, bool]]] = defaultdict(list)
    for thing in case.things.values():
        acts = thing.acts
        for i, a in enumerate(acts):
            mates = 0
            for k, b in enumerate(acts[i + 1 :], start=1):
                pair = (min(a.account, b.account), max(a.account, b.account))
                when = max(thing.day, day(b.at))
                near = [sum(c is not x and abs(c.at - x.at) <= b.at - a.at for c in acts) for x in (a, b)]
                # All who write posts with a hashtag may be one group: there the share of the day counts.
                in_day = 2 * (b.at - a.at + case.width_s) / DAY_S
                share = max(near) / (len(acts) + 1) if thing.is_post else in_day
                if k <= nearest_n and share <= 1 / math.e:
                    met[pair].append((when, -math.log(share), False))
                if a.family is not None and a.family == b.family and a.family in tasks and mates < nearest_n:
                    mates += 1
                    met[pair].append((when, 3.0, True))
    return met


def since_day(
    case: SlowCase, pair: tuple[str, str], met: list[tuple[int, float, bool]], least_z: float
) -> int | None:
    """The day after which the two are partners: what they share up to then stands out of chance; None: never."""
    days = {
        name: {a.object: max(case.things[a.object].day, day(a.at)) for a in case.of[name]} for name in pair
    }
    shared = [max(d, days[pair[1]][o]) for o, d in days[pair[0]].items() if o in days[pair[1]]]
    for today in sorted({when for when, _, _ in met}):
        k = sum(d <= today for d in shared)
        by_time = sum(w for when, w, text in met if when <= today and not text)
        by_text = sum(w for when, w, text in met if when <= today and text)
        stands = by_text >= 6 or (by_time - 0.736 * k) / math.sqrt(1.3 * k + 0.01) >= least_z
        if by_time + by_text >= 6 and stands:
            return today
    return None


def drawn_directly(case: SlowCase, least_z: float = LEAST_Z) -> dict[tuple[str, str], int]:
    """Pair -> the day after which the two count, of those whose own meetings draw them together."""
    days = {pair: since_day(case, pair, met, least_z) for pair, met in meetings(case).items()}
    return {pair: since for pair, since in days.items() if since is not None}


def drawn_by_others(
    direct: dict[tuple[str, str], int], common_n: int = COMMON_N
) -> dict[tuple[str, str], int]:
    """Pair -> the day on which the two have so many partners in common."""
    of: dict[str, dict[str, int]] = defaultdict(dict)
    for (a, b), since in direct.items():
        of[a][b] = of[b][a] = since
    found = {}
    for a, b in combinations(sorted(of), 2):
        days = sorted(max(since, of[b][other]) for other, since in of[a].items() if other in of[b])
        if len(days) >= common_n:
            found[a, b] = days[common_n - 1]
    return found


def slow_partners(case: SlowCase) -> dict[str, list[tuple[str, int]]]:
    """Account -> (partner, day after which the two count), by day and id."""
    direct = drawn_directly(case)
    by_others = drawn_by_others(direct)
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for a, b in direct.keys() | by_others.keys():
        since = min(of[a, b] for of in (direct, by_others) if (a, b) in of)
        found[a].append((b, since))
        found[b].append((a, since))
    return {name: sorted(of, key=lambda p: (p[1], p[0])) for name, of in found.items()}


def came_first(case: SlowCase, name: str) -> dict[str, int]:
    """Account -> on how many objects it came before this one, less than 6 h and among the 300 events before."""
    count: dict[str, int] = defaultdict(int)
    for a in case.of[name]:
        acts = case.things[a.object].acts
        for b in acts[max(0, acts.index(a) - 300) : acts.index(a)]:
            count[b.account] += 0 < a.at - b.at < 6 * 3600
    return count


def led_by(case: SlowCase, name: str) -> list[str]:
    """The leaders of an account: those that come first on nearly all that both act on, and not by turns.

    By turns each of two comes first with chance 1 / 2; asked as often as there are accounts that came first so often.
    """
    often = {
        b: n for b, n in came_first(case, name).items() if n >= max(LEADS_N, LEADS_SHARE * len(case.of[name]))
    }
    mine, found = {a.object for a in case.of[name]}, []
    for b in sorted(often, key=lambda b: (-often[b], b))[:LOOKED_AT_N]:
        common_n = len(mine & {a.object for a in case.of[b]})
        by_turns = binomial_tail(often[b], common_n, 0.5) * len(often)
        if often[b] >= LEADS_COMMON * common_n and by_turns <= LEADS_P:
            found.append(b)
    return found[:LEADERS_N]


def binomial_tail(k: int, n: int, p: float) -> float:
    """P(at least k of n)."""
    return math.fsum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(max(0, k), n + 1))


def gap(moment: float, others: list[float], two_sided: bool) -> float:
    """Seconds from a moment to the nearest of the others (before it, or at it, unless two-sided)."""
    return min((abs(moment - x) for x in others if two_sided or x <= moment), default=INF)


def level(gap_s: float) -> int:
    return sum(gap_s <= edge for edge in LEVELS_S)


def e_of(gaps: list[float], weights: list[float]) -> list[float]:
    """The five bets on the first gap: its value, divided by the mean value of all alternatives."""
    total = sum(weights)
    out = []
    for tilt in TILTS:
        value = [math.exp(tilt * level(g)) for g in gaps]
        out.append(value[0] / (sum(w * v for w, v in zip(weights, value, strict=True)) / total))
    near = [min(g, FAR_S + 1) for g in gaps]
    rank = [
        (
            sum(w for w, h in zip(weights, near, strict=True) if h < g)
            + sum(w for w, h in zip(weights, near, strict=True) if h == g) / 2
        )
        / total
        for g in near
    ]
    for power in RANK_POWERS:
        value = [r ** (power - 1) for r in rank]
        out.append(value[0] / (sum(w * v for w, v in zip(weights, value, strict=True)) / total))
    return out
