"""A rerun gives what a fresh analysis gives: without a change, with another setting, without a part of the input."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import analytics
from analytics.challenge.changes import Change
from analytics.challenge.rerun import Challenged, Listed, Run, listed
from analytics.store.case_folder import Case
from analytics.study.challenge_stage import CHALLENGE, _read
from analytics.study.stages import Inputs, Study
from tests.challenge.small import ALLEGED, FEW, Row, analysed, captures, rows

# author1 wrote the posts that are complained of; of several only the earliest may be A.
AUTHOR = {
    ("generic:author1", "initiator", f"generic:{post}", "A" if post == min(ALLEGED) else "B")
    for post in ALLEGED
}


def standing(case: Case) -> Listed:
    """Accounts at A or B as the tables of the case say; groups have no name of their own."""
    clusters = case.read("clusters").select("account_id", "grade")
    roles = case.read("roles").select("account_id", "role", "cluster_id", "subject_id", "grade")
    every = {(a, "group", "group", g) for a, g in clusters.iter_rows()} | {
        (a, role, "group" if cluster else subject, g) for a, role, cluster, subject, g in roles.iter_rows()
    }
    return {row for row in every if row[3] in ("A", "B")}


@pytest.fixture(scope="module")
def challenged(small: Case) -> Challenged:
    return _read(Inputs(Study(small, FEW), CHALLENGE), FEW)


def test_without_a_change_it_is_what_the_case_says(small: Case, challenged: Challenged) -> None:
    found = listed(challenged, None)
    assert found == standing(small)
    assert {account for account, role, *_ in found if role == "group"} == {
        f"generic:member{k}" for k in range(6)
    }
    assert {role for _, role, *_ in found} == {"group", "amplifier", "initiator"}
    assert found >= AUTHOR


def lacking(gone: Callable[[Row], bool]) -> dict[str, list[Row]]:
    """The captures without some rows."""
    return captures([row for row in rows() if not gone(row)])


def of_post(row: Row) -> str:
    return row["repost_id"] or row["message_id"]


def without_capture(name: str) -> dict[str, list[Row]]:
    return {other: some for other, some in captures(rows()).items() if other != name}


WITHOUT = {
    "post": ("generic:p05", lambda: lacking(lambda row: of_post(row) == "p05")),
    "author": ("generic:author2", lambda: lacking(lambda row: of_post(row) in ("p02", "p05", "p08", "p11"))),
    "capture": ("more.csv", lambda: without_capture("more.csv")),
}


@pytest.mark.parametrize("kind", WITHOUT)
def test_without_a_part_it_is_what_a_fresh_analysis_says(
    kind: str, small: Case, challenged: Challenged, tmp_path: Path
) -> None:
    name, files = WITHOUT[kind]
    if kind == "capture":
        name = small.read("sources").row(by_predicate=pl.col("name") == name, named=True)["sha256"]
    assert listed(challenged, Change(kind, name)) == standing(analysed(tmp_path, files()))


def test_a_post_that_another_capture_holds_stays(small: Case, challenged: Challenged) -> None:
    """posts.csv holds p00 to p05, more.csv p03 and p06 to p11."""
    (first,) = small.read("sources").filter(name="posts.csv")["sha256"]
    kept = Run(challenged).with_change(Change("capture", first)).case.events
    posts = kept.filter(kind="post")["event_id"].to_list()
    assert sorted(posts) == [f"generic:p{k:02}" for k in (3, 6, 7, 8, 9, 10, 11)]


def test_without_the_line_they_stand_by_nobody_does(challenged: Challenged) -> None:
    assert listed(challenged, Change("line", "pair_timing")) == AUTHOR
    assert listed(challenged, Change("line", "text")) == listed(challenged, None)


def other(case: Case, folder: Path, change: Change) -> Case:
    """A copy of the case, analysed again with one setting."""
    shutil.copytree(case.folder, folder / "case")
    changed = FEW.changed({change.name: change.value})
    return analytics.analyse(analytics.open_case(folder / "case"), changed)


SETTINGS = {
    "texts": ("near_share", "0.95"),
    "drawing": ("partner_weight_min", "12"),
    "moments": ("habit_width_s", "300"),
    "grades": ("members_min", "6"),
    "roles": ("member_events_min", "12"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *SETTINGS.values(),
        ("edited_share", "0.9"),
        ("members_min", "7"),
        ("pair_q", "1e-06"),
        ("member_events_min", "13"),
        ("partner_weight_min", "4"),
        ("crowd_acts_min", "20"),
    ],
)
def test_with_another_setting_it_is_what_a_fresh_analysis_says(
    name: str, value: str, small: Case, challenged: Challenged, tmp_path: Path
) -> None:
    change = Change("setting", name, value)
    assert listed(challenged, change) == standing(other(small, tmp_path, change))


def test_what_is_taken_from_the_run_without_a_change_is_what_a_run_of_its_own_finds(
    challenged: Challenged,
) -> None:
    """For one threshold of each room, and the three lines: the same with nothing taken over."""
    base = Run(challenged)
    tried = [Change("setting", name, value) for name, value in SETTINGS.values()]
    tried += [Change("line", name) for name in ("moments", "pair_timing", "one_post")]
    base.listed()
    for change in tried:
        run = base.with_change(change)
        assert run.listed() == Run(run.case, run.without).listed(), change.told


def test_a_group_of_six_stands_up_to_six(challenged: Challenged) -> None:
    base = Run(challenged)
    six, seven = (base.with_change(Change("setting", "members_min", n)).listed() for n in ("6", "7"))
    assert six == base.listed() and seven == AUTHOR
