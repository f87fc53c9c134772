"""The annex of the story: kept views in the order that people gave them, each with sentence and figure."""

from analytics.model.messages import catalogue
from analytics.model.time import DAY_S
from analytics.report.blocks import Block, Claim, Figure, Prose, Reference
from analytics.report.figures.time_line import TimeLine
from analytics.report.marks import marked
from analytics.report.placeholders import Code, Foreign, Joined, Moment, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import STORIES, Section, word
from analytics.report.story_data import StoryStep
from analytics.store.stories import SENTENCE_MAX

NAMED_MAX = 12  # Chosen accounts that are printed by name in a step; the others are counted.


def build(_facts: ReportData) -> list[Block]:
    """Build nothing for the main part: no answer of the report rests on a story."""
    return []


def build_annex(facts: ReportData) -> list[Block]:
    """Build every step of the story; nothing where there is none."""
    if not facts.stories:
        return []
    blocks: list[Block] = [Prose("stories.intro")]
    for k, one in enumerate(facts.stories, 1):
        blocks += _step(facts, one, k)
    return blocks


def _step(facts: ReportData, one: StoryStep, k: int) -> list[Block]:
    step = one.step
    entry = (marked("facts", [f"review/{step.number}"]),)
    said: dict[str, Value] = {
        "sentence": Foreign(facts.names.mask.without_names(step.sentence), 2 * SENTENCE_MAX),
        "author": Foreign(step.author, 60),
        "at": Moment(step.at, "min"),
        "n": step.number,
    }
    blocks: list[Block] = [Prose("stories.step", {"k": k}, "heading"), Claim("stories.said", said, entry)]
    if not one.page:
        return [*blocks, Claim("stories.absent", {"view": Code(step.view_id)}, entry)]
    blocks.append(_shown(facts, one))
    if one.selection.accounts:
        blocks.append(_who(facts, one))
    if any(one.lost):
        blocks.append(Claim("stories.gone", {"accounts": one.lost[0], "records": one.lost[1]}, entry))
    if one.is_older:
        blocks.append(Prose("stories.older", style="small"))
    return [*blocks, *_figure(one, k)]


def _shown(facts: ReportData, one: StoryStep) -> Claim:
    """Say what was searched and selected on which page, and how many records that is, with their sets."""
    refs: list[Reference] = []
    if one.chosen and not (one.is_all and len(one.chosen) == len(one.shown)):
        refs.append(marked("records", one.chosen))
        refs += [marked("accounts", one.accounts)] if one.accounts else []
    if one.shown and not one.is_all:
        refs.append(marked("records", one.shown))
    words = facts.names.mask.without_names(one.words)
    name = f"page_{one.page}" if f"page_{one.page}" in catalogue("stories") else "page_other"
    params: dict[str, Value] = {
        "page": Word(f"stories.{name}"),
        "words": word("stories.words", words=Foreign(words, 240)) if words else "",
        "window": _window(one),
        "n": len(one.chosen),
        "accounts": len(one.accounts),
        "all": len(one.shown),
    }
    return Claim("stories.shown", params, tuple(refs))


def _window(one: StoryStep) -> Value:
    begin, end = one.selection.ends()
    if begin is None and end is None:
        return word("stories.window_none")
    if begin is None or end is None:
        return word(f"stories.window_{'until' if begin is None else 'since'}", at=Moment(begin or end, "min"))
    return word("stories.window", begin=Moment(begin, "min"), end=Moment(end, "min"))


def _who(facts: ReportData, one: StoryStep) -> Claim:
    """The chosen accounts: by name those whom the report may name, all others by their number."""
    named = [account for account in one.selection.accounts if facts.names.may(account)]
    rest_n = len(one.selection.accounts) - len(named[:NAMED_MAX])
    shown = Joined(tuple(facts.names.shown(account) for account in named[:NAMED_MAX]))
    return Claim("stories.who", {"all": len(one.selection.accounts), "who": shown, "rest": rest_n})


def _figure(one: StoryStep, k: int) -> list[Block]:
    if one.line is None:
        return [Prose("stories.no_times", style="small")]
    params = figure_params(one.line) | {"k": k}
    counts = word(
        "stories.figure_counts",
        drawn=one.line.drawn_n,
        outside=one.line.outside_n,
        untimed=one.line.untimed_n,
    )
    return [Figure("stories.figure", one.line, params, (), (counts,), word("stories.figure_alt", **params))]


def figure_params(line: TimeLine) -> dict[str, Value]:
    """What the caption of a figure says: how many records, when most came, and how many then."""
    at, most = line.busiest
    return {
        "n": line.drawn_n,
        "at": Moment(at, "day" if line.step_s >= DAY_S else "h"),
        "most": most,
        "step": Word(f"figures.step_{line.step_s}"),
    }


SECTION = Section("stories", STORIES, build, build_annex)
