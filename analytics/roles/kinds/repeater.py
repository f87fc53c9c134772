"""Repeater: the same account acts again on the same matter after a dated warning, takedown or penalty.

The warning, takedown or penalty is entered by people in case.toml.
"""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

import polars as pl

from analytics.model.tables import ROLES, TIME
from analytics.model.thresholds import RoleLimits
from analytics.roles.candidacy import with_candidacy
from analytics.roles.features import Features
from analytics.roles.grading import to_roles_table
from analytics.roles.role import Role
from analytics.store.stated_moments import stated_after

KINDS = ("warnings", "takedowns", "penalties")
YEAR = timedelta(days=RoleLimits.repeater_year_days)
LINES = ("after", "same_matter", "own_words")
GUARDS = ("unexplained",)


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """Grade an account by its lines.

    A: events after the record, on the same matter, in words of its own, not only to take back or doubt. B:
    without own words. C: events after the record on other matters, which are no finding and of which `find`
    gives no row. Else insufficient.

    >>> lines = {name: pl.lit(True) for name in ("after", "same_matter", "own_words", "unexplained")}
    >>> pl.select(rule(lines)).item(), pl.select(rule({**lines, "own_words": pl.lit(False)})).item()
    ('A', 'B')
    """
    both = line["after"] & line["same_matter"]
    return (
        pl.when(both & line["own_words"] & line["unexplained"])
        .then(pl.lit("A"))
        .when(both)
        .then(pl.lit("B"))
        .when(line["after"])
        .then(pl.lit("C"))
        .otherwise(pl.lit("insufficient"))
    )


def find(features: Features) -> pl.DataFrame:
    """Find repeaters: a row for each record of case.toml whose account acted on the same matter afterwards.

    subject_id is `warnings.1`, `takedowns.1`, `penalties.1` and so on, in the order of case.toml; the three
    kinds are kept apart. The same matter means own words aimed at a target, the text family of the event that
    the record names, or a repost of a post that states either. A record with a date only is read as the end
    of that day in the case's zone. value: events afterwards on the same matter; event_ids: those events;
    params: how many within 365 days and within two years.
    """
    records = _records(features)
    if records.is_empty():
        return ROLES.empty()
    acts = _matter(features, records)
    if acts.is_empty():
        return ROLES.empty()
    days = (
        acts.sort("subject_id", "at", "event_id")
        .group_by("subject_id", "account_id", "record_kind", maintain_order=True)
        .agg(
            n=pl.len().cast(pl.Int64),
            own_n=pl.col("is_own").sum().cast(pl.Int64),
            year_n=(pl.col("since") <= YEAR).sum().cast(pl.Int64),
            two_years_n=(pl.col("at") <= pl.col("after").dt.offset_by("2y")).sum().cast(pl.Int64),
            explain_taken_back=pl.col("is_taken_back").any(),
            told_n=(pl.col("is_own") & ~pl.col("is_taken_back")).sum().cast(pl.Int64),
            event_ids=pl.col("event_id").sort_by("is_own", descending=True, maintain_order=True),
        )
    )
    rows = days.with_columns(
        line_after=pl.lit(True),
        line_same_matter=pl.lit(True),
        line_own_words=pl.col("own_n") > 0,
        line_unexplained=pl.col("told_n") > 0,
        left_same_matter=pl.col("n") > 1,
        left_own_words=pl.col("own_n") > 1,
        left_unexplained=pl.col("told_n") > 1,
        cluster_id=pl.lit(None, pl.String),
        value=pl.col("n").cast(pl.Float64),
        lower=pl.col("n").cast(pl.Float64),
        upper=pl.lit(None, pl.Float64),
        unit=pl.lit("acts"),
        reason_code=pl.lit("reason_repeater_") + pl.col("record_kind"),
        params=pl.struct(
            acts=pl.col("n"), own=pl.col("own_n"), year=pl.col("year_n"), two_years=pl.col("two_years_n")
        ),
        explain_not_served=pl.lit(True),
        explain_other_user=pl.lit(True),
    )
    known = with_candidacy(rows.select("account_id").unique(), features.candidacy)
    rows = rows.join(known.select("account_id", "may_be_named"), on="account_id", how="left")
    return to_roles_table(rows, "repeater", rule, LINES, ("ask_served", "ask_user"), GUARDS)


def _records(features: Features) -> pl.DataFrame:
    """subject_id, record_kind, account_id, event_id, after: the records whose account is known.

    It is known by its id or by the event that the record names.
    """
    zone = ZoneInfo(features.facts.case.timezone)
    rows = [
        (
            f"{kind}.{k}",
            kind,
            record.account_id or None,
            record.event_id or None,
            stated_after(record.at, zone),
        )
        for kind in KINDS
        for k, record in enumerate(getattr(features.facts, kind), 1)
    ]
    schema = pl.Schema(
        [
            *((n, pl.String()) for n in ("subject_id", "record_kind", "account_id", "event_id")),
            ("after", TIME),
        ]
    )
    table = pl.DataFrame(rows, schema=schema, orient="row")
    who = features.acts.select("event_id", by="account_id")
    known = table.join(who, on="event_id", how="left").with_columns(
        account_id=pl.coalesce("account_id", "by")
    )
    return known.drop("by").drop_nulls("account_id")


def _matter(features: Features, records: pl.DataFrame) -> pl.DataFrame:
    """Events of each record's account after it on the same matter, with is_own, is_taken_back and since."""
    acts, about = (
        features.acts,
        features.about.select("event_id").unique().with_columns(is_about=pl.lit(True)),
    )
    of_record = acts.select("event_id", record_family="family_id", record_root="root_id")
    mine = acts.filter(pl.col("at").is_not_null()).join(
        records.join(of_record, on="event_id", how="left").rename({"event_id": "record_event"}),
        on="account_id",
    )
    mine = mine.filter(pl.col("at") >= pl.col("after")).join(about, on="event_id", how="left")
    above = about.select(root_id="event_id", root_about="is_about")
    families = acts.filter(pl.col("kind") == "post").select(root_id="event_id", root_family="family_id")
    mine = (
        mine.join(above, on="root_id", how="left")
        .join(families, on="root_id", how="left")
        .join(features.stances.select("event_id", "doubt", "apology"), on="event_id", how="left")
    )
    same_text = (pl.col("family_id") == pl.col("record_family")).fill_null(False)
    is_own = pl.col("is_about").fill_null(False) | same_text
    passes_on = (pl.col("kind").is_in(["repost", "quote"])) & (
        pl.col("root_about").fill_null(False)
        | (pl.col("root_id") == pl.col("record_root")).fill_null(False)
        | (pl.col("root_family") == pl.col("record_family")).fill_null(False)
    )
    return mine.with_columns(
        is_own=is_own & pl.col("own").is_not_null(),
        since=pl.col("at") - pl.col("after"),
        is_taken_back=pl.col("doubt").fill_null(False) | pl.col("apology").fill_null(False),
    ).filter(is_own | passes_on)


ROLE = Role(
    "repeater",
    "acts after a dated record; kinds apart, since only a penalty counts for 法释〔2013〕21号 Article 2(3)",
    find,
)
