"""Messages of Telegram as 4CAT collects them: NDJSON of the programming interface's own objects.

An act is <chat>/<message>, as in Telegram Desktop's exports, and accounts bear the same words (user1,
channel1). A forward names its source's channel and, of a public channel, the message: that is its root. It
never names whose forward it was taken from. Times are unix seconds (date, edit_date); that the serializer
writes numbers, and the names of the inner fields of fwd_from and reply_to, are read in 4CAT's mapping, not in
a real file.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, under
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids, own_words

_LOOKED = 20  # Rows that decide what a file is.
_PEERS = {"user_id": "user", "chat_id": "chat", "channel_id": "channel"}


def _peer(value: Any) -> tuple[str | None, Any]:
    """(word, number) of a peer; (None, None) for none."""
    peer = value if isinstance(value, dict) else {}
    return next(((word, peer[key]) for key, word in _PEERS.items() if peer.get(key)), (None, None))


def _is_message(value: Any) -> bool:
    if not isinstance(value, dict) or "id" not in value or "date" not in value or "message" not in value:
        return False
    return "peer_id" in value or "_chat" in value or "_chat_peer" in value


def fits(probe: Probe) -> bool:
    """Messages of the interface beside the chat that 4CAT adds."""
    return probe.container in JSON and any(map(_is_message, probe.sample[:_LOOKED]))


def walk(value: Any) -> Iterator[Found]:
    """The message of a line, with its chat, sender and source as words and numbers."""
    if not _is_message(value):
        return
    kind, chat = _peer(value.get("peer_id"))
    chat = chat or under(value, "_chat", "id") or under(value, "_chat_peer", "channel_id")
    word, number = _peer(value.get("from_id"))
    sender = object_under(value, "_sender")
    if number is None and sender.get("id"):
        word, number = ("channel" if "title" in sender else "user"), sender["id"]
    if number is None and (value.get("post") is True or kind == "channel") and chat:
        word, number = "channel", chat
    forward, reply = object_under(value, "fwd_from"), object_under(value, "reply_to")
    source, other = _peer(forward.get("from_id"))[1], _peer(reply.get("reply_to_peer_id"))[1]
    seen = {
        **{"chat": chat, "word": word, "number": number, "is_forward": bool(forward)},
        **{"source": source, "post": forward.get("channel_post")},
        **{"answered": reply.get("reply_to_msg_id"), "other": other or chat},
        "name": sender.get("username") or sender.get("first_name") or sender.get("title"),
        "url": under(value, "media", "webpage", "url"),
    }
    yield "", "service" if value.get("action") else "message", {**value, "seen": seen}


def _joined(raw: pl.DataFrame, chat: str, message: str) -> pl.Expr:
    return pl.lit(native_ids(raw, f"seen.{chat}")) + "/" + pl.lit(native_ids(raw, message))


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a message: a forward is a repost, an answer a comment, else a post."""
    del hints
    is_forward = pl.col("seen.is_forward") == "true"
    root, parent = _joined(raw, "source", "seen.post"), _joined(raw, "other", "seen.answered")
    text = raw.select(text=pl.when(pl.col("message") != "").then("message"))["text"]
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(pl.col("record") == "service").then(pl.lit("true")),
        native=_joined(raw, "chat", "id"),
        kind=pl.when(is_forward)
        .then(pl.lit("repost"))
        .when(parent.is_not_null())
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        account=cell("seen.word") + pl.lit(native_ids(raw, "seen.number")),
        account_name=name_cell("seen.name"),
        root=pl.when(is_forward).then(root),
        parent=pl.when(~is_forward).then(parent),
        parent_note=pl.when(is_forward).then(
            pl.when(root.is_null()).then(pl.lit("source_by_name")).otherwise(pl.lit("root_only"))
        ),
        at_text=cell("date"),
        text=text,
        own_text=pl.when(~is_forward).then(pl.lit(own_words(text))),
        edited=pl.when(cell("edit_date").is_not_null()).then(pl.lit("true")),
        urls=links(raw["seen.url"]),
        n_views=cell("views"),
        n_reposts=cell("forwards"),
    )


IMPORTER = Importer(
    name="fourcat-telegram-ndjson",
    label="4CAT data set: telegram (NDJSON)",
    source="4CAT's mapping of its own objects at 227bead, read 2026; not checked against a real file",
    platform="telegram",
    never_shows=("repost_parent", "region", "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="",
    fields=(
        *("id", "date", "edit_date", "message", "views", "forwards"),
        *(f"seen.{name}" for name in ("chat", "word", "number", "is_forward", "source", "post")),
        *(f"seen.{name}" for name in ("answered", "other", "name", "url")),
    ),
)
