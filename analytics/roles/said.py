"""What a role's reason says, in words."""

import json
from typing import Any

from analytics.words import say


def reason_said(row: dict[str, Any], lang: str) -> str:
    """The reason of a row of ROLES, its numbers and names filled in."""
    params = json.loads(row["reason_params"] or "{}")
    if "traits" in params:
        params["traits"] = traits_said(params["traits"], lang)
    return say(f"roles.{row['reason_code']}", lang, **params)


def traits_said(names: str | None, lang: str) -> str:
    """What an account shares with its group, in words; "" for nothing.

    >>> traits_said("client, region", "en"), traits_said("", "zh")
    ('client, region shown', '')
    """
    return (
        say("roles.traits_mark", lang).join(say(f"report.trait_{name}", lang) for name in names.split(", "))
        if names
        else ""
    )
