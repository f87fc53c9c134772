"""Part 1, page one: what the report is, and its seven answers in a fixed order."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from analytics.coordination.explanations.wording import params_of
from analytics.law.requests import by_kind
from analytics.report.answer_data import data_answer, more, now_answer, reach_answer, text_answer
from analytics.report.blocks import Align, Block, Box, Claim, Column, Grid, Prose, Reference, Row
from analytics.report.favour import EARLIER_ALONE, after_dealing, favourable, general, in_short, later_item
from analytics.report.group_data import is_of_one_file
from analytics.report.listed_data import ListedAccount
from analytics.report.marks import marked
from analytics.report.names import NOBODY_NAMED
from analytics.report.picture_blocks import picture_blocks
from analytics.report.placeholders import Joined, Moment, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import ALL, PURPOSES, Section, word

ACCOUNTS_SHOWN = 2  # Accounts told one by one in answers 4 and 5; all of them stand in part 3.
GROUPS_SHOWN = 3  # Groups told one by one in answer 4; all of them stand in part 4.
ASKED_SHOWN = 2  # Kinds of things to obtain in answer 7; all of them stand in the annex.
# What a thing to obtain is asked about, where it is no record.
ASKED_KINDS = {
    "holders": "accounts",
    "registered": "accounts",
    "groups": "groups",
    "obtained": "files",
    "notices": "facts",
}
# Which answers each purpose begins with; the others follow in their order, under the same numbers.
FIRST: dict[str, tuple[str, ...]] = {
    "court": (),
    "police-assist": ("7", "4", "3"),
    "injunction": ("now", "1", "3"),
    "public-interest": ("3",),
}


def build(facts: ReportData) -> list[Block]:
    """Build the two sentences of what it is, and the answers as the purpose orders them."""
    parts = PURPOSES[facts.purpose]
    told = [word("answers.what_it_is"), word("answers.article_10")]
    if parts != ALL:
        told.append(word("answers.parts_printed", parts=Joined(tuple(map(str, parts)))))
    blocks: list[Block] = [Box("", tuple(told))]
    first = FIRST[facts.purpose]
    for name in (*first, *(name for name in ANSWERS if name not in first and name != "now")):
        blocks += [Prose(f"answers.head_{name}", style="heading"), *ANSWERS[name](facts)]
    return blocks


def _who(facts: ReportData) -> list[Block]:
    """How many accounts are listed; of the first named ones the strongest line and counter-explanation."""
    if not facts.groups.is_assigned:
        return [Claim("answers.listed_not_run")]
    if not facts.listed:
        return [Claim("answers.listed_none")]
    if facts.purpose == NOBODY_NAMED:
        everyone = [one.account_id for one in facts.listed]
        claim = Claim("answers.listed_counted", {"all": len(everyone)}, (marked("accounts", everyone),))
        return [claim, *_by_role("answers.counted_roles", facts.listed)]
    named = _named(facts)
    told: list[Block] = [_one(facts, one) for one in named[:ACCOUNTS_SHOWN]]
    rest = _by_role("answers.more_roles", named[ACCOUNTS_SHOWN:])
    return [numbers_of_listed(facts), *told, *rest, *_groups(facts)]


def _groups(facts: ReportData) -> list[Block]:
    """How many candidate groups there are, and the accounts and the best grade of the first of them."""
    clusters = facts.groups.clusters
    graded = clusters.group_by("cluster_id", maintain_order=True).agg(
        "account_id", best=pl.col("grade").min()
    )
    if graded.is_empty():
        return []
    rows = graded.to_dicts()
    said: list[Word] = []
    refs = [marked("groups", graded["cluster_id"])]
    for k, row in enumerate(rows[:GROUPS_SHOWN], 1):
        acts = facts.groups.acts.filter(cluster_id=row["cluster_id"])
        on_it = acts.join(facts.alleged.same, on="event_id", how="semi")
        theirs = facts.alleged.same.filter(pl.col("account_id").is_in(row["account_id"]))
        is_one = is_of_one_file(facts.groups, row["cluster_id"])
        shown: dict[str, Value] = {
            "n": len(row["account_id"]),
            "acts": acts.height,
            "on_it": on_it.height,
            "all_on_it": theirs.height,
            "files": word("answers.group_one_file") if is_one else "",
        }
        said.append(word("answers.group_n", g=str(k), grade=row["best"] or "—", **shown))
        refs += [marked("accounts", row["account_id"])]
        refs += [marked("records", some["event_id"]) for some in (acts, on_it, theirs)]
    return [Claim("answers.groups", {"n": len(rows), "groups": Joined(tuple(said))}, tuple(refs))]


def numbers_of_listed(facts: ReportData) -> Claim:
    """Tell how many accounts stand at A or B, how many of them are named, and why the others are not."""
    named, unnamed = _named(facts), [one.account_id for one in facts.listed if not one.is_named]
    params: dict[str, Value] = {"all": len(facts.listed), "named": len(named)}
    refs = (
        marked("accounts", (one.account_id for one in facts.listed)),
        marked("accounts", (one.account_id for one in named)),
    )
    if not unnamed:
        return Claim("answers.listed_all", params, refs[:1])
    return Claim(
        "answers.listed_n", {**params, "unnamed": len(unnamed)}, (*refs, marked("accounts", unnamed))
    )


def _by_role(key: str, rest: Sequence[ListedAccount]) -> list[Block]:
    """How many of some accounts stand in each role; an account counts in its best."""
    found: dict[str, list[str]] = {}
    for one in rest:
        found.setdefault(one.roles[0]["role"], []).append(one.account_id)
    if not found:
        return []
    roles = tuple(
        word("answers.role_n", role=word(f"roles.role_{role}"), n=len(ids)) for role, ids in found.items()
    )
    refs = tuple(marked("accounts", ids) for ids in found.values())
    return [Claim(key, {"roles": Joined(roles)}, refs)]


def _one(facts: ReportData, one: ListedAccount) -> Claim:
    best = one.roles[0]
    line, refs = strongest_line(facts, one)
    facts_for = favourable(facts, one)
    counter: Value = word("answers.no_counter")
    if best["role"] == "repeater":
        counter = word("answers.for_unserved")
    elif facts_for:
        counter, refs = in_short(facts_for, 1)[0], (*refs, *facts_for[0].refs)
    elif codes := general(one):
        counter = Word(f"roles.{codes[0]}")
    params: dict[str, Value] = {
        "who": facts.names.shown(one.account_id),
        "role": word(f"roles.role_{best['role']}"),
        "grade": best["grade"],
        "line": line,
        "counter": counter,
    }
    return Claim("answers.listed_one", params, refs)


def strongest_line(facts: ReportData, one: ListedAccount) -> tuple[Word, tuple[Reference, ...]]:
    """Give the one line that says most of an account in its best role, with what it counts."""
    best = one.roles[0]
    if best["role"] == "initiator":
        own = next(
            (s for s in facts.alleged.stated if s.event and s.event["account_id"] == one.account_id), None
        )
        if own:
            found = facts.alleged.accounts_under(own.id)
            later = later_item(facts, one)
            key = "answers.line_initiator_later" if later else "answers.line_initiator"
            if not later and EARLIER_ALONE in best["explanations"]:
                key = "answers.line_initiator_alone"
            return word(key, n=len(found), **later), (marked("accounts", found),)
    if best["role"] == "repeater":
        ids, every = best["event_ids"], after_dealing(facts, one, best)
        on_it = [event_id for event_id in ids if event_id in set(one.on_alleged["event_id"])]
        refs = tuple(marked("records", some) for some in (ids, every, on_it))
        return word("answers.line_repeater", n=len(ids), all=len(every), k=len(on_it)), refs
    ids, coded = one.on_alleged["event_id"], one.supports["event_id"]
    refs = (marked("records", ids), marked("records", coded))
    return word("answers.line_acts", n=len(ids), k=len(coded)), refs


def _for(facts: ReportData) -> list[Block]:
    """What speaks for each of the named accounts, two facts each."""
    named = [] if facts.purpose == NOBODY_NAMED else _named(facts)
    told = [(one, found) for one in named[:ACCOUNTS_SHOWN] if (found := favourable(facts, one)[:2])]
    if not told:
        return [Claim("answers.for_nobody" if not named else "answers.for_nothing")]
    rest = more(len(named) - ACCOUNTS_SHOWN, 3)
    return [_for_one(facts, one, found, rest if one is told[-1][0] else "") for one, found in told]


def _for_one(facts: ReportData, one: ListedAccount, found: tuple[Claim, ...], rest: Value) -> Claim:
    params: dict[str, Value] = {
        "who": facts.names.short(one.account_id),
        "items": Joined(in_short(found, 2)),
        "more": rest,
    }
    return Claim("answers.for_one", params, tuple(ref for claim in found for ref in claim.refs))


def _cannot(facts: ReportData) -> list[Block]:
    called = any(params_of(row).get("called_n") for row in facts.groups.explained.to_dicts())
    key = "answers.cannot_group_called" if called else "answers.cannot_group"
    group = [Claim(key)] if facts.groups.clusters.height else []
    return [Claim("answers.cannot"), *group]


def _ask(facts: ReportData) -> list[Block]:
    """The first kinds of things to obtain, each once, and how many more there are."""
    rows = by_kind(facts.requests)
    if not rows:
        return [Claim("answers.ask_none")]
    shown = rows[:ASKED_SHOWN]
    rest: Value = word("answers.more_annex", n=len(rows) - len(shown)) if len(rows) > len(shown) else ""
    return [_asked_kind(facts, row, rest if row is shown[-1] else "") for row in shown]


def _asked_kind(facts: ReportData, row: dict[str, Any], rest: Value) -> Claim:
    what, whom, settles = _words(row)
    params: dict[str, Value] = {"what": what, "n": row["n"], "whom": whom, "settles": settles, "more": rest}
    return Claim("answers.ask", params, _marks(facts, row))


def build_annex(facts: ReportData) -> list[Block]:
    """Build everything to preserve and to ask for, then the pictures that people put in."""
    rows = facts.requests.sort("place").to_dicts()
    told = tuple(
        _asked(facts, row, is_first=not k or rows[k - 1]["kind"] != row["kind"]) for k, row in enumerate(rows)
    )
    columns = (
        Column("col_lacking", width=20),
        Column("col_n", Align.RIGHT, 7),
        Column("col_records_from_to", width=15),
        Column("col_known_to", width=12),
        Column("col_ask", width=24),
        Column("col_settles"),
    )
    asked: list[Block] = [Grid("table_ask", columns, told, style="small")] if told else []
    return [*asked, *picture_blocks(facts)]


def _asked(facts: ReportData, row: dict[str, Any], is_first: bool) -> Row:
    """A thing to obtain, with the mark of the set that its number counts; what its kind says stands once."""
    what, whom, settles = _words(row)
    subject: Value = what
    if row["kind"] == "holders":
        who = facts.names.shown(row["account_ids"][0])
        subject = word("answers.ask_of", what=what, who=who) if is_first else who
    elif not is_first:
        subject = word("answers.ask_again")
    same: Value = word("answers.ask_again")
    times: tuple[Value, Value] = ("—", "—")
    if row["first_at"] is not None:
        first, last = Moment(row["first_at"], "min"), Moment(row["last_at"], "min")
        known: Value = Moment(row["known_to"], "min") if row["known_to"] else word("answers.ask_not_known")
        times = (word("answers.ask_times", first=first, last=last), known)
    said = (whom, settles) if is_first else (same, same)
    return Row((subject, row["n"], *times, *said), _marks(facts, row))


def _words(row: dict[str, Any]) -> tuple[Word, Word, Word]:
    """What is lacking, whom to ask for what, and what it would settle."""
    what, whom, settles = (Word(f"law.ask_{row['kind']}{part}") for part in ("", "_whom", "_settles"))
    return what, whom, settles


def _marks(facts: ReportData, row: dict[str, Any]) -> tuple[Reference, ...]:
    """The set that the number of a request counts, and the named accounts that stand in it besides."""
    ids = row["subject_ids"]
    if row["kind"] == "rejected":
        ids = facts.coverage.rejected
    elif row["kind"] == "obtained":
        ids = facts.coverage.unexplained
    elif ASKED_KINDS.get(row["kind"]) == "facts":
        ids = [one.replace(".", "/") for one in ids]
    kind = ASKED_KINDS.get(row["kind"], "records")
    refs = (marked(kind, ids),) if len(set(ids)) == row["n"] else ()
    members = row.get("account_ids") if row["kind"] == "groups" else None
    return (*refs, marked("accounts", members)) if members else refs


def _named(facts: ReportData) -> list[ListedAccount]:
    return [one for one in facts.listed if one.is_named]


ANSWERS: dict[str, Callable[[ReportData], list[Block]]] = {
    "now": now_answer,
    "1": text_answer,
    "2": data_answer,
    "3": reach_answer,
    "4": _who,
    "5": _for,
    "6": _cannot,
    "7": _ask,
}

SECTION = Section("answers", 1, build, build_annex)
