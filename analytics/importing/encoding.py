"""Which encoding a text file is in, and its content as UTF-8 chunks of whole lines."""

import codecs
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from analytics.model.thresholds import ReadingLimits

LOOK_BYTES = 4 * 2**20
LINE_BYTES_MAX = ReadingLimits.line_bytes_max
HEAD_BYTES = 2**18  # What is kept of a longer line: more than a table of rejected records shows.
_LONE_CR = re.compile(rb"\r(?!\n)")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(head: bytes) -> str:
    """utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be or gb18030, from the first bytes of a file.

    Without a byte order mark: UTF-16 where every second byte of a line's beginning is zero; else UTF-8 unless
        most lines that hold other than ASCII are broken as UTF-8 and the whole reads as GB18030. A few broken
        lines do not make a file GB18030; they are rejected one by one.

    >>> encoding_of("转发微博".encode("gb18030")), encoding_of("id,name".encode("utf-16-le"))
    ('gb18030', 'utf-16-le')
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if wide := _without_mark(head):
        return wide
    if _decodes(head, "utf-8"):
        return "utf-8"
    lines = [line for line in head.split(b"\n")[:-1] or [head] if not line.isascii()]
    broken = sum(not _decodes(line, "utf-8") for line in lines)
    return "gb18030" if 2 * broken > len(lines) and _decodes(head, "gb18030") else "utf-8"


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: a table or JSON text begins with at least two ASCII characters."""
    if head[:1] != b"\0" and head[1:2] == head[3:4] == b"\0" and head[2:3] not in (b"", b"\0"):
        return "utf-16-le"
    if head[1:2] != b"\0" and head[:1] == head[2:3] == b"\0" and head[3:4] not in (b"", b"\0"):
        return "utf-16-be"
    return None


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


class LongLine(NamedTuple):
    """A line that is too long to be read: its beginning as UTF-8, and its bytes without its end."""

    head: bytes
    bytes_n: int

    @property
    def reason(self) -> str:
        """Why it is not read, as a reason code."""
        return f"line_long:{self.bytes_n}/{LINE_BYTES_MAX}"


def utf8_chunks(path: Path, encoding: str, size: int) -> Iterator[bytes | LongLine]:
    """The file as UTF-8, in chunks that end with a line (or the file); a lone CR becomes a line end.

    Bytes that are not valid in `encoding` pass unchanged for utf-8 (the reader rejects the line) and become
    U+FFFD for the others. A line of more than LINE_BYTES_MAX bytes is never held: a LongLine stands for it,
    so that no line can take all memory. size: bytes of a chunk; LINE_BYTES_MAX, if it is more.
    """
    size = min(size, LINE_BYTES_MAX)
    if encoding.startswith("utf-8"):
        yield from _mapped(path, len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0, size)
    else:
        yield from _decoded(path, encoding, size)


def _decoded(path: Path, encoding: str, size: int) -> Iterator[bytes | LongLine]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, long = b"", 0  # long: bytes so far of a line that is not read; `rest` is its head
    with path.open("rb") as file:
        while block := file.read(size):
            data = decoder.decode(block).encode()
            if long:
                end = data.find(b"\n")
                long += len(data) if end < 0 else end
                if end < 0:
                    continue
                yield LongLine(rest, long)
                rest, long, data = b"", 0, data[end + 1 :]
            data = rest + data
            first = data.find(b"\n")
            if first > LINE_BYTES_MAX:
                yield LongLine(data[:HEAD_BYTES], first)
                data = data[first + 1 :]
            end = data.rfind(b"\n") + 1
            rest = data[end:]
            if end:
                yield _one_line_end(data[:end])
            if len(rest) > LINE_BYTES_MAX:
                rest, long = rest[:HEAD_BYTES], len(rest)
    if long:
        yield LongLine(rest, long)
    elif rest:
        yield _one_line_end(rest)


def _mapped(path: Path, start: int, size: int) -> Iterator[bytes | LongLine]:
    """Chunks of a UTF-8 file, each copied once from the mapped file."""
    if path.stat().st_size <= start:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        while start < len(data):
            stop = _lines_end(data, start, size)
            if stop is not None:
                yield _one_line_end(data[start:stop])
            else:
                end = _feed_after(data, start + LINE_BYTES_MAX)
                yield LongLine(data[start : min(start + HEAD_BYTES, end)], end - start)
                stop = min(end + 1, len(data))
            _forget(data, stop)
            start = stop


def _lines_end(data: mmap.mmap, start: int, size: int) -> int | None:
    """Where a chunk of about `size` bytes from `start` ends; None where a line begins that is too long."""
    if start + size >= len(data):
        return len(data)
    most = start + LINE_BYTES_MAX + 1
    end = data.rfind(b"\n", start, start + size) + 1 or data.find(b"\n", start + size, most) + 1
    return end or (None if most <= len(data) else len(data))


def _feed_after(data: mmap.mmap, at: int) -> int:
    """Where the next line feed stands from `at` on, or the end; each step of the search is let go again."""
    while at < len(data):
        found = data.find(b"\n", at, at + LINE_BYTES_MAX)
        if found >= 0:
            return found
        at += LINE_BYTES_MAX
        _forget(data, at)
    return len(data)


def _forget(data: mmap.mmap, end: int) -> None:
    """What was read of a mapped file need not stay in memory."""
    if done := min(end, len(data)) // mmap.PAGESIZE * mmap.PAGESIZE:
        data.madvise(mmap.MADV_DONTNEED, 0, done)


def _one_line_end(data: bytes) -> bytes:
    return _LONE_CR.sub(b"\n", data) if b"\r" in data else data
