"""What `wakeline show` prints: the row, the rows it rests on, and the exported lines, safe for a terminal."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics.evidence.trace import Traced
from analytics.model.formatting import offset_moment
from analytics.model.messages import say
from analytics.model.untrusted_text import one_line, shown
from analytics.roles.reasons import challenge_words, reason_words
from analytics.store.case_folder import canonical_json


def shown_json(traced: Traced) -> str:
    """Write the answer as JSON: kind, subject, total, rows, about, lines."""
    return canonical_json(
        {
            "kind": traced.kind,
            "subject": traced.subject,
            "total": traced.total,
            "rows": _plain(traced.rows),
            "about": _plain(traced.about),
            "lines": [{**_plain([place])[0], "exported": line} for place, line in traced.lines],
        }
    )


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()} for row in rows]


def shown_lines(traced: Traced, timezone: str, lang: str) -> list[str]:
    """Write the answer as lines of text, with times in the zone of the case."""
    zone = ZoneInfo(timezone)
    lines = [say(f"cli.show_{traced.kind}", lang, subject=shown(traced.subject), n=traced.total)]
    for row in traced.about:
        lines.append("  " + _fields(row, zone))
        if traced.kind == "role":
            lines.extend(_role_said(row, lang))
    for row in traced.rows:
        if traced.kind == "event":
            lines.extend(f"  {name:<14} {_value(value, zone)}" for name, value in _told(row))
        else:
            lines.append("  " + _fields(row, zone))
    if traced.kind != "event" and traced.total > len(traced.rows):
        lines.append(say("cli.show_more", lang, n=traced.total - len(traced.rows)))
    for place, line in traced.lines:
        mark = say("cli.show_kept" if place["is_kept"] else "cli.show_duplicate", lang)
        lines.append(
            say(
                "cli.show_line",
                lang,
                sha256=place["source_sha256"],
                row=place["row"],
                path=place["source_path"] or "/",
                mark=mark,
            )
        )
        if place["bytes"]:
            first, size = place["bytes"]
            lines.append(say("cli.show_bytes", lang, first=first, tail=first + 1, size=size))
        lines.extend("    " + shown(part) for part in line.split("\n"))
    return lines


def _role_said(row: dict[str, Any], lang: str) -> list[str]:
    """The reason of a role, what else explains it and what would overturn it, in words."""
    said = [say("cli.show_reason", lang, reason=shown(reason_words(row, lang)))]
    for part in ("explanations", "challenges", "article10"):
        said += [say(f"cli.show_{part}", lang, what=challenge_words(code, lang)) for code in row[part] or ()]
    return said


def _fields(row: dict[str, Any], zone: ZoneInfo) -> str:
    return "  ".join(f"{name}={_value(value, zone)}" for name, value in _told(row))


def _told(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """What is known of a row: of its place the row that a reader counts, in place of the one of the table."""
    counted = {**row, "source_row": row.get("row", row.get("source_row"))}
    named = {"source_row": "row"} if "row" in row else {}
    known = [(named.get(name, name), value) for name, value in counted.items() if name != "row"]
    return [(name, value) for name, value in known if value is not None]


def _value(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return offset_moment(value, zone)
    return one_line(str(value))
