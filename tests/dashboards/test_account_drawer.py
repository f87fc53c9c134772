"""The drawer of an account: roles at A and B first, leads folded below; badges by name, never by code."""

import json
from pathlib import Path

import polars as pl
import pytest

from analytics.model.tables import ACCOUNTS, ROLES
from analytics.store.case_folder import Commit
from dashboards.accounts import account_facts
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.widgets.cards import graph_config
from tests.dashboards.invented import write_case
from tests.law.made import role, rows

X = "weibo:9110000001"


def drawer(folder: Path, lang: str = "en") -> str:
    _, body = account_facts(CaseSession(folder), X, View(lang))
    return json.dumps(body, default=lambda one: one.to_plotly_json(), ensure_ascii=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    commit = Commit(write_case(tmp_path / "case", 8, 0))
    leads = (("initiator", "C", "s1"), ("amplifier", "C", "s1"), ("promoter", "insufficient", "s1"))
    stands = (*leads, ("repeater", "B", "s1"))
    commit.write(ROLES, rows(ROLES, *(role(r, g, X, s, value=1.0) for r, g, s in stands)))
    profile = {"account_id": X, "platform": "weibo", "verified_type": "3", "verified_reason": "某报官方账号"}
    commit.write(ACCOUNTS, ACCOUNTS.fit(pl.DataFrame([profile])))
    return commit.finish(stages=["import", "parents", "cascades", "roles"], versions={"wakeline": "0"}).folder


def test_what_is_listed_stands_first_and_leads_are_folded_into_one_line(folder: Path) -> None:
    told = drawer(folder)
    assert told.index("repeater candidate") < told.index("3 further leads or unclear cases")
    assert "initiator candidate C" in told and "group member candidate C" in told
    assert told.index("3 further leads") < told.index('"wl-plain"', told.index("3 further leads"))


def test_a_badge_is_told_by_name(folder: Path) -> None:
    assert (
        "media" in drawer(folder)
        and "某报官方账号" in drawer(folder, "zh")
        and "媒体" in drawer(folder, "zh")
    )


def test_no_picture_offers_to_be_sent_to_another_host() -> None:
    assert graph_config(View("en"))["showSendToCloud"] is False
