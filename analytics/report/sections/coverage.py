"""Part 7: what is missing or in doubt, how often the method erred in tests, and what was never tested."""

from analytics.alleged.ascribed import QUOTED_CHARS, Ascribed
from analytics.model.formatting import figure, upper_figure
from analytics.model.messages import catalogue
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Labelled, Prose, Row
from analytics.report.coverage_data import Coverage, tests
from analytics.report.marks import marked
from analytics.report.placeholders import Code, Foreign, Joined, Moment, Share, Span, Value, Word
from analytics.report.records_blocks import reason_words, record_blocks
from analytics.report.report_data import LISTED_MAX, ReportData
from analytics.report.section import COURT, Section, platform, subset, word

NEVER = ("real", "kinds", "intent", "deleted", "people")
REASONS_MAX = 3  # Reasons of rejected records in the main part; the annex has all.


def build(facts: ReportData) -> list[Block]:
    """Build what is missing on the alleged information, tests of the method, and what was never tested."""
    seen = facts.coverage
    rows = (
        (word("coverage.label_sources"), _sources(facts, seen)),
        (word("coverage.label_times"), _moments(seen)),
        (word("coverage.label_parents"), _above(seen)),
        (word("coverage.label_rejected"), _rejected(facts, seen)),
    )
    never = tuple(Claim(f"coverage.never_{name}") for name in NEVER)
    basis = "coverage.basis" if facts.alleged.is_stated else "coverage.basis_all"
    return [
        *([_span(facts)] if facts.span[0] is not None else []),
        Prose(basis, {"n": seen.all_n}),
        Labelled(rows),
        *_copies(facts),
        _tests() if facts.purpose == COURT else Prose("coverage.tests_elsewhere", style="small"),
        Labelled(((word("coverage.label_never"), never),)),
    ]


def build_annex(facts: ReportData) -> list[Block]:
    """Build the tables behind it: kinds, time conflicts, missing parents, rejected records."""
    found = [_kinds(facts), *_conflicts(facts), _notes(facts), *record_blocks(facts)]
    commands = tuple(Row((word(f"coverage.of_{one.key}"), Code(one.command))) for one in tests())
    columns = (Column("coverage.col_tested", width=40), Column("coverage.col_command"))
    again = Grid("coverage.commands", columns, commands, style="small")
    told = [] if facts.purpose == COURT else [_tests()]
    return [*(block for block in found if isinstance(block, Grid) and block.rows), *told, again]


def _span(facts: ReportData) -> Claim:
    params: dict[str, Value] = {
        "n": facts.sources.height,
        "first": Moment(facts.span[0]),
        "last": Moment(facts.span[1]),
        "zone": facts.toml.case.timezone,
    }
    return Claim("coverage.span", params, (marked("files", facts.sources["sha256"]),))


def _sources(facts: ReportData, seen: Coverage) -> tuple[Claim, ...]:
    """Alleged posts that no export holds, reposts that counters show but no record, silent files."""
    found = []
    absent = [one for one in facts.alleged.stated if one.is_absent]
    if absent:
        ids = Joined(tuple(Foreign(one.id) for one in absent))
        refs = (marked("facts", [f"alleged/{one.number}" for one in absent]),)
        found.append(Claim("coverage.absent", {"n": len(absent), "ids": ids}, refs))
    if seen.hidden_n:
        refs = (marked("counters", seen.counters),)
        found.append(Claim("coverage.hidden", {"n": seen.hidden_n, "k": len(set(seen.counters))}, refs))
    if seen.rootless:
        found.append(
            Claim("coverage.rootless", {"n": len(seen.rootless)}, (marked("records", seen.rootless),))
        )
    if seen.absent:
        found.append(
            Claim("coverage.no_parent_record", {"n": len(seen.absent)}, (marked("records", seen.absent),))
        )
    for name, files in (("uncaptured", seen.uncaptured), ("unexplained", seen.unexplained)):
        if files:
            found.append(Claim(f"coverage.{name}", {"n": len(files)}, (marked("files", files),)))
    return (*(tuple(found) or (Claim("coverage.sources_none"),)), *_ascribed(seen.ascribed))


def _ascribed(found: Ascribed) -> tuple[Claim, ...]:
    """That records ascribe words to the person concerned which no record of that person holds."""
    if not found.records:
        return ()
    params: dict[str, Value] = {
        "n": len(found.records),
        "words": Foreign(found.words[0], QUOTED_CHARS),
        "k": len(found.hers),
    }
    refs = [marked("records", ids) for ids in (found.records, found.hers) if ids]
    key = "ascribed" if found.is_known else "ascribed_unknown"
    return (Claim(f"coverage.{key}", params, tuple(refs)),)


def _moments(seen: Coverage) -> tuple[Claim, ...]:
    sets = {"conflicts": seen.conflicts, "coarse": seen.coarse, "untimed": seen.untimed}
    params: dict[str, Value] = {name: len(ids) for name, ids in sets.items()}
    return (Claim("coverage.times", params, tuple(marked("records", ids) for ids in sets.values() if ids)),)


def _above(seen: Coverage) -> tuple[Claim, ...]:
    """How the parent of each record below the alleged posts is known, and what follows for shape."""
    params: dict[str, Value] = {name: len(ids) for name, ids in seen.parents.items()}
    all_n = sum(len(ids) for ids in seen.parents.values())
    doubtful = len(seen.parents["root"]) + len(seen.parents["missing"])
    params |= {"all": all_n, "share": Share(doubtful, all_n)}
    refs = tuple(marked("records", ids) for ids in seen.parents.values() if ids)
    return (Claim("coverage.parents", params, refs),)


def _rejected(facts: ReportData, seen: Coverage) -> tuple[Claim, ...]:
    if not seen.rejected:
        return (Claim("coverage.rejected_none"),)
    reasons = tuple(
        word("coverage.reason", reason=reason_words(row["reason"]), n=row["n"])
        for row in facts.reasons.head(REASONS_MAX).to_dicts()
    )
    params: dict[str, Value] = {"n": len(seen.rejected), "reasons": Joined(reasons)}
    return (Claim("coverage.rejected", params, (marked("records", seen.rejected),)),)


def _copies(facts: ReportData) -> list[Block]:
    """What the search for groups found in copies of this case in which only chance and habit act."""
    found = {name: value for name, (value, _) in facts.groups.coordination.items()}
    copies, most = found.get("surrogates_n"), found.get("surrogate_a_max")
    if not copies or most is None:
        return []
    # Clopper & Pearson 1934, none of n: the share is at most 1 - 0.05^(1/n) at 95 %.
    most_share = 100 * (1 - 0.05 ** (1 / copies))
    params: dict[str, Value] = {"n": int(copies), "most": most, "upper": f"{upper_figure(most_share, 1)}%"}
    refs = (marked("copies", facts.groups.copies),)
    return [Claim("coverage.copies" if most else "coverage.copies_none", params, refs)]


def _tests() -> Grid:
    """Each test of the method: whose worlds, and what came out.

    Its numbers are of the tool and not of the case, so that no mark opens them: the annex has the command.
    """
    rows = tuple(
        Row(
            (
                word(f"coverage.of_{one.key}"),
                word(f"coverage.maker_{one.maker}", n=figure(one.worlds)),
                word(f"coverage.test_{one.key}", **{name: figure(n) for name, n in one.values.items()}),
            )
        )
        for one in tests()
    )
    columns = (
        Column("coverage.col_tested", width=30),
        Column("coverage.col_maker", width=13),
        Column("coverage.col_result"),
    )
    return Grid("coverage.tests", columns, rows, notes=(word("coverage.tests_note"),), style="small")


def _kinds(facts: ReportData) -> Grid:
    rows = tuple(
        Row(
            (platform(row["platform"]), _kind(row["kind"]), row["n"], Share(row["n"], facts.acts_n)),
            (marked("records", row["event_ids"]),),
        )
        for row in facts.kinds.to_dicts()
    )
    return Grid(
        "table_kinds",
        (
            Column("col_platform", width=25),
            Column("col_kind", width=30),
            Column("col_acts", Align.RIGHT, 15),
            Column("col_share", Align.RIGHT, 15),
        ),
        rows,
    )


def _kind(name: str) -> Value:
    return word(f"kind_{name}") if f"kind_{name}" in catalogue("report") else Foreign(name)


def _conflicts(facts: ReportData) -> list[Block]:
    found, compared = (
        facts.subsets["conflict"],
        facts.acts_n - facts.subsets["uncompared"].n - facts.subsets["no_time"].n,
    )
    blocks: list[Block] = [
        Claim(
            "coverage_conflicts" if found.n else "coverage_no_conflict",
            {
                "n": found.n,
                "compared": compared,
                "gap": Span(facts.setting("id_gap_s")),
                "uncompared": facts.subsets["uncompared"].n,
            },
            (*subset(facts, "conflict"), *subset(facts, "uncompared")),
        )
    ]
    if found.n:
        rows = tuple(
            Row(
                (
                    Foreign(row["event_id"]),
                    Foreign(row["at_text"]),
                    Moment(row["at_from_id"]),
                    Span(
                        (row["at"] - row["at_from_id"]).total_seconds()
                        if row["at"] and row["at_from_id"]
                        else None
                    ),
                ),
                (marked("records", [row["event_id"]]),),
            )
            for row in facts.conflicts.to_dicts()
        )
        notes: tuple[Word, ...] = (word("conflicts_note"),)
        if found.n > LISTED_MAX:
            notes += (word("listed_first", n=LISTED_MAX, all=found.n),)
        blocks.append(
            Grid(
                "table_conflicts",
                (
                    Column("col_event", width=28),
                    Column("col_at_text", width=24),
                    Column("col_at_id", width=24),
                    Column("col_gap", width=14),
                ),
                rows,
                notes=notes,
                style="small",
            )
        )
    return blocks


def _notes(facts: ReportData) -> Grid:
    """Why parents are missing, in the words of the notes."""
    rows = tuple(
        Row(
            (_note(row["parent_note"]), word(f"kind_{row['kind']}"), row["n"]),
            (marked("records", row["event_ids"]),),
        )
        for row in facts.notes.to_dicts()
    )
    return Grid(
        "table_notes",
        (Column("col_why", width=66), Column("col_kind", width=12), Column("col_n", Align.RIGHT, 10)),
        rows,
        style="small",
    )


def _note(code: str | None) -> Value:
    if code is None:
        return word("note_none")
    return word(f"note_{code}") if f"note_{code}" in catalogue("report") else Foreign(code)


SECTION = Section("coverage", 7, build, build_annex)
