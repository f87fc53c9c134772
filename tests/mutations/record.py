"""A mutation as a record, and where its old text stands."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Stale(Exception):
    """The list names a text that does not stand exactly once in its file: the code has moved on."""


class Mutation(NamedTuple):
    """One change to one file. old: its exact text, once in the file; new: what it becomes; tests: files or
    node ids that should fail then."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def room(self) -> str:
        """The room of the house that the file lies in: law, roles, ...; a catalogue of sentences is `locale`."""
        return self.file.split("/")[1]

    def applied(self, root: Path = ROOT) -> str:
        """The file with the change made. Raises Stale where the old text does not stand exactly once."""
        text = (root / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1 or self.old == self.new:
            raise Stale(f"{self.name}: {self.old!r} stands {text.count(self.old)} times in {self.file}")
        return text.replace(self.old, self.new)


def mutations(file: str, tests: str, *changes: tuple[str, str, str]) -> Iterable[Mutation]:
    """Several changes (name, old, new) of one file. tests: where they should be caught, apart by blanks."""
    return [Mutation(name, file, old, new, tuple(tests.split())) for name, old, new in changes]
