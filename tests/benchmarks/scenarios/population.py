"""The accounts and posts of every world: readers with their hours and tastes, authors, everyday posts."""

import numpy as np

from tests.benchmarks.scenarios import words
from tests.benchmarks.scenarios.scene import DAY, HOUR, MINUTE, Scene
from tests.benchmarks.scenarios.voice import LONG, drafts, pick, spoken

ACCOUNTS_N, POSTS_N, ORIGINALS_N, TOPICS_N = 1_500, 460, 700, 12
# Invented, with the usual two humps: noon and late evening.
HOURS = np.array(
    [45, 22, 11, 7, 6, 8, 18, 34, 44, 48, 50, 53, 60, 52, 46, 44, 45, 46, 46, 50, 58, 68, 72, 62], float
)
HOURS /= HOURS.sum()
OFFICE = np.array([2, 1, 0, 0, 0, 1, 3, 7, 9, 10, 10, 9, 8, 7, 8, 9, 9, 9, 9, 8, 9, 9, 7, 4], float)
OFFICE /= OFFICE.sum()
TRADES = {"press": 18, "star": 14, "firm": 20, "authority": 8, "school": 6, "charity": 4, "blogger": 60}
POSTS_EACH = {"press": 7, "star": 4, "firm": 4, "authority": 3, "school": 5, "charity": 4, "blogger": 2}
PROTECTED = ("press", "authority")
PEAKS = 3  # Times of day at which a person likes to look.


def populate(s: Scene, accounts_n: int = ACCOUNTS_N) -> None:
    """Add the accounts and posts of an ordinary world."""
    _accounts(s, accounts_n)
    _posts(s)
    everyday(s)


def profile(
    rng: np.random.Generator, s: Scene, n: int, authors_n: int = 0
) -> dict[str, np.ndarray | str | bool]:
    """Columns of `n` accounts, the first `authors_n` of whom have many followers."""
    is_author = np.arange(n) < authors_n
    registered = s.start - rng.beta(1.3, 1.6, n) * 11 * 365 * DAY
    wave = rng.choice(s.start - rng.uniform(60, 3000, 6) * DAY, n) + rng.uniform(0, 3 * DAY, n)
    liked = rng.choice(24, (n, PEAKS), p=HOURS) + rng.random((n, PEAKS))
    weight = (1 - rng.random(n)) ** (-1 / rng.uniform(1.1, 1.5))
    return {
        "name": names(rng, n),
        "reason": np.where(rng.random(n) < 0.02, pick(rng, words.TOWN, n) + "教师", "").astype(object),
        "registered": np.where(rng.random(n) < 0.08, wave, registered).astype(np.int64),
        "followers": np.where(is_author, rng.lognormal(10, 1.8, n), rng.lognormal(4.8, 1.5, n)).astype(int),
        "region": words.REGION[np.minimum(rng.geometric(0.1, n) - 1, len(words.REGION) - 1)],
        "client": words.CLIENT[np.minimum(rng.geometric(0.25, n) - 1, len(words.CLIENT) - 1)],
        "weight": np.minimum(weight, 80) * np.where(is_author, 0.4, 1),
        "peak": liked % 24,
        "width": rng.uniform(0.5, 2.6, (n, PEAKS)),
        "topic": rng.integers(0, TOPICS_N, n),
        "platform": "weibo",
        "trade": "",
        "role": "ordinary",
        "group": "",
        "bond": "alone",
        "natural": True,
        "campaign": False,
        "protected": False,
    }


def names(rng: np.random.Generator, n: int) -> np.ndarray:
    """Names as people choose them; some keep the platform's."""
    nick = pick(rng, words.NICK, n) + pick(rng, words.NICK_END, n)
    real = pick(rng, words.SURNAME, n) + pick(rng, words.GIVEN, n)
    digits = rng.integers(10, 9999, n).astype(str).astype(object)
    default = "用户" + rng.integers(10**9, 8 * 10**9, n).astype(str).astype(object)
    u = rng.random(n)
    two = pick(rng, words.NICK, n) + nick
    return np.select(
        [u < 0.4, u < 0.6, u < 0.68, u < 0.85], [nick + digits, real + digits, default, two], nick
    )


def _accounts(s: Scene, n: int) -> None:
    rng = s.rng("accounts")
    authors_n = sum(TRADES.values())
    s.add_accounts(n, **profile(rng, s, n, authors_n))
    a = s.accounts
    trade = np.repeat(np.array([*TRADES], object), [*TRADES.values()])
    a["trade"][:authors_n], a["role"][:authors_n] = trade, trade
    town, real = pick(rng, words.TOWN, authors_n), a["name"][:authors_n]
    serial = np.arange(authors_n).astype(str).astype(object)
    official = {
        "press": town + "晨报" + serial,
        "firm": pick(rng, words.NICK, authors_n) + "商贸" + serial,
        "authority": town + "发布" + serial,
        "school": town + "中学" + serial,
        "charity": town + "互助会" + serial,
    }
    for one, called in official.items():
        rows = np.flatnonzero(trade == one)
        a["name"][rows], a["reason"][rows] = called[rows], called[rows] + "官方账号"
        a["natural"][rows] = False
    a["reason"][:authors_n] = np.where(trade == "star", real + "（演员）", a["reason"][:authors_n])
    a["reason"][:authors_n][trade == "blogger"] = ""
    a["protected"][:authors_n] = np.isin(trade, PROTECTED)


def _posts(s: Scene) -> None:
    rng, a = s.rng("posts"), s.accounts
    writers = np.flatnonzero(a["trade"] != "")
    odds = np.array([POSTS_EACH[t] for t in a["trade"][writers]]) * rng.lognormal(0, 0.6, len(writers))
    author = np.r_[writers, rng.choice(writers, POSTS_N - len(writers), p=odds / odds.sum())]
    n = len(author)
    moment = rng.choice(24, n, p=OFFICE) * HOUR + rng.integers(0, HOUR, n)
    at = s.start + rng.integers(0, s.days, n) * DAY + moment
    subject = pick(rng, words.SUBJECT, n)
    fame = rng.lognormal(0, 0.7, s.accounts_n)
    s.add_posts(
        author,
        at,
        text=headline(rng, subject),
        subject=subject,
        mood="plain",
        topic=a["topic"][author],
        pull=fame[author] * (1 - rng.random(n)) ** (-1 / rng.uniform(1.0, 1.4)),
    )


def headline(rng: np.random.Generator, subject: np.ndarray, mood: str = "plain") -> np.ndarray:
    """Texts of posts about these subjects: a title and some sentences."""
    title = "【" + subject + pick(rng, words.NEWS, len(subject)) + "】"
    return title + spoken(drafts(rng, subject, mood, LONG))


def everyday(s: Scene) -> None:
    """Original posts of ordinary people, some with a popular hashtag, which hardly anybody passes on."""
    rng, a = s.rng("everyday"), s.accounts
    people = np.flatnonzero(a["trade"] == "")
    odds = a["weight"][people]
    who = rng.choice(people, ORIGINALS_N, p=odds / odds.sum())
    at = s.start + rng.integers(0, s.days, len(who)) * DAY + personal_second(rng, s, who)
    text = spoken(drafts(rng, np.full(len(who), "", object), "plain"))
    tagged = rng.random(len(who)) < 0.35
    tag = words.HASHTAG[np.minimum(rng.geometric(0.25, len(who)) - 1, len(words.HASHTAG) - 1)]
    s.original(rng, who, at, np.where(tagged, "#" + tag + "# " + text, text))


def personal_second(rng: np.random.Generator, s: Scene, who: np.ndarray) -> np.ndarray:
    """Seconds of the day (Beijing) at which these people look, by the hours each of them likes."""
    k = rng.choice(PEAKS, len(who), p=[0.5, 0.3, 0.2])
    hour = s.accounts["peak"][who, k] + rng.normal(0, 1, len(who)) * s.accounts["width"][who, k]
    any_time = rng.choice(24, len(who), p=HOURS) + rng.random(len(who))
    hour = np.where(rng.random(len(who)) < 0.15, any_time, hour) % 24
    return (hour * HOUR).astype(np.int64) % DAY


def by_day(
    rng: np.random.Generator, at: np.ndarray, first_h: float = 8.0, last_h: float = 23.2
) -> np.ndarray:
    """Moments as they are if they lie between the two hours, else some time after the next such morning."""
    hour = (np.asarray(at) + 8 * HOUR) % DAY / HOUR
    night = (hour < first_h) | (hour > last_h)
    later = at + (first_h - hour) % 24 * HOUR + rng.exponential(45 * MINUTE, len(hour))
    return np.where(night, later, at).astype(np.int64)
