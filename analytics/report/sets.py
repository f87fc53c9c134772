"""The members of the set behind a mark: one row each, by id and by where it stands in the exports.

A row names file, row as the reader of the file counts it, and JSON pointer. An account that the report does
not name stands there by a record of its own alone, without its id; time and words are given of records of
named accounts only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from analytics.evidence.file_labels import listed_names
from analytics.evidence.row_numbers import RowNumbers
from analytics.evidence.stated_facts import fact_places
from analytics.model.time import trusted_at
from analytics.report.blocks import Reference
from analytics.report.marks import MarkKind
from analytics.report.names import NOBODY_NAMED, Names
from analytics.store.case_folder import Case

PLACE = ("source_sha256", "source_row", "source_path")
TELL_OF_ACCOUNTS = ("accounts.csv", "groups.csv", "events_of_U.csv", "requests.csv")
LOWER, UPPER = "lower", "upper"  # To which end of a range a member belongs; the upper end counts both.
_BY_PLACE = (
    r"(?s)^(?:(?P<counter>\w+)@)?(?P<source_sha256>[0-9a-f]{64}):(?P<source_row>\d+):(?P<source_path>.*)$"
)
_VERSION = r"(?s)^(?P<event_id>.*)@(?P<text_sha256>[0-9a-f]{64}|)$"


@dataclass(frozen=True)
class SetFinder:
    """What finds the members of sets in the tables of a case.

    names: who may stand there with id, time and words.
    files: name of each input, by SHA-256; groups_file: the list whose rows are the groups.
    """

    case: Case
    names: Names
    rows: RowNumbers
    files: dict[str, str]
    groups_file: str = "groups.csv"

    def frame(self, mark: Reference) -> pl.DataFrame:
        """Give the rows of a set: id, file, row, pointer, what its kind adds, and `end` if it is a range."""
        ends = [LOWER] * len(mark.ids) + [UPPER] * len(mark.upper)
        members = pl.DataFrame(
            {"member": [*mark.ids, *mark.upper], "end": ends}, schema={"member": pl.String, "end": pl.String}
        )
        found = _FINDERS[MarkKind(mark.kind)](self, members)
        first = [name for name in ("id", "file", "row", "pointer") if name in found.columns]
        last = ["end"] if mark.upper else []
        rest = [name for name in found.columns if name not in (*first, "end", "member", *PLACE)]
        return found.select(*first, *rest, *last)

    def placed(self, found: pl.DataFrame) -> pl.DataFrame:
        """Add file, row and pointer to rows with the columns by which tables name a place."""
        file = pl.col("source_sha256").replace_strict(self.files, default=None, return_dtype=pl.String)
        pointer = pl.when(pl.col("source_path") != "").then(pl.col("source_path"))
        return self.rows.added(found).with_columns(file=file, pointer=pointer)

    @cached_property
    def acts(self) -> pl.DataFrame:
        """The events with what a set tells of them: place, words and moment of named accounts only."""
        told = self.names.only().is_not_null()
        acts = self.case.scan("events").select(
            "event_id",
            "account_id",
            *PLACE,
            at=pl.when(told).then(trusted_at()),
            words=pl.when(told).then(pl.col("own_text")),
        )
        return self.placed(acts.collect()).with_columns(self.names.mask.column(pl.col("words")))

    @cached_property
    def first_records(self) -> pl.DataFrame:
        """One record of each account: its first event, else the record that shows its profile."""
        own = self.case.scan("events").filter(pl.col("account_id").is_not_null())
        first = own.with_columns(trusted_at()).sort("at", "event_id", nulls_last=True)
        acts = first.unique("account_id", keep="first", maintain_order=True).select("account_id", *PLACE)
        profiles = self.case.read_or_empty("accounts").select("account_id", *PLACE)
        whole = pl.concat([acts.collect(), profiles])
        return self.placed(whole.unique("account_id", keep="first", maintain_order=True))


def set_finder(case: Case, names: Names, purpose: str = "court") -> SetFinder:
    """Make what finds the members of sets in a case."""
    files = listed_names(case, frozenset(names.files))
    return SetFinder(case, names, RowNumbers(case), files, list_file("groups.csv", purpose))


def list_file(name: str, purpose: str) -> str:
    """Name a list beside a report: where no candidate is named, those that tell of accounts are its own.

    >>> list_file("groups.csv", "court"), list_file("groups.csv", "public-interest")
    ('groups.csv', 'groups-public-interest.csv')
    """
    is_other = purpose == NOBODY_NAMED and name in TELL_OF_ACCOUNTS
    return f"{name.removesuffix('.csv')}-{purpose}.csv" if is_other else name


def _records(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    parsed = _parsed(members)
    is_id = pl.col("source_sha256").is_null()
    named = parsed.filter(is_id).select("member", "end")
    named = named.join(by.acts, left_on="member", right_on="event_id", how="left", maintain_order="left")
    columns = ("id", "member", "end", *PLACE, "file", "row", "pointer", "at", "words")
    found = named.with_columns(id="member").select(columns)
    elsewhere = parsed.filter(~is_id)
    if elsewhere.is_empty():
        return found.sort("member", maintain_order=True)
    seen = by.case.scan("occurrences").select(*PLACE, "event_id")
    places = elsewhere.lazy().join(seen, on=PLACE, how="left").collect()
    acts = by.acts.drop(*PLACE, "file", "row", "pointer")
    placed = by.placed(places.join(acts, on="event_id", how="left")).with_columns(id="event_id")
    return pl.concat([found, placed.select(columns)]).sort("member", maintain_order=True)


def _parsed(members: pl.DataFrame) -> pl.DataFrame:
    """Members named by a place, with the columns of it; null where the member is an id."""
    parts = members.with_columns(_=pl.col("member").str.extract_groups(_BY_PLACE)).unnest("_")
    return parts.with_columns(pl.col("source_row").cast(pl.Int64))


def _accounts(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    found = members.join(by.first_records, left_on="member", right_on="account_id", how="left")
    name = pl.col("member").replace_strict(dict(by.names.screen_names), default=None, return_dtype=pl.String)
    return found.with_columns(id=by.names.only("member"), name=name).drop(PLACE)


def _pairs(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    """Two accounts, each by a record of its own."""
    named = pl.concat_str("kind", pl.lit("@"), "account_a", pl.lit("+"), "account_b").alias("member")
    pairs = by.case.read_or_empty("coaction_pairs").select(named, "kind", "account_a", "account_b").unique()
    found = members.join(pairs, on="member", how="left")
    records = by.first_records.select("account_id", "file", "row", "pointer")
    for side in ("a", "b"):
        theirs = records.rename({name: f"{name}_{side}" for name in ("file", "row", "pointer")})
        found = found.join(theirs, left_on=f"account_{side}", right_on="account_id", how="left")
    return found.with_columns(by.names.only("account_a"), by.names.only("account_b"))


def _files(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    file = pl.col("member").replace_strict(by.files, default=None, return_dtype=pl.String)
    return members.with_columns(id="member", file=file)


def _versions(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    """The first capture that shows each text of an event, with the moment of the capture."""
    texts = members.with_columns(_=pl.col("member").str.extract_groups(_VERSION)).unnest("_")
    one = pl.col("event_id").is_null()
    texts = texts.with_columns(
        event_id=pl.coalesce("event_id", "member"),
        text_sha256=pl.when(pl.col("text_sha256") != "").then("text_sha256"),
    )
    seen = by.case.scan("occurrences").sort("captured_at", *PLACE, nulls_last=True).collect()
    first = seen.unique(["event_id", "text_sha256"], keep="first", maintain_order=True)
    kept = seen.filter("is_kept").drop("text_sha256")
    shown = ("event_id", *PLACE, "captured_at")
    edited = texts.filter(~one).join(
        first.select(*shown, "text_sha256"), on=["event_id", "text_sha256"], how="left", nulls_equal=True
    )
    single = texts.filter(one).join(kept.select(shown), on="event_id", how="left").select(edited.columns)
    return by.placed(pl.concat([edited, single]).sort("member")).rename({"event_id": "id"})


def _groups(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    """The rows of the list of groups."""
    listed = group_ids(by.case)
    rows = pl.DataFrame(
        {"member": listed, "row": range(2, len(listed) + 2)}, schema={"member": pl.String, "row": pl.Int64}
    )
    return members.join(rows, on="member", how="left").with_columns(id="member", file=pl.lit(by.groups_file))


def group_ids(case: Case) -> list[str]:
    """List the candidate groups of a case, g1 first, as groups.csv does."""
    ids = case.read_or_empty("clusters")["cluster_id"].unique().to_list()
    return sorted(ids, key=lambda one: (len(one), one))


def _counters(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    shown = by.case.read_or_empty("counters").select("event_id", "counter", "value", "captured_at", *PLACE)
    found = _parsed(members).join(shown, on=["counter", *PLACE], how="left", maintain_order="left")
    return by.placed(found).rename({"event_id": "id"})


def _facts(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    places = fact_places(by.case)
    found = [places.get(one, (None, None)) for one in members["member"]]
    return members.with_columns(
        id="member",
        file=pl.Series([file for file, _ in found], dtype=pl.String),
        row=pl.Series([row for _, row in found], dtype=pl.Int64),
    )


def _copies(by: SetFinder, members: pl.DataFrame) -> pl.DataFrame:
    """The shuffled copies, each with its accounts at grade A; no export holds them."""
    copies = by.case.read_or_empty("calibration").with_columns(id=pl.col("surrogate").cast(pl.String))
    found = members.join(copies, left_on="member", right_on="id", how="left").sort("surrogate")
    return found.with_columns(id="member").drop("surrogate")


_FINDERS: dict[MarkKind, Callable[[SetFinder, pl.DataFrame], pl.DataFrame]] = {
    MarkKind.RECORDS: _records,
    MarkKind.ACCOUNTS: _accounts,
    MarkKind.FILES: _files,
    MarkKind.PAIRS: _pairs,
    MarkKind.VERSIONS: _versions,
    MarkKind.GROUPS: _groups,
    MarkKind.COUNTERS: _counters,
    MarkKind.FACTS: _facts,
    MarkKind.COPIES: _copies,
}
