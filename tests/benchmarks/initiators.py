"""Initiators over invented worlds: is the account that is called first the earliest surviving one, and is nobody called where none can be?

    python -m tests.benchmarks.initiators run --makers towns,unseen,foreign --seeds 5001-5004 --out initiators.csv
    python -m tests.benchmarks.initiators table initiators.csv

Into each world of another benchmark 80 informations are planted: a first item and copies of it (some edited by a letter or two, put in
traditional characters, given emoji), as posts, comments and reposts with words, with bare reposts below; one to nine copies, each from a
second to two days after the one before. A quarter loses its first item (half of these with all that hung below it), a tenth opens
with an act whose parent is missing. Every account's acts come from a file with clocks to the second (55 %), minute (30 %) or day (15 %),
a fifth of the acts again from a second file with other clocks, merged as an import merges them.

Right: the call names the account of the earliest surviving item by the true clock; or no call is made where the clocks of the merged
export leave the order open, or the earliest item cites a missing one. The truth and this oracle read the plan, not the tool.
"""

import argparse
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import opencc
import polars as pl

from analytics.importing.merge import merge
from analytics.importing.staging import PARSED_EVENTS, SCHEMAS
from analytics.model.tables import (
    ACCOUNT_NAMES,
    CLUSTER_ACTS,
    CLUSTER_TASKS,
    CLUSTER_TRAITS,
    CLUSTERS,
    LABELS,
    NODES,
)
from analytics.model.thresholds import DEFAULT
from analytics.roles.assign import features_of
from analytics.roles.kinds.initiator import find
from analytics.store.case_folder import Commit, create_case
from analytics.store.case_toml import CaseToml
from analytics.text.edits import edited_variants
from analytics.text.families import SAME, families_of
from analytics.text.targets import targets_of
from tests.benchmarks.edits import invented, letters
from tests.benchmarks.runs import MAKERS, Job, command, left, rows_as_they_come, rows_of, share

PLANTED_N = 80
TARGET = "青禾巷口的面包铺"  # A fifth of the informations speak of it.
BASE_KINDS = ("clean", "L0", "L1", "L2")
PRECISIONS = (("s", 0.55), ("min", 0.30), ("day", 0.15))
WIDTH_S = {"s": 1, "min": 60, "day": 86_400}
ZONE_S = 8 * 3600
TRADITIONAL = opencc.OpenCC("s2t")


@dataclass(frozen=True)
class Item:
    """One planted act that states the information of family k."""

    family: int
    event_id: str
    account_id: str
    at_s: int
    kind: str
    text: str
    root_id: str
    cites_missing: bool


def planted(
    base: pl.DataFrame, rng: np.random.Generator, seed: int
) -> tuple[list[Item], list[dict[str, object]]]:
    """The items of every family that survive, and the bare reposts below their posts."""
    people = base["account_id"].drop_nulls().unique().sort()
    posts = base.filter(pl.col("kind") == "post")["event_id"].sort()
    moments = base["at"].dt.epoch("s")
    low, high = int(moments.quantile(0.05) or 0), int(moments.quantile(0.8) or 0)
    items, below = [], []
    for k, text in enumerate(invented(PLANTED_N, seed + 17)):
        said = f"{TARGET}，{text}" if k % 5 == 0 else text
        at = int(rng.integers(low, high))
        who = [str(people[int(i)]) for i in rng.choice(len(people), int(rng.integers(2, 11)), replace=False)]
        fate = rng.random()
        lost, bare_lost, orphan = fate < 0.25, fate < 0.125, 0.25 <= fate < 0.35
        for n, account in enumerate(who):
            at += int(np.exp(rng.uniform(0, np.log(2 * 86_400)))) if n else 0
            is_post = rng.random() < 0.7 and not (orphan and n == 0)
            event_id = f"weibo:77{seed:05d}{k:03d}{n:02d}"
            missing = orphan and n == 0
            root = (
                event_id
                if is_post
                else f"weibo:66{seed:05d}{k:03d}"
                if missing
                else str(posts[int(rng.integers(len(posts)))])
            )
            words = said if n == 0 or rng.random() < 0.5 else reworded(rng, said)
            spread_n = int(rng.integers(6, 14)) if n == 0 else int(rng.integers(0, 9))
            if is_post and not (bare_lost and n == 0):
                below += [
                    {
                        "event_id": f"{event_id}{r:02d}",
                        "kind": "repost",
                        "account_id": str(people[int(rng.integers(len(people)))]),
                        "at_s": at + 30 + 77 * r,
                        "root_id": event_id,
                        "parent_id": event_id,
                        "parent_basis": "missing" if lost and n == 0 else "stated",
                    }
                    for r in range(spread_n)
                ]
            if not (lost and n == 0):
                items.append(
                    Item(
                        k,
                        event_id,
                        account,
                        at,
                        "post" if is_post else str(rng.choice(["comment", "repost"])),
                        words,
                        root,
                        missing,
                    )
                )
    return items, below


def reworded(rng: np.random.Generator, text: str) -> str:
    way = int(rng.integers(4))
    return (
        letters(rng, text, way)
        if way in (1, 2)
        else TRADITIONAL.convert(text)
        if way
        else text[:7] + "😡[怒]" + text[7:] + "🙏"
    )


def acts_of(items: list[Item], below: list[dict[str, object]]) -> pl.DataFrame:
    """The planted acts by the true clock, with the columns that an export states."""
    rows = [
        {
            "event_id": i.event_id,
            "kind": i.kind,
            "account_id": i.account_id,
            "at_s": i.at_s,
            "text": i.text,
            "own_text": i.text,
            "root_id": i.root_id,
            "parent_id": None if i.kind == "post" else i.root_id,
            "parent_basis": None if i.kind == "post" else "missing" if i.cites_missing else "stated",
        }
        for i in items
    ]
    return pl.DataFrame([*rows, *below], infer_schema_length=None).with_columns(
        platform=pl.lit("weibo"), at=pl.from_epoch("at_s").dt.cast_time_unit("us").dt.replace_time_zone("UTC")
    )


def coarse(acts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The acts as the file of their account shows them: at_precision, and `at` as the start of what it stands for (days of Beijing)."""
    names = [name for name, _ in PRECISIONS]
    who = acts["account_id"].unique().sort()
    of = pl.DataFrame(
        {"account_id": who, "at_precision": rng.choice(names, len(who), p=[p for _, p in PRECISIONS])}
    )
    shown = (
        acts.drop("at_precision", strict=False)
        .join(of, on="account_id", how="left", maintain_order="left")
        .with_columns(pl.col("at_precision").fill_null("s"))
    )
    second = pl.col("at").dt.epoch("s") + ZONE_S
    width = pl.col("at_precision").replace_strict(WIDTH_S, return_dtype=pl.Int64)
    return shown.with_columns(
        at=pl.from_epoch(second // width * width - ZONE_S).dt.cast_time_unit("us").dt.replace_time_zone("UTC")
    )


def merged(acts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """EVENTS as an import of two overlapping captures gives them: the finest clock of each act is kept."""
    first, again = coarse(acts, rng), coarse(acts.sample(fraction=0.2, seed=int(rng.integers(2**31))), rng)
    with tempfile.TemporaryDirectory() as folder:
        commit = Commit(create_case(Path(folder) / "case"))
        files = []
        for k, frame in enumerate((first, again)):
            sha = str(k + 1) * 64
            known = frame.with_columns(
                source_sha256=pl.lit(sha),
                source_row=pl.int_range(pl.len(), dtype=pl.Int64),
                source_path=pl.lit(""),
                text_sha256=pl.lit(None, pl.String),
                captured_at=pl.lit(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=k)),
            )
            table = known.select(
                (pl.col(c) if c in known.columns else pl.lit(None)).cast(t).alias(c)
                for c, t in PARSED_EVENTS.items()
            )
            files.append(Path(folder) / f"{sha}.00000.events.parquet")
            table.write_parquet(files[-1])
            for name in ("accounts", "counters", "rejected"):
                pl.DataFrame(schema=SCHEMAS[name]).write_parquet(Path(folder) / f"{sha}.00000.{name}.parquet")
                files.append(Path(folder) / f"{sha}.00000.{name}.parquet")
        merge(files, commit)
        return pl.read_parquet(commit.waiting / "events.parquet")


def separable(items: list[Item], shown: dict[str, tuple[float, float]]) -> bool:
    """Whether the merged clocks alone show who was first: everybody else's item begins after the first one's interval is over."""
    first = min(items, key=lambda i: (shown[i.event_id][0], i.event_id))
    end = sum(shown[first.event_id])
    return all(shown[i.event_id][0] >= end for i in items if i.account_id != first.account_id)


def one(job: Job) -> list[dict[str, object]]:
    """The row of one world."""
    name, world, seed = job
    made = MAKERS[name].make(world, seed)
    rng = np.random.default_rng([seed, len(world), len(name)])
    items, below = planted(made.events, rng, seed)
    events = merged(pl.concat([made.events, acts_of(items, below)], how="diagonal_relaxed"), rng)
    families = families_of(events)
    facts = CaseToml.model_validate({"targets": [{"name": TARGET, "terms": [TARGET]}]})
    layers = pl.concat([families, edited_variants(events, families)])
    tables = {
        "families": families,
        "layers": layers,
        "accounts": made.accounts,
        "account_names": ACCOUNT_NAMES.empty(),
        "nodes": NODES.empty(),
        "clusters": CLUSTERS.empty(),
        "cluster_acts": CLUSTER_ACTS.empty(),
        "cluster_tasks": CLUSTER_TASKS.empty(),
        "cluster_traits": CLUSTER_TRAITS.empty(),
        "labels": LABELS.empty(),
    }
    found = find(
        features_of(
            events, targets_of(events, ACCOUNT_NAMES.empty(), facts.targets, LABELS.empty()), tables, facts
        )
    )
    return [
        {
            "maker": name,
            "world": world,
            "seed": seed,
            **scored(carried(items, below), events, families, found),
        }
    ]


def carried(items: list[Item], below: list[dict[str, object]]) -> list[Item]:
    """The items of families that five or more other accounts carried on, by the plan: of fewer "first" says nothing about spread."""
    who: dict[int, set[object]] = {}
    of = {i.event_id: i.family for i in items}
    for item in items:
        who.setdefault(item.family, set()).add(item.account_id)
    for act in below:
        if act["root_id"] in of:
            who[of[str(act["root_id"])]].add(act["account_id"])
    first = {i.family: i.account_id for i in sorted(items, key=lambda i: -i.at_s)}
    return [
        i for i in items if len(who[i.family] - {first[i.family]}) >= DEFAULT.roles.initiator_accounts_min
    ]


def scored(
    items: list[Item], events: pl.DataFrame, families: pl.DataFrame, found: pl.DataFrame
) -> dict[str, int]:
    """How many families were called rightly, wrongly, left open rightly, left open needlessly, or not listed."""
    mine = events.filter(pl.col("event_id").is_in([i.event_id for i in items]))
    shown = {
        e: (at.timestamp(), float(WIDTH_S[p]))
        for e, at, p in mine.select("event_id", "at", "at_precision").iter_rows()
    }
    unit = dict(families.filter(pl.col("layer").is_in(SAME)).select("event_id", "family_id").iter_rows())
    rows = {row["subject_id"]: row for row in found.to_dicts()}
    count = {
        "families": 0,
        "open": 0,
        "called": 0,
        "called_right": 0,
        "open_left": 0,
        "open_called": 0,
        "missed": 0,
        "absent": 0,
        "a_named": 0,
        "a_right": 0,
    }
    by_family: dict[int, list[Item]] = {}
    for item in items:
        by_family.setdefault(item.family, []).append(item)
    for members in by_family.values():
        units = [unit.get(i.event_id, i.event_id) for i in members]
        row = rows.get(max(sorted(set(units)), key=units.count))
        first = min(members, key=lambda i: i.at_s)
        seen_first = min(members, key=lambda i: (shown[i.event_id][0], i.event_id))
        is_open = seen_first.cites_missing or not separable(members, shown)
        count["families"] += 1
        count["open"] += is_open
        if row is None:
            count["absent"] += 1
        elif row["grade"] == "insufficient":
            count["open_left" if is_open else "missed"] += 1
        else:
            count["called"] += 1
            count["called_right"] += row["account_id"] == first.account_id
            count["open_called"] += is_open
    about = min((i for i in items if i.family % 5 == 0), key=lambda i: i.at_s)
    named = {row["account_id"] for row in rows.values() if row["grade"] == "A"}
    return count | {"a_named": len(named), "a_right": len(named & {about.account_id})}


def run(args: argparse.Namespace) -> None:
    for rows in rows_as_they_come(left(args), one, args):
        print(rows[0], flush=True)


def table(args: argparse.Namespace) -> None:
    """Markdown, by maker and over all."""
    frame = rows_of(args.results)
    print(
        "| worlds | families | right (called rightly, or rightly left open) | calls that name the earliest survivor | left open where it is open | not called though it could be |"
        " not listed | first about the target, at A |\n|---|---|---|---|---|---|---|---|"
    )
    for (name,), rows in [*frame.group_by("maker", maintain_order=True), (("all",), frame)]:
        s = rows.drop("maker", "world").sum().to_dicts()[0]
        right = s["called_right"] - s["open_called"] + s["open_left"]
        print(
            f"| {name}, {len(rows)} worlds, seeds {rows['seed'].min()}-{rows['seed'].max()} | {s['families']} | {share(right, s['families'])} | {share(s['called_right'], s['called'])} | "
            f"{share(s['open_left'], s['open'])} | {s['missed']} | {s['absent']} | {share(s['a_right'], s['a_named'])} |"
        )


def main() -> None:
    command(
        __doc__,
        run,
        table,
        makers="towns,unseen,foreign",
        worlds=",".join(BASE_KINDS),
        seeds="5001-5001",
        out="initiators.csv",
    )


if __name__ == "__main__":
    main()
