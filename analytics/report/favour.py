"""What speaks for a listed account, as facts of this case, and what else explains it in general."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from analytics.alleged.sides import AGAINST
from analytics.model.messages import catalogue
from analytics.report.alleged_data import Stated
from analytics.report.blocks import Claim
from analytics.report.listed_data import ListedAccount
from analytics.report.marks import marked, version_id
from analytics.report.placeholders import Foreign, Joined, Moment, Span, Value, Word
from analytics.report.report_data import ReportData
from analytics.store.case_toml import Correction, Dated
from analytics.store.stated_moments import stated_after, stated_start
from analytics.text.lexicon_marks import lexicon

HEARSAY = "explain_hearsay"
EARLIER_ALONE = "explain_earlier_alone"  # An earlier record with its words stands in one row of one file.
DEALT = ("warnings", "takedowns", "penalties")  # Lists of case.toml: what was done about an account.

# Explanations that hold of any account in such a role; all others were seen in the data of this account.
GENERAL = frozenset(
    {
        "explain_export_bound",
        "explain_not_alleged",
        "explain_rank_unknown",
        "explain_large_following",
        "explain_called_together",
        "explain_one_source",
        "explain_offered_text",
        "explain_source_or_copied",
        "explain_same_trait_by_chance",
        "explain_copied_unasked",
        "explain_followed",
        "explain_quick_reader",
        "explain_member",
        "explain_not_served",
        "explain_other_user",
        "explain_uncoded",
    }
)


def favourable(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """Tell the facts of this case that speak for an account, each with the records that it counts."""
    return (
        *_hearsay(one),
        *_seen(one),
        *_edited(facts, one),
        *_other_sides(one),
        *_below(facts, one),
        *_before(facts, one),
        *_stopped(facts, one),
        *_elsewhere(facts, one),
        *_followers(one),
    )


def general(one: ListedAccount) -> tuple[str, ...]:
    """List the explanations that hold of any account in its roles, keys of locale/roles.toml."""
    return tuple(dict.fromkeys(code for row in one.roles for code in row["explanations"] if code in GENERAL))


def _seen(one: ListedAccount) -> tuple[Claim, ...]:
    """Explanations that the roles found in its own records, such as a link."""
    codes = dict.fromkeys(code for row in one.roles for code in row["explanations"] if code not in GENERAL)
    codes.pop(HEARSAY, None)
    return tuple(Claim(f"roles.{code}") for code in codes if code in catalogue("roles"))


def _hearsay(one: ListedAccount) -> tuple[Claim, ...]:
    """Quote the words by which its texts say that it has this from others: those that stand there alone."""
    texts = dict(one.words.select("event_id", "own_text").iter_rows())
    found = {
        said: ids
        for said in lexicon("stance")["hearsay"]
        if (ids := [event for event, text in texts.items() if said in text])
    }
    if not found:
        return ()
    quoted = Joined(tuple(Word("answers.quoted", (("text", Foreign(said)),)) for said in found))
    events = {event for ids in found.values() for event in ids}
    return (Claim("answers.for_hearsay", {"words": quoted}, (marked("records", events),)),)


def _edited(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    own = [s for s in facts.alleged.stated if s.event and s.event["account_id"] == one.account_id]
    ids = [version_id(v.event_id, v.text_sha256) for s in own if len(s.versions) > 1 for v in s.versions]
    return (Claim("answers.for_edited", {"n": len(ids)}, (marked("versions", ids),)),) if ids else ()


def _other_sides(one: ListedAccount) -> tuple[Claim, ...]:
    ids = one.words.filter(pl.col("side").is_in(AGAINST))["event_id"]
    return (Claim("answers.for_sides", {"n": len(ids)}, (marked("records", ids),)),) if len(ids) else ()


def _stopped(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """No record on the information is seen after the last dealing with the account."""
    dealt = (stated_after(row.at, facts.zone) for _, row in dealings(facts, one.account_id))
    after, at = max(dealt, default=None), one.on_alleged["at"]
    if after is None or at.null_count() or (at >= after).any():
        return ()
    return (Claim("answers.for_stopped"),)


def _below(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """What others said who reposted below its own repost, by side; or that nobody did."""
    if one.account_id in facts.names.authors or one.on_alleged.is_empty():
        return ()
    if one.reposts_below.is_empty():
        ids = one.on_alleged["event_id"]
        return (Claim("answers.for_not_passed", {"n": len(ids)}, (marked("records", ids),)),)
    side = pl.col("side")
    parts = {
        "bare": side.is_null(),
        "unread": side == "unread",
        "support": side == "support",
        "against": side.is_in(AGAINST),
        "other": side.is_not_null() & ~side.is_in(("unread", "support", *AGAINST)),
    }
    of_side = {name: one.reposts_below.filter(condition)["event_id"] for name, condition in parts.items()}
    refs = [marked("records", ids) for ids in (one.reposts_below["event_id"], *of_side.values())]
    params: dict[str, Value] = {
        "all": one.reposts_below.height,
        **{name: len(ids) for name, ids in of_side.items()},
    }
    return (Claim("answers.for_below", params, tuple(refs)),)


def _before(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """Its last record on the information is older than all warnings, or notices, or corrections on file.

    What it wrote under a post that corrects is no record on the information, and is told apart.
    """
    last, toml = one.on_alleged["at"].max(), facts.toml
    if not isinstance(last, datetime) or one.on_alleged["at"].null_count():
        return ()
    dated: dict[str, Sequence[Dated | Correction]] = {
        "warning": toml.warnings,
        "notice": toml.notices,
        "takedown": toml.takedowns,
        "penalty": toml.penalties,
        "correction": toml.corrections,
    }
    later = [
        name
        for name, rows in dated.items()
        if rows and all(row.at and last < stated_start(row.at, facts.zone) for row in rows)
    ]
    if not later:
        return ()
    kinds = Joined(tuple(Word(f"timeline.kind_{name}") for name in later))
    refs = (marked("records", one.on_alleged.filter(pl.col("at") == last)["event_id"].head(1)),)
    params: dict[str, Value] = {"last": Moment(last), "kinds": kinds}
    if "correction" not in later or one.under_correction.is_empty():
        return (Claim("answers.for_before", params, refs),)
    after = one.under_correction.sort("at", "event_id", nulls_last=True)
    params["n"] = after.height
    return (Claim("answers.for_before_but", params, (*refs, marked("records", after["event_id"]))),)


def has_timeline(facts: ReportData, account_id: str) -> bool:
    """Tell whether a file of the account's own posts was handed over."""
    return account_id.rpartition(":")[2] in facts.sources["author"].to_list()


def _followers(one: ListedAccount) -> tuple[Claim, ...]:
    """How many followers the export shows of a hub: whatever it passes on is passed on more."""
    n = one.account["followers_n"] if one.account else None
    if n is None or all(row["role"] != "promoter" for row in one.roles):
        return ()
    return (Claim("answers.for_followers", {"n": n}, (marked("accounts", [one.account_id]),)),)


def _elsewhere(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """Records that are not on the information and do not name the target; all others speak for nothing.

    Whether such words allude to the target no table tells. Of the account of a target this says nothing.
    """
    other = one.unrelated
    if not other or any(one.account_id in target.ids for target in facts.toml.targets):
        return ()
    refs = (marked("records", other), marked("records", one.acts["event_id"]))
    return (Claim("answers.for_elsewhere", {"n": len(other), "all": one.acts.height}, refs),)


def later_item(facts: ReportData, one: ListedAccount) -> dict[str, Value]:
    """Tell by how much the first stated item of all is earlier than the one that an account wrote.

    Returns number (of its item), first (of the earliest), span; empty where its own is the earliest, where it
    wrote none, or where a moment is not known.
    """
    found = _apart(facts, one)
    if found is None:
        return {}
    (own_at, own), (first_at, first) = found
    since = (own_at - first_at).total_seconds()
    return {"number": str(own.number), "first": str(first.number), "span": Span(since)}


def apart(facts: ReportData, one: ListedAccount) -> tuple[str, ...]:
    """List the two records between which `later_item` measures; none where it tells nothing."""
    found = _apart(facts, one)
    return tuple(stated.id for _, stated in found) if found else ()


def _apart(facts: ReportData, one: ListedAccount) -> tuple[tuple[datetime, Stated], ...] | None:
    """The first item that an account wrote and the first of all, where that is earlier: with their times."""
    dated = [(s.event["at"], s) for s in facts.alleged.stated if s.event and s.event["at"] is not None]
    mine = [pair for pair in dated if (pair[1].event or {}).get("account_id") == one.account_id]
    if not mine:
        return None
    own, first = min(mine, key=lambda pair: pair[0]), min(dated, key=lambda pair: pair[0])
    return None if own[0] <= first[0] else (own, first)


def dealings(facts: ReportData, account_id: str) -> list[tuple[str, Dated]]:
    """List the warnings, takedowns and penalties that case.toml states of an account, in that order.

    Each stands with its place there, as marks name it ("warnings/1").
    """
    return [
        (f"{name}/{k}", one)
        for name in DEALT
        for k, one in enumerate(getattr(facts.toml, name), 1)
        if one.account_id == account_id
    ]


def after_dealing(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> list[str]:
    """List the records of an account after the dealing that a row of ROLES is about, whatever they say.

    row: of a repeater; its subject_id is the place of the dealing ("warnings.1").
    """
    name, _, place = row["subject_id"].partition(".")
    after = stated_after(getattr(facts.toml, name)[int(place) - 1].at, facts.zone)
    return one.acts.filter(pl.col("at") >= after)["event_id"].to_list()


def in_short(claims: tuple[Claim, ...], most: int) -> tuple[Word, ...]:
    """Give the words of the first few facts, to stand in one sentence.

    >>> in_short((Claim("roles.explain_links"), Claim("x")), 1)
    (Word(key='roles.explain_links', params=()),)
    """
    return tuple(Word(claim.key, tuple(claim.params.items())) for claim in claims[:most])
