"""Hits of a search as bars, one an hour."""

from datetime import timedelta

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.selected import shade_window
from dashboards.figures.time_depth_plot import TIME_TICKS
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure

HALF = timedelta(minutes=30)


def hits_per_hour(hours: pl.DataFrame, view: View, height: int = 150) -> go.Figure:
    """Draw one bar an hour of the case's zone, with the window that is chosen for all pages.

    hours: at (start of the hour in the zone), n. A drag along the axis chooses another window.
    """
    figure, colours = empty_figure(view.scheme, height), TOKENS[view.scheme]
    bars = hours.with_columns(at=pl.col("at").dt.replace_time_zone(None) + HALF)
    figure.add_trace(
        go.Bar(
            x=bars["at"].to_list(),
            y=bars["n"].to_list(),
            width=3_600_000 * 0.92,
            marker={"color": colours["accent"], "line": {"width": 0}},
            hovertemplate="%{x|%Y-%m-%d %H:00}<br>%{y:,}<extra></extra>",
        )
    )
    figure.update_layout(bargap=0, dragmode="zoom", showlegend=False, margin={"t": 8, "b": 28})
    figure.update_xaxes(showgrid=False, tickformatstops=TIME_TICKS)
    figure.update_yaxes(rangemode="tozero", tickformat=",d", fixedrange=True, nticks=4)
    shade_window(figure, view)
    return figure
