"""Figures on odd data: one event, one day, thousands of accounts, long names, emoji; in both languages."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.model.messages import LANGS
from analytics.report.charts import draw
from analytics.report.drawing import text_width
from analytics.report.figures.group_moments import GroupMoments, MomentRow
from analytics.report.figures.spread_tree import Knot, Tree
from analytics.report.figures.time_line import SIGNS, Pin, TimeLine
from analytics.report.figures.traced_shown import Reach, TracedShown
from analytics.report.placeholders import Foreign, Locale
from tests.report.drawn import counted, faults, width_of

T0 = datetime(2025, 3, 4, 12, tzinfo=UTC)
LONG = "一个非常长的昵称" * 12
WIDE = "W" * 90
EMOJI = "🐶🍞面包店粉丝🍞🐶 (weibo:9100000001)"
NAMES = ("阿甲", LONG, WIDE, EMOJI, "a\u202eb", "x" * 3)


def pins(n: int) -> tuple[Pin, ...]:
    kinds = list(SIGNS)
    return tuple(
        Pin(
            kinds[k % len(kinds)],
            Foreign(f"2025-03-0{k % 9 + 1} {NAMES[k % len(NAMES)]}", 200),
            ((T0 + timedelta(hours=5 * k), 86_400.0 * (k % 2)),),
        )
        for k in range(n)
    )


def line_of(counts: list[int], step_s: int = 3_600, n: int = 9) -> TimeLine:
    others = tuple(k % 7 for k in range(len(counts)))
    return TimeLine(T0, step_s, tuple(counts), others, 2, 1, pins(n))


CHAIN = tuple(
    Knot(
        Foreign(NAMES[k % len(NAMES)], 200), min(k, 3), None if k == 0 else min(k - 1, 2), 12_345 * k, 678 * k
    )
    for k in range(14)
)
SEED = random.Random(5)
TIME_LINES = {
    "one event": line_of([1] + [0] * 23),
    "one day": line_of([SEED.randint(0, 40) for _ in range(24)]),
    "no pins": line_of([3] * 30, n=0),
    "a year by weeks": line_of([SEED.randint(0, 9_000) for _ in range(60)], 604_800, 16),
    "thousands of bars": line_of([SEED.randint(0, 2_000_000) for _ in range(360)]),
    "a month of hours": line_of([SEED.randint(0, 9) for _ in range(240)]),
    "all far off": TimeLine(
        T0,
        3_600,
        (1,) * 24,
        (0,) * 24,
        0,
        0,
        (Pin("capture", "x", ((T0 + timedelta(days=400), 0.0), (T0 - timedelta(days=400), 0.0))),),
    ),
}
TRACED = {
    "one": TracedShown((Reach("第1条", 1, None),), 500),
    "none traced": TracedShown((Reach(Foreign(EMOJI, 200), 0, (0, 0)),), None),
    "above and below": TracedShown(
        (Reach(Foreign(LONG, 200), 588, (650, 650)), Reach("b", 717, (650, 650))), 500
    ),
    "millions": TracedShown(
        tuple(Reach(Foreign(name, 200), 10**k, (10**k, None)) for k, name in enumerate(NAMES)), 500, 12
    ),
    "a range": TracedShown((Reach("a", 480, (480, 520)),), 500),
}
TREES = {
    "the root alone": Tree((Knot("阿甲", 0, None, 0, 0),), (1,), 0),
    "long names in a chain": Tree(CHAIN, (1, 1_000_000, 20, 3_000), 99_999),
    "two thousand accounts": Tree(
        (
            Knot(Foreign(EMOJI, 200), 0, None, 1_999, 0),
            Knot(None, 1, 0, 3, 0),
            Knot(Foreign(WIDE, 200), 2, 1, 0, 0),
        ),
        (1, 2_000, 4),
        0,
    ),
}
MOMENTS = {
    "one event": GroupMoments((MomentRow(T0, (0.0,), 0),), 1.0, 0),
    "all in one second": GroupMoments((MomentRow(T0, (0.0,) * 60, 3),), 1.0, 5),
    "two thousand": GroupMoments(
        tuple(MomentRow(T0, tuple(SEED.uniform(0, 600) for _ in range(200)), 0) for _ in range(10)), 600.0, 0
    ),
    "days": GroupMoments((MomentRow(T0, (0.0, 250_000.0), 1),), 250_000.0, 0),
}
ALL = [
    (kind, name, data)
    for kind, cases in (("time line", TIME_LINES), ("traced", TRACED), ("tree", TREES), ("moments", MOMENTS))
    for name, data in cases.items()
]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("kind", "name", "data"), ALL, ids=[f"{kind}: {name}" for kind, name, _ in ALL])
def test_a_figure_of_odd_data_has_no_fault(kind: str, name: str, data: object, lang: str) -> None:
    del kind, name
    assert faults(draw(data, "1", Locale(lang, ZoneInfo("Asia/Shanghai")))) == []


def test_drawn_and_not_drawn_are_all_records() -> None:
    voice = Locale("en", ZoneInfo("UTC"))
    assert counted(draw(TIME_LINES["one event"], "1", voice)) == 1 + 2 + 1
    assert counted(draw(TREES["long names in a chain"], "1", voice)) == 1 + 1_000_000 + 20 + 3_000 + 99_999
    assert counted(draw(MOMENTS["all in one second"], "1", voice)) == 60 + 3 + 5


def test_the_number_of_law_stands_only_where_law_names_one() -> None:
    voice = Locale("zh", ZoneInfo("UTC"))
    assert "数量标准500" in draw(TRACED["one"], "1", voice)
    assert "500" not in draw(TracedShown(TRACED["one"].rows, None), "1", voice)


@pytest.mark.parametrize(
    "words", ["0123456789", "The quick brown fox (weibo:9100231904)", "所指信息：500条", "a—“b”…"]
)
def test_widths_are_those_of_the_font(words: str) -> None:
    assert text_width(words, 10) == pytest.approx(width_of(words, 10), rel=0.03)


def test_the_checker_sees_what_is_wrong() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" data-drawn="2" data-left-out="0"><title>t</title>'
    body = (
        '<text class="axis-x" x="0" y="90" font-size="10">no unit</text>'
        '<text x="10" y="20" font-size="10">one</text><text x="12" y="22" font-size="10">two</text>'
        '<line x1="0" y1="18" x2="50" y2="18"/><circle class="mark" data-n="1"/>'
    )
    found = "\n".join(faults(f"{head}{body}</svg>"))
    for one in (
        "axis x",
        "axis y",
        "over each other: one | two",
        "line through: one",
        "drawn 1, said 2",
        "no value",
    ):
        assert one in found
