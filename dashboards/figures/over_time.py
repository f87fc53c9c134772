"""Events over time as stacked bars, with the peaks numbered."""

from datetime import timedelta

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.time_depth_plot import TIME_TICKS
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure
from dashboards.views.timeline import Timeline

KINDS = ("repost", "quote", "comment")
CIRCLED = "①②③④⑤⑥⑦⑧⑨"


def over_time(line: Timeline, view: View, height: int = 300) -> go.Figure:
    """Bars of line.step_s seconds; peaks carry the number of their sentence beside the chart."""
    figure, c = empty_figure(view.scheme, height), TOKENS[view.scheme]
    zone = str(view.zone)
    bars = line.bars.with_columns(pl.col("at").dt.convert_time_zone(zone).dt.replace_time_zone(None))
    half = timedelta(seconds=line.step_s / 2)
    for kind in KINDS:
        of = bars.filter(kind=kind)
        if of.height:
            figure.add_trace(
                go.Bar(
                    x=of.select(pl.col("at") + half)["at"].to_list(),
                    y=of["n"].to_list(),
                    width=line.step_s * 1000 * 0.92,
                    name=view.t(f"kind_{kind}"),
                    marker={"color": c.get(kind, c["repost"]), "line": {"width": 0}},
                    hovertemplate="%{x|%Y-%m-%d %H:%M}<br>"
                    + view.t(f"kind_{kind}")
                    + " %{y:,}<extra></extra>",
                )
            )
    peaks = line.peaks.with_columns(pl.col("at").dt.convert_time_zone(zone).dt.replace_time_zone(None))
    for number, row in enumerate(peaks.iter_rows(named=True)):
        figure.add_annotation(
            x=row["at"] + half,
            y=row["acts_n"],
            text=CIRCLED[number],
            showarrow=False,
            yanchor="bottom",
            yshift=2,
            font={"size": 16, "color": c["ink"]},
        )
    if line.start is not None and line.end is not None:
        pad = max((line.end - line.start) * 0.02, 2 * half)
        ends = [(line.start - pad).astimezone(view.zone), (line.end + pad).astimezone(view.zone)]
        figure.update_xaxes(range=[end.replace(tzinfo=None) for end in ends])
    figure.update_layout(barmode="stack", bargap=0)
    figure.update_xaxes(showgrid=False, tickformatstops=TIME_TICKS, title_text=view.t("axis_time", zone=zone))
    figure.update_yaxes(
        rangemode="tozero", title_text=view.t("axis_acts"), tickformat=",d", fixedrange=True, nticks=6
    )
    return figure
