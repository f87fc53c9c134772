"""The chain of custody, the newest act first. A click opens the whole entry."""

import json
from datetime import datetime
from typing import Any

import polars as pl

from analytics.store.custody import entries
from analytics.store.folder import Case
from analytics.words import catalogue
from dashboards.listing import Listing, Shown

_SCHEMA = {
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


def rows(case: Case, about: str) -> pl.LazyFrame:
    """One row an entry. about: how many entries there are, so that a longer chain is read anew."""
    known = [row(entry) for entry in entries(case.folder)]
    return pl.DataFrame(known, schema=_SCHEMA, orient="row").reverse().lazy()


def row(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry as columns; what another hand wrote may lack any of them."""
    detail = entry.get("detail") if isinstance(entry.get("detail"), dict) else {}
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
    """What an act was about, on one line: names of files, kind and subject of a review, purpose of a
    report."""
    if what == "import":
        return (
            ", ".join(str(file.get("name")) for file in detail.get("files", []) if isinstance(file, dict))
            or None
        )
    keys = {
        "analyse": ("until",),
        "calibrate": ("surrogates_n",),
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


LISTING = Listing(
    name="custody",
    columns=(
        Shown("n", "col_number", "count", 70),
        Shown("at", "col_when", "time", 170),
        Shown("who", "col_who", "text", 150),
        Shown("act", "col_act", "word", 110),
        Shown("files", "col_about_what", "deed"),
        Shown("after", "col_after", "hash", 162),
        Shown("sha256", "col_sha256", "hash", 162),
    ),
    rows=rows,
    subject=lambda row: f"custody|{row['n']}",
)
