"""What people write: clauses by index, so that a text can be copied, half redrawn or drawn anew."""

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.scenarios import words

SLOTS = 7  # pattern, lead, who, adverb, what is done, feeling or tail, joint
PATTERNS = 4
LONG, MIDDLE, BRIEF = (0.05, 0.35, 0.4, 0.2), (0.35, 0.4, 0.2, 0.05), (0.7, 0.25, 0.05)
BARE, EMOJI, SHORT, MENTION = 0.36, 0.08, 0.2, 0.06  # Of ordinary reposts; the rest are sentences.
MOOD_SHARE = 0.5  # Sentences on a post with a mood that take the mood up.


@dataclass(frozen=True)
class Drafts:
    """Texts by index: `index` (n, clauses, SLOTS), -1 = no such clause; the first clause names `subject`."""

    index: np.ndarray
    subject: np.ndarray
    mood: str

    def take(self, rows: np.ndarray) -> "Drafts":
        """These rows, as often as they are named."""
        return Drafts(self.index[rows], self.subject[rows], self.mood)


def pick(rng: np.random.Generator, pool: np.ndarray, n: int) -> np.ndarray:
    """`n` of the pool, with repetition."""
    return pool[rng.integers(0, len(pool), n)]


def drafts(
    rng: np.random.Generator, subject: np.ndarray, mood: str, clauses: tuple[float, ...] = MIDDLE
) -> Drafts:
    """One fresh text a subject; `clauses` is the chance of 1, 2, ... clauses."""
    n, most = len(subject), len(clauses)
    index = rng.integers(0, 30_000, (n, most, SLOTS)).astype(np.int32)
    many = 1 + np.searchsorted(np.cumsum(clauses)[:-1], rng.random(n))
    index[np.arange(most)[None, :] >= many[:, None]] = -1
    return Drafts(index, np.asarray(subject, dtype=object), mood)


def reworded(rng: np.random.Generator, given: Drafts, share: float = 0.5) -> Drafts:
    """The same statements with a share of their words redrawn and the clauses in another order."""
    fresh = rng.integers(0, 30_000, given.index.shape).astype(np.int32)
    keep = (rng.random(given.index.shape) >= share) | (given.index < 0)
    index = np.where(keep, given.index, fresh)
    return Drafts(index[:, rng.permutation(index.shape[1])], given.subject, given.mood)


def spoken(given: Drafts) -> np.ndarray:
    """The texts as strings.

    >>> given = drafts(np.random.default_rng(1), np.array(["校服招标", ""], object), "plain")
    >>> "校服招标" in spoken(given)[0], len(set(spoken(given)))
    (True, 2)
    """
    do, feel = words.DO[given.mood], words.FEEL[given.mood]
    out = np.full(len(given.subject), "", dtype=object)
    for k in range(given.index.shape[1]):
        i = given.index[:, k]
        here = i[:, 0] >= 0
        who = words.WHO[i[:, 2] % len(words.WHO)]
        who = np.where((given.subject != "") & (out == ""), given.subject, who)
        lead, adverb = words.LEAD[i[:, 1] % len(words.LEAD)], words.ADV[i[:, 3] % len(words.ADV)]
        done, felt = do[i[:, 4] % len(do)], feel[i[:, 5] % len(feel)]
        tail, when = words.TAIL[i[:, 5] % len(words.TAIL)], words.WHEN[i[:, 1] % len(words.WHEN)]
        clause = np.select(
            [i[:, 0] % PATTERNS == p for p in range(PATTERNS)],
            [
                lead + who + adverb + done + tail,
                when + who + done + tail,
                felt + "，" + who + adverb + done,
                lead + who + "怎么" + adverb + done,
            ],
            "",
        )
        joined = np.where(out == "", clause, out + words.JOINT[i[:, 6] % len(words.JOINT)] + clause)
        out = np.where(here, joined, out)
    return out


def ordinary(
    rng: np.random.Generator, subject: np.ndarray, mood: np.ndarray, comment: np.ndarray, names: np.ndarray
) -> np.ndarray:
    """Own words of ordinary acts: "" for a bare repost, emoji, popular phrases, friends' names, sentences.

    subject, mood: of the post; a third of the sentences name the subject. Comments are never bare.
    """
    n = len(subject)
    edges = np.cumsum([BARE, EMOJI, SHORT, MENTION])
    u = np.where(comment, BARE + rng.random(n) * (1 - BARE), rng.random(n))
    sort = np.searchsorted(edges, u, side="right")
    friend = "@" + names[rng.integers(0, len(names), n)]
    pair = np.where(rng.random(n) < 0.4, friend + " @" + names[rng.integers(0, len(names), n)], friend)
    out = np.select(
        [sort == 0, sort == 1, sort == 2, sort == 3],
        [np.full(n, "", object), pick(rng, words.EMOJI, n), pick(rng, words.SHORT, n), pair],
        "",
    ).astype(object)
    said = np.flatnonzero(sort == 4)
    out[said] = sentences(rng, subject[said], mood[said], comment[said])
    return with_ornament(rng, out, sort >= 2)


def sentences(
    rng: np.random.Generator, subject: np.ndarray, mood: np.ndarray, comment: np.ndarray
) -> np.ndarray:
    """Own sentences on posts of these subjects and moods."""
    n = len(subject)
    about = np.where(rng.random(n) < 0.33, subject, "")
    spirit = np.where(rng.random(n) < MOOD_SHARE, mood, "plain")
    out = np.full(n, "", object)
    for one in words.DO:
        for long in (False, True):
            rows = np.flatnonzero((spirit == one) & (comment == long))
            if len(rows):
                out[rows] = spoken(drafts(rng, about[rows], one, MIDDLE if long else BRIEF))
    return out


def with_ornament(rng: np.random.Generator, text: np.ndarray, where: np.ndarray) -> np.ndarray:
    """`text` with an emoji or a hashtag behind some of the entries that `where` marks."""
    u, out = rng.random(len(text)), text.copy()
    face, tag = np.flatnonzero(where & (u < 0.14)), np.flatnonzero(where & (u > 0.96))
    out[face] = out[face] + pick(rng, words.EMOJI, len(face))
    out[tag] = "#" + pick(rng, words.HASHTAG, len(tag)) + "#" + out[tag]
    return out
