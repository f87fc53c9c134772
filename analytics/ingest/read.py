"""One input to parsed blocks: the reader its container asks for, the importer's draft, the tables."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from analytics.ingest.block import Block
from analytics.ingest.cells import read_cells
from analytics.ingest.detect import Look, reads
from analytics.ingest.doubts import Doubts
from analytics.ingest.draft import Parsed, parse
from analytics.ingest.importer import Container, Hints, Importer
from analytics.ingest.json_reader import read_document
from analytics.ingest.lines import needs_a_closer_look, read_lines
from analytics.ingest.sqlite_reader import read_database, read_table
from analytics.ingest.workbook_reader import read_sheet
from analytics.model.errors import ExportError
from analytics.model.thresholds import ReadingLimits

_AHEAD = 2  # Blocks held while the next is read: bounds memory.


def blocks(path: Path, seen: Look, importer: Importer, settings: ReadingLimits) -> Iterator[Block]:
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
        yield from read_lines(path, encoding, importer, settings, closely)
    elif container == Container.DOCUMENT:
        yield read_document(path, encoding, importer, seen.rows)
    elif container == Container.DATABASE:
        yield from read_database(path, seen.probe.name, importer)
    elif seen.table is not None:
        yield from read_table(path, seen.probe.name, seen.table, importer)
    elif seen.sheet is not None:
        yield from read_sheet(seen.sheet, importer, seen.pointer)
    else:
        yield from read_cells(path, encoding, importer, settings)


def parsed(
    path: Path, seen: Look, importer: Importer, sha256: str, hints: Hints, settings: ReadingLimits
) -> Iterator[Parsed]:
    """The tables of an input, block by block; each block adds up: records = events + rejected + other.

    A block is drafted on a second thread while the next is read; order stays that of the file.
    """
    waiting: deque[Future[Parsed]] = deque()
    last: Block | None = None
    with ThreadPoolExecutor(1) as pool:
        doubts = Doubts()
        for block in blocks(path, seen, importer, settings):
            if last is not None:
                waiting.append(pool.submit(parse, last, importer, sha256, hints, settings, doubts))
            last = block
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        if last is not None:  # Most files are one block: no thread is started for them.
            yield parse(last, importer, sha256, hints, settings, doubts)
