"""Every sample damaged in every way: imported, or refused in one sentence; never a traceback, a lost record, or an
id, account or time that the file does not hold.

    python -m tests.importing.fuzz [--seconds 600] [--seed 1] [--importer NAME] [--keep FOLDER]

draws damage after damage until the time is over, prints each finding with its seed, and exits with 1 if there are any.
"""

import argparse
import io
import json
import re
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from analytics.importing.encoding import encoding_of
from analytics.importing.import_files import ImportOptions, import_files
from analytics.importing.sniff import importers
from analytics.model.errors import WakelineError
from analytics.model.thresholds import Thresholds
from analytics.simulate.sample.story import Story, tell
from tests.importing.invented import EPOCH_S, bid_of
from tests.importing.mutate import CHANGES, Damaged, Material, damaged, material_of, writings_of
from tests.importing.samples import samples

WORD = re.compile(r"[0-9A-Za-z]+")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FILES = 3  # Of a layout's sample: pages of one request look alike.


def materials(importer: str, story: Story) -> list[Material]:
    """The first files of an importer's sample, one of each kind of content."""
    with tempfile.TemporaryDirectory() as folder:
        files = samples(importer, story, Path(folder))
        step = max(1, len(files) // FILES)
        return [material_of(file) for file in files[::step]][: FILES + 1]


class Held:
    """What a file holds: its text as far as it can be read by other means than ours, and its words."""

    def __init__(self, file: Damaged) -> None:
        text = "\n".join(_texts(file.content))
        self.text = text + "\n" + _unescaped(text)
        self.words = {*WORD.findall(self.text), *WORD.findall(file.name)}
        spelled = re.findall(r"\d+\.?\d*[eE]\+?\d+|\d+\.\d+", self.text)
        self.words |= {f"{float(number):.0f}" for number in spelled if float(number) < 1e21}

    def has(self, name: str) -> bool:
        """Whether an id stands here, without the space of its kind (reply/71): itself, its bid, all its parts."""
        name = re.sub(r"^(?:[a-z_]+/)+", "", name)
        if name in self.words or (name.isdigit() and bid_of(name) in self.words):
            return True
        parts = WORD.findall(name)
        return name in self.text if not name.isascii() else all(part in self.words for part in parts)


def _texts(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name in book.namelist():
                yield book.read(name).decode("utf-8", "replace")
    elif content.startswith(b"SQLite"):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "x.db"
            file.write_bytes(content)
            yield from _cells(file)
    else:
        yield content.decode(encoding_of(content), "replace")


def _cells(file: Path) -> Iterator[str]:
    from sqlite3 import DatabaseError

    from tests.importing.mutate import tables_in

    try:
        for rows in tables_in(file).values():
            yield from ("\t".join(map(str, row)) for row in rows)
    except DatabaseError:
        yield ""


def _unescaped(text: str) -> str:
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), text)
    text = text.replace('\\"', '"').replace('""', '"').replace("\\/", "/").replace("\\\\", "\\")
    return text.replace("&amp;", "&").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")


def faults_of(file: Damaged, format_: str | None = None) -> list[str]:
    """What is wrong with how a file is imported; [] if nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.content)
        case = Path(folder) / "case"
        try:
            taken = import_files(case, [path], ImportOptions(format=format_), Thresholds(), lambda n, d: None)
        except WakelineError as fault:
            words = [fault.text(lang) for lang in ("zh", "en")]
            return [f"an error of several lines: {text!r}" for text in words if "\n" in text]
        except Exception:  # noqa: BLE001 - any error that is not the project's own is what a fuzz run looks for
            return ["traceback: " + traceback.format_exc()[-1_500:]]
        held = Held(file)
        found = [f for row in taken.new.to_dicts() for f in _sums(row, file)]
        events = taken.case.read("events")
        return (
            found
            + [f for row in events.to_dicts() for f in _foreign(row, held)][:3]
            + _people(taken.case, held)
        )


def _sums(row: dict[str, Any], file: Damaged) -> list[str]:
    parts = {name: row[f"{name}_n"] for name in ("records", "events", "duplicates", "rejected", "other")}
    found = []
    if parts["records"] != sum(parts.values()) - parts["records"]:
        found.append(f"does not add up: {parts}")
    if row["format"] == "jsonl":
        text = file.content.decode(encoding_of(file.content), "replace").lstrip("\ufeff")
        lines = sum(bool(line.strip(" \t\r\0")) for line in re.split(r"\r\n|\n|\r", text))
        if parts["records"] < lines:
            found.append(f"{lines} lines, but {parts}")
    return found


def _foreign(row: dict[str, Any], held: Held) -> list[str]:
    """What an event says that its file does not."""
    found = []
    native = row["event_id"].split(":", 1)[1]
    if not (native.startswith("row/") or held.has(_bare(native))):
        found.append(f"id {row['event_id']}")
    if row["account_id"] is not None and not held.has(row["account_id"].split(":", 1)[1]):
        found.append(f"account {row['account_id']}")
    if row["account_name"] is not None and row["account_name"] not in held.text:
        found.append(f"name {row['account_name']!r}")
    for name in ("stated_root_id", "stated_parent_id"):
        link = row[name]
        if link is not None and "row/" not in link and not held.has(_bare(link.split(":", 1)[1])):
            found.append(f"{name} {link}")
    if row["at"] is not None and not is_told(row["at"], row, held):
        found.append(f"time {row['at']} of {row['at_text']!r}, basis {row['at_basis']}")
    return [f"not in the file: {fault} ({row['event_id']}, row {row['source_row']})" for fault in found]


def _bare(native: str) -> str:
    """An id without the kind of thing that it names ("reply/9", "t1_9"), which a layout may put before it."""
    return re.sub(r"^t[13]_", "", native.rpartition("/")[2])


def _people(case: Any, held: Held) -> list[str]:
    ids = case.read("accounts")["account_id"]
    return [f"not in the file: account {one}" for one in ids if not held.has(one.split(":", 1)[1])][:3]


def is_told(at: datetime, row: dict[str, Any], held: Held) -> bool:
    """Whether a moment is that of the id, or its digits stand in what was exported."""
    if row["at_basis"] == "id":
        space, native = row["event_id"].split(":", 1)
        if not native.isdigit():
            return False
        of_x = ((int(native) >> 22) + 1_288_834_974_657) // 1_000  # An id of X holds milliseconds.
        return int(at.timestamp()) == (of_x if space == "x" else (int(native) >> 22) + EPOCH_S)
    text = row["at_text"]
    if text is None or text.strip() not in held.text:
        return False
    return is_relative(text) or is_unix(at, text) or is_local(at, row["at_precision"], text)


def is_relative(text: str) -> bool:
    return bool(re.search(r"前$|ago$|刚刚|今天|昨天", text.strip()))


def is_unix(at: datetime, text: str) -> bool:
    number = re.fullmatch(r"\D*(\d+(?:\.\d+)?(?:[eE]\+?\d+)?)\D*", text.strip())
    if number is None:
        return False
    value = float(number.group(1))
    return any(abs(value / unit - at.timestamp()) < 1 for unit in (1, 1e3, 1e6, 1e9))


def is_local(at: datetime, precision: str, text: str) -> bool:
    """Whether the moment's year, month, day (and clock, where it is finer) stand in the text, in some zone."""
    small = text.lower()
    clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", small)
    date = small.replace(clock.group(), " ") if clock else small
    numbers = {int(n) for n in re.findall(r"\d+", date)}
    numbers |= {k for k, name in enumerate(MONTHS, 1) if name in small}
    digits = re.sub(r"\D", "", date)
    for half in range(-14 * 2, 14 * 2 + 1):
        local = at.astimezone(UTC) + timedelta(minutes=30 * half)
        if precision != "day" and clock:
            hours, minute, second = int(clock.group(1)), int(clock.group(2)), int(clock.group(3) or 0)
            if hours % 12 != local.hour % 12 or (minute, second) != (local.minute, local.second):
                continue
        elif precision != "day" and f"{local:%H%M}" not in digits:
            continue
        is_date = {local.month, local.day} <= numbers and str(local.year) in digits
        if is_date or f"{local:%Y%m%d}" in digits:
            return True
    return False


def drawn(rng: Random, material: Material) -> tuple[list[str], str]:
    """One to three changes and a way to write."""
    changes = [rng.choice(sorted(CHANGES)) for _ in range(rng.randrange(4))]
    return changes, rng.choice(writings_of(material))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--importer", choices=sorted(importers()))
    parser.add_argument("--keep", type=Path, help="where files of findings are kept")
    given = parser.parse_args()
    names = [given.importer] if given.importer else sorted(importers())
    story = tell(7)
    known = [(name, material) for name in names for material in materials(name, story)]
    end, tried, found_n = time.monotonic() + given.seconds, 0, 0
    while time.monotonic() < end:
        name, material = known[tried % len(known)]
        seed = f"{given.seed}/{tried}"
        tried += 1
        changes, writing = drawn(Random(seed), material)
        file = damaged(material, changes, writing, seed)
        for fault in faults_of(file):
            found_n += 1
            line = {
                "importer": name,
                "file": material.name,
                "seed": seed,
                "changes": changes,
                "writing": writing,
            }
            print(json.dumps(line | {"fault": fault}, ensure_ascii=False), flush=True)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{seed.replace('/', '_')}_{file.name}").write_bytes(file.content)
    print(f"{tried} files, {found_n} findings")
    raise SystemExit(1 if found_n else 0)


if __name__ == "__main__":
    main()
