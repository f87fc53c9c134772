"""Accuracy of organizers, initiators and the unflagged range over invented worlds with known truth.

    python -m tests.benchmarks.roles run --maker unseen --worlds L0,L1,relay --seeds 2001-2003 --out roles.csv
    python -m tests.benchmarks.roles table roles.csv

One row a world: organizers named at A or B and at A, how many of them lead in truth (controllers, lieutenants), controllers
and lieutenants there are and found; families with a true first act and how many of them are called, rightly. Seeds below
1000 and the maker `towns` served for tuning (`tests/benchmarks/accuracy.py`).
"""

import argparse
import time

import polars as pl

from analytics.cascade.statistics import measure_cascades
from analytics.coordination.groups.attribute_enrichment import enriched_attributes
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.result_tables import result_tables
from analytics.coordination.groups.search import coded_pairs, search
from analytics.coordination.pairs.counting import pair_table
from analytics.model.formatting import rounded_down
from analytics.model.tables import ACCOUNT_NAMES, COUNTERS, LABELS, OCCURRENCES, SOURCES, TARGETS
from analytics.roles.assign import assign, features_of
from analytics.scope.all_measures import scope_data
from analytics.scope.measures.unflagged import find as unflagged
from analytics.store.case_toml import CaseToml
from analytics.text.families import families_of
from analytics.text.targets import targets_of
from tests.benchmarks.runs import MAKERS, Job, at_least, command, left, rows_as_they_come, rows_of

LEADS = ("controller", "lieutenant")


def roles_of(
    events: pl.DataFrame, accounts: pl.DataFrame, facts: CaseToml | None = None
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """ROLES and the tables behind them; no facts: of a world without case.toml."""
    facts = facts or CaseToml()
    families = families_of(events)
    arrays = case_arrays(events, families)
    named = events.join(
        families.select("event_id", "family_id"), on="event_id", how="left", maintain_order="left"
    )
    found = search(arrays, coded_pairs(arrays, pair_table(named)))
    listed = result_tables(found, events)
    measured = measure_cascades(events)
    tables = {
        "families": families,
        "accounts": accounts,
        "account_names": ACCOUNT_NAMES.empty(),
        "labels": LABELS.empty(),
        "nodes": measured.nodes,
        "levels": measured.levels,
        "cascades": measured.cascades,
        "clusters": listed.clusters,
        "cluster_acts": listed.acts,
        "cluster_tasks": listed.tasks,
        "cluster_traits": enriched_attributes(listed.clusters, events, accounts),
    }
    targets = targets_of(events, tables["account_names"], facts.targets, tables["labels"])
    return assign(features_of(events, targets, tables, facts)), tables


def covered(made, roles: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> dict[str, int]:
    """Roots with reposts of the campaign: how many, and for how many the range reposts_unflagged holds the true number of others.

    Found roots: those on which a listed group (A or B) has a task.
    """
    material = scope_data(
        made.events,
        tables
        | {
            "roles": roles,
            "counters": COUNTERS.empty(),
            "sources": SOURCES.empty(),
            "occurrences": OCCURRENCES.empty(),
            "targets": TARGETS.empty(),
        },
        CaseToml(),
    )
    ranges = unflagged(material).filter(measure="reposts_unflagged").select("subject_id", "lower", "upper")
    campaign = made.truth.filter("is_campaign")["account_id"].implode()
    reposts = material.reposts().with_columns(planted=pl.col("account_id").is_in(campaign).fill_null(False))
    true = (
        reposts.group_by(subject_id="root_id")
        .agg(planted=pl.col("planted").sum(), others=(~pl.col("planted")).sum())
        .filter(pl.col("planted") > 0)
    )
    both = true.join(ranges, on="subject_id")
    hit = (pl.col("lower") <= pl.col("others")) & (pl.col("others") <= pl.col("upper"))
    found = both.join(
        tables["cluster_tasks"].select(subject_id="object_id").unique(), on="subject_id", how="semi"
    )
    return {
        "roots": both.height,
        "roots_covered": both.filter(hit).height,
        "roots_found": found.height,
        "roots_found_covered": found.filter(hit).height,
    }


def one(job: Job) -> list[dict[str, object]]:
    """The row of one world."""
    name, world, seed = job
    made = MAKERS[name].make(world, seed)
    start = time.perf_counter()
    roles, tables = roles_of(made.events, made.accounts)
    seconds = time.perf_counter() - start
    truth = made.truth
    of = {
        role: set(truth.filter((pl.col("role") == role) & pl.col("is_campaign"))["account_id"])
        for role in LEADS
    }
    leading = of["controller"] | of["lieutenant"]
    named = {
        g: set(roles.filter((pl.col("role") == "organizer") & pl.col("grade").is_in(list(g)))["account_id"])
        for g in ("A", "AB")
    }
    campaign = set(truth.filter("is_campaign")["account_id"])
    amplifiers = set(roles.filter((pl.col("role") == "amplifier") & (pl.col("grade") == "A"))["account_id"])
    return [
        {
            "maker": name,
            "world": world,
            "seed": seed,
            "named_ab": len(named["AB"]),
            "right_ab": len(named["AB"] & leading),
            "campaign_ab": len(named["AB"] & campaign),
            "named_a": len(named["A"]),
            "right_a": len(named["A"] & leading),
            "controllers": len(of["controller"]),
            "controllers_ab": len(of["controller"] & named["AB"]),
            "lieutenants": len(of["lieutenant"]),
            "lieutenants_ab": len(of["lieutenant"] & named["AB"]),
            "clusters": tables["clusters"]["cluster_id"].n_unique(),
            **covered(made, roles, tables),
            "accounts_a": tables["clusters"].filter(grade="A").height,
            "amplifiers_a": len(amplifiers),
            "amplifiers_right": len(amplifiers & campaign),
            "seconds": round(seconds, 1),
        }
    ]


def run(args: argparse.Namespace) -> None:
    for rows in rows_as_they_come(left(args), one, args):
        print(rows[0], flush=True)


def table(args: argparse.Namespace) -> None:
    """Markdown: organizers, pooled over the worlds of a kind."""
    frame = rows_of(args.results)
    print(
        "| worlds | seeds | organizers named at A or B | leading in truth | precision, lower 95 % | controllers found | lieutenants found | roots whose range holds the truth (of those with a found task) |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    for (name, world), rows in [*frame.group_by("maker", "world", maintain_order=True), (("all", ""), frame)]:
        s = rows.sum()
        n, right = s["named_ab"][0], s["right_ab"][0]
        print(
            f"| {name} {world} | {rows['seed'].min()}-{rows['seed'].max()} ({len(rows)}) | {n} | {right} | {right / n if n else float('nan'):.3f}, {rounded_down(at_least(right, n), 3):.3f} | "
            f"{s['controllers_ab'][0]} of {s['controllers'][0]} | {s['lieutenants_ab'][0]} of {s['lieutenants'][0]} | "
            f"{s['roots_covered'][0]} of {s['roots'][0]} ({s['roots_found_covered'][0]} of {s['roots_found'][0]}) |"
        )


def main() -> None:
    command(
        __doc__, run, table, makers="unseen", worlds="clean,L0,L1,relay", seeds="2001-2002", out="roles.csv"
    )


if __name__ == "__main__":
    main()
