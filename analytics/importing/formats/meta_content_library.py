"""Posts of Facebook in the Meta Content Library: CSV with dotted names, or JSON.

Ids are the library's, not the platform's, and stand in a space of their own. In a group the surface is the
group and the owner who posted. A share names a shared post, not the share it was taken from. That times
without a zone are in UTC is recalled, not verified. Views are of `views_date_last_refreshed`, the other
counts of the unknown day of the request. Posts of Instagram and Threads, which have neither reactions nor
shares of another post, tell their platform in no column that could be verified: they need a column map.
Small accounts are absent. `shared_post_id` may have gone through a double (recalled): it is then left out.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids

_COUNTS = {"views": "views", "likes": "like_count", "comments": "comment_count", "shares": "share_count"}
_FACEBOOK = ("shared_post_id", "statistics.reaction_count", "statistics.love_count")


def fits(probe: Probe) -> bool:
    """The library's own address of a post beside its owner, and what only Facebook has."""
    if probe.container == Container.DATABASE:
        return False
    is_of_library = probe.has("id", "mcl_url", "creation_time", "post_owner")
    return is_of_library and any(probe.has(mark) for mark in _FACEBOOK)


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a record: with a shared post a repost, else a post."""
    del hints
    shared = pl.lit(native_ids(raw, "shared_post_id"))
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.when(shared.is_not_null()).then(pl.lit("repost")).otherwise(pl.lit("post")),
        native=native_ids(raw, "id"),
        space=pl.lit("facebook~mcl"),
        account=native_ids(raw, "post_owner.id"),
        account_name=pl.coalesce(name_cell("post_owner.username"), name_cell("post_owner.name")),
        root=shared,
        parent_note=pl.when(shared.is_not_null()).then(pl.lit("root_only")),
        at_text=cell("creation_time"),
        captured_views=cell("statistics.views_date_last_refreshed"),
        text=pl.when(pl.col("text") != "").then("text"),
        urls=links(raw["link_attachment.link"]),
        **{f"n_{ours}": cell(f"statistics.{theirs}") for ours, theirs in _COUNTS.items()},
    )


IMPORTER = Importer(
    name="meta-content-library",
    label="Meta Content Library posts of Facebook (CSV, JSON)",
    source="the types in csds-preprocessor at 540a18c, read 2026; not checked against a real file",
    platform="facebook",
    never_shows=("comments", "platform_id", "repost_parent", "region", "capture_time"),
    containers=frozenset({Container.TABLE, Container.LINES, Container.DOCUMENT}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "creation_time", "text", "shared_post_id", "link_attachment.link"),
        *(f"post_owner.{name}" for name in ("id", "name", "username")),
        *(f"statistics.{name}" for name in (*_COUNTS.values(), "views_date_last_refreshed")),
    ),
)
