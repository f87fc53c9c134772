"""findings.json for programs: every sentence with key, text and marks, and what each mark opens.

Its form is stated in findings.schema.json.
"""

from datetime import UTC, datetime
from typing import Any

import polars as pl

from analytics.model.messages import LANGS
from analytics.report.blocks import Claim, Numbered, entry
from analytics.report.group_data import NAMED
from analytics.report.mark_files import mark_places
from analytics.report.placeholders import Locale, Word
from analytics.report.report_data import ACCOUNTED, ReportData
from analytics.report.tool import this_tool

FORMAT_VERSION = 2  # 2: statuses measured, none_in_data, ...; one file for all languages.


def findings_json(facts: ReportData, done: Numbered, files: dict[str, str], purpose: str) -> dict[str, Any]:
    """Build the content of findings.json, which is the same for every language.

    files: SHA-256 of the tables, by name; the documents print the hash of findings.json, not it theirs.
    purpose: one of section.PURPOSES.
    """
    voices = {lang: facts.voice(lang) for lang in LANGS}
    is_named = facts.names.only().is_not_null()
    unnamed = {*facts.groups.roles["account_id"], *facts.groups.clusters["account_id"]} - facts.names.named
    case, tool = facts.toml.case, this_tool()
    return {
        "format_version": FORMAT_VERSION,
        "generation": facts.manifest.get("generation"),
        "date": facts.date.astimezone(UTC).isoformat() if facts.date else None,
        "purpose": purpose,
        "files": files,
        "case": {
            "reference": case.reference,
            "title": case.title,
            "allegation": case.allegation,
            "timezone": case.timezone,
        },
        "records": {name: int(facts.sources[name].sum()) for name in ACCOUNTED},
        "claims": [
            _sentence(claim, number, part.name, done, voices) for part, number, claim in done.sentences()
        ],
        "marks": _marks(done, voices),
        "trees": _rows(facts.trees),
        "scope": _rows(_without(facts.scope, unnamed)),
        "roles": _rows(facts.groups.roles.filter(pl.col("grade").is_in(NAMED) & is_named)),
        "groups": _rows(
            facts.groups.clusters.filter(pl.col("grade").is_in(NAMED) & is_named).with_columns(
                facts.names.only("leader_id")
            )
        ),
        "findings": _rows(
            _without(facts.findings, unnamed).with_columns(facts.names.mask.column(pl.col("note_params")))
        ),
        "settings": facts.settings,
        "versions": facts.manifest.get("versions", {}),
        "tool": {"version": tool.version, "source_sha256": tool.source_sha256, "libraries": tool.libraries},
        "certificates": _rows(facts.certificates),
    }


def _sentence(
    claim: Claim, number: str, section: str, done: Numbered, voices: dict[str, Locale]
) -> dict[str, Any]:
    """A sentence with its key, text, values and marks, in each language."""
    whole = Word(entry(claim.key), tuple(claim.params.items()))
    return {
        "number": number,
        "section": section,
        "key": claim.key,
        "text": {lang: voice.text(whole) for lang, voice in voices.items()},
        "params": {key: voices["en"].text(value) for key, value in claim.params.items()},
        "marks": [f"E{done.marks[mark]}" for mark in claim.refs],
    }


def _marks(done: Numbered, voices: dict[str, Locale]) -> dict[str, Any]:
    """Every mark with what it counts and what is printed beside it, in each language."""
    found: dict[str, Any] = {
        f"E{n}": {"kind": mark.kind, "n": mark.n, "n_upper": mark.n_upper, "printed": []}
        for mark, n in done.marks.items()
    }
    for place in mark_places(done):
        text = {lang: " | ".join(voice.text(one) for one in place.values) for lang, voice in voices.items()}
        told = {"place": place.place, "key": place.key, "text": text}
        found[f"E{done.marks[place.mark]}"]["printed"].append(told)
    return found


def _without(frame: pl.DataFrame, unnamed: set[str]) -> pl.DataFrame:
    """Leave out rows about accounts that are not named; a dash stands where one would fill a sentence."""
    kept = frame.filter(~pl.col("subject_id").is_in(pl.Series(sorted(unnamed), dtype=pl.String).implode()))
    if "note_params" not in kept.columns or not unnamed:
        return kept
    ids = sorted(unnamed, key=len, reverse=True)  # An id that begins as another does is looked for first.
    dashes = ["-"] * len(ids)
    return kept.with_columns(pl.col("note_params").str.replace_many(ids, dashes))


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
        for row in frame.to_dicts()
    ]
