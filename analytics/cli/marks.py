"""`wakeline marks` and `show E12`: the sets behind the numbers of a report, and whether they agree."""

import shutil
from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.speech import LANG, CaseOption, help_text, note, out

PurposeOption = Annotated[str, typer.Option("--purpose", help=help_text("mark_purpose"))]
CheckOption = Annotated[bool, typer.Option("--check", help=help_text("marks_check"))]
PageOption = Annotated[int, typer.Option("--page", min=1, help=help_text("mark_page"))]
AllOption = Annotated[bool, typer.Option("--all", help=help_text("mark_all"))]
CsvOption = Annotated[Path | None, typer.Option("--csv", help=help_text("mark_csv"), metavar="FILE")]
CountOption = Annotated[bool, typer.Option("--count", help=help_text("mark_count"))]


def marks(case: CaseOption, check: CheckOption = False, purpose: PurposeOption = "court") -> None:
    """List the marks of a report, or check all of them."""
    from analytics.evidence.mark_sets import check_logged, mark_lists, read_marks
    from analytics.store.case_folder import open_case

    opened = open_case(case)
    if check:
        _check(opened)
        return
    listed = read_marks(opened, purpose).unique("mark", keep="first", maintain_order=True)
    check_logged(opened, mark_lists(opened)[purpose])
    for row in listed.iter_rows(named=True):
        out(
            "mark_listed",
            mark=row["mark"],
            what=_what(row["kind"], row["n"], row["n_upper"]),
            file=row["file"],
        )


def _check(case: Any) -> None:
    from analytics.evidence.mark_check import check_marks

    checks = check_marks(case)
    broken = [one for one in checks if not one.ok]
    for one in broken:
        print(one.text(LANG))
    sets = sum(one.code == "marks_hash" for one in checks)
    out("marks_checked", marks=sets, checks=len(checks), broken=len(broken))
    if broken:
        raise typer.Exit(1)


def _what(kind: str, n: object, n_upper: object) -> str:
    """A number with its kind in words: "318 accounts", "318-320 records"."""
    from analytics.model.formatting import number
    from analytics.model.messages import say

    told = (
        number(int(str(n)))
        if str(n) == str(n_upper)
        else f"{number(int(str(n)))}–{number(int(str(n_upper)))}"
    )
    return say(f"marks.about_{kind}", LANG, n=told)


def show_mark(
    case: Any, mark: str, purpose: str, paging: tuple[int, bool], csv: Path | None, count: bool
) -> None:
    """Print a set: its number and kind, a page of its rows, and how to see the rest; or the number alone.

    paging: the page, and whether all rows are asked for instead.
    """
    from analytics.evidence.mark_sets import Recount, check_logged, mark_lists, read_set

    found = read_set(case, mark, purpose)
    for file in (mark_lists(case)[purpose], found.file):
        check_logged(case, file)
    if count:
        print(Recount(case).members_n(found.kind, found.rows))
        return
    if csv is not None:
        shutil.copyfile(found.file, csv)
        note("wrote", what=csv)
        return
    say_rows(mark, (found.kind, found.n, found.n_upper), found.rows, paging)


def say_rows(mark: str, counted: tuple[str, object, object], rows: Any, paging: tuple[int, bool]) -> None:
    """Print a page of a set, a row a line.

    counted: kind, and what the lower and the upper end count; paging: as in `show_mark`.
    """
    from analytics.model.messages import say
    from analytics.model.thresholds import ListLimits
    from analytics.model.untrusted_text import one_line

    page, whole = paging
    size = rows.height if whole else ListLimits.shown_n
    pages = max(1, -(-rows.height // size)) if size else 1
    out("mark_shown", mark=mark, what=_what(*counted))
    for row in rows.slice((min(page, pages) - 1) * size, size).iter_rows(named=True):
        told = [f"{name}={one_line(str(value))}" for name, value in row.items() if value is not None]
        print("  " + "  ".join(told) if told else say("cli.mark_empty", LANG))
    out("mark_pages", page=min(page, pages), pages=pages)
