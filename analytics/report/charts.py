"""Draws the figures of the report: each kind stands in a module of figures/."""

from functools import cache

from analytics.model.registry import load
from analytics.report.drawing import Drawing
from analytics.report.placeholders import Locale


@cache
def _drawings() -> dict[type, Drawing]:
    """Every kind of figure, by the record that holds its data."""
    return {one.data: one for one in load("analytics.report.figures", "DRAWING", Drawing).values()}


def draw(data: object, title: str, voice: Locale) -> str:
    """Draw the figure of some data as SVG.

    data: a record of one of the modules in figures/.
    title: what a screen reader says of it; voice: the language of the words in it.

    Raises KeyError for data that no figure is known for.
    """
    return _drawings()[type(data)].draw(data, title, voice)
