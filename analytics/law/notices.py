"""Which alleged post a notice, warning or takedown concerns, and what was added to it in between.

Each of them speaks of one post. What others gathered in the same hours is counted beside it, never in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.collected import KINDS, covers
from analytics.law.factor import Param
from analytics.law.information import Information
from analytics.store.case_toml import CaseToml, Dated
from analytics.store.stated_moments import stated_start

ALL = "all"  # The code of "all alleged posts", where a notice names none.


@dataclass(frozen=True)
class Notice:
    """A notice of case.toml about the information.

    post: as `concerned` tells it; subject_id: the post by its id, or "case".
    start: when the notice was given; end: the first takedown of that post at that moment or later, or None.
    taken_before: the last takedown of that post before the notice, or None.
    before, between: ALLEGED_EVENTS on that post before the notice, and from it to `end`.
    beyond: those on all other alleged posts from the notice to `end`.
    known: until when the reposts and the comments of that post were collected; None: never.
    """

    post: Param
    subject_id: str
    start: datetime
    end: datetime | None
    taken_before: datetime | None
    before: pl.DataFrame
    between: pl.DataFrame
    beyond: pl.DataFrame
    known: Mapping[str, datetime | None]

    def coverage(self, kind: str) -> str:
        """Tell how much of the time from the notice to `end` a capture of that kind covers: all, part, none.

        Without an end, all that was collected after the notice is all that can be known: part.
        """
        until = self.known[kind]
        if until is None or until <= self.start:
            return "none"
        return "all" if self.end is not None and until >= self.end else "part"


def numbers_of(toml: CaseToml) -> Mapping[str, int]:
    """Give the number of each `[[alleged]]` in case.toml by its id, the first where one stands twice."""
    return {one.id: k for k, one in reversed(list(enumerate(toml.alleged, 1)))}


def concerned(event_id: str, toml: CaseToml) -> Param:
    """Tell which post something concerns: the number of its item, the id of a copy, or ALL for none named."""
    return numbers_of(toml).get(event_id, event_id or ALL)


def concerned_items(event_ids: Iterable[str], toml: CaseToml) -> str:
    """Join the posts of several dealings as a parameter: "2" or "1+2"; copies are told by their id."""
    return "+".join(str(one) for one in dict.fromkeys(concerned(e, toml) for e in sorted(event_ids)))


def notices_of(toml: CaseToml, told: Information) -> list[Notice]:
    """List the notices about posts of the information, in the order of case.toml."""
    zone = ZoneInfo(toml.case.timezone)
    return [
        _notice(toml, told, one, zone)
        for one in toml.notices
        if not one.event_id or one.event_id in told.posts
    ]


def _notice(toml: CaseToml, told: Information, notice: Dated, zone: ZoneInfo) -> Notice:
    posts = [notice.event_id] if notice.event_id else told.posts
    start = stated_start(notice.at, zone)
    taken = sorted(stated_start(one.at, zone) for one in toml.takedowns if one.event_id in posts)
    end = next((at for at in taken if at >= start), None)
    mine = pl.col("post_id").is_in(posts)
    between = told.between(start, end)
    return Notice(
        concerned(notice.event_id, toml),
        notice.event_id or "case",
        start,
        end,
        next((at for at in reversed(taken) if at < start), None),
        told.acts.filter(mine & (pl.col("at") < start)),
        between.filter(mine),
        between.filter(~mine),
        {kind: covers(told.collected, posts, kind) for kind in KINDS},
    )
