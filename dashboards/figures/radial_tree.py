"""The radial tree: the root in the middle, a ring for each depth; a crowded ring is spread over a band."""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from dashboards.figures.sampled import leading_rows
from dashboards.figures.tree_layout import outward, tree_layout
from dashboards.figures.tree_marks import DRAWN_MAX, add_acts, add_lines, has_line, name_leading
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure

PER_LANE = (
    110  # Acts side by side on a circle before they touch; more are set on further circles of the band.
)
BAND = 0.6  # Part of the room of a ring that its band may take.


def places(frame: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute angle and radius of each event, and the radius of each ring.

    frame: as `tree_layout` gives it, with children in order of time.
    """
    depth = frame["depth"].to_numpy()
    rings = _rings(depth)
    return (
        np.pi / 2 - 2 * np.pi * frame["slot"].to_numpy(),
        _radii(depth, frame["slot"].to_numpy(), rings),
        rings,
    )


def radial_tree(nodes: pl.DataFrame, view: View, most: int = DRAWN_MAX, height: int = 620) -> go.Figure:
    """Draw a tree in rings.

    nodes: as `dashboards.views.trees.nodes` gives them.
    most: how many leading events are drawn.
    height: in pixels.

    The angle follows the order of the tree; the radius is the depth, spread over a band where many events
    share it.
    """
    whole = tree_layout(nodes, "time")
    angle, radius, rings = places(whole)
    frame = leading_rows(whole.with_columns(angle=angle, radius=radius), most)
    angle, radius, parent = (frame[name].to_numpy() for name in ("angle", "radius", "parent"))
    rows = np.flatnonzero(has_line(frame))
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    figure = empty_figure(view.scheme, height)
    line = TOKENS[view.scheme]["line"]
    for r in rings[1:]:
        figure.add_shape(
            type="circle", x0=-r, y0=-r, x1=r, y1=r, line={"color": line, "width": 1}, layer="below"
        )
    add_lines(
        figure,
        frame,
        outward(angle[parent[rows]], radius[parent[rows]], angle[rows], radius[rows]),
        rows,
        view,
    )
    add_acts(figure, frame, x, y, view)
    name_leading(figure, frame.with_columns(pl.when(pl.col("depth") > 0).then("subtree_n")), x, y, view, 0.24)
    reach = float(radius.max() or 1) * 1.06
    figure.update_xaxes(visible=False, range=[-reach, reach])
    figure.update_yaxes(visible=False, range=[-reach, reach], scaleanchor="x", scaleratio=1)
    return figure


def _rings(depth: np.ndarray) -> np.ndarray:
    """The radius of each depth, 0 for the root: a ring with many events gets more room."""
    acts = np.bincount(depth)
    room = 0.4 + 1.6 * np.sqrt(acts / int(acts[1:].max(initial=1)))
    room[0] = 0
    half = room / 2
    middle: np.ndarray = np.cumsum(room) - half
    return middle


def _radii(depth: np.ndarray, slot: np.ndarray, rings: np.ndarray) -> np.ndarray:
    """The ring of each event; on a crowded one neighbours are set on different circles of its band."""
    radius: np.ndarray = rings[depth]
    for d in range(1, len(rings)):
        rows = np.flatnonzero(depth == d)
        lanes = min(int(np.ceil(len(rows) / (PER_LANE * max(rings[d], 0.5)))), 24)
        if lanes > 1:
            order = rows[np.argsort(slot[rows], kind="stable")]
            lane = (np.arange(len(order)) * 7) % lanes if lanes % 7 else np.arange(len(order)) % lanes
            room = 2 * (rings[d] - rings[d - 1]) if d == 1 else rings[d] - rings[d - 1]
            radius[order] = rings[d] + BAND * min(room, 2) * (lane / (lanes - 1) - 0.5)
    return radius
