"""Documents into CASE/report, each whole or not at all: report.<lang>.html, report.json, tables/*.csv."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from analytics.errors import CaseError
from analytics.report.contents import contents_of
from analytics.report.document import document
from analytics.store.folder import Case, canonical_json

CSV_TABLES = ("sources", "rejected", "cascades", "levels", "scope", "counters", "accounts", "account_names", "events")
_README = """Tables of the study as CSV (UTF-8 with byte order mark, comma, RFC 4180). Times are UTC. Lists are joined by a blank.
A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) has an apostrophe
put before it; the Parquet tables hold it unchanged.

各表的 CSV 版本（UTF-8，带 BOM）。时间为 UTC。凡会被电子表格当作公式执行的单元格（以 = + - @、制表符或回车开头）前加了单引号；
Parquet 表中保持原样。
"""


def write_report(case: Case, lang: str, date: datetime | None) -> list[Path]:
    """Write the report of a case and return the files. Raises CaseError if the case has not been analysed."""
    if not case.has("scope"):
        raise CaseError("not_analysed", case=case.folder)
    contents = contents_of(case, date)
    files = [_whole(case.report / f"report.{lang}.html", document(contents, lang).encode())]
    files.append(_whole(case.report / "report.json", canonical_json(_findings(case, contents.totals, date)).encode()))
    for name in CSV_TABLES:
        files.append(_whole(case.report / "tables" / f"{name}.csv", _csv(case.read_or_empty(name))))
    files.append(_whole(case.report / "tables" / "README.txt", _README.encode()))
    return files


def _findings(case: Case, totals: dict[str, int], date: datetime | None) -> dict[str, Any]:
    """The numbers of the report for programs: totals, cascades, scope, and what they were made with."""
    return {
        "reference": case.toml().case.reference, "date": date.astimezone(UTC).isoformat() if date else None, "records": totals,
        "generation": case.manifest.get("generation"), "versions": case.manifest.get("versions"),
        "settings": case.manifest.get("settings"), "tables": case.manifest.get("tables"),
        "cascades": _rows(case.read_or_empty("cascades")), "scope": _rows(case.read_or_empty("scope")),
    }


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [{k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()} for row in frame.to_dicts()]


def _csv(frame: pl.DataFrame) -> bytes:
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    times = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime)]
    flat = frame.with_columns(*(pl.col(n).list.join(" ") for n in lists), *(pl.col(n).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ") for n in times))
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    risky = pl.col(texts).str.contains(r"^[=+\-@\t\r]")
    guarded = flat.with_columns(pl.when(risky).then(pl.lit("'") + pl.col(texts)).otherwise(pl.col(texts)).name.keep()) if texts else flat
    buffer = io.BytesIO()
    guarded.write_csv(buffer, include_bom=True, line_terminator="\r\n")
    return buffer.getvalue()


def _whole(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    os.replace(draft, path)
    return path


