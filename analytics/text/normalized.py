"""A copy of a text for comparison, without differences of width, script, case, links, mentions and marks."""

from functools import cache

import opencc
import polars as pl

LINK = (
    r"(?i)https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+"  # Chinese words may follow without a space: they stay.
)
MENTION = r"@[\p{L}\p{N}_·-]+[:：]?"
EMOTE = r"\[[^\[\]]{1,8}\]"  # [允悲]: the platform's own pictures, written as words.
_REST = r"[^\p{L}\p{N}]+"
_CHUNK = 50_000  # Texts converted at once.


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(texts: pl.Series) -> pl.Series:
    """Traditional characters as simplified ones (OpenCC, character and phrase tables); texts may not hold
    line breaks."""
    parts = [
        pl.Series(
            _converter().convert("\n".join(texts.slice(low, _CHUNK).to_list())).split("\n"), dtype=pl.String
        )
        for low in range(0, len(texts), _CHUNK)
    ]
    return pl.concat(parts).alias(texts.name) if parts else texts


def plain(texts: pl.Series) -> pl.Series:
    """Letters and digits of each text in one width, one script and lower case; null and texts without any
    become null.

    Links, @names and [emotes] are left out: they differ between copies of one text.

    >>> plain(pl.Series(["這傳聞，是真的嗎？ [允悲] http://t.cn/x", "【这传闻是真的吗】", "……"])).to_list()
    ['这传闻是真的吗', '这传闻是真的吗', None]
    """
    bare = (
        texts.to_frame("text")
        .select(
            pl.col("text")
            .str.normalize("NFKC")
            .str.replace_all(LINK, " ")
            .str.replace_all(MENTION, " ")
            .str.replace_all(EMOTE, " ")
            .str.replace_all(_REST, "")
            .str.to_lowercase()
        )
        .to_series()
    )
    known = bare.unique().drop_nulls()
    known = known.filter(known != "")
    table = pl.DataFrame({"text": known, "plain": simplified(known)})
    return (
        bare.to_frame().join(table, on="text", how="left", maintain_order="left")["plain"].alias(texts.name)
    )
