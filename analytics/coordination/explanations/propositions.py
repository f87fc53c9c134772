"""Six propositions about why a group acted together, and what speaks for and against each. No verdict.

Which observation stands beside which proposition is a table of fixed entries, no fit: groups of several hands
were measured too rarely for a weight. So `strength` stays null, and "cannot be told from these data" is the
normal answer. What a person recorded (a document, a payment) is quoted, and not weighed either.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

import polars as pl

from analytics.coordination.explanations.behind import events_behind
from analytics.coordination.explanations.called import call_features, called, calls_behind
from analytics.coordination.explanations.features import Groups, features, words_of
from analytics.coordination.explanations.wording import PROPOSITIONS
from analytics.model.tables import EXPLANATIONS
from analytics.model.thresholds import DEFAULT, ExplanationLimits, ListLimits
from analytics.store.case_toml import Direction

_AUTOMATIC = ("open_automation",)
_KINDS = ("direction", "payment")  # Of `[[directions]]`, in the order in which they are quoted.


@dataclass(frozen=True)
class Line:
    """An observation and the propositions that it speaks for or against.

    key: of locale/explanations.toml; stands: a condition on a row of `features`.
    behind: what `events_behind` calls the events of it.
    """

    key: str
    stands: pl.Expr
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    behind: str


@dataclass(frozen=True)
class Recorded:
    """What people recorded: LABELS, and `[[directions]]` of case.toml.

    A label "directed:yes" or "open_call:no" on a member or a group says what a person concluded from a
    document about that proposition.
    """

    labels: pl.DataFrame
    directions: tuple[Direction, ...] = ()


def lines(limits: ExplanationLimits = DEFAULT.explanations) -> tuple[Line, ...]:
    """List every observation with the propositions that it speaks for or against.

    What is not listed says nothing: a slow pace (slow groups that were directed exist), the share of events
    on the target posts, months of registration, regions, clients and badges.

    >>> [line.speaks_for for line in lines() if line.key == "fast"][0]
    ('open_automation', 'directed')
    """
    together = pl.col("moments_n") > 0
    tested_n = pl.col("moments_n") + pl.col("followed_n")
    followed = (pl.col("followed_n") > 0) & (pl.col("followed_n") >= limits.first_share * tested_n)
    first = (
        (pl.col("first_share") >= limits.first_share)
        & (pl.col("first_n") >= limits.first_texts_min)
        & (pl.col("lead_s") > 0)
    ).fill_null(False)
    fast = (
        (pl.col("pairs_60_share") >= limits.fast_pairs_share)
        & (pl.col("late_share") >= 0.5)  # On half of the posts: the delay in the middle is late.
        & (pl.col("tasks_n") >= limits.fast_posts_min)
        & (pl.col("authors_n") >= limits.fast_authors_min)
    ).fill_null(False)
    fresh = (pl.col("fresh_share") >= limits.fresh_texts_share).fill_null(False)
    common = (pl.col("owned_share") < limits.common_words_share).fill_null(False)
    at_once = (pl.col("pairs_10_share") == 1) & (pl.col("lag_s") < limits.late_after_s)
    once = pl.col("one_post_n") > 0
    told = pl.col("called_n").fill_null(0) > 0
    invited = ("open_call", "platform_push")
    return (
        Line("moments", together, (), ("independent",), "moments"),
        Line("moments_unled", together, (), ("copied_source",), "moments"),
        Line("moments_push", together, (), ("platform_push",), "moments"),
        Line("followed", followed, ("copied_source",), ("independent",), "followed"),
        Line("first", first, ("copied_source",), ("independent",), "first"),
        Line("fast", fast, ("open_automation", "directed"), ("independent", *invited), "near"),
        Line("fast", fast & ~followed & ~first, (), ("copied_source",), "near"),
        Line("fresh", fresh, (), ("independent", "copied_source"), "fresh"),
        Line("fresh", fresh & common, ("platform_push",), (), "fresh"),
        Line("common_words", common, ("copied_source", "platform_push"), ("directed",), "outside"),
        Line("fixed_order", pl.col("order_share") >= limits.fixed_order_share, _AUTOMATIC, (), "all"),
        Line("own_clock", pl.col("own_clock_n") > 0, _AUTOMATIC, (), "own_clock"),
        Line("at_once", at_once, _AUTOMATIC, (), "near"),
        Line("one_post", once, ("directed",), ("independent", "copied_source", *invited), "one_post"),
        Line("called", told, ("open_call", "directed"), (), "called"),
    )


def explanations(
    groups: Groups,
    events: pl.DataFrame,
    families: pl.DataFrame,
    accounts: pl.DataFrame,
    recorded: Recorded,
    limits: ExplanationLimits = DEFAULT.explanations,
) -> pl.DataFrame:
    """Lay what was observed of each group beside each of the six propositions.

    events: PLACED_EVENTS with trusted times; families: FAMILIES by words; accounts: ACCOUNTS.

    Returns EXPLANATIONS, six rows a group. `params` holds every figure of the group, whether a line uses it
    or not; `strength` is null throughout; `basis` is "document" where a person recorded one, else "none".

    >>> from analytics.model.tables import (ACCOUNTS, CLUSTER_ACTS, CLUSTER_TASKS, CLUSTER_TRAITS, CLUSTERS,
    ...     FAMILIES, LABELS, PLACED_EVENTS)
    >>> member = {"account_id": "a", "cluster_id": "g1", "grade": "A", "evidence_lines": ["moments"],
    ...     "reasons": [], "days_n": 4, "bets_n": 4, "partners_n": 2, "links_n": 2, "posts_n": 0,
    ...     "sources_n": 0, "task_share": 0.5}
    >>> clusters = CLUSTERS.fit(pl.DataFrame([member], schema_overrides={"reasons": pl.List(pl.String)}))
    >>> groups = Groups(clusters, CLUSTER_ACTS.empty(), CLUSTER_TASKS.empty(), CLUSTER_TRAITS.empty())
    >>> found = explanations(groups, PLACED_EVENTS.empty(), FAMILIES.empty(), ACCOUNTS.empty(),
    ...     Recorded(LABELS.empty()))
    >>> found.filter(proposition="independent")["against_lines"].to_list(), found["strength"].null_count()
    ([['moments']], 6)
    """
    words = words_of(groups, events, families, limits)
    calls = called(groups.clusters, events, families, limits)
    measured = features(groups, words, accounts, limits).join(
        call_features(calls, limits), on="cluster_id", how="left"
    )
    known = lines(limits)
    standing = measured.select(line.stands.alias(str(k)) for k, line in enumerate(known))
    behind = events_behind(groups, words, measured, limits) | calls_behind(calls)
    members = dict(groups.clusters.group_by("cluster_id").agg("account_id").iter_rows())
    rows: list[dict[str, Any]] = []
    for row, stands in zip(measured.to_dicts(), standing.to_dicts(), strict=True):
        cluster_id = row.pop("cluster_id")
        who = set(members[cluster_id])
        observed = _Observed(
            cluster_id,
            who,
            [line for k, line in enumerate(known) if stands[str(k)]],
            {name: _short(value) for name, value in row.items()} | _documents(recorded, who),
        )
        rows += [_row(observed, name, behind, recorded) for name in PROPOSITIONS]
    return EXPLANATIONS.fit(pl.DataFrame(rows, schema=EXPLANATIONS.schema)).sort(EXPLANATIONS.order)


@dataclass(frozen=True)
class _Observed:
    """One group: its members, the observations that stand, and its figures."""

    cluster_id: str
    members: set[str]
    stood: list[Line]
    figures: dict[str, Any]


def _row(
    group: _Observed, name: str, behind: dict[tuple[str, str], list[str]], recorded: Recorded
) -> dict[str, Any]:
    """The row of one proposition."""
    speaks_for = [line.key for line in group.stood if name in line.speaks_for]
    against = [line.key for line in group.stood if name in line.speaks_against]
    about = [line for line in group.stood if name in line.speaks_for + line.speaks_against]
    judged = _judged(recorded.labels, name, {group.cluster_id, *group.members})
    params = group.figures | judged
    papers = [f"document_{kind}" for kind in _KINDS if name == "directed" and f"{kind}_n" in params]
    papers += ["recorded_for"] * ("recorded_for_n" in judged)
    denied = ["recorded_against"] * ("recorded_against_n" in judged)
    return {
        "cluster_id": group.cluster_id,
        "proposition": name,
        "for_lines": [*speaks_for, *papers],
        "against_lines": [*against, *denied],
        "strength": None,
        "basis": "document" if papers or denied else "none",
        "params": json.dumps(
            {k: v for k, v in params.items() if v is not None}, ensure_ascii=False, sort_keys=True
        ),
        "event_ids": _by_turns([behind.get((group.cluster_id, line.behind), []) for line in about]),
    }


def _by_turns(of_lines: list[list[str]]) -> list[str]:
    """The first events of every line, so that each is represented; at most `shown_n`."""
    turns = chain.from_iterable(zip_longest(*of_lines))
    return list(dict.fromkeys(e for e in turns if e is not None))[: ListLimits.shown_n]


def _short(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


def _documents(recorded: Recorded, members: set[str]) -> dict[str, Any]:
    """Members that `[[directions]]` name, by kind, with the documents; a document that names none is about
    nobody."""
    found: dict[str, Any] = {}
    for kind in _KINDS:
        stated = [d for d in recorded.directions if d.kind == kind and members & set(d.accounts)]
        if stated:
            found[f"{kind}_n"] = len(members & {a for d in stated for a in d.accounts})
            found[f"{kind}_name"] = "; ".join(dict.fromkeys(d.document or "–" for d in stated))
    return found


def _judged(labels: pl.DataFrame, name: str, subjects: set[str]) -> dict[str, Any]:
    """What people recorded for and against a proposition, on members or on the group."""
    return dict(_counted(labels.filter(pl.col("subject_id").is_in(sorted(subjects))), name))


def _counted(labels: pl.DataFrame, name: str) -> Iterator[tuple[str, Any]]:
    for said, key in (("yes", "recorded_for"), ("no", "recorded_against")):
        rows = labels.filter(pl.col("label") == f"{name}:{said}")
        if rows.height:
            yield f"{key}_n", rows.height
            yield f"{key}_name", "; ".join(rows["author"].unique().sort())
