"""Words of the report and what they mean, in the reader's language with the other language's term beside
it."""

from analytics.report.claims import Block, Claim, Prose, Terms
from analytics.report.facts import Facts
from analytics.report.section import Section, word
from analytics.report.values import Foreign, Joined

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


def build(facts: Facts) -> list[Block]:
    """The same terms in every report; words of users; the names under which the target of this case
    appears."""
    blocks: list[Block] = [
        Terms(tuple((word(f"term_{t}"), word(f"term_{t}_other"), word(f"term_{t}_means")) for t in TERMS)),
        Prose("heading_slang", style="heading"),
        Prose("slang_note"),
        Terms(tuple((word(f"slang_{t}"), word(f"slang_{t}_other"), word(f"slang_{t}_means")) for t in SLANG)),
    ]
    for target in facts.toml.targets:
        names = Joined(tuple(Foreign(name) for name in dict.fromkeys([*target.names, *target.terms])))
        blocks.append(Claim("slang_target", {"name": Foreign(target.name), "names": names}))
    return blocks


SECTION = Section("glossary", 120, build, is_annex=True)
