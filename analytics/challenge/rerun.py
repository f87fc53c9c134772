"""The study of groups and roles over again, in memory, with one change.

What a change does not touch is taken from the run without a change: a threshold of the roles needs no new
search, one of the grades no new evidence. The tests compare with fresh analyses.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import polars as pl

from analytics.cascade.statistics import measure_cascades
from analytics.challenge.changes import Change
from analytics.challenge.joined import GROUP, subject
from analytics.coordination.groups.case_arrays import CaseArrays, case_arrays
from analytics.coordination.groups.partners import Partners
from analytics.coordination.groups.result_tables import result_tables
from analytics.coordination.groups.search import coded_pairs, search, weigh
from analytics.coordination.pairs.counting import pair_table
from analytics.model.thresholds import Thresholds, limits
from analytics.roles.assign import assign, features_of
from analytics.store.case_toml import CaseToml
from analytics.text.families import all_layers

Listed = set[tuple[str, str, str, str]]
# What roles read of CLUSTERS.
_MEMBER = ("cluster_id", "account_id", "grade", "evidence_lines", "leader_id", "event_ids")
# What of the run without a change still stands, by the room of a threshold, or for a line of evidence.
_STILL = {
    "texts": (),
    "drawing": (),
    "moments": ("arrays",),
    "grades": ("arrays", "weighed"),
    "line": ("arrays", "weighed"),
    "roles": ("arrays", "weighed", "groups"),
}


@dataclass(frozen=True)
class Challenged:
    """What a rerun reads: the tables of the case, what people state, and the settings of the case.

    events: PLACED_EVENTS with trusted times; families: FAMILIES, all layers and ways; pairs: COACTION_PAIRS;
    occurrences: event_id, source_sha256 of OCCURRENCES.
    """

    events: pl.DataFrame
    families: pl.DataFrame
    pairs: pl.DataFrame
    accounts: pl.DataFrame
    account_names: pl.DataFrame
    nodes: pl.DataFrame
    targets: pl.DataFrame
    labels: pl.DataFrame
    occurrences: pl.DataFrame
    facts: CaseToml
    settings: Thresholds

    @property
    def words(self) -> pl.DataFrame:
        """FAMILIES of words, which groups and roles read."""
        return self.families.filter(found_by="words")


class _Groups(NamedTuple):
    """CLUSTERS in the columns of `_MEMBER`, and CLUSTER_TASKS."""

    clusters: pl.DataFrame
    tasks: pl.DataFrame


class Run:
    """One run of the search and the roles; each part is computed when it is asked for, and once.

    base: the run without a change; still: the parts that are the same as there.
    """

    def __init__(
        self,
        case: Challenged,
        without: tuple[str, ...] = (),
        base: "Run | None" = None,
        still: tuple[str, ...] = (),
    ) -> None:
        self.case, self.without, self.base, self.still = case, without, base, still

    def with_change(self, change: Change) -> "Run":
        """Prepare the run with one change.

        Events, families and statements stand with a changed threshold of any room but `texts`, so that roles
        stand where their own thresholds and the groups do.
        """
        case = self.case
        if change.kind == "line":
            return Run(case, (change.name,), self, (*_STILL["line"], "matter"))
        if change.kind != "setting":
            return Run(_without(case, change))
        case = replace(case, settings=case.settings.changed({change.name: change.value}))
        room = limits()[change.name].room
        if room != "texts":
            matter = () if room == "roles" else ("matter",)
            return Run(case, (), self, (*_STILL[room], *matter))
        case = replace(case, families=all_layers(case.events, case.settings.texts))
        if case.words.equals(self.case.words):
            return Run(case, (), self, _STILL["roles"])
        return Run(_with_pairs(case))

    def listed(self) -> Listed:
        """Name the accounts at A or B: account_id, role ("group" for acting together), subject_id, grade.

        Groups are numbered anew in each run, so that the subject of a group, and of the roles that hang on
        one, is "group".
        """
        columns = ["account_id", "role", "subject_id", "grade"]
        rows = self.groups.clusters.with_columns(role=pl.lit(GROUP), subject_id=pl.lit(GROUP))
        told = self.roles.with_columns(subject_id=subject())
        both = pl.concat([rows.select(columns), told.select(columns)])
        return set(both.filter(pl.col("grade").is_in(["A", "B"])).iter_rows())

    @cached_property
    def arrays(self) -> CaseArrays:
        """The case as the search reads it."""
        if self.base and "arrays" in self.still:
            return self.base.arrays
        return case_arrays(self.case.events, self.case.words, self.case.settings.drawing)

    @cached_property
    def weighed(self) -> tuple[Partners, pl.DataFrame]:
        """Partners, and the evidence of each account."""
        if self.base and "weighed" in self.still:
            return self.base.weighed
        return weigh(self.arrays, self.case.settings)

    @cached_property
    def groups(self) -> _Groups:
        """The groups that are found."""
        if self.base and "groups" in self.still:
            return self.base.groups
        settings = self.case.settings
        pairs = coded_pairs(self.arrays, self.case.pairs, settings.grades)
        found = search(self.arrays, pairs, settings, self.without, self.weighed)
        result = result_tables(found, self.case.events, settings.grades)
        return _Groups(result.clusters.select(_MEMBER), result.tasks)

    @cached_property
    def roles(self) -> pl.DataFrame:
        """ROLES."""
        case, base = self.case, self.base
        if base and "matter" in self.still and _are_equal(self.groups, base.groups):
            return base.roles
        tables = {
            "accounts": case.accounts,
            "account_names": case.account_names,
            "nodes": case.nodes,
            "clusters": self.groups.clusters,
            "cluster_tasks": self.groups.tasks,
            "labels": case.labels,
            "families": case.words,
            "layers": case.families,
        }
        return assign(features_of(case.events, case.targets, tables, case.facts, case.settings))


def listed(case: Challenged, change: Change | None) -> Listed:
    """Run the search for groups and the roles with one change, or with none; see `Run.listed`."""
    run = Run(case)
    return run.listed() if change is None else run.with_change(change).listed()


def _are_equal(left: _Groups, right: _Groups) -> bool:
    return left.clusters.equals(right.clusters) and left.tasks.equals(right.tasks)


def _without(case: Challenged, change: Change) -> Challenged:
    """The case without a post and its tree, without all posts of an author, or without a capture.

    An event that another capture holds too stays when a capture is left out. Families keep their names and
    members, as far as those are there: whether two texts are the same words does not hang on a third.
    """
    events = case.events
    if change.kind == "capture":
        other = case.occurrences.filter(pl.col("source_sha256") != change.name)
        kept = events.join(other, on="event_id", how="semi", maintain_order="left")
        nodes = measure_cascades(kept).nodes
    else:
        roots = (
            [change.name]
            if change.kind == "post"
            else events.filter((pl.col("kind") == "post") & (pl.col("account_id") == change.name))["event_id"]
        )
        gone = pl.Series(roots, dtype=pl.String).implode()
        kept = events.filter(
            ~pl.col("event_id").is_in(gone) & ~pl.col("root_id").is_in(gone).fill_null(False)
        )
        nodes = case.nodes.filter(~pl.col("root_id").is_in(gone))
    families = case.families.join(kept.select("event_id"), on="event_id", how="semi", maintain_order="left")
    targets = case.targets.join(kept.select("event_id"), on="event_id", how="semi", maintain_order="left")
    return _with_pairs(replace(case, events=kept, families=families, targets=targets, nodes=nodes))


def _with_pairs(case: Challenged) -> Challenged:
    """The case with its pairs counted anew over its events and families."""
    named = case.words.select("event_id", "family_id").unique("event_id")
    return replace(
        case, pairs=pair_table(case.events.join(named, on="event_id", how="left", maintain_order="left"))
    )
