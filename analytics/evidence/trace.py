"""What an id stands for, and the exported lines behind it: the way back from any number."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.coordination.pairs.detectors import detectors
from analytics.coordination.pairs.evidence import pair_evidence
from analytics.evidence.row_filter import rows_of, split_reference
from analytics.evidence.source_record import exported_line
from analytics.model.errors import CaseError
from analytics.model.thresholds import ROLES, ListLimits
from analytics.model.time import trusted_at, with_trusted_times
from analytics.store.case_folder import Case

SHOWN_MAX = ListLimits.shown_n


@dataclass(frozen=True)
class Traced:
    """The answer of `wakeline show`. kind: event, account, group, role, pair, measure, source, rejected,
    table.

    rows: table rows as dictionaries; total: how many there are behind the id (rows may be the first of them);
    lines: the exported record for each (source hash, row, path) of an event.
    """

    kind: str
    subject: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    lines: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    about: list[dict[str, Any]] = field(default_factory=list)


def trace(case: Case, subject: str) -> Traced:
    """What `subject` is: an event id, an account id, a group (g1), `measure@subject` (a number),
    `role@account`, `kind@a+b` (a pair that acts together), a factor of law (S-R2), a source hash, `rejected`,
    or a table with the filter that the report prints ("roles: grade = A").

    Raises CaseError if the case holds nothing of that name.
    """
    listed = split_reference(subject)
    if listed is not None:
        rows = rows_of(case, *listed).collect()
        return Traced(
            "rejected" if subject == "rejected" else "table",
            subject,
            rows.head(SHOWN_MAX).to_dicts(),
            rows.height,
        )
    if "@" in subject and (case.has("scope") or case.has("roles") or case.has("coaction_pairs")):
        word = subject.split("@", 1)[0]
        return (_pair if word in detectors() else _role if word in ROLES else _measure)(case, subject)
    found = with_trusted_times(case.placed_events(pl.col("event_id") == subject)).collect()
    if found.height:
        return _event(case, subject, found)
    named = _factor_or_group(case, subject)
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
            "account", subject, acts.head(SHOWN_MAX).to_dicts(), acts.height, about=about + names + stands
        )
    sources = (
        case.read("sources").filter(pl.col("sha256").str.starts_with(subject)) if len(subject) >= 8 else None
    )
    if sources is not None and sources.height == 1:
        return Traced("source", subject, sources.to_dicts(), 1)
    raise CaseError("id_absent", case=case.folder, found=subject)


def _slim(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries without their lists of acts, which are shown below."""
    return rows.drop("event_ids", strict=False).to_dicts()


def _event(case: Case, subject: str, found: pl.DataFrame) -> Traced:
    seen = case.scan("occurrences").filter(event_id=subject).collect().to_dicts()
    lines = [
        (o, exported_line(case, o["source_sha256"], o["source_row"], o["source_path"]))
        for o in seen[:SHOWN_MAX]
    ]
    counters = case.scan("counters").filter(event_id=subject).collect().to_dicts()
    return Traced("event", subject, found.to_dicts(), len(seen), lines, about=counters)


def _pair(case: Case, subject: str) -> Traced:
    """A pair of accounts and the acts behind it, with the seconds between them."""
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
    return Traced("pair", subject, acts.head(SHOWN_MAX).to_dicts(), acts.height, about=found.to_dicts())


def acts_of_pair(case: Case, pair: tuple[str, str]) -> pl.DataFrame:
    """EVENTS of two accounts, and the posts that they act on."""
    events, theirs = case.placed_events(), pl.col("account_id").is_in(pair)
    roots = events.filter(theirs).select(event_id="root_id").drop_nulls().unique()
    posts = events.filter(~theirs.fill_null(False)).join(roots, on="event_id", how="semi")
    return pl.concat([events.filter(theirs), posts]).collect()


def _role(case: Case, subject: str) -> Traced:
    """The rows of a role and account, and the acts behind them."""
    role, _, account = subject.partition("@")
    found = case.read_or_empty("roles").filter(role=role, account_id=account)
    if found.is_empty():
        raise CaseError("id_absent", case=case.folder, found=subject)
    acts = _behind(case, found)
    return Traced("role", subject, acts.head(SHOWN_MAX).to_dicts(), acts.height, about=found.to_dicts())


def _behind(case: Case, found: pl.DataFrame) -> pl.DataFrame:
    """The acts that rows name in event_ids, in order of moment."""
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


def _factor_or_group(case: Case, subject: str) -> Traced | None:
    """The findings of a factor of law, or the members of a group, and the acts behind them."""
    found = case.read_or_empty("findings").filter(factor_id=subject)
    if found.height:
        acts = _behind(case, found)
        return Traced("factor", subject, acts.head(SHOWN_MAX).to_dicts(), acts.height, about=_slim(found))
    members = case.read_or_empty("clusters").filter(cluster_id=subject)
    if members.is_empty():
        return None
    acts = case.read_or_empty("cluster_acts").filter(cluster_id=subject)
    return Traced("group", subject, acts.head(SHOWN_MAX).to_dicts(), acts.height, about=_slim(members))


def _measure(case: Case, subject: str) -> Traced:
    measure, of = subject.split("@", 1)
    rows = case.read_or_empty("scope").filter(measure=measure, subject_id=of)
    if rows.is_empty():
        raise CaseError("id_absent", case=case.folder, found=subject)
    kinds = {"reposts": ["repost"], "comments": ["comment"]}.get(measure, ["repost", "comment", "post"])
    acts = case.placed_events().filter(pl.col("kind").is_in(kinds))
    if of != "case":
        acts = acts.filter(root_id=of)
    listed = acts.select(
        "event_id", "account_id", trusted_at(), "kind", "source_sha256", "source_row", "source_path"
    ).collect()
    return Traced("measure", subject, listed.head(SHOWN_MAX).to_dicts(), listed.height, about=rows.to_dicts())
