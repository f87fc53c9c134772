"""Promoters and initiators of CED cascades worked out from the raw files with the standard library alone, against a case.

    python -m tests.benchmarks.check_ced_roles FOLDER CASE [--eye 10]

FOLDER holds rumor-repost/, non-rumor-repost/ (<n>_<bid>_<account>.json, rows mid, parent, uid, date, text) and original-microblog/
(the roots: text, time); CASE is the case they were imported into and analysed up to roles. Promoters: each account is taken out of the
tree and what the root no longer reaches is counted, one account after the other. Initiators: among all raw texts with the same letters
(before the first //@) the one of the earliest date. Prints one JSON line and ends with 1 if anything differs; --eye prints the largest
cases for a person to read beside the raw files. Nothing of wakeline is used but the table it is compared with.
"""

import argparse
import json
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import polars as pl

from tests.benchmarks.check_ced import mid

PARTS = ("rumor-repost", "non-rumor-repost")
LOST_MIN, LOST_SHARE = 10, 0.05  # As roles/kinds/promoter.py states them.
Tree = dict[str, tuple[str, str, str, str]]  # mid -> (parent, uid, date, text)


def raw_tree(file: Path) -> tuple[str, str, Tree]:
    """Root, its author and the reposts of one file."""
    _, root, author = file.stem.split("_")
    tree: Tree = {}
    for row in json.loads(file.read_text(encoding="utf-8")):
        # The same repost may be listed twice, once without a parent: an empty field states nothing.
        parent = tree[row["mid"]][0] if row["mid"] in tree and not row["parent"] else row["parent"]
        tree[row["mid"]] = (parent, row["uid"], row["date"], row["text"])
    return root, author, tree


def children(root: str, tree: Tree) -> dict[str, list[str]]:
    """What hangs directly below each node; a parent that is unknown, or in a circle, is taken as the root."""
    below: dict[str, list[str]] = defaultdict(list)
    for node, (parent, *_) in tree.items():
        below[parent if parent in tree or parent == root else root].append(node)
    reached = reach(root, below, set())
    for node in tree:
        if node not in reached:
            return {}  # A circle: such a tree is left out, and counted.
    return below


def reach(root: str, below: dict[str, list[str]], without: set[str]) -> set[str]:
    """Every node that can be come to from the root without those taken out."""
    seen, waiting = set(), [root]
    while waiting:
        for node in below.get(waiting.pop(), ()):
            if node not in without:
                seen.add(node)
                waiting.append(node)
    return seen


def losses(root: str, author: str, tree: Tree) -> dict[str, int] | None:
    """Acts lost without each account (its own not counted), where that is ten and 5 % of the tree; None: a circle."""
    below = children(root, tree)
    if tree and not below:
        return None
    own: dict[str, set[str]] = defaultdict(set)
    for node, (_, uid, _, _) in tree.items():
        own[uid].add(node)
    found = {}
    for uid, nodes in own.items():
        if uid == author or not uid or not any(node in below for node in nodes):
            continue
        lost = len(tree) - len(nodes) - len(reach(root, below, nodes))
        if lost >= LOST_MIN and lost >= LOST_SHARE * len(tree):
            found[uid] = lost
    return found


def same(text: str) -> str:
    """Letters and digits of what stands before the first //@, in one width and case."""
    words = unicodedata.normalize("NFKC", text.split("//@", maxsplit=1)[0]).lower()
    return "".join(c for c in words if unicodedata.category(c)[0] in "LN")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("case", type=Path)
    parser.add_argument("--eye", type=int, default=0)
    args = parser.parse_args()
    files = [file for part in PARTS for file in sorted((args.folder / part).glob("*.json"))]
    raw = [raw_tree(file) for file in files]
    roles = pl.read_parquet(args.case / "tables" / "roles.parquet")
    promoters, circles = {}, 0
    for root, author, tree in raw:
        found = losses(root, author, tree)
        circles += found is None
        promoters.update({(mid(root), uid): lost for uid, lost in (found or {}).items()})
    ours = {
        (row["subject_id"].removeprefix("weibo:"), row["account_id"].rpartition(":")[2]): int(row["value"])
        for row in roles.filter(role="promoter").to_dicts()
    }
    top = [
        max((k for k in table if k[0] == r), key=lambda k: (table[k], k[1]), default=None)
        for r in {k[0] for k in promoters}
        for table in (promoters, ours)
    ]
    tops = list(zip(top[::2], top[1::2], strict=True))
    earliest = first_of_text(args.folder, raw)
    said = {event: words for words, items in earliest.items() for _, event, _ in items}
    calls = Counter()
    wrong = []
    for row in roles.filter((pl.col("role") == "initiator") & (pl.col("grade") != "insufficient")).to_dicts():
        event = row["event_ids"][0].removeprefix("weibo:")
        words = said.get(event)
        if not words:
            calls["no words of its own"] += 1
            continue
        date, first, uid = min(earliest[words])
        ok = uid == row["account_id"].rpartition(":")[2]
        calls["agree" if ok else "differ"] += 1
        if not ok:
            wrong.append((event, first, date))
    answer = {
        "trees": len(raw),
        "left out for a circle": circles,
        "promoters raw": len(promoters),
        "promoters ours": len(ours),
        "same account and loss": sum(ours.get(k) == v for k, v in promoters.items()),
        "top of tree the same": sum(a == b for a, b in tops),
        "of trees": len(tops),
        "initiators": dict(calls),
        "first that differ": wrong[:5],
        "first promoters that differ": [
            (k, v, ours.get(k)) for k, v in promoters.items() if ours.get(k) != v
        ][:5],
        "only ours": [k for k in ours if k not in promoters][:5],
    }
    print(json.dumps(answer, ensure_ascii=False))
    for (root, uid), lost in sorted(promoters.items(), key=lambda item: -item[1])[: args.eye]:
        file = next(f for f, (bid, _, _) in zip(files, raw, strict=True) if mid(bid) == root)
        tree = next(t for bid, _, t in raw if mid(bid) == root)
        print(
            f"\n{file.name}: {len(tree)} reposts; without {uid} {lost} are lost (ours {ours.get((root, uid))})"
        )
        for node, (parent, who, date, text) in sorted(tree.items(), key=lambda x: x[1][2]):
            if who == uid:
                direct = sum(p == node for p, *_ in tree.values())
                print(
                    f"  {date} {node} below {parent or 'the root'}, {direct} directly below it: {text[:60]}"
                )
    sys.exit(1 if wrong or ours != promoters else 0)


def first_of_text(folder: Path, raw: list[tuple[str, str, Tree]]) -> dict[str, list[tuple[str, str, str]]]:
    """Words -> (date, event, account) of every raw text with these letters, roots and reposts."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for root, author, tree in raw:
        file = next((folder / "original-microblog").glob(f"*_{root}_{author}.json"), None)
        if file is not None:
            post = json.loads(file.read_text(encoding="utf-8"))
            found[same(post["text"])].append((_date(post["time"]), mid(root), author))
        for node, (_, uid, date, text) in tree.items():
            if len(same(text)) >= 8:
                found[same(text)].append((date, mid(node), uid))
    return found


def _date(stated: int | str) -> str:
    """Beijing time as the reposts write it, from seconds or from "Mon Mar 11 13:30:22 +0800 2013"."""
    if str(stated).isdigit():
        moment = datetime.fromtimestamp(int(stated), UTC)
    else:
        moment = datetime.strptime(str(stated), "%a %b %d %H:%M:%S %z %Y")
    return moment.astimezone(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")


if __name__ == "__main__":
    main()
