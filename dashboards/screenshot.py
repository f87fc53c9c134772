"""A picture on the screen put into the report: the form for it, and the route that takes it."""

import base64
import binascii
import json

from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask, Response

from analytics.model.errors import CaseError, WakelineError
from analytics.model.messages import LANGS
from analytics.store.report_pictures import BYTES_MAX, keep_picture
from dashboards.access.acting import author as acting_author
from dashboards.answers import asked_json
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import View

LINK_MAX = 4_000  # Characters of a link: a view with many chosen accounts is long.


def screenshot_form(desk: CaseSession, view: View) -> Component:
    """Build the form, closed.

    picture.js puts a button on every picture of the page, fills the form and opens it.
    """
    author = dcc.Input(
        id="picture-author",
        type="text",
        persistence="author",
        persistence_type="local",
        value=desk.facts.case.operator or None,
    )
    words = {
        f"data-{name}": view.t(f"picture_{name}", n="{n}")
        for name in ("send", "saving", "saved", "needs", "failed")
    }
    return html.Dialog(
        [
            html.H2(view.t("picture_title"), id="picture-title", className="wl-card-title"),
            html.P(view.t("picture_form_note"), className="wl-card-note"),
            html.Img(id="picture-shown", src="data:,", alt=view.t("picture_alt")),
            html.P(view.t("picture_dark"), id="picture-dark", className="wl-remark"),
            html.Label(
                [
                    html.Span(view.t("picture_caption")),
                    dcc.Textarea(id="picture-caption", rows=2, maxLength=400),
                ],
                className="wl-field",
            ),
            html.Label([html.Span(view.t("note_author")), author], className="wl-field"),
            html.Div(id="picture-said", role="status", className="wl-hint"),
            html.Div(
                [
                    html.Button(
                        view.t("picture_save"),
                        id="picture-save",
                        type="button",
                        className="wl-button wl-main",
                        n_clicks=0,
                    ),
                    html.Button(
                        view.t("picture_cancel"),
                        id="picture-cancel",
                        type="button",
                        className="wl-button",
                        n_clicks=0,
                    ),
                ],
                className="wl-buttons",
            ),
        ],
        id="picture",
        className="wl-dialog",
        **attributes({"aria-labelledby": "picture-title", **words}),
    )


def connect_screenshot(app: Dash, desk: CaseSession) -> None:
    """Serve POST /wakeline/picture {png, caption, link, author}.

    The picture is kept in the case, named by an entry of the review.
    """
    server: Flask = app.server

    @server.route("/wakeline/picture", methods=["POST"])
    def taken() -> Response:
        asked = asked_json()
        lang = asked.get("lang")
        try:
            done = keep_picture(
                desk.folder,
                _png(asked.get("png")),
                str(asked.get("caption") or "")[:LINK_MAX],
                str(asked.get("link") or "")[:LINK_MAX],
                acting_author(str(asked.get("author") or "")[:LINK_MAX]),
            )
        except WakelineError as fault:
            return Response(
                json.dumps({"fault": fault.text(str(lang) if lang in LANGS else "zh")}),
                409,
                mimetype="application/json",
            )
        return Response(json.dumps({"number": done.number}), mimetype="application/json")


def _png(text: object) -> bytes:
    try:
        return base64.b64decode(str(text).removeprefix("data:image/png;base64,"), validate=True)
    except (binascii.Error, ValueError):
        raise CaseError("picture_unreadable", most=BYTES_MAX // 2**20) from None
