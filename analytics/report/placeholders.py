"""The values that fill a sentence: typed and without a language, until a Locale puts them into words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from string import Formatter
from zoneinfo import ZoneInfo

from analytics.model.formatting import figure, lower_figure, moment, number, share, span, upper_figure
from analytics.model.messages import catalogue, counted
from analytics.model.untrusted_text import is_cut, one_line
from analytics.report.masked_names import NO_MASK, NameMask, covered

# Characters of a stranger's text in a line of the report; the whole stands in the tables and the evidence.
LONGEST = 60


@dataclass(frozen=True)
class Moment:
    """A point in time, shown in the zone of the case and no finer than it is known.

    precision: as in EVENTS; None counts as known to the second.
    """

    at: datetime | None
    precision: str | None = "s"


@dataclass(frozen=True)
class Span:
    """A length of time in seconds, shown in its two largest units."""

    seconds: float | None


@dataclass(frozen=True)
class Word:
    """A text of the catalogue: its key ("part.name") and the values that fill it."""

    key: str
    params: tuple[tuple[str, "Value"], ...] = ()


@dataclass(frozen=True)
class Foreign:
    """Text that somebody else wrote: shown isolated, with hidden characters by number.

    longest: it is cut after so many characters.
    """

    text: str | None
    longest: int = LONGEST


@dataclass(frozen=True)
class Stressed:
    """Text that somebody else wrote, whole, with the stretches that differ from another version set in bold.

    runs: (text, is it bold); joined they give the text.
    """

    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Bold:
    """A text of ours that is set in bold, such as the head of a row."""

    text: "Value"


@dataclass(frozen=True)
class Code:
    """A hash, an id of ours or a command: shown in one width, and whole."""

    text: str | None


@dataclass(frozen=True)
class Lines:
    """Commands, one a line, in one width."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Range:
    """At least `lower`, at most `upper`: an unknown end is said, never filled in; none is rounded inward."""

    lower: float | None
    upper: float | None
    digits: int = 0


@dataclass(frozen=True)
class Share:
    """A part of a whole, in per cent with one decimal."""

    part: float
    whole: float


@dataclass(frozen=True)
class Joined:
    """Some values one after the other, separated by a semicolon; no values are said to be absent."""

    items: tuple["Value", ...]


@dataclass(frozen=True)
class Told:
    """A text of ours in each language that is no entry of the catalogue, such as a provision or a finding."""

    zh: str
    en: str


Value = (
    Told
    | Bold
    | Joined
    | Stressed
    | Moment
    | Span
    | Word
    | Foreign
    | Code
    | Lines
    | Range
    | Share
    | int
    | float
    | str
    | None
)


class Kind(StrEnum):
    """How a piece of a sentence is set."""

    PLAIN = "plain"
    FOREIGN = "foreign"
    STRONG = "strong"
    CODE = "code"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is set in one way."""

    text: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True)
class Locale:
    """A language, and the zone in which moments are told: it puts values into words.

    mask: which names may stand in words that somebody else wrote.
    """

    lang: str
    zone: ZoneInfo
    mask: NameMask = NO_MASK

    def word(self, key: str, **params: "Value") -> str:
        """Give the text of the catalogue under `key` as one plain string.

        params: what fills it. Raises KeyError for a key that the catalogue does not hold.
        """
        return plain(self.pieces(Word(key, tuple(params.items()))))

    def pieces(self, value: "Value") -> list[Piece]:
        """Put a value into pieces, as a reader of this language sees it."""
        return list(_pieces(value, self))

    def text(self, value: "Value") -> str:
        """Put a value into one plain string.

        >>> Locale("en", ZoneInfo("UTC")).text(Range(3, None))
        '≥ 3'
        """
        return plain(self.pieces(value))


def plain(pieces: list[Piece]) -> str:
    """Join the text of some pieces.

    >>> plain([Piece("a"), Piece("b", Kind.CODE)])
    'ab'
    """
    return "".join(piece.text for piece in pieces)


def _pieces(value: Value, voice: Locale) -> Iterator[Piece]:
    """Put a value into pieces, by its type."""
    if isinstance(value, Word):
        yield from _worded(value, voice)
    elif isinstance(value, Foreign):
        yield from _foreign(value, voice)
    elif isinstance(value, Stressed):
        yield from _stressed(value, voice)
    elif isinstance(value, Told):
        told = value.zh if voice.lang == "zh" else value.en
        yield Piece(one_line(voice.mask.masked(told, voice.lang, is_quoted=False)))
    elif isinstance(value, Bold):
        yield Piece(voice.text(value.text), Kind.STRONG)
    elif isinstance(value, Joined):
        yield from _joined(value, voice)
    elif isinstance(value, Lines):
        yield Piece("\n".join(one_line(line) for line in value.lines), Kind.CODE)
    elif isinstance(value, Code):
        yield Piece(_absent(voice)) if value.text is None else Piece(one_line(value.text), Kind.CODE)
    else:
        yield Piece(_simple(value, voice))


def _simple(value: Moment | Span | Range | Share | float | str | None, voice: Locale) -> str:
    """Put a value without parts into words; an unknown one is said to be unknown."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Moment):
        said = None if value.at is None else moment(value.at, voice.zone, value.precision)
    elif isinstance(value, Span):
        said = None if value.seconds is None else span(value.seconds, voice.lang)
    elif isinstance(value, Share):
        said = share(value.part, value.whole)
    elif isinstance(value, Range):
        said = _range(value, voice)
    else:
        said = None if value is None else figure(value)
    return _absent(voice) if said is None else said


def _absent(voice: Locale) -> str:
    return _entry("report.absent", voice.lang)


def _range(value: Range, voice: Locale) -> str | None:
    """A range in words: "at least", "at most", one number where both ends agree; None where neither is
    known."""
    low = None if value.lower is None else lower_figure(value.lower, value.digits)
    high = None if value.upper is None else upper_figure(value.upper, value.digits)
    if low is None and high is None:
        return None
    if high is None:
        return _entry("report.range_at_least", voice.lang).format(n=low)
    if low is None:
        return _entry("report.range_at_most", voice.lang).format(n=high)
    return low if low == high else f"{low}–{high}"


def _foreign(value: Foreign, voice: Locale) -> Iterator[Piece]:
    """Text of a stranger, cut after `longest` characters; how long it was is then told."""
    if value.text is None or value.text == "":
        yield Piece(_absent(voice))
        return
    text = voice.mask.masked(value.text, voice.lang)
    if not is_cut(text, value.longest):
        yield Piece(one_line(text), Kind.FOREIGN)
        return
    yield Piece(one_line(text[: value.longest]) + "…", Kind.FOREIGN)
    yield Piece(_entry("report.cut", voice.lang).format(n=number(len(value.text))))


def _stressed(value: Stressed, voice: Locale) -> Iterator[Piece]:
    """The stretches of a text; a name that runs over their border is covered in the first of them."""
    covers, start = voice.mask.covers("".join(text for text, _ in value.runs)), 0
    for text, is_bold in value.runs:
        said, at, end = "", start, start + len(text)
        for cover in covers:
            if cover.start < end and cover.end > start:
                said += text[at - start : max(cover.start, at) - start]
                said += covered(cover, voice.lang) if cover.start >= start else ""
                at = min(cover.end, end)
        said += text[at - start :]
        if said:
            yield Piece(one_line(said), Kind.STRONG if is_bold else Kind.FOREIGN)
        start = end


def _joined(value: Joined, voice: Locale) -> Iterator[Piece]:
    if not value.items:
        yield Piece(_absent(voice))
    for k, item in enumerate(value.items):
        if k:
            yield Piece(_entry("report.between", voice.lang))
        yield from _pieces(item, voice)


def _worded(value: Word, voice: Locale) -> Iterator[Piece]:
    """A text of the catalogue, with its values put in one by one so that each keeps its kind."""
    params = dict(value.params)
    for literal, name, forms, _ in Formatter().parse(_entry(value.key, voice.lang)):
        if literal:
            yield Piece(literal)
        if name is not None and forms:
            yield Piece(counted(voice.text(params[name]), forms))
        elif name is not None:
            yield from _pieces(params[name], voice)


def _entry(key: str, lang: str) -> str:
    part, name = key.split(".", 1)
    return catalogue(part)[name][lang]
