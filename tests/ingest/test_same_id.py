"""One id for several records: a duplicate, an edit, or a contradiction, each by hand."""

from pathlib import Path

import pytest

from analytics.ingest.take_in import Options, Taken, take_in
from analytics.model.errors import ExportError
from analytics.model.thresholds import Thresholds

HEAD = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
PLAIN = [f"{k},{k},name{k},,,words {k},{1_700_000_000 + k}," for k in range(1_000, 1_400)]


def taken(folder: Path, *files: list[str]) -> Taken:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{k}.csv" for k in range(len(files))]
    for path, rows in zip(paths, files, strict=True):
        path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return take_in(folder / "case", paths, Options(), Thresholds(), lambda name, done: None)


def sums(done: Taken) -> list[tuple[int, ...]]:
    sources = done.case.read("sources").sort("name")
    for row in sources.to_dicts():
        assert row["records_n"] == sum(
            row[f"{part}_n"] for part in ("events", "duplicates", "rejected", "other")
        )
    return sources.select("records_n", "events_n", "duplicates_n", "rejected_n").rows()


def test_the_same_account_in_other_words_is_an_edit(tmp_path: Path) -> None:
    done = taken(tmp_path, [*PLAIN, "1000,1000,name1000,,,other words,1700001000,"])
    assert sums(done) == [(401, 400, 1, 0)]
    assert done.case.read("events").filter(event_id="generic:1000")["edited"].to_list() == [True]
    assert done.case.read("occurrences").filter(event_id="generic:1000").height == 2


@pytest.mark.parametrize(
    "row",
    [
        "1000,77,other,,,words 1000,1700001000,",  # another account
        "1000,1000,name1000,,1001,words 1000,1700001000,",  # an answer, no post
        "1000,1000,name1000,,,words 1000,1700009999,",  # another moment
    ],
)
def test_one_against_one_cannot_be_settled_and_both_are_refused(tmp_path: Path, row: str) -> None:
    done = taken(tmp_path, [*PLAIN, row])
    assert sums(done) == [(401, 399, 0, 2)]
    assert done.case.read("rejected")["reason"].to_list() == ["id_contradiction"] * 2
    assert "generic:1000" not in done.case.read("events")["event_id"]
    assert done.notes["0.csv", "id_contradiction"] == ("generic:1000", 2)


def test_the_majority_stands(tmp_path: Path) -> None:
    done = taken(tmp_path, [*PLAIN, PLAIN[0], "1000,77,other,,,words,1700001000,"])
    assert sums(done) == [(402, 400, 1, 1)]
    event = done.case.read("events").filter(event_id="generic:1000").row(0, named=True)
    assert event["account_id"] == "generic:1000"


@pytest.mark.parametrize(
    "row",
    [
        "1000,,,,,words 1000,1700001000,",  # an unknown account is nobody, so it disagrees with nobody
        "1000,1000,name1000,,,words 1000,1700029800,",  # 8 hours later to the second: a zone was wrong
        "1000,1000,name1000,,,words 1000,2023-11-14 22:30,",  # 22:30:00 to 22:30:59, true: 22:30:00
        "1000,1000,name1000,1001,,words 1000,1700001000,",  # now a repost: the root was hidden before
    ],
)
def test_what_can_be_one_act_is_a_duplicate(tmp_path: Path, row: str) -> None:
    assert sums(taken(tmp_path, [*PLAIN, row])) == [(401, 400, 1, 0)]


def test_a_wrong_id_column_refuses_the_import_before_anything_is_written(tmp_path: Path) -> None:
    rows = [f"900,{k},name{k},,,words {k},{1_700_000_000 + k}," for k in range(1_000, 1_043)]
    with pytest.raises(ExportError) as caught:
        taken(tmp_path, rows)
    told = str(caught.value)
    assert "43 records share generic:900 but have 43 accounts" in told and "message_id" in told
    assert not (tmp_path / "case").exists()


def test_files_of_one_case_may_not_contradict_each_other(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"1\.csv"):
        taken(tmp_path, PLAIN, [f"{k},9{k},name,,,words,{1_700_000_000 + k}," for k in range(1_000, 1_010)])
    few = taken(tmp_path / "few", PLAIN, [*PLAIN[200:], "1000,77,other,,,words,1700001000,"])
    assert [(row[0], row[3]) for row in sums(few)] == [(400, 1), (201, 1)]
    assert few.case.read("events").height == 399
    other_way = taken(tmp_path / "other", [*PLAIN[200:], "1000,77,other,,,words,1700001000,"], PLAIN)
    assert sorted(row[-1] for row in sums(other_way)) == [1, 1]


def test_a_later_import_may_show_that_an_earlier_record_contradicts(tmp_path: Path) -> None:
    taken(tmp_path, PLAIN)
    (tmp_path / "late.csv").write_text(
        HEAD + "\n".join([*PLAIN[:150], "1399,77,o,,,words,1700001399,"]) + "\n"
    )
    done = take_in(
        tmp_path / "case", [tmp_path / "late.csv"], Options(), Thresholds(), lambda name, size: None
    )
    assert sorted(row[0] + row[3] for row in sums(done)) == [152, 401]  # records and one refused of each
    assert done.case.read("events").height == 399 and done.case.read("rejected").height == 2
