"""An importer made from a column map: raw text columns to draft records, section by section."""

import json
import mmap
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from analytics.ingest.column_map import ColumnMap, Rule, Section, Source, read_map
from analytics.ingest.importer import Container, Hints, Importer, Probe
from analytics.ingest.synonyms import URLS, strip_of
from analytics.ingest.values import (
    cell,
    ip_region,
    links,
    moments,
    name_cell,
    native_id,
    native_ids,
    weibo_ids,
)
from analytics.model.errors import ExportError, SettingsError

_ID = "id"
_WRITTEN = ((False, "utf-8"), (True, "utf-8"), (False, "utf-16-le"), (False, "utf-16-be"), (False, "gb18030"))
_FAR_ZONES = ("UTC", "Asia/Tokyo")  # A moment that differs between them states no zone of its own.
_FILE_NAME = r"(?<![0-9A-Za-z])([3-6]\d{15}|\d{17,20}|[A-Za-z0-9]{9})(?![0-9A-Za-z])"
_PLAIN = {  # ours: draft column
    "at": "at_text",
    "captured_at": "captured_text",
    "account_name": "account_name",
    "client": "client",
    "followers": "followers",
    "following": "following",
    "posts": "posts",
    "verified": "verified",
    "verified_type": "verified_type",
    "reposts": "n_reposts",
    "comments": "n_comments",
    "likes": "n_likes",
    "views": "n_views",
}


def importer_of_map(path: Path, probe: Probe | None = None, file: Path | None = None) -> Importer:
    """An importer that reads by the column map in `path`, for the file that `probe` shows.

    Raises SettingsError for a map that cannot be imported by, and ExportError for a file that lacks a column
    of the map or for which the map has no section.
    """
    return importer_of(read_map(path), f"map:{path.name}", probe, file)


def importer_of(described: ColumnMap, name: str, probe: Probe | None, file: Path | None = None) -> Importer:
    """The same for a map as read."""
    chosen = _sections(described, name, probe)
    if probe is not None:
        _check_present(chosen, name, probe, file)
    first = next(iter(chosen.values()))

    def fits(other: Probe) -> bool:
        return other.has(*(name for place, one in chosen.items() for name in _fields(place, one)))

    def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
        if list(chosen) == [""]:
            return _draft(raw, hints, first, name)
        parts = [_of_table(raw, hints, table, one, name) for table, one in chosen.items()]
        return pl.concat([part for part in parts if part.height] or parts[:1], how="diagonal_relaxed")

    by_name = [one for one in chosen.values() if _from_name(one) is not None]
    return Importer(
        name=name,
        label=name.replace("map:", "column map "),
        source=name.replace("map:", "column map "),
        platform=first.platform or "",
        containers=frozenset(Container),
        fits=fits,
        draft=draft,
        name_hints=_name_hints(by_name[0]) if by_name else (lambda _name: {}),
        fields=tuple(dict.fromkeys(f for place, one in chosen.items() for f in _fields(place, one))),
        timezone=next((one.timezone for one in chosen.values() if one.timezone), ""),
        date_order=first.date_order,
        lacking=tuple(dict.fromkeys(ours for one in chosen.values() for ours in one.lacking())),
    )


def _sections(described: ColumnMap, name: str, probe: Probe | None) -> dict[str, Section]:
    """The sections for a file: by table for a database, one alone ("") for any other."""
    if probe is not None and probe.container == Container.DATABASE:
        chosen = {str(one.table): one for one in described.sections() if one.table}
        differing = [
            {one.platform for one in chosen.values()},
            {one.timezone for one in chosen.values()} - {None},
        ]
        if any(len(values) > 1 for values in differing):
            raise SettingsError("map_zones", where=name)
    else:
        section = described.section_of(probe.name) if probe else described.sections()[0]
        chosen = {"": section} if section else {}
    if not chosen:
        raise ExportError("map_no_section", path=probe.name if probe else "-", map=name)
    return chosen


def _check_present(chosen: dict[str, Section], name: str, probe: Probe, file: Path | None) -> None:
    """Raise ExportError if the file lacks a column of the map. A key of JSON may come later than the first
    records, so there its name is looked for in the whole file."""
    needed = [f for place, one in chosen.items() for f in _fields(place, one)]
    absent = [f for f in needed if f not in probe.keys]
    if file is not None and probe.container in (Container.LINES, Container.DOCUMENT):
        absent = [f for f in absent if not _is_written(f, file)]
    if absent:
        nearest = (get_close_matches(absent[0], sorted(probe.keys), 1) or ["-"])[0]
        raise ExportError(
            "map_column_absent",
            path=probe.name,
            column=absent[0],
            map=name,
            nearest=nearest,
            found=", ".join(sorted(probe.keys)[:12]) or "-",
        )


def _is_written(field: str, file: Path) -> bool:
    """Whether every step of a dotted key stands between quotation marks somewhere in a JSON file, plain or
    in escapes."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return all(
            any(
                data.find(json.dumps(step, ensure_ascii=escaped).encode(code)) >= 0
                for escaped, code in _WRITTEN
            )
            for step in field.split(".")
        )


def _fields(table: str, section: Section) -> tuple[str, ...]:
    return tuple(f"{table}.{c}" if table else c for c in section.taken())


def _from_name(section: Section) -> Source | None:
    return next((s for s in section.columns.named().values() if s.from_file_name), None)


def _name_hints(section: Section) -> Callable[[str], dict[str, str]]:
    source = _from_name(section)
    ours = next(ours for ours, one in section.columns.named().items() if one is source)
    pattern = re.compile((source.pattern if source else None) or _FILE_NAME)

    def told(name: str) -> dict[str, str]:
        found = {hit.group(1) for hit in pattern.finditer(name)}
        return {"author" if ours == "account_id" else "about": found.pop()} if len(found) == 1 else {}

    return told


def _of_table(raw: pl.DataFrame, hints: Hints, table: str, section: Section, name: str) -> pl.DataFrame:
    columns = {f"{table}.{c}": c for c in section.taken()}
    own = raw.filter(pl.col("record") == table).select("source_row", "source_path", "record", *columns)
    return _draft(own.rename(columns), hints, section, name)


@dataclass(frozen=True)
class _Reading:
    """One section at work on one block."""

    raw: pl.DataFrame
    section: Section
    hints: Hints

    def text(self, ours: str) -> pl.Expr:
        """The column as it stands, or joined, or cut out of an address; null where a part is absent."""
        source: Source = getattr(self.section.columns, ours)
        if source.from_file_name:
            told = self.hints.author if ours == "account_id" else self.hints.about
            return pl.lit(told, pl.String)
        if source.join:
            parts = [cell(name) for name in source.join]
            return pl.concat_str(parts, separator=source.sep)
        if source.from_url:
            patterns = [source.pattern] if source.pattern else URLS["account" if "account" in ours else "id"]
            return pl.coalesce(pl.col(source.from_url).str.extract(p, 1) for p in patterns)
        text = pl.col(source.column or "")
        return text.str.extract(source.pattern, 1) if source.pattern else text

    def ids(self, ours: str) -> pl.Series:
        """The column as ids of the platform, without what the map or the platform's own custom puts before
        them."""
        source: Source = getattr(self.section.columns, ours)
        platform = self.section.platform or ""
        text = self.text(ours)
        if ours == "account_id":
            text = self._stripped(text, source.strip)
        else:
            text = self._stripped(text, source.strip or strip_of(platform))
        if source.prefix:
            text = pl.lit(source.prefix) + text
        frame = self.raw.with_columns(text.alias(_ID)).select(_ID)
        is_weibo = platform == "weibo" and ours != "account_id"
        return weibo_ids(frame, _ID) if is_weibo else native_ids(frame, _ID)

    @staticmethod
    def _stripped(text: pl.Expr, openings: list[str]) -> pl.Expr:
        if not openings:
            return text
        either = "|".join(re.escape(opening) for opening in openings)
        return text.str.strip_chars().str.replace(f"^(?:{either})", "")

    def kind(self) -> pl.Expr:
        """The kind of each record; null where no rule holds or the value is not listed."""
        if self.section.columns.kind is not None:
            value = self.text("kind").str.strip_chars().fill_null("")
            return value.replace_strict(self.section.kinds, default=None, return_dtype=pl.String)
        if not self.section.rules:
            return pl.lit(self.section.kind, pl.String)
        rules = [pl.when(_condition(rule)).then(pl.lit(rule.kind)) for rule in self.section.rules]
        return pl.coalesce(rules)


def _condition(rule: Rule) -> pl.Expr:
    if rule.filled:
        return native_id(rule.filled).is_not_null()
    return pl.col(rule.column).str.strip_chars().is_in(rule.values) if rule.column else pl.lit(True)


def _draft(raw: pl.DataFrame, hints: Hints, section: Section, name: str) -> pl.DataFrame:
    """Draft records of one section. Raises SettingsError where a time states no zone and nobody else
    does."""
    named = section.columns.named()
    read = _Reading(_without_nulls(raw, section), section, hints)
    nothing = pl.lit(None, pl.String)

    def of(ours: str) -> pl.Expr:
        return pl.lit(read.ids(ours)) if ours in named else nothing

    columns = {column: _cell(read, ours) for ours, column in _PLAIN.items() if ours in named}
    if "text" in named:
        columns["text"] = read.text("text")
    if "region" in named:
        columns["region"] = ip_region(_cell(read, "region"))
    if "urls" in named:
        columns["urls"] = pl.lit(links(read.raw.select(read.text("urls").alias("urls"))["urls"]))
    if (space := named["account_id"].space if "account_id" in named else None) is not None:
        columns["account_space"] = pl.lit(f"{section.platform}~{space}")
    kind = read.kind()
    root, by_name = _root(read, named)
    drafted = read.raw.select(
        "source_row",
        "source_path",
        native=of("id"),
        account=of("account_id") if "account_id" in named else pl.lit(hints.author, pl.String),
        parent=of("parent_id"),
        root=root,
        kind=kind,
        fault=pl.when(kind.is_null()).then(pl.lit("kind_unlisted")),
        root_basis=pl.when(root.is_not_null()).then(pl.lit(hints.basis if by_name else "export")),
        **columns,
    )
    if not hints.is_zoned:
        _check_zone(drafted, section, name)
    return drafted


def _root(read: _Reading, named: dict[str, Source]) -> tuple[pl.Expr, bool]:
    """The root of each record, and whether it is known from the file's name or the user."""
    if "root_id" not in named:
        return pl.lit(read.hints.about, pl.String), True
    return pl.lit(read.ids("root_id")), named["root_id"].from_file_name


def _cell(read: _Reading, ours: str) -> pl.Expr:
    source: Source = getattr(read.section.columns, ours)
    if source.column and not source.pattern:
        return name_cell(source.column) if ours == "account_name" else cell(source.column)
    return read.text(ours)


def _without_nulls(raw: pl.DataFrame, section: Section) -> pl.DataFrame:
    """The frame with the map's own words for nothing as null, but in texts: they may be somebody's words."""
    texts = section.columns.text.taken if section.columns.text else ()
    columns = [c for c in section.taken() if c not in texts]
    if not section.nulls or not columns:
        return raw
    return raw.with_columns(
        pl.when(~pl.col(c).str.strip_chars().is_in(section.nulls)).then(pl.col(c)) for c in columns
    )


def naive_example(text: pl.Series) -> str | None:
    """The first time that states no zone of its own; None if there is none."""
    here, there = (moments(text, zone)["at"] for zone in _FAR_ZONES)
    found = text.filter((here != there).fill_null(False))
    return found[0] if len(found) else None


def _check_zone(drafted: pl.DataFrame, section: Section, name: str) -> None:
    for ours, column in (("at", "at_text"), ("captured_at", "captured_text")):
        if column in drafted.columns and (found := naive_example(drafted[column])) is not None:
            source = getattr(section.columns, ours)
            raise SettingsError("map_zone", where=name, column=", ".join(source.taken), found=found)
