"""Pictures that people put in: only whole PNGs, with nothing in them but the picture; a changed file is not printed."""

import hashlib
import struct
import zlib
from pathlib import Path

import pytest

from analytics.model.errors import CaseError
from analytics.store.report_pictures import keep_picture, pictures, plain_png
from analytics.store.reviews import WITHDRAWN, Entry, breaks, record


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 3, height: int = 2, extra: bytes = b"", rows: bytes | None = None) -> bytes:
    """A grey picture, written by the specification (https://www.w3.org/TR/png/)."""
    data = zlib.compress(
        rows
        if rows is not None
        else b"".join(b"\0" + bytes(k % 256 for k in range(width)) for _ in range(height))
    )
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_picture_is_kept_by_its_hash_and_named_by_an_entry(tmp_path: Path) -> None:
    done = keep_picture(tmp_path, png(), "  a\ncaption ", "/en/spread?root=weibo:1", "examiner")
    found = pictures(tmp_path)[0]
    assert found.sha256 == hashlib.sha256(png()).hexdigest() and found.data == png() and found.size == (3, 2)
    assert (found.caption, found.link, found.author, found.number) == (
        "a caption",
        "/en/spread?root=weibo:1",
        "examiner",
        done.number,
    )
    assert not breaks(tmp_path)


def test_words_hidden_in_a_picture_are_left_out() -> None:
    assert plain_png(png(extra=chunk(b"tEXt", b"Comment\0somebody")))[0] == png()


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"GIF89a",
        png()[:-1],
        png() + b"<script>",
        png().replace(b"IDAT", b"IDAX"),
        png(20_000, 1),
        png(rows=b"\0" * 10_000_000),
        png(rows=b""),
        b"<svg onload=alert(1)>",
    ],
)
def test_what_is_no_whole_picture_is_refused_and_nothing_is_kept(tmp_path: Path, bad: bytes) -> None:
    with pytest.raises(CaseError, match="PNG"):
        keep_picture(tmp_path, bad, "caption", "", "examiner")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("caption", "author"), [("", "a"), (" \n", "a"), ("x" * 401, "a"), ("x", " ")])
def test_a_picture_needs_a_caption_and_an_author(tmp_path: Path, caption: str, author: str) -> None:
    with pytest.raises(CaseError):
        keep_picture(tmp_path, png(), caption, "", author)
    assert list(tmp_path.iterdir()) == []


def test_a_withdrawn_picture_leaves_and_a_changed_file_is_not_shown(tmp_path: Path) -> None:
    first = keep_picture(tmp_path, png(), "one", "", "a")
    keep_picture(tmp_path, png(4, 4), "two", "", "b")
    record(tmp_path, Entry("note", "case", WITHDRAWN, None, "a", supersedes=first.entry_sha256))
    assert [one.caption for one in pictures(tmp_path)] == ["two"]
    file = tmp_path / "pictures" / f"{pictures(tmp_path)[0].sha256}.png"
    file.write_bytes(png(5, 5))
    assert [one.data for one in pictures(tmp_path)] == [None]
