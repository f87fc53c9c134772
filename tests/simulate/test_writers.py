"""A contract over every writer: what it writes parses with the standard library and holds every act, none twice."""

import csv
import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.model.registry import load
from analytics.simulate.build import simulate
from analytics.simulate.capture import Capture
from analytics.simulate.ids import bids_of
from analytics.simulate.sample.moments import second
from analytics.simulate.sample.story import Story
from analytics.simulate.writer import View, Writer

WRITERS = load("analytics.simulate.writers", "WRITER", Writer)
TARGETS = {  # Writers that need a suffix, and how to read ids back: (target, key of the id).
    "media_crawler_comments": ("c.jsonl", "comment_id"),
    "media_crawler_comments_hashed": ("c.csv", "comment_id"),
    "media_crawler_contents": ("n.csv", "note_id"),
    "media_crawler_contents_hashed": ("n.jsonl", "note_id"),
    "nghuyong_comments": ("c.jsonl", "_id"),
    "nghuyong_statuses": ("r.jsonl", "_id"),
    "m_weibo_reposts": ("r", "id"),
    "m_weibo_comments": ("c", "id"),
    "ajax_comments": ("a", "id"),
    "weibo_crawler_csv": ("1.csv", "id"),
    "weibo_crawler_json": ("1.json", "id"),
    "weibo_crawler_sqlite": ("w.db", "id"),
    "weibo_search": ("k.csv", "id"),
    "weibo_spider": ("1.csv", "微博id"),
    "ced": ("ced", "mid"),
    "coordination_toolkit": ("t.csv", "message_id"),
    **{name: ("1.csv", "id") for name in WRITERS if name.startswith("weibo_crawler_csv_20")},
    **{name: ("k.csv", "id") for name in WRITERS if name.startswith("weibo_search_")},
    **{name: ("c.csv", "comment_id") for name in WRITERS if name.startswith("media_crawler_comments_late")},
    **{name: ("n.jsonl", "note_id") for name in WRITERS if name.startswith("media_crawler_contents_late")},
}


def view_of(story: Story, kinds: frozenset[str]) -> tuple[View, pl.DataFrame]:
    """Acts of the rumour (and, for posts, all posts) on 6 March, in chunks of 37."""
    acts = story.model.acts.with_row_index("number")
    about = story.posts["rumour"]
    of_rumour = (pl.col("root") == about) | (pl.col("kind") == "post")
    wanted = acts.filter(pl.col("kind").is_in(sorted(kinds)) & of_rumour)
    capture = Capture(story.model, second("06 09:00"))
    shown = capture.show(wanted["number"].cast(pl.Int64).to_numpy())
    roots = capture.show(np.array([about]))
    return View([shown[k : k + 37] for k in range(0, len(shown), 37)], roots), shown


def nested(value: Any, key: str) -> list[str]:
    """Ids of statuses and comments in a parsed page, the embedded root and quoted comments left out."""
    if isinstance(value, list):
        return [found for item in value for found in nested(item, key)]
    if not isinstance(value, dict):
        return []
    here = [str(value[key])] if key in value and ("created_at" in value or "kids" in value) else []
    return here + [
        found
        for name, item in value.items()
        if name not in ("retweeted_status", "user", "reply_comment", "retweet")
        for found in nested(item, key)
    ]


def ids_in(files: list[Path], key: str) -> list[str]:
    found: list[str] = []
    for file in files:
        if "original-microblog" in file.parts:
            continue
        if file.suffix == ".jsonl":
            found += [str(json.loads(line)[key]) for line in file.read_text(encoding="utf-8").splitlines()]
        elif file.suffix == ".csv":
            with file.open(encoding="utf-8-sig", newline="") as text:
                found += [row[key].strip() for row in csv.DictReader(text, strict=True)]
        elif file.suffix == ".db":
            with closing(sqlite3.connect(file)) as base:
                for table in ("weibo", "comments", "reposts"):
                    found += [row[0] for row in base.execute(f"select id from {table}")]
        else:
            found += nested(json.loads(file.read_text(encoding="utf-8")), key)
    return found


def test_every_writer_is_in_the_contract() -> None:
    assert sorted(WRITERS) == sorted(TARGETS)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_act_is_written_once(name: str, story: Story, tmp_path: Path) -> None:
    writer, (target, key) = WRITERS[name], TARGETS[name]
    view, shown = view_of(story, writer.kinds)
    files = writer.write(view, tmp_path / target)
    assert writer.source and files and all(file.exists() for file in files)
    expected = (
        bids_of(shown["mid"].to_numpy()) if name in ("weibo_spider", "ced") else shown["mid"].cast(pl.String)
    )
    assert sorted(ids_in(files, key)) == sorted(expected)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_no_act_at_all_is_still_a_file_or_nothing(name: str, story: Story, tmp_path: Path) -> None:
    view, shown = view_of(story, WRITERS[name].kinds)
    files = WRITERS[name].write(View([shown.head(0)], view.roots), tmp_path / TARGETS[name][0])
    assert ids_in(files, TARGETS[name][1]) == []


def test_the_parent_field_is_absent_below_the_root(story: Story, tmp_path: Path) -> None:
    view, shown = view_of(story, frozenset({"repost"}))
    parents = dict(shown.select("mid", "parent_mid").iter_rows())
    for file in WRITERS["m_weibo_reposts"].write(view, tmp_path / "r"):
        for status in json.loads(file.read_text(encoding="utf-8"))["data"]["data"]:
            assert status.get("pid") == parents[int(status["id"])]
            assert status["retweeted_status"]["id"] == str(view.roots["mid"][0])


def test_hashed_accounts_show_neither_id_nor_name(story: Story, tmp_path: Path) -> None:
    view, shown = view_of(story, frozenset({"comment"}))
    file = WRITERS["media_crawler_comments_hashed"].write(view, tmp_path / "c.csv")[0]
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    for row, (uid, name) in zip(rows, shown.select("uid", "name").iter_rows(), strict=True):
        assert "user_id" not in row and "ip_location" not in row
        assert row["creator_hash"] == sha256(str(uid).encode()).hexdigest()[:16]
        assert row["nickname"] == f"{name[0]}***{name[-1]}"


def test_one_campaign_on_two_platforms_with_disjoint_accounts(tmp_path: Path) -> None:
    """Accounts of the second platform stand in its CSV alone, and one order's text is on both."""
    simulate("two_platforms", 5, tmp_path / "out")
    exports = tmp_path / "out" / "exports"
    with (exports / "toolkit" / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
        there = list(csv.DictReader(file, strict=True))
    here = [
        json.loads(line)
        for line in (exports / "nghuyong" / "repost_20250407003000.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    assert not {row["user_id"] for row in there} & {row["user"]["_id"] for row in here}
    known = {row["message_id"] for row in there}
    answered = [row["repost_id"] or row["reply_id"] for row in there if row["repost_id"] or row["reply_id"]]
    assert (
        sum(root in known for root in answered) / len(answered) > 0.95
    )  # The rest was never met by the collector.
    truth = pl.read_csv(
        tmp_path / "out" / "truth" / "acts.csv", schema_overrides={"uid": pl.String, "mid": pl.String}
    ).drop_nulls("task")
    truth = truth.with_columns(
        order=pl.col("task").str.split(".").list.first(), there=pl.col("mid").is_in(list(known))
    )
    told = (
        truth.drop_nulls("own_text")
        .group_by("order", "own_text")
        .agg(sides=pl.col("there").n_unique())
        .group_by("order")
        .agg(pl.col("sides").max())
    )
    assert len(told) > 20 and (told["sides"] == 2).all()
