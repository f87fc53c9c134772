"""Markers of Article 10: on accounts (ROLES) and on acts (labels of people). Marked everywhere, taken out
nowhere."""

import polars as pl

from analytics.law.factor import SHOWN, Measures, Observation, Status, unmeasured


def article10_markers(measures: Measures, markers: tuple[str, ...], note: str) -> Observation:
    """How many ranked accounts bear one of the markers, and how many acts people labelled so."""
    if not measures.has("roles") and not measures.has("labels"):
        return unmeasured("none_roles")
    roles = measures.table("roles")
    ranked = roles.filter(pl.col("article10").list.eval(pl.element().is_in(list(markers))).list.any())
    labels = measures.table("labels").filter(pl.col("label").is_in(list(markers)))
    accounts, acts = ranked["account_id"].n_unique(), labels["subject_id"].n_unique()
    if accounts + acts == 0:
        if roles.is_empty() and labels.is_empty():
            return unmeasured(f"{note}_unknown")
        return Observation(
            Status.NOT_OBSERVED,
            f"{note}_none",
            {},
            value=0.0,
            unit="accounts",
            source="roles: article10; labels",
        )
    ids = (
        pl.concat([ranked["event_ids"].explode().drop_nulls(), labels["subject_id"]])
        .unique()
        .sort()
        .head(SHOWN)
        .to_list()
    )
    return Observation(
        Status.OBSERVED,
        note,
        {"accounts": accounts, "acts": acts},
        value=float(accounts),
        lower=float(accounts),
        unit="accounts",
        source="roles: article10; labels",
        event_ids=tuple(ids),
        exculpatory=("law.for_article10",),
    )
