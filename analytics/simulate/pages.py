"""Cut shown acts into the pages in which a site hands them out."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl


def pages_of(chunks: Iterable[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """The rows of `chunks` in order, `size` at a time; one empty page if there are none."""
    rest: pl.DataFrame | None = None
    given = False
    for chunk in chunks:
        rest = chunk if rest is None else pl.concat([rest, chunk])
        while len(rest) >= size:
            yield rest.head(size)
            rest, given = rest.slice(size), True
    if rest is not None and (len(rest) or not given):
        yield rest


def page_file(stem: Path, number: int) -> Path:
    """The file of one page: `<stem>_p1.json`."""
    return stem.with_name(f"{stem.name}_p{number}.json")


def threads_of(chunks: Iterable[pl.DataFrame], size: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """(top-level comments of a page, their children). The comments of one post must fit in memory."""
    frames = list(chunks)
    if not frames:
        return
    everything = pl.concat(frames)
    tops = everything.filter(pl.col("top_mid").is_null())
    children = everything.filter(pl.col("top_mid").is_not_null())
    for start in range(0, max(1, len(tops)), size):
        page = tops.slice(start, size)
        yield page, children.filter(pl.col("top_mid").is_in(page["mid"].to_list()))
