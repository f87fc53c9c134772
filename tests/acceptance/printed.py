"""What a report printed, as a stranger reads it: by pdftotext, pdfinfo and plain parsing of HTML, JSON, CSV and SVG."""

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

LANGS = ("zh", "en")
TEXTS = (".html", ".json", ".csv", ".svg", ".txt", ".jsonl", ".toml")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


def told(*words: str) -> str:
    """Run a program and give what it prints."""
    done = subprocess.run(words, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")  # pdfinfo prints alternative text as it stands in the file.


def tight(text: str) -> str:
    """The text without any blank: lines of a page break anywhere."""
    return re.sub(r"\s+", "", text)


def bare(html: str) -> str:
    """The words of HTML, style and scripts left out."""
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", text))


def pages_of(pdf: Path) -> int:
    (found,) = re.findall(r"^Pages:\s+(\d+)$", told("pdfinfo", str(pdf)), re.MULTILINE)
    return int(found)


def page_one(pdf: Path) -> str:
    return tight(told("pdftotext", "-layout", "-f", "1", "-l", "1", str(pdf), "-"))


def all_text(folder: Path) -> dict[str, str]:
    """Path -> words of every file that a report wrote below `folder`; a PDF by its text."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in TEXTS:
            found[str(file.relative_to(folder))] = file.read_text(encoding="utf-8-sig")
        elif file.suffix == ".pdf":
            found[str(file.relative_to(folder))] = tight(told("pdftotext", str(file), "-"))
    return found


def chapters(report: Path) -> dict[str, str]:
    """Name of each part of an HTML report -> its words, tight."""
    html = report.read_text(encoding="utf-8")
    parts = re.split(r'<section class="chapter chapter-([a-z_]+)"', html)
    return {name: tight(bare("<x" + body)) for name, body in zip(parts[1::2], parts[2::2], strict=True)}
