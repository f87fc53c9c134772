"""Whether the integrity is intact, and which provision looks at what."""

from analytics.evidence.verification import Check, verify
from analytics.questions.question import Asked, Question, line
from analytics.report.blocks import Claim
from analytics.report.factor_rows import (
    FactorRows,
    Pair,
    beside_number,
    factor_rows,
    human_words,
    observed,
    refs_of,
)
from analytics.report.marks import marked
from analytics.report.placeholders import Code, Joined, Told, Value, Word
from analytics.report.report_data import ReportData
from analytics.store.custody_log import entries

BROKEN_SHOWN = 10  # Checks that do not hold, told one by one; `wakeline verify` prints all.


def integrity(asked: Asked) -> list[Claim]:
    """Compute every hash, sum and link of custody again, and tell what holds and what does not."""
    case = asked.case
    checks = verify(case)
    broken = [one for one in checks if not one.ok]
    read = asked.facts.sources
    files = marked("files", read["sha256"])
    lines = entries(case.folder)
    custody = marked("facts", (f"custody/{k}" for k in range(1, len(lines) + 1)))
    claims = [
        line("integrity_broken" if broken else "integrity_whole"),
        line("integrity_files", files, n=files.n),
        line("integrity_custody", custody, n=custody.n),
        *_records(asked),
        *(line("integrity_fault", said=_said(one)) for one in broken[:BROKEN_SHOWN]),
    ]
    if asked.facts.analysis_hash:
        claims.append(line("integrity_hash", hash=Code(asked.facts.analysis_hash)))
    return [*claims, line("integrity_limit")]


def _said(one: Check) -> Value:
    return Told(one.text("zh"), one.text("en"))


def _records(asked: Asked) -> list[Claim]:
    """Whether every record is accounted for: events, duplicates, rejected, other."""
    names = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
    total = {name: int(asked.facts.sources[name].sum()) for name in names}
    is_whole = total["records_n"] == sum(total[name] for name in names[1:])
    return [line("integrity_sum" if is_whole else "integrity_no_sum")]


def law(asked: Asked) -> list[Claim]:
    """Tell of each provision what was seen beside it, then those of which the data show nothing."""
    if asked.facts.findings.is_empty():
        return [Claim("findings_not_run")]
    rows = factor_rows(asked.facts)
    claims = [claim for row in rows if row.seen for claim in _seen(asked.facts, row)]
    rest = tuple(row.heading for row in rows if not row.seen)
    if rest:
        claims.append(line("law_rest", list=Joined(rest)))
    return [*claims, line("law_limit")]


def _seen(facts: ReportData, row: FactorRows) -> list[Claim]:
    return [_one(facts, row, pair) for pair in row.seen]


def _one(facts: ReportData, row: FactorRows, pair: Pair) -> Claim:
    refs = refs_of(facts, pair[0])
    beside = beside_number(pair)
    if pair[0].by and pair[0].words:
        found = Word("rows.recorded_by", tuple(human_words(pair).items()))
        return line("law_found", *refs, heading=row.heading, said=found)
    if beside:
        return line("law_number", *refs, heading=row.heading, said=observed(pair), beside=beside)
    return line("law_row", *refs, heading=row.heading, said=observed(pair))


QUESTIONS = (Question("integrity", 19, integrity, needs_alleged=False), Question("law", 20, law))
