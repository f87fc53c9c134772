"""Pile-ons: groups of accounts that arrive together below the posts of one author, at grade B at most.

The search by moments needs three unrelated authors, so a pile-on below the posts of one victim would be seen
nowhere. It is listed with its reason, for a person to look at: nothing in the data tells accounts that were
sent from a crowd that came by itself.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from analytics.coordination.groups.arrival import width_to_lag_ratios
from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.coordination.groups.communities import Candidate, communities
from analytics.coordination.groups.evidence import GroupEvidence, SearchData
from analytics.coordination.groups.grading import GradedGroup
from analytics.coordination.groups.pair_weights import posts_met
from analytics.model.thresholds import DEFAULT, Thresholds

_HELD = ("single_source",)


def pile_ons(material: SearchData) -> list[GradedGroup]:
    """Groups below one author's posts at grade B, the largest first: by one text handed round, or by meeting
    again and again.

    By text: four or more who share task-specific text on the author's posts (not words copied from the act
        they pass on). By
    meetings: pairs that meet on three or more of half of the author's posts, asked about the other half, on
        three posts or more. Either must arrive together (dispatch ratio at most .25, median over posts), and
        closer together than the crowd of the same post (`crowd_p` below .001, Bonferroni over posts).
    """
    found = _by_text(material) + [j for half in (0, 1) for j in _by_meetings(material, half)]
    return sorted(found, key=lambda j: -int((j.grade == "B").sum()))


def _by_text(material: SearchData) -> list[GradedGroup]:
    cells, source = material.cells, material.source
    # Only an account's first act on a post has a moment here.
    fit = (
        np.isin(cells.event, material.acts.event)
        & ~cells.echo
        & (_posted(material.acts)[cells.object] != cells.account)
    )
    big = (
        np.bincount(cells.cell[fit], minlength=cells.cells_n)[cells.cell]
        >= material.limits.grades.members_min
    )
    kept = np.flatnonzero(big & fit)
    found = []
    for rows in _runs(kept, source[cells.object[kept]]):
        members, place = np.unique(cells.account[rows], return_inverse=True)
        tasks = np.unique(cells.object[rows])
        worded = np.unique(np.stack([place, cells.object[rows]], 1), axis=0)
        share = np.bincount(worded[:, 0], minlength=len(members)) / np.maximum(
            1, _acts_on(material.acts, members, tasks)
        )
        judged = _judged(material, Candidate(members, "text", None), tasks, tasks, share)
        found += [judged] if judged is not None else []
    return found


def _by_meetings(material: SearchData, half: int) -> list[GradedGroup]:
    acts, source, limits = material.acts, material.source, material.limits
    posts_min = limits.grades.pile_posts_min
    odd = _within_source(source) % 2
    many = np.bincount(source, minlength=int(source.max(initial=-1)) + 1)[source] >= 2 * posts_min
    pair, weight, of = posts_met(acts, source, many & (odd == half), posts_min, limits.drawing)
    strong = weight >= limits.drawing.meeting_weight_min
    found = []
    for rows in _runs(np.flatnonzero(strong), of[strong]):
        tasks = np.flatnonzero(source == of[rows[0]])
        author = _posted(acts)[tasks]
        n = acts.accounts_n
        sent = rows[~(np.isin(pair[rows] // n, author) | np.isin(pair[rows] % n, author))]
        for members in communities(pair[sent], weight[sent], n, limits.drawing):
            here = _filled(acts, members, tasks, limits.moments.arrival_acts_min)
            tested = here[odd[here] != half]
            if len(members) >= limits.grades.members_min and len(tested) >= posts_min:
                judged = _judged(
                    material, Candidate(members, "meetings", half), here, tested, np.zeros(len(members))
                )
                found += [judged] if judged is not None else []
    return found


def _judged(
    material: SearchData, candidate: Candidate, tasks: Ints, tested: Ints, text_share: Floats
) -> GradedGroup | None:
    """The group at B, if it arrives together on the posts that may be tested; by text, with the text line of
    each."""
    limits = material.limits
    ratios = width_to_lag_ratios(material.acts, candidate.members, tasks, material.wave, limits.moments)
    dispatch = (
        float(np.nanmedian(ratios[np.isin(tasks, tested)]))
        if np.isfinite(ratios[np.isin(tasks, tested)]).any()
        else float("nan")
    )
    if not dispatch <= limits.grades.arrival_ratio_max:
        return None
    chance = min(crowd_p(material.acts, candidate.members, int(o), limits) for o in tested)
    if chance * len(tested) >= limits.grades.pile_p:
        return None
    n = len(candidate.members)
    text = text_share > 0
    source = material.source[tasks]
    seen = GroupEvidence(
        candidate,
        tasks,
        np.zeros(n),
        np.zeros((n, 1)),
        np.ones(n, np.int64),
        [[int(source[0])] if t else [] for t in text],
        text_share,
        np.array([dispatch]),
        source,
        ratios,
        limits=limits,
    )
    return GradedGroup(seen, np.zeros(n, bool), text, dispatch, _HELD, np.full(n, "B", "<U12"), alone=True)


def crowd_p(acts: CaseArrays, members: Ints, task: int, limits: Thresholds = DEFAULT) -> float:
    """How often 60 % of the members on one post would fall into one window so short, were they like the
    others on this post.

    Binomial tail with the share of the others' acts in that window (one act added on either side), times the
    windows looked at. 1 with fewer than three members, or if that window is longer than an hour: long after a
    post a day looks short.
    """
    low, high = int(acts.start[task]), int(acts.start[task + 1])
    mine = np.isin(acts.account[low:high], members)
    at, n = acts.at_s[low:high], int(mine.sum())
    if n < limits.moments.arrival_acts_min:
        return 1.0
    own, k = at[mine], int(np.ceil(limits.moments.arrival_share * n))
    width = own[k - 1 :] - own[: n - k + 1]
    if width.min() > limits.grades.pile_within_s:
        return 1.0
    first = own[int(np.argmin(width))]
    others = at[~mine]
    within = int(((others >= first) & (others <= first + width.min())).sum())
    return min(1.0, float(binom.sf(k - 1, n, (within + 1) / (len(others) + 2))) * len(width))


def _runs(rows: Ints, key: Ints) -> list[Ints]:
    """`rows` grouped by `key`, in order of key; none for no rows."""
    order = np.argsort(key, kind="stable")
    return np.split(rows[order], np.flatnonzero(np.diff(key[order])) + 1) if len(rows) else []


def _posted(acts: CaseArrays) -> Ints:
    """For each object the account code of its author; -1 if unknown or without acts."""
    posted: Ints = acts.author_account[acts.author]
    return posted


def _within_source(source: Ints) -> Ints:
    """For each object its place among those of its source, in order of object."""
    order = np.argsort(source, kind="stable")
    ordered = source[order]
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    place = np.empty(len(source), np.int64)
    place[order] = np.arange(len(source)) - np.repeat(first, np.diff(np.append(first, len(source))))
    return place


def _rows(acts: CaseArrays, members: Ints, tasks: Ints) -> Ints:
    """Acts of members on tasks."""
    rows = (
        np.concatenate([np.arange(acts.start[o], acts.start[o + 1]) for o in tasks])
        if len(tasks)
        else np.empty(0, np.int64)
    )
    return rows[np.isin(acts.account[rows], members)]


def _acts_on(acts: CaseArrays, members: Ints, tasks: Ints) -> NDArray[np.int64]:
    return np.bincount(
        np.searchsorted(members, acts.account[_rows(acts, members, tasks)]), minlength=len(members)
    )


def _filled(acts: CaseArrays, members: Ints, tasks: Ints, members_min: int) -> Ints:
    """Tasks on which `members_min` members or more acted."""
    on, number = np.unique(acts.object[_rows(acts, members, tasks)], return_counts=True)
    return on[number >= members_min]
