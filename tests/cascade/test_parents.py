"""Names to parents, each rule by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from analytics.cascade.parents import resolve_parents
from analytics.model.tables import ACCOUNT_NAMES, EVENTS

START = datetime(2025, 3, 1, tzinfo=UTC)


def rows(
    *acts: tuple[str, str, int | None, str], precision: str = "s", **more: dict[str, Any]
) -> pl.DataFrame:
    """(id, name, second, text) of reposts of one root whose author is 楼主."""
    made = [
        {
            "event_id": "r",
            "kind": "post",
            "account_id": "acc-楼主",
            "account_name": "楼主",
            "at": START,
            "text": "原帖",
        }
    ]
    for id_, name, second, text in acts:
        made.append(
            {
                "event_id": id_,
                "kind": "repost",
                "account_id": f"acc-{name}",
                "account_name": name,
                "text": text,
                "at": None if second is None else START + timedelta(seconds=second),
            }
            | more.get(id_, {})
        )
    frame = pl.DataFrame(
        [{"stated_parent_id": None, "stated_root_id": "r"} | m for m in made],
        schema_overrides={"stated_parent_id": pl.String},
    )
    return EVENTS.fit(
        frame.with_columns(
            platform=pl.lit("weibo"),
            at_precision=pl.lit(precision),
            source_sha256=pl.lit("0"),
            source_row=0,
            source_path=pl.lit(""),
        )
    )


def solved(
    events: pl.DataFrame, names: pl.DataFrame | None = None
) -> dict[str, tuple[str | None, str | None, str | None]]:
    found = resolve_parents(events, ACCOUNT_NAMES.empty() if names is None else names)
    return {r[0]: r[1:] for r in found.select("event_id", "parent_id", "parent_basis", "parent_note").rows()}


def test_the_one_earlier_act_of_the_named_account_is_the_parent() -> None:
    found = solved(rows(("a", "甲", 10, "转发微博"), ("b", "乙", 20, "对//@甲:转发微博")))
    assert found["a"] == ("r", "root", None)
    assert found["b"] == ("a", "chain", None)


def test_a_later_act_of_that_name_is_no_parent() -> None:
    assert solved(rows(("b", "乙", 5, "对//@甲:x"), ("a", "甲", 10, "x")))["b"] == (
        None,
        "missing",
        "name_only_later",
    )


def test_an_unknown_name_is_missing() -> None:
    assert solved(rows(("b", "乙", 5, "对//@丙:x")))["b"] == (None, "missing", "name_not_in_export")


def test_two_acts_of_one_account_are_told_apart_by_the_rest_of_the_chain() -> None:
    acts = [("a", "甲", 10, "一"), ("c", "丙", 12, "中"), ("a2", "甲", 15, "二//@丙:中")]
    found = solved(rows(*acts, ("b", "乙", 20, "对//@甲:一"), ("d", "丁", 20, "对//@甲:二//@丙:中")))
    assert found["b"] == ("a", "chain", None)
    assert found["d"] == ("a2", "chain", None)


def test_two_acts_that_nothing_tells_apart_stay_ambiguous() -> None:
    found = solved(rows(("a", "甲", 10, "一"), ("a2", "甲", 15, "二"), ("b", "乙", 20, "对//@甲:一")))
    assert found["b"] == (None, "missing", "ambiguous_act")


def test_two_accounts_of_one_name_stay_ambiguous() -> None:
    events = rows(
        ("a", "甲", 10, "一"),
        ("c", "甲", 12, "二"),
        ("b", "乙", 20, "对//@甲:一"),
        c={"account_id": "acc-other"},
    )
    assert solved(events)["b"] == (None, "missing", "ambiguous_account")


def test_a_name_borne_before_a_renaming_is_found() -> None:
    events = rows(("a", "甲新", 10, "一"), ("b", "乙", 20, "对//@甲旧:一"))
    names = ACCOUNT_NAMES.fit(pl.DataFrame({"account_id": ["acc-甲新"], "name": ["甲旧"]}))
    assert solved(events, names)["b"] == ("a", "chain", None)


def test_a_stated_parent_teaches_the_name_its_account_bore() -> None:
    events = rows(
        ("a", "甲新", 10, "一"),
        ("b", "乙", 20, "对//@甲旧:一"),
        ("c", "丙", 30, "好//@甲旧:一"),
        b={"stated_parent_id": "a"},
    )
    assert solved(events)["c"] == ("a", "chain", None)


def test_the_roots_own_name_means_the_root() -> None:
    assert solved(rows(("b", "乙", 20, "对//@楼主:原帖")))["b"] == ("r", "chain", None)


def test_the_roots_author_who_reposted_is_meant_as_reposter() -> None:
    assert solved(rows(("s", "楼主", 10, "顶"), ("b", "乙", 20, "对//@楼主:顶")))["b"] == ("s", "chain", None)


def test_nobody_is_his_own_parent() -> None:
    assert solved(rows(("a", "甲", 10, "对//@甲:x")))["a"] == (None, "missing", "name_only_later")
    assert solved(rows(("a", "甲", 10, "一"), ("a2", "甲", 20, "对//@甲:一")))["a2"] == ("a", "chain", None)


def test_minute_precision_lets_the_parent_lie_in_the_same_minute() -> None:
    assert solved(rows(("a", "甲", 0, "一"), ("b", "乙", 0, "对//@甲:一"), precision="min"))["b"] == (
        "a",
        "chain",
        None,
    )


def test_an_act_without_a_moment_has_no_earlier_ones() -> None:
    assert solved(rows(("a", "甲", 10, "一"), ("b", "乙", None, "对//@甲:一")))["b"] == (
        None,
        "missing",
        "no_moment",
    )


def test_faults_of_the_chain_are_named() -> None:
    found = solved(rows(("a", "甲", 10, "一"), ("b", "乙", 20, "对//@甲"), ("c", "丙", 20, "对//@甲@乙:x")))
    assert found["b"] == (None, "missing", "chain_cut")
    assert found["c"] == (None, "missing", "chain_unreadable")


def test_a_stated_parent_outside_the_export_is_kept_and_noted() -> None:
    found = solved(rows(("b", "乙", 20, "对//@甲:x"), b={"stated_parent_id": "z"}))
    assert found["b"] == ("z", "stated", "parent_not_in_export")


def test_comments_answer_by_name_or_the_post() -> None:
    events = rows(
        ("a", "甲", 10, "好"),
        ("b", "乙", 20, "回复@甲:同意"),
        ("c", "丙", 30, "回复@丁:同意"),
        a={"kind": "comment"},
        b={"kind": "comment"},
        c={"kind": "comment"},
    )
    found = solved(events)
    assert found["a"] == ("r", "root", None)
    assert found["b"] == ("a", "chain", None)
    assert found["c"] == (None, "missing", "name_not_in_export")


def test_unknown_roots_are_the_topmost_known_ancestor() -> None:
    events = rows(
        ("a", "甲", 10, "x"),
        ("b", "乙", 20, "x"),
        ("c", "丙", 30, "x"),
        a={"stated_root_id": None, "stated_parent_id": "q"},
        b={"stated_root_id": None, "stated_parent_id": "a"},
        c={"stated_root_id": None},
    )
    roots = dict(resolve_parents(events, ACCOUNT_NAMES.empty()).select("event_id", "root_id").rows())
    assert roots == {"r": "r", "a": "q", "b": "q", "c": "c"}


def placed(events: pl.DataFrame) -> dict[str, tuple[str | None, str | None, str | None]]:
    found = resolve_parents(events, ACCOUNT_NAMES.empty())
    return {r[0]: r[1:] for r in found.select("event_id", "root_id", "parent_id", "parent_basis").rows()}


def test_a_root_that_was_itself_passed_on_is_the_direct_parent() -> None:
    events = rows(
        ("a", "甲", 10, "x"),
        ("b", "乙", 20, "x"),
        ("c", "丙", 30, "x"),
        b={"stated_root_id": "a"},
        c={"stated_root_id": "b", "kind": "quote"},
    )
    assert placed(events) == {
        "r": ("r", None, None),
        "a": ("r", "r", "root"),
        "b": ("r", "a", "stated"),
        "c": ("r", "b", "stated"),
    }


def test_acts_that_name_each_other_as_root_form_one_tree() -> None:
    events = rows(
        ("a", "甲", 10, "x"), ("b", "乙", 20, "x"), a={"stated_root_id": "b"}, b={"stated_root_id": "a"}
    )
    found = placed(events)
    assert found["a"][0] == found["b"][0] and found["a"][0] in ("a", "b")


def test_a_thread_top_named_as_root_leaves_the_parent_unknown() -> None:
    events = rows(
        ("top", "甲", 10, "x"),
        ("b", "乙", 20, "x"),
        ("c", "丙", 30, "x"),
        top={"kind": "comment"},
        b={"kind": "comment", "stated_root_id": "top"},
        c={"kind": "comment", "stated_root_id": "top", "stated_parent_id": "b"},
    )
    found = placed(events)
    assert found["b"] == ("r", None, "missing")
    assert found["c"] == ("r", "b", "stated")


def test_answers_to_a_repost_form_the_tree_of_that_repost() -> None:
    events = rows(
        ("a", "甲", 10, "x"),
        ("b", "乙", 20, "x"),
        ("c", "丙", 30, "x"),
        b={"kind": "comment", "stated_root_id": None, "stated_parent_id": "a"},
        c={"kind": "comment", "stated_root_id": None, "stated_parent_id": "b"},
    )
    found = placed(events)
    assert found["b"][:2] == ("a", "a") and found["c"][:2] == ("a", "b")


def test_an_act_without_a_moment_may_be_the_one_that_is_meant() -> None:
    found = solved(rows(("a", "甲", 10, "一"), ("a2", "甲", None, "二"), ("b", "乙", 20, "对//@甲:一")))
    assert found["b"] == (None, "missing", "ambiguous_act")
    assert solved(rows(("a", "甲", None, "一"), ("b", "乙", 20, "对//@甲:一")))["b"] == (
        None,
        "missing",
        "no_moment",
    )


def test_a_hop_edited_out_teaches_no_name() -> None:
    stated = {"stated_parent_id": "p"}
    acts = [
        ("q", "甲", 5, "原话"),
        ("p", "丙", 10, "嗯//@甲:原话"),
        ("c", "丁", 20, "好//@甲:原话"),
        ("d", "戊", 30, "看//@甲:原话"),
    ]
    assert solved(rows(*acts, c=stated))["d"] == ("q", "chain", None)
    unknown = [("q", "甲新", *acts[0][2:]), *acts[1:]]
    assert solved(rows(*unknown, c=stated))["d"] == (None, "missing", "name_not_in_export")


def test_a_stated_parent_that_is_the_act_itself_is_none() -> None:
    found = solved(rows(("a", "甲", 10, "好"), a={"kind": "comment", "stated_parent_id": "a"}))
    assert found["a"] == ("r", "root", None)


def test_acts_that_name_each_other_within_one_minute_stay_missing() -> None:
    found = solved(
        rows(
            ("a", "甲", 0, "一//@乙:二"),
            ("b", "乙", 0, "二//@甲:一"),
            ("c", "丙", 90, "三//@甲:一"),
            precision="min",
        )
    )
    assert found["a"] == found["b"] == (None, "missing", "ambiguous_order")
    assert found["c"] == ("a", "chain", None)


def test_a_parent_that_the_layout_cannot_tell_is_missing_not_assumed() -> None:
    """a: an answer somewhere in a thread; b: a repost whose chain the tool cut; c: names 甲, so the chain tells;
    d: states nothing, so the root is assumed."""
    events = rows(
        ("a", "甲", 10, "同意"),
        ("b", "乙", 20, "转"),
        ("c", "丙", 30, "好//@甲:同意"),
        ("d", "丁", 40, "转"),
        a={"kind": "comment", "stated_parent_note": "in_thread"},
        b={"stated_parent_note": "chain_deleted"},
        c={"stated_parent_note": "chain_deleted"},
    )
    found = resolve_parents(events, ACCOUNT_NAMES.empty()).select(
        "event_id", "parent_id", "parent_basis", "parent_note", "root_id"
    )
    assert found.filter(pl.col("event_id") != "r").rows() == [
        ("a", None, "missing", "in_thread", "r"),
        ("b", None, "missing", "chain_deleted", "r"),
        ("c", None, "missing", "name_not_in_export", "r"),
        ("d", "r", "root", None, "r"),
    ]
