"""Who acts in the request at hand: the user who logged in, whatever name a form states."""

from typing import Any

from flask import g, has_request_context

from analytics.store.case_folder import Case
from analytics.store.custody_log import CustodyEntry
from dashboards.access.sessions import ANALYST, Session


def session() -> Session | None:
    """Give the session of the request; None where the dashboard has no gate."""
    found: Session | None = g.get("session") if has_request_context() else None
    return found


def user() -> str:
    """Name the user who logged in; "" where nobody logs in."""
    now = session()
    return now.who if now else ""


def author(typed: str | None) -> str:
    """Name who writes: the user who logged in, else the name that was typed."""
    return user() or (typed or "").strip()


def may_change() -> bool:
    """Whether the reader may change anything."""
    now = session()
    return now is None or now.role == ANALYST


def note_access(case: Case, did: str, after: str | None = None, **detail: Any) -> None:
    """Write into the chain of custody what a user who logged in did; nothing where nobody logs in.

    did: open, export or change. One line a session, one an export, one a job: reading leaves none.
    """
    now = session()
    if now is not None and now.who:
        case.log(CustodyEntry("access", {"did": did, "role": now.role, **detail}, now.who), after)
