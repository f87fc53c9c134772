"""What a human record may be about: an id that the case holds."""

import polars as pl

from analytics.store.case_folder import Case

WHOLE = "case"
_PLACES = (
    ("events", "event_id"),
    ("accounts", "account_id"),
    ("events", "account_id"),
    ("families", "family_id"),
    ("clusters", "cluster_id"),
)


def is_subject(case: Case, subject: str) -> bool:
    """Tell whether the case holds something of this name.

    A mistyped id would leave a record that nobody ever finds.
    """
    if subject == WHOLE or any(subject == target.name for target in case.toml().targets):
        return True
    if any(
        case.has(table) and case.scan(table).filter(pl.col(column) == subject).head(1).collect().height
        for table, column in _PLACES
    ):
        return True
    return case.has("events") and bool(case.placed_events().filter(root_id=subject).head(1).collect().height)
