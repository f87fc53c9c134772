"""The words of the report, and those of the platforms' users that a court may not know."""

from analytics.report.blocks import Block, Claim, Prose, Terms
from analytics.report.placeholders import Foreign, Joined
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

TERMS = (
    "account",
    "post",
    "repost",
    "comment",
    "event",
    "root",
    "parent",
    "tree",
    "size",
    "depth",
    "breadth",
    "virality",
    "half_life",
    "traced",
    "displayed",
    "bounds",
    "record",
    "duplicate",
    "rejected",
    "other",
    "own_text",
    "chain",
    "capture",
    "hash",
    "mid",
)


# Words of the platforms' users that a court may not know: 刑诉法解释（法释〔2021〕1号）第一百一十五条 asks
# for their
# explanation.
SLANG = (
    "bare",
    "chain_mark",
    "supertopic",
    "hot_list",
    "human_flesh",
    "open_box",
    "hang",
    "rhythm",
    "control",
    "heat",
    "fans",
    "melon",
)


def build_annex(facts: ReportData) -> list[Block]:
    """Build the words of the report, each with the other language's term beside it.

    They are the same terms in every report, words of users, and the names under which the target of this case
    appears.
    """
    blocks: list[Block] = [
        Terms(tuple((word(f"term_{t}"), word(f"term_{t}_other"), word(f"term_{t}_means")) for t in TERMS)),
        Prose("heading_slang", style="heading"),
        Prose("slang_note"),
        Terms(tuple((word(f"slang_{t}"), word(f"slang_{t}_other"), word(f"slang_{t}_means")) for t in SLANG)),
    ]
    return blocks


def build(facts: ReportData) -> list[Block]:
    """Build the names under which the target of this case appears, and where all other terms stand."""
    blocks: list[Block] = []
    for target in facts.toml.targets:
        names = Joined(tuple(Foreign(name) for name in dict.fromkeys([*target.names, *target.terms])))
        blocks.append(Claim("slang_target", {"name": Foreign(target.name), "names": names}))
    return [*blocks, Prose("parts.terms_elsewhere")]


SECTION = Section("glossary", 10, build, build_annex)
