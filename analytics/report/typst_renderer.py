"""The document as PDF/A-2a and PDF/UA-1, set by typst from plain data.

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
from typing import Any, Literal, cast

import typst

from analytics.model.errors import WakelineError
from analytics.model.messages import say
from analytics.report.blocks import (
    Block,
    Box,
    Claim,
    Figure,
    Grid,
    Items,
    Labelled,
    Part,
    Prose,
    Quote,
    Reference,
    Terms,
    entry,
)
from analytics.report.charts import draw
from analytics.report.fonts import Fonts, by_number
from analytics.report.placeholders import Code, Kind, Locale, Piece, Value, Word

# Where a long run without blanks may be broken; no text holds it, `visible` shows controls by number.
SOFT = "\x1f"
_LONG = re.compile(r"[!-~]{13,}")
_KINDS = {Kind.PLAIN: "p", Kind.FOREIGN: "f", Kind.STRONG: "b", Kind.CODE: "c"}
OWN_PAGE = ("form",)  # The page that people fill in and sign.
Text = list[list[str]]  # [[kind, words], ...]


@dataclass
class TypstRenderer:
    """One language of the document: values to data, pictures to files.

    pictures: SVG by file name, collected while blocks are set.
    by_number: characters that no font has and that are printed by number.
    """

    voice: Locale
    marks: dict[Reference, int]
    fonts: Fonts
    pictures: dict[str, str] = field(default_factory=dict)
    by_number: set[str] = field(default_factory=set)

    def text(self, value: Value) -> Text:
        """Set a value as pieces [kind, words]."""
        return [self._piece(piece) for piece in self.voice.pieces(value) if piece.text]

    def said(self, key: str, params: dict[str, Value] | None = None) -> Text:
        """Set a text of the catalogue with its values."""
        return self.text(Word(entry(key), tuple((params or {}).items())))

    def shown(self, words: str) -> str:
        """Show every character that no font has by its number."""
        for char in sorted(self.fonts.lacking(words)):
            self.by_number.add(char)
            words = words.replace(char, by_number(char))
        return words

    def refs(self, references: tuple[Reference, ...]) -> list[int]:
        """Give the marks of some references."""
        return list(dict.fromkeys(self.marks[r] for r in references))

    def sentence(self, claim: Claim) -> dict[str, Any]:
        """Set a sentence with its marks as data."""
        return {"t": self.said(claim.key, claim.params), "r": self.refs(claim.refs)}

    def block(self, block: Block, number: str) -> dict[str, Any]:
        """Set a block of the document as data."""
        if isinstance(block, Claim):
            return {"k": "claim", "n": number, **self.sentence(block)}
        if isinstance(block, Figure):
            return self._figure(block, number)
        if isinstance(block, Grid):
            return self._grid(block, number)
        return self._words(block)

    def _words(self, block: Prose | Box | Items | Labelled | Quote | Terms) -> dict[str, Any]:
        """Set a block without a number."""
        if isinstance(block, Prose):
            kind = "prose" if block.style == "text" else block.style
            return {"k": kind, "t": self.said(block.key, block.params)}
        if isinstance(block, Box):
            head = self.said(block.key) if block.key else []
            return {"k": "box", "head": head, "items": [self.text(item) for item in block.items]}
        if isinstance(block, Items):
            return {"k": "items", "items": [self.sentence(claim) for claim in block.items]}
        if isinstance(block, Labelled):
            return self._labelled(block)
        if isinstance(block, Quote):
            cite = [] if block.cite is None else self.text(block.cite)
            return {"k": "quote", "t": self.text(block.text), "r": self.refs(block.refs), "cite": cite}
        return {"k": "terms", "rows": [[self.text(cell) for cell in row] for row in block.rows]}

    def _labelled(self, block: Labelled) -> dict[str, Any]:
        rows = [
            {"label": self.text(label), "lines": [self.sentence(claim) for claim in lines]}
            for label, lines in block.rows
            if lines
        ]
        return {"k": "labelled", "rows": rows, "whole": block.is_whole}

    def _piece(self, piece: Piece) -> list[str]:
        words = self.shown(piece.text)
        return [
            _KINDS[piece.kind],
            _LONG.sub(lambda run: SOFT.join(re.findall(r".{1,8}", run.group())), words),
        ]

    def _figure(self, block: Figure, number: str) -> dict[str, Any]:
        title = self.voice.text(block.spoken)
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

    def document(self, parts: tuple[Part, ...], subtitle: Value, is_annex: bool, seal: str) -> dict[str, Any]:
        """Set one document in this language as data.

        parts: those of the main part, or those of the annex.
        subtitle: the line below the title.
        is_annex: whether this is the annex, which begins with its contents.
        seal: SHA-256 of findings.json, which both documents name.
        """
        chapters = [self._chapter(part, is_annex) for part in parts]
        listed = chapters if is_annex else []
        kind = "annex" if is_annex else "main"
        document: dict[str, Any] = {
            "lang": self.voice.lang,
            "title": self.said(f"parts.{kind}_title"),
            "subtitle": self.text(subtitle),
            "running": self.shown(say(f"parts.{kind}_title", self.voice.lang)),
            "notice": self.said("parts.annex_notice") if is_annex else [],
            "page_of": say("parts.page_of", self.voice.lang, x="{x}", y="{y}"),
            "contents": [[one["no"], one["t"]] for one in listed],
            "chapters": chapters,
            "is_annex": is_annex,
            "end": self.said("parts.end", {"hash": Code(seal)}),
        }
        document["unshown"] = self._unshown()
        return document

    def _chapter(self, part: Part, is_annex: bool) -> dict[str, Any]:
        return {
            "n": part.number,
            "no": say(f"parts.{'annex' if is_annex else 'main'}_no", self.voice.lang, n=part.number),
            "t": say(f"parts.{part.name}", self.voice.lang),
            "own_page": part.name in OWN_PAGE and not is_annex,
            "blocks": [self.block(placed.block, placed.number) for placed in part.placed],
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
STANDARDS: tuple[Literal["a-2a", "ua-1"], ...] = ("a-2a", "ua-1")
UNTAGGED: tuple[Literal["a-2b"], ...] = ("a-2b",)
REMEMBERED = 10  # Documents for which the typesetter keeps what it computed for an earlier one.
_SUSPECTS = b"<</Marked true/Suspects false>>"
# Rows of all tables together: with more, tags would make the file ten times as large and slow to set.
TAGGED_MAX = 1_500


def pdf_document(
    part: dict[str, Any], pictures: dict[str, str], fonts: Fonts, moment: datetime, meta: dict[str, Any]
) -> tuple[bytes, dict[int, int]]:
    """Set one document as PDF; also the first page that prints each mark.

    part: as `TypstRenderer.document` gives it; pictures: SVG by file name.
    moment: what the file says of its making (PDF/A needs one).
    meta: title, author, and what stands at the foot of each page: case, hash.

    No text is markup: all of it reaches the typesetter as a JSON file. A document of very many rows has no
    tags. Raises WakelineError if the typesetter refuses the document.
    """
    blocks = [block for chapter in part["chapters"] for block in chapter["blocks"]]
    rows_n = sum(len(block["rows"]) for block in blocks if block["k"] == "grid")
    is_tagged = rows_n <= TAGGED_MAX
    with TemporaryDirectory(prefix="wakeline-") as scratch:
        folder = Path(scratch)
        (folder / "fonts").mkdir()
        for path in fonts.files.values():
            (folder / "fonts" / path.name).symlink_to(path)
        shutil.copy(TEMPLATE, folder / "report.typ")
        (folder / "data.json").write_text(
            json.dumps({"part": part, "meta": meta, "date": _date(moment)}, ensure_ascii=False), "utf-8"
        )
        for name, drawing in pictures.items():
            (folder / name).write_text(drawing, encoding="utf-8")
        try:
            setter = typst.Compiler(
                folder / "report.typ", root=folder, font_paths=[folder / "fonts"], ignore_system_fonts=True
            )
            content = setter.compile(
                format="pdf",
                pdf_standards=list(STANDARDS if is_tagged else UNTAGGED),
                timestamp=int(moment.timestamp()),
                pdf_tags=is_tagged,
            )
            pages = _pages(setter.query("<mark>", field="value"))
            _forget(folder)
            return _without_default(bytes(cast("bytes", content))), pages
        except typst.TypstError as fault:
            raise WakelineError("pdf_refused", found=str(fault)[:300]) from None


def _forget(folder: Path) -> None:
    """Let the typesetter drop what it computed for this document: else four of them take a gigabyte."""
    empty = folder / "empty.typ"
    empty.write_text("", encoding="utf-8")
    for _ in range(REMEMBERED + 1):
        typst.Compiler(empty, root=folder, ignore_system_fonts=True).compile(format="pdf")


def _pages(told: str) -> dict[int, int]:
    """The first page of each mark, from what the marks of the template say of themselves."""
    found: dict[int, int] = {}
    for mark, page in json.loads(told):
        found.setdefault(mark, page)
    return found


def _without_default(content: bytes) -> bytes:
    """The file without "/Suspects false", which says what its absence says (ISO 32000-1, table 321).

    Blanks stand in its place so that no offset moves: poppler (22.12 and later) takes the value false for a
    wrong type and warns at every page that is opened.
    """
    return (
        content.replace(_SUSPECTS, _SUSPECTS[:14] + b" " * 15 + b">>")
        if content.count(_SUSPECTS) == 1
        else content
    )


def _date(moment: datetime) -> list[int]:
    return [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second]
