"""One file to parsed blocks: the reader its container asks for, the importer's draft, the tables."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from analytics.ingest.block import Block
from analytics.ingest.cells import read_cells
from analytics.ingest.detect import Look
from analytics.ingest.documents import read_database, read_document, read_sheet
from analytics.ingest.draft import Parsed, parse
from analytics.ingest.importer import Container, Hints, Importer
from analytics.ingest.lines import read_lines
from analytics.model.errors import ExportError
from analytics.settings import Settings

_AHEAD = 2  # Blocks held while the next is read: bounds memory.


def blocks(path: Path, seen: Look, importer: Importer, settings: Settings) -> Iterator[Block]:
    """The raw records of a file, block by block. Raises ExportError if the importer does not read this
    container."""
    container = seen.probe.container
    if container not in importer.containers:
        raise ExportError(
            "container_other",
            path=seen.probe.name,
            found=container.value,
            importer=importer.name,
            expected=", ".join(sorted(c.value for c in importer.containers)),
        )
    if container == Container.LINES:
        yield from read_lines(path, seen.encoding or "utf-8", importer, settings)
    elif container == Container.DOCUMENT:
        yield read_document(path, seen.encoding or "utf-8", importer)
    elif container == Container.DATABASE:
        yield from read_database(path, importer)
    elif seen.sheet is not None:
        yield read_sheet(seen.sheet, importer)
    else:
        yield from read_cells(path, seen.encoding or "utf-8", importer, settings)


def parsed(
    path: Path, seen: Look, importer: Importer, sha256: str, hints: Hints, settings: Settings
) -> Iterator[Parsed]:
    """The tables of a file, block by block; each block adds up: records = events + rejected + other.

    A block is drafted on a second thread while the next is read; order stays that of the file.
    """
    with ThreadPoolExecutor(1) as pool:
        waiting: deque[Future[Parsed]] = deque()
        for block in blocks(path, seen, importer, settings):
            waiting.append(pool.submit(parse, block, importer, sha256, hints, settings))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
