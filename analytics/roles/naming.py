"""Who may be printed by name: authors of what is alleged, and candidates whose own words people coded.

The one rule that the report, its figures, the CSV files, the requests and `wakeline ask` follow. Whatever an
account did, it stays unnamed unless this says otherwise.
"""

from collections.abc import Iterable

import polars as pl

from analytics.store.case_toml import CaseToml

NAMED_GRADES = ("A", "B")  # A lead (C) and "insufficient" accuse nobody: counted, never named.


def alleged_authors(events: pl.LazyFrame, facts: CaseToml) -> frozenset[str]:
    """Find who wrote the texts that case.toml states by their id in `[[alleged]]`.

    events: EVENTS, at least event_id, kind, account_id, own_text.

    A family stated by its id names nobody: its copies were written by several. A bare repost is no text of
    its account.
    """
    stated = pl.Series([one.id for one in facts.alleged], dtype=pl.String)
    is_text = (pl.col("kind") == "post") | pl.col("own_text").is_not_null()
    rows = events.filter(pl.col("event_id").is_in(stated.implode()) & is_text).select("account_id").collect()
    return frozenset(rows["account_id"].drop_nulls())


def with_words_on_information(roles: pl.DataFrame, alleged_events: pl.DataFrame) -> pl.DataFrame:
    """Keep `may_be_named` only where an account's own words on the alleged information were coded as support.

    roles: ROLES; alleged_events: ALLEGED_EVENTS, empty where case.toml alleges nothing: then nobody is named.

    Words below another post do not count, however often the account passed the information on without a word.
    Whoever wrote a text that case.toml states by its id is its author and needs no coder; who wrote a copy of
    it, or one of a family that is stated by the id of the family, does. Who stands by being first needs a
    code on a record of its own: the same words, coded where another wrote them, are that author's.

    >>> roles = pl.DataFrame({"account_id": ["u", "v", "w"], "role": "initiator", "may_be_named": [True] * 3})
    >>> words = {"account_id": ["u", "v", "w"], "event_id": ["r", "s", "p"], "item_id": ["p"] * 3}
    >>> words |= {"kind": ["repost", "repost", "post"], "side": ["support", "support", "unread"]}
    >>> words = pl.DataFrame(words | {"side_basis": ["event", "sentence", None]})
    >>> with_words_on_information(roles, words)["may_be_named"].to_list()
    [True, False, True]
    """
    is_text = (pl.col("kind") == "post") | pl.col("side").is_not_null()
    is_author = (pl.col("event_id") == pl.col("item_id")) & is_text
    said = alleged_events.filter((pl.col("side") == "support") | is_author).drop_nulls("account_id")
    own = said.filter((pl.col("side_basis") == "event") | is_author)["account_id"].unique()
    spoke = pl.col("account_id").is_in(said["account_id"].unique().implode())
    by_itself = pl.col("account_id").is_in(own.implode()) | (pl.col("role") != "initiator")
    return roles.with_columns(may_be_named=pl.col("may_be_named") & spoke & by_itself)


def named_accounts(roles: pl.DataFrame, authors: Iterable[str], facts: CaseToml) -> frozenset[str]:
    """List the accounts that may be printed with id and screen name.

    roles: ROLES, at least account_id, role, grade, may_be_named (people coded words of its own on the
        alleged information as support, and nothing keeps it from being a candidate).
    authors: as `alleged_authors` gives them; each is named as author of that text only.

    Without `[[alleged]]` and without a target no initiator is named. A target of the case is never named as a
    candidate.

    >>> roles = pl.DataFrame(
    ...     {
    ...         "account_id": ["u", "v", "w"],
    ...         "role": ["amplifier"] * 3,
    ...         "grade": ["B", "C", "A"],
    ...         "may_be_named": [True, True, False],
    ...     }
    ... )
    >>> sorted(named_accounts(roles, ["x"], CaseToml()))
    ['u', 'x']
    """
    listed = roles.filter(pl.col("grade").is_in(NAMED_GRADES) & pl.col("may_be_named").fill_null(False))
    if not facts.alleged and not facts.targets:
        listed = listed.filter(pl.col("role") != "initiator")
    targets = {one for target in facts.targets for one in target.ids}
    return frozenset({*listed["account_id"]} - targets) | frozenset(authors)
