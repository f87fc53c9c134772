"""The search for groups that act together: candidates, every line of evidence, grades."""

from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.coordination.groups.activity_profile import activity_profiles, posts_on_schedule
from analytics.coordination.groups.affiliation import Affiliation, affiliation, named_share, verified_share
from analytics.coordination.groups.author_independence import (
    known_sources_n,
    organisations,
    related_sources,
    sources_of,
)
from analytics.coordination.groups.case_arrays import CaseArrays, Ints, case_arrays
from analytics.coordination.groups.communities import candidate_groups
from analytics.coordination.groups.evidence import SearchData, group_evidence, waves_of
from analytics.coordination.groups.grading import (
    DisclosedLinks,
    GradedGroup,
    grade_group,
    has_text,
    openly_known,
    thresholds,
)
from analytics.coordination.groups.pile_on import pile_ons
from analytics.coordination.groups.shared_text import shared_text
from analytics.model.thresholds import DEFAULT, Thresholds

INHERITED = ("same_circle", "same_organisation", "named_after", "verified", "own_clock")


@dataclass(frozen=True)
class Case:
    """What the search reads of a case.

    material: events, habits, text and sources as numbers.
    related: pairs of sources of which one passes on the other.
    organisation: the organisation that each account states, or None.
    ground: what accounts and posts say of themselves.
    ticks: whether each account follows a schedule of its own.
    """

    material: SearchData
    related: set[tuple[int, int]]
    organisation: list[str | None]
    ground: Affiliation
    ticks: NDArray[np.bool_]


@dataclass(frozen=True)
class Search:
    """Every candidate with its grades.

    judged: the candidates.
    stands: the scores (ln e) from which moments stand, with a text line and without.
    below_one: groups below one author's posts, at B at most.
    """

    judged: list[GradedGroup]
    stands: tuple[float, float]
    below_one: list[GradedGroup] = field(default_factory=list)


def prepare(
    events: pl.DataFrame, accounts: pl.DataFrame, families: pl.DataFrame, limits: Thresholds = DEFAULT
) -> Case:
    """Read a case as the search needs it.

    events: EVENTS (with roots); accounts: ACCOUNTS; families: FAMILIES.
    limits: the thresholds of the run.

    Text is read once here; `with_moments` reuses it for shuffled copies.
    """
    acts = case_arrays(events)
    of_account, of_author = organisations(acts, accounts, limits.grades)
    source = sources_of(acts, of_author)
    cells = shared_text(events, families, acts, limits.texts)
    material = SearchData(acts, activity_profiles(acts), cells, source, waves_of(acts, cells), limits)
    return Case(
        material,
        related_sources(acts, source),
        of_account.to_list(),
        affiliation(acts, events, accounts, limits.grades),
        posts_on_schedule(acts, limits.moments),
    )


def with_moments(case: Case, acts: CaseArrays) -> Case:
    """Give the same case other moments, those of a shuffled copy.

    Habits and schedules are computed again; text and sources stay.
    """
    waves = waves_of(acts, case.material.cells)
    material = replace(case.material, acts=acts, habits=activity_profiles(acts), wave=waves)
    return replace(case, material=material, ticks=posts_on_schedule(acts, material.limits.moments))


def search(case: Case, below_one: bool = True) -> Search:
    """Look for candidate groups, examine each, and grade its members.

    below_one: also look below the posts of one author, where nothing gets A.

    A plainer explanation of a larger group (INHERITED) counts for a candidate too, if it explains the share
    `inherited_share` of its members there.
    """
    material = case.material
    examined = [
        group_evidence(material, c)
        for c in candidate_groups(material.acts, material.cells, material.source, material.limits.drawing)
    ]
    texts = [has_text(x, case.related) for x in examined]
    stands = thresholds(examined, texts, material.limits.grades)

    known = [_known(case, x.candidate.members, x.tasks) for x in examined]

    def judged(k: int, inherited: tuple[str, ...]) -> GradedGroup:
        return grade_group(examined[k], texts[k], stands, case.related, known[k], inherited)

    first = [judged(k, ()) for k in range(len(examined))]
    reasons = _held_accounts(first, material.acts.accounts_n)
    share = material.limits.grades.inherited_share
    whole = [judged(k, _inherited(x.candidate.members, reasons, share)) for k, x in enumerate(examined)]
    return Search(whole, stands, [_explained(case, j) for j in pile_ons(material)] if below_one else [])


def _explained(case: Case, judged: GradedGroup) -> GradedGroup:
    """A group below one author's posts with what else explains it."""
    known = _known(case, judged.examined.candidate.members, judged.examined.tasks)
    limits = case.material.limits.grades
    clock = ("own_clock",) if known.ticks.mean() >= limits.own_clock_share else ()
    return replace(judged, held=(*judged.held, *openly_known(known, limits), *clock))


def _known(case: Case, members: Ints, tasks: Ints) -> DisclosedLinks:
    """What the members of a candidate openly say of themselves, and which of them follow a schedule."""
    return DisclosedLinks(
        [case.organisation[m] for m in members],
        named_share(case.ground, members, tasks, case.material.limits.grades),
        verified_share(case.ground, members),
        case.ticks[members],
        known_sources_n(case.material.acts),
    )


def _held_accounts(judged: list[GradedGroup], accounts_n: int) -> dict[str, NDArray[np.bool_]]:
    """For each plainer explanation: the accounts with a line of evidence in a group that it explains."""
    found = {reason: np.zeros(accounts_n, bool) for reason in INHERITED}
    for j in judged:
        for reason in set(j.held) & set(INHERITED):
            found[reason][j.examined.candidate.members[j.burst | j.text]] = True
    return found


def _inherited(members: np.ndarray, reasons: dict[str, NDArray[np.bool_]], share: float) -> tuple[str, ...]:
    """What explains `share` of the members in a larger group explains the part too."""
    return tuple(reason for reason, who in reasons.items() if who[members].mean() >= share)
