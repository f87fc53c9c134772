"""What rows of law read of the alleged information: layers, sides, who stands apart, counters of each post.

A row wrapped by `on_alleged` is not measurable unless case.toml states what is alleged, and what it counts
comes from ALLEGED_EVENTS and from the rows of SCOPE of these posts: the rest of an export cannot move it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.events import below, itself
from analytics.alleged.sides import AGAINST, SIDES, UNREAD, coded_itself
from analytics.law.comparison import Displayed, beside
from analytics.law.factor import CASE, IDS_MAX, Measures, Observation, Observe, Param, Status, unmeasured
from analytics.law.rule_set import Provision
from analytics.roles.naming import NAMED_GRADES, named_accounts
from analytics.scope.bounds import CONTRADICTED
from analytics.store.case_toml import CaseToml
from analytics.store.stated_moments import stated_start

EXACT = ("displayed_exact", CONTRADICTED)  # SCOPE.note_code of a displayed counter without rounding.


def on_alleged(observe: Observe) -> Observe:
    """Make a row speak of the alleged information alone: without it nothing is measured."""

    def observed(measures: Measures, provision: Provision | None) -> list[Observation]:
        if not measures.toml.alleged:
            return [unmeasured("alleged.not_stated")]
        if not measures.has("alleged_events"):
            return [unmeasured("alleged.not_run")]
        return observe(measures, provision)

    observed.__doc__ = observe.__doc__
    return observed


def events_of_it(measures: Measures) -> pl.DataFrame:
    """Select the events of the alleged information itself: ALLEGED_EVENTS of `itself`."""
    return itself(measures.alleged_events)


def others(events: pl.DataFrame) -> pl.DataFrame:
    """Leave out target, authorities, press, debunkers and provider: they stand apart in every count."""
    return events.filter(pl.col("actor").is_null())


def with_deniers(events: pl.DataFrame) -> pl.DataFrame:
    """Leave out target, authorities, press and provider; keep the accounts that people coded as denying.

    For rows that tell each record by the side of its own words: who denies more often than it supports is no
    candidate, but neither its denials nor its support may be told as nought.

    >>> with_deniers(pl.DataFrame({"actor": [None, "press", "debunker"]}))["actor"].to_list()
    [None, 'debunker']
    """
    return events.filter(pl.col("actor").fill_null("").is_in(["", "debunker"]))


def against(events: pl.DataFrame) -> pl.DataFrame:
    """Select the events whose words people coded as denying, reporting or asking."""
    return events.filter(pl.col("side").is_in(AGAINST))


def apart(events: pl.DataFrame) -> pl.DataFrame:
    """Select the events of target, authorities, press and debunkers."""
    return events.filter(pl.col("actor").is_in(["target", "authority", "press", "debunker"]))


def side_counts(events: pl.DataFrame) -> dict[str, Param]:
    """Count events by the side of their words; `bare` are those without own words.

    Of the supporting ones `itself` says how many people coded on that very record, and `alike` how many
    count because the same sentence was coded on another.

    >>> basis = ["event", "sentence", None, None]
    >>> rows = pl.DataFrame({"side": ["support", "support", None, "unread"], "side_basis": basis})
    >>> told = side_counts(rows)
    >>> told["support"], told["itself"], told["alike"], told["bare"]
    (2, 1, 1, 1)
    """
    counts = {row[0]: row[1] for row in events.group_by("side").len().iter_rows()}
    told: dict[str, Param] = {side: counts.get(side, 0) for side in (*SIDES, UNREAD)}
    support = events.filter(side="support")
    itself = coded_itself(support).height
    return told | {"bare": counts.get(None, 0), "itself": itself, "alike": support.height - itself}


def coded_n(events: pl.DataFrame) -> int:
    """Count the events whose words people coded."""
    return events.filter(pl.col("coders_n") > 0).height


def ids_of(events: pl.DataFrame) -> tuple[str, ...]:
    """List the events of a row, in the order of their ids, at most IDS_MAX."""
    return tuple(events["event_id"].unique().sort().head(IDS_MAX).to_list())


def acts_seen(
    name: str, events: pl.DataFrame, params: Mapping[str, Param], over: str, subject_id: str = CASE
) -> Observation:
    """Make the row of some events of the information: their number, their ids, and what either side may say.

    name: of its sentence in locale/alleged.toml, with plus_ and minus_ of it; over: key of what would
        overturn it; params fill all of them.
    """
    return Observation(
        Status.MEASURED,
        f"alleged.{name}",
        params,
        subject_id,
        value=float(events.height),
        unit="acts",
        source="alleged_events",
        event_ids=ids_of(events),
        inculpatory=(f"alleged.plus_{name}",),
        exculpatory=(f"alleged.minus_{name}",),
        overturn=(over,),
    )


def words_of(measures: Measures, events: pl.DataFrame) -> pl.DataFrame:
    """Add the own words of events (`own`), as exported, and whether captures differ (`edited`)."""
    texts = measures.table("events").select("event_id", "edited", own="own_text")
    return events.join(texts, on="event_id", how="left", maintain_order="left")


def authors(measures: Measures) -> frozenset[str]:
    """Find who wrote the posts that case.toml states by their id."""
    stated = measures.alleged_events.filter(pl.col("event_id") == pl.col("item_id"))
    return frozenset(stated["account_id"].drop_nulls())


def named(measures: Measures, account_id: str | None, is_author: bool = False) -> dict[str, Param]:
    """Give the parameters that name an account, or none where it may not be printed by name.

    is_author: whether the row speaks of the account as author of a stated text, where authors are named too.
    """
    written = authors(measures) if is_author else frozenset()
    if account_id is None or account_id not in named_accounts(
        measures.table("roles"), written, measures.toml
    ):
        return {}
    known = measures.table("accounts").filter(account_id=account_id)["name"].drop_nulls().to_list()
    return {"account_id": account_id, "account_name": known[0] if known else None}


def listed_accounts(measures: Measures) -> list[str]:
    """List the accounts at grade A or B in any role that acted on the information and do not stand apart."""
    acting = others(events_of_it(measures))["account_id"].drop_nulls().unique()
    roles = measures.table("roles").filter(pl.col("grade").is_in(NAMED_GRADES))
    return sorted(set(roles["account_id"]) & set(acting))


@dataclass(frozen=True)
class Count:
    """Traced and displayed numbers of some posts of the information.

    traced, lower, upper: what was traced, and the range with the displayed counters (rule of `beside`).
    shown, shown_lower, shown_upper: the sum of the displayed counters and its range; None: none is shown, or
        it bounds nothing.
    shown_n: posts with a displayed counter; at: the newest of their captures.
    is_apart: the counters of its posts were captured at different moments, so they are not added.
    contradicted: (traced, shown) of the first post whose exact, newer counter shows fewer than were traced.
    event_ids: the traced events.
    """

    posts_n: int
    traced: int
    lower: float
    upper: float | None
    shown: float | None
    shown_lower: float | None
    shown_upper: float | None
    shown_n: int
    at: object
    is_apart: bool
    contradicted: tuple[float, float] | None
    event_ids: tuple[str, ...]


def post_ranges(measures: Measures, events: pl.DataFrame) -> pl.DataFrame:
    """Measure the reposts of each post among rows of ALLEGED_EVENTS, with its displayed counter.

    Returns post_id, n (traced), low, value, high, as_of (displayed), lower, upper (the rule of `beside`) and
    is_contradiction, sorted by post.
    """
    per = below(events).group_by("post_id").agg(n=pl.len().cast(pl.Float64), last=pl.col("at").max())
    posts = events.filter((pl.col("kind") == "post") | (pl.col("post_id") != pl.col("event_id")))
    posts = posts.select("post_id").unique().join(per, on="post_id", how="left")
    table = posts.join(displayed(measures, "reposts_displayed"), on="post_id", how="left").sort("post_id")
    table = table.with_columns(pl.col("n").fill_null(0.0))
    # A row a post of the information, never one an event.
    places = [beside(row["n"], _counter(row), 0.0) for row in table.iter_rows(named=True)]
    return table.with_columns(
        pl.Series("lower", [p.lower for p in places], pl.Float64),
        pl.Series("upper", [p.upper for p in places], pl.Float64),
        pl.Series("is_contradiction", [p.is_contradiction for p in places], pl.Boolean),
    )


def counted(measures: Measures, events: pl.DataFrame) -> Count:
    """Count the reposts below the posts of `events` (ALLEGED_EVENTS), with their displayed counters."""
    table, traced = post_ranges(measures, events), below(events)
    known, odd = table.drop_nulls("low"), table.filter("is_contradiction")
    is_open = table.is_empty() or table["upper"].null_count() > 0
    is_apart = table.height > 1 and known.height > 0 and known["as_of"].n_unique() > 1
    is_open = is_open or is_apart
    is_shown_open = is_open or known.height < table.height
    has_sum = known.height > 0 and not is_apart
    return Count(
        table.height,
        traced.height,
        float(table["lower"].sum()),
        None if is_open else float(table["upper"].sum()),
        float(known["value"].sum()) if has_sum else None,
        float(known["low"].sum()) if has_sum else None,
        None if is_shown_open else float(known["high"].sum()),
        known.height,
        known["as_of"].max(),
        is_apart,
        (odd["n"][0], odd["high"][0]) if odd.height else None,
        ids_of(traced),
    )


def displayed(measures: Measures, measure: str) -> pl.DataFrame:
    """Read the newest displayed counter of each post: post_id, low, value, high, is_exact, as_of."""
    rows = measures.table("scope").filter(
        (pl.col("measure") == measure) & pl.col("lower").is_not_null() & pl.col("class_value").is_null()
    )
    return rows.select(
        post_id="subject_id",
        low="lower",
        value="point",
        high=pl.when(pl.col("note_code") == CONTRADICTED).then("lower").otherwise("upper"),
        is_exact=pl.col("note_code").is_in(EXACT),
        as_of="as_of",
    )


def _counter(row: dict[str, object]) -> Displayed | None:
    low, high, last, seen = row["low"], row["high"], row["last"], row["as_of"]
    if low is None:
        return None
    is_new = last is None or (seen is not None and seen >= last)  # type: ignore[operator]
    return Displayed(low, high, bool(row["is_exact"]) and is_new)  # type: ignore[arg-type]


def unknown_until(events: pl.DataFrame, toml: CaseToml, as_of: datetime | None) -> datetime | None:
    """Tell until when a counter captured at `as_of` leaves open what followed; None where it is newest.

    events: ALLEGED_EVENTS of one post or item. A counter bounds nothing after its moment: later reposts may
    have been deleted with the post. Returns the last event or takedown of these posts, if it is later.
    """
    zone, posts = ZoneInfo(toml.case.timezone), set(events["post_id"])
    gone = [stated_start(one.at, zone) for one in toml.takedowns if one.event_id in posts]
    moments = [*events["at"].drop_nulls(), *gone]
    last = max(moments, default=None)
    return last if as_of is not None and last is not None and last > as_of else None
