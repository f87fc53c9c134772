"""Where from: regions that the platform shows by IP, and places that accounts declare. An account counts
once a subject."""

import polars as pl

from analytics.scope.material import Material, Measure, by_class


def find(material: Material) -> pl.DataFrame:
    """accounts_by_region (the latest IP region of the account's acts under the subject, else of its
    profile) and accounts_by_location (declared). class_value null: unknown; upper: if all unknown ones
    were there."""
    acts = material.acts.filter(pl.col("account_id").is_not_null()).select(
        "root_id", "account_id", "at", "region"
    )
    acts = acts.sort("account_id", "at", nulls_last=False)
    per = (
        material.by_subject(acts)
        .group_by("subject_id", "account_id")
        .agg(here=pl.col("region").drop_nulls().last())
    )
    known = material.accounts.select("account_id", "region", "location").unique(
        "account_id", keep="first", maintain_order=True
    )
    per = per.join(known, on="account_id", how="left").with_columns(region=pl.coalesce("here", "region"))
    return pl.concat(
        [
            by_class(
                per.group_by("subject_id", class_value="region").agg(n=pl.len()),
                "accounts_by_region",
                "accounts",
                "region_by_ip",
            ),
            by_class(
                per.group_by("subject_id", class_value="location").agg(n=pl.len()),
                "accounts_by_location",
                "accounts",
                "place_declared",
            ),
        ]
    )


MEASURE = Measure("place", ("accounts_by_region", "accounts_by_location"), find)
