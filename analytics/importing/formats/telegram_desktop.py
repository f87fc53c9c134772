"""Chats that Telegram Desktop exports: result.json of one chat {name, type, id, messages}, or of a whole
account {chats: {list}, left_chats: {list}}.

Ids of messages are numbers within their chat: an act is <chat>/<message>. An answer may lead into another
chat (`reply_to_peer_id`). `forwarded_from` is a name: a forward is a repost whose original nobody can tell,
and its words are another's. `from` null beside a `from_id` is a deleted account; a post without from_id in a
channel is the channel's. Exports before version 3.7.6 (2022; recalled) have no date_unixtime: `date` is in
the zone of the exporting machine, which only a person can state. The "edited" of old exports is 1970 where
nothing was edited (recalled). A message of a type that the tool does not know ("unsupported") holds its
number alone and is no act; one of a type that is not known here, or without a number, is refused. Views are
never exported; edits have no earlier text.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import objects_of
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import DESTROYED, cell, links, name_cell, native_ids, own_words

_LOOKED = 20  # Rows that decide what a file is.
_DOORS = (("chats", "list"), ("left_chats", "list"))
_KINDS = {"message": "message", "service": "service", "unsupported": "service"}  # All else is refused.
_LINKS = {"link": "text", "text_link": "href"}


def fits(probe: Probe) -> bool:
    """A chat with dated messages of a type, or a list of such chats."""
    if not probe.container.value.startswith("json"):
        return False
    return any(
        kind == "message" and ("date" in message or "date_unixtime" in message)
        for value in probe.sample[:_LOOKED]
        for _, kind, message in walk(value)
    )


def walk(value: Any) -> Iterator[Found]:
    """Every message with its pointer, each knowing its chat; a whole account's chats one after the other."""
    if not isinstance(value, dict):
        return
    yield from _messages(value, "")
    for steps in _DOORS:
        for pointer, chat in objects_of(value, *steps):
            yield from _messages(chat, pointer)


def _messages(chat: dict[str, Any], pointer: str) -> Iterator[Found]:
    if "id" not in chat or not isinstance(chat.get("messages"), list):
        return
    about = {"id": chat.get("id"), "type": chat.get("type")}
    for place, message in objects_of(chat, "messages"):
        kind = _KINDS.get(str(message.get("type")), "unknown")
        seen = {"text": _text_of(message.get("text")), "urls": _urls_of(message)}
        yield pointer + place, kind, {**message, "chat": about, "seen": seen}


def _text_of(text: Any) -> Any:
    """The parts of a text joined: plain ones and those with a format."""
    if not isinstance(text, list):
        return text or None
    parts = [part.get("text") if isinstance(part, dict) else part for part in text]
    return "".join(part for part in parts if isinstance(part, str)) or None


def _urls_of(message: dict[str, Any]) -> list[str] | None:
    """Addresses among the formatted parts; older exports have these in the text alone."""
    name = "text_entities" if "text_entities" in message else "text"
    parts = [part for _, part in objects_of(message, name)]
    found = [part.get(_LINKS.get(str(part.get("type")), "")) for part in parts]
    return [url for url in found if isinstance(url, str)] or None


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a message: a forward is a repost, an answer a comment, else a post."""
    del hints
    chat, own, answered = (native_ids(raw, name) for name in ("chat.id", "id", "reply_to_message_id"))
    peer = raw["reply_to_peer_id"].str.extract(r"^(?:user|chat|channel)?(\d+)$", 1).fill_null(chat)
    is_forward, is_comment = cell("forwarded_from").is_not_null(), pl.lit(answered.is_not_null())
    of_channel = pl.when(pl.col("chat.type").str.contains("channel")).then("channel" + pl.lit(chat))
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(pl.col("record") == "service").then(pl.lit("true")),
        fault=pl.when(pl.col("record") == "unknown")
        .then(pl.lit("kind_unknown"))
        .when((pl.col("record") == "message") & pl.lit(own.is_null() | chat.is_null()))
        .then(pl.lit("id_unreadable")),
        native=_in_chat(chat, own),
        kind=pl.when(is_forward)
        .then(pl.lit("repost"))
        .when(is_comment)
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        account=pl.coalesce(pl.lit(native_ids(raw, "from_id")), of_channel),
        account_name=name_cell("from"),
        parent=pl.when(~is_forward).then(_in_chat(peer, answered)),
        parent_note=pl.when(is_forward).then(pl.lit("source_by_name")),
        at_text=pl.coalesce(cell("date_unixtime"), cell("date")),
        text="seen.text",
        own_text=pl.when(~is_forward).then(pl.lit(own_words(raw["seen.text"]))),
        edited=pl.when(~pl.coalesce(cell("edited"), cell("edited_unixtime")).str.starts_with("1970")).then(
            pl.lit("true")
        ),
        urls=links(raw["seen.urls"]),
    )


def _in_chat(chat: pl.Series, message: pl.Series) -> pl.Expr:
    """<chat>/<message>; a chat's id that was rounded alone, to be refused."""
    is_lost = chat.str.contains(DESTROYED).fill_null(False) & message.is_not_null()
    return pl.when(pl.lit(is_lost)).then(pl.lit(chat)).otherwise(pl.lit(chat) + "/" + pl.lit(message))


IMPORTER = Importer(
    name="telegram-desktop",
    label="Telegram Desktop result.json (one chat, or an account)",
    source="tdesktop's export at 006cadc, read 2026",
    platform="telegram",
    never_shows=("root", "repost_parent", "counters", "region", "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="",
    fields=(
        *("id", "chat.id", "chat.type", "from", "from_id", "date", "date_unixtime", "edited"),
        *("edited_unixtime", "forwarded_from", "reply_to_message_id", "reply_to_peer_id"),
        *("seen.text", "seen.urls"),
    ),
)
