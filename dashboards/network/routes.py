"""What the script of the network page asks for: the graph as bytes, accounts by name, files and labels."""

from typing import Any

import numpy as np
import polars as pl
from flask import Flask, Response, abort, request

from analytics.report.names import names_of
from analytics.store.pseudonyms import Pseudonyms, key_of
from dashboards.answers import as_json, asked_json, packed, told
from dashboards.case_session import CaseSession
from dashboards.figures.layout_cache import Places, cached_pair
from dashboards.figures.wire_format import encode_network
from dashboards.leaving import note_leaving, read_leaving
from dashboards.network.explored import Explored, about, explored, leading
from dashboards.network.facets import bars, read_filters
from dashboards.network.paths import DEPTH_MAX, WAYS, Around, among, ego, shortest_paths
from dashboards.network.selection import FORMS, selection
from dashboards.views.network import GRAPHS, NODES_MAX, NetworkView, every_account, network_view, search

IDS_MAX = 2 * NODES_MAX  # Ids in one request: those drawn, and those that were added to them.
PICTURES = ("png", "svg")
REPORT = "report"  # A picture that goes into the report: who may be named there is.


def connect_network_routes(server: Flask, desk: CaseSession) -> None:
    """Serve what the network page asks for.

    The addresses: /wakeline/network/<graph>?most=N, or POST of ids to add; /wakeline/find/<graph>?q=TEXT;
    /wakeline/ego/<graph> and /wakeline/paths/<graph>; /wakeline/selection/<form> and
    /wakeline/labels/<form> (POST).
    """

    @server.route("/wakeline/network/<graph>")
    @told
    def of_graph(graph: str) -> Response:
        most = request.args.get("most", 2_000, int)
        return packed(drawn(desk, _known(graph), max(1, min(most, NODES_MAX))))

    @server.route("/wakeline/network/<graph>", methods=["POST"])
    @told
    def of_more(graph: str) -> Response:
        """Accounts that the picture does not hold yet; the browser sets them beside their links."""
        asked, whole = asked_json(), whole_of(desk, _known(graph))
        part = among(whole, _ids(asked), _ids(asked, "known"))
        return packed(encode_network(part, whole, *places(part), graph))

    @server.route("/wakeline/find/<graph>")
    @told
    def of_name(graph: str) -> Response:
        net = desk.ask(every_account) if graph == "all" else desk.ask(network_view, _known(graph))
        total, found = search(net, request.args.get("q", "")[:100])
        return as_json({"total": total, "found": found})

    @server.route("/wakeline/bars/<graph>", methods=["POST"])
    @told
    def of_bars(graph: str) -> Response:
        """How many accounts of the whole graph pass the filters, value by value."""
        asked = asked_json()
        return as_json(bars(whole_of(desk, _known(graph)).nodes, read_filters(asked)))

    @server.route("/wakeline/ego/<graph>")
    @told
    def of_ego(graph: str) -> Response:
        found = ego(desk.ask(network_view, _known(graph)), _around())
        return as_json({"total": found.total, "ids": found.ids})

    @server.route("/wakeline/paths/<graph>")
    @told
    def of_paths(graph: str) -> Response:
        net = desk.ask(network_view, _known(graph))
        found = shortest_paths(net, request.args.get("a", ""), request.args.get("b", ""), _way())
        return as_json({"total": found.total, "paths": found.paths})

    _connect_files(server, desk)


def _connect_files(server: Flask, desk: CaseSession) -> None:
    @server.route("/wakeline/selection/<form>", methods=["POST"])
    @told
    def of_selection(form: str) -> Response:
        asked = asked_json()
        if form not in FORMS:
            abort(404)
        graph = _known(str(asked.get("graph")))
        how = read_leaving(asked)
        veil = how.veil(desk.case)
        data, mime = selection(desk.ask(network_view, graph), _ids(asked), form, veil)
        note_leaving(desk.case, how, f"network.{form}", data, veil)
        name = how.file_name("wakeline-selection", form)
        return Response(
            data, mimetype=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    @server.route("/wakeline/labels/<form>", methods=["POST"])
    @told
    def of_labels(form: str) -> Response:
        """The words that stand at accounts in a picture that leaves, and the name of its file."""
        asked = asked_json()
        if form not in (*PICTURES, REPORT):
            abort(404)
        how, ids = read_leaving(asked), _ids(asked)
        if form == REPORT:
            return as_json({"labels": desk.ask(report_labels, tuple(ids)), "name": ""})
        veil = how.veil(desk.case)
        labels = {} if veil is None else {one: veil.of("account", one).split(":")[-1] for one in ids}
        note_leaving(desk.case, how, f"network.{form}", "\n".join(ids).encode(), veil)
        return as_json({"labels": labels, "name": how.file_name("wakeline-network", form)})


def drawn(desk: CaseSession, graph: str, most: int) -> bytes:
    """Lay out the leading accounts of a graph, once as long as the case stays as it is."""
    return desk.ask(_drawn, desk.folder, graph, most)


def whole_of(desk: CaseSession, graph: str) -> Explored:
    """Give the whole network of a graph as it is explored."""
    return desk.ask(explored, desk.folder, graph)


def _drawn(case: Any, folder: Any, graph: str, most: int) -> bytes:
    whole = explored(case, folder, graph)
    part = leading(whole, most)
    x, y = cached_pair(folder, f"places-{graph}-{most}", about(case, graph, most), lambda: places(part))
    return encode_network(part, whole, x, y, graph)


def report_labels(case: Any, ids: tuple[str, ...]) -> dict[str, str]:
    """Give pseudonyms to the accounts that the report may not name; "" for those that it may."""
    names, veil = names_of(case), Pseudonyms(key_of(case))
    return {one: "" if names.may(one) else veil.of("account", one).split(":")[-1] for one in ids}


def places(part: NetworkView) -> Places:
    """Compute where the accounts of a part stand."""
    from dashboards.figures.network_layout import network_layout as settled  # noqa: PLC0415 - a compiler

    row = {account: i for i, account in enumerate(part.nodes["account_id"])}
    source, target = (
        part.edges[end].replace_strict(row, return_dtype=pl.Int64).to_numpy()
        if row and part.edges.height
        else np.zeros(0, np.int64)
        for end in ("source", "target")
    )
    return settled(part.nodes.height, source, target)


def _known(graph: str) -> str:
    if graph not in GRAPHS:
        abort(404)
    return graph


def _way() -> str:
    way = request.args.get("way", "both")
    if way not in WAYS:
        abort(404)
    return way


def _around() -> Around:
    """What a request asks of the surroundings of an account."""
    args = request.args
    low, high = args.get("from", None, float), args.get("to", None, float)
    span = (low, high) if low is not None and high is not None else None
    depth = min(max(args.get("depth", 1, int), 1), DEPTH_MAX)
    return Around(args.get("id", ""), depth, _way(), args.get("pick", ""), span)


def _ids(asked: dict[str, Any], name: str = "ids") -> list[str]:
    listed = asked.get(name)
    return [str(i) for i in listed][:IDS_MAX] if isinstance(listed, list) else []
