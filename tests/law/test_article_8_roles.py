"""Whom the rows of Article 8's lead sentence name and what they count, each worked out by hand."""

import json
from datetime import date
from typing import Any

import polars as pl

from analytics.law.rendering import Line
from analytics.model.tables import CLUSTERS, EXPLANATIONS
from tests.law.made import (
    ALLEGED,
    TARGET,
    accounts,
    aimed,
    information,
    labels,
    law_lines,
    law_rows,
    params,
    post,
    record,
    reposts,
    role,
    roles,
    rows,
)


def test_two_posts_in_one_minute_of_a_minute_clock_are_both_first() -> None:
    both = [
        post("weibo:r1", "weibo:1", 0, at_precision="min"),
        post("weibo:x", "weibo:2", 0, at_precision="min", layer="exact"),
    ]
    later = post("weibo:y", "weibo:3", 60, at_precision="min", layer="exact")
    found = law_rows("A8-R1", information(*both, later), toml=ALLEGED)
    assert [r["event_ids"] for r in found] == [["weibo:r1"], ["weibo:x"]]
    assert {(r["note_code"], params(r)["tied"]) for r in found} == {("alleged.r1_tied", 2)}


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
    (row,) = law_rows("A8-R1", information(post(), rest=earlier), press, about, coded, toml=TARGET)
    assert (params(row)["k"], params(row)["j"]) == (5, 2)


def test_where_the_alleged_post_is_gone_nobody_is_named() -> None:
    table = information(record("weibo:e1"), post("weibo:r1"))
    gone = {name: frame.filter(pl.col("event_id") != "weibo:r1") for name, frame in table.items()}
    (line,) = law_lines("A8-R1", "zh", gone, toml=ALLEGED)
    assert line.observation == "本次数据不能衡量此项：所指信息第1项的原帖不在导出文件中，由谁首发不能说明。"


def test_an_author_of_an_alleged_post_is_named_and_an_author_of_a_copy_is_not() -> None:
    mine = information(post(account="weibo:1"))
    (line,) = law_lines("A8-R1", "zh", mine, accounts(a1=5), toml=ALLEGED)
    assert line.observation.startswith(
        "所指信息第1项在本次数据中最早见于a1（微博 1）2025-03-10 11:59:00的记录；"
    )
    copy = information(post("weibo:x", "weibo:2", -90, layer="exact"), post(account="weibo:1"))
    (line,) = law_lines("A8-R1", "zh", copy, accounts(a1=5, a2=5), toml=ALLEGED)
    assert "一个账号（不具名）" in line.observation and "a2" not in line.observation


def test_who_acts_within_an_hour_of_a_call_is_counted_and_the_caller_is_not() -> None:
    acts = [record("weibo:e1", at_s=0, side="support"), record("weibo:e2", at_s=5)]
    acts += [record(f"weibo:f{k}", f"weibo:f{k}", s) for k, s in enumerate((-1, 1, 3_600, 3_601))]
    (row,) = law_rows("A8-R2", information(*acts), labels(("label", "weibo:e1", "call")), toml=ALLEGED)
    assert (row["value"], row["event_ids"]) == (2, ["weibo:e1"])


def test_where_nobody_coded_a_call_none_is_found_and_a_quotation_of_a_group_s_words_is_pointed_to() -> None:
    """One text coded as support, none as a call; one post outside quoted what a member then wrote."""
    acts = information(record("weibo:e1", side="support"))
    clusters = {"clusters": rows(CLUSTERS, {"account_id": "weibo:1", "cluster_id": "g1", "grade": "B"})}
    told = {"cluster_id": "g1", "proposition": "directed", "params": json.dumps({"called_ids": ["weibo:k"]})}
    quoted = {"explanations": rows(EXPLANATIONS, told, {**told, "proposition": "open_call"})}
    (row,) = law_rows("A8-R2", acts, clusters, quoted, toml=ALLEGED)
    assert (row["status"], row["note_code"]) == ("not_measurable", "alleged.r2_not_coded_quoted")
    assert row["event_ids"] == ["weibo:k"] and json.loads(row["note_params"])["quoted"] == 1
    (row,) = law_rows("A8-R2", acts, clusters, toml=ALLEGED)
    assert row["note_code"] == "alleged.r2_not_coded"


def promoted(side: str | None, may: bool, **more: Any) -> Line:
    one = role("promoter", "B", subject="weibo:r1", value=7.0, may_be_named=may)
    table = information(*reposts(20), record("weibo:e1", side=side, **more), record("weibo:q", "weibo:q"))
    (line,) = law_lines("A8-R3", "zh", table, roles(one), accounts(a1=5), toml=ALLEGED)
    return line


def test_a_promoter_is_quoted_and_named_only_for_words_that_people_coded_as_support() -> None:
    said = promoted("support", True, side_basis="event").observation
    assert said == (
        "经a1（微博 1）转发后，第1项的22条转发中另有至少7条（31.8%；上一级：导出所述7，转发链0）；"
        "其计为附和的记录1条（本身经人编码1），原话：“words of weibo:e1”。"
    )
    # The same sentence was coded elsewhere, this record was not.
    copied = promoted("support", True, side_basis="sentence").observation
    assert copied == said.replace("本身经人编码1", "本身经人编码0")
    for side, may in (("report", True), ("unread", True), ("support", False), (None, True)):
        said = promoted(side, may).observation
        assert (
            said.startswith("一个账号（不具名）转发后，第1项的22条转发中另有至少7条")
            and "a1" not in said
            and "words" not in said
        )


def test_the_target_is_no_promoter() -> None:
    one = role("promoter", "B", subject="weibo:r1", value=7.0)
    table = information(*reposts(20), record("weibo:e1", actor="target"))
    assert [r["status"] for r in law_rows("A8-R3", {**table}, roles(one), toml=ALLEGED)] == ["measured"]
    alone = information(record("weibo:e1", actor="target"))
    assert [r["status"] for r in law_rows("A8-R3", alone, roles(one), toml=ALLEGED)] == ["none_in_data"]


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
    (row,) = law_rows("A8-R4", information(*acts), toml=toml)
    told = params(row)
    assert (told["d"], told["n"], told["o"], row["event_ids"]) == (2, 1, 2, ["weibo:e1"])
    toml["warnings"][0]["at"] = toml["takedowns"][0]["at"] = date(2025, 3, 12)
    (row,) = law_rows("A8-R4", information(*acts), toml=toml)
    assert (row["status"], params(row)["n"]) == ("none_in_data", 0)
