"""What the report tells of groups: lines with their limits, six propositions, figures, words in full; every number has a mark."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.coordination.explanations.features import Groups
from analytics.coordination.explanations.propositions import Recorded
from analytics.coordination.explanations.wording import PROPOSITIONS
from analytics.model.messages import LANGS, say
from analytics.model.tables import LABELS
from analytics.report.blocks import Claim, Grid, Prose, entry, sentences
from analytics.report.group_data import OTHERS, others_words
from analytics.report.placeholders import Locale, Word
from analytics.report.report_data import report_data
from analytics.report.sections.groups import _sentence, build, build_annex
from analytics.store.case_folder import Case
from analytics.store.case_toml import Direction
from tests.coordination.groups_scene import came, followed_group, written_case
from tests.coordination.scene import post
from tests.report.test_sample import is_number

DATE = datetime(2025, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return written_case(tmp_path_factory.mktemp("groups") / "case", followed_group())


def said(case: Case, lang: str = "en") -> str:
    """The section as plain lines: every sentence, cell and note."""
    return "\n".join(_lines(case, Locale(lang, ZoneInfo("Asia/Shanghai"))))


def _lines(case: Case, voice: Locale) -> Iterator[str]:
    for block in build_annex(report_data(case, DATE, {})):
        if isinstance(block, Claim | Prose | Grid):
            yield voice.text(Word(entry(block.key), tuple(block.params.items())))
        if isinstance(block, Grid):
            for row in block.rows:
                yield " | ".join(voice.text(cell) for cell in row.cells)
                yield from (voice.text(line) for line in row.below)
            yield from (voice.text(note) for note in block.notes)


def grid(case: Case, key: str) -> Grid:
    blocks = build_annex(report_data(case, DATE, {}))
    return next(block for block in blocks if isinstance(block, Grid) and block.key == key)


@pytest.mark.parametrize("lang", LANGS)
def test_six_propositions_stand_with_their_sentences_and_the_normal_answer(grouped: Case, lang: str) -> None:
    text = said(grouped, lang)
    for name in PROPOSITIONS:
        assert say(f"explanations.prop_{name}", lang) in text
    assert say("explanations.cannot_be_told", lang) in text
    assert not re.search(r"\{[a-z_0-9]+[:}]", text)


def test_a_sentence_carries_the_figures_of_the_group_and_the_events_behind_it(grouped: Case) -> None:
    table = grid(grouped, "table_explained")
    voice = Locale("en", ZoneInfo("UTC"))
    copied = table.rows[1]
    # One member may follow (m1), m0 is first on all three posts with 30 s in the middle behind it; against: the moments of
    # one member (m0), and words that nobody used before and three wrote within 20 s.
    assert [voice.text(cell) for cell in copied.cells[2:]] == ["2", "2", "cannot be told"]
    below = [voice.text(line) for line in copied.below]
    assert below[0].startswith("For — 1 of 6 members comes after one visible account")
    assert below[1].startswith(
        "For — In 3 of 3 places of shared words one and the same account, not named here, is first; the others lie 30 s"
    )
    assert below[2].startswith("Against — For 1 of 6 members the moments stand also against")
    assert below[3].startswith("Against — 3 of 3 places")
    assert copied.refs[0].ids == ("g1",)  # What is said here is of the group: its mark opens it.


def test_the_words_are_printed_whole_however_long(tmp_path: Path) -> None:
    rows, groups = followed_group()
    longest = "请看抽检报告" * 300
    rows = [row | {"own_text": longest} if row.get("family") == "f0" else row for row in rows]
    text = said(written_case(tmp_path / "case", (rows, groups)), "zh")
    assert longest in text and "请看第1份报告，店家合格 | 6 | 6 | 1" in text


def test_a_group_without_words_is_said_to_have_none(tmp_path: Path) -> None:
    rows, groups = followed_group()
    rows = [row | {"own_text": None, "family": None} if row["kind"] != "post" else row for row in rows]
    text = said(written_case(tmp_path / "case", (rows, groups)))
    assert "wrote no words of their own" in text


def test_where_nobody_stands_at_a_it_is_left_open_whether_they_acted_together(tmp_path: Path) -> None:
    rows, groups = followed_group()
    below = groups.clusters.with_columns(
        grade=pl.lit("B"),
        evidence_lines=pl.when(pl.col("account_id") == "m0")
        .then(pl.lit(["text"]))
        .otherwise("evidence_lines"),
    )
    case = written_case(tmp_path / "case", (rows, Groups(below, groups.acts, groups.tasks, groups.traits)))
    text = said(case)
    assert say("explanations.cannot_be_told_b", "en") in text
    assert say("explanations.cannot_be_told", "en") not in text


def test_a_document_is_quoted_in_its_row_and_named_in_the_answer(tmp_path: Path) -> None:
    order = Direction(kind="direction", accounts=["m2", "m3"], document="任务单 3")
    case = written_case(tmp_path / "case", followed_group(), Recorded(LABELS.empty(), (order,)))
    text = said(case)
    assert "任务单 3" in text and "says of 2 of 6 members that they were directed" in text
    assert say("explanations.document_recorded", "en", n=1) in text


def test_every_number_of_the_section_carries_a_mark(grouped: Case) -> None:
    seen = 0
    for block in build_annex(report_data(grouped, DATE, {})):
        if isinstance(block, Claim):
            assert block.refs or not any(is_number(value) for value in block.params.values()), block.key
            seen += 1
        elif isinstance(block, Grid):
            for row in block.rows:
                assert row.refs or not any(is_number(cell) for cell in (*row.cells, *row.below)), block.key
                seen += 1
    assert seen > 15


def printed(case: Case, lang: str) -> list[str]:
    """Every sentence of the main part."""
    voice = Locale(lang, ZoneInfo("Asia/Shanghai"))
    return [
        voice.text(Word(entry(c.key), tuple(c.params.items())))
        for block in build(report_data(case, DATE, {}))
        for c in sentences(block)
    ]


def test_the_main_part_says_of_each_explanation_what_the_annex_says(grouped: Case) -> None:
    """Copied source has two lines for it and two against it (see above): nothing follows, in both places."""
    text = printed(grouped, "zh")
    (copied,) = [one for one in text if one.startswith("被他人照抄或者跟随同一账号")]
    assert "支持2项" in copied and "反对2项" in copied and copied.endswith("这些数据不能说明")
    assert "3处共用文字中3处由同一账号最先写出" in copied and "3处共用文字中3处此前无人用过" in copied
    assert len([one for one in text if one.endswith("这些数据不能说明")]) == len(PROPOSITIONS)
    assert not any("证据与此不合" in one for one in text)


@pytest.mark.parametrize("lang", LANGS)
def test_a_post_that_quoted_the_words_before_is_printed_whole_and_nobody_is_named(
    tmp_path: Path, lang: str
) -> None:
    """The post stands 90 s before the first of six members; who wrote it is not printed."""
    rows, groups = followed_group()
    quoted = "【今晚的活】照发：“请看第0份报告，店家合格”，一分钟内到齐。"
    rows.append(post("call", "caller", 810.0, quoted))
    case = written_case(tmp_path / "case", (rows, groups))
    (claim,) = [
        c for b in build(report_data(case, DATE, {})) for c in sentences(b) if c.key == "explanations.called"
    ]
    assert [(ref.kind, ref.n) for ref in claim.refs] == [("records", 1), ("accounts", 6)]
    (line,) = [one for one in printed(case, lang) if quoted in one]
    assert "caller" not in line and {"zh": "1 分 30 秒", "en": "1 min 30 s"}[lang] in line
    directed = [row for row in grid(case, "table_explained").rows][-1]
    assert directed.cells[2:4] == (1, 0)


def test_the_ground_of_the_grades_is_told_and_the_posts_it_rests_on_are_set_apart(grouped: Case) -> None:
    """Six members with a line each; their 18 records on three posts, none of which the case alleges."""
    text = printed(grouped, "zh")
    assert say("coordination.short_pair_timing", "zh") + "：1个成员" in text
    assert any(
        one.startswith(
            "成员人数超出偶然的帖文3个（成员在其他帖文上也有记录），其上记录18条，其中0条在所指信息之下"
        )
        for one in text
    )
    assert "两两时刻 1 个" in said(grouped, "zh")


def test_accounts_outside_the_group_that_wrote_its_words_are_found_with_their_moments(tmp_path: Path) -> None:
    """m0 writes the words of post 0 at 900 s; x has written them 100 s before, y writes others."""
    rows, groups = followed_group()
    mine = next(row for row in rows if row.get("family") == "f0")
    early = came("x", "p0", 800.0, "f0", own_text=mine["own_text"])
    other = came("y", "p0", 950.0, own_text="没看懂")
    found = others_words(written_case(tmp_path / "case", ([*rows, early, other], groups)))
    assert found.select("account_id", "event_id").rows() == [("x", "x@p0")]
    assert found["at"][0] < mine["at"]


def test_the_mark_of_who_wrote_a_sentence_outside_opens_the_record_that_holds_it(grouped: Case) -> None:
    """x wrote the sentence twice, y once: two accounts, and of each the first record with these words."""
    others = OTHERS.clear().vstack(
        pl.DataFrame(
            {
                "cluster_id": ["g1"] * 3, "account_id": ["x", "x", "y"], "event_id": ["x2", "x1", "y1"],
                "at": [DATE, DATE - timedelta(hours=1), DATE], "same": ["s"] * 3,
            },
            schema=OTHERS.schema,
        )
    )  # fmt: skip
    facts = report_data(grouped, DATE, {})
    facts = replace(facts, groups=replace(facts.groups, others_words=others))
    row = {"same": "s", "own_text": "s", "ids": ["m"], "accounts": ["a"], "side": "support", "first_at": DATE}
    assert sorted(_sentence(facts, "g1", row).refs[-1].ids) == ["x1", "y1"]
