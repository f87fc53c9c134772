"""What to preserve and to ask for follows from the gaps of the case, worked out by hand."""

import polars as pl

from analytics.law.requests import requests
from analytics.model.messages import LANGS, say
from analytics.model.tables import (
    ACCOUNTS,
    CASCADES,
    OCCURRENCES,
    PLACED_EVENTS,
    REJECTED,
    REQUESTS,
    SOURCES,
    check,
)
from analytics.store.case_toml import CaseToml
from tests.law.made import AT, groups, role, roles, rows, scope

WHOLE = {
    "events": rows(
        PLACED_EVENTS,
        {"event_id": "weibo:r1", "kind": "post", "account_id": "weibo:1", "at_conflict": False},
        {"event_id": "weibo:e2", "kind": "repost", "account_id": "weibo:2", "parent_basis": "missing"},
        {
            "event_id": "weibo:e3",
            "kind": "repost",
            "account_id": None,
            "parent_basis": "root",
            "at_conflict": True,
        },
        {"event_id": "weibo:e4", "kind": "repost", "account_id": "weibo:2", "parent_basis": "chain"},
    ),
    "cascades": rows(
        CASCADES,
        {"root_id": "weibo:r1", "tree": "repost"},
        {"root_id": "weibo:r9", "tree": "repost", "missing_root": True, "size": 4},
    ),
    "accounts": rows(ACCOUNTS, {"account_id": "weibo:1", "registered_at": AT}, {"account_id": "weibo:2"}),
    "occurrences": rows(
        OCCURRENCES, {"event_id": "weibo:r1"}, {"event_id": "weibo:e2"}, {"event_id": "weibo:e2"}
    ),
    "rejected": rows(REJECTED, {"source_sha256": "a" * 64, "source_row": 7, "source_path": "/3"}),
    "sources": rows(SOURCES, {"name": "a.csv"}, {"name": "b.csv", "obtained": "〔2025〕1号"}),
    **scope(
        ("reposts", "weibo:r1", 5, None),
        ("views", "weibo:r1", 5, 9),
        ("reposts", "weibo:r8", 5, None),
        ("acts_vanished", "weibo:r1", 2, None),
    ),
    **groups("B", "B"),
    **roles(
        role("organizer", "B", "weibo:5"), role("initiator", "A", "weibo:1"), role("promoter", "C", "weibo:7")
    ),
}
FACTS = CaseToml.model_validate(
    {"warnings": [{"at": "2025-03-01"}], "penalties": [{"at": "2025-03-01"}, {"at": "2025-03-02"}]}
)
EXPECTED = {
    "holders": ["weibo:1", "weibo:5", "weibo:0"],
    "groups": ["g1"],
    "registered": ["weibo:2"],
    "missing": ["weibo:e2"],
    "assumed": ["weibo:e3"],
    "no_account": ["weibo:e3"],
    "conflict": ["weibo:e3"],
    "roots": ["weibo:r9"],
    "single": ["weibo:r1"],
    "counters": ["weibo:r1"],
    "vanished": ["weibo:r1"],
    "rejected": ["a" * 16 + ":7/3"],
    "obtained": ["a.csv"],
    "notices": ["warnings.1", "penalties.1", "penalties.2"],
}


def test_every_gap_is_asked_about_with_its_ids() -> None:
    found = requests(WHOLE, FACTS, frozenset({"weibo:r1"}))
    check(found, REQUESTS)
    told = dict(found.select("kind", "subject_ids").iter_rows())
    assert sorted(told.pop("holders")) == sorted(EXPECTED["holders"])
    assert told == {k: v for k, v in EXPECTED.items() if k != "holders"}
    assert found["n"].to_list() == found["subject_ids"].list.len().to_list()
    assert found["kind"][0] == "holders"


def test_what_is_whole_is_not_asked_for() -> None:
    events = WHOLE["events"].filter(pl.col("event_id") == "weibo:r1")
    assert requests({"events": events}, CaseToml()).height == 0


def test_a_lead_is_no_reason_to_ask_who_somebody_is() -> None:
    told = dict(requests(WHOLE, FACTS).select("kind", "subject_ids").iter_rows())
    assert "weibo:7" not in told["holders"]


def test_more_than_twenty_are_counted_whole_and_listed_in_part() -> None:
    events = rows(
        PLACED_EVENTS,
        *(
            {
                "event_id": f"weibo:e{k:02}",
                "kind": "repost",
                "parent_basis": "missing",
                "account_id": "weibo:1",
            }
            for k in range(30)
        ),
    )
    (row,) = requests({"events": events}, CaseToml()).filter(kind="missing").to_dicts()
    assert (row["n"], len(row["subject_ids"])) == (30, 20)


def test_every_kind_is_said_in_both_languages() -> None:
    for kind in EXPECTED:
        for lang in LANGS:
            assert all(say(f"law.ask_{kind}{part}", lang) for part in ("", "_whom", "_settles"))
