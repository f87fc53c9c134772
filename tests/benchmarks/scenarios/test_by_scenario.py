"""Does the table count what it says: classes from the truth, a line a scenario, nothing pooled."""

from argparse import Namespace

import polars as pl

from tests.benchmarks import by_scenario
from tests.benchmarks.by_scenario import BOTH, CLASSES, beside, both_of, classes_of, facts_of, markdown, one
from tests.benchmarks.scenarios.make import make

FLAGS = ("is_campaign", "is_called", "acts_alone", "follows", "is_protected")


def truth_of(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """account, role, group, its flags in one word each."""
    frame = pl.DataFrame(rows, schema=["account_id", "role", "group", "flags"], orient="row")
    return frame.with_columns(pl.col("flags").str.contains(flag, literal=True).alias(flag) for flag in FLAGS)


def test_each_class_takes_its_accounts() -> None:
    truth = truth_of(
        ("1", "hired", "copy", "is_campaign is_called"),
        ("2", "controller", "copy head", "is_campaign is_called"),
        ("3", "first writer", "", "acts_alone"),
        ("4", "fan", "fans", "is_called"),
        ("5", "denier", "", "acts_alone is_protected"),
        ("6", "reader", "", "follows"),
    )
    classes = {name: "".join(sorted(who)) for name, who in classes_of(truth, "copy").items()}
    assert classes == {
        "group": "1",
        "campaign": "12",
        "heads": "2",
        "alone": "5",
        "follows": "6",
        "called": "4",
        "protected": "5",
        "writers": "3",
    }


def test_a_row_counts_whom_the_detector_names(monkeypatch) -> None:
    made = make("fans", 3)
    group = sorted(made.truth.filter(group="fans")["account_id"])
    alone = sorted(made.truth.filter(pl.col("acts_alone") & (pl.col("role") == "ordinary"))["account_id"])
    named = {"rule A": {*group[:3]}, "rule A or B": {*group[:5], alone[0]}}
    monkeypatch.setattr(by_scenario, "answers", lambda made: named)
    (row,) = one(("scenarios", "fans", 3), roles=False, peers=False)
    assert (row["detector"], row["group_n"], row["group_a"], row["group_ab"]) == ("rule", len(group), 3, 5)
    assert (row["together_ab"], row["others_ab"]) == (5, 1)
    assert row["together_n"] + row["others_n"] == len(made.truth)
    assert (row["called_a"], row["called_ab"], row["alone_a"], row["alone_ab"]) == (3, 5, 0, 1)


def test_a_table_has_a_line_for_each_scenario() -> None:
    counts = {f"{name}_{what}": 0 for name in CLASSES for what in ("n", "a", "ab")}
    rows = [
        {"world": kind, "seed": seed, "detector": "rule"}
        | counts
        | {"alone_n": 50, "alone_ab": seed, "group_n": 4, "group_a": 1}
        for kind in ("fans", "copy")
        for seed in (0, 1, 2)
    ]
    lines = markdown(pl.DataFrame(rows)).splitlines()
    assert [line.split("|")[1].strip() for line in lines if line.startswith("| ")] == [
        "scenario",
        "fans",
        "copy",
    ]
    assert "| fans | 3 | 3, 0 of 12 (0.25, 0.00) | - | - | 0, 3 of 150 [2] |" in lines[4]


def test_who_is_named_is_laid_beside_who_acted_together(tmp_path, capsys) -> None:
    """90 of 100 members and 10 of 1,000 others named: recall .90, precision .90, predictive values by hand.

    At 0.1 %: .001 x .9 / (.001 x .9 + .999 x .01) = .0826; at 1 %: .009 / (.009 + .0099) = .476; at 10 %: .09 / .099 = .909.
    """
    counts = {f"{name}_{what}": 0 for name in (*CLASSES, *BOTH) for what in ("n", "a", "ab")}
    row = {"maker": "scenarios", "world": "copy", "seed": 1, "detector": "rule"} | counts
    row |= {"together_n": 100, "together_ab": 90}
    row |= {"others_n": 1000, "others_ab": 10}
    alone = row | {"world": "nobody", "together_n": 0}
    pl.DataFrame([row, alone]).write_csv(tmp_path / "rows.csv")
    beside(Namespace(results=[tmp_path / "rows.csv"]))
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == ["| copy | 0.90; 0.90; 0.08, 0.48, 0.91 |", "| nobody | 10 of 1000 named |"]
    truth = truth_of(
        ("1", "hired", "copy", "is_campaign"), ("2", "fan", "fans", "is_called"), ("3", "x", "", "")
    )
    assert both_of(truth) == {"together": {"1", "2"}, "others": {"3"}}


def test_the_stated_facts_are_the_worlds() -> None:
    made = make("copy", 3)
    facts = facts_of(made)
    assert facts.targets[0].ids == list(made.stated.target_ids)
    assert [one.id for one in facts.alleged] == list(made.stated.alleged_ids)
    assert not facts_of(make("nobody", 3)).targets
