"""Any table as CSV: all rows, whole texts, nobody's id or name unless a reason is given; pictures likewise."""

import csv
import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from analytics.store.case_folder import open_case
from analytics.store.custody_log import entries
from analytics.store.pseudonyms import Pseudonyms
from dashboards.access.request_guard import OWN
from dashboards.app import create_app
from dashboards.figures.group_lanes import group_lanes
from dashboards.figures.pair_matrix import matrix
from dashboards.page import View
from dashboards.table_export import table_csv
from dashboards.views.groups import group_views
from dashboards.widgets.grid import listings
from tests.coordination.groups_scene import followed_group, written_case
from tests.dashboards.invented import HOSTILE, acts, write_case

OURS = {OWN: "1"}
# What each listing is asked about on a case of one tree without groups or roles.
ABOUT = {
    "acts": "all",
    "account_acts": "weibo:9110000001",
    "network": "repost|0",
    "pair_acts": "coordination|weibo:9110000001|weibo:9110000002",
    "tie_acts": "repost|weibo:9000000001|weibo:9110000002",
    "accounts": "0",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_case(tmp_path_factory.mktemp("tables") / "case", 60, 5).folder


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder).server.test_client()


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_no_id_and_no_name_of_an_account_leaves_unasked(name: str, folder: Path) -> None:
    case = open_case(folder)
    veil = Pseudonyms(b"key of a test")
    text = table_csv(listings()[name], case, ABOUT[name], View("en"), veil).decode("utf-8-sig")
    rows = [*acts(60), *acts(5, seed=8, kind="comment")]
    assert not [row["account_id"] for row in rows if row["account_id"].split(":")[1] in text]
    names = {row["account_name"] for row in rows} - set(HOSTILE)
    assert not [one for one in names if one in text]
    assert read(text.encode("utf-8-sig")) or name == "pair_acts"


def test_a_table_leaves_with_all_rows_whole_texts_and_no_formula(folder: Path) -> None:
    case = open_case(folder)
    rows = read(table_csv(listings()["acts"], case, "all", View("en"), None))
    assert len(rows) == 66 and {row["Own text"] for row in rows} >= {f"看看第{k}条" for k in range(1, 61)}
    accounts = read(table_csv(listings()["accounts"], case, "0", View("en"), None))
    assert any(row["Account"] == HOSTILE[5] for row in accounts)  # Ten thousand signs, whole.
    assert not any(cell.startswith("=") for row in accounts for cell in row.values() if cell)


def test_real_ids_of_a_table_need_a_reason_and_stand_in_custody(folder: Path, client: FlaskClient) -> None:
    asked = {"about": "0", "lang": "zh"}
    plain = client.post("/wakeline/table/accounts", json=asked, headers=OURS)
    assert plain.status_code == 200 and b"9110000001" not in plain.data
    assert "real" not in plain.headers["Content-Disposition"]
    assert (
        client.post("/wakeline/table/accounts", json={**asked, "real": True}, headers=OURS).status_code == 409
    )
    real = client.post(
        "/wakeline/table/accounts", json={**asked, "real": True, "reason": "第 9 号函"}, headers=OURS
    )
    assert b"9110000001" in real.data and "real-ids" in real.headers["Content-Disposition"]
    assert entries(folder)[-1]["detail"] == {"what": "accounts.csv", "reason": "第 9 号函", "real_ids": True}


@pytest.mark.parametrize("path", ["/wakeline/table/none", "/wakeline/table/..%2fcase"])
def test_only_tables_of_pages_are_served(path: str, client: FlaskClient) -> None:
    assert client.post(path, json={"lang": "zh"}, headers=OURS).status_code in (404, 405)
    assert client.post("/wakeline/table/accounts", json={"lang": "xx"}, headers=OURS).status_code == 404
    assert client.post("/wakeline/table/accounts", json={"lang": "zh"}).status_code == 403


def test_a_picture_of_the_report_names_only_who_may_be(client: FlaskClient) -> None:
    ids = ["weibo:9000000001", "weibo:9110000001"]
    told = json.loads(client.post("/wakeline/labels/report", json={"ids": ids}, headers=OURS).data)
    assert set(told["labels"]) == set(ids)  # Nothing is alleged here: nobody may be named.
    assert all(label.startswith("account-") for label in told["labels"].values())


def test_figures_say_whose_names_stand_at_their_ticks(tmp_path: Path) -> None:
    group = group_views(written_case(tmp_path / "case", followed_group()))[0]
    ids = group.members["account_id"].to_list()
    lanes, square = group_lanes(group, View("en"), {ids[0]: "★"}), matrix(group, View("en"))
    assert lanes.layout.meta == {"y": ids} and len(lanes.layout.yaxis.ticktext) == len(ids)
    assert lanes.layout.yaxis.ticktext[0].startswith("★ ")
    assert square.layout.meta == {"x": ids, "y": ids}
