"""One person each whom a case must not wrong, alone where a campaign or an angry crowd is at work."""

import numpy as np

from tests.benchmarks.scenarios import voice, words
from tests.benchmarks.scenarios.crowd import say
from tests.benchmarks.scenarios.defenders import talked_about
from tests.benchmarks.scenarios.export import LINK_MARK
from tests.benchmarks.scenarios.population import names
from tests.benchmarks.scenarios.scene import ALONE, DAY, HOUR, MINUTE, Array, Scene
from tests.benchmarks.scenarios.story import Story
from tests.benchmarks.scenarios.work import awake, copy_share, some

MERGED_N = 40


def _one(s: Scene, rng: np.random.Generator, role: str, protected: bool = True) -> int:
    who = int(s.take(rng, 1, role, ALONE, protected=protected)[0])
    s.accounts["weight"][who] = rng.uniform(1, 10)
    return who


def _on(
    s: Scene,
    rng: np.random.Generator,
    who: int,
    posts: Array,
    median_min: float,
    text: Array,
    comments: float,
) -> None:
    """Acts of one person on these posts, each some time after the post."""
    at = awake(rng, s.posts["at"][posts] + MINUTE * median_min * rng.lognormal(0, 0.9, len(posts)))
    s.act(np.full(len(posts), who), posts, at, text, comment=rng.random(len(posts)) < comments)


def _words(s: Scene, rng: np.random.Generator, told: Story, n: int, mood: str) -> Array:
    """`n` texts about the target; a share, from 0 to 1, is one and the same."""
    own = voice.spoken(voice.drafts(rng, np.full(n, told.term, object), mood))
    return np.where(rng.random(n) < copy_share(rng), own[0], own)


def target(s: Scene) -> None:
    """The target answers nearly every post about her, at once and often with the same sentence."""
    told = talked_about(s)
    rng = s.rng("group")
    s.accounts["group"][told.target] = s.kind
    posts = np.r_[told.alleged, told.about]
    posts = posts[rng.random(len(posts)) < rng.uniform(0.6, 1)]
    _on(
        s, rng, told.target, posts, rng.uniform(2, 60), _words(s, rng, told, len(posts), "deny"), rng.random()
    )


def journalist_first(s: Scene) -> None:
    """A journalist asked in public hours before anybody alleged it; later posts use her words."""
    told = talked_about(s)
    rng = s.rng("group")
    who = _one(s, rng, "journalist")
    first = told.alleged[0]
    body = str(s.posts["text"][first]).split("】")[-1]
    pull = float(s.posts["pull"][told.about].max())
    more = int(rng.integers(3, 8))
    at = np.r_[
        s.posts["at"][first] - rng.uniform(1, 6) * HOUR,
        s.posts["at"][first] + np.sort(rng.uniform(0, 5, more)) * DAY,
    ]
    asked = np.r_[
        np.array(["有读者反映：" + body + "。正在向各方核实"], object),
        voice.spoken(voice.drafts(rng, np.full(more, told.term, object), "demand", voice.LONG)),
    ]
    s.original(rng, np.full(more + 1, who), at, asked, subject=told.term, pull=pull, mood="attack")
    posts = some(rng, told.alleged, int(rng.integers(3, 10)))
    _on(s, rng, who, posts, 40, _words(s, rng, told, len(posts), "demand"), 0.7)


def authority(s: Scene) -> None:
    """An authority quotes what is alleged, word for word, and denies it under many of the posts.

    It is the one innocent who may carry a badge: in half of the worlds.
    """
    told = talked_about(s)
    rng = s.rng("group")
    who = _one(s, rng, "authority")
    if rng.random() < 0.5:
        s.accounts["name"][who] = str(voice.pick(rng, words.TOWN, 1)[0]) + "公安"
        s.accounts["reason"][who] = s.accounts["name"][who] + "官方账号"
        s.accounts["natural"][who] = False
    body = str(s.posts["text"][told.alleged[0]]).split("】")[-1]
    notice = f"针对网传“{body}”一事，经调查：该说法不属实，请勿传播"
    pull = float(s.posts["pull"][told.alleged].max())
    at = s.posts["at"][told.alleged[0]] + rng.uniform(0.3, 3) * DAY
    post = s.original(
        rng,
        np.array([who]),
        np.array([at]),
        np.array([notice], object),
        subject=told.term,
        mood="deny",
        pull=pull,
    )
    s.notes.corrections.extend(post.tolist())
    posts = told.alleged[rng.random(len(told.alleged)) < 0.8]
    due = np.maximum(s.posts["at"][posts], at) + MINUTE * rng.uniform(1, 40) * rng.lognormal(0, 1, len(posts))
    s.act(np.full(len(posts), who), posts, awake(rng, due), notice, comment=rng.random(len(posts)) < 0.6)


def parent_reports(s: Scene) -> None:
    """A parent passes each alleged post on to the authority with the same request."""
    told = talked_about(s)
    rng = s.rng("group")
    who = _one(s, rng, "parent who reports")
    office = rng.choice(np.flatnonzero(s.accounts["trade"] == "authority"))
    posts = np.r_[told.alleged, some(rng, told.about, int(rng.integers(4, 12)))]
    plea = rng.choice([" ", " 我是孩子家长，"])
    said = "@" + s.accounts["name"][office] + str(plea) + _words(s, rng, told, len(posts), "demand")
    _on(s, rng, who, posts, rng.uniform(3, 120), said, float(rng.choice([0, rng.random()])))


def fact_checker(s: Scene) -> None:
    """A fact-checker puts her correction's link under every alleged post, on a few occasions."""
    told = talked_about(s)
    rng = s.rng("group")
    who = _one(s, rng, "fact-checker")
    at = s.posts["at"][told.alleged[0]] + rng.uniform(0.1, 1.5) * DAY
    body = voice.spoken(voice.drafts(rng, np.array([told.term], object), "deny", voice.LONG))
    post = s.original(rng, np.array([who]), np.array([at]), body, subject=told.term, mood="deny", pull=1.0)
    s.notes.corrections.extend(post.tolist())
    posts = np.r_[told.alleged, told.about]
    occasions = np.sort(rng.uniform(at, s.end - DAY, int(rng.integers(4, 9))))
    due = occasions[np.searchsorted(occasions, s.posts["at"][posts]).clip(max=len(occasions) - 1)]
    due = awake(rng, due) + np.cumsum(rng.exponential(45, len(posts)))
    said = _words(s, rng, told, len(posts), "deny") + f" {LINK_MARK}{post[0]}⟧"
    s.act(np.full(len(posts), who), posts, due, said, comment=rng.random(len(posts)) < 0.7)


def local_medium(s: Scene) -> None:
    """A town's medium without a badge passes the posts on early, and its readers take them from it."""
    told = talked_about(s)
    rng = s.rng("group")
    who = _one(s, rng, "local medium")
    s.accounts["followers"][who] = int(rng.lognormal(12.5, 0.5))
    posts = np.r_[told.alleged, some(rng, told.about, 8)]
    posts = posts[rng.random(len(posts)) < 0.8]
    title = np.array([str(text)[:24] for text in s.posts["text"][posts]], object)
    _on(s, rng, who, posts, 12, np.where(rng.random(len(posts)) < copy_share(rng), title, ""), 0.0)
    readers = rng.choice(np.flatnonzero(s.accounts["role"] == "ordinary"), 150, replace=False)
    call, row = np.nonzero(rng.random((len(posts), 150)) < rng.uniform(0.05, 0.2))
    at = s.posts["at"][posts[call]] + MINUTE * (25 + 40 * rng.lognormal(0, 1.2, len(call)))
    s.act(readers[row], posts[call], awake(rng, at), "", under=who)


def hyperactive_reader(s: Scene) -> None:
    """A reader who acts on most of what is posted, within minutes, and so on all the campaign's posts."""
    told = talked_about(s)
    rng = s.rng("group")
    who = _one(s, rng, "hyperactive reader", protected=False)
    seen = np.flatnonzero((s.posts["pull"] > 0.02) & (s.posts["author"] != who))
    posts = np.unique(np.r_[seen[rng.random(len(seen)) < rng.uniform(0.5, 0.9)], told.alleged])
    lag = MINUTE * rng.uniform(1, 12) * rng.lognormal(0, 1, len(posts))
    say(s, rng, np.full(len(posts), who), posts, awake(rng, s.posts["at"][posts] + lag))


def name_taker(s: Scene) -> None:
    """Somebody takes a name that a head of the campaign gave up some days before."""
    told = talked_about(s, 1.0)
    rng = s.rng("group")
    who = _one(s, rng, "taker of an old name", protected=False)
    members = np.flatnonzero(s.accounts["group"] == "campaign")
    head = int(rng.choice(members))
    s.accounts["role"][head], s.accounts["group"][head] = "controller", "campaign head"
    given_up = s.start + int(s.days * rng.uniform(0.35, 0.6)) * DAY
    taken = given_up + int(rng.uniform(0.2, 4) * DAY)
    old = str(s.accounts["name"][head])
    s.renamed = [(head, given_up, str(names(rng, 1)[0])), (who, taken, old)]
    posts = some(rng, told.all[s.posts["at"][told.all] < given_up], 12)
    at = np.maximum(s.posts["at"][posts] + 30, s.posts["at"][posts] + MINUTE * rng.uniform(5, 60, len(posts)))
    ordered = np.array([f"今天去这里 {LINK_MARK}{post}⟧" for post in posts], object)
    s.original(rng, np.full(len(posts), head), at, ordered)
    mine = some(rng, told.all[s.posts["at"][told.all] > taken], 6)
    say(
        s,
        rng,
        np.full(len(mine), who),
        mine,
        awake(rng, s.posts["at"][mine] + HOUR * rng.lognormal(0.5, 1, len(mine))),
    )


def pseudonymous_ids(s: Scene) -> None:
    """The export carries hashes; 40 of its pseudonyms stand for two or three people each."""
    talked_about(s)
    rng = s.rng("group")
    s.is_hashed = True
    kept = s.take(rng, MERGED_N, "pseudonym of several people", ALONE)
    for same, n in zip(kept, rng.integers(1, 3, MERGED_N), strict=True):
        others = s.take(rng, int(n), "under another's pseudonym", ALONE, group="")
        s.shares_id.update(dict.fromkeys(others.tolist(), int(same)))


KINDS = {
    "target": target,
    "journalist_first": journalist_first,
    "authority": authority,
    "parent_reports": parent_reports,
    "fact_checker": fact_checker,
    "local_medium": local_medium,
    "hyperactive_reader": hyperactive_reader,
    "name_taker": name_taker,
    "pseudonymous_ids": pseudonymous_ids,
}
