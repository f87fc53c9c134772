"""The list of mutations fits the code as it stands; whether tests notice them is told by `python -m tests.mutations`."""

from collections import Counter
from pathlib import Path

import pytest

from tests.mutations.all import MUTATIONS
from tests.mutations.record import ROOT, Mutation, Stale

ROOMS = ("law", "roles", "coordination", "scope", "evidence", "graph", "model")
ASKED_FOR = (  # The changes of one character or word that must each be caught by a test of its own.
    "boundary_at_exactly_500",
    "correction_for_many_tests_dropped",
    "four_confirmed_members_to_one",
    "comments_and_accounts_swapped",
    "comments_and_accounts_swapped_in_the_sentence",
    "below_said_as_across",
    "views_5000_to_500",
    "self_ties_kept",
    "contradicted_moments_kept",
)


def test_every_old_text_stands_exactly_once_in_its_file() -> None:
    for mutation in MUTATIONS:
        assert mutation.applied() != (ROOT / mutation.file).read_text(encoding="utf-8"), mutation.name


def test_there_are_at_least_sixty_and_every_room_has_some() -> None:
    assert len(MUTATIONS) >= 60
    of_room = Counter(mutation.room for mutation in MUTATIONS)
    assert [room for room in ROOMS if of_room[room] < 5] == []


def test_every_name_is_borne_once_and_those_asked_for_are_there() -> None:
    names = Counter(mutation.name for mutation in MUTATIONS)
    assert [name for name, n in names.items() if n > 1] == []
    assert set(ASKED_FOR) <= set(names)


def test_every_test_that_should_notice_is_there() -> None:
    named = {test.split("::")[0] for mutation in MUTATIONS for test in mutation.tests}
    assert [file for file in sorted(named) if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("text", ["nothing of it", "x >= 500\nx >= 500\n"])
def test_a_text_that_is_gone_or_stands_twice_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    with pytest.raises(Stale):
        Mutation("n", "a.py", "x >= 500", "x > 500", ("t.py",)).applied(tmp_path)
