"""Which events are on the information that the case is about: alleged posts, their copies, what hangs below.

Where case.toml and labels allege nothing, words coded or marked against a target take their place; a post of
the target itself or any other talk about it is not enough, since fans and friends talk about it too.
"""

from collections.abc import Iterable

import polars as pl

from analytics.model.cascade_tables import SAME_LAYERS
from analytics.store.case_toml import CaseToml

ALLEGED = ("alleged", "alleged:yes")  # Labels on an event or a family.


def stated_ids(facts: CaseToml, labels: pl.DataFrame) -> list[str]:
    """List the events and families that people state to be the information of the case."""
    named = labels.filter(pl.col("label").is_in(ALLEGED))["subject_id"]
    return sorted({*(alleged.id for alleged in facts.alleged), *named})


def alleged_items(acts: pl.DataFrame, facts: CaseToml, labels: pl.DataFrame) -> pl.DataFrame:
    """Find the events that state the alleged information: the stated ones, their families and variants.

    acts: `acts` of Features. Events that case.toml lists as corrections are left out.

    Returns event_id, object_id: the post itself, or the family of a copy.
    """
    stated = pl.Series(stated_ids(facts, labels), dtype=pl.String).implode()
    named = acts.filter(
        pl.any_horizontal(pl.col(c).is_in(stated) for c in ("event_id", "family_id", "wider_id"))
    )
    same = pl.any_horizontal(
        pl.col(c).is_in(named[c].drop_nulls().unique().implode()).fill_null(False)
        for c in ("event_id", "family_id", "wider_id")
    )
    corrections = pl.Series([c.event_id for c in facts.corrections], dtype=pl.String).implode()
    copies = pl.coalesce("wider_id", "family_id", "event_id")
    return acts.filter(same & ~pl.col("event_id").is_in(corrections)).select(
        "event_id", object_id=pl.when(pl.col("kind") == "post").then(copies).otherwise("root_id")
    )


def on_alleged(acts: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Find the events on the alleged information: those that state it and those below a post that does.

    Returns event_id, object_id (the post below which the event stands, or the family that it copies).
    """
    posts = (
        acts.filter(pl.col("kind") == "post")
        .join(items, on="event_id", how="semi")
        .select(root_id="event_id")
    )
    below = acts.filter(pl.col("kind") != "post").join(posts, on="root_id", how="semi")
    return pl.concat([items, below.select("event_id", object_id="root_id")]).unique(
        "event_id", keep="first", maintain_order=True
    )


def on_matter(
    acts: pl.DataFrame,
    about: pl.DataFrame,
    said: pl.DataFrame,
    target_accounts: list[str],
    corrections: list[str],
) -> pl.DataFrame:
    """Find the events with own words about a target, below its posts or below a post about it.

    Words that deny, report or calm are left out, and so is what stands below a correction.

    Returns event_id, object_id.
    """
    against = said.filter((pl.col("code") == "against") | pl.col("against"))
    worded = acts.filter(pl.col("own").is_not_null() & ~pl.col("root_id").is_in(corrections).fill_null(False))
    worded = worded.join(against, on="event_id", how="anti")
    posts = acts.filter((pl.col("kind") == "post") & pl.col("account_id").is_in(target_accounts))
    roots = pl.concat([posts.select(root_id="event_id"), about.select(root_id="event_id")]).unique()
    below = worded.filter(pl.col("kind") != "post").join(roots, on="root_id", how="semi")
    itself = worded.join(about, on="event_id", how="semi")
    place = pl.when(pl.col("kind") == "post").then(pl.coalesce("family_id", "event_id")).otherwise("root_id")
    return pl.concat([below, itself]).select("event_id", object_id=place).unique("event_id", keep="first")


def on_information(
    acts: pl.DataFrame, alleged: pl.DataFrame, said: pl.DataFrame, about: pl.DataFrame
) -> pl.DataFrame:
    """Find the events on the information: alleged, or in words against a target, or below a post with such.

    alleged: as `on_alleged` gives it; said: SAID; about: event_id of the events aimed at a target.

    A copy or variant in words that deny, report or calm does not state the information: it is left out with
    what hangs below it.

    Returns event_id, object_id.
    """
    against = said.filter((pl.col("code") == "against") | pl.col("against"))
    contrary = acts.filter(pl.col("kind") == "post").join(against, on="event_id", how="semi")
    under = acts.join(contrary.select(root_id="event_id"), on="root_id", how="semi")
    alleged = alleged.join(under, on="event_id", how="anti")
    sided = said.filter((pl.col("code") == "support") | pl.col("harm") | pl.col("accusation"))
    sided = acts.join(sided, on="event_id", how="semi").join(about, on="event_id", how="semi")
    posts = sided.filter(pl.col("kind") == "post").select(root_id="event_id")
    below = acts.filter(pl.col("kind") != "post").join(posts, on="root_id", how="semi")
    words = sided.select(
        "event_id",
        object_id=pl.when(pl.col("kind") == "post")
        .then(pl.coalesce("family_id", "event_id"))
        .otherwise("root_id"),
    )
    return pl.concat([alleged, words, below.select("event_id", object_id="root_id")]).unique(
        "event_id", keep="first", maintain_order=True
    )


def alleged_subjects(ids: Iterable[str], families: pl.DataFrame, scoped: Iterable[str]) -> dict[str, str]:
    """Find the subject of SCOPE that each stated id stands for.

    ids: ids of events that case.toml states as alleged.
    families: FAMILIES (event_id, family_id, layer); only the layers that are the same information count.
    scoped: the subjects that SCOPE measures.

    Returns subject by id: the family of the same information where SCOPE measures it, so that the same
    information is counted once; else the id itself.

    >>> families = pl.DataFrame({"event_id": ["p"], "family_id": ["text:1"], "layer": ["near"]})
    >>> alleged_subjects(["p", "q"], families, ["case", "text:1", "q"])
    {'p': 'text:1', 'q': 'q'}
    """
    wanted, known = list(ids), sorted(set(scoped))
    of_family = dict(
        families.filter(
            pl.col("layer").is_in(SAME_LAYERS)
            & pl.col("family_id").is_in(known)
            & pl.col("event_id").is_in(wanted)
        )
        .select("event_id", "family_id")
        .iter_rows()
    )
    return {one: of_family.get(one, one) for one in wanted}
