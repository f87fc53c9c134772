"""Part 6: each provision with its words once, both sides, blanks; the annex with all rows and every source once."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analytics.law.rule_set import Mark, rule_sets
from analytics.report.blocks import Box, Claim, Grid, Items, Prose
from analytics.report.factor_rows import condition, factor_rows
from analytics.report.placeholders import Locale
from analytics.report.report_data import ReportData, report_data
from analytics.report.sections.factors import annex, build, rest_of
from tests.report.conftest import made, stated

JOINED = re.compile(r"^[A-Z0-9-]+.*[:：]\s*(已观察到|observed)", re.MULTILINE)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> ReportData:
    return report_data(stated(made(tmp_path_factory.mktemp("part6"))), None, {})


def test_an_item_is_quoted_with_the_condition_on_which_the_provision_hangs_it() -> None:
    """The lead sentences as the law has them: official documents; the exemption for the public interest."""
    leads = {
        (
            "renshen-quanyi-2020",
            "N-9",
        ): "根据国家机关依职权制作的文书和公开实施的职权行为等信息来源所发布的信息",
        ("minfadian", "C-1025"): "影响他人名誉的，不承担民事责任，但是有下列情形之一的除外：",
    }
    for (rules, name), lead in leads.items():
        provision = rule_sets()[rules].provisions[name]
        assert lead in condition(provision.text, provision.focus)
    plain = rule_sets()["minfadian"].provisions["C-1000"]  # It has no items.
    assert condition(plain.text, plain.focus) == ""


def test_what_cannot_be_measured_although_a_record_bears_on_it_is_told_with_that_record(
    facts: ReportData,
) -> None:
    """One row that cannot be measured: with no record it stands in the list alone, with one it is told."""
    (row, *_) = (
        one
        for one in factor_rows(facts)
        if one.pairs[0][0].status == "not_measurable" and not any(p[0].event_ids for p in one.pairs)
    )
    assert [c.key for c in rest_of(facts, [row])] == ["rows.rest"]
    zh, en = (replace(line, event_ids=("weibo:k",), events_n=1) for line in row.pairs[0])
    assert [c.key for c in rest_of(facts, [replace(row, pairs=((zh, en),))])] == [
        "rows.rest",
        "rows.rest_open",
    ]


def texts(blocks: list[Any], voice: Locale) -> Iterator[str]:
    """Every text of some blocks, as a reader sees it."""
    for block in blocks:
        if isinstance(block, Claim | Prose):
            yield voice.word(block.key if "." in block.key else f"report.{block.key}", **block.params)
        elif isinstance(block, Items):
            yield from texts(list(block.items), voice)
        elif isinstance(block, Box):
            yield from map(voice.text, block.items)
        elif isinstance(block, Grid):
            for row in block.rows:
                yield from map(voice.text, (*row.cells, *row.below))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_joins_a_provision_with_observed(facts: ReportData, lang: str) -> None:
    voice = Locale(lang, facts.zone)
    told = "\n".join([*texts(build(facts), voice), *texts(annex(facts), voice)])
    assert not JOINED.search(told) and "已观察到" not in told and "凭记忆" not in told


def test_every_row_is_told_or_named_in_the_closing_list(facts: ReportData) -> None:
    voice = Locale("zh", facts.zone)
    *_, last = build(facts)
    assert isinstance(last, Prose) and last.key == "rows.rest"
    (grid,) = [block for block in build(facts) if isinstance(block, Grid)]
    told = [voice.text(row.cells[0]) for row in grid.rows]
    # Part 5 tells the numbers.
    rows = [row for row in factor_rows(facts) if not row.factor_id.startswith("S-")]
    seen = [row for row in rows if row.seen]
    assert len(seen) == len(told)
    for row, text in zip(seen, told, strict=True):
        assert text.startswith(voice.text(row.heading)), row.factor_id
    titles = "；".join(row.pairs[0][0].title for row in rows if not row.seen)
    assert f"：{titles}。" in voice.word(last.key, **last.params)


def test_a_row_tells_both_sides_and_leaves_a_blank(facts: ReportData) -> None:
    for lang, plus, minus in (
        ("zh", "申请方可能主张", "对方可能主张"),
        ("en", "Claimant may argue", "Respondent may argue"),
    ):
        voice = Locale(lang, facts.zone)
        (grid,) = [block for block in build(facts) if isinstance(block, Grid)]
        for row in grid.rows:
            below = " ".join(map(voice.text, row.below))
            assert below.endswith("_" * 6)
            assert minus in below or plus not in below  # Never the side that alleges alone.


def test_the_words_of_a_provision_stand_once(facts: ReportData) -> None:
    """Article 12 names five things to be weighed in one sentence: it is printed at one of its rows alone."""
    voice = Locale("zh", facts.zone)
    sentence = "综合侵害对象、动机目的、行为方式、信息传播范围、危害后果等因素作出判定"
    assert sum(text.count(sentence) for text in texts(build(facts), voice)) <= 1
    assert sum(text.count(sentence) for text in texts(annex(facts), voice)) == 1


def test_each_source_of_law_stands_once_and_nothing_that_was_only_recalled(facts: ReportData) -> None:
    voice = Locale("zh", facts.zone)
    told = "\n".join([*texts(build(facts), voice), *texts(annex(facts), voice)])
    for name in ("minfadian", "xingsu-jieshi-2021", "fafa-2023-14"):
        assert told.count(f"《{rule_sets()[name].title.zh}》") == 1
    for one in rule_sets().values():
        for provision in one.provisions.values():
            if provision.text_mark in (Mark.RECALLED, Mark.NONE) and provision.text:
                assert provision.text not in told
    assert told.count("条号未经公报核对：") == 1


def test_findings_of_the_report_hold_no_status_joined_to_a_row(facts: ReportData) -> None:
    rows = json.dumps(facts.findings.select("note_code", "status").to_dicts())
    assert "observed" not in rows


def test_without_findings_the_part_says_so(tmp_path: Path) -> None:
    bare = report_data(made(tmp_path), None, {})
    assert [block.key for block in build(bare)] == ["findings_not_run"]  # type: ignore[union-attr]
