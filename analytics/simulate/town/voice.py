"""What people of a town write: chatter, sentences, and changed forms of a supplied sentence."""

import numpy as np
import polars as pl

from analytics.simulate.names_and_phrases import phrases

WORDS = phrases("town")
BARE_SHARE = 0.42  # Reposts without words; public Weibo collections hold about .40.
STOCK_SHARE = 0.3  # Of the others: stock phrases that everybody uses.
_ORDERS = (
    ("when", "who", "did", "what", "end"),
    ("who", "when", "did", "what", "end"),
    ("who", "did", "what", "end"),
    ("did", "what", "end"),
    ("who", "did", "what"),
)


def sentences(rng: np.random.Generator, n: int) -> pl.Series:
    """`n` sentences of 8 to 30 characters, hardly ever two alike."""
    order = rng.integers(0, len(_ORDERS), n)
    made = pl.Series("text", [""] * n, pl.String)
    for k, parts in enumerate(_ORDERS):
        here = np.flatnonzero(order == k)
        words = [
            pl.Series(f"{p}{part}", WORDS[part]).gather(rng.integers(0, len(WORDS[part]), len(here)))
            for p, part in enumerate(parts)
        ]
        made = made.scatter(here, pl.DataFrame(words).select(pl.concat_str(pl.all())).to_series())
    return made


def chatter(rng: np.random.Generator, n: int) -> pl.Series:
    """Own words of `n` ordinary reposts; null for none."""
    text = sentences(rng, n)
    stock = pl.Series(WORDS["stock"] * 6 + WORDS["stock_long"])
    here = np.flatnonzero(rng.random(n) < STOCK_SHARE)
    text = text.scatter(here, stock.gather((len(stock) * rng.random(len(here)) ** 1.5).astype(np.int64)))
    bare = np.flatnonzero(rng.random(n) < BARE_SHARE)
    return text.scatter(bare, None) if len(bare) else text


def edited(rng: np.random.Generator, text: str) -> str:
    """The sentence with a few characters changed: a word swapped, marks or small words added."""
    for old, new in WORDS["swaps"]:
        if old in text and rng.random() < 0.6:
            text = text.replace(old, new, 1)
    if rng.random() < 0.7:
        text += WORDS["small"][rng.integers(0, len(WORDS["small"]))]
    if rng.random() < 0.25:
        text = WORDS["stock"][rng.integers(0, len(WORDS["stock"]))] + "，" + text
    return text


def supplied(rng: np.random.Generator, given: list[str], n: int, paraphrase: float) -> list[str]:
    """The text of each of `n` acts: one of those given; of the stated share, half edited and half wholly
    reworded."""
    pick = rng.integers(0, len(given), n)
    dice = rng.random(n)
    fresh = sentences(rng, n).to_list()
    return [
        fresh[k]
        if dice[k] < paraphrase / 2
        else edited(rng, given[pick[k]])
        if dice[k] < paraphrase
        else given[pick[k]]
        for k in range(n)
    ]


def one(rng: np.random.Generator, key: str, **slots: str) -> str:
    """One entry of a word list, its slots filled."""
    entry = str(WORDS[key][rng.integers(0, len(WORDS[key]))])
    return entry.format(**slots) if slots else entry
