"""How people write: sentences put together from word lists, as polars columns."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tests.benchmarks.unseen import words as w

Ints = NDArray[np.int64]


class Voice:
    """Draws texts with one generator; every method returns a String column of length n."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def pick(self, items: tuple[str, ...], n: int, some: float = 1.0) -> pl.Series:
        """Items at random; "" instead with probability 1 - `some`."""
        pool = pl.Series(("", *items))
        at = self.rng.integers(1, len(items) + 1, n)
        return pool.gather(np.where(self.rng.random(n) < some, at, 0))

    def glue(self, *parts: pl.Series | str) -> pl.Series:
        """The parts, one after the other."""
        columns = [pl.lit(p) if isinstance(p, str) else p for p in parts]
        return pl.select(pl.concat_str(columns)).to_series()

    def ordinary(self, subject: pl.Series) -> pl.Series:
        """What a person writes of their own about `subject` (one a row): 2 to 60 characters, seldom the same twice."""
        n = len(subject)
        named = pl.select(
            pl.when(pl.Series(self.rng.random(n) < 0.35)).then(subject).otherwise(pl.lit(""))
        ).to_series()
        core = self.glue(
            self.pick(w.OPENERS, n, 0.45), named, self.pick(w.PREDICATES, n), self.pick(w.PARTICLES, n)
        )
        long = self.glue(
            core,
            self.pick((",", ",", "。", " "), n),
            self.pick(w.PREDICATES, n),
            self.pick(w.TAILS, n, 0.4),
            self.pick(w.FACES, n, 0.25),
        )
        short = self.glue(
            self.pick(w.OPENERS, n, 0.5),
            self.pick(w.TAILS, n),
            self.pick(w.PARTICLES, n),
            self.pick(w.FACES, n, 0.3),
        )
        plain = self.glue(core, self.pick(w.FACES, n, 0.2))
        return self.mix(n, (0.4, plain), (0.25, long), (0.17, short), (0.18, self.pick(w.STOCK, n)))

    def mix(self, n: int, *ways: tuple[float, pl.Series]) -> pl.Series:
        """Each row from one of the columns, by their shares (which add up to 1)."""
        which = self.rng.choice(len(ways), n, p=[share for share, _ in ways])
        out = ways[0][1]
        for number, (_, texts) in enumerate(ways[1:], start=1):
            out = out.zip_with(pl.Series(which != number), texts)
        return out

    def supplied(self, subject: str, n: int = 1) -> list[str]:
        """Sentences someone hands out about a subject: two or three clauses, 20 to 50 characters."""
        out = []
        for _ in range(n):
            clauses = list(self.rng.choice(w.URGES, int(self.rng.integers(2, 4)), replace=False))
            at = int(self.rng.integers(0, 3))
            joined = self.rng.choice([",", ",", "。", " "]).join(clauses)
            out.append((f"{subject},{joined}", f"{joined}#{subject}#", f"关于{subject}:{joined}")[at])
        return out

    def titles(self, subject: pl.Series) -> pl.Series:
        """The text of a post about `subject`."""
        n = len(subject)
        return self.glue(
            "【",
            self.pick(w.ARTICLE_HEADS, n),
            "·",
            self.pick(w.PLACES, n, 0.6),
            subject,
            self.pick(w.ARTICLE_TAILS, n),
            "】",
            self.pick(w.PREDICATES, n),
            "。",
            self.pick(w.PREDICATES, n, 0.7),
        )

    def reworded(self, text: str) -> str:
        """`text` with a few characters changed: a word swapped, something added before, behind or inside."""
        rng, out = self.rng, text
        for old, new in [w.SWAPS[i] for i in rng.permutation(len(w.SWAPS))]:
            if old in out and rng.random() < 0.6:
                out = out.replace(old, new, 1)
                break
        how = int(rng.integers(0, 5))
        if how == 0:
            out = str(rng.choice(w.OPENERS)) + ("," if rng.random() < 0.5 else "") + out
        elif how == 1:
            out += str(rng.choice(w.TAILS))
        elif how == 2:
            out += str(rng.choice(w.FACES))
        elif how == 3:
            at = int(rng.integers(1, max(2, len(out) - 1)))
            out = out[:at] + str(rng.choice(("真的", "也", "都", "…", " "))) + out[at:]
        elif out == text:
            out = out[:-1] + str(rng.choice(("!", "。", "啊", "!!")))
        return out

    def names(self, n: int, default_share: float | NDArray[np.float64] = 0.06) -> pl.Series:
        """Nicknames; a share keeps the platform's default name."""
        number = pl.Series(self.rng.integers(1, 9999, n)).cast(pl.String)
        blank = pl.Series([""] * n, dtype=pl.String)
        own = self.glue(
            self.pick(w.NAME_HEADS, n),
            self.pick(w.NAME_TAILS, n, 0.85),
            number.zip_with(pl.Series(self.rng.random(n) < 0.7), blank),
        )
        default = self.glue("用户", pl.Series(self.rng.integers(10**9, 8 * 10**9, n)).cast(pl.String))
        return default.zip_with(pl.Series(self.rng.random(n) < default_share), own)
