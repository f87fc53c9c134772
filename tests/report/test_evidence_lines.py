"""What a line of evidence may say: whose record was coded, how many of how many, stated by hand for each account."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.report.evidence_lines import FIGURES, evidence
from analytics.report.listed_data import ListedAccount
from analytics.report.placeholders import Word
from analytics.report.report_data import ReportData
from analytics.store.case_toml import CaseToml

NOTHING = cast("ReportData", SimpleNamespace(alleged=SimpleNamespace(stated=())))
EMPTY = pl.DataFrame(schema={"event_id": pl.String, "side": pl.String, "side_basis": pl.String})


def account(*bases: str, **more: Any) -> ListedAccount:
    """An account with a text coded as support for each basis."""
    words = pl.DataFrame(
        {
            "event_id": [f"e{k}" for k in range(len(bases))],
            "side": ["support"] * len(bases),
            "side_basis": list(bases),
        },
        schema={"event_id": pl.String, "side": pl.String, "side_basis": pl.String},
    )
    return ListedAccount("u", (), True, (), None, EMPTY, EMPTY, words, **more)


def told(line: str, one: ListedAccount, **row: Any) -> tuple[str, dict[str, Any]] | None:
    found = FIGURES[line](NOTHING, one, row)
    return None if found is None else (found.key, dict(found.params))


@pytest.mark.parametrize(
    ("bases", "key", "n", "k"),
    [
        (("event", "event"), "all", 2, 2),
        (("event", "sentence", "family"), "some", 3, 1),
        (("sentence",), "none", 1, 0),
    ],
)
def test_the_side_says_of_how_many_records_people_coded_the_record_itself(
    bases: tuple[str, ...], key: str, n: int, k: int
) -> None:
    assert told("line_support", account(*bases)) == (f"listed.line_support_{key}", {"n": n, "k": k})


def test_where_no_other_record_has_the_words_no_margin_is_claimed() -> None:
    """No item is stated, so that none is earlier; the margin is null where no second record has the words."""
    one = account()
    assert told("line_first", one, value=None, explanations=[]) == ("listed.line_first_only", {})
    assert told("line_first", one, value=126.0, explanations=[]) is None
    assert told("line_first", one, value=126.0, explanations=["explain_earlier_alone"]) == (
        "listed.line_first_alone",
        {},
    )


def test_records_after_a_dealing_that_do_not_count_are_told_beside_those_that_do() -> None:
    """The takedown was on 8 March at 15:00; of three records after it one is on another matter."""
    toml = CaseToml.model_validate(
        {"takedowns": [{"account_id": "u", "at": datetime(2025, 3, 8, 15, tzinfo=UTC)}]}
    )
    facts = cast("ReportData", SimpleNamespace(toml=toml, zone=ZoneInfo("UTC")))
    hours = {"before": 14, "about": 16, "below": 17, "other": 18}
    acts = pl.DataFrame(
        {"event_id": list(hours), "at": [datetime(2025, 3, 8, hour, tzinfo=UTC) for hour in hours.values()]}
    )
    one = replace(account(), acts=acts)
    row = {"subject_id": "takedowns.1", "event_ids": ["about", "below"], "role": "repeater"}
    (_, claim) = evidence(
        facts, replace(one, roles=({**row, "evidence_lines": ["line_after", "line_own_words"]},))
    )[:2]
    line = claim.params["line"]
    assert isinstance(line, Word) and dict(line.params) == {"n": 3, "rest": 1}
    assert [ref.ids for ref in claim.refs] == [("about", "below", "other"), ("other",)]


def test_parents_that_the_export_states_and_those_of_the_text_chain_are_counted_apart() -> None:
    """Of three reposts below its own one has its parent from the chain in its text; so has one elsewhere."""
    one = account(below={"p": ("a", "b", "c")}, chained=frozenset({"b", "z"}))
    found = told("line_loss", one, subject_id="p", reason_params='{"lost":3,"acts":10}')
    assert found is not None
    assert (found[1]["n"], found[1]["stated"], found[1]["chained"]) == (3, 2, 1)
