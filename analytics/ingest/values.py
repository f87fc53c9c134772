"""Values as exports write them - ids, counts, moments, places - as expressions over text columns."""

from datetime import UTC, datetime

import polars as pl

from analytics.model.thresholds import ReadingLimits

# A Weibo id holds its moment: seconds since 1970 = (mid >> 22) + 515483463, for ids of 16 digits. Checked
# against
# 1.15 million public reposts; ids before August 2011 are shorter and follow no such rule.
WEIBO_EPOCH_S = 515_483_463
MID_SHIFT = 2**22
_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGIT = {c: i for i, c in enumerate(_BASE62)}

# md5, sha-1 and sha-256 of nothing: an id that was missing before somebody hashed it.
HASHES_OF_NOTHING = (
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "e3b0c44298fc1c14",
)
_NOTHING = ("", "null", "None", "NaN", "nan", "无", "undefined")
DESTROYED = r"^[+-]?\d(\.\d+)?[eE]\+\d+$"  # 4.85788E+15: what a spreadsheet leaves of a long id
BARE_REPOSTS = ("转发微博", "Repost", "轉發微博", "快转微博", "快轉微博")


def mid_of_bid(bid: str) -> str:
    """The numeric mid that a base62 bid stands for: groups of 4 from the right, 7 digits each.

    >>> mid_of_bid("z0JH2lOMb")
    '3501756485200075'
    """
    groups = [bid[max(0, end - 4) : end] for end in range(len(bid), 0, -4)][::-1]
    numbers = []
    for group in groups:
        number = 0
        for char in group:
            number = number * 62 + _DIGIT[char]
        numbers.append(number)
    return str(numbers[0]) + "".join(f"{n:07d}" for n in numbers[1:])


def cell(name: str) -> pl.Expr:
    """A text cell without surrounding blanks or the TAB that some exporters add; null for the words of
    absence."""
    text = pl.col(name).str.strip_chars()
    return pl.when(text.is_in(_NOTHING)).then(None).otherwise(text)


def native_id(name: str) -> pl.Expr:
    """An id as text; null if absent or the hash of nothing. A destroyed one stays, for `draft.py` to
    refuse."""
    text = cell(name)
    return pl.when(text.is_in((*HASHES_OF_NOTHING, "0"))).then(None).otherwise(text)


_NUMBER = r"^[1-9]\d{4,19}$"
# No word of absence, no hash of nothing, no blank and no number that a spreadsheet destroyed looks so.
_PLAIN = r"^[a-zA-Z]?\d{5,20}$"


def _is_clean(text: pl.Series, form: str = _NUMBER) -> bool:
    """Whether all values have this form (or are null), by default runs of 5 to 20 digits: nothing to strip,
    convert or refuse."""
    return bool(text.str.contains(form).all())


def native_ids(raw: pl.DataFrame, name: str) -> pl.Series:
    """Column `name` as `native_id` reads it, at once where every value is a number, with a letter before
    it or without."""
    return raw[name] if _is_clean(raw[name], _PLAIN) else raw.select(native_id(name).alias(name))[name]


def weibo_ids(raw: pl.DataFrame, name: str) -> pl.Series:
    """Column `name` as Weibo mids: mids stay, bids are converted, absent ones are null.

    >>> weibo_ids(pl.DataFrame({"id": ["z0JH2lOMb", "3501756485200075\\t", ""]}), "id").to_list()
    ['3501756485200075', '3501756485200075', None]
    """
    if _is_clean(raw[name]):
        return raw[name]
    text = raw.select(native_id(name).alias(name))[name]
    is_bid = text.str.contains("[a-zA-Z]").fill_null(False)
    if not is_bid.any():
        return text
    bids = text.filter(is_bid).unique()
    bids = bids.filter(bids.str.contains(r"^[0-9a-zA-Z]{6,9}$"))
    known = dict(zip(bids, (mid_of_bid(bid) for bid in bids), strict=True))
    return text.replace(known)


def moment_of_weibo_id(mid: pl.Expr) -> pl.Expr:
    """The second encoded in a 16-digit mid, UTC; null for any other id."""
    number = pl.when(mid.str.contains(r"^[345678]\d{15}$")).then(mid).cast(pl.Int64, strict=False)
    return (
        ((number // MID_SHIFT + WEIBO_EPOCH_S) * 1_000_000)
        .cast(pl.Datetime("us"))
        .dt.replace_time_zone("UTC")
    )


def counts(text: pl.Series) -> pl.DataFrame:
    """Displayed counts: `value`, `is_floor` ("100万+": at least), `is_rounded` ("1.2万": rounded by the
    platform).

    "14", "1,234", "1.2万" = 12,000, "3亿", "7万次播放" are read; what is no count is null in all three.

    >>> counts(pl.Series(["1.2万", "100万+", "x"])).rows()
    [(12000, False, True), (1000000, True, True), (None, None, None)]
    """
    plain = text.cast(pl.Int64, strict=False)
    if plain.null_count() == text.null_count() and (plain.min() or 0) >= 0:  # type: ignore[operator]
        present = plain.is_not_null()
        false = pl.select(pl.when(present).then(pl.lit(False))).to_series()
        return pl.DataFrame({"value": plain, "is_floor": false, "is_rounded": false})
    bare = pl.col("text").str.strip_chars().str.replace_all(r"[,\s+＋]|次.*$|以上", "")
    factor = (
        pl.when(bare.str.contains("[万wW]$"))
        .then(1e4)
        .when(bare.str.ends_with("亿"))
        .then(1e8)
        .otherwise(1.0)
    )
    scaled = bare.str.extract(r"^(\d+(?:\.\d+)?)[万亿wW]?$", 1).cast(pl.Float64, strict=False) * factor
    whole = bare.str.extract(r"^(\d{1,18})$", 1).cast(pl.Int64, strict=False)
    value = whole.fill_null(pl.when(scaled < 9e18).then(scaled).round().cast(pl.Int64, strict=False))
    read = pl.DataFrame({"text": text}).select(
        value=value,
        is_floor=pl.col("text").str.contains(r"[+＋]\s*$|以上"),
        is_rounded=pl.col("text").str.contains("[万亿wW]"),
    )
    return read.with_columns(
        pl.when(pl.col("value").is_not_null()).then(pl.col(c)).alias(c) for c in ("is_floor", "is_rounded")
    )


def ip_region(text: pl.Expr) -> pl.Expr:
    """The place alone: "发布于 北京", "来自 陕西", "来自河南", "IP属地：北京"."""
    place = text.str.strip_chars().str.replace(r"^(发布于|来自|IP属地[:：]?)\s*", "")
    return pl.when(place.is_in(_NOTHING)).then(None).otherwise(place)


def plain_text(html: pl.Expr) -> pl.Expr:
    """Readable text from HTML: emoji images become their [name], breaks line ends, other tags go, entities
    decoded."""
    text = html.str.replace_all(r"<br\s*/?>", "\n").str.replace_all(
        r'<img[^>]*alt="?(\[[^\]>]*\])"?[^>]*>', "${1}"
    )
    text = text.str.replace_all(r"<[^>]*>", "")
    for entity, char in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ):
        text = text.str.replace_all(entity, char, literal=True)
    return text


HIDDEN_SLASHES = "\u0001"


def without_false_marks(text: pl.Series) -> pl.Series:
    """`text` with the "//" of addresses ("http://@") and of quoted marks ("“//@某某”") replaced by
    HIDDEN_SLASHES.

    The platform writes a chain behind a blank, a word or a colon, never behind an opening quotation mark.
    """
    is_false = text.str.contains(r"(?i)(https?:|[“‘「『《])//").fill_null(False)
    if not is_false.any():
        return text
    hidden = text.filter(is_false).str.replace_all(r"(?i)(https?:|[“‘「『《])//", "${1}" + HIDDEN_SLASHES)
    return text.scatter(is_false.arg_true(), hidden)


def own_words(text: pl.Series) -> pl.Series:
    """What stands before the first `//@`; null for a bare repost ("转发微博") or nothing.

    A `//@` behind "http:", or behind an opening quotation mark, does not count.

    >>> own_words(pl.Series(["说得对//@某人:转", "转发微博//@甲:好", "http://@x 看//@乙:好"])).to_list()
    ['说得对', None, 'http://@x 看']
    """
    is_chained = (text.str.contains("//", literal=True) & text.str.contains("@", literal=True)).fill_null(
        False
    )
    own = text
    if is_chained.any():
        chained = without_false_marks(text.filter(is_chained)).str.replace(r"(?s)/?//\s*@.*$", "")
        own = text.scatter(is_chained.arg_true(), chained.str.replace_all(HIDDEN_SLASHES, "//", literal=True))
    own = own.str.strip_chars(" \t\r\n\u00a0\u200b")
    return pl.select(pl.when(~own.is_in([*BARE_REPOSTS, ""])).then(own)).to_series()


_UTC = pl.Datetime("us", "UTC")
_FORMS = (  # pattern, how to read it, precision
    (r"^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}$", "%Y-%m-%d %H:%M:%S", "s"),
    (
        r"^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}$",
        "%a %b %d %H:%M:%S %z %Y",
        "s",
    ),
    (r"^\d{9,10}$", "unix1000000", "s"),
    (r"^\d{13}$", "unix1000", "ms"),
    (r"^\d{9,10}\.\d+$", "unix1000000", "us"),
    (r"^\d{16}$", "unix1", "us"),
    (r"^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}$", "%Y-%m-%d %H:%M", "min"),
    (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$", "%Y-%m-%dT%H:%M:%S", "s"),
    (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$", "%Y-%m-%dT%H:%M:%SZ", "s"),
    (r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\s?[+-]\d{2}:?\d{2}$", "%Y-%m-%dT%H:%M:%S%z", "s"),
    (r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\.\d{1,9}$", "%Y-%m-%dT%H:%M:%S%.f", "us"),
    (r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\.\d{1,9}Z$", "%Y-%m-%dT%H:%M:%S%.fZ", "us"),
    (r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\.\d{1,9}\s?[+-]\d{2}:?\d{2}$", "%Y-%m-%dT%H:%M:%S%.f%z", "us"),
    (r"^\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2}$", "%Y/%m/%d %H:%M:%S", "s"),
    (r"^\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}$", "%Y/%m/%d %H:%M", "min"),
    (r"^\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2}$", "%Y年%m月%d日 %H:%M", "min"),
    (r"^\d{4}-\d{1,2}-\d{1,2}$", "%Y-%m-%d", "day"),
    (r"^\d{4}/\d{1,2}/\d{1,2}$", "%Y/%m/%d", "day"),
)
PLAUSIBLE_YEARS = ReadingLimits.years_plausible


def moments(text: pl.Series, timezone: str) -> pl.DataFrame:
    """`at` (UTC, µs) and `at_precision` of moments written in any known form; null where none fits.

    Bare times are read in `timezone`. Year-less and relative forms ("07-23", "今天 12:26", "3小时前") and
    years outside
    1995 to 2100 stay null: a date is never guessed.

    >>> moments(pl.Series(["2021-02-23 12:28", "昨天 10:00"]), "Asia/Shanghai").rows()[1]
    (None, None)
    """
    text = text.str.strip_chars() if text.dtype == pl.String else text.cast(pl.String)
    at = pl.Series([None], dtype=_UTC).new_from_index(0, len(text))
    precision = pl.Series([None], dtype=pl.String).new_from_index(0, len(text))
    first = text.drop_nulls().head(1)
    if first.is_empty():
        return pl.DataFrame({"at": at, "at_precision": precision})
    if first.str.contains(_FORMS[0][0]).all():  # by far the commonest form: all in one go, if that reads all
        found = _read(text, _FORMS[0][1], "s", timezone)
        if found.null_count() == text.null_count() and (text.str.len_bytes() == 19).all():
            at, precision = _fill(at, precision, found, "s")
            return pl.DataFrame({"at": at, "at_precision": precision})
    seconds = text.cast(pl.Int64, strict=False)
    nine_or_ten = (
        pl.when(pl.col("long") == 9).then(10**8).when(pl.col("long") == 10).then(10**9)
    )  # A sign before fewer digits falls short.
    table = pl.DataFrame({"long": text.str.len_bytes(), "seconds": seconds})
    is_moment = pl.col("seconds").is_null() | (pl.col("seconds") >= nine_or_ten).fill_null(False)
    if seconds.null_count() == text.null_count() and table.select(is_moment.all()).item():
        at, precision = _fill(at, precision, (seconds * 1_000_000).cast(_UTC), "s")
        return pl.DataFrame({"at": at, "at_precision": precision})
    todo = text
    # The form of the first value is tried first: most exports know but one.
    for pattern, form, step in sorted(_FORMS, key=lambda entry: not first.str.contains(entry[0]).all()):
        mask = todo.str.contains(pattern)
        if not mask.any():
            continue
        found = _read(
            pl.select(pl.when(mask).then(todo)).to_series() if not mask.all() else todo, form, step, timezone
        )
        at, precision = _fill(at, precision, found, step)
        if at.null_count() == text.null_count():
            break
        todo = pl.select(pl.when(at.is_null()).then(text)).to_series()
    return pl.DataFrame({"at": at, "at_precision": precision})


def _read(text: pl.Series, form: str, step: str, timezone: str) -> pl.Series:
    if form.startswith("unix"):
        whole = text.str.extract(r"^(\d+)", 1).cast(pl.Int64) * int(form[4:])
        part = (
            text.str.extract(r"\.(\d{1,6})", 1).str.pad_end(6, "0").cast(pl.Int64) if step == "us" else None
        )
        return (
            (whole if part is None else whole + part.fill_null(0))
            .cast(pl.Datetime("us"))
            .dt.replace_time_zone("UTC")
        )
    if "T%H" in form:
        text = text.str.replace(" ", "T", literal=True).str.replace(" ", "", literal=True)
    if "%z" in form:
        return text.str.to_datetime(form, time_unit="us", strict=False).dt.convert_time_zone("UTC")
    if step == "day":
        bare = text.str.to_date(form, strict=False).cast(pl.Datetime("us"))
    else:
        bare = text.str.to_datetime(form, time_unit="us", strict=False)
    zone = "UTC" if form.endswith("Z") else timezone
    return bare.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone(
        "UTC"
    )


def _fill(at: pl.Series, precision: pl.Series, found: pl.Series, step: str) -> tuple[pl.Series, pl.Series]:
    low, high = (datetime(year, 1, 1, tzinfo=UTC) for year in PLAUSIBLE_YEARS)
    table = pl.DataFrame({"at": at, "step": precision, "found": found}).select(
        "at", "step", found=pl.when(pl.col("found").is_between(low, high)).then("found")
    )
    table = table.select(
        at_precision=pl.col("step").fill_null(pl.when(pl.col("found").is_not_null()).then(pl.lit(step))),
        at=pl.col("at").fill_null(pl.col("found")),
    )
    return table["at"], table["at_precision"]
