"""What is not known, the records of the sources, and what each mark of the report opens."""

import polars as pl
import pytest

from analytics.evidence.mark_check import check_marks
from analytics.report.report_data import ACCOUNTED
from dashboards.views.timeline import files, gaps
from tests.contract.places import Told, command, page, show

pytestmark = pytest.mark.slow

PAIRED = {  # the page's name -> the paper's
    "time_conflicts": "conflict",
    "missing_parents": "missing",
    "assumed_parents": "assumed",
    "untimed": "no_time",
    "nameless": "no_account",
    "edited": "edited",
}


def test_what_is_not_known(every: Told) -> None:
    found, events = gaps(every.case), every.events
    by_hand = {
        "time_conflicts": sum(bool(one) for one in events["at_conflict"]),
        "missing_parents": sum(one == "missing" for one in events["parent_basis"]),
        "assumed_parents": sum(one == "root" for one in events["parent_basis"]),
        "untimed": sum(one is None for one in events["moment"]),
        "nameless": sum(one is None for one in events["account_id"]),
        "edited": sum(bool(one) for one in events["edited"]),
    }
    for name, of_paper in PAIRED.items():
        n = getattr(found, name)
        assert n == by_hand[name] == page(every, "acts", name).height == every.facts.subsets[of_paper].n, name
    assert found.acts == events.height == every.facts.acts_n == every.paper["records"]["events_n"]
    assert found.rejected == every.paper["records"]["rejected_n"] == show(every, "rejected").total
    cascades = every.case.read("cascades")
    assert found.missing_roots == cascades.filter("missing_root")["root_id"].n_unique()


def test_what_is_not_known_by_hand(stated: Told) -> None:
    found = gaps(stated.case)
    assert (found.time_conflicts, found.missing_parents, found.edited) == (2, 2, 1)


def test_the_records_of_the_sources(every: Told) -> None:
    sources = every.case.read("sources")
    whole = {name: int(sources[name].sum()) for name in ACCOUNTED}
    assert every.paper["records"] == whole
    assert {name: int(files(every.case)[name].sum()) for name in ACCOUNTED} == whole
    assert whole["records_n"] == sum(whole[name] for name in ACCOUNTED[1:])
    assert str(whole["events_n"]) in command(
        "analyse", "--case", str(every.case.folder), "--set", "surrogates_n=1"
    )


def test_what_a_mark_of_the_report_opens_is_what_its_number_counts(every: Told) -> None:
    checks = check_marks(every.case)
    assert len(checks) > 20 and [check.text() for check in checks if not check.ok] == []


@pytest.mark.parametrize("measure", ["reposts", "comments"])
def test_what_a_mark_of_the_report_opens_of_a_measure(every: Told, measure: str) -> None:
    scope = every.case.read("scope").filter(pl.col("measure") == measure, pl.col("class_value").is_null())
    for subject, traced in scope.select("subject_id", "point").iter_rows():
        assert show(every, f"{measure}@{subject}").total == (traced or 0), subject
