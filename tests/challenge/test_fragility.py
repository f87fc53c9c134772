"""The table FRAGILITY, by hand."""

from analytics.challenge.changes import Change
from analytics.challenge.fragility import fragility, keys
from analytics.model.tables import FRAGILITY, check

TRIED = [Change("setting", "links_min", "5"), Change("line", "text"), Change("post", "p")]


def test_keys_take_the_better_of_two_grades_in_a_fixed_order() -> None:
    standing = {
        ("v", "group", "group", "B"),
        ("u", "promoter", "p2", "B"),
        ("u", "promoter", "p1", "B"),
        ("v", "group", "group", "A"),
    }
    assert keys(standing) == [
        (("u", "promoter", "p1"), "B"),
        (("u", "promoter", "p2"), "B"),
        (("v", "group", "group"), "A"),
    ]


def test_runs_kept_and_what_removes_each_account() -> None:
    """u falls with the first and the last change, v with the second, w with none."""
    standing = {("w", "group", "group", "A"), ("u", "group", "group", "B"), ("v", "promoter", "p", "B")}
    table = check(fragility(standing, TRIED, [[0], [1], [0]]), FRAGILITY)
    assert table.rows() == [
        ("u", "group", "group", "B", 3, 1, ["links_min=5", "without post p"]),
        ("v", "promoter", "p", "B", 3, 2, ["without line text"]),
        ("w", "group", "group", "A", 3, 3, []),
    ]


def test_twenty_changes_are_told_and_all_are_counted() -> None:
    many = [Change("post", f"p{k:02}") for k in range(25)]
    (row,) = fragility({("u", "group", "group", "B")}, many, [[0]] * 25).iter_rows(named=True)
    assert (row["runs_n"], row["kept_n"]) == (25, 0)
    assert row["overturned_by"] == [f"without post p{k:02}" for k in range(20)]


def test_nobody_listed_is_an_empty_table() -> None:
    assert fragility(set(), TRIED, [[], [], []]).equals(FRAGILITY.empty())
