"""How much each step passes on, and the same information in layers, shown apart."""

import polars as pl

from analytics.model.tables import SCOPE
from analytics.model.thresholds import ListLimits
from analytics.scope.tables_read import CASE, SPREADING, Measure, ScopeData, rows, unknown


def find_branching(material: ScopeData) -> pl.DataFrame:
    """Measure how much each level of a repost tree passes on: events of the next level per event.

    The measure is branching_by_level, with the level as class_value. A value above 1 means that the level
    grew the tree, one below 1 that it died away. It is read from the drawn tree, where unknown parents hang
    at the root; bounds are given only where no parent is missing or assumed.
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


MEASURE_BRANCHING = Measure("branching", ("branching_by_level",), find_branching)


def find_layers(material: ScopeData) -> pl.DataFrame:
    """Count events and reposts by layer of the same information: exact, near, edited, link (class_value).

    acts_by_layer: events of the layer, as traced.
    reposts_by_layer: traced reposts of the posts in that layer.

    They are given for the case and for each family with `family_posts_min` posts or more, and never added
    over the layers. Counts of families elsewhere (`reposts`, `accounts`, ...) take in exact and near alone:
    whether variants and links are the same information is for people.
    """
    of = material.layers.join(material.acts.select("event_id", "kind", "at"), on="event_id")
    if of.is_empty():
        return unknown("acts_by_layer", "acts", "no_family")
    spread = material.reposts().group_by(event_id="root_id").agg(reposts=pl.len())
    of = of.join(spread, on="event_id", how="left").with_columns(
        pl.col("reposts").fill_null(0), is_post=~pl.col("kind").is_in([*SPREADING, "comment"])
    )
    wide = of.filter(
        pl.col("is_post").sum().over("family_id") >= material.limits.family_posts_min
    ).with_columns(subject_id="family_id")
    counted = (
        pl.concat([wide, of.with_columns(subject_id=pl.lit(CASE))])
        .group_by("subject_id", class_value="layer")
        .agg(
            acts=pl.len(),
            reposts=pl.col("reposts").sum(),
            as_of=pl.col("at").max(),
            event_ids=pl.col("event_id").sort().head(ListLimits.shown_n),
        )
    )
    return pl.concat(
        [
            rows(counted.with_columns(lower=n, point=n), f"{n}_by_layer", n, "layer_seen")
            for n in ("acts", "reposts")
        ]
    )


MEASURE_LAYERS = Measure("layers", ("acts_by_layer", "reposts_by_layer"), find_layers)

MEASURES = (MEASURE_BRANCHING, MEASURE_LAYERS)
