"""Which encoding a text file is in, and its content as UTF-8 chunks of whole lines."""

import codecs
import mmap
import re
from collections.abc import Iterator
from pathlib import Path

LOOK_BYTES = 4 * 2**20
_LONE_CR = re.compile(rb"\r(?!\n)")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(head: bytes) -> str:
    """utf-8, utf-8-sig, utf-16 or gb18030, from the first bytes of a file.

    Without a byte order mark: UTF-8 unless most lines that hold other than ASCII are broken as UTF-8 and the
        whole reads as GB18030. A few broken lines do not make a file GB18030; they are rejected one by one.

    >>> encoding_of("转发微博".encode("gb18030"))
    'gb18030'
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if _decodes(head, "utf-8"):
        return "utf-8"
    lines = [line for line in head.split(b"\n")[:-1] or [head] if not line.isascii()]
    broken = sum(not _decodes(line, "utf-8") for line in lines)
    return "gb18030" if 2 * broken > len(lines) and _decodes(head, "gb18030") else "utf-8"


def _decodes(head: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def head_of(path: Path) -> bytes:
    """The first 4 MiB of a file."""
    with path.open("rb") as file:
        return file.read(LOOK_BYTES)


def utf8_chunks(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file as UTF-8, in chunks that end with a line (or the file); a lone CR becomes a line end.

    Bytes that are not valid in `encoding` pass unchanged for utf-8 (the reader rejects the line) and become
    U+FFFD for the others.
    """
    if encoding.startswith("utf-8"):
        yield from _mapped(path, len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0, size)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = b""
    with path.open("rb") as file:
        while block := file.read(size):
            data = rest + decoder.decode(block).encode()
            end = data.rfind(b"\n") + 1
            rest = data[end:]
            if end:
                yield _one_line_end(data[:end])
    if rest:
        yield _one_line_end(rest)


def _mapped(path: Path, start: int, size: int) -> Iterator[bytes]:
    """Chunks of a UTF-8 file, each copied once from the mapped file."""
    if path.stat().st_size <= start:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        while start < len(data):
            end = start + size
            if end < len(data):
                back = data.rfind(b"\n", start, end) + 1
                ahead = 0 if back else data.find(b"\n", end) + 1
                end = back or ahead or len(data)
            yield _one_line_end(data[start : min(end, len(data))])
            done = min(end, len(data)) // mmap.PAGESIZE * mmap.PAGESIZE
            if done:  # what was read need not stay in memory
                data.madvise(mmap.MADV_DONTNEED, 0, done)
            start = end


def _one_line_end(data: bytes) -> bytes:
    return _LONE_CR.sub(b"\n", data) if b"\r" in data else data
