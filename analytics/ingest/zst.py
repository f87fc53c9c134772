"""Zstandard files: opened with the window of the public Reddit dumps, and known to be whole before that."""

from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

from analytics.model.errors import ExportError

if find_spec("zstandard") is not None:
    import zstandard

MAGIC = b"\x28\xb5\x2f\xfd"
FAULTS = (zstandard.ZstdError,) if find_spec("zstandard") is not None else ()
_WINDOW_MAX = 2**31  # Bytes; what the public Reddit dumps are written with.
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_CHECKSUM = 4  # Bytes
_REPEATED = 1  # A block of one byte, repeated; all others hold as many bytes as they state.


def opened(path: Path, name: str) -> IO[bytes]:
    """The unpacked content of a Zstandard file, all frames of it.

    Raises ExportError if it was cut off (the decoder would end there without a word) or if the package
    zstandard is not installed; the reader raises one of FAULTS where a block is broken.
    """
    if find_spec("zstandard") is None:
        raise ExportError("zst_unreadable", path=name)
    if not is_whole(path):
        raise ExportError("archive_broken", path=name, found="cut off")
    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW_MAX)
    return cast(IO[bytes], reader.stream_reader(path.open("rb"), read_across_frames=True, closefd=True))


def is_whole(path: Path) -> bool:
    """Whether a file holds whole frames to its end: read from the sizes that each block states.

    Source: RFC 8878, sections 3.1.1 (frames, blocks) and 3.1.2 (skippable frames).
    """
    size = path.stat().st_size
    at = 0
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(18)
            if len(head) >= 8 and int.from_bytes(head[:4], "little") in _SKIPPABLE:
                at += 8 + int.from_bytes(head[4:8], "little")
            elif head[:4] == MAGIC:
                at = _frame_end(file, at, head[4] if len(head) > 4 else 0)
            else:
                return False
    return at == size


def _frame_end(file: IO[bytes], start: int, descriptor: int) -> int:
    """Where a frame ends; beyond the file's end, if it was cut off.

    The header is 1 byte, the window (0 or 1), the dictionary's id (0, 1, 2, 4) and the content's size
    (0, 1, 2, 4, 8), as the descriptor says; each block 3 bytes and its content.
    """
    is_single = bool(descriptor & 0x20)
    content = (1 if is_single else 0, 2, 4, 8)[descriptor >> 6]
    at = start + 4 + 1 + (not is_single) + (0, 1, 2, 4)[descriptor & 3] + content
    while True:
        file.seek(at)
        head = file.read(3)
        if len(head) < 3:
            return at + 3
        block = int.from_bytes(head, "little")
        at += 3 + (1 if block >> 1 & 3 == _REPEATED else block >> 3)
        if block & 1:
            return at + (_CHECKSUM if descriptor & 4 else 0)
