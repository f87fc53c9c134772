"""A mark stands for the whole set that its number counts."""

import pytest

from analytics.report.blocks import Chapter, Claim, numbered
from analytics.report.marks import counter_id, marked, record_id, version_id


def test_a_mark_holds_every_member_once_and_sorted() -> None:
    mark = marked("records", [f"weibo:{k % 300:03}" for k in range(600)])
    assert mark.n == 300
    assert mark.ids[0] == "weibo:000"
    assert list(mark.ids) == sorted(set(mark.ids))


def test_equal_sets_of_one_kind_share_a_mark_and_others_do_not() -> None:
    three = marked("accounts", ["a", "b", "c"])
    claims = (
        Claim("one", refs=(three,)),
        Claim("two", refs=(marked("accounts", ["c", "b", "a"]),)),
        Claim("three", refs=(marked("records", ["a", "b", "c"]),)),
        Claim("four", refs=(marked("accounts", ["a", "b"], ["c"]),)),
    )
    done = numbered((Chapter(5, "scope", claims),))
    assert [done.marks[claim.refs[0]] for claim in claims] == [1, 1, 2, 3]


def test_the_upper_end_of_a_range_adds_to_the_lower_in_one_set() -> None:
    mark = marked("records", ["1", "2"], ["2", "3", "4"])
    assert (mark.n, mark.n_upper, mark.upper) == (2, 4, ("3", "4"))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="persons"):
        marked("persons", ["a"])


def test_ids_of_places_counters_and_versions_tell_different_things_apart() -> None:
    ids = {
        record_id("aa", 1),
        record_id("aa", 1, "/0"),
        record_id("aa", 2),
        counter_id("reposts", "aa", 1),
        counter_id("comments", "aa", 1),
        version_id("weibo:1", "cc"),
        version_id("weibo:1", None),
    }
    assert len(ids) == 7
