"""What exactly was written, in which versions, and who edited."""

from itertools import pairwise

import polars as pl

from analytics.questions.question import Asked, Question, accounts, line, records
from analytics.questions.topics._records import WHOLE
from analytics.report.blocks import Claim
from analytics.report.marks import marked, version_id
from analytics.report.placeholders import Foreign, Joined, Moment, Value
from analytics.report.timeline_data import Piece
from analytics.text.versions import Run, Version, compared


def text(asked: Asked) -> list[Claim]:
    """Tell every version of each item in full, then how many other records state the same, near or edited."""
    return [claim for piece in asked.facts.course.pieces for claim in _text(asked, piece)]


def _text(asked: Asked, piece: Piece) -> list[Claim]:
    if piece.event is None:
        return [
            line("text_absent", k=str(piece.number), what=Foreign(piece.what, 120)),
            *_copies(asked, piece),
        ]
    texts, event = piece.texts, piece.event
    head = line(
        "text_head",
        marked("versions", map(_id, texts)),
        k=str(piece.number),
        who=asked.facts.names.shown(event["account_id"]),
        id=Foreign(event["event_id"]),
        v=len(texts),
        what=Foreign(piece.what, 120),
    )
    return [head, *(_version(one) for one in texts), *_copies(asked, piece)]


def _id(one: Version) -> str:
    return version_id(one.event_id, one.text_sha256)


def _version(one: Version) -> Claim:
    said = Foreign(one.text, WHOLE)
    mark = marked("versions", [_id(one)])
    if one.first_at is None:
        return line("text_version_undated", mark, v=str(one.number), text=said)
    low, high = Moment(one.first_at, "min"), Moment(one.last_at, "min")
    return line("text_version", mark, v=str(one.number), text=said, low=low, high=high)


def _copies(asked: Asked, piece: Piece) -> list[Claim]:
    """Other records that state the item, by layer; words coded as denying or asking are not among them."""
    states = asked.facts.alleged.events.filter(item_id=piece.id, part="states")
    own = piece.event["event_id"] if piece.event else piece.id
    others = states.filter(pl.col("event_id") != own)
    if others.is_empty():
        return [line("text_no_copies", k=str(piece.number))]
    ids = {
        name: others.filter(pl.col("layer").is_in(layers))["event_id"]
        for name, layers in (("exact", ["stated", "exact"]), ("near", ["near"]), ("edited", ["edited"]))
    }
    params: dict[str, Value] = {name: len(found) for name, found in ids.items()}
    return [line("text_copies", *map(records, ids.values()), k=str(piece.number), **params)]


def edits(asked: Asked) -> list[Claim]:
    """Tell what changed between captures of each item, and who stated it in changed words."""
    claims = [claim for piece in asked.facts.course.pieces for claim in _edits(asked, piece)]
    return [*claims, *_changed_by_others(asked), line("edits_limit")]


def _edits(asked: Asked, piece: Piece) -> list[Claim]:
    if piece.event is None:
        return [line("edits_absent", k=str(piece.number))]
    texts = piece.texts
    if len(texts) > 1:
        return [_edit(asked, piece, old, new) for old, new in pairwise(texts)]
    seen = texts[0] if texts else None
    is_once = seen is None or seen.first_at is None or seen.first_at == seen.last_at
    mark = marked("versions", map(_id, texts))
    return [line("edits_once" if is_once else "edits_none", mark, k=str(piece.number))]


def _edit(asked: Asked, piece: Piece, old: Version, new: Version) -> Claim:
    assert piece.event is not None
    left, right = compared(old.text, new.text)
    return line(
        "edit",
        marked("versions", [_id(old), _id(new)]),
        k=str(piece.number),
        who=asked.facts.names.shown(piece.event["account_id"]),
        begin=Moment(old.last_at, "min"),
        end=Moment(new.first_at, "min"),
        old=_changed(left),
        new=_changed(right),
    )


def _changed(runs: tuple[Run, ...]) -> Value:
    """The stretches that only one of two texts has, each in quotation marks."""
    found = [Foreign(run.text, WHOLE) for run in runs if run.is_changed]
    return Joined(tuple(found))


def _changed_by_others(asked: Asked) -> list[Claim]:
    """Records that state an item in changed words, and the accounts of them that may be named."""
    rows = asked.facts.alleged.events.filter(layer="edited", part="states")
    if rows.is_empty():
        return [line("edits_no_others")]
    ids = rows["account_id"].drop_nulls().unique(maintain_order=True).to_list()
    named = [one for one in ids if asked.facts.names.may(one)]
    marks = (records(rows["event_id"]), accounts(ids), accounts(named))
    claims = [line("edits_others", *marks, n=rows.height, m=len(ids), named=len(named))]
    for one in named:
        theirs = rows.filter(account_id=one)["event_id"]
        who = asked.facts.names.shown(one)
        claims.append(line("edits_other", records(theirs), who=who, n=len(theirs)))
    return claims


QUESTIONS = (Question("text", 3, text), Question("edits", 4, edits))
