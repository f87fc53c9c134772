"""Two rule sets side by side, word by word: what was added, what was deleted, what is in one alone."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from analytics.law.rule_set import PRINTABLE, Provision, RuleSet

_WORD = re.compile(
    r"[A-Za-z0-9'’.-]+|\s+|.", re.DOTALL
)  # A Chinese character is a word; so is a run of Latin letters.


@dataclass(frozen=True)
class WordRun:
    """A stretch of words: same, taken (only in the first) or added (only in the second)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A provision that is in both sets or in one.

    state: same, changed, other_language, no_text, only_first or only_second.
    runs: the texts laid side by side; empty where they are in two languages or one may not be printed.
    needs: what its factor reads differently: name, value in the first, value in the second.
    """

    provision_id: str
    state: str
    first: Provision | None
    second: Provision | None
    runs: tuple[WordRun, ...] = ()
    needs: tuple[tuple[str, object, object], ...] = ()


def differences(first: RuleSet, second: RuleSet) -> list[Difference]:
    """Compare every provision of either set, in the order of the first, then of the second.

    >>> from analytics.law.rule_set import rule_set
    >>> one = rule_set("fashi-2013-21")
    >>> {difference.state for difference in differences(one, one)}
    {'same'}
    """
    names = [*first.provisions, *(name for name in second.provisions if name not in first.provisions)]
    return [_difference(name, first.provisions.get(name), second.provisions.get(name)) for name in names]


def runs(first: str, second: str) -> tuple[WordRun, ...]:
    """Turn one text into another, word by word.

    >>> [(run.kind, run.text) for run in runs("应当从重", "依法从重")]
    [('taken', '应当'), ('added', '依法'), ('same', '从重')]
    """
    a, b = _WORD.findall(first), _WORD.findall(second)
    found: list[WordRun] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(WordRun("same", "".join(a[i:j])))
            continue
        found += [
            WordRun(kind, text)
            for kind, text in (("taken", "".join(a[i:j])), ("added", "".join(b[k:m])))
            if text
        ]
    return tuple(found)


def _difference(name: str, first: Provision | None, second: Provision | None) -> Difference:
    """Compare a provision of the first set with that of the second, of which one may be absent."""
    if first is None or second is None:
        return Difference(name, "only_first" if second is None else "only_second", first, second)
    keys = sorted({*first.needs, *second.needs})
    needs = tuple(
        (key, first.needs.get(key), second.needs.get(key))
        for key in keys
        if first.needs.get(key) != second.needs.get(key)
    )
    if not {first.text_mark, second.text_mark} <= set(PRINTABLE):
        return Difference(name, "no_text", first, second, needs=needs)
    if first.lang != second.lang:
        return Difference(name, "other_language", first, second, needs=needs)
    state = "same" if first.text == second.text else "changed"
    return Difference(name, state, first, second, runs(first.text, second.text), needs)
