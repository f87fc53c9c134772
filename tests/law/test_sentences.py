"""What a finding says, whom it names and which row comes first, each worked out by hand."""

import json
from typing import Any

import pytest

from analytics.law.factor import factors
from analytics.law.findings import findings
from analytics.law.number_rows import compare_with_threshold
from analytics.law.rendering import Line, read_findings
from analytics.law.rule_set import rule_sets
from tests.law.made import groups, measures, role, roles, scope, tallies, tally, trees

DEFAMATION = {"case": {"allegation": "defamation"}}
TARGET = {"targets": [{"name": "阿某"}]}


def rows(factor: str, *tables: Any, **given: Any) -> list[dict[str, Any]]:
    return findings(measures(*tables, **given), "fafa-2023-14").filter(factor_id=factor).to_dicts()


def lines(factor: str, lang: str, *tables: Any, **given: Any) -> list[Line]:
    made = findings(measures(*tables, **given), "fafa-2023-14").filter(factor_id=factor)
    return read_findings(made, lang)


def params(row: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(row["note_params"])
    return told


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "全案至少 5 次转发、7 条评论、11 个不同账号。"),
        ("en", "At least 5 reposts, 7 comments, 11 distinct accounts in the whole case."),
    ],
)
def test_the_scope_of_article_12_names_reposts_comments_and_accounts_in_their_places(
    lang: str, said: str
) -> None:
    table = scope(("reposts", "case", 5, None), ("comments", "case", 7, None), ("accounts", "case", 11, None))
    (line,) = lines("A12-F4", lang, table)
    assert line.observation.startswith(said)


BESIDE_500 = [
    (500, 600, "下限已达到该数量（高出 0）", "the lower end reaches the number (by 0)"),
    (
        100,
        300,
        "上限低于该数量（低 200）。仅就本数据而言，删除的内容不在其中",
        "the upper end lies below the number (by 200); in this data only, deleted acts are not in it",
    ),
    (
        236,
        700,
        "区间跨越该数量：不能说明已达到，也不能说明未达到",
        "the range lies across the number: neither reached nor not reached is shown",
    ),
    (
        236,
        None,
        "下限距该数量尚差 264，上限未知：不能说明已达到，也不能说明未达到",
        "the lower end is 264 short of the number, no upper end is known: neither reached nor not reached is shown",
    ),
]


@pytest.mark.parametrize(("lower", "upper", "zh", "en"), BESIDE_500)
def test_each_place_beside_500_has_its_own_sentence_in_both_languages(
    lower: float, upper: float | None, zh: str, en: str
) -> None:
    table = scope(("reposts", "weibo:r1", lower, upper))
    for lang, said in (("zh", zh), ("en", en)):
        (line,) = lines("S-R2", lang, table, toml=DEFAMATION, alleged=("weibo:r1",))
        assert line.distance == said


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (500, None, []),
        (1, 499, ["law.for_below"]),
        (1, 500, ["law.for_not_shown"]),
        (1, None, ["law.for_not_shown"]),
    ],
)
def test_what_speaks_for_the_accused_beside_a_number_follows_the_place_of_the_range(
    lower: float, upper: float | None, told: list[str]
) -> None:
    given = {"toml": DEFAMATION, "alleged": ("weibo:r1",)}
    (row,) = rows("S-R2", scope(("reposts", "weibo:r1", lower, upper)), **given)
    assert row["exculpatory"] == ["law.for_spread_mixed", *told]
    (year,) = rows("S-Y1", scope(("reposts_365d", "weibo:1", lower, upper)), **given)
    assert year["exculpatory"] == ["law.for_aimed_any", *told]


def test_each_counter_of_law_reads_its_own_measure() -> None:
    measured = ("views", "reposts_displayed", "reposts", "reposts_unflagged")
    table = scope(*((name, "weibo:r1", 1_000 + k, None) for k, name in enumerate(measured)))
    found = {
        factor: (row["source"], row["lower"])
        for factor in ("S-V1", "S-R1", "S-R2", "S-R3")
        for row in rows(factor, table, toml=DEFAMATION, alleged=("weibo:r1",))
    }
    assert found == {
        "S-V1": ("scope: views", 1_000),
        "S-R1": ("scope: reposts_displayed", 1_001),
        "S-R2": ("scope: reposts", 1_002),
        "S-R3": ("scope: reposts_unflagged", 1_003),
    }


def test_of_eleven_alleged_posts_the_smallest_is_left_out() -> None:
    posts = [(f"weibo:r{k:02}", 10.0 + k) for k in range(11)]
    table = scope(*(("reposts", name, n, None) for name, n in posts))
    found = rows("S-R2", table, toml=DEFAMATION, alleged=tuple(name for name, _ in posts))
    assert {row["subject_id"] for row in found} == {f"weibo:r{k:02}" for k in range(1, 11)}
    assert {params(row)["of"] for row in found} == {11}


def test_a_post_that_nobody_passed_on_is_no_row_beside_one_that_was() -> None:
    table = scope(("reposts", "weibo:r1", 6, 9), ("reposts", "weibo:r2", 0, 0))
    found = rows("S-R2", table, toml=DEFAMATION, alleged=("weibo:r1", "weibo:r2"))
    assert [row["subject_id"] for row in found] == ["weibo:r1"]
    alone = rows("S-R2", scope(("reposts", "weibo:r2", 0, 0)), toml=DEFAMATION, alleged=("weibo:r2",))
    assert [(row["subject_id"], row["status"]) for row in alone] == [("weibo:r2", "none_in_data")]


def test_reposts_are_not_laid_beside_a_number_of_views() -> None:
    made = measures(scope(("reposts", "weibo:r1", 6_000, None)), alleged=("weibo:r1",))
    views = rule_sets()["fashi-2013-21"].provisions["S-V1"]
    (found,) = compare_with_threshold(made, "S-R2", views, "traced", "reposts")
    assert not found.is_counted
    assert compare_with_threshold(made, "S-R2", views, "traced", "views")[0].is_counted


def test_the_largest_tree_is_told_with_its_half_life_in_minutes() -> None:
    (row,) = rows("S-T1", trees(4, 9))
    assert (row["subject_id"], params(row)["size"], params(row)["half_life_min"]) == ("weibo:r9", 9, 10)


def test_a_sum_of_a_year_that_may_reach_the_number_is_told_and_one_of_nothing_is_not() -> None:
    given = {"toml": DEFAMATION, "alleged": ("weibo:r1",)}
    sums = [("reposts_365d", "weibo:1", 4, None), ("reposts_365d", "weibo:2", 0, None)]
    assert [(r["subject_id"], r["status"]) for r in rows("S-Y1", scope(*sums), **given)] == [
        ("weibo:1", "not_measurable")
    ]
    assert [(r["subject_id"], r["status"]) for r in rows("S-Y1", scope(sums[1]), **given)] == [
        ("case", "not_measurable")
    ]
    below = [("reposts_365d", "weibo:1", 4, 9), ("reposts_365d", "weibo:2", 7, 8)]
    assert [(r["subject_id"], r["lower"]) for r in rows("S-Y1", scope(*below), **given)] == [("case", 7)]


@pytest.mark.parametrize(("once", "is_said"), [(4, False), (5, True)])
def test_that_most_accounts_acted_once_is_said_from_more_than_half_on(once: int, is_said: bool) -> None:
    (row,) = rows("A12-F3", tallies(tally("once", once, 8), tally("kinds:repost", 9, 12)))
    assert ("law.for_once" in row["exculpatory"]) == is_said
    assert params(row) == {"accounts": 8, "once": once, "posts": 0, "reposts": 9, "comments": 0}


@pytest.mark.parametrize(
    ("public", "note", "told"), [(True, "yes", ["law.for_public_figure"]), (False, "no", [])]
)
def test_a_target_is_called_what_the_case_file_calls_it(public: bool, note: str, told: list[str]) -> None:
    toml = {"targets": [{"name": "阿某", "public_figure": public}]}
    acts, stated = rows("A12-F1", tallies(tally("aimed", 5, 3)), toml=toml)
    assert params(acts) == {"n": 5, "accounts": 3, "targets": 1}
    assert (stated["note_code"], stated["exculpatory"]) == (f"law.note_public_{note}", told)


def test_several_targets_need_two_stated_ones_and_the_account_with_most_is_told() -> None:
    aimed = tally("aimed", 9, 3)
    one = rows("A12-3", tallies(aimed), toml=TARGET)
    assert (one[0]["status"], one[0]["note_code"]) == ("not_measurable", "law.note_one_target_stated")
    two = {"targets": [{"name": "阿某"}, {"name": "乙某"}, {"name": "丙某"}]}
    each = [tally("aimed_targets", n, subject=f"weibo:{n}") for n in (2, 3)]
    most = rows("A12-3", tallies(aimed, *each), toml=two)[0]
    assert (most["value"], params(most)) == (3, {"n": 2, "most": 3, "targets": 3})


def test_of_eleven_candidates_the_one_of_the_weaker_grade_is_left_out() -> None:
    strong = [role("organizer", "A", f"weibo:{k}", "g1") for k in range(10)]
    found = rows("A8-R2", roles(role("organizer", "B", "weibo:0b", "g0"), *strong))
    assert {row["subject_id"] for row in found} == {f"weibo:{k}" for k in range(10)}


def test_two_first_ones_of_one_information_speak_for_each_other() -> None:
    two = rows("A8-R1", roles(role("initiator", "A"), role("initiator", "B", "weibo:2")))
    assert all("law.for_other_roots" in row["exculpatory"] for row in two)
    (one,) = rows("A8-R1", roles(role("initiator", "A")))
    assert "law.for_other_roots" not in one["exculpatory"]


def test_accounts_that_act_together_are_a_range_from_grade_a_to_a_and_b() -> None:
    (row,) = rows("A8-2", groups("A", "A", "B", "C"))
    assert (row["lower"], row["upper"], params(row)["leads"]) == (2, 3, 1)


def test_only_first_ones_and_organizers_are_the_providers_own_acts() -> None:
    toml = {"case": {"provider_accounts": ["weibo:1"]}}
    for name, status in (("initiator", "measured"), ("organizer", "measured"), ("promoter", "none_in_data")):
        (row,) = rows("A8-5", roles(role(name, "A")), toml=toml)
        assert row["status"] == status


def test_the_share_of_abuse_is_that_of_the_coded_with_wilsons_interval() -> None:
    """Three of ten: 0.3, and by Wilson's formula (0.3 + z2/20 -+ z sqrt(0.021 + z2/400)) / (1 + z2/10) with z2 = 3.8415."""
    row = rows("A12-F5", tallies(tally("label:abuse", 3, 10)))[0]
    assert row["value"] == 0.3
    assert (row["lower"], row["upper"]) == pytest.approx((0.1078, 0.6032), abs=5e-5)


def test_a_number_stands_beside_no_value_that_it_does_not_count() -> None:
    """The numbers of 法释〔2017〕10号 are about items of each class, which a pattern does not tell: none is laid."""
    made = measures(tallies(*(tally(f"personal:{k}", 60, 9) for k in PERSONAL)))
    named = [findings(made, name) for name in rule_sets()]
    laid = {f for table in named for f in table.filter(table["threshold"].is_not_null())["factor_id"]}
    assert laid == set() and "A4" in factors()


PERSONAL = ("phone", "identity", "card", "address", "plate", "email")
