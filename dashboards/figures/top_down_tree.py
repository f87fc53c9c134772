"""The tree from the top down: a row for each depth; what does not fit is folded into counted bundles."""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from dashboards.figures.tree_layout import down, tree_layout
from dashboards.figures.tree_marks import add_acts, add_lines, has_line, name_leading
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure
from dashboards.wording import count


def places(frame: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Where the acts and bundles of `frame` (planted by time) stand in a tree."""
    return frame["slot"].to_numpy(), -frame["depth"].to_numpy().astype(float)


def top_down_tree(folded: pl.DataFrame, view: View, height: int = 620) -> go.Figure:
    """folded: drawing.thinned.bundled. Bundles are squares with the number of acts they stand for."""
    frame = tree_layout(folded, "time")
    x, y = places(frame)
    parent = frame["parent"].to_numpy()
    rows = np.flatnonzero(has_line(frame))
    figure = empty_figure(view.scheme, height)
    add_lines(figure, frame, down(x[parent[rows]], y[parent[rows]], x[rows], y[rows]), rows, view)
    single = frame["bundled_n"].to_numpy() == 1
    add_acts(figure, frame.filter(pl.Series(single)), x[single], y[single], view)
    _add_bundles(figure, frame.filter(pl.Series(~single)), x[~single], y[~single], view)
    name_leading(figure, frame.filter(pl.Series(single)), x[single], y[single], view)
    deepest = int(frame["depth"].max() or 0)  # type: ignore[arg-type]
    figure.update_xaxes(visible=False, range=[-0.03, 1.06])
    figure.update_yaxes(
        title_text=view.t("axis_depth"),
        tickvals=[-d for d in range(deepest + 1)],
        ticktext=[str(d) for d in range(deepest + 1)],
        range=[-deepest - 0.5, 0.5],
    )
    return figure


def _add_bundles(figure: go.Figure, bundles: pl.DataFrame, x: np.ndarray, y: np.ndarray, view: View) -> None:
    if bundles.is_empty():
        return
    c, n = TOKENS[view.scheme], bundles["bundled_n"].to_numpy()
    text = [f"+{count(k)}" for k in n]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="markers+text" if len(n) <= 60 else "markers",
            name=view.t("legend_bundles", acts=count(int(n.sum()))),
            text=text,
            textposition="bottom center",
            textfont={"size": 11, "color": c["soft"]},
            customdata=bundles["parent_used_id"].to_list(),
            hovertext=[view.t("hover_bundle").replace("[n]", count(k)) for k in n],
            hovertemplate="%{hovertext}<extra></extra>",
            legendrank=900,
            marker={
                "symbol": "square",
                "size": 6 + 1.4 * np.sqrt(np.minimum(n, 400)),
                "color": c["faint"],
                "opacity": 0.75,
                "line": {"width": 0.8, "color": c["surface"]},
            },
        )
    )
