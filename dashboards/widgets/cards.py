"""Cards, figures of one number, empty states, text of strangers: the pieces every page is set from."""

from collections.abc import Iterable
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analytics.model.untrusted_text import shown
from dashboards.attributes import attributes
from dashboards.page import View

Parts = list[Any]


def card(
    title: str, body: Parts, aside: Parts | None = None, note: str | None = None, class_name: str = ""
) -> Component:
    """Build a titled part of a page.

    aside: controls beside the title; note: the sentence below it.
    """
    head: Parts = [html.H2(title, className="wl-card-title")]
    if aside:
        head.append(html.Div(aside, className="wl-card-aside"))
    parts: Parts = [html.Div(head, className="wl-card-head")]
    if note:
        parts.append(html.P(note, className="wl-card-note"))
    return html.Section([*parts, *body], className=f"wl-card {class_name}")


def tiles(numbers: list[tuple[str, str, str]]) -> Component:
    """Build single numbers in a row, from (label, value, what it means)."""
    return html.Dl(
        [
            html.Div(
                [html.Dt(label), html.Dd(value), html.Dd(hint, className="wl-hint")]
                if hint
                else [html.Dt(label), html.Dd(value)],
                className="wl-tile",
            )
            for label, value, hint in numbers
        ],
        className="wl-tiles",
    )


def stranger(text: str | None, view: View, class_name: str = "") -> Component:
    """Show text of a stranger as it is, isolated from the words around it; a dash if there is none."""
    if not text:
        return html.Span(view.t("none"), className="wl-none")
    return html.Bdi(shown(text), className=f"wl-stranger {class_name}")


def empty_state(title: str, what_to_do: str, command: str | None = None) -> Component:
    """Tell what to do where there is nothing to show, with the command that changes that."""
    parts: Parts = [
        html.Div(className="wl-wake", **attributes({"aria-hidden": "true"})),
        html.H2(title),
        html.P(what_to_do),
    ]
    if command:
        parts.append(html.Div([html.Code(command), copy_button(command)], className="wl-command"))
    return html.Section(parts, className="wl-empty")


def copy_button(value: str) -> Component:
    """Build a small button that copies `value`.

    Its words are set by the page's own script from the language of the page.
    """
    icon = html.Span(className="wl-copy-icon", **attributes({"aria-hidden": "true"}))
    return html.Button(
        icon,
        className="wl-copy",
        type="button",
        **attributes({"data-copy": value, "aria-label": "复制 / Copy"}),
    )


def ask_button(event_id: str, label: Any, class_name: str = "wl-ask", place: str = "") -> Component:
    """Build a button that opens the evidence drawer at an event.

    place: tells apart two buttons for one event on a page.
    """
    return html.Button(
        label,
        id={"role": "act", "name": event_id, "place": place},
        className=class_name,
        n_clicks=0,
        type="button",
    )


def choose_button(account_ids: list[str], label: str, record_ids: Iterable[str] = ()) -> Component:
    """Build a button that puts accounts and records into the selection of all pages, or takes them out."""
    held = {"data-choose-accounts": "~~".join(account_ids), "data-choose-records": "~~".join(record_ids)}
    return html.Button(label, type="button", className="wl-button", **attributes(held))


def choose_one(view: View, account_id: str = "", record_id: str = "") -> Component:
    """Build the button that selects one account or record on all pages; it says whether it is selected."""
    chosen = view.selection
    is_on = account_id in chosen.accounts or record_id in chosen.records
    held = {"data-choose-accounts": account_id, "data-choose-records": record_id}
    words = {"on": view.t("selection.chosen"), "off": view.t("selection.choose")}
    more = {"data-on": words["on"], "data-off": words["off"], "aria-pressed": "true" if is_on else "false"}
    return html.Button(
        words["on" if is_on else "off"], type="button", className="wl-button", **attributes(held | more)
    )


def graph(name: str, height: int, label: str, view: View) -> Component:
    """Build a figure whose points open the evidence drawer.

    height: in pixels; label: what a screen reader says of it.
    """
    return html.Div(
        dcc.Loading(
            dcc.Graph(
                id={"role": "points", "name": name},
                config=graph_config(view),  # type: ignore[arg-type]
                figure={
                    "layout": {
                        "height": height,
                        "xaxis": {"visible": False},
                        "yaxis": {"visible": False},
                        "paper_bgcolor": "rgba(0,0,0,0)",
                        "plot_bgcolor": "rgba(0,0,0,0)",
                    }
                },
                style={"height": f"{height}px"},
                responsive=True,
            ),
            delay_show=250,
            overlay_style={"visibility": "visible", "opacity": 0.5},
            type="dot",
            color="var(--wl-accent)",
        ),
        role="group",
        className="wl-graph",
        **attributes({"aria-label": label}),
    )


def brushed(figure: Component, view: View) -> Component:
    """Say of a figure over time that a drag along its axis chooses a span for all pages (shared.js)."""
    hint = html.P(view.t("selection.brush"), className="wl-hint wl-brush-hint")
    return html.Div([figure, hint], className="wl-brushed")


def graph_config(view: View) -> dict[str, Any]:
    """Set up plotly without its logo and without any link to elsewhere, in Chinese where the page is."""
    words = {
        "Zoom": "框选放大",
        "Pan": "平移",
        "Zoom in": "放大",
        "Zoom out": "缩小",
        "Reset axes": "复位",
        "Autoscale": "全部显示",
        "Double-click to zoom back out": "双击复位",
        "Click to enter Colorscale title": "",
    }
    config: dict[str, Any] = {
        "displaylogo": False,
        "responsive": True,
        "showLink": False,
        "showSendToCloud": False,  # The picture would be sent to the host of plotly's makers.
        "plotlyServerURL": "",
        "displayModeBar": "hover",
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"],  # Pictures leave by export.js.
    }
    if view.lang == "zh":
        config |= {"locale": "zh-CN", "locales": {"zh-CN": {"dictionary": words, "format": {}}}}
    return config


def pick(id_: Any, label: str, options: list[tuple[str, str]], value: str) -> Component:
    """Build a choice among few, with its label for those who do not see it."""
    return html.Div(
        dmc.SegmentedControl(
            id=id_, value=value, size="xs", data=[{"value": v, "label": text} for v, text in options]
        ),
        role="group",
        **attributes({"aria-label": label}),
    )


def fields(facts: list[tuple[str, Any]]) -> Component:
    """List names and values, one below the other."""
    return html.Dl(
        [part for label, value in facts for part in (html.Dt(label), html.Dd(value))], className="wl-fields"
    )


def id_line(text: str) -> Component:
    """Show an id or hash with a button that copies it."""
    return html.Span([html.Code(shown(text), className="wl-id"), copy_button(text)])


def radios(id_: Any, label: str, options: list[tuple[str, str]], value: str | None = None) -> Component:
    """Build a choice of one among few that may need a line each."""
    choice: Component = dmc.RadioGroup(
        dmc.Group([dmc.Radio(label=text, value=key, size="xs") for key, text in options], gap="sm"),
        id=id_,
        label=label,
        value=value,
        size="sm",
        className="wl-radios",
    )
    return choice
