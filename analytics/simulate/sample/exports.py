"""The sample case as collectors wrote it down: which events, when, in which layout; then the damage."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.model.registry import load
from analytics.simulate.capture import Capture
from analytics.simulate.faults import Fault, cut_last_line, drop_keys, excel_number, set_cell, set_key
from analytics.simulate.sample.moments import CAPTURES, second
from analytics.simulate.sample.story import Story
from analytics.simulate.writer import View, Writer

Ints = NDArray[np.int64]
SEARCH_ROWS = 90  # weibo-search stops after so many results.
FIRST = ("rumour", "second", "media", "denial", "criticism")  # Posts that the first capture asks for.
RAW_ROWS = 220  # Newest reposts that the raw capture holds of the rumour.


@dataclass(frozen=True)
class Export:
    """A written export: its path below exports/ (with * for page numbers), layout, moment, and the acts in
    it."""

    path: str
    layout: str
    captured_s: int
    about: str
    author: str
    mids: list[int]
    files: list[Path]


@dataclass(frozen=True)
class _Plan:
    path: str
    layout: str
    capture: str
    numbers: Ints
    about: str = ""
    author: str = ""


class _Asked:
    """Acts that a collector's tool gives, by what it was asked for. mid, uid: ids of named posts and
    accounts."""

    def __init__(self, story: Story) -> None:
        self._acts = story.model.acts.with_row_index("number")
        self._posts, self._who = story.posts, story.cast.who
        self.mid = {name: str(story.model.acts["mid"][number]) for name, number in story.posts.items()}
        self.uid = {key: str(story.model.accounts["uid"][number]) for key, number in story.cast.who.items()}

    def of(self, kind: str, *about: str) -> Ints:
        """Acts of one kind under the named posts, oldest first."""
        roots = [self._posts[name] for name in about]
        chosen = self._acts.filter((pl.col("kind") == kind) & pl.col("root").is_in(roots))
        return _numbers(chosen.sort("root", "at_s"))

    def by(self, key: str) -> Ints:
        """Posts and reposts of a named account, newest first."""
        chosen = self._acts.filter((pl.col("account") == self._who[key]) & (pl.col("kind") != "comment"))
        return _numbers(chosen.sort("at_s", descending=True))

    def search(self) -> Ints:
        """Posts first, as the search page's mixed order has them, then what is newest."""
        found = self._acts.filter((pl.col("kind") != "comment") & pl.col("text").str.contains("面包"))
        return _numbers(found.sort("kind", "at_s", descending=[False, True]))

    def posts(self, *names: str) -> Ints:
        """The named posts."""
        return np.array([self._posts[name] for name in names])


def _numbers(acts: pl.DataFrame) -> Ints:
    return acts["number"].cast(pl.Int64).to_numpy()


def _plans(story: Story) -> list[_Plan]:
    """Every export to write, with the acts it asks for."""
    ask = _Asked(story)
    return [*_first_plans(ask), *_raw_plans(ask), *_last_plans(ask)]


def _first_plans(ask: _Asked) -> list[_Plan]:
    """What was taken down while the rumour spread."""
    return [
        _Plan("nghuyong/tweet_20250306090000.jsonl", "nghuyong_statuses", "tweets_a", ask.posts(*FIRST)),
        _Plan(
            "nghuyong/repost_20250306093000.jsonl",
            "nghuyong_statuses",
            "reposts_a",
            ask.of("repost", "rumour", "second", "media"),
        ),
        _Plan(
            f"weibo_crawler/{ask.uid['organizer']}.csv",
            "weibo_crawler_csv",
            "organizer",
            ask.by("organizer"),
            author=ask.uid["organizer"],
        ),
        _Plan("weibo_search/面包.csv", "weibo_search", "search", ask.search()),
        _Plan(
            f"nghuyong/comment_{ask.mid['denial']}_20250307213000.jsonl",
            "nghuyong_comments",
            "comments_denial",
            ask.of("comment", "denial"),
            about=ask.mid["denial"],
        ),
        _Plan(
            f"nghuyong/comment_{ask.mid['second']}_20250307215000.jsonl",
            "nghuyong_comments",
            "comments_second",
            ask.of("comment", "second"),
            about=ask.mid["second"],
        ),
    ]


def _raw_plans(ask: _Asked) -> list[_Plan]:
    """Answers of the platform as they came, and a crawler's comments."""
    return [
        _Plan(
            f"m_weibo_cn/repostTimeline_{ask.mid['rumour']}",
            "m_weibo_reposts",
            "raw",
            ask.of("repost", "rumour")[::-1],
            about=ask.mid["rumour"],
        ),
        _Plan(
            f"m_weibo_cn/repostTimeline_{ask.mid['denial']}",
            "m_weibo_reposts",
            "raw",
            ask.of("repost", "denial")[::-1],
            about=ask.mid["denial"],
        ),
        _Plan(
            f"m_weibo_cn/hotflow_{ask.mid['rumour']}",
            "m_weibo_comments",
            "raw",
            ask.of("comment", "rumour"),
            about=ask.mid["rumour"],
        ),
        _Plan(
            "mediacrawler/detail_contents_2025-03-11.csv",
            "media_crawler_contents",
            "crawler_comments",
            ask.posts("rumour", "media", "correction", "dessert"),
        ),
        _Plan(
            "mediacrawler/detail_comments_2025-03-11.csv",
            "media_crawler_comments",
            "crawler_comments",
            np.concatenate([ask.of("comment", "rumour")[:60], ask.of("comment", "media", "correction")]),
        ),
    ]


def _last_plans(ask: _Asked) -> list[_Plan]:
    """What was taken down afterwards."""
    return [
        _Plan(
            "nghuyong/tweet_20250312200000.jsonl",
            "nghuyong_statuses",
            "tweets_b",
            ask.posts(*(name for name in ask.mid if not name.startswith("order"))),
        ),
        _Plan(
            "nghuyong/repost_20250312203000.jsonl",
            "nghuyong_statuses",
            "reposts_b",
            ask.of(
                "repost",
                "criticism",
                "dessert",
                "again",
                "correction",
                "breakfast",
                "parenting",
                "reviewer",
                "lawyer",
            ),
        ),
        _Plan(
            f"nghuyong/comment_{ask.mid['correction']}_20250312210000.jsonl",
            "nghuyong_comments",
            "comments_correction",
            ask.of("comment", "correction"),
            about=ask.mid["correction"],
        ),
        _Plan(
            f"weibospider/{ask.uid['repeater']}.csv",
            "weibo_spider",
            "repeater",
            ask.by("repeater"),
            author=ask.uid["repeater"],
        ),
    ]


def write_exports(story: Story, folder: Path) -> tuple[list[Export], list[Fault]]:
    """Every export below `folder`, damaged where planned. Returns what was written and what was damaged."""
    writers = load("analytics.simulate.writers", "WRITER", Writer)
    captures = {
        moment: Capture(story.model, moment) for moment in sorted({second(t) for t in CAPTURES.values()})
    }
    exports = []
    for plan in _plans(story):
        capture = captures[second(CAPTURES[plan.capture])]
        rows = capture.show(plan.numbers)
        if plan.layout == "weibo_search":
            rows = rows.head(SEARCH_ROWS)
        if plan.path.startswith("m_weibo_cn/repostTimeline"):
            rows = rows.head(RAW_ROWS)
        roots = capture.show(np.array(sorted(set(story.posts.values()))))
        files = writers[plan.layout].write(View([rows], roots), folder / plan.path)
        is_paged = len(files) > 1 or files[0] != folder / plan.path
        exports.append(
            Export(
                f"{plan.path}_p*.json" if is_paged else plan.path,
                plan.layout,
                capture.at_s,
                plan.about,
                plan.author,
                rows["mid"].to_list(),
                files,
            )
        )
    return exports, _damage(exports)


def _damage(exports: list[Export]) -> list[Fault]:
    """Broken rows and one wrong date, in files of every flat layout."""
    file = {export.path.split("/")[-1]: export.files[0] for export in exports}
    comments = next(name for name in file if name.startswith("comment_"))
    return [
        drop_keys(file["repost_20250306093000.jsonl"], 41, ("_id", "mblogid", "url"), "no_id"),
        set_key(file["repost_20250306093000.jsonl"], 118, "created_at", "2024-11-02 08:15:00", "wrong_date"),
        cut_last_line(file["repost_20250306093000.jsonl"]),
        drop_keys(file[comments], 9, ("comment_user",), "no_account"),
        set_cell(file["面包.csv"], 12, "发布时间", "03月0?日 1", fault="unreadable_date", id_column="id"),
        set_cell(
            file["detail_comments_2025-03-11.csv"],
            25,
            "comment_id",
            excel_number,
            fault="excel_id",
            id_column="comment_id",
        ),
    ]
