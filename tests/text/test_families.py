"""FAMILIES by hand: whose words are read, which layer, which name."""

import hashlib
from typing import Any

import polars as pl
import pytest

from analytics.model.tables import EVENTS, FAMILIES, check
from analytics.text.families import families_of


def events(*rows: dict[str, Any]) -> pl.DataFrame:
    filled = [
        {
            "event_id": f"e{k}",
            "platform": "weibo",
            "kind": "repost",
            "source_sha256": "0",
            "source_row": k,
            "source_path": "",
        }
        | row
        for k, row in enumerate(rows)
    ]
    return EVENTS.fit(pl.DataFrame(filled, schema_overrides=dict(EVENTS.schema))) if rows else EVENTS.empty()


def found(*rows: dict[str, Any]) -> dict[str, tuple[str, str]]:
    table = check(families_of(events(*rows)), FAMILIES)
    return {row["event_id"]: (row["family_id"], row["layer"]) for row in table.to_dicts()}


WORDS = "面包店的老板娘昨天连夜搬走了"
NEAR = "面包店的老板娘昨天连夜搬走了啊"
FAMILY = "text:" + hashlib.sha256(WORDS.encode()).hexdigest()[:16]


def test_equal_copies_are_exact_and_slight_changes_near() -> None:
    rows = [
        {"own_text": f"{WORDS}！"},
        {"own_text": NEAR},
        {"own_text": f"【{WORDS}】"},
        {"own_text": "完全不同的另一句话说的是别的事"},
    ]
    assert found(*rows) == {"e0": (FAMILY, "exact"), "e1": (FAMILY, "near"), "e2": (FAMILY, "exact")}


def test_nobody_is_charged_with_words_passed_on() -> None:
    # A bare repost has no own words, whatever text it carries along.
    assert found({"own_text": WORDS}, {"own_text": None, "text": f"转发微博//@某人:{WORDS}"}) == {}


def test_a_text_that_is_not_the_accounts_own_is_in_no_family() -> None:
    assert set(found({"kind": "post", "own_text": WORDS}, {"own_text": WORDS})) == {"e0", "e1"}
    notice = {"kind": "post", "text": "抱歉，此微博已被作者删除。查看帮助：网页链接", "own_text": None}
    assert found(notice, notice) == {}
    other = {"kind": "post", "text": WORDS, "own_text": "完全不同的另一句话说的是别的事"}
    assert found(other, {"own_text": WORDS}) == {}


@pytest.mark.parametrize("own", ["好", "支持支持", "", "……", None])
def test_short_texts_are_no_family(own: str | None) -> None:
    assert found({"own_text": own}, {"own_text": own}) == {}


def test_no_events_no_families() -> None:
    assert families_of(events()).equals(FAMILIES.empty())


def test_order_of_other_acts_changes_no_membership() -> None:
    rows = [
        {"event_id": "x", "own_text": WORDS},
        {"event_id": "y", "own_text": NEAR},
        {"event_id": "z", "own_text": "完全不同的另一句话说的是别的事"},
    ]
    assert set(found(*rows)) == set(found(*rows[::-1])) == {"x", "y"}
