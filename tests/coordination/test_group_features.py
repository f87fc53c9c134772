"""What is measured of a group: pace, order and words, worked out by hand."""

import polars as pl
import pytest

from analytics.coordination.explanations.features import Groups, features, words_of
from analytics.coordination.explanations.own_words import own_words
from analytics.coordination.explanations.pace import order_shares, pace, pair_shares, parts_of
from analytics.model.tables import CLUSTER_ACTS, FAMILIES
from analytics.model.thresholds import DEFAULT
from tests.coordination.groups_scene import FOUR, came, cluster_acts, groups_of, known, measured, shared
from tests.coordination.scene import act, profiles

LIMITS = DEFAULT.explanations


def test_the_share_of_near_pairs_is_that_of_all_pairs_in_the_middle_of_the_posts() -> None:
    # p: 0, 5, 12, 100 s. Of 6 pairs 2 lie within 10 s (0-5, 5-12), 3 within 60 s. q: 0, 10 s: its one pair lies within
    # 10 s, for the bound counts. r: one member, no pair.
    acts = cluster_acts(
        {"p": [("a", 0), ("b", 5), ("c", 12), ("d", 100)], "q": [("a", 0), ("b", 10)], "r": [("a", 0)]}
    )
    row = pair_shares(acts, ["cluster_id"], LIMITS).row(0, named=True)
    assert row["pairs_10_share"] == pytest.approx((2 / 6 + 1) / 2)
    assert row["pairs_60_share"] == pytest.approx((3 / 6 + 1) / 2)


def test_a_gap_below_two_seconds_is_a_tie() -> None:
    # Gaps 1.5, 2, 0 s on p and 50 s on q: two of four.
    acts = cluster_acts({"p": [("a", 0), ("b", 1.5), ("c", 3.5), ("d", 3.5)], "q": [("a", 0), ("b", 50)]})
    assert pace(acts)["tie_share"].to_list() == [2 / 4]


def test_one_order_on_all_posts_is_one_and_each_place_once_is_none() -> None:
    names = ["a", "b", "c", "d"]
    same = {o: [(a, 10.0 * k) for k, a in enumerate(names)] for o in "pqrs"}
    turned = {o: [(a, 10.0 * ((k + n) % 4)) for k, a in enumerate(names)] for n, o in enumerate("pqrs")}
    assert order_shares(cluster_acts(same))["order_share"].to_list() == [pytest.approx(1.0)]
    assert order_shares(cluster_acts(turned))["order_share"].to_list() == [0.0]
    assert order_shares(cluster_acts({o: same[o] for o in "pqr"})).is_empty()  # Three posts are no order.


def test_the_variance_of_places_is_divided_as_worked_out_by_hand() -> None:
    # On p, q, r in the order a b c d, on s in the order b a d c. Places: a, b: 0 0 0 1/3 and 1/3 1/3 1/3 0 (mean 1/12 and
    # 1/4), c, d: 2/3 2/3 2/3 1 and 1 1 1 2/3 (mean 3/4 and 11/12). Each has the variance 1/36 (3 of 4 alike, the fourth
    # 1/3 away: 3/4 * 1/4 * 1/9 * 4/3). Means: their mean is 1/2, squares of the differences 25/144, 9/144, 9/144, 25/144:
    # 68/144 / 3 = 17/108. Between: 17/108 - 1/36/4 = 17/108 - 1/144 = 65/432. Within: 1/36 = 12/432. 65 of 77.
    moments = {o: [("a", 0.0), ("b", 10), ("c", 20), ("d", 30)] for o in "pqr"}
    moments["s"] = [("b", 0.0), ("a", 10), ("d", 20), ("c", 30)]
    assert order_shares(cluster_acts(moments))["order_share"].to_list() == [pytest.approx(65 / 77)]


def test_a_group_of_two_halves_is_told_with_its_slow_half() -> None:
    # Half one comes within 6 s on p and q, half two an hour apart on r and s.
    fast = {o: [(f"f{k}", 2.0 * k) for k in range(4)] for o in "pq"}
    slow = {o: [(f"s{k}", 3600.0 * k) for k in range(4)] for o in "rs"}
    acts = cluster_acts(fast | slow)
    assert parts_of(acts).group_by("part").len()["len"].to_list() == [4, 4]
    row = pace(acts).row(0, named=True)
    assert (row["parts_n"], row["slowest_part_share"], row["fastest_part_share"]) == (2, 0.0, 1.0)
    assert pace(cluster_acts(fast)).row(0, named=True)["parts_n"] is None  # One part is the whole.


def test_shared_words_are_counted_as_worked_out_by_hand() -> None:
    row = measured(shared(), FOUR)
    # f: users m0 m1 m2 x, 3 of 4 members; third after 30 s; fresh. g: all 3 users members; third after 300 s; y had it
    # before. m0 is first in both; behind it lie 10, 30, 50 and 120, 300 s: 50 s in the middle.
    assert row["texts_n"] == 2 and row["owned_share"] == pytest.approx((3 / 4 + 1) / 2)
    assert (row["first_id"], row["first_n"], row["first_share"], row["lead_s"]) == ("m0", 2, 1.0, 50.0)
    assert row["third_s"] == (30 + 300) / 2 and row["fresh_share"] == 1 / 2
    assert row["copies_share"] == (3 / 4 + 3 / 4) / 2


def test_two_first_users_of_one_moment_are_nobody_s_lead() -> None:
    rows = [came("m0", "p", 0, "f"), came("m1", "p", 0, "f"), came("m2", "p", 9, "f")]
    row = measured(rows, FOUR)
    assert row["texts_n"] == 1 and row["first_id"] is None and row["lead_s"] is None


def test_words_of_posts_of_their_own_are_counted_over_all_posts() -> None:
    own = [
        act(a, f"{a}-o", s, kind="post", event_id=f"{a}-o") | {"family": "f"}
        for a, s in (("m0", 0.0), ("m1", 5), ("m2", 7), ("z", 60))
    ]
    events, families = known(own)
    groups = groups_of([], FOUR, {"f": {"kind": "text", "author_id": None}})
    acts = CLUSTER_ACTS.fit(
        pl.DataFrame(
            [
                {"cluster_id": "g1", "object_id": "f"} | {k: r[k] for k in ("account_id", "event_id", "at")}
                for r in own[:3]
            ]
        )
    )
    groups = Groups(groups.clusters, acts, groups.tasks, groups.traits)
    row = features(groups, words_of(groups, events, families), profiles()).to_dicts()[0]
    assert (row["owned_share"], row["authors_n"], row["third_s"], row["fresh_share"]) == (3 / 4, 1, 7.0, 1.0)


def test_authors_are_counted_once_and_those_not_exported_as_one() -> None:
    tasks = {
        "p": {"author_id": "x"},
        "q": {"author_id": "x"},
        "r": {"author_id": None},
        "s": {"author_id": None},
        "#t#": {"kind": "hashtag", "author_id": None},
        "u": {"author_id": "y"},
    }
    assert measured([], FOUR, tasks=tasks)["authors_n"] == 4  # x, y, unknown, the hashtag.


def test_the_words_of_a_group_are_counted_by_family_and_shown_in_their_commonest_wording() -> None:
    acts = cluster_acts(
        {"p": [("a", 0), ("b", 1), ("c", 2)], "q": [("a", 10), ("b", 11), ("c", 12)], "r": [("a", 20)]}
    )
    events = pl.DataFrame(
        {
            "event_id": ["ap", "bp", "cp", "aq", "bq", "cq", "ar"],
            "own_text": ["大家请看！", "大家请看", "大家请看", "另一句", None, " ", "另一句"],
        }
    )
    said = FAMILIES.fit(pl.DataFrame({"event_id": ["ap", "bp", "cp"], "family_id": ["text:1"] * 3}))
    found = own_words(acts, events, said).drop("cluster_id").rows()
    # Of one family: three events of three accounts in two wordings on one post; the commoner first stands at bp.
    assert found == [("大家请看", 3, 3, 2, 1, "bp"), ("另一句", 2, 1, 1, 2, "aq")]
