"""A picture that somebody put in, such as a screenshot, set as it is."""

from base64 import b64encode
from dataclasses import dataclass

from analytics.report.drawing import WIDTH, Drawing, element, picture
from analytics.report.placeholders import Locale

HEIGHT_MAX = 760.0  # A page has room for about 900 of these units, caption included.


@dataclass(frozen=True)
class Photo:
    """A picture that somebody put in: a PNG, with its width and height in pixels."""

    png: bytes
    size: tuple[int, int]


def photo(data: Photo, title: str, voice: Locale) -> str:
    """Set a picture as it was put in, as wide as the text, or as high as a page has room for."""
    del voice
    scale = min(WIDTH / data.size[0], HEIGHT_MAX / data.size[1])
    width, height = data.size[0] * scale, data.size[1] * scale
    shown = element(
        "image",
        x=(WIDTH - width) / 2,
        y=0,
        width=width,
        height=height,
        href=f"data:image/png;base64,{b64encode(data.png).decode()}",
    )
    return picture(WIDTH, height, title, [shown], 0, 0)


DRAWING = Drawing("photo", Photo, photo)
