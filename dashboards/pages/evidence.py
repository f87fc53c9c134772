"""Evidence: integrity, custody, documents, packages, requests, every input and rejected record."""

from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analytics.model.errors import CaseError
from dashboards import evidence_cards
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.views.timeline import files, stage
from dashboards.widgets.cards import Parts, card, empty_state
from dashboards.widgets.grid import grid
from dashboards.widgets.job_bar import begun
from dashboards.wording import count

PARTS = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")


def layout(desk: CaseSession, view: View) -> Component:
    """The whole page, or what to do where nothing was imported yet."""
    if desk.ask(stage) == "empty":
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    return html.Div(
        [
            evidence_cards.integrity_card(desk, view),
            evidence_cards.custody_card(desk, view),
            evidence_cards.documents_card(desk, view),
            evidence_cards.package_cards(desk, view),
            evidence_cards.requests_card(desk, view),
            *_sources(desk, view),
        ],
        className="wl-stack",
    )


def _sources(desk: CaseSession, view: View) -> Parts:
    """The table of files, the table of rejected records, and how anyone can check the hashes."""
    table = desk.ask(files)
    total = {name: count(int(table[name].sum())) for name in PARTS}
    parts: Parts = [
        card(
            view.t("files", n=count(table.height)),
            [
                html.P(view.t("sum_line", **total), className="wl-sum"),
                grid("sources", "", view, table.height + 1, 12),
            ],
            note=view.t("files_note"),
        )
    ]
    rejected_n = int(table["rejected_n"].sum())
    if rejected_n:
        parts.append(
            card(
                view.t("rejected_title"),
                [grid("rejected", "", view, rejected_n)],
                note=view.t("rejected_note", n=count(rejected_n)),
            )
        )
    else:
        parts.append(card(view.t("rejected_title"), [html.P(view.t("rejected_none"))]))
    parts.append(
        card(
            view.t("check_yourself"),
            [
                html.P(view.t("check_yourself_do")),
                html.Pre(
                    f"sha256sum {desk.folder}/evidence/*\nopenssl dgst -sm3 {desk.folder}/evidence/*\n"
                    f"wakeline verify {desk.folder}",
                    className="wl-line",
                    tabIndex=0,
                ),
            ],
        )
    )
    return parts


def connect(app: Dash, desk: CaseSession) -> None:
    """Each button begins a job; the bar tells how it goes, and the page is set anew when it ends."""

    @app.callback(Output("verify-go", "n_clicks"), Input("verify-go", "n_clicks"), prevent_initial_call=True)
    def check(clicks: int) -> Any:
        return _begin("verify", {}) if clicks else no_update

    @app.callback(
        Output("report-go", "n_clicks"),
        Input("report-go", "n_clicks"),
        State("report-lang", "value"),
        State("report-purpose", "value"),
        State("report-date", "value"),
        prevent_initial_call=True,
    )
    def report(clicks: int, lang: str, purpose: str, date: str | None) -> Any:
        return (
            _begin("report", {"lang": lang, "purpose": purpose, "date": (date or "").strip()})
            if clicks
            else no_update
        )

    def parcel(kind: str, option: str) -> None:
        @app.callback(
            Output(f"{kind}-go", "n_clicks"),
            Input(f"{kind}-go", "n_clicks"),
            State(f"{kind}-out", "value"),
            State(f"{kind}-option", "checked"),
            prevent_initial_call=True,
        )
        def make(clicks: int, out: str | None, chosen: bool) -> Any:
            if not clicks:
                return no_update
            place = Path((out or "").strip()).expanduser()
            if not (out or "").strip() or not place.is_absolute():
                raise CaseError("out_not_absolute", path=out or "-")
            if place.exists() and (not place.is_dir() or any(place.iterdir())):
                raise CaseError("out_not_empty", path=place)
            draft = place.with_name(f".{place.name}.draft") if kind == "package" else place
            return _begin(kind, {"out": str(place), option: bool(chosen)}, (draft,))

    def _begin(kind: str, options: dict[str, Any], drafts: tuple[Path, ...] = ()) -> int:
        desk.jobs.start(desk.folder, kind, options, drafts)
        begun()
        return 0

    parcel("package", "hashes_only")
    parcel("redact", "no_texts")


PAGE = Page(
    name="evidence",
    title_key="page_evidence",
    path="/evidence",
    order=80,
    layout=layout,
    connect=connect,
    aliases=("/sources",),
)
