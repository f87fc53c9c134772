"""The ring: the root in the middle, one ring a depth; crowded rings are spread over a band."""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from dashboards.drawing.curves import outward
from dashboards.drawing.planted import planted
from dashboards.figures.marks import add_acts, add_lines, has_line, name_leading
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure

PER_LANE = 150  # Acts side by side on a circle before they touch; more are set on further circles of the band.
BAND = 0.62  # Part of the distance between two rings that a band may take.


def ring(nodes: pl.DataFrame, view: View, height: int = 620) -> go.Figure:
    """nodes: queries.trees.nodes. Angle: the tree's order; radius: depth, spread over a band where many share it."""
    frame = planted(nodes, "time")
    depth = frame["depth"].to_numpy()
    angle = np.pi / 2 - 2 * np.pi * frame["slot"].to_numpy()
    radius = _radii(depth, frame["slot"].to_numpy())
    parent = frame["parent"].to_numpy()
    rows = np.flatnonzero(has_line(frame))
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    figure = empty_figure(view.scheme, height)
    line = TOKENS[view.scheme]["line"]
    for d in range(1, int(depth.max()) + 1):
        figure.add_shape(type="circle", x0=-d, y0=-d, x1=d, y1=d, line={"color": line, "width": 1}, layer="below")
    add_lines(figure, frame, outward(angle[parent[rows]], radius[parent[rows]], angle[rows], radius[rows]), rows, view)
    add_acts(figure, frame, x, y, view)
    name_leading(figure, frame, x, y, view)
    reach = float(radius.max() or 1) * 1.06
    figure.update_xaxes(visible=False, range=[-reach, reach])
    figure.update_yaxes(visible=False, range=[-reach, reach], scaleanchor="x", scaleratio=1)
    return figure


def _radii(depth: np.ndarray, slot: np.ndarray) -> np.ndarray:
    """The depth itself; on a crowded ring neighbours are set on different circles of its band, in turn."""
    radius = depth.astype(float)
    for d in range(1, int(depth.max()) + 1):
        rows = np.flatnonzero(depth == d)
        lanes = min(int(np.ceil(len(rows) / (PER_LANE * d))), 24)
        if lanes > 1:
            order = rows[np.argsort(slot[rows], kind="stable")]
            lane = (np.arange(len(order)) * 7) % lanes if lanes % 7 else np.arange(len(order)) % lanes
            radius[order] = d - BAND / 2 + BAND * lane / (lanes - 1)
    return radius
