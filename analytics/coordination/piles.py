"""Pile-ons: accounts that arrive together below the posts of one author. Grade B at most: nothing here parts
sent accounts from a crowd.

The suite of moments needs three unrelated authors, so that a pile-on under one victim's posts would be seen
nowhere. It is listed with its reason, for a person to look at.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from analytics.coordination.acts import Acts, Floats, Ints
from analytics.coordination.affinity import posts_met
from analytics.coordination.dispatch import SHARE, dispatch_ratios
from analytics.coordination.examine import Examined, Material
from analytics.coordination.grades import DISPATCH_MAX, MEMBERS_MIN, Judged
from analytics.coordination.groups import MEETING_WEIGHT_MIN, Candidate, communities

POSTS_MIN = (
    3  # Posts of one author on which two must meet, and on which a group drawn together so is then tested.
)
CROWD_P = 0.001
TOGETHER_S = 3_600.0
_HELD = ("single_source",)


def piles(material: Material) -> list[Judged]:
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


def _by_text(material: Material) -> list[Judged]:
    cells, source = material.cells, material.source
    # Only an account's first act on a post has a moment here.
    fit = (
        np.isin(cells.event, material.acts.event)
        & ~cells.echo
        & (_posted(material.acts)[cells.object] != cells.account)
    )
    big = np.bincount(cells.cell[fit], minlength=cells.cells_n)[cells.cell] >= MEMBERS_MIN
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


def _by_meetings(material: Material, half: int) -> list[Judged]:
    acts, source = material.acts, material.source
    odd = _within_source(source) % 2
    many = np.bincount(source, minlength=int(source.max(initial=-1)) + 1)[source] >= 2 * POSTS_MIN
    pair, weight, of = posts_met(acts, source, many & (odd == half), POSTS_MIN)
    strong = weight >= MEETING_WEIGHT_MIN
    found = []
    for rows in _runs(np.flatnonzero(strong), of[strong]):
        tasks = np.flatnonzero(source == of[rows[0]])
        author = _posted(acts)[tasks]
        n = acts.accounts_n
        sent = rows[~(np.isin(pair[rows] // n, author) | np.isin(pair[rows] % n, author))]
        for members in communities(pair[sent], weight[sent], n):
            here = _filled(acts, members, tasks)
            tested = here[odd[here] != half]
            if len(members) >= MEMBERS_MIN and len(tested) >= POSTS_MIN:
                judged = _judged(
                    material, Candidate(members, "meetings", half), here, tested, np.zeros(len(members))
                )
                found += [judged] if judged is not None else []
    return found


def _judged(
    material: Material, candidate: Candidate, tasks: Ints, tested: Ints, text_share: Floats
) -> Judged | None:
    """The group at B, if it arrives together on the posts that may be tested; by text, with the text line of
    each."""
    ratios = dispatch_ratios(material.acts, candidate.members, tasks, material.wave)
    dispatch = (
        float(np.nanmedian(ratios[np.isin(tasks, tested)]))
        if np.isfinite(ratios[np.isin(tasks, tested)]).any()
        else float("nan")
    )
    if not dispatch <= DISPATCH_MAX:
        return None
    if min(crowd_p(material.acts, candidate.members, int(o)) for o in tested) * len(tested) >= CROWD_P:
        return None
    n = len(candidate.members)
    text = text_share > 0
    source = material.source[tasks]
    seen = Examined(
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
    )
    return Judged(seen, np.zeros(n, bool), text, dispatch, _HELD, np.full(n, "B", "<U12"), alone=True)


def crowd_p(acts: Acts, members: Ints, task: int) -> float:
    """How often 60 % of the members on one post would fall into one window so short, were they like the
    others on this post.

    Binomial tail with the share of the others' acts in that window (one act added on either side), times the
    windows looked at. 1 with fewer than three members, or if that window is longer than an hour: long after a
    post a day looks short.
    """
    low, high = int(acts.start[task]), int(acts.start[task + 1])
    mine = np.isin(acts.account[low:high], members)
    at, n = acts.at_s[low:high], int(mine.sum())
    if n < POSTS_MIN:
        return 1.0
    own, k = at[mine], int(np.ceil(SHARE * n))
    width = own[k - 1 :] - own[: n - k + 1]
    if width.min() > TOGETHER_S:
        return 1.0
    first = own[int(np.argmin(width))]
    others = at[~mine]
    within = int(((others >= first) & (others <= first + width.min())).sum())
    return min(1.0, float(binom.sf(k - 1, n, (within + 1) / (len(others) + 2))) * len(width))


def _runs(rows: Ints, key: Ints) -> list[Ints]:
    """`rows` grouped by `key`, in order of key; none for no rows."""
    order = np.argsort(key, kind="stable")
    return np.split(rows[order], np.flatnonzero(np.diff(key[order])) + 1) if len(rows) else []


def _posted(acts: Acts) -> Ints:
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


def _rows(acts: Acts, members: Ints, tasks: Ints) -> Ints:
    """Acts of members on tasks."""
    rows = (
        np.concatenate([np.arange(acts.start[o], acts.start[o + 1]) for o in tasks])
        if len(tasks)
        else np.empty(0, np.int64)
    )
    return rows[np.isin(acts.account[rows], members)]


def _acts_on(acts: Acts, members: Ints, tasks: Ints) -> NDArray[np.int64]:
    return np.bincount(
        np.searchsorted(members, acts.account[_rows(acts, members, tasks)]), minlength=len(members)
    )


def _filled(acts: Acts, members: Ints, tasks: Ints) -> Ints:
    """Tasks on which three members or more acted."""
    on, number = np.unique(acts.object[_rows(acts, members, tasks)], return_counts=True)
    return on[number >= POSTS_MIN]
