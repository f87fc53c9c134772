"""Pages of docs/ that are printed from the code: written anew, or compared with what stands there."""

import sys
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def write_or_check(page: str, text: str, arguments: list[str]) -> int:
    """Write `text` to docs/`page`; with `--check` only say whether the page holds it, line by line where not.

    Returns the exit code: 0, 1 (the page is stale), 2 (an argument that is not known).
    """
    if arguments not in ([], ["--check"]):
        print("usage: python -m tools.<page> [--check]", file=sys.stderr)
        return 2
    path = DOCS / page
    if not arguments:
        path.write_text(text, encoding="utf-8")
        print(f"wrote docs/{page}")
        return 0
    stands = path.read_text(encoding="utf-8") if path.exists() else ""
    differences = list(unified_diff(stands.splitlines(), text.splitlines(), "stands", "printed", lineterm=""))
    print("\n".join(differences) if differences else f"docs/{page} is what the code prints")
    return 1 if differences else 0


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table; bars and line breaks inside cells are made harmless.

    >>> print(table(("a", "b"), [("x|y", "z")]))
    | a | b |
    |---|---|
    | x\\|y | z |
    """
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(_row(cells) for cells in lines)


def _row(cells: tuple[str, ...]) -> str:
    if all(cell == "---" for cell in cells):
        return f"|{'|'.join(cells)}|"
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"
