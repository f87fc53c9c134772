"""Where a fact stands that people stated: a line of case.toml, the review log or the chain of custody."""

import re

from analytics.store.case_folder import Case, without_key
from analytics.store.custody_log import FILE as CUSTODY
from analytics.store.custody_log import entries
from analytics.store.review_log import LOG
from analytics.store.reviews import history

TOML = "case.toml"
_HEADER = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(?:#.*)?")


def fact_places(case: Case) -> dict[str, tuple[str, int]]:
    """Find file and line, counted from 1, of every stated fact by its id.

    "alleged/2" is the second [[alleged]] of case.toml, whose lines are counted without that of the pseudonym
    key, which stays with the case; "review/12" the twelfth line of the review log; "custody/3" the third of
    the chain of custody.
    """
    found: dict[str, tuple[str, int]] = {}
    seen: dict[str, int] = {}
    file = case.folder / TOML
    lines = without_key(file.read_bytes()).decode("utf-8-sig").splitlines() if file.exists() else []
    for number, text in enumerate(lines, 1):
        header = _HEADER.fullmatch(text)
        if header:
            n = seen[header[1]] = seen.get(header[1], 0) + 1
            found[f"{header[1]}/{n}"] = (TOML, number)
    found |= {f"review/{number}": (LOG, number) for number in history(case.folder)["number"]}
    return found | {f"custody/{k}": (CUSTODY, k) for k in range(1, len(entries(case.folder)) + 1)}
