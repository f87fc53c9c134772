"""Places: every record stands once, unknown is told first, no border and no outside picture is drawn."""

import json
from pathlib import Path

import plotly.utils
import polars as pl

from analytics.search.asked import Search
from analytics.store.case_folder import Case
from dashboards.app import pages
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views.places import PROVINCES, TILES, counted, places
from tests.dashboards.invented import root_id, write_case

PAGE = next(page for page in pages() if page.name == "places")


def test_there_is_a_tile_for_each_of_the_34_divisions_and_no_two_lie_on_one_another() -> None:
    assert len(set(PROVINCES)) == 34 == len({(row, column) for _, row, column in TILES})
    assert {"台湾", "香港", "澳门"} < set(PROVINCES)


def test_records_of_provinces_others_and_unknown_add_up_to_all() -> None:
    rows = pl.DataFrame(
        {
            "account_id": ["u", "u", "v", "w", "x", None],
            "place": ["江西", "广东 广州", "日本", None, "", "海外"],
        }
    )
    told = counted(rows)
    assert told.provinces.rows() == [("广东", 1, 1, ["广东 广州"]), ("江西", 1, 1, ["江西"])]
    assert told.others.rows() == [("日本", 1, 1, ["日本"]), ("海外", 1, 0, ["海外"])]
    assert (told.unknown, told.whole) == ((2, 2), (6, 4))
    assert told.provinces["records_n"].sum() + told.others["records_n"].sum() + told.unknown[0] == 6


def test_the_page_tells_unknown_first_and_every_place_by_name(case: Case) -> None:
    """Every record of the invented case is of 云州, which is no province; no account declares a place."""
    told = places(case, Search(), "region")
    assert told.provinces.is_empty() and told.others["place"].to_list() == ["云州"]
    assert places(case, Search(), "location").unknown[0] == told.whole[0]
    layout = PAGE.layout(CaseSession(case.folder), View("zh", page="/places"))
    shown = json.dumps(layout, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)
    assert shown.index("导出中没有地区") < shown.index("云州") < shown.index("江西") and "http" not in shown


def test_only_the_information_is_counted_where_it_is_stated(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", 30, 3, alleged=root_id())
    layout = PAGE.layout(CaseSession(case.folder), View("en", page="/places", params={"of": "all"}))
    shown = json.dumps(layout, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)
    assert "0 of 34 records" in shown
