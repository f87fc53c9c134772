"""A measure as a range: what is certain, what may be, what was displayed; an open end is drawn open."""

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.law.comparison import Numbers
from analytics.law.rendering import comparison_said
from analytics.model.messages import say
from dashboards.attributes import attributes
from dashboards.page import View
from dashboards.views.measures import RangeView
from dashboards.wording import count, figure, lower_figure, moment, upper_figure


@dataclass(frozen=True)
class Scale:
    """A scale from 0 to `top`, on which values stand in per cent of the width."""

    top: float

    def at(self, value: float) -> str:
        """Compute the place of a value.

        >>> Scale(200).at(50)
        '25.00%'
        """
        return f"{100 * min(value / self.top, 1):.2f}%"


def range_rows(ranges: list[RangeView], view: View) -> Component:
    """List ranges one below the other, each on its own scale.

    Units differ, so the lengths of two ranges are not compared.
    """
    return html.Div([range_row(item, view) for item in ranges], className="wl-ranges")


def range_row(item: RangeView, view: View) -> Component:
    """Show one measure: name, bar, numbers, the rule of its bounds, where it lies beside a number of law."""
    mark = item.compared.number if item.compared else None
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


def _numbers(item: RangeView, view: View) -> list[Any]:
    if item.lower is None and item.upper is None and item.point is None:
        return [html.Span(view.t("range_unknown"), className="wl-none")]
    if item.lower is not None and item.lower == item.upper:
        parts: list[Any] = [html.Strong(figure(item.lower))]
    elif item.upper is None:
        parts = [
            html.Strong(view.t("range_at_least", n=lower_figure(item.lower))),
            html.Span(view.t("range_open")),
        ]
    else:
        parts = [html.Strong(f"{lower_figure(item.lower)} – {upper_figure(item.upper)}")]
    if item.displayed is not None:
        parts.append(html.Span(view.t("range_displayed", n=figure(item.displayed)), className="wl-displayed"))
    return parts


def _rules(item: RangeView, view: View) -> list[Any]:
    rules = [say(f"scope.{item.note_code}", view.lang)] if item.note_code else []
    if item.as_of is not None:
        rules.append(view.t("as_of", at=moment(item.as_of, view, "min")))
    if item.compared is not None:
        rules.append(comparison_said(item.compared, view.lang))
    return [" ".join(rules)]


def _bar(item: RangeView, mark: float | None) -> Component:
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
        parts,
        className="wl-bar wl-bar-marked" if mark is not None else "wl-bar",
        **attributes({"aria-hidden": "true"}),
    )


def legend(view: View) -> Component:
    """Explain what the marks of a range mean."""
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


def law_note(numbers: Numbers, view: View) -> Component:
    """Tell what the law says of numbers here.

    It gives those of the rule set, says that nothing is laid beside them where case.toml states nothing as
    alleged, or that law names none.
    """
    if not numbers.provisions:
        return html.P(view.t("marks_none"), className="wl-law")
    if not numbers.subjects:
        return html.P(view.t("marks_not_stated"), className="wl-law")
    named = {(r.number, p.article, p.article_en, p.threshold, p.unit) for r, p in numbers.provisions.values()}
    told = [
        view.t(
            "marks_number",
            rule=rule,
            article=article if view.lang == "zh" else article_en,
            number=say(f"law.unit_{unit}", view.lang, n=count(threshold)),
        )
        for rule, article, article_en, threshold, unit in sorted(named, key=str)
    ]
    return html.P(
        [view.t("marks_named", numbers=view.t("comma").join(told)), html.Strong(view.t("marks_no_finding"))],
        className="wl-law",
    )
