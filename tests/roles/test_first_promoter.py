"""The rank of a promoter over draws of unknown parents: by hand where the answer is certain, by counting where not."""

import json
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.alleged.events import alleged_events
from analytics.cascade.statistics import measure_cascades
from analytics.law.factor import Measures, Status
from analytics.law.factors.article_8_roles import observe_promoter
from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, FAMILIES, LABELS, ROLES
from analytics.model.thresholds import DEFAULT
from analytics.roles.first_promoter import _earlier, rank_shares
from analytics.roles.star_export import is_star
from analytics.store.case_toml import CaseToml
from tests.roles.invented import SHOP, act, carried, events, found

CASE = {"targets": [SHOP], "alleged": [{"id": "p"}]}
ROOT = act("p", "first", 0, "禾禾面包把过期的面包重新包装再卖给孩子")


def below(
    n: int, parent: str, prefix: str = "u", basis: str = "chain", at_s: float = 300
) -> list[dict[str, Any]]:
    return [
        act(f"{prefix}{k}", f"{prefix}{k}", at_s + k, root="p", parent=parent, parent_basis=basis)
        for k in range(n)
    ]


def hub(name: str, at_s: float) -> dict[str, Any]:
    return act(name, f"{name}er", at_s, root="p", parent_basis="root")


def percent(acts: list[dict[str, Any]], who: str) -> int:
    row = found(events(*acts), CASE)["promoter", who, "p"]
    share: int = json.loads(row["reason_params"])["percent"]
    return share


def test_the_only_known_subtree_is_the_largest_where_hardly_anything_is_unknown() -> None:
    """40 hang below h, and h alone has an unknown parent: nothing could be larger."""
    assert percent([ROOT, hub("h", 50), *below(40, "h")], "her") == 100


def test_two_equal_subtrees_are_both_no_largest() -> None:
    """Each has 12, all stated: in every draw they are equal."""
    acts = [
        ROOT,
        *(hub(h, 50) | {"parent_basis": "stated"} for h in ("g", "h")),
        *below(12, "g", "v", "stated"),
        *below(12, "h", "u", "stated"),
    ]
    assert (percent(acts, "ger"), percent(acts, "her")) == (0, 0)
    assert percent([*acts, *below(1, "h", "w", "stated", 900)], "her") == 100


def test_what_hangs_below_by_chain_is_told_although_its_rank_is_not() -> None:
    """12 of 400 reposts hang below h by chain; of the other 387 nobody knows whom they pass on."""
    acts = [ROOT, hub("h", 200), *below(12, "h"), *carried("p", 387)]
    acts = [a | ({"parent_basis": "root"} if a["event_id"].startswith("p-") else {}) for a in acts]
    rows = found(events(*acts[:230]), CASE)
    row = rows["promoter", "her", "p"]
    assert row["value"] == 12 and row["reason_code"] == "reason_promoter_carried"
    assert json.loads(row["reason_params"])["percent"] < 90
    assert "explain_rank_unknown" in row["explanations"]


def test_an_account_is_the_largest_by_all_its_events_and_nested_ones_count_once() -> None:
    """h has 6 below one event and 6 below another: 12 against 11 below g. i is h's own, below h."""
    stated = "stated"
    acts = [
        ROOT,
        act("h", "her", 50, root="p"),
        act("i", "her", 51, root="p"),
        act("g", "ger", 52, root="p"),
        *below(6, "h", "u", stated),
        *below(6, "i", "v", stated),
        *below(11, "g", "w", stated),
    ]
    assert percent(acts, "her") == 100
    nested = [a | ({"parent_id": "h"} if a["event_id"] == "i" else {}) for a in acts]
    assert percent(nested, "her") == 100  # 6 + 6 below, its own event i not counted: 12 again.
    eleven = [a for a in nested if a["event_id"] != "v5"]
    assert percent(eleven, "her") == 0  # 11 and 11: with i counted it would be 12.


def test_the_authors_own_reposts_take_no_share_and_move_nobodys() -> None:
    """12 hang below h, 13 below the author's own repost, 10 below g: h is the largest in every draw, g in none."""
    acts = [
        ROOT,
        *(
            act(name, who, 50 + k, root="p")
            for k, (name, who) in enumerate((("h", "her"), ("own", "first"), ("g", "ger")))
        ),
        *below(12, "h", "u", "stated"),
        *below(13, "own", "v", "stated"),
        *below(10, "g", "w", "stated"),
    ]
    assert (percent(acts, "her"), percent(acts, "ger")) == (100, 0)
    assert ("promoter", "first", "p") not in found(events(*acts), CASE)


def test_the_same_export_gives_the_same_shares_in_any_order_of_rows() -> None:
    acts = [ROOT, hub("h", 50), hub("g", 60), *below(12, "h"), *below(11, "g", "v"), *carried("p", 30)]
    acts = [a | ({"parent_basis": "root"} if a["event_id"].startswith("p-") else {}) for a in acts]
    assert percent(acts, "her") == percent(acts[::-1], "her")


def test_trees_below_ten_reposts_are_left_out_and_an_empty_table_is_one() -> None:
    tree = pl.DataFrame(
        {
            "root_id": ["p"] * 10,
            "event_id": ["p", *(f"e{k}" for k in range(9))],
            "parent_used_id": [None, *["p"] * 9],
            "depth": [0, *[1] * 9],
            "account_id": ["a", *(f"u{k}" for k in range(9))],
            "at": events(*(act(f"e{k}", "x", k) for k in range(10)))["at"],
            "parent_basis": [None, *["root"] * 9],
        }
    )
    assert rank_shares(tree, DEFAULT.roles).is_empty() and rank_shares(tree.clear(), DEFAULT.roles).is_empty()


def test_an_unknown_parent_is_drawn_with_attention_over_age_and_300_s() -> None:
    """Five earlier events of attention 1, 2, 1, 4, 1, at 0, 600, 4000, 9000 and 9700 s before the one at 10,000 s."""
    at = np.array([0.0, 600.0, 4_000.0, 9_000.0, 9_700.0, 10_000.0])
    attention = np.array([1.0, 2.0, 1.0, 4.0, 1.0])
    weight = attention / (10_000 - at[:5] + 300)
    mass = np.concatenate([[0.0], np.cumsum(attention), [10.0]])
    drawn = np.array([_earlier(at, mass, np.zeros(28, np.int64), np.zeros(28), 5) for _ in range(40_000)])
    share = np.bincount(drawn, minlength=5) / 40_000
    assert share == pytest.approx(weight / weight.sum(), abs=4 * np.sqrt(0.25 / 40_000))


def test_an_export_without_a_chain_or_stated_parent_cannot_be_measured() -> None:
    """Reposts of which the export says the root alone; one chain makes the tree measurable; nine are too few."""

    def star(n: int, chain: bool = False) -> bool:
        rows = [ROOT, *(a | {"parent_basis": "root"} for a in carried("p", n))]
        rows += below(1, "p-x0") if chain else []
        return is_star(measure_cascades(events(*rows)).cascades)

    assert (star(10), star(9), star(10, chain=True)) == (True, False, False)
    lost = [a | {"parent_basis": "missing", "parent_id": "?"} for a in carried("p", 10)]
    assert is_star(measure_cascades(events(*lost)).cascades)  # The root is not exported either.


def test_law_says_of_such_an_export_that_promoters_cannot_be_measured_and_never_that_there_are_none() -> None:
    star = [ROOT, *(a | {"parent_basis": "root"} for a in carried("p", 20))]
    said = {}
    for name, rows in {"star": star, "chained": [*star, *below(2, "p-x0")]}.items():
        facts, acts = CaseToml.model_validate(CASE), events(*rows)
        read = {
            "events": acts,
            "families": FAMILIES.empty(),
            "accounts": ACCOUNTS.empty(),
            "account_names": ACCOUNT_NAMES.empty(),
            "labels": LABELS.empty(),
        }
        tables = {
            "roles": ROLES.empty(),
            "cascades": measure_cascades(acts).cascades,
            "alleged_events": alleged_events(read, facts, 6),
        }
        measures = Measures(facts, tables)
        said[name] = [(o.status, o.note) for o in observe_promoter(measures, None)]
    assert said == {
        "star": [(Status.NOT_MEASURABLE, "alleged.r3_star")],
        "chained": [(Status.NONE_IN_DATA, "alleged.r3_none")],
    }
