"""One thing that was checked, and whether it holds."""

from dataclasses import dataclass

from analytics.model.messages import say


@dataclass(frozen=True)
class Check:
    """One thing that was checked, and whether it holds.

    code: a key of locale/cli.toml (verify_...); params fill its text.
    """

    code: str
    ok: bool
    params: dict[str, object]

    def text(self, lang: str = "en") -> str:
        """Tell in one line what was compared; a check that does not hold reads as what is wrong."""
        return " ".join(say(f"cli.{self.code}", lang, **self.params).split())


def compared(code: str, name: str, found: object, expected: object) -> Check:
    """Check that two values are equal.

    >>> compared("verify_table", "a", "ff", "ff").ok
    True
    """
    return Check(code, found == expected, {"name": name, "found": found or "-", "expected": expected or "-"})
