"""Labels and notes of people on an event, an account or a group, with author and time; never changed."""

from collections.abc import Callable
from typing import Any

import polars as pl
from dash import MATCH, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analytics.model.errors import WakelineError
from analytics.roles.candidacy import DOCUMENTS
from analytics.store.report_pictures import VALUE
from analytics.store.reviews import Entry, breaks, history, record
from dashboards.access.acting import author as acting_author
from dashboards.case_session import CaseSession
from dashboards.page import View, read_view
from dashboards.widgets.cards import Parts, radios, stranger
from dashboards.wording import moment

# Labels that other parts of wakeline read; any other words belong into a note.
NEEDS = "note_needs_author"
LABELS = (
    "support",
    "claim",
    "abuse",
    "not_abuse",
    "deny",
    "ask",
    "calm",
    "report_authority",
    "report_medium",
    "criticism",
    "personal_information",
    *DOCUMENTS,
    "checked",
)


def notes(desk: CaseSession, subject_id: str, view: View) -> Component:
    """Build the list of what people recorded on a subject, and the form to add to it."""
    name = {"role": "note", "name": subject_id}
    options = [("note", view.t("note_only")), *((label, _words(label, view)) for label in LABELS)]
    labels = radios({**name, "part": "label"}, view.t("note_kind"), options, "note")
    # The author is remembered by the browser: whoever writes twice types the name once.
    author = dcc.Input(
        id={**name, "part": "author"},
        type="text",
        persistence="author",
        persistence_type="local",
        value=desk.facts.case.operator or None,
    )
    form = [
        labels,
        html.Label(
            [html.Span(view.t("note_words")), dcc.Textarea(id={**name, "part": "words"}, rows=2)],
            className="wl-field",
        ),
        html.Label([html.Span(view.t("note_author")), author], className="wl-field"),
        html.Button(
            view.t("note_save"), id={**name, "part": "save"}, type="button", className="wl-button", n_clicks=0
        ),
    ]
    return html.Section(
        [
            html.H3(view.t("notes"), className="wl-card-title"),
            html.Div(entries(desk, subject_id, view), id={**name, "part": "list"}),
            html.Details([html.Summary(view.t("note_add")), html.Div(form, className="wl-note-form")]),
            html.Div(id={**name, "part": "said"}, role="status", className="wl-hint"),
        ],
        className="wl-notes",
    )


def connect_notes(app: Dash, desk: CaseSession) -> None:
    """Record what is saved, then show the whole history of the subject, with what others added since."""

    def part(name: str) -> dict[str, Any]:
        return {"role": "note", "name": MATCH, "part": name}

    @app.callback(
        Output(part("list"), "children"),
        Output(part("said"), "children"),
        Output(part("words"), "value"),
        Input(part("save"), "n_clicks"),
        State(part("label"), "value"),
        State(part("words"), "value"),
        State(part("author"), "value"),
        State("here", "pathname"),
        State("here", "search"),
        prevent_initial_call=True,
    )
    def save(clicks: int, label: str, words: str, author: str, pathname: str, search: str) -> Any:
        if not clicks or ctx.triggered_id is None:
            return no_update, no_update, no_update
        view, subject = read_view(desk, pathname, search, None), ctx.triggered_id["name"]
        author = acting_author(author)
        if not author:
            return no_update, view.t(NEEDS), no_update
        if label == "note" and not (words or "").strip():
            return no_update, view.t("note_needs_words"), no_update
        try:
            record(
                desk.folder,
                Entry(
                    "note" if label == "note" else "label",
                    subject,
                    label,
                    (words or "").strip() or None,
                    author,
                ),
            )
        except WakelineError as fault:
            return no_update, fault.text(view.lang), no_update
        return entries(desk, subject, view), view.t("note_saved"), ""


def _words(label: str, view: View) -> str:
    return view.t(f"label_{label.replace(':', '_')}")


def entries(desk: CaseSession, subject_id: str, view: View) -> Parts:
    """List every entry on a subject, oldest first; those replaced by a later one say so."""
    return entry_list(history(desk.folder), lambda table: table.filter(subject_id=subject_id), desk, view)


def entry_list(
    everything: pl.DataFrame, which: Callable[[pl.DataFrame], pl.DataFrame], desk: CaseSession, view: View
) -> Parts:
    """List some entries of the review with author, moment and hash, and a warning if its chain is broken.

    everything: all entries; which: selects from them.
    """
    replaced = set(everything["supersedes"].drop_nulls())
    mine, broken = which(everything), breaks(desk.folder)
    parts: Parts = (
        [html.P(view.t("review_broken", number=broken[0].number), className="wl-remark")] if broken else []
    )
    if mine.is_empty():
        return [*parts, html.P(view.t("notes_none"), className="wl-hint")]
    return [
        *parts,
        html.Ul(
            [_entry(row, row["entry_sha256"] in replaced, view) for row in mine.iter_rows(named=True)],
            className="wl-plain wl-entries",
        ),
    ]


def _entry(row: dict[str, Any], is_replaced: bool, view: View) -> Component:
    about: Parts = [" · ", stranger(row["subject_id"], view)] if row["kind"] == "finding" else []
    return html.Li(
        [
            html.Strong(kind_words(row, view)),
            *about,
            " ",
            stranger(row["note"], view, "wl-long") if row["note"] else "",
            html.Div(
                [
                    stranger(row["author"], view),
                    " · ",
                    moment(row["at"], view),
                    " · ",
                    html.Code(row["entry_sha256"][:12]),
                    " · " + view.t("note_replaced") if is_replaced else "",
                ],
                className="wl-hint",
            ),
        ]
    )


def kind_words(row: dict[str, Any], view: View) -> str:
    """Put into words what an entry is: a finding on a factor, a label or a note."""
    if row["kind"] == "label":
        return _words(row["value"], view) if row["value"] in LABELS else str(row["value"])
    if row["kind"] == "finding":
        factor, _, conclusion = row["value"].partition(":")
        return (
            f"{factor}: {view.t(f'conclusion_{conclusion}')}"
            if conclusion in ("found", "not_found", "open", "withdrawn")
            else row["value"]
        )
    if row["value"].startswith(VALUE):
        return view.t("entry_picture")
    return view.t(f"entry_{row['kind']}") + ("" if row["kind"] == "note" else f" {row['value']}")
