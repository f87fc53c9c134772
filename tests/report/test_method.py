"""Part 8: the page, the annex and thresholds.csv hold one list, and every entry of it has its words."""

from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.model.messages import LANGS, catalogue
from analytics.model.thresholds import DEFAULT, Thresholds, limits
from analytics.report.csv_files import write_csv
from analytics.report.method_data import WHY, deciding, threshold_table
from analytics.report.placeholders import Joined, Locale, Word
from analytics.report.sections.method import ROOMS, _changed, _room

SETTINGS = DEFAULT.values()


def page(lang: str) -> list[tuple[str, str]]:
    """(what, value) of each threshold as the table of the page prints them, in its reading order."""
    voice = Locale(lang, ZoneInfo("UTC"))
    found = []
    for room in ROOMS:
        _, listed = _room([one for one in deciding(SETTINGS) if one.room == room], room).cells
        assert isinstance(listed, Joined)
        for entry in listed.items:
            assert isinstance(entry, Word) and voice.text(entry).startswith(
                voice.text(dict(entry.params)["what"])
            )
            params = dict(entry.params)
            found.append(
                (voice.text(params["what"]), voice.text(entry).removeprefix(voice.text(params["what"])))
            )
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_the_csv_and_the_page_agree(lang: str, tmp_path: Path) -> None:
    write_csv(threshold_table(SETTINGS).lazy(), tmp_path / "thresholds.csv")
    listed = pl.read_csv(tmp_path / "thresholds.csv", infer_schema=False)
    told = [
        (what, value.split(unit)[0].strip())
        for (what, value), unit in zip(page(lang), listed[f"unit_{lang}"], strict=True)
    ]
    assert told == list(listed.select(f"what_{lang}", "value").iter_rows())


def test_every_threshold_of_grades_and_roles_is_on_the_list_but_those_that_bound_the_machine() -> None:
    names = set(threshold_table(SETTINGS)["name"])
    for name, limit in limits().items():
        if limit.room in ("grades", "roles"):
            assert (name in names) == (limit.source != "machine"), name
        if limit.room in ("listing", "explanations"):
            assert name not in names
    assert {"near_share", "edited_share", "id_gap_s", "rolling_days"} <= names


def test_every_entry_has_words_and_a_reason_and_nothing_else_has() -> None:
    entries = {key.removeprefix("what_") for key in catalogue("method") if key.startswith("what_")}
    assert entries == {one.limit.name for one in deciding(SETTINGS)}
    assert {limit.source for limit in limits().values() if limit.decides} <= set(WHY)
    assert {f"why_{why}" for why in WHY.values()} <= set(catalogue("method"))


def test_a_change_is_said_with_both_values() -> None:
    changed = Thresholds().changed({"days_min": "6"}).values()
    voice = Locale("en", ZoneInfo("UTC"))
    claim = _changed(deciding(changed))
    assert "days of a member at least 4 → 6" in voice.text(Word(claim.key, tuple(claim.params.items())))
    assert threshold_table(changed).filter("is_changed").select("name", "value", "default").rows() == [
        ("days_min", "6", "4")
    ]
    assert _changed(deciding(SETTINGS)).key == "method.changed_none"
