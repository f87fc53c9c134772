"""Events over time as stacked bars, with the peaks numbered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import plotly.graph_objects as go
import polars as pl

from analytics.report.figures.time_line import Pin
from dashboards.figures.selected import shade_window
from dashboards.figures.time_depth_plot import TIME_TICKS
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure
from dashboards.views.timeline import REST, Timeline

KINDS = ("repost", "quote", "comment")
CHOSEN_WIDTH = 0.5  # Of a step: bars of the selection stand within those of all.
REST_WIDTH = 0.3  # Of a step: other records are drawn thin, before the bars of the information.
CIRCLED = "①②③④⑤⑥⑦⑧⑨"


def over_time(
    line: Timeline,
    view: View,
    height: int = 300,
    facts: Sequence[Pin] = (),
    chosen: pl.DataFrame | None = None,
) -> go.Figure:
    """Draw bars of line.step_s seconds; peaks carry the number of their sentence beside the chart.

    height: in pixels. facts: dated facts of the case file; those outside the span are told in words alone.
    chosen: the events of the selection (at, n), as `selected_bars` gives them; where the reader asks for the
        selection alone, no other bars are drawn. A drag along the axis chooses a span of time.

    Events outside the span, or known too roughly for a bar, are not drawn: the page counts them.
    """
    figure, c = empty_figure(view.scheme, height), TOKENS[view.scheme]
    zone = str(view.zone)
    bars = line.bars.with_columns(pl.col("at").dt.convert_time_zone(zone).dt.replace_time_zone(None))
    half = timedelta(seconds=line.step_s / 2)
    is_alone = view.params.get("only") == "1" and chosen is not None and chosen.height > 0
    for kind in () if is_alone else KINDS:
        of = bars.filter(kind=kind)
        if of.height:
            colour = c.get(kind, c["repost"])
            figure.add_trace(_bars(of, line.step_s * 0.92, view.t(f"kind_{kind}"), colour, half))
    rest = bars.filter(kind=REST)
    if rest.height and not is_alone:
        others = _bars(rest, line.step_s * REST_WIDTH, view.t("overview.kind_rest"), c["unlisted"], half)
        figure.add_trace(others.update(base=0))  # Not stacked upon the others: it has its own height.
    if chosen is not None and chosen.height:
        here = chosen.with_columns(pl.col("at").dt.convert_time_zone(zone).dt.replace_time_zone(None))
        wide_s = line.step_s * (0.92 if is_alone else CHOSEN_WIDTH)
        figure.add_trace(_bars(here, wide_s, view.t("selection.bars"), c["ink"], half).update(base=0))
    peaks = line.peaks.with_columns(pl.col("at").dt.convert_time_zone(zone).dt.replace_time_zone(None))
    for number, row in enumerate(() if is_alone else peaks.iter_rows(named=True)):
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
        for fact in facts:
            for at in (at for at, _ in fact.moments if ends[0] <= at <= ends[1]):
                _fact(figure, fact.kind, at, view)
    figure.update_layout(barmode="stack", bargap=0, dragmode="zoom")
    figure.update_xaxes(showgrid=False, tickformatstops=TIME_TICKS, title_text=view.t("axis_time", zone=zone))
    figure.update_yaxes(
        rangemode="tozero", title_text=view.t("axis_acts"), tickformat=",d", fixedrange=True, nticks=6
    )
    shade_window(figure, view)
    return figure


def _bars(rows: pl.DataFrame, width_s: float, name: str, colour: str, half: timedelta) -> go.Bar:
    """Bars of one kind, each in the middle of its step."""
    return go.Bar(
        x=rows.select(pl.col("at") + half)["at"].to_list(),
        y=rows["n"].to_list(),
        width=width_s * 1000,
        name=name,
        marker={"color": colour, "line": {"width": 0}},
        hovertemplate="%{x|%Y-%m-%d %H:%M}<br>" + name + " %{y:,}<extra></extra>",
    )


def _fact(figure: go.Figure, kind: str, at: datetime, view: View) -> None:
    """A line at the moment of a dated fact, with its kind in words at the top."""
    c = TOKENS[view.scheme]
    moment = at.astimezone(view.zone).replace(tzinfo=None)
    figure.add_vline(x=moment, line={"color": c["note"], "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=moment,
        y=1,
        yref="paper",
        text=view.t(f"timeline.kind_{kind}"),
        showarrow=False,
        xanchor="left",
        yanchor="top",
        textangle=90,
        font={"size": 10, "color": c["note"]},
    )
