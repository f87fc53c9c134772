"""From lines of evidence to grades, of a group and of each member.

Grade A needs the moments, the text and the arrival, over unrelated sources, and no plainer explanation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.coordination.groups.author_independence import unrelated_authors_n
from analytics.coordination.groups.case_arrays import Floats
from analytics.coordination.groups.evidence import GroupEvidence
from analytics.coordination.groups.scores import e_bh
from analytics.model.thresholds import DEFAULT, GradeLimits


@dataclass(frozen=True)
class DisclosedLinks:
    """What is openly known of the members of a candidate.

    organisation: each one's stated organisation; named_share: who bear the name of what the tasks are about;
        verified_share: verified by the platform; ticks: each one's own clock. sources_n: codes of sources
        below it stand for known authors.
    """

    organisation: list[str | None]
    named_share: float
    verified_share: float
    ticks: NDArray[np.bool_]
    sources_n: int


@dataclass(frozen=True)
class GradedGroup:
    """Lines of each member of one candidate, and what holds the whole group below A (reason codes, empty:
    nothing).

    burst, text: true where the line stands; dispatch: how the group arrives (ratio); grade: A, B, C or none.
    alone: its arriving together is a line although neither other line stands (one author's posts).
    """

    examined: GroupEvidence
    burst: NDArray[np.bool_]
    text: NDArray[np.bool_]
    dispatch: float
    held: tuple[str, ...]
    grade: NDArray[np.str_]
    alone: bool = False


def thresholds(
    examined: list[GroupEvidence], texts: list[NDArray[np.bool_]], limits: GradeLimits = DEFAULT.grades
) -> tuple[float, float]:
    """ln e that stands among members with a text line (chosen without looking at moments), and among all
    others.

    e-BH at 1 % in each of the two families.
    """
    with_text = np.concatenate([x.ln_e[t] for x, t in zip(examined, texts, strict=True)] or [np.empty(0)])
    without = np.concatenate([x.ln_e[~t] for x, t in zip(examined, texts, strict=True)] or [np.empty(0)])
    return e_bh(with_text, limits.false_share), e_bh(without, limits.false_share)


def has_text(examined: GroupEvidence, related: set[tuple[int, int]]) -> NDArray[np.bool_]:
    """Members that share task-specific text with two or more others on posts of three or more unrelated
    sources."""
    least = examined.limits.grades.sources_min
    return np.array(
        [len(s) >= least and unrelated_authors_n(s, related) >= least for s in examined.text_sources], bool
    )


def grade_group(
    x: GroupEvidence,
    text: NDArray[np.bool_],
    stands: tuple[float, float],
    related: set[tuple[int, int]],
    known: DisclosedLinks,
    inherited: tuple[str, ...] = (),
) -> GradedGroup:
    """Grades of one candidate's members. inherited: what explains a larger group too."""
    limits, ticks = x.limits.grades, known.ticks
    needed = np.where(text, *stands)
    burst = (x.ln_e >= needed) & (x.sources_n >= limits.sources_min) & _neighbours(x.ln_e_scales, needed)
    held = tuple(dict.fromkeys((*_caps(x, related, known, text), *inherited)))
    ratio = float(np.median(x.dispatch)) if len(x.dispatch) >= limits.sources_min else float("nan")
    together = ratio <= limits.arrival_ratio_max
    full = burst & text & together & ~ticks
    strong = not held and int(full.sum()) >= max(limits.members_min, limits.full_share_min * len(full))
    grade = np.full(len(text), "", dtype="<U12")
    some = (burst & together) | (text & together) | (burst & text)
    grade[text | burst] = "C"
    if int(some.sum()) >= limits.members_min:
        grade[some] = "B"
    if strong:
        grade[full] = "A"
    return GradedGroup(x, burst, text, ratio, held, grade)


def _neighbours(scales: Floats, needed: Floats) -> NDArray[np.bool_]:
    """Whether two neighbouring scales stand on their own."""
    over = scales >= needed[:, None]
    return np.any(over[:, 1:] & over[:, :-1], axis=1) if scales.shape[1] > 1 else over[:, 0]


def _caps(
    x: GroupEvidence, related: set[tuple[int, int]], known: DisclosedLinks, text: NDArray[np.bool_]
) -> tuple[str, ...]:
    limits = x.limits.grades
    reasons = []
    sources, tasks_n = np.unique(x.task_sources, return_counts=True)
    if not len(x.tasks):
        return ("no_tasks",)
    ordered = sources[np.argsort(-tasks_n)]
    if unrelated_authors_n(ordered.tolist(), related) < limits.sources_min:
        reasons.append("single_source")
    elif unrelated_authors_n(ordered[ordered < known.sources_n].tolist(), related) < limits.sources_min:
        reasons.append("authors_unknown")
    if (
        len(sources) >= limits.sources_min
        and len(sources) <= limits.circle_sources_max
        and len(x.tasks) / len(sources) >= limits.visits_max
    ):
        reasons.append("same_circle")
    reasons += openly_known(known, limits)
    if text.any() and float(x.text_share[text].mean()) < limits.text_share_min:
        reasons.append("text_of_few")
    if text.any() and x.owned_share < limits.owned_share_min:
        reasons.append("text_of_others")
    if x.slogan_share >= limits.slogan_share_max:
        reasons.append("open_slogans")
    if known.ticks.mean() >= limits.own_clock_share:
        reasons.append("own_clock")
    return tuple(reasons)


def openly_known(known: DisclosedLinks, limits: GradeLimits = DEFAULT.grades) -> list[str]:
    """What the members openly say of themselves that explains acting together: reason codes."""
    stated = [o for o in known.organisation if o]
    reasons = []
    if stated and max(stated.count(o) for o in set(stated)) >= max(
        limits.organised_min, limits.organised_share * len(known.organisation)
    ):
        reasons.append("same_organisation")
    if known.named_share >= limits.named_share:
        reasons.append("named_after")
    if known.verified_share >= limits.verified_share:
        reasons.append("verified")
    return reasons
