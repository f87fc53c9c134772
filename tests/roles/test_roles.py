"""Roles by hand: a planted one is found, an ordinary account is not, an empty table gives an empty table."""

import json
import re
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.model.messages import LANGS, catalogue, say
from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, LABELS, ROLES, check
from analytics.roles.assign import assign
from analytics.roles.reasons import challenge_words
from analytics.roles.role import roles
from tests.roles.invented import SHOP, START, act, carried, coded, events, features, found

RUMOUR = "大家注意，禾禾面包把过期的面包重新包装再卖给孩子"
TARGET = {"targets": [SHOP]}
ALLEGED = TARGET | {"alleged": [{"id": "p"}]}


def grade(rows: dict[Any, dict[str, Any]], role: str, account: str) -> list[str]:
    return [r["grade"] for key, r in rows.items() if key[:2] == (role, account)]


def keys_are_words(rows: dict[Any, dict[str, Any]]) -> None:
    for row in rows.values():
        for key in (*row["evidence_lines"], *row["explanations"], *row["challenges"], *row["article10"]):
            assert all(challenge_words(key, lang) for lang in LANGS), key
        for lang in LANGS:
            said = say(f"roles.{row['reason_code']}", lang, **json.loads(row["reason_params"]))
            assert said and "None" not in said, said


@pytest.mark.parametrize("acts", [[], [act("p", "a", 0, "只有一个账号")]])
def test_no_groups_no_target_one_account_give_an_empty_table(acts: list[dict[str, Any]]) -> None:
    assert check(assign(features(events(*acts))), ROLES).is_empty()


def test_the_first_to_name_the_target_is_the_initiator_and_a_copy_is_not() -> None:
    rows = found(
        events(
            act("p", "first", 0, RUMOUR),
            *carried("p", 6),
            act("q", "copier", 500, RUMOUR),
            *carried("q", 6, 600, "y"),
            act("r", "later", 900, "禾禾面包这家店我再也不去了，大家看着办"),
            *carried("r", 6, 1000, "z"),
        ),
        ALLEGED,
    )
    assert grade(rows, "initiator", "first") == ["A"] and grade(rows, "initiator", "copier") == []
    assert grade(rows, "initiator", "later") == ["C"]  # About the target, and nobody alleges it.
    row = next(r for k, r in rows.items() if k[:2] == ("initiator", "first"))
    assert (row["value"], row["lower"], row["upper"], row["unit"]) == (500, 499, 501, "s")
    assert row["event_ids"][0] == "p" and "explain_export_bound" in row["explanations"]
    assert row["challenges"][:2] == ["without_line_insufficient:first", "without_post_insufficient"]
    assert challenge_words(row["challenges"][0], "en").endswith("no candidate: first")
    keys_are_words(rows)


def test_an_earlier_alleged_post_that_no_export_holds_keeps_the_first_from_grade_a() -> None:
    def mid(second: int) -> str:
        return f"weibo:{(int(START.timestamp()) + second - 515_483_463) << 22}"

    acts = events(act("p", "first", 0, RUMOUR), *carried("p", 6))
    for absent, wanted in ((mid(-3_600), "B"), ("other:1", "B"), (mid(3_600), "A"), ("p", "A")):
        facts = {**TARGET, "alleged": [{"id": "p"}, {"id": absent}]}
        rows = found(acts, facts)
        assert grade(rows, "initiator", "first") == [wanted], absent
        keys_are_words(rows)


def test_who_posts_after_words_about_the_target_have_spread_is_not_first_at_a() -> None:
    below = "禾禾面包的老板娘以前在别处就骗过人，大家可以去查"
    acts = [
        act("n", "news", -900, "今天的社区早报"),
        act("c", "talker", -800, below, root="n", kind="comment"),
        *(act(f"k{k}", f"y{k}", -700 + k, below, root="n", kind="comment") for k in range(6)),
        act("p", "first", 0, RUMOUR),
        *carried("p", 6),
    ]
    labels = coded("p")
    assert grade(found(events(*acts[8:]), TARGET, labels=labels), "initiator", "first") == ["A"]
    assert grade(found(events(*acts), TARGET, labels=labels), "initiator", "first") == ["B"]
    unknown = [a | {"at": None} if a["event_id"] == "c" else a for a in acts]
    assert grade(found(events(*unknown), TARGET, labels=labels), "initiator", "first") == ["B"]


@pytest.mark.parametrize(
    ("words", "again", "alleged", "expected"),
    [
        ("禾禾面包黑心！我再也不去了", None, False, "C"),  # One accusation, once.
        ("禾禾面包黑心！我再也不去了", "禾禾面包就是骗子", False, "B"),
        ("禾禾面包不得好死", None, False, "B"),
        ("禾禾面包不得好死", None, True, "C"),  # People allege another post.
        ("禾禾面包的新品太好吃了", None, False, "C"),
    ],
)
def test_the_first_to_speak_of_a_target_is_no_initiator_for_that(
    words: str, again: str | None, alleged: bool, expected: str
) -> None:
    acts = [
        act("q", "early", -3_600, words),
        *carried("q", 6, -3_500, "y"),
        *([act("r", "early", -900, again)] if again else []),
        act("p", "first", 0, RUMOUR),
        *carried("p", 6),
    ]
    row = found(events(*acts), ALLEGED if alleged else TARGET)["initiator", "early", "q"]
    assert (row["grade"], row["may_be_named"]) == (expected, False)


def test_a_lead_is_never_named_though_people_allege_its_words() -> None:
    """The alleged words stand below another's post: C."""
    acts = [
        act("n", "news", -900, "今天的社区早报"),
        act("p", "first", 0, RUMOUR, root="n", kind="comment"),
        *(act(f"k{k}", f"y{k}", 100 + k, RUMOUR, root="n", kind="comment") for k in range(6)),
    ]
    (row,) = [row for key, row in found(events(*acts), ALLEGED).items() if key[:2] == ("initiator", "first")]
    assert (row["grade"], row["may_be_named"]) == ("C", False)


def test_of_two_alleged_posts_the_later_is_b_and_earlier_talk_that_nobody_alleges_hides_none() -> None:
    acts = [
        act("r", "talker", -900, "禾禾面包今天排了很长的队"),
        *carried("r", 6, -800, "z"),
        act("p", "first", 0, RUMOUR),
        *carried("p", 6),
        act("q", "second", 900, "听说禾禾面包又出事了，过期的也卖"),
        *carried("q", 6, 950, "y"),
    ]
    rows = found(events(*acts), TARGET | {"alleged": [{"id": "p"}, {"id": "q"}]})
    assert {key[1]: row["grade"] for key, row in rows.items()} == {"talker": "C", "first": "A", "second": "B"}
    assert "explain_own_post_earlier" in rows["initiator", "second", "q"]["explanations"]


def test_nothing_is_called_first_within_the_clocks() -> None:
    same_minute = found(
        events(
            act("p", "a", 0, RUMOUR, at_precision="min"),
            *carried("p", 6),
            act("q", "b", 59, RUMOUR, at_precision="min"),
        ),
        ALLEGED,
    )
    assert grade(same_minute, "initiator", "a") == ["insufficient"]
    next_minute = found(
        events(
            act("p", "a", 0, RUMOUR, at_precision="min"),
            *carried("p", 6),
            act("q", "b", 60, RUMOUR, at_precision="min"),
        ),
        ALLEGED,
    )
    assert grade(next_minute, "initiator", "a") == ["A"]


def test_no_call_where_the_earliest_cites_a_missing_one() -> None:
    rows = found(
        events(
            act("c", "a", 0, RUMOUR, root="p", parent="gone", parent_basis="missing"),
            act("p", "owner", -5, "今天的面包出炉了，欢迎来店里"),
            *(act(f"d{k}", f"b{k}", 50 + k, RUMOUR, root="p") for k in range(6)),
        ),
        TARGET,
    )
    assert grade(rows, "initiator", "a") == ["insufficient"]
    absent = found(events(*carried("nowhere", 8)), TARGET)
    assert [r["reason_code"] for r in absent.values()] == ["reason_initiator_root_missing"]
    keys_are_words(rows | absent)


def test_without_a_stated_target_and_alleged_post_nobody_stands_above_c() -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        *carried("p", 6),
        act("h", "hub", 50, "这家就是黑心店", root="p"),
        *(act(f"u{k}", f"v{k}", 300 + k, root="p", parent="h") for k in range(30)),
    ]
    rows = found(events(*acts), labels=coded("h", label="abuse"))
    assert {key[:2]: row["grade"] for key, row in rows.items()} == {
        ("initiator", "first"): "C",
        ("promoter", "hub"): "C",
    }
    assert not any(row["may_be_named"] for row in rows.values())


def test_the_target_itself_and_corrections_are_not_accused() -> None:
    facts = TARGET | {"corrections": [{"event_id": "k", "at": START}]}
    rows = found(
        events(
            act("p", "owner", 0, "我是禾禾面包的店主，网上说的不是真的"),
            *carried("p", 12),
            act("k", "office", 900, "经查，关于禾禾面包的说法不实"),
            *carried("k", 12, 950, "y"),
        ),
        facts,
    )
    assert not [r for r in rows.values() if r["account_id"] in ("owner", "office")]


def test_a_verified_medium_is_never_first_at_a_and_does_not_hide_who_was() -> None:
    medium = ACCOUNTS.fit(pl.DataFrame({"account_id": ["press"], "verified_type": ["3"]}))
    rows = found(
        events(
            act("m", "press", 0, "有读者问到禾禾面包的生产日期，我们正在联系店家"),
            *carried("m", 6),
            act("p", "first", 400, RUMOUR),
            *carried("p", 6, 500, "y"),
        ),
        TARGET,
        accounts=medium,
        labels=coded("p", "m"),
    )
    assert grade(rows, "initiator", "press") == ["C"] and grade(rows, "initiator", "first") == ["A"]


def push(words: str | None, again: str | None, *codes: str) -> dict[Any, dict[str, Any]]:
    """A hub with 30 of the tree's 46 acts below it; codes: the events that a person coded as support."""
    acts = [
        act("p", "first", 0, RUMOUR),
        *carried("p", 15),
        act("h", "hub", 50, words, root="p"),
        *(act(f"u{k}", f"v{k}", 300 + k, root="p", parent="h") for k in range(30)),
    ]
    more = [act("h2", "hub", 5000, again)] if again else []
    return found(events(*acts, *more), TARGET, labels=coded(*codes) if codes else LABELS.empty())


def test_a_promoter_at_a_needs_words_that_people_coded_on_two_occasions() -> None:
    """All parents are stated, so 30 of 46 are the largest part in every draw."""
    said = "禾禾面包必须关门", "禾禾面包怎么还没关门，大家继续转"
    rows = push(*said, "h", "h2")
    row = rows["promoter", "hub", "p"]
    assert (row["grade"], row["value"], row["lower"], row["upper"]) == ("A", 30, None, None)
    assert json.loads(row["reason_params"])["percent"] == 100 and row["may_be_named"]
    assert "line_unexplained" not in row["evidence_lines"]
    assert push(*said, "h")["promoter", "hub", "p"]["grade"] == "B"
    keys_are_words(rows)


@pytest.mark.parametrize(
    ("words", "again", "expected"),
    [
        (None, None, "C"),
        ("转给大家看看", None, "C"),
        ("禾禾面包在哪条街？", "等结果", "C"),
        ("禾禾面包这事先别信，等官方通报", "禾禾面包那条是谣言", "C"),
        ("禾禾面包是骗子", None, "C"),  # One accusation may be anything.
        ("禾禾面包是骗子", "禾禾面包没良心", "B"),
        ("禾禾面包不得好死", None, "B"),
        ("禾禾面包不得好死", "先别骂禾禾面包", "C"),
    ],
)
def test_uncoded_words_lead_to_b_at_most_and_name_nobody(
    words: str | None, again: str | None, expected: str
) -> None:
    row = push(words, again)["promoter", "hub", "p"]
    assert (row["grade"], row["may_be_named"]) == (expected, False)


def test_whoever_passes_on_an_own_post_does_not_promote_it() -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        *carried("p", 15),
        act("h", "first", 50, "禾禾面包必须关门", root="p"),
        *(act(f"u{k}", f"v{k}", 300 + k, root="p", parent="h") for k in range(30)),
        act("h2", "first", 5000, "禾禾面包怎么还没关门，大家继续转"),
    ]
    assert [key for key in found(events(*acts), TARGET) if key[:2] == ("promoter", "first")] == []


def test_losses_of_nested_acts_are_counted_once() -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h", "hub", 50, root="p"),
        act("i", "hub", 60, root="p", parent="h"),
        *(act(f"u{k}", f"v{k}", 300 + k, root="p", parent="i") for k in range(12)),
        act("m", "w", 400, root="p", parent="?", parent_basis="missing"),
    ]
    row = found(events(*acts), TARGET)["promoter", "hub", "p"]
    assert row["value"] == 12  # Not its own two acts, and not the lost one that may have been below it.


def test_a_repeater_acts_again_on_the_same_matter_after_the_record() -> None:
    facts = TARGET | {
        "warnings": [{"account_id": "rep", "at": "2025-03-02T08:00:00+08:00"}],
        "penalties": [{"event_id": "o", "at": date(2025, 3, 2)}],
    }
    acts = events(
        act("o", "rep", 0, RUMOUR),
        act("b", "rep", 86_399, "禾禾面包还没关门吗"),
        act("c", "rep", 86_401, "禾禾面包我就说到底"),
        act("d", "rep", 90_000, "今天天气不错"),
        act("e", "other", 90_000, "禾禾面包我也不去了"),
    )
    rows = found(acts, facts)
    warned = rows["repeater", "rep", "warnings.1"]
    assert warned["grade"] == "A" and warned["event_ids"] == ["c"] and warned["value"] == 1
    assert (
        "repeater",
        "rep",
        "penalties.1",
    ) not in rows  # A day without an hour ends at midnight, Beijing time: 40 h after START.
    assert grade(rows, "repeater", "other") == []
    later = found(pl.concat([acts, events(act("f", "rep", 40 * 3_600 + 1, "禾禾面包，没完"))]), facts)
    assert later["repeater", "rep", "penalties.1"]["event_ids"] == ["f"]
    keys_are_words(later)


def test_every_record_of_a_repeater_stands_behind_its_number() -> None:
    facts = TARGET | {"warnings": [{"account_id": "rep", "at": "2025-03-02T08:00:00+08:00"}]}
    again = [act(f"c{k:02}", "rep", 90_000 + 60 * k, "禾禾面包我就说到底") for k in range(25)]
    warned = found(events(act("o", "rep", 0, RUMOUR), *again), facts)["repeater", "rep", "warnings.1"]
    assert warned["value"] == 25 and warned["event_ids"] == [row["event_id"] for row in again]


def test_taking_back_is_no_repetition_at_a() -> None:
    facts = TARGET | {"warnings": [{"account_id": "rep", "at": "2025-03-02T08:00:00+08:00"}]}
    row = found(
        events(act("o", "rep", 0, RUMOUR), act("c", "rep", 90_000, "向禾禾面包道歉，之前的内容是误传")), facts
    )["repeater", "rep", "warnings.1"]
    assert row["grade"] == "B" and "explain_taken_back" in row["explanations"]


def test_article_10_markers_stand_beside_the_role() -> None:
    labels = LABELS.fit(
        pl.DataFrame({"subject_id": ["q"], "label": ["criticism"], "author": ["t"], "at": [START]})
    )
    rows = found(
        events(
            act("p", "first", 0, RUMOUR + "，已经打12315举报"),
            *carried("p", 6),
            act("q", "later", 900, "禾禾面包的价格太高了，没法接受"),
            *carried("q", 6, 950, "y"),
        ),
        ALLEGED,
        labels=labels,
    )
    assert (
        rows["initiator", "first", "p"]["article10"] == ["report_authority"]
        and rows["initiator", "first", "p"]["grade"] == "A"
    )
    assert rows["initiator", "later", "q"]["article10"] == ["criticism"]


@pytest.mark.parametrize(("kind", "marker"), [("1", "report_authority"), ("3", "report_medium")])
def test_whom_an_account_addresses_tells_which_marker_it_gets(kind: str, marker: str) -> None:
    """verified_type 1 is a government account, 3 a medium."""
    names = ACCOUNT_NAMES.fit(pl.DataFrame({"account_id": ["addressed"], "name": ["某某发布"]}))
    people = ACCOUNTS.fit(pl.DataFrame({"account_id": ["addressed"], "verified_type": [kind]}))
    rows = found(
        events(act("p", "first", 0, RUMOUR + " @某某发布 请看看"), *carried("p", 6)),
        TARGET,
        accounts=people,
        account_names=names,
    )
    assert rows["initiator", "first", "p"]["article10"] == [marker]


def test_every_role_names_its_source() -> None:
    assert all(len(role.source) > 20 for role in roles().values())
    assert {f"role_{name}" for name in roles()} <= set(catalogue("roles"))


def test_every_key_that_a_role_can_give_is_in_the_catalogue_and_no_key_there_is_left_over() -> None:
    """Read from the code: lines from LINES; explanations, reasons and requests where they are named."""
    folder = Path(__file__).parents[2] / "analytics" / "roles"
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.py")))
    given = set(re.findall(r"\b(?:explain|reason|ask)_[a-z0-9_]+\b", code)) - {"reason_code", "reason_params"}
    given -= {"reason_words", "reason_repeater_", "explain_x"}
    given |= {f"reason_repeater_{kind}" for kind in ("warnings", "takedowns", "penalties")}
    kinds = [import_module(f"analytics.roles.kinds.{name}") for name in roles()]
    given |= {f"line_{line}" for kind in kinds for line in kind.LINES}
    known = {key for key in catalogue("roles") if key.startswith(("explain_", "reason_", "ask_", "line_"))}
    assert given - known == set() and known - given == set()
