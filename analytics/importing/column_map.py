"""A small TOML file that says which column means what: any CSV, JSON, Excel, Parquet or SQLite table.

platform = "weibo"                # the space of ids
kind = [                          # one kind, or rules: the first that holds
  { filled = "上级评论ID", kind = "comment" },
  { filled = "源微博ID", kind = "repost" },
  { kind = "post" } ]
timezone = "Asia/Shanghai"        # zone of times that state none; compulsory where there are any
date_order = "day_first"          # or month_first, where days and months cannot be told apart
nulls = ["NA", "-"]               # further words that mean "nothing" in this file

[columns]                         # ours = the file's, or how to make it
id = "微博ID"
parent_id = { column = "上级评论ID", strip = "C_" }
account_id = { from_url = "用户主页" }
at = { join = ["日期", "时间"], sep = " " }
root_id = { from_file_name = true }

[kinds]                           # all values of columns.kind, if it is given; another rejects its record
"转发" = "repost"

[[input]]                         # another sheet, SQLite table or file pattern, with what differs there
sheet = "Comments"                # or table = "comments", or files = "*_comments.csv"
kind = "comment"
[input.columns]
id = "comment_id"
"""

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from analytics.model.errors import SettingsError
from analytics.model.toml_text import toml_of

Kind = Literal["post", "repost", "comment", "quote"]
OPEN = "?"
IDS = ("id", "account_id", "parent_id", "root_id")
REQUIRED = ("id", "account_id", "at")  # Without them an act has no identity, no author or no moment.
_UNQUOTED = re.compile(r'(?m)^\s*"?([\w.]+)"?\s*=\s*\?')


class Source(BaseModel):
    """Where a value of ours comes from: one column, several joined, an address, or the file's name."""

    model_config = ConfigDict(extra="forbid")
    column: str | None = None
    join: list[str] = Field(default_factory=list)
    sep: str = "-"
    from_url: str | None = None
    from_file_name: bool = False
    pattern: str | None = None  # A regular expression with one group, for addresses and names of files.
    strip: list[str] = Field(default_factory=list)
    prefix: str = ""
    space: str | None = None  # Accounts only: hashed or masked ids stand in a space of their own.

    @field_validator("strip", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        if value is not None and re.compile(value).groups != 1:
            raise ValueError("one group in round brackets is needed")
        return value

    @property
    def taken(self) -> tuple[str, ...]:
        """The file's columns that it reads."""
        return tuple(c for c in (self.column, *self.join, self.from_url) if c)

    @property
    def is_plain(self) -> bool:
        """Whether it is one column as it stands, but for what is stripped."""
        return self.column is not None and not (self.join or self.from_url or self.pattern)


class Columns(BaseModel):
    """`[columns]`: the file's column for each of ours; absent ones are unknown."""

    model_config = ConfigDict(extra="forbid")
    id: Source | None = None
    kind: Source | None = None
    account_id: Source | None = None
    account_name: Source | None = None
    at: Source | None = None
    text: Source | None = None
    parent_id: Source | None = None
    root_id: Source | None = None
    client: Source | None = None
    region: Source | None = None
    followers: Source | None = None
    following: Source | None = None
    posts: Source | None = None
    verified: Source | None = None
    verified_type: Source | None = None
    reposts: Source | None = None
    comments: Source | None = None
    likes: Source | None = None
    views: Source | None = None
    captured_at: Source | None = None
    urls: Source | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str) else value

    def named(self) -> dict[str, Source]:
        """Those that are given."""
        return {ours: value for ours in Columns.model_fields if (value := getattr(self, ours)) is not None}


class Rule(BaseModel):
    """What a record is: if a column is filled, or holds one of some values; without a condition: any."""

    model_config = ConfigDict(extra="forbid")
    filled: str | None = None
    column: str | None = None
    values: list[str] = Field(default_factory=list)
    kind: Kind

    @property
    def taken(self) -> tuple[str, ...]:
        """The file's columns that it asks."""
        return tuple(c for c in (self.filled, self.column) if c)


class Section(BaseModel):
    """How one table is read."""

    model_config = ConfigDict(extra="forbid")
    platform: str | None = Field(None, pattern=r"^[a-z][a-z0-9]*$")
    kind: Kind | list[Rule] | None = None
    timezone: str | None = None
    date_order: Literal["day_first", "month_first"] | None = None
    nulls: list[str] = Field(default_factory=list)
    sheet: str | None = None
    table: str | None = None
    files: str | None = None
    columns: Columns = Field(default_factory=Columns)
    kinds: dict[str, Kind] = Field(default_factory=dict)

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        try:
            return value if value is None else ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("no zone of the IANA list") from None

    @property
    def place(self) -> str | None:
        """The sheet, table or file pattern it is for; None: all of the file."""
        return self.sheet or self.table or self.files

    @property
    def rules(self) -> list[Rule]:
        """The rules of kind, if there are any."""
        return self.kind if isinstance(self.kind, list) else []

    def taken(self) -> tuple[str, ...]:
        """The file's columns that it needs, each once."""
        columns = (c for source in self.columns.named().values() for c in source.taken)
        return tuple(dict.fromkeys([*columns, *(c for rule in self.rules for c in rule.taken)]))

    def lacking(self) -> tuple[str, ...]:
        """Required fields that no column gives."""
        return tuple(ours for ours in REQUIRED if getattr(self.columns, ours) is None)


class ColumnMap(Section):
    """The whole file: what holds for all of it, and a section for each further sheet, table or file
    pattern."""

    input: list[Section] = Field(default_factory=list)

    def sections(self) -> list[Section]:
        """Every section, with what the head states for all."""
        own = Section(**{name: getattr(self, name) for name in Section.model_fields})
        head = {name: getattr(self, name) for name in ("platform", "timezone", "date_order", "nulls")}
        head["kind"] = None if self.rules else self.kind
        further = [
            one.model_copy(update={name: value for name, value in head.items() if not getattr(one, name)})
            for one in self.input
        ]
        return [*([own] if self.columns.named() or not self.input else []), *further]

    def section_of(self, name: str) -> Section | None:
        """The section for the file or sheet of that name ("book.xlsx!/Comments"); one without a place is for
        all others."""
        sheet, bare = name.rpartition("!/")[2], Path(name).name
        for one in self.sections():
            if (one.sheet and one.sheet == sheet) or (one.files and fnmatch(bare, one.files)):
                return one
        rest = [one for one in self.sections() if not one.files and not (one.sheet and "!/" in name)]
        return rest[0] if rest else None


def read_map(path: Path) -> ColumnMap:
    """A column map, validated. Raises SettingsError for broken TOML, an unknown key, a value that does not
    fit, anything left open ("?"), nothing mapped, or one column taken for two ids."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as fault:
        raise SettingsError("toml_broken", where=path, found=fault) from None
    return map_of(text, path)


def map_of(text: str, where: Path | str) -> ColumnMap:
    """The column map that `text` holds; `where` names it in errors, which are those of `read_map`."""
    bare = _UNQUOTED.findall(text)
    try:
        stated = {} if bare else toml_of(text)
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError("toml_broken", where=where, found=fault) from None
    if unsure := bare or list(_open(stated)):
        raise SettingsError("map_open", where=where, keys=", ".join(unsure))
    try:
        described = ColumnMap.model_validate(stated)
    except ValidationError as fault:
        raise _explained(fault, where) from None
    for section in described.sections():
        _check(section, where)
    return described


def _open(stated: Any, above: str = "") -> Iterator[str]:
    """Dotted keys whose value is "?"."""
    pairs = stated.items() if isinstance(stated, dict) else enumerate(stated)
    for key, value in pairs:
        name = f"{above}.{key}" if above else str(key)
        if value == OPEN:
            yield name
        elif isinstance(value, dict | list):
            yield from _open(value, name)


def _explained(fault: ValidationError, where: Path | str) -> SettingsError:
    first = fault.errors()[0]
    steps = [str(part) for part in first["loc"]]
    if first["type"] == "extra_forbidden":
        above = steps[-2] if len(steps) > 1 else ""
        model = Columns if above == "columns" else Source if "columns" in steps else ColumnMap
        known = list(model.model_fields)
        nearest = (get_close_matches(steps[-1], known, 1) or sorted(known))[0]
        return SettingsError("unknown_key", key=steps[-1], where=where, nearest=nearest)
    return SettingsError(
        "toml_value", where=where, key=".".join(steps), found=first.get("input"), fault=first["msg"]
    )


def _check(section: Section, where: Path | str) -> None:
    """Raise SettingsError for a section that cannot be imported by."""
    if not section.columns.named():
        raise SettingsError("map_columns_empty", where=where)
    needed = {"platform": section.platform, "kind": section.kind or section.columns.kind}
    if missing := [key for key, value in needed.items() if not value]:
        raise SettingsError("map_open", where=where, keys=", ".join(missing))
    plain: dict[str, str] = {}
    for ours in IDS:
        source = getattr(section.columns, ours)
        if source is None or not source.is_plain:
            continue
        if source.column in plain:
            raise SettingsError(
                "map_column_twice", where=where, column=source.column, first=plain[source.column], second=ours
            )
        plain[source.column] = ours
