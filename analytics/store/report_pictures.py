"""Pictures that people put into the report: CASE/pictures/<sha256>.png, each named by an entry of the review.

The entry is a note on the case with the value picture:<sha256>; its note is the caption and, on the last
line, the link of the view that the picture shows. It is append-only and chained like every entry; one that is
withdrawn leaves the report.
"""

import hashlib
import os
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analytics.model.errors import CaseError
from analytics.store.reviews import WITHDRAWN, Entry, history, record

FOLDER = "pictures"
VALUE = "picture:"
BYTES_MAX = 12 * 2**20  # A screen of 4,000 by 3,000 pixels takes less.
SIDE_MAX = 10_000  # Pixels: as far as typesetters and browsers draw.
PIXELS_MAX = 40_000_000  # A typesetter holds 4 bytes of each.
CAPTION_MAX = 400
_HEAD = b"\x89PNG\r\n\x1a\n"
_KEPT = (
    b"IHDR",
    b"PLTE",
    b"tRNS",
    b"IDAT",
    b"IEND",
)  # What makes the picture; words and other chunks are left out.


@dataclass(frozen=True)
class Picture:
    """A picture in the report.

    data: its bytes; None if the file is gone or is not the one that the entry names.
    number: of its entry in the review.
    size: width and height in pixels.
    """

    sha256: str
    caption: str
    link: str
    author: str
    at: datetime
    number: int
    data: bytes | None
    size: tuple[int, int] = (0, 0)


def keep_picture(folder: Path, png: bytes, caption: str, link: str, author: str) -> Entry:
    """Put a picture into the case in `folder`: first the file, then the entry that names it.

    Returns the entry as recorded. Raises CaseError if it is no whole PNG, too large, or lacks a caption or an
    author; nothing is kept then.
    """
    plain, _ = plain_png(png)
    caption, link = " ".join(caption.split()), " ".join(link.split())
    if not caption or len(caption) > CAPTION_MAX:
        raise CaseError("picture_caption", most=CAPTION_MAX)
    if not author.strip():
        raise CaseError("review_empty", field="author")
    sha256 = hashlib.sha256(plain).hexdigest()
    file = folder / FOLDER / f"{sha256}.png"
    try:
        file.parent.mkdir(exist_ok=True)
        draft = file.with_name(f".{sha256}.{os.getpid()}")
        draft.write_bytes(plain)
        draft.replace(file)
    except OSError as fault:
        raise CaseError("cannot_write", path=file, found=fault.strerror or fault) from None
    return record(folder, Entry("note", "case", VALUE + sha256, f"{caption}\n{link}", author.strip()))


def pictures(folder: Path) -> list[Picture]:
    """List the pictures of a case in the order in which they were put in, without those withdrawn."""
    entries = history(folder)
    replaced = set(entries["supersedes"].drop_nulls())
    found = []
    for row in entries.iter_rows(named=True):
        value = row["value"]
        if (
            row["kind"] == "note"
            and value != WITHDRAWN
            and value.startswith(VALUE)
            and row["entry_sha256"] not in replaced
        ):
            caption, _, link = (row["note"] or "").rpartition("\n")
            data, size = _read(folder, value.removeprefix(VALUE))
            found.append(
                Picture(
                    value.removeprefix(VALUE),
                    caption,
                    link,
                    row["author"],
                    row["at"],
                    row["number"],
                    data,
                    size,
                )
            )
    return found


def _read(folder: Path, sha256: str) -> tuple[bytes | None, tuple[int, int]]:
    """The file of a hash and its size in pixels; None if it is not the one that was put in."""
    file = folder / FOLDER / f"{sha256}.png"
    if not sha256.isalnum() or not file.is_file():
        return None, (0, 0)
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        return None, (0, 0)
    return plain_png(data)


def plain_png(data: bytes) -> tuple[bytes, tuple[int, int]]:
    """Reduce a PNG to what makes the picture, with its width and height.

    Every checksum is recomputed. Raises CaseError if `data` is no whole PNG, or larger than a report can
    take.
    """
    if len(data) > BYTES_MAX or not data.startswith(_HEAD):
        raise CaseError("picture_unreadable", most=BYTES_MAX // 2**20)
    at, kept, size, last = len(_HEAD), [_HEAD], (0, 0), b""
    while at + 12 <= len(data):
        n = struct.unpack(">I", data[at : at + 4])[0]
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + n]
        if data[at + 8 + n : at + 12 + n] != struct.pack(">I", zlib.crc32(name + body)):
            break
        if name == b"IHDR" and n == 13 and not last:
            size = struct.unpack(">II", body[:8])
        if name in _KEPT:
            kept.append(data[at : at + 12 + n])
        at, last = at + 12 + n, name
    is_whole = last == b"IEND" and at == len(data) and 0 < size[0] <= SIDE_MAX and 0 < size[1] <= SIDE_MAX
    if (
        not is_whole
        or size[0] * size[1] > PIXELS_MAX
        or not _unpacks(b"".join(p[8:-4] for p in kept[1:] if p[4:8] == b"IDAT"), size)
    ):
        raise CaseError("picture_unreadable", most=BYTES_MAX // 2**20)
    return b"".join(kept), size


def _unpacks(packed: bytes, size: tuple[int, int]) -> bool:
    """Whether the packed rows unpack to something of the size of a picture, no more, without a fault."""
    engine, most, n = (
        zlib.decompressobj(),
        size[1] * (1 + 8 * size[0]) + 2**16,
        0,
    )  # 8 bytes: four channels of 16 bits.
    try:
        while packed and not engine.eof and n <= most:
            n += len(engine.decompress(packed, 2**20))
            packed = engine.unconsumed_tail
    except zlib.error:
        return False
    return engine.eof and size[1] <= n <= most
