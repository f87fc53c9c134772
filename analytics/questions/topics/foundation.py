"""Whether the integrity is intact, and which provision looks at what."""

from analytics.evidence.check import Check
from analytics.evidence.verification import verify
from analytics.law.rule_set import rule_sets
from analytics.questions.question import Asked, Question, line
from analytics.report.blocks import Claim, Reference
from analytics.report.factor_rows import FactorRows, Pair, factor_rows, human_words, refs_of
from analytics.report.marks import marked
from analytics.report.placeholders import Code, Joined, Told, Value, Word
from analytics.report.report_data import ReportData
from analytics.store.custody_log import entries

ARTICLE_12 = "A12-"  # How factors of Article 12 begin.
RECORDED_SHOWN = 3  # Findings of people told one by one; part 6 of the report has all.
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
    """Tell, a line a document of law, how much was seen beside which provision, and what people recorded.

    The marks open the records behind each; every observation in words stands in part 6 of the report.
    """
    facts = asked.facts
    if facts.findings.is_empty():
        return [Claim("findings_not_run")]
    rows = factor_rows(facts)
    groups: dict[str, list[FactorRows]] = {}
    for row in rows:
        if row.seen:
            groups.setdefault(_document(row), []).append(row)
    claims = [_of_document(facts, *group) for group in groups.items()]
    recorded = [(row, pair) for row in rows for pair in row.seen if pair[0].by and pair[0].words]
    claims += [_recorded(facts, *one) for one in recorded[:RECORDED_SHOWN]]
    if len(recorded) > RECORDED_SHOWN:
        claims.append(line("law_found_more", n=str(len(recorded) - RECORDED_SHOWN)))
    rest = tuple(Told(row.pairs[0][0].title, row.pairs[0][1].title) for row in rows if not row.seen)
    if rest:
        claims.append(line("law_rest", list=Joined(rest)))
    return [*claims, line("law_limit")]


def _document(row: FactorRows) -> str:
    """The document of law of a row; Article 12 of the Opinions, which has most rows, stands apart."""
    return f"{row.pairs[0][0].rule_set}{ARTICLE_12 if row.factor_id.startswith(ARTICLE_12) else ''}"


def _of_document(facts: ReportData, document: str, rows: list[FactorRows]) -> Claim:
    """The provisions of one document, each with how many observations stand beside it and their records."""
    short = rule_sets()[document.removesuffix(ARTICLE_12)].short
    key = "law_article_12" if document.endswith(ARTICLE_12) else "law_document"
    told: list[Value] = []
    refs: list[Reference] = []
    for row in rows:
        title = Told(row.pairs[0][0].title, row.pairs[0][1].title)
        told.append(Word("questions.law_item", (("title", title), ("n", str(len(row.seen))))))
        refs += _behind(facts, row)
    return line(key, *refs, short=Told(short.zh, short.en), items=Joined(tuple(told)))


def _behind(facts: ReportData, row: FactorRows) -> list[Reference]:
    """What all observations of a provision count, as one set a kind."""
    found: dict[str, set[str]] = {}
    for pair in row.seen:
        for ref in refs_of(facts, pair[0]):
            found.setdefault(ref.kind, set()).update(ref.ids)
    return [marked(kind, ids) for kind, ids in found.items()]


def _recorded(facts: ReportData, row: FactorRows, pair: Pair) -> Claim:
    found = Word("rows.recorded_by", tuple(human_words(pair).items()))
    return line("law_found", *refs_of(facts, pair[0]), heading=row.heading, said=found)


QUESTIONS = (Question("integrity", 19, integrity, needs_alleged=False), Question("law", 20, law))
