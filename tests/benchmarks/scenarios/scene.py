"""A world before anybody acts: accounts, posts, what is stated of the case; acts are added in chunks."""

from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np

from tests.benchmarks.scenarios.voice import pick

MINUTE, HOUR, DAY = 60, 3600, 86_400
FIRST_DAY = 19_700 * DAY - 8 * HOUR  # A midnight in Beijing; a world begins up to 700 days later.
ALONE, FOLLOWS, CALLED = "alone", "follows", "called"
Array = np.ndarray


def generator(kind: str, seed: int, step: str) -> np.random.Generator:
    """The chance of one step of one world, independent of the other steps."""
    return np.random.default_rng([seed, 40_961, crc32(kind.encode()), crc32(step.encode())])


def hour_of(at: Array) -> Array:
    """Hour of day in Beijing, with its fraction.

    >>> float(hour_of(np.array([FIRST_DAY + 90 * MINUTE]))[0])
    1.5
    """
    return (np.asarray(at) + 8 * HOUR) % DAY / HOUR


@dataclass
class Notes:
    """What people state of the case, by number: accounts and posts."""

    targets: list[int] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    alleged: list[int] = field(default_factory=list)
    corrections: list[int] = field(default_factory=list)


class Scene:
    """Accounts and posts as columns by number, acts as chunks of columns. Times are seconds since 1970."""

    def __init__(self, kind: str, seed: int) -> None:
        self.kind, self.seed = kind, seed
        rng = self.rng("scene")
        self.start = FIRST_DAY + int(rng.integers(0, 700)) * DAY
        self.days = int(rng.integers(30, 41))
        self.end = self.start + self.days * DAY
        self.comment_share = float(rng.uniform(0.12, 0.35))
        self.accounts: dict[str, Array] = {}
        self.posts: dict[str, Array] = {}
        self.acts: list[dict[str, Array]] = []
        self.notes = Notes()
        self.is_star = False  # The export knows no parents and no chains.
        self.is_wordless = False  # The export carries no words of reposts.
        self.is_hashed = False  # The export carries hashes instead of ids.
        self.shares_id: dict[int, int] = {}  # Accounts that the export's pseudonyms take for another one.
        self.drawn: dict[str, float] = {}  # What the seed decided of the group: copy, tasks_n, lag_s.
        self.renamed: list[tuple[int, int, str]] = []  # Account, second, name from then on.

    def rng(self, step: str) -> np.random.Generator:
        """The chance of one step of this world."""
        return generator(self.kind, self.seed, step)

    @property
    def accounts_n(self) -> int:
        return len(self.accounts["name"]) if self.accounts else 0

    @property
    def posts_n(self) -> int:
        return len(self.posts["at"]) if self.posts else 0

    @property
    def acts_n(self) -> int:
        return sum(len(chunk["who"]) for chunk in self.acts)

    def add_accounts(self, n: int, **columns: Any) -> Array:
        """Add `n` accounts (one value or one an account for each column); returns their numbers."""
        block = {name: _wide(value, n) for name, value in columns.items()}
        first = self.accounts_n
        self.accounts = {
            k: np.concatenate([self.accounts[k], block[k]]) if first else block[k] for k in block
        }
        return np.arange(first, first + n)

    def add_posts(self, author: Array, at: Array, **columns: Any) -> Array:
        """Add posts (text, subject, mood, topic, pull: 0 is out of sight); returns their numbers."""
        block = {"author": np.asarray(author), "at": np.asarray(at).astype(np.int64)}
        block |= {name: _wide(value, len(author)) for name, value in columns.items()}
        first = self.posts_n
        self.posts = {k: np.concatenate([self.posts[k], block[k]]) if first else block[k] for k in block}
        return np.arange(first, first + len(author))

    def act(self, who: Array, post: Array | int, at: Array, text: Array | str = "", **more: Any) -> None:
        """Add acts, one an entry; those before their post or after the last day are dropped.

        more: comment (bool); under: account from whose repost it is taken, -1 the post, -2 as people do;
        client: "" is the account's own.
        """
        n = len(who)
        chunk = {
            "who": np.asarray(who, np.int64),
            "post": np.asarray(_wide(post, n), np.int64),
            "at": np.asarray(at).astype(np.int64),
            "text": _wide(text, n).astype(object),
            "comment": _wide(more.get("comment", False), n).astype(bool),
            "under": _wide(more.get("under", -2), n).astype(np.int64),
            "client": _wide(more.get("client", ""), n).astype(object),
        }
        keep = (chunk["at"] > self.posts["at"][chunk["post"]]) & (chunk["at"] < self.end)
        self.acts.append({k: v[keep] for k, v in chunk.items()})

    def take(self, rng: np.random.Generator, n: int, role: str, bond: str, **more: Any) -> Array:
        """`n` ordinary accounts without a part so far, now with this role: no badge, their lives go on.

        more: group ("" = the world's kind), campaign, protected, natural, platform.
        """
        a = self.accounts
        free = np.flatnonzero((a["role"] == "ordinary") & (a["platform"] == more.get("platform", "weibo")))
        who = np.sort(rng.choice(free, n, replace=False))
        a["role"][who], a["bond"][who] = role, bond
        a["group"][who] = more.get("group", self.kind)
        a["campaign"][who] = more.get("campaign", False)
        a["protected"][who] = more.get("protected", False)
        a["natural"][who] = more.get("natural", not more.get("campaign", False))
        a["reason"][who] = ""
        return who

    def by(self, *trades: str) -> Array:
        """Posts on weibo by authors of these trades that people see."""
        a, author = self.accounts, self.posts["author"]
        ok = np.isin(a["trade"][author], trades) & (a["platform"][author] == "weibo")
        return np.flatnonzero(ok & (self.posts["pull"] > 0))

    def original(self, rng: np.random.Generator, who: Array, at: Array, text: Array, **more: Any) -> Array:
        """Add posts that hardly anybody sees."""
        columns = {"subject": pick(rng, self.subjects, len(who)), "mood": "plain", "pull": 0.01} | more
        return self.add_posts(who, at, text=text, topic=self.accounts["topic"][who], **columns)

    @property
    def subjects(self) -> Array:
        """What this world talks about, once each."""
        return np.unique(self.posts["subject"]).astype(object)


def _wide(value: Any, n: int) -> Array:
    if np.ndim(value):
        return np.asarray(value)
    return np.full(n, value, dtype=object if isinstance(value, str) else None)
