"""dataabc/weibo-search CSV as its five generations wrote it, and one file that all of them were appended to.

Before 2024-05-16 the row of a repost's original lacks the cell of its place; later it is there and empty.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from analytics.simulate.write_files import write_rows
from analytics.simulate.writer import View, Writer
from analytics.simulate.writers.weibo_search import COLUMNS, table

WIDTHS = (16, 17, 18, 19, 21)  # 2020-04, 2020-05-01, 2023-10-13, 2024-05-16, 2025-05-06.
_WITHOUT_ARTICLE = 16
_PLACE = "ip"
_PLACE_FROM, _EVEN_FROM = 18, 19  # Cells from which there is a place, and from which originals have one too.


def header(width: int) -> tuple[str, ...]:
    """The first line of the version that writes so many cells."""
    if width == _WITHOUT_ARTICLE:
        return tuple(name for name in COLUMNS[:17] if name != "头条文章url")
    return COLUMNS[:width]


def _rows(rows: pl.DataFrame, width: int, is_root: bool) -> Iterator[tuple[str, ...]]:
    names = header(width)
    if is_root and width == _PLACE_FROM:
        names = names[:-1]
    for row in rows.rows(named=True):
        yield tuple("" if is_root and name == _PLACE else row[name] for name in names)


def write(view: View, target: Path, widths: tuple[int, ...]) -> list[Path]:
    """One CSV file under the header of the first version; each further one writes an equal share below it."""
    chunks = list(view.chunks)
    rows = [header(widths[0])]
    written: set[int] = set()
    for k, chunk in enumerate(chunks):
        width = widths[k * len(widths) // len(chunks)]
        rows += _rows(table(chunk), width, is_root=False)
        written |= set(chunk["mid"])
        named = chunk.filter(pl.col("root_mid").is_not_null())["root_mid"].unique(maintain_order=True)
        found = view.roots.filter(
            pl.col("mid").is_in(named.to_list()) & ~pl.col("mid").is_in(sorted(written))
        )
        written |= set(found["mid"])
        rows += _rows(table(found), width, is_root=True)
    return write_rows(target, rows)


WRITERS = (
    *(
        Writer(
            f"weibo_search_{width}",
            f"dataabc/weibo-search, <keyword>.csv of {width} cells",
            frozenset({"post", "repost"}),
            partial(write, widths=(width,)),
        )
        for width in WIDTHS
    ),
    Writer(
        "weibo_search_appended",
        "dataabc/weibo-search, <keyword>.csv that versions from 2020 to 2025 were appended to",
        frozenset({"post", "repost"}),
        partial(write, widths=WIDTHS),
    ),
)
