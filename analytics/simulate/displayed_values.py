"""How platforms and exporters write moments, counters and places: expressions over columns of SHOWN."""

import polars as pl

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def beijing(second: pl.Expr) -> pl.Expr:
    """Put a moment (Unix seconds) on Beijing's clock."""
    return (second * 1_000_000).cast(pl.Datetime("us")).dt.offset_by("8h")


def clock(second: pl.Expr, form: str = "%Y-%m-%d %H:%M:%S") -> pl.Expr:
    """Write a moment (Unix seconds) as Beijing time without a zone.

    >>> pl.select(clock(pl.lit(1741000000), "%Y-%m-%d %H:%M")).item()
    '2025-03-03 19:06'
    """
    return beijing(second).dt.strftime(form)


def api_time(second: pl.Expr) -> pl.Expr:
    """Write a moment (Unix seconds) in the platform's own form, always in English and +0800.

    >>> pl.select(api_time(pl.lit(1741000000))).item()
    'Mon Mar 03 19:06:40 +0800 2025'
    """
    moment = beijing(second)
    day = moment.dt.weekday().replace_strict(dict(enumerate(_DAYS, 1)), return_dtype=pl.String)
    month = moment.dt.month().replace_strict(dict(enumerate(_MONTHS, 1)), return_dtype=pl.String)
    return pl.concat_str(day, pl.lit(" "), month, moment.dt.strftime(" %d %H:%M:%S +0800 %Y"))


def counter(number: int) -> int | str:
    """Write a counter as m.weibo.cn sends it: exact below 10,000, then "1.2万", from a million on "100万+".

    >>> counter(987), counter(12345), counter(3_000_000)
    (987, '1.2万', '100万+')
    """
    if number < 10_000:
        return number
    if number >= 1_000_000:
        return "100万+"
    return f"{number // 1000 / 10:g}万"


def followers(number: int) -> str:
    """Write a number of followers as m.weibo.cn sends it: always text, "105.9万".

    >>> followers(812), followers(1_059_000)
    ('812', '105.9万')
    """
    return str(number) if number < 10_000 else f"{number // 1000 / 10:g}万"


def published(place: str) -> pl.Expr:
    """Write the IP region as statuses show it: "发布于 广东"."""
    return pl.lit("发布于 ") + pl.col(place)
