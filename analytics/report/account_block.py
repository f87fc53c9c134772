"""The block of one listed account: half a page, the same form in the main part and in the annex."""

from datetime import datetime
from typing import Any

import polars as pl

from analytics.model.messages import catalogue
from analytics.report.blocks import Block, Claim, Labelled, Prose
from analytics.report.favour import dealings, favourable
from analytics.report.firmness import firm_words
from analytics.report.listed_data import ListedAccount
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Moment, Share, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import word
from analytics.store.case_toml import Dated

WORDS_SHOWN = 3  # Texts of an account in a block of the main part; the annex has all of them.
ROWS_SHOWN = 2  # Places of records in a block; the sets of the marks have all of them.
WHOLE = 20_000  # Characters: no post is longer, so words are printed whole.
# What each line of evidence rests on; all others rest on moments.
ON_WORDS = {
    "line_support",
    "line_marked",
    "line_own_words",
    "line_again",
    "line_about_target",
    "line_announced",
    "line_own_post",
    "line_alleged",
    "line_same_matter",
}
ON_PLACE = {"line_loss", "line_largest", "line_passed_on", "line_on_information"}


def account_block(facts: ReportData, one: ListedAccount, is_whole: bool = False) -> list[Block]:
    """Build the block of a named account. is_whole: with all of its words, as the annex prints it."""
    rows: tuple[tuple[Value, tuple[Claim, ...]], ...] = (
        (word("listed.label_role"), _roles(one)),
        (word("listed.label_names"), _names(one)),
        (word("listed.label_words"), _words(facts, one, is_whole)),
        (word("listed.label_moments"), _moments(one)),
        (word("listed.label_evidence"), _evidence(one)),
        (word("listed.label_for"), favourable(facts, one)),
        (word("listed.label_weight"), _weight(one)),
        (word("listed.label_overturn"), _overturn(one)),
        (word("listed.label_firm"), _firm(one)),
        (word("listed.label_dealings"), tuple(_dealing(row) for row in dealings(facts, one.account_id))),
        (word("listed.label_rows"), _rows(facts, one)),
    )
    return [
        Prose("listed.head", {"who": facts.names.shown(one.account_id)}, "heading"),
        Labelled(tuple((label, claims) for label, claims in rows if claims)),
    ]


def _roles(one: ListedAccount) -> tuple[Claim, ...]:
    return tuple(
        Claim("listed.role_grade", {"role": word(f"answers.role_{row['role']}"), "grade": row["grade"]})
        for row in one.roles
    )


def _names(one: ListedAccount) -> tuple[Claim, ...]:
    """Screen names borne, with the dates of the captures that show them, and the badge as exported."""
    borne = [
        Claim(
            "listed.name_borne",
            {
                "name": Foreign(row["name"], 40),
                "first": Moment(row["first_at"], "d"),
                "last": Moment(row["last_at"], "d"),
            },
            (marked("accounts", [one.account_id]),),
        )
        for row in one.bore
        if row["first_at"] is not None and len(one.bore) > 1
    ]
    kind = one.account["verified_type"] if one.account else None
    return (*borne, *((Claim("listed.name_verified", {"type": Foreign(kind, 30)}),) if kind else ()))


def _words(facts: ReportData, one: ListedAccount, is_whole: bool) -> tuple[Claim, ...]:
    """Its words on the information in full, support first, with time, side and how many coded them."""
    stated = {s.id for s in facts.alleged.stated}
    ordered = one.words.with_columns(
        rank=pl.when(pl.col("event_id").is_in(sorted(stated)))
        .then(0)
        .when(pl.col("side") == "support")
        .then(1)
        .otherwise(2)
    ).sort("rank", "at", "event_id")
    shown = ordered if is_whole else ordered.head(WORDS_SHOWN)
    claims = tuple(
        Claim(
            "listed.words",
            {
                "text": Foreign(row["own_text"], WHOLE),
                "at": Moment(row["at"], row["at_precision"]),
                "side": _side(row, stated),
            },
            (marked("records", [row["event_id"]]),),
        )
        for row in shown.to_dicts()
    )
    left = ordered["event_id"][shown.height :]
    if not len(left):
        return claims
    return (*claims, Claim("listed.words_more", {"n": len(left)}, (marked("records", left),)))


def _side(row: dict[str, Any], stated: set[str]) -> Value:
    side = row["side"] or "unread"
    if side == "unread":
        return word("listed.side_stated" if row["event_id"] in stated else "listed.side_unread")
    return word("listed.side", side=word(f"listed.side_{side}"), n=row["coders_n"])


def _moments(one: ListedAccount) -> tuple[Claim, ...]:
    dated = one.on_alleged.drop_nulls("at")
    if dated.is_empty():
        return ()
    params: dict[str, Value] = {
        "first": Moment(dated["at"][0]),
        "last": Moment(dated["at"][-1]),
        "n": one.on_alleged.height,
        "all": one.acts.height,
        "share": Share(one.on_alleged.height, one.acts.height),
    }
    refs = (marked("records", one.on_alleged["event_id"]), marked("records", one.acts["event_id"]))
    return (Claim("listed.moments", params, refs),)


def _evidence(one: ListedAccount) -> tuple[Claim, ...]:
    """Each line of evidence once, with what it rests on."""
    lines = dict.fromkeys(line for row in one.roles for line in row["evidence_lines"])
    return tuple(Claim(f"listed.basis_{_basis(line)}", {"line": Word(f"roles.{line}")}) for line in lines)


def _basis(line: str) -> str:
    if line in ON_WORDS:
        return "words"
    return "place" if line in ON_PLACE else "moment"


def _weight(one: ListedAccount) -> tuple[Claim, ...]:
    """The grade of each role without its strongest line of evidence."""
    found = [(row["role"], code) for row in one.roles for code in row["challenges"] if "without_line" in code]
    return tuple(
        Claim("listed.weight", {"role": word(f"answers.role_{role}"), "said": Word(f"roles.{code}")})
        for role, code in found
    )


def _overturn(one: ListedAccount) -> tuple[Claim, ...]:
    codes = dict.fromkeys(
        code for row in one.roles for code in row["challenges"] if "without_line" not in code
    )
    return tuple(Claim(f"roles.{code}") for code in codes if code in catalogue("roles"))


def _firm(one: ListedAccount) -> tuple[Claim, ...]:
    return tuple(
        Claim(said.key, dict(said.params), (marked("accounts", [one.account_id]),))
        for row in one.roles
        for said in firm_words(row)
    )


def _dealing(row: Dated) -> Claim:
    at: Value = Moment(row.at) if isinstance(row.at, datetime) and row.at.tzinfo else str(row.at)
    params: dict[str, Value] = {
        "at": at,
        "kind": Foreign(row.kind, 40),
        "reason": Foreign(row.reason, 80),
        "document": Foreign(row.document, 80),
    }
    return Claim("listed.dealing", params)


def _rows(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """Where the first of its words stand: file and row as a reader of the file counts them."""
    names = dict(facts.sources.select("sha256", "name").iter_rows())
    return tuple(
        Claim(
            "listed.row_place",
            {"file": Foreign(names.get(row["source_sha256"]), 60), "row": str(row["row"])},
            (marked("records", [row["event_id"]]),),
        )
        for row in one.words.head(ROWS_SHOWN).to_dicts()
    )
