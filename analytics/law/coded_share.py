"""What two persons coded as abuse and as criticism under the information, and a share only where it may be.

A share needs a sample drawn by the tool with its weights, fifty texts coded by two persons apart, and
agreement whose 95 % interval stays at .667 or more. Otherwise counts or the agreement are told and no share.
"""

from dataclasses import replace
from math import isnan
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.alleged.events import below
from analytics.law.alleged import events_of_it
from analytics.law.factor import Measures, Observation, Param, Status, unmeasured
from analytics.law.rows import measured, not_measured
from analytics.model.formatting import rounded_down, rounded_up
from analytics.model.thresholds import LawLimits
from analytics.scope.measures.abusive import wilson
from analytics.text.coding_sheet import SAMPLED
from analytics.text.lexicon_marks import CODES

Floats = NDArray[np.float64]
SEED = 20_240_601


class Agreement(NamedTuple):
    """Krippendorff's alpha of two codes a text, with its 95 % bootstrap interval over texts."""

    alpha: float
    lower: float
    upper: float


class Coded(NamedTuple):
    """Texts of a drawn sample that two persons coded alike enough for a share.

    ids: the texts; labels: their codes, texts x 2; weights: how many comments each stands for.
    of: the comments with own words under the information that the sample stands for.
    told: what every sentence of it says: n, a, lo, hi (agreement), apart (abuse by one coder, criticism by
        the other).
    """

    ids: tuple[str, ...]
    labels: NDArray[np.str_]
    weights: Floats
    of: int
    told: dict[str, Param]

    def share(self, name: str) -> tuple[float, float, float]:
        """Estimate the share of a class, with its interval: (share, lower, upper); see `hajek`."""
        return hajek((self.labels == name).mean(axis=1), self.weights)


def class_share(measures: Measures) -> list[Observation]:
    """Tell the shares of abuse and of criticism under the information, or why there is none."""
    if measures.information is None:
        return [unmeasured("which_information")]
    return [_classes(coded_sample(measures.table("labels"), measures.information.acts))]


def _classes(coded: Coded | Observation) -> Observation:
    if isinstance(coded, Observation):
        return coded
    abuse, criticism = coded.share("abuse"), coded.share("criticism")
    ends: dict[str, Param] = {
        "abuse_lo": abuse[1],
        "abuse_hi": abuse[2],
        "criticism_lo": criticism[1],
        "criticism_hi": criticism[2],
    }
    row = measured("classes", abuse[0], "share", ids=coded.ids, params=coded.told | ends)
    return replace(row, lower=abuse[1], upper=abuse[2])


def abuse_share(measures: Measures) -> Observation:
    """Tell the share of abuse under the information and the number it comes to, or why there is none."""
    coded = coded_sample(measures.table("labels"), events_of_it(measures))
    if isinstance(coded, Observation):
        return coded
    point, low, high = coded.share("abuse")
    params: dict[str, Param] = {
        "lower": int(rounded_down(low * coded.of)),
        "upper": int(rounded_up(high * coded.of)),
        "of": coded.of,
        "share_lower": low,
        "share_upper": high,
    }
    return Observation(
        Status.MEASURED,
        "alleged.share",
        coded.told | params,
        value=point,
        lower=low,
        upper=high,
        unit="share",
        source="labels: abuse",
        event_ids=coded.ids,
        inculpatory=("alleged.plus_share",),
        exculpatory=("alleged.minus_share",),
        overturn=("law.over_coded",),
    )


def coded_sample(labels: pl.DataFrame, acts: pl.DataFrame) -> Coded | Observation:
    """Find what two persons coded of the own words under the information, or tell what is lacking.

    labels: LABELS; acts: ALLEGED_EVENTS of the information.

    Where more than two coded a text, the first two by name count. A sheet of the tool is drawn from comments:
    its weights say how many of them the sample stands for, and no number goes beyond these.
    """
    under = acts.filter(pl.col("side").is_not_null() & (pl.col("part") != "states"))
    codes = _codes(labels, under)
    if codes.is_empty():
        return not_measured("not_coded")
    pairs = codes.group_by("subject_id", maintain_order=True).agg(pl.col("label", "weight").head(2))
    pairs = pairs.filter(pl.col("label").list.len() == 2)
    if pairs.is_empty():
        abuse_n = codes.filter(label="abuse")["subject_id"].n_unique()
        return not_measured("one_coder", n=codes["subject_id"].n_unique(), abuse=abuse_n)
    given = np.array(pairs["label"].to_list())
    agreed = agreement(given)
    differ = (given[:, 0] != given[:, 1]) & np.isin(given, ("abuse", "criticism")).all(axis=1)
    told: dict[str, Param] = {
        "n": pairs.height,
        "a": _known(agreed.alpha),
        "lo": _known(agreed.lower),
        "hi": _known(agreed.upper),
        "apart": int(differ.sum()),
    }
    weights = pairs["weight"].list.mean()
    if pairs.height < LawLimits.share_texts_min:
        return not_measured("few_coded", **told, least=LawLimits.share_texts_min)
    if not agreed.lower >= LawLimits.share_alpha_min:
        return not_measured("coders_disagree", **told)
    if weights.null_count():
        return not_measured("no_design", **told)
    of = min(round(weights.sum()), below(under, ["comment"]).height)
    return Coded(tuple(pairs["subject_id"]), given, weights.to_numpy(), of, told)


def _codes(labels: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Judgments of these texts: subject_id, author, label, weight (null: not from a drawn sheet), by name."""
    coded = labels.filter(pl.col("label").is_in(list(CODES)) & (pl.col("kind").fill_null("label") == "label"))
    mine = coded.join(texts.select(subject_id="event_id"), on="subject_id", how="semi")
    weight = pl.col("note").str.extract(SAMPLED).cast(pl.Float64, strict=False)
    return (
        mine.select("subject_id", "author", "label", weight=weight)
        .unique(["subject_id", "author"], keep="last", maintain_order=True)
        .sort("subject_id", "author")
    )


def _known(value: float) -> float | None:
    """The number itself; None for nan. How it is rounded is told where it is put into words."""
    return None if isnan(value) else value


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

    Source: Hájek 1971; Kish 1965, Survey Sampling.

    >>> [round(end, 3) for end in hajek(np.array([1.0] * 10 + [0.0] * 90), np.ones(100))]
    [0.1, 0.055, 0.174]
    """
    share = float((values * weights).sum() / weights.sum())
    n = float(weights.sum() ** 2 / (weights**2).sum())
    return share, *wilson(share, n)
