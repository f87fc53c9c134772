"""Families: acts whose own words are the same information, as far as letters show it."""

import polars as pl
import polars_hash as plh

from analytics.model.tables import FAMILIES
from analytics.text.edits import figures, reversals
from analytics.text.near_duplicates import near_families
from analytics.text.normalized import plain


def families_of(events: pl.DataFrame) -> pl.DataFrame:
    """FAMILIES of all acts with own words long enough to compare (6 distinct runs of 3 letters in the
    normalised copy).

    A notice in place of a deleted post is nobody's words and in no family. layer: `exact` where the
    normalised copy is that of the family's first act, `near` where it shares 70 % of its runs with another
    member, `edited` where it does so with other figures than the first ("3 hurt", "30 hurt"). Texts with
    unlike numbers of reversing words ("did", "did not") are never one family (analytics/text/edits.py).
    Only families of two or more acts are rows.
    family_id: `text:` and 16 digits of the SHA-256 of the first member's normalised copy (first in stored
        order).
    """
    said = events.select("event_id", own="own_text")
    said = said.drop_nulls("own")
    said = said.with_columns(plain=plain(said["own"]))
    family = near_families(said["plain"], reversals(said["own"]))
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
    return FAMILIES.fit(
        said.join(
            names.select("family", "family_id"), on="family", how="left", maintain_order="left"
        ).with_columns(
            layer=pl.when(pl.col("plain") == pl.col("first"))
            .then(pl.lit("exact"))
            .when(pl.col("figures") == pl.col("figures").first().over("family"))
            .then(pl.lit("near"))
            .otherwise(pl.lit("edited"))
        )
    )
