"""What the three views of a tree share: events as points, parents as lines, names of the leading events."""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from analytics.model.untrusted_text import for_plotly, labels
from dashboards.page import View
from dashboards.theme import TOKENS, depth_colour, with_alpha
from dashboards.wording import count, moment

CRISP_MAX = 1_500  # Acts drawn as SVG; above, WebGL: SVG takes seconds, WebGL is less sharp.
DRAWN_MAX = 20_000  # Acts in a sail or ring; the leading ones are drawn, the rest counted.
# Acts with all their lines; above, only acts that were passed on get one: the rest is a grey sheet.
LINES_MAX = 3_000
DEEPEST = 5  # Depths with a colour of their own; deeper acts share the last.
NAMED = 5
ALPHA = (
    (800, 0.42),
    (2_000, 0.24),
    (10**9, 0.1),
)  # Lines up to a number, how much of each is seen: they add up.


def trace_class(drawn_n: int) -> type[go.Scatter] | type[go.Scattergl]:
    """Choose SVG for few events, WebGL for many.

    >>> trace_class(10).__name__, trace_class(1_000_000).__name__
    ('Scatter', 'Scattergl')
    """
    kind: type[go.Scatter] | type[go.Scattergl] = go.Scatter if drawn_n <= CRISP_MAX else go.Scattergl
    return kind


def has_line(frame: pl.DataFrame) -> np.ndarray:
    """Tell which events get a line to their parent."""
    inner = np.ones(frame.height, bool) if frame.height <= LINES_MAX else (frame["children_n"] > 0).to_numpy()
    drawn: np.ndarray = inner & (frame["parent"] >= 0).to_numpy()
    return drawn


def add_lines(
    figure: go.Figure, frame: pl.DataFrame, run: tuple[np.ndarray, np.ndarray], rows: np.ndarray, view: View
) -> None:
    """Add the lines of the events `rows`, coloured by depth.

    run: their points, equally many for each event, as `across` gives them.
    """
    kind = trace_class(frame.height)
    shades = np.minimum(frame["depth"].to_numpy()[rows], DEEPEST)
    x, y = (points.reshape(max(len(rows), 1), -1) if len(rows) else points for points in run)
    alpha = next(a for most, a in ALPHA if len(rows) <= most)
    for depth in np.unique(shades) if len(rows) else ():
        of = shades == depth
        figure.add_trace(
            kind(
                x=x[of].ravel(),
                y=y[of].ravel(),
                mode="lines",
                hoverinfo="skip",
                showlegend=False,
                legendgroup=str(depth),
                line={"width": 1, "color": with_alpha(depth_colour(view.scheme, int(depth)), alpha)},
            )
        )


def add_acts(figure: go.Figure, frame: pl.DataFrame, x: np.ndarray, y: np.ndarray, view: View) -> None:
    """Add the events as points, larger the more they were passed on.

    Small ones are drawn first, so that large ones take the click.
    """
    kind = trace_class(frame.height)
    below = frame["subtree_n"].fill_null(0).to_numpy()
    is_many = frame.height > LINES_MAX
    size = (5 + 2.1 * np.sqrt(np.minimum(below, 400))) * (0.6 if is_many else 1)
    shades = np.minimum(frame["depth"].to_numpy(), DEEPEST)
    hover, surface = _hover(frame, view), TOKENS[view.scheme]["surface"]
    for depth in [d for d in range(1, DEEPEST + 1) if (shades == d).any()] + [0]:
        rows = np.flatnonzero(shades == depth)
        rows = rows[np.argsort(size[rows], kind="stable")]
        if not len(rows):
            continue
        acts_n = (
            len(rows) if "bundled_n" not in frame.columns else int(frame["bundled_n"].to_numpy()[rows].sum())
        )
        name = (
            view.t("depth_root")
            if depth == 0
            else view.t("depth_deeper" if depth == DEEPEST else "depth_n", n=depth, acts=count(acts_n))
        )
        figure.add_trace(
            kind(
                x=x[rows],
                y=y[rows],
                mode="markers",
                name=name,
                legendgroup=str(depth),
                legendrank=depth,
                customdata=frame["event_id"].gather(rows).to_list(),
                hovertext=[hover[i] for i in rows],
                hovertemplate="%{hovertext}<extra></extra>",
                marker={
                    "size": np.where(depth == 0, 17, size[rows]),
                    "color": depth_colour(view.scheme, depth),
                    "opacity": 0.92,
                    "symbol": "diamond" if depth == 0 else "circle",
                    "line": {"width": 0.3 if is_many else 0.8, "color": surface},
                },
            )
        )


def name_leading(
    figure: go.Figure, frame: pl.DataFrame, x: np.ndarray, y: np.ndarray, view: View, apart: float = 0.13
) -> None:
    """Write the names of the root and of the events most passed on beside them.

    apart: the part of the drawing's width that a name takes; a name that would cover another is left out.
    """
    c = TOKENS[view.scheme]
    wide, high = (
        max(float(np.nanmax(v) - np.nanmin(v)), 1e-9) if np.isfinite(v).any() else 1.0 for v in (x, y)
    )
    placed: list[tuple[float, float]] = []
    ranked = (
        frame.with_row_index("row")
        .filter(pl.col("subtree_n") > 1)
        .sort("subtree_n", "event_id", descending=[True, False])
        .head(4 * NAMED)
    )
    for row in ranked.iter_rows(named=True):
        at = (float(x[row["row"]]) / wide, float(y[row["row"]]) / high)
        if (
            np.isnan(at[0])
            or len(placed) > NAMED
            or any(abs(at[0] - a) < apart and abs(at[1] - b) < 0.05 for a, b in placed)
        ):
            continue
        placed.append(at)
        figure.add_annotation(
            x=x[row["row"]],
            y=y[row["row"]],
            text=for_plotly(row["account_name"] or row["account_id"] or row["event_id"], 14),
            name=row["account_id"] or "",  # Whose name it is: see export.js.
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            xshift=7,
            yshift=4,
            captureevents=False,
            font={"size": 12, "color": c["ink"]},
            bgcolor=with_alpha(c["surface"], 0.78),
            borderpad=2,
        )


def _hover(frame: pl.DataFrame, view: View) -> list[str]:
    """Name, moment and what was passed on, for each point."""
    names = labels(frame["account_name"].fill_null(frame["account_id"]))
    bundles = frame["bundled_n"].to_list() if "bundled_n" in frame.columns else [1] * frame.height
    unknown = view.t("name_unknown")
    rows = zip(names, frame["at"], frame["depth"], frame["subtree_n"], bundles, strict=True)
    one, many = view.t("hover_act"), view.t("hover_bundle")
    return [
        (many if n > 1 else one)
        .replace("[name]", name or unknown)
        .replace("[at]", moment(at, view))
        .replace("[depth]", str(depth))
        .replace("[below]", count(below))
        .replace("[n]", count(n))
        for name, at, depth, below, n in rows
    ]
