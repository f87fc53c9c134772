"""Comments and submissions of Reddit as Pushshift and Arctic Shift keep them: JSON Lines, also .zst.

The own id gets the prefix of its kind (t1_ a comment, t3_ a submission), as links have it. An author without
author_fullname is known by the name, which Reddit gives but once. `edited` is false or a moment. From
November 2023 on Arctic Shift looks a second time: counts are then of that moment (`_meta.retrieved_2nd_on`),
and `_meta.is_edited` tells of another text.
Older dumps may hold a later [removed] in place of the text.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import are_placeholders, cell, links, native_ids, own_words


def fits(probe: Probe) -> bool:
    """Lines with author, subreddit and created_utc that are comments (body, link_id) or submissions."""
    if probe.container == Container.DATABASE or not probe.has("id", "author", "subreddit", "created_utc"):
        return False
    return probe.has("body", "link_id") or probe.has("title")


def _own_ids(raw: pl.DataFrame, is_comment: pl.Series) -> pl.Expr:
    own = pl.lit(native_ids(raw, "id"))
    prefix = pl.when(pl.lit(is_comment)).then(pl.lit("t1_")).otherwise(pl.lit("t3_"))
    return pl.when(own.str.contains(r"^t[1-6]_")).then(own).otherwise(prefix + own)


def _named(raw: pl.DataFrame, name: str) -> pl.Series:
    """Ids with the prefix of their kind; a bare number, as old comments name their parent, is left out."""
    ids = native_ids(raw, name)
    return (
        pl.DataFrame({"id": ids})
        .select(pl.when(pl.col("id").str.contains(r"^t[13]_")).then("id"))
        .to_series()
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a line: a comment, a crosspost (repost), or a post."""
    del hints
    link, parent, crossed = (_named(raw, name) for name in ("link_id", "parent_id", "crosspost_parent"))
    is_comment = link.is_not_null() | raw["body"].is_not_null()
    is_cross = pl.lit(crossed.is_not_null())
    words = raw.select(
        pl.when(pl.lit(are_placeholders(raw["selftext"]))).then(None).otherwise(cell("selftext"))
    ).to_series()
    title = cell("title")
    whole = pl.concat_str(title, cell("selftext"), separator="\n", ignore_nulls=True)
    own = pl.concat_str(title, pl.lit(words), separator="\n", ignore_nulls=True)
    text = raw.select(text=pl.when(pl.lit(is_comment)).then(cell("body")).otherwise(_filled(whole)))["text"]
    said = raw.select(text=pl.when(pl.lit(is_comment)).then(cell("body")).otherwise(_filled(own)))["text"]
    is_self = (cell("is_self") == "true").fill_null(False) | pl.lit(is_comment)
    return raw.select(
        "source_row",
        "source_path",
        native=_own_ids(raw, is_comment),
        kind=pl.when(pl.lit(is_comment))
        .then(pl.lit("comment"))
        .when(is_cross)
        .then(pl.lit("repost"))
        .otherwise(pl.lit("post")),
        account=pl.lit(native_ids(raw, "author_fullname").fill_null(native_ids(raw, "author"))),
        account_name=cell("author"),
        root=pl.when(pl.lit(is_comment)).then(pl.lit(link)).otherwise(pl.lit(crossed)),
        parent=pl.when(pl.lit(is_comment)).then(pl.lit(parent)),
        at_text=cell("created_utc"),
        captured_text=pl.coalesce(
            cell("_meta.retrieved_2nd_on"), cell("retrieved_on"), cell("retrieved_utc")
        ),
        text=text,
        own_text=pl.when(~is_cross).then(pl.lit(own_words(said))),
        edited=pl.when(
            cell("edited").str.contains(r"^\d").fill_null(False)
            | (cell("_meta.is_edited") == "true").fill_null(False)
        ).then(pl.lit("true")),
        urls=links(raw.select(pl.when(~is_self).then("url"))["url"]),
        n_likes=cell("score"),
        n_comments=cell("num_comments"),
        n_reposts=cell("num_crossposts"),
    )


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


IMPORTER = Importer(
    name="reddit",
    label="Reddit comments and submissions (Pushshift, Arctic Shift; NDJSON, .zst)",
    source="Arctic Shift's schemas at c66cbbe, read 2026",
    platform="reddit",
    never_shows=("region",),
    containers=frozenset({Container.LINES, Container.DOCUMENT, Container.TABLE}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "author", "author_fullname", "created_utc", "body", "title", "selftext", "is_self", "url"),
        *("link_id", "parent_id", "crosspost_parent", "edited", "retrieved_on", "retrieved_utc"),
        *("_meta.retrieved_2nd_on", "_meta.is_edited", "score", "num_comments", "num_crossposts"),
    ),
)
