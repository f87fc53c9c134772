"""Recall and precision of families (exact, near, edited) on invented edits, opposites among them, and their speed.

    python -m tests.benchmarks.edits [--texts 3000] [--seed 7] [--speed 1000000]

Each text (two to four invented clauses of random characters) is edited once in each of eight ways. Nothing was tuned on these
edits; each seed makes other texts and other edits. Recall: edits that stand in a family with their text. Precision: pairs of a family
that come from one text, of all its pairs. Opposites: statements put together from word lists and the same with a "not" or another
figure, and pairs written by hand (tests/benchmarks/texts/opposites.csv): how many stand in one family, where none should.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import opencc
import polars as pl

from analytics.model.tables import PLACED_EVENTS
from analytics.text.edits import edited_variants
from analytics.text.families import SAME, families_of
from analytics.text.normalized import plain

LETTERS = [chr(0x4E00 + k) for k in range(0, 6000, 3)]
BY_HAND = Path(__file__).parent / "texts" / "opposites.csv"
TO_TRADITIONAL = opencc.OpenCC("s2t")


def letters(rng: np.random.Generator, text: str, n: int) -> str:
    """n characters replaced, dropped or put in."""
    out = list(text)
    for _ in range(n):
        at, way = int(rng.integers(len(out))), int(rng.integers(3))
        new = LETTERS[int(rng.integers(len(LETTERS)))]
        out[at : at + (way != 1)] = [new] if way != 2 else []
    return "".join(out)


def clauses(rng: np.random.Generator, text: str) -> str:
    parts = text.replace("。", "，").split("，")
    if len(parts) < 2:
        parts = [text[: len(text) // 2], text[len(text) // 2 :]]
    k = int(rng.integers(1, len(parts)))
    return "，".join(parts[k:] + parts[:k])


EDITS = {
    "one letter": lambda rng, t: letters(rng, t, 1),
    "two letters": lambda rng, t: letters(rng, t, 2),
    "three letters": lambda rng, t: letters(rng, t, 3),
    "emoji": lambda rng, t: t[: len(t) // 2] + "😡[怒]" + t[len(t) // 2 :] + "🙏",
    "width": lambda rng, t: "".join(chr(ord(c) + 0xFEE0) if 33 <= ord(c) <= 126 else c for c in t) + "！！",
    "traditional": lambda rng, t: TO_TRADITIONAL.convert(t),
    "clause order": clauses,
    "opened and closed": lambda rng, t: f"真的，{t}，求扩散",
}


def invented(n: int, seed: int) -> list[str]:
    """n different texts: a sentence of three clauses drawn from lists of words made up for this purpose."""
    rng = np.random.default_rng(seed)
    syllables = np.array(LETTERS)
    out = []
    for _ in range(n):
        words = [
            "".join(rng.choice(syllables, int(rng.integers(6, 13)))) for _ in range(int(rng.integers(2, 5)))
        ]
        out.append("，".join(words))
    return out


WHO = [
    "那家面包店",
    "三班的班主任",
    "小区物业",
    "这名司机",
    "楼上的邻居",
    "店里的员工",
    "医院的护士",
    "快递站的老板",
]
WHEN = ["昨天晚上", "上个星期", "开学那天", "下雨的时候", "直播的时候", "在大家面前"]
DID = [
    "把钱退给了客人",
    "动手打了那个孩子",
    "删掉了监控录像",
    "收了家长的红包",
    "卖过期的东西",
    "说过那句难听的话",
    "报了警",
    "签过那份合同",
]
TURNED = [
    "没有把钱退给客人",
    "没动手打那个孩子",
    "未删掉监控录像",
    "没收家长的红包",
    "不卖过期的东西",
    "没说过那句难听的话",
    "没报警",
    "未签过那份合同",
]
END = [
    "现场的人都看见了",
    "群里有完整的截图",
    "我就住在对面看得清清楚楚",
    "希望大家都来看看",
    "居委会的人也在场",
    "录音我已经存好了",
]


def opposites(n: int, seed: int) -> list[tuple[str, str, str]]:
    """(statement, its opposite or with another figure, kind), put together from the lists above."""
    rng = np.random.default_rng(seed)
    out = []
    for k in range(n):
        who, when, end, act = (int(rng.integers(len(words))) for words in (WHO, WHEN, END, DID))
        tag = "".join(rng.choice(np.array(LETTERS), 12))  # Keeps statements of different pairs apart.
        few, many = (int(x) for x in rng.choice(np.arange(2, 90), 2, replace=False))
        if k % 2:
            out.append(
                (
                    f"{tag}，{WHO[who]}{WHEN[when]}{DID[act]}，{END[end]}",
                    f"{tag}，{WHO[who]}{WHEN[when]}{TURNED[act]}，{END[end]}",
                    "negation",
                )
            )
        else:
            out.append(
                (
                    f"{tag}，{WHO[who]}{WHEN[when]}{DID[act]}，在场的有{few}人，{END[end]}",
                    f"{tag}，{WHO[who]}{WHEN[when]}{DID[act]}，在场的有{many}人，{END[end]}",
                    "number",
                )
            )
    return out


def told_opposites(pairs: list[tuple[str, str, str]], title: str) -> None:
    """Print, for each kind of opposite, how many pairs count as one information, and how many are shown as edited variants."""
    events = acts([text for pair in pairs for text in pair[:2]])
    near = families_of(events)
    whole = pl.concat([near, edited_variants(events, near)])
    of = {e: (family, layer) for e, family, layer in whole.iter_rows()}
    for kind in sorted({pair[2] for pair in pairs}):
        chosen = [
            (of.get(f"e{2 * k:08d}"), of.get(f"e{2 * k + 1:08d}"))
            for k, pair in enumerate(pairs)
            if pair[2] == kind
        ]
        together = [{a[1], b[1]} for a, b in chosen if a and b and a[0] == b[0]]
        same = sum(layers <= set(SAME) for layers in together)
        print(
            f"opposites, {title}, {kind}: of {len(chosen)} pairs {same} are one information (exact, near), {len(together) - same} shown as edited variants"
        )


def acts(texts: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame({"event_id": [f"e{k:08d}" for k in range(len(texts))], "text": texts}).with_columns(
        own_text="text",
        kind=pl.lit("post"),
        platform=pl.lit("x"),
        source_sha256=pl.lit("s"),
        source_row=pl.int_range(pl.len()),
        source_path=pl.lit(""),
    )
    return PLACED_EVENTS.fit(frame)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--speed", type=int, default=0)
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed + 4)
    texts = [t for t in invented(args.texts, args.seed) if len(t) >= 16]
    every = texts + [edit(rng, t) for edit in EDITS.values() for t in texts]
    events = acts(every)
    near = families_of(events)
    whole = (
        pl.concat([near, edited_variants(events, near)])
        .with_columns(row=pl.col("event_id").str.slice(1).cast(pl.Int64))
        .with_columns(origin=pl.col("row") % len(texts), way=pl.col("row") // len(texts))
    )
    for name, table in (
        ("exact and near", whole.filter(pl.col("layer") != "edited")),
        ("with edited", whole),
    ):
        home = table.filter(pl.col("way") == 0).select("origin", home="family_id")
        found = (
            table.filter(pl.col("way") > 0)
            .join(home, on="origin")
            .filter(pl.col("family_id") == pl.col("home"))
        )
        sizes = table.group_by("family_id", "origin").len()
        same = int((sizes["len"] * (sizes["len"] - 1)).sum())
        total = int(
            table.group_by("family_id").len().select((pl.col("len") * (pl.col("len") - 1)).sum()).item()
        )
        print(
            f"{name}: recall {found.height / (len(texts) * len(EDITS)):.4f}, precision of pairs {same / total:.5f}"
        )
        for k, way in enumerate(EDITS, 1):
            print(f"  {way}: {found.filter(way=k).height / len(texts):.4f}")
    told_opposites(opposites(args.texts, args.seed), "put together")
    told_opposites(list(pl.read_csv(BY_HAND).iter_rows()), "by hand")
    if args.speed:
        big = acts(invented(args.speed // 2, 1) + [letters(rng, t, 2) for t in invented(args.speed // 2, 1)])
        for label, step in (
            ("plain", lambda: plain(big["text"])),
            ("families", lambda: families_of(big)),
            ("edited", lambda: edited_variants(big, families_of(big).head(0))),
        ):
            start, cpu = time.perf_counter(), time.process_time()
            step()
            print(
                f"{label}: {args.speed} texts, wall {time.perf_counter() - start:.1f} s, cpu {time.process_time() - cpu:.1f} s"
            )


if __name__ == "__main__":
    main()
