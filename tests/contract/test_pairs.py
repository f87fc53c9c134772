"""A pair and the events behind it: as many on the page and with `show` as the table counts."""

from pathlib import Path

import polars as pl
import pytest

from analytics.graph.coordination_network import WINDOW_S
from dashboards.views.network import network_view
from tests.contract.invented import R1, R2, account
from tests.contract.places import Told, exported, page, show

pytestmark = pytest.mark.slow

PAIRS = 40  # Of the sample's pairs the strongest are opened.


def test_a_pair_and_the_events_behind_it(every: Told) -> None:
    pairs = every.case.read("coaction_pairs").sort(
        "objects_n", "account_a", "account_b", descending=[True, False, False]
    )
    widest = pairs.sort("window_s", maintain_order=True).unique(
        ["kind", "account_a", "account_b"], keep="last", maintain_order=True
    )
    moments = dict(every.events.select("event_id", "moment").iter_rows())
    assert widest.height
    for row in (
        widest.sort("objects_n", "account_a", "account_b", "kind", descending=[True, False, False, False])
        .head(PAIRS)
        .to_dicts()
    ):
        a, b, kind = row["account_a"], row["account_b"], row["kind"]
        shown = show(every, f"{kind}@{a}+{b}")
        assert shown.total == row["objects_n"]
        behind = page(every, "pair_acts", f"coordination|{b}|{a}").filter(pl.col("kinds").list.contains(kind))
        at_60 = pairs.filter(account_a=a, account_b=b, kind=kind, window_s=WINDOW_S)["objects_n"]
        assert behind.height == at_60.item() if at_60.len() else behind.height < 2
        for act in (*behind.to_dicts(), *shown.rows):
            first, second = moments[act["event_a"]], moments[act["event_b"]]
            assert (act["at_a"], act["at_b"]) == (first, second)
            assert act["gap_s"] == abs((first - second).total_seconds()) <= row["window_s"]
    edges = network_view(every.case, "coordination").edges
    most: dict[tuple[str, str], int] = {}
    for row in pairs.filter(window_s=WINDOW_S).to_dicts():
        pair = (row["account_a"], row["account_b"])
        most[pair] = max(most.get(pair, 0), row["objects_n"])
    assert {(s, t): n for s, t, n in edges.select("source", "target", "acts_n").iter_rows()} == most


@pytest.mark.parametrize("name", ["stated", "unstated"])
def test_a_pair_and_the_events_behind_it_with_one_date_a_day_off(
    name: str, request: pytest.FixtureRequest
) -> None:
    one: Told = request.getfixturevalue(name)
    a, b = account(2), account(3)
    (row,) = one.case.read("coaction_pairs").filter(account_a=a, account_b=b, kind="co_repost").to_dicts()
    shown, behind = (
        show(one, f"co_repost@{a}+{b}"),
        page(one, "pair_acts", f"coordination|{a}|{b}").filter(pl.col("kinds").list.contains("co_repost")),
    )
    assert (row["objects_n"], shown.total, behind.height) == (2, 2, 2)
    assert {(r["object_id"], r["gap_s"]) for r in shown.rows} == {(R1, 15.0), (R2, 20.0)}
    assert set(behind.select("object_id", "gap_s").iter_rows()) == {(R1, 15.0), (R2, 20.0)}


def test_a_pair_and_the_events_behind_it_are_exported(stated: Told, tmp_path: Path) -> None:
    _, ties = exported(stated, "coordination", "account", tmp_path)
    assert [(t["source"], t["target"], t["acts_n"]) for t in ties] == [(account(2), account(3), "2")]


def test_a_pair_and_the_events_behind_it_are_all_exported(every: Told, tmp_path: Path) -> None:
    people, ties = exported(every, "coordination", "account", tmp_path)
    pairs = every.case.read("coaction_pairs").filter(window_s=WINDOW_S).to_dicts()
    most: dict[tuple[str, str], int] = {}
    for row in pairs:
        pair = (row["account_a"], row["account_b"])
        most[pair] = max(most.get(pair, 0), row["objects_n"])
    assert {(t["source"], t["target"]): int(t["acts_n"]) for t in ties} == most
    listed = set(every.case.read("clusters")["account_id"])
    assert {row["id"] for row in people} == listed | {one for pair in most for one in pair}
