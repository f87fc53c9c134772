"""Articles 6 and 7 on the alleged information: hours to a takedown, last records, stated penalties."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.events import below
from analytics.law.alleged import named
from analytics.law.factor import (
    CASE,
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
from analytics.law.information import Information
from analytics.law.notices import Notice, notices_of
from analytics.law.rows import counted, hours_between, iso, measured, not_measured
from analytics.law.rule_set import Provision
from analytics.model.thresholds import LawLimits
from analytics.roles.naming import named_accounts
from analytics.store.stated_moments import stated_after, stated_start

MONTHS = LawLimits.pursued_months
YEAR = LawLimits.punished_months


def observe_provider_duty(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Tell the hours from a notice about a post of the information to the takedown of that post (Article 6).

    Both are stated in case.toml; reposts of that post made in between are counted, those of others apart.
    A takedown before the notice is said to be one. An order of a regulator and a refusal are for people.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    rows = [_after_notice(one) for one in notices_of(measures.toml, told)]
    return rows or [not_measured("no_notice")]


def _after_notice(one: Notice) -> Observation:
    """The row of one notice: of the post it concerns; reposts of other alleged posts stand beside it."""
    params = {"post": one.post, "since_at": iso(one.start)}
    if one.end is None:
        note = "not_taken" if one.taken_before is None else "taken_before"
        said = measured(note, 0.0, "hours", one.subject_id, params={**params, "at": iso(one.taken_before)})
        return replace(said, value=None, lower=None, upper=None, unit=None)  # No hours lie between.
    beyond = below(one.beyond).height
    coverage = one.coverage("reposts")
    row = counted(
        "taken_after",
        below(one.between),
        one.subject_id,
        **params,
        at=iso(one.end),
        hours=hours_between(one.start, one.end),
        beyond=beyond,
        known_at=iso(one.known["reposts"]),
    )
    is_unknown = coverage == "none" and row.value == 0
    if coverage != "all":
        row = replace(row, note=f"{row.note}_{'unknown' if is_unknown else 'partly'}")
    if is_unknown:
        row = replace(row, value=None, lower=None, unit=None, event_ids=())
    return replace(row, note=f"{row.note}_beyond") if beyond else row


FACTOR_A6_PROVIDER_DUTY = Factor("A6", 66, observe_provider_duty, MEASURED)


def observe_administrative(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Tell the last record of each account that may be named, and stated penalties (Article 7).

    The days run to the newest capture of the posts. Six months are counted from the act, or from the end of a
    continuing one: whether acts continue is for people.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    rows = _last_records(measures, told) if told.seen else [not_measured("no_capture")]
    return [*rows, *_penalties(measures, told)] or [not_measured("no_dated_record")]


def _last_records(measures: Measures, told: Information) -> list[Observation]:
    """The last record of each account that may be named, and the days from it to the newest capture."""
    newest, zone = max(told.seen.values()), ZoneInfo(measures.toml.case.timezone)
    may = named_accounts(measures.table("roles"), (), measures.toml)
    acts = told.acts.filter(pl.col("account_id").is_in(sorted(may))).drop_nulls("at")
    last = acts.sort("at", "event_id").group_by("account_id").agg(pl.col("at", "event_id").last(), n=pl.len())
    rows = []
    for row in last.sort("n", "account_id", descending=[True, False]).head(SUBJECTS).to_dicts():
        late = newest >= months_after(row["at"].astimezone(zone), MONTHS)
        days = (newest - row["at"]).days
        note = "last_record_late" if late else "last_record"
        rows.append(
            measured(
                note,
                float(days),
                "days",
                row["account_id"],
                (row["event_id"],),
                {
                    **named(measures, row["account_id"]),
                    "at": iso(row["at"]),
                    "until_at": iso(newest),
                    "days": days,
                },
            )
        )
    return rows


def _penalties(measures: Measures, told: Information) -> list[Observation]:
    """Stated penalties of accounts that acted on the information, and their records on it a year after."""
    zone = ZoneInfo(measures.toml.case.timezone)
    rows = []
    for penalty in measures.toml.penalties:
        account = penalty.account_id or measures.authors.get(penalty.event_id)
        dated = told.acts.filter(pl.col("account_id") == account).drop_nulls("at")
        if dated.is_empty():
            continue
        at = stated_start(penalty.at, zone)
        end = months_after(at.astimezone(zone), YEAR).astimezone(UTC)
        later = dated.filter(pl.col("at").is_between(stated_after(penalty.at, zone), end))
        params: dict[str, Param] = {
            **named(measures, account),
            "at": iso(at),
            "document": penalty.document or None,
            "n": later.height,
        }
        note = "penalty_within" if later.height else "penalty_outside"
        row = Observation(
            Status.HUMAN,
            f"articles.{note}",
            params,
            account or CASE,
            event_ids=tuple(later["event_id"].sort()),
            inculpatory=(f"claims.plus_{note}",),
            exculpatory=(f"claims.minus_{note}",),
            overturn=(f"claims.over_{note}",),
        )
        rows.append(stated_by(measures, row, penalty.at))
    return rows


def months_after(at: datetime, months: int) -> datetime:
    """Give the same day some months later; the last day of a month that has no such day.

    >>> months_after(datetime(2025, 8, 31), 6).date().isoformat()
    '2026-02-28'
    """
    month = at.month - 1 + months
    year, month = at.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return at.replace(year=year, month=month, day=min(at.day, last))


FACTOR_A7_ADMINISTRATIVE = Factor("A7", 65, observe_administrative, MEASURED)

FACTORS = (FACTOR_A6_PROVIDER_DUTY, FACTOR_A7_ADMINISTRATIVE)
