"""A grade is told beside the role it belongs to, wherever an account is shown. All by hand.

x is repeater A (and again B for another subject) and initiator B; y is amplifier C; z is promoter "insufficient"
only; w is organizer B and amplifier B, so at one grade the rarer role is drawn.
"""

from pathlib import Path

import numpy as np
import pytest

from analytics.model.tables import ROLES
from analytics.roles.standing import accounts, leading, rows_by_grade, standings
from analytics.store.case_folder import Case, Commit
from dashboards.case_session import CaseSession
from dashboards.figures.wire_format import encode_network
from dashboards.selection import selection
from dashboards.source_cards import account_row
from dashboards.views.network import network_view
from dashboards.views.roles import leading as page_leading
from dashboards.widgets.grid import listings
from tests.dashboards.invented import write_case
from tests.dashboards.test_network import read
from tests.law.made import role, rows

X, Y, Z, W = (f"weibo:911000000{k}" for k in range(1, 5))
STANDS = (
    ("initiator", "B", X, "s1", 9.0),
    ("repeater", "B", X, "s1", 5.0),
    ("repeater", "A", X, "s2", 1.0),
    ("amplifier", "C", Y, "s1", 3.0),
    ("promoter", "insufficient", Z, "s1", 8.0),
    ("amplifier", "B", W, "s1", 7.0),
    ("organizer", "B", W, "s1", 7.0),
)
TABLE = rows(ROLES, *(role(r, g, a, s, value=v) for r, g, a, s, v in STANDS))
MASKS = {"initiator": 1, "organizer": 2, "promoter": 4, "amplifier": 8, "repeater": 16}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = write_case(tmp_path / "case", 8, 0)
    commit = Commit(made)
    commit.write(ROLES, TABLE)
    return commit.finish(stages=["import", "parents", "cascades", "roles"], versions={"wakeline": "0"})


def test_an_account_stands_in_a_role_with_its_best_grade() -> None:
    assert set(standings(TABLE).iter_rows()) == {
        (X, "repeater", "A"),
        (X, "initiator", "B"),
        (W, "organizer", "B"),
        (W, "amplifier", "B"),
        (Y, "amplifier", "C"),
    }
    assert accounts(TABLE).rows() == [
        (X, "repeater", "A", ["repeater", "initiator"], ["A", "B"]),
        (Y, "amplifier", "C", ["amplifier"], ["C"]),
        (W, "organizer", "B", ["organizer", "amplifier"], ["B", "B"]),
    ]


def test_the_rows_are_counted_as_they_stand_in_the_table() -> None:
    assert rows_by_grade(TABLE) == {
        "initiator": {"B": 1},
        "organizer": {"B": 1},
        "promoter": {"insufficient": 1},
        "amplifier": {"B": 1, "C": 1},
        "repeater": {"A": 1, "B": 1},
    }


def test_the_page_its_table_and_its_files_show_the_grade_of_the_role_shown(case: Case) -> None:
    net = network_view(case, "repost")
    shown = {
        row["account_id"]: (row["role"], row["role_grade"])
        for row in listings()["network"].rows(case, "repost").collect().iter_rows(named=True)
        if row["role"]
    }
    known = set(net.nodes["account_id"])
    stands = {X: ("repeater", "A"), Y: ("amplifier", "C"), W: ("organizer", "B")}
    assert shown == {a: s for a, s in stands.items() if a in known} and X in known
    text = selection(net, [X], "csv")[0].decode("utf-8-sig")
    assert "repeater,A,repeater initiator,A B" in text
    graph = selection(net, [X], "gexf")[0].decode()
    assert 'value="repeater initiator"' in graph and 'value="A B"' in graph


def test_a_filter_by_role_and_grade_asks_for_that_role_at_that_grade(case: Case) -> None:
    """Five bits for any grade, five for B or better, five for A."""
    net = network_view(case, "repost")
    zeros = np.zeros(net.nodes.height)
    head, arrays = read(encode_network(net, net, zeros, zeros, "repost"))
    bits = int(arrays["roles"][head["ids"].index(X)])
    assert bits & 31 == MASKS["initiator"] | MASKS["repeater"]
    assert bits >> 5 & 31 == MASKS["initiator"] | MASKS["repeater"]
    assert bits >> 10 == MASKS["repeater"]  # no initiator at A
    assert int(arrays["role"][head["ids"].index(X)]) == 5  # drawn as the repeater it is


def test_drawer_overview_and_report_agree(case: Case) -> None:
    told = [(r["role"], r["grade"]) for r in account_row(CaseSession(case.folder).case, X).roles]
    assert told == [("repeater", "A"), ("initiator", "B"), ("repeater", "B")]
    best = {name: row["account_id"] for name, row in page_leading(case).items()}
    assert best == {"initiator": X, "organizer": W, "amplifier": W, "repeater": X}
    assert dict(leading(TABLE).select("role", "account_id").iter_rows()) == best
