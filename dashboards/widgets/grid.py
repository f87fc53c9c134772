"""A table that stays on the server: the browser holds the rows on screen and asks for more as it scrolls."""

import json
from typing import Any

import dash_ag_grid as dag
import polars as pl
from dash import MATCH, Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component
from flask import Flask, Response, abort, request
from pydantic import BaseModel, Field, ValidationError

from analytics.model.errors import CaseError, WakelineError
from analytics.model.messages import LANGS
from analytics.model.registry import load
from analytics.store.case_folder import Case
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.listing import Listing, ShownRows
from dashboards.page import View, read_view
from dashboards.wording import count

BLOCK = 100
PRINTED_MAX = 300  # Rows of a table on paper: some ten pages; how many there are is said below it.
NUMBERS = ("count", "share", "span", "size", "decimal", "figure")
_ONE = {"maxNumConditions": 1, "debounceMs": 250, "buttons": ["reset"]}
_TEXT = {"filter": "agTextColumnFilter", "filterParams": _ONE | {"filterOptions": ["contains"]}}
_NUMBER = {
    "filter": "agNumberColumnFilter",
    "filterParams": _ONE | {"filterOptions": ["greaterThanOrEqual", "lessThanOrEqual", "equals"]},
}
# How a column is filtered, by kind; the others are read but not filtered.
TEXTS = ("text", "name", "id", "hash", "class", "subject", "deed")
FILTERS = dict.fromkeys(TEXTS, _TEXT) | dict.fromkeys(("count", "decimal", "figure", "size"), _NUMBER)
ROW, HEAD, BAR = 36, 40, 18  # Pixels: a row, the head, room for a scroll bar below.


def listings() -> dict[str, Listing]:
    """Load every listing, by name."""
    return load("dashboards.views", "LISTING", Listing)


def grid(name: str, about: str, view: View, rows_n: int, most: int = 10) -> Component:
    """Build the listing `name` about something (a tree, a filter), whose rows are fetched while scrolling.

    rows_n: how many rows there will be, as far as the page knows.
    most: the grid is as high as its rows need, but no higher than so many.
    """
    height = HEAD + ROW * max(min(rows_n, most), 2) + BAR
    listing = listings()[name]
    return html.Div(
        dag.AgGrid(
            id={"role": "rows", "name": name, "about": about},
            columnDefs=[_column(column, view) for column in listing.columns],
            rowModelType="infinite",
            className="ag-theme-quartz wl-grid",
            style={"height": f"{height}px", "width": "100%"},
            defaultColDef={"resizable": True, "suppressMovable": True},
            dashGridOptions={
                "cacheBlockSize": BLOCK,
                "maxBlocksInCache": 20,
                "infiniteInitialRowCount": 1,
                "rowHeight": ROW,
                "headerHeight": HEAD,
                "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
                "localeText": _words(view),
                "enableCellTextSelection": False,
                "suppressDragLeaveHidesColumns": True,
            },
        ),
        className="wl-grid-frame",
        **attributes({"data-listing": name, "data-about": about}),
    )


def _column(column: ShownRows, view: View) -> dict[str, Any]:
    """A column as ag-grid takes it."""
    entry: dict[str, Any] = {
        "field": column.field,
        "headerName": view.t(column.title_key),
        "sortable": column.sortable,
        "headerTooltip": view.t(column.title_key),
    }
    entry |= {"width": column.width, "minWidth": 60} if column.width else {"flex": 1, "minWidth": 150}
    if column.kind in NUMBERS:
        entry["type"] = "rightAligned"
    if column.sortable and column.kind in FILTERS:
        entry |= FILTERS[column.kind]
    if column.kind == "hash":
        entry["cellRenderer"] = "CopyHash"
    if column.kind in ("id", "hash", "subject"):
        entry["cellClass"] = "wl-mono"
    return entry


def _words(view: View) -> dict[str, str]:
    """The words of the grid in the language of the page."""
    return {
        "loadingOoo": view.t("grid_loading"),
        "noRowsToShow": view.t("grid_empty"),
        "ariaSortableColumn": view.t("grid_sortable"),
        **{
            name: view.t(f"grid_{key}")
            for name, key in (
                ("contains", "contains"),
                ("greaterThanOrEqual", "at_least"),
                ("lessThanOrEqual", "at_most"),
                ("equals", "equals"),
                ("resetFilter", "reset"),
                ("filterOoo", "filter"),
                ("ariaFilterValue", "filter"),
                ("ariaFilterInput", "filter"),
                ("ariaFilteringOperator", "filter_kind"),
                ("ariaFilterMenuOpen", "filter_open"),
                ("ariaColumnFiltered", "filtered"),
                ("ariaLabelColumnFilter", "filter"),
                ("ariaFilterColumn", "filter_key"),
            )
        },
    }


class _Order(BaseModel):
    """A column and the direction in which the grid orders by it."""

    colId: str
    sort: str = "asc"


class _Filter(BaseModel):
    """What the grid lets through of a column."""

    type: str | None = None
    filter: str | float | None = None


class RowsRequest(BaseModel):
    """What the grid asks for: rows from startRow up to endRow, in an order, as filtered."""

    startRow: int = Field(0, ge=0, le=2**31)
    endRow: int = Field(BLOCK, ge=0, le=2**31)
    sortModel: list[_Order] | None = None
    filterModel: dict[str, _Filter] | None = None


def connect_grids(app: Dash, desk: CaseSession) -> None:
    """Serve the rows of every listing by one callback.

    /wakeline/rows/<listing>?about=&lang= serves those of its printed table.
    """
    server: Flask = app.server

    @server.route("/wakeline/rows/<name>")
    def printed(name: str) -> Response:
        listing, lang = listings().get(name), request.args.get("lang", "zh")
        if listing is None or lang not in LANGS:
            abort(404)
        view = View(lang, zone=desk.zone)
        try:
            found = page_of(
                listing, desk, request.args.get("about", ""), {"startRow": 0, "endRow": PRINTED_MAX}, view
            )
        except WakelineError as fault:
            return Response(fault.text(lang), status=409, mimetype="text/plain")
        rows = [[row[column.field] for column in listing.columns] for row in found["rowData"]]
        told = view.t("print_shown", n=count(len(rows)), m=count(found["rowCount"]))
        return Response(
            json.dumps(
                {
                    "head": [view.t(column.title_key) for column in listing.columns],
                    "rows": rows,
                    "told": told,
                    "right": [column.kind in NUMBERS for column in listing.columns],
                },
                ensure_ascii=False,
            ),
            mimetype="application/json",
        )

    here = {"role": "rows", "name": MATCH, "about": MATCH}

    @app.callback(
        Output(here, "getRowsResponse"),
        Input(here, "getRowsRequest"),
        State(here, "id"),
        State("here", "pathname"),
        State("here", "search"),
    )
    def rows(asked: dict[str, Any] | None, id_: dict[str, str], pathname: str, search: str) -> Any:
        if asked is None:
            return no_update
        view = read_view(desk, pathname, search, None)
        listing = listings().get((id_ or {}).get("name", ""))
        if listing is None:
            raise CaseError("asked_unknown", found=str((id_ or {}).get("name"))[:80])
        return page_of(listing, desk, str((id_ or {}).get("about", "")), asked, view)


def page_of(
    listing: Listing, desk: CaseSession, about: str, request: dict[str, Any], view: View
) -> dict[str, Any]:
    """Read the rows of one block as the grid takes them: filtered and sorted as asked, written as read.

    How many there are in all is told with them. An order is found once and kept: scrolling through it asks
    only for rows.
    """
    try:
        wished = RowsRequest.model_validate(request)
    except ValidationError:
        raise CaseError("asked_unknown", found="getRowsRequest") from None
    known = {column.field: column.kind for column in listing.columns if column.sortable}
    order = tuple((s.colId, s.sort == "desc") for s in wished.sortModel or [] if s.colId in known)
    sought = {column.field: column.sought or column.field for column in listing.columns}
    wanted = tuple(
        sorted(
            (sought[name], known[name] in TEXTS, str(f.type), str(f.filter))
            for name, f in (wished.filterModel or {}).items()
            if known.get(name) in FILTERS and f.filter is not None
        )
    )
    frame, total = (
        _held(desk, listing, about, order, wanted) if order or wanted else desk.ask(_stored, listing, about)
    )
    block = frame.slice(wished.startRow, min(max(wished.endRow - wished.startRow, 0), 1_000)).collect()
    return {"rowData": [listing.written(row, view) for row in block.iter_rows(named=True)], "rowCount": total}


def _stored(case: Case, listing: Listing, about: str) -> tuple[pl.LazyFrame, int]:
    """The listing in its own order, and its height."""
    frame = listing.rows(case, about)
    return frame, int(frame.select(pl.len()).collect().item())


_kept: list[
    tuple[Any, ...]
] = []  # The last orders asked for: (case, listing, about, order, filters) and the rows in that order.
KEPT_MAX = 4


def _held(
    desk: CaseSession, listing: Listing, about: str, order: tuple[Any, ...], wanted: tuple[Any, ...]
) -> tuple[pl.LazyFrame, int]:
    """The listing filtered and sorted, held in memory while the reader scrolls through it, and its height."""
    case = desk.case
    for (known, *rest), frame in _kept:
        if known is case and rest == [listing.name, about, order, wanted]:
            return frame.lazy(), frame.height
    lazy = desk.ask(_stored, listing, about)[0].filter(*(_test(*one) for one in wanted))
    if order:
        lazy = lazy.sort(
            [name for name, _ in order],
            descending=[d for _, d in order],
            nulls_last=True,
            maintain_order=True,
        )
    found = lazy.collect()
    _kept.append(((case, listing.name, about, order, wanted), found))
    del _kept[:-KEPT_MAX]
    return found.lazy(), found.height


def _test(name: str, is_text: bool, form: str, wanted: str) -> pl.Expr:
    """The rows that a filter of the grid lets through; a number that is none lets all through."""
    column = pl.col(name)
    if is_text:
        return (
            column.cast(pl.String)
            .str.to_lowercase()
            .str.contains(wanted.lower(), literal=True)
            .fill_null(False)
        )
    try:
        number = float(wanted)
    except ValueError:
        return pl.lit(True)
    test = (
        column >= number
        if form == "greaterThanOrEqual"
        else column <= number
        if form == "lessThanOrEqual"
        else column == number
    )
    return test.fill_null(False)
