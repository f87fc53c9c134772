"""Posts of the Internet Research Agency as FiveThirtyEight published them: CSV, times to the minute.

`external_author_id` was rounded by a spreadsheet (recalled): alt_external_id is the account. A repost is
marked and names no original. Times are month first; that they are in UTC is recalled, not verified: the
moment in the id of a post checks them.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ids_in_urls, links, name_cell, native_ids, own_words


def fits(probe: Probe) -> bool:
    """The columns of the published files."""
    return probe.container == Container.TABLE and probe.has(
        "external_author_id", "author", "content", "publish_date", "retweet", "tweet_id"
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a row; the words of a repost are the original's."""
    del hints
    is_repost = (cell("retweet") == "1").fill_null(False)
    is_quote = (cell("post_type") == "QUOTE_TWEET").fill_null(False)
    shorts = pl.concat_str([cell(f"tco{k}_step1") for k in (1, 2, 3)], separator=" ", ignore_nulls=True)
    return raw.select(
        "source_row",
        "source_path",
        native=native_ids(raw, "tweet_id"),
        native_beside=ids_in_urls(raw, "article_url", "x"),
        account=native_ids(raw, "alt_external_id"),
        account_name=name_cell("author"),
        kind=pl.when(is_quote)
        .then(pl.lit("quote"))
        .when(is_repost)
        .then(pl.lit("repost"))
        .otherwise(pl.lit("post")),
        at_text=cell("publish_date"),
        captured_text=cell("harvested_date"),
        text="content",
        own_text=pl.when(~is_repost | is_quote).then(pl.lit(own_words(raw["content"]))),
        urls=links(raw.select(shorts).to_series()),
        followers=cell("followers"),
        following=cell("following"),
        posts=cell("updates"),
    )


IMPORTER = Importer(
    name="x-fivethirtyeight",
    label="FiveThirtyEight Russian troll tweets CSV",
    source="the repository's readme and header, read 2026",
    platform="x",
    never_shows=("root", "parent", "exact_time", "region", "counters"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    date_order="month_first",
    fields=(
        *("tweet_id", "article_url", "alt_external_id", "author", "content", "publish_date"),
        *("harvested_date", "retweet", "post_type", "followers", "following", "updates"),
        *("tco1_step1", "tco2_step1", "tco3_step1"),
    ),
)
