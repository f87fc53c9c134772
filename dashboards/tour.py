"""A tour of the dashboard in a few steps: what each page is for, shown on the case at hand; tour.js walks
it."""

import json
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.page import View


@dataclass(frozen=True)
class Step:
    """One step: its words (tour_<name>, tour_<name>_words), the page, what is pointed at, and what is clicked
    first, if anything."""

    name: str
    path: str
    target: str
    click: str = ""


STEPS = (
    Step("account", "/overview", ".wl-imported"),
    Step("leads", "/overview", ".wl-card:has(.wl-leads)"),
    Step("drawer", "/overview", "#shown-facts", ".wl-leads button"),
    Step("spread", "/spread", ".wl-graph, .wl-card"),
    Step("network", "/network", ".wl-stage-frame"),
    Step("coordination", "/coordination", "#content .wl-card"),
    Step("law", "/law", ".wl-law-first, #content .wl-card"),
    Step("evidence", "/evidence", ".wl-verify"),
)


def tour(view: View) -> Component:
    """The steps in the reader's language, for the browser, and the button that begins."""
    steps = [
        {
            "path": view.link(step.path),
            "target": step.target,
            "click": step.click,
            "title": view.t(f"tour_{step.name}"),
            "words": view.t(f"tour_{step.name}_words"),
        }
        for step in STEPS
    ]
    words = {
        f"data-{name}": view.t(f"tour_{name}", **{"k": "{k}", "n": "{n}"})
        for name in ("next", "back", "end", "count")
    }
    return html.Button(
        view.t("tour"),
        id="tour-go",
        type="button",
        className="wl-tour-go",
        n_clicks=0,
        **{"data-steps": json.dumps(steps, ensure_ascii=False), **words},
    )  # type: ignore[arg-type]
