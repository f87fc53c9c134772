"""ALLEGED_EVENTS: every event that states the alleged information or hangs below a post that does."""

from collections.abc import Iterable

import polars as pl

from analytics.alleged.actors import actors, bearing
from analytics.alleged.sides import AGAINST, UNREAD, coded_sides
from analytics.model.cascade_tables import SAME_LAYERS
from analytics.model.tables import ALLEGED_EVENTS
from analytics.store.case_toml import CaseToml
from analytics.text.normalized import plain
from analytics.text.polarity import figures

LAYERS = ("stated", "exact", "near", "edited")
SAME = ("stated", "exact")  # The alleged information itself; the other layers stand in rows of their own.
SPREADING = ("repost", "quote")  # Kinds of events that pass a post on.


def alleged_events(tables: dict[str, pl.DataFrame], facts: CaseToml, chars_min: int) -> pl.DataFrame:
    """Find the events of the alleged information of a case: ALLEGED_EVENTS, one row an event.

    tables: events (PLACED_EVENTS with trusted moments), families (FAMILIES, every layer), accounts,
        account_names and labels.
    facts: targets, alleged, corrections and provider_accounts of case.toml.
    chars_min: `coded_chars_min`: shorter sentences carry no label over to another event.

    An event states the information if case.toml states it or it belongs to the same family of words. Its
    layer is told beside the stated post: the same letters (exact), near letters with the same figures (near),
    or edited. A near or edited copy whose words people coded as denying, reporting or asking does not state
    the information. Corrections of case.toml, and what hangs below them, are left out.
    """
    acts = tables["events"].select(
        *("event_id", "kind", "account_id", "at", "at_precision", "root_id", "parent_id"), own="own_text"
    )
    acts = acts.with_columns(own=pl.when(pl.col("own").str.strip_chars() != "").then("own"))
    stated = [one.id for one in facts.alleged]
    if not stated:
        return ALLEGED_EVENTS.empty()
    families = tables["families"].filter(pl.col("layer") != "link")
    corrections = [one.event_id for one in facts.corrections]
    copies = _copies(acts, families, stated).filter(~pl.col("event_id").is_in(corrections))
    sides = _sides(acts, copies, families, tables["labels"], chars_min)
    copies = _stating(copies, sides)
    rows = _placed(acts, copies, [i for i in stated if i not in set(corrections)])
    rows = _without(rows, corrections)
    rows = rows.join(sides, on="event_id", how="left", maintain_order="left").with_columns(
        side=pl.when(pl.col("own").is_not_null()).then(pl.col("side").fill_null(UNREAD)),
        coders_n=pl.col("coders_n").fill_null(0),
    )
    names = tables["account_names"]
    apart = actors(tables["accounts"], names, facts, _debunkers(acts, sides, names, facts))
    return ALLEGED_EVENTS.fit(rows.join(apart, on="account_id", how="left")).sort(ALLEGED_EVENTS.order)


def itself(rows: pl.DataFrame) -> pl.DataFrame:
    """Select the alleged information itself: what is stated, its exact copies, and what hangs below these.

    rows: ALLEGED_EVENTS. Near and edited copies are layers of their own and never counted with it. Report,
    rows of law and pages all select by this.

    >>> rows = pl.DataFrame({"event_id": list("abcd"), "layer": list(LAYERS)})
    >>> itself(rows)["event_id"].to_list()
    ['a', 'b']
    """
    return rows.filter(pl.col("layer").is_in(SAME))


def below(rows: pl.DataFrame, kinds: Iterable[str] = SPREADING) -> pl.DataFrame:
    """Select the events of some kinds below a post of the information, as every count of them does.

    rows: ALLEGED_EVENTS. A repost whose own words repeat the information states it and is still a repost of
    the post below which it stands; one that stands elsewhere is none.

    >>> kinds, posts = ["post", "repost", "repost", "comment"], ["p", "p", "c", "p"]
    >>> rows = pl.DataFrame({"event_id": ["p", "b", "c", "d"], "kind": kinds, "post_id": posts})
    >>> below(rows)["event_id"].to_list(), below(rows, ["comment"])["event_id"].to_list()
    (['b'], ['d'])
    """
    return rows.filter(pl.col("kind").is_in(list(kinds)) & (pl.col("event_id") != pl.col("post_id")))


def passed_on(rows: pl.DataFrame) -> pl.DataFrame:
    """Select the events that state the information or pass on a post that does. rows: ALLEGED_EVENTS."""
    return rows.filter((pl.col("part") == "states") | pl.col("kind").is_in(SPREADING))


def _copies(acts: pl.DataFrame, families: pl.DataFrame, stated: list[str]) -> pl.DataFrame:
    """Events that state an item: event_id, item_id, rank (of the item), layer; the nearest layer counts."""
    items = pl.DataFrame({"item_id": stated}).with_row_index("rank").unique("item_id", keep="first")
    by_event = items.join(families, left_on="item_id", right_on="event_id", how="left").with_columns(
        head="item_id"
    )
    first = families.filter((pl.col("layer") == "exact") & (pl.col("found_by") == "words"))
    by_family = items.join(first.unique("family_id", keep="first"), left_on="item_id", right_on="family_id")
    by_family = by_family.with_columns(family_id="item_id", head="event_id")
    heads = pl.concat([one.select("item_id", "rank", "family_id", "head") for one in (by_event, by_family)])
    words = acts.select("event_id", "own").filter(
        pl.col("event_id").is_in(heads["head"].implode())
        | pl.col("event_id").is_in(
            families.filter(pl.col("family_id").is_in(heads["family_id"].drop_nulls().implode()))[
                "event_id"
            ].implode()
        )
    )
    words = words.with_columns(letters=plain(words["own"]), figures=figures(words["own"])).drop("own")
    members = families.join(heads.drop_nulls("family_id").unique(), on="family_id")
    members = members.join(words, on="event_id").join(
        words.select(head="event_id", head_letters="letters", head_figures="figures"), on="head", how="left"
    )
    same = pl.col("letters") == pl.col("head_letters")
    is_words = pl.col("found_by").fill_null("words") == "words"
    is_item = pl.col("item_id") == pl.col("family_id")
    layered = members.with_columns(
        layer=pl.when(same & is_item)
        .then(pl.lit("stated"))
        .when(same)
        .then(pl.lit("exact"))
        .when(is_words & (pl.col("figures") == pl.col("head_figures")))
        .then(pl.lit("near"))
        .otherwise(pl.lit("edited"))
    )
    itself = acts.join(items, left_on="event_id", right_on="item_id").with_columns(
        item_id="event_id", layer=pl.lit("stated")
    )
    found = pl.concat([frame.select("event_id", "item_id", "rank", "layer") for frame in (itself, layered)])
    return _nearest(found, "event_id")


def _nearest(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Keep of each `key` the row of the nearest layer, then of the item that case.toml states first."""
    place = pl.col("layer").replace_strict({n: k for k, n in enumerate(LAYERS)}, return_dtype=pl.Int8)
    return rows.sort(place, "rank", key).unique(key, keep="first", maintain_order=True)


def _sides(
    acts: pl.DataFrame, copies: pl.DataFrame, families: pl.DataFrame, labels: pl.DataFrame, chars_min: int
) -> pl.DataFrame:
    """The coded side of the own words of every copy and of what hangs below one."""
    family = (
        families.filter(pl.col("layer").is_in(SAME_LAYERS))
        .select("event_id", "family_id")
        .unique("event_id", keep="first", maintain_order=True)
    )
    ids = copies["event_id"].implode()
    posts = pl.concat([copies["event_id"], copies["item_id"]]).unique().implode()
    here = acts.filter(pl.col("event_id").is_in(ids) | pl.col("root_id").is_in(posts)).drop_nulls("own")
    worded = here.select("event_id", "own").join(family, on="event_id", how="left", maintain_order="left")
    return coded_sides(worded, acts.select("event_id", "own"), labels, chars_min)


def _stating(copies: pl.DataFrame, sides: pl.DataFrame) -> pl.DataFrame:
    """Leave out near and edited copies whose words people coded against the information."""
    contrary = sides.filter(pl.col("side").is_in(AGAINST))["event_id"].implode()
    return copies.filter(pl.col("layer").is_in(SAME) | ~pl.col("event_id").is_in(contrary))


def _placed(acts: pl.DataFrame, copies: pl.DataFrame, stated: list[str]) -> pl.DataFrame:
    """Events that state the information and those below a post of it, with item, layer, part and post.

    A stated post that no export holds still has what hangs below it.
    """
    kinds = copies.join(acts.select("event_id", "kind"), on="event_id", how="left")
    posts = kinds.filter(pl.col("kind") == "post").select("item_id", "layer", post_id="event_id")
    absent = [i for i in stated if i not in set(kinds["event_id"])]
    gone = pl.DataFrame({"item_id": absent}, schema={"item_id": pl.String}).select(
        "item_id", layer=pl.lit("stated"), post_id="item_id"
    )
    posts = pl.concat([posts, gone])
    below = acts.filter(pl.col("kind") != "post").join(posts, left_on="root_id", right_on="post_id")
    below = below.with_columns(
        post_id="root_id",
        part=pl.when(pl.col("event_id").is_in(copies["event_id"].implode()))
        .then(pl.lit("states"))
        .otherwise("kind"),
    )
    elsewhere = copies.filter(~pl.col("event_id").is_in(below["event_id"].implode()))
    elsewhere = acts.join(elsewhere, on="event_id").with_columns(post_id="event_id", part=pl.lit("states"))
    columns = (*acts.columns, "item_id", "layer", "post_id", "part")
    return pl.concat([frame.select(columns) for frame in (below, elsewhere)])


def _without(rows: pl.DataFrame, corrections: list[str]) -> pl.DataFrame:
    """Leave out the corrections and all that hangs below them, at any depth."""
    gone = set(corrections)
    while True:
        more = rows.filter(pl.col("parent_id").is_in(list(gone)) & ~pl.col("event_id").is_in(list(gone)))
        if more.is_empty():
            return rows.filter(~pl.col("event_id").is_in(list(gone)))
        gone |= set(more["event_id"])


def _debunkers(acts: pl.DataFrame, sides: pl.DataFrame, names: pl.DataFrame, facts: CaseToml) -> pl.Series:
    """Accounts that wrote a correction, or that people coded as denying no less often than supporting."""
    wrote = acts.filter(pl.col("event_id").is_in([one.event_id for one in facts.corrections]))["account_id"]
    named = bearing(names, {one.by for one in facts.corrections if one.by})
    coded = (
        acts.join(sides, on="event_id")
        .group_by("account_id")
        .agg(deny=(pl.col("side") == "deny").sum(), support=(pl.col("side") == "support").sum())
    )
    denies = coded.filter((pl.col("deny") > 0) & (pl.col("deny") >= pl.col("support")))["account_id"]
    return pl.concat([wrote, named, denies]).drop_nulls().unique().sort()
