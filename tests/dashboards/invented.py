"""An invented case: one cascade with heavy-tailed branching, comments, and texts that try to act on the page."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analytics.model.tables import CASCADES, COUNTERS, LEVELS, NODES, OCCURRENCES, REJECTED, SCOPE, SOURCES
from analytics.store.case_folder import Case, Commit, create_case
from analytics.store.inputs import keep
from tests.placed import write_placed

START = datetime(2025, 4, 2, 1, 30, tzinfo=UTC)
HOSTILE = (
    "<script>window.hit=1</script>",
    "<b>粗</b><img src=x onerror=window.hit=1>",
    '=HYPERLINK("http://a.invalid")',
    "abc\u202egnp.exe",
    "\x00\x1b[31m红",
    "长" * 10_000,
    "%{x}",
    "{{7*7}}",
    "&lt;b&gt;",
    "مرحبا",
)
WRONG_DATE = {"at": datetime(2020, 1, 1, tzinfo=UTC), "at_conflict": True}
NAMES = ("青石", "晚潮", "南窗", "木棉", "远灯", "小满", "北屿", "纸舟")


def root_id(k: int = 1) -> str:
    return f"weibo:51000000000000{k:02d}"


def grown(n: int, seed: int) -> list[tuple[int, float]]:
    """(parent, seconds since the root) of acts 1 to n: rich acts get richer, most come early."""
    chance = random.Random(seed)
    parents, moments, weights = [0], [0.0], [12.0]
    grown_: list[tuple[int, float]] = []
    for k in range(1, n + 1):
        parent = chance.choices(range(k), weights)[0]
        at = moments[parent] + 30 + chance.lognormvariate(8.2, 1.4)
        weights[parent] += 0.6
        weights.append(6.0 if chance.random() < 0.02 else 0.08)
        moments.append(at)
        parents.append(parent)
        grown_.append((parent, at))
    return grown_


def acts(n: int, seed: int = 5, k: int = 1, kind: str = "repost") -> list[dict[str, Any]]:
    """The root and n acts below it as rows of EVENTS, without their source."""
    root, shape = root_id(k), grown(n, seed)
    made = [root] + [f"weibo:52{k:02d}{0 if kind == 'repost' else 1}{i:011d}" for i in range(1, n + 1)]
    rows = [
        dict(
            event_id=root,
            kind="post",
            account_id="weibo:9000000001",
            account_name="灯下旧事",
            at=START,
            parent_id=None,
            parent_basis=None,
            text="有人说桥边那家店用了过期的面粉",
            own_text="有人说桥边那家店用了过期的面粉",
        )
    ]
    for i, (parent, since) in enumerate(shape, 1):
        name = HOSTILE[i - 1] if i <= len(HOSTILE) and kind == "repost" else f"{NAMES[i % 8]}{i}"
        basis = "root" if parent == 0 and i % 3 else "chain" if i % 2 else "stated"
        rows.append(
            dict(
                event_id=made[i],
                kind=kind,
                account_id=f"weibo:91{k}{i:07d}",
                account_name=name,
                at=START + timedelta(seconds=round(since)),
                parent_id=made[parent],
                parent_basis=basis,
                text=f"看看第{i}条//@上一位:原话",
                own_text=f"看看第{i}条",
            )
        )
    return [
        {
            **row,
            "platform": "weibo",
            "root_id": root,
            "at_precision": "s",
            "at_basis": "export",
            **(WRONG_DATE if i == 7 and kind == "repost" else {"at_conflict": False}),
            "at_from_id": row["at"],
            "client": "invented phone",
            "region": "云州",
        }
        for i, row in enumerate(rows)
    ]


def measured(rows: list[dict[str, Any]], tree: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """NODES and the CASCADES row of one tree, by plain recursion-free Python."""
    above = {row["event_id"]: row["parent_id"] for row in rows}
    depth: dict[str, int] = {}
    children = dict.fromkeys(above, 0)
    below = dict.fromkeys(above, 0)
    for row in rows:
        step, hops = row["event_id"], 0
        while above[step]:
            step, hops = above[step], hops + 1
            below[step] += 1
        depth[row["event_id"]] = hops
        if row["parent_id"]:
            children[row["parent_id"]] += 1
    root = rows[0]["event_id"]
    nodes = [
        dict(
            root_id=root,
            tree=tree,
            event_id=e,
            parent_used_id=above[e],
            depth=depth[e],
            children_n=children[e],
            subtree_n=below[e],
        )
        for e in above
    ]
    widths = [sum(1 for d in depth.values() if d == level) for level in range(1, max(depth.values()) + 1)]
    since = sorted((row["at"] - rows[0]["at"]).total_seconds() for row in rows[1:])
    reached = {f"to_{k}_s": since[k - 1] if len(since) >= k else None for k in (100, 500, 1000)}
    cascade = dict(
        root_id=root,
        tree=tree,
        platform="weibo",
        size=len(rows),
        depth=max(depth.values()),
        depth_upper=max(depth.values()) + 1,
        max_breadth=max(widths, default=0),
        max_breadth_lower=max(widths, default=0),
        structural_virality=3.5 if len(rows) > 1 else None,
        accounts_n=len(rows),
        first_at=min(r["at"] for r in rows),
        last_at=max(r["at"] for r in rows),
        half_life_s=since[(len(since) - 1) // 2] if since else None,
        missing_root=False,
        missing_parents_n=0,
        assumed_parents_n=sum(r["parent_basis"] == "root" for r in rows),
        cycles_n=0,
        earlier_than_parent_n=0,
        **reached,
    )
    return nodes, cascade


def write_case(
    folder: Path,
    reposts_n: int = 600,
    comments_n: int = 60,
    allegation: str = "defamation",
    analysed: bool = True,
    alleged: str | None = None,
) -> Case:
    """A whole invented case in `folder`: evidence, tables, analysis.json. alleged: the id that case.toml
    states as alleged."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(
        f'[case]\nreference = "TEST-1"\ntitle = "虚构测试案"\nallegation = "{allegation}"\n'
        + (f"[[alleged]]\nid = '{alleged}'\n" if alleged else ""),
        encoding="utf-8",
    )
    case = create_case(folder)
    rows = acts(reposts_n)
    answers = acts(comments_n, seed=8, kind="comment")[1:]
    every = [*rows, *answers]
    export = folder / "export.jsonl"
    lines = [
        json.dumps({"id": r["event_id"], "nick": r["account_name"], "content": r["text"]}, ensure_ascii=False)
        for r in every
    ]
    export.write_text(
        "\n".join([*lines, "{cut off", "<script>window.hit=1</script>"]) + "\n", encoding="utf-8"
    )
    with ThreadPoolExecutor(1) as pool:
        kept = keep(export, case.evidence, pool)
        sm3 = kept.sm3.result()
    export.unlink()
    place = [dict(source_sha256=kept.sha256, source_row=i, source_path="") for i in range(len(every))]
    events = pl.DataFrame([{**r, **p} for r, p in zip(every, place, strict=True)], infer_schema_length=None)
    seen = pl.DataFrame(
        [
            {"event_id": r["event_id"], **p, "is_kept": True, "captured_at": START + timedelta(days=9)}
            for r, p in zip(every, place, strict=True)
        ]
    )
    n = len(every)
    commit = Commit(case)
    write_placed(commit, events)
    commit.write(OCCURRENCES, seen)
    commit.write(
        COUNTERS,
        pl.DataFrame(
            [
                {
                    "event_id": root_id(),
                    "counter": "reposts",
                    "value": reposts_n + 140,
                    "is_floor": False,
                    "is_rounded": False,
                    "captured_at": START + timedelta(days=9),
                    **place[0],
                }
            ]
        ),
    )
    commit.write(
        SOURCES,
        pl.DataFrame(
            [
                {
                    "sha256": kept.sha256,
                    "sm3": sm3,
                    "name": "export.jsonl",
                    "bytes": kept.bytes_n,
                    "format": "jsonl",
                    "importer": "invented",
                    "encoding": "utf-8",
                    "records_n": n + 2,
                    "events_n": n,
                    "duplicates_n": 0,
                    "rejected_n": 2,
                    "other_n": 0,
                    "timezone": "Asia/Shanghai",
                    "captured_at": START + timedelta(days=9),
                }
            ]
        ),
    )
    commit.write(
        REJECTED,
        pl.DataFrame(
            [
                {
                    "source_sha256": kept.sha256,
                    "source_row": n + i,
                    "source_path": "",
                    "reason": "not_json",
                    "raw": raw,
                }
                for i, raw in enumerate(("{cut off", "<script>window.hit=1</script>"))
            ]
        ),
    )
    if not analysed:
        return commit.finish(stages=["import"])
    trees = [measured(rows, "repost"), measured([rows[0], *answers], "comment")]
    nodes = pl.DataFrame([node for part, _ in trees for node in part])
    commit.write(NODES, nodes)
    commit.write(LEVELS, nodes.group_by("root_id", "tree", "depth").agg(events_n=pl.len()))
    commit.write(CASCADES, pl.DataFrame([cascade for _, cascade in trees], infer_schema_length=None))
    commit.write(
        SCOPE,
        pl.DataFrame(
            [
                {
                    "measure": m,
                    "subject_id": s,
                    "class_value": None,
                    "lower": low,
                    "point": point,
                    "upper": high,
                    "unit": m,
                    "note_code": code,
                    "as_of": START + timedelta(days=9),
                }
                for s in ("case", root_id())
                for m, low, point, high, code in (
                    ("reposts", reposts_n, reposts_n, reposts_n + 140, "traced_to_counter"),
                    (
                        "reposts_displayed",
                        reposts_n + 140,
                        reposts_n + 140,
                        reposts_n + 140,
                        "displayed_exact",
                    ),
                    ("comments", comments_n, comments_n, None, "traced_no_counter"),
                    ("accounts", n, n, None, "accounts_seen"),
                    ("views", 95_000, 100_000, 105_000, "displayed_rounded"),
                    ("followers_sum", None, None, None, "not_exported"),
                )
            ]
        ),
    )
    return commit.finish(stages=["import", "parents", "cascades", "scope"], versions={"wakeline": "0"})
