"""The `//@name:` chain of a Weibo repost: newest name leftmost, written by the platform, edited by people.

The first name is that of the direct parent; the last may be cut by the length limit. Faults that occur in
real texts: full-width colons, blanks around the name, a colon deleted by hand, two handles in one element,
and addresses (`http://@`).
"""

import os
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from analytics.importing.values import without_false_marks

_MARK = "\u0002"
_PART_N = 125_000  # Texts read together: parts run on all cores.
# A name as the platform allows it: letters, digits, ideographs, "_", "-", "·", at most 30 characters.
_NAME = r"[\p{L}\p{N}\p{M}_\-·・]{1,30}"
_WHOLE = rf"^{_NAME}$"
_ANSWER = rf"^[\s：:]*回复\s*@({_NAME})\s*[:：]"


def parse_chains(texts: pl.Series) -> pl.DataFrame:
    """Parse the repost chain that each text ends with.

    Returns a row for each text:

    chain_1, chain_2: the first and the second name of the chain.
    chain_n: the number of its elements; 0 where there is no chain.
    chain_truncated: whether the last element is a name without a colon at the end of the text.
    chain_fault: why the first element gives no name: "cut" (it is that last element) or "unreadable" (two
        handles, or no colon).

    All other columns are null where there is no chain.

    >>> parse_chains(pl.Series(["好//@甲:看//@乙-2：转//@丙"])).row(0)
    ('甲', '乙-2', 3, True, None)
    """
    if len(texts) <= _PART_N:
        return _chains(texts)
    parts = [texts.slice(start, _PART_N) for start in range(0, len(texts), _PART_N)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return pl.concat(pool.map(_chains, parts))


def _chains(texts: pl.Series) -> pl.DataFrame:
    is_chained = (texts.str.contains("//", literal=True) & texts.str.contains("@", literal=True)).fill_null(
        False
    )
    plain = without_false_marks(texts.filter(is_chained))
    if plain.str.contains("</a>", literal=True).any():
        plain = plain.str.replace_all(r"</?a[^>]*>", "")
    bare = plain.str.replace_all("[\u00a0\u3000]", " ").str.replace_all("[\u200b\u200c\u200d\ufeff]", "")
    marked = bare.str.replace_all(r"/?//\s*@\s*", _MARK).str.replace_all("：", ":", literal=True)
    part = marked.str.splitn(_MARK, 4).struct.unnest()
    n = marked.str.count_matches(_MARK, literal=True).cast(pl.Int64)
    read = pl.DataFrame(
        {
            "n": n,
            "first": part["field_1"],
            "second": part["field_2"],
            "truncated": marked.str.contains(rf"{_MARK}{_NAME}\s*$"),
        }
    )
    # An element may hold nothing but the name: "//@甲//@乙:" - then the next mark stands in for the colon.
    found = read.select(
        chain_1=_name("first", pl.col("n") > 1),
        chain_2=_name("second", pl.col("n") > 2),
        chain_n="n",
        chain_truncated="truncated",
    ).with_columns(
        chain_fault=pl.when((pl.col("chain_n") > 0) & pl.col("chain_1").is_null()).then(
            pl.when((pl.col("chain_n") == 1) & pl.col("chain_truncated"))
            .then(pl.lit("cut"))
            .otherwise(pl.lit("unreadable"))
        )
    )
    whole = pl.DataFrame({"chain_1": pl.Series([None] * len(texts), dtype=pl.String)}).with_columns(
        chain_2=pl.lit(None, pl.String),
        chain_n=pl.lit(0, pl.Int64),
        chain_truncated=pl.lit(False),
        chain_fault=pl.lit(None, pl.String),
    )
    at = is_chained.arg_true()
    return pl.DataFrame([whole[name].scatter(at, found[name]) for name in whole.columns])


def _name(element: str, may_be_bare: pl.Expr) -> pl.Expr:
    """The name an element opens with: up to its colon, or the whole of it where another element follows."""
    head = pl.col(element).str.splitn(":", 2)
    name, rest = head.struct.field("field_0").str.strip_chars_end(" \t\u200b"), head.struct.field("field_1")
    return pl.when(name.str.contains(_WHOLE) & (rest.is_not_null() | may_be_bare)).then(name)


def answered_name(texts: pl.Expr) -> pl.Expr:
    """Extract the name that a comment answers; null if it answers nobody by name.

    The platform's HTML gives the same: `回复<a href=...>@甲</a>:`.

    >>> texts = pl.DataFrame({"text": ["回复@甲:谢谢", "谢谢@甲"]})
    >>> texts.select(answered_name(pl.col("text")))["text"].to_list()
    ['甲', None]
    """
    return texts.str.replace(r"^([\s：:]*回复)\s*<a[^>]*>(@[^<]*)</a>", "${1}${2}").str.extract(_ANSWER, 1)
