"""Numbers, spans, moments and sizes in both languages; every expected text by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.law.rendering import observation_words
from analytics.model.formatting import (
    figure,
    lower_figure,
    moment,
    number,
    offset_moment,
    share,
    size,
    span,
    upper_figure,
)
from analytics.report.placeholders import Locale, Moment, Range, Share, Span
from dashboards import wording
from dashboards.page import View

BEIJING = ZoneInfo("Asia/Shanghai")
AT = datetime(2025, 3, 1, 16, 5, 9, 987_654, tzinfo=UTC)
SPANS = [
    (0, "0 秒", "0 s"),
    (0.4, "0 秒", "0 s"),
    (-0.4, "0 秒", "0 s"),
    (59.6, "1 分", "1 min"),
    (61, "1 分 1 秒", "1 min 1 s"),
    (3_605, "1 小时", "1 h"),
    (93_784, "1 天 2 小时", "1 d 2 h"),
    (172_860, "2 天", "2 d"),
    (-90, "−1 分 30 秒", "−1 min 30 s"),
    (86_400 * 1_234, "1,234 天", "1,234 d"),
]


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1_234_567, 0, "1,234,567"),
        (-1_234.5, 1, "-1,234.5"),
        (0.006, 2, "0.01"),
    ],
)
def test_thousands_stand_apart(value: float, digits: int, expected: str) -> None:
    assert number(value, digits) == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (12_345.0, 2, "12,345"),
        (0.0, 2, "0"),
        (1 / 3, 2, "0.33"),
        (1_234.5, 2, "1,234.50"),
        (0.005, 2, "0.01"),
        (0.0049, 2, "0.0049"),
        (-0.000_123, 2, "-0.00012"),
        (1e-12, 2, "0.0000000000010"),
        (0.0049, 3, "0.005"),
        (0.000_4, 3, "0.00040"),
    ],
)
def test_a_measure_that_is_not_zero_is_never_told_as_zero(value: float, digits: int, expected: str) -> None:
    assert figure(value, digits) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 8, "12.5%"), (0, 5, "0.0%"), (5, 5, "100.0%"), (1, 0, None)]
)
def test_a_share_has_one_decimal_and_none_where_nothing_is_divided(
    part: float, whole: float, expected: str | None
) -> None:
    assert share(part, whole) == expected


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("day", "2025-03-02"),
        ("h", "2025-03-02 00:00"),
        ("min", "2025-03-02 00:05"),
        ("s", "2025-03-02 00:05:09"),
        ("ms", "2025-03-02 00:05:09"),
        (None, "2025-03-02 00:05:09"),
    ],
)
def test_a_moment_is_told_in_the_zone_and_no_finer_than_it_is_known(
    precision: str | None, expected: str
) -> None:
    assert moment(AT, BEIJING, precision) == expected


def test_a_moment_alone_names_its_offset() -> None:
    assert offset_moment(AT, BEIJING) == "2025-03-02 00:05:09 +0800"


@pytest.mark.parametrize(("seconds", "zh", "en"), SPANS)
def test_a_span_is_told_in_its_two_largest_units(seconds: float, zh: str, en: str) -> None:
    assert (span(seconds, "zh"), span(seconds, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("bytes_n", "expected"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (2_500_000, "2.5 MB"), (3_200_000_000, "3.2 GB")],
)
def test_a_size_is_told_in_decimal_units(bytes_n: int, expected: str) -> None:
    assert size(bytes_n) == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_paper_and_page_tell_the_same(lang: str) -> None:
    voice, view = Locale(lang, BEIJING), View(lang=lang, zone=BEIJING)
    for seconds, _, _ in SPANS:
        assert voice.text(Span(seconds)) == wording.span(seconds, view)
    for value in (0, 7, 12_345, 0.1666, 0.000_012_3, 1_588.0):
        assert voice.text(value) == wording.figure(value)
    for precision in ("day", "h", "min", "s", "us"):
        assert voice.text(Moment(AT, precision)) == wording.moment(AT, view, precision)
    assert voice.text(Share(1, 8)) == wording.share(1, 8)


def test_the_page_shows_a_dash_for_what_is_unknown() -> None:
    view = View(lang="en", zone=BEIJING)
    assert [wording.count(None), wording.figure(None), wording.share(1, 0), wording.share(None, 3)] == [
        "–"
    ] * 4
    assert [wording.moment(None, view), wording.span(None, view)] == ["–"] * 2


@given(st.floats(0, 1e6), st.integers(0, 4))
def test_an_interval_as_printed_holds_the_interval_as_computed(value: float, digits: int) -> None:
    low, high = lower_figure(value, digits), upper_figure(value, digits)
    # Twelve digits of the value count.
    assert float(low.replace(",", "")) <= value * (1 + 1e-11)
    assert float(high.replace(",", "")) >= value * (1 - 1e-11)


def test_ends_that_lie_between_two_digits_go_outward() -> None:
    # By hand: 0.05^(1/1378) = 0.997828..., and half the .975 quantile of chi-squared with 2 degrees is 3.6888...
    assert (lower_figure(99.7828), upper_figure(3.6888, 1)) == ("99.78", "3.7")
    assert (lower_figure(99.8) == "99.80", upper_figure(3.61, 1)) == (True, "3.7")
    assert Locale("en", ZoneInfo("UTC")).text(Range(4.79, 18.31, 1)) == "4.7–18.4"
    said = observation_words("alleged.plus_share", {"lower": 4.79}, "en", ZoneInfo("UTC"))
    assert said == "At least an estimated 4.7 are abuse."
