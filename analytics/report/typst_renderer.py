"""The document as PDF/A-3b, set by typst from plain data.

The data hold strings and lists only, so that no text of a stranger is ever markup. Equal data, fonts and
moment give equal bytes.
"""

import json
import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from analytics.model.errors import WakelineError
from analytics.model.messages import say
from analytics.report.appendix import AppendixEntry
from analytics.report.blocks import Block, Box, Claim, Figure, Grid, Numbered, Prose, Reference, Terms
from analytics.report.charts import draw
from analytics.report.fonts import Fonts, by_number
from analytics.report.placeholders import Kind, Locale, Piece, Value, Word

# Where a long run without blanks may be broken; no text holds it, `visible` shows controls by number.
SOFT = "\x1f"
_LONG = re.compile(r"[!-~]{13,}")
_KINDS = {Kind.PLAIN: "p", Kind.FOREIGN: "f", Kind.CODE: "c"}
Text = list[list[str]]  # [[kind, words], ...]


@dataclass
class TypstRenderer:
    """One language of the document: values to data, characters that no font has to numbers, pictures to
    files."""

    voice: Locale
    marks: dict[Reference, int]
    fonts: Fonts
    pictures: dict[str, str] = field(default_factory=dict)
    by_number: set[str] = field(default_factory=set)

    def text(self, value: Value) -> Text:
        """A value as pieces [kind, words]."""
        return [self._piece(piece) for piece in self.voice.pieces(value) if piece.text]

    def said(self, key: str, params: dict[str, Value] | None = None) -> Text:
        """A text of the report's catalogue, filled."""
        return self.text(Word(f"report.{key}", tuple((params or {}).items())))

    def shown(self, words: str) -> str:
        """`words` with every character that no font has by its number."""
        for char in sorted(self.fonts.lacking(words)):
            self.by_number.add(char)
            words = words.replace(char, by_number(char))
        return words

    def refs(self, references: tuple[Reference, ...]) -> list[int]:
        """The marks of some references."""
        return [self.marks[r] for r in references]

    def block(self, block: Block, number: str) -> dict[str, Any]:
        """A block of the document as data."""
        if isinstance(block, Claim):
            return {
                "k": "claim",
                "n": number,
                "t": self.said(block.key, block.params),
                "r": self.refs(block.refs),
            }
        if isinstance(block, Prose):
            return {
                "k": block.style if block.style in ("heading", "command") else "prose",
                "t": self.said(block.key, block.params),
            }
        if isinstance(block, Box):
            return {
                "k": "box",
                "head": self.said(block.key),
                "items": [self.text(item) for item in block.items],
            }
        if isinstance(block, Terms):
            return {"k": "terms", "rows": [[self.text(cell) for cell in row] for row in block.rows]}
        if isinstance(block, Figure):
            return self._figure(block, number)
        return self._grid(block, number)

    def _piece(self, piece: Piece) -> list[str]:
        words = self.shown(piece.text)
        return [
            _KINDS[piece.kind],
            _LONG.sub(lambda run: SOFT.join(re.findall(r".{1,8}", run.group())), words),
        ]

    def _figure(self, block: Figure, number: str) -> dict[str, Any]:
        title = self.voice.text(Word(f"report.{block.key}", tuple(block.params.items())))
        name = f"figure-{self.voice.lang}-{number}.svg"
        self.pictures[name] = self.shown(draw(block.data, title, self.voice))
        return {
            "k": "figure",
            "file": name,
            "alt": self.shown(title),
            "no": self.said("figure_no", {"n": number}),
            "t": self.said(block.key, block.params),
            "r": self.refs(block.refs),
            "notes": [self.text(note) for note in block.notes],
        }

    def _grid(self, block: Grid, number: str) -> dict[str, Any]:
        return {
            "k": "grid",
            "style": block.style,
            "no": self.said("table_no", {"n": number}),
            "t": self.said(block.key, block.params),
            "cols": [{"w": c.width, "a": c.align.value, "t": self.said(c.key)} for c in block.columns],
            "rows": [
                {
                    "c": [
                        self.text(cell) if cell is not None or not row.is_sum else [] for cell in row.cells
                    ],
                    "r": self.refs(row.refs),
                    "b": [self.text(value) for value in row.below],
                    "s": row.is_sum,
                }
                for row in block.rows
            ],
            "refs": self.said("col_refs") if any(row.refs for row in block.rows) else None,
            "notes": [self.text(note) for note in block.notes],
        }

    def part(
        self, numbered: Numbered, entries: list[AppendixEntry], subtitle: Value, running: str
    ) -> dict[str, Any]:
        """The whole of one language."""
        chapters = [
            {
                "n": n,
                "t": say(f"report.section_{name}", self.voice.lang) if n else "",
                "blocks": [self.block(placed.block, placed.number) for placed in blocks],
            }
            for n, name, blocks in numbered.chapters
        ]
        part: dict[str, Any] = {
            "lang": self.voice.lang,
            "kind": self.said("document_kind"),
            "title": self.said("document_title"),
            "subtitle": self.text(subtitle),
            "running": self.shown(running),
            "contents": self.said("contents"),
            "chapters": chapters,
            "annex_from": numbered.annex_from,
            "annexes": self.said("annexes"),
            "annexes_note": self.said("annexes_note"),
            "appendix": {
                "n": len(chapters),
                "t": say("report.section_appendix", self.voice.lang),
                "intro": self.said("appendix_intro"),
                "cols": [self.said(key) for key in ("col_mark", "col_what", "col_where")],
                "rows": [self._entry(entry) for entry in entries],
            },
            "end": self.said("end"),
        }
        part["unshown"] = self._unshown()
        return part

    def _entry(self, entry: AppendixEntry) -> dict[str, Any]:
        lines = [self.text(line) for line in entry.lines]
        return {
            "n": entry.number,
            "about": self.text(entry.reference.about),
            "lines": lines,
            "count": [] if entry.reference.n is None else self.said("appendix_n", {"n": entry.reference.n}),
        }

    def _unshown(self) -> dict[str, Any] | None:
        """The list of characters that are printed by number; None if there is none."""
        if not self.by_number:
            return None
        return {
            "t": self.said("unshown", {"n": len(self.by_number)}),
            "chars": [by_number(char) for char in sorted(self.by_number)],
        }


TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
STANDARD: Literal["a-3b"] = "a-3b"
_SUSPECTS = b"<</Marked true/Suspects false>>"
# Rows of all tables together: with more, tags would make the file ten times as large and slow to set.
TAGGED_MAX = 1_500


def pdf_document(
    parts: list[dict[str, Any]],
    pictures: dict[str, str],
    fonts: Fonts,
    moment: datetime,
    meta: dict[str, Any],
) -> bytes:
    """The PDF of some languages of a document, in that order.

    parts: made by printed.py. pictures: file name -> SVG. moment: what the file says of its making (PDF/A
        needs one).
    meta: title, footer. No text is markup: all of it reaches the typesetter as a JSON file.
    Raises DisseminationError if the typesetter refuses the document.
    """
    blocks = [block for part in parts for chapter in part["chapters"] for block in chapter["blocks"]]
    rows_n = sum(len(block["rows"]) for block in blocks if block["k"] == "grid")
    with TemporaryDirectory(prefix="wakeline-") as scratch:
        folder = Path(scratch)
        (folder / "fonts").mkdir()
        for path in fonts.files.values():
            (folder / "fonts" / path.name).symlink_to(path)
        shutil.copy(TEMPLATE, folder / "report.typ")
        (folder / "data.json").write_text(
            json.dumps({"parts": parts, "meta": meta, "date": _date(moment)}, ensure_ascii=False), "utf-8"
        )
        for name, drawing in pictures.items():
            (folder / name).write_text(drawing, encoding="utf-8")
        try:
            return _without_default(
                bytes(
                    typst.compile(
                        folder / "report.typ",
                        root=folder,
                        font_paths=[folder / "fonts"],
                        ignore_system_fonts=True,
                        format="pdf",
                        pdf_standards=[STANDARD],
                        timestamp=int(moment.timestamp()),
                        pdf_tags=rows_n <= TAGGED_MAX,
                    )
                )
            )
        except typst.TypstError as fault:
            raise WakelineError("pdf_refused", found=str(fault)[:300]) from None


def _without_default(content: bytes) -> bytes:
    """The file without "/Suspects false", which says what its absence says (ISO 32000-1, table 321), blanks
    in its place so that no
    offset moves: poppler (22.12 and later) takes the value false for a wrong type and warns at every page
        that is opened.
    """
    return (
        content.replace(_SUSPECTS, _SUSPECTS[:14] + b" " * 15 + b">>")
        if content.count(_SUSPECTS) == 1
        else content
    )


def _date(moment: datetime) -> list[int]:
    return [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second]
