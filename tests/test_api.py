"""The public interface: what it names, that its examples run, and that every number leads to exported lines."""

import inspect
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pandas as pd
import polars as pl
import pytest

import analytics
from analytics import ImportOptions, WakelineError, account_network, event_tree, explain, open_case, table
from analytics.graph.export import comment_graph, repost_graph
from analytics.model.messages import LANGS
from analytics.model.tables import TABLES
from analytics.store.case_folder import Case
from tests.importing.invented import START, jsonl, mid_at, repost

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def case(bakery: Path) -> Case:
    """Read only: the seven acts of the bakery."""
    return open_case(bakery / "case")


def test_eight_to_twelve_names_are_public() -> None:
    assert 8 <= len(analytics.__all__) <= 12
    assert analytics.__all__ == sorted(set(analytics.__all__))
    assert set(analytics.__all__) <= set(dir(analytics))
    with pytest.raises(AttributeError, match="no attribute 'open_cases'"):
        _ = analytics.open_cases


@pytest.mark.parametrize("name", analytics.__all__)
def test_every_public_name_says_what_it_does_with_an_example(name: str) -> None:
    """The examples themselves are run by --doctest-modules, with the bakery of conftest.py."""
    told = inspect.getdoc(getattr(analytics, name)) or ""
    assert told.splitlines()[0].endswith(".") and ">>> " in told
    if inspect.isfunction(getattr(analytics, name)):
        for heading in ("Parameters", "Returns", "Raises", "Examples"):
            assert f"\n{heading}\n{'-' * len(heading)}\n" in told, heading


@pytest.mark.parametrize("name", [n for n in analytics.__all__ if inspect.isfunction(getattr(analytics, n))])
def test_every_parameter_is_typed_and_explained(name: str) -> None:
    function = getattr(analytics, name)
    parameters = inspect.signature(function).parameters
    assert len(parameters) <= 6
    assert inspect.signature(function).return_annotation is not inspect.Signature.empty
    for parameter in parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
        assert f"\n{parameter.name}\n    " in inspect.getdoc(function), parameter.name


def test_importing_the_package_loads_no_library() -> None:
    source = (
        "import sys, json, analytics; known = ('polars', 'networkx', 'pandas', 'numba', 'numpy', 'analytics.api');"
        "print(json.dumps([name for name in known if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []


def lines_of(bakery: Path) -> list[dict[str, str]]:
    """The rows of the export, cell by cell, read by another hand than ours."""
    frame = pd.read_csv(bakery / "exports" / "messages.csv", dtype=str, keep_default_na=False)
    return frame.to_dict("records")


def cells(line: str) -> dict[str, str]:
    return dict(part.split(": ", 1) for part in line.split("\n"))


@pytest.mark.parametrize(
    "subject, ids",
    [
        ("reposts@case", ["m1", "m2", "m3", "m4"]),
        ("reposts@generic:p1", ["m1", "m2"]),
        ("comments@generic:p1", ["c1"]),
        ("generic:m3", ["m3"]),
        ("generic:u2", ["m1", "m3"]),
        ("co_repost@generic:u2+generic:u3", ["m3", "m4", "m1", "m2"]),
        ("nodes: tree = comment", ["p1", "c1"]),
    ],
)
def test_what_the_study_says_leads_to_the_exported_lines(
    case: Case, bakery: Path, subject: str, ids: list[str]
) -> None:
    """By hand, from the seven lines of the export; of a pair the closest acts come first (20 s, then 30 s)."""
    exported = {row["message_id"]: row for row in lines_of(bakery)}
    lines = explain(case, subject).lines
    assert sorted(cells(line)["message_id"] for _, line in lines) == sorted(ids)
    if "@" in subject:
        assert [cells(line)["message_id"] for _, line in lines] == ids
    for place, line in lines:
        assert cells(line) == exported[cells(line)["message_id"]]
        assert list(exported).index(cells(line)["message_id"]) == place["source_row"]


def test_an_explanation_gives_no_more_lines_than_asked_for_and_counts_all(case: Case) -> None:
    few = explain(case, "reposts@case", lines_n=3)
    assert (len(few.rows), len(few.lines), few.total) == (3, 3, 4)


def test_a_role_and_a_rejected_record_lead_to_exported_lines(tmp_path: Path) -> None:
    """One root named by eight reposts of eight accounts, and a line that is no JSON."""
    exported = jsonl([repost(k) for k in range(1, 9)])
    (tmp_path / "a.jsonl").write_bytes(exported + b'{"_id": "49\n')
    taken = analytics.import_files(tmp_path / "case", tmp_path / "a.jsonl").case
    # Rows of law count on what is alleged alone: the root, which no export holds.
    (taken.folder / "case.toml").write_text(f"[[alleged]]\nid = 'weibo:{mid_at(START)}'\n", encoding="utf-8")
    case = analytics.analyse(analytics.open_case(taken.folder), until="findings")
    assert [line for _, line in explain(case, "rejected").lines] == ['{"_id": "49']
    rows = exported.decode().splitlines()
    scope = explain(case, f"reposts@weibo:{mid_at(START)}")
    assert [line for _, line in scope.lines] == rows
    roles = table(case, "roles")
    for role, account in roles.select("role", "account_id").unique().iter_rows():
        found = explain(case, f"{role}@{account}")
        assert found.total == 0 or {line for _, line in found.lines} <= set(rows)
        assert len(found.lines) == min(found.total, 20)
    factors = [explain(case, name) for name in table(case, "findings")["factor_id"].unique().sort()]
    assert explain(case, "S-R2").total == 8
    for found in factors:
        assert bool(found.lines) == bool(found.total)


def test_the_account_network_is_that_of_the_export(case: Case) -> None:
    for tree, whole in (("repost", repost_graph), ("comment", comment_graph)):
        assert nx.utils.graphs_equal(account_network(case, tree), whole(case, "account"))
    both = account_network(case, ("repost", "comment"))
    ties = {(a, b): d["acts_n"] for a, b, d in both.edges(data=True)}
    u = {n: f"generic:u{n}" for n in range(1, 5)}
    assert ties == {(u[1], u[2]): 2, (u[1], u[3]): 2, (u[1], u[4]): 1}
    # No export states a parent of the reposts; the comment's is stated.
    stated = account_network(case, ("repost", "comment"), with_assumed=False)
    assert list(stated.edges) == [(u[1], u[4])]


def test_a_tree_is_a_part_of_the_graph_of_all_trees(case: Case) -> None:
    whole = repost_graph(case)
    trees = [event_tree(case, root) for root in ("generic:p1", "generic:p2")]
    assert nx.utils.graphs_equal(nx.compose_all(trees), whole)
    assert all(nx.is_arborescence(tree) for tree in trees)


def test_every_table_is_the_same_in_pandas_and_in_polars(case: Case) -> None:
    for name in [*(n for n in TABLES if case.has(n)), "placed_events"]:
        frame, other = table(case, name), table(case, name, library="pandas")
        assert list(other.columns) == frame.columns and len(other) == frame.height
        for column in frame.columns:
            values = [None if value is pd.NaT or value is pd.NA else value for value in other[column]]
            assert values == frame[column].to_list(), (name, column)


def test_unknown_stays_unknown_and_whole_numbers_whole_in_pandas(case: Case) -> None:
    """A table of one row is unknown throughout; pandas by itself would make floats of whole numbers."""
    from analytics.api.reading import _in_pandas

    moment = datetime(2025, 3, 1, tzinfo=UTC)
    full = {"n": 2**60 + 1, "x": 0.5, "is": True, "text": "", "at": moment, "ids": ["a"]}
    frame = pl.DataFrame([full, dict.fromkeys(full)], schema_overrides={"at": pl.Datetime("us", "UTC")})
    given = _in_pandas(frame)
    assert [str(t) for t in given.dtypes] == [
        "Int64",
        "Float64",
        "boolean",
        "string",
        "datetime64[us, UTC]",
        "object",
    ]
    assert given["n"][0] == 2**60 + 1 and given["at"][0] == pd.Timestamp(moment) and given["text"][0] == ""
    assert all(given[name].isna()[1] for name in full)
    assert [str(t) for t in _in_pandas(frame.clear()).dtypes] == [str(t) for t in given.dtypes]


@pytest.mark.parametrize(
    "fault",
    [
        lambda case: open_case(case.folder / "nowhere"),
        lambda case: analytics.import_files(case.folder.parent / "new", case.folder / "nowhere.csv"),
        lambda case: analytics.analyse(case, until="judgment"),
        lambda case: analytics.write_report(case, "fr"),
        lambda case: analytics.write_report(case, "en", purpose="revenge"),
        lambda case: analytics.write_report(case, "en", date=datetime(2025, 3, 1)),
        lambda case: analytics.verify(case.folder / "nowhere"),
        lambda case: account_network(case, "quotes"),
        lambda case: event_tree(case, "generic:p404"),
        lambda case: event_tree(case, "generic:p1", "quote"),
        lambda case: table(case, "cascade"),
        lambda case: table(case, "certificates"),
        lambda case: table(case, "events", library="dask"),
        lambda case: explain(case, "generic:404"),
        lambda case: explain(case, "reposts@generic:404"),
        lambda case: ImportOptions(timezone="Mars"),
        lambda case: ImportOptions(about="not an id"),
        lambda case: ImportOptions(captured_at=datetime(2025, 3, 1)),
        lambda case: analytics.Thresholds().changed({"windw_s": "1"}),
    ],
)
def test_a_fault_that_the_user_can_mend_is_one_line(case: Case, fault: object) -> None:
    before = sorted(case.folder.rglob("*"))
    with pytest.raises(WakelineError) as told:
        fault(case)  # type: ignore[operator]
    for lang in LANGS:
        text = told.value.text(lang)
        assert text.strip() and "\n" not in text and "{" not in text
    assert sorted(case.folder.rglob("*")) == before


def test_what_is_wrong_with_a_case_is_said_in_one_line(bakery: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(bakery / "case", tmp_path / "case")
    assert all(check.ok for check in analytics.verify(tmp_path / "case"))
    (stored,) = (tmp_path / "case" / "evidence").iterdir()
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes().replace(b"old", b"new"))
    broken = [check for check in analytics.verify(tmp_path / "case") if not check.ok]
    assert broken and all("messages.csv" in check.text("en") for check in broken)
    for check in analytics.verify(tmp_path / "case"):
        assert {"\n" in check.text(lang) for lang in LANGS} == {False}
