"""Over every importer: named, sourced, documented, sampled; known by its content alone; every record accounted for."""

import importlib
import re
from pathlib import Path

import polars as pl
import pytest

from analytics.cli.layouts import held_in
from analytics.importing.import_files import ImportOptions, import_files
from analytics.importing.importer import NEVER_SHOWN
from analytics.importing.sniff import importers, sniff
from analytics.model.messages import LANGS, catalogue, say
from analytics.model.tables import ACCOUNTS, COUNTERS, EVENTS, check
from analytics.model.thresholds import Thresholds
from analytics.simulate.sample.story import Story, tell
from tests.importing.samples import BY_HAND, WRITTEN, samples

NAMES = sorted(importers())


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7)


def test_every_importer_has_a_sample() -> None:
    assert sorted({*BY_HAND, *WRITTEN}) == NAMES


@pytest.mark.parametrize("lang", LANGS)
def test_every_layout_is_told_in_words(lang: str) -> None:
    for importer in importers().values():
        told = held_in(importer, lang)
        assert f"platform_{importer.platform}" in catalogue("scope"), importer.platform
        assert (importer.timezone or "--timezone") in told and not re.search(r"cli\.|_", told), told


@pytest.mark.parametrize("name", NAMES)
def test_every_importer_says_what_it_is(name: str) -> None:
    importer = importers()[name]
    assert (
        importer.label and importer.source and importer.fields and importer.containers and importer.platform
    )
    module = importlib.import_module(importer.draft.__module__)
    assert module.__doc__ and importer.draft.__doc__ and importer.fits.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_is_known_by_its_content_alone(name: str, story: Story, tmp_path: Path) -> None:
    for k, file in enumerate(samples(name, story, tmp_path)):
        renamed = file.with_name(f"anything{k}.bin")
        renamed.write_bytes(file.read_bytes())
        seen = sniff(renamed, renamed.name)
        fitting = [
            i.name
            for i in importers().values()
            if seen.probe.container in i.containers and i.fits(seen.probe)
        ]
        assert fitting == [name], (file.name, seen.probe.container)


@pytest.mark.parametrize("name", NAMES)
def test_every_record_is_accounted_for(name: str, story: Story, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    files = samples(name, story, tmp_path / "in")
    taken = import_files(tmp_path / "case", files, ImportOptions(), Thresholds(), lambda n, d: None)
    assert set(taken.new["importer"]) == {name}
    assert taken.new["records_n"].sum() > 0
    for row in taken.new.to_dicts():
        assert (
            row["records_n"] == row["events_n"] + row["duplicates_n"] + row["rejected_n"] + row["other_n"]
        ), row
        assert row["rejected_n"] == 0
    case = taken.case
    events = check(case.read("events"), EVENTS)
    check(case.read("accounts"), ACCOUNTS)
    check(case.read("counters"), COUNTERS)
    assert set(events["kind"]) <= {"post", "repost", "comment", "quote"}
    assert events["event_id"].is_unique().all()
    assert not (events["stated_parent_id"] == events["event_id"]).any()
    assert events.filter(pl.col("at").is_not_null() & pl.col("at_precision").is_null()).is_empty()
    for column in ("account_id", "text", "region", "client", "account_name"):
        assert not (events[column] == "").any(), column


@pytest.mark.parametrize("name", NAMES)
def test_the_last_byte_cut_off_adds_up_too(name: str, story: Story, tmp_path: Path) -> None:
    from analytics.model.errors import WakelineError

    (tmp_path / "in").mkdir()
    for k, file in enumerate(samples(name, story, tmp_path / "in")[:3]):
        half = file.with_name(f"half{k}{file.suffix}")
        half.write_bytes(file.read_bytes()[: int(file.stat().st_size * 0.7)])
        try:
            taken = import_files(
                tmp_path / f"case{k}", [half], ImportOptions(format=name), Thresholds(), lambda n, d: None
            )
        except WakelineError as fault:
            assert "\n" not in str(fault)
            continue
        for row in taken.new.to_dicts():
            assert (
                row["records_n"] == row["events_n"] + row["duplicates_n"] + row["rejected_n"] + row["other_n"]
            ), row


@pytest.mark.parametrize("name", NAMES)
def test_every_importer_states_what_it_never_shows(name: str) -> None:
    codes = importers()[name].never_shows
    assert codes and set(codes) <= set(NEVER_SHOWN) and len(set(codes)) == len(codes)


def test_whatever_is_never_shown_has_a_sentence() -> None:
    assert all(say(f"cli.never_{code}", lang) for code in NEVER_SHOWN for lang in LANGS)
