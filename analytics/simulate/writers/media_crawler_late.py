"""MediaCrawler's Weibo columns as written from 2023-12-24 to 2026-07-30: `create_time` eight hours late,
`create_date_time` right."""

from functools import partial
from pathlib import Path

import polars as pl

from analytics.simulate.writer import View, Writer
from analytics.simulate.writers.media_crawler import Maker, comments, contents, write_as_named

LATE_S = 8 * 3_600  # Beijing's clock taken for UTC once more.


def late(shown: pl.DataFrame, make: Maker) -> pl.DataFrame:
    """The rows of a correct version with the fault of these."""
    return make(shown).with_columns(pl.col("create_time") + LATE_S)


def _write(view: View, target: Path, make: Maker) -> list[Path]:
    return write_as_named(view, target, partial(late, make=make))


WRITERS = tuple(
    Writer(
        f"media_crawler_{kind}s_late{'_hashed' if new else ''}",
        f"MediaCrawler, <type>_{kind}s_<day>, 2023-12-24 to 2026-07-30",
        frozenset({"post" if kind == "content" else kind}),
        partial(_write, make=partial(make, new=new)),
    )
    for kind, make in (("content", contents), ("comment", comments))
    for new in (False, True)
)
