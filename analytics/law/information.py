"""The alleged information as rows of law read it: its events, own words, versions, counters and corrections.

Every row outside Articles 8 and 12 counts on it alone. The rest of the export is never an end of a range.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.collected import Collected, collected
from analytics.alleged.events import SAME, below, itself
from analytics.model.tables import COUNTERS, TIME
from analytics.model.time import until
from analytics.store.case_toml import CaseToml
from analytics.store.stated_moments import stated_after, stated_start
from analytics.text.versions import VERSIONS

WORDS = pl.Schema(
    {"event_id": pl.String(), "own": pl.String(), "urls": pl.List(pl.String()), "is_verified": pl.Boolean()}
)
CORRECTED = pl.Schema(
    {
        "event_id": pl.String(),
        "account_id": pl.String(),
        "kind": pl.String(),
        "at": TIME,
        "ends_at": TIME,
        "root_id": pl.String(),
    }
)


@dataclass(frozen=True)
class Information:
    """The alleged information of a case.

    acts: ALLEGED_EVENTS of the layers SAME, and `ends_at`, before which the event was made (null: unknown).
    copies: ALLEGED_EVENTS of the layers near and edited.
    words: event_id, own, urls, is_verified (of the account; null: not known) of `acts`.
    versions: the whole texts that captures show of each stated post: VERSIONS
        (records_n: captured records with it).
    corrections: the corrections of case.toml and what hangs below them.
    counters: COUNTERS of the posts of the information.
    seen: the newest capture of each post by event_id; newest_at: of any input.
    collected: until when what hangs below each post was collected (`analytics.alleged.collected`).
    """

    acts: pl.DataFrame
    copies: pl.DataFrame
    words: pl.DataFrame = field(default_factory=WORDS.to_frame)
    versions: pl.DataFrame = field(default_factory=VERSIONS.to_frame)
    corrections: pl.DataFrame = field(default_factory=CORRECTED.to_frame)
    counters: pl.DataFrame = field(default_factory=COUNTERS.empty)
    seen: Mapping[str, datetime] = field(default_factory=dict)
    newest_at: datetime | None = None
    collected: Collected = field(default_factory=dict)

    @property
    def posts(self) -> list[str]:
        """Ids of the posts that state the information, sorted; of an item no export holds, its id."""
        return sorted(set(self.acts["post_id"]))

    @property
    def authors(self) -> dict[str, str | None]:
        """Who wrote each post that case.toml states, by event id."""
        stated = self.acts.filter((pl.col("event_id") == pl.col("item_id")) & (pl.col("part") == "states"))
        return dict(stated.sort("event_id").select("event_id", "account_id").iter_rows())

    @property
    def reposts(self) -> pl.DataFrame:
        """The reposts and quotes below a post of the information."""
        return below(self.acts)

    def between(self, start: datetime, end: datetime | None) -> pl.DataFrame:
        """Select the events made at `start` or later and, if `end` is given, before it."""
        found = self.acts.filter(pl.col("at") >= start)
        return found if end is None else found.filter(pl.col("at") < end)


def read_information(
    tables: Mapping[str, pl.DataFrame], versions: pl.DataFrame, facts: CaseToml
) -> Information | None:
    """Collect what rows of law read of the alleged information; None where case.toml states none.

    tables: alleged_events, events (PLACED_EVENTS with trusted moments), occurrences, counters, accounts and
        sources, by name.
    versions: as `Information.versions`.
    """
    if not facts.alleged or "alleged_events" not in tables:
        return None
    rows, events = tables["alleged_events"], tables["events"]
    ends = events.select("event_id", ends_at=until())
    acts = itself(rows).join(ends, on="event_id", how="left")
    known = tables["accounts"].select("account_id", is_verified="verified").unique("account_id")
    words = (
        events.join(acts.select("event_id"), on="event_id", how="semi")
        .join(known, on="account_id", how="left", maintain_order="left")
        .select("event_id", own="own_text", urls="urls", is_verified="is_verified")
    )
    named = [one.event_id for one in facts.corrections]
    below = events.filter(pl.col("event_id").is_in(named) | pl.col("root_id").is_in(named))
    posts = acts["post_id"].unique().implode()
    captures = tables["occurrences"].filter(pl.col("event_id").is_in(posts)).drop_nulls("captured_at")
    seen = captures.group_by("event_id").agg(pl.col("captured_at").max()).sort("event_id")
    return Information(
        acts.sort("event_id"),
        rows.filter(~pl.col("layer").is_in(SAME)).sort("event_id"),
        words.sort("event_id"),
        versions,
        below.with_columns(ends_at=until()).select(*CORRECTED).sort("event_id"),
        tables["counters"].filter(pl.col("event_id").is_in(posts)),
        dict(seen.iter_rows()),
        tables["occurrences"]["captured_at"].max(),  # type: ignore[arg-type]
        collected(acts, events, tables["occurrences"], tables["sources"]),
    )


def corrected_at(told: Information, facts: CaseToml) -> dict[str, tuple[datetime, datetime]]:
    """Tell between which moments each correction of case.toml was made, by event id.

    The event's own time counts; that of case.toml where no export holds the event. A correction of which no
    time is known has no entry.
    """
    zone = ZoneInfo(facts.case.timezone)
    rows = told.corrections.drop_nulls("at").select("event_id", "at", "ends_at").rows()
    seen = {one: (at, end) for one, at, end in rows}
    found = {}
    for one in facts.corrections:
        if one.event_id in seen:
            found[one.event_id] = seen[one.event_id]
        elif one.at is not None:
            found[one.event_id] = (stated_start(one.at, zone), stated_after(one.at, zone))
    return found
