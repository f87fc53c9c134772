"""The share of abuse among all comments, from a classifier that errs: corrected, with an interval."""

from dataclasses import dataclass
from math import sqrt

import polars as pl

from analytics.model.thresholds import ScopeLimits

Z = ScopeLimits.confidence_z  # 97.5 % quantile of the normal distribution.


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval, all in [0, 1]. apparent: the share that the classifier calls
    positive."""

    apparent: float
    point: float
    lower: float
    upper: float


def corrected(
    positive_n: float, of: float, caught_n: float, abusive_n: float, cleared_n: float, clean_n: float
) -> Share | None:
    """The share of abuse behind `positive_n` of `of` comments that a classifier calls abuse.

    caught_n of abusive_n: its sensitivity, and cleared_n of clean_n: its specificity, on comments that people
        coded and that it was not trained on. Null if it is no better than chance (sensitivity + specificity
        at most 1) or something was not coded.

    point: Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510. Interval: Lang & Reiczigel 2014,
        doi:10.1016/j.prevetmed.2013.09.015 (counts padded, so that it holds for small samples; checked by
        simulation in the tests).

    >>> round(corrected(300, 1000, 90, 100, 95, 100).point, 3)
    0.294
    """
    if not (of and abusive_n and clean_n):
        return None
    p, se, sp = positive_n / of, caught_n / abusive_n, cleared_n / clean_n
    if se + sp <= 1:
        return None
    n = of + Z**2
    padded = (positive_n + Z**2 / 2) / n
    se_n, sp_n = abusive_n + 2, clean_n + 2
    se_p, sp_p = (caught_n + 1) / se_n, (cleared_n + 1) / sp_n
    youden = se_p + sp_p - 1
    if youden <= 0:
        return None
    middle = (padded + sp_p - 1) / youden
    v_se, v_sp = se_p * (1 - se_p) / se_n, sp_p * (1 - sp_p) / sp_n
    shift = 2 * Z**2 * (middle * v_se - (1 - middle) * v_sp)
    half = Z * sqrt(padded * (1 - padded) / n + middle**2 * v_se + (1 - middle) ** 2 * v_sp) / youden
    low, high = (min(1.0, max(0.0, end)) for end in (middle + shift - half, middle + shift + half))
    point = min(1.0, max(0.0, (p + sp - 1) / (se + sp - 1)))
    return Share(p, point, min(low, point), max(high, point))


def errors(coded: pl.DataFrame, positive: str) -> tuple[float, float, float, float]:
    """caught_n, abusive_n, cleared_n, clean_n of a coded sample: label (by people), predicted, weight (acts
    each stands for).

    Weighted counts are scaled to the effective size (sum of weights squared, by the sum of their squares), so
    that an interval from a stratified sample is not too narrow.
    """

    def part(is_it: pl.Expr, right: pl.Expr) -> tuple[float, float]:
        rows = coded.filter(is_it)
        total = float(rows["weight"].sum())
        if not total:
            return 0.0, 0.0
        effective = total**2 / float((rows["weight"] ** 2).sum())
        return float(rows.filter(right)["weight"].sum()) / total * effective, effective

    caught, abusive = part(pl.col("label") == positive, pl.col("predicted") == positive)
    cleared, clean = part(pl.col("label") != positive, pl.col("predicted") != positive)
    return caught, abusive, cleared, clean
