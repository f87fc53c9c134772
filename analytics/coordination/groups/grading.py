"""Grades of acting together, account by account (METHODS 2.5): filters first, the false discovery rate last.

A: its moments stand against all five explanations. B: they do, but mostly by words or hashtags that hardly
anybody else used, so that there is no crowd to compare with; or they stand against the first four (each may
follow one visible account); or its words do; or the moments of three of its partners stand and its own e is
above 1; or chance does not explain the coincidences of a pair. C: it acts with the others, but as their
source or copied by them, or by a clock of its own.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from analytics.coordination.groups.activity_profile import posts_on_schedule
from analytics.coordination.groups.case_arrays import CaseArrays, Flags, Floats, Ints
from analytics.coordination.groups.false_discovery import e_bh
from analytics.coordination.groups.partners import Partners
from analytics.model.thresholds import DEFAULT, GradeLimits, MomentLimits

LINES = ("moments", "followed", "text", "link", "pair_timing", "own_clock", "source")


@dataclass(frozen=True)
class Graded:
    """The grade of every account of a case, by code.

    grade: "A", "B", "C" or "".
    lines: for each line of evidence whether it stands.
    links_n: partners whose moments stand.
    no_crowd: of most of its bets there is no crowd.
    needed: the values (ln e) from which moments stand against five explanations, and against four; infinite
        if none stands.
    """

    grade: np.ndarray
    lines: dict[str, Flags]
    links_n: Ints
    no_crowd: Flags
    needed: tuple[float, float]


def grade_accounts(
    arrays: CaseArrays,
    partners: Partners,
    evidence: pl.DataFrame,
    pairs: pl.DataFrame,
    limits: GradeLimits = DEFAULT.grades,
    moments: MomentLimits = DEFAULT.moments,
) -> Graded:
    """Grade every account of a case.

    evidence: as `account_evidence` gives it.
    pairs: account, partner (codes): pairs whose coincidences chance does not explain at `pair_q`.

    Before the false discovery rate is controlled (e-BH at 1 %, over all accounts with three events or more),
    e counts as 0 for an account with fewer than `days_min` (4) days of bets; for a source (its e against
    earlier events of its partners is at most 1); for one that follows a clock of its own; and for one that no
    chain of partners links with two others of e >= `company_e_min` (20). Setting e to 0 by any rule keeps the
    bound.
    """
    n = arrays.accounts_n
    code = evidence["account"].to_numpy()
    few = evidence["days_n"].to_numpy() < limits.days_min
    source = evidence["ln_e_before"].to_numpy() <= 0.0
    ln_e, unled = evidence["ln_e"].to_numpy(), evidence["ln_e_unled"].to_numpy()
    ticks = posts_on_schedule(arrays, moments)[code]
    tested_n = int((np.bincount(arrays.account, minlength=n) >= limits.testable_acts_min).sum())

    def standing(values: Floats, out: Flags, share: float) -> tuple[Flags, float]:
        kept = np.where(few | out, -np.inf, values)
        kept = np.where(_in_company(partners, code, kept, limits), kept, -np.inf)
        needed = e_bh(kept, share, tested_n)
        return kept >= needed, needed

    early = evidence["ln_e_before"].to_numpy() < np.log(limits.after_e_min)
    at_a, needed = standing(ln_e, early | ticks, limits.false_share)
    unexplained, needed_unled = standing(unled, source | ticks, limits.false_share_b)
    worded, _ = standing(evidence["text_score"].to_numpy(), np.zeros(len(code), bool), limits.false_share)
    clocked, _ = standing(unled, source | ~ticks, limits.false_share)
    links_n = _partners_in(partners, _flags(n, code[at_a]))
    near_n = _partners_in(partners, _flags(n, code[at_a | unexplained]))
    open_ = _flags(n, code[(unled > 0) & ~source & ~ticks])
    timed = _flags(n, np.append(pairs["account"].to_numpy(), pairs["partner"].to_numpy()).astype(np.int64))
    lines = {
        "moments": _flags(n, code[at_a]),
        "followed": _flags(n, code[unexplained & ~at_a]),
        "text": _flags(n, code[worded]),
        "link": (links_n >= limits.links_min) & open_ & _flags(n, code[unled >= np.log(limits.link_e_min)]),
        "pair_timing": timed & open_,
        "own_clock": _flags(n, code[clocked]),
        "source": _flags(n, code[source]) & (near_n >= limits.links_min),
    }
    lines["link"] &= ~lines["moments"]
    alone = _flags(n, code[2 * evidence["no_crowd_n"].to_numpy() > evidence["bets_n"].to_numpy()])
    return Graded(_grades(lines, alone), lines, links_n, alone, (needed, needed_unled))


def leave_out(graded: Graded, without: tuple[str, ...]) -> Graded:
    """Grade again without some lines of evidence, as a challenge does.

    Moments that stand against all five explanations stand against four of them too: without the line
    `moments` an account keeps the line `followed`.
    """
    lines = dict(graded.lines)
    if "moments" in without:
        lines["followed"] = lines["followed"] | lines["moments"]
    for name in without:
        if name in lines:
            lines[name] = np.zeros(len(graded.grade), bool)
    return replace(graded, grade=_grades(lines, graded.no_crowd), lines=lines)


def _grades(lines: dict[str, Flags], no_crowd: Flags) -> np.ndarray:
    """The grade of every account by its lines."""
    at_b = lines["moments"] | lines["followed"] | lines["text"] | lines["link"] | lines["pair_timing"]
    return np.select(
        [lines["moments"] & ~no_crowd, at_b & ~lines["own_clock"], lines["own_clock"] | lines["source"]],
        ["A", "B", "C"],
        "",
    )


def _flags(n: int, codes: Ints) -> Flags:
    flags = np.zeros(n, bool)
    flags[codes] = True
    return flags


def _partners_in(partners: Partners, inside: Flags) -> Ints:
    """For each account how many of its partners are inside."""
    n = len(partners.begin) - 1
    return np.bincount(partners.owner()[inside[partners.account]], minlength=n)


def _in_company(partners: Partners, code: Ints, ln_e: Floats, limits: GradeLimits) -> Flags:
    """Whether partner links among accounts of e >= 20 lead from each account to two others."""
    n = len(partners.begin) - 1
    inside = _flags(n, code[ln_e >= np.log(limits.company_e_min)])
    owner = partners.owner()
    linked = inside[owner] & inside[partners.account]
    graph = coo_matrix((np.ones(linked.sum()), (owner[linked], partners.account[linked])), (n, n))
    part = connected_components(graph, directed=False)[1]
    size = np.bincount(part[inside], minlength=part.max(initial=-1) + 1)
    company: Flags = inside[code] & (size[part[code]] >= limits.members_min)
    return company
