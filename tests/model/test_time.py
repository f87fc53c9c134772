"""Which of two times is believed, and the interval that a precision leaves; every expected value by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.cascade.forest import forest_of
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.pairs.counting import candidate_pairs
from analytics.model import time
from analytics.model.tables import FAMILIES, PLACED_EVENTS
from analytics.report.timeline_data import time_line_of

EXPORTED = datetime(2020, 1, 1, tzinfo=UTC)
OF_ID = datetime(2025, 3, 1, 9, 30, 5, tzinfo=UTC)
WIDTHS_S = [("us", 1e-6), ("ms", 1e-3), ("s", 1.0), ("min", 60.0), ("h", 3_600.0), ("day", 86_400.0)]


def events(**change: object) -> pl.DataFrame:
    """One event exported as known to the day in 2020 whose id says 2025."""
    row = {
        "at": EXPORTED,
        "at_precision": "day",
        "at_basis": "export",
        "at_from_id": OF_ID,
        "at_conflict": True,
    } | change
    time_type = pl.Datetime("us", "UTC")
    return pl.DataFrame(
        [row],
        schema_overrides={
            "at": time_type,
            "at_from_id": time_type,
            "at_conflict": pl.Boolean,
            "at_precision": pl.String,
        },
    )


def test_a_contradicted_time_gives_way_to_the_moment_of_the_id_known_to_the_second() -> None:
    row = time.with_trusted_times(events()).row(0, named=True)
    assert (row["at"], row["at_precision"], row["at_basis"]) == (OF_ID, "s", "id")
    assert row["at_conflict"], "that the export said otherwise stays visible"


@pytest.mark.parametrize("conflict", [False, None])
def test_a_time_that_is_not_contradicted_stays_as_exported(conflict: bool | None) -> None:
    row = time.with_trusted_times(events(at_conflict=conflict)).row(0, named=True)
    assert (row["at"], row["at_precision"], row["at_basis"]) == (EXPORTED, "day", "export")


def test_a_contradicted_time_without_a_moment_in_the_id_is_unknown() -> None:
    assert time.with_trusted_times(events(at_from_id=None))["at"].to_list() == [None]


def test_the_rule_applied_twice_changes_nothing() -> None:
    once = time.with_trusted_times(events())
    assert time.with_trusted_times(once).equals(once)


def test_the_rule_is_the_same_for_a_plan_that_is_not_run_yet() -> None:
    assert time.with_trusted_times(events().lazy()).collect().equals(time.with_trusted_times(events()))


@pytest.mark.parametrize(("name", "seconds"), WIDTHS_S)
def test_a_precision_is_as_wide_as_its_unit(name: str, seconds: float) -> None:
    frame = pl.DataFrame({"at_precision": [name]})
    assert frame.select(time.width_s()).item() == pytest.approx(seconds, rel=1e-12)


def test_precisions_are_ranked_from_the_finest_to_the_coarsest() -> None:
    assert time.RANK == {"us": 0, "ms": 1, "s": 2, "min": 3, "h": 4, "day": 5}
    widths = [p.width_us for p in time.PRECISIONS]
    assert widths == sorted(widths)


def test_a_time_without_a_stated_precision_counts_as_known_to_the_second() -> None:
    frame = pl.DataFrame({"at_precision": [None]}, schema={"at_precision": pl.String})
    assert frame.select(time.width_s()).item() == 1.0


@pytest.mark.parametrize(
    ("precision", "end"),
    [
        ("s", datetime(2025, 3, 1, 9, 30, 6, tzinfo=UTC)),
        ("min", datetime(2025, 3, 1, 9, 31, 5, tzinfo=UTC)),
        ("day", datetime(2025, 3, 2, 9, 30, 5, tzinfo=UTC)),
    ],
)
def test_an_event_lies_before_the_end_of_its_interval(precision: str, end: datetime) -> None:
    frame = events(at=OF_ID, at_precision=precision, at_conflict=False)
    assert frame.select(time.until()).item() == end
    last = frame.select(time.latest()).item()
    assert (end - last).total_seconds() == 1e-6


@pytest.mark.parametrize(
    ("width_s", "names"),
    [(0.5, ("us", "ms")), (1, ("us", "ms", "s")), (60, ("us", "ms", "s", "min")), (59, ("us", "ms", "s"))],
)
def test_a_window_holds_the_precisions_that_are_no_wider(width_s: float, names: tuple[str, ...]) -> None:
    assert time.known_within(width_s) == names


def test_beijing_is_eight_hours_ahead() -> None:
    assert time.BEIJING_OFFSET_S == 28_800


def case_of_two() -> pl.DataFrame:
    """Two accounts repost two posts in the same seconds; one repost is exported as of a day in 2020."""
    rows = [
        {"event_id": f"p{k}", "kind": "post", "account_id": "author", "root_id": f"p{k}", "at": OF_ID}
        for k in (1, 2)
    ]
    for who in ("a", "b"):
        for k in (1, 2):
            wrong = (who, k) == ("b", 2)
            rows.append(
                {
                    "event_id": f"{who}{k}",
                    "kind": "repost",
                    "account_id": who,
                    "root_id": f"p{k}",
                    "parent_basis": "root",
                    "at": EXPORTED if wrong else OF_ID,
                    "at_precision": "day" if wrong else "s",
                    "at_from_id": OF_ID,
                    "at_conflict": wrong,
                }
            )
    defaults = {"platform": "weibo", "source_sha256": "0" * 64, "source_row": 0, "source_path": ""}
    return PLACED_EVENTS.fit(
        pl.DataFrame(
            [{"at_precision": "s", "at_conflict": False} | defaults | row for row in rows],
            infer_schema_length=None,
        )
    )


def test_tree_pairs_and_picture_hold_the_same_four_reposts_at_the_moment_of_the_id() -> None:
    table = case_of_two()
    assert forest_of(table, "repost").nodes["at"].unique().to_list() == [OF_ID]
    trusted = time.with_trusted_times(table).with_columns(family_id=pl.lit(None, pl.String))
    pairs = candidate_pairs(trusted).filter(kind="co_repost")
    assert pairs["objects_n"].unique().to_list() == [2]
    assert len(case_arrays(trusted, FAMILIES.empty()).event) == 4
    reposts = trusted.filter(kind="repost")
    line = time_line_of(reposts, reposts["at"].clear(), (), ZoneInfo(time.BEIJING))
    assert line is not None and line.drawn_n == 4
