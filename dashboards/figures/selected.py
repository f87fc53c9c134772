"""The selection of all pages on a drawn figure: its window shaded, its records ringed, all else pale."""

from collections.abc import Collection
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.model.time import with_trusted_times
from analytics.store.case_folder import Case
from analytics.store.selection import Selection
from dashboards.page import View
from dashboards.theme import TOKENS, with_alpha

PALE = 0.16  # Opacity of what lies outside the window.
FULL = 0.92
EDGE = 20  # Years: an open end of the window is shaded far beyond every figure.


def shade_window(figure: go.Figure, view: View) -> None:
    """Shade the window of time on a figure whose x axis is the clock of the case; nothing without a window.

    A window with one end is shaded from there to the edge of the figure.
    """
    if not view.selection.has_window:
        return
    c = TOKENS[view.scheme]
    begin, end = (
        None if at is None else at.astimezone(view.zone).replace(tzinfo=None) for at in view.selection.ends()
    )
    known = begin or end
    assert known is not None
    low = begin or known.replace(year=max(known.year - EDGE, 1), day=1)
    high = end or known.replace(year=min(known.year + EDGE, 9999), day=1)
    kept = figure.layout.xaxis.range
    figure.add_vrect(x0=low, x1=high, fillcolor=with_alpha(c["accent"], 0.12), line_width=0, layer="below")
    for at in (one for one in (begin, end) if one is not None):
        figure.add_vline(x=at, line={"color": c["accent"], "width": 1})
    figure.update_xaxes(range=kept)


def mark_points(figure: go.Figure, case: Case, view: View) -> None:
    """Mark the selection on a figure whose points are events (their ids as customdata).

    Points outside the window are pale; events of chosen accounts, and chosen records, get a ring. Where the
    reader asks for the selection alone, all other points are left out.
    """
    chosen = view.selection
    if chosen.is_empty:
        return
    drawn = [trace for trace in figure.data if trace.mode == "markers" and trace.customdata is not None]
    ids = sorted({one for trace in drawn for one in trace.customdata})
    inside = events_in(case, ids, Selection(begin_s=chosen.begin_s, end_s=chosen.end_s))
    is_named = bool(chosen.accounts or chosen.records)
    named = events_in(case, ids, chosen) if is_named else frozenset[str]()
    kept = (named if is_named else inside) if view.params.get("only") == "1" else None
    x: list[Any] = []
    y: list[Any] = []
    for trace in drawn:
        _narrow(trace, inside, kept)
        ringed = [k for k, one in enumerate(trace.customdata) if one in named]
        x += [trace.x[k] for k in ringed]
        y += [trace.y[k] for k in ringed]
    if x:
        figure.add_trace(_rings(x, y, any(trace.type == "scattergl" for trace in drawn), view))


def _narrow(trace: Any, inside: Collection[str], kept: Collection[str] | None) -> None:
    """Leave out of a trace what is not `kept`, and make pale what is not `inside`."""
    rows = [k for k, one in enumerate(trace.customdata) if kept is None or one in kept]
    pale = [FULL if trace.customdata[k] in inside else PALE for k in rows]
    many = [
        name
        for name in ("size", "color")
        if isinstance(trace.marker[name], tuple | list) or hasattr(trace.marker[name], "shape")
    ]
    for name in many:
        trace.marker[name] = [trace.marker[name][k] for k in rows]
    edge = trace.marker.line.color
    if isinstance(edge, tuple | list):
        trace.marker.line.color = [edge[k] for k in rows]
    for name in ("x", "y", "customdata", "hovertext"):
        held = trace[name]
        if held is not None and not isinstance(held, str):
            trace[name] = [held[k] for k in rows]
    trace.marker.opacity = pale


def _rings(x: list[Any], y: list[Any], is_many: bool, view: View) -> Any:
    kind = go.Scattergl if is_many else go.Scatter
    return kind(
        x=x,
        y=y,
        mode="markers",
        name=view.t("selection.points"),
        hoverinfo="skip",
        marker={
            "symbol": "circle-open",
            "size": 15,
            "color": TOKENS[view.scheme]["ink"],
            "line": {"width": 2, "color": TOKENS[view.scheme]["ink"]},
        },
    )


def events_in(case: Case, ids: Collection[str], chosen: Selection) -> frozenset[str]:
    """Tell which of some events are in a selection."""
    drawn = pl.col("event_id").is_in(pl.Series(list(ids), dtype=pl.String).implode())
    mine = with_trusted_times(case.scan("events").filter(drawn))
    return frozenset(mine.filter(chosen.test()).select("event_id").collect()["event_id"])
