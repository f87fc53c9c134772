"""The sets behind the marks of a report, read back: their rows, and how many members the case itself counts.

`Recount` trusts nothing that a set says of itself: it finds every row again in the tables of the case, by
file, row and pointer, and counts different members of the kind.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analytics.evidence.file_labels import file_label, file_numbers
from analytics.evidence.input_files import input_names
from analytics.evidence.row_numbers import RowNumbers
from analytics.evidence.stated_facts import fact_places
from analytics.model.errors import CaseError
from analytics.store.case_folder import Case, sha256_of
from analytics.store.custody_log import documents, entries

MARK = re.compile(r"E[1-9]\d*")
PLACE = ("file", "row", "pointer")
_SHOWN = ("source_sha256", "source_row", "source_path")


@dataclass(frozen=True)
class MarkSet:
    """A mark of a report.

    n: what the sentence counts; n_upper: what the upper end of a range counts.
    rows: the set as the file has it, all columns as text; sha256: what the list of marks says of the file.
    """

    mark: str
    kind: str
    n: int
    n_upper: int
    file: Path
    sha256: str
    rows: pl.DataFrame


def is_mark(subject: str) -> bool:
    """Tell whether a subject of `show` names a mark of the report.

    >>> is_mark("E12"), is_mark("E0"), is_mark("e12")
    (True, False, False)
    """
    return MARK.fullmatch(subject) is not None


def mark_lists(case: Case) -> dict[str, Path]:
    """Find the lists of marks of a case, by purpose of the report."""
    found = sorted(case.report.glob("marks*.csv"))
    return {file.stem.removeprefix("marks").removeprefix("-") or "court": file for file in found}


def read_marks(case: Case, purpose: str) -> pl.DataFrame:
    """Read the list of marks of a report as text, one row for each place that prints one.

    Raises CaseError if the case has no report of that purpose.
    """
    file = mark_lists(case).get(purpose)
    if file is None:
        raise CaseError("marks_absent", case=case.folder, purpose=purpose)
    return _csv(file)


def check_logged(case: Case, file: Path) -> None:
    """Raise CaseError if a file of the report is not what the chain of custody says was written."""
    name = file.relative_to(case.report).as_posix()
    if documents(entries(case.folder)).get(name) != sha256_of(file):
        raise CaseError("report_changed", case=case.folder, file=name)


def read_set(case: Case, mark: str, purpose: str = "court") -> MarkSet:
    """Read a mark and its set.

    Raises CaseError if the report has no such mark, or the file of its set is gone.
    """
    listed = read_marks(case, purpose).filter(mark=mark)
    if listed.is_empty():
        raise CaseError("mark_absent", case=case.folder, mark=mark, purpose=purpose)
    row = listed.row(0, named=True)
    file = case.report / row["file"]
    if not file.is_file() or not file.resolve().is_relative_to(case.report.resolve()):
        raise CaseError("set_absent", case=case.folder, mark=mark, file=row["file"])
    return MarkSet(mark, row["kind"], int(row["n"]), int(row["n_upper"]), file, row["sha256"], _csv(file))


def lower_end(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the members that the lower end of a range counts; all of a number that is no range."""
    return rows.filter(end="lower") if "end" in rows.columns else rows


class Recount:
    """What counts the members of sets anew from the tables of a case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rows, self.files = RowNumbers(case), input_names(case)
        numbers = file_numbers(case).items()
        self.labels = {file_label(n, sha256): self.files[sha256] for sha256, n in numbers}
        self._placed: dict[str, pl.DataFrame] = {}

    def members_n(self, kind: str, rows: pl.DataFrame) -> int:
        """Count the different members of a kind that the case holds where the rows of a set say.

        A row that names nothing of the kind, or that names a member again, counts nothing.
        """
        if kind == "files":
            return self._known(rows, set(self.case.read("sources")["sha256"]))
        if kind == "groups":
            return self._known(rows, set(self.case.read_or_empty("clusters")["cluster_id"]))
        if kind == "copies":
            return self._known(rows, set(self.case.read_or_empty("calibration")["surrogate"].cast(str)))
        if kind == "facts":
            known = {(one, *place) for one, place in fact_places(self.case).items()}
            told = rows.select("id", "file", "row").drop_nulls().iter_rows()
            return len(known & {(one, file, int(row)) for one, file, row in told})
        if kind == "pairs":
            return self._pairs_n(rows)
        return self._at_places(kind, self._places(rows))

    def _known(self, rows: pl.DataFrame, known: set[str]) -> int:
        return len(known & set(rows["id"]))

    def _at_places(self, kind: str, places: pl.DataFrame) -> int:
        """Records, accounts, versions and displayed numbers by the place of a record."""
        if kind == "accounts":
            found = self._joined(places, "accounts")
            is_own = pl.col("id").is_null() | (pl.col("id") == pl.col("account_id"))
            return found.filter(is_own)["account_id"].n_unique()
        if kind == "counters":
            return self._joined(places, "counters", "counter").select(*PLACE, "counter").n_unique()
        if kind == "versions":
            return self._joined(places, "records").select("event_id", "text_sha256").n_unique()
        return self._joined(places, "records").select(PLACE).n_unique()

    def _joined(self, places: pl.DataFrame, table: str, *further: str) -> pl.DataFrame:
        known = self._table(table)
        on = [*PLACE, *further]
        held = [name for name in known.columns if name not in places.columns or name in on]
        return places.join(known.select(held), on=on, how="inner", nulls_equal=True)

    def _pairs_n(self, rows: pl.DataFrame) -> int:
        found = rows.with_row_index("at").select("at", "kind")
        for side in ("a", "b"):
            places = self._places(
                rows.select(**{name: f"{name}_{side}" for name in PLACE}).with_row_index("at")
            )
            sides = self._joined(places, "accounts").select(
                "at", pl.col("account_id").alias(f"account_{side}")
            )
            found = found.join(sides, on="at")
        known = self.case.read_or_empty("coaction_pairs").select("kind", "account_a", "account_b").unique()
        return found.drop("at").unique().join(known, on=["kind", "account_a", "account_b"]).height

    def _table(self, name: str) -> pl.DataFrame:
        """The records that a kind may count, by file, row and pointer as their reader counts them."""
        if name not in self._placed:
            self._placed[name] = self._read(name)
        return self._placed[name]

    def _read(self, name: str) -> pl.DataFrame:
        case = self.case
        if name == "counters":
            frame = case.read_or_empty("counters").select("counter", *_SHOWN)
        elif name == "accounts":
            events = case.read("events", ["account_id", *_SHOWN]).drop_nulls("account_id")
            frame = pl.concat([events, case.read_or_empty("accounts").select("account_id", *_SHOWN)])
        else:
            seen = case.read("occurrences", ["event_id", "text_sha256", *_SHOWN])
            refused = case.read_or_empty("rejected").select(*_SHOWN)
            frame = pl.concat([seen, refused], how="diagonal")
        file = pl.col("source_sha256").replace_strict(self.files, default=None, return_dtype=pl.String)
        pointer = pl.when(pl.col("source_path") != "").then(pl.col("source_path"))
        return self.rows.added(frame).with_columns(file=file, pointer=pointer).drop(_SHOWN).unique()

    def _places(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The places that a set names, with a file's own name where the set gives its number and hash."""
        return rows.with_columns(pl.col("row").cast(pl.Int64), pl.col("file").replace(self.labels))


def _csv(file: Path) -> pl.DataFrame:
    return pl.read_csv(file, infer_schema=False, encoding="utf8")
