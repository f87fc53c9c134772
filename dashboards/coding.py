"""Coding keys in a thread: side or abuse of own words, by a coder who sees nobody else's codes."""

import polars as pl
from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, abort, request

from analytics.alleged.sides import SCALE
from analytics.model.errors import CaseError
from analytics.store.reviews import WITHDRAWN, Entry, history, record
from dashboards.answers import as_json, asked_json, told
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import View

# What the keys 1 to 6 record, in their order.
LABELS = (*(f"{SCALE}{side}" for side in ("support", "deny", "report", "ask", "other")), "abuse")


def coding_bar(view: View) -> Component:
    """Build the field for the coder's name and the list of keys; coding.js does the rest."""
    names = {
        f"data-{k}": view.t(f"reading.code_{label.removeprefix(SCALE)}") for k, label in enumerate(LABELS, 1)
    }
    keys = view.t("comma").join(f"{k} {names[f'data-{k}']}" for k in range(1, len(LABELS) + 1))
    coder = dcc.Input(
        id="code-author", type="text", persistence="author", persistence_type="local", className="wl-input"
    )
    return html.Div(
        [
            html.Label([html.Span(view.t("reading.coder")), coder], className="wl-field"),
            html.P(view.t("reading.code_keys", keys=keys), className="wl-hint"),
            html.Div(id="code-said", role="status", className="wl-hint"),
        ],
        id="coding",
        className="wl-coding",
        **attributes({**names, "data-needs": view.t("reading.code_needs")}),
    )


def connect_coding(app: Dash, desk: CaseSession) -> None:
    """Serve GET /wakeline/codes?author= and POST /wakeline/code {id, key, author}; key 0 takes codes back."""
    server: Flask = app.server

    @server.route("/wakeline/codes")
    @told
    def codes() -> Response:
        """Answer with the codes of one coder alone, by event: those of others would steer the hand."""
        author = request.args.get("author", "").strip()
        return as_json(codes_of(history(desk.folder), author) if author else {})

    @server.route("/wakeline/code", methods=["POST"])
    @told
    def code() -> Response:
        asked = asked_json()
        author, key = str(asked.get("author") or "").strip(), asked.get("key")
        if not author:
            raise CaseError("review_empty", field="author")
        event_id = str(asked.get("id") or "")
        if isinstance(key, bool) or not isinstance(key, int) or not 0 <= key <= len(LABELS):
            abort(404)
        if key:
            if not _has_words(desk, event_id):
                abort(404)
            record(desk.folder, Entry("label", event_id, LABELS[key - 1], None, author))
        else:
            for old in _mine(history(desk.folder), author).filter(subject_id=event_id)["entry_sha256"]:
                record(desk.folder, Entry("label", event_id, WITHDRAWN, None, author, supersedes=old))
        return as_json(codes_of(history(desk.folder), author))


def codes_of(entries: pl.DataFrame, author: str) -> dict[str, list[int]]:
    """Read which keys of one coder hold, by event.

    entries: as `history` gives them. Of the sides the last holds; abuse stands beside it.
    """
    mine: dict[str, list[int]] = {}
    for event, value in _standing(entries, author).select("subject_id", "value").iter_rows():
        mine.setdefault(event, []).append(LABELS.index(value) + 1)
    return {event: sorted(keys) for event, keys in mine.items()}


def _standing(entries: pl.DataFrame, author: str) -> pl.DataFrame:
    """The codes of a coder that hold: of those not taken back the last of each scale."""
    scale = _mine(entries, author).with_columns(is_side=pl.col("value").str.starts_with(SCALE)).sort("number")
    return scale.unique(["subject_id", "is_side"], keep="last", maintain_order=True)


def _mine(entries: pl.DataFrame, author: str) -> pl.DataFrame:
    """The codes of a coder that were not taken back."""
    replaced = entries["supersedes"].drop_nulls()
    return entries.filter(
        (pl.col("kind") == "label") & (pl.col("author") == author) & pl.col("value").is_in(LABELS),
        ~pl.col("entry_sha256").is_in(replaced.implode()),
    )


def _has_words(desk: CaseSession, event_id: str) -> bool:
    """Whether the case has this event, with own words: a bare repost says nothing that could be coded."""
    own = desk.case.scan("events").filter((pl.col("event_id") == event_id) & pl.col("own_text").is_not_null())
    return bool(own.select(pl.len()).collect().item())
