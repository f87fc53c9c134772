"""Files that a browser hands over, written to the disk piece by piece, until an import takes them.

    CASE/dashboard/incoming/<id>/<k>/<name>      the k-th file, whole
    CASE/dashboard/incoming/<id>/<k>/.part       the same while it comes in

No piece is larger than PIECE_MAX, so the memory needed does not grow with the file. A piece goes to the end
of its file and says where that is: a lost or doubled piece is refused, never joined wrongly. A file counts
only when it is whole.
"""

import json
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dash import Dash
from flask import Flask, Response, request

from analytics.model.errors import CaseError, WakelineError
from analytics.model.messages import LANGS
from analytics.model.untrusted_text import has_lone_surrogate
from dashboards.case_session import CaseSession

PIECE_MAX = 16 * 2**20  # Bytes of a piece: the browser sends 8 MiB.
NAME_MAX = 200  # Bytes of a name in UTF-8: file systems take 255, the evidence keeps some room.
FILES_MAX = 2_000
SPARE = 256 * 2**20  # Bytes that stay free on the disk.
_PART = ".part"
_ID = re.compile(r"[0-9a-f]{16}")
_STEP = 2**18


def folder_of(case_folder: Path, id_: str) -> Path:
    """Where the files of one handing-over lie. Raises CaseError if there is none of that id."""
    place = case_folder / "dashboard" / "incoming" / id_
    if not _ID.fullmatch(id_) or not place.is_dir():
        raise CaseError("incoming_gone")
    return place


def begin(case_folder: Path, bytes_n: int) -> str:
    """Make room for files of that many bytes in all; the id to hand them over under.

    Raises CaseError if the disk has too little room: they are kept twice until the import is through.
    """
    top = case_folder / "dashboard" / "incoming"
    try:
        top.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(top).free
        if 2 * bytes_n + SPARE > free:
            raise CaseError("incoming_no_room", found=f"{bytes_n / 1e9:.1f}", free=f"{free / 1e9:.1f}")
        id_ = secrets.token_hex(8)
        (top / id_).mkdir()
    except OSError as fault:
        raise CaseError("cannot_write", path=top, found=fault.strerror or fault) from None
    return id_


def handed_over(place: Path) -> list[Path]:
    """The files that came in whole, in the order in which they were handed over."""
    return [
        file
        for _, file in sorted(
            (int(file.parent.name), file) for file in place.glob("*/*") if file.name != _PART
        )
    ]


@dataclass(frozen=True)
class Piece:
    """`length` bytes of a file of `size` bytes, which belong at `offset`."""

    offset: int
    size: int
    stream: IO[bytes]
    length: int


def add(place: Path, k: int, name: str, piece: Piece) -> int:
    """Put a piece at the end of the k-th file, called `name`; bytes it has now.

    Raises CaseError for a name that cannot be kept as it is, or a piece that does not fit where it is said to
    go.
    """
    if not 0 <= k < FILES_MAX:
        raise CaseError("incoming_many", most=FILES_MAX)
    offset, length, size = piece.offset, piece.length, piece.size
    file = place / str(k) / checked(name)
    draft = file.with_name(_PART)
    have = draft.stat().st_size if draft.exists() else 0
    if file.exists() or offset != have or not 0 < length <= PIECE_MAX or offset + length > size:
        raise CaseError("incoming_piece", name=name, found=offset, expected=have)
    try:
        file.parent.mkdir(exist_ok=True)
        with draft.open("ab") as out:
            left = length
            while left and (block := piece.stream.read(min(_STEP, left))):
                out.write(block)
                left -= len(block)
            if left:  # The connection broke: the piece is taken back, so that it can be sent again.
                out.truncate(have)
                raise CaseError("incoming_piece", name=name, found=offset, expected=have)
        if offset + length == size:
            draft.replace(file)
    except OSError as fault:
        raise CaseError("cannot_write", path=file, found=fault.strerror or fault) from None
    return offset + length


def checked(name: str) -> str:
    """The name of a file, if it can be kept as it is: it is shown to a court, and hints are read from it.

    Raises CaseError for a path, a name of dots, controls or marks that reorder a line, or one that is too
    long.

    >>> checked("comment_5140612562168253.jsonl")
    'comment_5140612562168253.jsonl'
    """
    bad = not name.strip(". ") or name.startswith(".") or any(c in "/\\" or not c.isprintable() for c in name)
    if bad or len(name.encode("utf-8", "surrogatepass")) > NAME_MAX or has_lone_surrogate(name):
        raise CaseError("incoming_name", name=ascii(name)[:80], most=NAME_MAX)
    return name


def drop(case_folder: Path, id_: str) -> None:
    """Let go of what was handed over under that id."""
    if _ID.fullmatch(id_):
        shutil.rmtree(case_folder / "dashboard" / "incoming" / id_, ignore_errors=True)


def drop_others(case_folder: Path, id_: str) -> None:
    """Let go of whatever was handed over under other ids: it was looked at and not imported."""
    for place in (case_folder / "dashboard" / "incoming").glob("*"):
        if place.name != id_:
            drop(case_folder, place.name)


def connect_incoming(app: Dash, desk: CaseSession) -> None:
    """POST /wakeline/incoming?bytes=N gives an id; POST /wakeline/incoming/<id>?file=&name=&offset=&size=
    takes a piece; DELETE lets go."""
    server: Flask = app.server

    def answer(value: dict[str, Any], status: int = 200) -> Response:
        return Response(json.dumps(value, ensure_ascii=False), status=status, mimetype="application/json")

    def refused(fault: WakelineError) -> Response:
        lang = request.args.get("lang", "")
        return answer({"fault": fault.text(lang if lang in LANGS else "zh")}, 409)

    @server.route("/wakeline/incoming", methods=["POST"])
    def opened() -> Response:
        try:
            return answer({"id": begin(desk.folder, max(request.args.get("bytes", 0, int), 0))})
        except WakelineError as fault:
            return refused(fault)

    @server.route("/wakeline/incoming/<id_>", methods=["POST", "DELETE"])
    def piece(id_: str) -> Response:
        try:
            if request.method == "DELETE":
                drop(desk.folder, id_)
                return answer({})
            k, offset, size = (request.args.get(name, -1, int) for name in ("file", "offset", "size"))
            have = add(
                folder_of(desk.folder, id_),
                k,
                request.args.get("name", ""),
                Piece(offset, size, request.stream, request.content_length or 0),
            )
            return answer({"have": have})
        except WakelineError as fault:
            return refused(fault)
