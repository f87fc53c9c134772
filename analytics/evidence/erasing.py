"""A person's data taken out of the text of an input: own records blanked, what others say masked.

Lines and record numbers stay as they were: an own line of JSON becomes `{}`, an own row of a table keeps its
delimiters and line ends alone. In all other records the person's id becomes 0, names and words asterisks.
"""

import codecs
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.importing.csv_reader import record_spans
from analytics.importing.json_stream import BLANK

WORDS_MIN = 8  # Characters: shorter words are said by many, and are nobody's data.
NAME_MIN = 3  # A shorter name in ASCII is masked only as @name, or where it is all of a cell.
_LINE_END = re.compile(r"\r\n|\n|\r")
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True)
class Person:
    """What tells a person's data: the bare account id, names it bore, own words that nobody else posted."""

    account_id: str  # "" where single records go, and not all of an account.
    names: tuple[str, ...]
    words: tuple[str, ...]

    def patterns(self) -> list[re.Pattern[str]]:
        """What is looked for in a text, as exported, in escapes of JSON and with quotation marks doubled."""
        long = [
            name for name in self.names if len(name) >= NAME_MIN or (len(name) > 1 and not name.isascii())
        ]
        forms = {form for text in (*long, *self.words) for form in _forms(text)}
        short = {form for name in self.names if name not in long and name for form in _forms(name)}
        found = [re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))))] if forms else []
        for one in map(re.escape, sorted(short)):
            found.append(re.compile(rf"(?<=@){one}(?![\w-])|(?<![^\",;\t\n]){one}(?![^\",;\t\r\n])"))
        return [self.id_pattern(), *found] if self.account_id else found

    def id_pattern(self) -> re.Pattern[str]:
        """The bare account id as a word of its own."""
        return re.compile(rf"(?<![0-9A-Za-z]){re.escape(self.account_id)}(?![0-9A-Za-z])")

    def is_in(self, text: str) -> bool:
        """Tell whether a text holds anything of the person's."""
        return any(pattern.search(text) for pattern in self.patterns())


def _forms(text: str) -> set[str]:
    """A text as a file may hold it."""
    escaped = {json.dumps(text, ensure_ascii=ascii_)[1:-1] for ascii_ in (True, False)}
    return {text, text.replace('"', '""'), *escaped, *(one.replace("/", "\\/") for one in escaped)} - {""}


@dataclass(frozen=True)
class Erased:
    """An input without a person's data: its bytes, own records blanked, places masked in others' records."""

    content: bytes
    rows_n: int
    masked_n: int


def erased(
    path: Path, container: str, encoding: str, places: Iterable[tuple[int, str]], person: Person
) -> Erased | None:
    """Take a person's data out of a text file.

    container: csv, jsonl or json, as it was read; places: (row, JSON pointer) of own records, as SOURCES
    count them. The file stays as it is on disk. None where its records cannot be told apart in its bytes:
    then only the whole of it can be taken out.
    """
    is_utf8 = encoding.startswith("utf-8")
    codec, fault = ("utf-8", "surrogateescape") if is_utf8 else (encoding, "strict")
    raw = path.read_bytes()
    mark = codecs.BOM_UTF8 if is_utf8 and raw.startswith(codecs.BOM_UTF8) else b""
    try:
        text = raw[len(mark) :].decode(codec, fault)
    except UnicodeDecodeError:
        return None
    own: dict[int, set[str]] = {}
    for row, pointer in places:
        own.setdefault(row, set()).add(pointer)
    spans = _SPANS[container](text, own, path.parent)
    if spans is None:
        return None
    parts, at = [], 0
    for start, stop, blank in sorted(spans):
        parts += [text[at:start], blank]
        at = stop
    text, masked_n = _masked("".join([*parts, text[at:]]), person)
    return Erased(mark + text.encode(codec, fault), len(spans), masked_n)


def _masked(text: str, person: Person) -> tuple[str, int]:
    n = 0
    for pattern in person.patterns():
        is_id = person.account_id != "" and pattern == person.id_pattern()
        text, more = pattern.subn("0" if is_id else _asterisks, text)
        n += more
    return text, n


def _asterisks(found: re.Match[str]) -> str:
    return "*" * len(found[0])


_Spans = list[tuple[int, int, str]]


def _of_lines(text: str, own: dict[int, set[str]], scratch: Path) -> _Spans | None:
    del scratch
    spans, start, row = [], 0, 0
    ends = [*((m.start(), m.end()) for m in _LINE_END.finditer(text)), (len(text), len(text))]
    for stop, after in ends:
        if row in own:
            blank = _without(text[start:stop], own[row])
            if blank is None:
                return None
            spans.append((start, stop, blank))
        start, row = after, row + 1
    return spans


def _of_document(text: str, own: dict[int, set[str]], scratch: Path) -> _Spans | None:
    """The values of a document, or the elements of its arrays, with the rows that are the person's."""
    del scratch
    spans: _Spans = []
    at, row, in_array = 0, 0, False
    while True:
        while at < len(text) and text[at] in BLANK + ",":
            at += 1
        if at == len(text):
            return spans if row > max(own, default=-1) else None
        if text[at] == ("]" if in_array else "["):
            in_array, at = not in_array, at + 1
            continue
        try:
            _, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        if row in own:
            blank = _without(text[at:end], own[row])
            if blank is None:
                return None
            spans.append((at, end, blank))
        at, row = end, row + 1


def _without(text: str, pointers: Collection[str]) -> str | None:
    """A JSON value without what the pointers name; `{}` for the whole."""
    if "" in pointers:
        return "{}"
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    for pointer in sorted(pointers, key=len, reverse=True):
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        if not _emptied(value, steps):
            return None
    return json.dumps(value, ensure_ascii=False)


def _emptied(value: Any, steps: list[str]) -> bool:
    """Put an empty object in the place of what stands under some steps; False where there is nothing."""
    for k, step in enumerate(steps):
        key = int(step) if isinstance(value, list) and step.isdigit() else step
        is_there = key in value if isinstance(value, dict) else isinstance(key, int) and key < len(value)
        if not is_there:
            return False
        if k == len(steps) - 1:
            value[key] = {}
        else:
            value = value[key]
            if not isinstance(value, list | dict):
                return False
    return True


def _of_table(text: str, own: dict[int, set[str]], scratch: Path) -> _Spans | None:
    """The rows of a table, kept as delimiters and line ends."""
    file = scratch / ".utf8"
    raw = text.encode("utf-8", "surrogateescape")
    file.write_bytes(raw)
    try:
        found = record_spans(file, set(own))
    finally:
        file.unlink()
    if found is None:
        return None
    spans = []
    for start, stop, cells_n, delimiter in found:
        record = raw[start:stop]
        end = record[len(record.rstrip(b"\r\n")) :].decode()
        inner = record.rstrip(b"\r\n").count(b"\n")
        first = '"' + "\n" * inner + '"' if inner or cells_n < 2 else ""
        begin = len(raw[:start].decode("utf-8", "surrogateescape"))
        length = len(record.decode("utf-8", "surrogateescape"))
        spans.append((begin, begin + length, first + delimiter * (cells_n - 1) + end))
    return spans


_SPANS = {"jsonl": _of_lines, "json": _of_document, "csv": _of_table}
