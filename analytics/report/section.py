"""What a section of the report is, and the references that several sections share.

Each module in sections/ is one section.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from analytics.model.errors import SettingsError
from analytics.model.messages import catalogue
from analytics.model.registry import load
from analytics.report.blocks import SHOWN_MAX, Block, Chapter, Reference
from analytics.report.placeholders import Foreign, Value, Word
from analytics.report.report_data import CONDITIONS, ReportData

TREE_KINDS = {"repost": "kind in (repost, quote)", "comment": "kind = comment"}


@dataclass(frozen=True)
class Section:
    """A section: its name (title: report.section_<name>), where it stands, what it says about a case, and
    whether it is an annex.

    The body answers; an annex holds what the answers are checked against, and may be long.
    """

    name: str
    order: int
    build: Callable[[ReportData], list[Block]]
    is_annex: bool = False


# What a report is for, and which sections then come right after the answers, in this order; the others of the
# body follow in their
# own, annexes last. Court: Articles 8, 10, 12. Police: Article 11. Injunction: Article 15. Public interest:
# Article 16.
PURPOSES: dict[str, tuple[str, ...]] = {
    "court": (),
    "police-assist": ("preserve", "roles", "coordination", "network", "cascades", "scope", "coverage"),
    "injunction": ("scope", "cascades", "findings", "preserve"),
    "public-interest": ("scope", "findings", "cascades", "network", "coordination", "roles"),
}


def chapters(facts: ReportData, purpose: str = "court") -> tuple[Chapter, ...]:
    """Every section found in the folder, filled from `facts`, in the order that the purpose asks for; annexes
    last.

    A section with nothing to say is left out. Raises SettingsError for an unknown purpose.
    """
    if purpose not in PURPOSES:
        raise SettingsError("purpose_unknown", found=purpose, known=", ".join(PURPOSES))
    first = {name: k for k, name in enumerate(("answers", "main", *PURPOSES[purpose]))}
    facts = replace(facts, purpose=purpose)
    loaded = load("analytics.report.sections", "SECTION", Section).values()
    found = sorted(
        loaded, key=lambda s: (s.order > 0, s.is_annex, first.get(s.name, len(first)), s.order, s.name)
    )
    built = [(section, tuple(section.build(facts))) for section in found]
    return tuple(Chapter(section.name, blocks, section.is_annex) for section, blocks in built if blocks)


def word(key: str, **params: Value) -> Word:
    """A text of the report's catalogue."""
    return Word(f"report.{key}", tuple(params.items()))


def named(subject_id: str) -> Value:
    """What a row is about: the whole case, or an id."""
    return word("whole_case") if subject_id == "case" else Foreign(subject_id)


def platform(name: str) -> Value:
    """The name of a platform; of one that the catalogue does not know, the word of the column map."""
    return Word(f"scope.platform_{name}") if f"platform_{name}" in catalogue("scope") else Foreign(name)


def subset(facts: ReportData, name: str) -> tuple[Reference, ...]:
    """The reference to a named set of acts; none for an empty one, which has nothing to open."""
    found = facts.subsets[name]
    if not found.n:
        return ()
    return (
        Reference(
            word(f"about_{name}"),
            found.event_ids[0],
            found.n,
            found.event_ids,
            table="events",
            condition=CONDITIONS[name][1],
        ),
    )


def all_sources(facts: ReportData) -> Reference:
    """The reference to the whole list of inputs."""
    return Reference(
        word("about_sources"),
        "sources",
        facts.sources.height,
        sources=tuple(facts.sources["sha256"].head(SHOWN_MAX)),
        table="sources",
    )


def of_source(row: dict[str, Any]) -> Reference:
    """The reference to an input file. row: of SOURCES."""
    return Reference(
        word("about_source", name=Foreign(row["name"])),
        row["sha256"][:16],
        row["records_n"],
        sources=(row["sha256"],),
        table="sources",
    )


def of_event(event_id: str) -> Reference:
    """The reference to one act."""
    return Reference(
        word("about_event", id=Foreign(event_id)),
        event_id,
        1,
        (event_id,),
        table="events",
        condition=f"event_id = {event_id}",
    )


def of_tree(facts: ReportData, row: dict[str, Any]) -> Reference:
    """The reference to a tree: all its events, the root among them. row: of CASCADES."""
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
    """The reference to a measure. row: of SCOPE."""
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
    """The reference to a whole table of the report folder."""
    return Reference(word("about_table", name=name), "rejected" if name == "rejected" else "", n, table=name)


def tree_names(facts: ReportData) -> dict[tuple[str, str], str]:
    """T1, T2, ... of the trees told one by one: (root_id, tree) -> name."""
    return {
        (root_id, tree): f"T{k + 1}"
        for k, (root_id, tree) in enumerate(facts.trees.select("root_id", "tree").iter_rows())
    }


def root_names(facts: ReportData) -> dict[str, str]:
    """R1, R2, ... of the roots of those trees: root_id -> name."""
    return {
        root_id: f"R{k + 1}" for k, root_id in enumerate(facts.trees["root_id"].unique(maintain_order=True))
    }


def of_rows(table: str, condition: str, n: int | None) -> Reference:
    """The reference to some rows of a table."""
    return Reference(word("about_rows", name=table), "", n, table=table, condition=condition)


def of_account(account_id: str, event_ids: list[str] | None) -> Reference:
    """The reference to an account: all its acts, some of them named."""
    return Reference(
        word("about_account", id=Foreign(account_id)),
        account_id,
        None,
        tuple(event_ids or ())[:SHOWN_MAX],
        table="events",
        condition=f"account_id = {account_id}",
    )


def of_role(row: dict[str, Any]) -> Reference:
    """The reference to an account in a role, for a subject. row: of ROLES."""
    return Reference(
        word("about_role", role=Word(f"roles.role_{row['role']}"), id=Foreign(row["account_id"])),
        f"{row['role']}@{row['account_id']}",
        len(row["event_ids"]),
        tuple(row["event_ids"]),
        table="roles",
        condition=f"role = {row['role']}, account_id = {row['account_id']}, subject_id = {row['subject_id']}",
    )
