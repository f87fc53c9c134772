"""Each place in which a fact is told, read as its readers read it: page, paper, export, show, summary."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from typer.testing import CliRunner

from analytics.cli.app import app
from analytics.evidence.trace import Traced, trace
from analytics.report.blocks import Grid
from analytics.report.placeholders import Locale
from analytics.report.report_data import ReportData, report_data
from analytics.report.section import chapters
from analytics.report.write import write_report
from analytics.store.case_folder import Case
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.widgets.grid import listings

ZH, EN = View("zh"), View("en")


@dataclass(frozen=True)
class Told:
    """A case, its desk on the dashboard, and its report: what findings.json holds, the data it was made from, and
    the rows of every printed table as English text (key of the table -> rows)."""

    case: Case
    desk: CaseSession
    paper: dict[str, Any]
    facts: ReportData
    grids: dict[str, list[tuple[str, ...]]]
    events: (
        pl.DataFrame
    )  # PLACED_EVENTS, with `moment`: by hand, the id's where it contradicts the exported one.


def told(case: Case) -> Told:
    write_report(case, "zh+en", None, with_pdf=False)
    facts = report_data(case, None, {})
    voice = Locale("en", facts.zone)
    grids: dict[str, list[tuple[str, ...]]] = {}
    for chapter in (one for document in chapters(facts) for one in document):
        for block in chapter.blocks:
            if isinstance(block, Grid):
                rows = [tuple(voice.text(cell) for cell in row.cells) for row in block.rows]
                grids.setdefault(block.key, []).extend(rows)
    paper = json.loads((case.report / "findings.json").read_text(encoding="utf-8"))
    return Told(case, CaseSession(case.folder), paper, facts, grids, with_moments(case))


def with_moments(case: Case) -> pl.DataFrame:
    """The rule of the trusted moment written down a second time, for this test alone."""
    rows = case.placed_events().collect()
    moments = [
        known if is_wrong else stated
        for known, is_wrong, stated in rows.select("at_from_id", "at_conflict", "at").iter_rows()
    ]
    return rows.with_columns(moment=pl.Series(moments, dtype=rows.schema["at"]))


def page(one: Told, name: str, about: str = "") -> pl.DataFrame:
    """The rows of a listing, as the page asks for them."""
    return listings()[name].rows(one.case, about).collect()


def cells(one: Told, name: str, about: str = "") -> list[dict[str, Any]]:
    """The rows of a listing in words."""
    view = View("en", zone=ZoneInfo(one.case.toml().case.timezone))
    return [listings()[name].written(row, view) for row in page(one, name, about).iter_rows(named=True)]


def command(*words: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def exported(
    one: Told, graph: str, level: str, folder: Path
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """(nodes, edges) of `wakeline export --format csv --real-ids`, as a spreadsheet reads them."""
    out = folder / f"{graph}-{level}.csv"
    words = ("export", "--case", str(one.case.folder), "--graph", graph, "--level", level, "--format", "csv")
    command(*words, "--real-ids", "--out", str(out))
    return table(out.with_name(f"{out.stem}.nodes.csv")), table(out)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def two_tables(content: bytes) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The accounts and ties of a selection as CSV: two tables with an empty line between them."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    gap = rows.index([])
    return (
        [dict(zip(rows[0], row, strict=True)) for row in rows[1:gap]],
        [dict(zip(rows[gap + 1], row, strict=True)) for row in rows[gap + 2 :]],
    )


def show(one: Told, subject: str) -> Traced:
    return trace(one.case, subject)


def iso(at: datetime | None) -> str:
    """A moment as exports write it."""
    return "" if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def words(component: Any) -> str:
    """The text of a part of a page."""
    return " ".join(part for part in _texts(component) if part)


def _texts(part: Any) -> Iterator[str]:
    if part is None or isinstance(part, bool):
        return
    if isinstance(part, str | int | float):
        yield str(part)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)
    else:
        yield from _texts(getattr(part, "children", None))


def plain(text: str) -> str:
    """`text` without marks of direction and with single blanks."""
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())
