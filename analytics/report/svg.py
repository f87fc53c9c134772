"""Small drawings as SVG text: escaped, with a font stack instead of outlines, two decimals, the same bytes
each time."""

from html import escape

from analytics.model.untrusted_text import one_line

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
