"""How many unrelated authors a set of posts has.

Authors count as one source if they state the same organisation, and as related if one reposts the other
inside the case. A post whose author is unknown is a source of its own, but never one that grade A may rest
on.
"""

import re

import numpy as np
import polars as pl

from analytics.coordination.groups.case_arrays import UNKNOWN, CaseArrays, Ints
from analytics.model.thresholds import DEFAULT, GradeLimits

_TAIL = re.compile(
    "(官方|员工|职员|工作人员|账号|帐号|微博|旗下|分公司|门店|客服|编辑|记者|经理|总监|创始人"
    "|official|account|staff|employee).*$",
    re.IGNORECASE,
)


def organisations(
    acts: CaseArrays, accounts: pl.DataFrame, limits: GradeLimits = DEFAULT.grades
) -> tuple[pl.Series, pl.Series]:
    """Stated organisation of each account and of each author (in the order of Acts); null where none is
    stated.

    Read from the verified reason, cut at words like "官方账号" or "员工".
    """

    def stem(reason: str) -> str | None:
        return _stem(reason, limits.stated_chars_min)

    stated = (
        accounts.filter(pl.col("verified_reason").fill_null("") != "")
        .select(
            "account_id", organisation=pl.col("verified_reason").map_elements(stem, return_dtype=pl.String)
        )
        .drop_nulls()
        .unique("account_id")
    )
    found = [
        pl.DataFrame({"account_id": ids}).join(stated, on="account_id", how="left", maintain_order="left")[
            "organisation"
        ]
        for ids in (acts.account_ids, acts.author_ids)
    ]
    return found[0], found[1]


def _stem(reason: str, chars_min: int) -> str | None:
    name = _TAIL.sub("", reason.strip()).strip()
    return name if len(name) >= chars_min and name != reason.strip() else None


def sources_of(acts: CaseArrays, author_organisation: pl.Series) -> Ints:
    """The source that each object counts for: authors with one stated organisation are one.

    A post whose author is unknown counts for a source of its own, with a code from `known_sources_n` on:
    enough for a lead, never for grade A, since all of them may be by one author.
    """
    merged = author_organisation.fill_null(acts.author_ids)
    code = merged.rank("dense").cast(pl.Int64).to_numpy() - 1
    known = acts.known_author()
    return np.where(known, code[acts.author], known_sources_n(acts) + np.cumsum(~known) - 1)


def known_sources_n(acts: CaseArrays) -> int:
    """Codes of sources below this number stand for known authors (not all of them need occur)."""
    return len(acts.author_ids)


def related_sources(acts: CaseArrays, source: Ints) -> set[tuple[int, int]]:
    """Pairs of sources, smaller code first, of which one passes on a post of the other inside the case."""
    source_of_author = np.full(len(acts.author_ids), UNKNOWN, np.int64)
    known = acts.known_author()
    source_of_author[acts.author[known]] = source[known]
    of_account = np.full(acts.accounts_n, UNKNOWN, np.int64)
    acts_too = acts.author_account >= 0
    of_account[acts.author_account[acts_too]] = source_of_author[acts_too]
    one, other = of_account[acts.account], np.where(acts.known_author(), source, UNKNOWN)[acts.object]
    met = (one >= 0) & (other >= 0) & (one != other)
    pairs = np.unique(
        np.stack([np.minimum(one[met], other[met]), np.maximum(one[met], other[met])], 1), axis=0
    )
    return set(map(tuple, pairs.tolist()))


def unrelated_authors_n(sources: list[int], related: set[tuple[int, int]]) -> int:
    """How many of `sources` are unrelated to each other: taken in order, one related to an earlier one is
    left out.

    >>> unrelated_authors_n([1, 2, 3], {(1, 2)})
    2
    """
    kept: list[int] = []
    for s in sources:
        if all((min(s, k), max(s, k)) not in related for k in kept):
            kept.append(s)
    return len(kept)
