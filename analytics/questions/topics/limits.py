"""What is missing in the data, whom to ask for what, and what cannot be told."""

from typing import Any

import polars as pl

from analytics.alleged.events import below
from analytics.law.requests import by_kind
from analytics.model.time import is_contradicted
from analytics.questions.question import Asked, Question, accounts, line, records
from analytics.report.blocks import Claim, Reference
from analytics.report.marks import MarkKind, marked, record_id
from analytics.report.placeholders import Moment, Value, Word

# What each kind of request counts; those that are not here count files, facts or records by their place.
COUNTS = {
    "holders": MarkKind.ACCOUNTS,
    "registered": MarkKind.ACCOUNTS,
    "groups": MarkKind.GROUPS,
    "notices": MarkKind.FACTS,
    "obtained": MarkKind.FILES,
}


def missing(asked: Asked) -> list[Claim]:
    """Tell what the data cover, then every gap that touches the other answers, each with its records."""
    facts = asked.facts
    read = facts.sources.filter(pl.col("importer").is_not_null())
    first, last = (Moment(at, "min") for at in facts.span)
    files = marked("files", read["sha256"])
    claims = [line("missing_cover", files, n=read.height, first=first, last=last)]
    if facts.alleged.is_stated:
        claims += _on_alleged(asked)
    return [*claims, *_files(asked, read), line("missing_limit")]


def _on_alleged(asked: Asked) -> list[Claim]:
    """Gaps in what is on the alleged information."""
    facts = asked.facts
    absent = [f"alleged/{one.number}" for one in facts.alleged.stated if one.is_absent]
    same = facts.alleged.same
    spread, lost = below(same)["event_id"], set(facts.coverage.parents["missing"])
    mine = pl.col("event_id").is_in(same["event_id"].implode())
    conflicts = asked.case.scan("events").filter(mine & is_contradicted()).select("event_id").collect()
    sets = {
        "missing_absent": marked("facts", absent),
        "missing_parents": records(one for one in spread if one in lost),
        "missing_conflicts": records(conflicts["event_id"]),
        "missing_times": records(same.filter(pl.col("at").is_null())["event_id"]),
        "missing_accounts": records(same.filter(pl.col("account_id").is_null())["event_id"]),
        "missing_sides": records(same.filter(side="unread")["event_id"]),
    }
    claims = [line(key, mark, n=mark.n) for key, mark in sets.items() if mark.n]
    return [*claims, *_counters(asked)]


def _counters(asked: Asked) -> list[Claim]:
    """Displayed numbers that bound nothing: absent, rounded, older than the last repost, or contradicted."""
    claims = []
    for one in asked.facts.spread.extents:
        if one.layer != "stated":
            continue
        shown = one.shown.get("reposts")
        if shown is None:
            claims.append(line("missing_counter", k=str(one.number)))
        elif not shown.is_exact or shown.at is None or (one.last_at and shown.at < one.last_at):
            mark = marked("counters", [shown.mark_id])
            claims.append(line("missing_old_counter", mark, k=str(one.number)))
    return claims


def _files(asked: Asked, read: pl.DataFrame) -> list[Claim]:
    """Files of unknown origin or capture, and records that could not be read."""
    unstated = marked("files", read.filter(pl.col("obtained").is_null())["sha256"])
    dated = asked.case.scan("occurrences").drop_nulls("captured_at").select("source_sha256").unique()
    known = dated.collect()["source_sha256"].implode()
    is_dated = pl.col("captured_at").is_not_null() | pl.col("sha256").is_in(known)
    undated = marked("files", read.filter(~is_dated)["sha256"])
    sets = {"missing_obtained": unstated, "missing_captured": undated, "missing_rejected": _rejected(asked)}
    return [line(key, mark, n=mark.n) for key, mark in sets.items() if mark.n]


def _rejected(asked: Asked) -> Reference:
    rows = asked.case.read_or_empty("rejected").select("source_sha256", "source_row", "source_path")
    return records(record_id(*row) for row in rows.iter_rows())


def obtain(asked: Asked) -> list[Claim]:
    """Tell what could be obtained, of whom, and what it would settle, the most telling first."""
    rows = by_kind(asked.facts.requests)
    if not rows:
        return [line("obtain_none")]
    several = any(row["rows_n"] > 1 for row in rows)
    each = [line("obtain_each")] if several else []
    return [*(_request(asked, row) for row in rows), *each, line("obtain_limit")]


def _request(asked: Asked, row: dict[str, Any]) -> Claim:
    """One request: what and how many, whom, over which time, under what, and what it would settle."""
    parts = {"what": "", "whom": "_whom", "settles": "_settles", "under": "_under"}
    words: dict[str, Value] = {name: Word(f"law.ask_{row['kind']}{tail}") for name, tail in parts.items()}
    mark = _counted(asked, row)
    if row["first_at"] is None:
        return line("obtain", mark, n=row["n"], **words)
    first, last = Moment(row["first_at"], "min"), Moment(row["last_at"], "min")
    return line("obtain_span", mark, n=row["n"], first=first, last=last, **words)


def _counted(asked: Asked, row: dict[str, Any]) -> Reference:
    """The set that a request counts."""
    kind, ids = row["kind"], row["subject_ids"]
    if kind == "rejected":
        return _rejected(asked)
    if kind == "obtained":
        ids = asked.facts.sources.filter(pl.col("obtained").is_null())["sha256"]
    elif kind == "notices":
        ids = [one.replace(".", "/") for one in ids]
    return marked(COUNTS.get(kind, MarkKind.RECORDS), ids)


def cannot(asked: Asked) -> list[Claim]:
    """Tell what no table can answer, then what these data in particular cannot."""
    facts = asked.facts
    keys = ["who", "hired", "knew", "true", "earlier", "cause"]
    claims = [line(f"cannot_{key}") for key in keys]
    if facts.groups.clusters.height:
        claims.append(line("cannot_called"))
    if facts.groups.is_star:
        claims.append(line("cannot_chain"))
    for one in facts.alleged.stated:
        if one.is_absent:
            claims.append(
                line("cannot_absent", marked("facts", [f"alleged/{one.number}"]), k=str(one.number))
            )
    unread = facts.alleged.same.filter(side="unread")
    if unread.height:
        claims.append(line("cannot_sides", records(unread["event_id"]), n=unread.height))
    unnamed = [one.account_id for one in facts.listed if not one.is_named]
    if unnamed:
        claims.append(line("cannot_name", accounts(unnamed), n=len(unnamed)))
    return claims


QUESTIONS = (
    Question("missing", 16, missing, needs_alleged=False),
    Question("obtain", 17, obtain),
    Question("cannot", 18, cannot, needs_alleged=False),
)
