"""The study runs again just what rests on something that changed, and reads nothing that it does not name."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.tables import EVENTS, PARENTS, PLACED_EVENTS, TABLES
from analytics.model.thresholds import Thresholds
from analytics.pipeline import STAGES, STUDY, analyse
from analytics.store.case_folder import Case, open_case
from analytics.store.reviews import Entry, record
from analytics.study import calibration_stage
from analytics.study.calibration_stage import CALIBRATE
from analytics.study.stages import KEPT, WHOLE, Inputs, Stage, Study
from tests.importing.invented import START, beijing, jsonl, mid_at, repost

pytestmark = pytest.mark.slow

FEW = Thresholds().changed({"surrogates_n": "2"})
DERIVED = STAGES[1:]


def facts(case: str = 'title = "甲"', targets: str = "") -> str:
    return f'[case]\nallegation = "defamation"\n{case}\n{targets}'


def imported(folder: Path) -> Case:
    root = repost(0, "原帖") | {"_id": mid_at(START), "is_retweet": False, "retweet_id": ""}
    rows = [root, *(repost(k, created_at=beijing(START + timedelta(minutes=k))) for k in range(1, 8))]
    (folder / "tweets.jsonl").write_bytes(jsonl(rows))
    import_files(folder / "case", [folder / "tweets.jsonl"], ImportOptions(), FEW, lambda name, done: None)
    (folder / "case" / "case.toml").write_text(facts(), encoding="utf-8")
    return open_case(folder / "case")


@pytest.fixture(scope="module", autouse=True)
def _alone() -> Iterator[None]:
    """One process, which need not be started; that counts do not depend on it is tested with the copies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration_stage.os, "cpu_count", lambda: 1)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case that every stage has been through."""
    return analyse(imported(tmp_path_factory.mktemp("whole")), FEW, STAGES[-1], lambda _: None)


@pytest.fixture
def case(whole: Case, tmp_path: Path) -> Case:
    """A copy of it."""

    shutil.copytree(whole.folder, tmp_path / "case")
    return open_case(tmp_path / "case")


def run_again(case: Case, settings: Thresholds = FEW, until: str = STAGES[-1]) -> set[str]:
    """The stages that were run; the others were taken from the case."""
    told: list[str] = []
    analyse(open_case(case.folder), settings, until, told.append)
    kept = {said.split()[0] for said in told if said.endswith(f" {KEPT}")}
    ran = {said.split()[0] for said in told} - kept
    assert kept | ran == set(STAGES[1 : STAGES.index(until) + 1])
    return ran


def content(case: Case) -> dict[str, bytes]:
    return {str(f): f.read_bytes() for f in sorted(case.folder.rglob("*")) if f.is_file()}


def tables(case: Case) -> dict[str, bytes]:
    return {name: data for name, data in content(case).items() if name.endswith(".parquet")}


def test_again_without_a_change_runs_nothing_and_leaves_every_byte(case: Case) -> None:
    before = content(case)
    assert run_again(case) == set()
    assert content(case) == before


def test_what_the_exports_say_is_never_written_again(tmp_path: Path) -> None:
    case = imported(tmp_path)
    before = case.path("events").read_bytes()
    done = analyse(case, FEW, STAGES[-1], lambda _: None)
    assert done.path("events").read_bytes() == before
    assert not {"parent_id", "root_id", "parent_basis", "parent_note"} & set(done.read("events").columns)
    assert done.read("parents")["event_id"].equals(done.read("events")["event_id"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (facts('title = "乙"'), {"findings"}),
        (facts('pseudonym_key = "k"\ntitle = "甲"'), set()),
        ("# words\n" + facts(), set()),
        (facts('timezone = "UTC"\ntitle = "甲"'), {"labels", "roles", "scope", "findings"}),
        (facts(targets='[[topics]]\nkind = "other"\nterms = ["道理"]\n'), {"findings"}),
    ],
    ids=["title", "key", "comment", "zone", "topics"],
)
def test_a_changed_case_toml_runs_just_what_reads_it(case: Case, text: str, expected: set[str]) -> None:
    (case.folder / "case.toml").write_text(text, encoding="utf-8")
    assert run_again(case) == expected
    assert run_again(case) == set()


def test_a_target_changes_targets_and_what_follows_from_them(case: Case) -> None:
    (case.folder / "case.toml").write_text(
        facts(targets='[[targets]]\nname = "某人"\nterms = ["道理"]\n'), encoding="utf-8"
    )
    ran = run_again(case)
    assert {"targets", "alleged", "roles", "scope", "findings"} == ran


def test_a_changed_setting_runs_just_what_reads_it(case: Case) -> None:
    before = open_case(case.folder).read("calibration")
    assert run_again(case, Thresholds().changed({"surrogates_n": "3"})) == {"calibration"}
    more = open_case(case.folder)
    assert more.read("calibration").head(2).equals(before) and more.read("calibration").height == 3
    assert more.manifest["settings"]["surrogates_n"] == 3
    assert dict(more.read("coordination").select("measure", "value").iter_rows())["surrogates_n"] == 3
    assert run_again(case, Thresholds().changed({"surrogates_n": "3", "ratio_max": "150"})) == set()


def test_what_people_recorded_is_read_again(case: Case) -> None:
    record(case.folder, Entry("label", "case", "abusive", None, "某人"))
    assert "labels" in run_again(case)
    assert open_case(case.folder).read("labels").height == 1
    assert run_again(case) == set()


@pytest.mark.parametrize("table", ["cascades", "coordination", "calibration"])
def test_a_table_that_was_altered_or_lost_is_made_again(case: Case, table: str) -> None:
    before, file = tables(case), case.tables / f"{table}.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert run_again(case) and tables(case) == before
    file.unlink()
    assert run_again(case) and tables(case) == before


def test_another_import_runs_what_rests_on_it(case: Case, tmp_path: Path) -> None:
    late = repost(20, "刚看到", created_at=beijing(START + timedelta(minutes=30)))
    (tmp_path / "late.jsonl").write_bytes(jsonl([late]))
    import_files(case.folder, [tmp_path / "late.jsonl"], ImportOptions(), FEW, lambda name, done: None)
    imported_only = open_case(case.folder)
    assert not any(imported_only.has(name) for stage in STUDY for name in stage.writes)
    assert set(DERIVED) == run_again(case)


def test_parts_at_a_time_give_the_bytes_of_the_whole(whole: Case, tmp_path: Path) -> None:
    case = imported(tmp_path)
    for until in ("families", "roles", STAGES[-1]):
        run_again(case, until=until)
    made = {Path(name).name: data for name, data in tables(case).items()}
    assert made == {Path(name).name: data for name, data in tables(whole).items()}


def asks(what: Callable[[Inputs], object]) -> Callable[[Inputs], dict[str, pl.DataFrame]]:
    def run(inputs: Inputs) -> dict[str, pl.DataFrame]:
        what(inputs)
        return {}

    return run


@pytest.mark.parametrize(
    "what",
    [
        lambda inputs: inputs.table("accounts"),
        lambda inputs: inputs.events(),
        lambda inputs: inputs.facts.targets,
        lambda inputs: inputs.facts.case.allegation,
        lambda inputs: inputs.setting("id_gap_s"),
        lambda inputs: inputs.records(),
    ],
    ids=["table", "place", "section", "key", "setting", "records"],
)
def test_a_stage_that_reads_what_its_record_does_not_name_fails(
    case: Case, what: Callable[[Inputs], object]
) -> None:
    stage = Stage(
        "odd", asks(what), {"events": ["event_id"]}, (), facts=("case.timezone",), settings=("repeats",)
    )
    with pytest.raises((KeyError, AttributeError)):
        Study(case, FEW).do(stage)


def test_a_stage_is_handed_what_its_record_names(case: Case) -> None:
    seen: list[object] = []

    def run(inputs: Inputs) -> dict[str, pl.DataFrame]:
        seen.extend(
            [
                inputs.table("events").columns,
                inputs.facts.case.timezone,
                inputs.setting("repeats").surrogates_n,
            ]
        )
        return {}

    reads = {"events": ["event_id", "kind"]}
    Study(case, FEW).do(Stage("some", run, reads, (), facts=("case.timezone",), settings=("repeats",)))
    assert seen == [["event_id", "kind"], "Asia/Shanghai", 2.0]


def test_records_name_tables_and_columns_that_there_are_and_only_earlier_ones() -> None:
    stages = [*STUDY, CALIBRATE]
    written = [name for stage in stages for name in stage.writes]
    assert len(written) == len(set(written)) and set(written) <= set(TABLES)
    known = {"events", "occurrences", "accounts", "account_names", "counters", "sources", "rejected"}
    for stage in stages:
        assert set(stage.reads) <= known, stage.name
        for name, columns in stage.reads.items():
            of = PLACED_EVENTS if name == "events" and "parents" in stage.reads else TABLES[name]
            assert set(columns or ()) <= set(of.schema.names()), (stage.name, name)
        assert all(name == WHOLE or not name.startswith(".") for name in stage.facts)
        known |= set(stage.writes)


def test_the_place_stands_instead_of_what_is_stated(case: Case) -> None:
    placed = case.placed_events().collect()
    assert set(placed.columns) == set(PLACED_EVENTS.schema.names())
    assert set(PLACED_EVENTS.schema.names()) == (set(EVENTS.schema.names()) | set(PARENTS.schema.names())) - {
        "stated_parent_id",
        "stated_parent_note",
        "stated_root_id",
    }
    one = placed["event_id"][3]
    few = case.placed_events(pl.col("event_id") == one).collect()
    assert few.rows() == placed.filter(event_id=one).select(few.columns).rows()
