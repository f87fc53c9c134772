"""The parts of the evidence page: integrity of the case, custody, documents, packages and requests."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analytics.law.requests import OPEN_ENDED
from analytics.model.formatting import size
from analytics.model.messages import say
from analytics.model.thresholds import ListLimits
from analytics.model.untrusted_text import shown
from analytics.report.section import PURPOSES
from analytics.store.custody_log import entries
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views.requests import Document, documents, wanted
from dashboards.widgets.cards import Parts, ask_button, card, id_line, stranger
from dashboards.widgets.grid import grid
from dashboards.widgets.table_head import NUMBERS, WORDS, table_head
from dashboards.wording import count, moment
from dashboards.worker.jobs import Job

BROKEN_SHOWN = 50
REPORT_LANGS = ("zh", "en", "zh+en")
TABLES = "tables/"


def integrity_card(desk: CaseSession, view: View) -> Component:
    """Build the button that verifies the case, and what its last check found: the first broken link first."""
    job = desk.jobs.last("verify", desk.folder)
    body: Parts = [verdict(job, desk, view) if job else html.P(view.t("verify_not_yet"), className="wl-hint")]
    button = html.Button(
        view.t("verify_now"), id="verify-go", type="button", className="wl-button wl-main", n_clicks=0
    )
    return card(
        view.t("verify_title"), body, aside=[button], note=view.t("verify_note"), class_name="wl-verify"
    )


def verdict(job: Job, desk: CaseSession, view: View) -> Component:
    """Tell what a check found, and whether the case has changed since."""
    broken, checks_n = job.result["broken"], job.result["checks_n"]
    at = moment(job.ended_at, view)
    parts: Parts = []
    if broken:
        parts += [
            html.Strong(view.t("verify_broken", broken=count(len(broken)), checks=count(checks_n), at=at)),
            html.Div(
                [
                    html.Span(view.t("verify_first"), className="wl-hint"),
                    html.P(_check(broken[0], view), id="first-broken"),
                ]
            ),
        ]
        rest = broken[1 : BROKEN_SHOWN + 1]
        if rest:
            parts.append(
                html.Details(
                    [
                        html.Summary(view.t("verify_rest", n=count(len(broken) - 1))),
                        html.Ol([html.Li(_check(one, view)) for one in rest]),
                    ]
                )
            )
    else:
        parts.append(html.Strong(view.t("verify_whole", checks=count(checks_n), at=at)))
    if job.generation != desk.case.manifest.get("generation"):
        parts.append(html.P(view.t("verify_older"), className="wl-hint"))
    return html.Div(parts, className="wl-verdict wl-verdict-broken" if broken else "wl-verdict")


def _check(found: dict[str, Any], view: View) -> str:
    return shown(say(f"cli.{found['code']}", view.lang, **found["params"]))


def custody_card(desk: CaseSession, view: View) -> Component:
    """List everything done to the case, newest first, and the hash on which all of it hangs."""
    known = entries(desk.folder)
    if not known:
        return card(view.t("custody_title"), [html.P(view.t("custody_none"))])
    last = known[-1]
    head = html.P(
        [view.t("custody_last", n=count(len(known))), " ", id_line(str(last.get("sha256")))],
        className="wl-sum",
    )
    return card(
        view.t("custody_title"),
        [head, grid("custody", str(len(known)), view, len(known), 8)],
        note=view.t("custody_note"),
    )


def documents_card(desk: CaseSession, view: View) -> Component:
    """List the documents that are there, with the form that makes them again."""
    found = documents(desk.case.report)
    main = [one for one in found if not one.name.startswith(TABLES)]
    tables = [one for one in found if one.name.startswith(TABLES)]
    body: Parts = [_files(main, view) if main else html.P(view.t("papers_none"), className="wl-hint")]
    if tables:
        body.append(
            html.Details(
                [html.Summary(view.t("papers_tables", n=count(len(tables)))), _files(tables, view)],
                className="wl-more",
            )
        )
    if desk.case.has("scope"):
        body.append(
            html.Div(
                [
                    _choice(
                        "report-lang",
                        view.t("papers_lang"),
                        [(lang, view.t(f"papers_lang_{lang.replace('+', '_')}")) for lang in REPORT_LANGS],
                        view.lang,
                    ),
                    _choice(
                        "report-purpose",
                        view.t("papers_purpose"),
                        [(name, view.t(f"purpose_{name.replace('-', '_')}")) for name in PURPOSES],
                        "court",
                    ),
                    html.Label(
                        [
                            html.Span(view.t("papers_date")),
                            dcc.Input(
                                id="report-date",
                                type="text",
                                placeholder="2025-03-13",
                                pattern=r"\d{4}-\d{2}-\d{2}",
                            ),
                        ],
                        className="wl-field wl-narrow",
                    ),
                    html.Button(
                        view.t("papers_make"),
                        id="report-go",
                        type="button",
                        className="wl-button wl-main",
                        n_clicks=0,
                    ),
                ],
                className="wl-form-row",
            )
        )
    return card(view.t("papers_title"), body, note=view.t("papers_note"))


def _files(found: list[Document], view: View) -> Component:
    head = table_head(view, {"col_file": WORDS, "col_size_bytes": NUMBERS, "col_sha256": WORDS})
    rows = [
        html.Tr(
            [
                html.Th(
                    html.A(one.name, href=f"/report/{one.name}", target="_blank", rel="noopener"), scope="row"
                ),
                html.Td(size(one.bytes_n), className="wl-n"),
                html.Td(id_line(one.sha256) if one.sha256 else view.t("none")),
            ]
        )
        for one in found
    ]
    return html.Table([head, html.Tbody(rows)], className="wl-table wl-files")


def _choice(id_: str, label: str, options: list[tuple[str, str]], value: str) -> Component:
    choice: Component = dmc.Select(
        id=id_,
        label=label,
        data=[{"value": key, "label": text} for key, text in options],
        value=value,
        allowDeselect=False,
        size="xs",
        comboboxProps={"withinPortal": True},
    )
    return choice


def package_cards(desk: CaseSession, view: View) -> Component:
    """Build the forms for the package and for the copy under pseudonyms.

    Each tells where to, how, and what was made last.
    """
    return html.Div(
        [_parcel("package", "hashes_only", desk, view), _parcel("redact", "no_texts", desk, view)],
        className="wl-pair",
    )


def _parcel(kind: str, option: str, desk: CaseSession, view: View) -> Component:
    body: Parts = []
    ready = (desk.case.report / "findings.json").exists() if kind == "package" else desk.case.has("scope")
    made = desk.jobs.last(kind, desk.folder)
    if made:
        body.append(
            html.P(
                [view.t(f"{kind}_made", at=moment(made.ended_at, view)), " ", id_line(made.result["out"])],
                className="wl-sum",
            )
        )
    if not ready:
        return card(
            view.t(f"{kind}_title"),
            [*body, html.P(view.t(f"{kind}_not_ready"), className="wl-hint")],
            note=view.t(f"{kind}_note"),
        )
    body += [
        html.Label(
            [
                html.Span(view.t("parcel_out")),
                dcc.Input(
                    id=f"{kind}-out", type="text", value=str(free_name(desk.folder, kind)), spellCheck=False
                ),
            ],
            className="wl-field",
        ),
        dmc.Checkbox(id=f"{kind}-option", label=view.t(f"{kind}_{option}"), size="xs", checked=False),
        html.Button(
            view.t(f"{kind}_make"), id=f"{kind}-go", type="button", className="wl-button wl-main", n_clicks=0
        ),
    ]
    return card(
        view.t(f"{kind}_title"), [html.Div(body, className="wl-note-form")], note=view.t(f"{kind}_note")
    )


def free_name(folder: Path, kind: str) -> Path:
    """Find a folder beside the case that is not there yet: case-package-20250313, then -2, -3."""
    folder = folder.resolve()
    base = f"{folder.name}-{'package' if kind == 'package' else 'shared'}-{datetime.now(UTC):%Y%m%d}"
    names = [base, *(f"{base}-{n}" for n in range(2, 100))]
    return next(
        (folder.parent / name for name in names if not (folder.parent / name).exists()), folder.parent / base
    )


def requests_card(desk: CaseSession, view: View) -> Component:
    """List what to preserve and whom to ask for what, the most telling first, with ids that open."""
    found = desk.ask(wanted)
    if not found:
        key = "requests_none" if desk.case.has("requests") else "requests_not_analysed"
        return card(view.t("requests_title"), [html.P(view.t(key), className="wl-hint")])
    head = table_head(
        view,
        {"col_lacking": WORDS, "col_n": NUMBERS, "col_ask": WORDS, "col_settles": WORDS, "col_ids": WORDS},
    )
    rows = [
        html.Tr(
            [
                html.Th(say(f"law.ask_{row['kind']}", view.lang), scope="row"),
                html.Td(count(row["n"]), className="wl-n"),
                *(html.Td(say(f"law.ask_{row['kind']}_{part}", view.lang)) for part in ("whom", "settles")),
                html.Td(_ids(row, view)),
            ]
        )
        for row in found
    ]
    return card(
        view.t("requests_title"),
        [html.Table([head, html.Tbody(rows)], className="wl-table wl-asks")],
        note=view.t("requests_note"),
    )


def _ids(row: dict[str, Any], view: View) -> Component:
    """The ids of a request, folded away; events and accounts open the drawer."""
    acts = (
        "earlier",
        "missing",
        "assumed",
        "no_account",
        "conflict",
        "roots",
        "single",
        "vanished",
        *(f"counters_{measure}" for measure in OPEN_ENDED),
    )
    kind = "act" if row["kind"] in acts else "account" if row["kind"] in ("holders", "registered") else None
    ids = [
        html.Li(
            ask_button(f"{kind}|{one}", html.Bdi(one), place=f"ask-{row['kind']}")
            if kind
            else stranger(one, view)
        )
        for one in row["subject_ids"][: ListLimits.shown_n]
    ]
    left = row["n"] - len(ids)
    more = (
        [
            html.Li(
                view.t(
                    "ids_more", n=count(left), table=row["table"] or "-", condition=row["condition"] or "-"
                ),
                className="wl-hint",
            )
        ]
        if left > 0
        else []
    )
    return html.Details(
        [
            html.Summary(view.t("ids_shown", n=count(len(ids)))),
            html.Ul([*ids, *more], className="wl-plain wl-id-list"),
        ]
    )
