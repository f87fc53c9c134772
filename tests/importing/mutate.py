"""Samples, thinned and damaged as tools, spreadsheets and people damage exports; a seed gives the same bytes."""

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

FEW = 24  # Records of a sample that are kept: enough for every rule that needs several, quick to read.
NOTHINGS = (
    "",
    "NULL",
    "null",
    "None",
    "nan",
    "NaN",
    "NA",
    "N/A",
    "<NA>",
    "#N/A",
    "\\N",
    "-",
    "--",
    "无",
    "[]",
    "{}",
)
Table = list[list[str]]


@dataclass(frozen=True)
class Material:
    """A sample in parts that can be changed. kind: csv, jsonl, json, sqlite. value: rows of cells (csv), records
    (jsonl), the document (json), {table: rows with their header} (sqlite)."""

    name: str
    kind: str
    value: Any


@dataclass(frozen=True)
class Damaged:
    """A file to import, and what was done to it."""

    name: str
    content: bytes


def material_of(file: Path) -> Material:
    """A sample, with at most FEW records of each list in it."""
    raw = file.read_bytes()
    if raw.startswith(b"SQLite format 3"):
        return Material(file.name, "sqlite", tables_in(file))
    text = raw.decode("utf-8-sig")
    if text.lstrip()[:1] not in ("{", "["):
        return Material(file.name, "csv", list(csv.reader(io.StringIO(text, newline="")))[: FEW + 1])
    try:
        return Material(file.name, "json", thinned(json.loads(text)))
    except ValueError:
        return Material(file.name, "jsonl", [json.loads(line) for line in text.splitlines()[:FEW] if line])


def thinned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: thinned(inner) for key, inner in value.items()}
    return [thinned(inner) for inner in value[:FEW]] if isinstance(value, list) else value


def tables_in(file: Path) -> dict[str, Table]:
    with closing(sqlite3.connect(file)) as base:
        names = [row[0] for row in base.execute("select name from sqlite_master where type = 'table'")]
        found = {}
        for name in names:
            rows = base.execute(f'select * from "{name}" limit {FEW}')
            found[name] = [[column[0] for column in rows.description], *map(list, rows)]
    return found


def written(material: Material, eol: str = "\n", indent: int | None = None) -> bytes:
    """A material as the bytes of a file."""
    if material.kind == "sqlite":
        return _database(material.value)
    if material.kind == "csv":
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator=eol).writerows(material.value)
        return out.getvalue().encode("utf-8", "surrogatepass")
    if material.kind == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + eol for row in material.value).encode()
    return json.dumps(material.value, ensure_ascii=False, indent=indent).replace("\n", eol).encode()


def _database(tables: dict[str, Table]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.db"
        with closing(sqlite3.connect(file)) as base:
            for name, (header, *rows) in tables.items():
                columns = ", ".join(f'"{column}"' for column in header)
                base.execute(f'create table "{name}" ({columns})')
                marks = ", ".join("?" for _ in header)
                base.executemany(
                    f'insert into "{name}" values ({marks})', [row for row in rows if len(row) == len(header)]
                )
            base.commit()
        return file.read_bytes()


Change = Callable[[Random, Material], Material]


def in_tables(change: Callable[[Random, Table], Table], rng: Random, material: Material) -> Material:
    """Change the table of a CSV, or one table of a database."""
    if material.kind == "csv":
        return replace(material, value=change(rng, material.value))
    name = rng.choice(sorted(material.value))
    return replace(material, value=material.value | {name: change(rng, material.value[name])})


def dicts_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from dicts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from dicts_in(inner)


def in_objects(change: Callable[[dict[str, Any], Random], None], rng: Random, material: Material) -> Material:
    """Change every object of a copy of a JSON material, each with its share of chance."""
    value = json.loads(json.dumps(material.value))
    for one in dicts_in(value):
        change(one, rng)
    return replace(material, value=value)


def keys_of(material: Material) -> list[str]:
    return sorted({key for one in dicts_in(material.value) for key in one})


def drop(rng: Random, material: Material) -> Material:
    """A column or key goes."""
    if material.kind in ("csv", "sqlite"):
        return in_tables(_without_column, rng, material)
    gone = rng.choice(keys_of(material))
    return in_objects(lambda one, _: one.pop(gone, None) and None, rng, material)


def _without_column(rng: Random, table: Table) -> Table:
    k = rng.randrange(len(table[0]))
    return [row[:k] + row[k + 1 :] for row in table] if len(table[0]) > 1 else table


def duplicate(rng: Random, material: Material) -> Material:
    """A column or key stands once more: under the same name in a table, beside it under another in JSON."""
    if material.kind == "sqlite":
        return drop(rng, material)
    if material.kind == "csv":
        k, at = rng.randrange(len(material.value[0])), rng.randrange(len(material.value[0]) + 1)
        return replace(
            material,
            value=[row[:at] + row[k : k + 1] + row[at:] if len(row) > k else row for row in material.value],
        )
    copied, other = rng.choice(keys_of(material)), rng.choice(keys_of(material))
    return in_objects(
        lambda one, _: one.update({other: one[copied]}) if copied in one else None, rng, material
    )


def swap(rng: Random, material: Material) -> Material:
    """Two columns or keys change their names."""
    if material.kind in ("csv", "sqlite"):
        return in_tables(_with_swapped_names, rng, material)
    first, second = (rng.choice(keys_of(material)) for _ in range(2))

    def change(one: dict[str, Any], _: Random) -> None:
        if first in one and second in one:
            one[first], one[second] = one[second], one[first]

    return in_objects(change, rng, material)


def _with_swapped_names(rng: Random, table: Table) -> Table:
    header = list(table[0])
    first, second = (rng.randrange(len(header)) for _ in range(2))
    header[first], header[second] = header[second], header[first]
    return [header, *table[1:]]


def repeat(rng: Random, material: Material) -> Material:
    """Records stand again, as after a second run: the header too, in a table."""
    if material.kind == "csv":
        return replace(
            material, value=[*material.value, material.value[0], *material.value[1 : rng.randrange(2, 9)]]
        )
    if material.kind == "jsonl":
        return replace(material, value=[*material.value, *material.value[: rng.randrange(1, 9)]])
    if material.kind == "json":
        value = json.loads(json.dumps(material.value))
        for one in dicts_in(value):
            for key, inner in one.items():
                if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                    one[key] = [*inner, *inner[:3]]
        return replace(material, value=[*value, *value[:3]] if isinstance(value, list) else value)
    return in_tables(lambda _, table: [*table, *table[1:4]], rng, material)


def nothing(rng: Random, material: Material) -> Material:
    """Words for nothing in the cells of a column or the values of a key, some of them or all."""
    word, share = rng.choice(NOTHINGS), rng.choice((0.2, 1.0))
    if material.kind in ("csv", "sqlite"):

        def emptied(rng: Random, table: Table) -> Table:
            k = rng.randrange(len(table[0]))
            return [table[0]] + [
                [*row[:k], word, *row[k + 1 :]] if len(row) > k and rng.random() < share else row
                for row in table[1:]
            ]

        return in_tables(emptied, rng, material)
    gone: Any = rng.choice((word, None, [], {}, 0, -1, False))
    key = rng.choice(keys_of(material))
    return in_objects(
        lambda one, rng: one.update({key: gone}) if key in one and rng.random() < share else None,
        rng,
        material,
    )


def retyped(rng: Random, material: Material) -> Material:
    """Numbers as text, texts of digits as numbers, doubles or with a blank around; ids rounded with them."""
    form: Callable[[str], Any] = rng.choice(
        (
            lambda t: int(t) if material.kind != "csv" else f"'{t}",
            lambda t: float(t) if material.kind != "csv" else f"{float(t)!r}",
            lambda t: f"{float(t):.5E}",
            lambda t: f"\u00a0{t}\t",
            lambda t: f'="{t}"',
            lambda t: f"{t}.0",
            lambda t: t[:15] + "0" * len(t[15:]),
        )
    )

    def changed(value: Any) -> Any:
        text = str(value).strip()
        is_number = text.isascii() and text.isdigit() and not isinstance(value, bool)
        return form(text) if is_number and len(text) > 8 else value

    if material.kind in ("csv", "sqlite"):
        return in_tables(
            lambda _, table: [table[0], *([changed(c) for c in row] for row in table[1:])], rng, material
        )
    return in_objects(lambda one, _: one.update({k: changed(v) for k, v in one.items()}), rng, material)


CHANGES: dict[str, Change] = {
    "drop": drop,
    "duplicate": duplicate,
    "swap": swap,
    "repeat": repeat,
    "nothing": nothing,
    "retyped": retyped,
}


def _encoded(encoding: str, mark: bytes = b"") -> Callable[[Random, Material], Damaged]:
    def encode(rng: Random, material: Material) -> Damaged:
        text = written(material).decode("utf-8", "surrogatepass")
        return Damaged(material.name, mark + text.encode(encoding, "replace"))

    return encode


def _ended(eol: str) -> Callable[[Random, Material], Damaged]:
    return lambda rng, material: Damaged(material.name, written(material, eol, indent=1))


def cut(rng: Random, material: Material) -> Damaged:
    """The file ends in the middle of something."""
    content = written(material)
    return Damaged(material.name, content[: rng.randrange(len(content) // 4, len(content))])


def _frame(material: Material) -> pd.DataFrame:
    """A table of the material, types guessed as pandas does; JSON flattened."""
    if material.kind == "csv":
        header, *rows = material.value
        width = len(header)
        text = io.StringIO(newline="")
        csv.writer(text).writerows([header, *([*row, *[""] * width][:width] for row in rows)])
        return pd.read_csv(io.StringIO(text.getvalue(), newline=""))
    lists = [material.value] if isinstance(material.value, list) else []
    for one in dicts_in(material.value):
        lists += [v for v in one.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    longest = max((v for v in lists if v), key=len, default=[material.value])
    return pd.json_normalize([one for one in longest if isinstance(one, dict)] or [{}])


def workbook(rng: Random, material: Material) -> Damaged:
    """Opened by pandas, written as a workbook."""
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="xlsxwriter") as book:
        book.book.strings_to_urls = False
        _frame(material).to_excel(book, index=rng.random() < 0.3, sheet_name="Sheet1")
    return Damaged(Path(material.name).stem + ".xlsx", out.getvalue())


def through_workbook(rng: Random, material: Material) -> Damaged:
    """The same read again and saved as CSV: numbers have gone through doubles."""
    frame = pd.read_excel(io.BytesIO(workbook(rng, material).content), engine="calamine")
    return Damaged(Path(material.name).stem + ".csv", frame.to_csv(index=False).encode("utf-8-sig"))


def flattened(rng: Random, material: Material) -> Damaged:
    """Through pandas into a CSV of guessed types."""
    return Damaged(Path(material.name).stem + ".csv", _frame(material).to_csv(index=False).encode())


WRITINGS: dict[str, Callable[[Random, Material], Damaged]] = {
    "plain": lambda rng, material: Damaged(material.name, written(material)),
    "bom": _encoded("utf-8-sig"),
    "gb18030": _encoded("gb18030"),
    "utf-16": _encoded("utf-16"),
    "utf-16-be": _encoded("utf-16-be"),
    "crlf": _ended("\r\n"),
    "lone cr": _ended("\r"),
    "cut": cut,
    "workbook": workbook,
    "through a workbook": through_workbook,
    "pandas": flattened,
}


def writings_of(material: Material) -> list[str]:
    """How a material can be written: a database only as it is, or cut."""
    return ["plain", "cut"] if material.kind == "sqlite" else list(WRITINGS)


def damaged(material: Material, changes: list[str], writing: str, seed: str) -> Damaged:
    """A material with these changes, written so; the same bytes for the same seed."""
    rng = Random(seed)
    for change in changes:
        material = CHANGES[change](rng, material)
    return WRITINGS[writing](rng, material)
