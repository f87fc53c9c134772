"""Marks behind numbers: each [n] of a document leads to a line of its appendix, and from there to `wakeline show`."""

from dataclasses import dataclass, field


@dataclass
class References:
    """Numbers given out in order of first use; the same subject keeps its number.

    >>> marks = References()
    >>> marks.of("reposts@case"), marks.of("rejected"), marks.of("reposts@case")
    (1, 2, 1)
    """

    subjects: dict[str, int] = field(default_factory=dict)

    def of(self, subject: str) -> int:
        """The mark of a subject that `wakeline show` opens."""
        return self.subjects.setdefault(subject, len(self.subjects) + 1)
