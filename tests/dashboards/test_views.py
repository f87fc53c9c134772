"""Views under short ids, pseudonyms and custody: asked of the server as the page asks, without a browser."""

import json
import os
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from analytics.model.errors import CaseError
from analytics.store.case_folder import open_case
from analytics.store.custody_log import entries
from analytics.store.saved_views import (
    VIEW_DAYS,
    keep_view,
    name_view,
    named_views,
    prune_views,
    read_view_state,
)
from dashboards.access.request_guard import OWN
from dashboards.app import create_app
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.pages.network import layout
from dashboards.view_routes import account_ids, lost_words
from dashboards.views.network import network_view
from tests.dashboards.invented import write_case

OURS = {OWN: "1"}
Made = tuple[Path, FlaskClient]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    case = write_case(tmp_path / "case", 40, 5)
    return case.folder, create_app(case.folder).server.test_client()


def kept(client: FlaskClient, **state: object) -> str:
    answer = client.post("/wakeline/view", json={"page": "network", **state}, headers=OURS)
    return str(json.loads(answer.data)["id"])


def test_a_view_of_many_accounts_is_restored_whole(made: Made) -> None:
    """637 hidden and 600 selected accounts: every one of them comes back, and the address stays short."""
    _, client = made
    hidden, chosen = ([f"weibo:{k * n}" for k in range(n)] for n in (637, 600))
    choice = {"hidden": hidden, "chosen": chosen}
    view_id = kept(client, choice=choice)
    assert len(view_id) == 12 and len(f"http://127.0.0.1:65535/zh/network?v={view_id}") < 200
    state = json.loads(client.get(f"/wakeline/view/{view_id}", headers=OURS).data)["state"]
    assert state["choice"] == choice


def test_the_same_view_has_the_same_id_and_another_has_another(tmp_path: Path) -> None:
    one = keep_view(tmp_path, {"page": "network", "a": 1, "b": 2})
    file = tmp_path / "views" / f"{one}.json"
    written = file.stat().st_ino
    assert keep_view(tmp_path, {"b": 2, "a": 1, "page": "network"}) == one and file.stat().st_ino == written
    assert keep_view(tmp_path, {"page": "network", "a": 2, "b": 2}) != one
    file.write_text("{}")
    with pytest.raises(CaseError, match=one):
        read_view_state(tmp_path, one)


@pytest.mark.parametrize("name", ["..%5ccase.toml", "aaaaaaaaaaaa", "a", "A" * 12, "a" * 9_000])
def test_no_other_file_is_read_as_a_view(name: str, made: Made) -> None:
    assert made[1].get(f"/wakeline/view/{name}", headers=OURS).status_code in (404, 409)


def test_only_our_own_pages_keep_views(made: Made) -> None:
    folder, client = made
    assert client.post("/wakeline/view", json={"page": "network"}).status_code == 403
    assert client.post("/wakeline/view", json=[1], headers=OURS).status_code == 400
    assert not (folder / "views").exists()


def test_ten_thousand_views_stay_quick(tmp_path: Path) -> None:
    """Keeping and reading fifty beside 10,000 others takes at most five times what it takes beside none."""

    def taken(folder: Path) -> float:
        begun = time.perf_counter()
        for k in range(50):
            read_view_state(folder, keep_view(folder, {"page": "network", "fresh": k}))
        return time.perf_counter() - begun

    alone, full = tmp_path / "alone", tmp_path / "full"
    alone.mkdir()
    (full / "views").mkdir(parents=True)
    for k in range(10_000):
        (full / "views" / f"{k:012d}.json").write_bytes(b"{}")
    (full / "views" / ".pruned").touch()
    first, beside = taken(alone), taken(full)
    assert beside < 5 * first + 0.05


def test_views_without_a_name_go_after_ninety_days(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", 3, 0).folder
    old, named, young = (keep_view(folder, {"page": "network", "k": k}) for k in range(3))
    name_view(folder, named, "回看", "甲")
    now_s = time.time()
    for one in (old, named):
        then = now_s - (VIEW_DAYS + 1) * 86_400
        os.utime(folder / "views" / f"{one}.json", (then, then))
    assert prune_views(folder, now_s) == 1
    assert {file.stem for file in (folder / "views").glob("*.json")} == {named, young}
    assert [(one.view_id, one.name, one.author) for one in named_views(folder)] == [(named, "回看", "甲")]


def test_a_view_is_named_in_the_review_and_listed_on_the_page(made: Made) -> None:
    folder, client = made
    view_id = kept(client)
    address = f"/wakeline/view/{view_id}/name"
    assert client.post(address, json={"name": "夜里", "author": " "}, headers=OURS).status_code == 409
    assert client.post(address, json={"name": "夜里", "author": "甲"}, headers=OURS).status_code == 200
    assert [one.name for one in named_views(folder)] == ["夜里"]
    page = layout(CaseSession(folder), View("zh"))
    assert f"/zh/network?v={view_id}" in json.dumps(page, default=lambda one: one.to_plotly_json())


def test_a_view_of_another_analysis_says_what_is_gone(made: Made) -> None:
    folder, _ = made
    case = open_case(folder)
    known = set(network_view(case, "repost").nodes["account_id"])
    there = sorted(known)[:2]
    state = {"page": "network", "analysis": "another", "choice": {"chosen": [*there, "weibo:gone"]}}
    assert account_ids(state) == {*there, "weibo:gone"}
    told = lost_words(case, state, known, View("en"))
    assert "of the 3 accounts it names, 1 is no longer in the data: weibo:gone" in told
    assert lost_words(case, {**state, "analysis": case.manifest["generation"]}, known, View("en")) == ""


def test_real_ids_leave_only_with_a_reason_that_custody_tells(made: Made) -> None:
    folder, client = made
    ids = network_view(open_case(folder), "repost").nodes["account_id"].to_list()[:6]
    asked = {"graph": "repost", "ids": ids}
    before = len(entries(folder))
    veiled = client.post("/wakeline/selection/csv", json=asked, headers=OURS)
    assert veiled.status_code == 200 and not any(one.encode() in veiled.data for one in ids)
    assert "real" not in veiled.headers["Content-Disposition"] and len(entries(folder)) == before
    refused = client.post("/wakeline/selection/csv", json={**asked, "real": True}, headers=OURS)
    assert refused.status_code == 409
    asked |= {"real": True, "reason": "court order 7"}
    plain = client.post("/wakeline/selection/gexf", json=asked, headers=OURS)
    assert all(one.encode() in plain.data for one in ids)
    assert "real-ids" in plain.headers["Content-Disposition"]
    last = entries(folder)[-1]
    assert (last["what"], last["detail"]["reason"]) == ("export", "court order 7")
    assert last["detail"]["what"] == "network.gexf"


def test_a_picture_that_leaves_bears_pseudonyms(made: Made) -> None:
    folder, client = made
    ids = network_view(open_case(folder), "repost").nodes["account_id"].to_list()[:3]
    asked = {"graph": "repost", "ids": ids}
    told = json.loads(client.post("/wakeline/labels/svg", json=asked, headers=OURS).data)
    assert set(told["labels"]) == set(ids) and told["name"] == "wakeline-network.svg"
    assert all(label.startswith("account-") for label in told["labels"].values())
    asked |= {"real": True, "reason": "for the file"}
    told = json.loads(client.post("/wakeline/labels/png", json=asked, headers=OURS).data)
    assert told == {"labels": {}, "name": "wakeline-network.real-ids.png"}
    assert entries(folder)[-1]["detail"]["what"] == "network.png"
