"""The events of a case as integer arrays for the compiled search: who was first on which object, and when.

An object is what events can be about together: a post (its reposts, quotes and comments), or, where accounts
write posts of their own, the words that they share, or a hashtag on one day.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.coordination.pairs.detectors import objects_co_hashtag
from analytics.model.thresholds import DEFAULT, DrawingLimits
from analytics.model.time import BEIJING_OFFSET_S, DAY_S, TO_THE_MINUTE, width_s

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
KINDS = ("repost", "quote", "comment")
POST, TEXT, HASHTAG = "post", "text", "hashtag"


@dataclass(frozen=True)
class CaseArrays:
    """The first event of each account on each object, sorted by object, moment and account.

    account_ids, object_ids: the ids that codes stand for.
    account, object: for each event, codes into these.
    at_s: Unix seconds of each event.
    family: for each event the code of its family of words, -1 for none.
    event: for each event its row of the events table.
    start: where each object's events begin, and the end.
    kind: for each object "post", "text" or "hashtag".
    posted_s: for each object the moment of the post; that of the first event where the export lacks the post
        or knows its moment only to the hour or day, and where there is no post.
    day: for each object the day of `posted_s` in Beijing, counted from 1970.
    author: for each object the code of its author; a post of an unknown author, a text and a hashtag stand
        for themselves.
    author_ids: the ids that these codes stand for, "" where no author is known.
    precision_s: the coarsest precision of any moment, in seconds.

    All arrays are contiguous and may be written to, as those of a copy or of another process are: for each
    other kind of array the functions that read them would be compiled once more.
    """

    account_ids: pl.Series
    object_ids: pl.Series
    account: Ints
    object: Ints
    at_s: Floats
    family: Ints
    event: Ints
    start: Ints
    kind: pl.Series
    posted_s: Floats
    day: Floats
    author: Ints
    author_ids: pl.Series
    precision_s: float

    @property
    def accounts_n(self) -> int:
        """Count the accounts with at least one event."""
        return len(self.account_ids)

    @property
    def objects_n(self) -> int:
        """Count the objects with at least one event."""
        return len(self.object_ids)

    def sizes(self) -> Ints:
        """Count the first events on each object."""
        sizes: Ints = np.diff(self.start)
        return sizes

    def is_post(self) -> Flags:
        """Tell for each object whether it is a post."""
        posts: Flags = (self.kind == POST).to_numpy()
        return posts

    def delay_s(self) -> Floats:
        """Compute the seconds of each event since its post (since the first event), 1 at least."""
        delay: Floats = np.maximum(1.0, self.at_s - self.posted_s[self.object])
        return delay

    def by_account(self) -> tuple[Ints, Ints]:
        """Sort the events by account and moment.

        Returns where each account's events begin (with the end), and the events in that order.
        """
        order = np.lexsort((self.at_s, self.account))
        begin = np.searchsorted(self.account[order], np.arange(self.accounts_n + 1))
        return begin.astype(np.int64), order.astype(np.int64)


def case_arrays(
    events: pl.DataFrame, families: pl.DataFrame, limits: DrawingLimits = DEFAULT.drawing
) -> CaseArrays:
    """Turn EVENTS (with roots) and FAMILIES of words into arrays for the search.

    Left out are events without account or moment, those whose moment is known only to the hour or day, and
    those of the post's own author. Of several events of one account on one object the first counts. A text of
    posts, and a hashtag of posts on one day in Beijing, is an object if `original_accounts_min` (three)
    accounts or more used it: a hashtag lives for weeks, and each day asks anew who comes to it with whom.

    >>> from datetime import UTC, datetime
    >>> from analytics.model.tables import FAMILIES, PLACED_EVENTS
    >>> events = pl.DataFrame(
    ...     {
    ...         "event_id": ["p", "m", "n"],
    ...         "kind": ["post", "repost", "repost"],
    ...         "account_id": ["a", "u", "v"],
    ...         "root_id": ["p", "p", "p"],
    ...         "at": [datetime(2025, 3, 1, 0, 0, s, tzinfo=UTC) for s in (0, 5, 9)],
    ...         "at_precision": ["s", "s", "s"],
    ...     }
    ... )
    >>> arrays = case_arrays(PLACED_EVENTS.fit(events), FAMILIES.empty())
    >>> arrays.account_ids.to_list(), arrays.delay_s().tolist(), arrays.sizes().tolist()
    (['u', 'v'], [5.0, 9.0], [2])
    """
    known = _known(events, families)
    uses = pl.concat(
        [_below_posts(known, events), _shared(known, events, limits.original_accounts_min)]
    ).sort("object_id", "account_id", "at_s", "event")
    uses = uses.unique(["object_id", "account_id"], keep="first", maintain_order=True).with_columns(
        object=pl.col("object_id").rank("dense").cast(pl.Int64) - 1,
        account=pl.col("account_id").rank("dense").cast(pl.Int64) - 1,
    )
    uses = uses.sort("object", "at_s", "account")
    account_ids, object_ids = uses["account_id"].unique().sort(), uses["object_id"].unique().sort()
    start = np.searchsorted(uses["object"].to_numpy(), np.arange(len(object_ids) + 1)).astype(np.int64)
    at_s = uses["at_s"].to_numpy(writable=True)
    objects = uses.unique("object", keep="first", maintain_order=True).sort("object")
    posted = objects["posted_s"].fill_null(np.nan).to_numpy()
    first = at_s[start[:-1]] if len(at_s) else np.empty(0)
    posted_s = np.where(np.isnan(posted), first, np.minimum(posted, first))
    return CaseArrays(
        account_ids,
        object_ids,
        uses["account"].to_numpy(writable=True),
        uses["object"].to_numpy(writable=True),
        at_s,
        (uses["family_id"].rank("dense").cast(pl.Int64).fill_null(0) - 1).to_numpy(writable=True),
        uses["event"].to_numpy(writable=True),
        start,
        objects["kind"],
        posted_s,
        np.floor((posted_s + BEIJING_OFFSET_S) / DAY_S),
        *_authors(objects),
        float(uses["width_s"].max() or 0.0),  # type: ignore[arg-type]
    )


def _known(events: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """The events with an account and a moment to the minute or finer, with their family of words."""
    named = families.filter(pl.col("layer") != "link").select("event_id", "family_id").unique("event_id")
    kept = (
        events.with_row_index("event")
        .filter(pl.col("at_precision").is_in(TO_THE_MINUTE))
        .drop_nulls(["account_id", "at"])
    )
    return kept.join(named, on="event_id", how="left", maintain_order="left").with_columns(
        pl.col("event").cast(pl.Int64), at_s=_seconds(), width_s=width_s()
    )


def _below_posts(known: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """The events below posts, without those of the post's own author."""
    posts = (
        events.filter(pl.col("kind") == "post")
        .select(
            object_id="event_id",
            author_id="account_id",
            posted_s=pl.when(pl.col("at_precision").is_in(TO_THE_MINUTE)).then(_seconds()),
        )
        .unique("object_id", keep="first", maintain_order=True)
    )
    below = known.filter(pl.col("kind").is_in(KINDS)).drop_nulls("root_id")
    return (
        below.with_columns(object_id="root_id", object_kind=pl.lit(POST))
        .join(posts, on="object_id", how="left")
        .filter(~pl.col("account_id").eq_missing(pl.col("author_id")))
        .select(_USE)
    )


def _shared(known: pl.DataFrame, events: pl.DataFrame, accounts_min: int) -> pl.DataFrame:
    """The posts whose words, or whose hashtag on that day, `accounts_min` accounts or more used in posts."""
    own = known.filter(pl.col("kind") == "post").with_columns(
        author_id=pl.lit(None, pl.String), posted_s=pl.lit(None, pl.Float64)
    )
    worded = own.drop_nulls("family_id").with_columns(object_id="family_id", object_kind=pl.lit(TEXT))
    day = pl.col("at").dt.offset_by(f"{BEIJING_OFFSET_S}s").dt.strftime("%Y-%m-%d")
    tagged = own.join(
        objects_co_hashtag(own).select("event_id", tag="object_id"), on="event_id"
    ).with_columns(
        object_id=pl.concat_str(pl.lit("hashtag:"), "tag", pl.lit(" "), day), object_kind=pl.lit(HASHTAG)
    )
    uses = pl.concat([worded.select(_USE), tagged.select(_USE)])
    return uses.filter(pl.col("account_id").n_unique().over("object_id") >= accounts_min)


_USE = (
    "event",
    "account_id",
    "at_s",
    "width_s",
    "family_id",
    "object_id",
    "author_id",
    "posted_s",
    pl.col("object_kind").alias("kind"),
)


def _authors(objects: pl.DataFrame) -> tuple[Ints, pl.Series]:
    """For each object the code of its author, and the ids that the codes stand for ("": none known)."""
    stood = pl.coalesce("author_id", pl.lit("\0") + pl.col("object_id"))
    names = objects.select(stood.alias("name"))["name"]
    ids = names.unique().sort()
    code = names.rank("dense").cast(pl.Int64).to_numpy() - 1
    shown = pl.select(pl.when(ids.str.starts_with("\0")).then(pl.lit("")).otherwise(ids)).to_series()
    return code, shown


def _seconds() -> pl.Expr:
    return pl.col("at").dt.epoch("us") / 1e6
