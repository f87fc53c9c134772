"""The changes that a challenge tries, by hand and over all thresholds of the project."""

import re
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from analytics.challenge import changes as module
from analytics.challenge.changes import ROOMS, RUNS_MIN, Change, changes
from analytics.model.tables import CLUSTERS
from analytics.model.thresholds import DEFAULT, Limit, limits

ANALYTICS = Path(module.__file__).parents[1]
ACTS = {"event_id": pl.String, "root_id": pl.String, "author_id": pl.String, "source_sha256": pl.String}
NOBODY = pl.DataFrame(schema=ACTS)
# Five thresholds: two may be moved, one is no decision, one is fixed, one belongs to scope.
FIVE = (
    Limit("few_n", "grades", 3, "acts", "worlds", (2, 10), True),
    Limit("part", "roles", 0.5, "share", "choice", (0.0, 1.0), False),
    Limit("work_n", "grades", 40, "acts", "machine", (10, 200), True),
    Limit("word_n", "grades", 3, "acts", "meaning", None, True),
    Limit("far_n", "scope", 3, "acts", "worlds", (2, 10), True),
)
SETTINGS = SimpleNamespace(values=lambda: {limit.name: limit.value for limit in FIVE})
GROUPS = pl.DataFrame({"evidence_lines": [["text"], ["link", "moments"], ["source"]]})
# p1 has three events, p2 and p3 one each; of the authors only that of p1 is exported; one capture.
BEHIND = pl.DataFrame(
    {
        "event_id": ["e1", "e2", "e3", "e4", "e5"],
        "root_id": ["p1", "p3", "p1", "p2", "p1"],
        "author_id": ["u", None, "u", None, "u"],
        "source_sha256": ["c", "c", "c", "c", "c"],
    },
    schema=ACTS,
)
ENDS = ["few_n=2", "few_n=10", "part=0.0", "part=1.0"]
# Half way few_n is 2.5, which rounds to 2 and was tried; a quarter down it is 2.75, its own value.
BETWEEN = [
    "few_n=6",
    "part=0.25",
    "part=0.75",
    "few_n=5",
    "part=0.375",
    "part=0.625",
    "few_n=8",
    "part=0.125",
    "part=0.875",
]
LEFT_OUT = [
    "without line moments",
    "without line text",
    "without line link",
    "without post p1",
    "without post p2",
    "without author u",
    "without capture c",
]


@pytest.mark.parametrize(("runs_min", "between_n"), [(0, 0), (11, 0), (12, 1), (15, 4), (20, 9), (99, 9)])
def test_the_changes_of_a_case_in_their_order(
    monkeypatch: pytest.MonkeyPatch, runs_min: int, between_n: int
) -> None:
    """Ends first, then as many values between as are wanting, then what is left out: 4 + 7 = 11."""
    monkeypatch.setattr(module, "limits", lambda: {limit.name: limit for limit in FIVE})
    monkeypatch.setattr(module, "RUNS_MIN", runs_min)
    monkeypatch.setattr(module, "LEFT_OUT_MAX", 2)
    told = [change.told for change in changes(SETTINGS, GROUPS, BEHIND)]  # type: ignore[arg-type]
    assert told == [*ENDS, *BETWEEN[:between_n], *LEFT_OUT]


def tried() -> list[Change]:
    """The changes of a case in which nobody is listed."""
    return changes(DEFAULT, CLUSTERS.empty(), NOBODY)


def test_there_are_200_or_more_and_none_comes_twice() -> None:
    assert RUNS_MIN == 200
    assert len(tried()) == len(set(tried())) == 200
    posts = pl.DataFrame({"event_id": [str(k) for k in range(300)]}, schema_overrides=ACTS)
    many = posts.with_columns(root_id="event_id", author_id="event_id", source_sha256="event_id")
    made = changes(DEFAULT, CLUSTERS.empty(), many)
    assert len(made) == len(set(made)) >= 200
    assert [sum(change.kind == kind for change in made) for kind in ("post", "author", "capture")] == [40] * 3


def test_each_threshold_that_may_move_goes_to_both_ends_but_where_it_stands_there() -> None:
    values, made = DEFAULT.values(), tried()
    for limit in limits().values():
        mine = {float(change.value) for change in made if change.name == limit.name}
        if limit.room not in ROOMS or limit.span is None or limit.source == "machine":
            assert not mine, limit.name
        elif limit.name not in module._FOR_NOBODY:
            assert mine >= set(limit.span) - {values[limit.name]}, limit.name


def test_every_value_is_one_that_a_reader_may_set() -> None:
    values = DEFAULT.values()
    for change in tried():
        limit = limits()[change.name]
        moved = getattr(DEFAULT.changed({change.name: change.value}), limit.room)
        assert getattr(moved, change.name) == float(change.value) != values[change.name]


def test_every_threshold_that_is_tried_is_read_by_some_rule() -> None:
    """A threshold that nothing reads would make every account look firmer."""
    files = [file for file in ANALYTICS.rglob("*.py") if file.name != "thresholds.py"]
    read = set(re.findall(r"\.(\w+)", "\n".join(file.read_text(encoding="utf-8") for file in files)))
    assert {change.name for change in tried()} <= read
