"""What would overturn a finding is worked out on the case: the stored grade is that of the case with the post taken out, run again."""

import json
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from analytics.text.edits import edited_variants
from analytics.text.families import families_of
from tests.roles.invented import SHOP, START, act, carried, coded, events, found

RUMOUR = "大家注意，禾禾面包把过期的面包重新包装再卖给孩子"
TARGET = {"targets": [SHOP]}
ALLEGED = TARGET | {"alleged": [{"id": "p2"}]}
DAY = 86_400
WARNED = TARGET | {"warnings": [{"account_id": "rep", "at": "2025-03-01T08:00:00+08:00"}]}
CASES: dict[str, tuple[str, dict[str, Any], list[dict[str, Any]]]] = {
    "initiator alone": (
        "initiator",
        TARGET | {"alleged": [{"id": "q"}]},
        [act("p", "first", 0, RUMOUR), *carried("p", 6), act("q", "b", 500, RUMOUR)],
    ),
    "initiator twice": (
        "initiator",
        ALLEGED,
        [
            act("p", "first", 0, RUMOUR),
            act("p2", "first", 50, RUMOUR),
            *carried("p2", 6),
            act("q", "b", 500, RUMOUR),
        ],
    ),
    "promoter once": (
        "promoter",
        TARGET,
        [
            act("p", "first", 0, RUMOUR),
            *carried("p", 15),
            act("h", "hub", 50, "禾禾面包必须关门", root="p"),
            act("h2", "hub", 9000, "禾禾面包关门"),
            *(act(f"u{k}", f"v{k}", 300 + k, root="p", parent="h") for k in range(30)),
        ],
    ),
    "promoter twice": (
        "promoter",
        TARGET,
        [
            act("p", "first", 0, RUMOUR),
            act("h", "hub", 50, "禾禾面包必须关门", root="p"),
            act("h2", "hub", 9000, "禾禾面包快关门", root="p"),
            *(act(f"u{k}", f"v{k}", 300 + k, root="p", parent="h") for k in range(30)),
            *(act(f"w{k}", f"w{k}", 9300 + k, root="p", parent="h2") for k in range(20)),
        ],
    ),
    "repeater once": (
        "repeater",
        WARNED,
        [
            act("c", "rep", DAY, "禾禾面包我就说到底"),
            act("p", "first", 0, RUMOUR),
            act("r", "rep", 2 * DAY, root="p"),
        ],
    ),
    "repeater twice": (
        "repeater",
        WARNED,
        [act("c", "rep", DAY, "禾禾面包我就说到底"), act("d", "rep", 2 * DAY, "禾禾面包没完")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_grade_without_the_strongest_post_is_that_of_the_case_without_it(name: str) -> None:
    role, facts, acts = CASES[name]
    labels = coded("h", "h2")
    rows = {
        key: row
        for key, row in found(events(*acts), facts, labels=labels).items()
        if key[0] == role and key[1] in ("first", "hub", "rep")
    }
    ((key, row),) = rows.items()
    assert row["grade"] == "A"
    said = next(c for c in row["challenges"] if c.startswith("without_post_")).removeprefix("without_post_")
    gone = row["event_ids"][0]
    again = [
        r
        for k, r in found(events(*(a for a in acts if a["event_id"] != gone)), facts, labels=labels).items()
        if k[:2] == key[:2]
    ]
    order = ("A", "B", "C", "insufficient")
    assert said == min((r["grade"] for r in again), key=order.index, default="insufficient")


def test_records_of_three_kinds_stand_apart_with_a_year_and_two_calendar_years() -> None:
    """Warned, taken down and fined on one day (2027 to 2029 hold a leap day): acts 365 days, 366 days, two years and two years and a second later."""
    at = "2025-03-01T08:00:00+08:00"
    facts = TARGET | {
        kind: [{"account_id": "rep", "at": at}] for kind in ("warnings", "takedowns", "penalties")
    }
    two_years = (START.replace(year=2027) - START).total_seconds()
    acts = events(
        *(
            act(f"e{k}", "rep", s, f"禾禾面包第{k}回")
            for k, s in enumerate((365 * DAY, 366 * DAY, two_years, two_years + 1))
        )
    )
    rows = {key: row for key, row in found(acts, facts).items() if key[0] == "repeater"}
    assert [key[2] for key in sorted(rows)] == ["penalties.1", "takedowns.1", "warnings.1"]
    assert {row["reason_code"] for row in rows.values()} == {
        "reason_repeater_warnings",
        "reason_repeater_takedowns",
        "reason_repeater_penalties",
    }
    for row in rows.values():
        told = json.loads(row["reason_params"])
        assert (told["acts"], told["year"], told["two_years"]) == (4, 1, 3)
    leap = TARGET | {
        "penalties": [{"account_id": "rep", "at": START + timedelta(days=3 * 365 - 180)}]
    }  # 2027-08-31; 2028 has a leap day.
    day = [
        act(f"f{k}", "rep", (3 * 365 - 180 + n) * DAY, f"禾禾面包第{k}次")
        for k, n in enumerate((730, 731, 732))
    ]
    row = next(r for k, r in found(events(*day), leap).items() if k[0] == "repeater")
    assert json.loads(row["reason_params"])["two_years"] == 2


def test_a_promoter_is_told_what_hangs_below_by_known_parents_and_no_interval() -> None:
    """12 below the hub, and three acts with lost parents; most of the 12 hangs below one act of another."""
    lost = {"root": "p", "parent": "?", "parent_basis": "missing"}
    acts = [
        act("p", "first", 0, RUMOUR),
        act("early", "e", 40, **lost),
        act("h", "hub", 50, root="p"),
        act("u0", "v0", 300, root="p", parent="h"),
        *(act(f"u{k}", f"v{k}", 300 + k, root="p", parent="u0") for k in range(1, 12)),
        act("m1", "w1", 400, **lost),
        act("m2", "w2", 500, **lost),
    ]
    row = found(events(*acts), TARGET)["promoter", "hub", "p"]
    assert (row["value"], row["lower"], row["upper"]) == (12, None, None)
    assert "explain_hub_below" in row["explanations"]
    wide = [a | {"parent_id": "h"} if a["event_id"].startswith("u") else a for a in acts]
    assert "explain_hub_below" not in found(events(*wide), TARGET)["promoter", "hub", "p"]["explanations"]


def test_nobody_is_called_first_past_an_edited_variant_of_another() -> None:
    variant = "禾禾面包把过期的面包换了包装又卖给孩子，大家注意了"
    acts = events(
        act("v", "earlier", -500, variant),
        act("p", "first", 0, RUMOUR),
        *carried("p", 6),
        *carried("v", 6, prefix="y"),
    )
    near = families_of(acts)
    layers = pl.concat([near, edited_variants(acts, near)])
    assert set(layers["event_id"]) == {"v", "p"}
    rows = {
        key: row["reason_code"]
        for key, row in found(acts, TARGET, layers=layers).items()
        if row["grade"] == "insufficient"
    }
    assert rows == {("initiator", "first", "p"): "reason_initiator_variant"}
    alleged = TARGET | {"alleged": [{"id": "v"}]}
    assert found(acts, alleged, layers=layers)["initiator", "earlier", "v"]["grade"] == "A"
