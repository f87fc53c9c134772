"""A measure as a range: what is certain, what may be, what was displayed; an open end is drawn open."""

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.words import say
from dashboards.page import View
from dashboards.queries.measures import Range
from dashboards.wording import count, figure, moment

# Numbers of defamation law: 法释〔2013〕21号 Article 2: passed on 500 times, clicked or viewed 5,000 times.
# https://www.court.gov.cn/fabu-xiangqing-5680.html ; shown only where the allegation of the case is
# defamation.
MARKS = {"reposts": 500, "views": 5_000}


@dataclass(frozen=True)
class Scale:
    """From 0 to `top`: where a value stands, in per cent of the width."""

    top: float

    def at(self, value: float) -> str:
        """The place of a value.

        >>> Scale(200).at(50)
        '25.00%'
        """
        return f"{100 * min(value / self.top, 1):.2f}%"


def range_rows(ranges: list[Range], view: View, with_marks: bool) -> Component:
    """Ranges one below the other, each on its own scale: units differ, so their lengths are not compared."""
    return html.Div([range_row(item, view, with_marks) for item in ranges], className="wl-ranges")


def range_row(item: Range, view: View, with_marks: bool) -> Component:
    """One measure: name, bar, numbers, the rule that gave the bounds."""
    mark = MARKS.get(item.measure) if with_marks else None
    return html.Div(
        [
            html.Div(
                [
                    html.Div(say(f"scope.{item.measure}", view.lang), className="wl-range-name"),
                    html.Div(_numbers(item, view), className="wl-range-numbers"),
                ],
                className="wl-range-head",
            ),
            _bar(item, mark) if item.lower is not None or item.upper is not None else None,
            html.Div(_rules(item, view), className="wl-range-rule"),
        ],
        className="wl-range",
    )


def _numbers(item: Range, view: View) -> list[Any]:
    if item.lower is None and item.upper is None and item.point is None:
        return [html.Span(view.t("range_unknown"), className="wl-none")]
    if item.lower is not None and item.lower == item.upper:
        parts: list[Any] = [html.Strong(figure(item.lower))]
    elif item.upper is None:
        parts = [html.Strong(view.t("range_at_least", n=figure(item.lower))), html.Span(view.t("range_open"))]
    else:
        parts = [html.Strong(f"{figure(item.lower)} – {figure(item.upper)}")]
    if item.displayed is not None:
        parts.append(html.Span(view.t("range_displayed", n=figure(item.displayed)), className="wl-displayed"))
    return parts


def _rules(item: Range, view: View) -> list[Any]:
    rules = [say(f"scope.{item.note_code}", view.lang)] if item.note_code else []
    if item.as_of is not None:
        rules.append(view.t("as_of", at=moment(item.as_of, view, "min")))
    return [" ".join(rules)]


def _bar(item: Range, mark: int | None) -> Component:
    known = [v for v in (item.lower, item.point, item.upper, item.displayed, mark) if v is not None]
    scale = Scale(max([*known, 1]) * 1.12)
    parts: list[Any] = []
    if item.lower is not None:
        parts.append(html.I(className="wl-bar-sure", style={"width": scale.at(item.lower)}))
        if item.upper is None:
            parts.append(html.I(className="wl-bar-open", style={"left": scale.at(item.lower)}))
        elif item.upper > item.lower:
            wide = 100 * (item.upper - item.lower) / scale.top
            parts.append(
                html.I(className="wl-bar-may", style={"left": scale.at(item.lower), "width": f"{wide:.2f}%"})
            )
    if item.point is not None:
        parts.append(html.I(className="wl-bar-point", style={"left": scale.at(item.point)}))
    if item.displayed is not None:
        parts.append(html.I(className="wl-bar-shown", style={"left": scale.at(item.displayed)}))
    if mark is not None:
        parts.append(html.I(html.Span(count(mark)), className="wl-bar-mark", style={"left": scale.at(mark)}))
    return html.Div(
        parts, className="wl-bar wl-bar-marked" if mark is not None else "wl-bar", **{"aria-hidden": "true"}
    )


def legend(view: View) -> Component:
    """What the marks of a range mean."""
    entries = (
        ("wl-bar-sure", "key_lower"),
        ("wl-bar-may", "key_upper"),
        ("wl-bar-open", "key_open"),
        ("wl-bar-point", "key_point"),
        ("wl-bar-shown", "key_displayed"),
    )
    return html.Div(
        [html.Span([html.I(className=f"wl-key {mark}"), view.t(key)]) for mark, key in entries],
        className="wl-legend",
    )


def law_note(allegation: str, view: View) -> Component:
    """What the law says of numbers here: 500 and 5,000 in defamation, none elsewhere."""
    if allegation == "defamation":
        return html.P(
            [view.t("marks_defamation"), html.Strong(view.t("marks_no_finding"))], className="wl-law"
        )
    return html.P(view.t("marks_none"), className="wl-law")
