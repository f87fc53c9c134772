"""Part 2: when things happened, and every text of the alleged information in full, with what was changed."""

from itertools import pairwise

from analytics.model.time import DAY_S
from analytics.report.blocks import Block, Claim, Figure, Items, Prose, Quote, Reference
from analytics.report.figures.time_line import TimeLine
from analytics.report.marks import marked, version_id
from analytics.report.placeholders import Foreign, Moment, Share, Stressed, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, stated_reason, word
from analytics.report.timeline_data import Correction, Fact, Piece, fact_kind, post_of, told
from analytics.text.versions import Run, Version, compared

WHOLE = 20_000  # Characters: no post is longer, so what is alleged is printed whole.
PIECES_MAX, TEXTS_MAX = (3, 3)  # Pieces of information, and versions of each, in print; the annex has all.
FACTS_MAX = 8
CORRECTIONS_MAX = 2


def build(facts: ReportData) -> list[Block]:
    """Build the time line, the dated facts, the texts with their changes, and copies by layer."""
    if not facts.alleged.is_stated:
        return [Prose("timeline.not_stated")]
    course = facts.course
    texts = [block for one in course.pieces[:PIECES_MAX] for block in _piece(facts, one, TEXTS_MAX)]
    head = [Prose("timeline.heading_texts", style="heading"), Prose("names.masked_note", style="small")]
    corrections = [block for one in course.corrections[:CORRECTIONS_MAX] for block in _correction(facts, one)]
    copies = [*_more(facts), *_layers(facts)]
    return [*_figure(facts), *_facts(facts, FACTS_MAX), *head, *texts, *corrections, *copies]


def build_annex(facts: ReportData) -> list[Block]:
    """Build what the main part has no room for: further pieces of information, versions and dated facts."""
    course = facts.course
    blocks: list[Block] = []
    if len(course.facts) > FACTS_MAX:
        blocks += _facts(facts, len(course.facts))
    for k, one in enumerate(course.pieces):
        if k >= PIECES_MAX or len(one.texts) > TEXTS_MAX:
            blocks += _piece(facts, one, len(one.texts))
    return blocks + [
        block for one in course.corrections[CORRECTIONS_MAX:] for block in _correction(facts, one)
    ]


def _figure(facts: ReportData) -> list[Block]:
    """The time line, with a title that says what is seen."""
    line = facts.course.line
    if line is None:
        return [Prose("timeline.no_times")]
    at, most = line.busiest
    params: dict[str, Value] = {
        "n": line.drawn_n,
        "most": most,
        "at": Moment(at, "day" if line.step_s >= DAY_S else "h"),
        "step": Word(f"figures.step_{line.step_s}"),
    }
    timed = facts.alleged.events["event_id"].to_list()
    notes = (
        word("timeline.figure_counts", drawn=line.drawn_n, outside=line.outside_n, untimed=line.untimed_n),
    )
    alt = word("timeline.figure_alt", **params, pins=len(line.pins), days=_days(line))
    return [Figure("timeline.figure", line, params, (marked("records", timed),), notes, alt)]


def _days(line: TimeLine) -> int:
    return max(1, round(line.step_s * len(line.counts) / DAY_S))


def _facts(facts: ReportData, most: int) -> list[Block]:
    """What the case file dates: warnings, notices, takedowns, penalties, corrections, consequences."""
    found = facts.course.facts
    if not found:
        return [Claim("timeline.facts_none")]
    claims = tuple(_fact(facts, one) for one in found[:most])
    if len(found) > most:
        refs = (marked("facts", [one.place for one in found]),)
        claims += (Claim("timeline.facts_more", {"n": len(found) - most, "all": len(found)}, refs),)
    return [Prose("timeline.heading_facts", style="heading"), Items(claims)]


def _fact(facts: ReportData, fact: Fact) -> Claim:
    params: dict[str, Value] = {
        "at": told(fact.at, facts.zone),
        "sign": word(f"timeline.kind_{fact.sign}"),
        "kind": fact_kind(fact),
        "post": post_of(fact),
        "who": facts.names.shown(fact.account_id) if fact.account_id else word("timeline.nobody_named"),
        "reason": stated_reason(fact.reason),
        "document": Foreign(fact.document, 120) if fact.document else word("timeline.no_document"),
    }
    is_told = fact.sign == "consequence" and fact.kind == "other" and fact.document
    name = "consequence_stated" if is_told else fact.sign
    return Claim(f"timeline.fact_{name}", params, (marked("facts", [fact.place]),))


def _piece(facts: ReportData, one: Piece, most: int) -> list[Block]:
    """A piece of information: who posted it when, then every version whole, changed stretches in bold."""
    fact = marked("facts", [f"alleged/{one.number}"])
    what: Value = Foreign(one.what, 200) if one.what else word("timeline.no_what")
    if one.event is None:
        return [
            Claim("timeline.piece_absent", {"k": one.number, "id": Foreign(one.id), "what": what}, (fact,))
        ]
    params: dict[str, Value] = {
        "k": one.number,
        "who": facts.names.shown(one.event["account_id"]),
        "id": Foreign(one.event["event_id"].partition(":")[2]),
        "at": Moment(one.event["at"], one.event["at_precision"]),
        "what": what,
        "v": len(one.texts),
    }
    ids = [version_id(one.event["event_id"], text.text_sha256) for text in one.texts]
    blocks: list[Block] = [
        Claim(
            "timeline.piece",
            params,
            (fact, marked("records", [one.event["event_id"]]), marked("versions", ids)),
        )
    ]
    blocks += [_quote(text, value) for text, value in zip(one.texts[:most], _shown(one.texts), strict=False)]
    if len(one.texts) > most:
        blocks.append(Prose("timeline.texts_more", {"n": len(one.texts) - most}))
    if len(one.versions) > len(one.texts):
        cut = [version_id(text.event_id, text.text_sha256) for text in one.versions if text.is_cut]
        blocks.append(Claim("timeline.texts_cut", {"n": len(cut)}, (marked("versions", cut),)))
    return blocks


def _correction(facts: ReportData, one: Correction) -> list[Block]:
    """What set the record straight, word for word; or that no export holds it."""
    params: dict[str, Value] = {
        "at": told(one.at, facts.zone),
        "by": one.by_words,
        "id": Foreign(one.event_id.partition(":")[2]),
    }
    fact = marked("facts", [one.place])
    if not one.is_held:
        return [Claim("timeline.correction_absent", params, (fact,))]
    refs = (fact, marked("records", [one.event_id]))
    quotes = [_quote(text, value) for text, value in zip(one.versions, _shown(one.versions), strict=True)]
    return [Claim("timeline.correction", params, refs), *quotes[-TEXTS_MAX:]]


def _shown(texts: tuple[Version, ...]) -> list[Value]:
    """Each text whole: the first with what the second took out in bold, each later one with what came in."""
    if len(texts) < 2:
        return [Foreign(text.text, WHOLE) for text in texts]
    first: list[Value] = [_stressed(compared(texts[0].text, texts[1].text)[0])]
    return first + [_stressed(compared(old.text, new.text)[1]) for old, new in pairwise(texts)]


def _stressed(runs: tuple[Run, ...]) -> Stressed:
    return Stressed(tuple((run.text, run.is_changed) for run in runs))


def _quote(text: Version, shown: Value) -> Quote:
    """A version, and which captures show it."""
    kind = "cite" if text.first_at is not None else "cite_untimed"
    cite = word(
        f"timeline.{kind}_changed" if isinstance(shown, Stressed) else f"timeline.{kind}",
        v=text.number,
        first=Moment(text.first_at, "min"),
        last=Moment(text.last_at, "min"),
        n=text.records_n,
        files=len(text.sources),
    )
    refs = (marked("versions", [version_id(text.event_id, text.text_sha256)]), marked("files", text.sources))
    return Quote(shown, cite, refs)


def _more(facts: ReportData) -> list[Block]:
    n = len(facts.course.pieces) - PIECES_MAX
    return [Prose("timeline.pieces_more", {"n": n})] if n > 0 else []


def _layers(facts: ReportData) -> list[Block]:
    """Copies by layer, each with its threshold; they are never added up."""
    layers = facts.course.layers
    if not facts.alleged.is_measured:
        return []
    near, edited = facts.setting("near_share"), facts.setting("edited_share")
    if not any(layers[name]["states"] for name in layers):
        return [Claim("timeline.layers_none", {"near": Share(near, 1), "edited": Share(edited, 1)})]
    params: dict[str, Value] = {"near_share": Share(near, 1), "edited_share": Share(edited, 1)}
    refs: list[Reference] = []
    for name, found in layers.items():
        params |= {name: len(found["states"]), f"{name}_below": len(found["below"])}
        refs += [marked("records", ids) for ids in (found["states"], found["below"]) if ids]
    return [Claim("timeline.layers", params, tuple(refs))]


SECTION = Section("timeline", 2, build, build_annex)
