"""What speaks for an account, what against it, what would overturn it, and how firm its listing is."""

from collections.abc import Callable
from datetime import datetime

import polars as pl

from analytics.model.messages import catalogue
from analytics.questions.question import Asked, Question, line, records
from analytics.questions.topics._accounts import head, nobody, subjects
from analytics.questions.topics._records import WHOLE
from analytics.report.account_block import left_out
from analytics.report.blocks import Claim, entry
from analytics.report.favour import dealings, favourable, general
from analytics.report.firmness import firm_words
from analytics.report.listed_data import ListedAccount
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Joined, Moment, Value, Word
from analytics.report.section import stated_reason
from analytics.roles.reasons import challenge_parts

WITHOUT = "without_"  # How codes of a challenge begin that leave something out.
CODED = "line_support"  # The line of evidence that people coded words as support.
OTHER_SIDES = ("deny", "report", "ask", "other", "unread")


def _of_each(asked: Asked, tell: Callable[[Asked, ListedAccount], list[Claim]]) -> list[Claim]:
    """Tell something of every account that is asked about, each under its own head."""
    found = subjects(asked)
    if not found:
        return nobody(asked)
    return [claim for one in found for claim in (*head(asked, one), *tell(asked, one))]


def speaks_for(asked: Asked) -> list[Claim]:
    """Tell what speaks for an account, the sides of its words, and what else explains such a place."""
    return [*_of_each(asked, _for), *_by_role(asked, "for_general", general), line("for_limit")]


def _by_role(asked: Asked, key: str, codes_of: Callable[[ListedAccount], tuple[str, ...]]) -> list[Claim]:
    """Sentences that hold of any account in a role, each once, with the roles that it is told of."""
    roles: dict[str, dict[str, None]] = {}
    for one in subjects(asked):
        mine = set(codes_of(one))
        for row in one.roles:
            for code in (*row["explanations"], *row["challenges"]):
                if code in mine:
                    roles.setdefault(code, {})[row["role"]] = None
    return [
        line(
            key, said=Word(f"roles.{code}"), roles=Joined(tuple(Word(f"roles.role_{role}") for role in found))
        )
        for code, found in roles.items()
    ]


def _for(asked: Asked, one: ListedAccount) -> list[Claim]:
    claims = [_wrapped("for_fact", claim) for claim in favourable(asked.facts, one)]
    claims = claims or [line("for_nothing")]
    return [*claims, _sides(one)]


def _wrapped(key: str, claim: Claim) -> Claim:
    """A fact that other parts tell inside a sentence, as a sentence of its own."""
    return line(key, *claim.refs, said=Word(entry(claim.key), tuple(claim.params.items())))


def _sides(one: ListedAccount) -> Claim:
    """All records of an account on the information by side, those without words apart."""
    rows = one.on_alleged
    sets = {side: rows.filter(side=side)["event_id"] for side in ("support", *OTHER_SIDES)}
    sets["bare"] = rows.filter(pl.col("side").is_null())["event_id"]
    params: dict[str, Value] = {name: len(ids) for name, ids in sets.items()}
    return line("account_sides", *map(records, sets.values()), **params)


def speaks_against(asked: Asked) -> list[Claim]:
    """Tell what an account did on the information: its records, its words, lines of evidence, dealings."""
    return [*_of_each(asked, _against), line("against_limit")]


def _against(asked: Asked, one: ListedAccount) -> list[Claim]:
    ids, every = one.on_alleged["event_id"], one.acts["event_id"]
    counts: dict[str, Value] = {"n": len(ids), "all": len(every)}
    claims = [line("against_records", records(ids), records(every), **counts)]
    if not one.is_named:
        return claims
    claims += [
        line(
            "against_words",
            records([row["event_id"]]),
            text=Foreign(row["own_text"], WHOLE),
            at=Moment(row["at"], row["at_precision"]),
        )
        for row in one.supports.to_dicts()
    ]
    lines = dict.fromkeys(code for row in one.roles for code in row["evidence_lines"])
    if one.supports.is_empty():  # A stated text counts for its author without a coder: nothing coded is told.
        lines.pop(CODED, None)
    claims += [line("against_line", said=Word(f"roles.{code}")) for code in lines]
    return [*claims, *_dealings(asked, one)]


def _dealings(asked: Asked, one: ListedAccount) -> list[Claim]:
    """The dealings with an account that the case file states, each with its place there."""
    claims = []
    for place, row in dealings(asked.facts, one.account_id):
        at: Value = Moment(row.at) if isinstance(row.at, datetime) and row.at.tzinfo else str(row.at)
        said: dict[str, Value] = {"kind": Foreign(row.kind, 40), "reason": stated_reason(row.reason)}
        claims.append(line("against_dealing", marked("facts", [place]), at=at, **said))
    return claims


def overturns(asked: Asked) -> list[Claim]:
    """Tell what would overturn a listing: a line less, a post less, or what could be obtained."""
    claims = _of_each(asked, _overturns)
    return [*claims, *_by_role(asked, "overturn_obtained", _obtainable), line("overturn_limit")]


def _overturns(asked: Asked, one: ListedAccount) -> list[Claim]:
    """The grade of each role of an account without its strongest line, and without its strongest post."""
    return [
        line("overturn_by", role=Word(f"roles.role_{row['role']}"), said=left_out(row, code, one.acts))
        for row in one.roles
        for code in row["challenges"]
        if code.startswith(WITHOUT) and challenge_parts(code)[0] in catalogue("roles")
    ] or [line("overturn_nothing")]


def _obtainable(one: ListedAccount) -> tuple[str, ...]:
    """What could be obtained that would overturn it, as keys of locale/roles.toml."""
    codes = dict.fromkeys(code for row in one.roles for code in row["challenges"])
    return tuple(code for code in codes if not code.startswith(WITHOUT) and code in catalogue("roles"))


def firm(asked: Asked) -> list[Claim]:
    """Tell in how many runs with one change an account stays listed, and which change alone removes it."""
    if not asked.facts.groups.is_challenged:
        return [line("firm_not_run")]
    return [*_of_each(asked, _firm), line("firm_limit")]


def _firm(asked: Asked, one: ListedAccount) -> list[Claim]:
    claims = [
        line("firm_role", role=Word(f"roles.role_{row['role']}"), said=said)
        for row in one.roles
        for said in firm_words(row)
    ]
    return claims or [line("firm_not_tried")]


QUESTIONS = (
    Question("for", 10, speaks_for, is_about_account=True),
    Question("against", 11, speaks_against, is_about_account=True),
    Question("overturn", 12, overturns, is_about_account=True),
    Question("firm", 13, firm, is_about_account=True),
)
