"""Abusive comments (Article 12): how many people labelled so, how many more there may be, and their share."""

from math import sqrt

import polars as pl

from analytics.model.thresholds import ListLimits, ScopeLimits
from analytics.scope.tables_read import Measure, ScopeData, rows, unknown
from analytics.text.coding_sheet import SAMPLED
from analytics.text.lexicon_marks import CODES

POSITIVE = CODES[0]
Z = ScopeLimits.confidence_z


def find(material: ScopeData) -> pl.DataFrame:
    """Bound the abusive comments of each subject, from what people have labelled.

    Two measures:

    comments_abusive: of each subject with a reviewed comment, and of the case. lower: comments that every
        coder who saw them labelled abuse; upper: all traced comments less those that every coder cleared;
        point: null, since nobody has read the rest. Null with the reason if no comment was reviewed.
    comments_abusive_estimated: only from comments drawn by `wakeline label sample`, each weighted by how many
        it stands for, if enough of the subject were coded (`coded_min`). point: weighted share of abuse times
        the comments with words. lower, upper: 95 % interval (Wilson 1927, doi:10.1080/01621459.1927.10502953,
        at the effective sample size (sum of weights)^2 / sum of squares), where a comment that coders judge
        differently counts as clean below and as abuse above.

    No machine labels anything here.
    """
    comments = material.acts.filter((pl.col("kind") == "comment") & pl.col("root_id").is_not_null()).select(
        "event_id", "root_id", "has_words"
    )
    if comments.is_empty():
        return unknown("comments_abusive", "comments", "no_comments")
    judged = _judged(material.labels).join(comments, on="event_id")
    if judged.is_empty():
        return unknown("comments_abusive", "comments", "no_comment_reviewed")
    totals = (
        material.by_subject(comments)
        .group_by("subject_id")
        .agg(of=pl.len(), with_words=pl.col("has_words").sum())
    )
    here = material.by_subject(judged).join(totals, on="subject_id")
    counted = here.group_by("subject_id", "of").agg(
        lower=(pl.col("abuse") == 1).sum(),
        cleared=(pl.col("abuse") == 0).sum(),
        as_of=pl.col("at").max(),
        event_ids=pl.col("event_id").filter(pl.col("abuse") == 1).sort().head(ListLimits.shown_n),
    )
    counted = counted.with_columns(upper=pl.col("of") - pl.col("cleared"))
    found = [rows(counted, "comments_abusive", "comments", "abusive_reviewed")]
    sample = _coded(here).filter(pl.col("n") >= material.limits.coded_min)
    if not sample.is_empty():
        found.append(
            rows(
                pl.DataFrame([_estimated(row) for row in sample.to_dicts()]),
                "comments_abusive_estimated",
                "comments",
                "abusive_estimated",
            )
        )
    elif judged["weight"].is_not_null().any():
        found.append(unknown("comments_abusive_estimated", "comments", "sample_small"))
    else:
        found.append(unknown("comments_abusive_estimated", "comments", "no_sample_coded"))
    return pl.concat(found)


def _coded(here: pl.DataFrame) -> pl.DataFrame:
    """The sample of each subject: comments coded, and the sums of their weights by what coders said."""
    return (
        here.filter(pl.col("weight").is_not_null() & pl.col("has_words"))
        .group_by("subject_id", "with_words")
        .agg(
            n=pl.len(),
            as_of=pl.col("at").max(),
            sum=pl.col("weight").sum(),
            squares=(pl.col("weight") ** 2).sum(),
            sure=pl.col("weight").filter(pl.col("abuse") == 1).sum(),
            agreed=pl.col("weight").filter(pl.col("abuse").is_in([0.0, 1.0])).sum(),
            perhaps=pl.col("weight").filter(pl.col("abuse") > 0).sum(),
        )
    )


def _judged(labels: pl.DataFrame) -> pl.DataFrame:
    """One row a reviewed comment: event_id, abuse, at, weight.

    abuse: the share of its coders who said abuse; weight: null where it was not drawn by chance.
    """
    given = labels.filter(pl.col("label").is_in(CODES)).with_columns(
        weight=pl.col("note").str.extract(SAMPLED).cast(pl.Float64)
    )
    return given.group_by(event_id="subject_id").agg(
        abuse=(pl.col("label") == POSITIVE).mean(), at=pl.col("at").max(), weight=pl.col("weight").max()
    )


def _estimated(row: dict[str, float]) -> dict[str, object]:
    size = row["sum"] ** 2 / row["squares"]
    total = row["with_words"]
    point = row["sure"] / row["agreed"] * total if row["agreed"] else None
    return {
        "subject_id": row["subject_id"],
        "as_of": row["as_of"],
        "point": point,
        "lower": wilson(row["sure"] / row["sum"], size)[0] * total,
        "upper": wilson(row["perhaps"] / row["sum"], size)[1] * total,
    }


def wilson(share: float, n: float) -> tuple[float, float]:
    """Compute the 95 % interval of a share seen in n draws (Wilson 1927, doi:10.1080/01621459.1927.10502953).

    n may be a fraction: the effective size of a weighted sample is no whole number, which scipy's binomtest
    refuses.

    >>> [round(x, 4) for x in wilson(0.0, 10)]
    [0.0, 0.2775]
    """
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n * n)) / (1 + Z**2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


MEASURE = Measure("abusive", ("comments_abusive", "comments_abusive_estimated"), find)
