"""Links that an export lists apart from the text: one address, a list of JSON or Python, many in a cell."""

import json

import polars as pl

_LIST = r"""^\s*[\["']"""
# Quoted elements of a list of either language: what stands between two equal quotation marks, escapes kept.
_QUOTED = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_ADDRESS = r"(?i)https?://[^\s|]+"


def links(text: pl.Series) -> pl.Series:
    """The addresses of each cell as a list; null for a cell that holds none.

    Tried in this order: a list of JSON or Python; blanks and `|`; a comma or semicolon, but only before
    http:// or https://. A comma, quotation mark or bracket inside an address belongs to it.

    >>> cells = pl.Series(["https://a.example/7,75,1.html", "['https://a.example/x', 'https://b.example/']"])
    >>> links(cells).to_list()
    [['https://a.example/7,75,1.html'], ['https://a.example/x', 'https://b.example/']]
    """
    return pl.DataFrame({"text": text}).select(_links(pl.col("text"))).to_series().alias(text.name)


def _links(text: pl.Expr) -> pl.Expr:
    loose = text.str.replace_all(r"(?i)[,;]\s*(https?://)", " ${1}").str.extract_all(_ADDRESS)
    loose = loose.list.eval(pl.element().str.strip_chars_end(",;"))
    listed = text.str.extract_all(_QUOTED).list.eval(
        pl.element().str.slice(1, pl.element().str.len_chars() - 2).map_batches(_unescaped, pl.String)
    )
    listed = listed.list.eval(pl.element().filter(pl.element().str.contains(r"(?i)^\s*https?://")))
    found = pl.when(text.str.contains(_LIST) & (listed.list.len() > 0)).then(listed).otherwise(loose)
    return pl.when(found.list.len() > 0).then(found)


def _unescaped(text: pl.Series) -> pl.Series:
    r"""`\/`, `\u0026`, `\"` and `\'` inside a quoted element as the signs they stand for."""
    is_escaped = text.str.contains("\\", literal=True).fill_null(False)
    if not is_escaped.any():
        return text
    distinct = text.filter(is_escaped).unique()
    return text.replace({written: _decoded(written) for written in distinct})


def _decoded(written: str) -> str:
    try:
        return str(json.loads('"' + written.replace("\\'", "'") + '"'))
    except json.JSONDecodeError:
        return written
