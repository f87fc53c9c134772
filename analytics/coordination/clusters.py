"""From judged candidates to the groups that are shown: each account in one group, under its best grade."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.coordination.acts import Floats, Ints
from analytics.coordination.examine import Material
from analytics.coordination.grades import Judged
from analytics.coordination.search import Search
from analytics.coordination.stability import stability

GRADES = ("A", "B", "C")


@dataclass(frozen=True)
class Group:
    """A group as shown: the candidate behind it, which of its members it lists, and under which grade.

    stable: share of subsamples in which each listed member stands, group_stable the group; NaN where not
        asked (below A).
    """

    number: int
    judged: Judged
    place: Ints
    grade: NDArray[np.str_]
    stable: Floats
    group_stable: float


def groups_of(material: Material, found: Search) -> list[Group]:
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


def _free(level: str, judged: Judged, grade: NDArray[np.str_], listed: NDArray[np.bool_]) -> int:
    return int(((grade == level) & ~listed[judged.examined.candidate.members]).sum())


def _useful(judged: list[Judged], accounts_n: int) -> list[Judged]:
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
    material: Material, judged: Judged, stands: tuple[float, float]
) -> tuple[NDArray[np.str_], Floats, float]:
    stable, whole = stability(material, judged, stands)
    grade = judged.grade.copy()
    limits = material.limits.repeats
    unsteady = (grade == "A") & ((stable < limits.member_steady_min) | (whole < limits.group_steady_min))
    grade[unsteady] = "B"
    return grade, stable, whole
