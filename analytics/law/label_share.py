"""The number of abusive texts under the alleged information, from a sample that two people coded alike."""

from math import isnan

import numpy as np
import polars as pl

from analytics.law.alleged import information
from analytics.law.coded_classes import agreement, hajek
from analytics.law.factor import Measures, Observation, Param, Status, unmeasured
from analytics.model.thresholds import LawLimits
from analytics.text.coding_sheet import SAMPLED
from analytics.text.lexicon_marks import CODES


def abuse_share(measures: Measures) -> Observation:
    """Estimate the share of abuse among the texts under the alleged information, and their number.

    A share needs a sample drawn by the tool with its design weights, `share_texts_min` texts coded by two
    people each (the first two by name), and agreement whose interval ends at `share_alpha_min` or above. Else
    there is none: the counts and the agreement are told.
    """
    worded = information(measures).filter(pl.col("side").is_not_null() & (pl.col("part") != "states"))
    codes = _codes(measures, worded)
    if codes.is_empty():
        return unmeasured("alleged.share_not_coded")
    pairs = codes.group_by("subject_id", maintain_order=True).agg(pl.col("label", "weight").head(2))
    pairs = pairs.filter(pl.col("label").list.len() == 2)
    if pairs.is_empty():
        abuse = codes.filter(label="abuse")["subject_id"].n_unique()
        return unmeasured("alleged.share_one_coder", n=codes["subject_id"].n_unique(), abuse=abuse)
    labels = np.array(pairs["label"].to_list())
    agreed = agreement(labels)
    told: dict[str, Param] = {
        "n": pairs.height,
        "alpha": _round(agreed.alpha),
        "alpha_lower": _round(agreed.lower),
        "alpha_upper": _round(agreed.upper),
        "least": LawLimits.share_texts_min,
    }
    weights = pairs["weight"].list.mean()
    lacking = _lacking(pairs.height, pairs.height - weights.null_count(), agreed.lower)
    if lacking:
        return Observation(Status.NOT_MEASURABLE, lacking, told)
    point, low, high = hajek((labels == "abuse").mean(axis=1), weights.to_numpy())
    of = worded.height
    told |= {"lower": round(low * of), "upper": round(high * of), "of": of, "share": _round(point)}
    return Observation(
        Status.MEASURED,
        "alleged.share",
        told | {"share_lower": _round(low), "share_upper": _round(high)},
        value=point,
        lower=low,
        upper=high,
        unit="share",
        source="labels: abuse",
        event_ids=tuple(pairs["subject_id"]),
        inculpatory=("alleged.plus_share",),
        exculpatory=("alleged.minus_share",),
        overturn=("law.over_coded",),
    )


def _lacking(n: int, sampled_n: int, alpha_lower: float) -> str | None:
    """What keeps a coded sample from giving a share; None where nothing does."""
    if sampled_n < n:
        return "alleged.share_no_sample"
    if n < LawLimits.share_texts_min:
        return "alleged.share_few"
    return None if alpha_lower >= LawLimits.share_alpha_min else "alleged.share_low"


def _round(value: float) -> float | None:
    """Three digits; None for nan."""
    return None if isnan(value) else round(value, 3)


def _codes(measures: Measures, worded: pl.DataFrame) -> pl.DataFrame:
    """Judgments of these texts: subject_id, author, label, weight (null: not from a drawn sheet), by name."""
    labels = measures.table("labels").filter(
        pl.col("label").is_in(list(CODES)) & (pl.col("kind").fill_null("label") == "label")
    )
    mine = labels.join(worded.select(subject_id="event_id"), on="subject_id", how="semi")
    weight = pl.col("note").str.extract(SAMPLED).cast(pl.Float64, strict=False)
    return (
        mine.select("subject_id", "author", "label", weight=weight)
        .unique(["subject_id", "author"], keep="last", maintain_order=True)
        .sort("subject_id", "author")
    )
