"""The same information in layers shown apart: same letters, near duplicates, edited variants, same link.
Never one sum over them."""

import polars as pl

from analytics.model.thresholds import ListLimits
from analytics.scope.material import CASE, SPREADING, Material, Measure, rows, unknown


def find(material: Material) -> pl.DataFrame:
    """acts_by_layer and reposts_by_layer of the case and of each family with two or more posts (class_value:
    exact, near, edited, link).

    acts_by_layer: acts of the layer, as traced. reposts_by_layer: traced reposts of the posts in that layer.
        Counts of families elsewhere (`reposts`, `accounts`, ...) take in exact and near alone: whether
        variants and links are the same information is for people.
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


MEASURE = Measure("layers", ("acts_by_layer", "reposts_by_layer"), find)
