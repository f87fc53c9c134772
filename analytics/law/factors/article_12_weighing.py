"""Article 12, the five things to be weighed: target, motive, manner, scope and consequences."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.events import below
from analytics.alleged.sides import AGAINST
from analytics.law.alleged import (
    Count,
    acts_seen,
    against,
    apart,
    counted,
    events_of_it,
    ids_of,
    listed_accounts,
    named,
    on_alleged,
    others,
    side_counts,
    with_deniers,
    words_of,
)
from analytics.law.coded_share import abuse_share
from analytics.law.factor import (
    ANY,
    MEASURED,
    SUBJECTS,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    stated_by,
    unmeasured,
)
from analytics.law.rule_set import Provision
from analytics.model.thresholds import LawLimits
from analytics.scope.bounds import CONTRADICTED
from analytics.store.case_toml import Consequence, Target
from analytics.store.stated_moments import stated_after, stated_start
from analytics.text.normalized import LINK

# What may hint at a purpose; each only says that the words stand there.
HINTS = {
    "link": LINK,
    "code": "二维码|扫码",
    "group": "加群|进群|微信群|[Qq]{2}群|加微信|加[vV]信",
    "tip": "打赏|赞赏码",
    "deletion": "付费删|花钱删|给钱.{0,4}删|删帖费",
    "order": "下单|橱窗|优惠券|代购",
}


def observe_target(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count the records on the information that name each target, by the side of their words.

    Every one has its side, whoever wrote it; how many are of authorities, press or debunkers is told with
    it. The target's own records stand apart. Whether it is a public figure is what case.toml states; who it
    is and how vulnerable is for people.
    """
    del provision
    if not measures.toml.targets:
        return [unmeasured("alleged.no_targets")]
    if not measures.has("targets"):
        return [unmeasured("law.note_none_targets")]
    return [_target(measures, target) for target in measures.toml.targets]


def _target(measures: Measures, target: Target) -> Observation:
    mine = events_of_it(measures)
    aimed = measures.table("targets").filter(target_id=target.name).select("event_id").unique()
    is_own = (pl.col("actor") == "target") & pl.col("account_id").is_in(target.ids or [""])
    own = mine.filter(is_own).height
    naming = mine.join(aimed, on="event_id", how="semi").filter(~is_own.fill_null(False))
    figure = {None: "unstated", True: "yes", False: "no"}[target.public_figure]
    known = others(naming)
    params: dict[str, Param] = {
        **side_counts(naming),
        "against": against(naming).height,
        "supporting": known.filter(side="support").height,
        "target": target.name,
        "n": naming.height,
        "own": own,
        "apart": naming.height - known.height,
        "days": days_before(measures),
        "figure": figure,
        "document": target.document or None,
    }
    seen = naming.height > 0
    return Observation(
        Status.MEASURED if seen else Status.NONE_IN_DATA,
        "alleged.f1" if seen else "alleged.f1_none",
        params,
        target.name,
        value=float(naming.height),
        unit="acts",
        source="alleged_events; targets",
        event_ids=ids_of(naming),
        inculpatory=("alleged.plus_f1",) if seen else (),
        exculpatory=(
            "alleged.minus_f1",
            "alleged.minus_f1_against",
            "alleged.minus_f1_unread",
            *(("law.for_public_figure",) if target.public_figure else ()),
        ),
        overturn=("law.over_terms",),
    )


def days_before(measures: Measures) -> int:
    """Count the whole days of data before the first record of the information; 0 where none is dated."""
    first = events_of_it(measures).filter(part="states")["at"].min()
    begun = measures.table("events")["at"].min()
    if not isinstance(first, datetime) or not isinstance(begun, datetime):
        return 0
    return max(0, (first - begun).days)


FACTOR_A12_F1_TARGET = Factor("A12-F1", 30, on_alleged(observe_target), ANY)


def observe_motive(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show what may hint at a purpose in the records of each listed account on the information.

    Links, codes, groups, tips, orders and offers to delete; a profile is not read. Of followers only the
    newest number is kept, so before and after cannot be compared. Motive is for people.
    """
    del provision
    accounts = listed_accounts(measures)
    if not accounts:
        return [unmeasured("alleged.f2_nobody")]
    mine = events_of_it(measures).filter(pl.col("account_id").is_in(accounts) & pl.col("side").is_not_null())
    worded = words_of(measures, mine)
    hits = worded.with_columns(pl.col("own").str.contains(pattern).alias(k) for k, pattern in HINTS.items())
    hits = hits.filter(pl.any_horizontal(*HINTS))
    if hits.is_empty():
        return [
            Observation(
                Status.NONE_IN_DATA, "alleged.f2_none", {"of": worded.height}, source="alleged_events"
            )
        ]
    rows = hits.group_by("account_id").agg(pl.len(), *(pl.col(k).any() for k in HINTS))
    top = rows.sort("len", "account_id", descending=[True, False]).head(SUBJECTS)
    return [_hints(measures, row, hits.filter(account_id=row["account_id"])) for row in top.to_dicts()]


def _hints(measures: Measures, row: dict[str, Any], hits: pl.DataFrame) -> Observation:
    params = {
        **named(measures, row["account_id"]),
        "n": hits.height,
        "hints": "+".join(k for k in HINTS if row[k]),
    }
    return replace(
        acts_seen("f2", hits, params, "law.over_links", row["account_id"]),
        exculpatory=("law.for_link_ordinary",),
    )


FACTOR_A12_F2_MOTIVE = Factor("A12-F2", 31, on_alleged(observe_motive), ANY)


def observe_manner(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the manner on the information: days, records an account, own words, addressees, changed words.

    Records that deny, report or ask, and those of whoever stands apart, are counted for themselves; support
    by an account that mostly denies is support. How the manner is to be judged is for people.
    """
    del provision
    whole = events_of_it(measures)
    supporting = with_deniers(whole).filter(side="support")
    mine = others(whole).filter(~pl.col("side").is_in(AGAINST).fill_null(False))
    mine = pl.concat([mine, supporting]).unique("event_id", maintain_order=True)
    if whole.is_empty():
        return [unmeasured("alleged.none_exported")]
    counts = mine.drop_nulls("account_id").group_by("account_id").len()["len"]
    zone = measures.toml.case.timezone
    days = mine["at"].drop_nulls().dt.convert_time_zone(zone).dt.date().n_unique()
    said = words_of(measures, mine)
    layers = measures.alleged_events.filter(
        pl.col("layer").is_in(["near", "edited"]) & (pl.col("part") == "states")
    )
    params: dict[str, Param] = {
        "days": days,
        "accounts": len(counts),
        "n": mine.height,
        "most": int(counts.max() or 0),  # type: ignore[arg-type]
        "once": int((counts == 1).sum()),
        "bare": mine["side"].null_count(),
        "p": _addressed(measures, mine),
        "e": layers.height + said.filter(pl.col("edited").fill_null(False)).height,
        "o": whole.height - mine.height,
    }
    return [
        replace(
            acts_seen("f3", mine, params, "alleged.over_f3"),
            inculpatory=("alleged.plus_f3", "alleged.plus_f3_changed", "alleged.plus_f3_most"),
        )
    ]


def _addressed(measures: Measures, mine: pl.DataFrame) -> int:
    """Records that name an authority or a medium."""
    from_table = measures.alleged_events.filter(pl.col("actor").is_in(["authority", "press"]))["account_id"]
    kinds = measures.table("accounts").filter(pl.col("verified_type").is_in(["1", "3", "政府", "媒体"]))
    wanted = pl.concat([from_table, kinds["account_id"]]).drop_nulls().unique()
    to = measures.table("targets").filter(
        pl.col("target_id").is_in(wanted.implode()) & (pl.col("basis") == "mention")
    )
    return mine.join(to.select("event_id").unique(), on="event_id", how="semi").height


FACTOR_A12_F3_MANNER = Factor("A12-F3", 32, on_alleged(observe_manner), MEASURED)


def observe_scope(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show how far the information went: reposts traced and displayed, accounts, who stands apart among them.

    Near copies and edited versions have rows of their own. What else the export holds is in no number here.
    """
    del provision
    rows = []
    for layer, events in _layers(measures):
        if not events.is_empty():
            rows.append(_scope(layer, events, counted(measures, events)))
    return rows or [unmeasured("alleged.none_exported")]


def _layers(measures: Measures) -> list[tuple[str, pl.DataFrame]]:
    every = measures.alleged_events
    return [("same", events_of_it(measures)), *((n, every.filter(layer=n)) for n in ("near", "edited"))]


def _scope(layer: str, events: pl.DataFrame, count: Count) -> Observation:
    params: dict[str, Param] = {
        "layer": layer,
        "posts": count.posts_n,
        "traced": count.traced,
        "lower": count.lower,
        "upper": count.upper,
        "comments": events.filter(kind="comment").height,
        "accounts": events["account_id"].drop_nulls().n_unique(),
        "j": apart(below(events)).height,
        "jc": apart(below(events, ["comment"])).height,
        "apart": apart(events).height,
        "scope_note": CONTRADICTED if count.contradicted else None,
    }
    note = "alleged.f4" if count.upper is not None else "alleged.f4_open"
    if count.is_apart:
        note = "alleged.f4_apart"
    if count.contradicted:
        traced, shown = count.contradicted
        note, params = "alleged.f4_contradicted", params | {"traced_one": traced, "shown_one": shown}
    return Observation(
        Status.MEASURED,
        note,
        params,
        "case" if layer == "same" else layer,
        float(count.traced),
        count.lower,
        count.upper,
        "reposts",
        "alleged_events; scope: reposts_displayed",
        count.event_ids,
        ("alleged.plus_f4",),
        ("alleged.minus_f4",),
        ("alleged.over_f4",),
    )


FACTOR_A12_F4_SCOPE = Factor("A12-F4", 33, on_alleged(observe_scope), MEASURED)


def observe_consequences(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show each stated consequence beside the records on the information in the days before and after it.

    The last record of each target's accounts and the end of the data stand with it; the coded share of abuse
    follows. Harm and its cause are for people.
    """
    del provision
    stated = [consequence_row(measures, one, "alleged.f5") for one in measures.toml.consequences]
    rows = stated or [Observation(Status.NOT_MEASURABLE, "alleged.f5_not_stated", _ends(measures))]
    return [*rows, abuse_share(measures)]


def _ends(measures: Measures) -> dict[str, Param]:
    """The last record of the targets' accounts, and the last moment of the data."""
    ids = [i for target in measures.toml.targets for i in target.ids]
    events = measures.table("events")
    last = events.filter(pl.col("account_id").is_in(ids))["at"].max()
    end = events["at"].max()
    told = {"last_at": last, "end_at": end}
    return {k: v.isoformat() if isinstance(v, datetime) else None for k, v in told.items()}


def consequence_row(measures: Measures, one: Consequence, note: str) -> Observation:
    """Make the row of a consequence that case.toml states, with records before and after its date.

    Records on a day that is stated without its hour are neither: they are counted apart.
    """
    zone = ZoneInfo(measures.toml.case.timezone)
    at, over = stated_start(one.at, zone), stated_after(one.at, zone)
    width = timedelta(days=LawLimits.around_days)
    around = events_of_it(measures).filter(pl.col("at").is_between(at - width, over + width, closed="left"))
    before, after = around.filter(pl.col("at") < at), around.filter(pl.col("at") >= over)
    ends = _ends(measures)
    end = measures.table("events")["at"].max()
    is_late = isinstance(end, datetime) and over + width > end
    words = "_words" if one.kind == "other" and one.document else ""
    row = Observation(
        Status.HUMAN,
        f"{note}{words}_ended" if is_late else f"{note}{words}",
        {
            **ends,
            "at": one.at.isoformat(),
            "kind": one.kind,
            "who": one.who,
            "document": one.document or "none",
            "days": LawLimits.around_days,
            "n": around.height,
            "b": before.height,
            "d": around.height - before.height - after.height,
            "c": after.height,
        },
        event_ids=ids_of(around),
        source="case.toml: consequences; alleged_events",
        inculpatory=("alleged.plus_f5",),
        exculpatory=("law.for_no_cause", "alleged.minus_f5"),
    )
    return stated_by(measures, row, one.at)


FACTOR_A12_F5_CONSEQUENCES = Factor("A12-F5", 34, on_alleged(observe_consequences), MEASURED)

FACTORS = (
    FACTOR_A12_F1_TARGET,
    FACTOR_A12_F2_MOTIVE,
    FACTOR_A12_F3_MANNER,
    FACTOR_A12_F4_SCOPE,
    FACTOR_A12_F5_CONSEQUENCES,
)
