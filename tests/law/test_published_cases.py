"""Published cases: a figure never stands without its counter, and nothing is scored."""

import json
import subprocess
import sys

import pytest

from analytics.law.published_cases import published_cases


def wakeline(*words: str) -> str:
    run = [
        sys.executable,
        "-c",
        "from analytics.cli.app import main; main()",
        "--lang",
        "en",
        "rules",
        *words,
    ]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_470_million_are_of_two_counters_in_two_matters(lang: str) -> None:
    """LAW 5: reads in the photograph's matter; reads of a topic, not of the rumour, in the parcel's."""
    big = {one.id: dict(one.figures) for one in published_cases(lang)}
    photo = next(k for k, v in big["spc-2023-09-25-photo"].items() if v.startswith("470,000,000"))
    parcel = next(k for k, v in big["jianli-137"].items() if v.startswith("470,000,000"))
    assert photo != parcel and ("话题" if lang == "zh" else "topic") in parcel
    assert ("话题" if lang == "zh" else "topic") not in photo


def test_every_number_is_told_with_its_counter_and_every_source_as_a_secondary_copy() -> None:
    shown = wakeline("cases")
    for one in published_cases("en"):
        assert one.line("en") in shown and "secondary copy" in one.line("en")
        for counter, value in one.figures:
            assert f"{counter}: {value}" in one.line("en")
    assert "http" not in shown and ".html" not in shown
    data = json.loads(wakeline("cases", "--json"))
    assert [one["id"] for one in data] == [one.id for one in published_cases("en")]
    assert not any("score" in one or "grade" in one for one in data)
