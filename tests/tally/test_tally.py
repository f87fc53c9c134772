"""Counts worked out by hand: two targets, four accounts, two platforms."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from analytics.model.tables import (
    ACCOUNTS,
    FAMILIES,
    LABELS,
    OCCURRENCES,
    PLACED_EVENTS,
    TALLIES,
    TARGETS,
    check,
)
from analytics.scope.tallies import tallies
from analytics.store.case_toml import CaseToml
from tests.law.made import rows

DAY = datetime(2025, 3, 1, tzinfo=UTC)
FACTS = CaseToml.model_validate(
    {
        "targets": [{"name": "甲", "ids": ["weibo:t"]}, {"name": "乙"}],
        "topics": [{"kind": "sexual", "terms": ["夜店"]}],
    }
)


def act(
    k: str,
    account: str | None,
    hour: float,
    root: str = "weibo:r",
    kind: str = "repost",
    own: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "event_id": f"weibo:{k}",
        "platform": "weibo",
        "kind": kind,
        "account_id": account and f"weibo:{account}",
        "at": DAY + timedelta(hours=hour),
        "root_id": root,
        "own_text": own,
        "urls": [],
        **more,
    }


EVENTS_MADE = rows(
    PLACED_EVENTS,
    act("r", "a", 0, kind="post", text="甲在夜店 13800138000", own="甲在夜店 13800138000"),
    act("1", "b", 1, own="甲真行"),
    act("2", "b", 2, own="甲又来"),
    act("3", "b", 40, own="甲还在"),
    act("4", "b", 41, root="weibo:q", own="乙呢 https://example.invalid"),
    act("5", "t", 3, kind="comment", own="我没去", parent_id="weibo:6"),
    act("6", "c", 2, own="甲？"),
    act("7", "c", 50, own="甲！", edited=True),
    act("8", None, 51),
    {**act("9", "d", 52, own="甲在夜店"), "platform": "douyin"},
)
TABLES = {
    "events": EVENTS_MADE,
    "targets": rows(
        TARGETS,
        *(
            {"event_id": f"weibo:{k}", "target_id": t, "basis": "term"}
            for k, t in (
                ("r", "甲"),
                ("1", "甲"),
                ("2", "甲"),
                ("3", "甲"),
                ("4", "乙"),
                ("5", "甲"),
                ("6", "甲"),
                ("7", "甲"),
                ("9", "别人"),
            )
        ),
    ),
    "families": rows(
        FAMILIES,
        {"event_id": "weibo:r", "family_id": "text:a"},
        {"event_id": "weibo:9", "family_id": "text:a"},
    ),
    "labels": rows(
        LABELS,
        *(
            {"subject_id": s, "label": x, "author": a, "at": DAY, "kind": "label"}
            for s, x, a in (
                ("weibo:1", "abuse", "王"),
                ("weibo:1", "abuse", "李"),
                ("weibo:2", "criticism", "王"),
                ("weibo:404", "abuse", "王"),
            )
        ),
    ),
    "occurrences": rows(
        OCCURRENCES,
        *(
            {"event_id": f"weibo:{k}", "captured_at": DAY + timedelta(hours=h)}
            for k, h in (("7", 53), ("7", 60), ("1", 53))
        ),
    ),
    "accounts": rows(
        ACCOUNTS,
        {"account_id": "weibo:b", "verified": True},
        {"account_id": "weibo:c", "verified": False},
        {"account_id": "weibo:d"},
    ),
}


def counted(**without: None) -> dict[tuple[str, str], tuple[float, float | None]]:
    found = tallies({k: v for k, v in TABLES.items() if k not in without}, FACTS)
    check(found, TALLIES)
    return {
        (m, s): (v, of) for m, s, v, of in found.select("measure", "subject_id", "value", "of").iter_rows()
    }


def test_counts_by_hand() -> None:
    found = counted()
    expected = {
        ("personal:phone", "case"): (1, 1),
        ("personal:email", "case"): (0, 0),
        ("topic:sexual", "case"): (2, 9),
        ("links", "case"): (1, 10),
        ("kinds:post", "case"): (1, 10),
        ("kinds:repost", "case"): (8, 10),
        ("kinds:comment", "case"): (1, 10),
        ("once", "case"): (3, 5),
        ("accounts", "case"): (5, None),
        ("platforms_case", "case"): (2, None),
        ("platforms", "text:a"): (2, 2),
        ("label:abuse", "case"): (1, 2),
        ("label:criticism", "case"): (1, 2),
        # Aimed at 甲 or 乙, without the target's own act 5: r, 1, 2, 3, 4, 6, 7 by a, b, c.
        ("aimed", "case"): (7, 3),
        ("aimed_targets", "weibo:b"): (2, None),
        # b: 1 and 2 an hour apart in one thread are one act, 3 is 38 hours later, 4 in another thread: 3 acts. c: 6 and 7, 48 hours: 2.
        ("separate_acts", "weibo:b"): (3, None),
        ("separate_acts", "weibo:c"): (2, None),
        ("separate_accounts", "case"): (2, 3),
        # 甲 answered c (act 5 on act 6) at hour 3, after c had aimed at it at hour 2: c was no acquaintance either.
        ("strangers", "甲"): (3, 3),
        ("last_act", "甲"): (1, None),
        ("edited", "case"): (1, 1),
        # Of b (verified) 4 acts and c 2: known 6; b's act 4 has a link.
        ("verified_links", "case"): (1, 6),
        # Newest capture at hour 60; acts after hour 36: 3, 4, 7, 8, 9.
        ("spreading", "case"): (5, 10),
    }
    assert {k: v for k, v in found.items() if not k[0].startswith("personal:") or k in expected} == expected


def test_what_cannot_be_counted_is_no_row_and_not_nought() -> None:
    found = counted(targets=None, occurrences=None, accounts=None, labels=None, families=None)
    assert not {m for m, _ in found} & {
        "aimed",
        "strangers",
        "edited",
        "spreading",
        "verified_links",
        "label:abuse",
        "platforms",
    }


def test_no_item_of_personal_information_is_stored() -> None:
    found = tallies(TABLES, FACTS)
    assert "13800138000" not in found.write_json()


def test_an_empty_case_counts_nothing() -> None:
    found = tallies({"events": PLACED_EVENTS.empty()}, CaseToml())
    assert found.filter(pl.col("value") > 0).is_empty()


def with_acts(
    *more: dict[str, Any], **tables: pl.DataFrame
) -> dict[tuple[str, str], tuple[float, float | None]]:
    """The same world with further acts and other tables."""
    whole = TABLES | {"events": pl.concat([EVENTS_MADE, rows(PLACED_EVENTS, *more)])} | tables
    found = tallies(whole, FACTS)
    return {
        (m, s): (v, of) for m, s, v, of in found.select("measure", "subject_id", "value", "of").iter_rows()
    }


def test_acts_in_one_thread_are_two_from_more_than_a_day_apart_on() -> None:
    aimed = rows(
        TARGETS, *({"event_id": f"weibo:{k}", "target_id": "甲", "basis": "term"} for k in ("x", "y"))
    )
    for hours, expected in ((24, None), (24.001, (2, None))):
        acts = [act("x", "e", 0, own="甲？"), act("y", "e", hours, own="甲！")]
        assert with_acts(*acts, targets=aimed).get(("separate_acts", "weibo:e")) == expected


def test_links_of_accounts_that_are_not_verified_are_not_those_of_verified_ones() -> None:
    found = with_acts(act("x", "c", 5, own="看 https://example.invalid"))
    assert found["verified_links", "case"] == (1, 7) and found["links", "case"] == (2, 11)


def test_a_family_on_one_platform_is_on_no_second_one() -> None:
    families = rows(FAMILIES, *({"event_id": f"weibo:{k}", "family_id": "text:b"} for k in ("1", "2")))
    assert ("platforms", "text:b") not in with_acts(families=families)


def test_acts_after_the_newest_capture_are_not_in_its_last_day() -> None:
    assert with_acts(act("x", "e", 60), act("y", "e", 60.001))["spreading", "case"] == (6, 12)
