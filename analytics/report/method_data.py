"""The thresholds that decide a grade or a row: one list, which page, annex and thresholds.csv print."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analytics.model.messages import LANGS, say
from analytics.model.thresholds import Limit, Value, limits, shown

ROOMS = {"reading": "texts", "law": "scope"}  # The time that is believed stands with the texts.
# What a source says of the reason for a value: measured, invented worlds, meaning, custom, paper or statute,
# else a choice.
WHY = {
    "measured": "measured",
    "worlds": "worlds",
    "meaning": "meaning",
    "custom": "custom",
    "bonferroni": "custom",
    "ebh": "paper",
    "broder": "paper",
    "year": "paper",
    "injunction": "paper",
    "injunction_week": "paper",
    "pursued": "paper",
    "punished": "paper",
    "krippendorff": "paper",
    "speed": "paper",
    "wilson": "paper",
    "toolkit": "paper",
    "mardia": "paper",
    "besag": "paper",
    "choice": "choice",
}


@dataclass(frozen=True)
class Threshold:
    """A threshold as this case used it.

    value, default: written out; why: a key of WHY's values; room: where it stands on the page.
    """

    limit: Limit
    value: str
    default: str
    why: str
    room: str

    @property
    def is_changed(self) -> bool:
        """Whether the case used another value than the default."""
        return self.value != self.default


def deciding(settings: Mapping[str, Value]) -> tuple[Threshold, ...]:
    """List every threshold that decides a grade or a row, in the order of the page.

    settings: the values of a run, by name.
    """
    found = [
        Threshold(
            limit,
            shown(settings[limit.name]),
            shown(limit.value),
            WHY[limit.source],
            ROOMS.get(limit.room, limit.room),
        )
        for limit in limits().values()
        if limit.decides
    ]
    order = ("texts", "grades", "roles", "scope")
    return tuple(sorted(found, key=lambda one: order.index(one.room)))


def threshold_table(settings: Mapping[str, Value]) -> pl.DataFrame:
    """Make the table of thresholds.csv: the same list as on the page, a threshold a row.

    >>> from analytics.model.thresholds import DEFAULT
    >>> threshold_table(DEFAULT.values()).filter(name="near_share").select("value", "unit_en").row(0)
    ('0.7', 'share')
    """
    return pl.DataFrame([_row(one) for one in deciding(settings)])


def _row(one: Threshold) -> dict[str, str | bool | None]:
    limit = one.limit
    low, high = (shown(end) for end in limit.span) if limit.span else (None, None)
    row: dict[str, str | bool | None] = {
        "name": limit.name,
        "value": one.value,
        "default": one.default,
        "is_changed": one.is_changed,
        "lowest": low,
        "highest": high,
    }
    for lang in LANGS:
        row |= {
            f"what_{lang}": say(f"method.what_{limit.name}", lang),
            f"unit_{lang}": say(f"thresholds.unit_{limit.unit}", lang),
            f"reason_{lang}": say(f"thresholds.{limit.name}", lang),
            f"source_{lang}": say(f"thresholds.source_{limit.source}", lang),
        }
    return row
