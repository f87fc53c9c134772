"""A date that the act's own id contradicts, on the way through the study."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from tests.importing.invented import START, beijing, jsonl, mid_at, repost


@pytest.mark.parametrize("wrong", [False, True])
def test_one_wrong_date_does_not_outdate_the_counter(tmp_path: Path, wrong: bool) -> None:
    root = repost(0, "原帖") | {
        "_id": mid_at(START),
        "is_retweet": False,
        "retweet_id": "",
        "reposts_count": 9,
    }
    changes = {"created_at": beijing(START + timedelta(days=2_000))} if wrong else {}
    file = tmp_path / "tweets.jsonl"
    file.write_bytes(jsonl([root, repost(1), repost(2, **changes)]))
    settings = Thresholds()
    import_files(tmp_path / "case", [file], ImportOptions(), settings, lambda name, done: None)
    from analytics.store.case_folder import open_case

    case = analyse(open_case(tmp_path / "case"), settings, "scope", lambda stage: None)
    assert case.read("events")["at_conflict"].sum() == wrong
    row = case.read("scope").filter(measure="reposts", subject_id="weibo:" + mid_at(START)).row(0, named=True)
    assert (row["lower"], row["upper"], row["note_code"]) == (2, 9, "traced_to_counter"), json.dumps(
        row, default=str
    )
