"""The evidence of one account, written out: the moments of each explanation, the bets, their product, the words."""

import math
from collections import defaultdict
from dataclasses import dataclass

from tests.coordination.slow_together import (
    DAY_S,
    HALF_DAY_S,
    KINDS_OF_NULL,
    TILTS,
    Act,
    SlowCase,
    Thing,
    clock,
    day,
    e_of,
    gap,
    led_by,
    slow_partners,
)

KIN_COMMON_N = 2  # Partners in common from which an account is no control, though no partner.
RECENT_N = 10  # Latest own events that are asked apart.
ASKED = {  # An explanation is the least of what it asks; the timetable decides nothing and is told beside them.
    "crowd": ["crowd"],
    "crowd_habit": ["crowd_habit"],
    "own_clock": ["clock all", "clock alike", "clock recent"],
    "own_pace": ["own_pace"],
    "leader": ["leader"],
    "timetable": ["clock weekday"],
}
Alternatives = dict[
    str, tuple[list[float], list[float]]
]  # Explanation -> moments, the real one first; weights.
Bet = tuple[int, int, list[float]]  # Day, partners on the object, e of each way to bet.


@dataclass
class Usual:
    """The case seen from one account: whom it follows, how often the case acts at each time of day."""

    case: SlowCase
    partners: dict[str, list[tuple[str, int]]]
    leaders: dict[str, list[str]]
    density: list[float]


def kin_of(usual: Usual, name: str, on_day: int) -> set[str]:
    """Who is no control of an account on a day: its partners, and who has two partners in common with it."""

    def known(one: str) -> set[str]:
        return {p for p, since in usual.partners.get(one, []) if since < on_day}

    mine = known(name)
    return mine | {other for other in usual.case.of if len(mine & known(other)) >= KIN_COMMON_N} - {name}


def left_out(thing: Thing, act: Act, partners: set[str], kin: set[str]) -> set[str]:
    """Who is no control: the partners; all kin where more than half of the others on the post are kin."""
    others = [a.account for a in thing.acts if a is not act and a.account not in partners]
    return kin if 2 * sum(other in kin for other in others) > len(others) else partners


def density(case: SlowCase) -> list[float]:
    """Acts per second at each quarter of the day, one added to each, smoothed by half and two quarters."""
    count = [1.0] * 96
    for a in case.acts:
        count[int(clock(a.at) // 900)] += 1
    smooth = [count[k] / 2 + count[k - 1] / 4 + count[(k + 1) % 96] / 4 for k in range(96)]
    return [x / sum(smooth) / 900 for x in smooth]


def strangers(thing: Thing, act: Act, kin: set[str]) -> list[Act]:
    """Acts of others that are no kin, with a like delay: at most 16 times longer or shorter, or more until 5."""
    here = [a for a in thing.acts if a is not act and a.account not in kin]

    def delay(a: Act) -> float:
        return max(1.0, a.at - thing.start)

    factor = 16.0
    while True:
        near = [a for a in here if delay(act) / factor <= delay(a) <= delay(act) * factor]
        if len(near) >= 5 or factor > 1e6:
            break
        factor = factor**2
    step = max(1, len(near) // 150)
    return near[step - 1 :: step]


def suits(usual: Usual, past: list[Act], moment: float) -> float:
    """How well a time of day suits the account's earlier ones, against how usual it is for everybody."""
    apart = [abs(clock(a.at) - clock(moment)) for a in past]
    apart = [min(x, DAY_S - x) for x in apart]
    own = sum((1 - x / 900) / 900 for x in apart if x < 900)
    return (3 + own / usual.density[int(clock(moment) // 900)]) / (3 + len(past))


def led_moment(usual: Usual, act: Act, leader: str) -> float | None:
    """When the leader acted on the same object, if it did so before."""
    return next(
        (a.at for a in usual.case.things[act.object].acts if a.account == leader and a.at < act.at), None
    )


def behind(usual: Usual, act: Act, past: list[Act], leader: str) -> list[float]:
    """The moments at which the account would have come behind its leader; none if it did not act before."""
    led = led_moment(usual, act, leader)
    if led is None:
        return []
    then = [(a.at, led_moment(usual, a, leader)) for a in past]
    return [act.at] + [led + at - moment for at, moment in then if moment is not None]


def is_weekend(moment: float) -> bool:
    """Whether it is Saturday or Sunday in Beijing; day 0 was a Thursday."""
    return (day(moment) + 3) % 7 >= 5


def moved_to(act: Act, past: list[Act], start: float) -> list[float]:
    """The event itself, and moved by less than half a day to each earlier time of day, if that is after the start."""
    shift = [(clock(a.at) - clock(act.at) + HALF_DAY_S) % DAY_S - HALF_DAY_S for a in past]
    return [act.at] + [act.at + x for x in shift if act.at + x >= start]


def alternatives(usual: Usual, act: Act, kin: set[str]) -> Alternatives:
    case, thing = usual.case, usual.case.things[act.object]
    past = [a for a in case.of[act.account] if a.at <= act.at - HALF_DAY_S]
    crowd = [act.at] + [a.at for a in strangers(thing, act, kin)]
    same = [a for a in past if case.things[a.object].source == thing.source]
    by_pace = [act.at]
    for a in same if len(same) >= 5 else past:
        by_pace.append(thing.start + max(0.0, a.at - case.things[a.object].start))
    weekday = [a for a in past if (day(a.at) - day(act.at)) % 7 == 0]
    alike = [a for a in past if is_weekend(a.at) == is_weekend(act.at)]
    recent = sorted(past, key=lambda a: a.at)[-RECENT_N:]
    found = {
        "crowd": crowd,
        "crowd_habit": crowd,
        "clock all": moved_to(act, past, thing.start),
        "clock alike": moved_to(act, alike, thing.start),
        "clock recent": moved_to(act, recent, thing.start),
        "clock weekday": moved_to(act, weekday, thing.start),
    }
    found["own_pace"] = by_pace if thing.is_post else found["clock all"]
    if not thing.is_post and len(crowd) - 1 < 5:
        found["crowd"] = found["crowd_habit"] = found["clock all"]
    led = [behind(usual, act, past, leader) for leader in usual.leaders.get(act.account, [])]
    led = [moments for moments in led if moments] or [found["own_pace"]]
    found |= {f"leader {k}": moments for k, moments in enumerate(led)}
    weights = {null: [1.0] * len(moments) for null, moments in found.items()}
    if found["crowd_habit"] is crowd:
        weights["crowd_habit"] = [suits(usual, past, moment) for moment in crowd]
    return {null: (found[null], weights[null]) for null in found}


def bets_on(found: Alternatives, times: list[float], two_sided: bool) -> dict[str, list[float]]:
    """The five bets against each explanation; of several leaders the least counts, in each of the five by itself."""
    out = {
        null: e_of([gap(x, times, two_sided) for x in moments], weights)
        for null, (moments, weights) in found.items()
    }
    led = [out.pop(null) for null in found if null.startswith("leader ")]
    return out | {"leader": [min(values) for values in zip(*led, strict=True)]}


def text_bets(thing: Thing, act: Act, partners: set[str]) -> tuple[list[float], list[float]]:
    """Bets that the act repeats words of a partner: against the other acts' words, against copying what is seen."""
    said = [a for a in thing.acts if a.account in partners and a.family is not None]
    earlier = [a for a in said if a.at <= act.at]
    if not thing.is_post or not earlier:
        return [1.0] * len(TILTS), [1.0] * len(TILTS)
    hit = any(a.family == act.family for a in earlier)
    later = [
        a
        for a in thing.acts
        if a is not act and a.account not in partners and a.at >= min(b.at for b in earlier)
    ]
    place = {id(a): k for k, a in enumerate(thing.acts)}
    hits = [
        any(b.family == a.family and place[id(b)] < place[id(a)] for b in said) for a in later if a.family
    ]
    exchange = (hit + sum(hits)) / (1 + len(later))
    seen = [a for a in thing.acts if a is not act and a.at <= act.at]
    copying = len(earlier) / len(seen)
    values = [math.exp(3 * tilt) for tilt in TILTS]
    return tuple(
        [(v if hit else 1) / (1 + (v - 1) * chance) for v in values] for chance in (exchange, copying)
    )


def ln_product(bets: list[Bet]) -> float:
    """Mean over the objects of one day, each as often as partners acted on it; product over days; mean over the ways.

    Its logarithm.
    """
    days: dict[int, list[list[float]]] = defaultdict(list)
    for number, partners_n, values in bets:
        days[number] += [values] * partners_n
    product = [1.0] * len(bets[0][2])
    for met in days.values():
        product = [p * sum(v[k] for v in met) / len(met) for k, p in enumerate(product)]
    return math.log(sum(product) / len(product))


def all_bets(usual: Usual, name: str) -> tuple[dict[str, list[Bet]], dict[tuple[str, int], list[Bet]]]:
    """Bets of each explanation on the partners together, and on each by its place of activation."""
    group: dict[str, list[Bet]] = defaultdict(list)
    single: dict[tuple[str, int], list[Bet]] = defaultdict(list)
    for act in usual.case.of[name]:
        thing = usual.case.things[act.object]
        rank = {p: k for k, (p, since) in enumerate(usual.partners.get(name, []), 1) if since < thing.day}
        met = [a for a in thing.acts if a.account in rank]
        if not met:
            continue
        kin = left_out(thing, act, set(rank), kin_of(usual, name, thing.day))
        found, outside = alternatives(usual, act, kin), strangers(thing, act, kin)
        group["no crowd"].append((thing.day, len(met), [float(not thing.is_post and len(outside) < 5)]))
        for before, two_sided in (("", True), ("before ", False)):
            for null, values in bets_on(found, [a.at for a in met], two_sided).items():
                group[before + null].append((thing.day, len(met), values))
        for a in met:
            if rank[a.account] <= 30:
                for null, values in bets_on(found, [a.at], True).items():
                    single[null, rank[a.account]].append((thing.day, len(met), values))
        for way, values in zip(("exchange", "copying"), text_bets(thing, act, set(rank)), strict=True):
            group[way].append((thing.day, len(met), values))
    return group, single


def ln_both(group: list[Bet], single: dict[int, list[Bet]]) -> float:
    """The mean of the e of the whole group and of those of single partners, by place of activation."""
    alone = sum(math.exp(ln_product(bets)) / (rank * (rank + 1)) for rank, bets in single.items())
    return math.log((math.exp(ln_product(group)) + alone) / 2)


def evidence_of(usual: Usual, name: str) -> dict[str, float] | None:
    """All that is known of one account; None if no bet was possible."""
    group, single = all_bets(usual, name)
    if not group:
        return None
    no_crowd = sum(values[0] for _, _, values in group.pop("no crowd"))
    out = {
        "bets_n": len(group["crowd"]),
        "no_crowd_n": no_crowd,
        "days_n": len({s for s, _, _ in group["crowd"]}),
    }
    for null, asked in ASKED.items():
        out["ln_e_" + null] = min(
            ln_both(group[way], {r: b for (of, r), b in single.items() if of == way}) for way in asked
        )
    out["ln_e"] = min(out["ln_e_" + null] for null in KINDS_OF_NULL)
    out["ln_e_unled"] = min(out["ln_e_" + null] for null in KINDS_OF_NULL[:-1])
    unled = [way for null in KINDS_OF_NULL[:-1] for way in ASKED[null]]
    out["ln_e_before"] = min(ln_product(group["before " + way]) for way in unled)
    out["text_score"] = min(ln_product(group["exchange"]), ln_product(group["copying"]))
    return out


def slow_evidence(
    case: SlowCase, partners: dict[str, list[tuple[str, int]]] | None = None
) -> dict[str, dict[str, float]]:
    """Account -> its evidence, of those with a bet. Without `partners` those that are drawn."""
    partners = slow_partners(case) if partners is None else partners
    usual = Usual(case, partners, {name: led_by(case, name) for name in case.of}, density(case))
    found = {name: evidence_of(usual, name) for name in sorted(case.of)}
    return {name: e for name, e in found.items() if e is not None}
