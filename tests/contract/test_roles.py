"""An account in a role at a grade: the same pairs of role and grade wherever the account stands."""

import polars as pl
import pytest

from analytics.cli.summary import say_roles
from analytics.model.thresholds import ROLES
from analytics.roles.standing import EVERY_GRADE
from dashboards import source_cards
from dashboards.network.selection import selection
from dashboards.pages.roles import tally
from dashboards.views.network import network_view
from tests.contract.invented import INSERTED, R1, WARNING, account
from tests.contract.places import Told, page, show, two_tables
from tests.dashboards.test_network import gexf_graph

pytestmark = pytest.mark.slow

COUNTED = ("answers.listed_all", "answers.listed_n")
KEY = ("account_id", "role", "subject_id", "grade")


def alleged_authors(one: Told) -> set[str]:
    """Who wrote the posts that case.toml states."""
    ids = [alleged.id for alleged in one.case.toml().alleged]
    return set(one.events.filter(pl.col("event_id").is_in(ids))["account_id"].drop_nulls())


def test_an_account_in_a_role_at_a_grade(every: Told, capsys: pytest.CaptureFixture[str]) -> None:
    roles = every.case.read("roles")
    of_table = set(roles.select(KEY).iter_rows())
    listed = {row for role in ROLES for row in page(every, "roles", role).select(KEY).iter_rows()}
    assert listed == of_table
    sums = {
        role: {g: n for g in EVERY_GRADE if (n := roles.filter(role=role, grade=g).height)} for role in ROLES
    }
    assert tally(every.case) == {role: by for role, by in sums.items() if by}
    named = {(r["account_id"], r["role"], r["subject_id"], r["grade"]) for r in every.paper["roles"]}
    at_ab = roles.filter(pl.col("grade").is_in(["A", "B"]))
    allowed = set(at_ab.filter("may_be_named")["account_id"]) | alleged_authors(every)
    assert named == {row for row in of_table if row[3] in ("A", "B") and row[0] in allowed}
    (said,) = [c for c in every.paper["claims"] if c["section"] == "listed" and c["key"] in COUNTED]
    assert said["params"]["all"] == str(at_ab["account_id"].n_unique())
    assert said["params"]["named"] == str(len(set(at_ab["account_id"]) & allowed))
    best: dict[str, dict[str, str]] = {}
    for who, role, _, grade in sorted(of_table, key=lambda row: row[3], reverse=True):
        if grade != "insufficient":
            best.setdefault(who, {})[role] = grade
    net = network_view(every.case, "repost")
    in_csv, _ = two_tables(selection(net, net.nodes["account_id"].to_list(), "csv", None)[0])
    graph = gexf_graph(selection(net, net.nodes["account_id"].to_list(), "gexf", None)[0])
    cells = {row["account_id"]: row for row in in_csv}
    for row in net.nodes.to_dicts():
        who, wanted = row["account_id"], best.get(row["account_id"], {})
        for found in (row, cells[who], graph.nodes[who]):
            assert {role: found[role] for role in ROLES if found.get(role)} == wanted
    assert set(best) <= set(cells)  # Whoever is listed stands in the graph, with events in it or without.
    for who in sorted(best):
        of_who = {row for row in of_table if row[0] == who}
        assert {tuple(r[k] for k in KEY) for r in source_cards.account_row(every.case, who).roles} == of_who
        for role in best[who]:
            shown = {tuple(r[k] for k in KEY) for r in show(every, f"{role}@{who}").about}
            assert shown == {row for row in of_who if row[1] == role}
    say_roles(every.case)
    summary = capsys.readouterr().out
    first = [sum(by.get(g, 0) for by in sums.values()) for g in ("A", "B", "C")]
    assert all(str(n) in summary.splitlines()[0] for n in first)
    assert {who for who, by in best.items() if "A" in by.values()} >= {
        who for who in roles["account_id"].unique() if who in summary
    }


def test_an_account_in_a_role_at_a_grade_keeps_the_grade_of_each_role(stated: Told) -> None:
    found = stated.case.read("roles").filter(pl.col("subject_id").is_in([R1, WARNING]))
    wanted = {(account(k), role, grade) for role, grade, k in INSERTED}
    assert wanted <= set(found.select("account_id", "role", "grade").iter_rows())
    (row,) = network_view(stated.case, "repost").nodes.filter(account_id=account(2)).to_dicts()
    assert {role: row[role] for role in ROLES if row[role]} == {
        "repeater": "A",
        "initiator": "B",
        "amplifier": "C",
    }
    assert pl.Series(["initiator"]).is_in(found["role"].implode()).all()
