"""Input files, rejected records, and the chain of custody, row by row."""

import json
from datetime import datetime
from typing import Any

import polars as pl

from analytics.evidence.row_numbers import RowNumbers
from analytics.model.messages import catalogue
from analytics.store.case_folder import Case
from analytics.store.custody_log import entries
from dashboards.listing import Listing, ShownRows


def rows_sources(case: Case, about: str) -> pl.LazyFrame:
    """Read SOURCES, most records first; archives are among them and have no records of their own."""
    return case.scan("sources").sort("records_n", "name", descending=[True, False])


LISTING_SOURCES = Listing(
    name="sources",
    columns=(
        ShownRows("name", "col_file", "text", 250),
        ShownRows("importer", "col_importer", "text", 164),
        ShownRows("records_n", "col_records", "count", 80),
        ShownRows("events_n", "col_events", "count", 76),
        ShownRows("duplicates_n", "col_duplicates", "count", 88),
        ShownRows("rejected_n", "col_rejected", "count", 80),
        ShownRows("other_n", "col_other", "count", 66),
        ShownRows("sha256", "col_sha256", "hash", 166),
        ShownRows("sm3", "col_sm3", "hash", 166),
        ShownRows("bytes", "col_size_bytes", "size", 90),
        ShownRows("format", "col_format", "text", 80),
        ShownRows("encoding", "col_encoding", "text", 100),
        ShownRows("timezone", "col_zone", "text", 130),
        ShownRows("captured_at", "col_captured", "time", 170),
    ),
    rows=rows_sources,
    subject=lambda row: f"source|{row['sha256']}",
)


def rows_rejected(case: Case, about: str) -> pl.LazyFrame:
    """Read REJECTED with the name of the file; of one file, if `about` is its hash."""
    names = case.scan("sources").select(source_sha256="sha256", name="name")
    table = (
        RowNumbers(case)
        .added(case.read("rejected"))
        .lazy()
        .join(names, on="source_sha256", how="left")
        .sort("name", "source_row", "source_path")
    )
    return table.filter(pl.col("source_sha256") == about) if about else table


def _subject(row: dict[str, Any]) -> str:
    return f"rejected|{row['source_sha256']}|{row['source_row']}|{row['source_path']}"


LISTING_REJECTED = Listing(
    name="rejected",
    columns=(
        ShownRows("name", "col_file", "text", 260),
        ShownRows("row", "col_row", "count", 90),
        ShownRows("reason", "col_reason", "reason", 360),
        ShownRows("raw", "col_raw", sortable=False),
    ),
    rows=rows_rejected,
    subject=_subject,
)


_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "n": pl.Int64,
    "at": pl.Datetime("us", "UTC"),
    "who": pl.String,
    "what": pl.String,
    "act": pl.String,
    "files": pl.String,
    "before": pl.String,
    "after": pl.String,
    "sha256": pl.String,
}


def rows_custody(case: Case, about: str) -> pl.LazyFrame:
    """Read the chain of custody, the newest entry first.

    about: how many entries there are, so that a longer chain is read again.
    """
    known = [row(entry) for entry in entries(case.folder)]
    return pl.DataFrame(known, schema=_SCHEMA, orient="row").reverse().lazy()


def row(entry: dict[str, Any]) -> dict[str, Any]:
    """Give an entry as columns; what another hand wrote may lack any of them."""
    found = entry.get("detail")
    detail: dict[str, Any] = found if isinstance(found, dict) else {}
    what = str(entry.get("what"))
    known = entry.get("n")
    return {
        "n": known if isinstance(known, int) else None,
        "at": _moment(entry.get("at")),
        "what": what,
        "act": what if f"word_act_{what}" in catalogue("dashboard") else "unknown",
        "files": told(what, detail),
        **{
            name: str(entry[name]) if entry.get(name) else None
            for name in ("who", "before", "after", "sha256")
        },
    }


def told(what: str, detail: dict[str, Any]) -> str | None:
    """Tell on one line what an entry of the chain of custody was about.

    It names the files of an import, the kind and subject of a review, or the purpose of a report; None for
    nothing.
    """
    if what == "import":
        return (
            ", ".join(str(file.get("name")) for file in detail.get("files", []) if isinstance(file, dict))
            or None
        )
    keys = {
        "analyse": ("until",),
        "calibrate": ("surrogates_n",),
        "challenge": ("runs_n",),
        "review": ("kind", "subject_id", "value"),
        "report": ("purpose", "lang", "date"),
        "package": ("inputs", "tagmanifest"),
        "redact": ("texts",),
    }.get(what)
    if keys is None:
        return json.dumps(detail, ensure_ascii=False) if detail else None
    return " · ".join(str(detail[key]) for key in keys if detail.get(key) is not None) or None


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


LISTING_CUSTODY = Listing(
    name="custody",
    columns=(
        ShownRows("n", "col_number", "count", 70),
        ShownRows("at", "col_when", "time", 170),
        ShownRows("who", "col_who", "text", 150),
        ShownRows("act", "col_act", "word", 110),
        ShownRows("files", "col_about_what", "deed"),
        ShownRows("after", "col_after", "hash", 162),
        ShownRows("sha256", "col_sha256", "hash", 162),
    ),
    rows=rows_custody,
    subject=lambda row: f"custody|{row['n']}",
)

LISTINGS = (LISTING_SOURCES, LISTING_REJECTED, LISTING_CUSTODY)
