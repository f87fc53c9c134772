"""The changes that a challenge tries, one at a time: another setting, or something left out."""

from dataclasses import dataclass

import polars as pl

from analytics.model.thresholds import Limit, Thresholds, limits

ROOMS = ("texts", "drawing", "moments", "grades", "roles")
RUNS_MIN = 200
LEFT_OUT_MAX = 40  # Posts, authors and captures that are left out one by one: those with most listed events.
GROUP_LINES = ("moments", "followed", "text", "link", "pair_timing", "one_post")
# Limits that decide how much work is done, or the length of a list, and no finding.
_NO_DECISION = ("machine",)
# Limits on which no account at A or B rests: a run with one of them changed could overturn nobody, and would
# make everybody look firmer. The first four no rule reads any more; the others are read for what is told of a
# group when it stands.
_FOR_NOBODY = ("able_accounts_min", "trait_p", "trait_members_min")


@dataclass(frozen=True)
class Change:
    """One change of the study.

    kind: setting, post, author, capture or line.
    name, value: the threshold and its other value; or the id of what is left out, and "".
    """

    kind: str
    name: str
    value: str = ""

    @property
    def told(self) -> str:
        """Write the change as the table holds it.

        >>> Change("setting", "links_min", "5").told, Change("post", "weibo:1").told
        ('links_min=5', 'without post weibo:1')
        """
        return f"{self.name}={self.value}" if self.kind == "setting" else f"without {self.kind} {self.name}"


def changes(settings: Thresholds, clusters: pl.DataFrame, acts: pl.DataFrame) -> list[Change]:
    """List the changes for a case, `RUNS_MIN` (200) or more, always in the same order.

    clusters: CLUSTERS; acts: event_id, root_id, author_id and source_sha256 of the events behind listed
    accounts.

    Each threshold of `ROOMS` that may be moved goes to the two ends of its range; then each line of evidence,
    and the posts, authors and captures with most events of listed accounts, at most `LEFT_OUT_MAX` of each,
    are left out; then, until there are enough runs, thresholds go a quarter, half and three quarters of the
    way to either end.
    """
    found = [Change("line", name) for name in GROUP_LINES if _stands(clusters, name)]
    for kind, column in (("post", "root_id"), ("author", "author_id"), ("capture", "source_sha256")):
        found += [Change(kind, name) for name in _most(acts, column)]
    ends = _moved(settings, (1.0,))
    between = _moved(settings, (1.0, 0.5, 0.25, 0.75))[len(ends) :]
    return [*ends, *between[: max(0, RUNS_MIN - len(found) - len(ends))], *found]


def _stands(clusters: pl.DataFrame, line: str) -> bool:
    return bool(clusters["evidence_lines"].list.contains(line).any())


def _most(acts: pl.DataFrame, column: str) -> list[str]:
    """The values of a column with most events, the first in order of the alphabet among equals."""
    counted = acts.drop_nulls(column).group_by(column).agg(n=pl.len())
    return counted.sort("n", column, descending=[True, False])[column].head(LEFT_OUT_MAX).to_list()


def _moved(settings: Thresholds, shares: tuple[float, ...]) -> list[Change]:
    """Settings moved by these shares of the way to either end of their range; no change comes twice."""
    values = settings.values()
    moved = [
        Change("setting", limit.name, _written(limit, now + share * (end - now)))
        for share in shares
        for limit in limits().values()
        if limit.room in ROOMS and limit.span is not None
        if limit.source not in _NO_DECISION and limit.name not in _FOR_NOBODY
        for now in (float(values[limit.name]),)  # type: ignore[arg-type]
        for end in limit.span
        if _written(limit, now + share * (end - now)) != _written(limit, now)
    ]
    return list(dict.fromkeys(moved))


def _written(limit: Limit, value: float) -> str:
    return str(round(value)) if limit.is_whole else repr(float(f"{value:.6g}"))
