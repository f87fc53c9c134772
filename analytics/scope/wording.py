"""The classes of a measure in words: flags, layers and platforms are codes in the table, never on a page."""

from collections.abc import Callable

from analytics.model import formatting
from analytics.model.messages import catalogue, say

_OURS = ("reposts_flagged", "reposts_flagged_overlap", "acts_by_layer", "reposts_by_layer")
_PLATFORMS = (
    "acts_by_platform",
    "accounts_by_platform",
    "families_across",
    "family_across_after",
    "accounts_across",
)
_BETWEEN = {"+": " + ", ">": " → "}


def class_words(measure: str, value: str, lang: str) -> str | None:
    """Put a class_value of SCOPE into words.

    None means that it is a text of the export (region, client, day, ...), to be shown as it is.

    >>> (class_words("reposts_flagged_overlap", "same_second+group_a", "en"),
    ...  class_words("acts_by_layer", "near", "zh"))
    ('same second + in a candidate group at A', '近似')
    >>> (class_words("number_reached_after", "reposts 500", "en"),
    ...  class_words("accounts_by_region", "山东", "en"))
    ('reposts: 500', None)
    """
    if measure in _OURS:
        return _joined(value, lambda code: _known(f"class_{code}", code, lang))
    if measure in _PLATFORMS:
        return _joined(value, lambda code: platform_words(code, lang))
    if measure == "number_reached_after":
        counted, _, number = value.rpartition(" ")
        return say(
            "scope.class_number", lang, what=_known(counted, counted, lang), n=formatting.number(int(number))
        )
    if measure == "accounts_by_verified_type" and value.lstrip("-").isdigit():
        return verified_words(value, lang)
    return None


def verified_words(code: str, lang: str) -> str:
    """Name a verified type that a platform gives as a number, as Weibo numbers them.

    >>> verified_words("-1", "zh"), verified_words("3", "en"), verified_words("220", "zh")
    ('普通', 'media', '未列编码 220')
    """
    return _known(f"verified_{code.replace('-', 'minus_')}", "", lang) or say(
        "scope.class_code", lang, code=code
    )


def platform_words(platform: str, lang: str) -> str:
    """Name a platform in words; for one that the catalogue does not know, the word of the column map.

    >>> platform_words("weibo", "zh"), platform_words("weibo", "en"), platform_words("forum", "zh")
    ('微博', 'Weibo', 'forum')
    """
    return _known(f"platform_{platform}", platform, lang)


def _joined(value: str, said: Callable[[str], str]) -> str:
    for mark, between in _BETWEEN.items():
        if mark in value:
            return between.join(said(code) for code in value.split(mark))
    return said(value)


def _known(name: str, code: str, lang: str) -> str:
    return say(f"scope.{name}", lang) if name in catalogue("scope") else code
