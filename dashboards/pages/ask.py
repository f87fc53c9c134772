"""Ask: the questions a court puts, answered from the tables alone; each number opens its set."""

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analytics.model.errors import WakelineError
from analytics.questions.answer import Answer
from analytics.questions.question import Question, matching, questions
from analytics.report.blocks import Claim, Reference, entry
from analytics.report.names import names_of
from analytics.report.placeholders import Kind, Locale, Piece, Word
from analytics.roles.standing import in_order
from analytics.store.case_folder import Case
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.views.questions import about_of, answer_of
from dashboards.views.timeline import stage
from dashboards.widgets.cards import Parts, card, copy_button, empty_state
from dashboards.widgets.grid import grid

FIRST = "first"  # The question that is answered where the link names none.


def layout(desk: CaseSession, view: View) -> Component:
    """Build the field for own words, the list of questions, and the answer with the set that was opened."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    if not desk.case.has("scope"):
        return empty_state(
            view.t("not_analysed"), view.t("not_analysed_do"), f"wakeline analyse --case {desk.folder}"
        )
    found, fault = _meant(view)
    now = found[0] if len(found) == 1 else None
    right: Parts = [_hits(found, fault, view)] if now is None else _answered(desk, now, view)
    return html.Div(
        [
            html.P(view.t("ask_standing"), className="wl-law"),
            html.Div([_words(view), *_accounts(desk, now, view)], className="wl-controls"),
            html.Div([_list(now, view), html.Div(right, className="wl-stack")], className="wl-questions"),
        ],
        className="wl-stack",
    )


def connect(app: Dash, desk: CaseSession) -> None:
    """Open the link of what was typed; question, account and mark stand in the link as well."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function (n, words) { "
        "if (n) { window.location.search = '?words=' + encodeURIComponent(words || ''); } "
        "return window.dash_clientside.no_update; }",
        Output("ask-words", "name"),
        Input("ask-words", "n_submit"),
        State("ask-words", "value"),
        prevent_initial_call=True,
    )


def _meant(view: View) -> tuple[list[Question], str]:
    """The questions that the link means, by own words or by key; and why there are none."""
    words = view.params.get("words") or view.params.get("q") or FIRST
    try:
        return matching(words), ""
    except WakelineError as fault:
        return [], fault.text(view.lang)


def _words(view: View) -> Component:
    field = dcc.Input(
        type="text",
        name="words",
        value=view.params.get("words", ""),
        placeholder=view.t("ask_words_hint"),
        className="wl-input",
        id="ask-words",
    )
    return html.Label([html.Span(view.t("ask_words")), field], className="wl-field wl-ask-words")


def _accounts(desk: CaseSession, now: Question | None, view: View) -> Parts:
    """The choice of an account, where the question is about one: only accounts that may be named."""
    if now is None or not now.is_about_account:
        return []
    chosen = view.params.get("account", "")
    options = [html.Option(view.t("ask_all_accounts"), value="", selected=not chosen or None)]
    options += [
        html.Option(name, value=account_id, selected=account_id == chosen or None)
        for account_id, name in desk.ask(named, view.lang)
    ]
    pick = html.Select(options, name="account", className="wl-go")
    return [html.Label([html.Span(view.t("ask_account")), pick], className="wl-field wl-root-pick")]


def named(case: Case, lang: str) -> list[tuple[str, str]]:
    """List the accounts at A or B that may be named, the best grade first: id and name in words."""
    names, voice = names_of(case), Locale(lang, View().zone)
    roles = in_order(case.read_or_empty("roles"))["account_id"].unique(maintain_order=True)
    return [(one, voice.text(names.shown(one))) for one in roles if names.may(one)]


def _list(now: Question | None, view: View) -> Component:
    """All twenty questions, the one that is answered set off."""
    return card(view.t("ask_list"), [_links(questions(), now, view)], class_name="wl-question-list")


def _links(found: list[Question], now: Question | None, view: View) -> Component:
    items = [
        html.Li(
            html.A(
                one.words(view.lang),
                href=view.link("/ask", q=one.name),
                className="wl-nav wl-nav-now" if one is now else "wl-nav",
            ),
            value=str(one.number),
        )
        for one in found
    ]
    return html.Ol(items)


def _hits(found: list[Question], fault: str, view: View) -> Component:
    """The questions that own words fit equally well, or that none does."""
    body: Parts = [_links(found, None, view)] if found else [html.P(fault)]
    return card(view.t("ask_several" if found else "ask_none"), body)


def _answered(desk: CaseSession, question: Question, view: View) -> Parts:
    """The answer; above it, where a reader is led, the set of the mark that the link names."""
    account = view.params.get("account", "")
    try:
        answer = desk.ask(answer_of, question.name, account)
    except WakelineError as fault:
        return [card(question.words(view.lang), [html.P(fault.text(view.lang))])]
    opened = next((ref for ref, name in answer.marks.items() if name == view.params.get("mark")), None)
    sets: Parts = [_set(answer, account, opened, view)] if opened else []
    return [*sets, _card(desk, answer, account, opened, view)]


def _card(desk: CaseSession, answer: Answer, account: str, opened: Reference | None, view: View) -> Component:
    question = answer.question
    about = f" --account {account}" if account and question.is_about_account else ""
    command = f"wakeline ask {desk.folder} {question.number}{about}"
    voice = Locale(view.lang, view.zone, answer.asked.facts.names.mask)
    items = [html.Li(_sentence(answer, claim, account, opened, voice, view)) for claim in answer.claims]
    return card(
        f"{question.number}. {question.words(view.lang)}",
        [
            html.Ul(items, className="wl-answer"),
            html.Div([html.Code(command), copy_button(command)], className="wl-command"),
        ],
        note=view.t("ask_note"),
    )


def _sentence(
    answer: Answer, claim: Claim, account: str, opened: Reference | None, voice: Locale, view: View
) -> Parts:
    """A sentence with words of strangers set apart, and its marks as links that open their sets."""
    whole = Word(entry(claim.key), tuple(claim.params.items()))
    parts: Parts = [_piece(piece) for piece in voice.pieces(whole)]
    for ref in dict.fromkeys(claim.refs):
        name = answer.marks[ref]
        kept = account if answer.question.is_about_account else None
        href = view.link("/ask", q=answer.question.name, account=kept, mark=name)
        style = "wl-set wl-set-now" if ref is opened else "wl-set"
        parts += [" ", html.A(f"[{answer.told(ref, view.lang)}]", href=href, className=style)]
    return parts


def _piece(piece: Piece) -> Component | str:
    if piece.kind is Kind.FOREIGN:
        return html.Bdi(piece.text, className="wl-stranger")
    if piece.kind is Kind.STRONG:
        return html.Strong(html.Bdi(piece.text))
    return html.Code(piece.text) if piece.kind is Kind.CODE else piece.text


def _set(answer: Answer, account: str, opened: Reference, view: View) -> Component:
    """The members of a set, a row each, as a report's sets have them."""
    name = answer.marks[opened]
    kept = account if answer.question.is_about_account else ""
    about = about_of(answer.question.name, kept, name)
    back = view.link("/ask", q=answer.question.name, account=kept)
    return card(
        answer.told(opened, view.lang),
        [grid("set_members", about, view, opened.n_upper or 0, 8)],
        aside=[html.A(view.t("ask_close"), href=back, className="wl-button")],
        note=view.t("ask_set_note"),
        class_name="wl-ask-set",
    )


PAGE = Page(name="ask", title_key="page_ask", path="/ask", order=75, layout=layout, connect=connect)
