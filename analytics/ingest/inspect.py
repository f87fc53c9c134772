"""What a file is, before anything is imported: layout, encoding, records, what would be rejected, a map to
edit."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analytics.ingest.block import Bad
from analytics.ingest.column_map import propose_map
from analytics.ingest.detect import Look, looks, with_name_hints
from analytics.ingest.importer import Container, Hints
from analytics.ingest.inputs import inputs_of, members, unpacked
from analytics.ingest.parts import Part, importer_names, parts_of
from analytics.ingest.read import parsed
from analytics.model.errors import ExportError
from analytics.model.messages import say
from analytics.model.thresholds import ReadingLimits
from analytics.store.case_folder import sha256_of

EXAMPLES = 5


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
    rejected_n: int = 0
    other_n: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)
    examples: list[Bad] = field(default_factory=list)
    first_at: str | None = None
    last_at: str | None = None
    about: str | None = None
    author: str | None = None
    lacks: list[str] = field(default_factory=list)
    fault: ExportError | None = None
    column_map: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values."""
        plain = {k: v for k, v in vars(self).items() if k not in ("fault", "examples")}
        return plain | {
            "fault": str(self.fault) if self.fault else None,
            "examples": [vars(b) for b in self.examples],
        }

    def lines(self, lang: str) -> list[str]:
        """The answer as lines of text."""
        head = say("cli.inspect_file", lang, name=self.name, bytes=self.bytes_n, sha256=self.sha256)
        if self.fault is not None:
            proposal = (
                [say("cli.inspect_map", lang), *(self.column_map or "").splitlines()]
                if self.column_map
                else []
            )
            return [head, "  " + self.fault.text(lang), *proposal]
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
        found += ["  " + line for line in passed_lines(self.passed, self.mended, self.name, lang)]
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
        return found


def reason_text(code: str, lang: str) -> str:
    """A reason code ("cells:7/18", "id_destroyed") in words."""
    name, _, detail = code.partition(":")
    found, _, expected = detail.partition("/")
    return say(f"reasons.{name}", lang, found=found, expected=expected)


def passed_lines(passed: dict[str, int], mended: dict[str, int], name: str, lang: str) -> list[str]:
    """What stands in a file and is not read, and what is read otherwise than written, in words."""
    told = [
        say("cli.passed_header" if place == "header" else "cli.passed", lang, name=name, place=place, n=n)
        for place, n in sorted(passed.items())
    ]
    return told + [say(f"cli.mended_{what}", lang, name=name, n=n) for what, n in sorted(mended.items())]


def inspect_file(path: Path, wanted: str | None, settings: ReadingLimits) -> list[Inspected]:
    """Every file under `path` (a file, folder or archive). Raises ExportError if it is absent or a broken
    archive."""
    answers = []
    with TemporaryDirectory(prefix="wakeline-") as folder, ThreadPoolExecutor(1):
        scratch = Path(folder)
        for given in inputs_of([path]):
            if given.archive is None:
                with unpacked(given, given.path, scratch, settings) as file:
                    answers.append(_inspect(file, given.path.name, sha256_of(given.path), wanted, settings))
            else:
                for name, file in members(given, given.path, scratch, settings):
                    answers.append(
                        _inspect(file, f"{given.path.name}!/{name}", sha256_of(file), wanted, settings)
                    )
    return answers


def _inspect(file: Path, name: str, sha256: str, wanted: str | None, settings: ReadingLimits) -> Inspected:
    answer = Inspected(name, sha256, file.stat().st_size)
    seen: Look | None = None
    try:
        seen = looks(file, name)[0]
        parts = parts_of(file, name, wanted)
    except ExportError as fault:
        answer.fault = fault
        if seen is not None and fault.key in ("nothing_fits", "sheets_unknown"):
            answer.column_map = propose_map(seen.probe)
        return answer
    first = next(part for part in parts if part.importer)
    labels = dict.fromkeys(part.importer.label for part in parts if part.importer)
    answer.importer, answer.label = importer_names(parts), " + ".join(labels)
    container = Container.DATABASE if first.seen.table else first.seen.probe.container
    answer.container, answer.encoding = container.value, first.seen.encoding
    seen_ids: set[int] = set()
    moments: list[Any] = []
    for part in parts:
        if part.importer is None:
            answer.passed[part.place] = part.rows_n
            answer.records_n += part.rows_n
            answer.other_n += part.rows_n
        else:
            _inspect_part(file, answer, part, settings, (seen_ids, moments))
    answer.distinct_n = len(seen_ids)
    answer.first_at = str(min(moments)) if moments else None
    answer.last_at = str(max(moments)) if moments else None
    return answer


def _inspect_part(
    file: Path, answer: Inspected, part: Part, settings: ReadingLimits, found: tuple[set[int], list[Any]]
) -> None:
    """Add to `answer` what one input within a file holds; to `found` its ids and first and last moments."""
    importer = part.importer
    assert importer is not None
    hints = with_name_hints(Hints(timezone=importer.timezone), importer, answer.name)
    answer.about, answer.author = answer.about or hints.about, answer.author or hints.author
    answer.lacks += [n for n in importer.needs if getattr(hints, n) is None and n not in answer.lacks]
    kinds, reasons = Counter(answer.kinds), Counter(answer.reasons)
    passed, mended = Counter(answer.passed), Counter(answer.mended)
    for block in parsed(file, part.seen, importer, answer.sha256, hints, settings):
        answer.records_n += block.records_n
        answer.acts_n += block.events.height
        answer.rejected_n += block.rejected.height
        answer.other_n += block.other_n
        kinds.update(dict(block.events["kind"].value_counts().iter_rows()))
        reasons.update(dict(block.rejected["reason"].value_counts().iter_rows()))
        passed.update(block.unread)
        mended.update(block.mended)
        found[0].update(block.events["event_id"].hash().to_list())
        if block.events["at"].null_count() < block.events.height:
            found[1].extend((block.events["at"].min(), block.events["at"].max()))
        room = EXAMPLES - len(answer.examples)
        answer.examples += [
            Bad(r["source_row"], r["source_path"], r["reason"], r["raw"])
            for r in block.rejected.head(max(0, room)).to_dicts()
        ]
    answer.kinds, answer.reasons = dict(kinds), dict(reasons)
    answer.passed, answer.mended = dict(passed), dict(mended)
