"""Items that Zeeschuimer captured while somebody browsed: JSON Lines {source_platform, timestamp_collected,
last_updated, data, ...}; 4CAT keeps the same with the envelope as `__import_meta`.

The envelope (whose pages were visited, when, by which program) stays in the kept file, which every event
points to. An item that is seen again may have replaced its data: counts are of last_updated. `item_id` of
answers on X was rounded by JavaScript and is not read. An advert is told. Whether reply_to_reply_id of TikTok
names the answered comment, and target_comment that of Xiaohongshu, is recalled, not verified. Modules that
are not listed are not read.
"""

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, under
from analytics.importing.formats._zeeschuimer import MODULES
from analytics.importing.importer import JSON, Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, links, name_cell, native_ids, own_words, plain_text

_COUNTERS = ("views", "reposts", "comments", "likes", "quotes", "shares", "plays")
_IDS = ("native", "account", "root", "parent")
_CELLS = ("name", "kind", "note", "at", "text", "client", "region", "urls", "advert", "followers")
FIELDS = tuple(f"seen.{part}" for part in (*_IDS, *_CELLS, *(f"n_{name}" for name in _COUNTERS), "captured"))


def _platform_of(value: Any) -> Any:
    found = under(value, "source_platform")
    return found if found is not None else under(value, "__import_meta", "source_platform")


def _fits(shown: str) -> Callable[[Probe], bool]:
    def fits(probe: Probe) -> bool:
        """Envelopes of this module of the browser extension."""
        return probe.container in JSON and any(_platform_of(value) == shown for value in probe.sample)

    return fits


def _walk(name: str) -> Callable[[Any], Iterator[Found]]:
    shown, _, read, _ = MODULES[name]

    def walk(value: Any) -> Iterator[Found]:
        """The acts of an item; one of another module is no act here."""
        if not isinstance(value, dict) or _platform_of(value) is None:
            return
        if _platform_of(value) != shown:
            yield "", "other", {}
            return
        is_moved = "__import_meta" in value
        envelope = object_under(value, "__import_meta") if is_moved else value
        captured = envelope.get("last_updated") or envelope.get("timestamp_collected")
        data, pointer = (value, "") if is_moved else (object_under(value, "data"), "/data")
        for place, values in read(data, pointer):
            yield place, "item", {"seen": {**values, "captured": captured}}

    return walk


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act an item, and one for each post inside it; items of other modules are no acts."""
    del hints
    text = raw.select(text=pl.when(pl.col("seen.text") != "").then("seen.text"))["text"]
    is_own = pl.col("seen.kind") != "repost"
    return raw.select(
        "source_row",
        "source_path",
        doubt=pl.when(pl.col("seen.advert") == "true").then(pl.lit("advert")),
        other=pl.when(pl.col("record") == "other").then(pl.lit("true")),
        kind="seen.kind",
        **{name: pl.lit(native_ids(raw, f"seen.{name}")) for name in _IDS},
        account_name=name_cell("seen.name"),
        parent_note="seen.note",
        at_text=cell("seen.at"),
        captured_text=cell("seen.captured"),
        text=text,
        own_text=pl.when(is_own).then(pl.lit(own_words(text))),
        client=plain_text(cell("seen.client")),
        region=ip_region(cell("seen.region")),
        urls=links(raw["seen.urls"]),
        followers=cell("seen.followers"),
        **{f"n_{name}": cell(f"seen.n_{name}") for name in _COUNTERS},
    )


def _importer(name: str) -> Importer:
    shown, platform, _, never_shows = MODULES[name]
    return Importer(
        name=f"zeeschuimer-{name}",
        label=f"Zeeschuimer items of {shown} (NDJSON, also as 4CAT keeps them)",
        source="Zeeschuimer at ffa2781, 4CAT at 227bead, read 2026",
        platform=platform,
        never_shows=never_shows,
        containers=frozenset({Container.LINES, Container.DOCUMENT}),
        fits=_fits(shown),
        walk=_walk(name),
        draft=draft,
        timezone="UTC",
        fields=FIELDS,
    )


IMPORTERS = tuple(_importer(name) for name in MODULES)
