"""Families: events whose own words are the same information, as far as letters and links show it.

The layers exact and near count as one piece of information. The layer of the same link holds events in no
family of words with a link that an event of a family, or another such event, holds too. It is shown apart: a
link shows where a reader is sent, not what was said about it. Groups, roles and counts never read it.
"""

import polars as pl
import polars_hash as plh

from analytics.model.tables import FAMILIES
from analytics.model.thresholds import DEFAULT, TextLimits
from analytics.text.edits import edited_variants
from analytics.text.near_duplicates import near_families
from analytics.text.normalized import LINK, plain
from analytics.text.polarity import figures, reversals, words_n
from analytics.text.targets import own_words


def all_layers(events: pl.DataFrame, limits: TextLimits = DEFAULT.texts) -> pl.DataFrame:
    """Find every layer: families of words, edited variants beside them, and the layer of the same link.

    events: EVENTS with trusted moments.

    Returns FAMILIES with `found_by`: words, variant or link.
    """
    words = families_of(events, limits).with_columns(found_by=pl.lit("words"))
    variants = edited_variants(events, words, limits).with_columns(found_by=pl.lit("variant"))
    layers = pl.concat([words, variants])
    linked = linked_acts(events, layers).with_columns(found_by=pl.lit("link"))
    return pl.concat([layers, linked])


def linked_acts(events: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """Find the events that share a link with others, as FAMILIES rows of layer `link`.

    events: EVENTS.
    families: FAMILIES of the same events, all layers so far.

    Only events that are in no family are asked about; the first of a new family is `exact`. Links stand in
    the own words, or (posts) in the export's own list: pages, pictures and films alike. The scheme, www. and
    a final slash do not count; a link without a path names a site, no information, and is left out. An event
    joins where the first holder of its link stands (holders in families come first), never by way of a third.
    family_id of a new family: `link:` and 16 digits of the link's SHA-256.
    """
    listed = pl.when(pl.col("kind") == "post").then("urls").fill_null([])
    held = (
        events.select(
            "event_id", link=pl.concat_list(own_words().str.extract_all(LINK).fill_null([]), listed)
        )
        .filter(pl.col("link").list.len() > 0)
        .explode("link")
        .with_columns(pl.col("link").str.replace("(?i)^https?://(www\\.)?", "").str.strip_chars_end("/.,;)"))
    )
    held = held.filter(pl.col("link").str.contains("/", literal=True))
    held = (
        held.unique(maintain_order=True)
        .filter(pl.len().over("link") > 1)
        .join(families.select("event_id", "family_id"), on="event_id", how="left", maintain_order="left")
    )
    if held.is_empty():
        return FAMILIES.empty()
    ranked = held.sort(pl.col("family_id").is_null(), maintain_order=True).with_columns(
        rank=pl.col("event_id").rank("dense"), place=pl.int_range(pl.len())
    )
    ranked = ranked.with_columns(place=pl.col("place").min().over("event_id"))
    first = (
        ranked.sort("place")
        .unique("link", keep="first", maintain_order=True)
        .select("link", head="event_id", head_place="place", head_family="family_id")
    )
    lone = (
        ranked.filter(pl.col("family_id").is_null())
        .join(first, on="link")
        .sort("place", "head_place", "link")
        .unique("event_id", keep="first", maintain_order=True)
    )
    own = lone.filter(pl.col("event_id") == pl.col("head"))["event_id"]
    stands = pl.col("head_family").is_not_null() | pl.col("head").is_in(own.implode())
    joined = lone.filter((pl.col("event_id") != pl.col("head")) & stands)
    named = pl.concat_str(pl.lit("link:"), plh.col("link").chash.sha2_256().str.slice(0, 16))
    heads = lone.filter(
        pl.col("event_id").is_in(joined.filter(pl.col("head_family").is_null())["head"].implode())
    )
    # A head's own link may be another than the one by which others came to it: the family bears the name of
    # the head's.
    names = heads.select(head="event_id", made=named)
    rows = joined.join(names, on="head", how="left", maintain_order="left").select(
        "event_id", family_id=pl.coalesce("head_family", "made"), layer=pl.lit("link")
    )
    tops = names.select(event_id="head", family_id="made", layer=pl.lit("exact"))
    return FAMILIES.fit(pl.concat([rows, tops])).sort(FAMILIES.order)


def families_of(events: pl.DataFrame, limits: TextLimits = DEFAULT.texts) -> pl.DataFrame:
    """Find the families of all events with own words long enough to compare.

    Long enough means six distinct runs of three letters in the normalized copy. A notice in place of a
    deleted post is nobody's words and in no family. Only families of two or more events have rows.

    layer: `exact` where the normalized copy is that of the family's first event, `near` where it shares 70 %
        of its runs with another member, `edited` where it does so with other figures than the first ("3
        hurt", "30 hurt"). An edited text keeps six words beside its figures (a Chinese character is one):
        "post 4" and "post 5" are two texts after one pattern.
    family_id: `text:` and 16 digits of the SHA-256 of the first member's normalized copy (first in stored
        order).

    Texts with unlike numbers of reversing words ("did", "did not") are never one family
    (`analytics/text/edits.py`).

    >>> from analytics.model.tables import EVENTS
    >>> words = ["今天的面包真的特别好吃", "今天的面包真的特别好吃！", "昨天晚上那家店没有开门"]
    >>> events = EVENTS.fit(pl.DataFrame({"event_id": ["a", "b", "c"], "own_text": words}))
    >>> families_of(events).select("event_id", "layer").rows()
    [('a', 'exact'), ('b', 'exact')]
    """
    said = events.select("event_id", own="own_text")
    said = said.drop_nulls("own")
    said = said.with_columns(plain=plain(said["own"]))
    family = near_families(said["plain"], reversals(said["own"]), limits)
    said = said.with_columns(family=pl.Series(family, dtype=pl.Int64)).filter(pl.col("family") >= 0)
    said = said.filter(pl.len().over("family") > 1).with_columns(first=pl.col("plain").first().over("family"))
    names = (
        said.select("family", "first")
        .unique("family")
        .with_columns(
            family_id=pl.concat_str(pl.lit("text:"), plh.col("first").chash.sha2_256().str.slice(0, 16))
        )
    )
    said = said.with_columns(figures=figures(said["own"]))
    layers = said.join(
        names.select("family", "family_id"), on="family", how="left", maintain_order="left"
    ).with_columns(
        layer=pl.when(pl.col("plain") == pl.col("first"))
        .then(pl.lit("exact"))
        .when(pl.col("figures") == pl.col("figures").first().over("family"))
        .then(pl.lit("near"))
        .otherwise(pl.lit("edited"))
    )
    # With a figure apart, the words that stay the same must be enough to be told from a pattern.
    kept = layers.filter((pl.col("layer") != "edited") | (words_n(said["own"]) >= limits.edited_words_min))
    return FAMILIES.fit(kept.filter(pl.len().over("family") > 1))
