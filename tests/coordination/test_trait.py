"""What members have in common out of proportion: against counting all draws."""

from datetime import UTC, datetime
from itertools import combinations

import polars as pl
import pytest

from analytics.coordination.groups.attribute_enrichment import attributes, enriched_attributes
from analytics.model.tables import CLUSTERS
from tests.coordination.scene import Row, act, post, profiles, table


def clusters(**groups: list[str]) -> pl.DataFrame:
    return CLUSTERS.fit(
        pl.DataFrame(
            [{"cluster_id": g, "account_id": a, "grade": "B"} for g, names in groups.items() for a in names]
        )
    )


def acting(n: int, client: dict[int, str], region: dict[int, str] | None = None) -> list[Row]:
    return [
        post("p", "x"),
        *(act(f"a{k}", "p", k, client=client.get(k), region=(region or {}).get(k)) for k in range(n)),
    ]


def tail(marked: int, known: int, drawn: int, at_least: int) -> float:
    """Share of all draws of `drawn` out of `known` with `at_least` of the `marked`."""
    draws = list(combinations(range(known), drawn))
    return sum(sum(k < marked for k in draw) >= at_least for draw in draws) / len(draws)


def test_a_rare_client_of_all_members_by_counting_all_draws() -> None:
    # 16 accounts, of which 5 use "Farm": all five members. One value is seen in the group.
    rows = acting(16, {k: "Farm" if k < 5 else "Phone" for k in range(16)})
    found = enriched_attributes(clusters(g1=[f"a{k}" for k in range(5)]), table(rows), profiles()).to_dicts()
    assert [(r["trait"], r["value"], r["members_n"], r["known_n"], r["case_share"]) for r in found] == [
        ("client", "Farm", 5, 5, 5 / 16)
    ]
    assert found[0]["p_value"] == pytest.approx(tail(5, 16, 5, 5))


def test_each_value_looked_at_makes_p_larger() -> None:
    # Six members of 20: all five with "Farm", one with another client. Two values looked at.
    rows = acting(20, {k: "Farm" if k < 5 else "Phone" for k in range(20)})
    found = enriched_attributes(clusters(g1=[f"a{k}" for k in range(6)]), table(rows), profiles()).to_dicts()
    assert [r["p_value"] for r in found] == [pytest.approx(2 * tail(5, 20, 6, 5))]
    # Of 18 the same is no longer rare enough: 2 * 13 / 18,564 = .0014.
    fewer = acting(18, {k: "Farm" if k < 5 else "Phone" for k in range(18)})
    assert enriched_attributes(clusters(g1=[f"a{k}" for k in range(6)]), table(fewer), profiles()).is_empty()


@pytest.mark.parametrize("client", [{}, {k: "Phone" for k in range(16)}, {0: "Farm", 1: "Farm"}])
def test_what_all_or_none_have_says_nothing(client: dict[int, str]) -> None:
    assert enriched_attributes(
        clusters(g1=["a0", "a1", "a2", "a3"]), table(acting(16, client)), profiles()
    ).is_empty()


def test_profiles_batches_and_default_names() -> None:
    names = {
        f"a{k}": {
            "name": f"用户7{k:06}" if k < 6 else f"晨{k}",
            "registered_at": datetime(2024, 5, 1 + k, tzinfo=UTC)
            if k < 6
            else datetime(2010 + k % 9, 1 + k % 12, 1, tzinfo=UTC),
        }
        for k in range(40)
    }
    found = enriched_attributes(
        clusters(g1=[f"a{k}" for k in range(6)], g2=["a20", "a21", "a22", "a23"]),
        table(acting(40, {})),
        profiles(**names),
    )
    assert [(r["cluster_id"], r["trait"], r["value"]) for r in found.sort("trait").to_dicts()] == [
        ("g1", "default_name", "default"),
        ("g1", "registration", "2024-05"),
    ]


def test_only_accounts_that_act_are_the_measure() -> None:
    # 400 profiles that never act would make any common client look rare.
    names = {f"b{k}": {"name": f"晨{k}"} for k in range(400)} | {
        f"a{k}": {"name": f"用户7{k:06}"} for k in range(10)
    }
    assert enriched_attributes(
        clusters(g1=[f"a{k}" for k in range(5)]), table(acting(10, {})), profiles(**names)
    ).is_empty()


def test_the_most_used_value_of_each_account() -> None:
    rows = [
        post("p", "x"),
        *(act("a", "p", k, client=c) for k, c in enumerate(["B", "A", "B", "C", None])),
        act("b", "p", 1, client="Z"),
        act("b", "p", 2, client="Y"),
        act("c", "p", 3),
    ]
    assert attributes()["client"].values(table(rows), profiles()).sort("account_id").rows() == [
        ("a", "B"),
        ("b", "Y"),
    ]


@pytest.mark.parametrize(("members_n", "rows_n"), [(2, 0), (3, 1), (4, 1)])
def test_what_three_members_share_is_told_and_what_two_share_is_not(members_n: int, rows_n: int) -> None:
    """All n members and nobody else of 50 use "Farm": one draw of n out of 50 in as many as there are.

    1 / 1,225 = 0.0008 for two, 1 / 19,600 for three, 1 / 230,300 for four: all below 0.001, so the number decides.
    """
    rows = acting(50, {k: "Farm" if k < members_n else "Phone" for k in range(50)})
    found = enriched_attributes(clusters(g1=[f"a{k}" for k in range(members_n)]), table(rows), profiles())
    assert found.height == rows_n


def test_the_region_of_most_events_is_that_of_the_account() -> None:
    """a: 浙江 twice, 江西 once; b: each once, of which 江西 comes first by code point."""
    regions = {"a": ["浙江", "江西", "浙江"], "b": ["浙江", "江西"]}
    rows = [act(who, "p", k, region=r) for who, of in regions.items() for k, r in enumerate(of)]
    found = attributes()["region"].values(table([post("p", "x"), *rows]), profiles())
    assert sorted("江浙") == ["江", "浙"]
    assert found.sort("account_id").rows() == [("a", "浙江"), ("b", "江西")]


def test_no_groups_no_traits() -> None:
    assert enriched_attributes(CLUSTERS.empty(), table(acting(9, {0: "Farm"})), profiles()).is_empty()
    assert enriched_attributes(CLUSTERS.empty(), table([]), profiles()).is_empty()
