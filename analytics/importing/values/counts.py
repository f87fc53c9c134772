"""Displayed counts: whole, rounded by the platform, or a floor."""

import polars as pl

_FACTOR = {"万": 1e4, "w": 1e4, "W": 1e4, "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "亿": 1e8}
_UNITS = "".join(_FACTOR)
# The platform shows "100万+" from here on; a tool that multiplies writes the floor as a number.
SHOWN_MAX = 1_000_000
DIGITS_MAX = 18  # A longer number counts nothing, and would not fit 64 bit.
SHOWN_EXACT_MAX = 10_000  # From here on the platform shows tenths of 万, so a round thousand may be rounded.


def counts(text: pl.Series, converted: bool = False) -> pl.DataFrame:
    """Displayed counts: `value`, `is_floor` ("100万+": at least), `is_rounded` ("1.2万": rounded by the
    platform).

    "14", "1,234", "12.0", "1.2万" = 12,000, "3亿", "1.2k", "7万次播放" are read; what is no count
    ("转发", "--", "-1", "1.2") is null in all three.
    converted: a tool has multiplied what the page shows: exactly 1,000,000 is a floor, round thousands from
        10,000 on may be rounded.

    >>> counts(pl.Series(["1.2万", "100万+", "x"])).rows()
    [(12000, False, True), (1000000, True, True), (None, None, None)]
    """
    plain = text.cast(pl.Int64, strict=False)
    if plain.null_count() == text.null_count() and _are_plain(text):
        present = plain.is_not_null()
        false = pl.select(pl.when(present).then(pl.lit(False))).to_series()
        read = pl.DataFrame({"value": plain, "is_floor": false, "is_rounded": false})
    else:
        read = _displayed(text)
    return read.with_columns(_converted()) if converted else read


def meant_between(value: str, is_rounded: str, is_floor: str) -> tuple[pl.Expr, pl.Expr]:
    """Select the least and the largest number that a displayed count may stand for.

    value, is_rounded, is_floor: names of columns as `counts` gives them; null counts as neither.

    "1.2万" is short for 12,000: it may be rounded (from half a unit of its last digit below) or cut off (to a
    whole unit above), the platform does not say which. "100万+" is a floor: its largest is null.

    >>> low, high = meant_between("value", "is_rounded", "is_floor")
    >>> counts(pl.Series(["1.2万", "100万+", "14"])).select(low.alias("low"), high.alias("high")).rows()
    [(11500, 12999), (1000000, None), (14, 14)]
    """
    n, floor = pl.col(value), pl.col(is_floor).fill_null(False)
    unit = pl.when(n >= 100_000_000).then(100_000_000).otherwise(10_000)
    step = pl.when(n % unit == 0).then(unit).otherwise(unit // 10)
    is_short = pl.col(is_rounded).fill_null(False) & ~floor
    low = n - pl.when(is_short).then(step // 2).otherwise(0)
    return low, pl.when(~floor).then(n + pl.when(is_short).then(step - 1).otherwise(0))


def _are_plain(text: pl.Series) -> bool:
    """Whether whole numbers are written without a sign and in no more digits than `_displayed` reads."""
    is_long = (text.str.len_bytes().max() or 0) > DIGITS_MAX  # type: ignore[operator]
    return not is_long and not text.str.contains("-", literal=True).any()


def _displayed(text: pl.Series) -> pl.DataFrame:
    bare = pl.col("text").str.strip_chars().str.replace_all(r"[,，\s+＋]|次.*$|以上", "")
    unit = bare.str.extract(rf"\d([{_UNITS}])$", 1)
    factor = unit.replace_strict(_FACTOR, default=None, return_dtype=pl.Float64)
    scaled = bare.str.extract(rf"^(\d+(?:\.\d+)?)[{_UNITS}]$", 1).cast(pl.Float64, strict=False) * factor
    whole = bare.str.extract(rf"^(\d{{1,{DIGITS_MAX}}})(?:\.0+)?$", 1).cast(pl.Int64, strict=False)
    value = whole.fill_null(pl.when(scaled < 9e18).then(scaled).round().cast(pl.Int64, strict=False))
    read = pl.DataFrame({"text": text}).select(
        value=value,
        is_floor=pl.col("text").str.contains(r"\d.*[+＋]\s*$|以上"),
        is_rounded=unit.is_not_null(),
    )
    return read.with_columns(
        pl.when(pl.col("value").is_not_null()).then(pl.col(c)).alias(c) for c in ("is_floor", "is_rounded")
    )


def _converted() -> list[pl.Expr]:
    value = pl.col("value")
    return [
        (pl.col("is_floor") | (value == SHOWN_MAX)).alias("is_floor"),
        (pl.col("is_rounded") | ((value >= SHOWN_EXACT_MAX) & (value % 1_000 == 0))).alias("is_rounded"),
    ]
