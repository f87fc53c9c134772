"""The picture of a group: a lane for each account, a column for each post, a mark for each event.

A mark is filled where the words of the event are shared within the group.
"""

from datetime import datetime

from analytics.report.group_data import Lanes
from analytics.report.hub_chart import FAINT, INK, LINE, SERIES, SOFT, box, line, picture, text
from analytics.report.placeholders import Locale, Moment, Span

WIDTH = 680.0


def group_chart(data: Lanes, title: str, voice: Locale) -> str:
    """The group as swim-lanes: who came when, counted in each column from the first member's act there."""
    left, right, top, row = 148.0, 8.0, 58.0, 15.0
    slot = (WIDTH - left - right) / len(data.posts)
    inner = slot - 14
    bottom = top + row * len(data.accounts)
    parts = []
    for k, account in enumerate(data.accounts):
        y = top + row * (k + 0.5)
        if k % 2 == 0:
            parts.append(box(left, y - row / 2, WIDTH - left - right, row, "#f6f6f4"))
        parts.append(text(left - 10, y + 3.5, account[-22:], "end", INK, 9.5))
    for k, (_, first) in enumerate(data.posts):
        x = left + slot * k
        if k:
            parts.append(line(x, top - 36, x, bottom, FAINT))
        parts.append(text(x + 7, top - 28, f"P{k + 1}", "start", INK, 11))
        if isinstance(first, datetime):
            day, _, clock = voice.text(Moment(first)).partition(" ")
            parts += [
                text(x + 7, top - 17, day[5:], "start", SOFT, 8),
                text(x + 7, top - 7, clock, "start", SOFT, 8),
            ]
        parts += [
            line(x + 7, bottom, x + 7 + inner, bottom, INK),
            text(x + 7, bottom + 12, "0", "middle", SOFT, 8.5),
            text(x + 7 + inner, bottom + 12, voice.text(Span(data.span_s)), "end", SOFT, 8.5),
        ]
    for spot in data.spots:
        x, y = (
            left + slot * spot.column + 7 + spot.since_s / data.span_s * inner,
            top + row * (spot.lane + 0.5),
        )
        fill = SERIES["repost"] if spot.is_shared else "#ffffff"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{fill}" '
            f'stroke="{SERIES["repost"]}" stroke-width="1.2"/>'
        )
    parts += [
        f'<circle cx="{left + 5:.1f}" cy="10" r="3.4" fill="{SERIES["repost"]}"/>',
        text(left + 13, 13.5, voice.word("report.lanes_shared"), "start", INK, 9.5),
        f'<circle cx="{left + 245:.1f}" cy="10" r="3.4" fill="#ffffff" '
        f'stroke="{SERIES["repost"]}" stroke-width="1.2"/>',
        text(left + 253, 13.5, voice.word("report.lanes_other"), "start", INK, 9.5),
        line(left, top, WIDTH - right, top, LINE, 0.6),
    ]
    return picture(WIDTH, bottom + 20, title, parts)
