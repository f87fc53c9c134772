"""What a document consists of, whatever it is printed with: numbered sentences, tables, figures and marks.

A section turns ReportData into blocks. `numbered` then gives every sentence its number (4.3) and every
reference its mark [E12]. HTML and PDF are set from the same blocks, so the two cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from analytics.model.thresholds import ListLimits
from analytics.report.placeholders import Value, Word

# Event ids kept with a reference; all of them can be listed with its filter or `wakeline show`.
SHOWN_MAX = ListLimits.shown_n


@dataclass(frozen=True)
class Reference:
    """The mark of a number: the whole set that it counts; `marks.marked` makes one.

    kind: what the members are, of marks.MarkKind; digest: of kind and members, by which two marks are equal.
    ids: what the number counts, of a range its lower end; upper: what its upper end counts besides.
    """

    kind: str
    digest: str
    ids: tuple[str, ...] = field(default=(), compare=False)
    upper: tuple[str, ...] = field(default=(), compare=False)

    @property
    def n(self) -> int:
        """How many the number counts; of a range its lower end."""
        return len(self.ids)

    @property
    def n_upper(self) -> int:
        """How many the upper end of a range counts; `n` where the number is no range."""
        return len(self.ids) + len(self.upper)


@dataclass(frozen=True)
class Claim:
    """A numbered sentence.

    key: its wording, "namespace.name" or a name of locale/report.toml (`entry`); params: what fills it.
    refs: the marks behind it.
    """

    key: str
    params: dict[str, Value] = field(default_factory=dict)
    refs: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Prose:
    """A paragraph without a number.

    style: "text", "small", "heading", "subheading" or "command".
    """

    key: str
    params: dict[str, Value] = field(default_factory=dict)
    style: str = "text"


class Align(StrEnum):
    """On which side of its column a cell stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    key: the wording of its head; width: its share of the width in per cent.
    """

    key: str
    align: Align = Align.LEFT
    width: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a table.

    cells: one value a column; refs: the marks behind it.
    below: lines below it that take the whole width (hashes).
    """

    cells: tuple[Value, ...]
    refs: tuple[Reference, ...] = ()
    below: tuple[Value, ...] = ()
    is_sum: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with a caption.

    notes: sentences below it.
    style: "small" sets it in smaller type; "label" marks every row as E<n>.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    params: dict[str, Value] = field(default_factory=dict)
    notes: tuple[Word, ...] = ()
    style: str = ""


@dataclass(frozen=True)
class Terms:
    """A list of terms and what they mean: (term, the other language's term or None, meaning)."""

    rows: tuple[tuple[Value, Value, Value], ...]


@dataclass(frozen=True)
class Figure:
    """A picture with a caption.

    data: one of the records that `analytics.report.charts.draw` knows.
    notes: sentences below it.
    alt: what a screen reader says in place of the picture: what is seen, with its values; None: the caption.
    """

    key: str
    data: object
    params: dict[str, Value] = field(default_factory=dict)
    refs: tuple[Reference, ...] = ()
    notes: tuple[Word, ...] = ()
    alt: Word | None = None

    @property
    def spoken(self) -> Word:
        """What a screen reader says of it."""
        return self.alt or Word(entry(self.key), tuple(self.params.items()))


@dataclass(frozen=True)
class Box:
    """Sentences in a frame."""

    key: str
    items: tuple[Word, ...]


@dataclass(frozen=True)
class Items:
    """Sentences as a list, one a line; each has its number in findings.json, none in print."""

    items: tuple[Claim, ...]


@dataclass(frozen=True)
class Labelled:
    """A label at the side, and the sentences that belong to it, one below the other.

    rows: (label, sentences); a row without sentences is left out.
    is_whole: no page ends inside it and the heading before it, unless they are longer than a page.
    """

    rows: tuple[tuple[Value, tuple[Claim, ...]], ...]
    is_whole: bool = False


@dataclass(frozen=True)
class Quote:
    """Words of somebody else, in full, on lines of their own.

    text: Foreign, or Stressed where some of it differs from another version; cite: whose, when, where.
    """

    text: Value
    cite: Value = None
    refs: tuple[Reference, ...] = ()


Block = Claim | Prose | Grid | Terms | Figure | Box | Items | Labelled | Quote


@dataclass(frozen=True)
class Chapter:
    """A part before numbering: its number, its name (a key of the catalogue: parts.<name>) and its blocks."""

    number: int
    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Placed:
    """A block in its place.

    number: of the sentence within its part, of the table or figure within its document.
    inner: the numbers of the sentences inside it (Items, Labelled).
    """

    block: Block
    number: str
    inner: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A numbered part of a document."""

    number: int
    name: str
    placed: tuple[Placed, ...]


@dataclass(frozen=True)
class Numbered:
    """The report, numbered.

    main: its parts; annex: what is too long for them, under the same numbers.
    marks: the mark of each reference; they run on from the main part into the annex.
    """

    main: tuple[Part, ...]
    annex: tuple[Part, ...]
    marks: dict[Reference, int]

    def sentences(self) -> Iterator[tuple[Part, str, Claim]]:
        """Yield every sentence with its part and number; those of the annex begin with A."""
        for mark, parts in (("", self.main), ("A", self.annex)):
            for part in parts:
                for placed in part.placed:
                    numbers = placed.inner or (placed.number,)
                    for number, claim in zip(numbers, sentences(placed.block), strict=False):
                        yield part, f"{mark}{number}", claim


def numbered(main: tuple[Chapter, ...], annex: tuple[Chapter, ...] = ()) -> Numbered:
    """Give every sentence, table and figure its number and every reference its mark, in reading order.

    >>> one = Claim("a", refs=(Reference("files", "0f"),))
    >>> done = numbered((Chapter(2, "scope", (one, one)),))
    >>> [placed.number for placed in done.main[0].placed], list(done.marks.values())
    (['2.1', '2.2'], [1])
    """
    marks: dict[Reference, int] = {}
    return Numbered(_parts(main, marks), _parts(annex, marks), marks)


def _parts(chapters: tuple[Chapter, ...], marks: dict[Reference, int]) -> tuple[Part, ...]:
    """Number the parts of one document; `marks` grows by their references.

    Sentences with a number in print come first; those inside lists and blocks go on from there.
    """
    counts = {Grid: 0, Figure: 0}
    done = []
    for chapter in chapters:
        alone = sum(isinstance(block, Claim) for block in chapter.blocks)
        printed, hidden, placed = 0, alone, []
        for block in chapter.blocks:
            number, inner = "", tuple[str, ...]()
            if isinstance(block, Claim):
                printed += 1
                number = f"{chapter.number}.{printed}"
            elif type(block) in counts:
                counts[type(block)] += 1
                number = str(counts[type(block)])
            elif inside := list(sentences(block)):
                inner = tuple(f"{chapter.number}.{hidden + k + 1}" for k, _ in enumerate(inside))
                hidden += len(inside)
            placed.append(Placed(block, number, inner))
            for reference in references(block):
                marks.setdefault(reference, len(marks) + 1)
        done.append(Part(chapter.number, chapter.name, tuple(placed)))
    return tuple(done)


def sentences(block: Block) -> Iterator[Claim]:
    """Yield the sentences of a block: itself, or those inside it.

    >>> [claim.key for claim in sentences(Items((Claim("a"), Claim("b"))))]
    ['a', 'b']
    """
    if isinstance(block, Claim):
        yield block
    elif isinstance(block, Items):
        yield from block.items
    elif isinstance(block, Labelled):
        for _, lines in block.rows:
            yield from lines


def references(block: Block) -> Iterator[Reference]:
    """Yield the references of a block, in reading order.

    >>> mark = Reference("files", "0f")
    >>> list(references(Claim("a", refs=(mark,)))) == [mark]
    True
    """
    if isinstance(block, Figure | Quote):
        yield from block.refs
    elif isinstance(block, Grid):
        for row in block.rows:
            yield from row.refs
    for claim in sentences(block):
        yield from claim.refs


def entry(key: str) -> str:
    """Give the key of the catalogue for a key of a block: one without a namespace stands in report.toml.

    >>> entry("absent"), entry("answers.cannot")
    ('report.absent', 'answers.cannot')
    """
    return key if "." in key else f"report.{key}"
