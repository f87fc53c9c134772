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
    """Find the organisation that each account and each author states.

    Returns two series, in the order of the accounts and of the authors of `acts`; null where none is stated.
    It is read from the verified reason, cut at words like "官方账号" or "员工"; a reason without such a word,
    or a name of fewer than `stated_chars_min` characters, states none.
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
    """Find the source that each object counts for: authors with one stated organisation are one source.

    author_organisation: in the order of the authors of `acts`, null where none is stated.

    A post whose author is unknown counts for a source of its own, with a code from `known_sources_n` on:
    enough for a lead, never for grade A, since all of them may be by one author.
    """
    merged = author_organisation.fill_null(acts.author_ids)
    code = merged.rank("dense").cast(pl.Int64).to_numpy() - 1
    known = acts.known_author()
    return np.where(known, code[acts.author], known_sources_n(acts) + np.cumsum(~known) - 1)


def known_sources_n(acts: CaseArrays) -> int:
    """Give the code below which sources stand for known authors (not all of these codes need occur)."""
    return len(acts.author_ids)


def related_sources(acts: CaseArrays, source: Ints) -> set[tuple[int, int]]:
    """Find the pairs of sources of which one passes on a post of the other inside the case.

    A pair is two codes of sources, the smaller first.
    """
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
    """Count the sources that are unrelated to each other.

    They are taken in order, and one that is related to an earlier one is left out: the count depends on the
    order where relations form a chain.

    >>> unrelated_authors_n([1, 2, 3], {(1, 2)})
    2
    """
    kept: list[int] = []
    for s in sources:
        if all((min(s, k), max(s, k)) not in related for k in kept):
            kept.append(s)
    return len(kept)
