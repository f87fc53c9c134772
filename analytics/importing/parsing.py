"""One input to parsed blocks: the reader its container asks for, the importer's draft, the tables."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from analytics.importing.csv_reader import read_csv
from analytics.importing.doubts import Doubts
from analytics.importing.importer import Container, Hints, Importer
from analytics.importing.json_reader import read_document
from analytics.importing.jsonl_reader import needs_a_closer_look, read_jsonl
from analytics.importing.normalize import NormalizedBatch, normalize
from analytics.importing.raw_batch import RawBatch
from analytics.importing.sniff import Sniffed, reads
from analytics.importing.sqlite_reader import read_database, read_table
from analytics.importing.workbook_reader import read_sheet
from analytics.model.errors import ExportError
from analytics.model.thresholds import ReadingLimits

_AHEAD = 2  # Blocks held while the next is read: bounds memory.


def blocks(path: Path, seen: Sniffed, importer: Importer, settings: ReadingLimits) -> Iterator[RawBatch]:
    """The raw records of a file, sheet or table, block by block. Raises ExportError if the importer does not
    read this container."""
    container = seen.probe.container
    encoding = seen.encoding or "utf-8"
    if not reads(importer, container):
        raise ExportError(
            "container_other",
            path=seen.probe.name,
            found=container.value,
            importer=importer.name,
            expected=", ".join(sorted(c.value for c in importer.containers)),
        )
    if container == Container.LINES:
        closely = needs_a_closer_look(seen.probe.sample, importer)
        yield from read_jsonl(path, encoding, importer, settings, closely)
    elif container == Container.DOCUMENT:
        yield from read_document(path, encoding, importer, seen.rows)
    elif container == Container.DATABASE:
        yield from read_database(path, seen.probe.name, importer)
    elif seen.table is not None:
        yield from read_table(path, seen.probe.name, seen.table, importer)
    elif seen.sheet is not None:
        yield from read_sheet(seen.sheet, importer, seen.pointer)
    else:
        yield from read_csv(path, encoding, importer, settings)


def parsed(
    path: Path, seen: Sniffed, importer: Importer, sha256: str, hints: Hints, settings: ReadingLimits
) -> Iterator[NormalizedBatch]:
    """The tables of an input, block by block; each block adds up: records = events + rejected + other."""
    yield from normalized(blocks(path, seen, importer, settings), importer, sha256, hints, settings)


def normalized(
    raw: Iterable[RawBatch], importer: Importer, sha256: str, hints: Hints, settings: ReadingLimits
) -> Iterator[NormalizedBatch]:
    """The tables of the blocks of one input.

    A block is drafted on a second thread while the next is read; order stays that of the file.
    """
    waiting: deque[Future[NormalizedBatch]] = deque()
    last: RawBatch | None = None
    with ThreadPoolExecutor(1) as pool:
        doubts = Doubts()
        for block in raw:
            if last is not None:
                waiting.append(pool.submit(normalize, last, importer, sha256, hints, settings, doubts))
            last = block
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        if last is not None:  # Most files are one block: no thread is started for them.
            yield normalize(last, importer, sha256, hints, settings, doubts)
