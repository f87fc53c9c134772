"""The table, the command line and the page tell the same acts behind a pair: those counted, at trusted moments.

u and v repost p 20 s apart and q 5 s apart; the export dates v's repost of q a day late, its id does not. Both
repost s 30 s apart by moments known to the minute only, and write the same words on other posts 8 s apart.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics.coordination.pairs.counting import pair_table
from analytics.coordination.pairs.evidence import pair_evidence
from analytics.evidence.trace import trace
from analytics.model.tables import COACTION_PAIRS, FAMILIES, PLACED_EVENTS
from analytics.model.time import with_trusted_times
from analytics.store.case_folder import Case, Commit, create_case
from dashboards.widgets.grid import listings
from tests.placed import write_placed

START = datetime(2025, 3, 1, tzinfo=UTC)
DAY_S = 86_400
ACTS = (  # id, account, seconds by the export, seconds by the id, root, precision
    ("1", "weibo:u", 0, 0, "p", "s"),
    ("2", "weibo:v", 20, 20, "p", "s"),
    ("3", "weibo:u", 1_000, 1_000, "q", "s"),
    ("4", "weibo:v", 1_005 + DAY_S, 1_005, "q", "s"),
    ("5", "weibo:u", 3_000, 3_000, "s", "min"),
    ("6", "weibo:v", 3_030, 3_030, "s", "min"),
    ("7", "weibo:u", 5_000, 5_000, "x", "s"),
    ("8", "weibo:v", 5_008, 5_008, "y", "s"),
    ("9", "weibo:u", 7_000, 7_000, "z", "s"),
    ("10", "weibo:v", 7_009, 7_009, "w", "s"),
)
WORDS = {"7": "text:1", "8": "text:1", "9": "text:2", "10": "text:2"}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    rows = [
        {
            "event_id": f"weibo:{name}",
            "platform": "weibo",
            "kind": "repost",
            "account_id": account,
            "at": START + timedelta(seconds=exported),
            "at_from_id": START + timedelta(seconds=own),
            "at_precision": precision,
            "at_basis": "export",
            "at_conflict": exported != own,
            "root_id": f"weibo:{root}",
            "source_sha256": "0",
            "source_row": k,
            "source_path": "",
        }
        for k, (name, account, exported, own, root, precision) in enumerate(ACTS)
    ]
    events = PLACED_EVENTS.fit(pl.DataFrame(rows, infer_schema_length=None))
    families = FAMILIES.fit(
        pl.DataFrame(
            [{"event_id": f"weibo:{k}", "family_id": f, "layer": "exact"} for k, f in WORDS.items()]
            # A variant is another layer: it is not the same words, and pairs do not count it.
            + [{"event_id": "weibo:1", "family_id": "text:1", "layer": "edited"}]
        )
    )
    same = families.filter(layer="exact").select("event_id", "family_id")
    counted = pair_table(with_trusted_times(events).join(same, on="event_id", how="left"))
    commit = Commit(create_case(tmp_path / "case"))
    write_placed(commit, events)
    commit.write(FAMILIES, families)
    commit.write(COACTION_PAIRS, counted)
    return commit.finish(stages=["import", "parents", "families", "coaction"], versions={"wakeline": "0"})


@pytest.mark.parametrize(("kind", "gaps"), [("co_repost", [5.0, 20.0]), ("co_text", [8.0, 9.0])])
def test_table_command_line_and_page_tell_the_same_acts(case: Case, kind: str, gaps: list[float]) -> None:
    counted = case.read("coaction_pairs").filter(kind=kind, window_s=60.0)["objects_n"].to_list()
    shown = trace(case, f"{kind}@weibo:u+weibo:v")
    page = listings()["pair_acts"].rows(case, "coordination|weibo:v|weibo:u").collect()
    page = page.filter(pl.col("kinds").list.contains(kind))
    assert counted == [len(gaps)] == [shown.total]
    assert [row["gap_s"] for row in shown.rows] == gaps == sorted(page["gap_s"])
    assert {(r["event_a"], r["event_b"]) for r in shown.rows} == set(
        page.select("event_a", "event_b").iter_rows()
    )


def test_the_moments_told_are_those_that_were_counted(case: Case) -> None:
    page = listings()["pair_acts"].rows(case, "coordination|weibo:u|weibo:v").collect()
    late = page.filter(event_b="weibo:4").select("at_a", "at_b", "gap_s").row(0)
    assert late == (START + timedelta(seconds=1_000), START + timedelta(seconds=1_005), 5.0)


def test_the_order_of_the_pair_and_the_window_are_the_callers(case: Case) -> None:
    events, families = case.placed_events().collect(), case.read("families")
    near = pair_evidence(events, families, ("weibo:v", "weibo:u"), 10.0, ("co_repost",))
    assert near.select("account_a", "account_b", "gap_s").rows() == [("weibo:u", "weibo:v", 5.0)]
