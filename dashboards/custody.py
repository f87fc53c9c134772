"""One entry of the chain of custody, whole, in the drawer."""

import json
from typing import Any

from dash import html

from analytics.model.formatting import size
from analytics.model.untrusted_text import shown
from analytics.store.custody import entries
from analytics.words import catalogue
from dashboards.desk import Desk
from dashboards.evidence import LINE_MAX
from dashboards.listings.custody import row
from dashboards.page import View
from dashboards.widgets.cards import Parts, ask_button, fields, id_line, stranger
from dashboards.wording import NONE, moment

FILES_MAX = 200


def custody_facts(desk: Desk, number: str, view: View) -> tuple[Any, Any]:
    """Title and body for the entry with that number."""
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
    detail = entry.get("detail") if isinstance(entry.get("detail"), dict) else {}
    parts: Parts = [fields(facts)]
    files = (
        [file for file in detail.get("files", []) if isinstance(file, dict)]
        if known["what"] == "import"
        else []
    )
    if files:
        parts += [
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
                                [
                                    html.Code(str(file.get("sha256"))),
                                    f" · {size(int(file.get('bytes') or 0))}",
                                ],
                                className="wl-hint wl-id",
                            ),
                        ]
                    )
                    for file in files[:FILES_MAX]
                ],
                className="wl-plain wl-entries",
            ),
        ]
    written = shown(json.dumps(entry, ensure_ascii=False, indent=2, sort_keys=True))
    parts += [
        html.H3(view.t("custody_written"), className="wl-card-title"),
        html.Pre(written[:LINE_MAX], className="wl-line", tabIndex=0),
    ]
    return title, html.Div(parts, className="wl-drawer-part")
