"""Names and numbers of accounts that may not be named, covered where they stand inside printed words.

Whoever is addressed in the words of others (@name) is as little named by them as by the report itself. The
exported line stays as it is and is reached through the mark beside the quotation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from analytics.model.messages import LANGS, say

_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"  # Characters that nobody sees: they end no name.
_MENTION = re.compile(f"[@＠]([\\w·\\-{_UNSEEN}]+)")
_NUMBER = re.compile(r"[0-9A-Za-z_-]{5,}")
_DIGITS = re.compile(r"[0-9]{5,}")
_NARROW = {0xFF10 + k: str(k) for k in range(10)}
_SURE = 4  # Characters of a known name that may end within a mention: a shorter one begins other names too.


@dataclass(frozen=True)
class Cover:
    """What is to be covered of a text: from `start` up to `end`; is_mention: with the @ before it."""

    start: int
    end: int
    is_mention: bool


@dataclass(frozen=True)
class NameMask:
    """Which names and numbers may stand in printed words.

    shown: names that may be printed; hidden: names of all other accounts of the exports.
    numbers: ids of those accounts, as their platform writes them.
    """

    shown: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def masked(self, text: str, lang: str, is_quoted: bool = True) -> str:
        """Put "an account" in the place of every mention and number that may not be printed.

        lang: "zh", "en", or "" for a list that has one form for both.
        is_quoted: the whole text is somebody's words, so that a mention of an unknown account is covered too;
            otherwise our own sentence holds them, and only known names are.

        >>> mask = NameMask(frozenset({"街角日记"}), frozenset({"路过的甲"}), frozenset({"9910000855"}))
        >>> mask.masked("@路过的甲 和@街角日记：记住 9910000855", "zh")
        '@某账号 和@街角日记：记住 某账号'
        >>> mask.masked("@谁也不识 看", "en"), mask.masked("@媒体 0条", "zh", is_quoted=False)
        ('@(an account) 看', '@媒体 0条')
        """
        parts, at = [], 0
        for cover in self.covers(text, is_quoted):
            parts += [text[at : cover.start], covered(cover, lang)]
            at = cover.end
        return "".join([*parts, text[at:]])

    def without_names(self, text: str) -> str:
        """Cover every name that may not be printed wherever it stands, with an @ before it or not.

        For words that a user writes about the case, who knows the accounts by their names; in the words of an
        account a bare name may be any other word. A name of one character is left, as is one inside a name
        that may be shown, or inside a longer word in Latin letters. Both languages stand in its place.

        >>> mask = NameMask(frozenset({"街角日记"}), frozenset({"街角", "路人甲", "Ann"}))
        >>> mask.without_names("路人甲先转，街角日记跟上，Anna 未转，Ann 转了")
        '某账号/(an account)先转，街角日记跟上，Anna 未转，某账号/(an account) 转了'
        """
        known = [one for one in (*self.hidden, *self.shown) if len(one) > 1 and one in text]
        if not known:
            return text
        ordered = sorted(known, key=lambda one: (-len(one), one))
        bounded = (
            rf"(?<![0-9A-Za-z_]){re.escape(one)}(?![0-9A-Za-z_])" if one.isascii() else re.escape(one)
            for one in ordered
        )
        words = covered(Cover(0, 0, False), "")
        return re.sub("|".join(bounded), lambda found: words if found[0] in self.hidden else found[0], text)

    def covers(self, text: str, is_quoted: bool = True) -> list[Cover]:
        """List what is to be covered of a text, in order, without overlaps."""
        if "@" not in text and "＠" not in text:
            return sorted(self._numbers(text), key=lambda one: one.start)
        found = list(self._mentions(text, is_quoted))
        inside = [(one.start, one.end) for one in found]
        found += [
            one
            for one in self._numbers(text)
            if not any(one.start < end and start < one.end for start, end in inside)
        ]
        return sorted(found, key=lambda one: one.start)

    def column(self, column: pl.Expr) -> pl.Expr:
        """Mask the texts of a column in the form of lists that serve both languages."""
        return column.map_batches(self._series, return_dtype=pl.String)

    def _series(self, texts: pl.Series) -> pl.Series:
        risky = texts.drop_nulls().unique()
        risky = risky.filter(risky.str.contains(r"[@＠]|[0-9０-９A-Za-z_-]{5}"))
        masks = {text: self.masked(text, "") for text in risky}
        changed = {text: said for text, said in masks.items() if said != text}
        return texts.replace(changed) if changed else texts

    def _mentions(self, text: str, is_quoted: bool) -> Iterator[Cover]:
        for found in _MENTION.finditer(text):
            end = self._end(found[1], is_quoted)
            if end:
                yield Cover(found.start(), found.start(1) + end, True)

    def _end(self, run: str, is_quoted: bool) -> int:
        """How many characters behind an @ are covered: none of a name that may be shown.

        A known name that words follow without a blank ends where it ends; of an unknown one all is covered.
        """
        seen = [k for k, char in enumerate(run) if not re.match(f"[{_UNSEEN}]", char)]
        bare = "".join(run[k] for k in seen)
        if bare in self.shown:
            return 0
        if bare in self.hidden:
            return len(run)
        known = (n for n in range(len(bare), 1, -1) if bare[:n] in self.shown or bare[:n] in self.hidden)
        n = next(known, 0)
        if n and bare[:n] in self.shown:
            return 0
        if n >= _SURE:
            return seen[n - 1] + 1
        return len(run) if is_quoted else 0

    def _numbers(self, text: str) -> Iterator[Cover]:
        narrow = text.translate(_NARROW)
        for found in _NUMBER.finditer(narrow):
            if found[0] in self.numbers:
                yield Cover(*found.span(), False)
                continue
            for digits in _DIGITS.finditer(found[0]):
                if digits[0] in self.numbers:
                    yield Cover(found.start() + digits.start(), found.start() + digits.end(), False)


NO_MASK = NameMask()  # Covers every mention: nobody is known who may be named.


def covered(cover: Cover, lang: str) -> str:
    """Give the words that stand in the place of a name or number.

    >>> covered(Cover(0, 3, True), "zh"), covered(Cover(0, 3, False), "en")
    ('@某账号', '(an account)')
    """
    words = [say("names.masked", one) for one in ((lang,) if lang else LANGS)]
    return ("@" if cover.is_mention else "") + "/".join(words)
