"""The rows of Articles 2 to 7, 10, 11, 13 to 17 on tables made by hand; every number is counted in the test."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.law.alleged import unknown_until
from analytics.law.information import Information
from analytics.law.rendering import observation_words, read_findings
from analytics.model.tables import FINDINGS
from analytics.store.case_toml import CaseToml
from tests.law.made import labels, role, roles
from tests.law.made_information import AUTHOR, POST, START, act, at, found, stated, told

ROWS = ("A2", "A3", "A10-2", "A10-1", "A4", "A5-F", "A6", "A7", "A11", "A15", "C-998", "C-1000", "C-1025")
ROWS += ("C-1195", "N-6", "N-7", "N-9")
STATED = ("A5-D", "A13", "A14", "A16", "A17")


def said(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return row["note_code"], json.loads(row["note_params"])


@pytest.mark.parametrize("factor", ROWS)
def test_without_stated_information_no_row_is_measured(factor: str) -> None:
    (row,) = found(factor, None)
    assert (row["status"], row["note_code"]) == ("not_measurable", "law.note_which_information")


@pytest.mark.parametrize("factor", STATED)
def test_what_only_people_state_is_never_computed(factor: str) -> None:
    rule_set = "guiding-opinions-draft-2023-06-09" if factor == "A5-D" else "fafa-2023-14"
    information = told(stated(), act("weibo:r"))
    if factor == "A5-D":
        assert found(factor, information) == []  # The final text has no such item.
        return
    (row,) = found(factor, information)
    assert (row["rule_set"], row["status"], row["value"]) == (rule_set, "not_measurable", None)
    recorded = found(factor, information, labels(("finding", "case", f"{factor}:open")))
    assert [one["status"] for one in recorded] == ["not_measurable", "human_finding"]


OLD = "面包过期致三名儿童住院"
NEW = "疑似面包过期，等核实"


def version(
    number: int, text: str, hours: float, records: int = 1, event_id: str = POST, last: float = 0
) -> tuple[Any, ...]:
    return (event_id, number, text, at(hours), at(last or hours), records)


def test_an_edit_is_printed_in_full_with_the_captures_between_which_it_lies() -> None:
    information = told(stated(OLD), versions=[version(1, OLD, 5, last=14), version(2, NEW, 30)])
    (row,) = found("A2", information)
    note, params = said(row)
    assert (note, row["status"], row["value"]) == ("articles.versions", "measured", 2.0)
    assert (params["old"], params["new"], params["v"], params["account_id"]) == (OLD, NEW, 2, AUTHOR)
    assert (params["older"], params["newer"]) == (1, 2)
    assert (params["since_at"], params["at"]) == (at(14).isoformat(), at(30).isoformat())
    # What the change means is in words that people read.
    assert not row["inculpatory"] and not row["exculpatory"]


def test_one_text_in_two_captures_is_one_version_and_one_capture_shows_nothing() -> None:
    (row,) = found("A2", told(stated(OLD), versions=[version(1, OLD, 5, records=2)]))
    assert (said(row)[0], row["value"], said(row)[1]["n"]) == ("articles.version_one", 1.0, 2)
    (row,) = found("A2", told(stated(OLD), versions=[version(1, OLD, 5)]))
    assert (row["status"], said(row)[0]) == ("not_measurable", "articles.captured_once")


def test_a_title_that_a_reposter_added_is_a_change_of_his() -> None:
    copy = stated(f"实锤！{OLD}", 2, "weibo:q", item_id=POST, layer="near", account_id="weibo:other")
    (row,) = found("A2", told(stated(OLD), copy, versions=[version(1, OLD, 5)]))
    assert (said(row)[0], row["value"], said(row)[1]["accounts"]) == ("articles.copies", 1.0, 1)


def coded(event_id: str, first: str, second: str, note: str | None = None) -> list[dict[str, Any]]:
    return [
        {"subject_id": event_id, "label": label, "author": author, "kind": "label", "note": note, "at": at(9)}
        for author, label in (("甲", first), ("乙", second))
        if label
    ]


def coding(*pairs: tuple[str, str], weight: float | None = 2.0) -> dict[str, Any]:
    from analytics.model.tables import LABELS
    from tests.law.made import rows

    note = None if weight is None else f"sample:weight={weight}"
    return {
        "labels": rows(LABELS, *[r for k, p in enumerate(pairs) for r in coded(f"weibo:c{k:02}", *p, note)])
    }


def commented(n: int) -> Any:
    return told(stated(), *(act(f"weibo:c{k:02}", part="comment", own="话", side="unread") for k in range(n)))


def test_coders_who_agree_on_60_texts_give_shares_and_coders_who_do_not_give_none() -> None:
    """6 of 60 abuse, 24 criticism, all alike: shares .1 and .4, Wilson by hand .0466-.2015 and .2857-.5263."""
    alike = [("abuse", "abuse")] * 6 + [("criticism", "criticism")] * 24 + [("neither", "neither")] * 30
    for factor in ("A3", "A10-2"):
        (row,) = found(factor, commented(60), coding(*alike))
        note, params = said(row)
        assert (note, row["value"], params["n"], params["a"]) == ("articles.classes", 0.1, 60, 1.0)
        assert (params["abuse_lo"], params["abuse_hi"]) == pytest.approx((0.0466, 0.2015), abs=5e-5)
        assert (row["lower"], row["upper"]) == pytest.approx((0.0466, 0.2015), abs=5e-5)  # Not "at least .1".
        assert (params["criticism_lo"], params["criticism_hi"]) == pytest.approx((0.2857, 0.5263), abs=5e-5)
        words = observation_words(note, params, "en", ZoneInfo("UTC"))  # Outward, in three digits.
        assert "abuse 0.046-0.202, criticism 0.285-0.527" in words
    (row,) = found("A3", commented(60), coding(*[("abuse", "criticism")] * 60))
    assert (row["status"], said(row)[0], said(row)[1]["apart"]) == (
        "not_measurable",
        "articles.coders_disagree",
        60,
    )


@pytest.mark.parametrize(
    ("pairs", "weight", "note"),
    [
        ([("abuse", "abuse")] * 20 + [("neither", "neither")] * 29, 2.0, "articles.few_coded"),
        ([("abuse", "abuse")] * 20 + [("neither", "neither")] * 30, None, "articles.no_design"),
        ([("abuse", "")] * 60, 2.0, "articles.one_coder"),
        # 8 of 50 coded unlike: alpha = 1 - 99 x 16 / (100^2 - 48^2 - 52^2) = .68, its interval wider than that.
        (
            [("abuse", "abuse")] * 20 + [("neither", "neither")] * 22 + [("abuse", "neither")] * 8,
            2.0,
            "articles.coders_disagree",
        ),
    ],
)
def test_no_share_without_fifty_texts_a_design_and_a_second_coder(
    pairs: list[tuple[str, str]], weight: float | None, note: str
) -> None:
    (row,) = found("A3", commented(60), coding(*pairs, weight=weight))
    assert (row["status"], said(row)[0], row["value"]) == ("not_measurable", note, None)


def test_a_report_is_marked_unnamed_and_words_with_abuse_bear_both_marks() -> None:
    information = told(
        stated(),
        act("weibo:r1", own="已向12345反映", side="unread"),
        act("weibo:r2", own="求查处", side="report"),
        act("weibo:r3", own="骗子！@记者", side="support"),
        act("weibo:r4", own="路过", side="unread"),
        act("weibo:r5", own="不实，已举报", side="deny"),
    )
    (row,) = found("A10-1", information)
    assert said(row) == ("articles.reporting", {"n": 3, "coded": 1, "unread": 1, "both": 1, "platform": 0})
    assert row["event_ids"] == ["weibo:r1", "weibo:r2", "weibo:r3"] and row["subject_id"] == "case"
    # To the platform alone: apart, coded or not; to an authority as well: a report.
    about_the_post = told(
        stated(),
        act("weibo:r1", own="已向平台举报这条不实信息", side="report"),
        act("weibo:r2", own="否则我会向平台投诉", side="unread"),
        act("weibo:r3", own="已向平台举报，也打了12345", side="unread"),
    )
    (row,) = found("A10-1", about_the_post)
    assert said(row)[1] == {"n": 1, "coded": 0, "unread": 1, "both": 0, "platform": 2}
    assert row["event_ids"] == ["weibo:r3"]
    (row,) = found("A10-1", told(stated(), act("weibo:r4", own="路过", side="unread")))
    assert row["status"] == "none_in_data"
    (row,) = found("A10-1", told(stated(own=None), act("weibo:r4")))  # type: ignore[arg-type]
    assert said(row)[0] == "articles.no_words"


def test_personal_data_are_added_in_proportion_and_an_order_number_is_taken_out() -> None:
    """30 cards and 200 addresses: 30/50 + 200/500 = 1.0; a phone in a text that a person took out."""
    cards = [act(f"weibo:k{k:02}", part="comment", side="unread", own=f"卡号{card(k)}") for k in range(30)]
    homes = [
        act(f"weibo:h{k:03}", part="comment", side="unread", own=f"住在花园路{k + 1}号") for k in range(200)
    ]
    order = act("weibo:o", part="comment", side="unread", own="单号13800138000")
    taken = labels(("label", "weibo:o", "personal:no"))
    (row,) = found("A4", told(stated(), *cards, *homes, order), taken)
    assert said(row) == ("articles.personal", {"a": 30, "b": 200, "c": 0, "r": 1.0, "left": 1})
    (row,) = found("A4", told(stated(), *cards[:1], order))
    assert said(row)[1] == {"a": 1, "b": 0, "c": 1, "r": 0.02, "left": 0}  # 1/50 + 1/5000 = 0.0202
    (row,) = found("A4", told(stated()))
    assert row["status"] == "none_in_data"


def test_no_number_is_laid_beside_items_whose_class_a_pattern_does_not_tell() -> None:
    """The numbers of 法释〔2017〕10号 are about items of each class, which are for people: 60 cards, no number."""
    cards = [act(f"weibo:k{k:02}", part="comment", side="unread", own=f"卡号{card(k)}") for k in range(60)]
    (row,) = found("A4", told(stated(), *cards))
    assert (row["status"], row["value"], row["threshold"]) == ("measured", 60.0, None)


def card(k: int) -> str:
    """A number of the form of a UnionPay card: 62, 13 digits, and the check digit of Luhn's formula."""
    bare = f"62{k:013}"
    total = 0
    for place, digit in enumerate(reversed(bare)):
        double = int(digit) * (2 if place % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return bare + str(-total % 10)


def test_promotion_counts_posts_of_verified_accounts_with_a_link() -> None:
    linked = stated("看这里", 3, "weibo:q", item_id=POST, layer="exact", urls=["https://a"], verified=True)
    (row,) = found("A5-F", told(stated(verified=False), linked))
    assert said(row) == ("articles.promotion", {"n": 1, "of": 2})
    (row,) = found("A5-F", told(stated(verified=True)))
    assert row["status"] == "none_in_data"
    (row,) = found("A5-F", told(stated()))
    assert said(row)[0] == "articles.verified_unknown"


NOTICE = {"event_id": POST, "at": at(10)}
TAKEN = {"event_id": POST, "at": at(50)}


def test_from_notice_to_takedown_are_forty_hours_with_two_reposts() -> None:
    """Notice at hour 10, takedown at hour 50; reposts at 9, 10, 49 and 50, a comment at 20."""
    acts = [act(f"weibo:r{h}", h) for h in (9, 10, 49, 50)]
    information = told(
        stated(), *acts, act("weibo:c", 20, part="comment"), collected={(POST, "reposts"): at(50)}
    )
    later = {**TAKEN, "at": at(90)}
    (row,) = found("A6", information, notices=[NOTICE], takedowns=[later, TAKEN])
    assert (said(row)[0], said(row)[1]["hours"], said(row)[1]["n"]) == ("articles.taken_after", 40.0, 2)
    (row,) = found("A6", information, notices=[TAKEN], takedowns=[NOTICE])
    assert (said(row)[0], row["value"], row["unit"]) == ("articles.taken_before", None, None)
    (row,) = found("A6", information, notices=[NOTICE])
    assert (said(row)[0], row["value"]) == ("articles.not_taken", None)  # Nothing lasted "0 hours".
    for notices in ([], [{"event_id": "weibo:elsewhere", "at": at(1)}]):
        (row,) = found("A6", information, notices=notices, takedowns=[TAKEN])
        assert (row["status"], said(row)[0]) == ("not_measurable", "articles.no_notice")


OTHER = "weibo:q"  # A second alleged post, two hours after the first.
TWO = {"alleged": [{"id": POST}, {"id": OTHER}]}


def two_posts() -> Information:
    """Notice and takedown concern the second post, hours 10 to 50; below the first two reposts and a comment."""
    below = [
        act("weibo:r1", 12),
        act("weibo:r2", 49),
        act("weibo:c", 20, part="comment"),
        act("weibo:r3", 60),
    ]
    second = {"item_id": OTHER, "post_id": OTHER}
    return told(
        stated(),
        *below,
        stated(event_id=OTHER, hours=2),
        act("weibo:s1", 5, **second),
        act("weibo:s2", 51, **second),
        collected={(post, kind): at(60) for post in (POST, OTHER) for kind in ("reposts", "comments")},
    )


def sentence(row: dict[str, Any], lang: str) -> str:
    (line,) = read_findings(pl.DataFrame([row], schema=FINDINGS.schema), lang)
    return line.observation


def test_a_notice_counts_the_post_it_concerns_and_tells_the_others_apart() -> None:
    """None of the second post in those 40 hours; two reposts, and three records, of the first beside it."""
    given = {"notices": [{**NOTICE, "event_id": OTHER}], "takedowns": [{**TAKEN, "event_id": OTHER}], **TWO}
    (row,) = found("A6", two_posts(), **given)
    assert (row["value"], row["event_ids"]) == (0.0, [])
    assert "通知针对第2项" in sentence(row, "zh")
    assert "其间第2项新增转发0条；其余所指帖文下采集到转发2条，不在通知之内。" in sentence(row, "zh")
    assert "0 new reposts of item 2; 2 captured reposts of the other alleged posts" in sentence(row, "en")
    (row,) = found("C-1195", two_posts(), **given)
    assert row["value"] == 0.0 and said(row)[1]["before"] == 2  # The second post and its repost at 5.
    assert "其余所指帖文下采集到3条，其中转发2条，不在通知之内" in sentence(row, "zh")
    (row,) = found("C-1195", two_posts(), **{**given, "takedowns": [TAKEN]})
    assert said(row)[0] == "articles.notice_open_beyond"  # A takedown of the first post ends nothing.


def test_no_number_of_new_records_is_told_for_hours_in_which_nothing_was_collected() -> None:
    """Notice at 10, takedown at 50. Reposts of the second post were last collected at 8, comments at 30 h."""
    given = {"notices": [{**NOTICE, "event_id": OTHER}], "takedowns": [{**TAKEN, "event_id": OTHER}], **TWO}
    ends = {(OTHER, "reposts"): at(8), (OTHER, "comments"): at(30)}
    (row,) = found("A6", replace(two_posts(), collected=ends), **given)
    assert (said(row)[0], row["value"]) == ("articles.taken_after_unknown_beyond", None)
    assert "新增多少不明" in sentence(row, "zh") and "0条" not in sentence(row, "zh")
    (row,) = found("C-1195", replace(two_posts(), collected=ends), **given)
    assert said(row)[0] == "articles.notice_partly_beyond" and "此后不明" in sentence(row, "zh")
    nothing = {(OTHER, "reposts"): at(8)}
    (row,) = found("C-1195", replace(two_posts(), collected=nothing), **given)
    assert (row["status"], row["value"]) == ("not_measurable", None)
    partly = {(OTHER, "reposts"): at(49)}
    (row,) = found("A6", replace(two_posts(), collected=partly), **given)
    assert said(row)[0] == "articles.taken_after_partly_beyond"


def test_an_injunction_names_the_post_that_was_taken_down_and_argues_with_no_zero() -> None:
    """Both collected at 200: of the second post nothing in 24 h; in the 7 days from 32 on: 51."""
    taken = [{**TAKEN, "event_id": OTHER}]
    ends = {(post, kind): at(200) for post in (POST, OTHER) for kind in ("reposts", "comments")}
    information = replace(two_posts(), seen={POST: at(200), OTHER: at(30)}, newest_at=at(200), collected=ends)
    _, row = found("A15", information, takedowns=taken, **TWO)
    (line,) = read_findings(pl.DataFrame([row], schema=FINDINGS.schema), "zh")
    assert "前24小时新增0条" in line.observation and "载明第2项已被处理" in line.observation
    assert line.inculpatory == ("采集前7日有1条。",)
    assert line.exculpatory == ("第2项已被处理。", "采集前24小时未见新增。")


def test_the_last_record_is_dated_against_six_months() -> None:
    """From 2025-03-03 six months end on 2025-09-03: 184 days later."""
    named = roles(role("initiator", "A", AUTHOR, may_be_named=True))
    (row,) = found("A7", told(stated(), seen={POST: at(24 * 184)}), named)
    assert (said(row)[0], said(row)[1]["days"]) == ("articles.last_record_late", 184)
    (row,) = found("A7", told(stated(), seen={POST: at(24 * 183)}), named)
    assert (said(row)[0], said(row)[1]["days"]) == ("articles.last_record", 183)
    (row,) = found("A7", told(stated()))
    assert (row["status"], said(row)[0]) == ("not_measurable", "articles.no_capture")


def test_a_penalty_of_13_months_ago_is_told_to_be_outside_the_year() -> None:
    information = told(stated(), seen={POST: at(5)})
    for day, note in (("2024-02-03", "articles.penalty_outside"), ("2024-06-01", "articles.penalty_within")):
        *_, row = found("A7", information, penalties=[{"account_id": AUTHOR, "at": day}])
        assert (row["status"], said(row)[0]) == ("human_finding", note)


def test_a_record_after_the_penalty_counts_and_the_first_before_it_does_not() -> None:
    """A first record before the penalty, one on its day, one a day later: one within the year."""
    acts = (act(f"weibo:p{h}", account_id=AUTHOR, hours=h) for h in (5, 30))
    information = told(stated(), *acts, seen={POST: at(40)})
    *_, row = found("A7", information, penalties=[{"account_id": AUTHOR, "at": date(2025, 3, 3)}])
    assert (said(row)[0], said(row)[1]["n"]) == ("articles.penalty_within", 1)


def test_a_stated_penalty_is_told_where_no_capture_is_dated() -> None:
    *_, row = found("A7", told(stated()), penalties=[{"account_id": AUTHOR, "at": date(2025, 3, 1)}])
    assert said(row)[0] == "articles.penalty_within"


def test_a_year_with_a_29th_of_february_is_a_year() -> None:
    """From 2023-03-01, 0 h in Beijing, one year ends on 2024-03-01: 366 days later."""
    end = datetime(2024, 2, 29, 16, tzinfo=UTC)
    for first, note in (
        (end - timedelta(hours=1), "articles.penalty_within"),
        (end + timedelta(hours=1), "articles.penalty_outside"),
    ):
        hours = (first - START) / timedelta(hours=1)
        information = told(stated(hours=hours), seen={POST: at(5)})
        *_, row = found("A7", information, penalties=[{"account_id": AUTHOR, "at": "2023-03-01"}])
        assert said(row)[0] == note


def test_only_who_may_be_named_has_a_row_of_last_records() -> None:
    information = told(stated(), act("weibo:r", account_id="weibo:x"), seen={POST: at(5)})
    (row,) = found("A7", information)  # The author is named as author of that text only.
    assert (row["status"], row["subject_id"]) == ("not_measurable", "case")
    named = roles(role("promoter", "A", "weibo:x", may_be_named=True))
    assert {row["subject_id"] for row in found("A7", information, named)} == {"weibo:x"}


def test_evidence_is_told_as_spread_and_effect() -> None:
    information = told(stated(), act("weibo:r1"), act("weibo:r2"), act("weibo:c", part="comment"))
    (row,) = found("A11", information, consequences=[{"at": "2025-03-09", "kind": "other"}])
    assert said(row) == (
        "articles.evidence_lists",
        {"n": 4, "posts": 1, "reposts": 2, "comments": 1, "accounts": 4, "effects": 1},
    )


def test_new_records_before_the_newest_capture_with_their_accounts_and_hours() -> None:
    """Capture at hour 240: four records in the last 24 h, five in 7 days (from hour 72 on), one before.

    Three of the four stand in one hour, two of them by one account: no number of four independent ones."""
    acts = [act(f"weibo:r{h}", h) for h in (50, 100, 217, 239)]
    acts += [act(f"weibo:burst{k}", 217.1 + k / 10, account_id="weibo:same") for k in range(2)]
    (row,) = found("A15", told(stated(), *acts, seen={POST: at(240)}, newest_at=at(240)))
    params = said(row)[1]
    assert said(row)[0] == "articles.spreading_readable"
    assert (params["n"], params["week"], params["accounts"], params["hours"]) == (4, 5, 3, 2)
    assert "upper" not in params


def test_an_old_capture_is_said_first_and_a_deleted_post_spreads_no_more() -> None:
    information = told(stated(), seen={POST: at(24)}, newest_at=at(24 * 10))
    (row,) = found("A15", information)
    assert (said(row)[0], said(row)[1]["days"]) == ("articles.spreading_old_readable", 9)
    (row,) = found("A15", information, takedowns=[TAKEN])  # Collected at 24, taken down at 50.
    assert row["status"] == "measured"
    (row,) = found("A15", told(stated(), seen={POST: at(52)}, newest_at=at(240)), takedowns=[TAKEN])
    assert row["status"] == "none_in_data"
    later = told(stated(), act("weibo:r", 51), seen={POST: at(60)}, newest_at=at(60))
    (row,) = found("A15", later, takedowns=[TAKEN])
    assert (said(row)[0], said(row)[1]["n"]) == ("articles.spreading_taken", 1)  # It went on after all.
    (row,) = found("A15", told(stated()))
    assert said(row)[0] == "articles.no_capture"


def test_comments_under_the_correction_alone_are_no_new_records() -> None:
    """They hang below another post, so that ALLEGED_EVENTS has none of them: 0, by nobody."""
    (row,) = found("A15", told(stated(), seen={POST: at(240)}, newest_at=at(240)))
    assert (said(row)[1]["n"], said(row)[1]["accounts"], said(row)[1]["hours"]) == (0, 0, 0)


def test_every_measured_sentence_has_what_either_side_would_say_and_what_overturns_it() -> None:
    """A sentence that only tells why nothing can be measured, or what was looked for, needs none."""
    from analytics.model.messages import catalogue

    claims = {key.partition("_")[2] for key in catalogue("claims")}
    for note in claims - {"versions"}:  # What an edit shows is in words that no program reads.
        assert {f"{way}_{note}" for way in ("plus", "minus", "over")} <= set(catalogue("claims"))
    unmeasured = "不能衡量此项"
    told = {
        key
        for key, entry in catalogue("articles").items()
        if unmeasured not in entry["zh"]
        and not key.startswith(("what_", "none_", "post_", "spreading_", "kinds_"))
        and not key.endswith(("_beyond", "_unsure", "_partly", "_unknown", "_apart"))
    }
    assert claims == told


def test_a_counter_older_than_the_takedown_leaves_open_what_followed() -> None:
    """Counter at hour 40, last event at 20, takedown at 50: open from 40 to 50; a counter at 60 is the newest."""
    events = told(stated(), act("weibo:r", 20)).acts
    facts = CaseToml.model_validate({"takedowns": [TAKEN]})
    assert unknown_until(events, facts, at(40)) == at(50)
    assert unknown_until(events, facts, at(60)) is None
    assert unknown_until(events, CaseToml(), at(10)) == at(20)


def test_only_grave_kinds_stand_under_the_grave_consequences() -> None:
    """A closed shop is told among all consequences in its stated words, never beside suicide."""
    given = [
        {"at": "2025-03-05", "kind": "other", "document": "停业说明"},
        {"at": "2025-03-06", "kind": "suicide"},
    ]
    grave = found("A12-1", told(stated()), consequences=given)
    assert [said(row)[1]["kind"] for row in grave if row["status"] == "human_finding"] == ["suicide"]
    every = [
        row for row in found("A12-F5", told(stated()), consequences=given) if row["status"] == "human_finding"
    ]
    assert {said(row)[0] for row in every} >= {"alleged.f5", "alleged.f5_words"}
    assert "：停业说明；" in sentence(every[0], "zh") or "：停业说明；" in sentence(every[1], "zh")
