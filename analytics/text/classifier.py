"""A classifier of short comments, trained on labels of people: hashed character runs and logistic regression.

It ranks what to read and estimates shares; it labels nobody. No weights are shipped: `wakeline label train`
makes them from the user's own labels. A trained model is numbers in an .npz file, no code.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from analytics.model.errors import CaseError
from analytics.model.thresholds import TextLimits
from analytics.text.lexicon_marks import hits
from analytics.text.normalized import plain

try:
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.linear_model import LogisticRegression
except ModuleNotFoundError as absent:
    raise CaseError("label_library", found=absent.name) from None

FEATURES = 2**18
RUNS = (1, 4)  # Characters a run.
STRENGTH = 4.0  # Inverse of the regularisation (scikit-learn's C); taken as it is, tuned on nothing.
EACH_MIN = TextLimits.trained_labels_min  # Labels a class, below which nothing is trained.


@dataclass(frozen=True)
class Model:
    """classes in order; weight (classes, features) and bias (classes)."""

    classes: tuple[str, ...]
    weight: NDArray[np.float64]
    bias: NDArray[np.float64]


def train(texts: pl.Series, labels: pl.Series) -> Model:
    """A model of `labels` (text) from `texts`. Equal inputs give equal models.

    Raises CaseError with fewer than two labels, or fewer than ten texts of one.
    """
    counts = labels.value_counts().sort("count")
    if counts.height < 2 or counts["count"].min() < EACH_MIN:  # type: ignore[operator]
        raise CaseError(
            "label_few",
            found=", ".join(f"{label} {n}" for label, n in sorted(counts.iter_rows())) or "0",
            need=EACH_MIN,
        )
    fitted = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500).fit(
        _features(texts), labels.to_numpy()
    )
    weight, bias = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # scikit-learn keeps one row for two classes.
        weight, bias = np.vstack([-weight / 2, weight / 2]), np.concatenate([-bias / 2, bias / 2])
    return Model(tuple(str(c) for c in fitted.classes_), weight, bias)


def probabilities(model: Model, texts: pl.Series) -> pl.DataFrame:
    """For each text the model's probability of each class (columns in the order of the classes)."""
    logit = _features(texts) @ model.weight.T + model.bias
    logit -= logit.max(axis=1, keepdims=True)
    share = np.exp(logit)
    return pl.DataFrame(share / share.sum(axis=1, keepdims=True), schema=list(model.classes))


def predicted(model: Model, texts: pl.Series) -> pl.Series:
    """The likeliest class of each text."""
    best = probabilities(model, texts).to_numpy().argmax(axis=1)
    return pl.Series("label", [model.classes[k] for k in best.tolist()], dtype=pl.String)


def save(model: Model, path: Path) -> None:
    """Write a model as numbers: .npz without pickled objects."""
    with path.open("wb") as file:
        np.savez_compressed(
            file, classes=np.array(model.classes), weight=model.weight.astype(np.float32), bias=model.bias
        )


def load_model(path: Path) -> Model:
    """Read what `save` wrote. Raises CaseError if the file is none."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return Model(
                tuple(stored["classes"].tolist()), stored["weight"].astype(np.float64), stored["bias"]
            )
    except (OSError, ValueError, KeyError) as fault:
        raise CaseError("label_model", path=path, fault=type(fault).__name__) from None


def _features(texts: pl.Series) -> csr_matrix:
    vectors = HashingVectorizer(
        analyzer="char", ngram_range=RUNS, n_features=FEATURES, alternate_sign=False, norm="l2"
    )
    cleaned = plain(texts.cast(pl.String)).fill_null("").to_list()
    return csr_matrix(
        hstack([vectors.transform(cleaned), csr_matrix(hits(texts).cast(pl.Float64).to_numpy())])
    )
