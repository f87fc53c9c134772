"""The tables that the search writes: groups, members, target posts, events, and figures of the search."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analytics.coordination.groups.case_arrays import CaseArrays, Ints
from analytics.coordination.groups.search import Case, Search
from analytics.coordination.groups.selection import Group
from analytics.coordination.groups.shared_text import SharedText
from analytics.model.tables import CLUSTER_ACTS, CLUSTER_TASKS, CLUSTERS, COORDINATION, TIME
from analytics.model.thresholds import GradeLimits, ListLimits


@dataclass(frozen=True)
class ResultTables:
    """CLUSTERS, CLUSTER_ACTS and CLUSTER_TASKS."""

    clusters: pl.DataFrame
    acts: pl.DataFrame
    tasks: pl.DataFrame


def result_tables(case: Case, found: Search, groups: list[Group], events: pl.DataFrame) -> ResultTables:
    """The tables of all groups. events: EVENTS as `prepare` read it."""
    acts = case.material.acts
    ids = events["event_id"]
    cluster_acts = pl.concat([CLUSTER_ACTS.empty(), *(_acts(case, g, ids) for g in groups)])
    behind = cluster_acts.group_by("cluster_id", "account_id").agg(
        task_acts=pl.len(), event_ids=pl.col("event_id").sort_by("at", "event_id").head(ListLimits.shown_n)
    )
    total = np.bincount(acts.account, minlength=acts.accounts_n)
    rows = pl.concat(
        [
            CLUSTERS.empty().drop("event_ids", "task_share").with_columns(acts_n=pl.lit(0, pl.Int64)),
            *(_members(case, found, g, total) for g in groups),
        ]
    )
    clusters = rows.join(behind, on=["cluster_id", "account_id"], how="left").with_columns(
        task_share=pl.col("task_acts").fill_null(0) / pl.col("acts_n"),
        event_ids=pl.col("event_ids").fill_null(pl.lit([], pl.List(pl.String))),
    )
    return ResultTables(
        CLUSTERS.fit(clusters),
        cluster_acts,
        pl.concat([CLUSTER_TASKS.empty(), *(_tasks(case, g) for g in groups)]),
    )


def _members(case: Case, found: Search, group: Group, total: Ints) -> pl.DataFrame:
    j, place = group.judged, group.place
    x = j.examined
    members = x.candidate.members[place]
    together = j.dispatch <= x.limits.grades.arrival_ratio_max
    rows = [
        {
            "account_id": case.material.acts.account_ids[int(m)],
            "cluster_id": f"g{group.number}",
            "grade": str(group.grade[k]),
            "evidence_lines": _lines(bool(j.burst[p]), bool(j.text[p]), together, j.alone),
            "reasons": _reasons(case, group, k),
            "ln_e": None if j.alone else float(x.ln_e[p]),
            "ln_e_needed": None if j.alone else float(found.stands[0] if j.text[p] else found.stands[1]),
            "ln_e_by_scale": [] if j.alone else x.ln_e_scales[p].tolist(),
            "sources_n": int(x.sources_n[p]),
            "text_sources_n": len(x.text_sources[p]),
            "dispatch_ratio": _known(j.dispatch),
            "stable_share": _known(float(group.stable[k])),
            "group_stable_share": _known(group.group_stable),
            "found_by": x.candidate.by,
            "acts_n": int(total[m]),
        }
        for k, (p, m) in enumerate(zip(place, members, strict=True))
    ]
    left = {"event_ids", "task_share"}
    schema = pl.Schema({**{k: v for k, v in CLUSTERS.schema.items() if k not in left}, "acts_n": pl.Int64()})
    return pl.DataFrame(rows, schema=schema).with_columns(
        pl.when(pl.col("ln_e_needed").is_finite()).then("ln_e_needed").alias("ln_e_needed")
    )


def _lines(burst: bool, text: bool, together: bool, alone: bool) -> list[str]:
    return [
        name
        for name, stands in (
            ("moments", burst),
            ("text", text),
            ("arrival", together and (burst or text or alone)),
        )
        if stands
    ]


def _reasons(case: Case, group: Group, k: int) -> list[str]:
    """Why this account stands no higher: what else explains the group, and which line does not stand."""
    j, p = group.judged, group.place[k]
    x, limits = j.examined, j.examined.limits
    if group.grade[k] == "A":
        return []
    found = list(j.held)
    if case.ticks[x.candidate.members[p]]:
        found.append("own_clock")
    if not j.burst[p]:
        found.append(
            "few_sources_tested" if x.sources_n[p] < limits.grades.sources_min else "moments_do_not_stand"
        )
    if not j.text[p]:
        found.append("no_supplied_text")
    if not j.dispatch <= limits.grades.arrival_ratio_max:
        found.append("arrival_unknown" if np.isnan(j.dispatch) else "arrival_spread")
    steady = limits.repeats
    if (
        j.grade[p] == "A"
        or group.stable[k] < steady.member_steady_min
        or group.group_stable < steady.group_steady_min
    ):
        found.append("not_stable")
    return list(dict.fromkeys(found))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _acts(case: Case, group: Group, event_ids: pl.Series) -> pl.DataFrame:
    """Acts of the listed members on the group's tasks."""
    acts, cells, x = case.material.acts, case.material.cells, group.judged.examined
    members = x.candidate.members[group.place]
    rows = _on_tasks(acts, members, x.tasks)
    gap = _nearest(acts, x.candidate.members, x.tasks)[rows]
    cell = _cells(cells, x.candidate.members, acts, x.limits.moments.text_others_min)
    frame = pl.DataFrame(
        {
            "account": acts.account[rows],
            "object": acts.object[rows],
            "event_id": event_ids.gather(acts.event[rows]),
            "at": pl.from_epoch(
                pl.Series((acts.at_s[rows] * 1e6).round().astype(np.int64)), time_unit="us"
            ).dt.replace_time_zone("UTC"),
            "lag_s": acts.delay_s[rows],
            "nearest_gap_s": pl.Series(gap).fill_nan(None),
        }
    )
    frame = frame.join(cell, on=["account", "object"], how="left")
    return CLUSTER_ACTS.fit(
        frame.with_columns(
            cluster_id=pl.lit(f"g{group.number}"),
            account_id=acts.account_ids.gather(frame["account"].to_numpy()),
            object_id=acts.object_ids.gather(frame["object"].to_numpy()),
        )
    )


def _on_tasks(acts: CaseArrays, members: Ints, tasks: Ints) -> Ints:
    inside, task = np.zeros(acts.accounts_n, bool), np.zeros(acts.objects_n, bool)
    inside[members], task[tasks] = True, True
    return np.flatnonzero(inside[acts.account] & task[acts.object])


def _nearest(acts: CaseArrays, members: Ints, tasks: Ints) -> np.ndarray:
    """For each act of a member on a task the seconds to the nearest other member there; NaN elsewhere or if
    alone."""
    gap = np.full(len(acts.account), np.nan)
    rows = _on_tasks(acts, members, tasks)  # Sorted by object and moment, as the acts are.
    if len(rows) > 1:
        step = np.where(
            acts.object[rows[1:]] == acts.object[rows[:-1]],
            acts.at_s[rows[1:]] - acts.at_s[rows[:-1]],
            np.nan,
        )
        gap[rows] = np.fmin(np.append(np.nan, step), np.append(step, np.nan))
    return gap


def _cells(cells: SharedText, members: Ints, acts: CaseArrays, others_min: int) -> pl.DataFrame:
    """account, object, cell: cells shared by a member and more than `others_min` in all."""
    account, objects, cell = cells.account, cells.object, cells.cell
    inside = np.zeros(acts.accounts_n, bool)
    inside[members] = True
    mine = inside[account]
    shared = np.bincount(cell[mine], minlength=int(cell.max(initial=-1)) + 1)
    kept = mine & (shared[cell] > others_min) if len(cell) else mine
    return pl.DataFrame({"account": account[kept], "object": objects[kept], "cell": cell[kept]}).unique(
        ["account", "object"], keep="first", maintain_order=True
    )


def _tasks(case: Case, group: Group) -> pl.DataFrame:
    acts, x = case.material.acts, group.judged.examined
    rows = _on_tasks(acts, x.candidate.members, x.tasks)
    frame = (
        pl.DataFrame({"object": acts.object[rows], "at_s": acts.at_s[rows]})
        .group_by("object")
        .agg(members_n=pl.len(), first_s=pl.col("at_s").min(), last_s=pl.col("at_s").max())
        .sort("object")
    )
    objects = frame["object"].to_numpy()
    inside = np.zeros(acts.accounts_n, bool)
    inside[x.candidate.members] = True
    share = float(inside[acts.account].mean())
    ratio = dict(zip(x.tasks.tolist(), x.task_dispatch.tolist(), strict=True))
    author = acts.author_ids.gather(acts.author[objects])
    return CLUSTER_TASKS.fit(
        frame.with_columns(
            cluster_id=pl.lit(f"g{group.number}"),
            object_id=acts.object_ids.gather(objects),
            author_id=pl.select(pl.when(author != "").then(author)).to_series(),
            accounts_n=pl.Series(acts.sizes()[objects]),
            members_expected=pl.Series(acts.sizes()[objects] * share),
            dispatch_ratio=pl.Series([ratio[o] for o in objects.tolist()], dtype=pl.Float64).fill_nan(None),
            first_at=pl.from_epoch((pl.col("first_s") * 1e6).round().cast(pl.Int64), time_unit="us").cast(
                TIME
            ),
            last_at=pl.from_epoch((pl.col("last_s") * 1e6).round().cast(pl.Int64), time_unit="us").cast(TIME),
        )
    )


SURROGATE_MEASURES = ("surrogates_n", "surrogate_a_mean", "surrogate_a_max")


def overview(case: Case, found: Search, clusters: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """COORDINATION without its rows about surrogates (`surrogate_rows`)."""
    acts, source = case.material.acts, case.material.source
    limits = case.material.limits.grades
    able = int((np.bincount(acts.account, minlength=acts.accounts_n) >= limits.able_posts_min).sum())
    known = source[acts.known_author()]
    about = events.filter(pl.col("kind") != "post")
    grades = {g: int((clusters["grade"] == g).sum()) for g in ("A", "B", "C")}
    rows: list[tuple[str, float | None, str | None]] = [
        ("acts_n", len(acts.account), None),
        ("acts_left_out_n", len(about) - len(acts.account), "acts_left_out"),
        ("accounts_n", acts.accounts_n, None),
        ("accounts_testable_n", able, "accounts_testable"),
        ("posts_n", acts.objects_n, None),
        ("sources_n", len(np.unique(known)), None),
        ("posts_author_unknown_n", int((~acts.known_author()).sum()), "posts_author_unknown"),
        ("candidates_n", len(found.judged), None),
        ("cells_n", case.material.cells.cells_n, None),
        ("ln_e_needed_text", _finite(found.stands[0]), "ln_e_needed_text"),
        ("ln_e_needed_other", _finite(found.stands[1]), "ln_e_needed_other"),
        *((f"accounts_{g.lower()}", n, None) for g, n in grades.items()),
        ("verdict", None, _verdict((able, len(np.unique(source))), acts.at_s, grades, limits)),
    ]
    return pl.DataFrame(rows, schema=COORDINATION.schema, orient="row")


def surrogate_rows(calibration: pl.DataFrame) -> pl.DataFrame:
    """COORDINATION's rows about surrogates: how many, and accounts at A in them: mean and largest."""
    n = calibration["accounts_a"]
    values: tuple[Any, ...] = (len(n), n.mean(), n.max())
    return pl.DataFrame(
        [
            (name, None if v is None else float(v), name)
            for name, v in zip(SURROGATE_MEASURES, values, strict=True)
        ],
        schema=COORDINATION.schema,
        orient="row",
    )


def _verdict(enough: tuple[int, int], at_s: np.ndarray, grades: dict[str, int], limits: GradeLimits) -> str:
    """Key of the one-sentence answer: insufficient (and why), nothing found, or what was found.

    enough: accounts that can be tested, sources.
    """
    able, sources_n = enough
    if able < limits.able_accounts_min:
        return "insufficient_accounts"
    if sources_n < limits.sources_min:
        return "insufficient_sources"
    if len(np.unique(at_s)) < 2:
        return "insufficient_times"
    return "found_a" if grades["A"] else "found_b" if grades["B"] else "found_none"


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
