"""Law: each provision with its words, what the data show, what either side may say, what people find.

Article 10 stands on top. What is not seen or cannot be measured stands in one closing list. Human findings
are recorded here, for good.
"""

from itertools import groupby
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analytics.law.rendering import Line, read_findings
from analytics.model.errors import WakelineError
from analytics.model.messages import say
from analytics.store.case_toml import LawChecked
from analytics.store.reviews import Entry, history, record
from dashboards.access.acting import author as acting_author
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.notes import NEEDS, entry_list
from dashboards.page import Page, View, read_view
from dashboards.views.timeline import stage
from dashboards.widgets.cards import Parts, ask_button, card, empty_state, radios, stranger
from dashboards.wording import count

# Groups in the order in which they are read: the beginnings of the ids of their factors.
GROUPS = {
    "A10": ("A10-",),
    "A8": ("A8-",),
    "A12": ("A12-",),
    "S": ("S-",),
    "civil": ("C-", "N-"),
    "other": ("",),
}
SEEN = ("measured", "human_finding")  # Statuses of rows that have something to say.
CONCLUSIONS = ("found", "not_found", "open", "withdrawn")
ACTS_SHOWN = 5
CASE = "case"


def layout(desk: CaseSession, view: View) -> Component:
    """Build the standing words, the findings by article, and the form for what people find."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    if not desk.case.has("findings"):
        return empty_state(
            view.t("not_analysed"), view.t("law_not_analysed_do"), f"wakeline analyse --case {desk.folder}"
        )
    found = desk.ask(lines, view.lang, str(view.zone), tuple(desk.facts.law_checked))
    parts: Parts = [
        html.P([view.t("law_standing"), " ", html.Strong(view.t("marks_no_finding"))], className="wl-law"),
        _tally(found, view),
    ]
    seen = {line.factor_id for line in found if line.status in SEEN}
    for name in GROUPS:
        mine = [line for line in found if _group(line.factor_id) == name and line.factor_id in seen]
        if mine:
            parts.append(_card(name, mine, view))
    rest = [line for line in found if line.factor_id not in seen]
    if rest:
        parts.append(_rest(rest, view))
    parts.append(_form(desk, found, view))
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Record a human finding and show all of them as they then stand."""

    @app.callback(
        Output("law-entries", "children"),
        Output("law-said", "children"),
        Output("law-words", "value"),
        Input("law-save", "n_clicks"),
        *(State(f"law-{name}", "value") for name in ("factor", "subject", "conclusion", "words", "author")),
        State("here", "pathname"),
        State("here", "search"),
        prevent_initial_call=True,
    )
    def save(clicks: int, *given: str) -> Any:
        if not clicks or ctx.triggered_id != "law-save":
            return no_update, no_update, no_update
        factor, subject, conclusion, words, author, pathname, search = given
        view, author = read_view(desk, pathname, search, None), acting_author(author)
        for value, key in (
            (factor, "law_needs_factor"),
            (conclusion, "law_needs_conclusion"),
            (author, NEEDS),
        ):
            if not (value or "").strip():
                return no_update, view.t(key), no_update
        entry = Entry(
            "finding",
            subject or CASE,
            f"{factor}:{conclusion}",
            (words or "").strip() or None,
            str(author).strip(),
        )
        try:
            record(desk.folder, entry)
        except WakelineError as fault:
            return no_update, fault.text(view.lang), no_update
        return _entries(desk, view), view.t("law_saved"), ""


def lines(case: Any, lang: str, zone: str, checks: tuple[LawChecked, ...]) -> list[Line]:
    """Put FINDINGS into the words of a language."""
    return read_findings(case.read_or_empty("findings"), lang, zone, checks=checks)


def _group(factor_id: str) -> str:
    return next(name for name, starts in GROUPS.items() if factor_id.startswith(starts))


def _chips(found: list[Line]) -> Parts:
    """How often each status stands among `found`."""
    states = [(line.status, line.state) for line in found]
    return [
        html.Span(f"{words} {count(states.count((status, words)))}", className=f"wl-state wl-state-{status}")
        for status, words in sorted(set(states))
    ]


def _tally(found: list[Line], view: View) -> Component:
    folds = [
        html.Button(view.t(key), type="button", className="wl-button", **attributes({"data-fold": way}))
        for way, key in (("open", "unfold_all"), ("shut", "fold_all"))
    ]
    return html.Div([*_chips(found), html.Span(folds, className="wl-folds")], className="wl-controls")


def _card(name: str, mine: list[Line], view: View) -> Component:
    """One article, folded to a line that says how its factors stand; safe harbours come first and open."""
    rows = [
        _factor(list(of), view) for _, of in groupby(mine, key=lambda line: (line.rule_set, line.factor_id))
    ]
    head = html.Summary(
        [
            html.H2(view.t(f"law_group_{name.lower()}"), className="wl-card-title"),
            html.Span(view.t("law_factors", n=len(rows)), className="wl-hint"),
            *_chips(mine),
        ],
        className="wl-fold-head",
    )
    return html.Details(
        [head, html.P(view.t(f"law_group_{name.lower()}_note"), className="wl-card-note"), *rows],
        open=name == "A10",
        className="wl-card wl-fold" + (" wl-law-first" if name == "A10" else ""),
    )


def _rest(rest: list[Line], view: View) -> Component:
    """What is not seen or cannot be measured, each with its reason, folded into one list."""
    told = {line.factor_id: line for line in rest}
    rows = [html.Li([html.Strong(line.title), " ", line.observation]) for line in told.values()]
    head = html.Summary(
        [
            html.H2(view.t("law_rest"), className="wl-card-title"),
            html.Span(count(len(rows)), className="wl-hint"),
        ],
        className="wl-fold-head",
    )
    return html.Details([head, html.Ul(rows, className="wl-reasons")], className="wl-card wl-fold")


def _factor(of: list[Line], view: View) -> Component:
    """One provision: its words, what the data show, and what only people find."""
    first = of[0]
    head: Parts = [html.Span(first.title, className="wl-factor-title")]
    if first.citation:
        head.append(html.Span(first.citation.heading, className="wl-hint"))
    body: Parts = [*_law(first, view), *(_observation(line, view) for line in of)]
    if first.human:
        body.append(html.P([html.Strong(view.t("law_human")), " ", first.human]))
    is_open = any(line.status == "human_finding" for line in of) or first.factor_id.startswith("A10-")
    return html.Details(
        [html.Summary(head), html.Div(body, className="wl-factor-body")], open=is_open, className="wl-factor"
    )


def _law(line: Line, view: View) -> Parts:
    """The words of the provision, where they may be printed, and who judges."""
    cited = line.citation
    if cited is None:
        return []
    told = " · ".join(part for part in (cited.document, cited.status, cited.decider, cited.checked) if part)
    words: Parts = [html.Blockquote(cited.quote, lang=cited.quote_lang)] if cited.quote else []
    if cited.gloss:
        words.append(html.P(say("law.gloss", view.lang, text=cited.gloss)))
    return [*words, html.P(told, className="wl-hint")]


def _observation(line: Line, view: View) -> Component:
    parts: Parts = []
    if line.subject_id != CASE:
        name = html.Code(line.subject_id, className="wl-id")
        place = f"of-{line.factor_id}-{line.about}".replace(".", "-")
        parts.append(
            html.Div(
                [ask_button(f"account|{line.subject_id}", name, place=place) if line.about else name],
                className="wl-hint",
            )
        )
    parts.append(html.P(line.observation))
    numbers = [text for text in (line.value, line.threshold, line.distance, line.disclaimer) if text]
    if numbers:
        parts.append(html.P(view.t("comma_strong").join(numbers), className="wl-number"))
    if line.recorded:
        parts.append(
            html.P(
                [
                    line.recorded,
                    " ",
                    stranger(line.by, view),
                    " ",
                    stranger(line.words, view, "wl-long") if line.words else "",
                ]
            )
        )
    for key, sentences in (
        ("law_inculpatory", line.inculpatory),
        ("law_exculpatory", line.exculpatory),
        ("law_overturn", line.overturn),
    ):
        if sentences:
            parts += [
                html.P(view.t(key), className="wl-hint"),
                html.Ul([html.Li(text) for text in sentences], className="wl-reasons"),
            ]
    if line.event_ids:
        place = f"{line.rule_set}.{line.factor_id}.{line.subject_id}"
        buttons = [
            ask_button(f"act|{one}", html.Code(one), place=place.replace(".", "-"))
            for one in line.event_ids[:ACTS_SHOWN]
        ]
        more = (
            view.t("law_acts_more", n=count(len(line.event_ids) - ACTS_SHOWN))
            if len(line.event_ids) > ACTS_SHOWN
            else ""
        )
        parts.append(
            html.P(
                [view.t("law_acts"), " ", *[piece for one in buttons for piece in (one, " ")], more],
                className="wl-hint wl-acts",
            )
        )
    return html.Div(parts, className="wl-observation")


def _form(desk: CaseSession, found: list[Line], view: View) -> Component:
    titles: dict[str, str] = {}
    for line in found:
        article = f" · {line.citation.heading}" if line.citation else ""
        titles.setdefault(line.factor_id, f"{line.factor_id} {line.title}{article}")
    subjects = [{"value": CASE, "label": view.t("scope_case")}] + [
        {"value": target.name, "label": target.name} for target in desk.facts.targets if target.name
    ]
    factors = [{"value": key, "label": label} for key, label in titles.items()]
    conclusions = [(one, view.t(f"conclusion_{one}")) for one in CONCLUSIONS]
    author = dcc.Input(
        id="law-author",
        type="text",
        persistence="author",
        persistence_type="local",
        value=desk.facts.case.operator or None,
    )
    fields: Parts = [
        dmc.Select(
            id="law-factor",
            label=view.t("law_factor"),
            searchable=True,
            nothingFoundMessage=view.t("grid_empty"),
            data=factors,
            className="wl-wide",
        ),
        dmc.Select(
            id="law-subject", label=view.t("scope_subject"), data=subjects, value=CASE, allowDeselect=False
        ),
        radios("law-conclusion", view.t("law_conclusion"), conclusions),
        html.Label(
            [html.Span(view.t("law_reason")), dcc.Textarea(id="law-words", rows=3)], className="wl-field"
        ),
        html.Label([html.Span(view.t("note_author")), author], className="wl-field"),
        html.Button(view.t("law_sign"), id="law-save", type="button", className="wl-button", n_clicks=0),
        html.Div(id="law-said", role="status", className="wl-hint"),
    ]
    return card(
        view.t("law_form"),
        [
            html.Div(
                [
                    html.Div(fields, className="wl-note-form wl-notes"),
                    html.Div(_entries(desk, view), id="law-entries"),
                ],
                className="wl-two",
            )
        ],
        note=view.t("law_form_note"),
    )


def _entries(desk: CaseSession, view: View) -> Parts:
    return entry_list(history(desk.folder), lambda table: table.filter(kind="finding"), desk, view)


PAGE = Page(name="law", title_key="page_law", path="/law", order=70, layout=layout, connect=connect)
