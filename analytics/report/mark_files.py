"""marks.csv and sets/E*.csv: every mark of a report as a file, so that no program is needed to open one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analytics.model.messages import LANGS
from analytics.report.blocks import Block, Figure, Grid, Numbered, Quote, Reference, entry
from analytics.report.csv_files import write_csv
from analytics.report.names import Names
from analytics.report.placeholders import Value, Word
from analytics.report.sets import set_finder
from analytics.store.case_folder import Case, sha256_of

COLUMNS = {
    "mark": pl.String,
    "page_zh": pl.Int64,
    "page_en": pl.Int64,
    "sentence": pl.String,
    "key": pl.String,
    "kind": pl.String,
    "n": pl.Int64,
    "n_upper": pl.Int64,
    "file": pl.String,
    "sha256": pl.String,
}


@dataclass(frozen=True)
class MarkPlace:
    """A place that prints a mark.

    place: "4.3" for a sentence, "table 2, row 5", "figure 1", "quotation in 2"; in the annex "A4.3", "A table
        2, row 5". key: of the sentence or caption.
    values: what is printed there, a cell each.
    """

    place: str
    key: str
    mark: Reference
    values: tuple[Value, ...]

    @property
    def is_annex(self) -> bool:
        """Whether it stands in the annex."""
        return self.place.startswith("A")


# (Language, whether it is the annex) -> mark -> the first page of that PDF that prints it.
Pages = dict[tuple[str, bool], dict[int, int]]


def mark_files(purpose: str) -> tuple[str, str]:
    """Name the list of marks and the folder of sets of a report: each purpose counts its own marks.

    >>> mark_files("court"), mark_files("injunction")
    (('marks.csv', 'sets'), ('marks-injunction.csv', 'sets-injunction'))
    """
    tail = "" if purpose == "court" else f"-{purpose}"
    return f"marks{tail}.csv", f"sets{tail}"


def write_mark_files(case: Case, names: Names, done: Numbered, purpose: str, folder: Path) -> list[str]:
    """Write the set of every mark, then the list of them without pages; the names of all files.

    folder: the report folder, or where it waits.
    """
    listed, sets = mark_files(purpose)
    finder = set_finder(case, names, purpose)
    (folder / sets).mkdir(parents=True, exist_ok=True)
    files = {}
    for mark, number in done.marks.items():
        files[mark] = f"{sets}/E{number}.csv"
        write_csv(finder.frame(mark).lazy(), folder / files[mark])
    write_marks(done, purpose, folder, {})
    return [listed, *files.values()]


def known_pages(report: Path, waiting: Path, purpose: str) -> Pages:
    """Read the pages that an earlier run found for another language, if it printed the same findings.

    report: the report folder; waiting: where findings.json of this run stands already.
    """
    tail = mark_files(purpose)[0].removeprefix("marks").removesuffix(".csv")
    findings, listed = f"findings{tail}.json", report / mark_files(purpose)[0]
    same = (report / findings).is_file() and sha256_of(report / findings) == sha256_of(waiting / findings)
    if not same or not listed.is_file():
        return {}
    found: Pages = {}
    for row in pl.read_csv(listed, infer_schema=False).iter_rows(named=True):
        for lang in LANGS:
            if row[f"page_{lang}"]:
                pages = found.setdefault((lang, row["sentence"].startswith("A")), {})
                pages[int(row["mark"][1:])] = int(row[f"page_{lang}"])
    return found


def write_marks(done: Numbered, purpose: str, folder: Path, pages: Pages) -> None:
    """Write the list of marks: a row for each place that prints one, with the pages of the PDFs once set.

    A place in the annex has the page of the annex.
    """
    listed, sets = mark_files(purpose)
    rows = []
    for place in mark_places(done):
        mark, number = place.mark, done.marks[place.mark]
        file = f"{sets}/E{number}.csv"
        page = [pages.get((lang, place.is_annex), {}).get(number) for lang in LANGS]
        told = (f"E{number}", *page, place.place, place.key, mark.kind, mark.n, mark.n_upper)
        rows.append((*told, file, sha256_of(folder / file)))
    write_csv(pl.LazyFrame(rows, schema=COLUMNS, orient="row"), folder / listed)


def mark_places(done: Numbered) -> Iterator[MarkPlace]:
    """Yield every place that prints a mark: in sentences, then in tables, figures and quotations."""
    for _, number, claim in done.sentences():
        values = (Word(entry(claim.key), tuple(claim.params.items())),)
        yield from _of(number, claim.key, claim.refs, values)
    for before, parts in (("", done.main), ("A ", done.annex)):
        for part in parts:
            for placed in part.placed:
                yield from _of_block(placed.block, placed.number, part.number, before)


def _of_block(block: Block, number: str, part: int, before: str) -> Iterator[MarkPlace]:
    if isinstance(block, Figure):
        words = Word(entry(block.key), tuple(block.params.items()))
        yield from _of(f"{before}figure {number}", block.key, block.refs, (words,))
    elif isinstance(block, Quote):
        yield from _of(f"{before}quotation in {part}", "quotation", block.refs, (block.text, block.cite))
    elif isinstance(block, Grid):
        for k, row in enumerate(block.rows, 1):
            yield from _of(f"{before}table {number}, row {k}", block.key, row.refs, (*row.cells, *row.below))


def _of(place: str, key: str, marks: tuple[Reference, ...], values: tuple[Value, ...]) -> Iterator[MarkPlace]:
    return (MarkPlace(place, key, mark, values) for mark in marks)
