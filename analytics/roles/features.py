"""What the roles read: the tables of the case, loaded once, with the columns that several roles need."""

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from analytics.alleged.actors import account_kinds
from analytics.alleged.earlier import standing_alone
from analytics.alleged.information import alleged_items, on_alleged, on_information, on_matter, stated_ids
from analytics.model.cascade_tables import SAME_LAYERS
from analytics.model.tables import OCCURRENCES
from analytics.model.thresholds import DEFAULT, Thresholds
from analytics.model.time import width_s, with_trusted_times
from analytics.roles.candidacy import candidacy, documented, protected
from analytics.roles.sides import with_alleged, words_on_information
from analytics.store.case_toml import CaseToml
from analytics.text.lexicon_marks import says
from analytics.text.normalized import plain
from analytics.text.targets import own_words


@dataclass(frozen=True)
class Features:
    """The tables of the case and what people state, as the roles read them.

    acts: an event a row: event_id, platform, kind, account_id, at (trusted moment), width_s (how wide an
        interval `at` stands for), parent_id, parent_basis, root_id, own (own words), client, urls, family_id
        (null: none), wider_id (family with edited variants). Sorted by at and event_id, unknown moments last.
    cluster_tasks: the target posts of the groups (CLUSTER_TASKS); clusters: CLUSTERS.
    about: event_id, target: events aimed at a target of case.toml.
    stances: event_id, account_id and a flag for each stance; only events with a stance.
    occurrences: in which files each event stands (event_id, source_sha256 of OCCURRENCES).
    """

    acts: pl.DataFrame
    accounts: pl.DataFrame
    names: pl.DataFrame
    nodes: pl.DataFrame
    clusters: pl.DataFrame
    cluster_tasks: pl.DataFrame
    about: pl.DataFrame
    stances: pl.DataFrame
    labels: pl.DataFrame
    facts: CaseToml
    limits: Thresholds = DEFAULT
    occurrences: pl.DataFrame = field(default_factory=OCCURRENCES.empty)

    @property
    def target_accounts(self) -> list[str]:
        """List the accounts that case.toml names under a target."""
        return sorted({i for target in self.facts.targets for i in target.ids})

    @property
    def has_matter(self) -> bool:
        """Whether people state a target or an alleged post; without both nobody stands above C."""
        return bool(self.facts.targets) or bool(stated_ids(self.facts, self.labels))

    @cached_property
    def timed(self) -> pl.DataFrame:
        """Find the events whose account is known and whose moment is finely enough to be put in order.

        Returns `acts` with at_s (Unix seconds) and plain (the letters of the own words, null for none).
        """
        known = self.acts.filter(
            (pl.col("width_s") <= self.limits.roles.order_width_s)
            & pl.col("at").is_not_null()
            & pl.col("account_id").is_not_null()
        )
        return known.with_columns(at_s=pl.col("at").dt.epoch("us") / 1e6, plain=_letters(known["own"]))

    @cached_property
    def alone(self) -> pl.Series:
        """Find the events that one file alone shows and nothing else in the export speaks of.

        None where the files of the events are not known.
        """
        if self.occurrences.is_empty():
            return pl.Series(dtype=pl.String)
        return standing_alone(self.acts, self.occurrences, (one.id for one in self.facts.alleged))

    @cached_property
    def alleged(self) -> pl.DataFrame:
        """Find the events that state the alleged information: event_id, object_id."""
        return alleged_items(self.acts, self.facts, self.labels)

    @cached_property
    def said(self) -> pl.DataFrame:
        """Tell the side of own words aimed at a target or written on the alleged information: SAID."""
        aimed = pl.concat(
            [self.about.select("event_id"), on_alleged(self.acts, self.alleged).select("event_id")]
        )
        own = self.acts.select("event_id", "account_id", "at", "own", "family_id")
        terms = [word for t in self.facts.targets for word in (t.name, *t.names, *t.terms)]
        here = own.filter(pl.col("own").is_not_null()).join(aimed, on="event_id", how="semi")
        said = words_on_information(here, own, self.labels, terms, self.limits.roles)
        return with_alleged(said, stated_ids(self.facts, self.labels))

    @cached_property
    def information(self) -> pl.DataFrame:
        """Find the events on the information of the case: event_id, object_id."""
        alleged = on_alleged(self.acts, self.alleged)
        return on_information(self.acts, alleged, self.said, self.about.select("event_id").unique())

    @cached_property
    def matter(self) -> pl.DataFrame:
        """Find events on the information, and those with own words about a target: event_id, object_id."""
        about = self.about.select("event_id").unique()
        corrections = [c.event_id for c in self.facts.corrections]
        wider = on_matter(self.acts, about, self.said, self.target_accounts, corrections)
        return pl.concat([self.information, wider]).unique("event_id", keep="first", maintain_order=True)

    @cached_property
    def candidacy(self) -> pl.DataFrame:
        """Sum up, by account, what allows it to stand above C and what speaks for it."""
        never = protected(self.kind_of_account(), self.names, self.facts, self.labels, self.acts)
        return candidacy(never, self.said, self.limits.roles)

    @cached_property
    def documents(self) -> pl.DataFrame:
        """Find the accounts about which a person recorded a document: account_id, documents."""
        return documented(self.facts, self.labels)

    def kind_of_account(self) -> pl.DataFrame:
        """Read what the latest profile of each account and its names say of it (`account_kinds`)."""
        return account_kinds(self.accounts, self.names)


def _letters(own: pl.Series) -> pl.Series:
    """`plain` of the texts that are there; null for the others."""
    rows = own.to_frame("own").with_row_index("row")
    told = rows.drop_nulls("own")
    told = told.select("row", plain=plain(told["own"]))
    return rows.join(told, on="row", how="left", maintain_order="left")["plain"]


STANCES = ("report_authority", "report_medium", "criticism", "doubt", "apology", "hearsay")


def acts_with_families(events: pl.DataFrame, families: pl.DataFrame, layers: pl.DataFrame) -> pl.DataFrame:
    """Build the `acts` of Features.

    events: EVENTS.
    families: FAMILIES, of which the layers of SAME_LAYERS give family_id.
    layers: FAMILIES with every layer, which give wider_id.
    """
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
    """Build the `stances` of Features."""
    told = (
        acts.select("event_id", "account_id", "own")
        .drop_nulls()
        .with_columns(says("own", s).alias(s) for s in STANCES)
    )
    return told.filter(pl.any_horizontal(STANCES)).drop("own")
