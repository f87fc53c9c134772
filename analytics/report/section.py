"""What a part of the report is, what each purpose prints, and the references that several parts share.

Each module in sections/ is one part.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from analytics.model.errors import SettingsError
from analytics.model.messages import catalogue
from analytics.model.registry import load
from analytics.report.blocks import SHOWN_MAX, Block, Chapter, Reference, entry
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Value, Word
from analytics.report.report_data import ReportData

TREE_KINDS = {"repost": "kind in (repost, quote)", "comment": "kind = comment"}


@dataclass(frozen=True)
class Section:
    """A part of the report.

    name: its title is parts.<name>; order: its number, the same in every purpose.
    build: what it says about a case in the main part; annex: what is too long for it, under the same number.
    """

    name: str
    order: int
    build: Callable[[ReportData], list[Block]]
    annex: Callable[[ReportData], list[Block]] | None = None


# What a report is for, and which parts it has. A part keeps its own number, so that "part 5" is the same in
# every purpose. Court: Articles 8, 10, 12. Police: Article 11. Injunction: Article 15. Public
# interest: Article 16.
ALL = tuple(range(1, 12))
PURPOSES: dict[str, tuple[int, ...]] = {
    "court": ALL,
    "police-assist": (1, 2, 3, 5, 7, 9),
    "injunction": (1, 2, 5, 7, 9),
    "public-interest": (1, 2, 5, 6, 7),
}


def sections() -> dict[str, Section]:
    """Load every part of the folder, by name."""
    return load("analytics.report.sections", "SECTION", Section)


def chapters(facts: ReportData, purpose: str = "court") -> tuple[tuple[Chapter, ...], tuple[Chapter, ...]]:
    """Build the parts that a purpose has: (those of the main part, those of the annex).

    A part with nothing to say is left out. Raises SettingsError for an unknown purpose.
    """
    if purpose not in PURPOSES:
        raise SettingsError("purpose_unknown", found=purpose, known=", ".join(PURPOSES))
    facts = replace(facts, purpose=purpose)
    found = sorted((s for s in sections().values() if s.order in PURPOSES[purpose]), key=lambda s: s.order)
    main = [Chapter(one.order, one.name, tuple(one.build(facts))) for one in found]
    annex = [Chapter(one.order, one.name, tuple(one.annex(facts))) for one in found if one.annex]
    return tuple(c for c in main if c.blocks), tuple(c for c in annex if c.blocks)


def word(key: str, **params: Value) -> Word:
    """Make a text of the catalogue: "namespace.name", or a name of report.toml."""
    return Word(entry(key), tuple(params.items()))


def stage(name: str) -> Value:
    """Name a stage of the study; by its own name where the catalogue has none."""
    return Word(f"dashboard.stage_{name}") if f"stage_{name}" in catalogue("dashboard") else Foreign(name)


def named(subject_id: str) -> Value:
    """Name what a row is about: the whole case, or an id."""
    return word("whole_case") if subject_id == "case" else Foreign(subject_id)


def platform(name: str) -> Value:
    """Name a platform; for one that the catalogue does not know, the word of the column map."""
    return Word(f"scope.platform_{name}") if f"platform_{name}" in catalogue("scope") else Foreign(name)


def subset(facts: ReportData, name: str) -> tuple[Reference, ...]:
    """Refer to a named set of events; an empty one has nothing to open and gives no reference."""
    found = facts.subsets[name]
    return (marked("records", found.event_ids),) if found.n else ()


def all_sources(facts: ReportData) -> Reference:
    """Refer to the whole list of inputs."""
    return Reference(
        word("about_sources"),
        "sources",
        facts.sources.height,
        sources=tuple(facts.sources["sha256"].head(SHOWN_MAX)),
        table="sources",
    )


def of_source(row: dict[str, Any]) -> Reference:
    """Refer to an input file, a row of SOURCES."""
    return Reference(
        word("about_source", name=Foreign(row["name"])),
        row["sha256"][:16],
        row["records_n"],
        sources=(row["sha256"],),
        table="sources",
    )


def of_event(event_id: str) -> Reference:
    """Refer to one event."""
    return Reference(
        word("about_event", id=Foreign(event_id)),
        event_id,
        1,
        (event_id,),
        table="events",
        condition=f"event_id = {event_id}",
    )


def of_tree(facts: ReportData, row: dict[str, Any]) -> Reference:
    """Refer to a tree, a row of CASCADES: all its events, the root among them."""
    measure = "reposts" if row["tree"] == "repost" else "comments"
    condition = f"root_id = {row['root_id']}, tree = {row['tree']}"
    known = facts.scope.filter(measure=measure, subject_id=row["root_id"])
    event_ids = tuple(
        (known["event_ids"][0] if known.height and known["event_ids"][0] is not None else [])[:SHOWN_MAX]
    )
    return Reference(
        word(f"about_tree_{row['tree']}", id=Foreign(row["root_id"])),
        f"nodes: {condition}",
        row["size"],
        event_ids,
        table="nodes",
        condition=condition,
    )


def of_measure(row: dict[str, Any]) -> Reference:
    """Refer to a measure, a row of SCOPE."""
    return Reference(
        word("about_measure", measure=Word(f"scope.{row['measure']}"), id=named(row["subject_id"])),
        f"{row['measure']}@{row['subject_id']}",
        None,
        tuple(row["event_ids"] or ())[:SHOWN_MAX],
        tuple(row["source_sha256"] or ())[:SHOWN_MAX],
        table="scope",
        condition=f"measure = {row['measure']}, subject_id = {row['subject_id']}"
        + (f", class_value = {row['class_value']}" if row["class_value"] else ""),
    )


def of_table(name: str, n: int | None = None) -> Reference:
    """Refer to a whole table of the report folder."""
    return Reference(word("about_table", name=name), "rejected" if name == "rejected" else "", n, table=name)


def tree_names(facts: ReportData) -> dict[tuple[str, str], str]:
    """Name the trees told one by one: T1, T2, ... by (root_id, tree)."""
    return {
        (root_id, tree): f"T{k + 1}"
        for k, (root_id, tree) in enumerate(facts.trees.select("root_id", "tree").iter_rows())
    }


def root_names(facts: ReportData) -> dict[str, str]:
    """Name the roots of those trees: R1, R2, ... by root_id."""
    return {
        root_id: f"R{k + 1}" for k, root_id in enumerate(facts.trees["root_id"].unique(maintain_order=True))
    }


def of_rows(table: str, condition: str, n: int | None) -> Reference:
    """Refer to some rows of a table."""
    return Reference(word("about_rows", name=table), "", n, table=table, condition=condition)


def of_account(account_id: str, event_ids: list[str] | None) -> Reference:
    """Refer to an account: all its events, some of them named."""
    return Reference(
        word("about_account", id=Foreign(account_id)),
        account_id,
        None,
        tuple(event_ids or ())[:SHOWN_MAX],
        table="events",
        condition=f"account_id = {account_id}",
    )


def of_role(row: dict[str, Any]) -> Reference:
    """Refer to an account in a role for a subject, a row of ROLES."""
    return Reference(
        word("about_role", role=Word(f"roles.role_{row['role']}"), id=Foreign(row["account_id"])),
        f"{row['role']}@{row['account_id']}",
        len(row["event_ids"]),
        tuple(row["event_ids"]),
        table="roles",
        condition=f"role = {row['role']}, account_id = {row['account_id']}, subject_id = {row['subject_id']}",
    )
