"""findings.json for programs: every sentence with key, text and marks, and what each mark opens.

Its form is stated in findings.schema.json.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import polars as pl

from analytics.model.messages import LANGS
from analytics.report.blocks import Claim, Numbered, Reference
from analytics.report.group_data import NAMED
from analytics.report.placeholders import Locale, Word
from analytics.report.report_data import ACCOUNTED, ReportData
from analytics.report.tool import this_tool

FORMAT_VERSION = 2  # 2: the statuses of findings are measured, none_in_data, not_measurable, human_finding.
PLACE = ("source_sha256", "source_row", "source_path")


def identity(facts: ReportData) -> dict[str, Any]:
    """Tell of which state of the case and which date a report is."""
    date = facts.date.astimezone(UTC).isoformat() if facts.date else None
    return {
        "generation": facts.manifest.get("generation"),
        "date": date,
        "custody": facts.custody_hash or None,
    }


def findings_json(
    facts: ReportData, done: Numbered, files: dict[str, str], purpose: str, lang: str
) -> dict[str, Any]:
    """Build the content of findings.json.

    files: SHA-256 of every other file of the report, by name.
    purpose: one of section.PURPOSES; lang: the language or languages of the report.
    """
    voices = {lang: Locale(lang, facts.zone) for lang in LANGS}
    case = facts.toml.case
    return {
        "format_version": FORMAT_VERSION,
        **identity(facts),
        "purpose": purpose,
        "lang": lang,
        "files": files,
        "fonts": facts.fonts,
        "case": {
            "reference": case.reference,
            "title": case.title,
            "allegation": case.allegation,
            "timezone": case.timezone,
        },
        "records": {name: int(facts.sources[name].sum()) for name in ACCOUNTED},
        "claims": [
            _sentence(placed.block, placed.number, name, done, voices)
            for _, name, blocks in done.chapters
            for placed in blocks
            if isinstance(placed.block, Claim)
        ],
        "references": {f"E{n}": _opened(reference, facts, voices) for reference, n in done.marks.items()},
        "trees": _rows(facts.trees),
        "scope": _rows(facts.scope),
        "roles": _rows(facts.groups.roles.filter(pl.col("grade").is_in(NAMED))),
        "groups": _rows(facts.groups.clusters.filter(pl.col("grade").is_in(NAMED))),
        "findings": _rows(facts.findings),
        "settings": facts.settings,
        "versions": facts.manifest.get("versions", {}),
        "tool": asdict(this_tool()),
        "certificates": _rows(facts.certificates),
    }


def _sentence(
    claim: Claim, number: str, section: str, done: Numbered, voices: dict[str, Locale]
) -> dict[str, Any]:
    """A sentence with its key, text, values and marks, in each language."""
    whole = Word(f"report.{claim.key}", tuple(claim.params.items()))
    return {
        "number": number,
        "section": section,
        "key": claim.key,
        "text": {lang: voice.text(whole) for lang, voice in voices.items()},
        "params": {key: voices["en"].text(value) for key, value in claim.params.items()},
        "references": [f"E{done.marks[reference]}" for reference in claim.refs],
    }


def _opened(reference: Reference, facts: ReportData, voices: dict[str, Locale]) -> dict[str, Any]:
    """What a mark opens, with the places of its first events in the exports."""
    places = {
        event_id: facts.places[event_id] for event_id in reference.event_ids if event_id in facts.places
    }
    return {
        "about": {lang: voice.text(reference.about) for lang, voice in voices.items()},
        "show": reference.opens,
        "n": reference.n,
        "kind": reference.kind or None,
        "n_upper": reference.n_upper,
        "event_ids": list(reference.event_ids),
        "sources": list(reference.sources),
        "table": reference.table,
        "condition": reference.condition,
        "places": {event_id: dict(zip(PLACE, place, strict=True)) for event_id, place in places.items()},
    }


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
        for row in frame.to_dicts()
    ]
