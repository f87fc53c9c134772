"""How a list names an input whose own name holds the id or screen name of an account that may not be named.

Crawlers write an account's posts to a file of its id, so that the name of the file alone would name the
account. Everywhere but in inputs.csv, which unpacking needs, such a file is "file 3 (0f1e2d3c)".
"""

from collections.abc import Iterable

import polars as pl

from analytics.evidence.input_files import input_names
from analytics.model.messages import say
from analytics.store.case_folder import Case

ID_MIN, NAME_MIN = 4, 2  # Characters of an id or screen name below which a file name holds it by chance.
HASH_SHOWN = 8  # Characters of the SHA-256 beside the number of a file.


def file_numbers(case: Case) -> dict[str, int]:
    """Number the inputs, by SHA-256, from 1 in the order of the list of inputs in the annex."""
    listed = case.read_or_empty("sources").sort("name", "sha256")["sha256"]
    return {sha256: k for k, sha256 in enumerate(listed, 1)}


def file_label(n: int, sha256: str) -> str:
    """Name a file by number and hash, in a list that is the same for every language.

    >>> file_label(3, "0f1e2d3c4b5a")
    '文件3 / file 3 (0f1e2d3c)'
    """
    return say("names.file_label", "en", n=n, hash=sha256[:HASH_SHOWN])


def every_name(case: Case) -> pl.DataFrame:
    """List every account of the exports with each of its screen names: account_id, native (its id), name."""
    people = [
        case.scan("events").select("account_id", name="account_name"),
        *(
            case.read_or_empty(table).lazy().select("account_id", "name")
            for table in ("accounts", "account_names")
        ),
    ]
    native = pl.col("account_id").str.split(":").list.last()
    return pl.concat(people).drop_nulls("account_id").unique().with_columns(native=native).collect()


def hidden_files(case: Case, named: Iterable[str]) -> frozenset[str]:
    """Find the inputs, by SHA-256, whose name holds an id or screen name of an account that is not named.

    named: ids of the accounts that may be named.
    """
    everyone = every_name(case)
    hidden = everyone.filter(~pl.col("account_id").is_in(pl.Series(sorted(named), dtype=pl.String).implode()))
    names = {row["sha256"]: row["name"] for row in case.read_or_empty("sources").to_dicts()}
    held = _held(names, hidden["native"], ID_MIN), _held(names, hidden["name"], NAME_MIN)
    return frozenset(held[0] | held[1])


def listed_names(case: Case, hidden: frozenset[str]) -> dict[str, str]:
    """Name every input by its SHA-256 as lists do: by its name, or by number and hash where it is hidden."""
    numbers = file_numbers(case)
    return {
        sha256: file_label(numbers[sha256], sha256) if sha256 in hidden else name
        for sha256, name in input_names(case).items()
    }


def _held(names: dict[str, str], words: pl.Series, least: int) -> set[str]:
    """Find the files whose name, without what says its type, holds one of some words."""
    known = words.drop_nulls().filter(words.drop_nulls().str.len_chars() >= least).unique()
    lengths = known.str.len_chars().unique().to_list()
    stems = {sha256: name.rpartition(".")[0] or name for sha256, name in names.items()}
    parts = {stem: _parts(stem, lengths) for stem in set(stems.values())}
    looked_for = pl.Series(sorted(set().union(*parts.values())), dtype=pl.String)
    found = set(known.filter(known.is_in(looked_for.implode())))
    return {sha256 for sha256, stem in stems.items() if parts[stem] & found}


def _parts(stem: str, lengths: list[int]) -> set[str]:
    """Cut a name into all stretches of some lengths."""
    return {stem[k : k + n] for n in lengths for k in range(len(stem) - n + 1)}
