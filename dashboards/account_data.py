"""What accounts did, one in full or a few beside each other: posts, hours, clients, words, profiles."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.model.time import trusted_at, trusted_precision
from analytics.store.case_folder import Case
from analytics.text.normalized import plain

COMPARED = (2, 6)  # Accounts that stand beside each other: no fewer, no more.
SHARED_MAX = 200  # Shared posts shown; how many there are is said.
WORDS_MAX = 50


@dataclass(frozen=True)
class Shared:
    """Posts on which at least two of the accounts acted.

    total: how many; rows: the first SHARED_MAX of them with post_id, author, at and text of the post (null if
        not exported), accounts_n, and moments: account -> its first moment there.
    """

    total: int
    rows: list[dict[str, Any]]


def acts_of(case: Case, account_ids: list[str]) -> pl.DataFrame:
    """Read the events of some accounts with their trusted moments, in order of time.

    Returns event_id, account_id, account_name, kind, at, at_precision, target_id (the original post that it
    is about; itself for a post), region, client, own_text.
    """
    return (
        case.placed_events(pl.col("account_id").is_in(account_ids))
        .select(
            *("event_id", "account_id", "account_name", "kind", "region", "client", "own_text"),
            trusted_at(),
            trusted_precision(),
            target_id=pl.coalesce("root_id", "event_id"),
        )
        .sort("at", "event_id", nulls_last=True)
        .collect()
    )


def shared_posts(case: Case, acts: pl.DataFrame) -> Shared:
    """Find the posts on which at least two accounts acted; the most shared first, then the earliest.

    acts: as `acts_of` gives them.
    """
    firsts = acts.group_by("target_id", "account_id").agg(at=pl.col("at").min(), acts_n=pl.len())
    posts = (
        firsts.group_by("target_id")
        .agg(accounts_n=pl.len(), first_at=pl.col("at").min())
        .filter(pl.col("accounts_n") > 1)
        .sort("accounts_n", "first_at", "target_id", descending=[True, False, False], nulls_last=True)
    )
    shown = posts.head(SHARED_MAX)
    told = posts_told(case, shown["target_id"].to_list())
    moments: dict[str, dict[str, Any]] = {}
    for post, account, at in (
        firsts.join(shown, on="target_id", how="semi").select("target_id", "account_id", "at").iter_rows()
    ):
        moments.setdefault(post, {})[account] = at
    rows = [
        {"post_id": post, "accounts_n": n, "moments": moments[post], **told.get(post, NOT_EXPORTED)}
        for post, n in shown.select("target_id", "accounts_n").iter_rows()
    ]
    return Shared(posts.height, rows)


NOT_EXPORTED: dict[str, Any] = {"author": None, "at": None, "at_precision": None, "text": None}


def posts_told(case: Case, post_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Read author, moment and words of posts, by id; those that no export holds are left out."""
    rows = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(post_ids))
        .select(
            "event_id",
            trusted_at(),
            trusted_precision(),
            author=pl.coalesce("account_name", "account_id"),
            text=pl.coalesce("own_text", "text"),
        )
        .collect()
    )
    return {row.pop("event_id"): row for row in rows.to_dicts()}


def hours(acts: pl.DataFrame, zone: ZoneInfo) -> dict[str, list[int]]:
    """Count the events of each account in each hour of the day, in the zone of the case."""
    timed = acts.drop_nulls("at").filter(~pl.col("at_precision").is_in(["day", "month", "year"]))
    counted = timed.group_by("account_id", hour=pl.col("at").dt.convert_time_zone(str(zone)).dt.hour()).len()
    told = {one: [0] * 24 for one in acts["account_id"].unique()}
    for account, hour, n in counted.iter_rows():
        told[account][hour] = n
    return told


def shared_words(acts: pl.DataFrame) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Find the sentences that at least two accounts wrote with the same letters, and count the others.

    Returns rows with text (as first written), times: account -> how often, the most used first; and account
    -> how many distinct sentences are its own.
    """
    own = acts.drop_nulls("own_text").filter(pl.col("own_text").str.strip_chars() != "")
    own = own.with_columns(letters=plain(own["own_text"])).filter(pl.col("letters") != "")
    counted = own.group_by("letters", "account_id", maintain_order=True).agg(
        n=pl.len(), text=pl.col("own_text").first(), event_id=pl.col("event_id").first()
    )
    spread = counted.with_columns(
        accounts_n=pl.len().over("letters"), all_n=pl.col("n").sum().over("letters")
    )
    alone = dict(spread.filter(accounts_n=1).group_by("account_id").len().iter_rows())
    told: dict[str, dict[str, Any]] = {}
    common = spread.filter(pl.col("accounts_n") > 1)
    for row in common.sort("accounts_n", "all_n", "letters", descending=[True, True, False]).to_dicts():
        entry = told.setdefault(
            row["letters"], {"text": row["text"], "event_id": row["event_id"], "times": {}}
        )
        entry["times"][row["account_id"]] = row["n"]
    return list(told.values()), alone


def tally(acts: pl.DataFrame, column: str) -> dict[str, list[tuple[str, int]]]:
    """Count the values of a column for each account, the most frequent first; unknown values left out."""
    counted = acts.drop_nulls(column).filter(pl.col(column) != "").group_by("account_id", column).len()
    told: dict[str, list[tuple[str, int]]] = {}
    for account, value, n in counted.sort("len", column, descending=[True, False]).iter_rows():
        told.setdefault(account, []).append((value, n))
    return told


def words_on_alleged(case: Case, account_id: str) -> pl.DataFrame:
    """Read an account's events on the alleged information, with own words and sides, in order of time."""
    rows = case.read_or_empty("alleged_events").filter(account_id=account_id)
    words = case.scan("events").filter(pl.col("event_id").is_in(rows["event_id"].implode()))
    return rows.join(words.select("event_id", "own_text").collect(), on="event_id", how="left").sort(
        "at", "event_id", nulls_last=True
    )
