"""A world before anybody acts: its days, accounts, authors and posts; and the acts that fill it, chunk by chunk."""

from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from tests.benchmarks.foreign import speech, words

DAY, HOUR = 86400, 3600
START = 19_560 * DAY - 8 * HOUR  # A midnight in Beijing; each world begins up to two years later.
TRIBES = 14  # 0-3 cities, 4-7 fans of idols, 8 games, 9 schools, 10-13 others.
# Share of real reposts by hour of day, Beijing time: 300 cascades of CED, midnight smoothed with its neighbours.
HOURS = np.array(
    [
        0.060,
        0.030,
        0.014,
        0.009,
        0.007,
        0.008,
        0.016,
        0.031,
        0.043,
        0.048,
        0.051,
        0.052,
        0.054,
        0.050,
        0.045,
        0.039,
        0.041,
        0.042,
        0.037,
        0.040,
        0.045,
        0.053,
        0.072,
        0.080,
    ]
)
TRADES = {
    "media": 40,
    "celebrity": 60,
    "idol": 8,
    "studio": 8,
    "firm": 70,
    "ministry": 20,
    "school": 16,
    "game": 12,
    "local": 16,
    "blogger": 150,
    "big": 3,
    "finder": 1,
}
POSTS_EACH = {
    "media": 12,
    "celebrity": 5,
    "idol": 8,
    "studio": 6,
    "firm": 7,
    "ministry": 6,
    "school": 10,
    "game": 10,
    "local": 15,
    "blogger": 4,
    "big": 6,
    "finder": 2,
}
PERSONS = ("celebrity", "idol", "blogger", "big")


def generator(kind: str, seed: int, step: str) -> np.random.Generator:
    """The chance of one step of one world, independent of the other steps."""
    return np.random.default_rng([seed, crc32(kind.encode()), crc32(step.encode())])


@dataclass
class Scene:
    """Accounts and posts as arrays; `acts` collects chunks of arrays that are the acts in no order."""

    kind: str
    seed: int
    days: int
    start: int
    platform: np.ndarray  # By tribe: 0 weibo, 1 douyin.
    comment_share: float
    tribe: np.ndarray
    weight: np.ndarray  # How readily an account acts by itself.
    chrono: np.ndarray  # Hours by which an account's day is later than the usual one.
    followers: np.ndarray
    name: np.ndarray
    reason: np.ndarray  # "" = not verified.
    registered: np.ndarray
    region: np.ndarray
    client: np.ndarray
    role: np.ndarray
    group: np.ndarray
    natural: np.ndarray
    campaign: np.ndarray
    trade: np.ndarray  # "" = no author.
    author: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))  # From here on by post.
    at: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    pull: np.ndarray = field(default_factory=lambda: np.empty(0))
    subject: np.ndarray = field(default_factory=lambda: np.empty(0, object))
    post_text: np.ndarray = field(default_factory=lambda: np.empty(0, object))
    acts: list[dict[str, np.ndarray]] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.start + self.days * DAY

    def rng(self, step: str) -> np.random.Generator:
        return generator(self.kind, self.seed, step)

    def take(
        self, rng: np.random.Generator, n: int, role: str, group: str = "", natural: bool = True
    ) -> np.ndarray:
        """`n` accounts of weibo without a part so far (never over half of those), now with this one; their lives go on as before."""
        free = np.flatnonzero((self.role == "ordinary") & (self.platform[self.tribe] == 0))
        who = np.sort(rng.choice(free, min(n, len(free) // 2), replace=False))
        self.role[who], self.group[who], self.natural[who] = role, group, natural
        return who

    def by(self, *trades: str) -> np.ndarray:
        """Posts on weibo by authors of these trades."""
        return np.flatnonzero(
            np.isin(self.trade[self.author], trades) & (self.platform[self.tribe[self.author]] == 0)
        )

    def act(
        self,
        who: np.ndarray,
        post: np.ndarray,
        at: np.ndarray,
        text: np.ndarray | str = "",
        comment: np.ndarray | bool = False,
        under: np.ndarray | int = -2,
        client: np.ndarray | str = "",
    ) -> None:
        """Acts, one an entry. under: account from whose repost it is taken, -1 from the post, -2 as people do; client "": one's own."""
        n = len(who)
        keep = (at >= self.at[post]) & (at < self.end) & (who != self.author[post])
        chunk = {
            "who": np.asarray(who),
            "post": np.asarray(post),
            "at": np.asarray(at).astype(np.int64),
            "text": _wide(text, n, object),
            "comment": _wide(comment, n, bool),
            "under": _wide(under, n, np.int64),
            "client": _wide(client, n, object),
        }
        self.acts.append({k: v[keep] for k, v in chunk.items()})

    @property
    def acts_n(self) -> int:
        return sum(len(c["who"]) for c in self.acts)


def _wide(value: object, n: int, dtype: object) -> np.ndarray:
    return np.full(n, value, dtype=dtype) if np.ndim(value) == 0 else np.asarray(value, dtype=dtype)


def pick(rng: np.random.Generator, pool: np.ndarray, n: int) -> np.ndarray:
    return pool[rng.integers(0, len(pool), n)]


def hour_of(at: np.ndarray) -> np.ndarray:
    """Hour of day in Beijing, with fraction."""
    return (at + 8 * HOUR) % DAY / HOUR


def scene(kind: str, seed: int, accounts_n: int) -> Scene:
    """Accounts and posts of a world; the shape of the population differs from seed to seed."""
    rng = generator(kind, seed, "scene")
    platform = np.zeros(TRIBES, np.int64)
    if kind == "two_platforms":
        platform[11:] = 1
    share = rng.dirichlet(
        np.r_[np.full(11, 8.0), np.full(3, 11.0)] if kind == "two_platforms" else np.full(TRIBES, 4.0)
    )
    trade = np.repeat(
        np.array([*TRADES, ""], dtype=object), [*TRADES.values(), accounts_n - sum(TRADES.values())]
    )
    tribe = rng.choice(TRIBES, accounts_n, p=share)
    for name, low, high in (
        ("local", 0, 4),
        ("idol", 4, 8),
        ("studio", 4, 8),
        ("game", 8, 9),
        ("school", 9, 10),
    ):
        rows = np.flatnonzero(trade == name)
        tribe[rows] = low + np.arange(len(rows)) % (high - low)
    fixed = np.isin(trade, ("big", "finder"))
    tribe[fixed] = 10
    is_author = trade != ""
    start = START + int(rng.integers(0, 730)) * DAY
    days = int(rng.integers(16, 40))
    s = Scene(
        kind,
        seed,
        days,
        start,
        platform,
        float(rng.uniform(0.12, 0.35)),
        tribe,
        np.where(is_author, 0.3, 1) * rng.lognormal(0, rng.uniform(0.9, 1.4), accounts_n),
        rng.normal(0, 1.2, accounts_n),
        np.where(is_author, rng.lognormal(11, 2, accounts_n), rng.lognormal(5, 1.7, accounts_n)).astype(
            np.int64
        ),
        np.full(accounts_n, "", object),
        np.full(accounts_n, "", object),
        _registered(rng, start, accounts_n),
        words.REGION[np.minimum(rng.geometric(0.09, accounts_n) - 1, len(words.REGION) - 1)],
        words.CLIENT[np.minimum(rng.geometric(0.28, accounts_n) - 1, len(words.CLIENT) - 1)],
        np.where(is_author, "author", "ordinary").astype(object),
        np.full(accounts_n, "", object),
        ~is_author | np.isin(trade, PERSONS),
        np.zeros(accounts_n, bool),
        trade,
    )
    city = tribe < 4
    s.region[city] = np.where(
        rng.random(city.sum()) < 0.75, words.REGION[tribe[city] + int(rng.integers(0, 20))], s.region[city]
    )
    _names(rng, s)
    _posts(rng, s)
    return s


def _registered(rng: np.random.Generator, start: int, n: int) -> np.ndarray:
    """Openings over twelve years, with waves (a platform's campaigns) that have nothing to do with any group."""
    at = start - rng.beta(1.2, 1.5, n) * 12 * 365 * DAY
    wave = rng.choice(start - rng.uniform(100, 3000, 5) * DAY, n) + rng.uniform(0, 4 * DAY, n)
    return np.where(rng.random(n) < 0.06, wave, at).astype(np.int64)


def _names(rng: np.random.Generator, s: Scene) -> None:
    n = len(s.tribe)
    nick = pick(rng, words.NICK, n) + pick(rng, words.NICK_END, n)
    real = pick(rng, words.SURNAME, n) + pick(rng, words.GIVEN, n)
    digits = rng.integers(10, 99999, n).astype(str).astype(object)
    style = rng.random(n)
    s.name[:] = np.select(
        [style < 0.35, style < 0.5, style < 0.62, style < 0.72],
        [
            nick + digits,
            real,
            "用户" + rng.integers(10**9, 10**10, n).astype(str).astype(object),
            real + digits,
        ],
        nick + pick(rng, words.NICK, n),
    )
    for trade in TRADES:
        rows = np.flatnonzero(s.trade == trade)
        k, serial = len(rows), np.arange(len(rows))
        firm = words.FIRM[serial % len(words.FIRM)] + words.TRADE[(serial * 7 + s.seed) % len(words.TRADE)]
        s.name[rows] = {
            "media": words.CITY[serial % 10] + words.NEWS[(serial * 3 + serial // 10) % len(words.NEWS)],
            "studio": real[rows] + "工作室",
            "firm": firm,
            "ministry": words.CITY[serial % 10] + np.where(serial < 10, "发布", "公安").astype(object),
            "school": words.SCHOOL[serial % 8] + np.where(serial < 8, "", "团委"),
            "game": words.GAME[serial % 12],
            "local": words.CITY[serial % 4]
            + np.array(["吃喝玩乐", "同城", "交通广播", "生活圈"], object)[serial // 4 % 4],
        }.get(trade, real[rows])
        known = rng.random(k) < (0.15 if trade == "blogger" else 0.9)
        s.reason[rows] = np.where(
            known & (trade != "finder"), s.name[rows] + ("" if trade in PERSONS else "官方微博"), ""
        )
    star = np.flatnonzero(s.trade == "studio")
    s.name[star] = s.name[np.flatnonzero(s.trade == "idol")] + "工作室"
    few = np.flatnonzero((s.trade == "") & (rng.random(n) < 0.015))
    s.reason[few] = words.CITY[few % 10] + pick(
        rng, np.array(["摄影师", "教师", "工程师", "美食博主", "律师", "医生"], object), len(few)
    )


def _posts(rng: np.random.Generator, s: Scene) -> None:
    writers = np.flatnonzero(s.trade != "")
    many = np.maximum(
        1,
        rng.poisson(
            np.array([POSTS_EACH[t] for t in s.trade[writers]])
            * rng.lognormal(-0.15, 0.55, len(writers))
            * (s.days / 28) ** 0.5
        ),
    )
    s.author = np.repeat(writers, many)
    n = len(s.author)
    hour = rng.choice(24, n, p=_office())
    day = rng.integers(0, s.days, n)
    s.at = (s.start + day * DAY + hour * HOUR + rng.integers(0, HOUR, n)).astype(np.int64)
    order = np.argsort(s.at, kind="stable")
    s.author, s.at = s.author[order], s.at[order]
    fame = rng.lognormal(0, 0.9, len(s.tribe))
    s.pull = fame[s.author] * rng.lognormal(0, rng.uniform(1.1, 1.5), n)
    own = np.isin(s.trade[s.author], ("celebrity", "idol", "firm", "game", "school"))
    s.subject = np.where(own, s.name[s.author], pick(rng, words.TOPIC, n))
    s.post_text = "【" + s.subject + pick(rng, words.FEAT, n) + "】" + _bodies(rng, s.subject)


def _office() -> np.ndarray:
    hours = np.array([2, 1, 0.3, 0.2, 0.2, 0.4, 1.5, 4, 6, 7, 8, 7, 6, 5, 6, 6, 6, 7, 6, 6, 7, 7, 6, 4])
    return hours / hours.sum()


def _bodies(rng: np.random.Generator, subject: np.ndarray) -> np.ndarray:
    return speech.spoken(speech.lines(rng, subject, (0.1, 0.4, 0.3, 0.2)))
