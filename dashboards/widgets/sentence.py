"""A sentence of the catalogue whose numbers and names are buttons: each opens exactly what it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from dash import html

from analytics.model.messages import catalogue, counted
from dashboards.page import View
from dashboards.widgets.cards import Parts, ask_button


@dataclass(frozen=True)
class Opening:
    """Words of a sentence that open something.

    text: as read; subject: what the drawer is asked for, "" for nothing.
    """

    text: str
    subject: str = ""
    place: str = "said"


def sentence(key: str, view: View, params: Mapping[str, Any]) -> Parts:
    """Put a text of the catalogue together from its words and from components.

    params: what fills it: text, a component, a list of both, or an Opening.

    >>> sentence("overview.rest", View(lang="en"), {"n": "1"})
    ['1', ' other exported ', 'record', ', not counted']
    """
    part, name = key.split(".", 1)
    parts: Parts = []
    for literal, field, forms, _ in Formatter().parse(catalogue(part)[name][view.lang]):
        if literal:
            parts.append(literal)
        if field is None:
            continue
        value = params[field]
        if forms:
            parts.append(counted(value.text if isinstance(value, Opening) else value, forms))
        else:
            parts += _shown(value)
    return parts


def _shown(value: Any) -> Parts:
    if isinstance(value, list):
        return [piece for one in value for piece in _shown(one)]
    if not isinstance(value, Opening):
        return [value]
    if not value.subject:
        return [html.Span(value.text, className="wl-number")]
    return [ask_button(value.subject, html.Bdi(value.text), "wl-ask wl-number", value.place)]
