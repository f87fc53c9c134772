"""JSON documents: one value, an array, or several values one after the other; each record with its place."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analytics.importing.encoding import LOOK_BYTES
from analytics.importing.importer import Importer
from analytics.importing.json_stream import BLANK, Piece, pieces
from analytics.importing.raw_batch import (
    RawBatch,
    UnreadableRecord,
    as_text,
    cut,
    frame_of,
    loads,
    mended_escapes,
    unread_line,
    unwrapped,
)

# What tells a record of somebody's act from pictures, places and settings that lie beside it.
_ID = frozenset(
    (
        *("id", "idstr", "id_str", "mid", "_id", "bid", "cid", "rpid", "rest_id", "comment_id", "tweet_id"),
        *("note_id", "aweme_id", "content_id"),
    )
)
_WORDS = frozenset(
    ("text", "full_text", "text_raw", "raw_text", "content", "body", "message", "content_text", "desc")
)
_WHO_WHEN = frozenset(
    (
        *(
            "created_at",
            "create_time",
            "created_time",
            "created_utc",
            "createdAt",
            "publish_time",
            "timestamp",
        ),
        *("user", "user_id", "uid", "author", "author_id", "comment_user", "from_id", "screen_name"),
    )
)
_BATCH_BYTES = 2**24  # Of a long document, what one block holds.


class Rows(NamedTuple):
    """The rows of a JSON text: the elements of its arrays, and its other values.

    rest: what could not be read, from there to the end; "" if all could. mended: escapes put right.
    """

    values: list[Any]
    rest: str = ""
    mended: int = 0


def rows_of(text: str) -> Rows:
    """The rows of a JSON text: an array's elements, one value, or several values one after the other; the
    whole elements of an array that was cut off or is broken.

    Raises RecursionError for one that is nested too deeply.

    >>> rows_of('[{"a": "1"}, {"a": ').values, rows_of('{"a": 1}\\n{"a": 2}').values
    ([{'a': '1'}], [{'a': '1'}, {'a': '2'}])
    """
    text, mended = mended_escapes(text)
    try:
        value = loads(text)
    except ValueError:
        values, rest = _one_by_one(text)
        return Rows(values, rest, mended)
    return Rows(value if isinstance(value, list) else [value], "", mended)


def _one_by_one(text: str) -> tuple[list[Any], str]:
    """Values one after the other, and what is left of the text where one breaks."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
    found: list[Any] = []
    at = 0
    while (begin := _next(text, at, BLANK)) < len(text):
        try:
            value, at = decoder.raw_decode(text, begin)
        except ValueError:
            if text[begin] != "[":
                return found, text[begin:]
            elements, rest = _elements(text, begin + 1, decoder)
            return found + elements, rest
        found.extend(value if isinstance(value, list) else [value])
    return [unwrapped(value) for value in found] if '"$' in text else found, ""


def _elements(text: str, at: int, decoder: json.JSONDecoder) -> tuple[list[Any], str]:
    """The whole elements of an array that breaks somewhere, and the text from there."""
    found: list[Any] = []
    while True:
        begin = _next(text, at, BLANK + ",")
        if begin >= len(text):
            return found, text[at:].strip(BLANK + ",")
        try:
            value, at = decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            return found, text[at:]
        found.append(value)


def _next(text: str, at: int, blank: str) -> int:
    while at < len(text) and text[at] in blank:
        at += 1
    return at


def read_document(
    path: Path, encoding: str, importer: Importer, rows: Rows | None = None
) -> Iterator[RawBatch]:
    """The records of a JSON document, block by block.

    A row is an element of a top-level array, one of several values, or 0; the pointer starts there. rows:
    those that a look has read already.
    """
    if rows is None and path.stat().st_size > LOOK_BYTES:
        yield from _streamed(path, encoding, importer)
        return
    if rows is None:
        raw = path.read_bytes()
        try:
            text = raw.decode(encoding, "strict" if encoding.startswith("utf") else "replace")
            rows = rows_of(text)
        except UnicodeDecodeError:
            yield _nothing(importer, "not_utf8", raw.decode("utf-8", "backslashreplace"))
            return
        except RecursionError:
            yield _nothing(importer, "too_deep", text)
            return
    bad = [UnreadableRecord(len(rows.values), "", "not_json", cut(rows.rest))] if rows.rest else []
    yield _batch(list(enumerate(rows.values)), bad, rows.mended, importer)


def _streamed(path: Path, encoding: str, importer: Importer) -> Iterator[RawBatch]:
    """The records of a long document: what one block holds is all that is held."""
    rows: list[tuple[int, Any]] = []
    bad: list[UnreadableRecord] = []
    mended, bytes_n = 0, 0
    for row, piece in enumerate(pieces(path, encoding)):
        if piece.reason:
            bad.append(_unread(row, piece))
        else:
            rows.append((row, piece.value))
        mended += piece.mended
        bytes_n += piece.bytes_n
        if bytes_n >= _BATCH_BYTES:
            yield _batch(rows, bad, mended, importer)
            rows, bad, mended, bytes_n = [], [], 0, 0
    if rows or bad:
        yield _batch(rows, bad, mended, importer)


def _unread(row: int, piece: Piece) -> UnreadableRecord:
    if piece.long is not None:
        return unread_line(row, piece.long)
    return UnreadableRecord(row, "", piece.reason, cut(piece.raw))


def _batch(
    rows: list[tuple[int, Any]], bad: list[UnreadableRecord], mended: int, importer: Importer
) -> RawBatch:
    """Rows with their numbers as a block, those too in which nothing is found."""
    found: list[tuple[int, str, str, dict[str, Any]]] = []
    other: Counter[str] = Counter()
    bad = list(bad)
    for row, item in rows:
        records = [(row, *record) for record in records_in(item, importer)]
        found.extend(records)
        if records:
            other.update(unread_in(item, importer, {pointer for _, pointer, _, _ in records}))
        else:
            bad.append(UnreadableRecord(row, "", "no_record", cut(as_text(item) or "null")))
    marks = {"escape": mended} if mended else {}
    return RawBatch(frame_of(found, importer.fields), bad, _raw_of(found), dict(other), marks)


def _raw_of(
    found: list[tuple[int, str, str, dict[str, Any]]],
) -> Callable[[Sequence[tuple[int, str]]], list[str]]:
    def raw_of(keys: Sequence[tuple[int, str]]) -> list[str]:
        at = {(row, pointer): record for row, pointer, _, record in found}
        return [cut(json.dumps(at[key], ensure_ascii=False)) for key in keys]

    return raw_of


def _nothing(importer: Importer, reason: str, text: str) -> RawBatch:
    return RawBatch(frame_of([], importer.fields), [UnreadableRecord(0, "", reason, cut(text))])


def records_in(value: Any, importer: Importer) -> list[tuple[str, str, dict[str, Any]]]:
    """The records that an importer finds in a row: (JSON pointer from the row, kind, record)."""
    if importer.walk is not None:
        return list(importer.walk(value))
    return [("", "record", value)] if isinstance(value, dict) else []


def unread_in(value: Any, importer: Importer, read: set[str]) -> Counter[str]:
    """Records of acts inside a row that its importer does not read: where they stand, without the numbers of
    elements -> how many.

    read: pointers of those that it does. What it reads a field of ("reply_comment._id") is read too.
    """
    if importer.walk is None:
        steps = (name.split(".") for name in importer.fields)
        read = read | {"/" + "/".join(s[:k]) for s in steps for k in range(1, len(s))}
    found: Counter[str] = Counter()
    waiting: list[tuple[Any, str, str]] = [(value, "", "")]
    while waiting:
        one, pointer, place = waiting.pop()
        if isinstance(one, list):
            waiting += [(v, f"{pointer}/{k}", place) for k, v in enumerate(one) if isinstance(v, dict | list)]
        else:
            if pointer not in read and is_act(one):
                found[place or "/"] += 1
            waiting += [
                (v, f"{pointer}/{k}", f"{place}/{k}")
                for k, v in one.items()
                if isinstance(v, dict | list) and v
            ]
    return found


def is_act(value: dict[str, Any]) -> bool:
    """Whether an object looks like the record of somebody's act: an id, words, and somebody or a moment."""
    keys = value.keys()
    return not (keys.isdisjoint(_ID) or keys.isdisjoint(_WORDS) or keys.isdisjoint(_WHO_WHEN))
