"""Stages as records of what they read and write, reused from the case while nothing of that changed.

What a stage made is known by a key: a hash of the program, of the tables, keys of case.toml, settings and
human records that it reads. The key stands in analysis.json (`stage_inputs`). With the same key and unharmed
tables the stage is not run again. A stage is handed what its record names and nothing else, so that a record
that forgets something fails the first time and never gives a stale number.
"""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
from pydantic import BaseModel

from analytics.coordination.groups.overview import SURROGATE_MEASURES
from analytics.model.errors import CaseError
from analytics.model.tables import TABLES
from analytics.model.thresholds import Thresholds
from analytics.report.tool import this_tool
from analytics.store.case_folder import Case, Commit, canonical_json
from analytics.store.case_toml import CaseToml
from analytics.store.custody_log import CustodyEntry
from analytics.store.placed_events import with_parents
from analytics.store.reviews import head
from analytics.text.versions import VERSIONS, versions_of

Tables = dict[str, pl.DataFrame]
Columns = Mapping[str, list[str] | None]
Made = TypeVar("Made")
Progress = Callable[[str], None]  # The name of the stage that is now at work; KEPT or "3/99" behind it.
KEPT = "kept"  # The stage is taken from the case.
WHOLE = "*"
PLACED: Columns = {"events": None, "parents": None}  # What `Inputs.events` reads.
_HOW_OFTEN = ("surrogates_n",)  # How many copies are counted; no table of a stage rests on it.
_NO_NUMBER = ("pseudonym_key",)  # Keys of [case] that no table depends on.


@dataclass(frozen=True)
class Stage:
    """A step of the study.

    name: as `--until` takes it.
    run: gives a frame for each table of `writes`.
    reads: the columns that are read of each table (None: all).
    facts: keys of case.toml ("targets", "case.timezone"; WHOLE: all).
    settings: rooms of Thresholds ("texts").
    has_records: whether the human records of review.sqlite are read.
    """

    name: str
    run: Callable[["Inputs"], Tables]
    reads: Columns
    writes: tuple[str, ...]
    facts: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    has_records: bool = False


class Study:
    """A run over a case: which stages still stand, what the others make, all of it in one commit."""

    def __init__(self, case: Case, settings: Thresholds) -> None:
        self.case, self.settings, self.toml = case, settings, case.toml()
        self.commit = Commit(case)
        self.keys: dict[str, str] = {}
        self.known: Mapping[str, str] = case.manifest.get("stage_inputs", {})
        self.held: dict[str, Any] = {}

    def do(self, stage: Stage) -> None:
        """Run a stage and write its tables."""
        made = stage.run(Inputs(self, stage))
        for name in stage.writes:
            self.commit.write(TABLES[name], made[name])
        self.keys[stage.name] = self.key(stage)

    def take(self, stage: Stage) -> None:
        """Leave the tables of a stage as the case has them."""
        self.keys[stage.name] = self.known[stage.name]

    def leave(self, stage: Stage) -> None:
        """Remove the tables of a stage: the study does not come so far, or they no longer follow."""
        for name in stage.writes:
            if self.case.has(name) and f"{name}.parquet" not in self.commit.written:
                self.commit.drop(f"{name}.parquet")

    def stands(self, stage: Stage) -> bool:
        """Tell whether the case holds, unharmed, what the stage would make."""
        return self.known.get(stage.name) == self.key(stage) and all(
            self.is_whole(name) for name in stage.writes
        )

    def key(self, stage: Stage) -> str:
        """Compute the hash of everything that the stage reads, as it stands now."""
        read = {
            "stage": stage.name,
            "program": [this_tool().source_sha256, versions()],
            "tables": {name: self._hash(name) for name in stage.reads},
            "facts": {name: _stated(self.toml, name) for name in stage.facts},
            "settings": {name: _chosen(self.settings, name) for name in stage.settings},
            "records": head(self.case.folder) if stage.has_records else None,
        }
        return hashlib.sha256(canonical_json(read).encode()).hexdigest()

    def table(self, name: str, columns: list[str] | None = None) -> pl.DataFrame | None:
        """Read a table as it will stand; None if there is none.

        COORDINATION is given as the search wrote it, without the rows that calibration adds when everything
        else is done.
        """
        found = self.commit.standing(name, columns)
        if name == "coordination" and found is not None:
            return found.filter(~pl.col("measure").is_in(SURROGATE_MEASURES))
        return found

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Give what `make` makes, once in a run."""
        if name not in self.held:
            self.held[name] = make()
        made: Made = self.held[name]
        return made

    def finish(self, act: CustodyEntry, fields: Mapping[str, Any]) -> Case:
        """Commit; where nothing changed the case stays as it was, byte for byte.

        fields: of analysis.json.
        """
        as_read = json.loads(canonical_json(dict(fields)))
        same = all(self.case.manifest.get(name) == value for name, value in as_read.items())
        if same and not self.commit.written and not self.commit.dropped:
            self.commit.undo()
            return self.case
        return self.commit.finish(act, **fields)

    def is_whole(self, name: str) -> bool:
        """Tell whether the case holds a table, and as it was written."""
        try:
            self.case.path(name)
        except CaseError:
            return False
        return True

    def _hash(self, name: str) -> str | None:
        if name == "coordination" and (found := self.table(name)) is not None:
            return hashlib.sha256(repr(found.rows()).encode()).hexdigest()
        return self.commit.hash_of(name)


class Inputs:
    """What one stage may read.

    Anything that its record does not name is a KeyError (a table, a setting) or an AttributeError (a key of
    case.toml).
    """

    def __init__(self, study: Study, stage: Stage) -> None:
        self._study, self._stage = study, stage
        self.facts = _part(study.toml, stage.facts)

    def table(self, name: str) -> pl.DataFrame:
        """Read a table in the columns of the record; it has no rows where the case lacks it."""
        columns = self._stage.reads[name]
        found = self._study.table(name, columns)
        empty = TABLES[name].empty()
        return found if found is not None else empty if columns is None else empty.select(columns)

    def tables(self, names: Columns | tuple[str, ...] | None = None) -> Tables:
        """Read the tables of `names` that the case has (None: all of the record).

        `events` come with their place where the record names parents.
        """
        found = {}
        for name in self._stage.reads if names is None else names:
            if name == "events" and "parents" in self._stage.reads:
                found[name] = self.events()
            elif (frame := self._study.table(name, self._stage.reads[name])) is not None:
                found[name] = frame
        return found

    def events(self) -> pl.DataFrame:
        """Read PLACED_EVENTS in the columns of the record, once in a run."""
        columns = self._stage.reads["events"]
        _ = self._stage.reads["parents"]
        placed = self._study.once("placed", self._placed)
        return placed if columns is None else placed.select(columns)

    def versions(self, event_ids: list[str]) -> pl.DataFrame:
        """Read the whole texts that captures show of some posts: VERSIONS.

        A text that is only the beginning of another one is left out.
        """
        _ = self._stage.reads["occurrences"]
        found = versions_of(self._study.case, event_ids)
        rows = [
            (v.event_id, v.number, v.text, v.first_at, v.last_at, v.records_n)
            for versions in found.values()
            for v in versions
            if not v.is_cut
        ]
        return pl.DataFrame(rows, schema=VERSIONS, orient="row")

    def setting(self, name: str) -> Any:
        """Give one room of thresholds."""
        if name not in self._stage.settings:
            raise KeyError(name)
        return getattr(self._study.settings, name)

    def limits(self) -> Thresholds:
        """Give the rooms of thresholds that the record names; to read another is an AttributeError."""
        unnamed = {room.name for room in fields(Thresholds)} - set(self._stage.settings)
        return replace(self._study.settings, **dict.fromkeys(unnamed))  # type: ignore[arg-type]

    def records(self) -> Path:
        """Name the folder whose review.sqlite holds the human records."""
        if not self._stage.has_records:
            raise KeyError("records")
        return self._study.case.folder

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Give what `make` makes, once in a run, for all stages that ask for it."""
        return self._study.once(name, make)

    def _placed(self) -> pl.DataFrame:
        events, parents = self._study.table("events"), self._study.table("parents")
        assert events is not None and parents is not None
        return with_parents(events.lazy(), parents.lazy()).collect()


def versions() -> dict[str, Any]:
    """Give the versions on which the numbers depend."""
    return {
        "wakeline": version("wakeline"),
        "python": platform.python_version(),
        **{name: version(name) for name in ("polars", "numpy", "numba", "networkx", "pandas")},
    }


def _chosen(settings: Thresholds, room: str) -> Mapping[str, Any]:
    """The thresholds of a room that a table can rest on, by name."""
    return {name: v for name, v in vars(getattr(settings, room)).items() if name not in _HOW_OFTEN}


def _stated(toml: CaseToml, name: str) -> Any:
    """What case.toml says under a key, as plain values."""
    told = toml.model_dump(mode="json", exclude={"case": set(_NO_NUMBER)})
    if name == WHOLE:
        return told
    section, _, key = name.partition(".")
    return told[section][key] if key else told[section]


def _part(toml: CaseToml, names: tuple[str, ...]) -> CaseToml:
    """case.toml with the named keys alone; asking for another is an AttributeError."""
    if WHOLE in names:
        return toml
    sections = {name.partition(".")[0] for name in names}
    part = _only(toml, sections)
    of_case = {key for section, _, key in (n.partition(".") for n in names) if section == "case" and key}
    if of_case and "case" not in names:
        part.__dict__["case"] = _only(toml.case, of_case)
    return part


Model = TypeVar("Model", bound=BaseModel)


def _only(model: Model, names: set[str]) -> Model:
    part = model.model_copy()
    for name in set(type(model).model_fields) - names:
        del part.__dict__[name]
    return part
