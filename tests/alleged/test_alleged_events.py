"""Which events are on the alleged information, worked out by hand on a dozen invented events."""

from typing import Any

import polars as pl

from analytics.alleged.events import alleged_events, below, passed_on
from analytics.law.information import Information
from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, ALLEGED_EVENTS, LABELS, check
from analytics.report.alleged_data import Alleged
from analytics.report.scope_data import _extent
from analytics.store.case_toml import CaseToml
from analytics.text.families import all_layers
from tests.roles.invented import START, act, events

LIE = "禾禾面包店用过期面粉做面包卖给小孩吃了3个住院"
OTHER_FIGURE = "禾禾面包店用过期面粉做面包卖给小孩吃了30个住院"
NEAR = "听说禾禾面包店用过期面粉做面包卖给小孩吃了3个住院"
TOML = {"alleged": [{"id": "p"}]}


def labels(*given: tuple[str, str, str]) -> pl.DataFrame:
    """LABELS of (subject, label, author)."""
    rows = [{"subject_id": s, "label": v, "author": a, "at": START} for s, v, a in given]
    return LABELS.fit(pl.DataFrame(rows)) if rows else LABELS.empty()


def found(
    acts: pl.DataFrame,
    toml: dict[str, Any] = TOML,
    labelled: pl.DataFrame | None = None,
    **tables: pl.DataFrame,
) -> dict[str, dict[str, Any]]:
    """Event -> its row."""
    given = {
        "events": acts,
        "families": all_layers(acts),
        "accounts": ACCOUNTS.empty(),
        "account_names": ACCOUNT_NAMES.empty(),
        "labels": LABELS.empty() if labelled is None else labelled,
    } | tables
    rows = check(alleged_events(given, CaseToml.model_validate(toml), 6), ALLEGED_EVENTS)
    return {row["event_id"]: row for row in rows.to_dicts()}


def places(rows: dict[str, dict[str, Any]]) -> dict[str, tuple[str, str, str]]:
    return {e: (r["layer"], r["part"], r["post_id"]) for e, r in rows.items()}


def test_layers_are_told_beside_the_stated_post() -> None:
    acts = events(
        act("n", "e", -50, NEAR),
        act("p", "a", 0, LIE),
        act("x", "b", 10, LIE),
        act("d", "c", 20, OTHER_FIGURE),
        act("r", "f", 30, root="x"),
        act("k", "g", 40, "真的吗", root="d", kind="comment"),
        act("z", "h", 50, "今天天气不错大家出来玩吧好不好"),
        act("zr", "i", 60, root="z"),
    )
    assert places(found(acts)) == {
        "p": ("stated", "states", "p"),
        "x": ("exact", "states", "x"),
        "n": ("near", "states", "n"),
        "d": ("edited", "states", "d"),
        "r": ("exact", "repost", "x"),
        "k": ("edited", "comment", "d"),
    }


def test_a_repost_in_the_very_words_is_counted_alike_everywhere() -> None:
    """It states the information and is one more repost of the post; a repost of another post is none.

    Page one, part 5 and the rows of law say "reposts traced" of the same two events.
    """
    acts = events(
        act("p", "a", 0, LIE),
        act("r", "b", 10, root="p"),
        act("w", "c", 20, LIE, root="p"),
        act("z", "d", 30, "今天天气不错大家出来玩吧好不好"),
        act("e", "f", 40, LIE, root="z"),
        act("k", "g", 50, LIE, root="z", kind="comment"),
        act("c", "h", 60, LIE, root="p", kind="comment"),
    )
    rows = ALLEGED_EVENTS.fit(pl.DataFrame(list(found(acts).values())))
    assert dict(rows.select("event_id", "part").iter_rows()) == {
        **dict.fromkeys("pwekc", "states"),
        "r": "repost",
    }
    assert below(rows)["event_id"].to_list() == ["r", "w"]
    assert below(rows, ["comment"])["event_id"].to_list() == ["c"]
    assert passed_on(rows)["event_id"].to_list() == ["c", "e", "k", "p", "r", "w"]
    told = Alleged(events=rows)
    assert told.under("p") == ["r", "w"] and told.under("p", ["comment"]) == ["c"]
    extents = [_extent(1, layer, rows.filter(layer=layer), {}, None) for layer in ("stated", "exact")]
    assert [one.reposts for one in extents] == [("r", "w"), ()]
    assert [one.comments for one in extents] == [("c",), ()]
    assert Information(rows, rows.clear()).reposts["event_id"].to_list() == ["r", "w"]


def test_nothing_is_alleged_where_the_case_does_not_say() -> None:
    assert found(events(act("p", "a", 0, LIE)), {}) == {}


def test_a_post_that_no_export_holds_still_has_what_hangs_below_it() -> None:
    acts = events(act("r", "b", 10, root="p"), act("r2", "c", 20, root="p", parent="r"))
    assert places(found(acts)) == {"r": ("stated", "repost", "p"), "r2": ("stated", "repost", "p")}


def test_a_correction_is_left_out_with_all_that_hangs_below_it() -> None:
    acts = events(
        act("p", "a", 0, LIE),
        act("c", "owner", 10, "这不是真的请看检测报告", root="p", kind="comment"),
        act("c1", "b", 20, "支持店家", root="p", parent="c", kind="comment"),
        act("c2", "d", 30, "支持", root="p", parent="c1", kind="comment"),
        act("k", "e", 40, "太过分", root="p", kind="comment"),
        act("q", "f", 50, LIE),
        act("qr", "g", 60, root="q"),
    )
    toml = {**TOML, "corrections": [{"event_id": "c"}, {"event_id": "q"}]}
    assert set(found(acts, toml)) == {"p", "k"}


def test_an_item_stated_twice_belongs_to_its_nearest_then_to_the_first() -> None:
    acts = events(
        act("p", "a", 0, LIE), act("q", "b", 10, NEAR), act("x", "c", 20, NEAR), act("r", "d", 30, root="q")
    )
    rows = found(acts, {"alleged": [{"id": "p"}, {"id": "q"}]})
    assert {e: (r["item_id"], r["layer"]) for e, r in rows.items()} == {
        "p": ("p", "stated"),
        "q": ("q", "stated"),
        "x": ("q", "exact"),
        "r": ("q", "stated"),
    }


def test_a_stated_family_states_the_words_it_is_named_after() -> None:
    acts = events(act("p", "a", 0, LIE), act("x", "b", 10, LIE), act("n", "c", 20, NEAR))
    family = all_layers(acts)["family_id"][0]
    rows = found(acts, {"alleged": [{"id": family}]})
    assert {e: (r["item_id"], r["layer"]) for e, r in rows.items()} == {
        "p": (family, "stated"),
        "x": (family, "stated"),
        "n": (family, "near"),
    }


def test_a_coded_sentence_counts_for_all_who_wrote_the_same_letters() -> None:
    acts = events(
        act("p", "a", 0, LIE),
        act("k1", "b", 10, "这种店应该关门！", root="p", kind="comment"),
        act("k2", "c", 20, "这种店，应该关门", root="p", kind="comment"),
        act("k3", "d", 30, "没人读过的话在这里", root="p", kind="comment"),
        act("r", "e", 40, root="p"),
        act("s1", "f", 50, "支持", root="p", kind="comment"),
        act("s2", "g", 60, "支持", root="p", kind="comment"),
    )
    rows = found(
        acts, labelled=labels(("k1", "side:support", "甲"), ("k2", "support", "乙"), ("s1", "support", "甲"))
    )
    told = {e: (r["side"], r["side_basis"], r["coders_n"]) for e, r in rows.items()}
    assert told["k1"] == ("support", "event", 2) and told["k2"] == ("support", "event", 2)
    assert told["k3"] == ("unread", None, 0) and told["r"] == (None, None, 0)
    assert told["s1"] == ("support", "event", 1) and told["s2"] == (
        "unread",
        None,
        0,
    )  # Two letters: too short.


def test_where_coders_differ_the_side_that_accuses_least_stands() -> None:
    acts = events(
        act("p", "a", 0, LIE),
        act("k1", "b", 10, "请有关部门调查清楚", root="p", kind="comment"),
        act("k2", "c", 20, "面包一直不好吃来着", root="p", kind="comment"),
    )
    rows = found(
        acts,
        labelled=labels(
            ("k1", "support", "甲"),
            ("k1", "report_authority", "乙"),
            ("k2", "support", "甲"),
            ("k2", "other", "乙"),
        ),
    )
    assert (rows["k1"]["side"], rows["k1"]["side_basis"]) == ("report", "disputed")
    assert (rows["k2"]["side"], rows["k2"]["side_basis"]) == ("other", "disputed")


def test_whether_words_are_abuse_says_nothing_of_their_side() -> None:
    acts = events(
        act("p", "a", 0, LIE),
        act("k1", "b", 10, "请有关部门调查清楚", root="p", kind="comment"),
        act("k2", "c", 20, "面包一直不好吃来着", root="p", kind="comment"),
    )
    rows = found(
        acts, labelled=labels(("k1", "side:support", "甲"), ("k1", "neither", "甲"), ("k2", "abuse", "甲"))
    )
    assert (rows["k1"]["side"], rows["k1"]["side_basis"]) == ("support", "event")
    assert rows["k2"]["side"] == "unread"


def test_a_near_copy_that_people_read_as_a_denial_does_not_state_the_information() -> None:
    acts = events(act("p", "a", 0, LIE), act("n", "b", 10, NEAR), act("nr", "c", 20, root="n"))
    assert set(found(acts, labelled=labels(("n", "side:deny", "甲")))) == {"p"}


def test_who_stands_apart_is_told_once() -> None:
    acts = events(
        act("p", "a", 0, LIE),
        *(
            act(f"r{k}", who, 10 + k, root="p")
            for k, who in enumerate(("owner", "police", "paper", "site", "x"))
        ),
        act("k", "fact", 30, "查过了没有这回事", root="p", kind="comment"),
        act("k2", "both", 40, "我看这是假的吧", root="p", kind="comment"),
        act("k3", "both", 50, "这家店确实坏透了", root="p", kind="comment"),
        act("k4", "both", 60, "坏店赶紧关门去吧", root="p", kind="comment"),
    )
    profiles = ACCOUNTS.fit(
        pl.DataFrame({"account_id": ["owner", "police", "paper"], "verified_type": ["3", "1", "3"]})
    )
    toml = {
        **TOML,
        "targets": [{"name": "店", "ids": ["owner"]}],
        "case": {"provider_accounts": ["site", "police"]},
    }
    coded = labels(
        ("k", "deny", "甲"), ("k2", "deny", "甲"), ("k3", "support", "甲"), ("k4", "support", "甲")
    )
    rows = found(acts, toml, coded, accounts=profiles)
    assert {r["account_id"]: r["actor"] for r in rows.values()} == {
        "a": None,
        "owner": "target",
        "police": "authority",
        "paper": "press",
        "site": "provider",
        "x": None,
        "fact": "debunker",
        "both": None,
    }


def test_a_post_with_many_reposts_that_is_not_alleged_changes_nothing() -> None:
    mine = [act("p", "a", 0, LIE), act("r", "b", 10, root="p")]
    rest = [
        act("v", "w", 5, "甜品大赛开始投票啦大家快来选"),
        *(act(f"v{k}", f"w{k}", 6 + k, root="v") for k in range(50)),
    ]
    assert found(events(*mine)) == found(events(*mine, *rest))
