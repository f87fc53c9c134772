"""What a row of law says of the alleged information, whom it names and what it counts, each worked out by hand."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.law.factor import factors
from analytics.law.findings import findings
from analytics.law.rendering import Line, read_findings
from analytics.law.rule_set import rule_sets
from tests.law.made import (
    ALLEGED,
    accounts,
    aimed,
    counter,
    groups,
    information,
    labels,
    measures,
    post,
    record,
    role,
    roles,
    sampled,
    shown,
    tallies,
    tally,
    trees,
)

DEFAMATION = {**ALLEGED, "case": {"allegation": "defamation"}}
TARGET = {**ALLEGED, "targets": [{"name": "阿某", "ids": ["weibo:t"]}]}


def rows(factor: str, *tables: Any, **given: Any) -> list[dict[str, Any]]:
    return findings(measures(*tables, **given), "fafa-2023-14").filter(factor_id=factor).to_dicts()


def lines(factor: str, lang: str, *tables: Any, **given: Any) -> list[Line]:
    made = findings(measures(*tables, **given), "fafa-2023-14").filter(factor_id=factor)
    return read_findings(made, lang)


def params(row: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(row["note_params"])
    return told


def reposts(n: int, root: str = "weibo:r1", **more: Any) -> list[dict[str, Any]]:
    return [record(f"{root}-{k:03}", f"weibo:{k}", k, post_id=root, root_id=root, **more) for k in range(n)]


# --- Numbers -----------------------------------------------------------------------------------------------


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
    (line,) = lines("S-R2", "zh", information(*reposts(traced)), table, toml=DEFAMATION)
    assert line.observation.endswith(f"数量标准500（法释〔2013〕21号第二条第（一）项）：{place}。")
    assert ("二者矛盾" in line.observation) == (traced == 717)
    assert line.disclaimer == "达到数量标准不等于构成犯罪。"
    (row,) = rows("S-R2", information(*reposts(traced)), table, toml=DEFAMATION)
    assert (row["lower"], row["upper"], row["events_n"], len(row["event_ids"])) == (*ends, traced, traced)


@pytest.mark.parametrize("given", [{"note": "displayed_rounded"}, {"at_s": 10}])
def test_a_counter_that_is_rounded_or_older_than_the_last_act_bounds_nothing(given: dict[str, Any]) -> None:
    (row,) = rows(
        "S-R2", information(*reposts(480)), shown(counter("weibo:r1", 490, **given)), toml=DEFAMATION
    )
    assert (row["lower"], row["upper"]) == (480, None)
    (row,) = rows(
        "S-R1", information(*reposts(480)), shown(counter("weibo:r1", 490, **given)), toml=DEFAMATION
    )
    assert (row["lower"], row["upper"]) == (490, None)


def test_two_alleged_posts_have_a_row_each_and_one_of_both() -> None:
    """588 to 650 and 261 to 286 make 849 to 936."""
    second = post("weibo:r2", "weibo:8", item_id="weibo:r2", root_id="weibo:r2")
    below = [{**one, "item_id": "weibo:r2"} for one in reposts(261, "weibo:r2")]
    table = information(post(), second, *reposts(588), *below)
    toml = {**DEFAMATION, "alleged": [{"id": "weibo:r1"}, {"id": "weibo:r2"}]}
    found = rows("S-R2", table, shown(counter("weibo:r1", 650), counter("weibo:r2", 286)), toml=toml)
    assert {r["subject_id"]: (r["lower"], r["upper"]) for r in found} == {
        "weibo:r1": (588, 650),
        "weibo:r2": (261, 286),
        "case": (849, 936),
    }
    (whole,) = lines(
        "A12-F4", "zh", table, shown(counter("weibo:r1", 650), counter("weibo:r2", 286)), toml=toml
    )
    assert whole.observation == (
        "所指信息（原文与逐字相同者，原帖2条）逐条可见转发849条、评论0条，连同平台显示为849–936条转发；"
        "账号588个；其中单列（对象、机关、媒体、更正或者否认者）0条：转发0条、评论0条。"
    )


def test_layers_have_rows_of_their_own() -> None:
    near = {"layer": "near", "post_id": "weibo:n"}
    table = information(
        post(), *reposts(3), post("weibo:n", "weibo:7", layer="near"), record("weibo:nr", **near)
    )
    found = rows("S-R2", table, toml=DEFAMATION)
    assert {params(r)["layer"]: r["lower"] for r in found} == {"same": 3, "near": 1}
    assert {r["subject_id"]: r["lower"] for r in rows("A12-F4", table, toml=DEFAMATION)} == {
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
        for r in rows("S-Y1", information(*posts, *below), toml=DEFAMATION)
    }
    assert told == {"weibo:1": (7, 2), "weibo:2": (0, 1)}  # 366 days apart are two windows.
    dealt = {**DEFAMATION, "dealt_with": [{"event_id": "weibo:r2", "at": "2025-03-11"}]}
    told = {r["subject_id"]: r["lower"] for r in rows("S-Y1", information(*posts, *below), toml=dealt)}
    assert told["weibo:1"] == 5


def test_a_number_of_the_provider_is_laid_beside_only_after_a_stated_order() -> None:
    table = information(*reposts(3))
    (bare,) = rows("S-A1", table, toml=ALLEGED)
    assert (bare["lower"], bare["threshold"], bare["note_code"]) == (4, None, "alleged.c_accounts_unordered")
    ordered = {**ALLEGED, "notices": [{"at": "2025-03-11", "kind": "order", "document": "责令改正通知"}]}
    (laid,) = rows("S-A1", table, toml=ordered)
    assert (laid["threshold"], params(laid)["place"]) == (2000, "open")


def test_followers_are_those_of_who_passed_it_on_with_and_without_the_largest() -> None:
    table = information(
        post(account="weibo:1"), record("weibo:e2", "weibo:2"), record("weibo:k", "weibo:3", kind="comment")
    )
    (row,) = rows("S-A2", table, accounts(a1=86_400, a2=600, a3=9_000_000, a4=5), toml=ALLEGED)
    assert (row["lower"], params(row)["m"], params(row)["known"]) == (87_000, 600, 2)


def test_the_largest_tree_of_the_information_is_told_with_its_half_life_in_minutes() -> None:
    both = {"cascades": pl.concat([trees(9, root="weibo:r1")["cascades"], trees(900)["cascades"]])}
    (row,) = rows("S-T1", information(), both, toml=ALLEGED)
    assert (row["subject_id"], params(row)["size"], params(row)["half_life_min"]) == ("weibo:r1", 9, 10)


# --- Roles of Article 8 ------------------------------------------------------------------------------------


def test_two_posts_in_one_minute_of_a_minute_clock_are_both_first() -> None:
    both = [
        post("weibo:r1", "weibo:1", 0, at_precision="min"),
        post("weibo:x", "weibo:2", 0, at_precision="min", layer="exact"),
    ]
    later = post("weibo:y", "weibo:3", 60, at_precision="min", layer="exact")
    found = rows("A8-R1", information(*both, later), toml=ALLEGED)
    assert [r["event_ids"] for r in found] == [["weibo:r1"], ["weibo:x"]]


def test_what_was_said_earlier_of_the_same_person_is_told_with_press_and_doubt_apart() -> None:
    earlier = (
        {**post("weibo:a", "weibo:press", -3_660), "root_id": "weibo:a"},
        {**post("weibo:b", "weibo:5", -3_600), "root_id": "weibo:b"},
        {**post("weibo:c", "weibo:t", -3_600), "root_id": "weibo:c"},  # The target's own.
        {**post("weibo:d", "weibo:6", -3_600), "root_id": "weibo:d"},  # Coded as a denial: apart.
        {**post("weibo:f", "weibo:7", -3_600), "root_id": "weibo:f"},  # Coded as support: not apart.
        {**post("weibo:g", "weibo:8", -3_600), "root_id": "weibo:g"},  # The same.
    )
    press = {
        "accounts": accounts(a1=1)["accounts"].with_columns(
            account_id=pl.lit("weibo:press"), verified_type=pl.lit("3")
        )
    }
    about = aimed(*((f"weibo:{name}", "阿某") for name in "abcdfg"))
    coded = labels(
        *(
            ("label", f"weibo:{k}", side)
            for k, side in zip("dfg", ("deny", "support", "support"), strict=True)
        )
    )
    (row,) = rows("A8-R1", information(post(), rest=earlier), press, about, coded, toml=TARGET)
    assert (params(row)["k"], params(row)["j"]) == (5, 2)


def test_where_the_alleged_post_is_gone_nobody_is_named() -> None:
    table = information(record("weibo:e1"), post("weibo:r1"))
    gone = {name: frame.filter(pl.col("event_id") != "weibo:r1") for name, frame in table.items()}
    (line,) = lines("A8-R1", "zh", gone, toml=ALLEGED)
    assert line.observation == "本次数据不能衡量此项：所指信息第1项的原帖不在导出文件中，由谁首发不能说明。"


def test_an_author_of_an_alleged_post_is_named_and_an_author_of_a_copy_is_not() -> None:
    mine = information(post(account="weibo:1"))
    (line,) = lines("A8-R1", "zh", mine, accounts(a1=5), toml=ALLEGED)
    assert line.observation.startswith(
        "所指信息第1项在本次数据中最早见于a1（微博 1）2025-03-10 11:59:00的记录；"
    )
    copy = information(post("weibo:x", "weibo:2", -90, layer="exact"), post(account="weibo:1"))
    (line,) = lines("A8-R1", "zh", copy, accounts(a1=5, a2=5), toml=ALLEGED)
    assert "一个账号（不具名）" in line.observation and "a2" not in line.observation


def test_who_acts_within_an_hour_of_a_call_is_counted_and_the_caller_is_not() -> None:
    acts = [record("weibo:e1", at_s=0, side="support"), record("weibo:e2", at_s=5)]
    acts += [record(f"weibo:f{k}", f"weibo:f{k}", s) for k, s in enumerate((-1, 1, 3_600, 3_601))]
    (row,) = rows("A8-R2", information(*acts), labels(("label", "weibo:e1", "call")), toml=ALLEGED)
    assert (row["value"], row["event_ids"]) == (2, ["weibo:e1"])


def promoted(side: str | None, may: bool, **more: Any) -> Line:
    one = role("promoter", "B", subject="weibo:r1", value=7.0, may_be_named=may)
    table = information(*reposts(20), record("weibo:e1", side=side, **more), record("weibo:q", "weibo:q"))
    (line,) = lines("A8-R3", "zh", table, roles(one), accounts(a1=5), toml=ALLEGED)
    return line


def test_a_promoter_is_quoted_and_named_only_for_words_that_people_coded_as_support() -> None:
    assert promoted("support", True).observation == (
        "经a1（微博 1）转发后，所指信息另有转发至少7条（占32%，仅计所载上一级转发来源）；其附和的记录1条，原话：“words of weibo:e1”。"
    )
    for side, may in (("report", True), ("unread", True), ("support", False), (None, True)):
        said = promoted(side, may).observation
        assert (
            said.startswith("一个账号（不具名）转发后另有转发至少7条")
            and "a1" not in said
            and "words" not in said
        )


def test_the_target_is_no_promoter() -> None:
    one = role("promoter", "B", subject="weibo:r1", value=7.0)
    table = information(*reposts(20), record("weibo:e1", actor="target"))
    assert [r["status"] for r in rows("A8-R3", {**table}, roles(one), toml=ALLEGED)] == ["measured"]
    alone = information(record("weibo:e1", actor="target"))
    assert [r["status"] for r in rows("A8-R3", alone, roles(one), toml=ALLEGED)] == ["none_in_data"]


def test_a_warning_and_a_takedown_are_two_dealings_and_what_follows_counts_once() -> None:
    toml = {
        **ALLEGED,
        "warnings": [{"at": date(2025, 3, 9), "account_id": "weibo:1", "document": "告诫书"}],
        "takedowns": [{"at": "2025-03-09T12:00:00+08:00", "event_id": "weibo:e0"}],
    }
    acts = [
        record("weibo:e0", at_s=-86_400, side="support"),
        record("weibo:e1", side="support"),
        record("weibo:e2", side="deny"),
        record("weibo:e3", side="unread"),
    ]
    (row,) = rows("A8-R4", information(*acts), toml=toml)
    told = params(row)
    assert (told["d"], told["n"], told["o"], row["event_ids"]) == (2, 1, 2, ["weibo:e1"])
    toml["warnings"][0]["at"] = toml["takedowns"][0]["at"] = date(2025, 3, 12)
    (row,) = rows("A8-R4", information(*acts), toml=toml)
    assert (row["status"], params(row)["n"]) == ("none_in_data", 0)


# --- Circumstances of Article 8 ----------------------------------------------------------------------------


def grouped(*sides: str | None, rest: int = 0, **more: Any) -> dict[str, Any]:
    acts = [
        record(f"weibo:e{k}", f"weibo:{k}", k, side=s, own_text="让这家店关门吧" if s else None)
        for k, s in enumerate(sides)
    ]
    other = tuple({**post(f"weibo:v{k}", "weibo:0"), "root_id": f"weibo:v{k}"} for k in range(rest))
    (row,) = rows("A8-2", groups("A", "A", "A", "A"), information(*acts, rest=other), toml=ALLEGED, **more)
    return row


def test_a_group_is_told_by_its_acts_on_the_information_and_the_side_of_its_words() -> None:
    row = grouped("support", "support", "unread", None, rest=6)
    told = params(row)
    assert (row["status"], told["u"], told["all"], told["share"], told["rest"]) == ("measured", 4, 10, 40, 6)
    assert (told["support"], told["unread"], told["bare"]) == (2, 1, 1)
    assert (told["quote"], told["times"]) == ("让这家店关门吧", 3)


@pytest.mark.parametrize(
    ("sides", "status"),
    [
        (("deny", "deny", "unread"), "none_in_data"),
        (("support", "deny"), "none_in_data"),
        (("unread", "unread", None), "not_measurable"),
        (("support", "deny", "support"), "measured"),
    ],
)
def test_a_group_that_does_not_side_with_the_information_does_not_stand(
    sides: tuple[str | None, ...], status: str
) -> None:
    assert grouped(*sides)["status"] == status


def test_a_group_busy_elsewhere_is_none() -> None:
    votes = tuple({**post(f"weibo:v{k}", f"weibo:{k % 2}"), "root_id": f"weibo:v{k}"} for k in range(8))
    (row,) = rows("A8-2", groups("A", "A"), information(rest=votes), toml=ALLEGED)
    assert row["status"] == "none_in_data"


def test_a_term_in_a_denial_is_told_under_deny() -> None:
    toml = {**ALLEGED, "topics": [{"kind": "sexual", "terms": ["裸照"]}]}
    acts = [
        record("weibo:e1", side="deny", own_text="没有裸照"),
        record("weibo:e2", side="support", own_text="裸照流出"),
    ]
    told = params(rows("A8-3", information(*acts), toml=toml)[0])
    assert (told["n"], told["deny"], told["support"]) == (2, 1, 1)


def test_an_organisation_is_neither_a_minor_nor_disabled() -> None:
    toml = {**ALLEGED, "targets": [{"name": "面包店", "organisation": True}]}
    (row,) = rows("A8-1", information(), toml=toml)
    assert (row["status"], row["note_code"]) == ("not_measurable", "alleged.a1_organisation")


# --- Article 12 --------------------------------------------------------------------------------------------


def test_support_is_told_apart_from_the_other_sides_and_from_the_targets_own() -> None:
    acts = [
        record(f"weibo:e{k}", f"weibo:{k}", side=s)
        for k, s in enumerate(["deny"] * 3 + ["support"] * 2 + ["unread"])
    ]
    acts += [
        record("weibo:o", "weibo:t", side="unread", actor="target"),
        record("weibo:p", "weibo:p", side="deny", actor="debunker"),
    ]
    about = aimed(*((f"weibo:e{k}", "阿某") for k in range(6)), ("weibo:p", "阿某"))
    told = params(rows("A12-F1", information(*acts), about, toml=TARGET)[0])
    assert {k: told[k] for k in ("n", "support", "deny", "unread", "apart", "own")} == {
        "n": 7,
        "support": 2,
        "deny": 3,
        "unread": 1,
        "apart": 1,
        "own": 1,
    }


def test_forty_posts_of_a_debunker_stand_apart_in_the_manner() -> None:
    acts = [record(f"weibo:d{k}", "weibo:d", k, side="deny", actor="debunker") for k in range(40)]
    acts += [record(f"weibo:s{k}", "weibo:1", k, side="support", own_text="同一句话五次") for k in range(5)]
    told = params(rows("A12-F3", information(*acts), toml=ALLEGED)[0])
    assert (told["n"], told["most"], told["o"]) == (6, 5, 40)  # With the alleged post itself.


def test_six_records_of_which_four_deny_are_two() -> None:
    acts = [
        record(f"weibo:e{k}", at_s=k * 86_400, side=s) for k, s in enumerate(["deny"] * 4 + ["support"] * 2)
    ]
    told = params(rows("A12-3", information(*acts, record("weibo:b")), toml=ALLEGED)[0])
    assert (told["n"], told["days"], told["bare"]) == (2, 2, 1)


def test_the_same_words_within_an_hour_are_one_record() -> None:
    times = (0, 1_800, 3_599, 9_000)
    acts = [record(f"weibo:e{k}", at_s=s, side="support", own_text="同一句话") for k, s in enumerate(times)]
    told = params(rows("A12-3", information(*acts), toml=ALLEGED)[0])
    assert told["n"] == 2


def test_one_record_about_two_persons_is_listed() -> None:
    toml = {**ALLEGED, "targets": [{"name": "阿某"}, {"name": "乙某"}]}
    about = aimed(("weibo:e1", "阿某"), ("weibo:e1", "乙某"))
    told = params(rows("A12-3", information(record("weibo:e1", side="support")), about, toml=toml)[0])
    assert (told["n"], told["k"]) == (1, 2)


def test_one_group_on_two_platforms_needs_members_or_links_there() -> None:
    acts = [record("weibo:e0", "weibo:0"), record("douyin:e1", "douyin:x"), record("weibo:e2", "weibo:7")]
    alone = rows("A12-4", groups("A", "A"), information(*acts), toml=ALLEGED)
    assert [r["status"] for r in alone] == ["none_in_data"]
    linked = {
        **ALLEGED,
        "links": [{"accounts": ["weibo:0", "douyin:x"], "by": "办案人", "document": "实名资料"}],
    }
    (row,) = rows("A12-4", groups("A", "A"), information(*acts), toml=linked)
    told = params(row)
    assert (told["platform"], told["n"], told["share"]) == ("douyin", 1, 100)
    assert (told["platform_second"], told["n_second"], told["share_second"]) == ("weibo", 1, 33)


def test_contact_before_the_information_is_told_or_cannot_be() -> None:
    def contact(*earlier: dict[str, Any], pairs: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
        table = information(post(), record("weibo:e1", side="support"), rest=earlier)
        found = rows("A12-2", table, roles(role("amplifier", "B")), aimed(*pairs), toml=TARGET)
        return next(r for r in found if r["note_code"].startswith("alleged.b2"))

    week = 8 * 86_400
    mine = {**post("weibo:m", "weibo:1", -week), "root_id": "weibo:m"}
    theirs = {**post("weibo:n", "weibo:t", -week), "root_id": "weibo:n"}
    assert contact(mine)["note_code"] == "alleged.b2_cannot"  # No record of the target.
    both = contact(mine, theirs)
    assert (both["note_code"], params(both)["p"], params(both)["q"], params(both)["days"]) == (
        "alleged.b2",
        1,
        1,
        7,
    )
    complaint = contact(mine, theirs, pairs=(("weibo:m", "阿某"),))
    assert (complaint["note_code"], params(complaint)["n"]) == ("alleged.b2_met", 1)
    late = {**post("weibo:m", "weibo:1", -86_400), "root_id": "weibo:m"}
    assert contact(late, {**theirs, "at": late["at"]})["note_code"] == "alleged.b2_cannot"  # One day of data.


def test_records_before_and_after_a_stated_consequence_and_its_document() -> None:
    day = 86_400
    acts = [
        record(f"weibo:e{k}", f"weibo:{k}", s) for k, s in enumerate((-9 * day, -day, day, 2 * day, 8 * day))
    ]
    toml = {**TARGET, "consequences": [{"at": date(2025, 3, 10), "kind": "job_loss"}]}
    row = next(r for r in rows("A12-F5", information(*acts), toml=toml) if r["status"] == "human_finding")
    told = params(row)
    # With the alleged post itself, a minute before noon of that day.
    assert (told["b"], told["c"], row["note_code"], told["document"]) == (1, 3, "alleged.f5", "none")


def test_a_share_needs_fifty_texts_that_two_people_coded_alike() -> None:
    (row,) = [
        r for r in rows("A12-2", sampled(60), toml=TARGET) if r["note_code"].startswith("alleged.share")
    ]
    assert (row["status"], row["value"], params(row)["alpha"]) == ("measured", 0.5, 1.0)
    assert (row["lower"], row["upper"]) == pytest.approx((0.3774, 0.6226), abs=5e-5)  # Wilson, 30 of 60.
    assert (params(row)["lower"], params(row)["upper"]) == (23, 37)  # Of the 60 texts under the post.

    def note(table: dict[str, Any]) -> str:
        return next(r["note_code"] for r in rows("A12-2", table, toml=TARGET) if "share" in r["note_code"])

    assert note(sampled(49)) == "alleged.share_few"
    assert note(sampled(60, agree=False)) == "alleged.share_low"
    one = sampled(60)
    assert note({**one, "labels": one["labels"].filter(author="甲")}) == "alleged.share_one_coder"
    assert (
        note({**one, "labels": one["labels"].with_columns(note=pl.lit(None, pl.String))})
        == "alleged.share_no_sample"
    )


# --- Other rows --------------------------------------------------------------------------------------------


def test_a_number_stands_beside_no_value_that_it_does_not_count() -> None:
    """The numbers of 法释〔2017〕10号 are about items of each class, which a pattern does not tell: none is laid."""
    made = measures(tallies(*(tally(f"personal:{k}", 60, 9) for k in PERSONAL)))
    named = [findings(made, name) for name in rule_sets()]
    laid = {f for table in named for f in table.filter(table["threshold"].is_not_null())["factor_id"]}
    assert laid == set() and "A4" in factors()


PERSONAL = ("phone", "identity", "card", "address", "plate", "email")
