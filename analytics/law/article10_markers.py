"""Markers of Article 10 on accounts (ROLES) and on events (labels of people).

Accounts and events with a marker are marked wherever they are listed and removed nowhere.
"""

import polars as pl

from analytics.law.factor import SHOWN, Measures, Observation, Status, unmeasured


def article10_markers(measures: Measures, markers: tuple[str, ...], note: str) -> Observation:
    """Count the ranked accounts that have one of the markers, and the events that people labelled with one.

    markers: values of ROLES.article10 and of labels, as `report_medium`.
    note: the key of the sentence; `<note>_none` and `<note>_unknown` belong to it.

    Nothing in the data where roles or labels were looked at and none has a marker; not measurable where there
    are neither.
    """
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
            Status.NONE_IN_DATA,
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
        Status.MEASURED,
        note,
        {"accounts": accounts, "acts": acts},
        value=float(accounts),
        lower=float(accounts),
        unit="accounts",
        source="roles: article10; labels",
        event_ids=tuple(ids),
        exculpatory=("law.for_article10",),
    )
