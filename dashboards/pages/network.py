"""Network: accounts as points, who passed on or answered whom as lines; every step can be undone."""

import math
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analytics.model.formatting import number
from analytics.model.thresholds import ROLES
from analytics.model.untrusted_text import shown
from analytics.store.saved_views import named_views, read_view_state
from dashboards.accounts import role_name
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.marks import stamp
from dashboards.network.facets import AGES, FACETS
from dashboards.network.paths import DEPTH_MAX
from dashboards.page import Page, View
from dashboards.view_routes import lost_words
from dashboards.views.network import GRAPHS, NODES_MAX
from dashboards.views.network import network_view as whole
from dashboards.widgets.cards import Parts, card, empty_state, stranger
from dashboards.widgets.empty_case import empty_case
from dashboards.widgets.grid import grid
from dashboards.wording import moment

MOST = (500, 2_000, 5_000, NODES_MAX)  # Accounts drawn at once, as the reader chooses.
MOST_FIRST = 2_000
COLOURS = ("role", "group", "community", "plain")
SELECTED = ("open", "expand", "compare", "watch", "pin", "hide", "only", "clear")  # Done with the selection.
LOOK = ("colour", "size", "ties")  # How the picture looks: kept with a view beside what the reader chose.
STAGE_OF = {"repost": "nodes", "comment": "nodes", "coordination": "coaction_pairs"}
# Sentences the browser's scripts need: they are sent with the page, so that there is one catalogue.
WORDS = (
    *("showing", "acts_passed", "chosen", "chosen_none", "ties_more", "tie_acts", "tie_assumed"),
    *("tie_objects", "no_way", "group", "group_none", "lasso_do", "not_drawn", "found_none", "copied"),
    *("search", "from", "to"),
)
# The same from locale/network.toml.
MORE_WORDS = (
    *("choose_all", "found_more", "legend_on", "legend_off", "legend_not", "apart", "apart_hint"),
    *("path_a", "path_b", "path_two", "ways", "ego_many", "ego_most", "ego_listed", "ego_time"),
    *(
        "community",
        "community_note",
        "modularity",
        "unknown",
        "passing",
        "of",
        "bars_more",
        "thinned",
        "rule",
    ),
    *("compare_between", "watched_n"),
    *(f"facet_{facet}" for facet in FACETS),
    *(f"age_{days}" for days in AGES),
    *("ego_done", "real", "real_reason", "real_needs", "view_needs", "view_named"),
)
HOLES = {
    name: "{" + name + "}" for name in ("n", "m", "e", "f", "a", "p", "k", "name", "id")
}  # Filled in the browser.


def layout(desk: CaseSession, view: View) -> Component:
    """Build the picture, what one can do with it, and the same accounts as a table."""
    if (nothing := empty_case(desk, view)) is not None:
        return nothing
    state = _state(desk, view)
    graph = str((state or view.params).get("graph", "repost"))
    graph = graph if graph in GRAPHS else "repost"
    if not desk.case.has(STAGE_OF[graph]):
        return html.Div(
            [
                _graphs(graph, view),
                empty_state(
                    view.t("not_analysed"),
                    view.t("net_not_analysed_do"),
                    f"wakeline analyse --case {desk.folder}",
                ),
            ],
            className="wl-stack",
        )
    most_n = _most(str((state or view.params).get("most", "")))
    found = desk.ask(whole, graph)
    known = set(found.nodes["account_id"]) if state else set()
    spec = {
        "graph": graph,
        "most": most_n,
        "records": list(view.selection.records),
        "params": {**view.params, **({k: state[k] for k in LOOK if k in state} if state else {})},
        "state": state,
        "lost": lost_words(desk.case, state, known, view) if state else "",
        "zone": str(view.zone),
        "words": {name: view.t(f"net_{name}", **HOLES) for name in WORDS}
        | {name: view.t(f"network.{name}", **HOLES) for name in MORE_WORDS}
        | {f"role_{role}": role_name(role, view) for role in ROLES},
    }
    return html.Div(
        [
            _controls(graph, most_n, view),
            html.Div(
                [html.Div([_stage(view), _time(view)], className="wl-net-left"), _side(desk, graph, view)],
                className="wl-net",
            ),
            card(
                view.t("net_table"),
                [grid("network", f"{graph}|{stamp(desk.folder)}", view, found.nodes.height, 8)],
                note=view.t("net_table_note"),
            ),
            dcc.Store(id="net-spec", data=spec),
            dcc.Store(id="net-opened"),
        ],
        className="wl-stack",
    )


def _state(desk: CaseSession, view: View) -> dict[str, Any] | None:
    """The view that the address names by its id; None for an address without one.

    Raises CaseError where there is no such view.
    """
    view_id = view.params.get("v")
    state = read_view_state(desk.folder, view_id) if view_id else None
    if state is None or isinstance(state.get("choice"), dict):
        return state
    chosen = view.selection  # Made on another page: its accounts and its window begin the picture.
    begin_s, end_s = chosen.begin_s, chosen.end_s
    choice = {
        "chosen": list(chosen.accounts),
        "from": None if begin_s is None else math.floor(begin_s),
        "to": None if end_s is None else math.ceil(end_s),
        "only": list(chosen.accounts) or None if view.params.get("only") == "1" else None,
    }
    graph = {"graph": view.params["graph"]} if "graph" in view.params else {}
    return {"analysis": state.get("analysis"), "shared": state.get("shared"), "choice": choice, **graph}


def _most(text: str) -> int:
    """How many accounts are drawn at most, as an address says."""
    return int(text) if text.isdecimal() and 0 < int(text) <= NODES_MAX else MOST_FIRST


def connect(app: Dash, desk: CaseSession) -> None:
    """Hand the page's own script what it needs; it does the rest."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function (spec) { return window.wakelineNet.open(spec); }",
        Output("net-opened", "data"),
        Input("net-spec", "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function (scheme, spec) { window.wakelineNet.recolour(); return window.dash_clientside.no_update; }",
        Output("net-spec", "id"),
        Input("scheme", "data"),
        State("net-spec", "data"),
        prevent_initial_call=True,
    )


def _controls(graph: str, most_n: int, view: View) -> Component:
    """Which graph, whom to look for, how much to draw and how."""
    return html.Div(
        [
            _graphs(graph, view),
            _search(view),
            html.Div(
                [
                    _select(
                        "net-most",
                        view.t("net_most"),
                        [(str(n), number(n)) for n in sorted({*MOST, most_n})],
                        str(most_n),
                    ),
                    _select(
                        "net-colour",
                        view.t("net_colour"),
                        [(name, view.t(f"net_by_{name}")) for name in COLOURS],
                    ),
                    _select(
                        "net-size",
                        view.t("network.size"),
                        [(name, view.t(f"network.size_{name}")) for name in ("same", "passed")],
                    ),
                    _select(
                        "net-edges",
                        view.t("net_edges"),
                        [(name, view.t(f"net_edges_{name}")) for name in ("auto", "on", "off")],
                    ),
                ],
                className="wl-fields-row",
            ),
        ],
        className="wl-controls",
    )


def _graphs(graph: str, view: View) -> Component:
    links = [
        dcc.Link(
            view.t(f"graph_{name}"),
            href=view.link("/network", graph=name),
            refresh=True,
            className="wl-tab wl-tab-now" if name == graph else "wl-tab",
        )
        for name in GRAPHS
    ]
    return html.Nav(links, className="wl-tabs", **attributes({"aria-label": view.t("net_graph")}))


def _select(id_: str, label: str, options: list[tuple[str, str]], value: str | None = None) -> Component:
    """A choice that the page's script reads; native, so that keys and screen readers know it."""
    return html.Label(
        [
            html.Span(label),
            html.Select(
                [html.Option(text, value=key, selected=key == value or None) for key, text in options], id=id_
            ),
        ],
        className="wl-field",
    )


def _search(view: View) -> Component:
    """Filled by the page's script: Dash has no field that tells a screen reader of its list."""
    return html.Div(
        [
            html.Div(id="net-search-box", className="wl-search"),
            html.Div(id="net-path-a", className="wl-search"),
            html.Div(id="net-path-b", className="wl-search"),
            _do("path", view),
        ],
        className="wl-searches",
    )


def _stage(view: View) -> Component:
    return html.Div(
        [
            html.Div(
                id="net-stage",
                className="wl-stage",
                tabIndex=0,
                role="application",
                **attributes({"aria-label": view.t("net_stage_label"), "aria-describedby": "net-keys"}),
            ),
            html.Div(view.t("net_none"), id="net-none", className="wl-stage-none", hidden=True),
            html.Div(id="net-count", className="wl-stage-count"),
            html.Ul(
                id="net-legend",
                className="wl-stage-legend",
                **attributes({"aria-label": view.t("net_legend")}),
            ),
            html.Div(
                [
                    _do("whole", view),
                    _do("lasso", view),
                    _do("undo", view),
                    _do("redo", view),
                    _do("reset", view),
                ],
                className="wl-stage-tools",
                role="toolbar",
                **attributes({"aria-label": view.t("net_tools")}),
            ),
            html.Div(id="net-said", className="wl-stage-said", role="status"),
        ],
        className="wl-stage-frame",
    )


def _do(name: str, view: View, needs: int = 0) -> Component:
    return html.Button(
        view.t(f"net_do_{name}"),
        type="button",
        className="wl-button",
        title=view.t(f"net_do_{name}_hint"),
        **attributes({"data-net": name, "data-needs": str(needs)}),
    )


def _time(view: View) -> Component:
    return html.Div(
        [
            html.Button(
                view.t("net_play"),
                type="button",
                className="wl-button",
                id="net-play",
                title=view.t("net_play_hint"),
                **attributes({"data-net": "play", "aria-pressed": "false"}),
            ),
            html.Div(
                [
                    html.Canvas(id="net-bars", className="wl-bars", **attributes({"aria-hidden": "true"})),
                    html.Div(id="net-ends"),
                ],
                className="wl-brush",
            ),
            html.Span(id="net-span", className="wl-hint wl-number"),
        ],
        id="net-time",
        className="wl-time",
        hidden=True,
    )


def _side(desk: CaseSession, graph: str, view: View) -> Component:
    parts: Parts = [
        html.P(id="net-lost", className="wl-remark wl-lost"),
        html.H2(view.t("net_filter"), className="wl-card-title"),
        html.P(id="net-passing", className="wl-hint", role="status"),
        html.Div(id="net-bars-all", className="wl-facets"),
        html.Div([_do("nofilter", view)], className="wl-buttons"),
        html.H2(view.t("net_selection"), className="wl-card-title"),
        html.P(id="net-chosen-n", className="wl-hint"),
        html.Ul(id="net-chosen", className="wl-plain wl-chosen"),
        html.Div([_do(name, view, 1) for name in SELECTED], className="wl-buttons"),
        html.Div(
            [
                _select(
                    "net-depth", view.t("network.depth"), [(str(n), str(n)) for n in range(1, DEPTH_MAX + 1)]
                ),
                _select(
                    "net-way-of",
                    view.t("network.way_of"),
                    [(way, view.t(f"network.way_{way}")) for way in ("both", "in", "out")],
                ),
            ],
            className="wl-fields-row",
        ),
        html.Div(id="net-ego-ask", role="status"),
        html.P(id="net-way", className="wl-way", role="status"),
        html.Ul(id="net-ways", className="wl-plain wl-chosen"),
        html.H3(view.t("net_ties"), className="wl-side-title"),
        html.Ul(id="net-ties", className="wl-plain wl-chosen"),
        html.P(id="net-ties-n", className="wl-hint"),
        html.H2(view.t("net_take"), className="wl-card-title"),
        html.P(view.t("network.take_note"), className="wl-hint"),
        html.Div(id="net-leave", className="wl-leave"),
        html.Div([_do(name, view) for name in ("csv", "gexf", "png", "svg", "copy")], className="wl-buttons"),
        *_views(desk, view),
        html.Details(
            [
                html.Summary(view.t("net_keys")),
                html.P(view.t("net_keys_list"), id="net-keys", className="wl-hint"),
            ]
        ),
    ]
    return html.Section(
        parts, className="wl-card wl-net-side", **attributes({"aria-label": view.t("net_selection")})
    )


def _views(desk: CaseSession, view: View) -> Parts:
    """The named views of the case, and the form that names the one on the page."""
    known = [
        html.Li(
            [
                html.A(
                    html.Bdi(shown(one.name)),
                    href=view.link("/network", v=one.view_id, only=None),
                    **attributes({"data-view": ""}),
                ),
                html.Span(
                    [" ", stranger(one.author, view), f" · {moment(one.at, view, 'min')}"],
                    className="wl-hint",
                ),
            ]
        )
        for one in named_views(desk.folder)
    ]
    title = dcc.Input(id="net-view-name", type="text", maxLength=200)
    author = dcc.Input(
        id="net-view-author",
        type="text",
        persistence="author",
        persistence_type="local",
        value=desk.facts.case.operator or None,
    )
    return [
        html.Details(
            [
                html.Summary(view.t("network.views", n=len(known))),
                html.Ul(known, className="wl-plain wl-chosen"),
                html.Label([html.Span(view.t("network.view_name")), title], className="wl-field"),
                html.Label([html.Span(view.t("note_author")), author], className="wl-field"),
                html.Div([_do("name", view)], className="wl-buttons"),
            ]
        )
    ]


PAGE = Page(
    name="network", title_key="page_network", path="/network", order=30, layout=layout, connect=connect
)
