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
    """What is read to examine any candidate.

    acts: the events of the case; habits: those of each account; cells: task-specific text.
    source: for each object the source it counts for.
    wave: for each event its cell of shared text, -1 for none.
    limits: the thresholds of the run.
    """

    acts: CaseArrays
    habits: ActivityProfile
    cells: SharedText
    source: Ints
    wave: Ints
    limits: Thresholds = DEFAULT


def waves_of(acts: CaseArrays, cells: SharedText) -> Ints:
    """Find the cell of each event; -1 where its account shares no task-specific text on that post."""
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

    tasks: object codes of all target posts; task_sources: the source of each; task_dispatch: the arrival
        ratio of each.
    ln_e: for each member the score of its moments on the target posts that may be tested, in nats;
        ln_e_scales: the same for each scale, of shape (members, scales); sources_n: on the posts of how many
        sources it was tested.
    text_sources: for each member the sources on whose posts it shares task-specific text with two or more
        other members.
    text_share: for each member the share of its events on target posts that carry such text (0 without
        events).
    dispatch: an arrival ratio for each source of the testable half (the median over its target posts).
    owned_share: of all who write the texts that the group shares on its target posts, the share who are
        members (1 without such text).
    slogan_share: of the members' events on target posts, the share with words that members use on three or
        more of them.
    limits: the thresholds of the run.
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
    """Examine a candidate under every line of evidence, on all its target posts."""
    return _seen(material, candidate, tasks_of(material, candidate.members), None)


def group_evidence_in_part(
    material: SearchData, whole: GroupEvidence, kept: NDArray[np.bool_]
) -> GroupEvidence:
    """Examine the same candidate again, on the objects for which `kept` is true.

    The target posts are those of the whole examination: a sample chooses among them and finds no new ones.
    """
    return _seen(material, whole.candidate, whole.tasks[kept[whole.tasks]], kept)


def _seen(
    material: SearchData, candidate: Candidate, tasks: Ints, kept: NDArray[np.bool_] | None
) -> GroupEvidence:
    """Examine a candidate on some target posts.

    Moments and arrival are tested on the half of the sources that did not link the candidate; text is read on
    all.
    """
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
    """Find the target posts of a group: posts on which more members acted than chance puts there.

    A target post is by nobody of the group and has events of at least `task_members_min` members and of the
    share `task_share_min` of the group. In addition, either more members acted on it than chance explains
    (Poisson tail below `task_p`, with the mean events on the post x the group's share of all events), or
    three members or more share a task-specific text there. Moments have no say in what is a target post.
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
    """Find for each member the sources on whose posts it shares a cell with two or more other members.

    kept: the objects that may be looked at; None means all.

    The sources are sorted. Posts by members do not count.
    """
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
    """Compute for each member the share of its events on target posts whose own words it shares with others.

    Words count as shared there if two or more other members use them on the same post; 0 without events.
    """
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
    """Compute how many of those who write the group's texts are members.

    The texts are those that three or more members share on target posts. A share near 1 means that the texts
    belong to the group; a low one that the public uses them too. It is 1 without such texts.
    """
    acts, cells = material.acts, material.cells
    inside, task = np.zeros(acts.accounts_n, bool), np.zeros(acts.objects_n, bool)
    inside[members], task[tasks] = True, True
    mine = inside[cells.account] & task[cells.object]
    own_n = np.bincount(cells.cell[mine], minlength=cells.cells_n)
    all_n = np.bincount(cells.cell, minlength=cells.cells_n)
    shared = own_n > material.limits.moments.text_others_min
    return float(own_n[shared].sum() / all_n[shared].sum()) if shared.any() else 1.0


def slogan_share(material: SearchData, members: Ints, tasks: Ints) -> float:
    """Compute the share of the members' events on target posts that repeat the same words from post to post.

    The words count if three or more members use them, on three or more of the target posts. A high share
    speaks for a slogan and against text supplied for each post.
    """
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
    """The median ratio of each source that has one."""
    known = ~np.isnan(ratio)
    order = np.argsort(source[known], kind="stable")
    ratio, source = ratio[known][order], source[known][order]
    return (
        np.array([np.median(part) for part in np.split(ratio, np.flatnonzero(np.diff(source)) + 1)])
        if len(ratio)
        else ratio
    )
