"""Times that mean something only beside another moment: "3分钟前", "昨天 12:30", "2 weeks ago", "04-23".

They are null unless the record says when it was captured; then they are the interval of their unit. Without
that the moment in the act's id is taken, if it does not contradict what is written.
"""

import polars as pl

_UTC = pl.Datetime("us", "UTC")
_UNITS = (  # pattern with the number, seconds in one, precision
    (r"^(\d{1,2})\s*秒前$", 1, "s"),
    (r"^(\d{1,2})\s*分钟?前$", 60, "min"),
    (r"^(\d{1,3})\s*(?:小时|个小时)前$", 3_600, "h"),
    (r"^(\d{1,3})\s*天前$", 86_400, "day"),
    (r"^(\d{1,2})\s*(?:seconds?|secs?|s) ago$", 1, "s"),
    (r"^(\d{1,2})\s*(?:minutes?|mins?|m) ago$", 60, "min"),
    (r"^(\d{1,3})\s*(?:hours?|hrs?|h) ago$", 3_600, "h"),
    (r"^(\d{1,3})\s*(?:days?|d) ago$", 86_400, "day"),
)
_CLOCK = r"^(今天|昨天)\s*(\d{1,2}):([0-5]\d)$"
_YEARLESS = r"^(\d{1,2})(?:月|-)(\d{1,2})(?:日)?(?:\s+\d{1,2}:\d{2})?$"
_DAY_S = 86_400


def relative_moments(text: pl.Series, captured: pl.Series, timezone: str) -> pl.DataFrame:
    """`at` (start of the interval) and `at_precision` of relative forms beside the moment of capture.

    "3分钟前" seen at 12:30:45 happened after 12:26:45 and not after 12:27:45: that minute. Weeks, months and
    years are coarser than any precision we state, and stay null, as all else does.

    captured: UTC moments, null where unknown. timezone: in which "昨天" was a day.
    """
    table = pl.DataFrame({"text": text.str.strip_chars(), "seen": captured})
    nothing = pl.lit(None, pl.Int64)
    back, step = nothing, pl.lit(None, pl.String)
    for pattern, unit_s, name in _UNITS:
        number = pl.col("text").str.extract(pattern, 1).cast(pl.Int64)
        back = pl.coalesce(back, (number + 1) * unit_s)
        step = pl.coalesce(step, pl.when(number.is_not_null()).then(pl.lit(name)))
    is_now = pl.col("text") == "刚刚"
    back, step = (
        pl.coalesce(back, pl.when(is_now).then(60)),
        pl.coalesce(step, pl.when(is_now).then(pl.lit("min"))),
    )
    day = pl.col("seen").dt.convert_time_zone(timezone).dt.replace_time_zone(None).dt.truncate("1d")
    hour, minute = (pl.col("text").str.extract(_CLOCK, k).cast(pl.Int64) for k in (2, 3))
    shift_s = (
        hour * 3_600 + minute * 60 - pl.when(pl.col("text").str.starts_with("昨")).then(_DAY_S).otherwise(0)
    )
    local = (day + pl.duration(seconds=shift_s)).dt.replace_time_zone(
        timezone, ambiguous="earliest", non_existent="null"
    )
    clock = local.dt.convert_time_zone("UTC")
    clock = pl.when((hour < 24) & (clock <= pl.col("seen"))).then(clock)
    at = pl.coalesce(pl.col("seen") - pl.duration(seconds=back), clock).cast(_UTC)
    read = table.select(at=at, step=pl.coalesce(step, pl.when(clock.is_not_null()).then(pl.lit("min"))))
    return read.select("at", at_precision=pl.when(pl.col("at").is_not_null()).then("step"))


def is_other_day(text: pl.Series, moment: pl.Series, timezone: str) -> pl.Series:
    """Whether a year-less date ("02月23日", "04-23 10:00") names another day of the year than `moment`'s."""
    local = moment.dt.convert_time_zone(timezone)
    month, day = (
        text.str.strip_chars().str.extract(_YEARLESS, k).cast(pl.Int8, strict=False) for k in (1, 2)
    )
    return ((month != local.dt.month()) | (day != local.dt.day())).fill_null(False)
