"""The replay of a cascade: when each event came and where it stands, as bytes that the browser plays.

There is one answer for each root and view, and nothing is asked of the server during play. Events without a
known moment belong to no frame: they come in with the last one and are counted beside it.
"""

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from dash import Dash
from flask import Flask, Response, abort, request

from analytics.model.errors import WakelineError
from analytics.model.untrusted_text import cut
from analytics.store.case_folder import Case
from dashboards.case_session import CaseSession
from dashboards.figures import radial_tree, time_depth_plot, top_down_tree
from dashboards.figures.sampled import FOLDED_MAX, collapsed, leading_rows
from dashboards.figures.tree_layout import tree_layout
from dashboards.figures.tree_marks import has_line
from dashboards.figures.wire_format import sealed, seconds
from dashboards.page import View
from dashboards.views import trees
from dashboards.views.timeline import LED_SHARE, Timeline, timeline

VIEWS = ("sail", "sail-log", "tree", "ring")
FILM_MAX = 200_000  # Acts in a film: about 5 MB; the leading ones are shown, the rest counted.
NAMED_MAX = 400  # Acts whose name the film can write beside them: those most passed on.


def replay(case: Case, root_id: str, kind: str, drawn: str, zone: ZoneInfo) -> bytes:
    """Compute the replay of one tree in one view.

    root_id: the root of the tree; kind: "repost" or "comment".
    drawn: one of VIEWS.
    zone: the zone of the clock below the plot.

    Returns one gzipped run of bytes (see `dashboards.figures.wire_format`): for each event its moment, place,
    parent, depth, the bundle that it is folded into (0: none) and whether it has a line. The head tells how
    many events there are, how many are shown (at most FILM_MAX) and how many have no known moment, with
    names, peaks and the span of the slider.
    """
    view = View(zone=zone)
    nodes = trees.nodes(case, root_id, kind)
    line = timeline(case, root_id, trees.KINDS[kind])
    acts, x, y, bundle, bundles_n = (
        _tree(nodes) if drawn == "tree" else _sail(nodes, drawn, view) if drawn != "ring" else _ring(nodes)
    )
    at = np.where(acts["is_timed"].to_numpy(), seconds(acts["at"]), np.nan)
    named = (
        acts.with_row_index("row")
        .filter(pl.col("subtree_n") > 0)
        .sort("subtree_n", "row", descending=[True, False])
        .head(NAMED_MAX)
    )
    names = {
        row: cut(name or "", 14)
        for row, name in named.select(
            "row", pl.coalesce("account_name", "account_id", "event_id")
        ).iter_rows()
    }
    total = int(nodes["is_exported"].sum())
    head = {
        "drawn": drawn,
        "total": total,
        "shown": int(acts["is_exported"].sum()),
        "untimed": int(np.isnan(at).sum()),
        "bundles": bundles_n,
        "names": names,
        **_ends(at, line),
        "peaks": _peaks(line),
    }
    return sealed(
        head,
        [
            ("at", "f64", at),
            ("x", "f64", x),
            ("y", "f64", y),
            ("parent", "u32", acts["parent"].to_numpy() + 1),
            ("depth", "u32", acts["depth"].to_numpy()),
            ("bundle", "u32", bundle),
            ("line", "u32", has_line(acts)),
        ],
    )


def _sail(
    nodes: pl.DataFrame, drawn: str, view: View
) -> tuple[pl.DataFrame, np.ndarray, np.ndarray, np.ndarray, int]:
    acts = leading_rows(tree_layout(nodes, "fan"), FILM_MAX)
    return (
        acts,
        *time_depth_plot.places(acts, view, "log" if drawn == "sail-log" else "linear"),
        np.zeros(acts.height),
        0,
    )


def _ring(nodes: pl.DataFrame) -> tuple[pl.DataFrame, np.ndarray, np.ndarray, np.ndarray, int]:
    whole = tree_layout(nodes, "time")
    angle, radius, _ = radial_tree.places(whole)
    acts = leading_rows(whole.with_columns(x=radius * np.cos(angle), y=radius * np.sin(angle)), FILM_MAX)
    return acts, acts["x"].to_numpy(), acts["y"].to_numpy(), np.zeros(acts.height), 0


def _tree(nodes: pl.DataFrame) -> tuple[pl.DataFrame, np.ndarray, np.ndarray, np.ndarray, int]:
    """Every event at its own place or at that of its bundle; bundles are numbered from 1."""
    folded = tree_layout(collapsed(nodes, FOLDED_MAX), "time")
    fx, fy = top_down_tree.places(folded)
    acts = leading_rows(tree_layout(nodes, "time"), FILM_MAX)
    row_of = pl.DataFrame({"event_id": folded["event_id"], "place": np.arange(folded.height)})
    own = (
        acts.join(row_of, on="event_id", how="left", maintain_order="left")["place"].fill_null(-1).to_numpy()
    )
    under = (
        acts.select(event_id="+" + pl.col("parent_used_id"))
        .join(row_of, on="event_id", how="left", maintain_order="left")["place"]
        .fill_null(-1)
        .to_numpy()
    )
    parent, place = acts["parent"].to_numpy(), np.where(own >= 0, own, under)
    for depth in range(int(acts["depth"].max() or 0) + 1):  # type: ignore[arg-type]
        rows = np.flatnonzero((acts["depth"].to_numpy() == depth) & (place < 0) & (parent >= 0))
        place[rows] = place[parent[rows]]
    place = np.maximum(place, 0)
    is_bundle = folded["bundled_n"].to_numpy() > 1
    number = np.where(is_bundle, np.cumsum(is_bundle), 0)
    return acts, fx[place], fy[place], np.where(own >= 0, 0, number[place]), int(is_bundle.sum())


def _ends(at: np.ndarray, line: Timeline) -> dict[str, float]:
    """The span of the slider: that first shown by the plot, the peaks included. late: events after it."""
    span = time_depth_plot.window(at * 1000)
    if span is None:
        return {"low": 0.0, "high": 0.0, "late": 0}
    peaks = [
        (row["at"].timestamp(), row["at"].timestamp() + 2 * line.step_s)
        for row in line.peaks.iter_rows(named=True)
    ]
    low, high = min([span[0] / 1000, *(a for a, _ in peaks)]), max([span[1] / 1000, *(b for _, b in peaks)])
    return {"low": low, "high": high, "late": int((at > high).sum())}


def _peaks(line: Timeline) -> list[dict[str, Any]]:
    return [
        {
            "at": row["at"].timestamp(),
            "step": line.step_s,
            "n": row["acts_n"],
            "told": row["told_n"] or 0,
            "led": row["led_n"] or 0,
            "who": cut(row["account_name"] or row["account_id"] or row["event_id"] or "", 24)
            if row["event_id"] and row["led_n"] >= LED_SHARE * row["told_n"]
            else "",
        }
        for row in line.peaks.iter_rows(named=True)
    ]


def connect_film(app: Dash, desk: CaseSession) -> None:
    """Serve /wakeline/film/<view>?root=ID&tree=KIND; 204, without content, where a table of it is missing."""
    server: Flask = app.server

    @server.route("/wakeline/film/<drawn>")
    def of_root(drawn: str) -> Response:
        kind, root_id = request.args.get("tree", "repost"), request.args.get("root", "")
        if drawn not in VIEWS or kind not in trees.KINDS:
            abort(404)
        try:
            if trees.cascade(desk.case, root_id, kind) is None:
                abort(404)
            data = desk.ask(replay, root_id, kind, drawn, desk.zone)
        except WakelineError:
            return Response(status=204)  # The page that asks says itself why nothing can be drawn.
        return Response(data, mimetype="application/octet-stream", headers={"Content-Encoding": "gzip"})
