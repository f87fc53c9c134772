"""What people write: sentences put together from pools by index, so that a text can be copied, half redrawn or redrawn.

Fitted to 119,191 reposts of 300 real cascades (lengths, empty reposts, emoji) and 3,129 real comments; no text is taken over.
"""

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.foreign import words

SLOTS = 7  # opening, whom it is about, adverb, verb, thing, ending, joint
CLAUSES_REPOST = (0.62, 0.24, 0.09, 0.05)
CLAUSES_COMMENT = (0.50, 0.30, 0.14, 0.06)
COMMENT_SKEW = 0.6  # Comments say more: real median 13 characters, quarters at 6 and 24.
FRAGMENT_SHARE = 0.35  # Sentences that stop half way.
BARE_SHARE, EMOJI_SHARE, SHORT_SHARE, MENTION_SHARE = (
    0.42,
    0.09,
    0.19,
    0.07,
)  # Reposts of the real cascades: .40 empty and .02 bare words.


@dataclass(frozen=True)
class Lines:
    """Sentences by index: `index` (n, clauses, SLOTS), -1 in a clause's verb = no such clause; `subject` replaces the first clause's."""

    index: np.ndarray
    subject: np.ndarray
    voice: str = "plain"

    def take(self, rows: np.ndarray) -> "Lines":
        return Lines(self.index[rows], self.subject[rows], self.voice)


def _sizes(voice: str) -> np.ndarray:
    verb, thing = words.VOICES[voice]
    return np.array(
        [
            len(words.OPEN),
            len(words.ABOUT),
            len(words.ADVERB),
            len(verb),
            len(thing),
            len(words.END),
            len(words.JOINTS),
        ]
    )


def lines(
    rng: np.random.Generator, subject: np.ndarray, clauses: tuple[float, ...], voice: str = "plain"
) -> Lines:
    """One fresh sentence a subject ("" = none in particular); `clauses` is the chance of 1, 2, ... clauses."""
    n, c = len(subject), len(clauses)
    index = (rng.random((n, c, SLOTS)) * _sizes(voice)).astype(np.int16)
    many = 1 + np.searchsorted(np.cumsum(clauses)[:-1], rng.random(n))
    index[np.arange(c)[None, :] >= many[:, None], 3] = -1
    return Lines(index, subject, voice)


def reworded(rng: np.random.Generator, given: Lines, share: float = 0.7) -> Lines:
    """The same sentences said otherwise: a share of the words redrawn and the later clauses shuffled; the subject stays."""
    fresh = (rng.random(given.index.shape) * _sizes(given.voice)).astype(np.int16)
    keep = (rng.random(given.index.shape) >= share) | (given.index == -1)
    index = np.where(keep, given.index, fresh)
    return Lines(index[:, rng.permutation(index.shape[1])], given.subject, given.voice)


def spoken(given: Lines) -> np.ndarray:
    """The sentences as strings."""
    verb, thing = words.VOICES[given.voice]
    out = np.full(len(given.subject), "", dtype=object)
    for k in range(given.index.shape[1]):
        i = given.index[:, k]
        here = i[:, 3] >= 0
        about = words.ABOUT[i[:, 1]]
        if k == 0:
            about = np.where(given.subject == "", about, given.subject)
        clause = (
            words.OPEN[i[:, 0]]
            + about
            + words.ADVERB[i[:, 2]]
            + verb[i[:, 3]]
            + thing[i[:, 4]]
            + words.END[i[:, 5]]
        )
        out = np.where(here, np.where(out == "", "", out + words.JOINTS[i[:, 6]]) + clause, out)
    return out


def ordinary(
    rng: np.random.Generator, subject: np.ndarray, is_comment: np.ndarray, friends: np.ndarray
) -> np.ndarray:
    """Own words of ordinary acts: "" for a bare repost, emoji, short cries, mentions of friends, sentences.

    subject: what the post is about; a third of the sentences name it. Comments are never bare and are longer.
    """
    n = len(subject)
    u = rng.random(n)
    u = np.where(is_comment, BARE_SHARE + u**COMMENT_SKEW * (1 - BARE_SHARE), u)
    out = np.full(n, "", dtype=object)
    edges = np.cumsum([BARE_SHARE, EMOJI_SHARE, SHORT_SHARE, MENTION_SHARE])
    sort = np.searchsorted(edges, u, side="right")
    emoji, short, mention, said = (np.flatnonzero(sort == k) for k in (1, 2, 3, 4))
    out[emoji] = words.EMOJI[rng.integers(0, len(words.EMOJI), len(emoji))]
    twice = emoji[rng.random(len(emoji)) < 0.4]
    out[twice] = out[twice] + out[twice]
    out[short] = words.SHORT[rng.integers(0, len(words.SHORT), len(short))]
    out[mention] = "@" + friends[rng.integers(0, len(friends), len(mention))]
    two = mention[rng.random(len(mention)) < 0.5]
    out[two] = out[two] + " @" + friends[rng.integers(0, len(friends), len(two))]
    about = np.where(rng.random(n) < 0.33, subject, "")
    for rows, clauses in (
        (said[~is_comment[said]], CLAUSES_REPOST),
        (said[is_comment[said]], CLAUSES_COMMENT),
    ):
        out[rows] = spoken(lines(rng, about[rows], clauses))
    half = said[rng.random(len(said)) < FRAGMENT_SHARE]
    word = np.where(about[half] == "", words.ABOUT[rng.integers(0, len(words.ABOUT), len(half))], about[half])
    out[half] = (
        word
        + words.ADVERB[rng.integers(0, len(words.ADVERB), len(half))]
        + words.END[rng.integers(0, len(words.END), len(half))]
    )
    return with_emoji(rng, out, np.isin(sort, (2, 3, 4)), 0.15)


def with_emoji(rng: np.random.Generator, text: np.ndarray, where: np.ndarray, share: float) -> np.ndarray:
    """`text` with an emoji behind a share of the entries that `where` marks."""
    out, hit = text.copy(), np.flatnonzero(where & (rng.random(len(text)) < share))
    out[hit] = out[hit] + words.EMOJI[rng.integers(0, len(words.EMOJI), len(hit))]
    return out
