"""What to preserve and to ask for follows from the gaps of the alleged information, worked out by hand."""

from typing import Any

import polars as pl

from analytics.law.requests import requests
from analytics.model.messages import LANGS, say
from analytics.model.tables import ACCOUNTS, OCCURRENCES, REJECTED, REQUESTS, SOURCES, check
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
    "counters": ["weibo:r1"],
    "vanished": ["weibo:r1"],
    "rejected": ["a" * 16 + ":7/3"],
    "obtained": ["a.csv"],
    "notices": ["warnings.1", "penalties.1", "penalties.2"],
}


def asked(tables: dict[str, pl.DataFrame], facts: dict[str, Any]) -> pl.DataFrame:
    return check(requests(tables, CaseToml.model_validate(facts)), REQUESTS)


def test_every_gap_of_the_alleged_information_is_asked_about_with_all_its_ids() -> None:
    found = asked(WHOLE, FACTS)
    assert dict(found.select("kind", "subject_ids").iter_rows()) == EXPECTED
    assert found["n"].to_list() == found["subject_ids"].list.len().to_list()
    assert found["kind"][0] == "holders"


def test_a_request_runs_from_the_first_to_the_last_record_it_concerns() -> None:
    spans = {r["kind"]: (r["first_at"], r["last_at"]) for r in asked(WHOLE, FACTS).to_dicts()}
    second = {n: (t - AT).total_seconds() for n, t in zip(("first", "last"), spans["holders"], strict=True)}
    assert second == {"first": -60, "last": 30}
    assert spans["obtained"] == (None, None)


def test_the_rest_of_the_export_is_in_no_request_and_nothing_is_asked_where_nothing_is_alleged() -> None:
    told = asked(WHOLE, FACTS)["subject_ids"].explode().to_list()
    assert not [one for one in told if one.startswith("weibo:v")]
    assert set(asked(WHOLE, {})["kind"]) == {"rejected", "obtained"}


def test_whom_a_person_adds_is_asked_about_too() -> None:
    more = {**WHOLE, **labels(("label", "weibo:2", "identify"))}
    told = dict(asked(more, FACTS).select("kind", "subject_ids").iter_rows())
    assert told["holders"] == ["weibo:1", "weibo:0", "weibo:2"]


def test_a_lead_and_an_unnamed_account_are_no_reason_to_ask_who_somebody_is() -> None:
    told = dict(asked(WHOLE, FACTS).select("kind", "subject_ids").iter_rows())
    assert not {"weibo:7", "weibo:2"} & set(told["holders"])


def test_what_is_whole_is_not_asked_for() -> None:
    whole = information(post(account=None, at_conflict=False), record("weibo:e1", parent_basis="chain"))
    assert asked(whole, {"alleged": [{"id": "weibo:r1"}]})["kind"].to_list() == ["no_account"]


def test_more_than_twenty_are_listed_in_full() -> None:
    many = information(*(record(f"weibo:e{k:02}", parent_basis="missing") for k in range(30)))
    (row,) = asked(many, {"alleged": [{"id": "weibo:r1"}]}).filter(kind="missing").to_dicts()
    assert (row["n"], len(row["subject_ids"])) == (30, 30)


def test_every_kind_is_said_in_both_languages() -> None:
    for kind in EXPECTED:
        for lang in LANGS:
            assert all(say(f"law.ask_{kind}{part}", lang) for part in ("", "_whom", "_settles", "_under"))
