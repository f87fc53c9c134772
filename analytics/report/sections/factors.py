"""Part 6: each provision with its words once, below it what was seen, what either side may say, blanks."""

from functools import reduce

from analytics.law.citation import check_of, citation
from analytics.law.matrix import matrix
from analytics.law.published_cases import published_cases
from analytics.law.rule_set import PRINTABLE, rule_sets
from analytics.law.sources import sources_of_law, unverified, used_provisions
from analytics.report.blocks import Block, Box, Claim, Column, Grid, Items, Prose, Row
from analytics.report.factor_rows import (
    FactorRows,
    Pair,
    beside_number,
    either_side,
    elsewhere,
    factor_rows,
    human_words,
    observed,
    overturned,
    refs_of,
)
from analytics.report.matrix_material import material_of
from analytics.report.names import NOBODY_NAMED
from analytics.report.placeholders import Bold, Joined, Told, Value
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

ROWS_MAX = 1  # Findings of one factor in the main part; all of them stand in the annex.
VERSIONS = "A2"  # The row that quotes versions of an alleged text: part 2 prints each in full.
COUNTERS = "S-"  # Rows of counters: part 5 tells the numbers and where they lie.
OPEN = "not_measurable"  # The status of a row that these data cannot measure.


def build(facts: ReportData) -> list[Block]:
    """Build the rows that have something to say, then one list of those that have not."""
    if facts.findings.is_empty():
        return [Prose("findings_not_run")]
    is_summed = facts.purpose == NOBODY_NAMED
    rows = [row for row in factor_rows(facts) if is_summed or not row.factor_id.startswith(COUNTERS)]
    seen = [row for row in rows if row.seen]
    columns = (Column("rows.col_both"),)
    first = {_said(row): row for row in reversed(seen)}
    told = tuple(_row(facts, row, first[_said(row)]) for row in seen)
    grid = Grid("rows.table_main", columns, told, style="small")
    return [Prose("rows.intro", style="small"), *([grid] if seen else []), *rest_of(facts, rows)]


def _said(row: FactorRows) -> tuple[object, ...]:
    """What was seen under a provision and what either side may say, to tell whether another says the same."""
    first = row.seen[0][0]
    return first.observation, first.inculpatory, first.exculpatory


def _row(facts: ReportData, row: FactorRows, same: FactorRows) -> Row:
    """One factor: heading with its law, what was seen, then what either side may say and the blank.

    same: the first row that says what this one says; where that is another, its title is told in their place.
    """
    shown = row.seen[:ROWS_MAX]
    more = len(row.seen) - len(shown)
    above = word("rows.as_above", title=Told(same.pairs[0][0].title, same.pairs[0][1].title))
    is_new = same is row
    seen = [told for pair in shown for told in _seen(pair)] if is_new else [above]
    if more:
        seen.append(word("rows.more", n=more))
    human = Told(shown[0][0].human, shown[0][1].human)
    sides = reduce(_then, [*(either_side(shown[0]) if is_new else []), word("rows.blank", human=human)])
    head = word("rows.heading_law" if row.law else "rows.heading", heading=Bold(row.heading), law=row.law)
    refs = dict.fromkeys(ref for pair in shown if is_new for ref in refs_of(facts, pair[0]))
    return Row((head,), tuple(refs), (word("rows.seen", text=reduce(_then, seen)), sides))


def _then(first: Value, following: Value) -> Value:
    """One sentence after the other."""
    return word("rows.then", first=first, next=following)


def _seen(pair: Pair) -> list[Value]:
    """What was seen, with the number of law beside it where one is laid, or what a person recorded."""
    beside = beside_number(pair)
    seen = elsewhere(observed(pair)) if pair[0].factor_id == VERSIONS else observed(pair)
    told: list[Value] = [seen, *([beside] if beside else [])]
    if pair[0].by and pair[0].words:
        told.append(word("rows.recorded_by", **human_words(pair)))
    return told


def rest_of(facts: ReportData, rows: list[FactorRows]) -> list[Block]:
    """The provisions of which nothing is seen, or which these data cannot measure, in one list.

    One that cannot be measured although records bear on it is told with them.
    """
    rest = [row for row in rows if not row.seen]
    if not rest:
        return []
    titles = tuple(Told(row.pairs[0][0].title, row.pairs[0][1].title) for row in rest)
    open_pairs = [pair for row in rest for pair in row.pairs if pair[0].status == OPEN and pair[0].event_ids]
    told = [
        Claim(
            "rows.rest_open",
            {"title": Told(pair[0].title, pair[1].title), "said": observed(pair)},
            refs_of(facts, pair[0]),
        )
        for pair in open_pairs
    ]
    return [Prose("rows.rest", {"list": Joined(titles)}, "small"), *told]


def annex(facts: ReportData) -> list[Block]:
    """Build all rows with what would overturn them, the matrix, published cases, and the sources of law."""
    if facts.findings.is_empty():
        return []
    rows = factor_rows(facts)
    used = list(facts.findings.select("rule_set", "factor_id").unique(maintain_order=True).iter_rows())
    return [
        Box("findings_box", tuple(word(f"findings_box_{k}") for k in ("status", "partial", "people"))),
        _all_rows(facts, rows),
        _matrix(facts),
        Prose("rows.cases_heading", style="heading"),
        Prose("rows.cases_note", style="small"),
        Items(tuple(Claim("rows.case", {"text": Told(*lines)}) for lines in _cases())),
        Prose("rows.sources_heading", style="heading"),
        *_sources(facts, used),
    ]


def _all_rows(facts: ReportData, rows: list[FactorRows]) -> Grid:
    """Every finding in full."""
    columns = (Column("rows.col_row", width=26), Column("rows.col_seen"))
    told = [
        Row(
            (row.heading if not k else _again(pair), observed(pair)),
            refs_of(facts, pair[0]),
            tuple(_below(pair, k == 0)),
        )
        for row in rows
        for k, pair in enumerate(row.pairs)
    ]
    return Grid("rows.table", columns, tuple(told), style="small")


def _again(pair: Pair) -> Value:
    """What a further finding of the same provision is about."""
    return word("rows.again", title=Told(pair[0].title, pair[1].title))


def _below(pair: Pair, is_first: bool) -> list[Value]:
    """What stands below a finding: sides, number of law, what would overturn it, what people find."""
    zh, en = pair
    lines: list[Value] = []
    if zh.by and zh.words:
        lines.append(word("rows.recorded_by", **human_words(pair)))
    beside, over = beside_number(pair), overturned(pair)
    if beside:
        lines.append(beside)
    sides = either_side(pair)
    if sides:
        lines.append(reduce(_then, sides))
    if over:
        lines.append(word("rows.overturn", text=over))
    if is_first and zh.human:
        lines.append(word("rows.human", text=Told(zh.human, en.human)))
    return lines


def _matrix(facts: ReportData) -> Grid:
    """The electronic-data matrix: item, material with its file, blank."""
    material = material_of(facts)
    rows = []
    for zh, en in zip(matrix(material, "zh"), matrix(material, "en"), strict=True):
        shown: Value = (
            Told("".join(zh.shown), " ".join(en.shown)) if zh.shown else word("rows.matrix_nothing")
        )
        blank = word("rows.matrix_blank", what=Told(zh.blank, en.blank))
        rows.append(Row((Told(f"{zh.item}　{zh.asks}", f"{en.item}: {en.asks}"), shown, blank)))
    columns = (
        Column("rows.col_item", width=30),
        Column("rows.col_material"),
        Column("rows.col_blank", width=28),
    )
    return Grid("rows.matrix", columns, tuple(rows), notes=(word("rows.matrix_note"),), style="small")


def _cases() -> list[tuple[str, str]]:
    zh, en = (published_cases(lang) for lang in ("zh", "en"))
    return [(one.line("zh"), two.line("en")) for one, two in zip(zh, en, strict=True)]


def _sources(facts: ReportData, used: list[tuple[str, str]]) -> list[Block]:
    """Each document of law once, what is unverified once, and the words of every provision used."""
    checks = facts.toml.law_checked
    items = [row.provision for row in matrix(material_of(facts), "zh")]
    names = [*used, *items]
    zh, en = (sources_of_law(names, lang, checks) for lang in ("zh", "en"))
    lines = [
        Claim("rows.source", {"text": Told(" ".join((a.line, *a.checks)), " ".join((b.line, *b.checks)))})
        for a, b in zip(zh, en, strict=True)
    ]
    open_ = zip(unverified(names, "zh", checks), unverified(names, "en", checks), strict=True)
    return [
        Items(tuple(lines)),
        *(Prose("rows.unverified", {"text": Told(*pair)}, "small") for pair in open_),
        _texts(facts, names),
    ]


def _texts(facts: ReportData, names: list[tuple[str, str]]) -> Grid:
    """The words of the provisions used, each text once."""
    known, checks, told = rule_sets(), facts.toml.law_checked, set[str]()
    rows = []
    for of, name in used_provisions(names):
        provision = known[of].provisions[name]
        is_printed = provision.text_mark in PRINTABLE or check_of(of, name, checks) is not None
        if not provision.text or not is_printed or provision.sha256 in told:
            continue
        told.add(provision.sha256)
        zh, en = (citation(known[of], name, lang, checks) for lang in ("zh", "en"))
        quote = " ".join((zh.quote or "").split("\n"))
        text = Told(f"“{quote}”", f"“{quote}” {en.gloss or ''}".strip())
        rows.append(Row((Told(zh.heading, en.heading), text)))
    columns = (Column("rows.col_provision", width=26), Column("rows.col_text"))
    return Grid("rows.texts", columns, tuple(rows), style="small")


SECTION = Section("factors", 6, build, annex)
