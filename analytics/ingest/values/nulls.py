"""The words by which exports say "nothing", by the kind of column they stand in."""

import polars as pl

# Word for word as pandas, R, MySQL, Excel, JavaScript and Chinese collectors write a missing cell.
NULL_WORDS = (
    *("", "null", "NULL", "Null", "None", "nan", "NaN", "NA", "N/A", "n/a", "<NA>", "#N/A", "\\N"),
    *("-", "--", "无", "数据缺失", "undefined", "[]", "{}"),
)
# A person may be called NA or None; only these are never a name.
NULL_NAMES = ("", "\\N", "<NA>")
# Words that stand for a missing text only in a file that writes them for missing ids, times or counts too.
NULL_TEXTS = tuple(word for word in NULL_WORDS if word not in ("", "-", "--", "无", "[]", "{}"))

_LONGEST = max(len(word.encode()) for word in NULL_WORDS)
_ID_LIKE = r"^[\w+:.,/@ -]*\d[\w+:.,/@ -]*$"  # an id, a time or a count: short, with a digit
_ID_LIKE_MAX = 40  # Characters. Longer cells are texts, even if they hold a digit.


def cell(name: str) -> pl.Expr:
    """Column `name` of ids, times, counts, places or clients: without surrounding blanks or TABs, null for
    the words of absence."""
    text = pl.col(name).str.strip_chars()
    return pl.when(~text.is_in(NULL_WORDS)).then(text)


def name_cell(name: str) -> pl.Expr:
    """Column `name` of shown names: "NA", "无" and "null" stay, since a person may be called so.

    Where the record names no account either, draft.py takes those words for nothing.
    """
    text = pl.col(name).str.strip_chars()
    return pl.when(~text.is_in(NULL_NAMES)).then(text)


def null_texts(raw: pl.DataFrame, text: pl.Series) -> frozenset[str]:
    """Words that stand for a missing text in this file: those in `text` that the raw frame also writes in a
    column of ids, times or counts.

    raw: text columns as exported. A column of ids, times or counts is one whose other cells are short and
    all hold a digit. Empty where no text is such a word.
    """
    short = text.filter((text.str.len_bytes() <= _LONGEST).fill_null(False))
    words = set(short.filter(short.is_in(list(NULL_TEXTS))).unique())
    if not words:
        return frozenset()
    found: set[str] = set()
    for name in raw.columns:
        column = raw[name]
        if column.dtype != pl.String or name in ("source_path", "record"):
            continue
        present = words & set(column.filter(column.is_in(list(words))).unique())
        if present - found:
            others = column.filter(~column.str.strip_chars().is_in(list(NULL_WORDS)))
            if (
                len(others)
                and (others.str.contains(_ID_LIKE) & (others.str.len_chars() <= _ID_LIKE_MAX)).all()
            ):
                found |= present
    return frozenset(found)
