"""Children per act, level by level: how much each step passes on."""

import polars as pl

from analytics.scope.material import Material, Measure, rows
from analytics.tables import SCOPE


def find(material: Material) -> pl.DataFrame:
    """branching_by_level of each repost tree: acts one level deeper for each act of the level (class_value:
    the level).

    In the drawn tree, where unknown parents hang at the root. Bounds are given only where no parent is
    missing or assumed.
    """
    levels = material.levels.filter(pl.col("tree") == "repost")
    if levels.is_empty():
        return SCOPE.empty()
    open_ = material.cascades.filter(pl.col("tree") == "repost").select(
        subject_id="root_id",
        is_known=(pl.col("missing_parents_n") + pl.col("assumed_parents_n")) == 0,
        as_of="last_at",
    )
    deeper = levels.select("root_id", depth=pl.col("depth") - 1, below="events_n")
    both = levels.join(deeper, on=["root_id", "depth"], how="left").filter(
        pl.col("below").is_not_null() | (pl.col("depth") > 0)
    )
    ratio = pl.col("below").fill_null(0) / pl.col("events_n")
    table = both.select(subject_id="root_id", class_value=pl.col("depth").cast(pl.String), point=ratio).join(
        open_, on="subject_id"
    )
    bound = pl.when("is_known").then("point")
    return rows(
        table.with_columns(lower=bound, upper=bound), "branching_by_level", "acts_per_act", "branching_drawn"
    )


MEASURE = Measure("branching", ("branching_by_level",), find)
