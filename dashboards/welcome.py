"""The first page of a dashboard without a case: make one, or open one on this machine."""

import json
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from analytics.model.errors import CaseError
from analytics.store.case_folder import create_case
from analytics.store.case_toml import ALLEGATIONS
from dashboards.case_session import CaseSession
from dashboards.page import View, read_view
from dashboards.widgets.cards import card

LONGEST = 200  # Characters of a reference or a title on the cover of a report.


def welcome(view: View) -> Component:
    """Two forms side by side, and what a case folder is."""
    make = html.Div(
        [
            _field("welcome-reference", view.t("welcome_reference"), view.t("welcome_reference_example")),
            _field("welcome-title", view.t("welcome_case_title"), ""),
            dmc.Select(
                id="welcome-allegation",
                label=view.t("welcome_allegation"),
                size="sm",
                allowDeselect=False,
                value="other",
                data=[{"value": name, "label": view.t(f"allegation_{name}")} for name in ALLEGATIONS],
                className="wl-wide",
            ),
            _field("welcome-operator", view.t("welcome_operator"), ""),
            _field("welcome-new", view.t("welcome_folder"), str(Path.home() / "case-1")),
            html.Button(
                view.t("welcome_make"),
                id="welcome-make",
                type="button",
                className="wl-button wl-main",
                n_clicks=0,
            ),
        ],
        className="wl-note-form",
    )
    known = html.Div(
        [
            _field("welcome-known", view.t("welcome_folder"), str(Path.home() / "case-1")),
            html.Button(
                view.t("welcome_open"),
                id="welcome-open",
                type="button",
                className="wl-button wl-main",
                n_clicks=0,
            ),
        ],
        className="wl-note-form",
    )
    return html.Div(
        [
            html.P(view.t("welcome_words"), className="wl-lead"),
            html.Div(
                [
                    card(view.t("welcome_new"), [make], note=view.t("welcome_new_note")),
                    card(view.t("welcome_known"), [known], note=view.t("welcome_known_note")),
                ],
                className="wl-pair",
            ),
        ],
        className="wl-stack",
    )


def _field(id_: str, label: str, example: str) -> Component:
    return html.Label(
        [html.Span(label), dcc.Input(id=id_, type="text", placeholder=example, spellCheck=False)],
        className="wl-field",
    )


def connect_welcome(app: Dash, desk: CaseSession) -> None:
    """Put the case on the desk, then go where its next step is."""

    @app.callback(
        Output("here", "href"),
        Input("welcome-make", "n_clicks"),
        State("welcome-new", "value"),
        *(State(f"welcome-{name}", "value") for name in ("reference", "title", "allegation", "operator")),
        State("here", "pathname"),
        prevent_initial_call=True,
    )
    def make(clicks: int, folder: str | None, *stated: str | None) -> Any:
        if not clicks:
            return no_update
        *facts, pathname = stated
        place = _place(folder)
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise CaseError("case_there", path=place)
        found(place, dict(zip(("reference", "title", "allegation", "operator"), facts, strict=True)))
        desk.open(place)
        return read_view(desk, pathname, "", None).link("/import")

    @app.callback(
        Output("here", "href", allow_duplicate=True),
        Input("welcome-open", "n_clicks"),
        State("welcome-known", "value"),
        State("here", "pathname"),
        prevent_initial_call=True,
    )
    def open_(clicks: int, folder: str | None, pathname: str) -> Any:
        if not clicks:
            return no_update
        desk.open(_place(folder))
        return read_view(desk, pathname, "", None).link("/overview")


def _place(given: str | None) -> Path:
    """The folder that a user named. Raises CaseError for none, or one that hangs on where the server was
    started."""
    text = (given or "").strip()
    place = Path(text).expanduser() if text else Path()
    if "\0" in text or not place.is_absolute():
        raise CaseError("out_not_absolute", path=text or "-")
    return place


def found(folder: Path, facts: dict[str, str | None]) -> None:
    """Make a case with what was stated in its case.toml. Raises CaseError if the folder cannot be made."""
    plain = {
        name: "".join(c for c in text or "" if c.isprintable()).strip()[:LONGEST]
        for name, text in facts.items()
    }
    lines = [f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in plain.items() if text]
    try:
        create_case(folder)
        (folder / "case.toml").write_text("\n".join(["[case]", *lines]) + "\n", encoding="utf-8")
    except OSError as fault:
        raise CaseError("cannot_write", path=folder, found=fault.strerror or fault) from None
