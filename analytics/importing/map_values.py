"""What the values of a column tell: an id, a row number, a time, a count - whatever the column is called."""

import re
from datetime import timedelta

import polars as pl

from analytics.importing.map_draft import naive_example
from analytics.importing.values import (
    cell,
    counts,
    mid_of_bid,
    moment_of_weibo_id,
    moment_of_x_id,
    moments,
    native_id,
)

CLASH_SHARE = 0.01  # Of ids: more with several authors or texts, and the column does not name single acts.
SEEN_SHARE = 0.9  # Of filled cells that must look alike for the column to be taken for such.
_ROW_NUMBER_MAX = 10**9
_BID = r"^[0-9a-zA-Z]{6,9}$"
_AGREES = timedelta(seconds=90)  # Exports that show minutes cut up to 60 s; clocks differ by some.
_FEW = 3  # Fewer agreeing records prove nothing.
_SLASHED = r"^\s*(\d{1,2})[/.](\d{1,2})[/.]\d{4}\b"


class Column:
    """One column of a sample, with what its values tell."""

    def __init__(self, frame: pl.DataFrame, name: str) -> None:
        self.name = name
        self.ids = frame.select(native_id(name).alias(name))[name]
        self.cells = frame.select(cell(name).alias(name))[name]
        self.filled = self.cells.drop_nulls()

    def share(self, pattern: str) -> float:
        """The share of filled cells that `pattern` fits; 0 for an empty column."""
        return float(self.filled.str.contains(pattern).mean() or 0.0)  # type: ignore[arg-type]

    @property
    def is_long_id(self) -> bool:
        """Numbers of nine and more digits, or words of letters and digits without a blank."""
        return self.share(r"^\d{9,20}$") >= SEEN_SHARE

    @property
    def is_row_number(self) -> bool:
        """Small whole numbers, each one more than the one before."""
        numbers = self.filled.cast(pl.Int64, strict=False)
        largest = int(numbers.max() or 0)  # type: ignore[arg-type]
        if len(numbers) < 2 or numbers.null_count() or largest >= _ROW_NUMBER_MAX:
            return False
        return bool((numbers.diff().drop_nulls() == 1).all())

    @property
    def is_time(self) -> bool:
        """Moments in a form that is read."""
        at = moments(self.filled, "UTC")["at"]
        return len(at) > 0 and 1 - at.null_count() / len(at) >= SEEN_SHARE

    @property
    def is_count(self) -> bool:
        """Numbers as platforms show them, or the bare word on a button nobody has pressed."""
        read = counts(self.filled)["value"]
        bare = self.filled.is_in(["转发", "评论", "赞", "点赞"])
        share = (read.is_not_null() | bare).mean() or 0.0
        return len(read) == 0 or float(share) >= SEEN_SHARE  # type: ignore[arg-type]

    @property
    def is_address(self) -> bool:
        """Web addresses."""
        return self.share("^https?://") >= SEEN_SHARE

    def occurs_in(self, other: "Column") -> float:
        """The share of its different ids that stand in another column."""
        own = self.ids.drop_nulls().unique()
        share = own.is_in(other.ids.drop_nulls().unique().implode()).mean() or 0.0
        return float(share)  # type: ignore[arg-type]


def clash_share(frame: pl.DataFrame, ids: pl.Series, by: list[str]) -> float:
    """The share of ids that bear different values in the columns `by`: authors, texts."""
    seen = frame.select(pl.struct(by).alias("row") if by else pl.int_range(pl.len()).alias("row"))
    several = (
        seen.with_columns(id=ids)
        .filter(pl.col("id").is_not_null())
        .group_by("id")
        .agg(pl.col("row").n_unique())
    )
    return float((several["row"] > 1).mean() or 0.0)  # type: ignore[arg-type]


def platform_shown(
    columns: dict[str, Column], id_: str | None, at: str | None, bid: str | None
) -> tuple[str, str]:
    """(platform, zone of bare times) as far as ids prove them; "" for what they do not.

    Ids of Weibo and X hold their moment. If it is the exported one, in Beijing time or in UTC, the platform
    and the zone are known; a Weibo id beside its own short form is one as well.
    """
    if id_ is None:
        return "", ""
    ids = columns[id_].ids
    if bid is not None and bid != id_:
        pairs = pl.DataFrame({"id": ids, "bid": columns[bid].ids}).drop_nulls()
        pairs = pairs.filter(pl.col("bid").str.contains(_BID))
        if pairs.height and all(mid_of_bid(short) == mid for mid, short in pairs.iter_rows()):
            return "weibo", _zone_of(ids, columns[at].cells, "weibo") if at else ""
    for platform in ("weibo", "x"):
        if at is not None and (zone := _zone_of(ids, columns[at].cells, platform)):
            return platform, zone
    return "", ""


def _zone_of(ids: pl.Series, times: pl.Series, platform: str) -> str:
    """The zone in which times agree with the moments of ids; "" if in none."""
    held = pl.DataFrame({"id": ids}).select(
        moment_of_weibo_id(pl.col("id")) if platform == "weibo" else moment_of_x_id(pl.col("id"))
    )
    for zone in ("Asia/Shanghai", "UTC"):
        gap = (held.to_series() - moments(times, zone)["at"]).drop_nulls().abs()
        if len(gap) >= _FEW and float((gap <= _AGREES).mean() or 0.0) >= SEEN_SHARE:  # type: ignore[arg-type]
            return zone
    return ""


def zone_needed(column: Column) -> bool:
    """Whether a time of this column states no zone, or cannot be read before somebody says more."""
    if column.filled.is_empty():
        return False
    return naive_example(column.filled) is not None or moments(column.filled, "UTC")["at"].null_count() > 0


def date_order(column: Column) -> str | None:
    """ "day_first" or "month_first" as a part above 12 tells; "?" if none does; None for times of other
    forms."""
    parts = column.filled.str.extract_groups(_SLASHED).struct.unnest().drop_nulls()
    if parts.is_empty():
        return None
    first, second = (parts[c].cast(pl.Int64) for c in parts.columns)
    if (first > 12).any():
        return "day_first"
    return "month_first" if (second > 12).any() else "?"


def kinds_listed(column: Column, known: dict[str, str], values_max: int = 30) -> dict[str, str] | None:
    """value -> kind for a column all of whose values are known words; None for any other."""
    values = sorted(column.filled.unique().to_list())
    if not values or len(values) > values_max or column.cells.null_count():
        return None
    kinds = {value: known.get(re.sub(r"[\s_\-]+", "", value).lower(), "") for value in values}
    return kinds if all(kinds.values()) else None
