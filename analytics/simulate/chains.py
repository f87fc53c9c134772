"""The text that a repost shows: its own words, then `//@name:` and the text it passes on, newest first."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

LIMIT = 140  # Characters: Weibo's limit for a repost; what is too long loses its end, names included.
BARE = "转发微博"  # What Weibo writes for a repost without words of its own.

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TypedFaults:
    """What people type wrong in a chain, one value a repost, null for none.

    before, colon: what stands before `//@` (nothing) and behind the name (":").
    """

    before: pl.Series | None = None
    colon: pl.Series | None = None


def shown_texts(
    own: pl.Series,
    parent: Ints,
    level: Ints,
    names: pl.Series,
    *,
    faults: TypedFaults = TypedFaults(),
    limit: int = LIMIT,
) -> pl.Series:
    """The text of each repost.

    own: own words, null for none; parent: position among these acts, -1 for the root; level: depth, 1 below
        the root.
    names: the nickname the parent's author bore at the moment of this repost (null at depth 1).

    No words below the root give `转发微博`; no words below a repost without words give it too: such a hop
    shows in no chain, only in the platform's parent field.

    >>> own = pl.Series(["太可怕了", None, "真的吗"])
    >>> parent, level = np.array([-1, 0, 1]), np.array([1, 2, 3])
    >>> shown_texts(own, parent, level, pl.Series([None, "甲", "乙"])).to_list()
    ['太可怕了', '//@甲:太可怕了', '真的吗//@乙://@甲:太可怕了']
    """
    text = own.fill_null(BARE).str.slice(0, limit)
    for depth in range(2, int(np.max(level, initial=0)) + 1):
        here = np.flatnonzero((level == depth) & (parent >= 0))
        if not len(here):
            continue
        frame = pl.DataFrame(
            {
                "own": own.gather(here),
                "name": names.gather(here),
                "passed": text.gather(parent[here]),
                "before": _at(faults.before, here),
                "colon": _at(faults.colon, here),
            },
            schema={name: pl.String for name in ("own", "name", "passed", "before", "colon")},
        )
        chain = pl.concat_str(
            pl.col("own").fill_null(""),
            pl.col("before").fill_null(""),
            pl.lit("//@"),
            "name",
            pl.col("colon").fill_null(":"),
            "passed",
        ).str.slice(0, limit)
        hidden = pl.col("own").is_null() & (pl.col("passed") == BARE)
        text = text.scatter(
            here, frame.select(pl.when(hidden).then(pl.lit(BARE)).otherwise(chain)).to_series()
        )
    return text


def _at(values: pl.Series | None, rows: Ints) -> pl.Series | None:
    return None if values is None else values.gather(rows)
