"""A proposed column map as TOML for a person to check, with three first values beside each field."""

import json
from collections.abc import Sequence
from typing import Any

from analytics.ingest.column_map import OPEN, REQUIRED, ColumnMap, Rule, Section, Source
from analytics.ingest.map_choice import Proposal
from analytics.words import say

_SHOWN = 40  # Characters of a value beside its field.
_STAND_IN = {"platform": "unknown", "timezone": "UTC"}


def map_text(proposals: Sequence[Proposal], lang: str) -> str:
    """The map for a file: one proposal, or one for each of its tables."""
    first, *others = proposals
    lines = [f"# {say('cli.map_head', lang)}", *_head(first, lang), "", *_columns(first, "[columns]", lang)]
    for other in others:
        lines += ["", "[[input]]", *_place(other)]
        lines += [] if other.kinds else _kind(other, lang)
        lines += _columns(other, "[input.columns]", lang)
    return "\n".join(lines) + "\n"


def _head(found: Proposal, lang: str) -> list[str]:
    lines = [*_place(found), f'platform = "{found.platform}"  # {say("cli.map_platform", lang)}']
    lines += [] if found.kinds else _kind(found, lang)
    if found.timezone is not None:
        lines.append(f'timezone = "{found.timezone}"  # {say("cli.map_timezone", lang)}')
    if found.date_order is not None:
        lines.append(f'date_order = "{found.date_order}"  # {say("cli.map_date_order", lang)}')
    return lines


def _place(found: Proposal) -> list[str]:
    return [f"{found.place[0]} = {_quoted(found.place[1])}"] if found.place else []


def _kind(found: Proposal, lang: str) -> list[str]:
    if isinstance(found.kind, str):
        return [f'kind = "{found.kind}"  # {say("cli.map_kind", lang)}']
    return [f"kind = [{', '.join(_rule(rule) for rule in found.kind)}]  # {say('cli.map_rules', lang)}"]


def _rule(rule: Rule) -> str:
    return (
        f'{{ filled = {_quoted(rule.filled)}, kind = "{rule.kind}" }}'
        if rule.filled
        else f'{{ kind = "{rule.kind}" }}'
    )


def _columns(found: Proposal, title: str, lang: str) -> list[str]:
    lines = [title]
    for ours, source in found.columns.items():
        shown = " · ".join(_shown(value) for value in found.samples.get(ours, []))
        lines.append(f"{ours} = {source_text(source)}" + (f"  # {shown}" if shown else ""))
    for ours, names in found.unsure.items():
        lines.append(f'{ours} = "{OPEN}"  # {say("cli.map_unsure", lang, names=_shown(names))}')
    for ours in REQUIRED:
        if ours not in found.columns and ours not in found.unsure:
            lines.append(f"# {ours} = {OPEN}  {say(f'cli.map_lacks_{ours}', lang)}")
    if found.twice:
        lines.append(f"# {say('cli.map_twice', lang, names=_shown(', '.join(found.twice)))}")
    if found.unused:
        lines.append(f"# {say('cli.map_unused', lang, names=_shown(', '.join(found.unused), 2_000))}")
    if found.kinds:
        lines += ["", title.replace("columns", "kinds") + f"  # {say('cli.map_kinds', lang)}"]
        lines += [f'{_quoted(value)} = "{kind}"' for value, kind in found.kinds.items()]
    return lines


def source_text(source: Source) -> str:
    """A source as TOML: a name alone, or an inline table."""
    given = source.model_dump(exclude_defaults=True)
    if list(given) == ["column"]:
        return _quoted(given["column"])
    return "{ " + ", ".join(f"{key} = {_quoted(value)}" for key, value in given.items()) + " }"


def _quoted(value: Any) -> str:
    """A TOML string, list or truth value; TOML takes the escapes of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _shown(value: str, most: int = _SHOWN) -> str:
    """A value in one line, without signs that a comment of TOML or a terminal cannot hold."""
    line = "".join(c if c.isprintable() else " " for c in value)
    return line if len(line) <= most else line[: most - 1] + "…"


def trial_of(proposals: Sequence[Proposal]) -> ColumnMap | None:
    """The map to look at records with before a person has filled it in; None if it maps nothing.

    What is open stands in for by a platform called "unknown", kind "comment" and UTC: only ids, roots and
    counts are shown of it.
    """
    sections = [_trial(found) for found in proposals if found.columns]
    if not sections:
        return None
    head = {name: getattr(sections[0], name) for name in Section.model_fields}
    return ColumnMap(**head, input=sections[1:])


def _trial(found: Proposal) -> Section:
    stated = {"platform": found.platform, "timezone": found.timezone}
    known = {key: value if value not in (None, OPEN) else _STAND_IN[key] for key, value in stated.items()}
    return Section(
        **known,
        kind="comment" if found.kind == OPEN else found.kind,  # type: ignore[arg-type]
        columns={ours: source.model_dump() for ours, source in found.columns.items()},  # type: ignore[arg-type]
        kinds=found.kinds,  # type: ignore[arg-type]
        **({found.place[0]: found.place[1]} if found.place else {}),  # type: ignore[arg-type]
    )
