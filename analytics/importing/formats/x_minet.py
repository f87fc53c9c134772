"""Posts of X as minet and twitwi write them: CSV, lists parted by "|".

`local_time` and `collection_time` are in the zone of the collecting machine; the first, beside
`timestamp_utc`, tells that zone, and so when the row was collected (an hour wrong where the clocks changed
between post and collection). X names the original of a repost, never the repost it was taken from; the
thread of an answer is not named. The count of reposts of a repost is the original's (recalled, not verified)
and not taken. Of a quote the tool puts the quoted words into the text, between « and »: these are another's.
The columns of a query file stand before the tool's own, whatever their names.
"""

import polars as pl

from analytics.importing.formats._x import Links, linked, own_text
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, links, moments, name_cell, native_ids, siblings_in_urls

_COUNTS = {
    "reposts": "retweet_count",
    "comments": "reply_count",
    "likes": "like_count",
    "views": "impression_count",
}
_QUARTER_S = 900  # Zones differ from UTC by whole quarters of an hour.
_ZONES_S = 14 * 3_600
_QUOTED = r"(?s)\s*« \w{1,50}: .* — https?://\S+ »"


def fits(probe: Probe) -> bool:
    """twitwi's names of columns."""
    return probe.container == Container.TABLE and probe.has(
        "id", "timestamp_utc", "local_time", "to_tweetid", "user_id", "retweeted_id", "quoted_id"
    )


def placed(cells: pl.DataFrame, header: tuple[str, ...]) -> pl.DataFrame:
    """Rows of one width: the last column of each name is the tool's own, the others are of a query file."""
    if len(cells.columns) - 1 != len(header):
        return cells.select("source_row").clear()
    last = {name.partition("#")[0]: k for k, name in enumerate(header)}
    return cells.select("source_row", *(pl.col(str(k)).alias(name) for name, k in last.items()))


def _collected(raw: pl.DataFrame) -> pl.Series:
    """collection_time with the machine's zone behind it; null where the row does not tell the zone."""
    local, utc = (moments(raw[name], "UTC")["at"] for name in ("local_time", "timestamp_utc"))
    gap_s = (local - utc).dt.total_seconds()
    is_zone = (gap_s % _QUARTER_S == 0) & (gap_s.abs() <= _ZONES_S)
    return (
        pl.DataFrame({"gap": gap_s, "is_zone": is_zone, "at": raw["collection_time"]})
        .select(
            pl.when(pl.col("is_zone")).then(
                pl.col("at").str.strip_chars()
                + pl.when(pl.col("gap") < 0).then(pl.lit("-")).otherwise(pl.lit("+"))
                + (pl.col("gap").abs() // 3_600).cast(pl.String).str.zfill(2)
                + ":"
                + (pl.col("gap").abs() % 3_600 // 60).cast(pl.String).str.zfill(2)
            )
        )
        .to_series()
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a row."""
    del hints
    own, reposted, quoted, answered = (
        native_ids(raw, name) for name in ("id", "retweeted_id", "quoted_id", "to_tweetid")
    )
    counted = {
        f"n_{ours}": pl.when(pl.lit(reposted.is_null()) | pl.lit(ours != "reposts")).then(cell(theirs))
        for ours, theirs in _COUNTS.items()
    }
    said = raw.select(
        pl.when(pl.lit(quoted.is_not_null())).then(pl.col("text").str.replace(_QUOTED, "")).otherwise("text")
    )["text"]
    return raw.select(
        "source_row",
        "source_path",
        native=own,
        native_beside=siblings_in_urls(raw, own, "url", "x"),
        account=native_ids(raw, "user_id"),
        account_name=name_cell("user_screen_name"),
        **linked(Links(own, reposted, quoted, answered)),
        at_text=cell("timestamp_utc"),
        captured_text=pl.lit(_collected(raw)),
        text="text",
        own_text=own_text(reposted, said),
        client=cell("source_name"),
        urls=links(raw["links"]),
        **counted,
        followers=cell("user_followers"),
        following=cell("user_friends"),
        posts=cell("user_tweets"),
        registered_text=cell("user_timestamp_utc"),
        verified=cell("user_verified"),
        verified_type=cell("user_verified_type"),
        location=cell("user_location"),
    )


IMPORTER = Importer(
    name="x-minet",
    label="X posts by minet and twitwi (CSV)",
    source="twitwi's list of fields, minet at 01173d2, read 2026",
    platform="x",
    never_shows=("repost_parent", "region"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    placed=placed,
    timezone="UTC",
    fields=(
        *(
            "id",
            "url",
            "timestamp_utc",
            "local_time",
            "user_id",
            "user_screen_name",
            "text",
            "source_name",
            "links",
        ),
        *("to_tweetid", "retweeted_id", "quoted_id", "collection_time", *_COUNTS.values()),
        *(f"user_{name}" for name in ("followers", "friends", "tweets", "timestamp_utc", "location")),
        *("user_verified", "user_verified_type"),
    ),
)
