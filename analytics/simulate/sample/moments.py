"""The calendar of the sample case, in Beijing time: warnings, takedowns, and the moment of each capture."""

from datetime import datetime
from zoneinfo import ZoneInfo

from analytics.model.time import BEIJING as ZONE

BEIJING = ZoneInfo(ZONE)


def second(text: str) -> int:
    """Convert a Beijing moment of March 2025, "DD HH:MM" or "DD HH:MM:SS", to Unix seconds.

    >>> second("06 09:00")
    1741222800
    """
    day, hour = text.split(" ")
    return int(datetime.fromisoformat(f"2025-03-{day}T{hour}").replace(tzinfo=BEIJING).timestamp())


def iso(unix_s: int) -> str:
    """Write a moment as text with its zone.

    >>> iso(1741222800)
    '2025-03-06T09:00:00+08:00'
    """
    return datetime.fromtimestamp(unix_s, BEIJING).isoformat()


POSTS = {
    "rumour": "04 20:42:17",
    "second": "04 23:10:05",
    "media": "05 09:30:41",
    "denial": "05 12:15:33",
    "criticism": "05 19:05:12",
    "dessert": "03 10:00:00",
    "again": "08 20:10:26",
    "correction": "09 10:00:08",
    "breakfast": "07 18:40:21",
    "parenting": "08 17:55:40",
    "reviewer": "10 12:05:19",
    "lawyer": "09 19:30:52",
}
CLOSED = second("06 00:00")  # The shop closes for four days.
RENAMED = second("06 15:00")
NAVY_CLEANS_UP = second("07 02:00")
WARNING = second("07 10:00")
RUMOUR_EDITED = second("07 16:00")
NOTICE = second("07 21:00")  # The shopkeeper asks the platform to delete the second version.
NAME_REUSED = second("08 09:00")
TAKEDOWN = second("08 15:00")
END = second("12 22:00")
CAPTURES = {
    "tweets_a": "06 09:00",
    "reposts_a": "06 09:30",
    "organizer": "06 10:30",
    "search": "06 18:20",
    "comments_denial": "07 21:30",
    "comments_second": "07 21:50",
    "raw": "10 11:00",
    "crawler_comments": "11 15:00",
    "tweets_b": "12 20:00",
    "reposts_b": "12 20:30",
    "comments_correction": "12 21:00",
    "repeater": "12 21:30",
}
