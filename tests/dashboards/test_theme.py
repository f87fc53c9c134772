"""Colours that stand for something are told apart by colour-blind readers too, and words are read on what lies behind them."""

from itertools import combinations

import numpy as np
import pytest

from dashboards.theme import TOKENS

# Severity 1.0. Source: Machado, Oliveira & Fernandes 2009, doi:10.1109/TVCG.2009.113 (on linear RGB).
SEEN_BY = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "normal": np.eye(3),
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
APART = 8.0  # Distance in CIELAB (CIE 1976): 2.3 is just noticeable side by side; points stand apart and need more.


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(colour: str, eye: str) -> np.ndarray:
    seen = np.clip(np.array(SEEN_BY[eye]) @ linear(colour), 0, 1)
    t = XYZ @ seen / (XYZ @ np.ones(3))
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(ink: str, ground: str) -> float:
    light, dark = sorted((float(XYZ[1] @ linear(one)) for one in (ink, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", TOKENS)
@pytest.mark.parametrize("eye", SEEN_BY)
@pytest.mark.parametrize(
    "kind", ["role_", "depth", ("repost", "comment"), ("events", "duplicates", "rejected", "other")]
)
def test_colours_that_mean_something_are_told_apart(
    kind: str | tuple[str, ...], eye: str, scheme: str
) -> None:
    names = [n for n in TOKENS[scheme] if n.startswith(kind)] if isinstance(kind, str) else list(kind)
    assert len(names) > 1
    for a, b in combinations(names, 2):
        assert np.linalg.norm(lab(TOKENS[scheme][a], eye) - lab(TOKENS[scheme][b], eye)) > APART, (a, b)


@pytest.mark.parametrize("scheme", TOKENS)
def test_words_are_read_on_every_ground(scheme: str) -> None:
    """At least 4.5 to 1: WCAG 2.2, success criterion 1.4.3."""
    c = TOKENS[scheme]
    for ink in ("ink", "soft", "accent"):
        assert all(contrast(c[ink], c[ground]) >= 4.5 for ground in ("ground", "surface", "sunken")), ink
    assert contrast(c["faint"], c["surface"]) >= 4.5 and contrast(c["note"], c["note_soft"]) >= 4.5
    assert contrast(c["accent"], c["accent_soft"]) >= 4.5 and contrast(c["good"], c["good_soft"]) >= 4.5
