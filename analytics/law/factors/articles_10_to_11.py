"""Articles 10 and 11 on the alleged information: reports, criticism, evidence of spread and effect."""

import polars as pl

from analytics.alleged.events import below
from analytics.law.coded_share import class_share
from analytics.law.factor import ANY, MEASURED, Factor, Measures, Observation, unmeasured
from analytics.law.rows import counted, measured, none_seen, not_measured
from analytics.law.rule_set import Provision
from analytics.text.lexicon_marks import says


def observe_reporting(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count records on the information that report to an authority or the press, or ask for an inquiry.

    People coded them so, or nobody coded them and their words turn to an authority or the press. Those that a
    person labelled abuse as well are counted beside. Nothing is removed anywhere for it; nobody is named.
    Whether something is a report, and whether it was made up, is for people.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    said = told.acts.join(told.words.drop_nulls("own"), on="event_id")
    if said.is_empty():
        return [not_measured("no_words")]
    turns = says("own", "report_authority") | says("own", "report_medium")
    found = said.filter((pl.col("side") == "report") | ((pl.col("side") == "unread") & turns))
    # Words coded otherwise that turn to an authority stay visible: they bear both marks.
    both = said.filter(pl.col("side").is_in(["support"]) & turns)
    if found.is_empty() and both.is_empty():
        return [none_seen("report")]
    coded = found.filter(side="report").height
    every = pl.concat([found, both])
    return [counted("reporting", every, coded=coded, unread=found.height - coded, both=both.height)]


FACTOR_A10_1_REPORTING = Factor("A10-1", 1, observe_reporting, ANY)


def observe_criticism(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Tell what two persons coded as criticism and as abuse (Article 10); see `class_share`."""
    del provision
    return class_share(measures)


FACTOR_A10_2_CRITICISM = Factor("A10-2", 2, observe_criticism, MEASURED)


def observe_evidence(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count what a court asks the police for (Article 11): how the information spread, and what it caused.

    Who holds an account only the platform can say, to an authority.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    return [
        measured(
            "evidence_lists",
            float(told.acts.height),
            "records",
            ids=tuple(told.acts["event_id"]),
            params={
                "n": told.acts.height,
                "posts": len(told.posts),
                "reposts": told.reposts.height,
                "comments": below(told.acts, ["comment"]).height,
                "accounts": told.acts["account_id"].drop_nulls().n_unique(),
                "effects": len(measures.toml.consequences),
            },
        )
    ]


FACTOR_A11_POLICE_HELP = Factor("A11", 70, observe_evidence, MEASURED)

FACTORS = (FACTOR_A10_1_REPORTING, FACTOR_A10_2_CRITICISM, FACTOR_A11_POLICE_HELP)
