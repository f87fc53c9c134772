"""Damage done to written exports on purpose: a function for each kind, which tells what it did."""

import codecs
import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """A damaged record. row: 0-based line (JSONL) or record (CSV); mid: the act it truly was; was, now: the
    value.

    field: several names are joined by a blank; was, now: "" where keys were taken out or a line was cut.
    """

    file: str
    row: int
    fault: str
    mid: str
    field: str
    was: str
    now: str

    def as_row(self) -> dict[str, object]:
        """The row of truth/broken_rows.csv."""
        return asdict(self)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _rewrite(file: Path, lines: list[str], is_open: bool = False) -> None:
    file.write_bytes(("\n".join(lines) + ("" if is_open else "\n")).encode())


def cut_last_line(file: Path, keep_share: float = 0.6) -> Fault:
    """The last JSONL line loses its end, as when a crawler is stopped while writing."""
    lines = _lines(file)
    whole = lines[-1]
    lines[-1] = whole[: int(len(whole) * keep_share)]
    _rewrite(file, lines, is_open=True)
    return Fault(file.name, len(lines) - 1, "truncated_json", str(json.loads(whole)["_id"]), "", "", "")


def drop_keys(file: Path, row: int, keys: tuple[str, ...], fault: str) -> Fault:
    """A JSONL record loses some keys."""
    lines = _lines(file)
    record = json.loads(lines[row])
    mid = str(record["_id"])
    for key in keys:
        del record[key]
    lines[row] = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    _rewrite(file, lines)
    return Fault(file.name, row, fault, mid, " ".join(keys), "", "")


def set_key(file: Path, row: int, key: str, value: str, fault: str) -> Fault:
    """A JSONL record gets another value."""
    lines = _lines(file)
    record = json.loads(lines[row])
    mid, was = str(record["_id"]), str(record[key])
    record[key] = value
    lines[row] = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    _rewrite(file, lines)
    return Fault(file.name, row, fault, mid, key, was, value)


def excel_number(text: str) -> str:
    """A long id as a spreadsheet leaves it.

    >>> excel_number("4857881961438732")
    '4.85788E+15'
    """
    return f"{int(text):.5E}"


def set_cell(
    file: Path, row: int, column: str, value: str | Callable[[str], str], *, fault: str, id_column: str
) -> Fault:
    """A CSV record gets another value in `column`: `value`, or what `value` makes of the old one."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        table = list(csv.reader(text))
    place, id_place = table[0].index(column), table[0].index(id_column)
    mid, was = table[row + 1][id_place].strip(), table[row + 1][place]
    now = value if isinstance(value, str) else value(was.strip())
    table[row + 1][place] = now
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    file.write_bytes(out.getvalue().encode("utf-8-sig"))
    return Fault(file.name, row, fault, mid, column, was.strip(), now)


def run_again(file: Path, header_again: bool = False) -> None:
    """A tool that appends was run a second time: every record stands again, the header too where the tool
    writes it at every run (weiboSpider does; MediaCrawler does not)."""
    raw = file.read_bytes().removeprefix(codecs.BOM_UTF8)
    if file.suffix == ".csv" and not header_again:
        raw = raw.split(b"\r\n", 1)[1]
    with file.open("ab") as out:
        out.write(raw)
