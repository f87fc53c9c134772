"""Which encoding a text file is in, and its content as UTF-8 chunks of whole lines."""

import codecs
import mmap
import re
from collections.abc import Iterator
from pathlib import Path

LOOK_BYTES = 4 * 2**20
LINE_BYTES_MAX = 64 * 2**20  # A longer line is no record of any tool known; what is read of it bounds memory.
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


def utf8_chunks(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file as UTF-8, in chunks that end with a line (or the file); a lone CR becomes a line end.

    Bytes that are not valid in `encoding` pass unchanged for utf-8 (the reader rejects the line) and become
    U+FFFD for the others. A line of more than LINE_BYTES_MAX bytes is cut to that many (`is_cut` tells), so
    that no line can take all memory.
    """
    if encoding.startswith("utf-8"):
        yield from _mapped(path, len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0, size)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, skipping = b"", False
    with path.open("rb") as file:
        while block := file.read(size):
            data = rest + decoder.decode(block).encode()
            if skipping:  # what follows of a line that was cut
                data = data[data.find(b"\n") + 1 :] if b"\n" in data else b""
                skipping = not data
            end = data.rfind(b"\n") + 1
            rest = data[end:]
            if end:
                yield _one_line_end(data[:end])
            if len(rest) > LINE_BYTES_MAX:
                yield rest[:LINE_BYTES_MAX] + b"\n"
                rest, skipping = b"", True
    if rest:
        yield _one_line_end(rest)


def is_cut(line: bytes) -> bool:
    """Whether a line (without its end) was longer than LINE_BYTES_MAX and has been cut."""
    return len(line) >= LINE_BYTES_MAX


def _mapped(path: Path, start: int, size: int) -> Iterator[bytes]:
    """Chunks of a UTF-8 file, each copied once from the mapped file."""
    if path.stat().st_size <= start:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        while start < len(data):
            stop, follows = _line_end(data, start, size)
            chunk = _one_line_end(data[start:stop])
            yield chunk if follows == stop else chunk + b"\n"
            done = follows // mmap.PAGESIZE * mmap.PAGESIZE
            if done:  # what was read need not stay in memory
                data.madvise(mmap.MADV_DONTNEED, 0, done)
            start = follows


def _line_end(data: mmap.mmap, start: int, size: int) -> tuple[int, int]:
    """Where a chunk of about `size` bytes from `start` ends, and where the next begins: further on, if a line
    had to be cut."""
    if start + size >= len(data):
        return len(data), len(data)
    if back := data.rfind(b"\n", start, start + size) + 1:
        return back, back
    most = max(start + LINE_BYTES_MAX, start + size)
    if ahead := data.find(b"\n", start + size, most) + 1:
        return ahead, ahead
    if most >= len(data):
        return len(data), len(data)
    return most, data.find(b"\n", most) + 1 or len(data)


def _one_line_end(data: bytes) -> bytes:
    return _LONE_CR.sub(b"\n", data) if b"\r" in data else data
