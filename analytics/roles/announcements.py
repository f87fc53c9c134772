"""Who announced what a group then wrote: the earliest event of the export that holds its words or its link.

An announcement stands elsewhere than the target post, before any member used the words or the link there, and
nobody in the export used them still earlier. The delay from the announcement to the first member is laid
beside the account's own clock and own pace.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import chi2

from analytics.model.thresholds import RoleLimits

Floats = NDArray[np.float64]
DAY_S = 86_400.0

# One row a target post: who announced it, where, and when the first member used the words there.
ANNOUNCED = pl.Schema(
    {
        "account_id": pl.String(),
        "object_id": pl.String(),
        "event_id": pl.String(),
        "at_s": pl.Float64(),
        "first_s": pl.Float64(),
    }
)


@dataclass(frozen=True)
class Announcement:
    """What an account announced to a group.

    tasks_n: target posts; days_n: days on which members first used what it announced; event_ids: the
        announcing events.
    p: chance that its own clock or its own pace, whichever explains more, puts its events so shortly before
        the first members; p_left: the same without the target post that says most.
    """

    tasks_n: int
    days_n: int
    event_ids: list[str]
    p: float
    p_left: float


def first_uses(acts: pl.DataFrame, used: pl.DataFrame, limits: RoleLimits) -> pl.DataFrame:
    """Find for each target post and text (or link) of a group the announcement, where there is one.

    acts: `timed` of Features.
    used: object_id, account_id, is_member, event_id, at_s, plain, family_id, urls of events on target posts.

    Returns ANNOUNCED: of several texts of one target post the earliest announcement of an account.
    """
    found = [ANNOUNCED.to_frame()]
    for key, uses in (("text", _texts(used, limits)), ("url", _links(used))):
        if uses.is_empty():
            continue
        held = _holding(acts, uses, key)
        first = held.sort("at_s", "event_id").unique(key, keep="first", maintain_order=True)
        next_s = (
            held.join(first.select(key, lead="account_id"), on=key)
            .filter(pl.col("account_id") != pl.col("lead"))
            .group_by(key)
            .agg(next_s=pl.col("at_s").min())
        )
        # By the earliest user alone, and earlier than the clocks leave open.
        clear = first.join(next_s, on=key, how="left").filter(
            (pl.col("at_s") + pl.col("width_s") <= pl.col("next_s")).fill_null(True)
        )
        mine = uses.join(clear.select(key, "event_id", "account_id", "at_s", "width_s", "place_id"), on=key)
        of_others = pl.when(pl.col("account_id") == pl.col("first_by")).then("other_s").otherwise("first_s")
        found.append(
            mine.with_columns(first_s=of_others)
            .filter(
                (pl.col("place_id") != pl.col("object_id"))
                & (pl.col("at_s") + pl.col("width_s") <= pl.col("first_s"))
            )
            .select(ANNOUNCED.names())
        )
    return (
        pl.concat(found)
        .sort("at_s", "event_id")
        .unique(["account_id", "object_id"], keep="first", maintain_order=True)
    )


def _texts(used: pl.DataFrame, limits: RoleLimits) -> pl.DataFrame:
    """Texts that enough accounts share on a target post, as `_first_by` gives them."""
    worded = used.filter(pl.col("plain").is_not_null() & pl.col("family_id").is_not_null())
    worded = worded.with_columns(text="plain")
    cell = "object_id", "family_id"
    members = pl.col("account_id").filter("is_member")
    shared = worded.filter(
        (pl.col("account_id").n_unique().over(cell) >= limits.order_accounts_min)
        & (members.n_unique().over(cell) >= limits.order_members_min)
    )
    long = shared.filter(pl.col("text").str.len_chars() >= limits.order_text_chars_min)
    return _first_by(long, "text")


def _links(used: pl.DataFrame) -> pl.DataFrame:
    """Links that members carry to a target post, as `_first_by` gives them."""
    linked = used.explode("urls").rename({"urls": "url"}).drop_nulls("url")
    return _first_by(linked, "url")


def _first_by(uses: pl.DataFrame, key: str) -> pl.DataFrame:
    """object_id, `key`, first_s and first_by (first member to use it there), other_s (the next account)."""
    return (
        uses.filter("is_member")
        .sort("at_s", "event_id")
        .group_by("object_id", key, maintain_order=True)
        .agg(
            first_s=pl.col("at_s").first(),
            first_by=pl.col("account_id").first(),
            other_s=pl.col("at_s").filter(pl.col("account_id") != pl.col("account_id").first()).first(),
        )
    )


def _holding(acts: pl.DataFrame, uses: pl.DataFrame, key: str) -> pl.DataFrame:
    """Every event of the export with one of the texts or links: key, event_id, account_id, at_s, place_id.

    An event has a text whose letters stand within its own words.
    """
    place = pl.coalesce("root_id", "event_id")
    known = acts.select("event_id", "account_id", "at_s", "width_s", "plain", "urls", place_id=place)
    if key == "url":
        held = known.filter(pl.col("urls").list.len() > 0).explode("urls").rename({"urls": "url"})
        return held.join(uses.select("url").unique(), on="url", how="semi").drop("plain")
    texts = uses["text"].unique().sort().to_list()
    return (
        known.drop_nulls("plain")
        .with_columns(text=pl.col("plain").str.extract_many(texts, overlapping=True).list.unique())
        .filter(pl.col("text").list.len() > 0)
        .explode("text")
        .drop("urls", "plain")
    )


def announcements(
    acts: pl.DataFrame, first: pl.DataFrame, zone: str, limits: RoleLimits
) -> dict[str, Announcement]:
    """Sum up the announcements of each account with `announced_min` target posts on enough days.

    acts: account_id, at_s of every event with a known moment; first: ANNOUNCED; zone: where days begin.

    >>> at = [0.0, 100_000.0, 300_000.0]
    >>> first = pl.DataFrame(
    ...     {
    ...         "account_id": ["x"] * 3,
    ...         "object_id": ["p", "q", "r"],
    ...         "event_id": ["1", "2", "3"],
    ...         "at_s": at,
    ...         "first_s": [60.0, 100_060.0, 300_060.0],
    ...     }
    ... )
    >>> acts = pl.DataFrame({"account_id": ["x"] * 3, "at_s": at})
    >>> found = announcements(acts, first, "Asia/Shanghai", RoleLimits())["x"]
    >>> found.tasks_n, found.days_n, found.p > 0.01
    (3, 3, True)
    """
    found = {}
    many = first.filter(pl.col("object_id").n_unique().over("account_id") >= limits.announced_min)
    for (account,), mine in many.sort("at_s", "event_id").group_by("account_id", maintain_order=True):
        at = pl.from_epoch((mine["first_s"] * 1e6).cast(pl.Int64), "us").dt.replace_time_zone("UTC")
        days = at.dt.convert_time_zone(zone).dt.date().n_unique()
        if days < limits.announced_days_min:
            continue
        once = mine.sort("first_s").unique("event_id", keep="first", maintain_order=True)
        own = acts.filter(account_id=account)["at_s"].sort().to_numpy()
        chance = own_habit(own, once["at_s"].to_numpy(), once["first_s"].to_numpy())
        left = np.delete(chance, np.argmin(chance))
        found[str(account)] = Announcement(
            mine["object_id"].n_unique(),
            days,
            mine["event_id"].unique(maintain_order=True).to_list(),
            _together(chance),
            _together(left),
        )
    return found


def own_habit(own: Floats, told: Floats, first: Floats) -> Floats:
    """Compute for each announcement how well the account's own habits put an event so shortly before.

    own: moments of all its events, sorted; told: of its announcements; first: of the first members, seconds.

    Own clock: the share of its other events that, moved by whole days to within 12 h of the announcement,
    lie between the announcement and the first member. Own pace: the share of its time, from its first event
    to its last, that lies no later after one of its events than the first member came. The larger counts.

    >>> own_habit(np.array([0.0, 43_200.0, 86_400.0]), np.array([86_400.0]), np.array([86_460.0]))
    array([0.66666667])
    """
    gap = first - told
    clock = np.ones(len(told))
    for k in range(len(told)):
        # Moved to less than 12 h either side of the announcement.
        moved = (own - told[k] + DAY_S / 2) % DAY_S - DAY_S / 2
        others = moved[own != told[k]]
        clock[k] = (1 + ((others >= 0) & (others <= gap[k])).sum()) / (1 + len(others))
    span = max(float(own[-1] - own[0]), 1.0)
    between = np.diff(own)
    pace = np.array([np.minimum(between, g).sum() / span for g in gap]) if len(own) > 1 else np.ones(len(gap))
    return np.minimum(1.0, np.maximum(clock, pace))


def _together(chance: Floats) -> float:
    """Fisher's combination of chances: small where many are small; each is at least 1 / (1 + events)."""
    if not len(chance):
        return 1.0
    return float(chi2.sf(-2.0 * np.log(chance).sum(), 2 * len(chance)))
