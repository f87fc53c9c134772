"""What a world is put together from: accounts, posts and planned acts, added in blocks by whoever writes a part of it."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.voice import Voice

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
DAY = 86_400
LOCAL = 8 * 3600  # Beijing time.
ROOT = -1  # Taken from the post itself.
GROWN = -2  # Taken from wherever the tree grows.


def spread(value: Any, n: int) -> NDArray[Any]:
    """`value` as an array of n."""
    return np.full(n, value) if np.isscalar(value) or value is None else np.asarray(value)


class Scene:
    """A world in the making. Times are seconds since 1970 (UTC), spans seconds, accounts and posts row numbers."""

    def __init__(
        self, seed: int, salt: int, days: int = 30, topics_n: int = 28, platform: str = "weibo"
    ) -> None:
        self.rng = np.random.default_rng([20_771, seed, salt])
        self.voice = Voice(self.rng)
        self.start_s = (
            1_704_038_400 + int(self.rng.integers(0, 640)) * DAY
        )  # A midnight in Beijing, 2024 or 2025.
        self.end_s = self.start_s + days * DAY
        self.topics_n = topics_n
        self.topic_words = [self.rng.choice(w.SUBJECTS, 9, replace=False) for _ in range(topics_n)]
        self.platform = platform
        self.comment_share = 0.08  # Of ordinary acts.
        self.kind = "repost"  # What planned acts are unless they say otherwise.
        self._people: list[pl.DataFrame] = []
        self._posts: list[pl.DataFrame] = []
        self.acts: list[pl.DataFrame] = []
        self.people_n = self.posts_n = self.tags_n = 0
        self.clients: list[str] = [*w.CLIENTS, *w.TOOL_CLIENTS]

    def add_people(
        self, n: int, role: str, group: str | None = None, *, life: Any = 0.0, topic: Any = None, **more: Any
    ) -> Ints:
        """n accounts; `life` is the expected number of ordinary acts, `topic` their main interest. Returns their numbers.

        more: name, verified_type, verified_reason, registered_s, followers, region, client, peak_h, speed, bare, since_s,
        app, default_names, is_campaign, is_automatic.
        """
        rng = self.rng
        age_s = rng.integers(200, 4_300, n) * DAY
        frame = pl.DataFrame(
            {
                "role": [role] * n,
                "group": pl.Series([group] * n, dtype=pl.String),
                "life": spread(life, n).astype(float),
                "topic": spread(topic, n).astype(np.int64)
                if topic is not None
                else rng.integers(0, self.topics_n, n),
                "name": more.get("name", self.voice.names(n, more.get("default_names", 0.06))),
                "verified_type": spread(more.get("verified_type", -1), n).astype(np.int64),
                "verified_reason": pl.Series(
                    spread(more.get("verified_reason"), n).tolist(), dtype=pl.String
                ),
                "registered_s": spread(more.get("registered_s", self.start_s - age_s), n).astype(np.int64),
                "followers": spread(
                    more.get("followers", (20 * (1 - rng.random(n)) ** -1.1).astype(np.int64)), n
                ).astype(np.int64),
                "region": spread(more.get("region", rng.choice(w.REGIONS, n, p=self._region_p())), n)
                .astype(object)
                .tolist(),
                "client": spread(more.get("client", rng.integers(0, len(w.CLIENTS), n)), n).astype(np.int64),
                "peak_h": spread(more.get("peak_h", rng.normal(0, 2.1, n)), n).astype(float),
                "speed": spread(more.get("speed", rng.lognormal(0, 0.85, n)), n).astype(float),
                "bare": spread(more.get("bare", rng.beta(1.3, 1.2, n)), n).astype(float),
                "since_s": spread(more.get("since_s", 0), n).astype(np.int64),
                "app": spread(more.get("app", -1), n).astype(np.int64),
                "is_campaign": spread(more.get("is_campaign", False), n).astype(bool),
                "is_automatic": spread(more.get("is_automatic", False), n).astype(bool),
            }
        )
        self._people.append(frame)
        self.people_n += n
        return np.arange(self.people_n - n, self.people_n)

    def enlist(self, accounts: Ints, role: str, group: str) -> None:
        """These accounts, whatever they were, take part in the campaign."""
        these = pl.Series(np.isin(np.arange(self.people_n), accounts))
        self._people = [
            self.people.with_columns(
                role=pl.when(these).then(pl.lit(role)).otherwise("role"),
                group=pl.when(these).then(pl.lit(group)).otherwise("group"),
                is_campaign=pl.col("is_campaign") | these,
            )
        ]

    def _region_p(self) -> Floats:
        weights = 1 / np.arange(2, len(w.REGIONS) + 2) ** 0.7
        return np.asarray(weights / weights.sum())

    def add_posts(
        self,
        author: Ints,
        at_s: Ints,
        weight: Any,
        topic: Any,
        *,
        text: pl.Series | None = None,
        subject: pl.Series | None = None,
        is_news: Any = False,
    ) -> Ints:
        """Posts by `author`; `weight` is their pull on ordinary people (0: none). Returns their numbers."""
        n = len(author)
        topics = spread(topic, n).astype(np.int64)
        if subject is None:
            subject = pl.Series(
                [
                    str(self.topic_words[t][i])
                    for t, i in zip(topics, self.rng.integers(0, 9, n), strict=True)
                ],
                dtype=pl.String,
            )
        self._posts.append(
            pl.DataFrame(
                {
                    "author": np.asarray(author, np.int64),
                    "at_s": np.asarray(at_s, np.int64),
                    "weight": spread(weight, n).astype(float),
                    "topic": topics,
                    "subject": subject,
                    "text": self.voice.titles(subject) if text is None else text,
                    "is_news": spread(is_news, n).astype(bool),
                }
            )
        )
        self.posts_n += n
        return np.arange(self.posts_n - n, self.posts_n)

    def hush(self, posts: Ints) -> None:
        """Few ordinary people will read these posts."""
        these = pl.Series(np.isin(np.arange(self.posts_n), posts))
        low = pl.col("weight").filter(pl.col("weight") > 0).quantile(0.1)
        self._posts = [
            self.posts.with_columns(
                weight=pl.when(these).then(pl.min_horizontal("weight", low)).otherwise("weight")
            )
        ]

    @property
    def people(self) -> pl.DataFrame:
        """All accounts so far; the row number is the account."""
        if len(self._people) > 1:
            self._people = [pl.concat(self._people)]
        return self._people[0]

    @property
    def posts(self) -> pl.DataFrame:
        """All posts so far; the row number is the post."""
        if len(self._posts) > 1:
            self._posts = [pl.concat(self._posts)]
        return self._posts[0]

    def act(
        self,
        account: Ints,
        post: Any,
        at_s: NDArray[Any],
        own: Any = None,
        *,
        kind: str | pl.Series | None = None,
        client: Any = -1,
        above: Any = GROWN,
        tag: Any = -1,
    ) -> None:
        """Planned acts. own: text, None (bare) or "?" (in the account's own words, or bare); above: ROOT, GROWN or an act's tag."""
        n = len(account)
        if not n:
            return
        kind = self.kind if kind is None else kind
        texts = (
            own
            if isinstance(own, pl.Series)
            else pl.Series(spread(own, n).tolist() if not isinstance(own, list) else own, dtype=pl.String)
        )
        self.acts.append(
            pl.DataFrame(
                {
                    "account": np.asarray(account, np.int64),
                    "post": spread(post, n).astype(np.int64),
                    "at_s": np.floor(spread(at_s, n)).astype(np.int64),
                    "own": texts,
                    "kind": [kind] * n if isinstance(kind, str) else kind,
                    "client": spread(client, n).astype(np.int64),
                    "above": spread(above, n).astype(np.int64),
                    "tag": spread(tag, n).astype(np.int64),
                }
            )
        )

    def new_tags(self, n: int) -> Ints:
        """Numbers by which later acts can name these as the ones they were taken from."""
        self.tags_n += n
        return np.arange(self.tags_n - n, self.tags_n)

    def awake(self, at_s: NDArray[Any], low: float = 0.1) -> Floats:
        """How likely people are at their phones at a moment: 1 by day, `low` in the small hours."""
        hour = ((np.asarray(at_s, float) + LOCAL) % DAY) / 3600
        return np.asarray(np.where((hour > 1) & (hour < 7.5), low, 1.0))

    def by_day(self, at_s: NDArray[Any], first_h: float = 8.5, last_h: float = 23.0) -> Floats:
        """The moment itself if it lies between the two hours, else a random moment of the next such span."""
        at = np.asarray(at_s, float)
        hour = ((at + LOCAL) % DAY) / 3600
        later = (
            at + ((first_h - hour) % 24) * 3600 + self.rng.random(len(at)) * 3600 * min(5.0, last_h - first_h)
        )
        return np.asarray(np.where((hour >= first_h) & (hour <= last_h), at, later))

    def calls(self, posts: Ints, first_s: float = 240.0, last_s: float = 2 * DAY) -> tuple[Ints, Floats]:
        """Posts and the moments people are called to them, by day, minutes to days after the post; late ones drop out."""
        at = self.posts["at_s"].to_numpy()[posts]
        lag = np.exp(self.rng.uniform(np.log(first_s), np.log(last_s), len(posts)))
        moment = self.by_day(at + lag)
        keep = moment < self.end_s - 3 * 3600
        return posts[keep], moment[keep]
