"""Comments of a YouTube video as YouTube Data Tools list them: CSV, names of authors only.

`isReplyTo` is the top of the thread: whom an answer addresses is unknown. The file does not say which video
it is about. Times have no zone; that they are in UTC is recalled, not verified. The tool escapes quotation
marks with a backslash (recalled): a row that breaks by it is refused.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids


def fits(probe: Probe) -> bool:
    """The tool's names of columns."""
    return probe.container == Container.TABLE and probe.has(
        "id", "isReplyTo", "authorName", "text", "publishedAt"
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row."""
    top = pl.lit(native_ids(raw, "isReplyTo"))
    about = pl.lit(hints.about, pl.String)
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=native_ids(raw, "id"),
        account=native_ids(raw, "authorChannelId"),
        account_name=name_cell("authorName"),
        root=about,
        root_basis=pl.lit(hints.basis, pl.String),
        parent=pl.when(top.is_null()).then(about),
        parent_note=pl.when(top.is_not_null()).then(pl.lit("in_thread")),
        at_text=cell("publishedAt"),
        text="text",
        n_likes=cell("likeCount"),
        n_comments=cell("replyCount"),
    )


IMPORTER = Importer(
    name="youtube-data-tools",
    label="YouTube Data Tools comments CSV",
    source="the columns that 4CAT at 227bead asks for, read 2026",
    platform="youtube",
    never_shows=("reposts", "about", "region", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    needs=("about",),
    fields=(
        *("id", "isReplyTo", "authorName", "authorChannelId", "text", "publishedAt"),
        *("likeCount", "replyCount"),
    ),
)
