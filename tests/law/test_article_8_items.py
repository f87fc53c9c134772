"""What the rows of Article 8 (1) to (5) say of the alleged information, each worked out by hand."""

from typing import Any

import pytest

from tests.law.made import ALLEGED, groups, information, law_rows, params, post, record


def grouped(*sides: str | None, rest: int = 0, **more: Any) -> dict[str, Any]:
    acts = [
        record(f"weibo:e{k}", f"weibo:{k}", k, side=s, own_text="让这家店关门吧" if s else None)
        for k, s in enumerate(sides)
    ]
    other = tuple({**post(f"weibo:v{k}", "weibo:0"), "root_id": f"weibo:v{k}"} for k in range(rest))
    (row,) = law_rows(
        "A8-2", groups("A", "A", "A", "A"), information(*acts, rest=other), toml=ALLEGED, **more
    )
    return row


def test_a_group_is_told_by_its_acts_on_the_information_and_the_side_of_its_words() -> None:
    row = grouped("support", "support", "unread", None, rest=6)
    told = params(row)
    assert (row["status"], told["u"], told["all"], told["share"], told["rest"]) == ("measured", 4, 10, 40, 6)
    assert (told["support"], told["unread"], told["bare"]) == (2, 1, 1)
    assert (told["quote"], told["times"]) == ("让这家店关门吧", 3)


@pytest.mark.parametrize(
    ("sides", "status"),
    [
        (("deny", "deny", "unread"), "none_in_data"),
        (("support", "deny"), "none_in_data"),
        (("unread", "unread", None), "not_measurable"),
        (("support", "deny", "support"), "measured"),
    ],
)
def test_a_group_that_does_not_side_with_the_information_does_not_stand(
    sides: tuple[str | None, ...], status: str
) -> None:
    assert grouped(*sides)["status"] == status


def test_the_denials_of_a_group_of_deniers_are_told_and_not_nought() -> None:
    """Who denies stands apart in counts, but its group is told with its two denials, not as no group at all."""
    acts = [record(f"weibo:e{k}", f"weibo:{k}", k, side="deny", actor="debunker") for k in range(2)]
    (row,) = law_rows("A8-2", groups("A", "A"), information(*acts), toml=ALLEGED)
    assert (row["note_code"], params(row)["deny"]) == ("alleged.a2_against_no_sentence", 2)


def test_a_group_busy_elsewhere_is_none() -> None:
    votes = tuple({**post(f"weibo:v{k}", f"weibo:{k % 2}"), "root_id": f"weibo:v{k}"} for k in range(8))
    (row,) = law_rows("A8-2", groups("A", "A"), information(rest=votes), toml=ALLEGED)
    assert row["status"] == "none_in_data"


def test_a_term_in_a_denial_is_told_under_deny() -> None:
    toml = {**ALLEGED, "topics": [{"kind": "sexual", "terms": ["裸照"]}]}
    acts = [
        record("weibo:e1", side="deny", own_text="没有裸照"),
        record("weibo:e2", side="support", own_text="裸照流出"),
    ]
    told = params(law_rows("A8-3", information(*acts), toml=toml)[0])
    assert (told["n"], told["deny"], told["support"]) == (2, 1, 1)


def test_an_organisation_is_neither_a_minor_nor_disabled() -> None:
    toml = {**ALLEGED, "targets": [{"name": "面包店", "organisation": True}]}
    (row,) = law_rows("A8-1", information(), toml=toml)
    assert (row["status"], row["note_code"]) == ("not_measurable", "alleged.a1_organisation")
