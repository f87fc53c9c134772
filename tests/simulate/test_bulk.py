"""The world of any size: rows, ids, chains, duplicates, truth."""

import csv
import json
from pathlib import Path

import pytest

from analytics.simulate import worlds
from analytics.simulate.build import simulate, simulate_bulk

ROWS = 6000


def test_bulk_has_its_rows_and_true_parents(tmp_path: Path) -> None:
    simulate("bulk", 3, tmp_path / "out", reposts_n=ROWS)
    lines = next((tmp_path / "out" / "exports").rglob("*.jsonl")).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == ROWS
    by_id = {row["_id"]: row for row in rows}
    with (tmp_path / "out" / "truth" / "parents.csv").open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    assert [row["mid"] for row in truth] == list(by_id)
    assert 0.004 < 1 - len(by_id) / ROWS < 0.02  # Duplicates: one row in a hundred.
    chained = 0
    for row in truth:
        shown = by_id[row["mid"]]
        assert shown["retweet_id"] == row["root_mid"] and shown["is_retweet"] is True
        if "//@" in shown["content"]:
            chained += 1
            parent = by_id.get(row["parent_mid"])
            assert parent is None or f"//@{parent['user']['nick_name']}:"[:20] in shown["content"]
    assert 0.25 < chained / len(by_id) < 0.4


def test_one_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    files = [tmp_path / name for name in "abc"]
    for file, seed in zip(files, (5, 5, 6), strict=True):
        simulate_bulk(2000, seed, file)
    first, second, other = (file.read_bytes() for file in files)
    assert first == second != other


def test_blocks_join_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds.bulk, "BLOCK_N", 700)
    simulate_bulk(ROWS, 4, tmp_path / "b.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == ROWS
    root_of: dict[str, str] = {}
    for row in rows:
        assert root_of.setdefault(row["_id"], row["retweet_id"]) == row["retweet_id"]
