"""`wakeline review`: record what a person found, labelled or noted, and list everything ever recorded."""

from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.speech import LANG, CaseOption, JsonOption, help_text, note, out
from analytics.model.errors import CaseError


def review(
    case: CaseOption,
    words: Annotated[
        list[str] | None, typer.Argument(help=help_text("review_words"), metavar="[KIND SUBJECT VALUE]")
    ] = None,
    note_: Annotated[str | None, typer.Option("--note", help=help_text("review_note"))] = None,
    author: Annotated[str | None, typer.Option("--author", help=help_text("review_author"))] = None,
    supersedes: Annotated[
        str | None, typer.Option("--supersedes", help=help_text("review_supersedes"))
    ] = None,
    export: Annotated[Path | None, typer.Option("--export", help=help_text("review_export"))] = None,
    load: Annotated[Path | None, typer.Option("--load", help=help_text("review_load"))] = None,
    json_: JsonOption = False,
) -> None:
    """Record a human finding, a label or a note; without words, list the history."""
    from analytics.store.case_folder import open_case
    from analytics.store.review_log import exported_log, load_log

    opened = open_case(case)
    if export is not None:
        log = exported_log(opened.folder)
        export.write_text(log, encoding="utf-8", newline="\n")
        out("review_exported", n=log.count("\n"), out=export)
        return
    if load is not None:
        out("review_loaded", n=load_log(opened.folder, load))
        note("review_next", case=opened.folder)
        return
    if not words:
        _list(opened, json_)
        return
    if len(words) != 3:
        raise CaseError("review_words", found=len(words))
    _record(opened, words, note_, author, supersedes, json_)


def _record(
    case: Any, words: list[str], note_: str | None, author: str | None, supersedes: str | None, json_: bool
) -> None:
    from dataclasses import asdict

    from analytics.law.findings import known_finding
    from analytics.store.case_folder import canonical_json
    from analytics.store.reviews import Entry, record
    from analytics.store.subjects import is_subject

    kind, subject, value = words
    if kind == "finding" and not known_finding(value):
        raise CaseError("review_finding_form", found=value)
    if not is_subject(case, subject):
        raise CaseError("review_subject", case=case.folder, found=subject)
    if kind == "note":
        value, note_ = "note", value if note_ is None else f"{value}\n{note_}"
    named = author or case.toml().case.operator
    if not named:
        raise CaseError("review_author")
    done = record(case.folder, Entry(kind, subject, value, note_, named, supersedes=supersedes))
    if json_:
        print(canonical_json({**asdict(done), "at": done.at.isoformat() if done.at else None}), end="")
        return
    out("review_recorded", number=done.number, sha256=done.entry_sha256)
    note("review_next", case=case.folder)


def _list(case: Any, json_: bool) -> None:
    from analytics.model.messages import say
    from analytics.model.untrusted_text import one_line
    from analytics.store.case_folder import canonical_json
    from analytics.store.reviews import breaks, history

    entries = history(case.folder).to_dicts()
    broken = breaks(case.folder, case.manifest.get("review_head"))
    if json_:
        print(
            canonical_json(
                {
                    "entries": [{**e, "at": e["at"].isoformat() if e["at"] else None} for e in entries],
                    "breaks": [{"number": b.number, "reason": b.reason} for b in broken],
                }
            ),
            end="",
        )
    else:
        replaced = {e["supersedes"] for e in entries} - {None}
        for e in entries:
            state = say("cli.review_replaced", LANG) if e["entry_sha256"] in replaced else ""
            print(
                one_line(
                    say(
                        "cli.review_entry",
                        LANG,
                        number=e["number"],
                        at=f"{e['at']:%Y-%m-%d %H:%M:%S}" if e["at"] else "-",
                        kind=say(f"cli.review_{e['kind']}", LANG),
                        subject=e["subject_id"],
                        value=e["value"],
                        author=e["author"],
                        note=e["note"] or "-",
                        sha256=e["entry_sha256"][:16],
                        state=state,
                    )
                )
            )
        out("review_count", n=len(entries))
        for b in broken:
            out("review_break", number=b.number)
    if broken:
        raise typer.Exit(1)
