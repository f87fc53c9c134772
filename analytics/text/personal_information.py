"""Patterns of personal information in what accounts wrote: counted by class, masked, never stored in clear.

A pattern is no proof: a number may be invented, and a shop's address is public. What it is, whose it is, and
whether there was consent is for people. Checksums: identity numbers GB 11643-1999 (ISO 7064 MOD 11-2), cards
ISO/IEC 7812-1 (Luhn).
"""

import re
from datetime import date

import polars as pl

CLASSES = ("phone", "identity", "card", "address", "plate", "email")
DIGITS = r"[0-9]+(?:[ \-][0-9]+)*[Xx]?"
_ADDRESS = (
    r"(?:路|街|大道|巷|弄|胡同|村|小区|花园|公寓|苑|大厦)"
    r"[^，。！？,.!?；;\s]{0,12}?[0-9]+\s?(?:号|栋|幢|单元|室|座|楼)"
)
_PLATE = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][· ]?[A-HJ-NP-Z0-9]{5,6}"
)
_EMAIL = r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}\.[A-Za-z]{2,24}"
_URL = r"https?://[^\s，。]+"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def personal_items(said: pl.DataFrame) -> pl.DataFrame:
    """event_id, kind (of CLASSES), item: every item found in column `own`. In memory only: `item` is in
    clear.

    Links are left out first (ids of posts look like numbers of cards). said: event_id, own.
    """
    text = pl.col("own").str.normalize("NFKC").str.replace_all(_URL, " ")
    plain = (
        said.drop_nulls("own")
        .filter(pl.col("own").str.contains(r"[0-9０-９@＠]"))
        .select("event_id", text=text)
    )
    digits = _found(plain, "digits", DIGITS)
    kinds = {number: digit_class(number) for number in digits["item"].unique()}
    digits = digits.with_columns(
        kind=pl.col("item").replace_strict(kinds, return_dtype=pl.String, default=None)
    ).drop_nulls("kind")
    bare = digits.with_columns(item=pl.col("item").str.replace_all(r"[ \-]", "").str.strip_prefix("86"))
    others = [
        _found(plain, "address", _ADDRESS),
        _found(plain, "plate", _PLATE).filter(pl.col("item").str.contains("[0-9]")),
        _found(plain, "email", _EMAIL),
    ]
    return pl.concat([bare, *others]).sort("event_id", "kind", "item")


def digit_class(number: str) -> str | None:
    """What a run of digits (blanks and hyphens allowed) is by its form: phone, identity, card or None.

    >>> digit_class("138 0013 8000"), digit_class("11010519491231002X"), digit_class("110105194912310021")
    ('phone', 'identity', None)
    """
    bare = re.sub(r"[ \-]", "", number).upper()
    if re.fullmatch(r"(86)?1[3-9]\d{9}", bare):
        return "phone"
    if len(bare) == 18 and _is_identity(bare):
        return "identity"
    # 62: UnionPay. Other card numbers have the length and first digit of post ids, and cannot be told from
    # them.
    return "card" if re.fullmatch(r"62\d{14,17}", bare) and _luhn(bare) else None


def masked(text: str) -> str:
    """`text` with every item of personal information hidden but for its first character.

    >>> masked("打给13800138000，邮箱 a.b@example.com")
    '打给1**********，邮箱 a**************'
    """

    def hidden(found: re.Match[str]) -> str:
        return found[0][0] + "*" * (len(found[0]) - 1)

    def number(found: re.Match[str]) -> str:
        return hidden(found) if digit_class(found[0]) else found[0]

    for pattern in (_EMAIL, _PLATE, _ADDRESS):
        text = re.sub(pattern, hidden, text)
    return re.sub(DIGITS, number, text)


def _found(plain: pl.DataFrame, kind: str, pattern: str) -> pl.DataFrame:
    return (
        plain.select("event_id", kind=pl.lit(kind), item=pl.col("text").str.extract_all(pattern))
        .explode("item")
        .drop_nulls("item")
    )


def _is_identity(bare: str) -> bool:
    if not re.fullmatch(r"[1-9]\d{16}[0-9X]", bare):
        return False
    try:
        date(int(bare[6:10]), int(bare[10:12]), int(bare[12:14]))
    except ValueError:
        return False
    return (
        int(bare[6:10]) >= 1880
        and _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, bare, strict=False)) % 11] == bare[17]
    )


def _luhn(bare: str) -> bool:
    doubled = (int(d) * 2 if k % 2 else int(d) for k, d in enumerate(reversed(bare)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
