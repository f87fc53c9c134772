"""The kinds of co-action: for reposts, comments, links, hashtags and texts, the object of an event."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl


@dataclass(frozen=True)
class Detector:
    """One kind of co-action.

    objects: events -> event_id, account_id, at, at_precision, object_id: one row for each thing an act was
        about. The author of the object is left out by the detector where it is known; acts without account or
        moment are left out by the caller.
    """

    name: str
    source: str
    objects: Callable[[pl.DataFrame], pl.DataFrame]


@cache
def detectors() -> dict[str, Detector]:
    """Every detector, by name."""
    return {detector.name: detector for detector in DETECTORS}


def on_roots(events: pl.DataFrame, *kinds: str) -> pl.DataFrame:
    """event_id, account_id, at, at_precision, object_id (the root) of the acts of these kinds, in the
    order of `events`. One act that passed on several things has a row for each."""
    acts = (
        events.lazy()
        .filter(pl.col("kind").is_in(kinds) & pl.col("root_id").is_not_null())
        .select("event_id", "account_id", "at", "at_precision", object_id="root_id")
    )
    if "object_ids" in events.columns and events["object_ids"].null_count() < events.height:
        several = events.lazy().select("event_id", "object_ids").drop_nulls()
        acts = (
            acts.join(several, on="event_id", how="left", maintain_order="left")
            .with_columns(object_id=pl.coalesce("object_ids", pl.concat_list("object_id")))
            .drop("object_ids")
            .explode("object_id")
        )
    authors = (
        events.lazy()
        .select(object_id="event_id", author_id="account_id")
        .drop_nulls()
        .join(acts.select("object_id").unique(), on="object_id", how="semi")
    )
    is_own = (pl.col("account_id") == pl.col("author_id")).fill_null(False)
    return (
        acts.join(authors, on="object_id", how="left", maintain_order="left")
        .filter(~is_own)
        .drop("author_id")
        .collect()
    )


def objects_co_comment(events: pl.DataFrame) -> pl.DataFrame:
    """A comment is about the post commented on, whichever comment it answers; the post's author is left
    out."""
    return on_roots(events, "comment")


DETECTOR_CO_COMMENT = Detector(
    name="co_comment",
    source="Graham et al. 2020, coordination-network-toolkit (co-reply), the toolkit's README",
    objects=objects_co_comment,
)


def objects_co_hashtag(events: pl.DataFrame) -> pl.DataFrame:
    """An act is about every hashtag of its own text: #词# as Weibo writes it, #word elsewhere; case does not
    count."""
    pattern = (
        pl.when(pl.col("platform") == "weibo")
        .then(pl.col("own_text").str.extract_all(r"#[^#\s][^#\n]{0,38}#"))
        .otherwise(pl.col("own_text").str.extract_all(r"#[\p{L}\p{N}_]{2,}"))
    )
    return (
        events.filter(pl.col("own_text").str.contains("#", literal=True))
        .select(
            "event_id", "account_id", "at", "at_precision", object_id=pattern.list.unique(maintain_order=True)
        )
        .explode("object_id")
        .drop_nulls("object_id")
        .with_columns(pl.col("object_id").str.to_lowercase().str.strip_chars("#"))
    )


DETECTOR_CO_HASHTAG = Detector(
    name="co_hashtag", source="Pacheco et al. 2021, ICWSM, arXiv:2001.05658", objects=objects_co_hashtag
)


_LINK = r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"


def objects_co_link(events: pl.DataFrame) -> pl.DataFrame:
    """An act is about every link of its own text and of the export's own list; scheme and final slash do not
    count."""
    in_text = pl.col("own_text").str.extract_all(_LINK)
    both = pl.concat_list(in_text.fill_null([]), pl.col("urls").fill_null([]))
    return (
        events.filter(pl.col("own_text").str.contains("://", literal=True) | pl.col("urls").is_not_null())
        .select("event_id", "account_id", "at", "at_precision", object_id=both)
        .explode("object_id")
        .drop_nulls("object_id")
        .with_columns(pl.col("object_id").str.replace("^https?://(www\\.)?", "").str.strip_chars_end("/.,;)"))
        .unique(maintain_order=True)
    )


DETECTOR_CO_LINK = Detector(
    name="co_link",
    source="Giglietto et al. 2020, Information, Communication & Society 23(6)",
    objects=objects_co_link,
)


def objects_co_repost(events: pl.DataFrame) -> pl.DataFrame:
    """A repost is about the root it passes on, whichever copy it was taken from; the root's author is left
    out."""
    return on_roots(events, "repost", "quote")


DETECTOR_CO_REPOST = Detector(
    name="co_repost",
    source="Keller et al. 2020, Political Communication 37(2), doi:10.1080/10584609.2019.1661888",
    objects=objects_co_repost,
)


def objects_co_text(events: pl.DataFrame) -> pl.DataFrame:
    """An act is about the family of its own words (column family_id, where the caller joined FAMILIES);
    others are left out."""
    if "family_id" not in events.columns:
        return events.clear().select(
            "event_id", "account_id", "at", "at_precision", object_id=pl.lit(None, pl.String)
        )
    return events.filter(pl.col("family_id").is_not_null()).select(
        "event_id", "account_id", "at", "at_precision", object_id="family_id"
    )


DETECTOR_CO_TEXT = Detector(
    name="co_text",
    source="Pacheco et al. 2020, doi:10.1145/3366424.3385775 (content); families: text/near.py",
    objects=objects_co_text,
)

DETECTORS = (DETECTOR_CO_COMMENT, DETECTOR_CO_HASHTAG, DETECTOR_CO_LINK, DETECTOR_CO_REPOST, DETECTOR_CO_TEXT)
