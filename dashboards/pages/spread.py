"""Spread: one root and all that descends from it, in three pictures, with the numbers beside them."""

from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
import polars as pl
from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analytics.model.errors import CaseError
from analytics.model.untrusted_text import cut
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.figures.over_time import over_time
from dashboards.figures.radial_tree import radial_tree
from dashboards.figures.sampled import FOLDED_MAX, collapsed, sampled
from dashboards.figures.selected import mark_points, shade_window
from dashboards.figures.time_depth_plot import along, time_depth_plot, window
from dashboards.figures.top_down_tree import top_down_tree as tree_figure
from dashboards.figures.tree_marks import DRAWN_MAX, LINES_MAX
from dashboards.page import Page, View, read_view
from dashboards.pages.overview import time_words
from dashboards.replay import VIEWS, connect_film
from dashboards.views import trees
from dashboards.views.measures import law_numbers, ranges
from dashboards.views.timeline import selected_bars, stage, timeline
from dashboards.views.trees import rows_spreaders as listing_rows
from dashboards.widgets.cards import Parts, ask_button, brushed, card, empty_state, graph, pick, tiles
from dashboards.widgets.grid import grid
from dashboards.widgets.ranges import law_note, legend, range_rows
from dashboards.widgets.replay import connect_replay_bar, replay_bar, replay_stage
from dashboards.wording import count, share, span


def layout(desk: CaseSession, view: View) -> Component:
    """Build the root picker and what it chooses; an empty state if there is no tree yet."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    if desk.ask(stage) == "imported":
        return empty_state(
            view.t("not_analysed"), view.t("not_analysed_do"), f"wakeline analyse --case {desk.folder}"
        )
    choices = desk.ask(trees.roots)
    if choices.is_empty():
        return empty_state(view.t("no_tree"), view.t("no_tree_do"))
    options = [
        {"value": f"{row['root_id']}|{row['tree']}", "label": _option(row, view)}
        for row in choices.iter_rows(named=True)
    ]
    wanted = f"{view.params.get('root', '')}|{view.params.get('tree', 'repost')}"
    known = {option["value"] for option in options}
    if wanted not in known and view.params.get("root") and trees.cascade(desk.case, *wanted.rsplit("|", 1)):
        options.insert(0, {"value": wanted, "label": wanted.replace("|", " · ")})
        known.add(wanted)
    return html.Div(
        [
            _controls(options, wanted if wanted in known else options[0]["value"], view),
            html.Div(id="spread-head"),
            card(
                view.t("picture"),
                [
                    replay_stage(graph("tree", 620, view.t("picture_label"), view)),
                    replay_bar(view),
                    html.Div(id="spread-caption", className="wl-hint"),
                ],
                note=view.t("picture_note"),
            ),
            html.Div(id="spread-tables"),
            card(
                view.t("over_time"),
                [
                    brushed(graph("tree-time", 280, view.t("over_time_label"), view), view),
                    html.Div(id="spread-time-words"),
                ],
            ),
            card(
                view.t("largest"), [grid("cascades", "", view, choices.height)], note=view.t("largest_note")
            ),
        ],
        className="wl-stack",
    )


def _controls(options: list[dict[str, str]], chosen: str, view: View) -> Component:
    """Which tree, and how to draw it."""
    drawn = view.params.get("view", "sail")
    return html.Div(
        [
            dmc.Select(
                id="spread-root",
                data=options,
                value=chosen,
                searchable=True,
                allowDeselect=False,
                label=view.t("pick_root"),
                className="wl-root-pick",
                maxDropdownHeight=420,
                nothingFoundMessage=view.t("grid_empty"),
                limit=300,
            ),
            pick(
                "spread-view",
                view.t("pick_view"),
                [(name, view.t(f"view_{name.replace('-', '_')}")) for name in VIEWS],
                drawn if drawn in VIEWS else "sail",
            ),
        ],
        className="wl-controls",
    )


def connect(app: Dash, desk: CaseSession) -> None:
    """Answer the picker: numbers and tables once a root, the picture once a root, view and light."""
    connect_film(app, desk)
    connect_replay_bar(app)
    place = (State("here", "pathname"), State("here", "search"))
    found = (Input("here", "search"), State("here", "pathname"))  # Where the selection shows.

    @app.callback(
        Output("spread-head", "children"),
        Output("spread-tables", "children"),
        Input("spread-root", "value"),
        *place,
    )
    def numbers(chosen: str, pathname: str, search: str) -> Any:
        view, (root_id, tree) = read_view(desk, pathname, search, None), _chosen(desk, chosen)
        return _head(desk, root_id, tree, view), _tables(desk, root_id, tree, view)

    @app.callback(
        Output({"role": "points", "name": "tree"}, "figure"),
        Output("spread-caption", "children"),
        Input("spread-root", "value"),
        Input("spread-view", "value"),
        Input("scheme", "data"),
        *found,
    )
    def picture(chosen: str, drawn: str, scheme: str, search: str, pathname: str) -> Any:
        view, (root_id, tree) = read_view(desk, pathname, search, scheme), _chosen(desk, chosen)
        figure, words = _picture(desk.ask(trees.nodes, root_id, tree), drawn, view)
        mark_points(figure, desk.case, view)
        if drawn == "sail":
            shade_window(figure, view)
        return figure, words

    @app.callback(
        Output({"role": "points", "name": "tree-time"}, "figure"),
        Output("spread-time-words", "children"),
        Input("spread-root", "value"),
        Input("scheme", "data"),
        *found,
    )
    def time(chosen: str, scheme: str, search: str, pathname: str) -> Any:
        view, (root_id, tree) = read_view(desk, pathname, search, scheme), _chosen(desk, chosen)
        line = desk.ask(timeline, root_id, trees.KINDS[tree])
        bars = selected_bars(desk.case, line, view.selection, root_id)
        return over_time(line, view, 280, chosen=bars), time_words(line, view)

    @app.callback(
        Output("here", "search"),
        Input("spread-root", "value"),
        Input("spread-view", "value"),
        State("here", "search"),
        prevent_initial_call=True,
    )
    def link(chosen: str, drawn: str, search: str) -> Any:
        root_id, tree = _chosen(desk, chosen)
        held = read_view(desk, None, search, None).params
        kept = {name: held[name] for name in ("v", "only") if name in held}
        now = "?" + urlencode({"root": root_id, "tree": tree, "view": drawn} | kept)
        return no_update if now == search else now


def _chosen(desk: CaseSession, chosen: str | None) -> tuple[str, str]:
    """The root and the kind of a tree that was picked. Raises CaseError if the case has no such tree."""
    root_id, _, tree = (chosen or "").rpartition("|")
    if tree not in trees.KINDS or trees.cascade(desk.case, root_id, tree) is None:
        raise CaseError("asked_unknown", found=(chosen or "-")[:80])
    return root_id, tree


def _option(row: dict[str, Any], view: View) -> str:
    who = cut(row["account_name"] or row["root_id"], 18)
    words = cut(row["own_text"] or row["text"] or "", 26)
    return view.t(
        "root_option", who=who, words=words, tree=view.t(f"word_tree_{row['tree']}"), n=count(row["size"])
    )


def _head(desk: CaseSession, root_id: str, tree: str, view: View) -> Component:
    c = trees.cascade(desk.case, root_id, tree) or {}
    depth = (
        count(c["depth"])
        if c["depth"] == c["depth_upper"]
        else f"{count(c['depth'])} – {count(c['depth_upper'])}"
    )
    virality = c["structural_virality"]
    numbers = [
        (view.t("tile_size"), count(c["size"]), view.t("tile_accounts_n", n=count(c["accounts_n"]))),
        (view.t("tile_depth"), depth, view.t("tile_depth_hint")),
        (view.t("tile_breadth"), count(c["max_breadth"]), view.t("tile_breadth_hint")),
        (
            view.t("tile_virality"),
            f"{virality:.2f}" if virality is not None else "–",
            view.t("tile_virality_hint"),
        ),
        (view.t("tile_half_life"), span(c["half_life_s"], view), view.t("tile_half_life_hint")),
        (view.t("tile_to_100"), span(c["to_100_s"], view), ""),
        (view.t("tile_to_500"), span(c["to_500_s"], view), ""),
        (view.t("tile_to_1000"), span(c["to_1000_s"], view), ""),
    ]
    parts: Parts = [tiles(numbers)]
    if c.get("missing_root"):
        parts.append(html.P(view.t("root_missing"), className="wl-remark"))
    if c["size"] == 1:
        parts.append(html.P(view.t("one_act"), className="wl-remark"))
    return html.Div(parts, className="wl-stack")


def _picture(nodes: pl.DataFrame, drawn: str, view: View) -> tuple[Any, Any]:
    total, untimed = (
        int(nodes["is_exported"].sum()),
        nodes.filter(~pl.col("is_timed") & (pl.col("depth") > 0)).height,
    )
    if drawn == "tree":
        folded = collapsed(nodes, FOLDED_MAX)
        hidden = nodes.height - int(folded["bundled_n"].sum())
        bundled = int(folded.filter(pl.col("bundled_n") > 1)["bundled_n"].sum())
        alone = total - hidden - bundled
        words = [view.t("shown_of", n=count(alone), m=count(total))]
        if alone < total:
            words.append(view.t("bundles_note", n=count(bundled)))
        if hidden > 0:
            words.append(view.t("hidden_note", n=count(hidden)))
        return tree_figure(folded, view), " ".join(words)
    few = sampled(nodes, DRAWN_MAX)
    words = [view.t("shown_of", n=count(int(few["is_exported"].sum())), m=count(total))]
    if few.height < nodes.height:
        words.append(view.t("thinned_note"))
    if few.height > LINES_MAX:
        words.append(view.t("lines_note"))
    if drawn == "ring":
        return radial_tree(nodes, view), " ".join(words)
    if untimed:
        words.append(view.t("untimed_note", n=count(untimed)))
    if drawn == "sail-log":
        return time_depth_plot(nodes, view, "log"), " ".join(words)
    ends = window(along(few, view))
    if ends is not None:
        x = along(few, view)
        words.append(view.t("beyond_note", n=count(int(((x < ends[0]) | (x > ends[1])).sum()))))
    return time_depth_plot(nodes, view), " ".join(words)


def _tables(desk: CaseSession, root_id: str, tree: str, view: View) -> Component:
    levels = desk.ask(trees.levels, root_id, tree)
    widest = max([*levels["events_n"].to_list(), 1])
    rows = [
        html.Tr(
            [
                html.Th(str(row["depth"]) if row["depth"] else view.t("level_root"), scope="row"),
                html.Td(
                    html.Div(
                        className=f"wl-level wl-depth-{min(row['depth'], 5)}",
                        style={"width": f"{100 * row['events_n'] / widest:.1f}%"},
                        **attributes({"aria-hidden": "true"}),
                    ),
                    className="wl-shares",
                ),
                html.Td(count(row["events_n"]), className="wl-n"),
                html.Td(share(row["share"], 1), className="wl-n"),
            ]
        )
        for row in levels.head(40).iter_rows(named=True)
    ]
    head = html.Tr(
        [
            html.Th(view.t("col_level"), scope="col"),
            html.Td("", className="wl-shares"),
            html.Th(view.t("col_acts"), scope="col", className="wl-n"),
            html.Th(view.t("col_share"), scope="col", className="wl-n"),
        ]
    )
    table = html.Div(
        html.Table([html.Thead(head), html.Tbody(rows)], className="wl-table"),
        className="wl-levels",
        tabIndex=0,
    )
    leading_n = desk.ask(listing_rows, f"{root_id}|{tree}").select(pl.len()).collect().item()
    measured = desk.ask(ranges, (root_id,))[root_id]
    pair: Parts = [card(view.t("levels"), [table], note=view.t("levels_note"))]
    if measured:
        pair.append(
            card(
                view.t("scope_root"),
                [legend(view), law_note(desk.ask(law_numbers), view), range_rows(measured, view)],
                aside=[ask_button(f"act|{root_id}", view.t("see_root"), "wl-button", place="scope")],
            )
        )
    leading = (
        grid("spreaders", f"{root_id}|{tree}", view, leading_n)
        if leading_n
        else html.P(view.t("spreaders_none"))
    )
    return html.Div(
        [
            card(view.t("spreaders"), [leading], note=view.t("spreaders_note")),
            html.Div(pair, className="wl-one-two"),
        ],
        className="wl-stack",
    )


PAGE = Page(name="spread", title_key="page_spread", path="/spread", order=20, layout=layout, connect=connect)
