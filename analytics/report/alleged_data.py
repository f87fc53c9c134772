"""What the report reads of the alleged information: the stated items, their versions, the events on it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.alleged.events import SPREADING, below, itself
from analytics.model.tables import ALLEGED_EVENTS
from analytics.model.time import trusted_at, trusted_precision
from analytics.store.case_folder import Case
from analytics.store.case_toml import CaseToml
from analytics.text.versions import Version, versions_of


@dataclass(frozen=True)
class Stated:
    """An item of `[[alleged]]`.

    number: its place in case.toml, 1 first; what, document: as people wrote them.
    event: the row of EVENTS that it names, with its trusted time; None where it names a family, or an event
        that no export holds.
    texts: every text that captures show of it, first captured first, those that a list cut off last.
    is_absent: it names an event that no export holds.
    """

    number: int
    id: str
    what: str
    document: str
    event: dict[str, Any] | None
    texts: tuple[Version, ...]
    is_absent: bool

    @property
    def versions(self) -> tuple[Version, ...]:
        """The texts without those that a list cut off."""
        return tuple(one for one in self.texts if not one.is_cut)


@dataclass(frozen=True)
class Alleged:
    """The alleged information.

    stated: the items of case.toml, in order.
    events: ALLEGED_EVENTS, empty where the case has none; is_measured: whether the case has that table.
    """

    stated: tuple[Stated, ...] = ()
    events: pl.DataFrame = field(default_factory=ALLEGED_EVENTS.empty)
    is_measured: bool = False

    @property
    def is_stated(self) -> bool:
        """Whether case.toml says at all which information is meant."""
        return bool(self.stated)

    @property
    def same(self) -> pl.DataFrame:
        """The events on what is stated and on its exact copies, without near and edited versions."""
        return itself(self.events)

    def under(self, item_id: str, kinds: Iterable[str] = SPREADING) -> list[str]:
        """List the events of some kinds below an item and its exact copies."""
        return below(self.same.filter(item_id=item_id), kinds)["event_id"].to_list()

    def accounts_under(self, item_id: str) -> list[str]:
        """List the accounts that passed an item on or commented on it, without its author."""
        rows = self.same.filter(item_id=item_id)
        authors = rows.filter(part="states")["account_id"].drop_nulls()
        others = rows.filter(pl.col("part") != "states")["account_id"].drop_nulls().unique()
        return sorted(set(others) - set(authors))


def alleged_of(case: Case, facts: CaseToml) -> Alleged:
    """Read what case.toml alleges, with the posts that it names."""
    wanted = [one.id for one in facts.alleged]
    rows = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(pl.Series(wanted, dtype=pl.String).implode()))
        .with_columns(trusted_at(), trusted_precision())
        .collect()
    )
    known = {row["event_id"]: row for row in rows.to_dicts()}
    families = set(case.read_or_empty("families")["family_id"].drop_nulls())
    texts = versions_of(case, list(known))
    stated = tuple(
        Stated(
            k + 1,
            one.id,
            one.what,
            one.document,
            known.get(one.id),
            texts.get(one.id, ()),
            one.id not in known and one.id not in families,
        )
        for k, one in enumerate(facts.alleged)
    )
    return Alleged(stated, case.read_or_empty("alleged_events"), case.has("alleged_events"))
