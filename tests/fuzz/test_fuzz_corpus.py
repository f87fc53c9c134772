"""Every input of the corpus, and a few seconds of changes to it, into every target; what crashed once stands there."""

import os

import pytest

from tests.fuzz.__main__ import NAMES, at_random, seeds

SECONDS = float(os.environ.get("FUZZ_SECONDS", "1"))


@pytest.mark.parametrize("target", NAMES)
def test_arbitrary_bytes_are_read_or_refused_in_one_line(target: str) -> None:
    assert seeds(target), "a target without a corpus finds nothing"
    n, crashes = at_random(target, SECONDS, 1)
    assert n >= len(seeds(target)) and crashes == []


def test_what_is_looked_for_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.fuzz import targets

    def broken(data: bytes) -> None:
        if b"\xff" in data:
            raise KeyError("a fault")

    monkeypatch.setitem(targets.TARGETS, "values", broken)
    _, crashes = at_random("values", 5.0, 1)
    assert len(crashes) == 1 and "KeyError" in crashes[0][1] and b"\xff" in crashes[0][0]
