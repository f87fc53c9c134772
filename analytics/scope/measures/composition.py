"""Who took part, from where, on which platforms, and against whom."""

import polars as pl

from analytics.model.thresholds import ListLimits
from analytics.scope.tables_read import CASE, Measure, ScopeData, by_class, rows, unknown

BANDS = (
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
)  # Followers: below 100, below 1,000, ... , a million or more.
LABELS = ("0-99", "100-999", "1000-9999", "10000-99999", "100000-999999", "1000000+")


def find_makeup(material: ScopeData) -> pl.DataFrame:
    """Count accounts by client, verified type, followers and platform, and events by platform.

    The measures accounts_by_client (the client that an account used most under the subject),
    accounts_by_verified_type, accounts_by_followers, accounts_by_platform and acts_by_platform are given for
    each root, each family and the case. Those of a family on two platforms are the matrix across platforms.
    """
    acts = material.acts.filter(pl.col("account_id").is_not_null()).select(
        "root_id",
        "account_id",
        "client",
        "platform",
        who=pl.col("account_id").cast(pl.Categorical).to_physical(),
    )
    here = material.by_subject(acts).with_columns(of=pl.col("subject_id").cast(pl.Categorical).to_physical())
    used = _most_used(here)
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


def _most_used(here: pl.DataFrame) -> pl.DataFrame:
    """of, who, client: the client that each account used most under each subject."""
    used = here.filter(pl.col("client").is_not_null()).group_by("of", "who", "client").agg(n=pl.len())
    several = used.filter(pl.len().over("of", "who") > 1).sort(
        "of", "who", "n", "client", descending=[False, False, True, False]
    )
    most = several.unique(["of", "who"], keep="first", maintain_order=True)
    return pl.concat([used.filter(pl.len().over("of", "who") == 1), most]).select("of", "who", "client")


MEASURE_MAKEUP = Measure(
    "makeup",
    (
        "accounts_by_client",
        "accounts_by_verified_type",
        "accounts_by_followers",
        "acts_by_platform",
        "accounts_by_platform",
    ),
    find_makeup,
)


def find_place(material: ScopeData) -> pl.DataFrame:
    """Count accounts by region (accounts_by_region) and by declared place (accounts_by_location).

    The region is the latest that the platform shows by IP with the account's events under the subject, else
    that of its profile. An account counts once for a subject. A null class_value means unknown; the upper end
    of a class holds if all unknown accounts were there.
    """
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


MEASURE_PLACE = Measure("place", ("accounts_by_region", "accounts_by_location"), find_place)


# A label of an account: `same_holder:<other account>`, as a document or the holder states it.
SAME_HOLDER = "same_holder:"


def find_platforms(material: ScopeData) -> pl.DataFrame:
    """Count the families and the accounts that are on two platforms.

    families_across: by pair of platforms, families of the same words (exact, near) with events on both. It is
        a lower bound: other words, pictures and unexported events are not seen. event_ids: the first event of
        the family on each of the two.
    family_across_after: for each such family (class_value `first>second`), the seconds from its first event
        on one platform to its first on the other; lower and upper: what the clocks leave open. Where the
        intervals of the two overlap, none is the first: class_value `one+other`, no point.
    accounts_across: by pair of platforms, accounts on both that people declared to be one holder's (label
        `same_holder:<account>`, or the ids of one target of case.toml). Equal names are no link.

    With one platform in the data both counts are null, with the reason.
    """
    if material.acts["platform"].n_unique() < 2:
        return pl.concat(
            [
                unknown("families_across", "families", "one_platform"),
                unknown("accounts_across", "accounts", "one_platform"),
            ]
        )
    return pl.concat([*_families(material), _accounts(material)])


def _families(material: ScopeData) -> list[pl.DataFrame]:
    """Families on two platforms by pair of platforms, and the seconds between their first events."""
    first = _first_acts(material)
    both = (
        first.join(first, on="family_id", suffix="_b")
        .filter(
            (pl.col("at") < pl.col("at_b"))
            | ((pl.col("at") == pl.col("at_b")) & (pl.col("platform") < pl.col("platform_b")))
        )
        .filter(pl.col("platform") != pl.col("platform_b"))
    )
    if both.is_empty():
        return [unknown("families_across", "families", "no_family_across")]
    each = _between(both).with_columns(event_ids=pl.concat_list("event_id", "event_id_b"))
    counted = (
        each.sort("subject_id")
        .group_by(class_value="pair")
        .agg(
            n=pl.col("subject_id").n_unique(),
            as_of=pl.col("as_of").max(),
            event_ids=pl.col("event_ids").list.explode().head(ListLimits.shown_n),
        )
        .with_columns(subject_id=pl.lit(CASE), lower="n", point="n")
    )
    return [
        rows(counted, "families_across", "families", "across_seen"),
        rows(each, "family_across_after", "seconds", "across_after"),
    ]


def _first_acts(material: ScopeData) -> pl.DataFrame:
    """The first event of each family on each platform, which lies in [at, at + width_s)."""
    acts = (
        material.families.select("event_id", "family_id")
        .join(material.acts.select("event_id", "platform", "at", "width_s"), on="event_id")
        .filter(pl.col("at").is_not_null())
    )
    end = pl.col("at") + pl.duration(microseconds=(pl.col("width_s") * 1e6).cast(pl.Int64))
    width_s = (end.min() - pl.col("at").min()).dt.total_microseconds() / 1e6
    return (
        acts.sort("at", "event_id")
        .group_by("family_id", "platform", maintain_order=True)
        .agg(pl.col("event_id", "at").first(), width_s=width_s)
    )


def _between(both: pl.DataFrame) -> pl.DataFrame:
    """Rows of family_across_after: none is the first where the intervals of the two overlap."""
    after = (pl.col("at_b") - pl.col("at")).dt.total_microseconds() / 1e6
    is_open = after < pl.col("width_s")
    pair = pl.concat_str(
        pl.min_horizontal("platform", "platform_b"),
        pl.max_horizontal("platform", "platform_b"),
        separator="+",
    )
    ordered = pl.concat_str("platform", "platform_b", separator=">")
    return both.select(
        "event_id",
        "event_id_b",
        subject_id="family_id",
        class_value=pl.when(is_open).then(pair).otherwise(ordered),
        point=pl.when(~is_open).then(after),
        lower=(after - pl.col("width_s")).clip(0),
        upper=pl.max_horizontal(
            after + pl.col("width_s_b"), pl.when(is_open).then(pl.col("width_s") - after)
        ),
        as_of="at_b",
        pair=pair,
        note_code=pl.when(is_open).then(pl.lit("across_open")).otherwise(pl.lit("across_after")),
    )


def _accounts(material: ScopeData) -> pl.DataFrame:
    """Accounts on two platforms that people declared to be one holder's, counted by pair of platforms."""
    stated = material.labels.filter(pl.col("label").str.starts_with(SAME_HOLDER)).select(
        a="subject_id", b=pl.col("label").str.strip_prefix(SAME_HOLDER)
    )
    listed = [
        (one, other)
        for target in material.facts.targets
        for k, one in enumerate(target.ids)
        for other in target.ids[k + 1 :]
    ]
    pairs = pl.concat([stated, pl.DataFrame(listed, schema=stated.schema, orient="row")])
    here = (
        material.acts.select("account_id", "platform", "event_id")
        .drop_nulls("account_id")
        .unique("account_id", keep="first", maintain_order=True)
    )
    both = (
        pairs.join(here, left_on="a", right_on="account_id")
        .join(here, left_on="b", right_on="account_id", suffix="_b")
        .filter(pl.col("platform") != pl.col("platform_b"))
    )
    if both.is_empty():
        return unknown("accounts_across", "accounts", "no_declared_link")
    pair = pl.concat_str(
        pl.min_horizontal("platform", "platform_b"),
        pl.max_horizontal("platform", "platform_b"),
        separator="+",
    )
    both = both.with_columns(
        class_value=pair, who=pl.concat_list("a", "b"), shown=pl.concat_list("event_id", "event_id_b")
    )
    counted = both.group_by("class_value").agg(
        n=pl.col("who").list.explode().n_unique(),
        event_ids=pl.col("shown").list.explode().unique().sort().head(ListLimits.shown_n),
    )
    return rows(
        counted.with_columns(subject_id=pl.lit(CASE), lower="n", point="n"),
        "accounts_across",
        "accounts",
        "across_declared",
    )


MEASURE_PLATFORMS = Measure(
    "platforms", ("families_across", "family_across_after", "accounts_across"), find_platforms
)


def find_aim(material: ScopeData) -> pl.DataFrame:
    """Count events and accounts by target, and the targets of each account.

    The measures acts_at_target and accounts_at_target are of the case, by target (class_value);
    targets_of_account is of each account with `targets_min` targets or more. All are lower bounds: words that
    name nobody, and pictures, are not seen.
    """
    if not material.facts.targets:
        return unknown("acts_at_target", "acts", "no_target_stated")
    aimed = material.about.join(material.acts.select("event_id", "account_id", "at"), on="event_id")
    per = aimed.group_by(class_value="target").agg(
        acts=pl.len(),
        accounts=pl.col("account_id").drop_nulls().n_unique(),
        as_of=pl.col("at").max(),
        event_ids=pl.col("event_id").sort().head(ListLimits.shown_n),
    )
    per = per.with_columns(subject_id=pl.lit(CASE))
    who = (
        aimed.filter(pl.col("account_id").is_not_null())
        .group_by(subject_id="account_id")
        .agg(
            n=pl.col("target").n_unique(),
            as_of=pl.col("at").max(),
            event_ids=pl.col("event_id").sort().head(ListLimits.shown_n),
        )
        .filter(pl.col("n") >= material.limits.targets_min)
    )
    return pl.concat(
        [
            rows(per.with_columns(lower=n, point=n), f"{n}_at_target", n, "aimed_seen")
            for n in ("acts", "accounts")
        ]
        + [rows(who.with_columns(lower="n", point="n"), "targets_of_account", "targets", "aimed_seen")]
    )


MEASURE_AIM = Measure("aim", ("acts_at_target", "accounts_at_target", "targets_of_account"), find_aim)

MEASURES = (MEASURE_MAKEUP, MEASURE_PLACE, MEASURE_PLATFORMS, MEASURE_AIM)
