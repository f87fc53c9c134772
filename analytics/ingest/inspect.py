"""What a file is, before anything is imported: layout, encoding, records, what would be rejected, a map to
edit."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from analytics.ingest.block import Bad
from analytics.ingest.detect import Look, importer_for, look, with_name_hints
from analytics.ingest.importer import Hints, Importer
from analytics.ingest.inputs import inputs_of, members, unpacked
from analytics.ingest.map_choice import Proposal
from analytics.ingest.map_draft import importer_of
from analytics.ingest.map_sample import proposals_for
from analytics.ingest.map_text import map_text, trial_of
from analytics.ingest.read import parsed
from analytics.model.errors import ExportError
from analytics.model.messages import say
from analytics.settings import Settings
from analytics.store.case_folder import sha256_of

EXAMPLES = 5
ROWS = 3  # Acts shown as they would be imported.
_SHOWN = ("event_id", "kind", "account_id", "account_name", "at", "root_id", "parent_id", "text")
_AUTHORED = pl.concat_str(
    "event_id", pl.coalesce("account_id", "account_name", "text", pl.lit("")), separator="\0"
)
_WITHOUT = {"account": "account_id", "time": "at", "root": "root_id"}
SHARED_SHARE = 0.01  # Of acts: more that bear the id of another's act, and the column of ids is in doubt.


@dataclass
class Inspected:
    """The answer for one file. fault: why it cannot be read; column_map: a proposal for an unknown layout."""

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
    examples: list[Bad] = field(default_factory=list)
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

    def _trial_lines(self, lang: str) -> list[str]:
        """What an import would lack, and the first acts as they would be imported."""
        lines = []
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


def inspect_file(
    path: Path, wanted: str | None, settings: Settings, maps: Mapping[str, str] | None = None
) -> list[Inspected]:
    """Every file under `path` (a file, folder or archive).

    wanted: the format to read all by; maps: column maps for single files, by name. Raises ExportError if
    `path` is absent or a broken archive, SettingsError for a map that cannot be imported by.
    """
    maps = maps or {}
    answers = []
    with TemporaryDirectory(prefix="wakeline-") as folder, ThreadPoolExecutor(1):
        scratch = Path(folder)
        for given in inputs_of([path]):
            if given.archive is None:
                with unpacked(given, given.path, scratch, settings) as file:
                    answers.append(
                        _inspect(
                            file,
                            given.path.name,
                            sha256_of(given.path),
                            maps.get(given.path.name, wanted),
                            settings,
                        )
                    )
            else:
                for name, file in members(given, given.path, scratch, settings):
                    full = f"{given.path.name}!/{name}"
                    answers.append(_inspect(file, full, sha256_of(file), maps.get(full, wanted), settings))
    return answers


def in_line(value: object, most: int = 60) -> str:
    """A value of an export in one line: cut, and without signs that steer a terminal."""
    line = "".join(c if c.isprintable() else " " for c in str(value))
    return line if len(line) <= most else line[: most - 1] + "…"


def _inspect(file: Path, name: str, sha256: str, wanted: str | None, settings: Settings) -> Inspected:
    answer = Inspected(name, sha256, file.stat().st_size)
    seen: Look | None = None
    try:
        seen = look(file, name)
        importer = importer_for(seen, wanted, file)
    except ExportError as fault:
        answer.fault = fault
        if seen is not None and fault.key in ("nothing_fits", "no_header"):
            answer.proposals = proposals_for(file, seen, settings)
            trial = trial_of(answer.proposals)
            if trial is not None:
                _count(answer, file, seen, importer_of(trial, "map:?", seen.probe, file), settings)
        return answer
    hints = _count(answer, file, seen, importer, settings)
    answer.importer, answer.label = importer.name, importer.label
    answer.container, answer.encoding = seen.probe.container.value, seen.encoding
    answer.about, answer.author = hints.about, hints.author
    answer.lacks = [need for need in importer.needs if getattr(hints, need) is None]
    return answer


def _count(answer: Inspected, file: Path, seen: Look, importer: Importer, settings: Settings) -> Hints:
    """Read the whole file by an importer and put into `answer` what it would give; the hints it read by."""
    stated = Hints(timezone=importer.timezone or "UTC", is_zoned=bool(importer.timezone))
    hints = with_name_hints(stated, importer, answer.name)
    kinds: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    without: Counter[str] = Counter()
    ids: set[int] = set()
    authored: set[int] = set()
    firsts, lasts = [], []
    for block in parsed(file, seen, importer, answer.sha256, hints, settings):
        answer.records_n += block.records_n
        answer.acts_n += block.events.height
        answer.rejected_n += block.rejected.height
        answer.other_n += block.other_n
        kinds.update(dict(block.events["kind"].value_counts().iter_rows()))
        reasons.update(dict(block.rejected["reason"].value_counts().iter_rows()))
        without.update({word: block.events[column].null_count() for word, column in _WITHOUT.items()})
        without["id"] += int(block.events["event_id"].str.contains(":row/", literal=True).sum())
        ids.update(block.events["event_id"].hash().to_list())
        authored.update(block.events.select(_AUTHORED).to_series().hash().to_list())
        if block.events["at"].null_count() < block.events.height:
            firsts.append(block.events["at"].min())
            lasts.append(block.events["at"].max())
        answer.rows += block.events.select(_SHOWN).head(ROWS - len(answer.rows)).to_dicts()
        room = EXAMPLES - len(answer.examples)
        answer.examples += [
            Bad(r["source_row"], r["source_path"], r["reason"], r["raw"])
            for r in block.rejected.head(max(0, room)).to_dicts()
        ]
    answer.distinct_n, answer.clashing_n = len(ids), len(authored) - len(ids)
    answer.kinds, answer.reasons = dict(kinds), dict(reasons)
    answer.without, answer.lacking = {"id": 0, **without}, list(importer.lacking)
    answer.rows = [{k: str(v) if k == "at" and v else v for k, v in row.items()} for row in answer.rows]
    answer.first_at = str(min(firsts)) if firsts else None  # type: ignore[type-var]
    answer.last_at = str(max(lasts)) if lasts else None  # type: ignore[type-var]
    return hints
