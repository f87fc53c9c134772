"""One thing that was checked, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that was checked. code: a key of locale/cli.toml (verify_...); params fill its text."""

    code: str
    ok: bool
    params: dict[str, object]


def compared(code: str, name: str, found: object, expected: object) -> Check:
    """The check that two values are equal.

    >>> compared("verify_table", "a", "ff", "ff").ok
    True
    """
    return Check(code, found == expected, {"name": name, "found": found or "-", "expected": expected or "-"})
