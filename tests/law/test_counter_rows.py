"""What the counters say of the alleged information beside the numbers of law, each worked out by hand."""

from typing import Any

import polars as pl
import pytest

from tests.law.made import (
    ALLEGED,
    DEFAMATION,
    accounts,
    counter,
    information,
    law_lines,
    law_rows,
    params,
    post,
    record,
    reposts,
    shown,
    trees,
)

BESIDE_500 = [
    (588, [650.0], "已达到", (588, 650)),
    (480, [], "仅凭本次数据不能确定", (480, None)),
    (480, [490.0], "未达到", (480, 490)),
    (480, [650.0], "上下端分处两侧", (480, 650)),
    (717, [650.0], "已达到", (650, None)),
]


@pytest.mark.parametrize(("traced", "counters", "place", "ends"), BESIDE_500)
def test_each_place_beside_500_is_told(
    traced: int, counters: list[float], place: str, ends: tuple[float, float | None]
) -> None:
    table = shown(*(counter("weibo:r1", n) for n in counters))
    (line,) = law_lines("S-R2", "zh", information(*reposts(traced)), table, toml=DEFAMATION)
    assert line.observation.endswith(f"数量标准500（法释〔2013〕21号第二条第（一）项）：{place}。")
    assert ("二者矛盾" in line.observation) == (traced == 717)
    assert line.disclaimer == "达到数量标准不等于构成犯罪。"
    (row,) = law_rows("S-R2", information(*reposts(traced)), table, toml=DEFAMATION)
    assert (row["lower"], row["upper"], row["events_n"], len(row["event_ids"])) == (*ends, traced, traced)


@pytest.mark.parametrize("given", [{"note": "displayed_rounded"}, {"at_s": 10}])
def test_a_counter_that_is_rounded_or_older_than_the_last_act_bounds_nothing(given: dict[str, Any]) -> None:
    (row,) = law_rows(
        "S-R2", information(*reposts(480)), shown(counter("weibo:r1", 490, **given)), toml=DEFAMATION
    )
    assert (row["lower"], row["upper"]) == (480, None)
    (row,) = law_rows(
        "S-R1", information(*reposts(480)), shown(counter("weibo:r1", 490, **given)), toml=DEFAMATION
    )
    assert (row["lower"], row["upper"]) == (490, None)


def test_two_alleged_posts_have_a_row_each_and_one_of_both() -> None:
    """588 to 650 and 261 to 286 make 849 to 936."""
    second = post("weibo:r2", "weibo:8", item_id="weibo:r2", root_id="weibo:r2")
    below = [{**one, "item_id": "weibo:r2"} for one in reposts(261, "weibo:r2")]
    table = information(post(), second, *reposts(588), *below)
    toml = {**DEFAMATION, "alleged": [{"id": "weibo:r1"}, {"id": "weibo:r2"}]}
    found = law_rows("S-R2", table, shown(counter("weibo:r1", 650), counter("weibo:r2", 286)), toml=toml)
    assert {r["subject_id"]: (r["lower"], r["upper"]) for r in found} == {
        "weibo:r1": (588, 650),
        "weibo:r2": (261, 286),
        "case": (849, 936),
    }
    (whole,) = law_lines(
        "A12-F4", "zh", table, shown(counter("weibo:r1", 650), counter("weibo:r2", 286)), toml=toml
    )
    assert whole.observation == (
        "所指信息（原文与逐字相同者，原帖2条）逐条可见转发849条、评论0条，连同平台显示为849–936条转发；"
        "账号588个；其中单列（对象、机关、媒体、更正或者否认者）0条：转发0条、评论0条。"
    )


@pytest.mark.parametrize(
    ("factor", "measure"), [("S-R1", "reposts_displayed"), ("S-V1", "views"), ("S-A3", "views")]
)
def test_counters_of_different_moments_are_not_told_as_no_counters(factor: str, measure: str) -> None:
    """A post and its copy, one shown an hour after the other: no sum, and not "none was exported"."""
    copy = post("weibo:r2", "weibo:8", layer="exact", root_id="weibo:r2")
    table = shown(
        counter("weibo:r1", 650, measure=measure), counter("weibo:r2", 286, at_s=12_600, measure=measure)
    )
    (row,) = law_rows(factor, information(post(), copy), table, toml=DEFAMATION)
    assert (row["status"], row["note_code"], params(row)["n"]) == ("not_measurable", "alleged.c_apart", 2)


def test_layers_have_rows_of_their_own() -> None:
    near = {"layer": "near", "post_id": "weibo:n"}
    table = information(
        post(), *reposts(3), post("weibo:n", "weibo:7", layer="near"), record("weibo:nr", **near)
    )
    found = law_rows("S-R2", table, toml=DEFAMATION)
    assert {params(r)["layer"]: r["lower"] for r in found} == {"same": 3, "near": 1}
    assert {r["subject_id"]: r["lower"] for r in law_rows("A12-F4", table, toml=DEFAMATION)} == {
        "case": 3,
        "near": 1,
    }


def test_the_sum_of_a_year_is_that_of_posts_of_the_information_within_365_days() -> None:
    year = 365 * 86_400
    posts = [
        post("weibo:r1", "weibo:1", 0),
        post("weibo:r2", "weibo:1", year, layer="exact", root_id="weibo:r2"),
        post("weibo:r3", "weibo:1", 2 * year + 86_400, layer="exact", root_id="weibo:r3"),
        post("weibo:r4", "weibo:2", 0, layer="exact", root_id="weibo:r4"),
    ]
    below = [*reposts(3), *reposts(4, "weibo:r2"), *reposts(5, "weibo:r3")]
    told = {
        r["subject_id"]: (r["lower"], params(r)["n"])
        for r in law_rows("S-Y1", information(*posts, *below), toml=DEFAMATION)
    }
    assert told == {"weibo:1": (7, 2), "weibo:2": (0, 1)}  # 366 days apart are two windows.
    dealt = {**DEFAMATION, "dealt_with": [{"event_id": "weibo:r2", "at": "2025-03-11"}]}
    told = {r["subject_id"]: r["lower"] for r in law_rows("S-Y1", information(*posts, *below), toml=dealt)}
    assert told["weibo:1"] == 5
    counts = {
        r["subject_id"]: params(r)["dealt_with"]
        for r in law_rows("S-Y1", information(*posts, *below), toml=dealt)
    }
    assert counts == {"weibo:1": 1, "weibo:2": 0}  # Of its own posts, not of the case.


def test_a_stated_post_has_a_sum_of_a_year_whoever_wrote_it_and_a_copy_of_the_target_has_none() -> None:
    posts = [
        post("weibo:r1", "weibo:1", 0, actor="press"),
        post("weibo:r2", "weibo:t", 9, layer="exact", root_id="weibo:r2", actor="target"),
    ]
    found = law_rows("S-Y1", information(*posts, *reposts(3)), toml=DEFAMATION)
    assert [(r["subject_id"], r["lower"]) for r in found] == [("weibo:1", 3)]


def test_a_number_of_the_provider_is_laid_beside_only_after_a_stated_order() -> None:
    table = information(*reposts(3))
    (bare,) = law_rows("S-A1", table, toml=ALLEGED)
    assert (bare["lower"], bare["threshold"], bare["note_code"]) == (4, None, "alleged.c_accounts_unordered")
    ordered = {**ALLEGED, "notices": [{"at": "2025-03-11", "kind": "order", "document": "责令改正通知"}]}
    (laid,) = law_rows("S-A1", table, toml=ordered)
    assert (laid["threshold"], params(laid)["place"]) == (2000, "open")


def test_followers_are_those_of_who_passed_it_on_with_and_without_the_largest() -> None:
    table = information(
        post(account="weibo:1"), record("weibo:e2", "weibo:2"), record("weibo:k", "weibo:3", kind="comment")
    )
    (row,) = law_rows("S-A2", table, accounts(a1=86_400, a2=600, a3=9_000_000, a4=5), toml=ALLEGED)
    assert (row["lower"], params(row)["m"], params(row)["known"]) == (87_000, 600, 2)


def test_the_largest_tree_of_the_information_is_told_with_its_half_life_in_minutes() -> None:
    both = {"cascades": pl.concat([trees(9, root="weibo:r1")["cascades"], trees(900)["cascades"]])}
    (row,) = law_rows("S-T1", information(), both, toml=ALLEGED)
    assert (row["subject_id"], params(row)["size"], params(row)["half_life_min"]) == ("weibo:r1", 9, 10)
