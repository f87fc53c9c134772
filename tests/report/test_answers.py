"""Page one and the blocks: fixed order, right sets, what speaks for an account, which side a group takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.model.tables import ALLEGED_EVENTS, CLUSTERS
from analytics.report.account_block import _side, account_block
from analytics.report.alleged_data import Alleged, Stated
from analytics.report.answer_data import changed_words, spreaders
from analytics.report.blocks import Block, Chapter, Claim, Items, Labelled, Prose, Quote, numbered, sentences
from analytics.report.favour import favourable, later_item
from analytics.report.group_data import is_of_one_file
from analytics.report.listed_data import ELSEWHERE, ListedAccount
from analytics.report.names import Names
from analytics.report.placeholders import Foreign, Locale, Span, Word
from analytics.report.report_data import ReportData, report_data
from analytics.report.section import PURPOSES, stated_reason
from analytics.report.sections import groups
from analytics.report.sections.answers import build, strongest_line
from analytics.report.sections.listed import build as listed
from analytics.report.sections.timeline import build as timeline
from analytics.store.case_toml import CaseToml
from analytics.text.versions import Version
from tests.report.conftest import ROOT, made, stated

AT = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> ReportData:
    """The small case of conftest.py with its root alleged: ten reposts below it, no comments, nobody listed."""
    return report_data(stated(made(tmp_path_factory.mktemp("answers"))), None, {})


def heads(blocks: list[Block]) -> list[str]:
    return [
        b.key.removeprefix("answers.head_") for b in blocks if isinstance(b, Prose) and b.style == "heading"
    ]


def claim(blocks: list[Block], key: str) -> Claim:
    return next(c for block in blocks for c in sentences(block) if c.key == key)


@pytest.mark.parametrize(("purpose", "order"), [
    ("court", "1 2 3 4 5 6 7"), ("police-assist", "7 4 3 1 2 5 6"),
    ("injunction", "now 1 3 2 4 5 6 7"), ("public-interest", "3 1 2 4 5 6 7"),
])  # fmt: skip
def test_the_answers_stand_in_the_order_of_the_purpose(facts: ReportData, purpose: str, order: str) -> None:
    assert purpose in PURPOSES
    assert heads(build(replace(facts, purpose=purpose))) == order.split()


def test_reach_counts_what_hangs_below_the_alleged_post_and_the_rest_is_one_number(facts: ReportData) -> None:
    reach, rest = claim(build(facts), "answers.reach"), claim(build(facts), "answers.rest_numbers")
    assert (reach.params["t"], reach.params["c"], rest.params["n"]) == (10, 0, 0)
    assert [ref.n for ref in reach.refs[:2]] == [10, 0] and ROOT not in reach.refs[0].ids


def test_the_number_of_law_stands_beside_how_many_accounts_are_left_without_groups_and_critics(
    facts: ReportData,
) -> None:
    """Five reposts: two by a, one each by b (of a group), c (who denied) and d: 4 accounts, 2 of them left."""
    told = alleged(
        ("r0", "a", None), ("r1", "a", None), ("r2", "b", None), ("r3", "c", "deny"), ("r4", "d", None)
    )
    actor = pl.when(pl.col("account_id") == "c").then(pl.lit("debunker"))
    mine = replace(told, events=told.events.with_columns(actor=actor))
    clusters = pl.DataFrame({"account_id": ["b", "d"], "cluster_id": ["g1", "g2"], "grade": ["B", "C"]})
    case = replace(facts, alleged=mine, groups=replace(facts.groups, clusters=clusters))
    item = Stated(1, "p", "", "", {"event_id": "p", "account_id": "x", "at": AT}, (), False)
    assert spreaders(case, item) == (["a", "b", "c", "d"], ["a", "d"])


def test_the_alleged_text_is_told_in_full_with_its_author(facts: ReportData) -> None:
    text = claim(build(facts), "answers.text")
    assert Locale("zh", facts.zone).text(text.params["who"]).endswith("）")
    assert Locale("zh", facts.zone).text(text.params["text"]).startswith('"><svg onload=x>假设的正文')


def test_page_one_tells_the_correction_and_part_2_prints_it_or_says_that_no_export_holds_it(
    facts: ReportData,
) -> None:
    """The case lists one correction, of another post than the exports hold."""
    assert claim(build(facts), "answers.corrected").refs[0].ids == ("corrections/1",)
    assert claim(timeline(facts), "timeline.correction_absent").refs[0].ids == ("corrections/1",)
    texts = (Version("p", 1, "现场检查未见过期面包。", "1" * 64, AT, AT, 1, ("a",), ("a", 0, "")),)
    held = replace(facts.course.corrections[0], is_held=True, versions=texts)
    blocks = timeline(replace(facts, course=replace(facts.course, corrections=(held,))))
    said = [Locale("zh", facts.zone).text(block.text) for block in blocks if isinstance(block, Quote)]
    assert "现场检查未见过期面包。" in said


@pytest.mark.parametrize(("old", "new", "told"), [
    ("面包店一共卖出过期面包三百二十个，快看", "面包店一共卖出临期面包三百二十个，快看", "面包店一共卖出临期面包三百二十个，快看"),
    ("一二三四五六七八九十一二三四坏", "一二三四五六七八九十一二三四好", "…好"),
    ("卖过期面包，帮忙扩散", "卖过期面包", "卖过期面包"),
])  # fmt: skip
def test_a_change_is_told_by_its_words(facts: ReportData, old: str, new: str, told: str) -> None:
    assert Locale("zh", facts.zone).text(changed_words(old, new)) == told


def test_what_is_missing_and_what_is_assumed_are_numbers_of_their_own(facts: ReportData) -> None:
    """Of ten reposts one names an author whom no export holds, eight state no parent, one has a chain."""
    lack = claim(build(facts), "answers.lack")
    found = {word.key: dict(word.params).get("n") for word in lack.params["items"].items}  # type: ignore[union-attr]
    assert (found["answers.lack_parents_missing"], found["answers.lack_parents_root"]) == (1, 8)
    assert [mark.n for mark in lack.refs if mark.kind == "records"][-3:-1] == [1, 8]


def test_without_alleged_information_nothing_is_measured_and_a_post_that_is_absent_is_said(
    tmp_path: Path,
) -> None:
    blocks = build(report_data(made(tmp_path / "1"), None, {}))
    assert [b.key for b in blocks if isinstance(b, Claim)].count("answers.not_stated") == 2
    absent = build(report_data(stated(made(tmp_path / "2"), "weibo:4000000000000000"), None, {}))
    assert claim(absent, "answers.text_absent")
    assert claim(absent, "answers.lack").refs[-1:] != ()
    said = [word.key for word in claim(absent, "answers.lack").params["items"].items]  # type: ignore[union-attr]
    assert "answers.lack_absent" in said


def alleged(*rows: tuple[str, str, str | None]) -> Alleged:
    """Reposts below the alleged post p: (event, account, side)."""
    frame = pl.DataFrame(
        [
            {
                "event_id": event, "item_id": "p", "layer": "stated", "part": "repost", "post_id": "p",
                "account_id": account, "kind": "repost", "at": AT + timedelta(minutes=k), "at_precision": "s",
                "side": side, "coders_n": 1,
            }
            for k, (event, account, side) in enumerate(rows)
        ]
    )  # fmt: skip
    return Alleged(events=ALLEGED_EVENTS.fit(frame), is_measured=True)


@pytest.mark.parametrize(("sides", "first"), [
    (("deny", "deny", "support"), "groups.defends"), (("ask", "support"), "groups.defends"),
    (("unread", "unread"), "groups.unread"), (("support", "support", "deny"), "groups.sides"),
    ((None, None), "groups.sides"),
])  # fmt: skip
def test_a_group_whose_words_defend_the_target_is_said_to_do_so_first(
    sides: tuple[str | None, ...], first: str
) -> None:
    here = alleged(*((f"r{k}", f"m{k}", side) for k, side in enumerate(sides))).events
    found = groups.sides_of(here)
    assert found[0].key == first
    counted = {k: n for k, n in found[-1].params.items() if k not in ("itself", "alike")}
    assert sum(n for n in counted.values() if isinstance(n, int)) == len(sides)


def account(facts: ReportData, name: str, is_named: bool) -> ListedAccount:
    row = {
        "account_id": name, "role": "promoter", "grade": "B", "subject_id": "p", "event_ids": ["r0"],
        "evidence_lines": ["line_loss", "line_support"], "explanations": ["explain_hearsay", "explain_large_following"],
        "challenges": ["without_line_C", "ask_views"], "runs_n": 200, "kept_n": 187, "overturned_by": ["without post generic:p05"],
    }  # fmt: skip
    on = facts.alleged.events.filter(account_id=name)
    words = on.with_columns(
        own_text=pl.lit("别让她混过去"), source_sha256=pl.lit(""), source_row=0, source_path=pl.lit(""), row=2
    )
    acts = pl.concat([on.select("account_id", "event_id", "at"), pl.DataFrame(
        {"account_id": [name], "event_id": ["elsewhere"], "at": [AT]}, schema_overrides={"at": pl.Datetime("us", "UTC")}
    )])  # fmt: skip
    return ListedAccount(name, (row,), is_named, (), None, acts, on, words)


def test_a_block_gives_words_sides_facts_for_it_and_the_row_as_a_reader_counts_it(facts: ReportData) -> None:
    mine = replace(facts, alleged=alleged(("r0", "weibo:1", "support")), names=Names(frozenset({"weibo:1"})))
    voice = Locale("zh", facts.zone)
    head, block = account_block(mine, account(mine, "weibo:1", True))
    assert isinstance(block, Labelled) and isinstance(head, Prose)
    told = {
        voice.text(label): [voice.text(Word(c.key if "." in c.key else f"report.{c.key}", tuple(c.params.items()))) for c in claims]
        for label, claims in block.rows
    }  # fmt: skip
    assert told["其原话"] == ["“别让她混过去” 2025-03-01 08:00:00，附和（1人编码）"]
    assert told["证据"][0] == "以下为必备条件，不是各自独立的证据"
    assert told["证据"][1].endswith("（依据：转发位置；被转发的原帖不是其原话）")
    assert told["时刻"][0].endswith("共1条，占本次导出中其2条的50.0%；该账号自己的主页未导出")
    not_passed, before, elsewhere = told[
        "有利的事实"
    ]  # "据说" does not stand in its words, so it is not printed.
    assert not_passed == "其在所指信息下的1条记录在本次数据中无人再转" and "其2条记录中1条" in elsewhere
    # The correction of the case was made on 2025-03-02, a day later.
    assert before == "其在所指信息下的最后一条（2025-03-01 08:00:00）早于案件资料所载的更正"
    assert told["稳固程度"][0].startswith("200 次改变中 187 次仍被列出")
    assert told["记录位置"] == ["—，第 2 行"]
    assert "粉丝多" not in str(told)  # What holds of any account in that role stands once, for all.


def test_only_records_that_have_nothing_to_do_with_the_matter_speak_for_an_account(facts: ReportData) -> None:
    """Two records elsewhere: one aimed at the target, one that a role rests on; neither is in its favour."""
    mine = replace(facts, alleged=alleged(("r0", "weibo:1", "support")), names=Names(frozenset({"weibo:1"})))
    one = account(mine, "weibo:1", True)
    aimed = pl.DataFrame(
        {"event_id": ["elsewhere"], "account_id": ["weibo:1"], "at": [AT], "at_precision": ["s"], "own_text": ["又是她家"]},
        schema=ELSEWHERE.schema,
    )  # fmt: skip
    for change in ({"aimed": aimed}, {"rested": aimed}):
        told = replace(one, **change)
        assert told.unrelated == [] and one.unrelated == ["elsewhere"]
        claims = [c for b in account_block(mine, told) for c in sentences(b)]
        assert "answers.for_elsewhere" not in {c.key for c in claims}
        (words,) = [c for c in claims if c.params.get("side") == Word("listed.side_elsewhere")]
        assert words.params["text"] == Foreign("又是她家", 20_000) and words.refs[0].ids == ("elsewhere",)


def test_what_an_account_wrote_under_the_correction_is_told_beside_its_last_record(facts: ReportData) -> None:
    """Last on the information on 2025-03-01, the correction a day later, one comment below that: not counted."""
    mine = replace(facts, alleged=alleged(("r0", "weibo:1", "support")), names=Names(frozenset({"weibo:1"})))
    under = pl.DataFrame(
        {
            "event_id": ["elsewhere"], "account_id": ["weibo:1"], "at": [AT + timedelta(days=2)],
            "at_precision": ["s"], "own_text": ["这事没完"],
        },
        schema=ELSEWHERE.schema,
    )  # fmt: skip
    one = replace(account(mine, "weibo:1", True), under_correction=under)
    (claim,) = [c for c in favourable(mine, one) if c.key.startswith("answers.for_before")]
    said = Locale("zh", facts.zone).text(Word(claim.key, tuple(claim.params.items())))
    assert said == (
        "其在所指信息下的最后一条（2025-03-01 08:00:00）早于案件资料所载的更正；更正之后另有1条在更正帖之下，未计入"
    )
    assert claim.refs[-1].ids == ("elsewhere",) and one.unrelated == []
    (words,) = [
        c for b in account_block(mine, one) for c in sentences(b)
        if c.params.get("side") == Word("listed.side_corrected")
    ]  # fmt: skip
    assert words.params["text"] == Foreign("这事没完", 20_000)


def test_records_that_name_no_target_are_not_said_to_be_about_something_else(facts: ReportData) -> None:
    """One of two records lies elsewhere and names nobody: it may still allude. Of a target it says nothing."""
    mine = replace(facts, alleged=alleged(("r0", "weibo:1", "support")), names=Names(frozenset({"weibo:1"})))
    one = account(mine, "weibo:1", True)
    (claim,) = [c for c in favourable(mine, one) if c.key == "answers.for_elsewhere"]
    words = Word(claim.key, tuple(claim.params.items()))
    said = "其2条记录中1条不在所指信息之下，也未按名称指明被指对象（是否影射未判断）"
    assert Locale("zh", facts.zone).text(words) == said
    hers = CaseToml.model_validate({"targets": [{"name": "阿某", "ids": ["weibo:1"]}]})
    told = favourable(replace(mine, toml=hers), one)
    assert not [c for c in told if c.key == "answers.for_elsewhere"]


def test_the_first_of_a_second_item_is_told_with_how_much_earlier_the_first_is(facts: ReportData) -> None:
    """Items at 20:42:17 and 23:10:05: 2 h 27 min apart; the author of the first is told nothing."""

    def item(number: int, who: str, at: datetime) -> Stated:
        return Stated(
            number, f"p{number}", "", "", {"event_id": f"p{number}", "account_id": who, "at": at}, (), False
        )

    stated = (item(1, "weibo:9", AT), item(2, "weibo:1", AT + timedelta(hours=2, minutes=27, seconds=48)))
    mine = replace(facts, alleged=replace(alleged(("r0", "weibo:1", "support")), stated=stated))
    one = account(mine, "weibo:1", True)
    assert later_item(mine, one) == {"number": "2", "first": "1", "span": Span(8868.0)}
    assert later_item(mine, replace(one, account_id="weibo:9")) == {}
    role = {**one.roles[0], "role": "initiator", "evidence_lines": ["line_first"]}
    first = replace(one, roles=(role,))
    said = [c.params["line"] for b in account_block(mine, first) for c in sentences(b) if "line" in c.params]
    assert [w.key for w in said if isinstance(w, Word)] == ["listed.line_first_later"]
    assert strongest_line(mine, first)[0].key == "answers.line_initiator_later"


def test_what_hangs_below_a_hub_is_a_number_and_a_share_and_its_mark_opens_it(facts: ReportData) -> None:
    """Three of twelve reposts below its own: 25 %."""
    one = account(replace(facts, alleged=alleged(("r0", "weibo:1", "support"))), "weibo:1", True)
    row = {**one.roles[0], "evidence_lines": ["line_loss"], "reason_params": '{"lost": 3, "acts": 12}'}
    told = replace(one, roles=(row,), below={"p": ("a", "b", "c")})
    (said,) = [c for b in account_block(facts, told) for c in sentences(b) if c.key == "listed.basis_place"]
    assert (
        Locale("zh", facts.zone)
        .text(said.params["line"])
        .endswith("12条转发中有3条（25.0%）在其转发之后，其中3条的上一级为导出所述，0条的见于文字中的转发链")
    )
    assert said.refs[0].ids == ("a", "b", "c")


def test_a_member_of_a_group_is_told_that_the_group_without_it_was_not_computed(facts: ReportData) -> None:
    one = account(replace(facts, alleged=alleged(("r0", "weibo:1", "support"))), "weibo:1", True)
    for role, n in (("amplifier", 1), ("promoter", 0)):
        block = account_block(facts, replace(one, roles=({**one.roles[0], "role": role},)))
        keys = [claim.key for part in block for claim in sentences(part)]
        assert keys.count("listed.dropped_not_computed") == n


def test_a_post_is_named_as_overturning_only_where_the_grade_changes(facts: ReportData) -> None:
    one = account(replace(facts, alleged=alleged(("r0", "weibo:1", "support"))), "weibo:1", True)
    for code, n in (("without_post_B", 0), ("without_post_C", 1)):
        row = {**one.roles[0], "challenges": ["without_line_insufficient", code]}
        block = account_block(facts, replace(one, roles=(row,)))
        said = [c.params["said"] for b in block for c in sentences(b) if c.key == "listed.weight"]
        assert said.count(Word(f"roles.{code}")) == n and Word("roles.without_line_insufficient") in said


def said(facts: ReportData, claims: tuple[Claim, ...], lang: str = "zh") -> list[str]:
    voice = Locale(lang, facts.zone)
    return [voice.text(Word(c.key, tuple(c.params.items()))) for c in claims]


def test_a_hub_is_told_what_those_below_it_said_and_its_followers(facts: ReportData) -> None:
    """Below it: two bare reposts, one not coded, one support, one denial, one of no side: six."""
    mine = replace(facts, alleged=alleged(("r0", "weibo:1", "support")), names=Names(frozenset({"weibo:1"})))
    below = alleged(*(
        (f"b{k}", f"weibo:{k}", side)
        for k, side in enumerate([None, None, "unread", "support", "deny", "other"], 10)
    )).events  # fmt: skip
    hub = replace(
        account(mine, "weibo:1", True),
        reposts_below=below,
        account={"followers_n": 5400, "verified_type": None},
    )
    told = favourable(mine, hub)
    (first,) = [c for c in told if c.key == "answers.for_below"]
    assert [first.params[k] for k in ("all", "bare", "unread", "support", "against", "other")] == [
        6,
        2,
        1,
        1,
        1,
        1,
    ]
    assert [ref.n for ref in first.refs] == [6, 2, 1, 1, 1, 1]
    assert "导出所示粉丝5,400个：粉丝多的账号转发任何内容都会带来较多转发" in said(mine, told)


def test_words_of_hearsay_are_quoted_as_they_stand(facts: ReportData) -> None:
    mine = replace(facts, alleged=alleged(("r0", "weibo:1", "support")))
    one = account(mine, "weibo:1", True)
    one = replace(one, words=one.words.with_columns(own_text=pl.lit("有人反映，面包过期，据说住院了")))
    quoted, *_ = said(mine, favourable(mine, one))
    assert "“有人反映”" in quoted and "“据说”" in quoted and "网传" not in quoted


@pytest.mark.parametrize(("basis", "words"), [
    ("event", "附和（2人编码）"), ("disputed", "附和（2人编码，意见不一，取指责最轻者）"),
    ("sentence", "附和（同一语句经2人编码；所编码的是另一账号的记录）"),
])  # fmt: skip
def test_a_side_says_on_what_it_was_coded_and_whether_coders_agree(
    facts: ReportData, basis: str, words: str
) -> None:
    row = {"side": "support", "side_basis": basis, "coders_n": 2, "event_id": "r0"}
    assert Locale("zh", facts.zone).text(_side(row, set())) == words


def test_the_reason_of_a_dealing_is_quoted() -> None:
    """A reason is what the case file says, and no finding of the report."""
    zone = ZoneInfo("UTC")
    assert Locale("zh", zone).text(stated_reason("指名侮辱")) == "案件资料所载理由：“指名侮辱”"
    assert Locale("en", zone).text(stated_reason("指名侮辱")) == "reason in the case file: “指名侮辱”"


def test_accounts_without_coded_words_are_positions_only_and_general_explanations_stand_once(
    facts: ReportData,
) -> None:
    mine = replace(facts, alleged=alleged(("r0", "weibo:1", None), ("r1", "weibo:2", None)))
    mine = replace(
        mine, listed=(account(mine, "weibo:1", False), account(mine, "weibo:2", False)), names=Names()
    )
    voice = Locale("zh", facts.zone)
    blocks = listed(mine)
    text = "".join(
        voice.text(Word(c.key, tuple(c.params.items()))) for block in blocks for c in sentences(block)
    )
    assert "不具名的账号2个" in text and "weibo" not in text and "别让她" not in text
    (general,) = [block for block in blocks if isinstance(block, Items)]
    assert [c.params["said"] for c in general.items] == [Word("roles.explain_large_following")]


def test_printed_sentences_are_numbered_first_and_those_inside_a_list_go_on() -> None:
    one = Claim("a")
    done = numbered((Chapter(3, "listed", (one, Items((one, one)), one)),))
    assert [placed.number for placed in done.main[0].placed] == ["3.1", "", "3.2"]
    assert [number for _, number, _ in done.sentences()] == ["3.1", "3.3", "3.4", "3.2"]


def test_the_records_of_a_group_are_told_beside_those_on_which_its_grade_rests(facts: ReportData) -> None:
    """Of two records behind the grade none is on the information; its two members have three there in all."""
    members = CLUSTERS.fit(
        pl.DataFrame({"cluster_id": ["g1"] * 2, "account_id": ["weibo:1", "weibo:2"], "grade": ["B"] * 2})
    )
    acts = pl.DataFrame({"cluster_id": ["g1"] * 2, "event_id": ["x1", "x2"]})
    on_it = alleged(
        ("r0", "weibo:1", "support"),
        ("r1", "weibo:1", None),
        ("r2", "weibo:2", None),
        ("r3", "weibo:3", None),
    )
    held = pl.DataFrame(
        {"account_id": ["weibo:1"] * 2, "event_id": ["x1", "x2"], "source_sha256": ["a", "a"]}
    )
    found = replace(facts.groups, clusters=members, acts=acts, member_acts=held)
    mine = replace(facts, alleged=on_it, groups=found)
    assert is_of_one_file(found, "g1")
    two = replace(found, member_acts=held.with_columns(source_sha256=pl.Series(["a", "b"])))
    assert not is_of_one_file(two, "g1")
    assert [c.params["n"] for c in groups._one_file(replace(facts, groups=found), "g1")] == [2]
    assert groups._one_file(replace(facts, groups=two), "g1") == ()
    told = claim(build(mine), "answers.groups")
    said = Locale("zh", facts.zone).text(Word(told.key, tuple(told.params.items())))
    assert (
        "第1组2个账号，B级，等级所依据的2条记录中0条在所指信息之下，成员全部记录中3条在其下；前者均出自同一个文件"
        in said
    )
    assert told.refs[-1].ids == ("r0", "r1", "r2")


def test_the_reposts_of_a_hub_below_one_item_are_told_with_its_number(facts: ReportData) -> None:
    """Its role rests on one repost of item 1 (post p); no other record is told to stand elsewhere."""
    item = Stated(1, "p", "", "", {"event_id": "p", "account_id": "weibo:9", "at": AT}, (), False)
    mine = replace(facts, alleged=replace(alleged(("r0", "weibo:1", "support")), stated=(item,)))
    one = account(mine, "weibo:1", True)
    row = {**one.roles[0], "evidence_lines": ["line_on_information"]}
    block = account_block(mine, replace(one, roles=(row,)))
    lines = [c.params["line"] for b in block for c in sentences(b) if "line" in c.params]
    assert Locale("zh", facts.zone).text(lines[0]) == "涉案信息：其转发在第1项之下的1条"
