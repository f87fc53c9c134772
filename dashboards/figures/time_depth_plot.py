"""The time-depth plot of a tree: time runs to the right, and what descends from one event stands together.

The earliest branch stands in the middle.
"""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from dashboards.figures.sampled import leading_rows
from dashboards.figures.tree_layout import across, tree_layout
from dashboards.figures.tree_marks import DRAWN_MAX, add_acts, add_lines, has_line, name_leading
from dashboards.page import View
from dashboards.theme import empty_figure

SCALES = ("linear", "log")
# Share of the acts inside the span first shown: a few late ones would press all others against the edge.
SHOWN = 0.97


def places(frame: pl.DataFrame, view: View, scale: str = "linear") -> tuple[np.ndarray, np.ndarray]:
    """Where the acts of `frame` (planted as a fan) stand in a sail."""
    return along(frame, view, scale), 1 - frame["slot"].to_numpy()


def time_depth_plot(
    nodes: pl.DataFrame, view: View, scale: str = "linear", most: int = DRAWN_MAX, height: int = 620
) -> go.Figure:
    """nodes: queries.trees.nodes; the `most` leading ones are drawn, each where it stands among all. Acts
    whose moment is unknown are not drawn. scale "log": minutes since the root,
    logarithmic.

    An act dated before the root stands at its moment on the linear scale and at half a minute on the
    logarithmic one.
    """
    frame = leading_rows(tree_layout(nodes, "fan"), most)
    (x, y), parent = places(frame, view, scale), frame["parent"].to_numpy()
    rows = np.flatnonzero(has_line(frame) & ~np.isnan(x) & ~np.isnan(x[np.maximum(parent, 0)]))
    figure = empty_figure(view.scheme, height)
    add_lines(figure, frame, across(x[parent[rows]], y[parent[rows]], x[rows], y[rows]), rows, view)
    add_acts(figure, frame, x, y, view)
    name_leading(figure, frame, x, y, view)
    figure.update_yaxes(visible=False, range=[-0.03, 1.05])
    figure.update_xaxes(
        title_text=view.t("axis_since" if scale == "log" else "axis_time", zone=str(view.zone))
    )
    if scale == "log":
        shown = [(minutes, key) for minutes, key in LOG_TICKS if np.log10(minutes) <= np.nanmax(x) + 0.2]
        figure.update_xaxes(
            type="linear", tickvals=[np.log10(m) for m, _ in shown], ticktext=[view.t(k) for _, k in shown]
        )
    else:
        figure.update_xaxes(type="date", tickformatstops=TIME_TICKS, **_window(x))
    return figure


def along(frame: pl.DataFrame, view: View, scale: str = "linear") -> np.ndarray:
    """Where each act stands along x: milliseconds on the clock of the zone, or log10 of minutes; nan if
    unknown."""
    if scale == "log":
        since = frame["since_s"].to_numpy().astype(float) / 60
        x = np.where(np.isnan(since), np.nan, np.log10(np.maximum(since, 0.5)))
    else:
        local = frame["at"].dt.convert_time_zone(str(view.zone)).dt.replace_time_zone(None)
        x = local.dt.epoch("ms").cast(pl.Float64).to_numpy().copy()
    x[~frame["is_timed"].to_numpy()] = np.nan
    if len(x) and np.isnan(x[0]):
        x[0] = 0.0 if np.isnan(x).all() else np.nanmin(x)
    return x


LOG_TICKS = (
    (1, "tick_1m"),
    (10, "tick_10m"),
    (60, "tick_1h"),
    (360, "tick_6h"),
    (1_440, "tick_1d"),
    (10_080, "tick_7d"),
    (43_200, "tick_30d"),
)
TIME_TICKS = [
    {"dtickrange": [None, 1000], "value": "%H:%M:%S.%L"},
    {"dtickrange": [1000, 60000], "value": "%H:%M:%S"},
    {"dtickrange": [60000, 86400000], "value": "%H:%M\n%m-%d"},
    {"dtickrange": [86400000, "M1"], "value": "%m-%d\n%Y"},
    {"dtickrange": ["M1", None], "value": "%Y-%m"},
]


def _window(x: np.ndarray) -> dict[str, object]:
    """The span that holds the root and most of the acts; the rest is there, a zoom away."""
    ends = window(x)
    return {} if ends is None else {"range": [str(np.datetime64(int(end), "ms")) for end in ends]}


def window(x: np.ndarray) -> tuple[float, float] | None:
    """From just before the root to just after SHOWN of the acts; None for fewer than three."""
    known = x[~np.isnan(x)]
    if len(known) < 3:
        return None
    low, high = np.quantile(known, [1 - SHOWN, SHOWN])
    low = min(low, x[0]) if low - x[0] < 3 * (high - low) + 1 else low
    pad = max((high - low) * 0.03, 30_000)
    return float(low - pad), float(high + 2 * pad)
