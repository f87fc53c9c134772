"""Bluesky: the stream Jetstream (version 1 and 2), and records or views of posts as JSON.

An act is at://<did>/<collection>/<key>. A repost names the post (`subject`) and, where the client told it,
the repost through which it was found (`via`): that one is its parent. createdAt is what the client claims;
of it and the moment of delivery the earlier is shown, and an act whose two times lie more than an hour
apart is marked as contradicted: neither decides any order then. A deletion repeats the key of what it
deletes: it is a record of its own, never an act. A commit without the key of its record is refused. `seq` of
version 2 counts within one instance only, and its `time` may have been set by an import of the operator.
Likes, follows, blocks, identities, errors that end a stream and the like are no acts.
4CAT keeps views of posts as NDJSON with the names of a Python library.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, objects_of, under
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, links, moments, name_cell, native_ids

_LOOKED = 20  # Rows that decide what a file is.
_APART_S = 3_600
_ACTS = {"app.bsky.feed.post": "post", "app.bsky.feed.repost": "repost"}
_POST = "/app.bsky.feed.post/"
_PYTHON = {
    **{"created_at": "createdAt", "like_count": "likeCount", "repost_count": "repostCount"},
    **{"reply_count": "replyCount", "quote_count": "quoteCount"},
}
_ADDRESS = r"^at://did:[^/]+/[^/]+/[^/]+$"
_DOORS = (("records",), ("feed",), ("posts",), ("thread", "post"))


def fits(probe: Probe) -> bool:
    """Commits of a repository, records with an at:// address, or views of posts."""
    if not probe.container.value.startswith("json") or probe.has("source_platform"):
        return False
    return any(kind != "error" for value in probe.sample[:_LOOKED] for _, kind, _ in walk(value))


def walk(value: Any) -> Iterator[Found]:
    """The commit of a line; the records of a list; the posts of a feed or thread, and who reposted them."""
    if not isinstance(value, dict):
        return
    if value.get("$type") == "error":
        yield "", "error", {}
        return
    payload = object_under(value, "payload")
    kind = str(payload.get("$type", ""))
    if "jetstream" in kind and "#" in kind:
        yield from _commit(payload, "/payload", payload, payload.get("time"))
    elif str(value.get("did", "")).startswith("did:") and "time_us" in value:
        yield from _commit(value, "/commit", object_under(value, "commit"), value.get("time_us"))
    elif str(value.get("uri", "")).startswith("at://"):
        yield from _view(value, "")
    else:
        for steps in _DOORS:
            for pointer, one in objects_of(value, *steps):
                yield from _feed_item(one, pointer)


def _commit(line: dict[str, Any], pointer: str, commit: dict[str, Any], seen_at: Any) -> Iterator[Found]:
    """An event of a repository. A line without a commit tells of an account or of the stream."""
    collection, operation = str(commit.get("collection")), commit.get("operation")
    record = object_under(commit, "record")
    did, key = line.get("did"), commit.get("rkey")
    if operation == "delete" or collection not in _ACTS or not record:
        yield pointer if commit else "", "notice", {}
        return
    seen = {
        "uri": f"at://{did or ''}/{collection}/{key or ''}",
        "did": did,
        "at": seen_at,
        "edited": operation == "update",
        **_links(record),
    }
    yield pointer, _ACTS[collection], {"record": record, "seen": seen}


def _feed_item(item: dict[str, Any], pointer: str) -> Iterator[Found]:
    if "post" not in item:
        if str(item.get("uri", "")).startswith("at://"):
            yield from _view(item, pointer)
        return
    for place, post in objects_of(item, "post"):
        yield from _view(post, pointer + place)
    reason = object_under(item, "reason")
    if reason.get("uri"):
        seen = {
            **{"uri": reason["uri"], "did": under(reason, "by", "did"), "at": reason.get("indexedAt")},
            **{"handle": under(reason, "by", "handle"), "subject": under(item, "post", "uri")},
        }
        yield f"{pointer}/reason", "repost", {"record": {}, "seen": seen}


def _view(view: dict[str, Any], pointer: str) -> Iterator[Found]:
    """A record with its address; a view of a post has its account and counts beside it."""
    uri = str(view.get("uri", ""))
    parts = uri.removeprefix("at://").split("/")
    record = object_under(view, "value") or object_under(view, "record")
    kind = _ACTS.get(parts[1] if len(parts) > 1 else "")
    if kind is None or not record:
        yield pointer, "notice", {}
        return
    seen = {
        **{
            "uri": uri,
            "did": under(view, "author", "did") or parts[0],
            "at": view.get("indexedAt", view.get("indexed_at")),
        },
        **{"handle": under(view, "author", "handle"), **_links(record)},
    }
    yield pointer, kind, {**_renamed(view), "record": _renamed(record), "seen": seen}


def _renamed(value: dict[str, Any]) -> dict[str, Any]:
    """A record or view with the names of the network, where 4CAT kept those of a Python library."""
    return {**value, **{theirs: value[ours] for ours, theirs in _PYTHON.items() if ours in value}}


def _links(record: dict[str, Any]) -> dict[str, Any]:
    """What a record names: subject and via of a repost, the quoted post, the answered one and its root."""
    quoted = under(record, "embed", "record", "uri") or under(record, "embed", "record", "record", "uri")
    urls = [
        feature.get("uri")
        for _, facet in objects_of(record, "facets")
        for _, feature in objects_of(facet, "features")
    ]
    urls.append(under(record, "embed", "external", "uri"))
    urls.append(under(record, "embed", "media", "external", "uri"))
    return {
        "subject": under(record, "subject", "uri"),
        "via": under(record, "via", "uri"),
        "quoted": quoted if _POST in str(quoted) else None,
        "answered": under(record, "reply", "parent", "uri"),
        "root": under(record, "reply", "root", "uri"),
        "urls": [url for url in urls if isinstance(url, str)] or None,
    }


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a post or repost; all else is no act."""
    del hints
    is_repost, quoted, answered = pl.col("record") == "repost", cell("seen.quoted"), cell("seen.answered")
    claimed, delivered = (moments(raw[name], "UTC")["at"] for name in ("record.createdAt", "seen.at"))
    is_later = pl.lit((claimed > delivered).fill_null(claimed.is_null()))
    is_apart = (claimed - delivered).dt.total_seconds().abs() > _APART_S
    is_act = pl.col("record").is_in(list(_ACTS.values()))
    own = native_ids(raw, "seen.uri")
    return raw.select(
        "source_row",
        "source_path",
        doubt=pl.when(pl.lit(is_apart) & is_act).then(pl.lit("claim_apart")),
        apart=pl.when(pl.lit(is_apart)).then(True),
        other=pl.when(~is_act).then(pl.lit("true")),
        fault=pl.when(is_act & ~pl.lit(own).str.contains(_ADDRESS).fill_null(False)).then(
            pl.lit("id_unreadable")
        ),
        kind=pl.when(is_repost)
        .then(pl.lit("repost"))
        .when(quoted.is_not_null())
        .then(pl.lit("quote"))
        .when(answered.is_not_null())
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        native=own,
        account=native_ids(raw, "seen.did"),
        account_name=name_cell("seen.handle"),
        root=pl.when(is_repost).then(cell("seen.subject")).otherwise(pl.coalesce(quoted, cell("seen.root"))),
        parent=pl.when(is_repost).then(cell("seen.via")).otherwise(pl.coalesce(answered, quoted)),
        at_text=pl.when(is_later).then(cell("seen.at")).otherwise(cell("record.createdAt")),
        text=cell("record.text"),
        edited=pl.when(pl.col("seen.edited") == "true").then(pl.lit("true")),
        urls=links(raw["seen.urls"]),
        n_likes=cell("likeCount"),
        n_reposts=cell("repostCount"),
        n_comments=cell("replyCount"),
        n_quotes=cell("quoteCount"),
    )


IMPORTER = Importer(
    name="bluesky",
    label="Bluesky Jetstream v1 and v2, records and views as JSON",
    source="jetstream at 9a30def, the lexicons at d6296a1, read 2026; views of posts recalled",
    platform="bluesky",
    never_shows=("region", "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=(
        *(f"seen.{name}" for name in ("uri", "did", "handle", "at", "edited", "urls")),
        *(f"seen.{name}" for name in ("subject", "via", "quoted", "answered", "root")),
        *("record.createdAt", "record.text", "likeCount", "repostCount", "replyCount", "quoteCount"),
    ),
)
