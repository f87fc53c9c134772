"""A mark: the set that a number of the report counts, whole, of the kind that the sentence names.

A section attaches `marked(kind, ids)` to the sentence, row or figure that prints the number. Equal sets of
the same kind share one mark, [E12], which opens `sets/E12.csv`: one row a member, as many as the number says.
"""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

import polars as pl

from analytics.report.blocks import Reference


class MarkKind(StrEnum):
    """What the members of a set are, and how an id of each names its row.

    records: an event id, or `record_id` of a record that is no event or is a further copy of one.
    accounts: an account id.
    files: the SHA-256 of an input.
    pairs: `co_repost@ACCOUNT+ACCOUNT`, the two in the order of the table of pairs.
    versions: `version_id` of a text of an event; an event id where the event has one text.
    groups: a group's id.
    counters: `counter_id` of a displayed number.
    facts: a place in case.toml, counted from 1 ("alleged/1"), or an entry of the review log ("review/12").
    copies: the number of a shuffled copy of the case, its seed, as the table of calibration has it.
    """

    RECORDS = "records"
    ACCOUNTS = "accounts"
    FILES = "files"
    PAIRS = "pairs"
    VERSIONS = "versions"
    GROUPS = "groups"
    COUNTERS = "counters"
    FACTS = "facts"
    COPIES = "copies"


def marked(kind: str, ids: Iterable[str], upper: Iterable[str] = ()) -> Reference:
    """Make the mark of a number: exactly the set that it counts, in full.

    kind: one of MarkKind; ids: what the number counts, of a range its lower end; a repeated id counts once.
    upper: what only the upper end of a range counts besides. A displayed number is no such end: it counts no
        records, and has a mark of its own, of kind counters.

    A derived number (reposts lost) takes the ids of the rows that make it.

    Raises ValueError for an unknown kind.

    >>> mark = marked("records", ["weibo:2", "weibo:1", "weibo:2"], ["weibo:1", "weibo:3"])
    >>> mark.ids, mark.upper, mark.n, mark.n_upper
    (('weibo:1', 'weibo:2'), ('weibo:3',), 2, 3)
    >>> marked("records", ["weibo:1"]) == marked("records", ("weibo:1", "weibo:1"))
    True
    """
    lower = set(ids)
    members, further = tuple(sorted(lower)), tuple(sorted(set(upper) - lower))
    digest = sha256("\0".join((MarkKind(kind), *members, "", *further)).encode()).hexdigest()
    return Reference(MarkKind(kind), digest, members, further)


def record_id(source_sha256: str, source_row: int, source_path: str = "") -> str:
    """Name a record by its place: one that was rejected, or a further copy of an event, has no id of its own.

    source_row: counted from 0, as the tables hold it.

    >>> record_id("ab" * 32, 7, "/data/0")[60:]
    'abab:7:/data/0'
    """
    return f"{source_sha256}:{source_row}:{source_path}"


# The same of a row of REJECTED or OCCURRENCES, as an expression.
RECORD_ID = pl.concat_str("source_sha256", pl.lit(":"), "source_row", pl.lit(":"), "source_path")


def counter_id(counter: str, source_sha256: str, source_row: int, source_path: str = "") -> str:
    """Name a displayed number, a row of COUNTERS.

    >>> counter_id("reposts", "ab" * 32, 7)[:12]
    'reposts@abab'
    """
    return f"{counter}@{record_id(source_sha256, source_row, source_path)}"


def version_id(event_id: str, text_sha256: str | None) -> str:
    """Name a text that an event bore in some captures, by text_sha256 of OCCURRENCES ("" for none).

    >>> version_id("weibo:1", "ab12")
    'weibo:1@ab12'
    """
    return f"{event_id}@{text_sha256 or ''}"
