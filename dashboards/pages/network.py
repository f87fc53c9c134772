"""Network: accounts as points, who passed on or answered whom as lines; every step can be undone."""

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analytics.model.formatting import number
from analytics.model.thresholds import ROLES
from analytics.roles.standing import GRADES
from dashboards.accounts import role_name
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.views.network import GRAPHS, NODES_MAX
from dashboards.views.network import network_view as whole
from dashboards.views.timeline import stage
from dashboards.widgets.cards import Parts, card, empty_state
from dashboards.widgets.grid import grid

MOST = (500, 2_000, 5_000, NODES_MAX)  # Accounts drawn at once, as the reader chooses.
STAGE_OF = {"repost": "nodes", "comment": "nodes", "coordination": "coaction_pairs"}
# Sentences the browser's scripts need: they are sent with the page, so that there is one catalogue.
WORDS = (
    "showing",
    "acts_passed",
    "chosen",
    "chosen_none",
    "ties_more",
    "tie_acts",
    "tie_assumed",
    "tie_objects",
    "way",
    "no_way",
    "group",
    "group_none",
    "role_none",
    "lasso_do",
    "expanded",
    "not_drawn",
    "found_none",
    "copied",
    "search",
    "from",
    "to",
)

HOLES = {
    name: "{" + name + "}" for name in ("n", "m", "e", "f", "a", "p", "k", "name")
}  # Filled in the browser.


def layout(desk: CaseSession, view: View) -> Component:
    """The picture, what one can do with it, and the same accounts as a table."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    graph = view.params.get("graph", "repost")
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
    most = view.params.get("most", "")
    most_n = int(most) if most.isdecimal() and 0 < int(most) <= NODES_MAX else 2_000
    found = desk.ask(whole, graph)
    spec = {
        "graph": graph,
        "most": most_n,
        "params": view.params,
        "zone": str(view.zone),
        "words": {name: view.t(f"net_{name}", **HOLES) for name in WORDS}
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
                [grid("network", graph, view, found.nodes.height, 8)],
                note=view.t("net_table_note"),
            ),
            dcc.Store(id="net-spec", data=spec),
            dcc.Store(id="net-opened"),
        ],
        className="wl-stack",
    )


def connect(app: Dash, desk: CaseSession) -> None:
    """The page's own script does the rest: these hand it what it needs."""
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
                        [(name, view.t(f"net_by_{name}")) for name in ("role", "group", "plain")],
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
            html.Div(id="net-search-box"),
            html.Ul(
                id="net-results",
                className="wl-results",
                hidden=True,
                role="listbox",
                **attributes({"aria-label": view.t("net_search")}),
            ),
        ],
        className="wl-search",
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
    groups = desk.ask(whole, graph).nodes["cluster_id"].drop_nulls().unique().to_list()
    groups.sort(key=lambda name: (len(name), name))
    every = [("0", view.t("net_any"))]
    roles = [(str(2**i), role_name(role, view)) for i, role in enumerate(ROLES)]
    grades = [(str(i + 1), view.t("net_grade_to", grade=grade)) for i, grade in enumerate(GRADES)]
    named = [(str(i + 1), view.t("net_group", name=name)) for i, name in enumerate(groups)]
    parts: Parts = [
        html.H2(view.t("net_filter"), className="wl-card-title"),
        _select(
            "net-role",
            view.t("net_role"),
            [*every, *roles, (str(2 ** len(ROLES) - 1), view.t("net_role_any"))],
        ),
        _select("net-grade", view.t("net_grade"), every + grades),
        _select("net-group", view.t("net_group_pick"), every + named),
        html.H2(view.t("net_selection"), className="wl-card-title"),
        html.P(id="net-chosen-n", className="wl-hint"),
        html.Ul(id="net-chosen", className="wl-plain wl-chosen"),
        html.Div(
            [
                _do("open", view, 1),
                _do("expand", view, 1),
                _do("path", view, 2),
                _do("pin", view, 1),
                _do("hide", view, 1),
                _do("only", view, 1),
                _do("clear", view, 1),
            ],
            className="wl-buttons",
        ),
        html.P(id="net-way", className="wl-way"),
        html.H3(view.t("net_ties"), className="wl-side-title"),
        html.Ul(id="net-ties", className="wl-plain wl-chosen"),
        html.P(id="net-ties-n", className="wl-hint"),
        html.H2(view.t("net_take"), className="wl-card-title"),
        html.P(view.t("net_take_note"), className="wl-hint"),
        html.Div([_do(name, view) for name in ("csv", "gexf", "png", "svg", "copy")], className="wl-buttons"),
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


PAGE = Page(
    name="network", title_key="page_network", path="/network", order=30, layout=layout, connect=connect
)
