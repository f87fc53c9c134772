"""What the report reads of the alleged information: the stated items, and the events on it."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.model.time import trusted_at, trusted_precision
from analytics.store.case_folder import Case
from analytics.store.case_toml import CaseToml


@dataclass(frozen=True)
class Stated:
    """An item of `[[alleged]]`.

    number: its place in case.toml, 1 first; what, document: as people wrote them.
    event: the row of EVENTS that it names, with its trusted time; None where it names a family, or an event
        that no export holds.
    is_absent: it names an event that no export holds.
    """

    number: int
    id: str
    what: str
    document: str
    event: dict[str, Any] | None
    is_absent: bool


@dataclass(frozen=True)
class Alleged:
    """The alleged information.

    stated: the items of case.toml, in order.
    events: ALLEGED_EVENTS, empty where the case has none; is_measured: whether the case has that table.
    """

    stated: tuple[Stated, ...]
    events: pl.DataFrame
    is_measured: bool

    @property
    def is_stated(self) -> bool:
        """Whether case.toml says at all which information is meant."""
        return bool(self.stated)


def alleged_of(case: Case, facts: CaseToml) -> Alleged:
    """Read what case.toml alleges, with the posts that it names."""
    ids = pl.Series([one.id for one in facts.alleged], dtype=pl.String)
    rows = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(ids.implode()))
        .with_columns(trusted_at(), trusted_precision())
        .collect()
    )
    known = {row["event_id"]: row for row in rows.to_dicts()}
    families = set(case.read_or_empty("families")["family_id"].drop_nulls())
    stated = tuple(
        Stated(
            k + 1,
            one.id,
            one.what,
            one.document,
            known.get(one.id),
            one.id not in known and one.id not in families,
        )
        for k, one in enumerate(facts.alleged)
    )
    is_measured = case.has("alleged_events")
    return Alleged(stated, case.read("alleged_events") if is_measured else pl.DataFrame(), is_measured)
