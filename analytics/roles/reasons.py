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


def challenge_words(code: str, lang: str) -> str:
    """Put what would overturn a role (a code of the column challenges) into words, with the lines it names.

    >>> challenge_words("without_line_B:own_words", "en")
    'without this one line it is graded B: own words'
    >>> challenge_words("without_post_B", "en")
    'without its strongest post it is graded B'
    """
    key, lines = challenge_parts(code)
    named = (line_name(line, lang) for line in lines)
    return say(
        f"roles.{key}", lang, **({"lines": say("roles.lines_mark", lang).join(named)} if lines else {})
    )


def challenge_parts(code: str) -> tuple[str, tuple[str, ...]]:
    """Split a code of the column challenges into its key of locale/roles.toml and the lines that it names.

    >>> challenge_parts("without_line_B:first+own_post"), challenge_parts("ask_user")
    (('without_named_B', ('line_first', 'line_own_post')), ('ask_user', ()))
    """
    key, _, names = code.partition(":")
    if not names:
        return key, ()
    lines = tuple(f"line_{name}" for name in names.split("+"))
    return key.replace("without_line_", "without_named_" if len(lines) > 1 else "without_one_"), lines


def line_name(line: str, lang: str) -> str:
    """The name of a line of evidence: what stands before the colon of its sentence.

    >>> line_name("line_own_words", "zh"), line_name("line_own_words", "en")
    ('自己的话', 'own words')
    """
    return say(f"roles.{line}", lang).partition({"zh": "：", "en": ":"}[lang])[0]


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
