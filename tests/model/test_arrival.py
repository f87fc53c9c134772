"""A threshold that is moved reaches the code: every settable one is read from the object given to `analyse`."""

import shutil
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.coordination.groups.case_arrays import case_arrays
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.tables import FAMILIES
from analytics.model.thresholds import DEFAULT, Thresholds, limits
from analytics.pipeline import analyse
from analytics.roles.announcements import announcements
from analytics.scope.measures import abusive
from analytics.scope.tables_read import ScopeData
from analytics.store.case_folder import Case, open_case
from analytics.store.case_toml import CaseToml
from analytics.text.edits import edited_variants
from analytics.text.families import families_of
from tests.coordination.scene import act, post, table

ROOT = Path(__file__).parent.parent.parent
SEEN: set[str] = set()
# Nobody in the sample announces enough texts, and nobody coded a sample of it: asked below.
NOT_IN_THE_SAMPLE = {"announced_days_min", "coded_min"}


def watched(record: Any) -> Any:
    """The same record, noting every name that is read from it."""

    def note(self: Any, name: str) -> Any:
        SEEN.add(name)
        return object.__getattribute__(self, name)

    kind = type(f"Watched{type(record).__name__}", (type(record),), {"__getattribute__": note})
    return kind(**vars(record))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("watched") / "case"
    folder.mkdir()
    shutil.copy(ROOT / "sample_data" / "case.toml", folder / "case.toml")
    import_files(folder, [ROOT / "sample_data" / "exports"], ImportOptions(), Thresholds(), lambda *_: None)
    rooms = {f.name: watched(getattr(DEFAULT, f.name)) for f in fields(Thresholds)}
    settings = replace(Thresholds(**rooms), repeats=watched(replace(DEFAULT.repeats, surrogates_n=1)))
    SEEN.clear()
    yield analyse(open_case(folder), settings, "calibration", lambda _: None)


def test_the_study_reads_every_settable_threshold_from_what_it_was_given(sample: Case) -> None:
    wanted = {x.name for x in limits().values() if x.is_settable and x.room != "reading"}
    assert wanted - SEEN == NOT_IN_THE_SAMPLE


def test_the_case_records_all_of_them(sample: Case) -> None:
    written = sample.manifest["settings"]
    assert set(written) == set(limits()) and written["surrogates_n"] == 1


def test_a_family_falls_apart_where_more_must_be_shared() -> None:
    # 24 runs of 26 characters; the last 3 characters differ: 21 shared of 27 in both, .778.
    whole = "".join(chr(0x4E00 + 7 * k) for k in range(26))
    acts = table([post("p", "x"), act("a", "p", 1.0, whole), act("b", "p", 2.0, whole[:-3] + "木水火")])
    assert families_of(acts).height == 2
    assert families_of(acts, replace(DEFAULT.texts, near_share=0.8)).is_empty()
    assert families_of(acts, replace(DEFAULT.texts, near_runs_min=25)).is_empty()


def test_another_figure_makes_a_version_only_beside_so_many_words() -> None:
    words = "".join(chr(0x4E00 + 7 * k) for k in range(26))
    acts = table([post("p", "x"), act("a", "p", 1.0, f"{words}3"), act("b", "p", 2.0, f"{words}4")])
    assert families_of(acts)["layer"].to_list() == ["exact", "edited"]
    assert families_of(acts, replace(DEFAULT.texts, edited_words_min=27)).is_empty()


def test_a_variant_falls_away_where_more_must_be_shared() -> None:
    # 25 pairs each, 15 shared of 35: .43 of them all.
    whole = "".join(chr(0x4E00 + 7 * k) for k in range(26))
    acts = table(
        [post("p", "x"), act("a", "p", 1.0, whole), act("b", "p", 2.0, whole[:16] + whole[:9:-1][:10])]
    )
    loose, strict = replace(DEFAULT.texts, edited_share=0.4), DEFAULT.texts
    none = families_of(acts)
    assert none.is_empty()
    assert edited_variants(acts, none, loose).height == 2
    assert edited_variants(acts, none, strict).is_empty()
    assert edited_variants(acts, none, replace(loose, edited_pairs_min=26)).is_empty()


def test_shared_words_are_an_object_from_so_many_accounts_on() -> None:
    # Three accounts write the same words on posts of their own: an object of three, no object where four are asked.
    rows = [post(f"o{a}", a, 60.0 * k, "木水火土山石田日月") for k, a in enumerate("abc")]
    words = pl.DataFrame({"event_id": [f"o{a}" for a in "abc"]}).with_columns(
        family_id=pl.lit("f"), layer=pl.lit("exact")
    )
    of_words = FAMILIES.fit(words)
    assert case_arrays(table(rows), of_words).objects_n == 1
    four = replace(DEFAULT.drawing, original_accounts_min=4)
    assert case_arrays(table(rows), of_words, four).objects_n == 0


@pytest.mark.parametrize(("days_min", "is_told"), [(1, True), (2, True), (3, False)])
def test_announcements_count_from_so_many_days_on(days_min: int, is_told: bool) -> None:
    at = [0.0, 600.0, 100_000.0]  # Two on the first day, one on the second.
    first = pl.DataFrame(
        {
            "account_id": ["x"] * 3,
            "object_id": ["p", "q", "r"],
            "event_id": ["1", "2", "3"],
            "at_s": at,
            "first_s": [second + 60.0 for second in at],
        }
    )
    acts = pl.DataFrame({"account_id": ["x"] * 3, "at_s": at})
    found = announcements(acts, first, "Asia/Shanghai", replace(DEFAULT.roles, announced_days_min=days_min))
    assert list(found) == (["x"] if is_told else [])


@pytest.mark.parametrize(("coded_n", "least", "is_told"), [(20, 20, True), (20, 21, False), (5, 5, True)])
def test_a_share_is_estimated_from_so_many_coded_comments_on(coded_n: int, least: int, is_told: bool) -> None:
    ids = [f"c{k}" for k in range(coded_n)]
    acts = pl.DataFrame({"event_id": ids}).with_columns(
        kind=pl.lit("comment"), root_id=pl.lit("p"), has_words=pl.lit(True)
    )
    labels = pl.DataFrame({"subject_id": ids}).with_columns(
        label=pl.lit("neither"), note=pl.lit("sample:weight=1"), at=pl.lit(None, pl.Datetime("us", "UTC"))
    )
    none = {
        f.name: pl.DataFrame()
        for f in fields(ScopeData)
        if f.type == "pl.DataFrame" or f.type is pl.DataFrame
    }
    subjects = pl.DataFrame({"root_id": ["p"], "subject_id": ["p"]})
    material = ScopeData(
        **(none | {"acts": acts, "labels": labels, "subjects": subjects}),
        facts=CaseToml(),
        limits=replace(DEFAULT.scope, coded_min=least),
    )
    told = abusive.find(material).filter(measure="comments_abusive_estimated")["upper"].to_list()
    assert (told != [None]) == is_told
