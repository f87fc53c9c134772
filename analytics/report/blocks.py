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
    """Where a number comes from.

    about: what it is, in words.
    show: what `wakeline show` opens: an event, an account, measure@subject, a source hash, `rejected`; "" for
        the table with its filter.
    n: how many records are behind it; event_ids: the first of them.
    sources: hashes of input files.
    table, condition: the table and the filter that list all of them.
    kind, ids, upper: what a mark made by `marks.marked` counts; marks of equal kind and sets are equal.
    """

    about: Word
    show: str
    n: int | None = None
    event_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    table: str = ""
    condition: str = ""
    kind: str = ""
    ids: tuple[str, ...] = field(default=(), compare=False)
    upper: tuple[str, ...] = field(default=(), compare=False)

    @property
    def n_upper(self) -> int | None:
        """How many the upper end of a range counts; `n` where the number is no range."""
        return None if self.n is None else self.n + len(self.upper)

    @property
    def opens(self) -> str:
        """What `wakeline show` is given: `show`, else the table with its filter."""
        return self.show or f"{self.table}: {self.condition}".removesuffix(": ")


@dataclass(frozen=True)
class Claim:
    """A numbered sentence.

    key: its wording in locale/report.toml; params: what fills it.
    refs: the marks behind it.
    """

    key: str
    params: dict[str, Value] = field(default_factory=dict)
    refs: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Prose:
    """A paragraph without a number: an explanation, a heading or a command line (`style`)."""

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
    """

    key: str
    data: object
    params: dict[str, Value] = field(default_factory=dict)
    refs: tuple[Reference, ...] = ()
    notes: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Box:
    """Sentences in a frame."""

    key: str
    items: tuple[Word, ...]


Block = Claim | Prose | Grid | Terms | Figure | Box


@dataclass(frozen=True)
class Chapter:
    """A section before numbering: its name (a key of the catalogue: section_<name>) and its blocks."""

    name: str
    blocks: tuple[Block, ...]
    is_annex: bool = False


@dataclass(frozen=True)
class Placed:
    """A block in its place.

    Sentences are numbered within their chapter, tables and figures through the document.
    """

    block: Block
    number: str


@dataclass(frozen=True)
class Numbered:
    """The whole document, numbered.

    chapters: by number; 0 is the front, which has none in print.
    marks: the mark of each reference.
    annex_from: chapters from this number on are annexes; the appendix of references comes after the last.
    """

    chapters: tuple[tuple[int, str, tuple[Placed, ...]], ...]
    marks: dict[Reference, int]
    annex_from: int


def numbered(chapters: tuple[Chapter, ...]) -> Numbered:
    """Give every sentence, table and figure its number and every reference its mark, in reading order.

    >>> from analytics.report.placeholders import Word
    >>> one = Claim("a", refs=(Reference(Word("report.x"), "rejected"),))
    >>> done = numbered((Chapter("front", ()), Chapter("records", (one, one))))
    >>> [placed.number for placed in done.chapters[1][2]], list(done.marks.values())
    (['1.1', '1.2'], [1])
    """
    counts = {Grid: 0, Figure: 0}
    marks: dict[Reference, int] = {}
    done = []
    for number, chapter in enumerate(chapters):
        sentences, placed = 0, []
        for block in chapter.blocks:
            mark = ""
            if isinstance(block, Claim):
                sentences += 1
                mark = f"{number}.{sentences}"
            elif type(block) in counts:
                counts[type(block)] += 1
                mark = str(counts[type(block)])
            placed.append(Placed(block, mark))
            for reference in references(block):
                marks.setdefault(reference, len(marks) + 1)
        done.append((number, chapter.name, tuple(placed)))
    annex_from = next((number for number, chapter in enumerate(chapters) if chapter.is_annex), len(chapters))
    return Numbered(tuple(done), marks, annex_from)


def references(block: Block) -> Iterator[Reference]:
    """Yield the references of a block, in reading order.

    >>> from analytics.report.placeholders import Word
    >>> mark = Reference(Word("report.x"), "rejected")
    >>> list(references(Claim("a", refs=(mark,)))) == [mark]
    True
    """
    if isinstance(block, Claim | Figure):
        yield from block.refs
    elif isinstance(block, Grid):
        for row in block.rows:
            yield from row.refs
