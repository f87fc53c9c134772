"""Answers 1 to 3 of page one: what is alleged, what the data cover and lack, how far it went."""

from datetime import datetime
from typing import Any

import polars as pl

from analytics.alleged.collected import Recent
from analytics.alleged.events import SAME, below
from analytics.law.comparison import Comparison
from analytics.report.alleged_data import Stated
from analytics.report.blocks import Block, Claim, Reference
from analytics.report.group_data import NAMED
from analytics.report.marks import marked, version_id
from analytics.report.placeholders import Foreign, Joined, Moment, Stressed, Told, Value, Word
from analytics.report.reach_words import position_words
from analytics.report.report_data import ReportData
from analytics.report.section import subset, word
from analytics.report.timeline_data import told
from analytics.text.versions import Version, compared

TEXT_MAX = 240  # Characters of an alleged text on page one, where it fits whole; all of it stands in part 2.
CHANGE_MAX = 160  # Characters of what a newer version changed, likewise.
KEPT_MAX = 12  # Characters that two versions share and that are printed between two changes.
TEXTS_SHOWN = 2  # Stated items told in words on page one; all of them stand in part 2.
CORRECTIONS_SHOWN = 1  # Likewise of corrections.
MADE_ID = ":row/"  # In the id of a record that has none in its export: its place is its id.
ITEMS_SHOWN = 3  # Stated items whose reach is told on page one; all of them stand in part 5.


def text_answer(facts: ReportData) -> list[Block]:
    """Tell the first stated items in full, how many more there are, and what set the record straight."""
    stated = facts.alleged.stated
    if not stated:
        return [Claim("answers.not_stated")]
    shown = stated[:TEXTS_SHOWN]
    rest = more(len(stated) - len(shown), 2)
    texts = [_text(facts, one, rest if one is shown[-1] else "") for one in shown]
    return [*texts, *_corrected(facts)]


def _corrected(facts: ReportData) -> list[Block]:
    """Who published a correction when; its text stands in part 2."""
    found = facts.course.corrections
    shown = found[:CORRECTIONS_SHOWN]
    rest = more(len(found) - len(shown), 2)
    return [
        Claim(
            "answers.corrected",
            {"at": told(one.at, facts.zone), "by": one.by_words, "more": rest if one is shown[-1] else ""},
            (marked("facts", [one.place]),),
        )
        for one in shown
    ]


def more(n: int, part: int) -> Value:
    """Say how many more stand in another part; nothing where there is none."""
    return word("answers.more", n=n, part=part) if n > 0 else ""


def _text(facts: ReportData, one: Stated, rest: Value) -> Claim:
    if one.event is None:
        key = "answers.text_absent" if one.is_absent else "answers.text_family"
        return Claim(key, {"n": str(one.number), "more": rest})
    row = one.event
    text = one.versions[0].text if one.versions else row["own_text"] or row["text"]
    params: dict[str, Value] = {
        "item": word("answers.item", n=str(one.number)) if len(facts.alleged.stated) > 1 else "",
        "text": Foreign(text, TEXT_MAX),
        "who": facts.names.shown(row["account_id"]),
        "at": Moment(row["at"], row["at_precision"]),
        "versions": _versions(one.versions),
        "state": _state(facts, one),
        "what": Foreign(one.what, 80),
        "more": rest,
    }
    ids = [version_id(v.event_id, v.text_sha256) for v in one.versions]
    return Claim("answers.text", params, (marked("versions", ids or [one.id]),))


def _versions(versions: tuple[Version, ...]) -> Value:
    """How many versions the captures show, and the words that the newest changed."""
    if len(versions) < 2:
        return word("answers.one_version")
    last = versions[-1]
    at, new = Moment(last.first_at, "min"), changed_words(versions[0].text, last.text)
    return word("answers.some_versions", v=len(versions), at=at, new=new)


def changed_words(old: str, new: str) -> Value:
    """Give the words of a newer text that the older one has not; part 2 prints both whole.

    A text that only lost words, or whose changes are long, is given from its beginning.

    >>> changed_words("他卖过期面包，大家接孩子的时候多留个心眼", "他疑似卖面包，大家接孩子的时候多留个心眼")
    Stressed(runs=(('他', False), ('疑似', True), ('…', False)))
    """
    runs = compared(old, new)[1]
    told = Stressed(
        tuple(
            (run.text, run.is_changed) if run.is_changed or len(run.text) <= KEPT_MAX else ("…", False)
            for run in runs
        )
    )
    is_short = sum(len(text) for text, _ in told.runs) <= CHANGE_MAX
    return told if is_short and any(run.is_changed for run in runs) else Foreign(new, CHANGE_MAX)


def _state(facts: ReportData, one: Stated) -> Value:
    """Whether the post was dealt with, as the case file states, or when a capture last showed it."""
    down = [row for row in facts.toml.takedowns if row.event_id == one.id]
    if down:
        return word("answers.state_taken_down", at=_stated(down[-1].at), kind=Foreign(down[-1].kind, 40))
    seen = max((v.last_at for v in one.versions if v.last_at), default=None)
    return word("answers.state_seen", at=Moment(seen, "min")) if seen else word("answers.state_unknown")


def _stated(at: Any) -> Value:
    """A moment or a bare day of case.toml."""
    return Moment(at) if isinstance(at, datetime) and at.tzinfo else str(at)


def data_answer(facts: ReportData) -> list[Block]:
    """Tell the files, their span and captures, then what is lacking that touches the other answers."""
    sources = facts.sources
    read = sources.filter(pl.col("importer").is_not_null())
    captures = read["captured_at"].drop_nulls()
    known = sorted(set(read["obtained"].drop_nulls()))
    obtained: Value = (
        Joined(tuple(Foreign(one, 40) for one in known)) if known else word("answers.obtained_none")
    )
    params: dict[str, Value] = {
        "files": read.height,
        "first": Moment(facts.span[0], "min"),
        "last": Moment(facts.span[1], "min"),
        "captures": captures.n_unique(),
        "obtained": obtained,
    }
    refs = (marked("files", read["sha256"]),)
    return [Claim("answers.data", params, refs), _lacking(facts)]


def _lacking(facts: ReportData) -> Claim:
    """One sentence of all that is lacking; contradictions first."""
    found: list[tuple[Value, tuple[Reference, ...]]] = [*_contradictions(facts)]
    absent = [str(one.number) for one in facts.alleged.stated if one.is_absent]
    if absent:
        ids = [f"alleged/{number}" for number in absent]
        found.append((word("answers.lack_absent", n=len(absent)), (marked("facts", ids),)))
    for name in ("missing", "root"):
        if rows := facts.coverage.parents[name]:
            found.append((word(f"answers.lack_parents_{name}", n=len(rows)), (marked("records", rows),)))
    unnumbered = [one for one in below(facts.alleged.same)["event_id"] if MADE_ID in one]
    if unnumbered:
        found.append((word("answers.lack_ids", n=len(unnumbered)), (marked("records", unnumbered),)))
    if facts.subsets["conflict"].n:
        found.append(
            (word("answers.lack_conflicts", n=facts.subsets["conflict"].n), subset(facts, "conflict"))
        )
    unstated = facts.sources.filter(pl.col("obtained").is_null() & pl.col("importer").is_not_null())["sha256"]
    if len(unstated):
        found.append((word("answers.lack_obtained", n=len(unstated)), (marked("files", unstated),)))
    items = Joined((*(said for said, _ in found), word("answers.lack_deleted")))
    return Claim("answers.lack", {"items": items}, tuple(ref for _, refs in found for ref in refs))


def _contradictions(facts: ReportData) -> list[tuple[Value, tuple[Reference, ...]]]:
    """Counters that contradict what was traced, and counters that bound nothing."""
    found: list[tuple[Value, tuple[Reference, ...]]] = []
    for one in facts.alleged.stated:
        compared_, row, shown = _compared(facts, one)
        if row is None or shown is None:
            continue
        number = str(one.number)
        if compared_ is not None and compared_.is_contradiction:
            params: dict[str, Value] = {"n": number, "shown": shown["point"], "traced": row["point"]}
            said: Value = word("answers.lack_contradicted", **params)
            found.append((said, (_traced(facts, one), *_displayed(facts, one))))
        elif row["upper"] is None:
            found.append((word("answers.lack_counter", n=number), _displayed(facts, one)))
    return found


def _traced(facts: ReportData, one: Stated) -> Reference:
    """Mark the reposts of an item that the export holds."""
    return marked("records", facts.alleged.under(one.id))


def _displayed(facts: ReportData, one: Stated) -> tuple[Reference, ...]:
    """Mark the newest displayed numbers of reposts of an item; none where none was displayed."""
    ids = [
        extent.shown["reposts"].mark_id
        for extent in facts.spread.extents
        if extent.number == one.number and extent.layer in SAME and "reposts" in extent.shown
    ]
    return (marked("counters", ids),) if ids else ()


def reach_answer(facts: ReportData) -> list[Block]:
    """Tell how far each stated item went, beside the number of law where there is one; then the rest."""
    alleged = facts.alleged
    if not alleged.stated:
        return [Claim("answers.not_stated")]
    shown = alleged.stated[:ITEMS_SHOWN]
    rest_n = len(alleged.stated) - len(shown)
    claims = [_reach(facts, one, more(rest_n, 5) if one is shown[-1] else "") for one in shown]
    others = facts.spread.rest
    rest: dict[str, Value] = {"n": len(others)}
    refs = (marked("records", others),)
    if "reposts" not in facts.numbers.provisions:
        return [*claims, Claim("answers.rest", rest, refs)]
    rules, provision = facts.numbers.provisions["reposts"]
    rest["rule"] = Told(f"{rules.number}{provision.article}", f"{rules.number}, {provision.article_en}")
    return [*claims, Claim("answers.rest_numbers", rest, refs)]


def _reach(facts: ReportData, one: Stated, rest: Value) -> Claim:
    reposts, comments = facts.alleged.under(one.id), facts.alleged.under(one.id, ["comment"])
    compared_, _, shown = _compared(facts, one)
    said: Value = word("answers.shown_none")
    refs: tuple[Reference, ...] = (marked("records", reposts), marked("records", comments))
    if shown is not None and shown["point"] is not None:
        said = word("answers.shown", n=shown["point"], at=Moment(shown["as_of"], "min"))
        refs = (*refs, *_displayed(facts, one))
    everyone, others = spreaders(facts, one)
    place: Value = ""
    if compared_ is not None:
        place = _place(facts, one, compared_, shown, (len(everyone), len(others)))
        refs = (*refs, marked("accounts", everyone), marked("accounts", others))
    params: dict[str, Value] = {
        "n": str(one.number),
        "t": len(reposts),
        "c": len(comments),
        "shown": said,
        "place": place,
        "more": rest,
    }
    return Claim("answers.reach", params, refs)


def spreaders(facts: ReportData, one: Stated) -> tuple[list[str], list[str]]:
    """The accounts that reposted an item; those of them in no group at A or B that do not stand apart.

    Each counts once, so that its repeats are left out. Targets, authorities, press, debunkers and the
    provider stand apart.
    """
    rows = below(facts.alleged.same.filter(item_id=one.id)).drop_nulls("account_id")
    clusters = facts.groups.clusters
    grouped = clusters.filter(pl.col("grade").is_in(NAMED))["account_id"]
    rest = rows.filter(pl.col("actor").is_null() & ~pl.col("account_id").is_in(grouped.implode()))
    everyone, others = (frame["account_id"].unique().sort().to_list() for frame in (rows, rest))
    return everyone, others


def _place(
    facts: ReportData, one: Stated, found: Comparison, shown: dict[str, Any] | None, of: tuple[int, int]
) -> Word:
    """The number of law, where the range lies beside it, and how many accounts stand behind what was traced.

    of: as many accounts reposted it, and as many of them are left without groups and those who stand apart.
    """
    rows = facts.alleged.same.filter(item_id=one.id)
    lies = position_words(facts, found.position, rows, shown["as_of"] if shown else None)
    return word("answers.place", number=int(found.number), lies=lies, a=of[0], left=of[1])


def _compared(
    facts: ReportData, one: Stated
) -> tuple[Comparison | None, dict[str, Any] | None, dict[str, Any] | None]:
    """The reposts of an item beside the number of law, its row of SCOPE, and that of its counter."""
    subject = facts.subject_of.get(one.id, one.id)
    rows = {
        row["measure"]: row
        for row in facts.scope.filter(subject_id=subject).to_dicts()
        if row["class_value"] is None
    }
    traced = rows.get("reposts")
    return (facts.numbers.compared(traced) if traced else None), traced, rows.get("reposts_displayed")


def now_answer(facts: ReportData) -> list[Block]:
    """Tell of each item what was new in the day and the week before it was last collected."""
    if not facts.recent:
        return [Claim("answers.now_unknown")]
    return [now_told("answers.now", one, number) for number, one in enumerate(facts.recent, 1)]


def now_told(key: str, one: Recent, number: int) -> Claim:
    """Say what was new on one item, with the moment up to which it is known; key: of the sentence."""
    if one.at is None:
        return Claim(f"{key}_item_unknown", {"k": str(number)})
    params: dict[str, Value] = {
        "k": str(number),
        "kinds": word(f"answers.kinds_{one.kinds}"),
        "at": Moment(one.at, "min"),
        "day": len(one.day),
        "week": len(one.week),
    }
    return Claim(key, params, (marked("records", one.day), marked("records", one.week)))
