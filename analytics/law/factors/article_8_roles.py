"""Article 8, lead sentence: who was first, who called on others, who carried it, who went on after a dealing.

Each row says what was seen of an account on the alleged information, never that the element is met.
"""

import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.earlier import earlier_records, may_be_first, set_aside, standing_alone
from analytics.alleged.events import below
from analytics.alleged.sides import coded_itself
from analytics.law.alleged import authors, events_of_it, ids_of, named, on_alleged, others, words_of
from analytics.law.factor import (
    ANY,
    CASE,
    MEASURED,
    SUBJECTS,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    unmeasured,
)
from analytics.law.notices import ALL, concerned
from analytics.law.rule_set import Provision
from analytics.model.thresholds import LawLimits
from analytics.roles.naming import NAMED_GRADES
from analytics.roles.star_export import is_star
from analytics.store.case_toml import Dated
from analytics.store.stated_moments import stated_after
from analytics.text.targets import at_targets

CALL = "call"  # The label by which people say that a text calls on others to act.


GROUPS_PART = 4  # The part of the report that tells of groups.


def observe_initiator(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the earliest record of each alleged item in these data, ties of a coarse clock included.

    Where several may be the first, each has a row that says so, and none is called first. Earlier records
    that concern the same person are counted, those of press, authority or doubt told apart.
    A record that stands in one row of one file alone takes the place of none and is told beside it.
    Where the stated post itself is gone nobody is named. The true source, malice and the user of the account
    are for people.
    """
    del provision
    rows: list[Observation] = []
    alone = _alone(measures)
    for number, stated in enumerate(measures.toml.alleged, 1):
        mine = events_of_it(measures).filter(pl.col("item_id") == stated.id)
        if not stated.id.startswith("text:") and mine.filter(event_id=stated.id).is_empty():
            rows.append(unmeasured("alleged.r1_gone", subject_id=stated.id, item=number))
            continue
        kept, aside = set_aside(mine.filter(part="states"), alone)
        first = may_be_first(kept)
        rows += [
            _first(measures, row, number, first, aside.height) for row in first.head(SUBJECTS).to_dicts()
        ]
    return rows


def _alone(measures: Measures) -> pl.Series:
    """The records that stand in one row of one file alone; none where the files of records are not known."""
    if not measures.has("occurrences"):
        return pl.Series(dtype=pl.String)
    stated = (one.id for one in measures.toml.alleged)
    return standing_alone(measures.table("events"), measures.table("occurrences"), stated)


def _first(
    measures: Measures, row: dict[str, Any], number: int, first: pl.DataFrame, alone_n: int
) -> Observation:
    """One record that may be the first of an item. first: all that may be; alone_n: how many stand aside."""
    earlier = earlier_records(measures.table("events"), measures.table, measures.toml, row["at"])
    earlier = earlier.join(first, on="event_id", how="anti")
    tie = "_tied" if first.height > 1 else ""
    passed_n = below(events_of_it(measures).filter(pl.col("post_id") == row["event_id"])).height
    params = named(measures, row["account_id"], is_author=row["account_id"] in authors(measures))
    aside = "_alone" if alone_n else ""
    return Observation(
        Status.MEASURED,
        f"alleged.r1{tie}{aside}",
        {
            **params,
            "item": number,
            "tied": first.height,
            "alone": alone_n,
            "at": row["at"].isoformat(),
            "k": earlier.height,
            "j": earlier.filter("is_apart").height,
            "reposts": passed_n,
        },
        row["account_id"] or CASE,
        source="alleged_events",
        event_ids=(row["event_id"],),
        inculpatory=(f"alleged.plus_r1{tie}{aside}", "alleged.plus_r1_reposts"),
        exculpatory=(
            *(("alleged.minus_r1_alone",) if alone_n else ()),
            *(("alleged.minus_r1_tied",) if tie else ()),
            "alleged.minus_r1",
            "alleged.minus_r1_earlier",
        ),
        overturn=("alleged.over_r1",),
    )


FACTOR_A8_R1_INITIATOR = Factor("A8-R1", 10, on_alleged(observe_initiator), MEASURED)


def observe_organizer(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show texts that people coded as a call to act on the information, and who acted within an hour after.

    Only own words count, on the information or aimed at a target. Where nobody coded any text as a call, that
    is no finding that there was none; posts that quote what a group then wrote are pointed to. To follow is
    not to be directed: direction, payment and identity are for people.
    """
    del provision
    worded = events_of_it(measures).filter(pl.col("side").is_not_null())
    if worded.is_empty():
        return [unmeasured("alleged.r2_no_words")]
    calls = _calls(measures)
    if calls.is_empty():
        quoted = _quoted_before(measures)
        params: dict[str, Param] = {"n": worded.height, "quoted": len(quoted), "k": GROUPS_PART}
        tail = "_quoted" if quoted else ""
        if measures.table("labels").filter(label=CALL).is_empty():
            found = unmeasured(f"alleged.r2_not_coded{tail}")
            return [replace(found, params=params, event_ids=quoted)]
        note = f"alleged.r2_none{tail}"
        return [Observation(Status.NONE_IN_DATA, note, params, event_ids=quoted, source="labels: call")]
    acting = others(events_of_it(measures)).drop_nulls(["account_id", "at"])
    return [
        _caller(measures, key[0], mine, acting)
        for key, mine in calls.group_by("account_id", maintain_order=True)
    ][:SUBJECTS]


def _quoted_before(measures: Measures) -> tuple[str, ...]:
    """Posts outside a group on the information that quote what its members then wrote (part 4 prints one)."""
    acting = events_of_it(measures)["account_id"].drop_nulls().unique().implode()
    here = measures.table("clusters").filter(pl.col("account_id").is_in(acting))["cluster_id"].unique()
    told = measures.table("explanations").filter(pl.col("cluster_id").is_in(here.implode()))
    known = [json.loads(params) for params in told["params"].drop_nulls()]
    return tuple(sorted({one for params in known for one in params.get("called_ids") or ()}))


def _calls(measures: Measures) -> pl.DataFrame:
    """Own texts coded `call` on the information or aimed at a target: event_id, account_id, at."""
    labels = measures.table("labels").filter(
        (pl.col("label") == CALL) & (pl.col("kind").fill_null("label") == "label")
    )
    apart = measures.alleged_events.filter(pl.col("actor").is_not_null())["account_id"].drop_nulls().unique()
    aimed = at_targets(measures.table("targets"), measures.toml.targets)
    about = pl.concat([events_of_it(measures).select("event_id"), aimed.select("event_id")]).unique()
    rows = measures.table("events").join(about, on="event_id", how="semi")
    rows = rows.join(labels.select(event_id="subject_id").unique(), on="event_id", how="semi")
    mine = rows.filter(pl.col("own_text").is_not_null() & pl.col("account_id").is_not_null())
    mine = mine.filter(~pl.col("account_id").is_in(apart.implode()))
    return mine.select("event_id", "account_id", "at").sort("account_id", "at", "event_id", nulls_last=True)


def _caller(measures: Measures, account_id: Any, mine: pl.DataFrame, acting: pl.DataFrame) -> Observation:
    hours = LawLimits.call_followed_h
    after = acting.filter(pl.col("account_id") != account_id).join(
        mine.select(called="at").drop_nulls(), how="cross"
    )
    within = (pl.col("at") > pl.col("called")) & (
        pl.col("at") <= pl.col("called") + pl.duration(seconds=int(hours * 3600))
    )
    m = after.filter(within)["account_id"].n_unique()
    return Observation(
        Status.MEASURED,
        "alleged.r2",
        {**named(measures, account_id), "n": mine.height, "hours": hours, "m": m},
        account_id,
        value=float(m),
        unit="accounts",
        source="labels: call; alleged_events",
        event_ids=ids_of(mine),
        inculpatory=("alleged.plus_r2",),
        exculpatory=("alleged.minus_r2",),
        overturn=("alleged.over_r2",),
    )


FACTOR_A8_R2_ORGANIZER = Factor("A8-R2", 11, on_alleged(observe_organizer), ANY)


def observe_promoter(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show below whose repost of the information how many further reposts hang, by stated parents.

    Words are quoted only where people coded them as support; else the position stands without a name. Where
    no repost tells whom it passes on, nothing can be said. Malice and knowledge are for people.
    """
    del provision
    posts = events_of_it(measures)["post_id"].unique()
    trees = measures.table("cascades").filter(pl.col("root_id").is_in(posts.implode()))
    if is_star(trees):
        return [unmeasured("alleged.r3_star")]
    if not measures.has("roles"):
        return [unmeasured("law.note_none_roles")]
    rows = measures.table("roles").filter(
        (pl.col("role") == "promoter")
        & pl.col("grade").is_in(NAMED_GRADES)
        & pl.col("subject_id").is_in(posts.implode())
        & pl.col("account_id").is_in(others(events_of_it(measures))["account_id"].drop_nulls().implode())
    )
    if rows.is_empty():
        return [Observation(Status.NONE_IN_DATA, "alleged.r3_none", source="roles: promoter")]
    kept = rows.sort("value", "account_id", "subject_id", descending=[True, False, False]).head(SUBJECTS)
    return [_promoter(measures, row) for row in kept.to_dicts()]


def _promoter(measures: Measures, row: dict[str, Any]) -> Observation:
    mine = events_of_it(measures).filter(
        (pl.col("account_id") == row["account_id"]) & (pl.col("side") == "support")
    )
    of = below(events_of_it(measures).filter(pl.col("post_id") == row["subject_id"])).height
    lower = int(row["lower"] if row["lower"] is not None else row["value"] or 0)
    lost = lost_with(measures, row["account_id"], row["subject_id"])
    chained = lost.filter(parent_basis="chain").height
    who = named(measures, row["account_id"])
    said = words_of(measures, mine.sort("at", "event_id", nulls_last=True))["own"].drop_nulls()
    has_words = bool(who) and len(said) > 0
    params = {
        **(who if has_words else {}),
        "lower": lower,
        "upper": row["upper"],
        "post": concerned(row["subject_id"], measures.toml),
        "stated": lower - chained,
        "chained": chained,
        "share": round(100 * lower / of, 1) if of else None,
        "of": of,
        "quote": said[0] if has_words else None,
    }
    mine_ids = ids_of(mine) if has_words else tuple(sorted(row["event_ids"] or ()))
    params["own"], params["itself"] = len(mine_ids), coded_itself(mine).height
    known = "" if row["upper"] is not None else "_least"
    return Observation(
        Status.MEASURED,
        f"alleged.r3{known}" if has_words else f"alleged.r3_unnamed{known}",
        params,
        row["account_id"],
        row["value"],
        lower,
        row["upper"],
        "reposts",
        "roles: promoter",
        ids_of(lost),
        ("alleged.plus_r3",),
        ("alleged.minus_r3",),
        ("alleged.over_r3",),
    )


def lost_with(measures: Measures, account_id: str, root_id: str) -> pl.DataFrame:
    """Select the reposts of others below the reposts of an account in a tree, by stated parents and chains.

    Returns event_id, account_id, parent_basis (stated or chain).
    """
    acts = measures.table("events").filter(pl.col("root_id") == root_id).select("event_id", "account_id")
    known = measures.table("parents").filter(pl.col("parent_basis").is_in(["stated", "chain"]))
    acts = acts.join(known.select("event_id", "parent_basis"), on="event_id", how="left")
    tree = acts.join(known.select("event_id", "parent_id"), on="event_id")
    found = acts.filter((pl.col("account_id") == account_id) & (pl.col("event_id") != root_id))
    lost = found.clear()
    while found.height:  # Parents form no circles: each pass goes one level down.
        found = tree.join(found.select(parent_id="event_id"), on="parent_id", how="semi").select(acts.columns)
        lost = pl.concat([lost, found])
    return lost.filter(pl.col("account_id").ne_missing(account_id)).unique("event_id")


FACTOR_A8_R3_PROMOTER = Factor("A8-R3", 12, on_alleged(observe_promoter), ANY)


def observe_repeater(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the earlier dealings that case.toml states of an account, and its supporting records after them.

    One row an account. Two papers of one date about one account are one dealing only if they name the same
    document. A record that denies, reports or asks does not count as support and is told beside it, whoever
    the account is. Service and validity are for people.
    """
    del provision
    facts, zone = measures.toml, ZoneInfo(measures.toml.case.timezone)
    stated = [
        (kind, one)
        for kind, some in (
            ("warning", facts.warnings),
            ("takedown", facts.takedowns),
            ("penalty", facts.penalties),
        )
        for one in some
    ]
    if not stated:
        return [unmeasured("alleged.r4_no_record")]
    authors_of = dict(measures.alleged_events.select("event_id", "account_id").iter_rows()) | measures.authors
    dealt: dict[str, dict[tuple[str, str, str], Dated]] = {}
    for kind, one in stated:
        account = one.account_id or authors_of.get(one.event_id)
        if account:
            dealt.setdefault(account, {})[(one.document or kind, one.at.isoformat(), kind)] = one
    if not dealt:
        return [unmeasured("alleged.r4_no_account")]
    return [
        _repeater(measures, account, list(some.values()), zone) for account, some in sorted(dealt.items())
    ]


def _repeater(measures: Measures, account_id: str, dealings: list[Dated], zone: ZoneInfo) -> Observation:
    ends = sorted(
        (stated_after(one.at, zone), one.at.isoformat()[:10], one.document, one.event_id) for one in dealings
    )
    every = events_of_it(measures).filter(account_id=account_id)
    stands_apart = every["actor"].drop_nulls().len() > 0
    mine = every.filter(pl.col("at") >= ends[0][0])
    counted = mine.filter(pl.col("side") == "support")
    each = [
        (day, document, concerned(post, measures.toml), counted.filter(pl.col("at") >= at).height)
        for at, day, document, post in ends
    ]
    dealt = {one.event_id for one in dealings if one.event_id}
    same = counted.filter(pl.col("post_id").is_in(sorted(dealt))).height
    return Observation(
        Status.MEASURED if counted.height else Status.NONE_IN_DATA,
        "alleged.r4_post" if dealt else "alleged.r4",
        {
            **named(measures, account_id, is_author=account_id in authors(measures)),
            "d": len(dealings),
            "list": "; ".join(
                f"{day} {document}".strip() + ("" if post == ALL else f" [{post}]") + f": {n}"
                for day, document, post, n in each
            ),
            "n": counted.height,
            "itself": coded_itself(counted).height,
            "same": same,
            "beyond": counted.height - same,
            "o": mine.height - counted.height,
        },
        account_id,
        value=float(counted.height),
        unit="acts",
        source="case.toml; alleged_events",
        event_ids=ids_of(counted),
        inculpatory=("alleged.plus_r4",) if counted.height else (),
        exculpatory=(
            *(("alleged.minus_r4_apart",) if stands_apart else ()),
            *(("alleged.minus_r4_beyond",) if dealt else ()),
            "alleged.minus_r4",
        ),
        overturn=("alleged.over_r4",),
    )


FACTOR_A8_R4_REPEATER = Factor("A8-R4", 13, on_alleged(observe_repeater), ANY)

FACTORS = (FACTOR_A8_R1_INITIATOR, FACTOR_A8_R2_ORGANIZER, FACTOR_A8_R3_PROMOTER, FACTOR_A8_R4_REPEATER)
