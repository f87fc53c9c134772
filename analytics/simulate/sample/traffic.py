"""Ordinary reposts and comments of the sample case: what people write without being told."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.simulate.model import ActLog
from analytics.simulate.names_and_phrases import fill, phrases
from analytics.simulate.sample.cast import Cast
from analytics.simulate.sample.moments import END, POSTS, TAKEDOWN, second
from analytics.simulate.time_of_day import awake, delays
from analytics.simulate.trees import Trees, grow

Ints = NDArray[np.int64]
REPOSTS_N = {
    "rumour": 520,
    "second": 230,
    "media": 150,
    "denial": 140,
    "criticism": 40,
    "correction": 100,
    "again": 60,
    "dessert": 70,
    "breakfast": 24,
    "parenting": 28,
    "reviewer": 22,
    "lawyer": 30,
}
COMMENTS_N = {"rumour": 150, "second": 50, "media": 50, "denial": 85, "criticism": 20, "correction": 70}
# Of each post's reposts and comments, the weight of each mood; the rest of the world is silent (bare).
MOODS = {
    "rumour": {"believe": 8, "doubt": 3, "watching": 3, "support": 1},
    "second": {"believe": 7, "doubt": 2, "watching": 4},
    "media": {"believe": 3, "doubt": 5, "watching": 3},
    "denial": {"support": 8, "doubt": 3, "believe": 2},
    "criticism": {"general": 1},
    "correction": {"settled": 8, "support": 3},
    "dessert": {"fan": 1},
    "again": {"believe": 3, "doubt": 4, "watching": 3, "settled": 2},
    "breakfast": {"chat": 1},
    "parenting": {"chat": 1},
    "reviewer": {"chat": 1},
    "lawyer": {"settled": 2, "doubt": 3, "watching": 2},
}
BARE_SHARE = (0.42, 0.22)  # Reposts without own words, below the root and further down.
REPLY_SHARE = 0.36  # Comments that answer another comment.


def _limited(tree: Trees, until_s: int) -> Trees:
    """The events before `until_s`; a child is later than its parent, so none is orphaned."""
    keep = tree.at_s < until_s
    place = np.cumsum(keep) - 1
    parent = np.where(tree.parent >= 0, place[np.maximum(tree.parent, 0)], -1)
    return Trees(tree.root[keep], tree.level[keep], parent[keep], tree.at_s[keep])


def moods(rng: np.random.Generator, post: str, n: int, part: str) -> list[str]:
    """Choose one text a row in the moods of `post`, from the lists of `part` ("reposts" or "comments")."""
    texts = phrases("sample")
    weights = {mood: w for mood, w in MOODS[post].items() if mood in texts[part]}
    names = list(weights)
    chosen = rng.choice(len(names), n, p=np.array(list(weights.values())) / sum(weights.values()))
    by_mood = [_in_mood(rng, mood, part, int((chosen == k).sum())) for k, mood in enumerate(names)]
    return [by_mood[int(k)].pop() for k in chosen]


def _in_mood(rng: np.random.Generator, mood: str, part: str, n: int) -> list[str]:
    """`n` texts of one mood; most of them longer by half a sentence before or behind, so that few are
    alike."""
    texts = phrases("sample")
    templates, slots = texts[part][mood], texts["slots"]
    if mood not in texts["before"]:
        return fill(rng, templates, slots, n)
    longer = rng.random(n) < 0.6
    plain = [fill(rng, templates, slots | {"end": [""]} if x else slots, 1)[0] for x in longer.tolist()]
    before = fill(rng, texts["before"][mood], {}, n)
    after = fill(rng, texts["after"][mood], {}, n)
    opened = rng.random(n) < 0.45
    return [
        (b if x else "") + text + (a if y else "")
        for b, text, a, x, y in zip(before, plain, after, opened.tolist(), longer.tolist(), strict=True)
    ]


def _authors(rng: np.random.Generator, cast: Cast, children: Ints) -> Ints:
    """An account for each event: nearly all different; the events with most children to those with most
    followers.
    """
    n = len(children)
    who = rng.choice(cast.ordinary, n, replace=False)
    followers = cast.accounts["followers_n"].to_numpy()
    hubs = np.argsort(-children, kind="stable")[: max(1, n // 12)]
    best = np.argsort(-followers[who], kind="stable")[: len(hubs)]
    who[hubs], who[best] = who[best].copy(), who[hubs].copy()
    again = rng.random(n) < 0.03
    who[again] = rng.choice(who, int(again.sum()))
    return who


def reposts(rng: np.random.Generator, log: ActLog, cast: Cast, posts: dict[str, int]) -> dict[str, Ints]:
    """Make ordinary reposts of every post. Returns the numbers of the direct ones by post, hub first."""
    made: dict[str, Ints] = {}
    for post, wanted in REPOSTS_N.items():
        until = TAKEDOWN if post == "second" else END
        tree = _limited(grow(rng, np.array([second(POSTS[post])]), np.array([wanted])), until)
        n = len(tree.level)
        children = np.bincount(tree.parent[tree.parent >= 0], minlength=n)
        bare = rng.random(n) < np.where(tree.level == 1, *BARE_SHARE)
        words: list[str | None] = list(moods(rng, post, n, "reposts"))
        own = [None if silent else text for silent, text in zip(bare, words, strict=True)]
        who = _authors(rng, cast, children)
        numbers = log.add(
            n,
            kind="repost",
            account=who,
            at_s=tree.at_s,
            root=posts[post],
            level=tree.level,
            own_text=own,
            parent=np.where(tree.parent >= 0, tree.parent + log.acts_n, -1),
            likes_n=rng.poisson(1.5 + 4 * children, n),
        )
        direct = numbers[tree.level == 1]
        made[post] = direct[np.argsort(-children[tree.level == 1], kind="stable")]
    return made


def comments(rng: np.random.Generator, log: ActLog, cast: Cast, posts: dict[str, int]) -> None:
    """Make ordinary comments of every post: top-level ones and answers, one or two hops deep."""
    texts = phrases("sample")

    def replies(n: int) -> list[str]:
        return fill(rng, texts["comments"]["reply"], texts["slots"], n)

    def add(post: str, at_s: Ints, own: list[str], *, parent: Ints | int = -1, top: Ints | int = -1) -> Ints:
        return log.add(
            len(own),
            kind="comment",
            account=rng.choice(cast.ordinary, len(own), replace=False),
            at_s=at_s,
            root=posts[post],
            parent=parent,
            top=top,
            level=1,
            own_text=own,
            likes_n=(rng.pareto(1.1, len(own)) * 2).astype(np.int64),
        )

    for post, wanted in COMMENTS_N.items():
        replies_n = round(wanted * REPLY_SHARE)
        tops_n = wanted - replies_n
        at = awake(rng, second(POSTS[post]) + delays(rng, tops_n, 9000, 1.5))
        limit = TAKEDOWN if post == "second" else END
        at = np.minimum(at, limit - 60 - rng.integers(0, 30_000, tops_n))
        tops = add(post, at, moods(rng, post, tops_n, "comments"))
        answered = tops[(tops_n * rng.random(replies_n) ** 2).astype(np.int64)]
        later = np.minimum(at[answered - tops[0]] + delays(rng, replies_n, 1800, 1.2), limit - 1)
        first = add(post, later, replies(replies_n), parent=answered, top=answered)
        deep = first[rng.random(replies_n) < 0.4]
        again = np.minimum(later[deep - first[0]] + delays(rng, len(deep), 900, 1.0), limit)
        add(post, again, replies(len(deep)), parent=deep, top=answered[deep - first[0]])


def comment_texts(acts: pl.DataFrame, names: pl.Series) -> pl.Series:
    """Write the texts of comments: an answer to an answer opens with `回复@name:`.

    names: whom each event answers.
    """
    answers_answer = (acts["kind"] == "comment") & (acts["parent"] >= 0) & (acts["parent"] != acts["top"])
    opened = pl.DataFrame([names.alias("name"), acts["own_text"]]).select(
        pl.format("回复@{}:{}", "name", "own_text")
    )
    return pl.select(pl.when(answers_answer).then(opened.to_series()).otherwise(acts["own_text"])).to_series()
