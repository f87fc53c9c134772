"""Moments that case.toml states, on the clock: when each begins, and from when something is surely later."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_STEP = timedelta(microseconds=1)  # Moments of tables are no finer.


def stated_start(at: datetime | date, zone: ZoneInfo) -> datetime:
    """Convert a stated moment to UTC: one without a zone is in `zone`, a bare day is its start there.

    zone: that of the case.

    >>> stated_start(date(2025, 3, 8), ZoneInfo("Asia/Shanghai")).isoformat()
    '2025-03-07T16:00:00+00:00'
    """
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    return datetime.combine(at, time(), zone).astimezone(UTC)


def stated_after(at: datetime | date, zone: ZoneInfo) -> datetime:
    """Give the first moment in UTC that is later than a stated one; a bare day is over when it ends.

    >>> stated_after(date(2025, 3, 8), ZoneInfo("Asia/Shanghai")).isoformat()
    '2025-03-08T16:00:00+00:00'
    """
    if isinstance(at, datetime):
        return stated_start(at, zone) + _STEP
    return stated_start(at + timedelta(days=1), zone)
