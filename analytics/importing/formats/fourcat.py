"""Data sets of 4CAT: CSV of one data source, known by its columns.

unix_timestamp is taken first; where it is absent, `timestamp` is in UTC for some sources and in the zone of
the server for the others, which only a person can state. (Of data that were uploaded to 4CAT unix_timestamp
is wrong by the server's offset and not taken: CrowdTangle's are read here, other uploads are not.) X names
whom a post reposts or answers, not which post; Douyin's missing times are those of the collection; the ids of
Telegram and VK are numbers of their chat or wall. What Bluesky's posts quote or answer is an address with a
handle: it is resolved where the file shows whose handle it is. Counts are of the moment of collection, which
the table does not tell.
"""

from collections.abc import Callable

import polars as pl

from analytics.importing.formats._fourcat import SOURCES, Source
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import (
    cell,
    ip_region,
    links,
    name_cell,
    native_ids,
    own_words,
    siblings_in_urls,
)


def _fits(source: Source) -> Callable[[Probe], bool]:
    def fits(probe: Probe) -> bool:
        """The columns of the data source and none of another's."""
        is_table = probe.container == Container.TABLE and probe.has(*source.marks)
        return is_table and not any(probe.has(name) for name in source.absent)

    return fits


def _text(source: Source) -> pl.Expr:
    parts = [pl.when(pl.col(name) != "").then(name) for name in source.texts]
    return parts[0] if len(parts) == 1 else pl.concat_str(parts, separator="\n", ignore_nulls=True)


def _draft(source: Source) -> Callable[[pl.DataFrame, Hints], pl.DataFrame]:
    def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
        """One act a row; the words of a repost are another's."""
        del hints
        linked = source.links(raw)
        own = native_ids(raw, "id")
        native = linked.pop("native", pl.lit(own))
        text = raw.select(text=_text(source))["text"]
        text = text.set(text == "", None)
        is_own = linked["kind"] != "repost"
        told = {
            "account": native_ids(raw, source.account) if source.account else None,
            "urls": pl.when(is_own).then(pl.lit(links(raw[source.urls]))) if source.urls else None,
            "client": cell(source.client) if source.client else None,
            "region": ip_region(cell(source.region)) if source.region else None,
            "followers": cell(source.followers) if source.followers else None,
        }
        if source.address:
            told["native_beside"] = pl.lit(siblings_in_urls(raw, own, source.address, source.platform))
        if source.edited:
            told["edited"] = pl.when(cell(source.edited).is_not_null()).then(pl.lit("true"))
        return raw.select(
            "source_row",
            "source_path",
            native=native,
            **linked,
            account_name=name_cell(source.account_name),
            at_text=pl.coalesce(cell(name) for name in source.at),
            text=text,
            own_text=pl.when(is_own).then(pl.lit(own_words(text))),
            **{name: value for name, value in told.items() if value is not None},
            **{
                f"n_{ours}": pl.when(is_own | (ours != "reposts")).then(cell(theirs))
                for ours, theirs in source.counters.items()
            },
        )

    return draft


def _importer(source: Source) -> Importer:
    names = ("account", "address", "edited", "urls", "client", "region", "followers")
    columns = tuple(getattr(source, name) for name in names)
    told = ("id", source.account_name, *source.at, *source.texts, *columns, *source.counters.values())
    return Importer(
        name=f"fourcat-{source.name}",
        label=f"4CAT data set: {source.name} (CSV)",
        source="4CAT's data sources at 227bead, read 2026",
        platform=source.platform,
        never_shows=source.never_shows,
        containers=frozenset({Container.TABLE}),
        fits=_fits(source),
        draft=_draft(source),
        timezone=source.zone.value,
        fields=tuple(dict.fromkeys(name for name in (*told, *source.more, "author") if name)),
    )


IMPORTERS = tuple(_importer(source) for source in SOURCES)
