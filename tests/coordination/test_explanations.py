"""What explains that a group acted together: which line stands beside which proposition."""

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.coordination.explanations.features import Groups
from analytics.coordination.explanations.propositions import Recorded, explanations, lines
from analytics.coordination.explanations.wording import (
    FACTS,
    PROPOSITIONS,
    TELLS,
    _names,
    answer_of,
    facts_of,
    line_words,
    params_of,
)
from analytics.model.messages import LANGS
from analytics.model.tables import (
    CLUSTER_ACTS,
    CLUSTER_TASKS,
    CLUSTER_TRAITS,
    CLUSTERS,
    EXPLANATIONS,
    LABELS,
    check,
)
from analytics.store.case_toml import Direction
from tests.coordination.groups_scene import FOUR, came, groups_of, known, measured, shared
from tests.coordination.scene import START, Row, post, profiles

LOCALE = Path(__file__).parent.parent.parent / "analytics" / "locale" / "explanations.toml"
WORDS = tomllib.loads(LOCALE.read_text(encoding="utf-8"))


def explained(
    acts: list[Row],
    members: dict[str, list[str]],
    tasks: dict[str, dict[str, Any]] | None = None,
    recorded: Recorded | None = None,
    accounts: pl.DataFrame | None = None,
    grade: str = "A",
) -> dict[str, dict[str, Any]]:
    """The six rows of one group by proposition."""
    events, families = known(acts)
    found = explanations(
        groups_of(acts, members, tasks, grade=grade),
        events,
        families,
        profiles() if accounts is None else accounts,
        recorded or Recorded(LABELS.empty()),
    )
    assert check(found, EXPLANATIONS).height == 6 and found["strength"].null_count() == 6
    return {row["proposition"]: row for row in found.to_dicts()}


def told(rows: dict[str, dict[str, Any]]) -> dict[str, tuple[list[str], list[str]]]:
    """Proposition -> (lines for, lines against), without propositions that have none."""
    return {
        name: (row["for_lines"], row["against_lines"])
        for name, row in rows.items()
        if row["for_lines"] or row["against_lines"]
    }


def standing(line: list[str], names: Iterable[str] = FOUR) -> dict[str, list[str]]:
    return {name: line for name in names}


def fast_tasks(**change: Any) -> dict[str, dict[str, Any]]:
    """Ten posts of five authors; 40 % of the pairs within 60 s, from 20 minutes after the post."""
    return {
        f"p{k}": {
            "author_id": f"author{k % 5}",
            "pairs_60_share": 0.4,
            "densest_lag_s": 1200.0,
            "densest_width_s": 50.0,
        }
        | change
        for k in range(10)
    }


MOMENTS = {
    "independent": ([], ["moments"]),
    "copied_source": ([], ["moments_unled"]),
    "platform_push": ([], ["moments_push"]),
}


def test_moments_speak_against_three_explanations_and_for_none() -> None:
    assert told(explained([], FOUR)) == MOMENTS


def test_a_fast_and_late_group_is_told_beside_five_propositions() -> None:
    found = told(explained([], FOUR, fast_tasks()))
    assert found == {
        "independent": ([], ["moments", "fast"]),
        "copied_source": ([], ["moments_unled", "fast"]),
        "open_call": ([], ["fast"]),
        "platform_push": ([], ["moments_push", "fast"]),
        "open_automation": (["fast"], []),
        "directed": (["fast"], []),
    }


@pytest.mark.parametrize(
    "tasks",
    [
        fast_tasks(pairs_60_share=0.34),
        fast_tasks(densest_lag_s=599.0),
        fast_tasks(author_id="one"),
        fast_tasks(kind="text", author_id=None, accounts_n=9, members_n=4),
        dict(list(fast_tasks().items())[:9]),
    ],
    ids=["slow", "soon", "one author", "own posts, five others", "nine posts"],
)
def test_a_group_that_is_not_fast_and_late_gets_no_line_for_it(tasks: dict[str, dict[str, Any]]) -> None:
    assert told(explained([], FOUR, tasks)) == MOMENTS


def test_posts_of_their_own_that_hardly_anybody_else_wrote_stand_for_late() -> None:
    own = fast_tasks(kind="text", author_id=None, accounts_n=8, members_n=4, densest_lag_s=None)
    assert "fast" in told(explained([], FOUR, own))["directed"][0]


def test_one_visible_account_before_them_takes_pace_from_the_case_against_copying() -> None:
    followed = {"m0": ["followed"], "m1": ["followed"], "m2": ["moments"]}
    found = told(explained([], followed, fast_tasks()))
    assert found["copied_source"] == (["followed"], ["moments_unled"])
    assert found["independent"] == ([], ["moments", "followed", "fast"])


def test_one_who_may_follow_among_many_who_do_not_makes_no_visible_source() -> None:
    # One of two is half of those whose moments stand or may follow, one of three is less.
    assert told(explained([], {"m0": ["followed"], "m1": ["moments"]}))["copied_source"][0] == ["followed"]
    few = {"m0": ["followed"], "m1": ["moments"], "m2": ["moments"], "m3": ["text"]}
    found = told(explained([], few, fast_tasks()))
    assert found["copied_source"] == ([], ["moments_unled", "fast"])


def led(times: int) -> list[Row]:
    """On `times` posts m0 writes first, three others follow after 100, 200 and 300 s with its words; on two more posts the
    first is another each time."""
    return [
        came("m0" if p < times and k == 0 else f"n{p}-{k}", f"p{p}", 100.0 * k, f"f{p}")
        for p in range(times + 2)
        for k in range(4)
    ]


def test_an_account_whose_words_the_others_write_is_a_visible_source() -> None:
    acts = led(3)
    rows = explained(acts, standing(["text"], {row["account_id"] for row in acts}))
    # Three of five, 200 s behind in the middle; the third user after 200 s is not at once; all users are members.
    assert told(rows) == {"independent": ([], ["first"]), "copied_source": (["first"], [])}
    words = line_words("first", params_of(rows["copied_source"]), "en")
    assert "m0" in words and "3 min 20 s" in words and words.startswith("In 3 of 5")
    assert rows["copied_source"]["event_ids"] == ["m0@p0", "m0@p1", "m0@p2"]


def test_first_in_two_places_is_no_source() -> None:
    acts = led(2)
    assert told(explained(acts, standing(["text"], {row["account_id"] for row in acts}))) == {}


def fresh(others: int) -> list[Row]:
    """One text on one post, by m0 to m2 within a minute, then by `others` strangers."""
    rows = [came(f"m{k}", "p", 30.0 * k, "f") for k in range(3)]
    return rows + [came(f"x{k}", "p", 500.0 + k, "f") for k in range(others)]


def test_words_that_appear_at_once_speak_for_a_push_only_if_others_use_them_too() -> None:
    mine = standing(["text"])
    # 3 of 4 users are members (.75), then 3 of 5 (.6).
    assert told(explained(fresh(1), mine)) == {
        "independent": ([], ["fresh"]),
        "copied_source": ([], ["fresh"]),
    }
    rows = explained(fresh(2), mine)
    assert told(rows) == {
        "independent": ([], ["fresh"]),
        "copied_source": (["common_words"], ["fresh"]),
        "platform_push": (["fresh", "common_words"], []),
        "directed": ([], ["common_words"]),
    }
    assert rows["directed"]["event_ids"] == ["x0@p", "x1@p"]
    assert rows["independent"]["event_ids"] == ["m0@p", "m1@p", "m2@p"]


def test_a_fixed_order_and_own_clocks_speak_for_open_automation_alone() -> None:
    rows = [came(f"m{k}", f"p{p}", 100.0 * k) for p in range(4) for k in range(4)]
    assert told(explained(rows, standing(["pair_timing"]))) == {"open_automation": (["fixed_order"], [])}
    assert told(explained([], {"m0": ["own_clock"], "m1": ["own_clock"]})) == {
        "open_automation": (["own_clock"], [])
    }


def test_all_within_ten_seconds_soon_after_the_post_is_how_a_feed_is_read() -> None:
    # Each member is at every place of the order once.
    rows = [came(f"m{(k + p) % 4}", f"p{p}", 3.0 * k) for p in range(4) for k in range(4)]
    tasks = {f"p{p}": {"densest_lag_s": 240.0, "pairs_60_share": 1.0} for p in range(4)}
    mine = standing(["pair_timing"])
    assert told(explained(rows, mine, tasks)) == {"open_automation": (["at_once"], [])}
    late = {o: {**t, "densest_lag_s": 4000.0} for o, t in tasks.items()}
    assert told(explained(rows, mine, late)) == {}


def test_accounts_seen_once_are_told_beside_five_propositions() -> None:
    four = ("independent", "copied_source", "open_call", "platform_push")
    once = standing(["one_post"])
    assert told(explained([came("m0", "p", 0)], once, grade="B")) == {
        name: ([], ["one_post"]) for name in four
    } | {"directed": (["one_post"], [])}
    # At C most who used the text acted elsewhere too: the users of a push or a feed look like this.
    assert told(explained([came("m0", "p", 0)], once, grade="C")) == {}


QUOTE = "三个孩子都住院了还在装死今天必须给家长一个交代"


def order_post(by: str = "x", **change: Any) -> list[Row]:
    """A post by x that quotes a sentence; m0, m1 and m2 write it 90, 95 and 100 s later, x itself after 91 s."""
    words = {"own_text": QUOTE, "family": "f"}
    call = post("call", by, 0.0, f"【今晚的活】文案照发：“{QUOTE}”，一分钟内到齐。") | change
    return [
        call,
        post("p", "author of p", -900.0),
        *(came(f"m{k}", "p", 90.0 + 5 * k, **words) for k in range(3)),
        came("x", "p", 91.0, **words),
    ]


def test_words_that_an_outsider_quoted_before_members_wrote_them_stand_beside_two_propositions() -> None:
    rows = explained(order_post(), standing(["pair_timing"]), grade="B")
    assert "called" in rows["directed"]["for_lines"] and "called" in rows["open_call"]["for_lines"]
    assert not [name for name, row in rows.items() if "called" in row["against_lines"]]
    params = params_of(rows["directed"])
    assert (params["called_n"], params["called_members_n"], params["called_lead_s"]) == (1, 3, 90.0)
    assert params["called_least_n"] == 3  # Two members make no call: the next test.
    assert rows["directed"]["event_ids"] == ["call", "m0@p", "m1@p", "m2@p"]
    for lang in LANGS:
        said = line_words("called", params, lang)
        assert QUOTE in said and "1 min 30 s" in line_words("called", params, "en") and "weibo:x" not in said
    assert answer_of(params) == "called_before"


def test_words_quoted_by_a_member_or_written_before_or_by_two_members_are_no_call() -> None:
    mine = standing(["pair_timing"])
    before = [*order_post(), came("y", "q", -60.0, own_text=QUOTE, family="f")]
    two = [row for row in order_post() if row["event_id"] != "m2@p"]
    bare = order_post(own_text=f"【今晚的活】文案照发：{QUOTE}，一分钟内到齐。")
    for acts in (order_post(by="m3"), before, two, bare):
        assert "called_n" not in params_of(explained(acts, mine)["directed"])


def test_a_document_is_quoted_beside_one_proposition_and_weighs_nothing() -> None:
    about = Direction(kind="payment", accounts=["m1", "m2", "nobody"], document="付款记录 7")
    other = Direction(kind="direction", accounts=["nobody"], document="不相干")
    whole = Direction(kind="direction", document="未写账号")
    rows = explained([], FOUR, recorded=Recorded(LABELS.empty(), (about, other, whole)))
    assert {name: row["basis"] for name, row in rows.items() if row["basis"] != "none"} == {
        "directed": "document"
    }
    assert rows["directed"]["for_lines"] == ["document_payment"]
    words = line_words("document_payment", params_of(rows["directed"]), "en")
    assert "付款记录 7" in words and "2 of 4 members" in words


def test_what_people_recorded_is_quoted_on_the_side_that_they_named() -> None:
    said = [("m1", "open_call:yes", "甲"), ("g1", "directed:no", "乙"), ("nobody", "directed:yes", "丙")]
    labels = LABELS.fit(
        pl.DataFrame(
            [
                {"subject_id": who, "label": label, "author": author, "at": START, "kind": "label"}
                for who, label, author in said
            ]
        )
    )
    rows = explained([], FOUR, recorded=Recorded(labels))
    assert (rows["open_call"]["for_lines"], rows["open_call"]["basis"]) == (["recorded_for"], "document")
    assert (rows["directed"]["for_lines"], rows["directed"]["against_lines"]) == ([], ["recorded_against"])
    assert (rows["directed"]["basis"], rows["independent"]["basis"]) == ("document", "none")


def test_open_statements_of_members_are_facts_and_stand_beside_no_proposition() -> None:
    stated = {f"m{k}": {"verified": True, "verified_reason": "青橘小馆官方账号"} for k in range(3)}
    stated["m3"] = {"verified": False, "verified_reason": "青橘小馆官方账号"}
    rows = explained([], FOUR, accounts=profiles(**stated))
    assert told(rows) == MOMENTS
    params = params_of(rows["directed"])
    assert (params["verified_n"], params["organisation_n"]) == (3, 3)
    assert "青橘小馆官方账号" in line_words("fact_organisation", params, "zh")


def test_events_of_every_line_are_among_the_twenty() -> None:
    rows = [came(f"m{k}", f"p{p}", 20.0 * k, f"f{p}") for p in range(10) for k in range(4)]
    rows += [came(f"x{k}", f"p{p}", 900.0 + k, f"f{p}") for p in range(10) for k in range(3)]
    found = explained(rows, FOUR, fast_tasks())["platform_push"]
    assert set(found["for_lines"] + found["against_lines"]) == {
        "fresh",
        "common_words",
        "moments_push",
        "fast",
    }
    assert len(found["event_ids"]) == 20 == len(set(found["event_ids"]))
    assert any(e.startswith("x") for e in found["event_ids"]) and "m0@p0" in found["event_ids"]


def test_groups_are_measured_apart_and_the_order_of_rows_changes_nothing() -> None:
    first, second = shared(), [came(f"n{k}", "v", 100.0 * k) for k in range(4)]
    events, families = known(first + second)
    mine = groups_of(first, FOUR)
    others = groups_of(second, {f"n{k}": ["followed"] for k in range(4)}, name="g2")
    both = Groups(
        *(pl.concat([getattr(mine, t), getattr(others, t)]) for t in ("clusters", "acts", "tasks", "traits"))
    )
    none = Recorded(LABELS.empty())
    whole = explanations(both, events, families, profiles(), none)
    alone = explanations(mine, events, families, profiles(), none)
    assert whole.filter(cluster_id="g1").equals(alone) and whole.height == 12
    turned = np.random.default_rng(3)
    mixed = Groups(
        *(
            getattr(both, t).sample(fraction=1.0, shuffle=True, seed=int(turned.integers(99)))
            for t in ("clusters", "acts", "tasks", "traits")
        )
    )
    again = explanations(
        mixed, events.sample(fraction=1.0, shuffle=True, seed=5), families.reverse(), profiles(), none
    )
    assert again.equals(whole)


def test_no_groups_give_no_rows() -> None:
    events, families = known([post("p", "x")])
    empty = Groups(CLUSTERS.empty(), CLUSTER_ACTS.empty(), CLUSTER_TASKS.empty(), CLUSTER_TRAITS.empty())
    found = explanations(empty, events, families, profiles(), Recorded(LABELS.empty()))
    assert found.is_empty() and check(found, EXPLANATIONS) is found


def test_every_sentence_has_its_figures_and_every_figure_its_words() -> None:
    columns = set(measured(shared(), FOUR)) - {"cluster_id"}
    columns |= set(params_of(explained(order_post(), FOUR)["directed"]))
    added = {
        f"{k}_{end}"
        for k in ("direction", "payment", "recorded_for", "recorded_against")
        for end in ("n", "name")
    }
    keys = {line.key for line in lines()} | set(FACTS)
    assert {f"prop_{name}" for name in PROPOSITIONS} | keys | set(TELLS) <= set(WORDS)
    for key in keys:
        assert _names(key) <= columns, key
    for key in ("document_direction", "document_payment", "recorded_for", "recorded_against"):
        assert _names(key) <= columns | added, key


def test_all_facts_of_a_whole_group_are_told_in_both_languages() -> None:
    params = params_of(explained(shared(), FOUR)["directed"])
    keys = facts_of(params)
    assert {"fact_members", "fact_posts", "fact_copies", "fact_owned", "fact_first", "fact_third"} <= set(
        keys
    )
    assert not {"fact_parts", "fact_verified", "fact_traits", "fact_source"} & set(keys)
    for key in keys:
        for lang in LANGS:
            assert not re.search(r"[{}]", line_words(key, params, lang))
    assert json.loads(json.dumps(params)) == params


def test_no_sentence_but_a_quoted_document_says_that_anybody_gave_orders_or_words() -> None:
    # A rate counted on invented groups may call those directed; a proposition asks. Nothing says it of the group at hand.
    asserts = re.compile(
        r"supplied|organi[sz]ed by|stands? behind|提供的文[本字]|背后|幕后|有组织", re.IGNORECASE
    )
    for key, entry in WORDS.items():
        for lang in LANGS:
            assert not asserts.search(entry[lang]), (key, lang)
