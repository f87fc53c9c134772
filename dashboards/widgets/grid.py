"""A table that stays on the server: the browser holds the rows on screen and asks for more as it scrolls."""

from typing import Any

import dash_ag_grid as dag
import polars as pl
from dash import MATCH, Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analytics.registry import load
from dashboards.desk import Desk
from dashboards.listing import Listing
from dashboards.page import View, read_view

BLOCK = 100
ROW, HEAD, BAR = 36, 40, 18  # Pixels: a row, the head, room for a scroll bar below.


def listings() -> dict[str, Listing]:
    """Every listing, by name."""
    return load("dashboards.listings", "LISTING", Listing)


def grid(name: str, about: str, view: View, rows_n: int, most: int = 10) -> Component:
    """The listing `name` about something (a tree, a filter), its rows fetched while scrolling.

    rows_n: how many rows there will be, as far as the page knows; as high as they need, but no more than `most` rows.
    """
    height = HEAD + ROW * max(min(rows_n, most), 2) + BAR
    listing = listings()[name]
    columns: list[dict[str, Any]] = []
    for column in listing.columns:
        entry: dict[str, Any] = {
            "field": column.field, "headerName": view.t(column.title_key), "sortable": column.sortable,
            "headerTooltip": view.t(column.title_key)}
        entry |= {"width": column.width, "minWidth": 60} if column.width else {"flex": 1, "minWidth": 150}
        if column.kind in ("count", "share", "span", "size", "decimal", "figure"):
            entry["type"] = "rightAligned"
        if column.kind == "hash":
            entry["cellRenderer"] = "CopyHash"
        if column.kind in ("id", "hash"):
            entry["cellClass"] = "wl-mono"
        columns.append(entry)
    words = {"loadingOoo": view.t("grid_loading"), "noRowsToShow": view.t("grid_empty"),
             "ariaSortableColumn": view.t("grid_sortable")}
    return html.Div(dag.AgGrid(
        id={"role": "rows", "name": name, "about": about}, columnDefs=columns, rowModelType="infinite",
        className="ag-theme-quartz wl-grid", style={"height": f"{height}px", "width": "100%"},
        defaultColDef={"resizable": True, "suppressMovable": True},
        dashGridOptions={
            "cacheBlockSize": BLOCK, "maxBlocksInCache": 20, "infiniteInitialRowCount": 1, "rowHeight": ROW, "headerHeight": HEAD,
            "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
            "localeText": words, "enableCellTextSelection": False, "suppressDragLeaveHidesColumns": True}),
        className="wl-grid-frame")


def connect_grids(app: Dash, desk: Desk) -> None:
    """One callback serves the rows of every listing."""
    here = {"role": "rows", "name": MATCH, "about": MATCH}

    @app.callback(Output(here, "getRowsResponse"), Input(here, "getRowsRequest"), State(here, "id"),
                  State("here", "pathname"), State("here", "search"))
    def rows(request: dict[str, Any] | None, id_: dict[str, str], pathname: str, search: str) -> Any:
        if request is None:
            return no_update
        view = read_view(desk, pathname, search, None)
        return page_of(listings()[id_["name"]], desk, id_["about"], request, view)


def page_of(listing: Listing, desk: Desk, about: str, request: dict[str, Any], view: View) -> dict[str, Any]:
    """The rows of one block as the grid takes them: sorted as asked, written as read, and how many there are in all."""
    frame = desk.ask(listing.rows, about)
    known = {column.field for column in listing.columns if column.sortable}
    order = [(s["colId"], s["sort"] == "desc") for s in request.get("sortModel") or [] if s["colId"] in known]
    if order:
        frame = frame.sort([name for name, _ in order], descending=[d for _, d in order], nulls_last=True,
                           maintain_order=True)
    first, last = int(request.get("startRow", 0)), int(request.get("endRow", BLOCK))
    total = desk.ask(_height, listing, about)
    block = frame.slice(first, min(max(last - first, 0), 1_000)).collect()
    return {"rowData": [listing.written(row, view) for row in block.iter_rows(named=True)], "rowCount": total}


def _height(case: object, listing: Listing, about: str) -> int:
    frame: pl.LazyFrame = listing.rows(case, about)  # type: ignore[arg-type]
    return int(frame.select(pl.len()).collect().item())
