"""The events of a case as integer arrays for the compiled search: who was first on which post, and when."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.model.time import DAY_S, TO_THE_MINUTE, width_s

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
KINDS = ("repost", "quote", "comment")
DELAY_BINS = 25
DELAY_MAX_S = 30.0 * DAY_S
UNKNOWN = -1


@dataclass(frozen=True)
class CaseArrays:
    """First acts of each account on each post, sorted by post, moment and account.

    account, object: codes into account_ids and object_ids; at_s: Unix seconds; delay_s: since the post (since
        the first act where the export lacks the post or knows its moment only to the hour or day);
        author[object]: code of the post's author, or one code of its own for all unknown authors (authors_n -
        1 where there are any); start: where each object begins, and the end. author_account[author]: that
        author's account code, -1 if it never acts. event: row of the events table.
    """

    account_ids: pl.Series
    object_ids: pl.Series
    account: Ints
    object: Ints
    at_s: Floats
    delay_s: Floats
    event: Ints
    start: Ints
    author: Ints
    author_ids: pl.Series
    author_account: Ints
    precision_s: float

    @property
    def accounts_n(self) -> int:
        """Accounts with at least one act."""
        return len(self.account_ids)

    @property
    def objects_n(self) -> int:
        """Posts acted on."""
        return len(self.object_ids)

    def sizes(self) -> Ints:
        """First acts on each object."""
        sizes: Ints = np.diff(self.start)
        return sizes

    def known_author(self) -> NDArray[np.bool_]:
        """For each object: whether its author is known."""
        known: NDArray[np.bool_] = (self.author_ids != "").to_numpy()[self.author]
        return known


def case_arrays(events: pl.DataFrame) -> CaseArrays:
    """Acts from EVENTS. Left out: no account, no root, no moment, a moment known only to the hour or day, the
    author's own."""
    posts = _posts(events)
    acts = _first_acts(events, posts)
    object_ids = acts["object_id"].unique().sort()
    account_ids = acts["account_id"].unique().sort()
    of_post = pl.DataFrame({"object_id": object_ids}).join(
        posts, on="object_id", how="left", maintain_order="left"
    )
    author_names = of_post["author_id"].fill_null("")
    author_ids = author_names.unique().sort(descending=True)
    author = author_names.rank("dense", descending=True).cast(pl.Int64).to_numpy() - 1
    objects = acts["object"].to_numpy()
    start = np.searchsorted(objects, np.arange(len(object_ids) + 1)).astype(np.int64)
    at_s = acts["at_s"].to_numpy()
    posted = of_post["posted_s"].to_numpy()
    first = at_s[start[:-1]] if len(at_s) else np.empty(0)
    since = np.where(np.isnan(posted), first, np.minimum(posted, first)) if len(at_s) else first
    codes = pl.DataFrame({"author_id": author_ids}).join(
        pl.DataFrame({"author_id": account_ids}).with_row_index("code"),
        on="author_id",
        how="left",
        maintain_order="left",
    )
    coarsest = acts.select(width_s().max()).item()
    return CaseArrays(
        account_ids,
        object_ids,
        acts["account"].to_numpy(),
        objects,
        at_s,
        np.maximum(1.0, at_s - since[objects]),
        acts["event"].to_numpy(),
        start,
        author,
        author_ids,
        codes["code"].cast(pl.Int64).fill_null(-1).to_numpy(),
        float(coarsest or 0.0),
    )


def _posts(events: pl.DataFrame) -> pl.DataFrame:
    """object_id, author_id, posted_s (null: not known to the minute) of each post."""
    posts = events.filter(pl.col("kind") == "post").select(
        object_id="event_id",
        author_id="account_id",
        posted_s=pl.when(pl.col("at_precision").is_in(TO_THE_MINUTE)).then(_seconds()),
    )
    return posts.unique("object_id", keep="first", maintain_order=True)


def _first_acts(events: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """The first act of each account on each post, with codes of both, in order of post, moment and
    account."""
    own = (
        events.with_row_index("event")
        .filter(pl.col("kind").is_in(KINDS) & pl.col("at_precision").is_in(TO_THE_MINUTE))
        .drop_nulls(["account_id", "root_id", "at"])
    )
    acts = (
        own.select(
            pl.col("event").cast(pl.Int64), "account_id", "at_precision", object_id="root_id", at_s=_seconds()
        )
        .join(posts, on="object_id", how="left")
        .filter(~pl.col("account_id").eq_missing(pl.col("author_id")))
    )
    acts = acts.sort("object_id", "account_id", "at_s", "event").unique(
        ["object_id", "account_id"], keep="first", maintain_order=True
    )
    acts = acts.with_columns(
        object=pl.col("object_id").rank("dense").cast(pl.Int64) - 1,
        account=pl.col("account_id").rank("dense").cast(pl.Int64) - 1,
    )
    return acts.sort("object", "at_s", "account")


def _seconds() -> pl.Expr:
    return pl.col("at").dt.epoch("us") / 1e6


def delay_bin(delay_s: Floats) -> Ints:
    """25 bins, evenly spaced in the logarithm from 1 s to 30 days.

    >>> delay_bin(np.array([0.5, 1.0, 60.0, 1e9])).tolist()
    [0, 0, 6, 24]
    """
    share = np.log(np.maximum(delay_s, 1.0)) / np.log(DELAY_MAX_S)
    bins: Ints = np.minimum((share * DELAY_BINS).astype(np.int64), DELAY_BINS - 1)
    return bins


def bin_widths_s() -> Floats:
    """Seconds that each delay bin spans."""
    edges: Floats = DELAY_MAX_S ** (np.arange(DELAY_BINS + 1) / DELAY_BINS)
    edges[0] = 0.0
    widths: Floats = np.diff(edges)
    return widths
