"""The document as PDF/A-3b, set by typst from data; equal data, fonts and moment give equal bytes."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from analytics.errors import DisseminationError
from analytics.report.fonts import Fonts

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
            raise DisseminationError("pdf_refused", found=str(fault)[:300]) from None


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
