"""Until when what hangs below a post was collected: only so far can a number of new records be told.

A later capture of the post itself, of one author's page or of a search shows some of it at best: where it
shows nothing new, that is no zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from analytics.model.thresholds import LawLimits, ScopeLimits

KINDS = ("reposts", "comments")
SELECTIONS = ("weibo-search",)  # Layouts whose files hold what a search found, never all that hangs below.
DAY, WEEK = timedelta(hours=ScopeLimits.last_hours), timedelta(days=LawLimits.recent_days)

Collected = Mapping[tuple[str, str], datetime]


def collected(
    acts: pl.DataFrame, events: pl.DataFrame, occurrences: pl.DataFrame, sources: pl.DataFrame
) -> dict[tuple[str, str], datetime]:
    """Find the newest capture of the reposts and of the comments below each post of the information.

    acts: ALLEGED_EVENTS; events: at least event_id, kind, account_id, root_id; OCCURRENCES and SOURCES.

    A capture counts for what it holds below a post. A file of one account's page does not: its author is
    stated, or it holds records of one account below several posts; nor does what a search found (SELECTIONS).

    Returns (post, "reposts" or "comments") -> moment; none where no such capture states its time.
    """
    lists = sources.filter(
        pl.col("author").is_null() & ~pl.col("importer").is_in(SELECTIONS).fill_null(False)
    )
    shown = occurrences.select("event_id", "source_sha256", "captured_at").join(
        lists.select(source_sha256="sha256", of_file="captured_at"), on="source_sha256"
    )
    hanging = shown.join(
        events.filter(pl.col("kind") != "post").select("event_id", "account_id", "root_id"), on="event_id"
    ).with_columns(at=pl.coalesce("captured_at", "of_file"))
    of_many = hanging.group_by("source_sha256").agg(
        accounts=pl.col("account_id").n_unique(), roots=pl.col("root_id").n_unique()
    )
    of_many = of_many.filter((pl.col("accounts") > 1) | (pl.col("roots") == 1))
    below = acts.filter(pl.col("part").is_in(("repost", "quote", "comment")))
    is_comment = pl.col("part") == "comment"
    found = (
        hanging.join(of_many, on="source_sha256", how="semi")
        .join(below.select("event_id", "post_id", "part"), on="event_id")
        .drop_nulls("at")
        .with_columns(kind=pl.when(is_comment).then(pl.lit("comments")).otherwise(pl.lit("reposts")))
        .group_by("post_id", "kind")
        .agg(pl.col("at").max())
        .sort("post_id", "kind")
    )
    return {(post, kind): at for post, kind, at in found.iter_rows()}


def covers(known: Collected, posts: Iterable[str], kind: str) -> datetime | None:
    """Until when all of some posts were collected; None where one of them never was.

    >>> covers({("p", "reposts"): datetime(2025, 3, 1)}, ["p"], "reposts")
    datetime.datetime(2025, 3, 1, 0, 0)
    >>> covers({("p", "reposts"): datetime(2025, 3, 1)}, ["p", "q"], "reposts") is None
    True
    """
    moments = [known.get((post, kind)) for post in posts]
    ends = [one for one in moments if one is not None]
    return min(ends) if ends and len(ends) == len(moments) else None


@dataclass(frozen=True)
class Recent:
    """What was new on one item before the last moment to which it is known.

    at: until when both its reposts and its comments were collected (one kind, where only that ever was); None
        where neither was. kinds: "both", "reposts", "comments" or "none".
    day, week: ids of the records of the 24 hours and 7 days before `at`.
    """

    item_id: str
    at: datetime | None
    kinds: str
    day: tuple[str, ...]
    week: tuple[str, ...]


def recent(acts: pl.DataFrame, known: Collected, item_id: str) -> Recent:
    """Find what was new on an item: the one rule of the report, of its rows of law and of the answers.

    acts: ALLEGED_EVENTS of the information itself. A post is no new record below itself.
    Of several posts of an item the one collected last counts.
    """
    mine = acts.filter(item_id=item_id)
    posts = set(mine["post_id"])
    ends = {
        kind: max(moments)
        for kind in KINDS
        if (moments := [known[post, kind] for post in posts if (post, kind) in known])
    }
    if not ends:
        return Recent(item_id, None, "none", (), ())
    at = min(ends.values())
    below = mine.filter(pl.col("event_id").is_in(sorted(posts)).not_())
    day, week = (
        tuple(below.filter(pl.col("at").is_between(at - span, at, closed="right"))["event_id"].unique())
        for span in (DAY, WEEK)
    )
    return Recent(
        item_id, at, "both" if len(ends) == 2 else next(iter(ends)), tuple(sorted(day)), tuple(sorted(week))
    )
