"""`show` by hand: what a filter lists, what a number, a role, a pair and an event open to.

root p of a; r1 and r2 repost it, c1 comments it; root q of d, s1 reposts it. r2 is dated 2020 by the export
while its id says 2025. b is organizer by r1, c by r2. b and c repost p 20 s apart, p and q 300 s.
"""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.evidence.row_filter import rows_of
from analytics.evidence.trace import trace
from analytics.model.errors import CaseError
from analytics.model.tables import (
    COACTION_PAIRS,
    COUNTERS,
    EVENTS,
    OCCURRENCES,
    PARENTS,
    ROLES,
    SCOPE,
    SOURCES,
)
from analytics.store.case_folder import Case, Commit, create_case
from tests.law.made import role, rows

START = datetime(2025, 3, 1, tzinfo=UTC)
WRONG = datetime(2020, 1, 1, tzinfo=UTC)
ACTS = (  # id, kind, account, seconds, root
    ("p", "post", "a", 0, "p"),
    ("r1", "repost", "b", 60, "p"),
    ("r2", "repost", "c", 80, "p"),
    ("c1", "comment", "d", 90, "p"),
    ("q", "post", "d", 100, "q"),
    ("s1", "repost", "b", 700, "q"),
    ("s2", "repost", "c", 1_000, "q"),
)
SOURCE = "ab" * 32


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    events = [
        {
            "event_id": name,
            "platform": "weibo",
            "kind": kind,
            "account_id": account,
            "at": WRONG if name == "r2" else START + timedelta(seconds=at),
            "at_precision": "s",
            "at_basis": "export",
            "at_conflict": name == "r2",
            "at_from_id": START + timedelta(seconds=at),
            "source_sha256": SOURCE,
            "source_row": k,
            "source_path": "",
        }
        for k, (name, kind, account, at, root) in enumerate(ACTS)
    ]
    parents = [
        {"event_id": name, "root_id": root}
        | ({"parent_id": root, "parent_basis": "stated"} if name != root else {})
        for name, _, _, _, root in ACTS
    ]
    pairs = [
        {"account_a": "b", "account_b": "c", "kind": "co_repost", "window_s": w, "objects_n": n}
        for w, n in ((60.0, 1), (400.0, 2))
    ]
    measured = [
        {"measure": m, "subject_id": s, "lower": n, "note_code": "traced_no_counter", "event_ids": []}
        for m, s, n in (("reposts", "p", 2), ("comments", "p", 1), ("reposts", "case", 4))
    ]
    commit = Commit(create_case(tmp_path_factory.mktemp("opened") / "case"))
    commit.write(EVENTS, EVENTS.fit(pl.DataFrame(events, infer_schema_length=None)))
    commit.write(PARENTS, rows(PARENTS, *parents))
    for table in (OCCURRENCES, COUNTERS):
        commit.write(table, table.empty())
    commit.write(
        ROLES, rows(ROLES, *(role("organizer", "B", a, event_ids=[e]) for a, e in (("b", "r1"), ("c", "r2"))))
    )
    commit.write(SCOPE, rows(SCOPE, *measured))
    commit.write(COACTION_PAIRS, rows(COACTION_PAIRS, *pairs))
    commit.write(SOURCES, rows(SOURCES, {"sha256": SOURCE, "name": "a.jsonl"}))
    return commit.finish(stages=["import", "parents", "cascades"], versions={"wakeline": "0"})


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("at_conflict = true", ["r2"]),
        ("at_conflict = false, kind = post", ["p", "q"]),
        ("parent_id not null, root_id = q", ["s1", "s2"]),
        ("parent_id = null", ["p", "q"]),
        ("account_id in (a, b)", ["p", "r1", "s1"]),
    ],
)
def test_a_filter_lists_the_rows_it_names(case: Case, condition: str, ids: list[str]) -> None:
    assert sorted(rows_of(case, "events", condition).collect()["event_id"]) == ids


def test_a_filter_by_a_column_that_is_not_there_is_refused(case: Case) -> None:
    with pytest.raises(CaseError):
        rows_of(case, "events", "guilt = true")


@pytest.mark.parametrize(
    ("subject", "ids"),
    [
        ("reposts@p", ["r1", "r2"]),
        ("comments@p", ["c1"]),
        ("reposts@case", ["r1", "r2", "s1", "s2"]),
        ("organizer@b", ["r1"]),
        ("organizer@c", ["r2"]),
    ],
)
def test_a_number_and_a_role_open_to_their_own_acts(case: Case, subject: str, ids: list[str]) -> None:
    assert sorted(row["event_id"] for row in trace(case, subject).rows) == ids


def test_a_pair_opens_to_all_that_its_widest_window_counts(case: Case) -> None:
    found = trace(case, "co_repost@b+c")
    assert [(row["object_id"], row["gap_s"]) for row in found.rows] == [("p", 20.0), ("q", 300.0)]


@pytest.mark.parametrize("subject", ["r2", "organizer@c", "reposts@p"])
def test_a_contradicted_act_is_opened_at_the_moment_of_its_id(case: Case, subject: str) -> None:
    moments = {row["event_id"]: row["at"] for row in trace(case, subject).rows}
    assert moments["r2"] == START + timedelta(seconds=80)


def test_a_source_is_named_by_eight_digits_of_its_hash_at_least(case: Case) -> None:
    assert trace(case, SOURCE[:8]).kind == "source"
    with pytest.raises(CaseError):
        trace(case, SOURCE[:7])
