"""What a part of the report is, what each purpose prints, and the references that several parts share.

Each module in sections/ is one part.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from analytics.model.errors import SettingsError
from analytics.model.messages import catalogue
from analytics.model.registry import load
from analytics.report.blocks import Block, Chapter, Reference, entry
from analytics.report.glossary_data import words_in
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Value, Word
from analytics.report.report_data import ReportData


@dataclass(frozen=True)
class Section:
    """A part of the report.

    name: its title is parts.<name>; order: its number, the same in every purpose.
    build: what it says about a case in the main part; annex: what is too long for it, under the same number.
    is_last: whether it is built after all others and reads their words in Chinese (ReportData.printed).
    """

    name: str
    order: int
    build: Callable[[ReportData], list[Block]]
    annex: Callable[[ReportData], list[Block]] | None = None
    is_last: bool = False


# What a report is for, and which parts it has. A part keeps its own number, so that "part 5" is the same in
# every purpose. Court: Articles 8, 10, 12. Police: Article 11. Injunction: Article 15. Public
# interest: Article 16.
ALL = tuple(range(1, 12))
STORIES = 12  # The number of the story that people tell with kept views: an annex of every purpose, no part.
COURT = "court"  # The purpose that has every part; all others are short.
PURPOSES: dict[str, tuple[int, ...]] = {
    COURT: ALL,
    "police-assist": (1, 2, 3, 5, 7, 9),
    "injunction": (1, 2, 5, 7, 9),
    "public-interest": (1, 2, 5, 6, 7),
}


def sections() -> dict[str, Section]:
    """Load every part of the folder, by name."""
    return load("analytics.report.sections", "SECTION", Section)


def chapters(facts: ReportData, purpose: str = "court") -> tuple[tuple[Chapter, ...], tuple[Chapter, ...]]:
    """Build the parts that a purpose has: (those of the main part, those of the annex).

    A part with nothing to say is left out. Raises SettingsError for an unknown purpose.
    """
    if purpose not in PURPOSES:
        raise SettingsError("purpose_unknown", found=purpose, known=", ".join(PURPOSES))
    facts = facts.told_for(purpose)
    orders = (*PURPOSES[purpose], STORIES)
    found = sorted((s for s in sections().values() if s.order in orders), key=lambda s: s.order)
    built = {one.name: tuple(one.build(facts)) for one in found if not one.is_last}
    if len(built) < len(found):
        voice = facts.voice("zh")  # The language of the texts.
        told = replace(facts, printed="\n".join(words_in(blocks, voice) for blocks in built.values()))
        built |= {one.name: tuple(one.build(told)) for one in found if one.is_last}
    main = [Chapter(one.order, one.name, built[one.name]) for one in found]
    annex = [Chapter(one.order, one.name, tuple(one.annex(facts))) for one in found if one.annex]
    return tuple(c for c in main if c.blocks), tuple(c for c in annex if c.blocks)


def word(key: str, **params: Value) -> Word:
    """Make a text of the catalogue: "namespace.name", or a name of report.toml."""
    return Word(entry(key), tuple(params.items()))


def stage(name: str) -> Value:
    """Name a stage of the study; by its own name where the catalogue has none."""
    return Word(f"dashboard.stage_{name}") if f"stage_{name}" in catalogue("dashboard") else Foreign(name)


def named(subject_id: str) -> Value:
    """Name what a row is about: the whole case, or an id."""
    return word("whole_case") if subject_id == "case" else Foreign(subject_id)


def platform(name: str) -> Value:
    """Name a platform; for one that the catalogue does not know, the word of the column map."""
    return Word(f"scope.platform_{name}") if f"platform_{name}" in catalogue("scope") else Foreign(name)


def subset(facts: ReportData, name: str) -> tuple[Reference, ...]:
    """Refer to a named set of events; an empty one has nothing to open and gives no reference."""
    found = facts.subsets[name]
    return (marked("records", found.event_ids),) if found.n else ()


def stated_reason(reason: str, longest: int = 200) -> Word:
    """Quote the reason that the case file gives for a dealing: its words, none of ours.

    >>> stated_reason("").key
    'timeline.no_reason'
    """
    if not reason:
        return Word("timeline.no_reason")
    return Word("timeline.reason", (("text", Foreign(reason, longest)),))
