"""Two accounts with many followers that repost the matter in their own words, and their readers."""

import numpy as np

from analytics.simulate.model import ActLog
from analytics.simulate.names_and_phrases import phrases
from analytics.simulate.sample.cast import Cast
from analytics.simulate.sample.moments import second
from analytics.simulate.sample.traffic import moods
from analytics.simulate.time_of_day import delays

# (account, post and moment of the act that many take up, how many, post and moment of the act that nobody
# does).
MOVES = (
    ("promoter_a", "rumour", "05 07:12:30", 44, "second", "05 19:03:12"),
    ("promoter_b", "second", "05 12:31:07", 22, "again", "08 21:40:55"),
)


def promoted(rng: np.random.Generator, log: ActLog, cast: Cast, posts: dict[str, int]) -> None:
    """Each promoter's two reposts, and the ordinary accounts that pass the first one on."""
    words = phrases("sample")["promoted"]
    for who, post, moment, followers_n, again, later in MOVES:
        for place, at, text in ((post, moment, words[who][0]), (again, later, words[who][1])):
            number = log.add(
                1,
                kind="repost",
                account=cast.who[who],
                at_s=second(at),
                root=posts[place],
                level=1,
                own_text=text,
                likes_n=210,
            )
            if place == post:
                hub = int(number[0])
        at_s = np.minimum(second(moment) + 20 + delays(rng, followers_n, 2_400, 1.3), second("05 23:59"))
        own = [
            None if silent else text
            for silent, text in zip(
                rng.random(followers_n) < 0.45, moods(rng, post, followers_n, "reposts"), strict=True
            )
        ]
        log.add(
            followers_n,
            kind="repost",
            account=rng.choice(cast.ordinary, followers_n, replace=False),
            at_s=at_s,
            root=posts[post],
            parent=hub,
            level=2,
            own_text=own,
            likes_n=rng.poisson(1.5, followers_n),
        )
