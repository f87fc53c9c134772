"""Ids as exports write them: stripped, bids as mids; numbers that a program rounded stay for refusal.

A destroyed id (5.14E+15, 1234567890123456789.0) stays as it is written: draft.py takes a sibling that cannot
be rounded, or refuses the record.
"""

import re

import numpy as np
import polars as pl

from analytics.importing.values.nulls import NULL_WORDS, cell

# A Weibo id holds its moment: seconds since 1970 = (mid >> 22) + 515483463, for ids of 16 digits. Checked
# against 1.15 million public reposts; ids before August 2011 are shorter and follow no such rule.
WEIBO_EPOCH_S = 515_483_463
MID_SHIFT = 2**22
X_EPOCH_MS = 1_288_834_974_657  # X documents its ids: milliseconds = (id >> 22) + this.
DOUBLE_MAX = (
    2**53
)  # From here on a double, and with it JavaScript and every spreadsheet, skips whole numbers.
ROUNDED_N = 5  # Different ids that all end in 0: by chance one column in 100,000.
_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = np.full(256, -1, np.int64)
_DIGITS[np.frombuffer(_BASE62.encode(), np.uint8)] = np.arange(62)
_GROUP = 4  # Signs of a bid that stand for 7 digits of the mid, counted from the right.
_GROUP_MAX = 10**7

# md5, sha-1 and sha-256 of nothing: an id that was missing before somebody hashed it.
HASHES_OF_NOTHING = (
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "e3b0c44298fc1c14",
)
_NO_IDS = (*HASHES_OF_NOTHING, "0", "-1", "0.0", "-1.0")
# What is left of a long id that went through a double: 4.85788E+15, 1.2345678901234568e+18, 17 digits + ".0";
# also behind the space of its kind: dynamic/8.00000E+17.
DESTROYED = r"(?:^|/)[+-]?\d(?:[.,]\d+[eE]\+?\d+|[eE]\+\d+)$|(?:^|/)\d{16,}\.0+$"
_BLANKS = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_EXPONENT = r"^(\d)(?:\.(\d+))?[eE]\+?0*(\d{1,2})$"
_NUMBER = r"^[1-9]\d{4,19}$"
# No word of absence, no hash of nothing, no blank and no number that a spreadsheet destroyed looks so.
_PLAIN = r"^[a-zA-Z]?\d{5,20}$"
_BID = r"^[0-9a-zA-Z]{6,9}$"
_BARE = r"^(?:[a-zA-Z]?\d{5,20}|[0-9a-zA-Z]{6,9})?$"
_NO_BARE_IDS = [word for word in (*NULL_WORDS, *_NO_IDS, "") if re.match(_BARE, word)]
# JavaScript writes 17 digits of a number and noughts behind them.
_OF_JAVASCRIPT = r"^\d{17}0+$"
# Prefixes by which a platform tells what kind of thing an id names.
KIND_PREFIX = {"reddit": r"^t[1-6]_"}
_IN_URL = (
    r"(?:weibo\.(?:com|cn)/{1,2}(?:u/)?(?:\d+|detail|status)|/status(?:es)?|/detail|/video|/comments)"
    r"/([0-9A-Za-z]+)"
)


def mid_of_bid(bid: str) -> str:
    """The numeric mid that a base62 bid stands for: groups of 4 from the right, 7 digits each.

    >>> mid_of_bid("z0JH2lOMb")
    '3501756485200075'
    """
    return str(mids_of_bids(pl.Series([bid]))[0])


def mids_of_bids(bids: pl.Series) -> pl.Series:
    """The mids of bids of 6 to 9 signs; null for what is no bid (a group above 9,999,999 stands for nothing).

    >>> mids_of_bids(pl.Series(["z0JH2lOMb", "ZZZZZZZZZ", "-", None])).to_list()
    ['3501756485200075', None, None, None]
    """
    mids = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(bids))
    is_bid = bids.str.contains(_BID).fill_null(False)
    lengths = bids.str.len_bytes().fill_null(0)
    for length in lengths.filter(is_bid).unique():
        where = (is_bid & (lengths == length)).arg_true()
        signs = np.frombuffer("".join(bids.gather(where)).encode(), np.uint8).reshape(-1, length)
        digits = _DIGITS[signs]
        number = np.zeros(len(where), np.int64)
        is_whole = np.ones(len(where), bool)
        for end in range(length, 0, -_GROUP):
            group = np.zeros(len(where), np.int64)
            for place in range(max(0, end - _GROUP), end):
                group = group * 62 + digits[:, place]
            is_whole &= group < _GROUP_MAX
            number += group * _GROUP_MAX ** ((length - end) // _GROUP)
        mids = mids.scatter(where.filter(pl.Series(is_whole)), number[is_whole])
    return mids.cast(pl.String)


def native_id(name: str) -> pl.Expr:
    """An id as text; null if absent or the hash of nothing. A destroyed one stays, for `draft.py` to refuse.

    Quotation marks and blanks around it go, `+123` and `123.0` are 123, `5.140575367893593e15` is the number
    it shows in full; from 2^53 on the last two are destroyed.
    """
    return pl.col(name).map_batches(_read, return_dtype=pl.String)


def _read(text: pl.Series) -> pl.Series:
    """As `native_id`, for a whole column. Step by step: as one expression it would hold itself 250 times."""
    if _is_clean(text, _BARE):  # Most columns: nothing to strip or convert.
        return text if _is_clean(text, _PLAIN) else text.set(text.is_in(_NO_BARE_IDS), None)
    bare = pl.DataFrame({"id": text}).select(
        cell("id")
        .str.strip_chars(_BLANKS)
        .str.replace(r'^=?"\s*(.*?)\s*"$', "${1}")
        .str.replace(r"^'?\+?(\d)", "${1}")
    )["id"]
    where = bare.str.contains(r"^\d(?:\.\d+[eE]|[eE]\+)|\.0+$").fill_null(False).arg_true()
    if len(where):
        bare = bare.scatter(where, _in_full(bare.gather(where)))
    return pl.DataFrame({"id": bare}).select(pl.when(~pl.col("id").is_in((*_NO_IDS, ""))).then("id"))["id"]


def _in_full(bare: pl.Series) -> pl.Series:
    """Numbers with an exponent or a decimal point as their digits, where these are all shown and no program
    rounded them; others as they are written."""
    parts = pl.DataFrame({"bare": bare}).with_columns(
        whole=pl.col("bare").str.extract(r"^(\d{1,16})\.0+$", 1),
        power=pl.col("bare").str.extract(_EXPONENT, 3).cast(pl.UInt32, strict=False),
        shown=pl.col("bare").str.extract(_EXPONENT, 1)
        + pl.col("bare").str.extract(_EXPONENT, 2).fill_null(""),
    )
    shown, power = pl.col("shown"), pl.col("power")
    is_full = (shown.str.len_bytes() > power) & shown.str.slice(power + 1).str.contains("^0*$")
    written = parts.select(
        "bare", written=pl.coalesce("whole", pl.when(is_full).then(shown.str.slice(0, power + 1)))
    )
    is_exact = pl.col("written").cast(pl.Int64, strict=False) < DOUBLE_MAX
    return written.select(pl.when(is_exact).then("written").otherwise("bare"))["written"]


def _is_clean(text: pl.Series, form: str = _NUMBER) -> bool:
    """Whether all values have this form (or are null), by default runs of 5 to 20 digits: nothing to strip,
    convert or refuse."""
    return bool(text.str.contains(form).all())


def native_ids(raw: pl.DataFrame, name: str) -> pl.Series:
    """Column `name` as `native_id` reads it, at once where every value is a number, with a letter before
    it or without."""
    return raw[name] if _is_clean(raw[name], _PLAIN) else _read(raw[name])


def weibo_ids(raw: pl.DataFrame, name: str) -> pl.Series:
    """Column `name` as Weibo mids: mids stay; bids, `<uid>_<bid>`, `C_<mid>` and `M_<mid>` are converted;
    absent ones are null.

    >>> weibo_ids(pl.DataFrame({"id": ["z0JH2lOMb", "C_3501756485200075\\t", ""]}), "id").to_list()
    ['3501756485200075', '3501756485200075', None]
    """
    if _is_clean(raw[name]):
        return raw[name]
    text = _read(raw[name])
    where = text.str.contains("[a-zA-Z]").fill_null(False).arg_true()
    if not len(where):
        return text
    written = text.gather(where).str.replace(r"^(?:[CM]|\d{5,12})_([0-9a-zA-Z]{6,19})$", "${1}")
    return text.scatter(where, mids_of_bids(written).fill_null(written))


def platform_ids(raw: pl.DataFrame, name: str, platform: str) -> pl.Series:
    """Column `name` as ids of `platform`: Weibo's bids are converted, other ids are text."""
    return weibo_ids(raw, name) if platform == "weibo" else native_ids(raw, name)


def ids_in_urls(raw: pl.DataFrame, name: str, platform: str) -> pl.Series:
    """The id of the act that an address in column `name` leads to; null where it names none.

    weibo.com/<uid>/<bid>, m.weibo.cn/detail/<mid>, /status/<id>. An address cannot be rounded, so it is the
    sibling of an id that was.
    """
    found = raw.select(pl.col(name).str.extract(_IN_URL, 1).alias(name))
    return platform_ids(found, name, platform)


def siblings_in_urls(raw: pl.DataFrame, own: pl.Series, name: str, platform: str) -> pl.Series:
    """The ids in the addresses of column `name`, for the acts whose `own` id a program rounded; else null.

    For layouts whose ids are to be trusted above their addresses: 4CAT's links to answers on X are made of
    numbers that went through JavaScript, which leaves noughts from the 18th digit on. Such an address is no
    sibling.

    >>> raw = pl.DataFrame({"url": ["https://x.com/a/status/1924631998362550275"] * 2})
    >>> siblings_in_urls(raw, pl.Series(["1.92463E+18", "1924631998362550275"]), "url", "x").to_list()
    ['1924631998362550275', None]
    """
    is_lost = own.str.contains(DESTROYED)
    if are_rounded(own):
        is_lost = is_lost | pl.select(is_rounded(pl.lit(own))).to_series()
    if not is_lost.any():
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(own))
    found = ids_in_urls(raw, name, platform)
    is_sibling = is_lost & ~found.str.contains(_OF_JAVASCRIPT)
    return found.set(~is_sibling.fill_null(False), None)


def are_rounded(ids: pl.Series) -> bool:
    """Whether a column of ids was rounded: at least ROUNDED_N different ones of 16 and more digits, and all
    of them end in 0.

    A spreadsheet keeps 15 digits, JavaScript 17 of 19: what follows is written as noughts.
    """
    is_long = ids.str.len_bytes() >= 16
    if not (ids.str.ends_with("0") | ~is_long).all():
        return False
    long = ids.filter((is_long & ids.str.contains(r"(?:^|/)\d{16,}$")).fill_null(False))
    return long.n_unique() >= ROUNDED_N


def is_rounded(ids: pl.Expr) -> pl.Expr:
    """Whether an id of a rounded column is among those that were: 16 digits and more, the last of them 0."""
    return ids.str.contains(r"(?:^|/)\d{15,}0$").fill_null(False)


def without_kind(space: str, own: pl.Series, named: pl.Series) -> pl.Series:
    """Ids of other acts (`named`) without the prefix of their kind, where the file's own ids bear none.

    Reddit: `t1_kabc01` names the comment whose own id the file writes as `kabc01`.
    """
    prefix = KIND_PREFIX.get(space)
    if prefix is None or own.str.contains(prefix).any():
        return named
    return named.str.replace(prefix, "")


def moment_of_weibo_id(mid: pl.Expr) -> pl.Expr:
    """The second encoded in a 16-digit mid, UTC; null for any other id."""
    number = pl.when(mid.str.contains(r"^[345678]\d{15}$")).then(mid).cast(pl.Int64, strict=False)
    return (
        ((number // MID_SHIFT + WEIBO_EPOCH_S) * 1_000_000)
        .cast(pl.Datetime("us"))
        .dt.replace_time_zone("UTC")
    )


def moment_of_x_id(id_: pl.Expr) -> pl.Expr:
    """The millisecond encoded in an id of X of 18 or 19 digits (from 2011 on), UTC; null for any other id.

    Source: the platform documents its ids as (milliseconds - 1288834974657) << 22.

    >>> str(pl.select(moment_of_x_id(pl.lit("1895685424542646273"))).item())
    '2025-03-01 04:00:00+00:00'
    """
    number = pl.when(id_.str.contains(r"^\d{18,19}$")).then(id_).cast(pl.Int64, strict=False)
    return ((number // MID_SHIFT + X_EPOCH_MS) * 1_000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
