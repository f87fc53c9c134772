"""Size, depth and breadth of CED cascades computed from the raw files with the standard library alone, against a case.

    python -m tests.benchmarks.check_ced FOLDER CASE

FOLDER holds rumor-repost/ and non-rumor-repost/ (<n>_<bid>_<account>.json, rows mid, parent, uid, date); CASE is the case
they were imported into and analysed. Prints one JSON line and ends with 1 if any cascade differs.
"""

import json
import sys
from pathlib import Path

import polars as pl

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def mid(bid: str) -> str:
    """The number a bid stands for, worked out from the right in fours."""
    text = ""
    while bid:
        bid, group = bid[:-4], bid[-4:]
        number = 0
        for char in group:
            number = number * 62 + DIGITS.index(char)
        text = (str(number).zfill(7) if bid else str(number)) + text
    return text


def shape(file: Path) -> tuple[str, dict[str, int]]:
    """Size (root included), depth and largest breadth of one raw cascade."""
    root = file.name.split("_")[1]
    parents = {}
    for row in json.loads(file.read_text(encoding="utf-8")):
        # The same repost may be listed twice, once without a parent: an empty field states nothing.
        parents[row["mid"]] = parents.get(row["mid"]) or row["parent"]
    breadth: dict[int, int] = {}
    for start in parents:
        hops, node, seen = 0, start, set()
        while node != root:
            if node in seen or node not in parents:
                hops, node = 1, root
                break
            seen.add(node)
            hops, node = hops + 1, parents[node] or root
        breadth[hops] = breadth.get(hops, 0) + 1
    return mid(root), {
        "size": len(parents) + 1,
        "depth": max(breadth, default=0),
        "max_breadth": max(breadth.values(), default=0),
    }


def main() -> None:
    folder, case = Path(sys.argv[1]), Path(sys.argv[2])
    raw = dict(
        shape(f)
        for part in ("rumor-repost", "non-rumor-repost")
        for f in sorted((folder / part).glob("*.json"))
    )
    table = pl.read_parquet(case / "tables" / "cascades.parquet").filter(pl.col("tree") == "repost")
    ours = {row["root_id"].removeprefix("weibo:"): row for row in table.to_dicts()}
    wrong = [
        root
        for root, want in raw.items()
        if root not in ours or any(ours[root][k] != v for k, v in want.items())
    ]
    reposts = sum(v["size"] - 1 for v in raw.values())
    print(
        json.dumps(
            {
                "cascades": len(raw),
                "reposts": reposts,
                "differ": len(wrong),
                "first": wrong[:3],
                "deepest": max(v["depth"] for v in raw.values()),
                "trees_in_case": len(ours),
            }
        )
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
