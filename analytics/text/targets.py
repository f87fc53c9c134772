"""Whom each event is aimed at: the account it answers, a name it mentions, or a term of case.toml.

Only the event's own words count: nobody is charged with another's.
"""

import polars as pl

from analytics.model.tables import TARGETS
from analytics.store.case_toml import Target
from analytics.text.lexicon_marks import spellings

MENTION = r"@([\p{L}\p{N}_·-]+)"
_BASES = ("human", "reply_to", "mention", "term")  # Of several bases the first is kept.
AIMED_AT = "aimed_at:"  # A label of this form states whom an act is aimed at.


def targets_of(
    events: pl.DataFrame, account_names: pl.DataFrame, stated: list[Target], labels: pl.DataFrame
) -> pl.DataFrame:
    """Find whom each event is aimed at.

    events: EVENTS; account_names: ACCOUNT_NAMES; labels: LABELS.
    stated: the targets of case.toml.

    Returns TARGETS, one row an event, target and basis:

    reply_to: a comment answers the author of its parent (without a known parent, the author of the post).
    mention: a name in the own words that one account alone went by.
    term: a name or term of a target in the own words.
    human: a label `aimed_at:<target>`.

    An account that case.toml lists under a target is given as that target. An event aimed at its own author
    has no row.

    >>> from analytics.model.tables import ACCOUNT_NAMES, LABELS, PLACED_EVENTS
    >>> events = PLACED_EVENTS.fit(pl.DataFrame({"event_id": ["m"], "kind": ["post"], "own_text": ["甲坏"]}))
    >>> targets_of(events, ACCOUNT_NAMES.empty(), [Target(name="甲", terms=["甲"])], LABELS.empty()).row(0)
    ('m', '甲', 'term')
    """
    said = events.select("event_id", "account_id", own=own_words())
    found = pl.concat(
        [_replies(events), _mentions(said, account_names), _terms(said, stated), _human(labels, events)]
    )
    as_target = pl.DataFrame(
        [(i, t.name) for t in stated for i in t.ids],
        schema={"target_id": pl.String, "name": pl.String},
        orient="row",
    )
    own = events.select("event_id", "account_id")
    found = found.join(own, on="event_id").filter(~pl.col("target_id").eq_missing(pl.col("account_id")))
    found = found.join(
        as_target.unique("target_id", keep="first"), on="target_id", how="left", maintain_order="left"
    )
    mine = as_target.select(account_id="target_id", mine="name")
    found = found.with_columns(target_id=pl.coalesce("name", "target_id")).join(
        mine, on="account_id", how="left", maintain_order="left"
    )
    found = found.filter(~pl.col("target_id").eq_missing(pl.col("mine")) | pl.col("mine").is_null())
    rank = pl.col("basis").replace_strict({b: k for k, b in enumerate(_BASES)}, return_dtype=pl.Int8)
    found = found.with_columns(rank=rank).sort("event_id", "target_id", "rank")
    return TARGETS.fit(found.unique(["event_id", "target_id"], keep="first", maintain_order=True))


def at_targets(aimed: pl.DataFrame, stated: list[Target]) -> pl.DataFrame:
    """Select the events that are aimed at a target of case.toml: event_id, target; each pair once.

    aimed: TARGETS, which hold everybody that an event answers or mentions.
    stated: the targets of case.toml.

    >>> aimed = {"event_id": ["m", "n"], "target_id": ["甲", "weibo:1"], "basis": ["term", "reply_to"]}
    >>> at_targets(pl.DataFrame(aimed), [Target(name="甲")]).rows()
    [('m', '甲')]
    """
    names = [target.name for target in stated]
    mine = aimed.filter(pl.col("target_id").is_in(names)).select("event_id", target="target_id")
    return mine.unique(maintain_order=True)


def own_words() -> pl.Expr:
    """Select what the account wrote itself."""
    return pl.col("own_text")


def names_mentioned(text: str) -> pl.Expr:
    """List the names that column `text` mentions, without the @.

    >>> pl.DataFrame({"t": ["@甲 和 @乙：看"]}).select(names_mentioned("t")).item().to_list()
    ['甲', '乙']
    """
    return pl.col(text).str.extract_all(MENTION).list.eval(pl.element().str.slice(1))


def _rows(frame: pl.DataFrame, basis: str) -> pl.DataFrame:
    return frame.select("event_id", "target_id", basis=pl.lit(basis)).cast(pl.String).drop_nulls()


def _replies(events: pl.DataFrame) -> pl.DataFrame:
    """Whom each comment answers; a missing parent is not replaced by the post's author."""
    authors = (
        events.select(above="event_id", target_id="account_id")
        .drop_nulls()
        .unique("above", keep="first", maintain_order=True)
    )
    comments = events.filter(pl.col("kind") == "comment").select(
        "event_id", "root_id", "parent_id", "parent_basis"
    )
    known = comments.join(authors, left_on="parent_id", right_on="above", how="left").join(
        authors.rename({"target_id": "of_root"}), left_on="root_id", right_on="above", how="left"
    )
    to_root = pl.col("parent_basis").is_null() | (pl.col("parent_basis") != "missing")
    return _rows(
        known.with_columns(target_id=pl.coalesce("target_id", pl.when(to_root).then("of_root"))), "reply_to"
    )


def _mentions(said: pl.DataFrame, account_names: pl.DataFrame) -> pl.DataFrame:
    """Accounts that are named with an @ in own words, where one account alone went by the name."""
    sole = account_names.select("name", "account_id").drop_nulls().unique().filter(pl.len().over("name") == 1)
    named = (
        said.filter(pl.col("own").str.contains("@", literal=True))
        .select("event_id", name=names_mentioned("own"))
        .explode("name")
        .drop_nulls()
    )
    return _rows(named.join(sole.rename({"account_id": "target_id"}), on="name"), "mention")


def _terms(said: pl.DataFrame, stated: list[Target]) -> pl.DataFrame:
    found = [_rows(TARGETS.empty(), "term")]
    for target in stated:
        words = spellings(tuple(w for w in dict.fromkeys([*target.names, *target.terms]) if w.strip()))
        if words:
            hit = said.filter(pl.col("own").str.contains_any(words, ascii_case_insensitive=True))
            found.append(_rows(hit.with_columns(target_id=pl.lit(target.name)), "term"))
    return pl.concat(found)


def _human(labels: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    aimed = labels.filter(pl.col("label").str.starts_with(AIMED_AT)).select(
        event_id="subject_id", target_id=pl.col("label").str.strip_prefix(AIMED_AT)
    )
    return _rows(aimed.join(events.select("event_id"), on="event_id", how="semi"), "human")
