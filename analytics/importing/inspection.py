"""What a file is, before anything is imported: layout, encoding, records, what would be rejected, a map to
edit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from analytics.importing.importer import Container, Hints
from analytics.importing.inputs import inputs_of, members, unpacked
from analytics.importing.map_choice import Proposal
from analytics.importing.map_draft import importer_of
from analytics.importing.map_sample import proposals_for
from analytics.importing.map_text import map_text, trial_of
from analytics.importing.normalize import NormalizedBatch
from analytics.importing.parsing import parsed
from analytics.importing.parts import Part, importer_names, parts_of
from analytics.importing.raw_batch import UnreadableRecord
from analytics.importing.sniff import Sniffed, looks, with_name_hints
from analytics.model.errors import ExportError
from analytics.model.messages import say
from analytics.model.thresholds import ReadingLimits
from analytics.store.case_folder import sha256_of

EXAMPLES = 5
FILES_MAX = 500  # Files that one call looks into: a look costs some hundredths of a second.
_PROPOSED = ("nothing_fits", "no_header", "sheets_unknown", "tables_unknown")  # Faults that a map mends.
ROWS = 3  # Acts shown as they would be imported.
_SHOWN = {
    **{name: name for name in ("event_id", "kind", "account_id", "account_name", "at")},
    "root_id": "stated_root_id",
    "parent_id": "stated_parent_id",
    "text": "text",
}
_AUTHORED = pl.concat_str(
    "event_id", pl.coalesce("account_id", "account_name", "text", pl.lit("")), separator="\0"
)
_WITHOUT = {"account": "account_id", "time": "at", "root": "stated_root_id"}
SHARED_SHARE = 0.01  # Of acts: more that bear the id of another's act, and the column of ids is in doubt.


@dataclass
class Inspection:
    """The answer for one file.

    passed, mended: as in `Taken`; notes: what was doubtful -> (an example or the column, how many records).
    fault: why it cannot be read; proposals: the maps by which an unknown layout could be, one a table.
    lacking, without, rows: required fields that a map leaves unknown, acts without an id, account, time or
    root, the first acts.
    """

    name: str
    sha256: str
    bytes_n: int
    importer: str | None = None
    label: str | None = None
    container: str | None = None
    encoding: str | None = None
    records_n: int = 0
    acts_n: int = 0
    distinct_n: int = 0
    clashing_n: int = 0
    rejected_n: int = 0
    other_n: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)
    notes: dict[str, tuple[str, int]] = field(default_factory=dict)
    examples: list[UnreadableRecord] = field(default_factory=list)
    first_at: str | None = None
    last_at: str | None = None
    about: str | None = None
    author: str | None = None
    lacks: list[str] = field(default_factory=list)
    fault: ExportError | None = None
    proposals: list[Proposal] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    without: dict[str, int] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def column_map(self, lang: str) -> str | None:
        """The proposed map as TOML, with remarks in `lang`; None for a layout that is known."""
        return map_text(self.proposals, lang) if self.proposals else None

    @property
    def is_shared(self) -> bool:
        """Whether so many acts of different accounts share an id that the column of ids is in doubt."""
        return self.clashing_n > SHARED_SHARE * self.acts_n

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The answer as plain values."""
        plain = {k: v for k, v in vars(self).items() if k not in ("fault", "examples", "proposals")}
        return plain | {
            "fault": self.fault.text(lang) if self.fault else None,
            "examples": [vars(b) for b in self.examples],
            "column_map": self.column_map(lang),
            "samples": {ours: one.samples(ours) for one in self.proposals[:1] for ours in one.columns},
            "unused": self.proposals[0].unused if self.proposals else [],
        }

    def lines(self, lang: str) -> list[str]:
        """The answer as lines of text."""
        head = say("cli.inspect_file", lang, name=self.name, bytes=self.bytes_n, sha256=self.sha256)
        if self.fault is not None:
            proposal = self.column_map(lang)
            shown = [say("cli.inspect_map", lang), *proposal.splitlines()] if proposal else []
            return [head, "  " + self.fault.text(lang), *shown, *self._trial_lines(lang)]
        found = [
            head,
            "  "
            + say(
                "cli.inspect_layout",
                lang,
                importer=self.importer,
                label=self.label,
                container=self.container,
                encoding=self.encoding or "-",
            ),
        ]
        found.append(
            "  "
            + say(
                "cli.inspect_records",
                lang,
                records=self.records_n,
                acts=self.acts_n,
                duplicates=self.acts_n - self.distinct_n,
                rejected=self.rejected_n,
                other=self.other_n,
            )
        )
        if self.kinds:
            kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(self.kinds.items()))
            found.append(
                "  " + say("cli.inspect_kinds", lang, kinds=kinds, first=self.first_at, last=self.last_at)
            )
        for hint in ("about", "author"):
            if getattr(self, hint):
                found.append("  " + say(f"cli.inspect_{hint}", lang, value=getattr(self, hint)))
            elif hint in self.lacks:
                found.append("  " + say(f"cli.inspect_lacks_{hint}", lang))
        for reason, n in sorted(self.reasons.items()):
            found.append("  " + say("cli.inspect_reason", lang, reason=reason_text(reason, lang), n=n))
        for bad in self.examples:
            found.append(
                "    "
                + say(
                    "cli.inspect_example",
                    lang,
                    row=bad.source_row,
                    path=bad.source_path,
                    reason=reason_text(bad.reason, lang),
                    raw=bad.raw[:120].replace("\n", "⏎"),
                )
            )
        return found + self._trial_lines(lang)

    def remarks(self, lang: str) -> list[str]:
        """What stands in the file and is not read, what is read otherwise than written, what is doubtful."""
        told = [
            say(
                "cli.passed_header" if place == "header" else "cli.passed",
                lang,
                name=self.name,
                place=place,
                n=n,
            )
            for place, n in sorted(self.passed.items())
        ]
        told += [
            say(f"cli.mended_{what}", lang, name=self.name, n=n) for what, n in sorted(self.mended.items())
        ]
        doubts = ((code, in_line(example), n) for code, (example, n) in sorted(self.notes.items()))
        told += [say(f"cli.doubt_{code}", lang, name=self.name, example=one, n=n) for code, one, n in doubts]
        return told

    def _trial_lines(self, lang: str) -> list[str]:
        """What an import would lack, and the first acts as they would be imported."""
        lines = ["  " + line for line in self.remarks(lang)]
        if self.lacking:
            lines.append("  " + say("cli.inspect_lacking", lang, fields=", ".join(self.lacking)))
        if self.is_shared:
            lines.append("  " + say("cli.inspect_shared", lang, n=self.acts_n, distinct=self.distinct_n))
        if self.without:
            lines.append("  " + say("cli.inspect_without", lang, **self.without, n=self.acts_n))
        for row in self.rows:
            shown = " · ".join(f"{key} {in_line(value)}" for key, value in row.items() if value is not None)
            lines.append("  " + say("cli.inspect_row", lang, row=shown))
        return lines


def reason_text(code: str, lang: str) -> str:
    """A reason code ("cells:7/18", "id_destroyed") in words."""
    name, _, detail = code.partition(":")
    found, _, expected = detail.partition("/")
    return say(f"reasons.{name}", lang, found=found, expected=expected)


def in_line(value: object, most: int = 60) -> str:
    """A value of an export in one line: cut, and without signs that steer a terminal."""
    line = "".join(c if c.isprintable() else " " for c in str(value))
    return line if len(line) <= most else line[: most - 1] + "…"


def inspect_file(
    path: Path, wanted: str | None, settings: ReadingLimits, maps: Mapping[str, str] | None = None
) -> list[Inspection]:
    """Every file under `path` (a file, folder or archive).

    wanted: the format to read all by; maps: column maps for single files, by name. Raises ExportError if
    `path` is absent or a broken archive, SettingsError for a map that cannot be imported by. Of more than
    FILES_MAX files the last answer tells how many were not looked at.
    """
    maps = maps or {}
    answers: list[Inspection] = []
    rest_n = 0
    with TemporaryDirectory(prefix="wakeline-") as folder:
        for name, file, shown in _files(path, Path(folder), settings):
            if len(answers) == FILES_MAX:
                rest_n += 1
            else:
                answers.append(_inspect(file, name, sha256_of(shown), maps.get(name, wanted), settings))
    if rest_n:
        rest = Inspection(path.name, "-", 0)
        rest.fault = ExportError("inspect_rest", path=path.name, found=rest_n, most=FILES_MAX)
        answers.append(rest)
    return answers


def _files(path: Path, scratch: Path, settings: ReadingLimits) -> Iterator[tuple[str, Path, Path]]:
    """(name, its bytes to read, its bytes as handed over) of every file under a path."""
    for given in inputs_of([path]):
        if given.archive is None:
            with unpacked(given, given.path, scratch, settings) as file:
                yield given.path.name, file, given.path
        else:
            for name, file in members(given, given.path, scratch, settings):
                yield f"{given.path.name}!/{name}", file, file


def _inspect(file: Path, name: str, sha256: str, wanted: str | None, settings: ReadingLimits) -> Inspection:
    answer = Inspection(name, sha256, file.stat().st_size)
    seen: list[Sniffed] = []
    try:
        seen = looks(file, name)
        parts = parts_of(file, name, wanted)
    except ExportError as fault:
        answer.fault = fault
        if seen and fault.key in _PROPOSED:
            answer.proposals = proposals_for(file, seen, settings)
            _count(file, answer, _tried(file, seen, answer.proposals), settings)
            answer.notes.pop("zone_fault", None)  # For an open zone stands UTC.
        return answer
    first = next(part for part in parts if part.importer)
    labels = dict.fromkeys(part.importer.label for part in parts if part.importer)
    answer.importer, answer.label = importer_names(parts), " + ".join(labels)
    container = Container.DATABASE if first.seen.table else first.seen.probe.container
    answer.container, answer.encoding = container.value, first.seen.encoding
    _count(file, answer, parts, settings)
    return answer


def _tried(file: Path, seen: Sequence[Sniffed], proposals: list[Proposal]) -> list[Part]:
    """The inputs within a file that a proposal reads, each with an importer by it."""
    parts: list[Part] = []
    trial = trial_of(proposals)
    if trial is None:
        return parts
    for one in seen:
        try:
            parts.append(Part(one, importer_of(trial, "map:?", one.probe, file)))
        except ExportError:
            continue  # No proposal is for this sheet.
    return parts


@dataclass
class _Tally:
    """What the inputs within a file showed so far: hashes of ids, and of ids with their authors; moments."""

    ids: set[int] = field(default_factory=set)
    authored: set[int] = field(default_factory=set)
    moments: list[Any] = field(default_factory=list)


def _count(file: Path, answer: Inspection, parts: list[Part], settings: ReadingLimits) -> None:
    """Read a whole file and put into `answer` what it would give."""
    tally = _Tally()
    for part in parts:
        if part.importer is None:
            answer.passed[part.place] = part.rows_n
            answer.records_n += part.rows_n
            answer.other_n += part.rows_n
        else:
            _count_part(file, answer, part, settings, tally)
    answer.distinct_n, answer.clashing_n = len(tally.ids), len(tally.authored) - len(tally.ids)
    answer.first_at = str(min(tally.moments)) if tally.moments else None
    answer.last_at = str(max(tally.moments)) if tally.moments else None


def _count_part(file: Path, answer: Inspection, part: Part, settings: ReadingLimits, tally: _Tally) -> None:
    """Add to `answer` and `tally` what one input within a file holds."""
    importer = part.importer
    assert importer is not None
    stated = Hints(timezone=importer.timezone or "UTC", is_zoned=bool(importer.timezone))
    hints = with_name_hints(stated, importer, answer.name)
    answer.about, answer.author = answer.about or hints.about, answer.author or hints.author
    answer.lacks += [n for n in importer.needs if getattr(hints, n) is None and n not in answer.lacks]
    answer.lacking += [ours for ours in importer.lacking if ours not in answer.lacking]
    answer.without = answer.without or dict.fromkeys(("id", *_WITHOUT), 0)
    for block in parsed(file, part.seen, importer, answer.sha256, hints, settings):
        _add(answer, block)
        tally.ids.update(block.events["event_id"].hash().to_list())
        tally.authored.update(block.events.select(_AUTHORED).to_series().hash().to_list())
        if block.events["at"].null_count() < block.events.height:
            tally.moments.extend((block.events["at"].min(), block.events["at"].max()))


def _add(answer: Inspection, block: NormalizedBatch) -> None:
    """Add the counts, notes and first rows of one block."""
    events, rejected = block.events, block.rejected
    answer.records_n += block.records_n
    answer.acts_n += events.height
    answer.rejected_n += rejected.height
    answer.other_n += block.other_n
    _sum(answer.kinds, dict(events["kind"].value_counts().iter_rows()))
    _sum(answer.reasons, dict(rejected["reason"].value_counts().iter_rows()))
    _sum(answer.passed, block.unread)
    _sum(answer.mended, block.mended)
    unnamed = int(events["event_id"].str.contains(":row/", literal=True).sum())
    _sum(
        answer.without, {"id": unnamed} | {word: events[name].null_count() for word, name in _WITHOUT.items()}
    )
    for (code, example), n in block.notes.items():
        first, known = answer.notes.get(code, (example, 0))
        answer.notes[code] = (first, known + n)
    shown = events.select(**_SHOWN).head(max(0, ROWS - len(answer.rows))).to_dicts()
    answer.rows += [{k: str(v) if k == "at" and v else v for k, v in row.items()} for row in shown]
    answer.examples += [
        UnreadableRecord(r["source_row"], r["source_path"], r["reason"], r["raw"])
        for r in rejected.head(max(0, EXAMPLES - len(answer.examples))).to_dicts()
    ]


def _sum(into: dict[str, int], more: Mapping[str, int]) -> None:
    """Add counts to counts."""
    for key, n in more.items():
        into[key] = into.get(key, 0) + n
