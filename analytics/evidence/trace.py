"""What an id stands for, and the exported lines behind it: the way back from any number."""

from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from analytics.coordination.pairs.detectors import detectors
from analytics.coordination.pairs.evidence import pair_evidence
from analytics.evidence.row_filter import rows_of, split_reference
from analytics.evidence.row_numbers import RowNumbers
from analytics.evidence.source_record import exported_lines
from analytics.model.cascade_tables import SAME_LAYERS
from analytics.model.errors import CaseError
from analytics.model.thresholds import ROLES, ListLimits
from analytics.model.time import trusted_at, with_trusted_times
from analytics.scope.bounds import TRACED
from analytics.scope.tables_read import CASE, subjects_of
from analytics.store.case_folder import Case

SHOWN_MAX = ListLimits.shown_n
PLACE = ("event_id", "source_sha256", "source_row", "source_path")


@dataclass(frozen=True)
class Traced:
    """The answer of `wakeline show`.

    kind: event, account, group, role, pair, measure, source, rejected or table.
    rows: table rows as dictionaries; total: how many there are behind the id (rows may be the first of them).
    lines: the exported record for each (source hash, row, path) of an event.
    about: rows that tell what the study says of the subject.
    """

    kind: str
    subject: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    lines: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    about: list[dict[str, Any]] = field(default_factory=list)


def trace(case: Case, subject: str, shown_n: int = SHOWN_MAX) -> Traced:
    """Find what an id stands for.

    subject: an event id, an account id, a group (g1), `measure@subject` (a number), `role@account`,
        `kind@a+b` (a pair that acts together), a factor of law (S-R2), a source hash, `rejected`, or a table
        with the filter that the report prints ("roles: grade = A").
    shown_n: how many rows are given of those behind it; `total` counts all.

    Raises CaseError if the case holds nothing of that name.
    """
    found = _found(case, subject, shown_n)
    return replace(found, rows=_with_rows(case, found.rows), about=_with_rows(case, found.about))


def _with_rows(case: Case, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to what stands in a file the row in which its reader finds it."""
    known = RowNumbers(case)
    return [
        {**row, "row": known.of((row["source_sha256"], row["source_row"], row.get("source_path") or ""))}
        if row.get("source_row") is not None
        else row
        for row in rows
    ]


def _found(case: Case, subject: str, shown_n: int) -> Traced:
    listed = split_reference(subject)
    if listed is not None:
        rows = rows_of(case, *listed).collect()
        return Traced(
            "rejected" if subject == "rejected" else "table",
            subject,
            rows.head(shown_n).to_dicts(),
            rows.height,
        )
    if "@" in subject and (case.has("scope") or case.has("roles") or case.has("coaction_pairs")):
        word = subject.split("@", 1)[0]
        return (_pair if word in detectors() else _role if word in ROLES else _measure)(
            case, subject, shown_n
        )
    found = with_trusted_times(case.placed_events(pl.col("event_id") == subject)).collect()
    if found.height:
        return _event(case, subject, found, shown_n)
    named = _factor_or_group(case, subject, shown_n)
    if named is not None:
        return named
    own = with_trusted_times(case.placed_events(pl.col("account_id") == subject))
    acts = own.sort("at", "event_id", nulls_last=True).collect()
    about = case.read_or_empty("accounts").filter(account_id=subject).to_dicts()
    if acts.height or about:
        names = case.read_or_empty("account_names").filter(account_id=subject).to_dicts()
        stands = [
            row
            for table in ("clusters", "roles")
            for row in _slim(case.read_or_empty(table).filter(account_id=subject))
        ]
        return Traced(
            "account", subject, acts.head(shown_n).to_dicts(), acts.height, about=about + names + stands
        )
    sources = (
        case.read("sources").filter(pl.col("sha256").str.starts_with(subject)) if len(subject) >= 8 else None
    )
    if sources is not None and sources.height == 1:
        return Traced("source", subject, sources.to_dicts(), 1)
    raise CaseError("id_absent", case=case.folder, found=subject)


def with_exported_lines(case: Case, traced: Traced, lines_n: int) -> Traced:
    """Add to an answer the exported lines of the first `lines_n` places behind it.

    What the answer rests on (profiles, event_ids of a number) comes before the rows that it lists; a place is
    opened once. The line of an event is that of the occurrence that the table of events keeps. An event has
    its lines already, one an occurrence; a source has none.
    """
    if traced.lines:
        return traced
    behind = [one for row in (*traced.about, *traced.rows) for one in _named(row)]
    events = [one for one in behind if isinstance(one, str)]
    kept = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(pl.Series(events, dtype=pl.String).implode()))
        .select(PLACE)
        .collect()
    )
    place_of = {row["event_id"]: row for row in kept.to_dicts()}
    once: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in behind:
        place = place_of.get(one) if isinstance(one, str) else one
        if place is not None:
            once.setdefault(tuple(place[name] for name in PLACE[1:]), place)
    return replace(traced, lines=_exported(case, list(once.values())[:lines_n]))


def _named(row: dict[str, Any]) -> list[str | dict[str, Any]]:
    """The place that a row of a table states, else the events that it names."""
    if row.get("source_row") is not None:
        return [{name: row.get(name) for name in PLACE}]
    single = [row[name] for name in ("event_id", "event_a", "event_b") if row.get(name) is not None]
    return [*single, *(row.get("event_ids") or ())]


def _exported(case: Case, places: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """The exported lines at some places, each with its row and, where lines and rows differ, its bytes."""
    at = [(one["source_sha256"], one["source_row"], one["source_path"]) for one in places]
    rows = RowNumbers(case)
    told = [
        {**one, "row": rows.of(place), "bytes": rows.bytes_of(place)}
        for one, place in zip(places, at, strict=True)
    ]
    return list(zip(told, exported_lines(case, at), strict=True))


def _slim(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries without their lists of events, which are shown below."""
    return rows.drop("event_ids", strict=False).to_dicts()


def _event(case: Case, subject: str, found: pl.DataFrame, shown_n: int) -> Traced:
    seen = case.scan("occurrences").filter(event_id=subject).collect().to_dicts()
    lines = _exported(case, seen[:shown_n])
    counters = case.scan("counters").filter(event_id=subject).collect().to_dicts()
    return Traced("event", subject, found.to_dicts(), len(seen), lines, about=counters)


def _pair(case: Case, subject: str, shown_n: int) -> Traced:
    """A pair of accounts and the events behind it, with the seconds between them."""
    kind, _, joined = subject.partition("@")
    found = (
        case.read_or_empty("coaction_pairs")
        .filter(kind=kind)
        .filter(pl.concat_str("account_a", pl.lit("+"), "account_b") == joined)
    )
    if found.is_empty():
        raise CaseError("id_absent", case=case.folder, found=subject)
    row = found.sort("window_s").row(-1, named=True)
    pair = (row["account_a"], row["account_b"])
    acts = pair_evidence(
        acts_of_pair(case, pair), case.read_or_empty("families"), pair, row["window_s"], (kind,)
    )
    return Traced("pair", subject, acts.head(shown_n).to_dicts(), acts.height, about=found.to_dicts())


def acts_of_pair(case: Case, pair: tuple[str, str]) -> pl.DataFrame:
    """Read the EVENTS of two accounts, and the posts on which they act."""
    events, theirs = case.placed_events(), pl.col("account_id").is_in(pair)
    roots = events.filter(theirs).select(event_id="root_id").drop_nulls().unique()
    posts = events.filter(~theirs.fill_null(False)).join(roots, on="event_id", how="semi")
    return pl.concat([events.filter(theirs), posts]).collect()


def _role(case: Case, subject: str, shown_n: int) -> Traced:
    """The rows of a role and account, and the events behind them."""
    role, _, account = subject.partition("@")
    found = case.read_or_empty("roles").filter(role=role, account_id=account)
    if found.is_empty():
        raise CaseError("id_absent", case=case.folder, found=subject)
    acts = _behind(case, found)
    return Traced("role", subject, acts.head(shown_n).to_dicts(), acts.height, about=found.to_dicts())


def _behind(case: Case, found: pl.DataFrame) -> pl.DataFrame:
    """The events that rows name in event_ids, in order of moment."""
    named = found["event_ids"].explode().drop_nulls().unique(maintain_order=True)
    return (
        case.scan("events")
        .filter(pl.col("event_id").is_in(named.implode()))
        .select(
            "event_id",
            "account_id",
            trusted_at(),
            "kind",
            "own_text",
            "source_sha256",
            "source_row",
            "source_path",
        )
        .sort("at", "event_id")
        .collect()
    )


def _factor_or_group(case: Case, subject: str, shown_n: int) -> Traced | None:
    """The findings of a factor of law, or the members of a group, and the events behind them."""
    found = case.read_or_empty("findings").filter(factor_id=subject)
    if found.height:
        acts = _behind(case, found)
        return Traced("factor", subject, acts.head(shown_n).to_dicts(), acts.height, about=_slim(found))
    members = case.read_or_empty("clusters").filter(cluster_id=subject)
    if members.is_empty():
        return None
    acts = case.read_or_empty("cluster_acts").filter(cluster_id=subject)
    return Traced("group", subject, acts.head(shown_n).to_dicts(), acts.height, about=_slim(members))


def _roots_of(case: Case, subject_id: str) -> pl.Series:
    """The roots that count for a subject of SCOPE: itself, or the posts of a family of the same words."""
    families = case.read_or_empty("families").filter(pl.col("layer").is_in(SAME_LAYERS))
    acts = case.placed_events().select("event_id", "kind", "root_id").collect()
    return subjects_of(acts, families).filter(subject_id=subject_id)["root_id"]


def _measure(case: Case, subject: str, shown_n: int) -> Traced:
    """A row of SCOPE and the events that it counts."""
    measure, of = subject.split("@", 1)
    rows = case.read_or_empty("scope").filter(measure=measure, subject_id=of)
    if rows.is_empty():
        raise CaseError("id_absent", case=case.folder, found=subject)
    acts = case.placed_events()
    if measure in TRACED:
        acts = acts.filter(pl.col("kind").is_in(TRACED[measure]))
    if of != CASE:
        acts = acts.filter(pl.col("root_id").is_in(_roots_of(case, of).implode()))
    listed = acts.select(
        "event_id", "account_id", trusted_at(), "kind", "source_sha256", "source_row", "source_path"
    ).collect()
    return Traced("measure", subject, listed.head(shown_n).to_dicts(), listed.height, about=rows.to_dicts())
