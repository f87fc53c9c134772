"""Groups written down row by row: their tables as the search would write them, and a whole case that holds them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analytics.coordination.explanations.features import Groups, features, words_of
from analytics.coordination.explanations.propositions import Recorded, explanations
from analytics.model.tables import (
    CLUSTER_ACTS,
    CLUSTER_TASKS,
    CLUSTER_TRAITS,
    CLUSTERS,
    COORDINATION,
    EXPLANATIONS,
    FAMILIES,
    LABELS,
    TABLES,
)
from analytics.store.case_folder import Case, Commit, create_case
from tests.coordination.scene import START, Row, act, post, profiles, table
from tests.placed import write_placed


def came(account: str, target: str, second: float, family: str | None = None, **other: Any) -> Row:
    """A repost with an id of its own; `family` is put into FAMILIES by `known`."""
    return act(account, target, second, event_id=f"{account}@{target}", **other) | {"family": family}


def known(rows: list[Row]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """PLACED_EVENTS and FAMILIES of these rows."""
    events = table([{k: v for k, v in row.items() if k != "family"} for row in rows])
    said = [
        {"event_id": row["event_id"], "family_id": row["family"], "layer": "exact", "found_by": "words"}
        for row in rows
        if row.get("family")
    ]
    return events, FAMILIES.fit(pl.DataFrame(said)) if said else FAMILIES.empty()


def groups_of(
    acts: list[Row],
    members: dict[str, list[str]],
    tasks: dict[str, dict[str, Any]] | None = None,
    name: str = "g1",
    grade: str = "A",
) -> Groups:
    """The tables of one group. members: account -> evidence lines; tasks: post -> columns of CLUSTER_TASKS."""
    clusters = [
        {"account_id": a, "cluster_id": name, "grade": grade, "evidence_lines": standing, "reasons": []}
        | dict.fromkeys(("days_n", "bets_n", "partners_n", "links_n", "posts_n", "sources_n"), 0)
        | {"task_share": 0.5}
        for a, standing in members.items()
    ]
    mine = [row for row in acts if row["account_id"] in members]
    gap = {
        row["event_id"]: min(
            (
                abs((row["at"] - other["at"]).total_seconds())
                for other in mine
                if other is not row and other["root_id"] == row["root_id"]
            ),
            default=None,
        )
        for row in mine
    }
    listed = [
        {k: row[k] for k in ("account_id", "event_id", "at")}
        | {"cluster_id": name, "object_id": row["root_id"], "nearest_gap_s": gap[row["event_id"]]}
        for row in mine
    ]
    stated = tasks or {row["root_id"]: {} for row in mine}
    of_tasks = [
        {"kind": "post", "author_id": f"author of {o}", "members_n": 4, "accounts_n": 4}
        | {"cluster_id": name, "object_id": o, "members_expected": 0.1}
        | told
        for o, told in stated.items()
    ]
    lists = {"reasons": pl.List(pl.String), "evidence_lines": pl.List(pl.String)}
    return Groups(
        CLUSTERS.fit(pl.DataFrame(clusters, schema_overrides=lists)),
        CLUSTER_ACTS.fit(pl.DataFrame(listed, infer_schema_length=None)) if listed else CLUSTER_ACTS.empty(),
        CLUSTER_TASKS.fit(pl.DataFrame(of_tasks, infer_schema_length=None))
        if of_tasks
        else CLUSTER_TASKS.empty(),
        CLUSTER_TRAITS.empty(),
    )


def written_case(folder: Path, group: tuple[list[Row], Groups], recorded: Recorded | None = None) -> Case:
    """A case that holds one group with what explains it, without exports behind it.

    group: its events with the posts, and its tables.
    """
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text('[case]\nreference = "T-2"\n', encoding="utf-8")
    case = create_case(folder)
    rows, groups = group
    events, families = known(rows)
    commit = Commit(case)
    write_placed(commit, events)
    commit.write(FAMILIES, families)
    for of, frame in (
        (CLUSTERS, groups.clusters),
        (CLUSTER_ACTS, groups.acts),
        (CLUSTER_TASKS, groups.tasks),
        (CLUSTER_TRAITS, groups.traits),
        (
            EXPLANATIONS,
            explanations(groups, events, families, profiles(), recorded or Recorded(LABELS.empty())),
        ),
    ):
        commit.write(of, frame)
    others = {"events", "parents", "families", *(f"cluster_{n}" for n in ("acts", "tasks", "traits"))}
    others |= {
        "clusters",
        "explanations",
        "coordination",
        "placed_events",
        "calibration",
        "roles",
        "coactions",
    }
    for name in TABLES.keys() - others:
        commit.write(TABLES[name], TABLES[name].empty())
    at_a = float((groups.clusters["grade"] == "A").sum())
    numbers = [
        ("accounts_n", 9.0, None),
        ("accounts_testable_n", 6.0, "accounts_testable"),
        *((f"accounts_{g}", n, None) for g, n in (("a", at_a), ("b", 0.0), ("c", 0.0))),
        ("verdict", None, "found_a"),
    ]
    commit.write(COORDINATION, pl.DataFrame(numbers, schema=COORDINATION.schema, orient="row"))
    return commit.finish(stages=["import", "clusters", "explanations"], versions={"wakeline": "0"})


def followed_group() -> tuple[list[Row], Groups]:
    """Six members on three posts: m0 writes first, the others after 10, 20, .. s with its words, each member named by a
    line of its own; m5 only comes after."""
    rows: list[Row] = []
    for p in range(3):
        rows.append(post(f"p{p}", f"author of p{p}", 86_400.0 * p, f"原帖{p}"))
        rows += [
            came(
                f"m{k}", f"p{p}", 86_400.0 * p + 900 + 10 * k, f"f{p}", own_text=f"请看第{p}份报告，店家合格"
            )
            for k in range(6)
        ]
    lines = ["moments", "followed", "text", "pair_timing", "link", "own_clock"]
    members = {f"m{k}": [line] for k, line in enumerate(lines)}
    tasks = {
        f"p{p}": {
            "members_n": 6,
            "accounts_n": 9,
            "pairs_60_share": 1.0,
            "densest_lag_s": 900.0,
            "densest_width_s": 30.0,
            "first_at": START + timedelta(days=p, seconds=900),
            "last_at": START + timedelta(days=p, seconds=950),
        }
        for p in range(3)
    }
    acts = [row for row in rows if row["kind"] != "post"]
    groups = groups_of(acts, members, tasks)
    told = groups.clusters.with_columns(
        grade=pl.when(pl.col("account_id") == "m0").then(pl.lit("A")).otherwise(pl.lit("B")),
        reasons=pl.when(pl.col("account_id") == "m1").then(pl.lit(["may_follow"])).otherwise("reasons"),
        ln_e=pl.lit(12.5),
        ln_e_unled=pl.lit(14.25),
        ln_e_needed=pl.lit(9.75),
        strictest=pl.lit("leader"),
        event_ids=pl.concat_list(pl.format("{}@p0", "account_id")),
    )
    return rows, Groups(told, groups.acts, groups.tasks, groups.traits)


FOUR = {f"m{k}": ["moments"] for k in range(4)}


def measured(acts: list[Row], members: dict[str, list[str]], **more: Any) -> dict[str, Any]:
    events, families = known(acts)
    groups = groups_of(acts, members, more.get("tasks"))
    found = features(groups, words_of(groups, events, families), more.get("accounts", profiles()))
    return found.to_dicts()[0]


def cluster_acts(moments: dict[str, list[tuple[str, float]]]) -> pl.DataFrame:
    rows = [
        {"cluster_id": "g1", "account_id": a, "event_id": f"{a}{o}", "object_id": o}
        | {"at": START + timedelta(seconds=s)}
        for o, came_ in moments.items()
        for a, s in came_
    ]
    return CLUSTER_ACTS.fit(pl.DataFrame(rows))


def shared() -> list[Row]:
    """On p three members, one stranger and the post's author write f, on q three members write g, which stood elsewhere before.

    p: m0 at 0, m1 at 10, m2 at 30, x at 50 s; m3 writes nothing. q: m0 at 100, m1 at 220, m2 at 400 s, m3 at 500 s with
    words of its own.
    """
    return [
        post("p", "author of p", -1000),
        came("m0", "p", 0, "f"),
        came("m1", "p", 10, "f"),
        came("m2", "p", 30, "f"),
        came("x", "p", 50, "f"),
        came("author of p", "p", 20, "f"),
        came("m3", "p", 90),
        post("q", "author of q", -900),
        came("m0", "q", 100, "g"),
        came("m1", "q", 220, "g"),
        came("m2", "q", 400, "g"),
        came("m3", "q", 500, "h"),
        came("y", "elsewhere", 5, "g"),
    ]
