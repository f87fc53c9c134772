"""What is fuzzed: each target takes bytes and ends, or raises a WakelineError whose text is one line.

Anything else that it raises is a crash. Beside that, what must hold of a result is asserted.
"""

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import quote

import polars as pl

from analytics.cascade.repost_chain import parse_chains
from analytics.evidence.package_check import verify_package
from analytics.importing.column_map import map_of
from analytics.importing.importer import Hints
from analytics.importing.parsing import parsed
from analytics.importing.parts import parts_of
from analytics.importing.sniff import importers, looks
from analytics.importing.values import counts, links, moments, native_ids, own_words, readable, weibo_ids
from analytics.importing.workbook_cells import check_cells
from analytics.model.errors import WakelineError
from analytics.model.thresholds import ReadingLimits
from analytics.store.case_toml import read_case_toml, stated_values
from analytics.store.saved_views import keep_view, read_view_state

LIMITS = ReadingLimits()


@cache
def scratch() -> Path:
    """A folder of this process for files that a target needs."""
    return Path(tempfile.mkdtemp(prefix="wakeline-fuzz-"))


def _series(data: bytes) -> pl.Series:
    """Lines as a column of text; an empty line is null."""
    lines = data.decode("utf-8", "replace").split("\n")[:200]
    return pl.Series([line or None for line in lines], dtype=pl.String)


def importing(data: bytes) -> None:
    """A file, read by what fits it, or by one that is named: the first byte chooses."""
    if not data:
        return
    file = scratch() / "export"
    file.write_bytes(data[1:])
    names = sorted(importers())
    wanted = names[data[0] % len(names)] if data[0] < 192 else None
    try:
        parts = parts_of(file, "export", wanted)
    except WakelineError:
        looks(file, "export")  # What inspect does next.
        raise
    for part in parts:
        if part.importer is None:
            continue
        for block in parsed(file, part.seen, part.importer, "0" * 64, Hints(timezone="UTC"), LIMITS):
            assert block.records_n == block.events.height + block.rejected.height + block.other_n


def workbook(data: bytes) -> None:
    """The XML of a sheet in a workbook: how far its cells reach."""
    import zipfile

    file = scratch() / "a.xlsx"
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", data)
    check_cells(file, "a.xlsx")


def values(data: bytes) -> None:
    """Moments, counts, ids, links and texts, as cells of a column."""
    text = _series(data)
    found = moments(text, "Asia/Shanghai")
    assert found.height == len(text)
    years = found["at"].drop_nulls().dt.year()
    assert years.is_empty() or years.is_between(1990, 2100).all()
    raw = pl.DataFrame({"a": text})
    made = (counts(text), counts(text, True), native_ids(raw, "a"), weibo_ids(raw, "a"), links(text))
    assert all(len(one) == len(text) for one in made)
    assert len(readable(text)) == len(own_words(text)) == len(text)


def chains(data: bytes) -> None:
    """The chain of a repost at the end of a text."""
    text = _series(data)
    found = parse_chains(text)
    assert found.height == len(text)
    assert (
        found.filter(pl.col("chain_n") == 0)["chain_1"].null_count()
        == found.filter(pl.col("chain_n") == 0).height
    )


def case_toml(data: bytes) -> None:
    """A case.toml, and the values of it that are hashed."""
    file = scratch() / "case.toml"
    file.write_bytes(data)
    read_case_toml(scratch())
    stated_values(data)


def column_map(data: bytes) -> None:
    """The text of a column map."""
    map_of(data.decode("utf-8", "replace"), "map.toml")


def package(data: bytes) -> None:
    """A package whose files are the input, cut at lines of '%%': bag-info, manifests, log, analysis.json."""
    bag = scratch() / "bag"
    names = (
        *(
            "bagit.txt",
            "bag-info.txt",
            "manifest-sha256.txt",
            "manifest-sha512.txt",
            "tagmanifest-sha256.txt",
        ),
        *("tagmanifest-sha512.txt", "sm3.txt", "data/analysis.json", "data/custody.jsonl", "data/case.toml"),
    )
    (bag / "data").mkdir(parents=True, exist_ok=True)
    parts = data.split(b"\n%%\n")
    for name, content in zip(names, [*parts, *[b""] * len(names)], strict=False):
        (bag / name).write_bytes(content)
    assert not all(check.ok for check in verify_package(bag)), "an invented package passes"


def views(data: bytes) -> None:
    """`?v=`: an id of a view, and the state that a page sends to be kept."""
    text = data.decode("utf-8", "replace")
    folder = scratch()
    try:
        state = json.loads(text)
    except (ValueError, RecursionError):
        state = {"text": text}
    if isinstance(state, dict):
        try:
            text = json.dumps(state, ensure_ascii=False).encode("utf-8").decode()
        except UnicodeEncodeError:
            return  # Half a surrogate pair cannot come over a connection.
        assert read_view_state(folder, keep_view(folder, state)) == json.loads(json.dumps(state))
    read_view_state(folder, text)


@cache
def _client() -> object:
    from dashboards.app import create_app

    return create_app(None).server.test_client()


def routes(data: bytes) -> None:
    """An address of the dashboard: a path and its parameters; no answer is a fault of the server."""
    text = data.decode("utf-8", "replace")
    path, _, query = text.partition("?")
    address = "/" + quote(path.lstrip("/")) + ("?" + quote(query, safe="=&%+") if query else "")
    answer = _client().get(address, base_url="http://127.0.0.1:8050")  # type: ignore[attr-defined]
    assert answer.status_code < 500, (answer.status_code, address)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "importing": importing,
    "workbook": workbook,
    "values": values,
    "chains": chains,
    "case_toml": case_toml,
    "column_map": column_map,
    "package": package,
    "views": views,
    "routes": routes,
}


def tried(target: str, data: bytes) -> None:
    """Run a target once. Raises what is a crash."""
    try:
        TARGETS[target](data)
    except WakelineError as fault:
        for lang in ("zh", "en"):
            told = fault.text(lang)
            assert "\n" not in told and len(told) < 4_000, told
