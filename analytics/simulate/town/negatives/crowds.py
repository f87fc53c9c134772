"""Texts that many share without knowing each other: petitions, app-made share texts, lyrics, copied
sentences."""

import numpy as np

from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import one, sentences


def play(scene: Scene) -> None:
    """A petition on 10 to 30 posts, share texts made from the post's title, one lyric everywhere, copycats on
    busy posts."""
    rng = scene.rng
    demand = one(rng, "demands", name="城南小学") + "，请转发直到有人负责"
    people = scene.settle(int(rng.integers(150, 300)), Group("petition", "petition", True, False))
    ordinary(scene, people, 10)
    for post in scene.outside_posts(int(rng.integers(10, 30)), people, most=0.99):
        here = rng.choice(people, int(len(people) * rng.uniform(0.1, 0.4)), replace=False)
        at = scene.awake(here, scene.post_at[post] + rng.exponential(30_000, len(here)).astype(np.int64))
        scene.act(here, post, at, demand)
    sharers = scene.settle(200, Group("sharer", "share_text", True, False))
    copycats = scene.settle(200, Group("copycat", "copycats", True, False))
    ordinary(scene, sharers, 6)
    ordinary(scene, copycats, 10)
    busy = np.argsort(-scene.post_pull)[:80]
    for group, posts_n in ((sharers, 10), (copycats, 8)):
        quoted = sentences(rng, len(busy)).to_list()  # The sentence below a busy post that people copy.
        which = np.stack([rng.choice(len(busy), posts_n, replace=False) for _ in group]).ravel()
        who, post = np.repeat(group, posts_n), busy[which]
        delay = np.exp(rng.normal(np.log(scene.post_median_s[post]), 1.5)).astype(np.int64)
        text = (
            [f"我分享了《{scene.post_text[p][:14]}》，快来看看吧" for p in post]
            if group is sharers
            else [quoted[w] for w in which]
        )
        scene.act(who, post, scene.awake(who, scene.post_at[post] + 30 + delay), text)
    lyric = one(rng, "lyrics")
    who = rng.choice(len(scene.weight), 400)
    what = rng.choice(len(scene.post_at), 400)
    scene.act(
        who, what, scene.awake(who, scene.post_at[what] + rng.exponential(9000, 400).astype(np.int64)), lyric
    )


PART = Part("crowds", play)
