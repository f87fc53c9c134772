"""The accounts that a question about X is about: the one that was named, else all that may be named."""

from dataclasses import replace

import polars as pl

from analytics.coordination.explanations.wording import params_of
from analytics.evidence.row_numbers import RowNumbers
from analytics.model.errors import CaseError
from analytics.model.time import trusted_at
from analytics.questions.question import Asked, accounts, line
from analytics.report.blocks import Claim
from analytics.report.listed_data import ListedAccount, elsewhere_of
from analytics.report.placeholders import Joined, Word
from analytics.text.targets import at_targets


def subjects(asked: Asked) -> list[ListedAccount]:
    """List them, the best grades first. Raises CaseError if the case has no record of the account named."""
    listed = asked.facts.listed
    if asked.account_id is None:
        return [_nameable(one) for one in listed if one.is_named]
    known = [_nameable(one) for one in listed if one.account_id == asked.account_id]
    return known or [_not_listed(asked, asked.account_id)]


def _nameable(one: ListedAccount) -> ListedAccount:
    """A named account with the roles in which it may be named: an author may be named as author alone."""
    if not one.is_named:
        return one
    return replace(one, roles=tuple(row for row in one.roles if row["may_be_named"]))


def _not_listed(asked: Asked, account_id: str) -> ListedAccount:
    """An account below B: its records, and its words on the information."""
    mine = pl.col("account_id") == account_id
    events = asked.case.scan("events").filter(mine)
    acts = events.select("account_id", "event_id", trusted_at()).collect().sort("at", "event_id")
    if acts.is_empty():
        raise CaseError("question_account", case=asked.case.folder, found=account_id)
    on_alleged = asked.facts.alleged.events.filter(mine).sort("at", "event_id")
    place = ("event_id", "own_text", "source_sha256", "source_row", "source_path")
    texts = events.filter(pl.col("own_text").str.strip_chars() != "").select(place).collect()
    words = RowNumbers(asked.case).added(on_alleged.join(texts, on="event_id", maintain_order="left"))
    is_named = asked.facts.names.may(account_id)
    elsewhere = elsewhere_of(events, asked.facts.alleged.events)
    aimed = at_targets(asked.case.read_or_empty("targets"), asked.facts.toml.targets)["event_id"].unique()
    behind = _behind_groups(asked)
    return ListedAccount(
        account_id,
        (),
        is_named,
        (),
        None,
        acts,
        on_alleged,
        words,
        elsewhere.filter(pl.col("event_id").is_in(aimed.implode())),
        elsewhere.filter(pl.col("event_id").is_in(behind)),
    )


def _behind_groups(asked: Asked) -> list[str]:
    """Events outside a group on which what is told of it rests: a call, the first use of its words."""
    params = [params_of(row) for row in asked.facts.groups.explained.to_dicts()]
    names = ("called_ids", "first_ids")
    return sorted({one for known in params for name in names for one in known.get(name) or ()})


def head(asked: Asked, one: ListedAccount) -> list[Claim]:
    """Tell who is spoken of, and in which candidate roles; of an account without a name why it has none."""
    who = asked.facts.names.shown(one.account_id)
    mark = accounts([one.account_id])
    if not one.roles:
        return [line(_standing(asked, one), mark, who=who)]
    roles = tuple(
        Word("listed.role_grade", (("role", Word(f"roles.role_{row['role']}")), ("grade", row["grade"])))
        for row in one.roles
    )
    named = [] if one.is_named else [line("account_unnamed")]
    return [line("account_head", mark, who=who, roles=Joined(roles)), *named]


def _standing(asked: Asked, one: ListedAccount) -> str:
    """Why an account has no role: an author alone, never a candidate by rule, or not at A or B."""
    if any(one.account_id in target.ids for target in asked.facts.toml.targets):
        return "account_target"
    if one.account_id in asked.facts.names.authors:
        return "account_author"
    return "account_apart" if one.on_alleged["actor"].drop_nulls().len() else "account_not_listed"


def nobody(asked: Asked) -> list[Claim]:
    """Tell that no account may be named, or that accounts were not studied."""
    return [line("account_nobody" if asked.facts.groups.is_assigned else "account_not_run")]
