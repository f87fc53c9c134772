"""Every page keeps the contract, in both languages, however far the case has come."""

import json
import re
import tomllib
from pathlib import Path

import plotly.utils
import polars as pl
import pytest
from dash.development.base_component import Component

from analytics.model.messages import LANGS
from analytics.model.tables import EVENTS, SCOPE, SOURCES
from analytics.store.case_folder import Case, Commit, create_case, open_case
from dashboards.app import create_app, pages
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views.measures import classes, every_range, ranges
from dashboards.widgets.grid import listings, page_of
from tests.dashboards.invented import root_id, write_case
from tests.placed import write_placed

ROOT = Path(__file__).parent.parent.parent
WORDS = tomllib.loads((ROOT / "analytics" / "locale" / "dashboard.toml").read_text(encoding="utf-8"))


def written(component: Component) -> str:
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_has_a_name_a_title_in_both_languages_and_an_address(page) -> None:
    assert re.fullmatch(r"[a-z_]+", page.name)
    assert re.fullmatch(r"/[a-z-]+", page.path)
    titles = {View(lang).t(page.title_key) for lang in LANGS}
    assert len(titles) == 2 and all(titles)


def test_no_two_pages_share_an_address_or_a_place_in_the_menu() -> None:
    assert len({page.path for page in pages()}) == len({page.order for page in pages()}) == len(pages())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_can_be_written_down_for_the_browser(page, lang: str, case: Case) -> None:
    assert len(written(page.layout(CaseSession(case.folder), View(lang)))) > 200


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_an_empty_case_says_what_to_do(page, folder: Path) -> None:
    folder.mkdir()
    (folder / "case.toml").write_text("", encoding="utf-8")
    assert "wakeline import" in written(page.layout(CaseSession(folder), View("en")))


def test_an_imported_case_says_how_to_analyse_it(folder: Path) -> None:
    write_case(folder, 20, 3, analysed=False)
    found = {page.name: written(page.layout(CaseSession(folder), View("en"))) for page in pages()}
    assert "wakeline analyse" in found["overview"] and "wakeline analyse" in found["spread"]
    assert (
        "25 exported records = 23 events" not in found["overview"]
    )  # 24 events and 2 rejected, counted by hand
    assert "26 exported records = 24 events + 0 duplicates + 2 not read + 0 other" in found["overview"]


def test_a_case_without_acts_shows_its_rejected_records(folder: Path) -> None:
    commit = Commit(create_case(folder))
    write_placed(commit, EVENTS.empty())
    commit.write(SOURCES, SOURCES.empty())
    commit.finish(stages=["import"])
    overview = next(page for page in pages() if page.name == "overview")
    assert "wakeline show rejected" in written(overview.layout(CaseSession(folder), View("en")))


def test_a_tree_of_one_act_is_shown_without_a_fault(folder: Path) -> None:
    write_case(folder, 0, 0)
    app = create_app(folder)
    spread = next(page for page in pages() if page.name == "spread")
    assert written(spread.layout(CaseSession(folder), View("zh"))) and app.callback_map


def test_a_number_of_law_is_marked_only_beside_what_is_stated_as_alleged(tmp_path: Path) -> None:
    scope = next(page for page in pages() if page.name == "scope")
    about = View("en", params={"subject": root_id()})
    shown = {}
    for name, allegation, alleged in (
        ("stated", "defamation", root_id()),
        ("unstated", "defamation", None),
        ("other", "defamation", root_id(2)),
        ("insult", "insult", root_id()),
    ):
        write_case(tmp_path / name, 30, 3, allegation, alleged=alleged)
        shown[name] = written(scope.layout(CaseSession(tmp_path / name), about))
    assert "wl-bar-mark" in shown["stated"] and "not a finding of an offence" in shown["stated"]
    assert "500 reposts" in shown["stated"] and "5,000 views" in shown["stated"]
    for name in ("unstated", "other", "insult"):
        assert 'wl-bar-mark"' not in shown[name], name
    assert "[[alleged]]" in shown["unstated"] and "no numeric threshold in law" in shown["insult"]


def test_a_drawn_range_is_told_as_on_the_law_page(tmp_path: Path) -> None:
    """30 reposts traced, a counter of 170; views shown as 100,000, so 95,000 at least."""
    case = write_case(tmp_path / "a", 30, 3, alleged=root_id())
    drawn = {one.measure: one.compared for one in ranges(case, (root_id(),))[root_id()]}
    assert {m: str(c.position) for m, c in drawn.items() if c} == {"reposts": "below", "views": "above"}
    assert not [one for one in ranges(case, ("case",))["case"] if one.compared]


@pytest.mark.parametrize("name", listings())
def test_every_listing_names_its_columns_in_both_languages(name: str) -> None:
    for column in listings()[name].columns:
        assert all(View(lang).t(column.title_key) for lang in LANGS)


def test_every_sentence_used_by_the_pages_is_in_the_catalogue() -> None:
    used = set()
    for file in (ROOT / "dashboards").rglob("*.py"):
        used |= set(re.findall(r'\bt\(\s*"([a-z_0-9]+)"', file.read_text(encoding="utf-8")))
    assert not used - set(WORDS)


def test_every_note_a_parent_can_have_is_explained() -> None:
    source = (ROOT / "analytics" / "cascade" / "parents.py").read_text(encoding="utf-8")
    notes = re.findall(r"^  ([a-z_]+)  ", source, flags=re.MULTILINE)
    assert notes and not {f"parent_note_{note}" for note in notes} - set(WORDS)


def test_a_case_that_changes_is_read_again(folder: Path) -> None:
    write_case(folder, 10, 0, analysed=False)
    desk = CaseSession(folder)
    before = desk.ask(_acts_n)
    commit = Commit(open_case(folder))
    write_placed(commit, EVENTS.empty())
    commit.finish()
    assert (before, desk.ask(_acts_n)) == (11, 0)


def _acts_n(case: Case) -> int:
    return case.read("events").height


def test_a_measure_split_by_class_is_shown_class_by_class_and_never_as_one_figure(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", 30, 3)
    rows = [
        {
            "measure": "acts_by_day",
            "subject_id": "case",
            "lower": n,
            "point": n,
            "upper": None,
            "unit": "acts",
            "note_code": "seen_in_export",
            "class_value": day,
        }
        for day, n in (("2025-04-02", 29.0), ("2025-04-03", 5.0))
    ]
    commit = Commit(case)
    commit.write(SCOPE, pl.concat([case.read("scope"), SCOPE.fit(pl.DataFrame(rows))]))
    found = commit.finish()
    assert "acts_by_day" not in {item.measure for item in every_range(found, "case")}
    assert classes(found, "case")["acts_by_day"]["lower"].to_list() == [29, 5]
    scope = next(page for page in pages() if page.name == "scope")
    shown = written(scope.layout(CaseSession(found.folder), View("en")))
    assert "2025-04-03" in shown and "at least 29" in shown


def test_flags_are_told_in_words_and_found_by_words_or_code(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", 30, 3)
    rows = [
        {
            "measure": measure,
            "subject_id": "case",
            "lower": 2.0,
            "point": 2.0,
            "upper": 2.0,
            "unit": "reposts",
            "note_code": "flagged_counted",
            "class_value": flag,
        }
        for measure, flag in (
            ("reposts_flagged", "same_second"),
            ("reposts_flagged_overlap", "same_second+group_a"),
        )
    ]
    commit = Commit(case)
    commit.write(SCOPE, pl.concat([case.read("scope"), SCOPE.fit(pl.DataFrame(rows))]))
    desk = CaseSession(commit.finish().folder)
    scope = next(page for page in pages() if page.name == "scope")
    shown = written(scope.layout(desk, View("zh")))
    assert (
        "同一秒 + A 级候选群组成员" in shown and shown.count("same_second") == 1
    )  # The code stands once, beside its meaning.
    assert "group_a" not in shown
    for sought in ("group_a", "A 级候选", "candidate group at A"):
        asked = {"filterModel": {"class_value": {"type": "contains", "filter": sought}}}
        found = page_of(listings()["scope"], desk, "", asked, View("zh"))["rowData"]
        assert [(row["class_value"], row["subject_id"]) for row in found] == [
            ("同一秒 + A 级候选群组成员", "全案")
        ]


def test_a_listing_is_filtered_and_sorted_on_the_server(case: Case) -> None:
    desk, view, listing = CaseSession(case.folder), View("en"), listings()["network"]
    asked = {
        "startRow": 0,
        "endRow": 1_000,
        "sortModel": [{"colId": "passed_n", "sort": "asc"}],
        "filterModel": {
            "name": {"type": "contains", "filter": "晚潮"},
            "passed_n": {"type": "lessThanOrEqual", "filter": 3},
        },
    }
    found = page_of(listing, desk, "repost", asked, view)
    passed = [int(row["passed_n"]) for row in found["rowData"]]
    assert found["rowCount"] == len(passed) > 5 and passed == sorted(passed) and passed[-1] <= 3
    assert all("晚潮" in row["name"] for row in found["rowData"])
    for hostile in ("(", "'; drop", "%", "\\"):
        assert (
            page_of(
                listing,
                desk,
                "repost",
                {"filterModel": {"name": {"type": "contains", "filter": hostile}}},
                view,
            )["rowCount"]
            <= 1
        )
    assert (
        page_of(
            listing, desk, "repost", {"filterModel": {"acts_n": {"type": "equals", "filter": "x"}}}, view
        )["rowCount"]
        == 601
    )
