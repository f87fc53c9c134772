"""A part of the fuzz run, the same at every run: eight damages a layout; over all layouts, each with each."""

import pytest

from analytics.importing.sniff import importers
from analytics.simulate.sample.story import Story, tell
from tests.importing.fuzz import faults_of, is_local, materials
from tests.importing.mutate import CHANGES, WRITINGS, Damaged, Material, damaged, writings_of

pytestmark = pytest.mark.slow

NAMES = sorted(importers())
RUNS_N = 5


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_sample_adds_up_and_tells_nothing_that_it_does_not_hold(name: str, story: Story) -> None:
    found = []
    known, changes, first = materials(name, story), [*sorted(CHANGES), None], NAMES.index(name)
    for k in range(RUNS_N):
        material = known[k % len(known)]
        writings = writings_of(material)
        change, writing = changes[(first + k) % len(changes)], writings[(k + first) % len(writings)]
        file = damaged(material, [change] if change else [], writing, f"{name}/{k}")
        found += [(material.name, change, writing, fault) for fault in faults_of(file)]
    assert not found, found


def test_the_same_seed_gives_the_same_bytes() -> None:
    material = Material(
        "x.csv", "csv", [["id", "text", "at"], *([str(k), "话", "2025-03-01"] for k in range(9))]
    )
    for writing in WRITINGS:
        if "workbook" not in writing:  # A workbook holds the moment it was made.
            one, other = (damaged(material, sorted(CHANGES), writing, "s") for _ in range(2))
            assert one == other


def test_what_the_file_does_not_hold_is_found() -> None:
    """The check itself: a root that only the name of the file tells stands, one from nowhere would not."""
    from datetime import UTC, datetime

    from tests.importing.fuzz import Held

    held = Held(
        Damaged("comment_5140575367893593.jsonl", '{"_id": "5140612562168253", "n": "虚构"}'.encode())
    )
    assert held.has("5140612562168253") and held.has("5140575367893593") and held.has("虚构")
    assert not held.has("514061256216825") and not held.has("5140612562168254")
    assert is_local(datetime(2025, 3, 1, 4, 0, tzinfo=UTC), "min", "2025/3/1 12:00")
    assert not is_local(datetime(2025, 3, 1, 4, 1, tzinfo=UTC), "min", "2025/3/1 12:00")
    assert not is_local(datetime(2024, 3, 1, 4, 0, tzinfo=UTC), "min", "03-01 12:00")


def test_an_id_behind_the_space_of_its_kind_is_destroyed_as_any_other() -> None:
    import polars as pl

    from analytics.importing.values import DESTROYED, are_rounded, is_rounded

    ids = pl.Series(
        ["dynamic/8.00000E+17", "8.00000E+17", "reply/71", "t3_5e10", "at/1.5", "12345678901234567.0"]
    )
    assert ids.str.contains(DESTROYED).to_list() == [True, True, False, False, False, True]
    rounded = pl.Series([f"dynamic/90000000000000{k}00" for k in range(10, 16)])
    assert are_rounded(rounded) and pl.select(is_rounded(pl.lit(rounded)).all()).item()
    assert not are_rounded(pl.Series(["dynamic/900000000000001234", *rounded]))
