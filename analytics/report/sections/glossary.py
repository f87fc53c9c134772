"""Part 10: the words of this report, and those of the platforms' users, that a court may not know.

刑诉法解释（法释〔2021〕1号）第一百一十五条 asks for an explanation of nicknames, cant and common sayings.
"""

from analytics.report.blocks import Block, Claim, Prose, Terms
from analytics.report.glossary_data import SLANG, TERMS, used
from analytics.report.placeholders import Foreign, Joined
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

SLANG_MAX, TERMS_MAX = 4, 4  # Entries in the main part; the annex explains every word.
# Of our own terms those that a reader is most likely to take for something else, in this order.
EASILY_MISTAKEN = ("traced", "displayed", "bounds", "parent", "own_text", "chain", "capture", "hash", "mid")


def build(facts: ReportData) -> list[Block]:
    """Build the names of the target, the words of users and our terms that stand in this report."""
    names: list[Block] = []
    for target in facts.toml.targets:
        forms = tuple(Foreign(name) for name in dict.fromkeys([*target.names, *target.terms]))
        if forms:
            names.append(Claim("glossary.target", {"name": Foreign(target.name), "names": Joined(forms)}))
    slang = used(SLANG, facts.printed)[:SLANG_MAX]
    ours = [key for key in EASILY_MISTAKEN if key in used(TERMS, facts.printed)][:TERMS_MAX]
    blocks: list[Block] = [_terms("slang", slang)] if slang else [Prose("glossary.no_slang")]
    return [*names, *blocks, _terms("term", tuple(ours)), Prose("parts.terms_elsewhere")]


def _terms(kind: str, keys: tuple[str, ...]) -> Terms:
    return Terms(
        tuple((word(f"{kind}_{t}"), word(f"{kind}_{t}_other"), word(f"{kind}_{t}_means")) for t in keys)
    )


def build_annex(facts: ReportData) -> list[Block]:
    """Build every term and every word of users, each with the other language's term beside it."""
    del facts
    return [
        _terms("term", tuple(TERMS)),
        Prose("heading_slang", style="heading"),
        Prose("slang_note"),
        _terms("slang", tuple(SLANG)),
    ]


SECTION = Section("glossary", 10, build, build_annex, is_last=True)
