"""The form with which a table or a figure is taken away: export.js puts a button on each and fills it."""

from dash import html
from dash.development.base_component import Component

from dashboards.attributes import attributes
from dashboards.page import View


def export_form(view: View) -> Component:
    """Build the form, closed."""
    words = {
        f"data-{name}": view.t(f"network.{key}")
        for name, key in (
            ("button", "export"),
            ("real", "real"),
            ("reason", "real_reason"),
            ("needs", "real_needs"),
            ("busy", "export_busy"),
            ("failed", "export_failed"),
        )
    }
    cancel = html.Button(
        view.t("picture_cancel"), id="export-cancel", type="button", className="wl-button", n_clicks=0
    )
    return html.Dialog(
        [
            html.H2(view.t("network.export"), id="export-title", className="wl-card-title"),
            html.P(view.t("network.export_note"), className="wl-card-note"),
            html.Div(id="export-fields", className="wl-leave"),
            html.Div(id="export-said", role="status", className="wl-hint"),
            html.Div([html.Span(id="export-go", className="wl-buttons"), cancel], className="wl-buttons"),
        ],
        id="export-form",
        className="wl-dialog",
        **attributes({"aria-labelledby": "export-title", **words}),
    )
