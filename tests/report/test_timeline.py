"""Part 2: bars that add up whatever else the export holds, dated facts, texts with their changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from analytics.report.figures.time_line import Pin
from analytics.report.placeholders import Foreign, Stressed, Word
from analytics.report.sections.timeline import _shown
from analytics.report.timeline_data import ROWS_MAX, facts_of, pins_of, placed, time_line_of
from analytics.store.case_toml import CaseToml
from analytics.text.versions import Version

T0 = datetime(2025, 3, 4, 12, 42, 17, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
NONE = pl.Series("at", [], dtype=pl.Datetime("us", "UTC"))


def moments(hours: list[float]) -> pl.Series:
    return pl.Series("at", [T0 + timedelta(hours=h) for h in hours], dtype=pl.Datetime("us", "UTC"))


def on_it(hours: list[float | None], precision: str = "s") -> pl.DataFrame:
    at = [None if h is None else T0 + timedelta(hours=h) for h in hours]
    return pl.DataFrame(
        {"at": at, "at_precision": [precision] * len(at)}, schema_overrides={"at": pl.Datetime("us", "UTC")}
    )


def version(k: int, text: str, first: int, last: int) -> Version:
    day = timedelta(days=1)
    return Version("p", k, text, f"{k}" * 64, T0 + first * day, T0 + last * day, 1, ("a",), ("a", 0, ""))


def test_bars_begin_on_the_clock_of_the_case_and_hold_every_event() -> None:
    line = time_line_of(on_it([0, 0.1, 0.5, 30, None]), NONE, (), ZONE)
    assert line is not None
    assert line.start == datetime(2025, 3, 4, 12, tzinfo=UTC)  # 20:00 in Shanghai
    assert (line.counts[0], line.counts[1], line.counts[30]) == (2, 1, 1)
    assert line.drawn_n + line.outside_n + line.untimed_n == 5
    assert line.busiest == (line.start, 2)


def test_other_records_change_no_bar() -> None:
    bare = time_line_of(on_it([0, 5, 9]), NONE, (), ZONE)
    full = time_line_of(on_it([0, 5, 9]), moments([-500, 1, 1, 2, 4_000]), (), ZONE)
    assert bare is not None and full is not None
    assert (bare.start, bare.step_s, bare.counts) == (full.start, full.step_s, full.counts)
    assert sum(full.others) == 3  # Those within the bars; the others stand in the line of the rest.


def test_one_event_stands_in_the_course_of_a_day() -> None:
    line = time_line_of(on_it([0]), NONE, (), ZONE)
    assert line is not None and len(line.counts) == 24 + 1 and line.drawn_n == 1


def test_a_few_far_events_are_counted_and_do_not_flatten_the_bars() -> None:
    line = time_line_of(on_it([*(k / 100 for k in range(1_000)), 20_000]), NONE, (), ZONE)
    assert line is not None
    assert (line.step_s, line.drawn_n, line.outside_n) == (3_600, 1_000, 1)


def test_times_known_to_the_day_draw_nothing() -> None:
    assert time_line_of(on_it([0, 1], "day"), NONE, (), ZONE) is None


def test_a_capture_years_later_does_not_stretch_the_axis() -> None:
    late = Pin("capture", "x", ((T0 + timedelta(days=900), 0.0),))
    soon = Pin("capture", "x", ((T0 + timedelta(days=2), 0.0),))
    with_late = time_line_of(on_it([0, 20]), NONE, (late, soon), ZONE)
    assert with_late is not None and len(with_late.counts) == 2 * 24 + 1


def test_a_bare_day_stands_for_all_of_it_and_a_moment_for_itself() -> None:
    assert placed(date(2025, 3, 8), ZONE) == (datetime(2025, 3, 7, 16, tzinfo=UTC), 86_400.0)
    assert placed(datetime(2025, 3, 8, 9), ZONE) == (datetime(2025, 3, 8, 1, tzinfo=UTC), 0.0)


def test_facts_stand_in_order_of_time_under_their_place_in_the_case_file() -> None:
    toml = CaseToml.model_validate(
        {
            "warnings": [{"at": date(2025, 3, 9), "kind": "告诫"}],
            "takedowns": [{"at": datetime(2025, 3, 8, 15, tzinfo=ZONE), "kind": "删除"}],
            "corrections": [{"event_id": "weibo:1", "by": "某局"}],
        }
    )
    assert [one.place for one in facts_of(toml)] == ["takedowns/1", "warnings/1", "corrections/1"]


def test_an_edit_lies_between_two_captures() -> None:
    texts = (version(1, "旧", 1, 2), version(2, "新", 5, 7))
    (pin,) = pins_of((), [(1, None)], {1: texts}, [], ZONE)
    assert pin.moments == ((T0 + timedelta(days=2), 3 * 86_400.0),)


def test_very_many_facts_share_a_row_a_kind() -> None:
    toml = CaseToml.model_validate(
        {"warnings": [{"at": date(2025, 3, 1) + timedelta(days=k)} for k in range(ROWS_MAX + 1)]}
    )
    (pin,) = pins_of(facts_of(toml), [], {}, [], ZONE)
    assert len(pin.moments) == ROWS_MAX + 1


def test_the_first_text_marks_what_went_and_later_ones_what_came() -> None:
    first, second = _shown((version(1, "店主偷卖过期面包", 1, 2), version(2, "店主疑似偷卖临期面包", 3, 4)))
    assert first == Stressed((("店主偷卖", False), ("过", True), ("期面包", False)))
    assert second == Stressed(
        (("店主", False), ("疑似", True), ("偷卖", False), ("临", True), ("期面包", False))
    )
    (only,) = _shown((version(1, "一", 1, 2),))
    assert isinstance(only, Foreign)


def test_a_fact_tells_which_post_it_concerns_and_a_consequence_its_stated_words() -> None:
    """The takedown concerns the second of two posts; the consequence is told as stated, not as a code."""
    toml = CaseToml.model_validate(
        {
            "alleged": [{"id": "weibo:p"}, {"id": "weibo:q"}],
            "takedowns": [{"event_id": "weibo:q", "at": "2025-03-08", "kind": "平台删除"}],
            "consequences": [{"at": "2025-03-06", "kind": "other", "document": "停业说明"}],
        }
    )
    consequence, takedown = facts_of(toml)
    assert takedown.post == 2
    first, second = pins_of((consequence, takedown), [], {}, [], ZONE)
    assert dict(first.words.params)["kind"] == Foreign("停业说明", 60)
    assert dict(second.words.params)["post"] == Word("timeline.post_item", (("k", 2),))
