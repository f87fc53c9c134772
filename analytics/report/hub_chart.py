"""The picture of the network as SVG: a disc for an account that others turned to, a dot for each of them.

Places follow a rule and never chance. Text is escaped and set in a font stack instead of outlines;
coordinates have two decimals; equal data give equal bytes.
"""

from html import escape
from math import cos, pi, sin, sqrt

from analytics.model.untrusted_text import one_line
from analytics.report.network_data import Hub, Network
from analytics.report.placeholders import Locale

SERIES = {
    "post": "#8a6d1f",
    "repost": "#1f4e79",
    "comment": "#9fb7cc",
}  # Apart in grey print too: 45, 30 and 70 % light.
INK, SOFT, LINE, FAINT, MARK = "#1a1a1a", "#4a4a4a", "#8c8c8c", "#dddddd", "#8b1a1a"
_FONT = (
    "'Noto Sans CJK SC','Source Han Sans SC','Noto Sans SC','Microsoft YaHei','PingFang SC',Arial,sans-serif"
)


def rounded(value: float) -> str:
    """A coordinate with at most two decimals.

    >>> rounded(1.0), rounded(2.345)
    ('1', '2.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """One element; attribute names with _ for -, in the order given; content is SVG already."""
    parts = [name]
    for key, value in attributes.items():
        text = value if isinstance(value, str) else rounded(value)
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(text)}"')
    return f"<{' '.join(parts)}>{content}</{name}>" if content else f"<{' '.join(parts)}/>"


def text(
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    colour: str = INK,
    size: float = 11,
    **more: str | float,
) -> str:
    """Text at a point, its unseen characters shown by number.

    >>> text(1, 2, "<b>").endswith("&lt;b&gt;</text>")
    True
    """
    return element(
        "text", escape(one_line(words)), x=x, y=y, text_anchor=anchor, fill=colour, font_size=size, **more
    )


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 1, **more: str | float
) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, **more)


def box(x: float, y: float, width: float, height: float, colour: str, **more: str | float) -> str:
    """A filled rectangle."""
    return element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=colour, **more)


def picture(width: float, height: float, title: str, parts: list[str]) -> str:
    """The whole drawing, as wide as its frame; `title` is what a screen reader says."""
    body = element("title", escape(one_line(title))) + "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {rounded(width)} {rounded(height)}" '
        'role="img" '
        f'font-family="{_FONT}">{body}</svg>'
    )


WIDTH = 680.0
LEFT = 170.0  # Room for the candidates' ids.
COLUMNS = 3
STEP = 3.3  # Units between neighbours in a disc.
GOLDEN = pi * (
    3 - sqrt(5)
)  # The angle of a sunflower's seeds: even at every size (Vogel 1979, doi:10.1016/0025-5564(79)90080-4).
COLOURS = {
    "initiator": "#8b1a1a",
    "organizer": "#5b2a86",
    "promoter": "#c0651a",
    "repeater": "#0f6b5c",
    "amplifier": "#1f4e79",
}
PLAIN = "#a9b7c4"
Spot = tuple[float, float]


def hub_chart(data: Network, title: str, voice: Locale) -> str:
    """Candidates at the left, each with lines to the hubs that it turned to; hubs at the right with the
    others that turned to them."""
    centres, bottom = _centres(data.hubs)
    spots = {hub.account_id: centre for hub, centre in zip(data.hubs, centres, strict=True)}
    listed = [account for account in data.marked if account not in spots]
    top, step = 16.0, min(22.0, max(bottom - 24, 120) / max(len(listed), 1))
    spots |= {account: (LEFT - 14, top + step * k) for k, account in enumerate(listed)}
    bottom = max(bottom, top + step * len(listed))
    parts = [
        _curve(spots[account], centres[place], COLOURS[data.marked[account]])
        for account, place, _ in data.ties
        if account in spots
    ]
    for hub, centre in zip(data.hubs, centres, strict=True):
        parts += [_dot(_seed(k, centre), 1.5, None) for k in range(len(hub.around))]
    for account in listed:
        x, y = spots[account]
        parts += [_dot((x, y), 3.4, data.marked[account]), _label(x - 7, y + 3, account[-24:], "end", 8.2)]
    for k, (hub, (x, y)) in enumerate(zip(data.hubs, centres, strict=True)):
        edge = y + _radius(hub)
        parts += [
            _dot((x, y), 5.2, data.marked.get(hub.account_id), INK),
            _label(x, edge + 11, f"N{k + 1}  {hub.account_id[-24:]}", "middle", 8.4),
            _label(x, edge + 21, voice.word("report.network_turned", n=hub.turned_n), "middle", 8),
        ]
    parts += _legend(data, voice, bottom + 10)
    return picture(WIDTH, bottom + 30, title, parts)


def _label(x: float, y: float, words: str, anchor: str, size: float) -> str:
    return text(
        x,
        y,
        words,
        anchor,
        INK,
        size,
        paint_order="stroke",
        stroke="#ffffff",
        stroke_width=2.6,
        stroke_linejoin="round",
    )


def _curve(start: Spot, end: Spot, colour: str) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = (x1 + x2) / 2
    path = f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return element("path", d=path, fill="none", stroke=colour, stroke_width=0.7, stroke_opacity=0.38)


def _radius(hub: Hub) -> float:
    return max(9.0, STEP * sqrt(len(hub.around) + 4) + 3)


def _centres(hubs: tuple[Hub, ...]) -> tuple[list[Spot], float]:
    """Where hubs stand: COLUMNS a row at the right, each row as high as its widest disc; and the lower
    edge."""
    centres: list[Spot] = []
    y, slot = 8.0, (WIDTH - LEFT) / COLUMNS
    for k in range(0, len(hubs), COLUMNS):
        row = hubs[k : k + COLUMNS]
        tallest = max(_radius(hub) for hub in row)
        centres += [(LEFT + slot * (j + 0.5), y + tallest) for j in range(len(row))]
        y += 2 * tallest + 34
    return centres, y


def _seed(k: int, centre: Spot) -> Spot:
    """The k-th place of a sunflower around a centre; the four innermost are left to the hub."""
    far, turn = STEP * sqrt(k + 4), (k + 4) * GOLDEN
    return centre[0] + far * cos(turn), centre[1] + far * sin(turn)


def _dot(spot: Spot, radius: float, role: str | None, plain: str = PLAIN) -> str:
    fill = COLOURS[role] if role else plain
    edge = ' stroke="#fff" stroke-width="0.7"' if role else ""
    return f'<circle cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="{radius:.1f}" fill="{fill}"{edge}/>'


def _legend(data: Network, voice: Locale, y: float) -> list[str]:
    parts = [line(10, y - 8, WIDTH - 10, y - 8, FAINT)]
    x = 14.0
    entries = [
        (COLOURS[role], voice.word(f"roles.role_{role}")) for role in COLOURS if role in data.marked.values()
    ]
    for colour, words in [
        (INK, voice.word("report.network_hub")),
        *entries,
        (PLAIN, voice.word("report.network_other")),
    ]:
        parts += [
            f'<circle cx="{x:.1f}" cy="{y + 6:.1f}" r="3.2" fill="{colour}"/>',
            text(x + 7, y + 9.5, words, "start", INK, 8.6),
        ]
        x += 20 + sum(8.8 if ord(c) > 0x2E80 else 4.7 for c in words)
    return parts
