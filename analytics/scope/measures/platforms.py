"""Across platforms: which information stands on two, after what time, and which accounts people declared
to be one holder's."""

import polars as pl

from analytics.model.thresholds import ListLimits
from analytics.scope.material import CASE, Material, Measure, rows, unknown

# A label of an account: `same_holder:<other account>`, as a document or the holder states it.
SAME_HOLDER = "same_holder:"


def find(material: Material) -> pl.DataFrame:
    """families_across of the case by pair of platforms, family_across_after of each such family,
    accounts_across by pair.

    families_across: families of the same words (exact, near) with acts on both platforms: a lower bound,
        since other words, pictures and unexported acts are not seen. event_ids: the first act of the family
        on each of the two. family_across_after (subject: the family; class_value `first>second`): seconds
        from its first act there to its first act here; lower and upper: what the clocks leave open.
        accounts_across: accounts on both that people declared to be one holder's (label
        `same_holder:<account>`, or the ids of one target of case.toml). Equal names are no link.
    """
    if material.acts["platform"].n_unique() < 2:
        return pl.concat(
            [
                unknown("families_across", "families", "one_platform"),
                unknown("accounts_across", "accounts", "one_platform"),
            ]
        )
    return pl.concat([*_families(material), _accounts(material)])


def _families(material: Material) -> list[pl.DataFrame]:
    acts = (
        material.families.select("event_id", "family_id")
        .join(material.acts.select("event_id", "platform", "at", "width_s"), on="event_id")
        .filter(pl.col("at").is_not_null())
    )
    first = acts.sort("at", "event_id").unique(["family_id", "platform"], keep="first", maintain_order=True)
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
    after = (pl.col("at_b") - pl.col("at")).dt.total_microseconds() / 1e6
    each = both.select(
        "event_id",
        "event_id_b",
        subject_id="family_id",
        class_value=pl.concat_str("platform", "platform_b", separator=">"),
        point=after,
        lower=(after - pl.col("width_s")).clip(0),
        upper=after + pl.col("width_s_b"),
        as_of="at_b",
        pair=pl.concat_str(
            pl.min_horizontal("platform", "platform_b"),
            pl.max_horizontal("platform", "platform_b"),
            separator="+",
        ),
    )
    each = each.with_columns(event_ids=pl.concat_list("event_id", "event_id_b"))
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


def _accounts(material: Material) -> pl.DataFrame:
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


MEASURE = Measure("platforms", ("families_across", "family_across_after", "accounts_across"), find)
