"""What a page shows while the case holds no event."""

from dash.development.base_component import Component

from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views.timeline import stage
from dashboards.widgets.cards import empty_state


def empty_case(desk: CaseSession, view: View) -> Component | None:
    """Say what to do where no event was imported yet; None where there are events."""
    if desk.ask(stage) not in ("empty", "no_acts"):
        return None
    command = f"wakeline import FILE... --case {desk.folder}"
    return empty_state(view.t("empty_case"), view.t("empty_case_do"), command)
