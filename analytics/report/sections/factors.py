"""The factors of the rule set: observations, their exculpatory side, and what people must find."""

import polars as pl

from analytics.law.citation import Citation
from analytics.law.rendering import Line, read_findings
from analytics.law.rule_set import rule_sets
from analytics.report.blocks import SHOWN_MAX, Block, Box, Claim, Column, Grid, Prose, Reference, Row
from analytics.report.placeholders import Foreign, Joined, Told, Value
from analytics.report.report_data import ReportData
from analytics.report.section import Section, named, word

# Heading -> the factors below it, by how their ids begin; the safe harbours stand first.
GROUPS = (
    ("harbour", ("A10-",)),
    ("article8", ("A8-",)),
    ("article12", ("A12-",)),
    ("counters", ("S-V", "S-R", "S-Y", "S-T")),
    ("others", ("",)),
)
ROWS_MAX = 12  # Rows of law told in the main part; all of them stand in the annex.
Pair = tuple[Line, Line]  # The same finding in Chinese and in English.


def build(facts: ReportData) -> list[Block]:
    """Build what was observed, one sentence a row of law; the rows in full stand in the annex."""
    zone = facts.toml.case.timezone
    chosen = facts.findings.filter(pl.col("status").is_in(["measured", "human_finding"]))
    pairs = zip(read_findings(chosen, "zh", zone), read_findings(chosen, "en", zone), strict=True)
    said = {
        (zh.title, zh.observation): Claim("parts.observed", _observed(zh, en), refs_of(zh))
        for zh, en in pairs
    }
    return [Prose("findings_not_run")] if facts.findings.is_empty() else [*list(said.values())[:ROWS_MAX]]


def _observed(zh: Line, en: Line) -> dict[str, Value]:
    return {"title": Told(zh.title, en.title), "observation": Told(zh.observation, en.observation)}


def build_annex(facts: ReportData) -> list[Block]:
    """Build the rule set in force, then its factors group by group, each row with its provision once."""
    if facts.findings.is_empty():
        return [Prose("findings_not_run")]
    zone = facts.toml.case.timezone
    pairs = list(
        zip(read_findings(facts.findings, "zh", zone), read_findings(facts.findings, "en", zone), strict=True)
    )
    blocks: list[Block] = [
        Box("findings_box", tuple(word(f"findings_box_{k}") for k in ("status", "partial", "people"))),
        _sets(facts),
    ]
    for name, starts in GROUPS:
        inside = [pair for pair in pairs if pair[0].factor_id.startswith(starts)]
        pairs = [pair for pair in pairs if not pair[0].factor_id.startswith(starts)]
        if inside:
            blocks += [Prose(f"heading_findings_{name}", style="heading"), _grid(name, inside)]
    counted = facts.findings.group_by("status").len()
    n = dict(counted.iter_rows())
    codes = ("measured", "none_in_data", "not_measurable", "human_finding")
    return [*blocks, Claim("findings_counts", {code: n.get(code, 0) for code in codes}, (_whole(facts),))]


def _whole(facts: ReportData) -> Reference:
    return Reference(word("about_table", name="findings"), "", facts.findings.height, table="findings")


def _sets(facts: ReportData) -> Grid:
    """The documents of law that were laid beside: what they are, and how far their texts were verified."""
    known, main = rule_sets(), facts.toml.case.rule_set
    used = [main, *(name for name in known[main].beside if facts.findings.filter(rule_set=name).height)]
    rows = tuple(
        Row(
            (Foreign(one.number), Told(one.title.zh, one.title.en), word(f"rule_status_{one.status}")),
            below=(Told(one.note.zh, one.note.en),),
        )
        for one in (known[name] for name in used)
    )
    columns = (
        Column("col_rule_number", width=24),
        Column("col_rule_title"),
        Column("col_rule_status", width=22),
    )
    return Grid("table_rule_sets", columns, rows, style="small")


def _grid(name: str, pairs: list[Pair]) -> Grid:
    columns = (
        Column("col_factor", width=24),
        Column("col_status", width=13),
        Column("col_observation"),
        Column("col_value", width=16),
    )
    rows = []
    for k, pair in enumerate(pairs):
        before = pairs[k - 1][0] if k else None
        rows.append(_row(pair, before if before and before.factor_id == pair[0].factor_id else None))
    return Grid(
        "table_findings", columns, tuple(rows), {"group": word(f"heading_findings_{name}")}, style="small"
    )


def _row(pair: Pair, before: Line | None) -> Row:
    zh, en = pair
    subject: tuple[Value, ...] = () if zh.subject_id == "case" else (Foreign(zh.subject_id),)
    title = Joined((Told(f"{zh.factor_id} {zh.title}", f"{en.factor_id} {en.title}"), *subject))
    value: Value = None if zh.value is None else Told(zh.value, en.value or "")
    cells = (title, Told(zh.state, en.state), Told(zh.observation, en.observation), value)
    return Row(cells, refs_of(zh), tuple(_below(pair, before)))


def _below(pair: Pair, before: Line | None) -> list[Value]:
    """What stands below a row.

    Provision (once a factor), number of law, what speaks for the accused, what would overturn it, what people
    must find. before: the row above, if it is of the same factor; what it says already is not said again.
    """
    zh, en = pair
    is_first = before is None
    lines: list[Value] = []
    if is_first and zh.citation and en.citation:
        lines.append(word("finding_provision", text=Told(_quoted(zh.citation), _quoted(en.citation))))
    if zh.about:
        lines.append(word("finding_about", id=Foreign(zh.about)))
    if zh.threshold:
        lines.append(word("finding_threshold", text=_together(pair, "threshold", "distance", "disclaimer")))
    if zh.status == "human_finding":
        lines.append(
            word(
                "finding_recorded",
                by=Foreign(zh.by),
                at=Told(zh.recorded or "", en.recorded or ""),
                words=Foreign(zh.words, 400),
            )
        )
    if before and (before.exculpatory, before.overturn) == (zh.exculpatory, zh.overturn):
        return [*lines, word("findings_as_above")] if zh.exculpatory or zh.overturn else lines
    if zh.exculpatory:
        lines.append(word("finding_for", text=_list(zh.exculpatory, en.exculpatory)))
    if zh.overturn:
        lines.append(word("finding_overturn", text=_list(zh.overturn, en.overturn)))
    if is_first:
        lines.append(word("finding_human", text=Told(zh.human, en.human)))
    return lines


def _quoted(citation: Citation) -> str:
    quote = f"“{citation.quote}”" if citation.quote else ""
    return " ".join(filter(None, (citation.heading, quote, citation.gloss)))


def _together(pair: Pair, *fields: str) -> Told:
    zh, en = (tuple(filter(None, (getattr(line, field) for field in fields))) for line in pair)
    return _list(zh, en)


def _list(zh: tuple[str, ...], en: tuple[str, ...]) -> Told:
    """Sentences one after the other, apart by a semicolon."""
    return Told(
        "；".join(text.rstrip("。；") for text in zh) + "。",
        "; ".join(text.rstrip(".;") for text in en) + ".",
    )


def refs_of(line: Line) -> tuple[Reference, ...]:
    """Refer to what a finding rests on: a measure where it is one, else its events.

    Where nothing was measured there is nothing to open.
    """
    about = word("about_finding", id=Foreign(line.factor_id), subject=named(line.subject_id))
    condition = f"factor_id = {line.factor_id}, subject_id = {line.subject_id}, status = {line.status}"
    source = line.source or ""
    if source.startswith("scope: ") and "," not in source:
        show = f"{source.removeprefix('scope: ')}@{line.subject_id}"
    else:
        show = line.event_ids[0] if line.event_ids and source != "cascades" else ""
    if not source:
        return ()
    return (Reference(about, show, None, line.event_ids[:SHOWN_MAX], table="findings", condition=condition),)


SECTION = Section("factors", 6, build, build_annex)
