"""The search for accounts that acted together: partners, evidence, grades, groups and their target posts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import poisson

from analytics.coordination.groups.account_evidence import account_evidence
from analytics.coordination.groups.case_arrays import CaseArrays, Ints
from analytics.coordination.groups.communities import NO_GROUP, communities
from analytics.coordination.groups.grading import Graded, grade_accounts, leave_out
from analytics.coordination.groups.one_post import one_post_bursts
from analytics.coordination.groups.partners import Partners, draw_partners
from analytics.model.thresholds import DEFAULT, GradeLimits, Thresholds

PAIRS = {"account": pl.Int64, "partner": pl.Int64, "q": pl.Float64}


@dataclass(frozen=True)
class Group:
    """A group for reading.

    members: sorted codes of its accounts; targets: sorted codes of its target posts (or texts, hashtags).
    burst: row of the bursts where the group is the users of one text on one post, else -1.
    """

    members: Ints
    targets: Ints
    burst: int = -1


@dataclass(frozen=True)
class Search:
    """What the search found.

    evidence: a row for each account with a bet (`account_evidence`); pairs: account, partner, q;
    bursts: texts of one post (`one_post_bursts`); groups: strongest first.
    """

    arrays: CaseArrays
    partners: Partners
    evidence: pl.DataFrame
    graded: Graded
    pairs: pl.DataFrame
    bursts: pl.DataFrame
    groups: list[Group]


def coded_pairs(
    arrays: CaseArrays, coaction_pairs: pl.DataFrame, limits: GradeLimits = DEFAULT.grades
) -> pl.DataFrame:
    """Select the pairs whose coincidences chance does not explain: account, partner (codes) and smallest q.

    coaction_pairs: COACTION_PAIRS. Pairs of accounts that the search leaves out are passed over.
    """
    codes = (
        pl.DataFrame({"id": arrays.account_ids})
        .with_row_index("code")
        .with_columns(pl.col("code").cast(pl.Int64))
    )
    kept = (
        coaction_pairs.filter(pl.col("q_value") < limits.pair_q)
        .group_by("account_a", "account_b")
        .agg(q=pl.col("q_value").min())
    )
    kept = kept.join(codes.rename({"id": "account_a", "code": "account"}), on="account_a").join(
        codes.rename({"id": "account_b", "code": "partner"}), on="account_b"
    )
    return kept.select(*PAIRS).sort("account", "partner")


def search(
    arrays: CaseArrays,
    pairs: pl.DataFrame,
    limits: Thresholds = DEFAULT,
    without: tuple[str, ...] = (),
    weighed: tuple[Partners, pl.DataFrame] | None = None,
) -> Search:
    """Look for accounts that acted together.

    pairs: as `coded_pairs` gives them, or an empty frame.
    without: lines of evidence that are left out, as a challenge does.
    weighed: partners and their evidence, where they are known already: they rest on `limits.drawing` and
        `limits.moments` alone.
    """
    if weighed is None:
        weighed = weigh(arrays, limits)
    partners, evidence = weighed
    graded = grade_accounts(arrays, partners, evidence, pairs, limits.grades, limits.moments)
    graded = leave_out(graded, without)
    bursts = one_post_bursts(arrays, limits.grades)
    if "one_post" in without:
        bursts = bursts.clear()
    owner = partners.owner()
    group = communities(
        arrays.accounts_n,
        np.flatnonzero(graded.grade != ""),
        np.append(owner, pairs["account"].to_numpy()).astype(np.int64),
        np.append(partners.account, pairs["partner"].to_numpy()).astype(np.int64),
        limits.grades.members_min,
    )
    found = [
        Group(members, target_posts(arrays, members, limits.grades))
        for members in (np.flatnonzero(group == k) for k in range(group.max(initial=NO_GROUP) + 1))
    ]
    for k, row in enumerate(bursts.iter_rows(named=True)):
        fresh = np.array([a for a in row["accounts"] if group[a] == NO_GROUP], np.int64)
        if len(fresh) >= limits.grades.members_min:
            found.append(Group(np.sort(fresh), np.array([row["object"]]), k))
    return Search(arrays, partners, evidence, graded, pairs, bursts, sorted(found, key=_strength(graded)))


def weigh(arrays: CaseArrays, limits: Thresholds = DEFAULT) -> tuple[Partners, pl.DataFrame]:
    """Draw partners and compute the evidence of each account (`account_evidence`), without a grade."""
    partners = draw_partners(arrays, limits.drawing)
    return partners, account_evidence(arrays, partners, limits.moments)


def target_posts(arrays: CaseArrays, members: Ints, limits: GradeLimits = DEFAULT.grades) -> Ints:
    """Find the objects on which more members acted than their share of all events gives.

    More means `task_members_min` (3) and `task_share_min` (6 %) of the members at least, and a Poisson count
    below `task_p` (.001). Where no object is so, all on which two members acted.
    """
    inside = np.zeros(arrays.accounts_n, bool)
    inside[members] = True
    mine = inside[arrays.account]
    counted = np.bincount(arrays.object[mine], minlength=arrays.objects_n)
    expected = arrays.sizes() * mine.mean()
    least = max(limits.task_members_min, limits.task_share_min * len(members))
    found = np.flatnonzero((counted >= least) & (poisson.sf(counted - 1, expected) < limits.task_p))
    return found if len(found) else np.flatnonzero(counted >= 2)


def _strength(graded: Graded) -> Callable[[Group], tuple[int, int, int, int, int]]:
    """Sort key: most accounts at A, then at B, then at all, then by first member; bursts last."""

    def key(group: Group) -> tuple[int, int, int, int, int]:
        grades = graded.grade[group.members]
        return (
            -int((grades == "A").sum()),
            -int((grades == "B").sum()) if group.burst < 0 else 0,
            group.burst >= 0,
            -len(group.members),
            int(group.members[0]),
        )

    return key
