"""How the report prints an account: with screen name and id, or as "one account, not named".

Every section, figure and file asks here; the rule itself is `analytics.roles.naming`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.evidence.file_labels import HASH_SHOWN, every_name, file_numbers, hidden_files
from analytics.model.messages import catalogue
from analytics.report.masked_names import NO_MASK, NameMask
from analytics.report.placeholders import Code, Foreign, Value, Word
from analytics.roles.naming import alleged_authors, named_accounts
from analytics.store.case_folder import Case
from analytics.store.case_toml import CaseToml

NOBODY_NAMED = "public-interest"  # The purpose in which no candidate is named, only authors of alleged texts.
NAME_MAX = 40  # Characters of a screen name in print.
FILE_MAX = 60  # Characters of a file name in print.


@dataclass(frozen=True)
class Names:
    """Who is printed how.

    named: accounts printed with id and screen name; authors: those of them that wrote an alleged text.
    screen_names: the newest screen name, of named accounts only, so that no other can be printed.
    targets: the name that case.toml gives the holder of an account; sources: who wrote a correction.
    files: number of each input whose own name would name somebody else, by SHA-256.
    mask: which names and numbers may stand in printed words.
    """

    named: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    screen_names: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    mask: NameMask = NO_MASK

    def may(self, account_id: str | None) -> bool:
        """Tell whether id and screen name of an account may be printed.

        >>> Names(frozenset({"weibo:1"})).may("weibo:1"), Names().may("weibo:1"), Names().may(None)
        (True, False, False)
        """
        return account_id in self.named

    def shown(self, account_id: str | None) -> Value:
        """Give the words for an account: "screen name (platform id)", what the case calls it, or no name.

        >>> Names().shown("weibo:1")
        Word(key='names.unnamed', params=())
        """
        if account_id is None:
            return Word("names.nobody")
        if account_id in self.named:
            return self._full(account_id)
        if account_id in self.targets:
            return Word("names.target", (("name", Foreign(self.targets[account_id], NAME_MAX)),))
        if account_id in self.sources:
            return Word("names.correction", (("name", Foreign(self.sources[account_id], NAME_MAX)),))
        return Word("names.unnamed")

    def short(self, account_id: str | None) -> Value:
        """Give the screen name alone, for a place where the id stands beside it; else as `shown`."""
        if account_id in self.named and account_id in self.screen_names:
            return Foreign(self.screen_names[account_id], NAME_MAX)
        return self.shown(account_id)

    def file(self, sha256: str, name: str | None, longest: int = FILE_MAX) -> Value:
        """Give the name of an input, or its number and hash where its name holds an account not named.

        >>> Names().file("0f1e2d3c4b5a", "a.csv").text
        'a.csv'
        >>> Names(files={"0f1e2d3c4b5a": 3}).file("0f1e2d3c4b5a", "9101.csv").key
        'names.file'
        """
        if sha256 not in self.files:
            return Foreign(name, longest)
        return Word("names.file", (("n", self.files[sha256]), ("hash", Code(sha256[:HASH_SHOWN]))))

    def place(self, name: str | None, row: Mapping[str, Any]) -> Value:
        """Give where a record stands: file, row and, in a JSON page, the pointer to it.

        name: of the file; row: source_sha256, source_path, and `row` as a reader of the file counts it.

        >>> Names().place("a.csv", {"source_sha256": "0f", "source_path": "", "row": 2}).key
        'report.place'
        """
        params = (("file", self.file(row["source_sha256"], name)), ("row", str(row["row"])))
        if not row["source_path"]:
            return Word("report.place", params)
        return Word("report.place_pointer", (*params, ("pointer", Code(row["source_path"]))))

    def native(self, number: str) -> Value:
        """Give an id as its platform writes it, if it may be printed, else the words for no name."""
        known = any(one.rpartition(":")[2] == number for one in self.named)
        return Foreign(number) if known else Word("names.unnamed")

    def only(self, column: str = "account_id") -> pl.Expr:
        """Keep an id of a column that may be printed, and put null in the place of any other.

        >>> frame = pl.DataFrame({"account_id": ["u", "v"]})
        >>> frame.select(Names(frozenset({"u"})).only())["account_id"].to_list()
        ['u', None]
        """
        allowed = pl.Series(sorted(self.named), dtype=pl.String).implode()
        return pl.when(pl.col(column).is_in(allowed)).then(pl.col(column)).alias(column)

    def _full(self, account_id: str) -> Word:
        platform, _, native = account_id.rpartition(":")
        params: tuple[tuple[str, Value], ...] = (("platform", _platform(platform)), ("id", Foreign(native)))
        if account_id not in self.screen_names:
            return Word("names.account_nameless", params)
        return Word("names.account", (("name", Foreign(self.screen_names[account_id], NAME_MAX)), *params))


def names_of(case: Case, only_authors: bool = False) -> Names:
    """Read who may be printed by name in a case; before there are roles, only authors of alleged texts.

    only_authors: whether no candidate is named at all, as in a report in the public interest.
    """
    facts = case.toml()
    authors = alleged_authors(case.scan("events"), facts)
    roles = case.read_or_empty("roles")
    named = named_accounts(roles, authors, facts) if roles.height and not only_authors else authors
    targets = {one: target.name for target in facts.targets for one in target.ids}
    is_named = pl.col("account_id").is_in(sorted(named))
    known = case.read_or_empty("accounts").drop_nulls("name").filter(is_named)
    everyone, numbers = every_name(case), file_numbers(case)
    others = everyone.filter(~is_named)
    return Names(
        named,
        authors,
        dict(known.select("account_id", "name").iter_rows()),
        targets,
        _sources(case, facts),
        {sha256: numbers[sha256] for sha256 in hidden_files(case, named)},
        _mask(everyone.filter(is_named), others, facts),
    )


def _mask(named: pl.DataFrame, others: pl.DataFrame, facts: CaseToml) -> NameMask:
    """What may stand in printed words: names of named accounts, of the targets and of who corrected."""
    shown = frozenset(
        {
            *named["name"].drop_nulls(),
            *(one.by for one in facts.corrections if one.by),
            *(name for one in facts.targets for name in (one.name, *one.names, *one.terms)),
        }
    )
    numbers = frozenset(others["native"]) - frozenset(named["native"])
    targets = {one.rpartition(":")[2] for target in facts.targets for one in target.ids}
    return NameMask(shown, frozenset(others["name"].drop_nulls()) - shown, numbers - targets)


def _sources(case: Case, facts: CaseToml) -> dict[str, str]:
    """Who wrote the corrections that case.toml lists, in its words, by account."""
    said = {one.event_id: one.by for one in facts.corrections if one.by}
    mine = pl.col("event_id").is_in(sorted(said))
    rows = case.scan("events").filter(mine).select("account_id", "event_id").collect()
    return {account: said[event] for account, event in rows.iter_rows() if account is not None}


def _platform(name: str) -> Value:
    return Word(f"scope.platform_{name}") if f"platform_{name}" in catalogue("scope") else Foreign(name)
