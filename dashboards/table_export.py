"""Any table of a page as CSV: all its rows, whole texts, under pseudonyms unless real ids are asked for."""

import polars as pl
from flask import Flask, Response, abort

from analytics.model.messages import LANGS
from analytics.store.case_folder import Case
from analytics.store.pseudonyms import HIDDEN, Pseudonyms, hidden_words, names_of
from dashboards.answers import asked_json, told
from dashboards.case_session import CaseSession
from dashboards.leaving import note_leaving, read_leaving
from dashboards.listing import Listing, cell
from dashboards.network.selection import csv_bytes
from dashboards.page import View
from dashboards.widgets.grid import listings

# Kinds of cells that are told in words; all others leave as they are stored, whole.
IN_WORDS = (
    "word",
    "reason",
    "role_reason",
    "rule",
    "measure",
    "line",
    "null",
    "kinds",
    "class",
    "deed",
    "grade",
)
ACCOUNTS = ("account_id", "account_a", "account_b", "author_id")
ACTS = ("event_id", "object_id", "subject_id", "post_id", "root_id")
NAME_MAX = 30  # Characters of a name: no platform allows more; a longer one is no name.
RAW = ("raw",)  # A record as exported: it names whoever it names.


def connect_table_export(server: Flask, desk: CaseSession) -> None:
    """Serve POST /wakeline/table/<listing> {about, lang, real, reason}."""

    @server.route("/wakeline/table/<name>", methods=["POST"])
    @told
    def of_table(name: str) -> Response:
        asked, listing = asked_json(), listings().get(name)
        if listing is None or asked.get("lang") not in LANGS:
            abort(404)
        how = read_leaving(asked)
        veil = how.veil(desk.case)
        view = View(str(asked["lang"]), zone=desk.zone)
        data = table_csv(listing, desk.case, str(asked.get("about") or ""), view, veil)
        note_leaving(desk.case, how, f"{name}.csv", data, veil)
        file = how.file_name(f"wakeline-{name}", "csv")
        heads = {"Content-Disposition": f'attachment; filename="{file}"'}
        return Response(data, mimetype="text/csv", headers=heads)


def table_csv(listing: Listing, case: Case, about: str, view: View, veil: Pseudonyms | None) -> bytes:
    """Write all rows of a listing, its columns as on the page; times are UTC.

    veil: the pseudonyms that stand for ids; None: as exported. Names then become the pseudonym of their
        account and leave the texts; exported records are left out.
    """
    frame = listing.rows(case, about).collect()
    columns = {}
    for column in listing.columns:
        if column.kind in IN_WORDS:
            values = [cell(row.get(column.field), column, row, view) for row in frame.iter_rows(named=True)]
            columns[column.field] = pl.Series(column.field, values, dtype=pl.String)
        else:
            columns[column.field] = frame[column.field].alias(column.field)
    table = pl.DataFrame(list(columns.values()))
    if veil is not None:
        table = _veiled(table, frame, listing, case, veil)
    titles = _distinct([view.t(column.title_key) for column in listing.columns])
    return csv_bytes([_plain(table).rename(dict(zip(table.columns, titles, strict=True)))])


def _veiled(
    table: pl.DataFrame, frame: pl.DataFrame, listing: Listing, case: Case, veil: Pseudonyms
) -> pl.DataFrame:
    owners, hidden = names_of(case), hidden_words(case)
    of_row = veil.column("account", frame["account_id"]) if "account_id" in frame.columns else None
    shown = [
        column.field for column in listing.columns if column.kind == "name" and column.field in table.columns
    ]
    names = sorted({v for name in shown for v in table[name].drop_nulls() if 1 < len(v) <= NAME_MAX})
    changed = []
    for column in listing.columns:
        values = table[column.field]
        if column.field in ACCOUNTS:
            values = veil.column("account", values)
        elif column.field in ACTS or column.kind == "id":
            values = veil.column("act", values)
        elif column.field in RAW:
            values = pl.Series([HIDDEN] * len(values), dtype=pl.String)
        elif column.kind == "name":
            values = pl.Series([None] * len(values), dtype=pl.String) if of_row is None else of_row
        elif values.dtype == pl.String:
            values = veil.texts(values, owners, hidden)
            if names:
                values = values.str.replace_many(names, [HIDDEN] * len(names))
        changed.append(values.alias(column.field))
    return pl.DataFrame(changed)


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """Times as text and lists joined, so that every cell is one value."""
    written: list[pl.Expr] = []
    for name, dtype in table.schema.items():
        if isinstance(dtype, pl.Datetime):
            written.append(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        elif isinstance(dtype, pl.List):
            written.append(pl.col(name).cast(pl.List(pl.String)).list.join(" "))
        else:
            written.append(pl.col(name))
    return table.select(written)


def _distinct(titles: list[str]) -> list[str]:
    """Number titles that stand twice."""
    seen: dict[str, int] = {}
    told_ = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        told_.append(title if seen[title] == 1 else f"{title} {seen[title]}")
    return told_
