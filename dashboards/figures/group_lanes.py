"""A group as swim-lanes: a lane for each member, a column for each post, a mark for each event.

A mark is filled where the words of the event are shared within the group.
"""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.model.formatting import number
from analytics.model.untrusted_text import for_plotly
from dashboards.page import View
from dashboards.theme import TOKENS, empty_figure
from dashboards.views.groups import TASKS_MAX, GroupView
from dashboards.wording import moment

ROW, HEAD = 26, 92  # Pixels: a lane, and what stands above and below the lanes.


def group_lanes(group: GroupView, view: View, marks: Mapping[str, str] | None = None) -> go.Figure:
    """Draw the events of a group, in seconds from the first member's event on each post.

    marks: what people put on accounts (watch list, notes), written before their names.

    The columns share one scale, so that their widths compare: a narrow column is a quick arrival.
    """
    c, height = TOKENS[view.scheme], HEAD + ROW * group.members.height
    figure = empty_figure(view.scheme, height)
    tasks = (
        group.tasks.sort("members_n", "object_id", descending=[True, False])
        .head(TASKS_MAX)
        .sort("first_at", "object_id")
    )
    order = {account: k for k, account in enumerate(group.members["account_id"])}
    drawn = group.acts.filter(pl.col("object_id").is_in(tasks["object_id"].implode()))
    longest = max(float(drawn["since_s"].max() or 0), 1.0)  # type: ignore[arg-type]
    column = {task: k for k, task in enumerate(tasks["object_id"])}
    wide = longest * 1.18
    rows = drawn.to_dicts()
    for row in rows:
        row["x"] = column[row["object_id"]] * wide + row["since_s"]
        row["y"] = order[row["account_id"]]
    for is_shared, key in ((True, "lane_shared"), (False, "lane_other")):
        here = [row for row in rows if (row["cell"] is not None) == is_shared]
        figure.add_trace(_marks(here, is_shared, view.t(key), view))
    for k, row in enumerate(tasks.iter_rows(named=True)):
        if k:
            figure.add_vline(x=k * wide - longest * 0.09, line={"color": c["line"], "width": 1})
        figure.add_annotation(
            x=k * wide,
            y=-1.15,
            text=f"<b>{k + 1}</b> {moment(row['first_at'], view, 'min')[5:]}",
            showarrow=False,
            xanchor="left",
            font={"size": 11, "color": c["soft"]},
        )
    names = [
        " ".join([*([marks[account]] if marks and account in marks else []), for_plotly(name or account, 16)])
        for name, account in group.members.select("name", "account_id").iter_rows()
    ]
    figure.update_layout(meta={"y": group.members["account_id"].to_list()})  # Whose names the ticks are.
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=names,
        autorange=False,
        range=[len(names) - 0.4, -1.7],
        gridcolor=c["grid"],
    )
    figure.update_xaxes(
        range=[-longest * 0.06, len(column) * wide - longest * 0.06],
        showgrid=False,
        tickvals=[k * wide + longest / 2 for k in range(len(column))],
        ticktext=[f"0 – {number(longest)} s" for _ in column],
        tickangle=0,
        tickfont={"size": 10},
    )
    return figure


def _marks(rows: list[dict[str, Any]], is_shared: bool, name: str, view: View) -> go.Scatter:
    """The events of one kind: filled where the words are shared."""
    c = TOKENS[view.scheme]
    return go.Scatter(
        x=[r["x"] for r in rows],
        y=[r["y"] for r in rows],
        mode="markers",
        name=name,
        customdata=[r["event_id"] for r in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        hovertext=[
            f"<b>{for_plotly(r['name'] or r['account_id'])}</b><br>{moment(r['at'], view)}<br>"
            f"+{number(r['since_s'])} s"
            for r in rows
        ],
        marker={
            "size": 9,
            "color": c["repost"] if is_shared else c["surface"],
            "line": {"width": 1.6, "color": c["repost"]},
        },
    )
