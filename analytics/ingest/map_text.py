"""A proposed column map as TOML for a person to check, with three first values beside each field."""

import json
from collections.abc import Sequence
from typing import Any

from analytics.ingest.column_map import OPEN, REQUIRED, ColumnMap, Rule, Source
from analytics.ingest.map_choice import Proposal
from analytics.model.messages import say

_SHOWN = 40  # Characters of a value beside its field.


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
    remark = "map_kind" if isinstance(found.kind, str) else "map_rules"
    return [f"kind = {kind_text(found.kind)}  # {say(f'cli.{remark}', lang)}"]


def kind_text(kind: str | list[Rule]) -> str:
    """A kind as TOML: a word, or a list of rules."""
    return f'"{kind}"' if isinstance(kind, str) else f"[{', '.join(_rule(rule) for rule in kind)}]"


def _rule(rule: Rule) -> str:
    return (
        f'{{ filled = {_quoted(rule.filled)}, kind = "{rule.kind}" }}'
        if rule.filled
        else f'{{ kind = "{rule.kind}" }}'
    )


def _columns(found: Proposal, title: str, lang: str) -> list[str]:
    lines = [title]
    for ours, source in found.columns.items():
        shown = " · ".join(_shown(value) for value in found.samples(ours))
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

    For what is open stand a platform called "unknown", kind "comment" and UTC: only ids, roots and counts
    are shown of it.
    """
    sections = [_trial(found) for found in proposals if found.columns]
    if not sections:
        return None
    return ColumnMap.model_validate({**sections[0], "input": sections[1:]})


def _trial(found: Proposal) -> dict[str, Any]:
    kind = found.kind if isinstance(found.kind, str) else [rule.model_dump() for rule in found.kind]
    return {
        "platform": "unknown" if found.platform == OPEN else found.platform,
        "timezone": "UTC" if found.timezone in (None, OPEN) else found.timezone,
        "kind": "comment" if kind == OPEN else kind,
        "columns": {ours: source.model_dump() for ours, source in found.columns.items()},
        "kinds": found.kinds,
        **({found.place[0]: found.place[1]} if found.place else {}),
    }
