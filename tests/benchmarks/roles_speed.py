"""Speed and memory of targets, roles and scope on a million acts: one JSON line a step (CPU seconds, wall seconds, peak MB so far).

    python -m tests.benchmarks.roles_speed [--acts 1000000]

The acts are drawn (seed 1): posts with Zipf popularity, 20 % of acts with words, half of them of a few hundred families, three
groups of 40 accounts listed at A with 60 tasks each.
"""

import argparse
import json
import resource
import time

import numpy as np
import polars as pl

from analytics.cascade.statistics import measure_cascades
from analytics.model.tables import (
    ACCOUNT_NAMES,
    ACCOUNTS,
    CLUSTER_ACTS,
    CLUSTER_TASKS,
    CLUSTER_TRAITS,
    CLUSTERS,
    COUNTERS,
    LABELS,
    OCCURRENCES,
    PLACED_EVENTS,
    SOURCES,
)
from analytics.roles.assign import assign, features_of
from analytics.scope.all_measures import measure_all, scope_data
from analytics.store.case_toml import CaseToml
from analytics.text.edits import edited_variants
from analytics.text.families import families_of, linked_acts
from analytics.text.targets import targets_of

START_S = 1_740_787_200


def drawn(n: int) -> pl.DataFrame:
    """PLACED_EVENTS with n acts on n / 100 posts by n / 4 accounts."""
    rng = np.random.default_rng(1)
    posts_n = n // 100
    weight = 1 / np.arange(2, posts_n + 2) ** 0.9
    root = rng.choice(posts_n, n, p=weight / weight.sum())
    at = START_S + (root % 2_000_000) + rng.exponential(20_000, n).astype(np.int64)
    words = pl.Series([f"第{k}种说法，这家店到底怎么样大家自己看" for k in range(400)])
    own = words.gather(rng.integers(0, 400, n)).zip_with(
        pl.Series(rng.random(n) < 0.1), pl.Series([None] * n, dtype=pl.String)
    )
    lone = pl.select(
        pl.concat_str(
            pl.lit("随便说说"), pl.Series(rng.integers(0, 10**9, n)).cast(pl.String), pl.lit("这件事我不清楚")
        )
    ).to_series()
    own = own.zip_with(pl.Series(rng.random(n) < 0.9), lone)
    parent = np.where(rng.random(n) < 0.3, np.maximum(0, np.arange(n) - 1), -1)
    parent[parent >= 0] = np.where(root[parent[parent >= 0]] == root[parent >= 0], parent[parent >= 0], -1)
    ids = pl.select(
        pl.concat_str(pl.lit("weibo:5"), pl.Series(np.arange(n)).cast(pl.String).str.zfill(15))
    ).to_series()
    roots = pl.select(
        pl.concat_str(pl.lit("weibo:4"), pl.Series(np.arange(posts_n)).cast(pl.String).str.zfill(15))
    ).to_series()
    who = pl.select(
        pl.concat_str(pl.lit("weibo:"), pl.Series(rng.integers(0, n // 4, n + posts_n)).cast(pl.String))
    ).to_series()
    acts = pl.DataFrame(
        {
            "event_id": ids,
            "kind": np.where(rng.random(n) < 0.25, "comment", "repost"),
            "account_id": who.head(n),
            "at_s": at,
            "root_id": roots.gather(root),
            "parent_id": ids.gather(np.maximum(parent, 0)).zip_with(
                pl.Series(parent >= 0), roots.gather(root)
            ),
            "parent_basis": np.where(parent >= 0, "stated", "root"),
            "own_text": own,
            "region": pl.Series(["浙江", "江西", "北京"]).gather(root % 3),
            "client": pl.Series(["a", "b", "c", "d"]).gather(root % 4),
        }
    )
    heads = pl.DataFrame(
        {
            "event_id": roots,
            "account_id": who.tail(posts_n),
            "at_s": START_S + np.arange(posts_n) % 2_000_000 - 10,
            "root_id": roots,
        }
    )
    heads = heads.with_columns(
        kind=pl.lit("post"), own_text=pl.concat_str(pl.lit("关于某店的帖子"), pl.col("root_id"))
    )
    both = pl.concat([heads, acts], how="diagonal").with_columns(
        at=pl.from_epoch("at_s").dt.cast_time_unit("us").dt.replace_time_zone("UTC"),
        at_precision=pl.lit("s"),
        platform=pl.lit("weibo"),
        text="own_text",
        source_sha256=pl.lit("s"),
        source_row=pl.int_range(pl.len()),
        source_path=pl.lit(""),
    )
    return PLACED_EVENTS.fit(both)


def groups(events: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Three groups as the search would list them."""
    sizes = events.filter(pl.col("kind") != "post")["root_id"].value_counts(sort=True)
    out: dict[str, list[pl.DataFrame]] = {"clusters": [], "cluster_acts": [], "cluster_tasks": []}
    for g in range(3):
        tasks = sizes["root_id"].slice(g * 60, 60)
        on = events.filter(pl.col("root_id").is_in(tasks.implode()) & (pl.col("kind") != "post"))
        who = on["account_id"].value_counts(sort=True)["account_id"].head(40)
        mine = on.filter(pl.col("account_id").is_in(who.implode()))
        out["clusters"].append(
            CLUSTERS.fit(
                pl.DataFrame({"account_id": who}).with_columns(
                    cluster_id=pl.lit(f"g{g}"),
                    grade=pl.lit("A"),
                    evidence_lines=pl.lit(["moments", "text", "arrival"]),
                    reasons=pl.lit([], pl.List(pl.String)),
                    event_ids=pl.lit([], pl.List(pl.String)),
                )
            )
        )
        out["cluster_acts"].append(
            CLUSTER_ACTS.fit(
                mine.select("account_id", "event_id", "at", object_id="root_id", cluster_id=pl.lit(f"g{g}"))
            )
        )
        out["cluster_tasks"].append(
            CLUSTER_TASKS.fit(pl.DataFrame({"object_id": tasks}).with_columns(cluster_id=pl.lit(f"g{g}")))
        )
    return {name: pl.concat(parts) for name, parts in out.items()} | {
        "cluster_traits": CLUSTER_TRAITS.empty()
    }


def displayed(events: pl.DataFrame) -> pl.DataFrame:
    """COUNTERS: reposts and views of every post at two captures."""
    posts = events.filter(pl.col("kind") == "post").select(
        "event_id", "source_sha256", "source_row", "source_path"
    )
    size = events["root_id"].value_counts().rename({"root_id": "event_id"})
    return pl.concat(
        [
            COUNTERS.fit(
                posts.join(size, on="event_id").with_columns(
                    counter=pl.lit(counter),
                    value=pl.col("count") * times,
                    is_floor=pl.lit(False),
                    is_rounded=pl.lit(False),
                    captured_at=pl.lit(events["at"].max()) - pl.duration(days=days),
                )
            )
            for counter, times in (("reposts", 1), ("views", 9))
            for days in (0, 3)
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acts", type=int, default=1_000_000)
    n = parser.parse_args().acts
    events = drawn(n)
    facts = CaseToml.model_validate({"targets": [{"name": "某店", "terms": ["某店", "这家店"]}]})
    accounts = ACCOUNTS.fit(
        pl.DataFrame({"account_id": events["account_id"].unique()}).with_columns(followers_n=pl.lit(100))
    )
    begun, cpu = time.perf_counter(), time.process_time()

    def told(step: str) -> None:
        nonlocal begun, cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            json.dumps(
                {
                    "step": step,
                    "acts": n,
                    "wall_s": round(time.perf_counter() - begun, 2),
                    "cpu_s": round(time.process_time() - cpu, 2),
                    "peak_mb": round(peak),
                }
            ),
            flush=True,
        )
        begun, cpu = time.perf_counter(), time.process_time()

    families = families_of(events)
    told("families")
    layers = pl.concat([families, edited_variants(events, families)])
    layers = pl.concat([layers, linked_acts(events, layers)])
    told("edited variants and links")
    measured = measure_cascades(events)
    told("cascades")
    targets = targets_of(events, ACCOUNT_NAMES.empty(), facts.targets, LABELS.empty())
    told("targets")
    tables = groups(events) | {
        "families": families,
        "layers": layers,
        "accounts": accounts,
        "account_names": ACCOUNT_NAMES.empty(),
        "labels": LABELS.empty(),
        "nodes": measured.nodes,
        "levels": measured.levels,
        "cascades": measured.cascades,
        "targets": targets,
    }
    told("(groups drawn)")
    roles = assign(features_of(events, targets, tables, facts))
    told("roles")
    seen = OCCURRENCES.fit(
        events.select("event_id", "source_sha256").with_columns(captured_at=pl.lit(events["at"].max()))
    )
    scope = measure_all(
        scope_data(
            events,
            tables
            | {
                "roles": roles,
                "counters": displayed(events),
                "sources": SOURCES.empty(),
                "occurrences": seen,
            },
            facts,
            (("reposts", 500.0), ("views", 5000.0)),
        )
    )
    told(f"scope ({scope.height} rows, {scope['measure'].n_unique()} measures)")


if __name__ == "__main__":
    main()
