"""Innocents whom somebody calls: fans, alliances, activists, petitioners, classmates, guilds, staff, sister accounts."""

import numpy as np

from tests.benchmarks.foreign import speech, words
from tests.benchmarks.foreign.crowd import awake, muster
from tests.benchmarks.foreign.scene import DAY, HOUR, Scene, hour_of, pick


def copy_texts(
    rng: np.random.Generator,
    subject: np.ndarray,
    voice: str,
    many: int,
    clauses: tuple[float, ...] = (0.2, 0.5, 0.3),
) -> speech.Lines:
    """`many` supplied texts a subject, in a row: text k of subject i is row i * many + k."""
    return speech.lines(rng, np.repeat(subject, many), clauses, voice)


def mixed(
    rng: np.random.Generator,
    s: Scene,
    post: np.ndarray,
    call: np.ndarray,
    lines: speech.Lines,
    many: int,
    copied: np.ndarray | float,
    changed: float,
    bare: float = 0.4,
    comment: np.ndarray | None = None,
) -> np.ndarray:
    """What members write: a share copies a supplied text of the call (some of it reworded), the rest are bare or speak for themselves."""
    n = len(call)
    own = speech.ordinary(rng, s.subject[post], np.zeros(n, bool) if comment is None else comment, s.name)
    own = np.where(rng.random(n) < bare, "" if comment is None else own, own)
    take = rng.random(n) < (copied if np.ndim(copied) == 0 else np.asarray(copied)[call])
    rows = call * many + rng.integers(0, many, n)
    reword = rng.random(n) < changed
    text = np.where(
        reword, speech.spoken(speech.reworded(rng, lines.take(rows), 0.6)), speech.spoken(lines)[rows]
    )
    return np.where(take, speech.with_emoji(rng, text, take, 0.2), own)


def some(rng: np.random.Generator, posts: np.ndarray, n: int) -> np.ndarray:
    return np.sort(rng.choice(posts, min(n, len(posts)), replace=False))


def marked(rng: np.random.Generator, s: Scene, who: np.ndarray, mark: str, share: float) -> None:
    """Members who show in their name what they belong to."""
    hit = who[rng.random(len(who)) < share]
    s.name[hit] = np.where(rng.random(len(hit)) < 0.5, mark + s.name[hit], s.name[hit] + "_" + mark)


def fans(s: Scene) -> None:
    """Clubs of one idol each, three to five of which are allied: they help out on each other's posts and on media, with copy text."""
    rng = s.rng("fans")
    idols = np.flatnonzero(s.trade == "idol")
    clubs = rng.choice(len(idols), int(rng.integers(5, 8)), replace=False)
    allied_n = int(rng.integers(3, 6))
    alliance = []
    for k, i in enumerate(clubs):
        idol = idols[i]
        allied = k < allied_n
        who = s.take(
            rng,
            int(rng.integers(35, 70) if allied else rng.integers(60, 130)),
            "alliance fan" if allied else "fan",
            "alliance" if allied else f"fan club {k}",
        )
        s.tribe[who] = s.tribe[idol]
        mark = s.name[idol][-2:] + str(words.GIVEN[k][0])
        marked(rng, s, who, mark, rng.uniform(0.5, 0.85))
        star = idols[i] + len(idols)  # The studio of the same number.
        posts = np.flatnonzero(np.isin(s.author, (idol, star)))
        who_, call = muster(rng, who, posts, rng.beta(3, 3, len(who)))
        lag = 60 * rng.lognormal(np.log(rng.uniform(3, 10)), rng.uniform(0.9, 1.3), len(call))
        comment = rng.random(len(call)) < 0.45
        lines = copy_texts(rng, s.subject[posts], "praise", 5)
        text = mixed(
            rng,
            s,
            posts[call],
            call,
            lines,
            5,
            np.where(rng.random(len(posts)) < 0.6, 0.55, 0.05),
            0.15,
            comment=comment,
        )
        s.act(who_, posts[call], awake(rng, s, who_, s.at[posts[call]] + lag), text, comment)
        if allied:
            alliance.append((idol, who))
    members = np.concatenate([w for _, w in alliance])
    posts = np.concatenate(
        [some(rng, np.flatnonzero(s.author == idol), 8) for idol, _ in alliance]
        + [some(rng, s.by("media", "firm"), 14)]
    )
    when = s.at[posts] + 60 * rng.lognormal(np.log(12), 1, len(posts))
    who_, call = muster(rng, members, posts, rng.beta(2, 3.5, len(members)))
    comment = rng.random(len(call)) < 0.6
    lines = copy_texts(rng, s.subject[posts], "praise", 6)
    text = mixed(
        rng,
        s,
        posts[call],
        call,
        lines,
        6,
        np.where(rng.random(len(posts)) < 0.7, 0.6, 0.1),
        0.15,
        comment=comment,
    )
    s.act(
        who_,
        posts[call],
        awake(rng, s, who_, when[call] + 60 * rng.lognormal(np.log(5), 1.1, len(call))),
        text,
        comment,
    )


def activists(s: Scene) -> None:
    """Networks called in a channel onto posts of many authors; slogans for many posts, sometimes a fresh text for one."""
    rng = s.rng("activists")
    for k in range(int(rng.integers(1, 4))):
        who = s.take(rng, int(rng.integers(35, 80)), "activist", f"activists {k}")
        cause = words.PROTEST_THING[rng.integers(0, len(words.PROTEST_THING))]
        marked(rng, s, who, cause[:2], rng.uniform(0, 0.3))
        posts = some(
            rng, s.by("media", "ministry", "firm", "celebrity", "blogger"), int(rng.integers(25, 50))
        )
        when = s.at[posts] + 60 * rng.lognormal(np.log(90), 1.2, len(posts))
        who_, call = muster(rng, who, posts, rng.beta(2.5, 3, len(who)))
        lag = 60 * rng.lognormal(np.log(rng.uniform(2, 9)), rng.uniform(0.8, 1.3), len(call))
        slogans = speech.spoken(
            copy_texts(rng, np.array([cause], object), "protest", int(rng.integers(5, 12)), (0.5, 0.5))
        )
        fresh = rng.random(len(posts)) < rng.beta(1, 4)
        lines = copy_texts(rng, s.subject[posts], "protest", 3)
        comment = rng.random(len(call)) < rng.uniform(0.3, 0.7)
        text = mixed(rng, s, posts[call], call, lines, 3, np.where(fresh, 0.7, 0), 0.25, comment=comment)
        shout = ~fresh[call] & (rng.random(len(call)) < 0.65)
        text = np.where(shout, "#" + cause + "# " + pick(rng, slogans, len(call)), text)
        s.act(who_, posts[call], awake(rng, s, who_, when[call] + lag), text, comment)


def petition(s: Scene) -> None:
    """A drive of a few days: people put the same request with a link under whatever fits."""
    rng = s.rng("petition")
    who = s.take(rng, int(rng.integers(180, 300)), "petitioner", "petition")
    begin = s.start + rng.uniform(0.2, 0.7) * s.days * DAY
    posts = s.by("ministry", "media", "local", "celebrity", "blogger")
    posts = posts[(s.at[posts] > begin - 2 * DAY) & (s.at[posts] < begin + 4 * DAY)]
    each = np.repeat(who, 1 + rng.poisson(4, len(who)))
    at = awake(rng, s, each, begin + rng.gamma(1.2, DAY, len(each)))
    post = posts[np.minimum(rng.geometric(min(0.5, 8 / len(posts)), len(each)) - 1, len(posts) - 1)]
    wording = speech.spoken(copy_texts(rng, pick(rng, words.PROTEST_THING, 1), "protest", 3, (0, 0.5, 0.5)))
    text = np.where(
        rng.random(len(each)) < 0.8,
        "联署：" + pick(rng, wording, len(each)) + " http://t.example/" + str(rng.integers(1000, 9999)),
        pick(rng, words.SHORT, len(each)),
    )
    s.act(
        each,
        post,
        np.maximum(at, s.at[post] + rng.exponential(4 * HOUR, len(each))),
        text,
        rng.random(len(each)) < 0.5,
    )


def classmates(s: Scene) -> None:
    """Classes that pass on their school's posts when the teacher reminds them; opened together at enrolment, many with default names."""
    rng = s.rng("classmates")
    for k in range(int(rng.integers(2, 5))):
        who = s.take(rng, int(rng.integers(25, 55)), "student", f"class {k}")
        campus = np.flatnonzero(s.trade == "school")[[k, k + 8]]
        s.tribe[who] = 9
        if rng.random() < 0.6:
            fresh = who[rng.random(len(who)) < 0.5]
            s.registered[fresh] = (
                s.start - int(rng.integers(40, 900)) * DAY + rng.integers(0, 3 * DAY, len(fresh))
            )
            s.name[fresh] = "用户" + rng.integers(10**9, 10**10, len(fresh)).astype(str).astype(object)
        posts = np.flatnonzero(np.isin(s.author, campus))
        lessons = s.at[posts] + 60 * rng.lognormal(np.log(100), 0.9, len(posts))
        who_, call = muster(rng, who, posts, rng.beta(5, 3, len(who)))
        text = np.where(
            rng.random(len(call)) < 0.6,
            str(rng.integers(19, 25)) + "级" + str(rng.integers(1, 9)) + "班" + s.name[who_] + "已学习",
            mixed(rng, s, posts[call], call, copy_texts(rng, s.subject[posts], "praise", 2), 2, 0.4, 0.1),
        )
        s.act(
            who_,
            posts[call],
            awake(rng, s, who_, lessons[call] + 60 * rng.lognormal(np.log(7), 1.2, len(call))),
            text,
        )


def guilds(s: Scene) -> None:
    """Evening players who go from one game's post to the next for prize codes, together when the guild is on."""
    rng = s.rng("guilds")
    posts_all = s.by("game")
    for k in range(int(rng.integers(2, 4))):
        who = s.take(rng, int(rng.integers(35, 75)), "guild player", f"guild {k}")
        s.tribe[who] = 8
        marked(rng, s, who, words.GAME[k][:2] + "丨" + words.FIRM[k][:1], rng.uniform(0.2, 0.6))
        posts = some(rng, posts_all, int(rng.integers(20, 40)))
        evening = s.at[posts] + ((20.2 + rng.normal(0, 0.7, len(posts)) - hour_of(s.at[posts])) % 24) * HOUR
        who_, call = muster(rng, who, posts, rng.beta(3, 4, len(who)))
        code = (
            words.GAME[k]
            + "公会"
            + str(rng.integers(100, 999))
            + "招人，邀请码"
            + str(rng.integers(10000, 99999))
        )
        lines = copy_texts(rng, s.subject[posts], "praise", 4)
        text = np.where(
            rng.random(len(call)) < 0.35, code, mixed(rng, s, posts[call], call, lines, 4, 0.1, 0.2)
        )
        s.act(who_, posts[call], evening[call] + 60 * rng.lognormal(np.log(14), 1, len(call)), text)


def company(s: Scene) -> None:
    """Sister accounts of one firm (verified, disclosed) and the staff of two others, on posts of several official accounts, in office hours."""
    rng = s.rng("company")
    firms = rng.permutation(np.flatnonzero((s.trade == "firm") & (s.platform[s.tribe] == 0)))
    for k in range(3):
        sisters, house = k == 0, s.name[firms[k]]
        who = s.take(
            rng,
            int(rng.integers(20, 40) if sisters else rng.integers(25, 60)),
            "sister account" if sisters else "staff",
            f"{'sisters' if sisters else 'staff'} {k}",
            not sisters,
        )
        if sisters:
            town = words.CITY[np.arange(len(who)) % 10] + np.where(
                np.arange(len(who)) < 10, "", words.TRADE[np.arange(len(who)) % 15]
            )
            s.name[who], s.reason[who] = house + town, house + town + "分公司官方微博"
            s.client[who] = "微博网页版"
        else:
            marked(rng, s, who, house[:2], rng.uniform(0.3, 0.7))
            shown = who[rng.random(len(who)) < 0.2]
            s.reason[shown] = house + "员工"
        board = np.concatenate(
            [
                np.flatnonzero(np.isin(s.author, firms[k + 3 * np.arange(4)])),
                some(rng, s.by("media", "ministry"), 9),
            ]
        )
        posts = some(rng, board, int(rng.integers(22, 36)))
        wait = np.where(
            (hour_of(s.at[posts]) > 18) | (hour_of(s.at[posts]) < 9),
            (9.3 - hour_of(s.at[posts])) % 24 * HOUR,
            0,
        )
        when = s.at[posts] + wait + 60 * rng.lognormal(np.log(25), 0.9, len(posts))
        who_, call = muster(rng, who, posts, rng.beta(5, 3, len(who)))
        lag = 60 * rng.lognormal(np.log(6 if sisters else 15), 1.1, len(call))
        lines = copy_texts(rng, s.subject[posts], "praise", 2)
        supplied = np.where(rng.random(len(posts)) < (0.7 if sisters else rng.uniform(0.2, 0.6)), 0.6, 0.05)
        s.act(
            who_,
            posts[call],
            when[call] + lag,
            mixed(rng, s, posts[call], call, lines, 2, supplied, 0.1),
            under=np.where(rng.random(len(call)) < 0.8, -1, -2),
        )


CALLED = (fans, activists, petition, classmates, guilds, company)
