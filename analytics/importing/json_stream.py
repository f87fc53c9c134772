"""A long JSON document, value by value: no more of it is held than one value and one reading step."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analytics.importing.encoding import HEAD_BYTES, LINE_BYTES_MAX, LongLine
from analytics.importing.raw_batch import mended_escapes, unwrapped

BLANK = " \t\r\n\ufeff\x00\x1e"
_STEP = 2**22
_NEAR = 16  # Characters at the end of what is held in which a fault may be a cut, not a break.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)


class Piece(NamedTuple):
    """One value of a document, or what hinders that it is read.

    reason: "" for a value; "not_json" (nothing after it is read), "not_utf8", "too_deep", or that of a
    LongLine. raw: the text of what is not read, or its beginning. mended: escapes put right in it.
    bytes_n: about its length.
    """

    value: Any
    reason: str = ""
    raw: str = ""
    mended: int = 0
    bytes_n: int = 0
    long: LongLine | None = None


def pieces(path: Path, encoding: str) -> Iterator[Piece]:
    """The elements of the arrays at the top of a JSON text, and its other values, in order.

    A value of more than LINE_BYTES_MAX bytes is passed over and told by its length; so is one that is nested
    too deeply, or holds bytes that are not of the encoding. Where the text breaks, all the rest is one piece.
    """
    text = _Text(path, encoding)
    in_array = False
    while text.next(BLANK + "," if in_array else BLANK):
        sign = text.held[text.at]
        if sign == ("]" if in_array else "["):
            in_array = not in_array
            text.at += 1
            continue
        piece = text.value()
        yield piece
        if piece.reason == "not_json":
            return


class _Text:
    """What is held of a text file: `held`, of which everything before `at` is done with."""

    def __init__(self, path: Path, encoding: str) -> None:
        is_utf = encoding.startswith("utf-8")
        self.codec = "utf-8" if is_utf else encoding
        self.errors = "surrogateescape" if is_utf else "replace"
        self.decoder = codecs.getincrementaldecoder(self.codec)(self.errors)
        self.file = path.open("rb")
        self.held, self.at, self.mended = "", 0, 0
        self.is_whole = False

    def more(self, size: int) -> bool:
        """Read on; False at the end of the file."""
        block = self.file.read(size)
        new = self.decoder.decode(block, final=not block)
        if not block:
            self.is_whole = True
            self.file.close()
        self.held, self.at = self.held[self.at :] + new, 0
        return bool(new) or not self.is_whole

    def next(self, blank: str) -> bool:
        """Go to the next character that is not in `blank`; False at the end of the file."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in blank:
                self.at += 1
            if self.at < len(self.held):
                return True
            if self.is_whole or not self.more(_STEP):
                return False

    def value(self) -> Piece:
        """The value that begins here."""
        self.mended = 0
        while True:
            try:
                value, end = _DECODER.raw_decode(self.held, self.at)
            except RecursionError:
                return self._passed("too_deep")
            except json.JSONDecodeError as fault:
                if not self._may_go_on(fault):
                    return Piece(None, "not_json", self.held[self.at : self.at + HEAD_BYTES])
                if len(self.held) - self.at > LINE_BYTES_MAX:
                    return self._passed()
                continue
            if end > len(self.held) - _NEAR and not self.is_whole and self.held[end - 1] not in '"]}':
                self.more(_STEP)  # A number may go on.
                continue
            raw = self.held[self.at : end]
            if 4 * len(raw) > LINE_BYTES_MAX and len(raw.encode("utf-8", self.errors)) > LINE_BYTES_MAX:
                return self._passed()
            self.at = end
            if not raw.isascii() and any("\udc80" <= c <= "\udcff" for c in raw):
                shown = raw.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
                return Piece(None, "not_utf8", shown)
            return Piece(unwrapped(value) if '"$' in raw else value, mended=self.mended, bytes_n=len(raw))

    def _may_go_on(self, fault: json.JSONDecodeError) -> bool:
        """Whether there is more to try: escapes to put right, or text to read on where the value was cut."""
        if "escape" in fault.msg and "\\x" in self.held[fault.pos - 2 : fault.pos + 4]:
            mended, n = mended_escapes(self.held[self.at :])
            self.held, self.at = mended, 0
            self.mended += n
            if n:
                return True
        is_cut = fault.msg.startswith("Unterminated") or fault.pos >= len(self.held) - _NEAR
        if not is_cut or self.is_whole:
            return False
        held_n = len(self.held) - self.at
        self.more(max(_STEP, min(held_n, LINE_BYTES_MAX + 1 - held_n)))
        return True

    def _passed(self, reason: str = "") -> Piece:
        """Go past a value that is not read, to where its brackets close."""
        from analytics.importing.json_end import value_end  # noqa: PLC0415 - a compiler, paid by who needs it

        head = self.held[self.at : self.at + HEAD_BYTES].encode("utf-8", self.errors)
        depth, quoted, escaped, bytes_n = 0, False, False, 0
        while True:
            data = self.held[self.at :].encode("utf-8", self.errors)
            end, depth, quoted, escaped = value_end(np.frombuffer(data, np.uint8), depth, quoted, escaped)
            if end >= 0 or self.is_whole:
                end = end if end >= 0 else len(data)
                self.held, self.at = data[end:].decode("utf-8", self.errors), 0
                long = LongLine(head, bytes_n + end)
                if reason:
                    return Piece(None, reason, head.decode("utf-8", "backslashreplace"))
                return Piece(None, long.reason, long=long)
            bytes_n += len(data)
            self.at = len(self.held)
            self.more(_STEP)
