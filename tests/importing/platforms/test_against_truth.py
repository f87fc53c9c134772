"""What each layout tells, held against the acts that were written into it."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.coordination.pairs.detectors import detectors
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.registry import load
from analytics.model.thresholds import Thresholds
from analytics.simulate.sample.story import Story, tell
from analytics.simulate.writer import Writer
from analytics.store.placed_events import with_parents
from tests.importing.invented import START, jsonl, mid_at, repost
from tests.importing.samples import WRITTEN
from tests.simulate.test_writers import view_of

WRITERS = load("analytics.simulate.writers", "WRITER", Writer)
CASES = [(importer, writer, target) for importer, written in WRITTEN.items() for writer, target in written]
HASHED = {"media_crawler_comments_hashed", "media_crawler_contents_hashed"}
ONE_AUTHOR = {
    "weibo_crawler_csv",
    "weibo_spider",
}  # the file names one account; the writer puts all into one file
NO_PARENT = {"nghuyong_statuses", "weibo_crawler_csv", "weibo_crawler_json", "weibo_search", "weibo_spider"}


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7)


@pytest.mark.parametrize("importer, writer, target", CASES, ids=[c[1] for c in CASES])
def test_acts_come_back(importer: str, writer: str, target: str, story: Story, tmp_path: Path) -> None:
    view, shown = view_of(story, WRITERS[writer].kinds)
    about, author = str(view.roots["mid"][0]), str(shown["uid"][0])
    files = WRITERS[writer].write(view, tmp_path / target.format(about=about, author=author))
    events = import_files(
        tmp_path / "case", files, ImportOptions(), Thresholds(), lambda n, d: None
    ).case.read("events")
    truth = shown.select(
        event_id="weibo:" + pl.col("mid").cast(pl.String),
        true_kind="kind",
        true_at="at_s",
        true_text="text",
        true_root="weibo:" + pl.col("root_mid").cast(pl.String),
        true_parent="weibo:" + pl.col("parent_mid").cast(pl.String),
        true_account="weibo:" + pl.col("uid").cast(pl.String),
    )
    both = truth.join(events, on="event_id", how="left")
    assert both["kind"].to_list() == both["true_kind"].to_list()
    assert [a and int(a.timestamp()) for a in both["at"]] == both["true_at"].to_list()
    if writer not in HASHED | ONE_AUTHOR | {"ced"}:
        assert both["account_id"].to_list() == both["true_account"].to_list()
    if writer != "weibo_spider":
        below = both.filter(pl.col("kind") != "post")
        assert below["stated_root_id"].to_list() == below["true_root"].to_list()
    stated = both.drop_nulls("stated_parent_id")
    assert (
        stated["stated_parent_id"].to_list() == stated["true_parent"].fill_null(stated["true_root"]).to_list()
    )
    assert bool(stated.height) == (writer not in NO_PARENT and "contents" not in writer)


def test_a_hashed_account_stands_in_a_space_of_its_own(story: Story, tmp_path: Path) -> None:
    view, _ = view_of(story, frozenset({"comment"}))
    files = WRITERS["media_crawler_comments_hashed"].write(view, tmp_path / "c.csv")
    case = import_files(tmp_path / "case", files, ImportOptions(), Thresholds(), lambda n, d: None).case
    assert case.read("events")["account_id"].str.starts_with("weibo~mediacrawler:").all()
    assert case.read("accounts")["is_hashed"].all()


def test_hand_written_layouts_by_hand(tmp_path: Path, story: Story) -> None:
    from tests.importing.samples import M, samples

    def of(name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
        folder = tmp_path / name
        folder.mkdir()
        case = import_files(
            folder / "case", samples(name, story, folder), ImportOptions(), Thresholds(), lambda n, d: None
        ).case
        return case.read("events"), case.read("accounts")

    events, accounts = of("weibo-checked")
    assert dict(events.select("kind", "account_id").rows()) == {
        "post": "weibo~checked:" + "b" * 32,
        "comment": None,
        "repost": "weibo~checked:" + "e" * 32,
    }
    assert events.filter(kind="comment").select("text", "own_text").row(0) == ("：说得对", "说得对")
    assert events["at_precision"].unique().to_list() == ["min"]
    events, accounts = of("weibo-nghuyong-user")
    assert events.is_empty() and accounts.select("account_id", "name", "followers_n", "region").sort(
        "account_id"
    ).rows() == [("weibo:9100000001", "虚构甲", 12, "北京"), ("weibo:9100000002", "虚构乙", None, None)]
    events, accounts = of("weibo-crawler-users")
    assert accounts.select("followers_n", "posts_n", "verified").rows() == [(12_000, 5, False)]
    events, _ = of("weibo-crawler-comments")
    assert events.select("event_id", "stated_root_id", "account_id", "account_name").rows() == [
        (f"weibo:{M[1]}", f"weibo:{M[0]}", None, "虚构甲")
    ]
    events, _ = of("weibo-spider-json")
    row = events.row(0, named=True)
    assert (row["kind"], row["own_text"], row["client"], row["event_id"]) == (
        "repost",
        "说得对",
        None,
        "weibo:5139709341040525",
    )
    assert row["at_basis"] == "id" and row["at"] == datetime(2025, 3, 2, 3, 21, 1, tzinfo=UTC)
    events, _ = of("coordination-network-toolkit")
    assert events.select("event_id", "kind", "stated_root_id", "stated_parent_id").rows() == [
        ("generic:1", "post", "generic:1", None),
        ("generic:2", "repost", "generic:1", None),
        ("generic:3", "comment", None, "generic:1"),
    ]
    assert events["urls"][0].to_list() == ["http://example.invalid/1"]
    assert events["at"][0] == datetime(2023, 11, 14, 22, 13, 20, 250_000, tzinfo=UTC)
    events, _ = of("coortweet")
    assert events.select("event_id", "stated_root_id", "object_ids").sort("event_id").rows() == [
        ("generic:c1", "generic:o1", ["generic:o1", "generic:o2"]),
        ("generic:c2", "generic:o1", ["generic:o1"]),
    ]
    about = detectors()["co_repost"].objects(with_parents(events.lazy(), None).collect())
    assert sorted(about.select("event_id", "object_id").rows()) == [
        ("generic:c1", "generic:o1"),
        ("generic:c1", "generic:o2"),
        ("generic:c2", "generic:o1"),
    ]


def test_what_records_leave_open_is_told_of_each_small_file(tmp_path: Path) -> None:
    row = {
        key: value for key, value in repost(1, "在河边").items() if key not in ("is_retweet", "retweet_id")
    }
    files = [tmp_path / name for name in ("a.jsonl", "b.jsonl", "repost_c.jsonl")]
    for k, file in enumerate(files):
        file.write_bytes(jsonl([{**row, "_id": mid_at(START, 50 + k), "mblogid": ""}]))
    taken = import_files(tmp_path / "case", files, ImportOptions(), Thresholds(), lambda n, d: None)
    told = {name: n for (name, code), (_, n) in taken.notes.items() if code == "kind_open"}
    assert told == {"a.jsonl": 1, "b.jsonl": 1}
    assert sorted(taken.case.read("events")["kind"]) == ["post", "post", "repost"]
