"""Who: clients, verified types and follower bands of the accounts that took part; acts and accounts of each
platform."""

import polars as pl

from analytics.scope.material import Material, Measure, by_class, rows

BANDS = (
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
)  # Followers: below 100, below 1,000, ... , a million or more.
LABELS = ("0-99", "100-999", "1000-9999", "10000-99999", "100000-999999", "1000000+")


def find(material: Material) -> pl.DataFrame:
    """accounts_by_client (most used under the subject), accounts_by_verified_type, accounts_by_followers,
    acts_by_platform and
    accounts_by_platform: of each root, family and the case. A family on two platforms is the
        cross-platform matrix."""
    acts = material.acts.filter(pl.col("account_id").is_not_null()).select(
        "root_id",
        "account_id",
        "client",
        "platform",
        who=pl.col("account_id").cast(pl.Categorical).to_physical(),
    )
    here = material.by_subject(acts).with_columns(of=pl.col("subject_id").cast(pl.Categorical).to_physical())
    used = here.filter(pl.col("client").is_not_null()).group_by("of", "who", "client").agg(n=pl.len())
    several = used.filter(pl.len().over("of", "who") > 1).sort(
        "of", "who", "n", "client", descending=[False, False, True, False]
    )
    most = several.unique(["of", "who"], keep="first", maintain_order=True)
    used = pl.concat([used.filter(pl.len().over("of", "who") == 1), most]).select("of", "who", "client")
    profile = material.accounts.select("account_id", "verified_type", "followers_n").unique(
        "account_id", keep="first", maintain_order=True
    )
    band = pl.coalesce(
        *(
            pl.when(pl.col("followers_n") < top).then(pl.lit(label))
            for top, label in zip(BANDS, LABELS, strict=False)
        ),
        pl.when(pl.col("followers_n") >= BANDS[-1]).then(pl.lit(LABELS[-1])),
    )
    who = (
        here.select("of", "who", "subject_id", "account_id")
        .unique(["of", "who"])
        .join(used, on=["of", "who"], how="left")
        .join(profile.with_columns(band=band), on="account_id", how="left")
    )
    classes = [
        by_class(who.group_by("subject_id", class_value=column).agg(n=pl.len()), measure, "accounts", note)
        for column, measure, note in (
            ("client", "accounts_by_client", "client_shown"),
            ("verified_type", "accounts_by_verified_type", "verified_shown"),
            ("band", "accounts_by_followers", "followers_band"),
        )
    ]
    place = here.group_by("subject_id", "platform").agg(n=pl.col("who").n_unique())
    done = (
        material.by_subject(material.acts.select("root_id", "platform"))
        .group_by("subject_id", "platform")
        .agg(n=pl.len())
    )
    for frame, measure, unit in (
        (place, "accounts_by_platform", "accounts"),
        (done, "acts_by_platform", "acts"),
    ):
        classes.append(
            rows(
                frame.rename({"platform": "class_value"}).with_columns(lower="n", point="n"),
                measure,
                unit,
                "seen_in_export",
            )
        )
    return pl.concat(classes)


MEASURE = Measure(
    "makeup",
    (
        "accounts_by_client",
        "accounts_by_verified_type",
        "accounts_by_followers",
        "acts_by_platform",
        "accounts_by_platform",
    ),
    find,
)
