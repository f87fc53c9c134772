"""What two persons coded as abuse and as criticism on the alleged information; a share only where it may be.

A share needs a sample drawn by the tool with its weights, fifty texts coded by two persons apart, and
agreement whose 95 % interval stays at .667 or more. Otherwise counts or the agreement are told and no share.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.law.factor import Measures, Observation, Param, unmeasured
from analytics.law.rows import measured, not_measured
from analytics.model.thresholds import LawLimits
from analytics.text.coding_sheet import SAMPLED
from analytics.text.lexicon_marks import CODES

Floats = NDArray[np.float64]
SEED = 20_240_601


class Agreement(NamedTuple):
    """Krippendorff's alpha of two codes a text, with its 95 % bootstrap interval over texts."""

    alpha: float
    lower: float
    upper: float


def class_share(measures: Measures) -> list[Observation]:
    """Tell the shares of abuse and of criticism among the own words on the information, or why there is none.

    Two persons' codes of one text count; where more coded it, the first two by name.
    """
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    codes = (
        measures.table("labels")
        .filter(pl.col("label").is_in(CODES))
        .join(told.words.drop_nulls("own").select(subject_id="event_id"), on="subject_id", how="semi")
        .unique(["subject_id", "author"], keep="last")
        .sort("subject_id", "author")
    )
    if codes.is_empty():
        return [not_measured("not_coded")]
    pairs = (
        codes.group_by("subject_id", maintain_order=True)
        .agg(pl.col("label").head(2), pl.col("note").first())
        .filter(pl.col("label").list.len() == 2)
    )
    if pairs.is_empty():
        abuse_n = codes.filter(label="abuse").height
        return [not_measured("one_coder", n=codes["subject_id"].n_unique(), abuse=abuse_n)]
    return [_share(pairs)]


def _share(pairs: pl.DataFrame) -> Observation:
    """The shares of two coders, or their agreement where it gives none.

    pairs: subject_id, label (two of each text), note.
    """
    labels = np.array(pairs["label"].to_list())
    agreed = agreement(labels)
    shown: dict[str, Param] = {
        "n": len(labels),
        "a": round(agreed.alpha, 3),
        "lo": round(agreed.lower, 3),
        "hi": round(agreed.upper, 3),
        "apart": int(np.sum((labels[:, 0] != labels[:, 1]) & np.isin(labels, ("abuse", "criticism")).all(1))),
    }
    weights = pairs["note"].str.extract(SAMPLED).cast(pl.Float64)
    if len(labels) < LawLimits.share_texts_min:
        return not_measured("few_coded", **shown)
    if not agreed.lower >= LawLimits.share_alpha_min:
        return not_measured("coders_disagree", **shown)
    if weights.null_count():
        return not_measured("no_design", **shown)
    abuse, criticism = (
        hajek((labels == name).mean(axis=1), weights.to_numpy()) for name in ("abuse", "criticism")
    )
    shown |= {
        "abuse_lo": round(abuse[1], 3),
        "abuse_hi": round(abuse[2], 3),
        "criticism_lo": round(criticism[1], 3),
        "criticism_hi": round(criticism[2], 3),
    }
    return measured("classes", abuse[0], "share", ids=tuple(pairs["subject_id"]), params=shown)


def agreement(labels: NDArray[np.str_]) -> Agreement:
    """Compute Krippendorff's alpha for labels without order of two codes a text, and its interval.

    labels: texts x 2. The interval holds the middle 95 % of alpha over resampled texts; a resample in which
    all codes are one class has no alpha and is left out. nan where nothing differs at all.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability (nominal data, two observers).

    >>> labels = np.array([["a", "a"]] * 5 + [["b", "b"]] * 4 + [["a", "b"]])
    >>> round(agreement(labels).alpha, 3)
    0.808
    """
    kinds, coded = np.unique(labels, return_inverse=True)
    coded = coded.reshape(labels.shape)
    disagree = (coded[:, 0] != coded[:, 1]).astype(np.float64)
    counts = np.stack([(coded == k).sum(axis=1) for k in range(len(kinds))], axis=1).astype(np.float64)
    alpha = float(_alphas(disagree.sum(keepdims=True), counts.sum(axis=0, keepdims=True))[0])
    drawn = np.random.default_rng(SEED).multinomial(
        len(labels), np.full(len(labels), 1 / len(labels)), size=LawLimits.agreement_draws_n
    )
    found = _alphas(drawn @ disagree, drawn @ counts)
    found = found[~np.isnan(found)]
    if not found.size:
        return Agreement(alpha, float("nan"), float("nan"))
    lower, upper = np.quantile(found, (0.025, 0.975))
    return Agreement(alpha, float(lower), float(upper))


def _alphas(disagree: Floats, counts: Floats) -> Floats:
    """Alpha from the number of texts coded unlike and the number of codes of each class, row by row."""
    n = counts.sum(axis=1)
    expected = n * n - (counts**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * 2 * disagree / expected, np.nan)


def hajek(values: Floats, weights: Floats) -> tuple[float, float, float]:
    """Estimate a share from a weighted sample, with its 95 % interval: (share, lower, upper).

    values: 0 to 1 a text; weights: how many texts each stands for. Wilson's interval is computed with the
    number of texts that the unequal weights leave (Kish).

    Source: Hájek 1971; Kish 1965, Survey Sampling; Wilson 1927, doi:10.1080/01621459.1927.10502953.

    >>> [round(end, 3) for end in hajek(np.array([1.0] * 10 + [0.0] * 90), np.ones(100))]
    [0.1, 0.055, 0.174]
    """
    share = float((values * weights).sum() / weights.sum())
    n = float(weights.sum() ** 2 / (weights**2).sum())
    z = 1.959963984540054
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n)
    return share, max(0.0, middle - half), min(1.0, middle + half)
