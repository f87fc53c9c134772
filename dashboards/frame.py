"""The frame around every page - case, navigation, language, light, standing line - and the guided tour.

The tour shows in a few steps what each page is for, on the case at hand; tour.js leads it.
"""

import json
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analytics.model.messages import LANGS
from dashboards.access.acting import session
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.export_form import export_form
from dashboards.page import VIEWED_PAGES, Page, View
from dashboards.screenshot import screenshot_form
from dashboards.shared import shared_bar
from dashboards.views.timeline import stage

NAMES = {"zh": "中文", "en": "English"}


def shell(pages: list[Page], now: Page, desk: CaseSession, view: View, body: Component) -> Component:
    """Build the whole screen: header, menu and page."""
    whole: Component = dmc.AppShell(
        [
            dmc.AppShellHeader(
                header(named(desk), view.page if now.takes_id else now.path, view), className="wl-header"
            ),
            dmc.AppShellNavbar(menu(pages, now, desk, view), className="wl-navbar"),
            dmc.AppShellMain(
                [
                    html.Div(shared_bar(desk, view), id="shared"),
                    dcc.Store(id="shared-told"),
                    html.Div(
                        [
                            html.Div(
                                [
                                    html.H1(view.t(now.title_key), className="wl-title"),
                                    *_into_story(now, view),
                                ],
                                className="wl-title-row",
                            ),
                            body,
                            screenshot_form(desk, view),
                            export_form(view),
                        ],
                        className="wl-page",
                        id="content",
                        tabIndex=-1,
                    ),
                ]
            ),
        ],
        header={"height": 60},
        navbar={"width": 208, "breakpoint": "sm", "collapsed": {"mobile": False}},
        padding=0,
    )
    return whole


def _into_story(now: Page, view: View) -> list[Component]:
    """The button that takes the view of the page to the story, on pages that have views."""
    if now.name not in VIEWED_PAGES:
        return []
    does = attributes({"data-shared": "story"})
    return [html.Button(view.t("stories.add_here"), type="button", className="wl-button", **does)]


def bare_shell(view: View, body: Component) -> Component:
    """Build the screen while no case is open: the header and one page."""
    whole: Component = dmc.AppShell(
        [
            dmc.AppShellHeader(header([], "/overview", view), className="wl-header"),
            dmc.AppShellMain(
                html.Div(
                    [html.H1(view.t("welcome"), className="wl-title"), body],
                    className="wl-page wl-page-alone",
                    id="content",
                    tabIndex=-1,
                )
            ),
        ],
        header={"height": 60},
        padding=0,
    )
    return whole


def next_step(desk: CaseSession, now: Page, view: View) -> list[Component]:
    """Tell what the case needs before a page can show all it has: files, then an analysis.

    Nothing is told where it has both.
    """
    come = desk.ask(stage)
    if now.path == "/import" or come not in ("empty", "imported"):
        return []
    step: Any = dcc.Link(view.t("go_import"), href=view.link("/import"), className="wl-button wl-main")
    if come == "imported":
        step = html.Button(
            view.t("go_analyse"),
            id={"role": "analyse", "name": "next"},
            type="button",
            className="wl-button wl-main",
            n_clicks=0,
        )
    return [html.Div([html.Span(view.t(f"next_{come}")), step], className="wl-next", role="note")]


def named(desk: CaseSession) -> list[Component]:
    """Tell which case is open: its reference and title."""
    facts = desk.facts.case
    parts: list[Component] = [
        html.Strong(html.Bdi(facts.reference or desk.folder.resolve().name), className="wl-reference")
    ]
    if facts.title:
        parts.append(html.Span(html.Bdi(facts.title), className="wl-case-title"))
    return parts


def header(case_named: list[Component], path: str, view: View) -> Component:
    """Build what stands above every page: case, standing line, language, light or dark."""
    languages = [
        html.Span(
            NAMES[lang], className="wl-lang wl-lang-now", lang=lang, **attributes({"aria-current": "true"})
        )
        if lang == view.lang
        else html.A(NAMES[lang], href=f"/{lang}{path}", id=f"to-{lang}", className="wl-lang", lang=lang)
        for lang in LANGS
    ]
    return html.Div(
        [
            html.A(view.t("skip"), href="#content", className="wl-skip"),
            html.Div(
                [
                    html.Span(className="wl-mark", **attributes({"aria-hidden": "true"})),
                    html.Span("wakeline", className="wl-brand"),
                ],
                className="wl-brand-box",
            ),
            html.Div(case_named, className="wl-case"),
            html.Div(view.t("standing_line"), className="wl-standing", role="note"),
            *_logged_in(view),
            html.Nav(languages, className="wl-langs", **attributes({"aria-label": view.t("language")})),
            html.Button(
                html.Span(className="wl-scheme-icon", **attributes({"aria-hidden": "true"})),
                id="scheme-switch",
                type="button",
                className="wl-scheme",
                n_clicks=0,
                title=view.t("scheme_switch"),
                **attributes({"aria-label": view.t("scheme_switch")}),
            ),
        ],
        className="wl-header-row",
    )


def _logged_in(view: View) -> list[Component]:
    """Tell who is logged in, as what, and how to leave; nothing where nobody logs in."""
    now = session()
    if now is None or not now.who:
        return []
    return [
        html.Form(
            [
                html.Span([html.Bdi(now.who), " · ", view.t(f"role_{now.role}")], className="wl-hint"),
                html.Button(view.t("logout"), type="submit", className="wl-button", id="logout"),
            ],
            action=f"/logout?lang={view.lang}",
            method="post",
        )
    ]


def menu(pages: list[Page], now: Page, desk: CaseSession, view: View) -> Component:
    """Build the menu of pages, and below it what the case has been through."""
    links = [
        html.Li(
            dcc.Link(
                view.t(page.title_key),
                href=view.link(page.path),
                className="wl-nav wl-nav-now" if page is now else "wl-nav",
            )
        )
        for page in pages
        if page.in_menu
    ]
    done = desk.seen.stages()
    stages = " → ".join(view.t(f"stage_{name}") for name in done) or view.t("stage_none")
    return html.Div(
        [
            html.Nav(html.Ul(links), **attributes({"aria-label": view.t("menu")})),
            html.Div(
                [
                    tour(view),
                    html.Details([html.Summary(f"{view.t('stages')} · {len(done)}"), html.Div(stages)]),
                    html.Div(f"wakeline {desk.seen.manifest.get('versions', {}).get('wakeline', '')}"),
                ],
                className="wl-foot",
            ),
        ],
        className="wl-menu",
    )


@dataclass(frozen=True)
class Step:
    """One step of the tour: its words are tour_<name> and tour_<name>_words.

    path: the page; target: what is pointed at.
    click: what is clicked first, if anything.
    """

    name: str
    path: str
    target: str
    click: str = ""


STEPS = (
    Step("account", "/overview", ".wl-imported"),
    Step("leads", "/overview", ".wl-headline"),
    Step("drawer", "/overview", "#shown-facts", ".wl-leads button"),
    Step("spread", "/spread", ".wl-graph, .wl-card"),
    Step("network", "/network", ".wl-stage-frame"),
    Step("coordination", "/coordination", "#content .wl-card"),
    Step("law", "/law", ".wl-law-first, #content .wl-card"),
    Step("evidence", "/evidence", ".wl-verify"),
)


def tour(view: View) -> Component:
    """Build the steps in the reader's language, for the browser, and the button that begins."""
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
        f"data-{name}": view.t(f"tour_{name}", k="{k}", n="{n}") for name in ("next", "back", "end", "count")
    }
    return html.Button(
        view.t("tour"),
        id="tour-go",
        type="button",
        className="wl-tour-go",
        n_clicks=0,
        **attributes({"data-steps": json.dumps(steps, ensure_ascii=False), **words}),
    )
