"""A grade is told beside the role it belongs to, wherever an account is shown. All by hand.

x is repeater A (and again B for another subject) and initiator B; y is amplifier C; z is promoter "insufficient"
only; w is organizer B and amplifier B, so at one grade the rarer role is drawn.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from analytics.model.tables import ROLES
from analytics.model.thresholds import ROLES as ROLE_NAMES
from analytics.roles.standing import PAIRS, grades_by_role, pairs_of, rows_by_grade, standings
from analytics.store.case_folder import Case, Commit
from dashboards.case_session import CaseSession
from dashboards.figures.wire_format import encode_network
from dashboards.network.explored import explored
from dashboards.network.selection import selection
from dashboards.page import View
from dashboards.views.network import network_view
from dashboards.widgets.grid import listings, page_of
from dashboards.wording import NONE
from tests.dashboards.invented import write_case
from tests.dashboards.test_network import gexf_graph, read
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
# Every pair of an account, the one it is drawn in first; z is in no role: "insufficient" is none.
PAIRED = {
    X: [("repeater", "A"), ("initiator", "B")],
    Y: [("amplifier", "C")],
    W: [("organizer", "B"), ("amplifier", "B")],
}


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
    assert {row["account_id"]: pairs_of(row) for row in grades_by_role(TABLE).iter_rows(named=True)} == PAIRED


def test_the_rows_are_counted_as_they_stand_in_the_table() -> None:
    assert rows_by_grade(TABLE) == {
        "initiator": {"B": 1},
        "organizer": {"B": 1},
        "promoter": {"insufficient": 1},
        "amplifier": {"B": 1, "C": 1},
        "repeater": {"A": 1, "B": 1},
    }


def test_the_network_tells_every_account_in_its_pairs_and_no_others(case: Case) -> None:
    """In the table, in the bytes for the browser, in CSV and GEXF; listed accounts without an event too."""
    net = network_view(case, "repost")
    rows_ = {row["account_id"]: row for row in net.nodes.iter_rows(named=True)}
    assert {a: pairs_of(row) for a, row in rows_.items() if pairs_of(row)} == PAIRED
    shown = page_of(listings()["network"], CaseSession(case.folder), "repost", {}, View("en"))["rowData"]
    told = {r["account_id"]: {role: r[role] for role in ROLE_NAMES if r[role] != NONE} for r in shown}
    assert {a: pairs for a, pairs in told.items() if pairs} == {a: dict(p) for a, p in PAIRED.items()}
    zeros = np.zeros(net.nodes.height)
    whole = explored(case, case.folder, "repost")
    head, arrays = read(encode_network(whole, whole, zeros, zeros, "repost"))
    for account, bits in zip(head["ids"], arrays["pairs"].tolist(), strict=True):
        assert [PAIRS[k] for k in range(len(PAIRS)) if bits >> k & 1] == PAIRED.get(account, [])
    assert {tuple(p): n for p, n in zip(head["pairs"], head["pairs_all"], strict=True) if n} == {
        pair: 1 for pairs in PAIRED.values() for pair in pairs
    }
    table = list(
        csv.DictReader(
            selection(net, [X, W], "csv", None)[0].decode("utf-8-sig").split("\r\n\r\n")[0].splitlines()
        )
    )
    assert {r["account_id"]: {role: r[role] for role in ROLE_NAMES if r[role]} for r in table} == {
        a: dict(PAIRED[a]) for a in (X, W)
    }
    graph = gexf_graph(selection(net, [X, W], "gexf", None)[0])
    assert {a: {role: d[role] for role in ROLE_NAMES if role in d} for a, d in graph.nodes(data=True)} == {
        a: dict(PAIRED[a]) for a in (X, W)
    }


def test_an_account_listed_without_an_event_in_the_graph_is_drawn_all_the_same(case: Case) -> None:
    net = network_view(case, "comment")
    (row,) = net.nodes.filter(account_id=W).to_dicts()
    assert (row["organizer"], row["acts_n"], row["passed_n"]) == ("B", 0, 0)


def test_a_filter_of_the_table_by_role_and_grade_asks_for_that_role_at_that_grade(case: Case) -> None:
    asked = {"filterModel": {"initiator": {"filter": "A", "type": "contains"}}}
    found = page_of(listings()["network"], CaseSession(case.folder), "repost", asked, View("en"))
    assert found["rowCount"] == 0  # x is repeater A and initiator B: no initiator at A.
    asked = {"filterModel": {"initiator": {"filter": "B", "type": "contains"}}}
    found = page_of(listings()["network"], CaseSession(case.folder), "repost", asked, View("en"))
    assert [row["account_id"] for row in found["rowData"]] == [X]
