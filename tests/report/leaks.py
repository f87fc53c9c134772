"""Who stands in the files of a report or package without being allowed to: ids and screen names, however written."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import polars as pl

from analytics.report.names import names_of
from analytics.store.case_folder import Case

# Evidence as it was given, tables and the people's own entries; inputs.csv, which unpacking needs, keeps file names;
# manifests list paths alone.
GIVEN = ("evidence", "tables", "parsed")
OWN = ("inputs.csv", "case.toml", "review.jsonl", "custody.jsonl", "provenance.jsonld", "inputs.txt")
ID_MIN, NAME_MIN = 5, 3  # Shorter names stand in ordinary words.


def texts(*folders: Path) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            parts = file.relative_to(folder).parts
            if file.is_file() and not set(GIVEN) & set(parts) and file.name not in OWN and file.suffix not in (
                ".sqlite", ".pdf", ".png", ".p7s", ".tsr"
            ):  # fmt: skip
                yield "/".join(parts), file.read_text(encoding="utf-8")


def forms(text: str) -> str:
    """A text as it is and with every escape undone, each also without whitespace and invisible characters."""
    plain = re.sub(r"<[^>]+>", "", unescape(text))
    undone = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    whole = (text, plain, undone)
    bare = (re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", "", one) for one in whole)
    return "\n".join((*whole, *bare))


def unnamed(case: Case) -> tuple[set[str], set[str]]:
    """The numbers and screen names of all accounts that the report may not name, none that it may."""
    names, facts = names_of(case), case.toml()
    people = pl.concat([
        case.scan("events").select("account_id", name="account_name").collect(),
        case.read("accounts").select("account_id", "name"), case.read("account_names").select("account_id", "name"),
    ]).unique().drop_nulls("account_id")  # fmt: skip
    is_named = pl.col("account_id").is_in(sorted(names.named))
    allowed = set(people.filter(is_named)["name"]) | {
        name for one in facts.targets for name in (one.name, *one.names)
    }
    allowed |= {one.by for one in facts.corrections}
    others = people.filter(~is_named)
    numbers = {one.rpartition(":")[2] for one in others["account_id"]}
    return (
        {one for one in numbers if len(one) >= ID_MIN},
        {one for one in others["name"].drop_nulls() if len(one) >= NAME_MIN and one not in allowed},
    )  # fmt: skip


def leaks(case: Case, *folders: Path) -> list[tuple[str, str]]:
    """(file, what stands there), for every id and screen name of an account that may not be named."""
    numbers, names = unnamed(case)
    found = []
    for path, text in texts(*folders):
        whole = forms(text)
        digits = set(re.findall(r"[0-9A-Za-z_-]{5,}", whole)) | set(re.findall(r"\d{5,}", whole))
        found += [(path, one) for one in sorted(numbers & digits)]
        found += [(path, one) for one in sorted(names) if one in whole]
        found += [(path, one) for one in sorted(names) if json.dumps(one)[1:-1] in text and one not in whole]
    return found
