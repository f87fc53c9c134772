"""The film of a cascade without a browser: every act once, where its picture has it, at its moment."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.store.case_folder import Case
from dashboards.access.request_guard import OWN
from dashboards.app import create_app
from dashboards.figures.radial_tree import radial_tree
from dashboards.figures.sampled import leading_rows
from dashboards.figures.time_depth_plot import time_depth_plot
from dashboards.figures.tree_layout import tree_layout
from dashboards.page import View
from dashboards.replay import VIEWS, replay
from dashboards.views.trees import nodes
from tests.dashboards.invented import START, acts, root_id
from tests.dashboards.odd_cases import star
from tests.dashboards.test_drawing import trees
from tests.dashboards.test_network import read

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("drawn", VIEWS)
def test_every_act_comes_once_at_its_moment(case: Case, drawn: str) -> None:
    head, arrays = read(replay(case, root_id(), "repost", drawn, ZONE))
    rows = acts(600)
    at = arrays["at"][~np.isnan(arrays["at"])]
    assert sorted(at) == sorted(row["at_from_id"].timestamp() for row in rows)
    assert (head["total"], head["shown"], head["untimed"]) == (601, 601, 0)
    parents = arrays["parent"].astype(int) - 1
    assert (parents < 0).sum() == 1 and all(
        arrays["depth"][i] == arrays["depth"][p] + 1 for i, p in enumerate(parents) if p >= 0
    )


@pytest.mark.parametrize(("drawn", "figure"), [("sail", time_depth_plot), ("ring", radial_tree)])
def test_an_act_stands_in_the_film_where_it_stands_in_the_picture(case: Case, drawn: str, figure) -> None:
    _, arrays = read(replay(case, root_id(), "repost", drawn, ZONE))
    found = figure(nodes(case, root_id(), "repost"), View("en"))
    points = {
        (round(float(x), 6), round(float(y), 6))
        for t in found.data
        if t.mode == "markers"
        for x, y in zip(t.x, t.y, strict=True)
        if not np.isnan(x)
    }
    film_points = {
        (round(float(x), 6), round(float(y), 6))
        for x, y in zip(arrays["x"], arrays["y"], strict=True)
        if not np.isnan(x)
    }
    assert film_points == points


def test_folded_acts_stand_at_their_bundle(case: Case) -> None:
    head, arrays = read(replay(case, root_id(), "repost", "tree", ZONE))
    assert head["bundles"] == len(set(arrays["bundle"])) - 1 > 0
    for number in range(1, head["bundles"] + 1):
        rows = arrays["bundle"] == number
        assert rows.sum() > 1 and len(set(arrays["x"][rows])) == 1


@given(trees(), st.integers(1, 70))
@settings(max_examples=40)
def test_fewer_acts_keep_their_places_and_parents(frame, most: int) -> None:
    whole = tree_layout(frame, "fan")
    few = leading_rows(whole, most)
    ids, parents = few["event_id"].to_list(), few["parent"].to_list()
    assert few.height == min(most, whole.height)
    assert [None if p < 0 else ids[p] for p in parents] == few["parent_used_id"].to_list()
    slots = dict(whole.select("event_id", "slot").iter_rows())
    assert all(slots[e] == s for e, s in few.select("event_id", "slot").iter_rows())


def test_a_star_of_sixty_thousand_is_one_answer_that_counts_all(tmp_path) -> None:
    case = star(tmp_path / "case", 60_000)
    for drawn in ("sail", "tree"):
        blob = replay(case, root_id(), "repost", drawn, ZONE)
        head, arrays = read(blob)
        assert head["shown"] == head["total"] == len(arrays["at"]) == 60_001 and len(blob) < 2_500_000
    assert head["bundles"] == 1 and (arrays["bundle"] == 1).sum() == 60_000
    half = np.sort(arrays["at"])[30_000] - START.timestamp()
    assert abs(half - 20_000 / 4) < 1


def test_a_film_of_nothing_is_refused_and_of_one_act_has_no_length(tmp_path) -> None:
    case = star(tmp_path / "case", 0)
    head, arrays = read(replay(case, root_id(), "repost", "sail", ZONE))
    assert (head["low"], head["high"], len(arrays["at"])) == (0, 0, 1)
    client = create_app(case.folder).server.test_client()
    ask = {"headers": {OWN: "1"}}
    assert client.get("/wakeline/film/sail?root=weibo:404", **ask).status_code == 404
    assert client.get(f"/wakeline/film/spiral?root={root_id()}", **ask).status_code == 404
    assert client.get(f"/wakeline/film/sail?root={root_id()}").status_code == 403
    assert client.get(f"/wakeline/film/sail?root={root_id()}", **ask).status_code == 200
