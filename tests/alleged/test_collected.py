"""Until when what hangs below a post was collected, worked out by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from analytics.alleged.collected import collected, recent
from analytics.model.tables import ALLEGED_EVENTS, OCCURRENCES, PLACED_EVENTS, SOURCES
from tests.law.made import rows

START = datetime(2025, 3, 1, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def act(
    event_id: str, hours: float, part: str = "repost", account: str = "a", post: str = "p"
) -> dict[str, Any]:
    kind = "post" if part == "states" else part
    more = {"kind": kind, "part": part, "post_id": post, "root_id": post, "item_id": post, "layer": "stated"}
    return {"event_id": event_id, "account_id": account, "at": at(hours), **more}


ACTS = (
    act("p", 0, "states", "author"),
    act("r1", 1),
    act("r2", 30, account="b"),
    act("r3", 40, account="c"),
    act("r4", 90, account="d"),
    act("c1", 20, "comment", "a"),
)
OTHERS = (act("x", 50, account="d", post="y"),)  # Not on the information: d's page shows it beside r4.
# List at 48 h; search at 60; page of d at 100 (two posts, one account); page of e whose author is stated; post alone.
FILES = (
    {"sha256": "list", "importer": "weibo-raw"},
    {"sha256": "search", "importer": "weibo-search"},
    {"sha256": "page", "importer": "weibo-crawler-json"},
    {"sha256": "stated", "importer": "weibo-crawler-csv", "author": "1"},
    {"sha256": "post", "importer": "weibo-raw", "captured_at": at(200)},
    {"sha256": "comments", "importer": "weibo-raw", "captured_at": at(36)},
)
SHOWN = (
    ("list", 48, ("p", "r1", "r2", "r3")),
    ("search", 60, ("p", "r1", "r3")),
    ("page", 100, ("r4", "x")),
    ("stated", 110, ("r1",)),
    ("post", None, ("p",)),
    ("comments", None, ("c1",)),
)


def known() -> dict[tuple[str, str], datetime]:
    seen = [
        {"event_id": one, "source_sha256": name, "captured_at": None if hours is None else at(hours)}
        for name, hours, ids in SHOWN
        for one in ids
    ]
    return collected(
        rows(ALLEGED_EVENTS, *ACTS),
        rows(PLACED_EVENTS, *ACTS, *OTHERS),
        rows(OCCURRENCES, *seen),
        rows(SOURCES, *FILES),
    )


def test_only_a_list_of_what_hangs_below_a_post_tells_until_when_it_is_known() -> None:
    """Reposts: the list at 48 h, not the search, a page or the post; comments: the file of 36 h."""
    assert known() == {("p", "reposts"): at(48), ("p", "comments"): at(36)}


def test_what_is_new_ends_where_both_reposts_and_comments_were_collected() -> None:
    """At 36 h: in the day from 12 h on r2 and c1; in the week r1 too; r3, r4 are later, p is the post."""
    found = recent(rows(ALLEGED_EVENTS, *ACTS), known(), "p")
    assert (found.at, found.kinds, found.day, found.week) == (
        at(36),
        "both",
        ("c1", "r2"),
        ("c1", "r1", "r2"),
    )


def test_where_nothing_was_collected_there_is_no_number() -> None:
    found = recent(rows(ALLEGED_EVENTS, *ACTS), {}, "p")
    assert (found.at, found.kinds, found.day, found.week) == (None, "none", (), ())


def test_a_layout_of_searches_is_one_that_can_be_read() -> None:
    from analytics.alleged.collected import SELECTIONS
    from analytics.importing.sniff import importers

    assert set(SELECTIONS) <= {one.name for one in importers().values()}


def test_a_list_of_one_single_repost_counts() -> None:
    shown = rows(OCCURRENCES, {"event_id": "r1", "source_sha256": "one", "captured_at": at(9)})
    events = rows(PLACED_EVENTS, *ACTS)
    files = rows(SOURCES, {"sha256": "one", "importer": "weibo-raw"})
    assert collected(rows(ALLEGED_EVENTS, *ACTS), events, shown, files) == {("p", "reposts"): at(9)}
