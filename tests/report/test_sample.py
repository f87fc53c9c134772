"""The report of the sample case, as `make demo` writes it: groups, roles, custody; every mark opens; nobody is named on a lead."""

import csv
import json
import re
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from analytics.evidence.mark_check import check_marks
from analytics.evidence.package import package
from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.blocks import Figure, Grid, sentences
from analytics.report.charts import draw
from analytics.report.figures.group_moments import GroupMoments
from analytics.report.figures.spread_tree import Tree
from analytics.report.figures.time_line import TimeLine
from analytics.report.figures.traced_shown import TracedShown
from analytics.report.fonts import find_fonts
from analytics.report.moments_data import moments_of
from analytics.report.placeholders import Joined, Locale, Moment, Range, Share, Span, Value, Word
from analytics.report.report_data import report_data
from analytics.report.section import PURPOSES, chapters
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case
from dashboards.views.headline import headline
from tests.report.drawn import counted, faults
from tests.report.leaks import leaks, unnamed

pytestmark = pytest.mark.slow

# How many numbers of the note below a figure say what is drawn and what is not.
NOT_DRAWN = {TimeLine: 3, TracedShown: 2, Tree: 2, GroupMoments: 2}
ROOT = Path(__file__).parent.parent.parent
DATE = datetime(2025, 3, 13, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("sample") / "case"
    folder.mkdir()
    shutil.copy(ROOT / "sample_data" / "case.toml", folder / "case.toml")
    import_files(folder, [ROOT / "sample_data" / "exports"], ImportOptions(), Thresholds(), lambda *_: None)
    return analyse(
        open_case(folder), Thresholds().changed({"surrogates_n": "2"}), "calibration", lambda _: None
    )


def planted() -> tuple[int, int]:
    """Accounts and posts of the planted group, by the sample's own truth."""
    with (ROOT / "sample_data" / "truth" / "accounts.csv").open(encoding="utf-8", newline="") as file:
        members = sum("navy" in row["roles"].split() for row in csv.DictReader(file))
    with (ROOT / "sample_data" / "truth" / "tasks.csv").open(encoding="utf-8", newline="") as file:
        return members, len({row["root_mid"] for row in csv.DictReader(file)})


def html(case: Case, lang: str, purpose: str = "court") -> str:
    written = write_report(case, lang, DATE, purpose, with_pdf=False, may_replace=True)
    return written[0].read_text(encoding="utf-8")


def is_number(value: Value) -> bool:
    """Whether a value shows a number or a moment, alone or inside a sentence."""
    if isinstance(value, Word):
        return any(is_number(inner) for _, inner in value.params)
    if isinstance(value, Joined):
        return any(is_number(inner) for inner in value.items)
    return isinstance(value, int | float | Range | Share | Span | Moment) and not isinstance(value, bool)


# What is no number about the case: settings with their reasons, the log's own lines, the hashes to recompute.
OF_THE_TOOL = {
    "table_identity",
    "step_times",
    "table_settings",
    "custody_hash",
    "table_custody",
    "table_hashes",
    "timeline.layers_none",  # Its shares are thresholds.
    "extent.rule",  # A number of law.
}


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_every_number_carries_a_mark(sample: Case, purpose: str) -> None:
    seen = 0
    main, annex = chapters(report_data(sample, DATE, {}), purpose)
    for chapter in (*main, *annex):
        for block in chapter.blocks:
            key = getattr(block, "key", "")
            if key in OF_THE_TOOL:
                continue
            for claim in sentences(block):
                is_told = claim.key not in OF_THE_TOOL and any(is_number(v) for v in claim.params.values())
                assert claim.refs or not is_told, claim.key
            if isinstance(block, Grid):
                assert all(
                    row.refs or not any(is_number(cell) for cell in row.cells) for row in block.rows
                ), key
            elif isinstance(block, Figure):
                assert block.refs, key
            seen += 1
    assert seen > 20


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_every_mark_opens_what_its_number_counts(sample: Case, purpose: str) -> None:
    html(sample, "zh", purpose)
    checks = check_marks(sample)
    assert len(checks) > 200 and [check.text() for check in checks if not check.ok] == []


def test_report_list_and_page_show_the_same_accounts_roles_and_grades(sample: Case) -> None:
    """Whoever is a candidate in a role for two posts stands once in each of them, at the better grade."""
    html(sample, "zh")
    with (sample.report / "accounts.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [(row["account_id"], row["role"], row["grade"]) for row in csv.DictReader(file)]
    blocks = report_data(sample, DATE, {}).listed
    printed = [
        (one.account_id, row["role"], row["grade"]) for one in blocks if one.is_named for row in one.roles
    ]
    shown = headline(sample).listed
    page = [
        (row["account_id"], role, grade)
        for row in shown.to_dicts()
        for role, grade in zip(row["roles"], row["role_grades"], strict=True)
    ]
    assert len(set(listed)) == len(listed) and sorted(listed) == sorted(printed)
    assert set(listed) <= set(page) and {one[0] for one in page} >= {one[0] for one in listed}
    assert {one for one in page if one[0] in {a for a, *_ in listed}} == set(listed)


def test_nobody_who_may_not_be_named_stands_in_any_file(sample: Case, tmp_path: Path) -> None:
    """The sample has a file named after an account that nothing was found of, 9101340552.csv."""
    for purpose in sorted(PURPOSES):
        html(sample, "zh+en", purpose)
    assert "9101340552" in unnamed(sample)[0]
    bag = package(open_case(sample.folder), tmp_path / "bag")
    assert leaks(sample, sample.report, bag) == []


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_findings_json_keeps_to_its_published_schema(sample: Case, purpose: str) -> None:
    html(sample, "zh+en", purpose)
    schema = json.loads((ROOT / "analytics" / "report" / "findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    name = "findings.json" if purpose == "court" else f"findings-{purpose}.json"
    content = json.loads((sample.report / name).read_text(encoding="utf-8"))
    jsonschema.validate(content, schema, jsonschema.Draft202012Validator)
    assert (
        content["claims"] and content["roles"] and "groups" in content
    )  # Nobody of the group is coded here.
    content["claims"][0]["marks"].append("X1")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema, jsonschema.Draft202012Validator)


def test_the_moments_show_every_act_of_the_group_once(sample: Case) -> None:
    drawn = moments_of(sample.read("cluster_tasks"), sample.read("cluster_acts"), "g1")
    assert drawn is not None
    posts = sample.read("cluster_tasks").filter(cluster_id="g1").height
    assert len(drawn.rows) == posts and 1 <= posts <= planted()[1]
    assert drawn.drawn_n + drawn.undrawn_n == sample.read("cluster_acts").filter(cluster_id="g1").height
    assert drawn.undrawn_n <= 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_figure_of_the_sample_has_a_fault(sample: Case, lang: str) -> None:
    facts = report_data(sample, DATE, {})
    voice = Locale(lang, facts.zone)
    drawn = [b for part in chapters(facts) for c in part for b in c.blocks if isinstance(b, Figure)]
    assert {type(one.data).__name__ for one in drawn} == {"TimeLine", "TracedShown", "Tree", "GroupMoments"}
    for one in drawn:
        svg = draw(one.data, voice.text(one.spoken), voice)
        assert faults(svg) == [], one.key
        (mark,) = one.refs
        printed = re.findall(r"\d[\d,]*", voice.text(one.notes[0]))
        assert counted(svg) == sum(int(n.replace(",", "")) for n in printed[: NOT_DRAWN[type(one.data)]]), (
            one.key
        )
        assert counted(svg) == mark.n, one.key


def test_before_the_search_was_run_it_says_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_data" / "exports" / "nghuyong", tmp_path / "in")
    taken = import_files(tmp_path / "case", [tmp_path / "in"], ImportOptions(), Thresholds(), lambda *_: None)
    done = analyse(taken.case, Thresholds(), "cascades", lambda _: None)
    assert not done.has("roles")
    facts = report_data(done, DATE, {})
    assert not facts.groups.is_searched and not facts.groups.is_assigned


@pytest.mark.skipif(find_fonts() is None, reason="Noto CJK fonts are not installed")
def test_the_report_is_written_in_time_and_the_case_holds(sample: Case) -> None:
    start = time.process_time()
    written = write_report(sample, "zh+en", DATE, may_replace=True)
    assert time.process_time() - start < 20
    first = [file.read_bytes() for file in written]
    assert first == [file.read_bytes() for file in write_report(sample, "zh+en", DATE)]
    assert [check for check in verify(open_case(sample.folder)) if not check.ok] == []
