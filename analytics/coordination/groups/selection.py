"""From graded candidates to the groups that are shown: each account in one group, under its best grade.

A finding must survive when a fifth of the posts is left out, again and again (subsampling).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.coordination.groups.case_arrays import Floats, Ints
from analytics.coordination.groups.evidence import SearchData, group_evidence_in_part
from analytics.coordination.groups.grading import GradedGroup
from analytics.coordination.groups.search import Search

SEED = 20_230_925


def subsampling_stability(
    material: SearchData, judged: GradedGroup, stands: tuple[float, float]
) -> tuple[Floats, float]:
    """(share of 50 samples of 80 % of the posts in which each member stands, share in which four or more do).

    In a sample a member stands with 80 % of the ln e it needs in the whole, text shared on two or more
    sources' posts, and a group that arrives together. Fixed seed: the same case gives the same shares.
    """
    limits, grades = material.limits.repeats, material.limits.grades
    rng = np.random.default_rng(SEED)
    needed = limits.kept_share * np.where(judged.text, *stands)
    held, together_n = np.zeros(len(needed)), 0
    for _ in range(limits.samples_n):
        x = group_evidence_in_part(
            material, judged.examined, rng.random(material.acts.objects_n) < limits.kept_share
        )
        together = (
            len(x.dispatch) >= limits.kept_sources_min
            and float(np.median(x.dispatch)) <= grades.arrival_ratio_max
        )
        text = np.array([len(s) >= limits.kept_sources_min for s in x.text_sources])
        stand = together & text & (x.ln_e >= needed)
        held += stand
        together_n += int(stand.sum()) >= grades.members_min
    return held / limits.samples_n, together_n / limits.samples_n


GRADES = ("A", "B", "C")


@dataclass(frozen=True)
class Group:
    """A group as shown: the candidate behind it, which of its members it lists, and under which grade.

    stable: share of subsamples in which each listed member stands, group_stable the group; NaN where not
        asked (below A).
    """

    number: int
    judged: GradedGroup
    place: Ints
    grade: NDArray[np.str_]
    stable: Floats
    group_stable: float


def select_groups(material: SearchData, found: Search) -> list[Group]:
    """Groups in order of how many accounts stand at A, then B, then C. No account is listed twice; none below
    C.

    Candidates are taken in the order of how many yet unlisted accounts of the highest grade they hold. A
    candidate that is not stable, or whose stability was not asked, gives B at most. Groups below one author's
    posts come behind all others at B.
    """
    listed = np.zeros(material.acts.accounts_n, bool)
    steady = [
        (j, *_graded(material, j, found.stands)) for j in _useful(found.judged, material.acts.accounts_n)
    ]
    # An account at A here that no steady candidate holds at A was not stable where it was asked.
    rest = [
        (j, np.where(j.grade == "A", "B", j.grade), np.full(len(j.grade), np.nan), np.nan)
        for j in found.judged
    ]
    below_one = [(j, j.grade, np.full(len(j.grade), np.nan), np.nan) for j in found.below_one]
    groups: list[Group] = []
    for level, pool in (("A", steady), ("B", steady + rest), ("B", below_one), ("C", rest)):
        while True:
            counts = [_free(level, j, grade, listed) for j, grade, _, _ in pool]
            best = int(np.argmax(counts)) if counts else -1
            if best < 0 or counts[best] < (1 if level == "A" else material.limits.grades.members_min):
                break
            judged, grade, stable, whole = pool[best]
            place = np.flatnonzero(
                ~listed[judged.examined.candidate.members] & np.isin(grade, GRADES[: GRADES.index(level) + 1])
            )
            groups.append(Group(len(groups) + 1, judged, place, grade[place], stable[place], whole))
            listed[judged.examined.candidate.members[place]] = True
    return groups


def _free(level: str, judged: GradedGroup, grade: NDArray[np.str_], listed: NDArray[np.bool_]) -> int:
    return int(((grade == level) & ~listed[judged.examined.candidate.members]).sum())


def _useful(judged: list[GradedGroup], accounts_n: int) -> list[GradedGroup]:
    """Candidates with accounts at A, largest first, left out where they add no account."""
    covered = np.zeros(accounts_n, bool)
    kept = []
    for j in sorted(
        (j for j in judged if (j.grade == "A").any()), key=lambda j: -int((j.grade == "A").sum())
    ):
        members = j.examined.candidate.members[j.grade == "A"]
        if not covered[members].all():
            covered[members] = True
            kept.append(j)
    return kept


def _graded(
    material: SearchData, judged: GradedGroup, stands: tuple[float, float]
) -> tuple[NDArray[np.str_], Floats, float]:
    stable, whole = subsampling_stability(material, judged, stands)
    grade = judged.grade.copy()
    limits = material.limits.repeats
    unsteady = (grade == "A") & ((stable < limits.member_steady_min) | (whole < limits.group_steady_min))
    grade[unsteady] = "B"
    return grade, stable, whole
