"""Articles 10 and 11 on the alleged information: reports, criticism, evidence of spread and effect."""

import polars as pl

from analytics.alleged.events import below
from analytics.law.coded_share import class_share
from analytics.law.factor import ANY, MEASURED, Factor, Measures, Observation, unmeasured
from analytics.law.rows import counted, measured, none_seen, not_measured
from analytics.law.rule_set import Provision
from analytics.text.lexicon_marks import lexicon, says, spellings


def observe_reporting(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count records on the information that report to an authority or the press, or ask for an inquiry.

    People coded them so, or nobody coded them and their words turn to an authority or the press. Those that a
    person labelled abuse as well are counted beside, and so are those that turn to the platform alone: mostly
    about the post, not about what it says of the person concerned. Nothing is removed anywhere for it;
    nobody is named.
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
    every_found = said.filter((pl.col("side") == "report") | ((pl.col("side") == "unread") & turns))
    to_platform = every_found.filter(_platform_alone())
    found = every_found.join(to_platform, on="event_id", how="anti")
    # Words coded otherwise that turn to an authority stay visible: they bear both marks.
    both = said.filter(pl.col("side").is_in(["support"]) & turns)
    if every_found.is_empty() and both.is_empty():
        return [none_seen("report")]
    coded = found.filter(side="report").height
    every = pl.concat([found, both])
    told_apart = {"both": both.height, "platform": to_platform.height}
    return [counted("reporting", every, coded=coded, unread=found.height - coded, **told_apart)]


def _platform_alone() -> pl.Expr:
    """Whether `own` says that the platform was told, and nothing else of an authority or the press."""
    to_platform = spellings(tuple(lexicon("stance")["report_platform"]))
    rest = (
        pl.col("own")
        .str.replace_many(to_platform, [""] * len(to_platform), ascii_case_insensitive=True)
        .alias("rest")
    )
    others = [word for name in ("report_authority", "report_medium") for word in lexicon("stance")[name]]
    elsewhere = rest.str.contains_any(spellings(tuple(others)), ascii_case_insensitive=True)
    return says("own", "report_platform") & ~elsewhere


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
