"""The reason of a role in words."""

import json
from typing import Any

from analytics.model.messages import say


def reason_words(row: dict[str, Any], lang: str) -> str:
    """The reason of a row of ROLES, its numbers and names filled in."""
    params = json.loads(row["reason_params"] or "{}")
    if "traits" in params:
        params["traits"] = attribute_words(params["traits"], lang)
    return say(f"roles.{row['reason_code']}", lang, **params)


def attribute_words(names: str | None, lang: str) -> str:
    """What an account shares with its group, in words; "" for nothing.

    >>> attribute_words("client, region", "en"), attribute_words("", "zh")
    ('client, region shown', '')
    """
    return (
        say("roles.traits_mark", lang).join(say(f"report.trait_{name}", lang) for name in names.split(", "))
        if names
        else ""
    )
