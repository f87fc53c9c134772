"""Posts of Wenzhi-Ding's Weibo-Crawler: the table `posts` of its database, or a CSV of it.

`data` holds the raw status as JSON, with the root and the parent; the other columns were read off the page of
results: their times are written to the second and true to the minute, and their year may be a guess. The root
inside `data` is a record of its own.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids, plain_text, weibo_ids

_DATA = "data"
_ROOT = "retweeted_status"
_LISTED = ("nick_name", "content", "repost_count", "comment_count", "attitude_count")


def fits(probe: Probe) -> bool:
    """mid and uid with the raw status, or with what the page of results showed."""
    has_status = probe.has("mid", "uid", _DATA) and _is_json(probe)
    has_page = probe.has("mid", "uid", "created_at", "abstract_at", *_LISTED)
    return has_page or has_status


def _is_json(probe: Probe) -> bool:
    seen = [str(row.get(_DATA) or "").strip() for row in probe.sample if isinstance(row, dict)]
    shown = [text for text in seen if text]
    return bool(shown) and all(text.startswith("{") for text in shown)


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row, and the root that its raw status holds."""
    del hints
    status = _status(raw, "$")
    root = status["root"]
    has_chain = pl.col("content").str.contains(r"//\s*@").fill_null(False)
    is_repost = pl.lit(root.is_not_null() | status["pid"].is_not_null()) | has_chain
    own = raw.select(
        "source_row",
        "source_path",
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post")),
        native=weibo_ids(raw, "mid").fill_null(status["mid"]),
        root=root,
        parent=status["pid"],
        account=native_ids(raw, "uid").fill_null(status["uid"]),
        account_name=pl.coalesce(pl.lit(status["name"]), name_cell("nick_name")),
        at_text=pl.coalesce(pl.lit(status["at"]), cell("created_at")),
        at_step=pl.when(pl.lit(status["at"].is_null())).then(pl.lit("min")),
        captured_text=pl.coalesce(
            pl.when(pl.lit(status["mid"].is_not_null())).then(
                pl.coalesce(cell("data_at"), cell("update_at"))
            ),
            cell("abstract_at"),
        ),
        text=pl.coalesce(pl.lit(status["text"]), pl.col("content")),
        client=status["client"],
        region=status["region"],
        n_reposts=pl.coalesce(pl.lit(status["reposts"]), cell("repost_count")),
        n_comments=pl.coalesce(pl.lit(status["comments"]), cell("comment_count")),
        n_likes=pl.coalesce(pl.lit(status["likes"]), cell("attitude_count")),
    )
    nested = raw.filter(root.is_not_null())
    return pl.concat([own, _root(nested)], how="diagonal").sort(
        "source_row", "source_path", maintain_order=True
    )


def _root(raw: pl.DataFrame) -> pl.DataFrame:
    """The originals inside the raw statuses."""
    status = _status(raw, f"$.{_ROOT}")
    return raw.select(
        "source_row",
        source_path=pl.col("source_path") + f"/{_DATA}/{_ROOT}",
        kind=pl.lit("post"),
        native=status["mid"],
        account=status["uid"],
        account_name=status["name"],
        at_text=status["at"],
        captured_text=pl.coalesce(cell("data_at"), cell("update_at")),
        text=status["text"],
        client=status["client"],
        region=status["region"],
        n_reposts=status["reposts"],
        n_comments=status["comments"],
        n_likes=status["likes"],
    )


def _status(raw: pl.DataFrame, at: str) -> pl.DataFrame:
    """What the raw statuses below `at` say, as text; null where there is none."""

    def first(*steps: str) -> pl.Expr:
        found = (pl.col(_DATA).str.json_path_match(f"{at}.{step}") for step in steps)
        return pl.coalesce(pl.when(text != "null").then(text) for text in found)

    root = (f"{_ROOT}.{name}" for name in ("mid", "idstr", "id"))
    read = raw.select(
        mid=first("mid", "idstr", "id"),
        uid=first("user.idstr", "user.id"),
        name=first("user.screen_name"),
        at=first("created_at"),
        pid=first("pidstr", "pid"),
        root=first(*root),
        text=first("raw_text", "text_raw", "text"),
        client=plain_text(first("source")),
        region=ip_region(first("region_name")),
        reposts=first("reposts_count"),
        comments=first("comments_count"),
        likes=first("attitudes_count"),
    )
    ids = {name: weibo_ids(read, name) for name in ("mid", "pid", "root")}
    return read.with_columns(uid=native_ids(read, "uid"), **ids)


IMPORTER = Importer(
    name="weibo-wenzhi-ding",
    label="Weibo-Crawler (Wenzhi-Ding) posts, CSV and SQLite",
    source="the tool's own schema, read 2026",
    platform="weibo",
    never_shows=("comments",),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    fields=("mid", "uid", _DATA, *_LISTED, "created_at", "abstract_at", "data_at", "update_at"),
)
