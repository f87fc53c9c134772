"""Pairs of a group: the number of posts on which two members met, and the number of pairs by window."""

import plotly.graph_objects as go
import polars as pl

from analytics.graph.coordination_network import WINDOW_S
from analytics.model.untrusted_text import for_plotly
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure
from dashboards.views.groups import GroupView, curve, meetings

SIDE_MAX = 60  # Members on a side; a larger group is shown by its strongest members.


def matrix(group: GroupView, view: View) -> go.Figure:
    """Draw how many posts any two members acted on within a minute of each other.

    A cell opens the events behind it.
    """
    c, members = TOKENS[view.scheme], group.members.head(SIDE_MAX)
    ids = members["account_id"].to_list()
    met = (
        meetings(group).filter(pl.col("gap_s") <= WINDOW_S).group_by("account_a", "account_b").agg(n=pl.len())
    )
    counts = {pair: n for *pair_, n in met.iter_rows() for pair in [tuple(pair_)]}
    cells = [[counts.get((min(a, b), max(a, b)), 0) if a != b else None for b in ids] for a in ids]
    about = [[f"tie|coordination|{min(a, b)}|{max(a, b)}" for b in ids] for a in ids]
    names = [
        for_plotly(name or account, 12) for name, account in members.select("name", "account_id").iter_rows()
    ]
    size = max(330, 110 + 20 * len(ids))
    figure = empty_figure(view.scheme, size)
    figure.add_trace(
        go.Heatmap(
            z=cells,
            x=list(range(len(ids))),
            y=list(range(len(ids))),
            customdata=about,
            xgap=1,
            ygap=1,
            hoverongaps=False,
            text=[[("" if n is None else str(n)) for n in row] for row in cells],
            texttemplate="%{text}" if len(ids) <= 20 else None,
            hovertext=[
                [f"{a} · {b}<br>{view.t('pair_met', n=n or 0)}" for b, n in zip(names, row, strict=True)]
                for a, row in zip(names, cells, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            showscale=False,
            colorscale=[
                [0, c["sunken"]],
                [1, c["repost" if view.scheme == "light" else "duplicates"]],
            ],  # Numbers are read on it.
            zmin=0,
        )
    )
    axis = {"tickvals": list(range(len(ids))), "ticktext": names, "showgrid": False, "tickfont": {"size": 11}}
    figure.update_layout(meta={"x": ids, "y": ids})  # Whose names the ticks are: see export.js.
    figure.update_xaxes(**axis, tickangle=45, side="bottom")
    figure.update_yaxes(**axis, autorange="reversed")
    return figure


def window_curve(group: GroupView, view: View) -> go.Figure:
    """Draw how many pairs met on two or more posts, over windows of 1 s to an hour.

    A step shows where a machine or a call works; a slope is what a crowd gives.
    """
    c, rows = TOKENS[view.scheme], curve(group)
    figure = empty_figure(view.scheme, 330)
    figure.add_trace(
        go.Scatter(
            x=rows["window_s"].to_list(),
            y=rows["pairs_n"].to_list(),
            mode="lines+markers",
            showlegend=False,
            line={"color": c["repost"], "width": 2},
            marker={"size": 7},
            hovertemplate="%{x} s: %{y}<extra></extra>",
        )
    )
    figure.add_hline(
        y=int(rows["all_n"][0]),
        line={"color": c["faint"], "dash": "dot", "width": 1},
        annotation={
            "text": view.t("curve_all", n=int(rows["all_n"][0])),
            "font": {"size": 11, "color": c["soft"]},
        },
    )
    figure.update_xaxes(
        type="log",
        tickvals=[1, 10, 60, 600, 3600],
        ticktext=["1 s", "10 s", "1 min", "10 min", "1 h"],
        title_text=view.t("axis_window"),
    )
    figure.update_yaxes(rangemode="tozero", title_text=view.t("axis_pairs"))
    return figure
