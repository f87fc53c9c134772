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
    loose = text.str.replace_all(r"(?i)[,;]\s*(https?://)", " ${1}").str.extract_all(_ADDRESS)
    found = pl.DataFrame({"found": loose.list.eval(pl.element().str.strip_chars_end(",;"))})
    is_list = text.str.contains(_LIST).fill_null(False)
    if is_list.any():
        listed = _listed(text, is_list.arg_true())
        found = (
            found.with_row_index("row")
            .join(listed, on="row", how="left", maintain_order="left")
            .select(found=pl.coalesce("listed", "found"))
        )
    return found.select(pl.when(pl.col("found").list.len() > 0).then("found"))["found"].alias(text.name)


def _listed(text: pl.Series, where: pl.Series) -> pl.DataFrame:
    """The addresses in the rows `where` that hold a list: `row`, `listed`; rows that name none are left
    out."""
    # Element by element in one column: inside list.eval a function of Python's is called once a row.
    quoted = pl.DataFrame({"row": where, "quoted": text.gather(where).str.extract_all(_QUOTED)})
    one = quoted.explode("quoted").drop_nulls()
    one = one.select("row", listed=_unescaped(one["quoted"].str.slice(1).str.head(-1)))
    is_address = pl.col("listed").str.contains(r"(?i)^\s*https?://")
    return one.filter(is_address).group_by("row", maintain_order=True).agg("listed")


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
