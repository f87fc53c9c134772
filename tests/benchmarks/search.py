"""How quick a search over invented posts is, beside a bare literal scan of the same texts.

    python -m tests.benchmarks.search [--rows 1000000] [--rounds 9]

Prints one JSON line a figure: seconds, median of the rounds. `build_s` is paid once after a case was opened; `search_s`
is a query with all facet counts and hours, as the page of posts asks it; `scan_s` the same words through Polars alone.
"""

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl

from analytics.model.tables import ALLEGED_EVENTS, CLUSTERS, ROLES
from analytics.search.facets import COLUMNS, Choice, facet, hours
from analytics.search.find import find
from analytics.search.query import parse_query
from analytics.search.records import Searched, searched, with_profiles

QUERIES = ("派单", "文案 结算", '"过期面包" -谣言', "author:夜航7 转发")
WORDS = (
    "过期面包",
    "派单",
    "文案",
    "结算",
    "转发",
    "谣言",
    "学校门口",
    "大家",
    "看看",
    "据说",
    "已经",
    "住院",
    "老板",
    "没有",
)
START = datetime(2025, 3, 4, tzinfo=UTC)


def invented(n: int, seed: int = 7) -> Searched:
    """n records of about 55 signs, each with words of its own that no other has, by n / 8 accounts."""
    chance = random.Random(seed)
    signs = [chr(0x4E00 + k) for k in range(3_000)]
    texts = [
        "".join(chance.choices(signs, k=chance.randint(20, 70))) + chance.choice(WORDS) + chance.choice(WORDS)
        for _ in range(n)
    ]
    people, regions = n // 8 + 1, [f"地区{k}" for k in range(34)]
    numbers = pl.DataFrame({"k": pl.int_range(n, eager=True), "text": texts})
    events = numbers.select(
        event_id=pl.format("weibo:{}", "k"),
        kind=pl.when(pl.col("k") % 3 == 0).then(pl.lit("comment")).otherwise(pl.lit("repost")),
        account_id=pl.format("weibo:9{}", pl.col("k") % people),
        account_name=pl.format("夜航{}", pl.col("k") % people),
        at=pl.lit(START) + pl.duration(seconds=pl.col("k") % 900_000),
        at_precision=pl.lit("s"),
        text="text",
        own_text="text",
        region=(pl.col("k") % 34).replace_strict(list(range(34)), regions, return_dtype=pl.String),
        client=pl.format("client {}", pl.col("k") % 30),
        post=pl.format("weibo:p{}", pl.col("k") % 400),
    )
    made = searched(events, ALLEGED_EVENTS.empty(), ROLES.empty(), CLUSTERS.empty())
    profile = pl.DataFrame({"k": pl.int_range(people, eager=True)}).select(
        account_id=pl.format("weibo:9{}", "k"),
        verified_type=(pl.col("k") % 4).cast(pl.String),
        followers_n="k",
    )
    return Searched(with_profiles(made.records, profile), made.texts)


def timed(what: Callable[[], object], rounds: int) -> float:
    """Median seconds of some rounds, after one that does not count."""
    what()
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        what()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def asked(data: Searched, text: str) -> int:
    """A search as the page asks it: hits, all facet counts, hits per hour."""
    found = find(data, parse_query(text))
    for name in COLUMNS:
        facet(found, name, Choice())
    hours(found, "Asia/Shanghai")
    return found.height


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    told = parser.parse_args()
    begun = time.perf_counter()
    data = invented(told.rows)
    load = round(os.getloadavg()[0], 1)
    print(
        json.dumps({"rows": told.rows, "build_s": round(time.perf_counter() - begun, 2), "load": load}),
        flush=True,
    )
    frame = data.texts.to_frame("text")
    for text in QUERIES:
        words = [pl.col("text").str.contains(word, literal=True) for word in parse_query(text).words]
        scan = timed(lambda words=words: frame.filter(*words), told.rounds)
        search = timed(lambda text=text: asked(data, text), told.rounds)
        figures = {
            "query": text,
            "hits": asked(data, text),
            "scan_s": round(scan, 3),
            "search_s": round(search, 3),
        }
        print(json.dumps(figures, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
