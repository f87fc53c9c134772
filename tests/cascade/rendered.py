"""True repost trees rendered into the texts Weibo would show, with the faults of real texts planted and parents hidden."""

import json
import os
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from analytics.model.tables import ACCOUNT_NAMES, EVENTS

LIMIT = 140  # Characters a text keeps: what comes behind is cut.
HARMLESS = (
    "none",
    "none",
    "none",
    "none",
    "full_width",
    "blank",
    "nbsp",
    "spread",
    "empty_own",
    "answer",
    "address",
    "quoted",
)
HARMFUL = ("no_colon", "trimmed", "cut_name", "renamed_unknown")
WORDS = (
    "说得对",
    "转给大家看看",
    "等一个结果",
    "真的吗",
    "关注",
    "心疼",
    "先不下结论",
    "这也太快了",
    "有没有当事人回应",
    "马住",
)


@dataclass
class Act:
    id: str
    account: str
    at: datetime
    parent: str | None
    text: str = ""
    chain: list[str] = field(default_factory=list)
    fault: str = "none"


@dataclass
class Tree:
    root: str
    author: str
    start: datetime
    acts: list[Act]


def random_trees(seed: int, n: int, size: int) -> list[Tree]:
    """Heavy-tailed reposts of reposts: the next act picks the root or an earlier act by its age and luck."""
    rng = random.Random(seed)
    trees = []
    for t in range(n):
        start = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(hours=7 * t)
        acts: list[Act] = []
        weights: list[float] = []
        at = start
        for k in range(size):
            at += timedelta(seconds=int(rng.expovariate(1 / 40)))
            account = f"a{rng.randrange(size)}" if rng.random() < 0.9 else f"a{rng.randrange(20)}"
            parent = None
            if acts and rng.random() < 0.45:
                parent = rng.choices([a.id for a in acts], weights)[0]
            acts.append(Act(f"{t}-{k}", account, at, parent))
            weights.append(rng.paretovariate(0.8))
        trees.append(Tree(f"r{t}", f"author{t}", start, acts))
    return trees


def ced_trees(folder: Path) -> list[Tree]:
    """Real trees with their true parents; names and texts are invented later."""
    trees = []
    for file in sorted(folder.glob("*-repost/*.json")):
        root = file.name.split("_")[1]
        seen: dict[str, Act] = {}
        for row in json.loads(file.read_text(encoding="utf-8")):
            if len(row["date"]) != 19 or row["mid"] in seen:
                continue
            at = datetime.strptime(row["date"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
            seen[row["mid"]] = Act(row["mid"], row["uid"], at, row["parent"] or None)
        acts = sorted(seen.values(), key=lambda a: (a.at, a.id))
        acts = [a for a in acts if a.parent is None or a.parent in seen]
        trees.append(
            Tree(
                root,
                "author-" + root,
                min((a.at for a in acts), default=datetime(2013, 1, 1, tzinfo=UTC)),
                acts,
            )
        )
    return trees


def trees_of(seed: int) -> list[Tree]:
    """The real trees where WAKELINE_CED names a folder that holds them, else random ones."""
    folder = os.environ.get("WAKELINE_CED")
    return ced_trees(Path(folder)) if folder else random_trees(seed, 40, 600)


def render(
    trees: list[Tree], seed: int
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, str | None], dict[str, bool]]:
    """(EVENTS with parents hidden, ACCOUNT_NAMES, true parent by event id, recoverable by event id)."""
    rng = random.Random(seed)
    accounts = sorted({a.account for t in trees for a in t.acts} | {t.author for t in trees})
    names = {account: f"虚构·{k}_甲-{k % 7}"[:30] for k, account in enumerate(accounts)}
    for k in range(
        0, len(accounts) - 1, 97
    ):  # some accounts share a name: it was given up by one and taken by another
        names[accounts[k + 1]] = names[accounts[k]]
    later = {
        a: names[a] + "改" for a in accounts if rng.random() < 0.03
    }  # renamed since; the export shows the new name
    known_old = {a for a in later if rng.random() < 0.5}  # an earlier capture shows the old one
    truth: dict[str, str | None] = {}
    recoverable: dict[str, bool] = {}
    rows = []
    for tree in trees:
        by_id = {a.id: a for a in tree.acts}
        before: dict[str, list[Act]] = defaultdict(list)
        rows.append(_row(tree.root, tree.author, names[tree.author], tree.start, "post", None, "原帖"))
        for act in tree.acts:
            parent = by_id.get(act.parent) if act.parent else None
            own = rng.choice(WORDS)
            act.fault = rng.choice(HARMFUL) if rng.random() < 0.08 else rng.choice(HARMLESS)
            if act.fault == "empty_own":
                own = ""
            elements = []
            if parent is not None:
                elements = [(names[parent.account], _own(parent.text))]
                elements += _elements(parent.text)
            act.text = _text(own, elements, act.fault)
            truth["weibo:" + act.id] = "weibo:" + (act.parent or tree.root)
            if parent is not None:
                name = names[parent.account]
                bearers = [a for a in before[name] if a.at <= act.at]
                known = parent.account not in later or parent.account in known_old
                recoverable["weibo:" + act.id] = (
                    known
                    and act.fault in HARMLESS
                    and len({a.account for a in bearers}) == 1
                    and len(bearers) == 1
                    and len(act.text) < LIMIT
                )
            shown = later.get(act.account, names[act.account])
            rows.append(_row(act.id, act.account, shown, act.at, "repost", tree.root, act.text or "转发微博"))
            before[names[act.account]].append(act)
            if act.account in later:
                before[later[act.account]].append(act)
    events = EVENTS.fit(pl.DataFrame(rows)).sample(fraction=1.0, shuffle=True, seed=seed)
    old = pl.DataFrame(
        [{"account_id": "weibo:" + a, "name": names[a]} for a in sorted(known_old)],
        schema={"account_id": pl.String, "name": pl.String},
    )
    return events, ACCOUNT_NAMES.fit(old), truth, recoverable


def _row(
    id_: str, account: str, name: str, at: datetime, kind: str, root: str | None, text: str
) -> dict[str, object]:
    return {
        "event_id": "weibo:" + id_,
        "platform": "weibo",
        "kind": kind,
        "account_id": "weibo:" + account,
        "account_name": name,
        "at": at,
        "at_precision": "s",
        "at_basis": "export",
        "stated_root_id": "weibo:" + (root or id_),
        "root_basis": "export" if root else None,
        "text": text,
        "source_sha256": "0" * 64,
        "source_row": 0,
        "source_path": "",
    }


def _own(text: str) -> str:
    return text.split("//", 1)[0].strip()


def _elements(text: str) -> list[tuple[str, str]]:
    """What a text passes on: the platform copies its chain as it stands."""
    return [("", part) for part in text.split("//@")[1:]]


def _text(own: str, elements: list[tuple[str, str]], fault: str) -> str:
    """The text as the platform would write it, then as people or exporters change it."""
    if not elements:
        return {"address": own + " http://@example.invalid/x", "quoted": f"“//@某某”是什么意思 {own}"}.get(
            fault, own
        )
    name, words = elements[0]
    mark = {"nbsp": "\u00a0//@", "spread": "// @"}.get(fault, "//@")
    colon = {"full_width": "：", "blank": " :", "no_colon": "。"}.get(fault, ":")
    if fault == "answer":
        words = f"回复@别人:{words}"
    own += {"address": " https://@example.invalid/y ", "quoted": "“//@某某”"}.get(fault, "")
    tail = "".join(f"//@{part}" for _, part in elements[1:])
    if fault == "trimmed":  # the author edits the nearest hop out
        return (own + tail)[:LIMIT]
    if fault == "cut_name":
        return own + mark + name[:-2]
    return (own + mark + name + colon + words + tail)[:LIMIT]
