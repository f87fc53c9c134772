"""The cards of the drawer for an event, a source, a rejected record and an entry of the chain of custody."""

import json
from dataclasses import dataclass
from typing import Any

import polars as pl
from dash import html

from analytics.challenge.joined import with_fragility
from analytics.evidence.row_numbers import RowNumbers
from analytics.evidence.source_record import exported_line
from analytics.graph.account_network import last_names
from analytics.model.errors import WakelineError
from analytics.model.formatting import size
from analytics.model.messages import catalogue
from analytics.model.tables import CLUSTERS
from analytics.model.time import with_trusted_times
from analytics.model.untrusted_text import shown
from analytics.roles.standing import in_order
from analytics.store.case_folder import Case
from analytics.store.custody_log import entries
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views.inputs import row
from dashboards.widgets.cards import Parts, ask_button, fields, id_line, stranger
from dashboards.wording import NONE, moment

LINE_MAX = 20_000  # Characters of an exported line on the screen; `wakeline show` gives all of it.
CAPTURES_MAX = 5


@dataclass(frozen=True)
class SourceLine:
    """An exported record as the drawer shows it.

    row: as the reader of the file counts it.
    cut_n: characters beyond LINE_MAX that are not shown.
    fault: why it could not be read.
    """

    source_name: str
    source_sha256: str
    row: int
    source_path: str
    is_kept: bool
    text: str
    cut_n: int = 0
    fault: WakelineError | None = None


def event_row(case: Case, event_id: str) -> dict[str, Any] | None:
    """Read the row of PLACED_EVENTS with its trusted moment, and stated_at (the exported one).

    Returns None if no export holds the event.
    """
    placed = case.placed_events(pl.col("event_id") == event_id).with_columns(stated_at="at")
    rows = with_trusted_times(placed).collect()
    return rows.row(0, named=True) if rows.height else None


def counters(case: Case, event_id: str) -> list[dict[str, Any]]:
    """Read the displayed numbers of an event, newest first."""
    if not case.has("counters"):
        return []
    return (
        case.scan("counters")
        .filter(event_id=event_id)
        .sort("captured_at", "counter", descending=[True, False], nulls_last=True)
        .head(12)
        .collect()
        .to_dicts()
    )


def lines(case: Case, event_id: str) -> tuple[list[SourceLine], int]:
    """Read the exported records of an event, the kept one first, and count how many there are.

    At most CAPTURES_MAX are read.
    """
    seen = (
        case.scan("occurrences")
        .filter(event_id=event_id)
        .sort("is_kept", "captured_at", descending=[True, False], nulls_last=True)
        .collect()
    )
    if seen.is_empty():
        seen = (
            case.scan("events")
            .filter(event_id=event_id)
            .select("source_sha256", "source_row", "source_path", is_kept=pl.lit(True))
            .collect()
        )
    return [line(case, row) for row in seen.head(CAPTURES_MAX).iter_rows(named=True)], seen.height


def line(case: Case, place: dict[str, Any]) -> SourceLine:
    """Read the exported record at one place of one source."""
    sha256, row, path = place["source_sha256"], place["source_row"], place["source_path"]
    name = case.scan("sources").filter(sha256=sha256).select("name").collect()
    shown = RowNumbers(case).of((sha256, row, path))
    fields = (name["name"].item() if name.height else "?", sha256, shown, path, bool(place.get("is_kept")))
    try:
        text = exported_line(case, sha256, row, path)
    except WakelineError as fault:
        return SourceLine(*fields, "", fault=fault)
    return SourceLine(*fields, text[:LINE_MAX], max(len(text) - LINE_MAX, 0))


def source(case: Case, sha256: str) -> dict[str, Any] | None:
    """Read a row of SOURCES; None if there is none."""
    found = case.scan("sources").filter(sha256=sha256).collect()
    return found.row(0, named=True) if found.height else None


def rejected(case: Case, sha256: str, row: int, path: str) -> dict[str, Any] | None:
    """Read a row of REJECTED; None if there is none."""
    found = case.scan("rejected").filter(source_sha256=sha256, source_row=row, source_path=path).collect()
    return found.row(0, named=True) if found.height else None


@dataclass(frozen=True)
class AccountRow:
    """An account as the case knows it.

    names: all names that it showed.
    profile: the row of ACCOUNTS, {} if no profile was exported.
    """

    name: str | None
    names: list[str]
    profile: dict[str, Any]
    roles: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    acts_n: int


def account_row(case: Case, account_id: str) -> AccountRow:
    """Read what the case knows of an account; candidate roles come best grade first."""
    mine = {
        name: case.scan(name).filter(account_id=account_id).collect()
        for name in ("accounts", "account_names", "roles", "clusters")
        if case.has(name)
    }
    profile = mine["accounts"].row(0, named=True) if "accounts" in mine and mine["accounts"].height else {}
    names = (
        mine["account_names"]
        .sort("last_at", "name", descending=[True, False], nulls_last=True)["name"]
        .to_list()
        if "account_names" in mine
        else []
    )
    acts_n = case.scan("events").filter(account_id=account_id).select(pl.len()).collect().item()
    seen = last_names(case.scan("events"), pl.Series([account_id]))["name"].drop_nulls().to_list()
    tried = case.read_or_empty("fragility")
    roles = with_fragility(in_order(mine["roles"]), tried).to_dicts() if "roles" in mine else []
    clusters = mine["clusters"].sort("cluster_id") if "clusters" in mine else CLUSTERS.empty()
    groups = with_fragility(clusters, tried).to_dicts()
    return AccountRow((seen or names or [profile.get("name")])[0], names, profile, roles, groups, acts_n)


FILES_MAX = 200


def custody_facts(desk: CaseSession, number: str, view: View) -> tuple[Any, Any]:
    """Build the title and the body of the drawer for the entry of custody with that number."""
    entry = next((e for e in entries(desk.folder) if str(e.get("n")) == number), None)
    if entry is None:
        return html.Span(NONE), None
    known = row(entry)
    act = f"word_act_{known['act']}"
    title = html.Span(
        view.t("custody_entry", n=number, act=view.t(act) if act in catalogue("dashboard") else known["what"])
    )
    facts = [
        (view.t("col_when"), moment(known["at"], view)),
        (view.t("col_who"), stranger(known["who"], view)),
        *[
            (view.t(key), id_line(known[name]) if known[name] else view.t("none"))
            for key, name in (("col_before", "before"), ("col_after", "after"), ("col_sha256", "sha256"))
        ],
        (
            view.t("col_previous"),
            id_line(str(entry["previous"])) if entry.get("previous") else view.t("none"),
        ),
    ]
    found = entry.get("detail")
    detail: dict[str, Any] = found if isinstance(found, dict) else {}
    parts: Parts = [fields(facts)]
    files = (
        [file for file in detail.get("files", []) if isinstance(file, dict)]
        if known["what"] == "import"
        else []
    )
    if files:
        parts += _files(files, view)
    written = shown(json.dumps(entry, ensure_ascii=False, indent=2, sort_keys=True))
    parts += [
        html.H3(view.t("custody_written"), className="wl-card-title"),
        html.Pre(written[:LINE_MAX], className="wl-line", tabIndex=0),
    ]
    return title, html.Div(parts, className="wl-drawer-part")


def _files(files: list[dict[str, Any]], view: View) -> Parts:
    """The files of an import, each with its hash and size."""
    return [
        html.H3(view.t("custody_files"), className="wl-card-title"),
        html.Ul(
            [
                html.Li(
                    [
                        ask_button(
                            f"source|{file.get('sha256')}",
                            html.Bdi(shown(str(file.get("name")))),
                            place="custody",
                        ),
                        html.Div(
                            [html.Code(str(file.get("sha256"))), f" · {size(int(file.get('bytes') or 0))}"],
                            className="wl-hint wl-id",
                        ),
                    ]
                )
                for file in files[:FILES_MAX]
            ],
            className="wl-plain wl-entries",
        ),
    ]
