"""Roles at their limits, by hand: what just suffices, what just does not, and who is left out."""

import json
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, LABELS
from tests.roles.invented import SHOP, START, act, carried, coded, events, found

RUMOUR = "大家注意，禾禾面包把过期的面包重新包装再卖给孩子"
TARGET = {"targets": [SHOP]}
WARNED = TARGET | {"warnings": [{"account_id": "rep", "at": "2025-03-02T08:00:00+08:00"}]}


def grades(
    acts: list[dict[str, Any]], role: str, facts: dict[str, Any] = TARGET, **tables: Any
) -> dict[str, str]:
    """Account -> grade in a role."""
    rows = found(events(*acts), facts, **tables)
    return {account: row["grade"] for (name, account, _), row in rows.items() if name == role}


def below(n: int, parent: str, prefix: str = "u", at_s: float = 300) -> list[dict[str, Any]]:
    return [act(f"{prefix}{k}", f"{prefix}{k}", at_s + k, root="p", parent=parent) for k in range(n)]


@pytest.mark.parametrize(
    ("lost", "others", "is_row"), [(10, 0, True), (9, 0, False), (10, 189, True), (10, 190, False)]
)
def test_a_promoter_loses_ten_acts_and_a_twentieth_of_the_tree(lost: int, others: int, is_row: bool) -> None:
    """The hub, those below it and the others: 10 of 200 acts are 5 %, 10 of 201 are less."""
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h", "hub", 50, root="p"),
        *below(lost, "h"),
        *carried("p", others),
    ]
    assert ("hub" in grades(acts, "promoter")) == is_row


def test_whoever_wrote_the_root_is_no_promoter_of_it() -> None:
    acts = [act("p", "first", 0, RUMOUR), act("h", "first", 50, root="p"), *below(12, "h")]
    assert grades(acts, "promoter") == {}


@pytest.mark.parametrize("root", [[act("p", None, 0, RUMOUR)], []], ids=["no author", "not exported"])
def test_below_a_post_of_an_unknown_author_an_account_promotes_all_the_same(
    root: list[dict[str, Any]],
) -> None:
    """Ten hang below the hub. Who wrote p is not known, or p is not in the export: nothing says that it was the hub."""
    row = found(events(*root, act("h", "hub", 50, root="p"), *below(10, "h")), {})["promoter", "hub", "p"]
    assert (row["grade"], row["value"]) == ("C", 10)


def test_no_more_is_lost_than_there_is() -> None:
    """The hub has 10 acts below one act and 12 below another, which hangs below an act of missing parent."""
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h0", "hub", 50, root="p"),
        *below(10, "h0"),
        act("m", "w", 400, root="p", parent="?", parent_basis="missing"),
        act("h1", "hub", 500, root="p", parent="m"),
        *below(12, "h1", "v", 600),
    ]
    row = found(events(*acts), TARGET)["promoter", "hub", "p"]
    assert row["value"] == 22 and json.loads(row["reason_params"])["acts"] == 25


@pytest.mark.parametrize(("apart_s", "expected"), [(599, "B"), (600, "A")])
def test_two_occasions_lie_ten_minutes_apart(apart_s: float, expected: str) -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h", "hub", 50, "禾禾面包必须关门", root="p"),
        *below(12, "h"),
        act("h2", "hub", 50 + apart_s, "禾禾面包怎么还没关门"),
    ]
    assert grades(acts, "promoter", labels=coded("h", "h2")) == {"hub": expected}


def test_a_medium_is_no_promoter_above_c_whoever_coded_its_words() -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h", "hub", 50, "禾禾面包一事追踪", root="p"),
        *below(12, "h"),
        act("h2", "hub", 9_000, "禾禾面包一事续报"),
    ]
    medium = ACCOUNTS.fit(pl.DataFrame({"account_id": ["hub"], "verified_type": ["3"]}))
    labels = coded("h", "h2")
    assert grades(acts, "promoter", labels=labels) == {"hub": "A"}
    assert grades(acts, "promoter", labels=labels, accounts=medium) == {"hub": "C"}


def test_words_on_the_matter_promote_no_other_tree() -> None:
    """The hub carries on a recipe as far as the rumour; its coded words stand below the rumour alone."""
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h", "hub", 50, "禾禾面包必须关门", root="p"),
        *below(12, "h"),
        act("q", "cook", 0, "今天教大家揉面"),
        act("g", "hub", 60, root="q"),
        *(a | {"root_id": "q"} for a in below(12, "g", "v")),
    ]
    rows = found(events(*acts), TARGET, labels=coded("h"))
    assert {key[2]: row["grade"] for key, row in rows.items() if key[0] == "promoter"} == {"p": "B", "q": "C"}


@pytest.mark.parametrize(("others", "is_row"), [(5, True), (4, False)])
def test_five_others_carry_an_information_on_and_its_author_is_none_of_them(
    others: int, is_row: bool
) -> None:
    acts = [act("p", "first", 0, RUMOUR), *carried("p", others), act("own", "first", 900, root="p")]
    assert ("first" in grades(acts, "initiator")) == is_row


def test_nobody_is_first_where_the_moment_of_a_copy_is_unknown() -> None:
    acts = [act("p", "first", 0, RUMOUR), *carried("p", 6), act("q", "copier", None, RUMOUR)]
    assert grades(acts, "initiator") == {"first": "insufficient"}


def test_information_that_people_call_alleged_needs_no_words_about_the_target() -> None:
    acts = [act("p", "first", 0, "那家店的事情大家都听说了吧"), *carried("p", 6)]
    labels = {"subject_id": ["p"], "label": ["alleged"], "author": ["t"], "at": [START]}
    assert grades(acts, "initiator") == {"first": "C"}
    assert grades(acts, "initiator", labels=LABELS.fit(pl.DataFrame(labels))) == {"first": "A"}


@pytest.mark.parametrize(("after_s", "is_row"), [(0, False), (1, True)])
def test_an_act_at_the_moment_of_the_warning_is_not_after_it(after_s: float, is_row: bool) -> None:
    acts = [act("c", "rep", 86_400 + after_s, "禾禾面包我就说到底")]
    assert ("rep" in grades(acts, "repeater", WARNED)) == is_row


@pytest.mark.parametrize(("kind", "is_row"), [("repost", True), ("comment", False)])
def test_a_comment_without_words_about_the_matter_passes_nothing_on(kind: str, is_row: bool) -> None:
    acts = [act("p", "first", 0, RUMOUR), act("c", "rep", 90_000, "来了", root="p", kind=kind)]
    assert ("rep" in grades(acts, "repeater", WARNED)) == is_row


def test_whom_an_act_addresses_says_which_marker_it_bears() -> None:
    people = ACCOUNTS.fit(pl.DataFrame({"account_id": ["office", "press"], "verified_type": ["1", "3"]}))
    names = ACCOUNT_NAMES.fit(
        pl.DataFrame(
            {
                "account_id": ["office", "press"],
                "name": ["某区市场监管", "某地晚报"],
                "first_at": START,
                "last_at": START + timedelta(days=9),
            }
        )
    )
    for name, marker in (("某区市场监管", "report_authority"), ("某地晚报", "report_medium")):
        acts = [act("p", "first", 0, f"{RUMOUR} @{name} "), *carried("p", 6)]
        row = found(events(*acts), TARGET, accounts=people, account_names=names)["initiator", "first", "p"]
        assert row["article10"] == [marker]
        assert json.loads(row["reason_params"])["carried"] == 6
