"""Reposts of one tree with true parents, as the findsons crawler stores them: CSV of 9 cells, or of 13
without a header.

`pid` is written with a sign: `+N` says that N is the direct parent, `-N` that N is the root and the parent is
not known (the text has a chain, the page had no pid); `0` and `-1` mark a start post. Blanks have been
removed from the texts. After a way through a MySQL client dates may stand day first.
"""

import re

import polars as pl

from analytics.importing.formats._weibo import mid_in_name
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, native_ids, weibo_ids

_CELLS = (
    *("mid", "pid", "userid", "verified_type", "text", "created_at"),
    *("reposts_count", "comments_count", "attitudes_count"),
    *("followers", "follow", "rootknot", "generation"),
)
_WIDTHS = (9, 13)
_FORMS = tuple(  # Of the cells of a row without a header.
    (k, re.compile(form))
    for k, form in (
        (0, r"\s*[+'=\"]*[3-6]\d{15}[\"]?\s*$"),
        (1, r"\s*['=\"]*[+-]?(?:[3-6]\d{15}|0|1)[\"]?\s*$"),
        (2, r"\s*\d{5,12}\s*$"),
        (3, r"\s*-?\d{1,3}\s*$"),
        (5, r"\s*\d{1,4}[-/]\d{1,2}[-/]\d{1,4}\b|\s*[A-Z][a-z]{2} [A-Z][a-z]{2} \d"),
    )
)
_SIGN = r"^[\s'=\"]*([+-])"


def fits(probe: Probe) -> bool:
    """The tool's header; or 9 or 13 cells without one that look like its."""
    if probe.is_headed:
        return probe.has("mid", "pid", "userid", "verified_type", "text", "created_at", "reposts_count")
    rows = [list(row.values()) for row in probe.sample]
    return len(probe.keys) in _WIDTHS and bool(rows) and all(map(_is_row, rows))


def _is_row(row: list[str | None]) -> bool:
    return all(form.match(str(row[k] or "")) for k, form in _FORMS)


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost or start post a row."""
    for k, name in enumerate(_CELLS, 1):
        raw = raw.with_columns(pl.coalesce(name, str(k)).alias(name))
    sign = pl.col("pid").str.extract(_SIGN, 1)
    bare = raw.with_columns(pid=pl.col("pid").str.replace(_SIGN, ""))
    above = weibo_ids(bare, "pid")
    names_post = pl.lit(above.is_not_null() & (above != "1").fill_null(False))
    is_root = (sign == "-").fill_null(False)
    stated, told = weibo_ids(raw, "rootknot"), pl.lit(hints.about, pl.String)
    by_row = pl.coalesce(pl.when(is_root & names_post).then(pl.lit(above)), pl.lit(stated))
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "mid"),
        kind=pl.when(names_post).then(pl.lit("repost")).otherwise(pl.lit("post")),
        parent=pl.when(names_post & ~is_root).then(pl.lit(above)),
        root=pl.when(names_post).then(pl.coalesce(by_row, told)),
        root_basis=pl.when(by_row.is_not_null())
        .then(pl.lit("export"))
        .otherwise(pl.lit(hints.basis, pl.String)),
        account=native_ids(raw, "userid"),
        at_text=cell("created_at"),
        text=pl.col("text"),
        verified_type=cell("verified_type"),
        followers=cell("followers"),
        following=cell("follow"),
        n_reposts=cell("reposts_count"),
        n_comments=cell("comments_count"),
        n_likes=cell("attitudes_count"),
    )


IMPORTER = Importer(
    name="weibo-findsons",
    label="findsons reposts with parents, CSV with or without header",
    source="the tool's own code and a real file of it, read 2026",
    platform="weibo",
    never_shows=("comments", "account_name", "region", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    name_hints=mid_in_name,
    fields=(*_CELLS, *(str(k) for k in range(1, len(_CELLS) + 1))),
)
