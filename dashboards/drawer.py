"""The evidence drawer: a point, row or button of any page opens what stands behind it, to the exported line.

A subject is a kind and an id: act|EVENT_ID, account|ID, tie|GRAPH|ID|ID, source|SHA256,
rejected|SHA256|ROW|PATH, custody|NUMBER, acts|ATTRIBUTE, set|NAME. Components ask by their id alone -
{"role": "points"}, {"role": "rows"}, {"role": "act"} - so a page needs no callback of its own.
"""

from dataclasses import fields as fields_of
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analytics.model.errors import CaseError
from analytics.model.formatting import size
from analytics.model.untrusted_text import shown
from dashboards import source_cards
from dashboards.accounts import account_facts, tie_facts
from dashboards.case_session import CaseSession
from dashboards.notes import connect_notes, notes
from dashboards.page import View, read_view
from dashboards.source_cards import custody_facts
from dashboards.views.sets import height
from dashboards.views.timeline import Gaps, gaps
from dashboards.widgets.cards import Parts, ask_button, choose_one, fields, id_line, stranger
from dashboards.widgets.grid import grid
from dashboards.wording import NONE, count, moment, reason


def drawer() -> Component:
    """Build the drawer, closed, and the subject that it shows."""
    return html.Div(
        [
            dcc.Store(id="asked"),
            dmc.Drawer(
                id="drawer",
                position="right",
                size=620,
                opened=False,
                padding=0,
                withOverlay=False,
                trapFocus=True,
                lockScroll=False,
                closeButtonProps={"aria-label": "×"},
                title=html.Div(id="shown-title"),
                children=[
                    html.Div(id="shown-facts"),
                    dcc.Loading(
                        html.Div(id="shown-lines"), delay_show=200, type="dot", color="var(--wl-accent)"
                    ),
                ],
            ),
        ]
    )


def connect_drawer(app: Dash, desk: CaseSession) -> None:
    """Open the drawer on any question.

    What is quick (the row) is filled first, then what may take time (the exported lines).
    """
    connect_notes(app, desk)
    points, rows = {"role": "points", "name": ALL}, {"role": "rows", "name": ALL, "about": ALL}

    @app.callback(
        Output("asked", "data"),
        Output("drawer", "opened"),
        Output(points, "clickData"),
        Output(rows, "selectedRows"),
        Input(points, "clickData"),
        Input(rows, "selectedRows"),
        Input({"role": "act", "name": ALL, "place": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def ask(clicks: list[Any], chosen: list[Any], _buttons: list[int]) -> Any:
        quiet = ([no_update] * len(clicks), [no_update] * len(chosen))
        subject = _subject(clicks, chosen)
        if subject is None:
            return no_update, no_update, *quiet
        return subject, True, [None] * len(clicks), [[]] * len(chosen)

    @app.callback(
        Output("shown-title", "children"),
        Output("shown-facts", "children"),
        Input("asked", "data"),
        State("here", "pathname"),
        State("here", "search"),
        prevent_initial_call=True,
    )
    def facts(subject: str | None, pathname: str, search: str) -> Any:
        return _facts(desk, subject, read_view(desk, pathname, search, None))

    @app.callback(
        Output("shown-lines", "children"),
        Input("asked", "data"),
        State("here", "pathname"),
        State("here", "search"),
        prevent_initial_call=True,
    )
    def exported(subject: str | None, pathname: str, search: str) -> Any:
        return _exported(desk, subject, read_view(desk, pathname, search, None))


def _subject(clicks: list[Any], chosen: list[Any]) -> str | None:
    """What was asked for, from whatever component fired; None if nothing was."""
    fired = ctx.triggered_id
    if not isinstance(fired, dict) or not ctx.triggered or not ctx.triggered[0]["value"]:
        return None
    if fired["role"] == "act":
        return str(fired["name"])
    if fired["role"] == "rows":
        found = [row for rows in chosen if isinstance(rows, list) for row in rows if isinstance(row, dict)]
        subject = found[0].get("_subject") if found else None
        return subject if isinstance(subject, str) else None
    points = [p for click in clicks if isinstance(click, dict) for p in click.get("points") or ()]
    held = next((p["customdata"] for p in points if isinstance(p, dict) and p.get("customdata")), None)
    if not isinstance(held, str):
        return None
    return held if held.startswith("tie|") else f"act|{held}"


# How many bars an id of a kind holds at least: rejected|sha256|row|path, tie|graph|source|target.
BARS = {"rejected": 2, "tie": 2}
GAPS = tuple(one.name for one in fields_of(Gaps))


def _parts(subject: str | None) -> tuple[str, str]:
    """Kind and id of what was asked for. Raises CaseError for a subject that no page gives."""
    kind, _, about = (subject or "").partition("|")
    if about.count("|") < BARS.get(kind, 0) or (kind == "rejected" and not about.split("|")[1].isdecimal()):
        raise CaseError("asked_unknown", found=(subject or "-")[:80])
    return kind, about


def _facts(desk: CaseSession, subject: str | None, view: View) -> tuple[Any, Any]:
    kind, about = _parts(subject)
    of_kind = {
        "act": _act,
        "account": account_facts,
        "tie": tie_facts,
        "source": _source,
        "custody": custody_facts,
        "set": _set,
    }
    if kind in of_kind:
        return of_kind[kind](desk, about, view)
    if kind == "rejected":
        return html.Span(view.t("drawer_rejected")), _rejected(desk, about, view)
    if kind != "gap" or about not in GAPS:
        raise CaseError("asked_unknown", found=(subject or "-")[:80])
    return html.Span(view.t(f"gap_{about}")), html.Div(
        [
            html.P(view.t(f"gap_{about}_hint"), className="wl-card-note"),
            grid("acts", about, view, getattr(desk.ask(gaps), about), 18),
        ],
        className="wl-drawer-part",
    )


def _act(desk: CaseSession, event_id: str, view: View) -> tuple[Any, Any]:
    row = source_cards.event_row(desk.case, event_id)
    if row is None:
        return html.Span(view.t("drawer_not_exported")), html.Div(
            [
                html.P(view.t("drawer_not_exported_hint")),
                fields([(view.t("field_event_id"), id_line(event_id))]),
            ],
            className="wl-drawer-part",
        )
    title = html.Span(
        [
            html.Span(view.t(f"word_kind_{row['kind']}"), className=f"wl-kind wl-kind-{row['kind']}"),
            stranger(row["account_name"] or row["account_id"], view),
        ]
    )
    facts: list[tuple[str, Any]] = [(view.t("field_at"), _when(row, view))]
    if row["own_text"]:
        facts.append((view.t("field_own_text"), stranger(row["own_text"], view, "wl-long")))
    if row["text"] and row["text"] != row["own_text"]:
        facts.append((view.t("field_text"), stranger(row["text"], view, "wl-long")))
    facts += [
        (view.t("field_parent"), _parent(desk, row, view)),
        (view.t("field_account_id"), _account(row["account_id"], view)),
        (view.t("field_event_id"), id_line(row["event_id"])),
    ]
    facts += [
        (view.t(f"field_{name}"), stranger(row[name], view)) for name in ("client", "region") if row[name]
    ]
    numbers = source_cards.counters(desk.case, event_id)
    if numbers:
        facts.append(
            (
                view.t("field_counters"),
                html.Ul([html.Li(_counter(n, view)) for n in numbers], className="wl-plain"),
            )
        )
    parts: Parts = [fields(facts)]
    if row["root_id"]:
        tree = "comment" if row["kind"] == "comment" else "repost"
        parts.append(
            dcc.Link(
                view.t("see_spread"),
                href=view.link("/spread", root=row["root_id"], tree=tree),
                className="wl-link",
            )
        )
    parts.append(html.Div([choose_one(view, record_id=event_id)], className="wl-buttons"))
    parts.append(notes(desk, event_id, view))
    return title, html.Div(parts, className="wl-drawer-part wl-stack")


def _set(desk: CaseSession, about: str, view: View) -> tuple[Any, Any]:
    """The records that a number of the headline counts, all of them."""
    n = desk.ask(height, about)
    note = view.t("overview.set_note", n=count(n))
    body: Parts = [html.P(note, className="wl-card-note"), grid("set", about, view, n, 18)]
    return html.Span(view.t(f"overview.set_{about.partition('|')[0]}")), html.Div(
        body, className="wl-drawer-part"
    )


def _account(account_id: str | None, view: View) -> Any:
    if not account_id:
        return view.t("none")
    return html.Span(
        [id_line(account_id), " ", ask_button(f"account|{account_id}", view.t("see_account"), place="of-act")]
    )


def _when(row: dict[str, Any], view: View) -> Any:
    parts: Parts = [
        html.Span(moment(row["at"], view, row["at_precision"]), className="wl-number"),
        html.Span(f" {view.zone}", className="wl-hint"),
    ]
    if row["at_basis"] == "id":
        parts.append(html.Div(view.t("at_from_id"), className="wl-hint"))
    if row["at_conflict"]:
        parts.append(
            html.Div(
                view.t(
                    "at_apart" if row["at_from_id"] is None else "at_conflict",
                    stated=moment(row["stated_at"], view),
                    encoded=moment(row["at_from_id"], view),
                ),
                className="wl-remark",
            )
        )
    return html.Div(parts)


def _parent(desk: CaseSession, row: dict[str, Any], view: View) -> Any:
    if row["kind"] == "post":
        return view.t("parent_none")
    basis = row["parent_basis"] or "unresolved"
    parts: Parts = []
    if row["parent_id"]:
        above = source_cards.event_row(desk.case, row["parent_id"])
        label = (
            stranger(above["account_name"] or above["account_id"], view)
            if above
            else html.Code(shown(row["parent_id"]))
        )
        parts.append(ask_button(f"act|{row['parent_id']}", [label, " ↑"], place="parent"))
    parts.append(html.Div(view.t(f"basis_{basis}"), className="wl-hint"))
    if row["parent_note"]:
        parts.append(html.Div(view.t(f"parent_note_{row['parent_note']}"), className="wl-remark"))
    return html.Div(parts)


def _counter(number: dict[str, Any], view: View) -> str:
    key = (
        "counter_floor"
        if number["is_floor"]
        else "counter_rounded"
        if number["is_rounded"]
        else "counter_exact"
    )
    return view.t(
        key,
        what=view.t(f"counter_{number['counter']}"),
        n=count(number["value"]),
        at=moment(number["captured_at"], view) if number["captured_at"] else view.t("time_unknown"),
    )


def _source(desk: CaseSession, sha256: str, view: View) -> tuple[Any, Any]:
    row = source_cards.source(desk.case, sha256)
    if row is None:
        return html.Span(NONE), None
    facts: list[tuple[str, Any]] = [
        (view.t("col_sha256"), id_line(row["sha256"])),
        (view.t("col_sm3"), id_line(row["sm3"]) if row["sm3"] else view.t("sm3_absent")),
    ]
    facts += [
        (view.t(key), stranger(str(row[name]), view))
        for name, key in (
            ("format", "col_format"),
            ("importer", "col_importer"),
            ("encoding", "col_encoding"),
            ("timezone", "col_zone"),
            ("about", "field_about"),
            ("author", "field_author"),
            ("obtained", "field_obtained"),
        )
        if row[name]
    ]
    facts.append((view.t("col_captured"), moment(row["captured_at"], view)))
    facts.append((view.t("col_size_bytes"), f"{size(row['bytes'])} ({count(row['bytes'])})"))
    facts.append(
        (
            view.t("field_sum"),
            view.t(
                "sum_line",
                **{
                    k: count(row[k])
                    for k in ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
                },
            ),
        )
    )
    parts: Parts = [fields(facts)]
    if row["rejected_n"]:
        parts += [
            html.H3(view.t("rejected_title"), className="wl-card-title"),
            grid("rejected", sha256, view, row["rejected_n"], 6),
        ]
    return stranger(row["name"], view), html.Div(parts, className="wl-drawer-part")


def _rejected(desk: CaseSession, about: str, view: View) -> Any:
    sha256, row, path = about.split("|", 2)
    found = source_cards.rejected(desk.case, sha256, int(row), path)
    if found is None:
        return None
    return html.Div(
        [
            fields(
                [
                    (view.t("col_reason"), html.Div(reason(found["reason"], view))),
                    (
                        view.t("col_raw"),
                        html.Pre(
                            shown(found["raw"] or NONE)[: source_cards.LINE_MAX],
                            className="wl-line",
                            tabIndex=0,
                        ),
                    ),
                ]
            )
        ],
        className="wl-drawer-part",
    )


def _exported(desk: CaseSession, subject: str | None, view: View) -> Any:
    kind, about = _parts(subject)
    if kind == "act":
        found, total = source_cards.lines(desk.case, about)
    elif kind == "rejected":
        sha256, row, path = about.split("|", 2)
        found, total = (
            [
                source_cards.line(
                    desk.case, {"source_sha256": sha256, "source_row": int(row), "source_path": path}
                )
            ],
            1,
        )
    else:
        return None
    if not found:
        return None
    parts: Parts = [html.H3(view.t("lines_title", n=total), className="wl-card-title")]
    parts += [_line(item, view, several=total > 1) for item in found]
    if total > len(found):
        parts.append(html.P(view.t("lines_more", n=total - len(found)), className="wl-hint"))
    return html.Div(parts, className="wl-drawer-part wl-lines")


def _line(item: source_cards.SourceLine, view: View, several: bool) -> Component:
    place = view.t("line_place", row=count(item.row), path=item.source_path or "/")
    head: Parts = [stranger(item.source_name, view, "wl-file"), html.Span(f" · {place}")]
    if several:
        head.append(html.Span(" · " + view.t("line_kept" if item.is_kept else "line_duplicate")))
    parts: Parts = [html.Div(head, className="wl-line-head")]
    if item.fault is not None:
        parts.append(html.P(item.fault.text(view.lang), className="wl-remark"))
    else:
        parts.append(html.Pre(shown(item.text), className="wl-line", tabIndex=0))
    if item.cut_n:
        parts.append(html.P(view.t("line_cut", n=count(item.cut_n)), className="wl-hint"))
    parts.append(html.Div(["SHA-256 ", id_line(item.source_sha256)], className="wl-hint"))
    return html.Article(parts)
