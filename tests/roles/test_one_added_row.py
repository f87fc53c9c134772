"""One line that somebody adds to one file of an export takes nobody's place and names nobody.

p is the alleged post of `first`, with six reposts; q holds the same words, two minutes earlier, by `other`. All
expectations are from the rule in words: a record that one file alone shows, that is no root of anything exported and
that case.toml does not state by its id, ends at C at most.
"""

from typing import Any

import polars as pl
import pytest

from analytics.model.tables import ALLEGED_EVENTS, OCCURRENCES
from analytics.roles.naming import with_words_on_information
from tests.roles.invented import SHOP, act, carried, coded, events, found

RUMOUR = "禾禾面包用过期的面粉做面包，吃坏了三个孩子，大家别再买了"
FACTS: dict[str, Any] = {"targets": [SHOP], "alleged": [{"id": "p"}]}
BASE = (act("p", "first", 120, RUMOUR), *carried("p", 6, at_s=200))
EARLIER = act("q", "other", 0, RUMOUR)


def seen(rows: tuple[dict[str, Any], ...], twice: tuple[str, ...] = ()) -> pl.DataFrame:
    """OCCURRENCES: every event in file a, those of `twice` in file b too."""
    pairs = [(row["event_id"], "a") for row in rows] + [(event_id, "b") for event_id in twice]
    return OCCURRENCES.fit(pl.DataFrame(pairs, schema=["event_id", "source_sha256"], orient="row"))


def initiators(
    *rows: dict[str, Any], twice: tuple[str, ...] = (), **tables: pl.DataFrame
) -> dict[str, dict[str, Any]]:
    """Account -> its row as initiator."""
    rows_of = found(events(*rows), FACTS, occurrences=seen(rows, twice), **tables)
    return {account: row for (role, account, _), row in rows_of.items() if role == "initiator"}


def test_an_added_row_ends_at_c_unnamed_and_the_author_stays_with_the_counter_fact() -> None:
    rows = initiators(*BASE, EARLIER, labels=coded("p"))
    assert (rows["other"]["grade"], rows["other"]["may_be_named"]) == ("C", False)
    assert rows["first"]["grade"] in ("A", "B") and rows["first"]["may_be_named"]
    assert "explain_earlier_alone" in rows["first"]["explanations"]


def test_followers_are_counted_on_the_own_post_only() -> None:
    """Six passed on the author's post and one wrote the same; of the added row one wrote the same, nobody reposted."""
    rows = initiators(*BASE, EARLIER, labels=coded("p"))
    assert '"carried":7' in rows["first"]["reason_params"] or '"carried":6' in rows["first"]["reason_params"]
    assert '"carried":1' in rows["other"]["reason_params"]


def test_without_the_added_row_the_author_stands_at_a_without_a_counter_fact() -> None:
    rows = initiators(*BASE, labels=coded("p"))
    assert set(rows) == {"first"} and rows["first"]["grade"] == "A"
    assert "explain_earlier_alone" not in rows["first"]["explanations"]


@pytest.mark.parametrize("at_s", [0, 120, 120.5])
def test_an_added_row_at_the_same_second_does_not_remove_the_author_either(at_s: float) -> None:
    rows = initiators(*BASE, EARLIER | {"at": act("t", None, at_s)["at"]})
    assert rows["first"]["grade"] in ("A", "B")


def test_an_added_row_of_unknown_time_does_not_remove_the_author() -> None:
    assert initiators(*BASE, EARLIER | {"at": None})["first"]["grade"] in ("A", "B")


@pytest.mark.parametrize("how", ["two files", "root"])
def test_an_honest_earlier_record_takes_the_place_at_a(how: str) -> None:
    below = carried("q", 6, at_s=20, prefix="z") if how == "root" else ()
    rows = initiators(*BASE, EARLIER, *below, twice=("q",) if how == "two files" else (), labels=coded("q"))
    assert rows["other"]["grade"] == "A"
    assert "first" not in rows


def test_who_is_first_is_named_by_codes_of_its_own_record_alone() -> None:
    roles = pl.DataFrame(
        {"account_id": ["u", "v", "v"], "role": ["initiator", "initiator", "amplifier"], "may_be_named": True}
    )
    words = {
        "account_id": ["u", "v"],
        "event_id": ["r", "s"],
        "item_id": "p",
        "side": "support",
        "side_basis": ["event", "sentence"],
    }
    told = with_words_on_information(roles, ALLEGED_EVENTS.fit(pl.DataFrame(words)))
    assert told["may_be_named"].to_list() == [True, False, True]
