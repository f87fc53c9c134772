"""Propositions and observations in words: what is listed, which kind each figure is, which facts can be told.

Nothing heavy is imported here: pages and reports read it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics.model.formatting import figure, number, offset_moment, share, span
from analytics.model.messages import placeholders, say
from analytics.model.stored_params import StoredParams
from analytics.model.untrusted_text import one_line

PART = "explanations"
_UTC = ZoneInfo("UTC")
PROPOSITIONS = (
    "independent",
    "copied_source",
    "open_call",
    "platform_push",
    "open_automation",
    "directed",
)  # In the order of every listing.
# What would tell, in the order of the report: keys of locale/explanations.toml.
TELLS = ("tells_tasks", "tells_payment", "tells_chat", "tells_device", "tells_registration")
# What is told of every group beside the propositions, in this order; a fact whose figures are unknown is not.
FACTS = (
    "fact_members",
    "fact_posts",
    "fact_pace",
    "fact_parts",
    "fact_dense",
    "fact_copies",
    "fact_owned",
    "fact_first",
    "fact_third",
    "fact_order",
    "fact_tie",
    "fact_task_share",
    "fact_source",
    "fact_verified",
    "fact_organisation",
    "fact_traits",
)


def kind_of(name: str) -> str:
    """Tell what a figure is by its name: share, span (seconds), count, moment, or words of a stranger.

    >>> [kind_of(name) for name in ("pairs_60_share", "lag_s", "members_n", "called_at", "first_id")]
    ['share', 'span', 'count', 'moment', 'stranger']
    """
    return {"share": "share", "s": "span", "n": "count", "at": "moment"}.get(
        name.rsplit("_", 1)[-1], "stranger"
    )


def line_words(key: str, params: Mapping[str, Any], lang: str, zone: ZoneInfo = _UTC) -> str:
    """Put an observation into words.

    key: of locale/explanations.toml; params: the figures of a row of EXPLANATIONS; zone: in which moments
    are told, with its offset.

    Words of strangers stand isolated on one line. Figures of a stored row (`params_of`) raise TableError
    where one that the sentence needs was not written.

    >>> "2 of 40" in line_words("followed", {"followed_n": 2, "members_n": 40}, "en")
    True
    """
    return say(f"{PART}.{key}", lang, **{name: _told(name, params[name], lang, zone) for name in _names(key)})


def _told(name: str, value: Any, lang: str, zone: ZoneInfo) -> str:
    kind = kind_of(name)
    if kind == "share":
        return share(value, 1) or figure(value)
    if kind == "span":
        return span(value, lang)
    if kind == "moment":
        return offset_moment(datetime.fromisoformat(value), zone)
    return number(value) if kind == "count" else f"\u2068{one_line(value)}\u2069"


def facts_of(params: Mapping[str, Any]) -> list[str]:
    """List the facts that can be told of a group: those of which every figure is known.

    >>> facts_of({"tie_share": 0.1})
    ['fact_tie']
    """
    return [
        key
        for key in FACTS
        if all(params.get(name) is not None for name in _names(key)) and params.get(_ASKED.get(key, ""), 1)
    ]


# Facts that are told only where there is something to tell: the count that must not be 0.
_ASKED = {
    "fact_source": "source_n",
    "fact_verified": "verified_n",
    "fact_traits": "traits_n",
    "fact_owned": "texts_n",
    "fact_posts": "tasks_n",
}


def _names(key: str) -> frozenset[str]:
    """The figures that a sentence needs."""
    return placeholders(f"{PART}.{key}")


def answer_of(params: Mapping[str, Any]) -> str:
    """Name the sentence that answers what explains a group: key of locale/explanations.toml.

    Where no member stands at A, that they acted together is itself for people to judge.

    Where an account outside the group laid its words before others, that is said first.

    >>> answer_of({"moments_n": 3}), answer_of({"moments_n": 0}), answer_of({"moments_n": 0, "called_n": 2})
    ('cannot_be_told', 'cannot_be_told_b', 'called_before')
    """
    if params.get("called_n"):
        return "called_before"
    return "cannot_be_told" if params["moments_n"] else "cannot_be_told_b"


def params_of(row: Mapping[str, Any]) -> StoredParams:
    """Read the figures of a row of EXPLANATIONS."""
    return StoredParams("explanations", row["params"])
