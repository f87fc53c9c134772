"""Poor cases the whole way: no groups, no comments, no counters, one account, no target. Every table is there, empty or null with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.messages import catalogue
from analytics.model.tables import ROLES, SCOPE, TABLES, check
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case
from tests.importing.invented import START, jsonl, mid_at, repost

MADE = (
    "events",
    "cascades",
    "levels",
    "nodes",
    "families",
    "coaction_pairs",
    "clusters",
    "cluster_acts",
    "cluster_tasks",
    "cluster_traits",
    "coordination",
    "targets",
    "roles",
    "scope",
    "labels",
    "findings",
    "requests",
)
ROOT = mid_at(START)


def studied(folder: Path, rows: list[dict[str, Any]]) -> Case:
    file = folder / "tweets.jsonl"
    file.write_bytes(jsonl(rows))
    taken = import_files(folder / "case", [file], ImportOptions(), Thresholds(), lambda name, done: None)
    return analyse(taken.case, Thresholds(), "findings", lambda stage: None)


def root(**more: Any) -> dict[str, Any]:
    return repost(0, "面包店的事大家怎么看") | {"_id": ROOT, "is_retweet": False, "retweet_id": ""} | more


def reasons(case: Case, measure: str) -> set[str]:
    """The notes of a measure of the case, all of whose bounds are null."""
    rows = case.read("scope").filter(measure=measure, subject_id="case")
    assert rows["lower"].is_null().all() and rows["upper"].is_null().all()
    return set(rows["note_code"])


CASES = {
    "no groups": [root(reposts_count=2), repost(1), repost(2)],
    "no comments": [root(), repost(1)],
    "no counters": [root(), repost(1), repost(2)],
    "one account": [root()],
    "no target": [root(), repost(1, "是真的吗"), repost(2)],
}


@pytest.mark.parametrize("name", CASES)
def test_every_table_is_there_and_every_null_has_its_reason(tmp_path: Path, name: str) -> None:
    case = studied(tmp_path, CASES[name])
    for table in MADE:
        check(case.read(table), TABLES[table])
    assert case.read("clusters").is_empty() and case.read("roles").columns == list(ROLES.schema)
    scope = case.read("scope")
    assert scope.columns == list(SCOPE.schema) and set(scope["note_code"].drop_nulls()) <= set(
        catalogue("scope")
    )
    bare = scope.filter(scope["lower"].is_null() & scope["point"].is_null() & scope["upper"].is_null())
    assert bare["note_code"].null_count() == 0
    told = {
        "no groups": ("accounts_across", "one_platform"),
        "no comments": ("comments_abusive", "no_comments"),
        "no counters": ("views", "not_exported"),
        "one account": ("acts_vanished", "one_capture"),
        "no target": ("acts_at_target", "no_target_stated"),
    }[name]
    assert reasons(case, told[0]) == {told[1]}
    assert json.loads((case.folder / "analysis.json").read_text())["stages"][-1] == "findings"
