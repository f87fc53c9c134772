"""A group as swim-lanes: a lane for each member, a column for each post, a mark for each event.

A mark is filled where the words of the event are shared within the group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
EDGE, EDGE_MAX = 0.06, 1.0  # Of the longest column: room before the first member, for what came before it.
TITLES = 60  # Signs of all names above the columns together, so that they do not overlap.


def group_lanes(
    group: GroupView,
    view: View,
    marks: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> go.Figure:
    """Draw the events of a group, in seconds from the first member's event on each post.

    marks: what people put on accounts (watch list, notes), written before their names.
    titles: of the posts, by id, as a reader knows them.

    The columns share one scale, so that their widths compare: a narrow column is a quick arrival. Below the
    members stand the caller candidates, members or not, each with its own events beside the nearest post;
    what lies further away than the columns are wide stands at their edge, its time in the label.
    """
    lanes = lanes_of(group)
    c, height = TOKENS[view.scheme], HEAD + ROW * len(lanes)
    figure = empty_figure(view.scheme, height)
    tasks = (
        group.tasks.sort("members_n", "object_id", descending=[True, False])
        .head(TASKS_MAX)
        .sort("first_at", "object_id")
    )
    order = {lane.key: k for k, lane in enumerate(lanes)}
    drawn = group.acts.filter(pl.col("object_id").is_in(tasks["object_id"].implode()))
    longest = max(float(drawn["since_s"].max() or 0), 1.0)  # type: ignore[arg-type]
    column = {task: k for k, task in enumerate(tasks["object_id"])}
    called = group.callers.filter(pl.col("object_id").is_in(tasks["object_id"].implode())).to_dicts()
    edge = min(max([EDGE, *(EDGE - row["since_s"] / longest for row in called)]), EDGE_MAX)
    wide = longest * (1.12 + edge)
    rows = drawn.to_dicts()
    for row in rows:
        row["x"] = column[row["object_id"]] * wide + row["since_s"]
        row["y"] = order["member", row["account_id"]]
    for is_shared, key in ((True, "lane_shared"), (False, "lane_other")):
        here = [row for row in rows if (row["cell"] is not None) == is_shared]
        figure.add_trace(_points(here, view.t(key), _of_member(is_shared, view), view))
    for row in called:
        row["x"] = column[row["object_id"]] * wide + max(-longest * edge, min(row["since_s"], longest))
        row["y"] = order["caller", row["account_id"]]
    if called:
        marker = _of_callers([row["grade"] for row in called], view)
        figure.add_trace(_points(called, view.t("lanes.calls"), marker, view))
    for k, row in enumerate(tasks.iter_rows(named=True)):
        if k:
            figure.add_vline(x=k * wide - longest * (edge + 0.06), line={"color": c["line"], "width": 1})
        figure.add_annotation(
            x=k * wide,
            y=-1.15,
            text=_title(k, row, titles, TITLES // max(len(column), 1), view),
            showarrow=False,
            xanchor="left",
            font={"size": 11, "color": c["soft"]},
        )
    names = [
        " ".join([*([marks[lane.account_id]] if marks and lane.account_id in marks else []), lane.told(view)])
        for lane in lanes
    ]
    figure.update_layout(meta={"y": [lane.account_id for lane in lanes]})  # Whose names the ticks are.
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=names,
        autorange=False,
        range=[len(names) - 0.4, -1.7],
        gridcolor=c["grid"],
    )
    figure.update_xaxes(
        range=[-longest * (edge + 0.06), len(column) * wide - longest * 0.06],
        showgrid=False,
        tickvals=[k * wide + longest / 2 for k in range(len(column))],
        ticktext=[f"0 – {number(longest)} s" for _ in column],
        tickangle=0,
        tickfont={"size": 10},
    )
    return figure


@dataclass(frozen=True)
class Lane:
    """A row of the picture: an account as member, or as caller candidate with its grade as such."""

    account_id: str
    name: str | None
    grade: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells its row apart from all others: a caller that is a member has two."""
        return ("caller" if self.grade else "member", self.account_id)

    def told(self, view: View) -> str:
        """Give the words beside the row."""
        name = for_plotly(self.name or self.account_id, 16)
        return f"{name} · {view.t('lanes.caller', grade=self.grade)}" if self.grade else name


def lanes_of(group: GroupView) -> list[Lane]:
    """List the rows of the picture: all members, strongest first, then all caller candidates."""
    members = [Lane(*row) for row in group.members.select("account_id", "name").iter_rows()]
    called = group.callers.unique("account_id", keep="first", maintain_order=True)
    return [*members, *(Lane(*row) for row in called.select("account_id", "name", "grade").iter_rows())]


def _title(k: int, row: dict[str, Any], titles: Mapping[str, str] | None, longest: int, view: View) -> str:
    """The number of a column and its post; without a name for it the moment of the first member."""
    named = (titles or {}).get(row["object_id"])
    told = for_plotly(named, longest) if named else moment(row["first_at"], view, "min")[5:]
    return f"<b>{k + 1}</b> {told}"


def _points(rows: list[dict[str, Any]], name: str, marker: dict[str, Any], view: View) -> go.Scatter:
    """Events at their places, under one name of the legend; a label says who, when and how long after."""
    return go.Scatter(
        x=[r["x"] for r in rows],
        y=[r["y"] for r in rows],
        mode="markers",
        name=name,
        customdata=[r["event_id"] for r in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        hovertext=[
            f"<b>{for_plotly(r['name'] or r['account_id'])}</b><br>{moment(r['at'], view)}<br>"
            f"{'' if r['since_s'] < 0 else '+'}{number(r['since_s'])} s"
            for r in rows
        ],
        marker=marker,
    )


def _of_member(is_shared: bool, view: View) -> dict[str, Any]:
    """A disc, filled where the words are shared."""
    c = TOKENS[view.scheme]
    fill = c["repost"] if is_shared else c["surface"]
    return {"size": 9, "color": fill, "line": {"width": 1.6, "color": c["repost"]}}


def _of_callers(grades: list[str], view: View) -> dict[str, Any]:
    """A diamond each: full at A, a ring at B, a grey ring at C."""
    c = TOKENS[view.scheme]
    fills = [c["role_organizer"] if grade == "A" else c["surface"] for grade in grades]
    rings = [c["edge"] if grade == "C" else c["role_organizer"] for grade in grades]
    return {"size": 10, "symbol": "diamond", "color": fills, "line": {"width": 1.6, "color": rings}}
