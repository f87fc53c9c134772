"""The block of one listed account: half a page, the same form in the main part and in the annex."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from analytics.model.messages import LANGS, catalogue, say
from analytics.report.blocks import Block, Claim, Labelled, Prose
from analytics.report.evidence_lines import evidence
from analytics.report.favour import dealings, favourable, has_timeline
from analytics.report.firmness import firm_words
from analytics.report.listed_data import ListedAccount
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Moment, Share, Told, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import stated_reason, word
from analytics.roles.reasons import challenge_parts, line_name
from analytics.roles.standing import GRADES
from analytics.scope.wording import verified_words
from analytics.store.case_toml import Dated

WORDS_SHOWN = 3  # Texts of an account in a block of the main part; the annex has all of them.
ROWS_SHOWN = 2  # Places of records in a block; the sets of the marks have all of them.
UNVERIFIED = "-1"  # Type of an account without a badge in the platform's own numbers.
WHOLE = 20_000  # Characters: no post is longer, so words are printed whole.
# Where words were not coded, and alike, on this very record.
OTHER_BASES = ("disputed", "sentence", "family")


def account_block(facts: ReportData, one: ListedAccount, is_whole: bool = False) -> list[Block]:
    """Build the block of a named account. is_whole: with all of its words, as the annex prints it."""
    rows: tuple[tuple[Value, tuple[Claim, ...]], ...] = (
        (word("listed.label_role"), _roles(one)),
        (word("listed.label_names"), _names(one)),
        (word("listed.label_verified"), _verified(one)),
        (word("listed.label_words"), _words(facts, one, is_whole)),
        (word("listed.label_moments"), _moments(facts, one)),
        (word("listed.label_evidence"), evidence(facts, one)),
        (word("listed.label_for"), favourable(facts, one)),
        (word("listed.label_weight"), _weight(one)),
        (word("listed.label_overturn"), _overturn(facts, one)),
        (word("listed.label_firm"), _firm(one)),
        (word("listed.label_dealings"), tuple(_dealing(*row) for row in dealings(facts, one.account_id))),
        (word("listed.label_rows"), _rows(facts, one)),
    )
    return [
        Prose("listed.head", {"who": facts.names.shown(one.account_id)}, "heading"),
        Labelled(tuple((label, claims) for label, claims in rows if claims), is_whole=True),
    ]


def _roles(one: ListedAccount) -> tuple[Claim, ...]:
    return tuple(
        Claim("listed.role_grade", {"role": word(f"roles.role_{row['role']}"), "grade": row["grade"]})
        for row in one.roles
    )


def _names(one: ListedAccount) -> tuple[Claim, ...]:
    """Screen names borne, with the dates of the captures that show them."""
    return tuple(
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
    )


def _verified(one: ListedAccount) -> tuple[Claim, ...]:
    """The badge: none, or the platform's type in words with the reason that it states."""
    account = one.account or {}
    if account.get("verified") is False or account.get("verified_type") == UNVERIFIED:
        return (Claim("listed.verified_none"),)
    kind, reason = account.get("verified_type"), account.get("verified_reason")
    if not kind and not reason:
        return ()
    named: Value = Foreign(kind, 30)
    if kind and kind.lstrip("-").isdigit():
        named = Told(verified_words(kind, "zh"), verified_words(kind, "en"))
    return (Claim("listed.verified", {"type": named, "reason": Foreign(reason, 60)}),)


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
    if len(left):
        claims += (Claim("listed.words_more", {"n": len(left)}, (marked("records", left),)),)
    return (*claims, *_elsewhere(one, is_whole))


def _elsewhere(one: ListedAccount, is_whole: bool) -> tuple[Claim, ...]:
    """Its words elsewhere: under a correction, what a role rests on, the first of those aimed at a target."""
    rested = one.rested.filter(pl.col("own_text").str.strip_chars() != "")
    aimed = one.aimed.filter(pl.col("own_text").str.strip_chars() != "")
    under = one.under_correction.filter(pl.col("own_text").str.strip_chars() != "")
    apart = pl.concat([under, rested])
    aimed = aimed.join(apart, on="event_id", how="anti").sort("at", "event_id")
    shown = pl.concat([apart, aimed if is_whole else aimed.head(WORDS_SHOWN)])
    claims = tuple(
        Claim(
            "listed.words",
            {
                "text": Foreign(row["own_text"], WHOLE),
                "at": Moment(row["at"], row["at_precision"]),
                "side": word(_place(row["event_id"], under)),
            },
            (marked("records", [row["event_id"]]),),
        )
        for row in shown.unique("event_id").sort("at", "event_id").to_dicts()
    )
    left = aimed["event_id"].clear() if is_whole else aimed["event_id"][WORDS_SHOWN:]
    if not len(left):
        return claims
    return (*claims, Claim("listed.words_elsewhere", {"n": len(left)}, (marked("records", left),)))


def _place(event_id: str, under: pl.DataFrame) -> str:
    """Name the entry that tells where words elsewhere stand: under a correction, or aimed at a target."""
    return "listed.side_corrected" if event_id in under["event_id"] else "listed.side_elsewhere"


def _side(row: dict[str, Any], stated: set[str]) -> Value:
    side = row["side"] or "unread"
    if side == "unread":
        return word("listed.side_stated" if row["event_id"] in stated else "listed.side_unread")
    how = row["side_basis"] if row["side_basis"] in OTHER_BASES else "event"
    return word(f"listed.coded_{how}", side=word(f"listed.side_{side}"), n=row["coders_n"])


def _moments(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
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
    key = "moments" if has_timeline(facts, one.account_id) else "moments_no_timeline"
    return (Claim(f"listed.{key}", params, refs),)


def _weight(one: ListedAccount) -> tuple[Claim, ...]:
    """The grade of each role without its strongest line of evidence."""
    found = [(row["role"], code) for row in one.roles for code in row["challenges"] if "without_line" in code]
    return tuple(
        Claim("listed.weight", {"role": word(f"roles.role_{role}"), "said": challenge(code)})
        for role, code in found
    )


def challenge(code: str) -> Word:
    """Put a code of the column challenges into words, with the lines of evidence that it names.

    >>> challenge("without_line_B").key, challenge("without_line_B:first").key
    ('roles.without_line_B', 'roles.without_one_B')
    """
    key, lines = challenge_parts(code)
    if not lines:
        return Word(f"roles.{key}")
    said = {lang: say("roles.lines_mark", lang).join(line_name(one, lang) for one in lines) for lang in LANGS}
    return word(f"roles.{key}", lines=Told(said["zh"], said["en"]))


def _overturn(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """What lowers the grade of a role, and what a person could ask for; nothing that changes no grade."""
    posts = tuple(
        Claim(
            "listed.weight",
            {"role": word(f"roles.role_{row['role']}"), "said": left_out(row, code, one.acts)},
            (marked("records", row["event_ids"][:1]),) if row["role"] == "repeater" else (),
        )
        for row in one.roles
        for code in row["challenges"]
        if code.startswith("without_post_") and code != f"without_post_{row['grade']}"
    )
    codes = dict.fromkeys(
        code for row in one.roles for code in row["challenges"] if not code.startswith("without_")
    )
    obtained = (Claim(f"roles.{code}") for code in codes if code in catalogue("roles"))
    return (*posts, *_one_text(facts, one), *obtained)


def _one_text(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """That without the one text on which its naming rests an account is not named; an author's is alleged."""
    ids = one.supports["event_id"]
    if len(ids) != 1 or not one.is_named or one.account_id in facts.names.authors:
        return ()
    return (Claim("listed.without_text", {"id": Foreign(ids[0])}, (marked("records", ids),)),)


def left_out(row: Mapping[str, Any], code: str, acts: pl.DataFrame) -> Word:
    """Put a challenge of a row of ROLES into words; after a dealing, with the record left out and when.

    acts: event_id and at of the events of the account.

    >>> row = {"role": "repeater", "event_ids": ["weibo:1", "weibo:2"]}
    >>> acts = pl.DataFrame({"event_id": ["weibo:1"], "at": [datetime(2025, 3, 1)]})
    >>> dict(left_out(row, "without_post_B", acts).params)["at"] == Moment(datetime(2025, 3, 1))
    True
    >>> tried = [row, row | {"role": "promoter"}]
    >>> tuple(left_out(one, "without_post_B", acts).key for one in tried)
    ('listed.without_record', 'roles.without_post_B')
    """
    grade = code.removeprefix("without_post_")
    if row["role"] != "repeater" or grade not in GRADES:
        return challenge(code)
    first = row["event_ids"][0]
    at = next(iter(acts.filter(event_id=first)["at"]), None)
    return word("listed.without_record", id=Foreign(first), at=Moment(at), grade=grade)


def _firm(one: ListedAccount) -> tuple[Claim, ...]:
    """In how many runs with one change it stays listed; of a group's member, that none left it out alone."""
    tried = tuple(
        Claim(said.key, dict(said.params), (marked("accounts", [one.account_id]),))
        for row in one.roles
        for said in firm_words(row)
    )
    is_member = any(row["role"] == "amplifier" for row in one.roles)
    return (*tried, Claim("listed.dropped_not_computed")) if is_member else tried


def _dealing(place: str, row: Dated) -> Claim:
    at: Value = Moment(row.at) if isinstance(row.at, datetime) and row.at.tzinfo else str(row.at)
    params: dict[str, Value] = {
        "at": at,
        "kind": Foreign(row.kind, 40),
        "reason": stated_reason(row.reason),
        "document": Foreign(row.document, 80),
    }
    return Claim("listed.dealing", params, (marked("facts", [place]),))


def _rows(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """Where the first of its words stand: file and row as a reader of the file counts them."""
    names = dict(facts.sources.select("sha256", "name").iter_rows())
    return tuple(
        Claim(
            "listed.row_place",
            {"place": facts.names.place(names.get(row["source_sha256"]), row)},
            (marked("records", [row["event_id"]]),),
        )
        for row in one.words.head(ROWS_SHOWN).to_dicts()
    )
