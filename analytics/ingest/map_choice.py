"""A column map in the making: the proposal, and the table it is for with what is still free in it."""

from dataclasses import dataclass, field

import polars as pl

from analytics.ingest.column_map import OPEN, Rule, Source
from analytics.ingest.map_values import Column
from analytics.ingest.synonyms import ranked


@dataclass
class Proposal:
    """A map in the making. platform, kind, timezone and columns may be "?"; timezone is None where no time
    needs one.

    unsure: candidates by field between which values do not decide; twice: names that several columns bear;
    values: the three first filled cells of every column; place: ("table", name) or ("sheet", name) of one
    table among several.
    """

    platform: str = OPEN
    kind: str | list[Rule] = OPEN
    timezone: str | None = None
    date_order: str | None = None
    columns: dict[str, Source] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    place: tuple[str, str] | None = None

    def samples(self, ours: str) -> list[str]:
        """The first values of the column that is proposed for a field."""
        source = self.columns.get(ours)
        return self.values.get(source.taken[0], []) if source and source.taken else []


class Choice:
    """A table's first records as columns, and what has been decided about them so far."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame, self.found = frame, Proposal()
        self.columns = {name: Column(frame, name) for name in frame.columns}
        self.own_group = ""  # The kind that the own id's name tells.

    @property
    def keys(self) -> list[str]:
        """Columns that are not taken yet."""
        taken = {name for source in self.found.columns.values() for name in source.taken}
        return [name for name in self.columns if name not in taken]

    def ranked(self, wanted: list[str]) -> list[str]:
        """Free columns that bear one of the names, best first, those that hold nothing last."""
        found = ranked(self.keys, wanted)
        return sorted(found, key=lambda name: self.columns[name].filled.is_empty())

    def take(self, ours: str, name: str | None, **more: object) -> None:
        """Propose a column for a field, if there is one."""
        if name is not None:
            self.found.columns[ours] = Source.model_validate({"column": name, **more})

    def first(self, wanted: list[str], accept: "str | None" = None) -> str | None:
        """The best free column of these names whose filled cells pass a test of `Column`."""
        for name in self.ranked(wanted):
            column = self.columns[name]
            if accept is None or column.filled.is_empty() or getattr(column, accept):
                return name
        return None
