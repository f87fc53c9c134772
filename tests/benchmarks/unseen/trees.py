"""From whom each act was taken: stated parents where a part of the world planned them, else a tree that grows by chance."""

import numpy as np
import polars as pl

from tests.benchmarks.unseen.scene import GROWN, ROOT, Floats, Ints, Scene


def parents(scene: Scene, acts: pl.DataFrame, followers: Ints) -> Ints:
    """The act each act was taken from (row number), -1: the post itself. `acts` is sorted by post, kind and time.

    A repost is taken from the post, or from one of three earlier reposts: the one whose account has most followers.
    """
    rng = scene.rng
    n = len(acts)
    tree = acts.select(pl.struct("post", "kind").rle_id())["post"].to_numpy()
    first = np.searchsorted(tree, np.arange(tree[-1] + 1))[tree]
    rank = np.arange(n) - first
    direct = rng.beta(4, 2.4, scene.posts_n)[acts["post"].to_numpy()]
    is_comment = (acts["kind"] == "comment").to_numpy()
    direct = np.where(is_comment, 0.3 + 0.7 * direct, direct)
    drawn = first[:, None] + (rank[:, None] * rng.random((n, 3)) ** 1.3).astype(np.int64)
    drawn = np.minimum(drawn, n - 1)
    above = drawn[np.arange(n), np.argmax(followers[drawn] * rng.random((n, 3)), axis=1)]
    grown = np.where((rank == 0) | (rng.random(n) < direct), -1, above)
    stated = acts["above"].to_numpy()
    parent = np.where(stated == GROWN, grown, -1)
    named = np.flatnonzero(stated > ROOT)
    if len(named):
        tags = acts["tag"].to_numpy()
        row_of = np.full(scene.tags_n, -1)
        tagged = np.flatnonzero(tags >= 0)
        row_of[tags[tagged]] = tagged
        found = row_of[stated[named]]
        same = (found >= 0) & (found < named) & (tree[found] == tree[named])
        parent[named] = np.where(same, found, grown[named])
    return np.asarray(parent, np.int64)


def levels(parent: Ints) -> Ints:
    """Hops from the post: 1 for a direct act."""
    level = np.ones(len(parent), np.int64)
    at = parent.copy()
    while (alive := at >= 0).any():
        level[alive] += 1
        at[alive] = parent[at[alive]]
    return level


def copied_above(scene: Scene, own: pl.Series, parent: Ints, open_: pl.Series) -> pl.Series:
    """`own` with some people repeating the sentence they found above, as it stood."""
    share: Floats = scene.rng.random(len(own))
    above = own.gather(np.maximum(parent, 0))
    use = pl.Series((parent >= 0) & (share < 0.03)) & above.is_not_null() & open_
    return above.zip_with(use, own)


def shown(own: pl.Series, parent: Ints, level: Ints, name: pl.Series, is_comment: pl.Series) -> pl.Series:
    """The text as the platform shows it: own words, then `//@name:` and the text above, for every hop."""
    bare = "转发微博"
    text = own.fill_null(bare).to_numpy().astype(object)
    words = own.fill_null("").to_numpy().astype(object)
    names = name.to_numpy().astype(object)
    comment = is_comment.to_numpy()
    for hop in range(2, int(level.max()) + 1):
        at = np.flatnonzero((level == hop) & ~comment)
        up = parent[at]
        text[at] = words[at] + "//@" + names[up] + ":" + text[up]
    answers = np.flatnonzero(comment & (parent >= 0))
    text[answers] = "回复@" + names[parent[answers]] + ":" + words[answers]
    return pl.Series(text, dtype=pl.String)
