"""The reason of a role in words."""

from typing import Any

from analytics.model.messages import say
from analytics.model.stored_params import StoredParams


def reason_words(row: dict[str, Any], lang: str) -> str:
    """Put the reason of a row of ROLES into words, with its numbers and names.

    Raises TableError where the analysis that wrote the row left out a figure that the sentence needs.
    """
    params = StoredParams("roles", row["reason_params"])
    if "traits" in params:
        params["traits"] = attribute_words(params["traits"], lang)
    return params.say(f"roles.{row['reason_code']}", lang)


def attribute_words(names: str | None, lang: str) -> str:
    """Put into words what an account shares with its group; "" for nothing.

    >>> attribute_words("client, region", "en"), attribute_words("", "zh")
    ('client, region shown', '')
    """
    return (
        say("roles.traits_mark", lang).join(say(f"report.trait_{name}", lang) for name in names.split(", "))
        if names
        else ""
    )
