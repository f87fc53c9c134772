"""What explains that a group acted together, in print: propositions, facts, what would tell, its words."""

from datetime import datetime
from typing import Any

from analytics.coordination.explanations.wording import (
    PROPOSITIONS,
    TELLS,
    answer_of,
    facts_of,
    kind_of,
    params_of,
)
from analytics.model.messages import placeholders
from analytics.model.thresholds import ListLimits
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Prose, Reference, Row
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Joined, Moment, Share, Span, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import word

WHOLE = 20_000  # Characters: no post is longer, so the words of a group are printed whole.


def explanation_blocks(facts: ReportData, cluster_id: str, name: str) -> list[Block]:
    """Build what explains a group; only that it was not looked for, where that is so."""
    found = facts.groups.explained.filter(cluster_id=cluster_id)
    rows = {row["proposition"]: row for row in found.iter_rows(named=True)}
    blocks: list[Block] = [Prose("heading_explained", {"id": name}, "heading")]
    if not rows:
        return [*blocks, Prose("explained_not_run"), *_words(facts, cluster_id, name)]
    ordered = [rows[one] for one in PROPOSITIONS if one in rows]
    return [
        *blocks,
        *_answer(ordered),
        _propositions(ordered, name),
        _facts(ordered[0], name),
        Claim("explained_tells", {"items": Joined(tuple(Word(f"explanations.{key}") for key in TELLS))}),
        *_words(facts, cluster_id, name),
    ]


def _answer(rows: list[dict[str, Any]]) -> list[Block]:
    """The normal answer, and how many propositions people recorded something for."""
    blocks: list[Block] = [
        Claim("explained_answer", {"answer": Word(f"explanations.{answer_of(params_of(rows[0]))}")})
    ]
    recorded = [row for row in rows if row["basis"] == "document"]
    if recorded:
        said = Word("explanations.document_recorded", (("n", len(recorded)),))
        blocks.append(Claim("explained_answer", {"answer": said}, tuple(group_of(row) for row in recorded)))
    return blocks


def group_of(row: dict[str, Any]) -> Reference:
    """The group that a row of EXPLANATIONS is about."""
    return marked("groups", [row["cluster_id"]])


def answer_word(row: dict[str, Any]) -> Word:
    """Say what follows of a proposition: nothing, or the document that a person recorded.

    row: of EXPLANATIONS.
    """
    return word("cannot_be_told") if row["basis"] == "none" else word("see_document")


def observation(key: str, params: dict[str, Any]) -> Word:
    """Make the sentence of an observation, each figure as what its name says it is. No account is named.

    key: of locale/explanations.toml; params: the figures of a row of EXPLANATIONS.

    Raises TableError where a figure that the sentence needs was not written.

    >>> observation("fact_tie", {"tie_share": 0.25}).params
    (('tie_share', Share(part=0.25, whole=1)),)
    """
    known = {**params, **{name: params[name] for name in placeholders(f"explanations.{key}")}}
    return Word(
        f"explanations.{key}",
        tuple((name, _value(name, v)) for name, v in known.items() if not isinstance(v, list)),
    )


def _value(name: str, value: Any) -> Value:
    kind = kind_of(name)
    if name.endswith("_id"):  # Whoever is copied may not know of it: a report does not name the account.
        return word("not_named")
    if kind == "share":
        return Share(value, 1)
    if kind == "span":
        return Span(value)
    if kind == "moment":
        return Moment(datetime.fromisoformat(value))
    known: Value = value if kind == "count" else Foreign(value, WHOLE)
    return known


def _propositions(rows: list[dict[str, Any]], name: Value) -> Grid:
    listed = []
    for k, row in enumerate(rows):
        params = params_of(row)
        below = [
            word(key, said=observation(line, params))
            for key, side in (("speaks_for", "for_lines"), ("speaks_against", "against_lines"))
            for line in row[side]
        ]
        cells: tuple[Value, ...] = (
            str(k + 1),
            Word(f"explanations.prop_{row['proposition']}"),
            len(row["for_lines"]),
            len(row["against_lines"]),
            answer_word(row),
        )
        listed.append(Row(cells, (group_of(row),), tuple(below) or (word("speaks_none"),)))
    columns = (
        Column("col_no", width=5),  # Sentences below a row begin under its second column.
        Column("col_proposition", width=53),
        *(Column(f"col_{side}", Align.RIGHT, 9) for side in ("lines_for", "lines_against")),
        Column("col_strength", width=24),
    )
    return Grid("table_explained", columns, tuple(listed), {"id": name}, (word("explained_note"),), "small")


def _facts(row: dict[str, Any], name: Value) -> Grid:
    """Figures of the group that decide nothing alone."""
    params = params_of(row)
    listed = tuple(Row((observation(key, params),), (group_of(row),)) for key in facts_of(params))
    return Grid("table_facts", (Column("col_measured", width=100),), listed, {"id": name}, style="small")


def _words(facts: ReportData, cluster_id: str, name: Value) -> list[Block]:
    """The most used texts of members on the target posts, in full: a judge must see the side taken."""
    rows = facts.groups.words.filter(cluster_id=cluster_id)
    if rows.is_empty():
        return [Claim("group_words_none", {"id": name}, (marked("groups", [cluster_id]),))]
    listed = tuple(
        Row(
            (Foreign(row["text"], WHOLE), row["events_n"], row["accounts_n"], row["posts_n"]),
            (marked("records", [row["event_id"]]),),
        )
        for row in rows.head(ListLimits.listed_n).iter_rows(named=True)
    )
    notes: tuple[Word, ...] = (word("group_words_note"),)
    if rows.height > ListLimits.listed_n:
        notes += (word("group_words_more", n=rows.height - ListLimits.listed_n),)
    columns = (
        Column("col_words", width=67),
        *(Column(f"col_{c}", Align.RIGHT, 11) for c in ("times", "members", "on_posts")),
    )
    return [Grid("table_words", columns, listed, {"id": name}, notes, "small")]
