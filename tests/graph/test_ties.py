"""The account network by hand on four small tables, whatever shows it.

p of a is reposted by b (r1, stated) and again (r2, assumed), by c through r1 (r3), by b through its own r1 (r4), by d
whose parent is missing (r5), by e, dated 2020 by the export while the id says 2025 (r6); f reposts the absent q (r7).
p has a comment by b (k1). b changed its name between r1 and r2.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from analytics.graph.account_network import AccountNetwork, account_acts, account_network

START = datetime(2025, 3, 1, tzinfo=UTC)
WRONG = datetime(2020, 1, 1, tzinfo=UTC)
ACTS = (  # id, account, name, minute, parent drawn, basis, tree
    ("p", "a", "甲", 0, None, None, "repost"),
    ("r1", "b", "旧名", 1, "p", "stated", "repost"),
    ("r2", "b", "新名", 2, "p", "root", "repost"),
    ("r3", "c", "丙", 3, "r1", "chain", "repost"),
    ("r4", "b", None, 4, "r1", "stated", "repost"),
    ("r5", "d", "丁", 5, "p", "missing", "repost"),
    ("r6", "e", "戊", 6, "p", "stated", "repost"),
    ("r7", "f", "己", 7, "q", "stated", "repost"),
    ("p", "a", "甲", 0, None, None, "comment"),
    ("k1", "b", "新名", 8, "p", "stated", "comment"),
)


def minute(n: int) -> datetime:
    return START + timedelta(minutes=n)


def events() -> pl.DataFrame:
    rows = [
        {
            "event_id": name,
            "account_id": account,
            "account_name": called,
            "at": WRONG if name == "r6" else minute(at),
            "at_conflict": name == "r6",
            "at_from_id": minute(at),
        }
        for name, account, called, at, *_ in ACTS
    ]
    return pl.DataFrame(rows, infer_schema_length=None).unique("event_id", maintain_order=True)


def network(*trees: str, with_assumed: bool = True) -> AccountNetwork:
    parents = {name: basis for name, *_, basis, _ in ACTS}
    nodes = [{"tree": tree, "event_id": name, "parent_used_id": up} for name, _, _, _, up, _, tree in ACTS]
    return account_network(
        events(),
        pl.DataFrame({"event_id": list(parents), "parent_basis": list(parents.values())}),
        pl.DataFrame(nodes, infer_schema_length=None),
        trees,
        with_assumed=with_assumed,
    )


def told(net: AccountNetwork) -> list[tuple[object, ...]]:
    return net.ties.select("source", "target", "acts_n", "assumed_n").rows()


def test_nobody_is_tied_to_itself_and_each_tie_runs_from_who_was_passed_on() -> None:
    net = network("repost")
    assert told(net) == [("a", "b", 2, 1), ("a", "d", 1, 1), ("a", "e", 1, 0), ("b", "c", 1, 0)]
    assert net.unknown_n == 1  # f turned to somebody whom no export names


def test_a_tie_lasts_from_its_first_to_its_last_act_at_trusted_moments() -> None:
    moments = {row["target"]: (row["first_at"], row["last_at"]) for row in network("repost").ties.to_dicts()}
    assert moments["b"] == (minute(1), minute(2))
    assert moments["e"] == (minute(6), minute(6))  # not 2020


def test_parents_that_nobody_stated_tie_nobody_where_only_stated_ones_count() -> None:
    net = network("repost", with_assumed=False)
    assert told(net) == [("a", "b", 1, 0), ("a", "e", 1, 0), ("b", "c", 1, 0)]


def test_an_act_counts_once_however_many_trees_draw_it() -> None:
    people = network("repost", "comment").accounts.select("account_id", "name", "acts_n", "passed_n").rows()
    assert people == [
        ("a", "甲", 1, 5),  # p, drawn in both trees; b three times, d and e
        ("b", "新名", 4, 1),  # the name it showed last, though r4 shows none
        ("c", "丙", 1, 0),
        ("d", "丁", 1, 0),
        ("e", "戊", 1, 0),
        ("f", "己", 1, 0),
    ]


def test_every_account_that_acts_is_listed_with_its_trusted_moments() -> None:
    rows = account_acts(events())
    assert rows["account_id"].to_list() == ["a", "b", "c", "d", "e", "f"]
    assert rows.filter(account_id="e").select("first_at", "last_at").row(0) == (minute(6), minute(6))
