"""What the roles read: the tables of the case, loaded once, with the columns that several roles need."""

from dataclasses import dataclass

import polars as pl

from analytics.model.cascade_tables import SAME_LAYERS
from analytics.model.thresholds import DEFAULT, Thresholds
from analytics.model.time import width_s, with_trusted_times
from analytics.store.case_toml import CaseToml
from analytics.text.lexicon_marks import says
from analytics.text.targets import own_words

_AUTHORITY = ("1", "政府")  # Weibo's verified types: 1 government, 3 media.
_MEDIUM = ("3", "媒体")
_MEDIUM_WORDS = ["媒体", "记者", "日报", "晚报", "电视台", "新闻"]


@dataclass(frozen=True)
class Features:
    """The tables of the case and what people state.

    acts: event_id, platform, kind, account_id, at (trusted moment), width_s (how wide an interval `at` stands
        for), parent_id, parent_basis, root_id, own (own words), client, urls, family_id (null: none),
        wider_id (family with edited variants). Sorted by at and event_id, unknown moments
    last. about: event_id, target: acts aimed at a target of case.toml. stances: event_id, account_id and a
    flag for each stance, acts with any stance only.
    """

    acts: pl.DataFrame
    accounts: pl.DataFrame
    names: pl.DataFrame
    nodes: pl.DataFrame
    clusters: pl.DataFrame
    cluster_acts: pl.DataFrame
    cluster_tasks: pl.DataFrame
    trait_values: dict[str, pl.DataFrame]
    cluster_traits: pl.DataFrame
    about: pl.DataFrame
    stances: pl.DataFrame
    labels: pl.DataFrame
    facts: CaseToml
    limits: Thresholds = DEFAULT

    @property
    def target_accounts(self) -> list[str]:
        """The accounts that case.toml lists under a target."""
        return sorted({i for target in self.facts.targets for i in target.ids})

    def kind_of_account(self) -> pl.DataFrame:
        """account_id, is_authority, is_medium, followers_n, by the latest profile."""
        kind = pl.col("verified_type").fill_null("")
        reason = pl.col("verified_reason").fill_null("")
        return self.accounts.select(
            "account_id",
            "followers_n",
            is_authority=kind.is_in(_AUTHORITY),
            is_medium=kind.is_in(_MEDIUM) | reason.str.contains_any(_MEDIUM_WORDS),
        ).unique("account_id")


STANCES = ("report_authority", "report_medium", "criticism", "doubt", "apology", "hearsay")


def acts_with_families(events: pl.DataFrame, families: pl.DataFrame, layers: pl.DataFrame) -> pl.DataFrame:
    """The `acts` of Features. events: EVENTS; families: FAMILIES, read for
    the layers of SAME_LAYERS alone;
    layers: FAMILIES with every layer, read for wider_id alone."""
    wider = (
        layers.filter(pl.col("layer") != "link")
        .select("event_id", wider_id="family_id")
        .unique("event_id", keep="first", maintain_order=True)
    )
    of = (
        families.filter(pl.col("layer").is_in(SAME_LAYERS))
        .select("event_id", "family_id")
        .unique("event_id", keep="first", maintain_order=True)
    )
    acts = with_trusted_times(events).select(
        "event_id",
        "platform",
        "kind",
        "account_id",
        "at",
        "parent_id",
        "parent_basis",
        "root_id",
        "client",
        "urls",
        own=own_words(),
        width_s=width_s(),
    )
    return (
        acts.join(of, on="event_id", how="left")
        .join(wider, on="event_id", how="left")
        .sort("at", "event_id", nulls_last=True)
    )


def stances_of(acts: pl.DataFrame) -> pl.DataFrame:
    """The `stances` of Features."""
    told = (
        acts.select("event_id", "account_id", "own")
        .drop_nulls()
        .with_columns(says("own", s).alias(s) for s in STANCES)
    )
    return told.filter(pl.any_horizontal(STANCES)).drop("own")


def about_targets(targets: pl.DataFrame, facts: CaseToml) -> pl.DataFrame:
    """The `about` of Features. targets: TARGETS."""
    names = [t.name for t in facts.targets]
    return targets.filter(pl.col("target_id").is_in(names)).select("event_id", target="target_id")
