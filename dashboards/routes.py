"""What the browser's own scripts ask for: a network as bytes, files of a selection, documents of the report.

Only our own pages may ask: see request_guard.py.
"""

import json
from typing import Any

import numpy as np
import polars as pl
from dash import Dash
from flask import Flask, Response, abort, request, send_from_directory

from analytics.model.errors import WakelineError
from dashboards.case_session import CaseSession
from dashboards.figures.layout_cache import Places, cached_layout
from dashboards.figures.wire_format import encode_network
from dashboards.selection import FORMS, selection
from dashboards.views.network import GRAPHS, NODES_MAX, NetworkView, around, leading, network_view, search
from dashboards.views.requests import documents

IDS_MAX = NODES_MAX
# A document loads nothing and runs nothing.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
LAYOUT = "2"  # Raised when places would come out otherwise.


def connect_routes(app: Dash, desk: CaseSession) -> None:
    """/wakeline/network/<graph>?most=N or ?around=ID, /wakeline/find/<graph>?q=TEXT,
    /wakeline/selection/<form> (POST), /report/<name>."""
    server: Flask = app.server

    @server.route("/wakeline/network/<graph>")
    def of_graph(graph: str) -> Response:
        if graph not in GRAPHS:
            abort(404)
        near, most = request.args.get("around"), request.args.get("most", 2_000, int)
        try:
            data = neighbours(desk, graph, near) if near else drawn(desk, graph, max(1, min(most, NODES_MAX)))
        except WakelineError as fault:
            return Response(fault.text(_lang()), status=409, mimetype="text/plain")
        return Response(data, mimetype="application/octet-stream", headers={"Content-Encoding": "gzip"})

    @server.route("/wakeline/find/<graph>")
    def of_name(graph: str) -> Response:
        if graph not in GRAPHS:
            abort(404)
        found = search(desk.ask(network_view, graph), request.args.get("q", "")[:100])
        return Response(json.dumps(found, ensure_ascii=False), mimetype="application/json")

    @server.route("/wakeline/selection/<form>", methods=["POST"])
    def of_selection(form: str) -> Response:
        asked = request.get_json(silent=True)
        if form not in FORMS or not isinstance(asked, dict) or asked.get("graph") not in GRAPHS:
            abort(404)
        ids = [str(i) for i in asked.get("ids", [])][:IDS_MAX]
        data, mime = selection(desk.ask(network_view, asked["graph"]), ids, form)
        return Response(
            data,
            mimetype=mime,
            headers={"Content-Disposition": f'attachment; filename="wakeline-selection.{form}"'},
        )

    @server.route("/report/<path:name>")
    def of_report(name: str) -> Response:
        if not desk.is_open or name not in {one.name for one in documents(desk.case.report)}:
            abort(404)  # Only what the folder of the report holds by its own names: no path leads out of it.
        answer: Response = send_from_directory(desk.case.report.resolve(), name, conditional=True)
        answer.headers["Content-Security-Policy"] = ALONE
        return answer


def drawn(desk: CaseSession, graph: str, most: int) -> bytes:
    """The leading accounts of a graph, laid out; made once as long as the case stays as it is."""
    return desk.ask(_drawn, desk.folder, graph, most)


def neighbours(desk: CaseSession, graph: str, account_id: str) -> bytes:
    """An account and those tied to it; the browser sets them around what it shows already."""
    whole = desk.ask(network_view, graph)
    part = around(whole, account_id)
    return encode_network(part, whole, *_places(part), graph)


def _drawn(case: Any, folder: Any, graph: str, most: int) -> bytes:
    whole = network_view(case, graph)
    part = leading(whole, most)
    tables = {
        name: entry["sha256"]
        for name, entry in case.manifest["tables"].items()
        if name
        in ("events.parquet", "nodes.parquet", "coaction_pairs.parquet", "clusters.parquet", "roles.parquet")
    }
    about = json.dumps([LAYOUT, graph, most, tables], sort_keys=True)
    x, y = cached_layout(folder, f"places-{graph}-{most}", about, lambda: _places(part))
    return encode_network(part, whole, x, y, graph)


def _places(part: NetworkView) -> Places:
    from dashboards.figures.network_layout import network_layout as settled  # noqa: PLC0415 - a compiler

    row = {account: i for i, account in enumerate(part.nodes["account_id"])}
    source, target = (
        part.edges[end].replace_strict(row, return_dtype=pl.Int64).to_numpy()
        if row and part.edges.height
        else np.zeros(0, np.int64)
        for end in ("source", "target")
    )
    return settled(part.nodes.height, source, target)


def _lang() -> str:
    return "en" if "/en/" in request.headers.get("Referer", "") else "zh"
