"""What the browser's own scripts ask for: the network, views by id, and documents of the report.

Only our own pages may ask: see request_guard.py.
"""

from dash import Dash
from flask import Flask, Response, abort, send_from_directory

from dashboards.case_session import CaseSession
from dashboards.network.routes import connect_network_routes
from dashboards.shared import connect_shared
from dashboards.table_export import connect_table_export
from dashboards.view_routes import connect_view_routes
from dashboards.views.requests import documents
from dashboards.watch_routes import connect_watch_routes

# A document loads nothing and runs nothing.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def connect_routes(app: Dash, desk: CaseSession) -> None:
    """Serve what the scripts of the pages ask for, and /report/<name>."""
    server: Flask = app.server
    connect_network_routes(server, desk)
    connect_view_routes(server, desk)
    connect_watch_routes(server, desk)
    connect_table_export(server, desk)
    connect_shared(app, desk)

    @server.route("/report/<path:name>")
    def of_report(name: str) -> Response:
        if not desk.is_open or name not in {one.name for one in documents(desk.case.report)}:
            abort(404)  # Only what the folder of the report holds by its own names: no path leads out of it.
        answer: Response = send_from_directory(desk.case.report.resolve(), name, conditional=True)
        answer.headers["Content-Security-Policy"] = ALONE
        return answer
