"""The strip below a picture of spread that plays it: a slider over time, peaks, speed, and counts so far."""

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analytics.model.messages import say
from dashboards.attributes import attributes
from dashboards.page import View

LENGTHS_S = (10, 20, 60)  # How long a film of the whole may take.
PACES = ("acts", "time")
WORDS = ("at", "end", "peak", "peak_led", "peak_none", "play", "pause", "slider", "untimed", "late", "named")
HOLES = {
    name: "{" + name + "}" for name in ("at", "n", "m", "k", "who", "told", "led", "step", "depth", "rate")
}


def replay_stage(picture: Component) -> Component:
    """A plotly picture with two sheets over it: what has come, and what marks the moment."""
    return html.Div(
        [
            picture,
            html.Canvas(id="film-acts", className="wl-film-sheet", **attributes({"aria-hidden": "true"})),
            html.Canvas(id="film-marks", className="wl-film-sheet", **attributes({"aria-hidden": "true"})),
        ],
        className="wl-film-stage",
        id="film-stage",
    )


def replay_bar(view: View) -> Component:
    """The controls; the page's own script fills and moves them."""
    spec = {
        "zone": str(view.zone),
        "at": view.params.get("at", ""),
        "words": {name: view.t(f"film_{name}", **HOLES) for name in WORDS},
    }
    return html.Div(
        [
            html.Div(
                [
                    html.Button(
                        view.t("film_play"),
                        id="film-play",
                        type="button",
                        className="wl-button wl-film-play",
                        title=view.t("film_play_hint"),
                        **attributes({"aria-pressed": "false"}),
                    ),
                    html.Div(
                        [
                            html.Canvas(
                                id="film-bars",
                                className="wl-bars wl-film-bars",
                                **attributes({"aria-hidden": "true"}),
                            ),
                            html.Div(id="film-slider"),
                        ],
                        className="wl-brush wl-film-brush",
                    ),
                    _select(
                        "film-pace",
                        view.t("film_pace"),
                        [(name, view.t(f"film_pace_{name}")) for name in PACES],
                    ),
                    _select(
                        "film-length",
                        view.t("film_length"),
                        [(str(n), say("common.span_second", view.lang, n=n)) for n in LENGTHS_S],
                        "20",
                    ),
                ],
                className="wl-film-row",
            ),
            html.Div(id="film-now", className="wl-film-now wl-number"),
            html.Ul(id="film-peaks", className="wl-plain wl-film-peaks"),
            html.P(view.t("film_keys"), className="wl-hint wl-screen-only"),
            html.Div(id="film-said", className="wl-unseen", role="status"),
            dcc.Store(id="film-spec", data=spec),
            dcc.Store(id="film-opened"),
        ],
        className="wl-film",
        id="film",
        role="group",
        hidden=True,
        **attributes({"aria-label": view.t("film")}),
    )


def connect_replay_bar(app: Dash) -> None:
    """Every new picture (root, view, light) brings its film along."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function (figure, spec, root, view) { return window.wakelineFilm.open(spec, root, view); }",
        Output("film-opened", "data"),
        Input({"role": "points", "name": "tree"}, "figure"),
        State("film-spec", "data"),
        State("spread-root", "value"),
        State("spread-view", "value"),
    )


def _select(id_: str, label: str, options: list[tuple[str, str]], value: str | None = None) -> Component:
    return html.Label(
        [
            html.Span(label),
            html.Select(
                [html.Option(text, value=key, selected=key == value or None) for key, text in options], id=id_
            ),
        ],
        className="wl-field",
    )
