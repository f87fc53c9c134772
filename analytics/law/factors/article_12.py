"""Article 12, items (1) to (5): the circumstances in which the public prosecutor acts."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from analytics.alleged.sides import coded_itself
from analytics.law.alleged import (
    acts_seen,
    against,
    events_of_it,
    ids_of,
    listed_accounts,
    named,
    on_alleged,
    with_deniers,
    words_of,
)
from analytics.law.coded_share import abuse_share
from analytics.law.factor import (
    ANY,
    MEASURED,
    STATED,
    SUBJECTS,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    unmeasured,
)
from analytics.law.factors.article_12_weighing import consequence_row, days_before
from analytics.law.rule_set import Provision
from analytics.model.thresholds import LawLimits
from analytics.roles.naming import NAMED_GRADES
from analytics.store.case_toml import Target
from analytics.text.normalized import plain
from analytics.text.targets import at_targets

GRAVE = ("mental_disorder", "suicide", "self_harm")  # Kinds that Article 12 (1) names or likens to these.


def observe_grave(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the grave consequences that case.toml states (Article 12 (1)); platform data never measures them.

    Loss of work and other kinds are no consequence of this kind: they stand with all consequences (A12-F5).

    The final text counts near relatives, the draft of 2023-06-09 the victim only (`needs.near_relatives`).
    """
    relatives = provision is None or bool(provision.needs.get("near_relatives", True))
    stated = measures.toml.consequences
    grave = [c for c in stated if c.kind in GRAVE]
    covered = [c for c in grave if relatives or c.who == "victim"]
    left = len(stated if relatives else grave) - len(covered)
    rows = [unmeasured("alleged.b1_all" if relatives else "alleged.b1_self", left=left)]
    return [*rows, *(consequence_row(measures, c, "alleged.f5") for c in covered)]


FACTOR_A12_1_GRAVE = Factor("A12-1", 40, on_alleged(observe_grave), STATED)


def observe_public_targets(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show, of each listed account and target, their contact in the data before the information appeared.

    Replies and mentions count, both ways. With fewer than seven days of earlier data, or no earlier record of
    either, contact cannot be told. The number of abusive comments follows. Arbitrary, ordinary member of the
    public, order and influence are for people.
    """
    del provision
    if not measures.toml.targets:
        return [unmeasured("alleged.no_targets")]
    accounts = listed_accounts(measures)
    rows: list[Observation] = []
    for target in measures.toml.targets:
        each = [_contact(measures, account, target) for account in accounts]
        known = [row for row in each if row is not None]
        rows += known[:SUBJECTS]
        if len(known) < len(each):
            left = len(each) - len(known)
            days = days_before(measures)
            rows.append(
                unmeasured("alleged.b2_cannot", subject_id=target.name, target=target.name, n=left, days=days)
            )
    return [*(rows or [unmeasured("alleged.b2_nobody")]), abuse_share(measures)]


def _contact(measures: Measures, account_id: str, target: Target) -> Observation | None:
    """The contact of one account with a target before the information; None where it cannot be told."""
    first = events_of_it(measures).filter(part="states")["at"].min()
    days = days_before(measures)
    events = measures.table("events")
    before = events.filter(pl.col("at") < first) if isinstance(first, datetime) else events.clear()
    mine, theirs = (before.filter(pl.col("account_id").is_in(i)) for i in ([account_id], target.ids))
    aimed = measures.table("targets")
    to, back = aimed.filter(target_id=target.name), aimed.filter(target_id=account_id)
    met = pl.concat(
        [
            mine.join(to.select("event_id").unique(), on="event_id", how="semi"),
            theirs.join(back.select("event_id").unique(), on="event_id", how="semi"),
        ]
    )
    params: dict[str, Param] = {
        **named(measures, account_id),
        "target": target.name,
        "days": days,
        "p": mine.height,
        "q": theirs.height,
        "n": met.height,
    }
    if met.is_empty() and (days < LawLimits.contact_days_min or not mine.height or not theirs.height):
        return None
    return Observation(
        Status.MEASURED,
        "alleged.b2_met" if met.height else "alleged.b2",
        params,
        account_id,
        value=float(met.height),
        unit="acts",
        source="events; targets",
        event_ids=ids_of(met),
        inculpatory=() if met.height else ("alleged.plus_b2",),
        exculpatory=("alleged.minus_b2_met",) if met.height else ("alleged.minus_b2",),
        overturn=("law.over_strangers",),
    )


FACTOR_A12_2_PUBLIC_TARGETS = Factor("A12-2", 41, on_alleged(observe_public_targets), MEASURED)


def observe_several(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show accounts with several supporting records of own words on it, or about several persons.

    The same words within an hour are one record, an edit is none; records without own words and those of
    other sides are told beside it. Under a text that counts repeated spreading (`needs.repeated_counts`)
    several records of one account have a row; else only several persons. Whether each is an insult or
    defamation is for people.
    """
    mine = with_deniers(events_of_it(measures)).drop_nulls("account_id")
    worded = mine.filter(pl.col("side").is_not_null())
    if worded.is_empty() or not worded.filter(pl.col("coders_n") > 0).height:
        return [unmeasured("alleged.b3_not_coded", n=worded.height)]
    counts_repeats = provision is None or bool(provision.needs.get("repeated_counts"))
    return several(measures, worded.filter(side="support"), counts_repeats)


def several(measures: Measures, support: pl.DataFrame, counts_repeats: bool) -> list[Observation]:
    """List the accounts with two separate supporting records (where these count) or two persons."""
    separate = _separate(words_of(measures, support))
    aimed = at_targets(measures.table("targets"), measures.toml.targets)
    persons = separate.join(aimed, on="event_id").group_by("account_id").agg(k=pl.col("target").n_unique())
    zone = measures.toml.case.timezone
    day = pl.col("at").dt.convert_time_zone(zone).dt.date()
    rows = separate.group_by("account_id").agg(
        n=pl.len(), days=day.drop_nulls().n_unique(), first=day.min(), last=day.max()
    )
    rows = rows.join(persons, on="account_id", how="left").with_columns(pl.col("k").fill_null(0))
    enough = (pl.col("k") >= 2) | ((pl.col("n") >= 2) & pl.lit(counts_repeats))
    rows = rows.filter(enough).sort("n", "k", "account_id", descending=[True, True, False])
    if rows.is_empty():
        note = "alleged.b3_none" if counts_repeats else "alleged.b3_none_persons"
        return [Observation(Status.NONE_IN_DATA, note, {"n": support.height}, source="alleged_events")]
    return [
        _several(measures, row, separate.filter(account_id=row["account_id"]), rows.height)
        for row in rows.head(SUBJECTS).to_dicts()
    ]


def _separate(support: pl.DataFrame) -> pl.DataFrame:
    """Leave out a record whose words the account wrote within the last hour already."""
    letters = support.with_columns(letters=plain(support["own"]).fill_null("")).sort(
        "account_id", "letters", "at", "event_id", nulls_last=True
    )
    gap = pl.col("at").diff().over("account_id", "letters").dt.total_microseconds() / 1e6
    return letters.filter(gap.is_null() | (gap >= LawLimits.same_words_apart_s))


def _several(measures: Measures, row: dict[str, Any], mine: pl.DataFrame, of: int) -> Observation:
    every = events_of_it(measures).filter(account_id=row["account_id"])
    params: dict[str, Param] = {
        **named(measures, row["account_id"]),
        "n": row["n"],
        "itself": coded_itself(mine).height,
        "days": row["days"],
        "first_at": row["first"] and row["first"].isoformat(),
        "last_at": row["last"] and row["last"].isoformat(),
        "k": row["k"],
        "bare": every.filter(pl.col("side").is_null()).height,
        "o": every.filter(pl.col("side") != "support").height,
        "of": of,
    }
    return replace(
        acts_seen("b3", mine, params, "law.over_acts", row["account_id"]), source="alleged_events; targets"
    )


FACTOR_A12_3_SEVERAL = Factor("A12-3", 42, on_alleged(observe_several), ANY)


def observe_platforms(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show one group that spread one alleged item on several platforms (Article 12 (4)).

    A group spans platforms only where it was detected across them or people linked its accounts
    (`[[links]]`). Records coded as denying, reporting or asking spread nothing: they are told beside it.
    Under the draft one platform is enough, and repeated spreading counts for itself. That it was organised,
    directed and much is for people.
    """
    needs = provision.needs if provision else {}
    least = int(needs.get("platforms_min", 2))
    rows = _across(measures, least)
    if needs.get("repeated_alone"):
        support = with_deniers(events_of_it(measures)).drop_nulls("account_id").filter(side="support")
        rows += several(measures, support, True)
    return rows


def _across(measures: Measures, least: int) -> list[Observation]:
    """Groups at A or B with one alleged item on enough platforms."""
    if not measures.has("coordination"):
        return [unmeasured("law.note_none_coordination")]
    exported = measures.table("events")["platform"].n_unique()
    if exported < least:
        return [unmeasured("alleged.b4_one_platform", n=exported)]
    clusters = measures.table("clusters").filter(pl.col("grade").is_in(NAMED_GRADES))
    members = _with_links(measures, clusters.select("cluster_id", "account_id").unique())
    place = pl.col("event_id").str.split(":").list.first().alias("platform")
    events = events_of_it(measures).with_columns(place)
    there = events.group_by("item_id", "platform").agg(all=pl.len())
    every = with_deniers(events).join(members, on="account_id")
    mine = every.join(against(every), on="event_id", how="anti")
    per = (
        mine.group_by("cluster_id", "item_id", "platform")
        .agg(n=pl.len())
        .join(there, on=["item_id", "platform"])
    )
    spans = per.filter(pl.len().over("cluster_id", "item_id") >= least)
    if spans.is_empty():
        return [
            Observation(
                Status.NONE_IN_DATA,
                "alleged.b4_none",
                {"platforms": exported, "o": against(every)["event_id"].n_unique()},
                source="clusters; alleged_events",
            )
        ]
    spans = spans.sort("cluster_id", "item_id", "n", "platform", descending=[False, False, True, False])
    pairs = spans.group_by("cluster_id", "item_id", maintain_order=True)
    return [_spanning(measures, key, part, mine, against(every)) for key, part in pairs][:SUBJECTS]


def _with_links(measures: Measures, members: pl.DataFrame) -> pl.DataFrame:
    """Add the accounts that people linked to a member as of one holder."""
    rows = [(a, b) for link in measures.toml.links for a in link.accounts for b in link.accounts if a != b]
    linked = pl.DataFrame(rows, schema={"account_id": pl.String, "other": pl.String}, orient="row")
    more = members.join(linked, on="account_id").select("cluster_id", account_id="other")
    return pl.concat([members, more]).unique()


def _spanning(
    measures: Measures, key: tuple[Any, ...], part: pl.DataFrame, mine: pl.DataFrame, contrary: pl.DataFrame
) -> Observation:
    """One group with one item on several platforms. contrary: what members wrote against the information."""
    group, item = str(key[0]), str(key[1])
    order = [stated.id for stated in measures.toml.alleged]
    rows = part.to_dicts()
    second = rows[1] if len(rows) > 1 else None
    params: dict[str, Param] = {
        "group": group.removeprefix("g"),
        "item": order.index(item) + 1,
        "platform": rows[0]["platform"],
        "n": rows[0]["n"],
        "share": round(100 * rows[0]["n"] / rows[0]["all"]),
        "platforms": len(rows),
        "o": contrary.filter((pl.col("cluster_id") == group) & (pl.col("item_id") == item)).height,
    }
    if second:
        params |= {
            "platform_second": second["platform"],
            "n_second": second["n"],
            "share_second": round(100 * second["n"] / second["all"]),
        }
    acts = mine.filter((pl.col("cluster_id") == group) & (pl.col("item_id") == item))
    return Observation(
        Status.MEASURED,
        "alleged.b4" if second else "alleged.b4_one",
        params,
        group,
        value=float(len(rows)),
        unit="platforms",
        source="clusters; alleged_events",
        event_ids=ids_of(acts),
        inculpatory=("alleged.plus_b4",),
        exculpatory=("law.for_copied",),
        overturn=("law.over_organized",),
    )


FACTOR_A12_4_PLATFORMS = Factor("A12-4", 43, on_alleged(observe_platforms), ANY)


def observe_other(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Say that platform data cannot show other circumstances (Article 12 (5)): they are wholly for people."""
    del measures, provision
    return [unmeasured("alleged.b5")]


FACTOR_A12_5_OTHER = Factor("A12-5", 44, on_alleged(observe_other), STATED)

FACTORS = (
    FACTOR_A12_1_GRAVE,
    FACTOR_A12_2_PUBLIC_TARGETS,
    FACTOR_A12_3_SEVERAL,
    FACTOR_A12_4_PLATFORMS,
    FACTOR_A12_5_OTHER,
)
