"""The tables of the search: CLUSTERS, CLUSTER_ACTS and CLUSTER_TASKS."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.coordination.groups.densest import densest_span
from analytics.coordination.groups.grading import LINES
from analytics.coordination.groups.search import Group, Search
from analytics.model.tables import CLUSTER_ACTS, CLUSTER_TASKS, CLUSTERS, TIME
from analytics.model.thresholds import DEFAULT, ExplanationLimits, GradeLimits, ListLimits

_ONE_POST = "one_post"
_WITHIN_S = ExplanationLimits.pace_windows_s[-1]  # 60 s: pairs_60_share bears it in its name.


@dataclass(frozen=True)
class ResultTables:
    """CLUSTERS, CLUSTER_ACTS and CLUSTER_TASKS of a case."""

    clusters: pl.DataFrame
    acts: pl.DataFrame
    tasks: pl.DataFrame


def result_tables(found: Search, events: pl.DataFrame, limits: GradeLimits = DEFAULT.grades) -> ResultTables:
    """Write what was found, and the events behind it. events: EVENTS, as the search read it."""
    acts = _acts(found, events["event_id"])
    tasks = _tasks(found, limits)
    return ResultTables(_clusters(found, acts, limits), CLUSTER_ACTS.fit(acts), CLUSTER_TASKS.fit(tasks))


def _members(found: Search) -> pl.DataFrame:
    """cluster_id, account (code), burst: a row for each listed account."""
    frames = [
        pl.DataFrame({"account": group.members}).with_columns(
            cluster_id=pl.lit(f"g{k}"), burst=pl.lit(group.burst, pl.Int64)
        )
        for k, group in enumerate(found.groups, 1)
    ]
    schema = {"account": pl.Int64, "cluster_id": pl.String, "burst": pl.Int64}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _on_targets(arrays: CaseArrays, group: Group) -> Ints:
    """Rows of the members' events on the group's target posts, sorted by object and moment."""
    inside, target = np.zeros(arrays.accounts_n, bool), np.zeros(arrays.objects_n, bool)
    inside[group.members], target[group.targets] = True, True
    return np.flatnonzero(inside[arrays.account] & target[arrays.object])


def _acts(found: Search, event_ids: pl.Series) -> pl.DataFrame:
    """CLUSTER_ACTS, with the codes `account`, `object` and `author` beside the ids."""
    arrays, delay_s = found.arrays, found.arrays.delay_s()
    frames = []
    for k, group in enumerate(found.groups, 1):
        rows = _on_targets(arrays, group)
        objects, at_s, family = arrays.object[rows], arrays.at_s[rows], arrays.family[rows]
        frames.append(
            pl.DataFrame(
                {
                    "cluster_id": pl.repeat(f"g{k}", len(rows), eager=True, dtype=pl.String),
                    "account": arrays.account[rows],
                    "object": objects,
                    "author": arrays.author[objects],
                    "event_id": event_ids.gather(arrays.event[rows]),
                    "at": _moments(at_s),
                    "lag_s": delay_s[rows],
                    "is_post": arrays.is_post()[objects],
                    "cell": family,
                    "nearest_gap_s": pl.Series(_nearest(objects, at_s)).fill_nan(None),
                }
            )
        )
    if not frames:
        return CLUSTER_ACTS.empty().with_columns(
            account=pl.lit(None, pl.Int64), object=pl.lit(None, pl.Int64), author=pl.lit(None, pl.Int64)
        )
    acts = pl.concat(frames)
    users = pl.col("account").n_unique().over("cluster_id", "object", "cell")
    return acts.with_columns(
        account_id=arrays.account_ids.gather(acts["account"]),
        object_id=arrays.object_ids.gather(acts["object"]),
        lag_s=pl.when("is_post").then("lag_s"),
        cell=pl.when((pl.col("cell") >= 0) & (users > 2)).then("cell"),
    )


def _nearest(objects: Ints, at_s: np.ndarray) -> np.ndarray:
    """Seconds to the nearest other event on the same object (NaN: none); rows sorted by object and moment."""
    if len(objects) < 2:
        return np.full(len(objects), np.nan)
    step = np.where(objects[1:] == objects[:-1], np.diff(at_s), np.nan)
    nearest: np.ndarray = np.fmin(np.append(np.nan, step), np.append(step, np.nan))
    return nearest


def _moments(at_s: np.ndarray) -> pl.Series:
    return pl.from_epoch(pl.Series((at_s * 1e6).round().astype(np.int64)), time_unit="us").cast(TIME)


def _clusters(found: Search, acts: pl.DataFrame, limits: GradeLimits) -> pl.DataFrame:
    """Rows of CLUSTERS, a line of evidence a key, with the numbers behind it."""
    arrays, graded = found.arrays, found.graded
    rows = _members(found)
    code = rows["account"].to_numpy()
    total = np.bincount(arrays.account, minlength=arrays.accounts_n)
    done = acts.group_by("cluster_id", "account").agg(
        posts_n=pl.col("object").n_unique().cast(pl.Int64),
        sources_n=pl.col("author").n_unique().cast(pl.Int64),
        done_n=pl.len(),
        event_ids=pl.col("event_id").sort_by("at").head(ListLimits.shown_n),
    )
    once = pl.DataFrame({"burst": pl.Series(range(len(found.bursts)), dtype=pl.Int64)}).with_columns(
        is_once=found.bursts["p_once"] < limits.burst_p
    )
    rows = (
        rows.with_columns(
            account_id=arrays.account_ids.gather(code),
            own_grade=pl.Series(graded.grade[code], dtype=pl.String),
            links_n=pl.Series(graded.links_n[code]),
            no_crowd=pl.Series(graded.no_crowd[code]),
            partners_n=pl.Series(np.diff(found.partners.begin)[code]),
            total_n=pl.Series(total[code]),
            **{f"line_{name}": pl.Series(graded.lines[name][code]) for name in LINES},
        )
        .join(found.evidence, on="account", how="left", maintain_order="left")
        .join(_pair_q(found), on="account", how="left", maintain_order="left")
        .join(done, on=["cluster_id", "account"], how="left", maintain_order="left")
        .join(once, on="burst", how="left", maintain_order="left")
    )
    is_burst = pl.col("burst") >= 0
    grade = (
        pl.when(is_burst)
        .then(pl.when("is_once").then(pl.lit("B")).otherwise(pl.lit("C")))
        .otherwise("own_grade")
    )
    rows = rows.with_columns(is_burst.alias(f"line_{_ONE_POST}")).with_columns(
        grade=grade,
        posts_n=pl.col("posts_n").fill_null(0),
        sources_n=pl.col("sources_n").fill_null(0),
        bets_n=pl.col("bets_n").fill_null(0),
        days_n=pl.col("days_n").fill_null(0),
        task_share=(pl.col("done_n").fill_null(0) / pl.col("total_n")).clip(0.0, 1.0),
        ln_e_needed=_needed(found),
        leader_id=_ids(arrays, rows["leader"]),
        evidence_lines=_keys((*LINES, _ONE_POST)),
    )
    rows = rows.with_columns(reasons=_reasons(limits))
    return CLUSTERS.fit(rows)


def _pair_q(found: Search) -> pl.DataFrame:
    """account, pair_q: the smallest q of its pairs."""
    both = [found.pairs.select(name, pair_q="q").rename({name: "account"}) for name in ("account", "partner")]
    return pl.concat(both).group_by("account").agg(pl.col("pair_q").min())


def _needed(found: Search) -> pl.Expr:
    """The value from which moments stand: against five explanations for A, against four for `followed`."""
    five, four = (value if np.isfinite(value) else None for value in found.graded.needed)
    return (
        pl.when(pl.col("burst") >= 0)
        .then(None)
        .when("line_followed")
        .then(pl.lit(four, pl.Float64))
        .otherwise(pl.lit(five, pl.Float64))
    )


def _ids(arrays: CaseArrays, codes: pl.Series) -> pl.Series:
    """The account ids that codes stand for; null stays null."""
    known = codes.fill_null(0)
    ids = arrays.account_ids.gather(known) if len(arrays.account_ids) else pl.Series(dtype=pl.String)
    return pl.DataFrame({"id": ids, "code": codes}).select(pl.when(pl.col("code").is_not_null()).then("id"))[
        "id"
    ]


def _keys(lines: tuple[str, ...]) -> pl.Expr:
    return pl.concat_list(pl.when(f"line_{name}").then(pl.lit(name)) for name in lines).list.drop_nulls()


def _reasons(limits: GradeLimits) -> pl.Expr:
    """Why no more, and what to know: keys of locale/coordination.toml without `reason_`."""
    below_a = pl.col("grade") != "A"
    told = {
        "few_days": below_a & (pl.col("burst") < 0) & (pl.col("days_n") < limits.days_min),
        "may_follow": pl.col("line_followed"),
        "no_crowd": pl.col("no_crowd"),
        "words_only": below_a & pl.col("line_text") & ~pl.col("line_followed"),
        "link_only": pl.col("line_link")
        & ~pl.col("line_followed")
        & ~pl.col("line_text")
        & ~pl.col("line_pair_timing"),
        "pair_only": below_a & pl.col("line_pair_timing") & ~pl.col("line_followed"),
        "own_clock": pl.col("line_own_clock"),
        # A weekly timetable of its own would explain it too, or the export is too short to tell.
        "timetable": (pl.col("line_moments") | pl.col("line_followed"))
        & (pl.col("ln_e_timetable") < pl.col("ln_e_needed")),
        "source_or_copied": pl.col("line_source"),
        "one_post": pl.col(f"line_{_ONE_POST}"),
        "not_seen_once": (pl.col("burst") >= 0) & ~pl.col("is_once").fill_null(False),
        "one_author": (pl.col("burst") < 0) & (pl.col("sources_n") == 1),
    }
    return pl.concat_list(
        pl.when(stands).then(pl.lit(name)) for name, stands in told.items()
    ).list.drop_nulls()


def _tasks(found: Search, limits: GradeLimits) -> pl.DataFrame:
    """Rows of CLUSTER_TASKS: each target post with its members, and how many chance puts there."""
    arrays = found.arrays
    frames = [CLUSTER_TASKS.empty()]
    for k, group in enumerate(found.groups, 1):
        rows = _on_targets(arrays, group)
        objects, at_s = arrays.object[rows], arrays.at_s[rows]
        frame = (
            pl.DataFrame({"object": objects, "at_s": at_s})
            .group_by("object")
            .agg(
                members_n=pl.len(), first_s=pl.col("at_s").min(), last_s=pl.col("at_s").max(), moments="at_s"
            )
            .sort("object")
        )
        codes = frame["object"].to_numpy()
        arrived = [_arrival(np.array(m), limits.arrival_share) for m in frame["moments"]]
        author = arrays.author_ids.gather(arrays.author[codes])
        frames.append(
            CLUSTER_TASKS.fit(
                frame.with_columns(
                    cluster_id=pl.lit(f"g{k}"),
                    object_id=arrays.object_ids.gather(codes),
                    kind=arrays.kind.gather(codes),
                    author_id=pl.select(pl.when(author != "").then(author)).to_series(),
                    accounts_n=pl.Series(arrays.sizes()[codes]),
                    members_expected=pl.Series(_members_expected(found, group.members, codes)),
                    pairs_60_share=pl.Series([a[0] for a in arrived], dtype=pl.Float64),
                    densest_lag_s=pl.Series([a[1] for a in arrived], dtype=pl.Float64)
                    - pl.Series(arrays.posted_s[codes]),
                    densest_width_s=pl.Series([a[2] for a in arrived], dtype=pl.Float64),
                    first_at=_moments(frame["first_s"].to_numpy()),
                    last_at=_moments(frame["last_s"].to_numpy()),
                )
            )
        )
    return pl.concat(frames)


def _members_expected(found: Search, members: Ints, objects: Ints) -> Floats:
    """Count the distinct members that chance puts on each object: at most as many as there are.

    A member with k first events meets an object of n among E in all with probability 1 - exp(-k n / E), if
    events fall on objects by their size. Source: Chung & Lu 2002, doi:10.1073/pnas.252631999 (the mean of a
    random graph with given degrees; its probability here as of a Poisson count).
    """
    arrays = found.arrays
    acts_n = np.bincount(arrays.account, minlength=arrays.accounts_n)[members]
    rate = np.outer(arrays.sizes()[objects], acts_n) / max(len(arrays.account), 1)
    expected: Floats = -np.expm1(-rate).sum(axis=1)
    return expected


def _arrival(at_s: Floats, share: float) -> tuple[float | None, float | None, float | None]:
    """Share of pairs within 60 s; moment and length of the shortest span with `share` of the moments."""
    n = len(at_s)
    if n < 2:
        return None, None, None
    within = np.searchsorted(at_s, at_s + _WITHIN_S, side="right") - np.arange(n) - 1
    pairs = float(within.sum() / (n * (n - 1) / 2))
    if n < 3:
        return pairs, None, None
    span = densest_span(at_s, share)
    return pairs, span.begin_s, span.width_s
