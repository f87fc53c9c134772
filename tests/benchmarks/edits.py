"""Recall and precision of families (exact, near, edited) on invented edits, and their speed.

    python -m tests.benchmarks.edits [--texts 3000] [--speed 1000000]

Each text (two to four invented clauses of random characters) is edited once in each of eight ways. Nothing was tuned on these
edits. Recall: edits that stand in a family with their text. Precision: pairs of a family that come from one text, of all its pairs.
"""

import argparse
import time

import numpy as np
import opencc
import polars as pl

from analytics.tables import EVENTS
from analytics.text.edited import edited_variants
from analytics.text.families import families_of
from analytics.text.plain import plain

LETTERS = [chr(0x4E00 + k) for k in range(0, 6000, 3)]
TO_TRADITIONAL = opencc.OpenCC("s2t")


def letters(rng: np.random.Generator, text: str, n: int) -> str:
    """n characters replaced, dropped or put in."""
    out = list(text)
    for _ in range(n):
        at, way = int(rng.integers(len(out))), int(rng.integers(3))
        new = LETTERS[int(rng.integers(len(LETTERS)))]
        out[at:at + (way != 1)] = [new] if way != 2 else []
    return "".join(out)


def clauses(rng: np.random.Generator, text: str) -> str:
    parts = text.replace("。", "，").split("，")
    if len(parts) < 2:
        parts = [text[: len(text) // 2], text[len(text) // 2:]]
    k = int(rng.integers(1, len(parts)))
    return "，".join(parts[k:] + parts[:k])


EDITS = {
    "one letter": lambda rng, t: letters(rng, t, 1), "two letters": lambda rng, t: letters(rng, t, 2), "three letters": lambda rng, t: letters(rng, t, 3),
    "emoji": lambda rng, t: t[: len(t) // 2] + "😡[怒]" + t[len(t) // 2:] + "🙏", "width": lambda rng, t: "".join(
        chr(ord(c) + 0xFEE0) if 33 <= ord(c) <= 126 else c for c in t) + "！！",
    "traditional": lambda rng, t: TO_TRADITIONAL.convert(t), "clause order": clauses, "opened and closed": lambda rng, t: f"真的，{t}，求扩散"}


def invented(n: int, seed: int) -> list[str]:
    """n different texts: a sentence of three clauses drawn from lists of words made up for this purpose."""
    rng = np.random.default_rng(seed)
    syllables = np.array(LETTERS)
    out = []
    for _ in range(n):
        words = ["".join(rng.choice(syllables, int(rng.integers(6, 13)))) for _ in range(int(rng.integers(2, 5)))]
        out.append("，".join(words))
    return out


def acts(texts: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame({"event_id": [f"e{k:08d}" for k in range(len(texts))], "text": texts}).with_columns(
        own_text="text", kind=pl.lit("post"), platform=pl.lit("x"), source_sha256=pl.lit("s"), source_row=pl.int_range(pl.len()), source_path=pl.lit(""))
    return EVENTS.fit(frame)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=3000)
    parser.add_argument("--speed", type=int, default=0)
    args = parser.parse_args()
    rng = np.random.default_rng(11)
    texts = [t for t in invented(args.texts, 7) if len(t) >= 16]
    every = texts + [edit(rng, t) for edit in EDITS.values() for t in texts]
    events = acts(every)
    near = families_of(events)
    whole = pl.concat([near, edited_variants(events, near)]).with_columns(row=pl.col("event_id").str.slice(1).cast(pl.Int64)).with_columns(
        origin=pl.col("row") % len(texts), way=pl.col("row") // len(texts))
    for name, table in (("exact and near", whole.filter(pl.col("layer") != "edited")), ("with edited", whole)):
        home = table.filter(pl.col("way") == 0).select("origin", home="family_id")
        found = table.filter(pl.col("way") > 0).join(home, on="origin").filter(pl.col("family_id") == pl.col("home"))
        sizes = table.group_by("family_id", "origin").len()
        same = int((sizes["len"] * (sizes["len"] - 1)).sum())
        total = int(table.group_by("family_id").len().select((pl.col("len") * (pl.col("len") - 1)).sum()).item())
        print(f"{name}: recall {found.height / (len(texts) * len(EDITS)):.4f}, precision of pairs {same / total:.5f}")
        for k, way in enumerate(EDITS, 1):
            print(f"  {way}: {found.filter(way=k).height / len(texts):.4f}")
    if args.speed:
        big = acts(invented(args.speed // 2, 1) + [letters(rng, t, 2) for t in invented(args.speed // 2, 1)])
        for label, step in (("plain", lambda: plain(big["text"])), ("families", lambda: families_of(big)),
                            ("edited", lambda: edited_variants(big, families_of(big).head(0)))):
            start, cpu = time.perf_counter(), time.process_time()
            step()
            print(f"{label}: {args.speed} texts, wall {time.perf_counter() - start:.1f} s, cpu {time.process_time() - cpu:.1f} s")


if __name__ == "__main__":
    main()
