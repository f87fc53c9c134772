"""Whether an export tells nowhere who passed on whom: then promoters cannot be measured."""

import polars as pl

from analytics.model.thresholds import RoleLimits


def is_star(cascades: pl.DataFrame) -> bool:
    """Tell whether no repost tree of ten or more says who passed on whom: promoters cannot be measured.

    cascades: CASCADES. Where there is no such tree at all, there is nothing to measure and the answer is
    false.

    >>> one = {"tree": ["repost"], "size": [41], "missing_root": [False], "missing_parents_n": [0]}
    >>> is_star(pl.DataFrame(one | {"assumed_parents_n": [40]}))
    True
    >>> is_star(pl.DataFrame(one | {"assumed_parents_n": [39]}))
    False
    """
    reposts = pl.col("size") - (~pl.col("missing_root")).cast(pl.Int64)
    large = cascades.filter((pl.col("tree") == "repost") & (reposts >= RoleLimits.promoter_tree_min))
    known = reposts - pl.col("assumed_parents_n") - pl.col("missing_parents_n")
    return large.height > 0 and not large.select((known > 0).any()).item()
