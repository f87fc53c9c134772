"""Story: kept views in order, a sentence with each, shown one by one as the report will print them."""

import base64
from urllib.parse import urlencode

from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, abort

from analytics.model.untrusted_text import cut
from analytics.report.charts import draw
from analytics.report.placeholders import Locale
from analytics.report.sections.stories import figure_params
from analytics.report.story_data import StoryStep, stories_of
from analytics.store.case_folder import Case
from analytics.store.saved_views import read_view_state
from analytics.store.stories import SENTENCE_MAX, add_step, order_steps, story, withdraw_step
from dashboards.answers import as_json, asked_json, told
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.marks import stamp
from dashboards.page import VIEWED_PAGES, Page, View
from dashboards.shared import selection_words
from dashboards.widgets.cards import Parts, card, empty_state, stranger
from dashboards.widgets.empty_case import empty_case
from dashboards.wording import count, moment


def layout(desk: CaseSession, view: View) -> Component:
    """Build the step that the address names, the list of all, and the form that adds the view at hand."""
    if (nothing := empty_case(desk, view)) is not None:
        return nothing
    steps = desk.ask(_steps, stamp(desk.folder))
    parts: Parts = [html.P(view.t("stories.note"), className="wl-law")]
    if _adds(view):
        parts.append(_form(desk, view))
    if not steps:
        parts.append(empty_state(view.t("stories.none"), view.t("stories.none_do")))
        return html.Div(parts, className="wl-stack")
    at = _place(view.params.get("step", ""), len(steps))
    parts += [_shown(desk, steps[at], (at, len(steps)), view), _list(desk, steps, at, view)]
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Serve POST /wakeline/story: {"do": "add" | "order" | "remove", ...}, sent by stories.js."""

    server: Flask = app.server

    @server.route("/wakeline/story", methods=["POST"])
    @told
    def changed() -> Response:
        asked = asked_json()
        author = str(asked.get("author") or "")
        if asked.get("do") == "add":
            sentence, view_id = str(asked.get("sentence") or ""), str(asked.get("view") or "")
            done = add_step(desk.folder, view_id, sentence, author)
        elif asked.get("do") == "remove":
            done = withdraw_step(desk.folder, _number(asked.get("number")), author)
        elif asked.get("do") == "order" and isinstance(asked.get("numbers"), list):
            done = order_steps(desk.folder, [_number(one) for one in asked["numbers"]], author)
        else:
            abort(404)
        return as_json({"number": done.number, "steps": len(story(desk.folder))})


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _steps(case: Case, state: str) -> tuple[StoryStep, ...]:
    """The steps, read again when the review changes."""
    del state
    return stories_of(case)


def _place(text: str, n: int) -> int:
    """Which step an address means, counted from 0; the first for anything else.

    >>> _place("2", 3), _place("9", 3), _place("x", 3)
    (1, 2, 0)
    """
    return min(max(int(text) - 1, 0), n - 1) if text.isdecimal() and len(text) < 9 else 0


def link_of(desk: CaseSession, one: StoryStep, view: View) -> str:
    """Write the address that opens the view of a step, with the search of its page; the id holds all else."""
    path = one.page if one.page in VIEWED_PAGES else "overview"
    asked = {} if path == "network" else read_view_state(desk.folder, one.step.view_id).get("params") or {}
    return f"/{view.lang}/{path}?{urlencode({**asked, 'v': one.step.view_id})}"


def _shown(desk: CaseSession, one: StoryStep, place: tuple[int, int], view: View) -> Component:
    """One step: its sentence, what its view selects, the figure of the report, and the ways on."""
    at, n = place
    ways: Parts = [
        dcc.Link(
            view.t(f"stories.{name}"),
            href=view.link("/story", step=str(to + 1)),
            refresh=True,
            className="wl-button",
        )
        for name, to in (("previous", at - 1), ("next", at + 1))
        if 0 <= to < n
    ]
    body: Parts = [
        html.Blockquote(stranger(one.step.sentence, view), className="wl-story-said"),
        html.P(
            [stranger(one.step.author, view), f" · {moment(one.step.at, view, 'min')}"], className="wl-hint"
        ),
    ]
    if one.page:
        words = selection_words(desk, one.selection, view) or [view.t("selection.none")]
        body += [
            html.P([_page_words(one, view), " · ", *words]),
            *_figure(one, at, view),
            *_remarks(one, view),
        ]
        href = link_of(desk, one, view)
        ways.append(html.A(view.t("stories.open"), href=href, className="wl-button wl-main", **VIEWED))
    else:
        body.append(html.P(view.t("stories.absent", view=one.step.view_id), className="wl-remark"))
    return card(view.t("stories.of", k=at + 1, n=n), body, aside=[html.Div(ways, className="wl-buttons")])


def _page_words(one: StoryStep, view: View) -> str:
    name = view.t(f"stories.page_{one.page if one.page in VIEWED_PAGES else 'other'}")
    return name + (view.t("stories.words", words=cut(one.words, 120)) if one.words else "")


def _remarks(one: StoryStep, view: View) -> Parts:
    """What the case no longer holds of a view, and whether it is of another analysis."""
    parts: Parts = []
    if any(one.lost):
        accounts_n, records_n = (count(k) for k in one.lost)
        words = view.t("stories.gone", accounts=accounts_n, records=records_n)
        parts.append(html.P(words, className="wl-remark"))
    if one.is_older:
        parts.append(html.P(view.t("stories.older"), className="wl-hint"))
    return parts


def _figure(one: StoryStep, at: int, view: View) -> Parts:
    """The figure as the report prints it, on paper whatever the light; it names nobody."""
    if one.line is None:
        return [html.P(view.t("stories.no_times"), className="wl-hint")]
    voice = Locale(view.lang, view.zone)
    told = voice.word("stories.figure_alt", k=at + 1, **figure_params(one.line))
    drawn = base64.b64encode(draw(one.line, told, voice).encode()).decode()
    return [html.Img(src=f"data:image/svg+xml;base64,{drawn}", alt=told, className="wl-story-figure")]


def _list(desk: CaseSession, steps: tuple[StoryStep, ...], at: int, view: View) -> Component:
    """All steps in order, each with what moves and removes it."""
    rows = []
    for k, one in enumerate(steps):
        name = cut(one.step.sentence, 80)
        link = dcc.Link(html.Bdi(name), href=view.link("/story", step=str(k + 1)), refresh=True)
        does: Parts = [
            _do("up", k, view, k == 0),
            _do("down", k, view, k == len(steps) - 1),
            _do("remove", k, view),
        ]
        held = {"data-step": str(one.step.number)}
        look = "wl-story-step wl-story-now" if k == at else "wl-story-step"
        rows.append(
            html.Li(
                [html.Span(link), html.Div(does, className="wl-buttons")], className=look, **attributes(held)
            )
        )
    said = html.Div(
        id="story-said",
        role="status",
        className="wl-hint",
        **attributes({"data-needs": view.t("stories.needs_author")}),
    )
    author = [] if _adds(view) else [_author(desk, view)]  # The form above has the field for the name.
    body: Parts = [html.Ol(rows, className="wl-plain wl-story-list", id="story-steps"), *author, said]
    return card(view.t("stories.list"), body)


def _do(name: str, k: int, view: View, is_off: bool = False) -> Component:
    label = view.t(f"stories.{name}")
    told = attributes({"data-story": name, "aria-label": f"{label}: {k + 1}"})
    return html.Button(label, type="button", className="wl-button", disabled=is_off, **told)


def _form(desk: CaseSession, view: View) -> Component:
    """The view that the link holds, and the sentence that goes with it."""
    words = selection_words(desk, view.selection, view) or [view.t("selection.none")]
    sentence = dcc.Textarea(id="story-sentence", rows=2, maxLength=SENTENCE_MAX)
    body: Parts = [
        html.P(words, className="wl-hint"),
        html.Label(
            [html.Span(view.t("stories.sentence", most=SENTENCE_MAX)), sentence], className="wl-field"
        ),
        _author(desk, view),
        html.Div(id="story-fault", role="status", className="wl-hint"),
        html.Button(
            view.t("stories.add"),
            type="button",
            className="wl-button wl-main",
            **attributes({"data-story": "add", "data-of": view.params["v"]}),
        ),
    ]
    return card(view.t("stories.add_title"), body, class_name="wl-story-form")


def _author(desk: CaseSession, view: View) -> Component:
    """Who does it, one field a page; the browser remembers the name."""
    field = dcc.Input(
        id="story-author",
        type="text",
        persistence="author",
        persistence_type="local",
        value=desk.facts.case.operator or None,
        className="wl-input",
    )
    return html.Label([html.Span(view.t("stories.author")), field], className="wl-field")


def _adds(view: View) -> bool:
    """Whether the address brings a view that is to be added."""
    return bool(view.params.get("v")) and view.params.get("add") == "1"


VIEWED = attributes({"data-view": ""})  # A link that leads to a view of its own, not to the one at hand.

PAGE = Page(name="story", title_key="stories.title", path="/story", order=77, layout=layout, connect=connect)
