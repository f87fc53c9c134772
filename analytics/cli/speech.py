"""What all commands share: the language of messages, common options, and output as text or JSON."""

import locale
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from analytics.model.errors import SettingsError
from analytics.model.messages import LANGS, say
from analytics.model.time import BEIJING


def _language() -> str:
    """zh or en: from --lang, else WAKELINE_LANG, else the locale."""
    asked = (
        sys.argv[2] if len(sys.argv) > 2 and sys.argv[1] == "--lang" else None
    )  # before the command: that of messages
    for found in (
        asked,
        os.environ.get("WAKELINE_LANG"),
        os.environ.get("LC_ALL"),
        os.environ.get("LANG"),
        locale.getlocale()[0],
    ):
        if found and found[:2].lower() in LANGS:
            return found[:2].lower()
    return "en"


LANG = _language()


def help_text(key: str) -> str:
    """The help under `help_<key>` of locale/cli.toml."""
    return say(f"cli.help_{key}", LANG)


CaseOption = Annotated[Path, typer.Option("--case", help=help_text("case"))]
SetOption = Annotated[list[str], typer.Option("--set", help=help_text("set"))]
JsonOption = Annotated[bool, typer.Option("--json", help=help_text("json"))]


def out(key: str, **params: object) -> None:
    """One line of the result, from the catalogue, to stdout."""
    print(say(f"cli.{key}", LANG, **params))


def note(key: str, **params: object) -> None:
    """One line of progress or warning, to stderr."""
    print(say(f"cli.{key}", LANG, **params), file=sys.stderr)


def moment(text: str | None, timezone: str | None = None) -> datetime | None:
    """A moment that the user wrote, in UTC; without a zone it is read in `timezone`, else in Asia/Shanghai.
    None stays None.

    Raises SettingsError for what is no moment.
    """
    import polars as pl

    from analytics.importing.values import moments

    if text is None:
        return None
    found: datetime | None = moments(pl.Series([text]), timezone or BEIJING)["at"][0]
    if found is None:
        raise SettingsError("moment_unreadable", found=text)
    return found
