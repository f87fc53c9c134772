"""Every line of evidence about one candidate group: target posts, moments, text, arrival and sources."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson

from analytics.coordination.groups.activity_profile import ActivityProfile
from analytics.coordination.groups.arrival import width_to_lag_ratios
from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.coordination.groups.communities import Candidate, sample_split
from analytics.coordination.groups.scores import member_e_values
from analytics.coordination.groups.shared_text import SharedText
from analytics.model.thresholds import DEFAULT, Thresholds


@dataclass(frozen=True)
class SearchData:
    """What every examination reads: acts, habits, text cells, the source of each object, the cell of each act
    (-1: none), and the thresholds of the run."""

    acts: CaseArrays
    habits: ActivityProfile
    cells: SharedText
    source: Ints
    wave: Ints
    limits: Thresholds = DEFAULT


def waves_of(acts: CaseArrays, cells: SharedText) -> Ints:
    """The cell of each act; -1 where its account shares no task-specific text on that post."""
    key = cells.account * acts.objects_n + cells.object
    order = np.argsort(key, kind="stable")
    wanted = acts.account * acts.objects_n + acts.object
    place = np.minimum(np.searchsorted(key[order], wanted), max(0, len(key) - 1))
    if not len(key):
        return np.full(len(wanted), -1, np.int64)
    return np.where(key[order][place] == wanted, cells.cell[order][place], -1)


@dataclass(frozen=True)
class GroupEvidence:
    """A candidate and what was seen of it.

    ln_e, ln_e_scales, sources_n: moments of each member on the tasks that may be tested, and on how many
        sources' posts.
    text_share: for each member the share of its acts on tasks that carry such text (0 without acts).
    owned_share: of all who write the texts that the group shares on its tasks, the share who are members (1
        without such text).
    slogan_share: of the members' acts on tasks, those with words that members use on three or more of the
        tasks.
    text_sources: for each member the sources on whose posts it shares task-specific text with two or more
        other members.
    limits: the thresholds of the run.
    tasks: object codes of all tasks; task_dispatch: a ratio for each of them; dispatch: one for each source
        (median over its tasks), of the testable half.
    """

    candidate: Candidate
    tasks: Ints
    ln_e: Floats
    ln_e_scales: Floats
    sources_n: Ints
    text_sources: list[list[int]]
    text_share: Floats
    dispatch: Floats
    task_sources: Ints
    task_dispatch: Floats
    owned_share: float = 1.0
    slogan_share: float = 0.0
    limits: Thresholds = DEFAULT


def group_evidence(material: SearchData, candidate: Candidate) -> GroupEvidence:
    """Everything about one candidate."""
    return _seen(material, candidate, tasks_of(material, candidate.members), None)


def group_evidence_in_part(
    material: SearchData, whole: GroupEvidence, kept: NDArray[np.bool_]
) -> GroupEvidence:
    """The same candidate on the objects for which `kept` is true."""
    return _seen(material, whole.candidate, whole.tasks[kept[whole.tasks]], kept)


def _seen(
    material: SearchData, candidate: Candidate, tasks: Ints, kept: NDArray[np.bool_] | None
) -> GroupEvidence:
    acts, source, members = material.acts, material.source, candidate.members
    tested = (
        np.ones(len(tasks), bool) if candidate.half is None else sample_split(source[tasks]) != candidate.half
    )
    testable = tasks[tested]
    ratios = width_to_lag_ratios(acts, members, tasks, material.wave, material.limits.moments)
    ln_e, scales, sources_n = member_e_values(
        acts, material.habits, members, testable, source, material.limits.moments
    )
    return GroupEvidence(
        candidate,
        tasks,
        ln_e,
        scales,
        sources_n,
        text_line(material, members, kept),
        text_share(material, members, tasks),
        _by_source(ratios[tested], source[testable]),
        source[tasks],
        ratios,
        owned_share(material, members, tasks),
        slogan_share(material, members, tasks),
        material.limits,
    )


def tasks_of(material: SearchData, members: Ints) -> Ints:
    """Posts by others than members, on which three members or more acted, and 3 % of the group, and either

    more members than chance puts there (Poisson with mean acts on the post x the group's share of all acts, p
    < .001), or three members or more with one task-specific text. Moments have no say in what is a task.
    """
    acts, cells, limits = material.acts, material.cells, material.limits.moments
    inside = np.zeros(acts.accounts_n, bool)
    inside[members] = True
    mine = inside[acts.account]
    count = np.bincount(acts.object[mine], minlength=acts.objects_n)
    mean = acts.sizes() * (mine.sum() / max(1, len(acts.account)))
    author_account = acts.author_account[acts.author]
    outside = ~((author_account >= 0) & inside[np.maximum(author_account, 0)])
    enough = outside & (count >= max(limits.task_members_min, limits.task_share_min * len(members)))
    shared = (
        np.bincount(cells.cell[inside[cells.account]], minlength=cells.cells_n)[cells.cell]
        > limits.text_others_min
    )
    supplied = np.zeros(acts.objects_n, bool)
    supplied[cells.object[shared]] = True
    candidates = np.flatnonzero(enough)
    tasks: Ints = candidates[
        supplied[candidates] | (poisson.sf(count[candidates] - 1, mean[candidates]) < limits.task_p)
    ]
    return tasks


def text_line(material: SearchData, members: Ints, kept: NDArray[np.bool_] | None = None) -> list[list[int]]:
    """For each member, the sources (sorted) on whose posts it shares a cell with two or more others of the
    group."""
    cells, source = material.cells, material.source
    place = np.full(material.acts.accounts_n, -1, np.int64)
    place[members] = np.arange(len(members))
    author_account = material.acts.author_account[material.acts.author]
    by_member = (author_account >= 0) & (place[np.maximum(author_account, 0)] >= 0)
    mine = (place[cells.account] >= 0) & ~by_member[cells.object]
    if kept is not None:
        mine &= kept[cells.object]
    shared = (
        np.bincount(cells.cell[mine], minlength=cells.cells_n)[cells.cell]
        > material.limits.moments.text_others_min
    )
    rows = np.unique(np.stack([place[cells.account], source[cells.object]], 1)[mine & shared], axis=0)
    return [
        part.tolist()
        for part in np.split(rows[:, 1], np.searchsorted(rows[:, 0], np.arange(1, len(members))))
    ]


def text_share(material: SearchData, members: Ints, tasks: Ints) -> Floats:
    """For each member the share of its acts on `tasks` whose own words it shares there with two or more
    others of the group."""
    acts, cells = material.acts, material.cells
    place = np.full(acts.accounts_n, -1, np.int64)
    place[members] = np.arange(len(members))
    task = np.zeros(acts.objects_n, bool)
    task[tasks] = True
    done = (place[acts.account] >= 0) & task[acts.object]
    acts_n = np.bincount(place[acts.account[done]], minlength=len(members))
    mine = (place[cells.account] >= 0) & task[cells.object]
    shared = (
        np.bincount(cells.cell[mine], minlength=cells.cells_n)[cells.cell]
        > material.limits.moments.text_others_min
    )
    said = np.unique(np.stack([place[cells.account], cells.object], 1)[mine & shared], axis=0)
    return np.bincount(said[:, 0], minlength=len(members)) / np.maximum(1, acts_n)


def owned_share(material: SearchData, members: Ints, tasks: Ints) -> float:
    """Of all who write the texts that three or more members share on `tasks`, the share who are members; 1
    without such texts."""
    acts, cells = material.acts, material.cells
    inside, task = np.zeros(acts.accounts_n, bool), np.zeros(acts.objects_n, bool)
    inside[members], task[tasks] = True, True
    mine = inside[cells.account] & task[cells.object]
    own_n = np.bincount(cells.cell[mine], minlength=cells.cells_n)
    all_n = np.bincount(cells.cell, minlength=cells.cells_n)
    shared = own_n > material.limits.moments.text_others_min
    return float(own_n[shared].sum() / all_n[shared].sum()) if shared.any() else 1.0


def slogan_share(material: SearchData, members: Ints, tasks: Ints) -> float:
    """Of the members' acts on `tasks`, those with words that three or more members use, on three or more
    of the tasks."""
    acts, cells = material.acts, material.cells
    inside, task = np.zeros(acts.accounts_n, bool), np.zeros(acts.objects_n, bool)
    inside[members], task[tasks] = True, True
    done_n = int((inside[acts.account] & task[acts.object]).sum())
    mine = inside[cells.said_by] & task[cells.said_on]
    by, on, saying = cells.said_by[mine], cells.said_on[mine], cells.saying[mine]
    many = _distinct_n(saying, by) > material.limits.moments.text_others_min
    many &= _distinct_n(saying, on) >= material.limits.moments.slogan_posts_min
    return len(np.unique(by[many] * acts.objects_n + on[many])) / max(1, done_n)


def _distinct_n(group: Ints, of: Ints) -> Ints:
    """For each row the number of distinct `of` in its group."""
    pairs = np.unique(np.stack([group, of], 1), axis=0)
    number: Ints = np.bincount(pairs[:, 0], minlength=int(group.max(initial=-1)) + 1)[group]
    return number


def _by_source(ratio: Floats, source: Ints) -> Floats:
    known = ~np.isnan(ratio)
    order = np.argsort(source[known], kind="stable")
    ratio, source = ratio[known][order], source[known][order]
    return (
        np.array([np.median(part) for part in np.split(ratio, np.flatnonzero(np.diff(source)) + 1)])
        if len(ratio)
        else ratio
    )
