"""Words of the report and what they mean, in the reader's language with the other language's term beside it."""

from analytics.report.claims import Block, Terms
from analytics.report.facts import Facts
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


def build(_: Facts) -> list[Block]:
    """The same terms in every report."""
    return [Terms(tuple((word(f"term_{t}"), word(f"term_{t}_other"), word(f"term_{t}_means")) for t in TERMS))]


SECTION = Section("glossary", 80, build)
