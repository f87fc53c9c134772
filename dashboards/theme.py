"""All colours, type and the plotly template in one place: light and dark, readable for colour-blind readers.

Series colours follow Okabe & Ito 2008 (https://jfly.uni-koeln.de/color/), darkened on white where thin marks
need it.
"""

import plotly.graph_objects as go

FONT = (
    '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", system-ui, '
    '-apple-system, "Segoe UI", sans-serif'
)
MONO = (
    'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", '
    '"Noto Sans Mono CJK SC", monospace'
)

TOKENS: dict[str, dict[str, str]] = {
    "light": {
        "ground": "#f3f5f7",
        "surface": "#ffffff",
        "sunken": "#f0f3f6",
        "ink": "#14212d",
        "soft": "#4c5b69",
        "faint": "#5f6d7a",
        "line": "#dde3e9",
        "grid": "#e9edf1",
        "accent": "#0a5a8c",
        "accent_soft": "#e4eff7",
        "note": "#7a4f00",
        "note_soft": "#fcf4e0",
        "edge": "#5d7285",
        "repost": "#0072b2",
        "comment": "#e69f00",
        "post": "#14212d",
        "events": "#0072b2",
        "duplicates": "#7fb8dc",
        "rejected": "#d55e00",
        "other": "#b8c3cd",
        "depth0": "#14212d",
        "depth1": "#0072b2",
        "depth2": "#3fa0d8",
        "depth3": "#009e73",
        "depth4": "#e69f00",
        "depth5": "#d55e00",
        "role_initiator": "#c44900",
        "role_organizer": "#a8327e",
        "role_promoter": "#c98500",
        "role_amplifier": "#0072b2",
        "role_repeater": "#00805c",
        "unlisted": "#a9b6c2",
        "group1": "#0072b2",
        "group2": "#d55e00",
        "group3": "#00805c",
        "group4": "#a8327e",
        "group5": "#c98500",
        "group6": "#3fa0d8",
        "group7": "#6b4c9a",
        "good": "#00694b",
        "good_soft": "#e3f4ee",
    },
    "dark": {
        "ground": "#0e141a",
        "surface": "#161f28",
        "sunken": "#121a22",
        "ink": "#e7edf2",
        "soft": "#a9b7c4",
        "faint": "#8796a4",
        "line": "#2a3743",
        "grid": "#212c37",
        "accent": "#72bbec",
        "accent_soft": "#1a3346",
        "note": "#f2c46b",
        "note_soft": "#332a14",
        "edge": "#7d93a6",
        "repost": "#56b4e9",
        "comment": "#e69f00",
        "post": "#e7edf2",
        "events": "#56b4e9",
        "duplicates": "#2f6f97",
        "rejected": "#f0793a",
        "other": "#4a5966",
        "depth0": "#f4f7fa",
        "depth1": "#4aa3dc",
        "depth2": "#8fd0f5",
        "depth3": "#1fbf91",
        "depth4": "#f0b23c",
        "depth5": "#f0793a",
        "role_initiator": "#f0793a",
        "role_organizer": "#d98cc0",
        "role_promoter": "#f0b23c",
        "role_amplifier": "#56b4e9",
        "role_repeater": "#1fbf91",
        "unlisted": "#5b6b79",
        "group1": "#56b4e9",
        "group2": "#f0793a",
        "group3": "#1fbf91",
        "group4": "#d98cc0",
        "group5": "#f0b23c",
        "group6": "#8fd0f5",
        "group7": "#b39ddb",
        "good": "#4cd3a8",
        "good_soft": "#12302a",
    },
}
# Ten shades for the controls, light to dark.
WAKE = [
    "#eef6fb",
    "#dbeaf4",
    "#b3d4e9",
    "#88bcdd",
    "#65a8d3",
    "#4e9bcd",
    "#2f86bd",
    "#0a5a8c",
    "#084b75",
    "#063b5d",
]


def css() -> str:
    """The tokens as CSS variables (--wl-ink, ...) for both schemes."""
    blocks = []
    for scheme, tokens in TOKENS.items():
        body = "".join(f"--wl-{name.replace('_', '-')}:{value};" for name, value in tokens.items())
        blocks.append(f':root[data-mantine-color-scheme="{scheme}"]{{color-scheme:{scheme};{body}}}')
    return "".join(blocks) + f":root{{--wl-font:{FONT};--wl-mono:{MONO}}}"


def mantine() -> dict[str, object]:
    """The theme of the controls."""
    return {
        "primaryColor": "wake",
        "primaryShade": {"light": 7, "dark": 5},
        "colors": {"wake": WAKE},
        "fontFamily": FONT,
        "fontFamilyMonospace": MONO,
        "defaultRadius": "sm",
        "headings": {"fontFamily": FONT, "fontWeight": "600"},
    }


def depth_colour(scheme: str, depth: int) -> str:
    """The colour of a depth; 5 and deeper share one."""
    return TOKENS[scheme][f"depth{min(depth, 5)}"]


def with_alpha(colour: str, alpha: float) -> str:
    """`colour` (#rrggbb) let through.

    >>> with_alpha("#0072b2", 0.5)
    'rgba(0,114,178,0.5)'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def empty_figure(scheme: str, height: int) -> go.Figure:
    """A figure with the house's type and lines and nothing on it."""
    c = TOKENS[scheme]
    axis = {
        "gridcolor": c["grid"],
        "linecolor": c["line"],
        "zeroline": False,
        "tickfont": {"size": 12, "color": c["soft"]},
        "title": {"font": {"size": 12, "color": c["soft"]}},
        "automargin": True,
    }
    return go.Figure(
        layout={
            "template": None,
            "height": height,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 13, "color": c["ink"]},
            "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "dragmode": "pan",
            "hovermode": "closest",
            "showlegend": True,
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1.02,
                "yanchor": "bottom",
                "font": {"size": 12, "color": c["soft"]},
                "itemsizing": "constant",
                "bgcolor": "rgba(0,0,0,0)",
            },
            "hoverlabel": {
                "bgcolor": c["surface"],
                "bordercolor": c["line"],
                "align": "left",
                "font": {"family": FONT, "size": 13, "color": c["ink"]},
            },
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": c["faint"], "activecolor": c["accent"]},
        }
    )
