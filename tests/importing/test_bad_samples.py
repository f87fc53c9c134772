"""Every importer against every kind of damage: tables that add up, or one clear error and no case."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.importing.sniff import importers
from analytics.model.errors import WakelineError
from analytics.model.thresholds import Thresholds
from analytics.simulate.sample.story import Story, tell
from tests.importing.samples import samples

pytestmark = pytest.mark.slow

NAMES = sorted(importers())


def lines_of(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def mixed_ends(data: bytes) -> bytes:
    ends = [b"\r\n", b"\n", b"\r", b"\n\n"]
    return b"".join(line + ends[k % 4] for k, line in enumerate(lines_of(data)))


def again_header(data: bytes) -> bytes:
    lines = lines_of(data)
    return b"\n".join(
        [lines[0].removeprefix(b"\xef\xbb\xbf"), *lines, lines[0].removeprefix(b"\xef\xbb\xbf"), b""]
    )


def other_encoding(data: bytes) -> bytes:
    try:
        return data.decode("utf-8-sig").encode("gb18030")
    except UnicodeDecodeError:
        return data


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "one byte": lambda data: data[:1],
    "cut in a record": lambda data: data[: len(data) * 2 // 3],
    "gb18030": other_encoding,
    "gb18030 in the middle of utf-8": lambda data: (
        data[: len(data) // 2] + "乱码".encode("gb18030") + data[len(data) // 2 :]
    ),
    "mixed line ends": mixed_ends,
    "nul bytes": lambda data: data[: len(data) // 2] + b"\x00\x00" + data[len(data) // 2 :],
    "header again": again_header,
    "deep json behind": lambda data: data + b"\n" + b"[" * 20_000,
    "numbers beyond 64 bit": lambda data: re.sub(rb"\d{16}", b"99999999999999999999999", data),
    "destroyed ids": lambda data: re.sub(rb'"?\b[345]\d{15}\b"?', b"4.85788E+15", data),
    "year 0": lambda data: data.replace(b"2025-", b"0000-").replace(b" 2025", b" 0000"),
    "year 9999": lambda data: data.replace(b"2025-", b"9999-").replace(b" 2025", b" 9999"),
    "a long line": lambda data: data + b"\n" + b"x" * 3_000_000,
    "twice": lambda data: data + data,
}


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7)


@pytest.mark.parametrize("damage", sorted(DAMAGE))
@pytest.mark.parametrize("name", NAMES)
def test_damage_is_accounted_for(name: str, damage: str, story: Story, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    file = samples(name, story, tmp_path / "in")[0]
    hurt = tmp_path / "in" / f"hurt_{file.name}"
    hurt.write_bytes(DAMAGE[damage](file.read_bytes()))
    try:
        case = import_files(
            tmp_path / "case", [hurt], ImportOptions(format=name), Thresholds(), lambda n, d: None
        ).case
    except WakelineError as fault:
        assert all("\n" not in fault.text(lang) for lang in ("zh", "en"))
        assert not (tmp_path / "case").exists()
        return
    assert damage != "empty"
    assert all(check.ok for check in verify(case))
    events = case.read("events")
    if damage in ("year 0", "year 9999") and events.height:
        assert events["at"].drop_nulls().dt.year().is_between(1995, 2100).all()
    if damage == "numbers beyond 64 bit":
        assert not [
            e for e in events["event_id"] if re.search(r":\d{5,20}$", e) and len(e.split(":")[1]) > 16
        ]
    if damage == "destroyed ids":
        assert not [e for e in events["event_id"] if "E+" in e or re.search(r":485788\d*$", e)]
