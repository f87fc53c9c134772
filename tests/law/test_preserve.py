"""What to preserve and to ask for follows from the gaps of the alleged information, worked out by hand."""

import json
from datetime import timedelta
from typing import Any

import polars as pl

from analytics.law.requests import requests
from analytics.model.messages import LANGS, say
from analytics.model.tables import (
    ACCOUNTS,
    CLUSTER_ACTS,
    EXPLANATIONS,
    OCCURRENCES,
    REJECTED,
    REQUESTS,
    SOURCES,
    check,
)
from analytics.store.case_toml import CaseToml
from tests.law.made import AT, groups, information, labels, post, record, role, roles, rows, scope

# The alleged post by weibo:1 and records below it; weibo:v is another post with the same gaps.
REST = (
    {**post("weibo:v", "weibo:v"), "root_id": "weibo:v"},
    {**record("weibo:v1", None), "root_id": "weibo:v", "parent_basis": "missing", "at_conflict": True},
)
WHOLE: dict[str, pl.DataFrame] = {
    **information(
        post(account="weibo:1", at_conflict=False),
        record("weibo:e2", "weibo:2", 10, parent_basis="missing"),
        record("weibo:e3", None, 20, parent_basis="root", at_conflict=True),
        record("weibo:e4", "weibo:0", 30, parent_basis="chain", side="support"),
        rest=REST,
    ),
    "accounts": rows(ACCOUNTS, {"account_id": "weibo:0", "registered_at": AT}, {"account_id": "weibo:1"}),
    "occurrences": rows(
        OCCURRENCES, {"event_id": "weibo:r1"}, {"event_id": "weibo:v"}, {"event_id": "weibo:e2"}
    ),
    "rejected": rows(REJECTED, {"source_sha256": "a" * 64, "source_row": 7, "source_path": "/3"}),
    "sources": rows(SOURCES, {"name": "a.csv"}, {"name": "b.csv", "obtained": "〔2025〕1号"}),
    **scope(
        ("reposts", "weibo:r1", 5, None),
        ("views", "weibo:r1", 5, 9),
        ("reposts", "weibo:v", 5, None),
        ("acts_vanished", "weibo:r1", 2, None),
        ("acts_vanished", "weibo:v", 2, None),
    ),
    **groups("B", "B"),
    **roles(
        role("amplifier", "B", "weibo:0", may_be_named=True),
        role("amplifier", "B", "weibo:2"),
        role("promoter", "C", "weibo:7", may_be_named=True),
    ),
}
FACTS: dict[str, Any] = {
    "alleged": [{"id": "weibo:r1"}, {"id": "weibo:gone"}],
    "warnings": [{"at": "2025-03-01"}],
    "penalties": [{"at": "2025-03-01"}, {"at": "2025-03-02"}],
}
EXPECTED = {
    "holders": ["weibo:1", "weibo:0"],  # The author, then who may be named; weibo:2 may not.
    "groups": ["g1"],
    "registered": ["weibo:1"],
    "missing": ["weibo:e2"],
    "assumed": ["weibo:e3"],
    "no_account": ["weibo:e3"],
    "conflict": ["weibo:e3"],
    "roots": ["weibo:gone"],
    "single": ["weibo:r1"],
    "counters_reposts": ["weibo:r1"],  # Its views have an upper end, its comments no row.
    "vanished": ["weibo:r1"],
    "rejected": ["a" * 16 + ":7/3"],
    "obtained": ["a.csv"],
    "notices": ["warnings.1", "penalties.1", "penalties.2"],
}


def asked(tables: dict[str, pl.DataFrame], facts: dict[str, Any]) -> pl.DataFrame:
    return check(requests(tables, CaseToml.model_validate(facts)), REQUESTS)


def by_kind(found: pl.DataFrame) -> dict[str, list[str]]:
    """All subjects of each kind, in the order of the rows."""
    told: dict[str, list[str]] = {}
    for kind, ids in found.select("kind", "subject_ids").iter_rows():
        told.setdefault(kind, []).extend(ids)
    return told


def test_every_gap_of_the_alleged_information_is_asked_about_with_all_its_ids() -> None:
    found = asked(WHOLE, FACTS)
    assert by_kind(found) == EXPECTED
    assert found["n"].to_list() == found["subject_ids"].list.len().to_list()
    assert found["kind"][0] == "holders"


def seconds(row: dict[str, Any]) -> tuple[float | None, ...]:
    """The times of a request, in seconds after AT."""
    moments = (row["first_at"], row["last_at"], row["known_to"])
    return tuple(None if one is None else (one - AT).total_seconds() for one in moments)


def test_each_account_has_a_row_with_its_own_time() -> None:
    """The author wrote at -60 s and weibo:0 at 30 s: two rows, not one from -60 to 30."""
    found = asked(WHOLE, FACTS)
    assert {r["subject_ids"][0]: seconds(r) for r in found.filter(kind="holders").to_dicts()} == {
        "weibo:1": (-60, -60, None),
        "weibo:0": (30, 30, None),
    }
    (files,) = found.filter(kind="obtained").to_dicts()
    assert seconds(files) == (None, None, None)


def shown(event_id: str, at_s: float, captured_s: float) -> dict[str, Any]:
    return {"event_id": event_id, "captured_at": AT + timedelta(seconds=captured_s), "source_row": int(at_s)}


ELSEWHERE = (
    {**post("weibo:z0", "weibo:0", 5_000), "root_id": "weibo:z0"},
    {**post("weibo:z1", "weibo:1", 6_000), "root_id": "weibo:z1"},
    {**post("weibo:z9", "weibo:0", 9_000), "root_id": "weibo:z9"},  # Nothing rests on it.
    {**post("weibo:call", "weibo:77", -500), "root_id": "weibo:call"},
    {**post("weibo:first1", "weibo:78", -400), "root_id": "weibo:first1"},
    {**post("weibo:first2", "weibo:78", -300), "root_id": "weibo:first2"},
    {**post("weibo:own", "weibo:0", -200), "root_id": "weibo:own"},
)
GROUPED: dict[str, pl.DataFrame] = {
    **WHOLE,
    **information(
        post(account="weibo:1", at_conflict=False),
        record("weibo:e4", "weibo:0", 30, parent_basis="chain", side="support"),
        rest=ELSEWHERE,
    ),
    "cluster_acts": rows(
        CLUSTER_ACTS,
        {"cluster_id": "g1", "account_id": "weibo:0", "event_id": "weibo:z0"},
        {"cluster_id": "g1", "account_id": "weibo:1", "event_id": "weibo:z1"},
    ),
    "occurrences": rows(
        OCCURRENCES,
        shown("weibo:r1", 1, 50),
        shown("weibo:z0", 2, 7_000),
        shown("weibo:z0", 3, 7_500),
        shown("weibo:z1", 4, 6_500),
        shown("weibo:call", 5, 40),
    ),
    "explanations": rows(
        EXPLANATIONS,
        {
            "cluster_id": "g1",
            "proposition": "copied_source",
            "for_lines": ["first"],
            "params": json.dumps(
                {"called_ids": ["weibo:call"], "first_ids": ["weibo:first1", "weibo:first2", "weibo:own"]}
            ),
        },
        {"cluster_id": "g1", "proposition": "directed", "for_lines": ["called"], "params": json.dumps({})},
    ),
}


def test_the_time_of_a_holder_and_of_a_group_covers_what_their_grade_rests_on() -> None:
    """weibo:0 acts on the information at 30 s, its grade rests on 5,000 s; the group runs from -60 to 6,000 s."""
    found = asked(GROUPED, FACTS).to_dicts()
    times = {(r["kind"], r["subject_ids"][0]): seconds(r) for r in found}
    assert times["holders", "weibo:0"] == (30, 5_000, 7_500)
    assert times["holders", "weibo:1"] == (-60, 6_000, 6_500)
    assert times["groups", "g1"] == (-60, 6_000, 7_500)
    (group,) = (r for r in found if r["kind"] == "groups")
    assert group["account_ids"] == ["weibo:0", "weibo:1"]


def test_a_member_that_may_not_be_named_stands_in_no_request_of_its_group() -> None:
    roles_of = roles(role("amplifier", "B", "weibo:0", may_be_named=False))
    (group,) = asked({**GROUPED, **roles_of}, FACTS).filter(kind="groups").to_dicts()
    assert (group["subject_ids"], group["account_ids"]) == (["g1"], ["weibo:1"])  # weibo:1 is the author.


def test_who_wrote_before_a_group_is_asked_about_by_record_a_row_an_account() -> None:
    """weibo:77 called at -500 s, weibo:78 wrote first at -400 and -300 s; what a member wrote first is no such row."""
    found = asked(GROUPED, FACTS).filter(kind="earlier").to_dicts()
    assert [(r["subject_ids"], r["account_ids"], seconds(r)) for r in found] == [
        (["weibo:call"], [], (-500, -500, 40)),
        (["weibo:first1", "weibo:first2"], [], (-400, -300, None)),
    ]


def test_the_rest_of_the_export_is_in_no_request_and_nothing_is_asked_where_nothing_is_alleged() -> None:
    told = asked(WHOLE, FACTS)["subject_ids"].explode().to_list()
    assert not [one for one in told if one.startswith("weibo:v")]
    assert set(asked(WHOLE, {})["kind"]) == {"rejected", "obtained"}


def test_whom_a_person_adds_is_asked_about_too() -> None:
    more = {**WHOLE, **labels(("label", "weibo:2", "identify"))}
    told = by_kind(asked(more, FACTS))
    assert told["holders"] == ["weibo:1", "weibo:0", "weibo:2"]


def test_a_lead_and_an_unnamed_account_are_no_reason_to_ask_who_somebody_is() -> None:
    told = by_kind(asked(WHOLE, FACTS))
    assert not {"weibo:7", "weibo:2"} & set(told["holders"])


def test_what_is_whole_is_not_asked_for() -> None:
    whole = information(post(account=None, at_conflict=False), record("weibo:e1", parent_basis="chain"))
    assert asked(whole, {"alleged": [{"id": "weibo:r1"}]})["kind"].to_list() == ["no_account"]


def test_more_than_twenty_are_listed_in_full() -> None:
    many = information(*(record(f"weibo:e{k:02}", parent_basis="missing") for k in range(30)))
    (row,) = asked(many, {"alleged": [{"id": "weibo:r1"}]}).filter(kind="missing").to_dicts()
    assert (row["n"], len(row["subject_ids"])) == (30, 30)


def test_every_kind_is_said_in_both_languages() -> None:
    for kind in (*EXPECTED, "earlier"):
        for lang in LANGS:
            assert all(say(f"law.ask_{kind}{part}", lang) for part in ("", "_whom", "_settles", "_under"))
