"""Planted faults of real chains: reposts whose text tells their parent wrongly or not at all.

They are planted on reposts that nobody passed on. The column `form` of truth/acts.csv takes these values:

  direct            a repost of the root, without a chain
  chain             the first name is that of the true parent
  cut               the same, with the end lost at the length limit
  hidden            a bare repost of a bare repost, which no text shows
  first_name_cut    the only name lost its end and its colon
  last_name_cut     the last name lost its end and its colon
  no_colon          the colon was deleted by hand
  two_handles       a second name slipped into one element
  hop_removed       the author took the first element out
  reply_as_repost   an answer to a comment, turned into a repost of the root
  quoted_mark       a repost of the root, with `//@` inside quotation marks only
  forged            a repost of the root, with a typed chain that nobody wrote
  hostile_name      the parent's nickname holds characters that no chain rule allows
"""

import re

import numpy as np
import polars as pl

from analytics.simulate.names_and_phrases import fill, phrases
from analytics.simulate.sample.cast import Cast

# How many of each form; those read from the left need a chain of at least two names.
COUNTS = {
    "first_name_cut": 2,
    "last_name_cut": 4,
    "no_colon": 3,
    "two_handles": 2,
    "hop_removed": 4,
    "reply_as_repost": 4,
    "quoted_mark": 1,
    "forged": 1,
}
_ELEMENT = re.compile(r"//@([^:：\s/]+)(\s?[:：])")
LIMIT = 140


def plant_forms(
    rng: np.random.Generator, acts: pl.DataFrame, cast: Cast, posts: dict[str, int]
) -> pl.DataFrame:
    """`acts` with some texts (and their `own_text`) rewritten, and every `form` settled."""
    acts = acts.with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    acts = acts.with_columns(form=_hostile_forms(acts, cast))
    pools = _pools(acts, cast, posts)
    reposters = acts.filter(pl.col("kind") == "repost")["account"].unique().to_list()
    comments = acts.filter(
        (pl.col("kind") == "comment")
        & (pl.col("root") == posts["rumour"])
        & (pl.col("top") < 0)
        & ~pl.col("account").is_in(reposters)
    )
    used: set[int] = set()
    changes: list[tuple[int, str, str, str]] = []
    for form, count in COUNTS.items():
        pool = (
            pools[form]
            .filter(~pl.col("number").is_in(sorted(used)))
            .sample(count, seed=int(rng.integers(2**31)), shuffle=True)
            .sort("number")
        )
        for k, row in enumerate(pool.rows(named=True)):
            used.add(row["number"])
            said = comments.row(k, named=True)
            other = cast.accounts["name"][said["account"]]
            own, text = _rewritten(
                rng,
                form,
                (row["own_text"], row["text"]),
                said=(other, said["own_text"]),
                target=cast.accounts["name"][cast.who["target"]],
            )
            changes.append((row["number"], own, text[:LIMIT], form))
    changed = pl.DataFrame(changes, schema=["number", "own_text", "text", "form"], orient="row")
    return acts.update(changed, on="number", how="left").drop("number")


def _pools(acts: pl.DataFrame, cast: Cast, posts: dict[str, int]) -> dict[str, pl.DataFrame]:
    """For each form the reposts it may be planted in: nobody's parent, no task, by ordinary accounts."""
    spared = [text.replace("{end}", "") for text in phrases("sample")["reposts"]["report"]]
    parents = acts["parent"].unique().to_list()
    leaves = acts.filter(
        (pl.col("kind") == "repost")
        & pl.col("task").is_null()
        & ~pl.col("number").is_in(parents)
        & pl.col("account").is_in(cast.ordinary.tolist())
        & ~pl.col("own_text").fill_null("").is_in(spared)
    )
    chained = leaves.filter(
        (pl.col("form") == "chain")
        & pl.col("own_text").is_not_null()
        & pl.col("text").str.contains(r"//@[^:：]*[:：][^/]")
    )
    names = pl.col("text").str.count_matches("//@")
    deep, single = chained.filter(names >= 2), chained.filter(names == 1)
    direct = leaves.filter(
        (pl.col("form") == "direct") & (pl.col("root") == posts["rumour"]) & pl.col("own_text").is_not_null()
    )
    return {
        "first_name_cut": single,
        "last_name_cut": deep,
        "no_colon": single,
        "two_handles": single,
        "hop_removed": deep,
        "reply_as_repost": direct,
        "quoted_mark": direct,
        "forged": direct,
    }


def _hostile_forms(acts: pl.DataFrame, cast: Cast) -> pl.Expr:
    """`form`, with hostile_name where the parent's nickname breaks the rules for names."""
    authors = acts["account"].gather(np.maximum(acts["parent"].to_numpy(), 0))
    broken = authors.is_in(cast.hostile.tolist()) & (acts["parent"] >= 0) & (acts["kind"] == "repost")
    return pl.when(broken & (acts["form"] != "hidden")).then(pl.lit("hostile_name")).otherwise("form")


def _rewritten(
    rng: np.random.Generator, form: str, texts: tuple[str, str], *, said: tuple[str, str], target: str
) -> tuple[str, str]:
    """(own words, whole text) of a repost in this form, from the same two as they were.

    said: name and words of a commenter below the root; target: the nickname a forged chain puts words into.
    """
    own, text = texts
    chain = text[text.index("//@") :] if "//@" in text else ""
    first = _ELEMENT.match(chain)
    name, behind = (first[1], chain[first.end() :]) if first else ("", chain)
    if form.endswith("_name_cut"):
        chain = chain[: chain.rindex("//@") + 3 + 2]
        own = _padded(rng, own, LIMIT - len(chain))
    elif form == "no_colon":
        chain = f"//@{name}{behind}"
    elif form == "two_handles":
        chain = f"///@{name}@{said[0]} :{behind}"
    elif form == "hop_removed":
        chain = chain[chain.index("//@", 3) :]
    elif form == "reply_as_repost":
        own, chain = f"回复@{said[0]}:{own}", f"//@{said[0]}:{said[1]}"
    elif form == "quoted_mark":
        own = f"别人转的时候前面那串“//@某某”是什么意思？{own}"
    elif form == "forged":
        chain = f"//@{target}:我承认用了过期面粉，求大家别说了"
    else:
        raise ValueError(form)
    return own, own + chain


def _padded(rng: np.random.Generator, own: str, length: int) -> str:
    """Own words made `length` characters long by going on talking."""
    texts = phrases("sample")
    while len(own) < length:
        own += "，" + fill(rng, texts["reposts"]["doubt"] + texts["reposts"]["believe"], texts["slots"], 1)[0]
    return own[:length]
