"""The sample case as collectors took it down: which acts, when, in which layout; then the damage."""

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


def _plans(story: Story) -> list[_Plan]:
    """Every export to write, with the acts it asks for."""
    acts, posts = story.model.acts.with_row_index("number"), story.posts
    mid = {name: str(story.model.acts["mid"][number]) for name, number in posts.items()}
    uid = {key: str(story.model.accounts["uid"][number]) for key, number in story.cast.who.items()}

    def of(kind: str, *about: str) -> Ints:
        chosen = acts.filter((pl.col("kind") == kind) & pl.col("root").is_in([posts[name] for name in about]))
        return chosen.sort("root", "at_s")["number"].cast(pl.Int64).to_numpy()

    def by(key: str) -> Ints:
        chosen = acts.filter((pl.col("account") == story.cast.who[key]) & (pl.col("kind") != "comment"))
        return chosen.sort("at_s", descending=True)["number"].cast(pl.Int64).to_numpy()

    found = acts.filter((pl.col("kind") != "comment") & pl.col("text").str.contains("面包"))
    # Posts first, as the search page's mixed order has them, then what is newest.
    search = found.sort("kind", "at_s", descending=[False, True])["number"].cast(pl.Int64).to_numpy()
    newest = of("repost", "rumour")[::-1]
    first = ("rumour", "second", "media", "denial", "criticism")
    last = tuple(name for name in mid if not name.startswith("order"))
    every = {name: np.array([posts[p] for p in names]) for name, names in (("first", first), ("last", last))}
    return [
        _Plan("nghuyong/tweet_20250306090000.jsonl", "nghuyong_statuses", "tweets_a", every["first"]),
        _Plan(
            "nghuyong/repost_20250306093000.jsonl",
            "nghuyong_statuses",
            "reposts_a",
            of("repost", "rumour", "second", "media"),
        ),
        _Plan(
            f"weibo_crawler/{uid['organizer']}.csv",
            "weibo_crawler_csv",
            "organizer",
            by("organizer"),
            author=uid["organizer"],
        ),
        _Plan("weibo_search/面包.csv", "weibo_search", "search", search),
        _Plan(
            f"nghuyong/comment_{mid['denial']}_20250307213000.jsonl",
            "nghuyong_comments",
            "comments_denial",
            of("comment", "denial"),
            about=mid["denial"],
        ),
        _Plan(
            f"nghuyong/comment_{mid['second']}_20250307215000.jsonl",
            "nghuyong_comments",
            "comments_second",
            of("comment", "second"),
            about=mid["second"],
        ),
        _Plan(
            f"m_weibo_cn/repostTimeline_{mid['rumour']}",
            "m_weibo_reposts",
            "raw",
            newest,
            about=mid["rumour"],
        ),
        _Plan(
            f"m_weibo_cn/repostTimeline_{mid['denial']}",
            "m_weibo_reposts",
            "raw",
            of("repost", "denial")[::-1],
            about=mid["denial"],
        ),
        _Plan(
            f"m_weibo_cn/hotflow_{mid['rumour']}",
            "m_weibo_comments",
            "raw",
            of("comment", "rumour"),
            about=mid["rumour"],
        ),
        _Plan(
            "mediacrawler/detail_contents_2025-03-11.csv",
            "media_crawler_contents",
            "crawler_comments",
            np.array([posts[p] for p in ("rumour", "media", "correction", "dessert")]),
        ),
        _Plan(
            "mediacrawler/detail_comments_2025-03-11.csv",
            "media_crawler_comments",
            "crawler_comments",
            np.concatenate([of("comment", "rumour")[:60], of("comment", "media", "correction")]),
        ),
        _Plan("nghuyong/tweet_20250312200000.jsonl", "nghuyong_statuses", "tweets_b", every["last"]),
        _Plan(
            "nghuyong/repost_20250312203000.jsonl",
            "nghuyong_statuses",
            "reposts_b",
            of(
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
            f"nghuyong/comment_{mid['correction']}_20250312210000.jsonl",
            "nghuyong_comments",
            "comments_correction",
            of("comment", "correction"),
            about=mid["correction"],
        ),
        _Plan(
            f"weibospider/{uid['repeater']}.csv",
            "weibo_spider",
            "repeater",
            by("repeater"),
            author=uid["repeater"],
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
