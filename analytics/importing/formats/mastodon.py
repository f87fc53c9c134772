"""Statuses of Mastodon as its servers give them: arrays, lines, timelines, contexts and searches as JSON.

`id`, `in_reply_to_id` and `account.id` are numbers of the server that was asked, which the JSON does not
name: an act is its `uri`, an account its `uri` or address. An answer's parent is known where the answered
status stands in the same file; else it is not. A reblog names the original, never the reblog it was taken
from; its words are the original's. A quote that is pending, rejected, revoked or otherwise not accepted is
none.
"""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, objects_of, under
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids, own_words

_LOOKED = 20  # Rows that decide what a file is.
_DOORS = (("statuses",), ("ancestors",), ("descendants",))
_ACCEPTED = "accepted"
_ANCHOR = re.compile(r"<a\s[^>]*>")
_HREF = re.compile(r'href="(https?://[^"]+)"')


def _is_status(value: dict[str, Any]) -> bool:
    is_addressed = str(value.get("uri", "")).startswith("http")
    account = value.get("account")
    return is_addressed and "content" in value and isinstance(account, dict) and "acct" in account


def fits(probe: Probe) -> bool:
    """Statuses with an address, content and an account with acct."""
    if not probe.container.value.startswith("json") or probe.has("source_platform"):
        return False
    return any(walked for value in probe.sample[:_LOOKED] for walked in walk(value))


def walk(value: Any) -> Iterator[Found]:
    """Every status with its pointer, those inside reblogs and quotes too."""
    if not isinstance(value, dict):
        return
    if _is_status(value):
        yield from _statuses(value, "")
        return
    for steps in _DOORS:
        for pointer, status in objects_of(value, *steps):
            if _is_status(status):
                yield from _statuses(status, pointer)


def _statuses(status: dict[str, Any], pointer: str) -> Iterator[Found]:
    quote = object_under(status, "quote")
    is_quote = quote.get("state") == _ACCEPTED
    seen = {
        "quoted": under(quote, "quoted_status", "uri") if is_quote else None,
        "quoted_id": quote.get("quoted_status_id") if is_quote else None,
        "urls": _urls_of(status),
    }
    yield pointer, "status", {**status, "seen": seen}
    inner = status.get("reblog")
    if isinstance(inner, dict) and _is_status(inner):
        yield from _statuses(inner, f"{pointer}/reblog")
    inner = quote.get("quoted_status")
    if isinstance(inner, dict) and _is_status(inner):
        yield from _statuses(inner, f"{pointer}/quote/quoted_status")


def _urls_of(status: dict[str, Any]) -> list[str] | None:
    """The links of a text but mentions and hashtags, and that of the card."""
    anchors = _ANCHOR.findall(str(status.get("content", "")))
    plain = [tag for tag in anchors if "mention" not in tag and "hashtag" not in tag]
    found = [url for tag in plain for url in _HREF.findall(tag)]
    card = under(status, "card", "url")
    return list(dict.fromkeys([*found, *([card] if isinstance(card, str) else [])])) or None


def _address(name: str) -> pl.Expr:
    return cell(name).str.strip_suffix("/activity")


def _by_number(raw: pl.DataFrame, name: str) -> pl.Series:
    """The addresses of the statuses that a server's numbers name, where this file holds them."""
    known = raw.select(id=native_ids(raw, "id"), uri=_address("uri")).drop_nulls().unique("id", keep="first")
    asked = pl.DataFrame({"id": native_ids(raw, name)})
    return asked.join(known, on="id", how="left", maintain_order="left")["uri"]


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a status: a reblog is a repost, then quotes, answers, posts."""
    del hints
    is_comment = pl.lit(native_ids(raw, "in_reply_to_id").is_not_null())
    reblogged, quoted = (
        _address("reblog.uri"),
        pl.coalesce(_address("seen.quoted"), pl.lit(_by_number(raw, "seen.quoted_id"))),
    )
    is_quote = quoted.is_not_null() | pl.lit(native_ids(raw, "seen.quoted_id").is_not_null())
    is_repost = reblogged.is_not_null()
    answered = pl.lit(_by_number(raw, "in_reply_to_id"))
    return raw.select(
        "source_row",
        "source_path",
        native=_address("uri"),
        kind=pl.when(is_repost)
        .then(pl.lit("repost"))
        .when(is_quote)
        .then(pl.lit("quote"))
        .when(is_comment)
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        account=pl.coalesce(cell("account.uri"), cell("account.url")),
        account_name=name_cell("account.acct"),
        root=pl.when(is_repost).then(reblogged).when(is_quote).then(quoted),
        parent=pl.when(~is_repost).then(pl.coalesce(answered, quoted)),
        parent_note=pl.when(is_repost)
        .then(pl.lit("root_only"))
        .when(is_comment & ~is_quote & answered.is_null())
        .then(pl.lit("in_thread")),
        at_text=cell("created_at"),
        text=cell("content"),
        own_text=pl.when(~is_repost).then(pl.lit(own_words(raw["content"]))),
        client=cell("application.name"),
        edited=pl.when(cell("edited_at").is_not_null()).then(pl.lit("true")),
        urls=links(raw["seen.urls"]),
        n_reposts=cell("reblogs_count"),
        n_likes=cell("favourites_count"),
        n_comments=cell("replies_count"),
        n_quotes=cell("quotes_count"),
        followers=cell("account.followers_count"),
        following=cell("account.following_count"),
        posts=cell("account.statuses_count"),
        registered_text=cell("account.created_at"),
    )


IMPORTER = Importer(
    name="mastodon",
    label="Mastodon statuses (JSON)",
    source="the project's documentation at 2903485, read 2026",
    platform="mastodon",
    never_shows=("root", "repost_parent", "region", "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "uri", "created_at", "content", "in_reply_to_id", "edited_at", "reblog.uri"),
        *("seen.quoted", "seen.quoted_id", "seen.urls", "application.name"),
        *("reblogs_count", "favourites_count", "replies_count", "quotes_count"),
        *(f"account.{name}" for name in ("uri", "url", "acct", "created_at")),
        *(f"account.{name}_count" for name in ("followers", "following", "statuses")),
    ),
)
