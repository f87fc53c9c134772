"""Cascades as the Chinese Rumor Dataset lays them out: one JSON file a root, reposts with the parent's bid,
or the root.

The root's bid and account stand only in the file name (<n>_<bid>_<account>.json). An empty parent is no
statement: it is taken as a direct repost and counted as assumed. Some dates lack the year; the id gives the
moment back. The folder's name (rumor or not) is other people's judgment and is not read.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from analytics.importing.importer import Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, native_ids, weibo_ids

_NAME = re.compile(r"^\d+_([0-9a-zA-Z]{6,9})_(u?[0-9a-zA-Z]+)\.json$")


def fits(probe: Probe) -> bool:
    """Reposts: mid, parent, uid, date, kids. Root: text, has_url, pics, multi or multi_type beside the
    counters."""
    return (
        probe.has("mid", "parent", "uid", "date", "kids")
        or probe.has("has_url", "pics", "reposts", "likes", "user")
        or _is_empty(probe)
    )


def _is_empty(probe: Probe) -> bool:
    return probe.container == Container.DOCUMENT and probe.sample == ({"user": "empty"},)


def name_hints(name: str) -> dict[str, str]:
    """The root's bid and its account."""
    found = _NAME.match(Path(name).name)
    return {"about": found.group(1), "author": found.group(2)} if found else {}


def walk(value: Any) -> Iterator[Found]:
    """One record a row: a repost, or the root."""
    if isinstance(value, dict):
        yield "", "repost" if "mid" in value else "post", value


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """A repost under the root of the file's name; or that root, whose own id is that name."""
    is_post = pl.col("record") == "post"
    about = weibo_ids(pl.DataFrame({"id": [hints.about]}, schema={"id": pl.String}), "id")[0]
    # A removed root says "empty" where the account should be: only its id and account, from the file name,
    # are known.
    named = pl.lit(hints.author, pl.String)
    return raw.select(
        "source_row",
        "source_path",
        kind="record",
        native=pl.when(is_post).then(pl.lit(about, pl.String)).otherwise(pl.lit(weibo_ids(raw, "mid"))),
        account=pl.when(is_post).then(named).otherwise(pl.lit(native_ids(raw, "uid"))),
        account_space=pl.lit("weibo~ced"),
        parent=pl.lit(weibo_ids(raw, "parent")),
        root=pl.when(~is_post).then(pl.lit(about, pl.String)),
        root_basis=pl.lit(hints.basis, pl.String),
        at_text=pl.when(is_post).then("time").otherwise("date"),
        text=pl.when(pl.col("text") != "").then("text"),
        client=cell("source"),
        n_reposts="reposts",
        n_comments="comments",
        n_likes="likes",
        verified="user.verified",
        verified_type="user.verified_type",
        followers="user.followers",
        following="user.friends",
        posts="user.messages",
        registered_text="user.time",
        location="user.location",
    )


IMPORTER = Importer(
    name="weibo-ced",
    label="Chinese Rumor Dataset (CED), JSON",
    source="layout of the published set, arXiv:1811.04175",
    platform="weibo",
    never_shows=("account_name", "region", "capture_time"),
    containers=frozenset({Container.DOCUMENT}),
    fits=fits,
    walk=walk,
    draft=draft,
    name_hints=name_hints,
    needs=("about",),
    fields=(
        "mid",
        "uid",
        "parent",
        "text",
        "date",
        "time",
        "source",
        "reposts",
        "comments",
        "likes",
        "user.verified",
        "user.verified_type",
        "user.followers",
        "user.friends",
        "user.messages",
        "user.time",
        "user.location",
    ),
)
