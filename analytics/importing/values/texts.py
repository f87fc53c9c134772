"""Texts as exports write them: what is markup, what the platform or another account wrote, what is own.

The exported text is never changed: everything here works on a copy.
"""

import html
from collections.abc import Callable, Iterable

import polars as pl

from analytics.importing.values.nulls import NULL_WORDS

BARE_REPOSTS = ("转发微博", "轉發微博", "Repost", "快转微博", "快轉微博", "转发", "//")
HIDDEN_SLASHES = "\u0001"
_FALSE_MARK = r"(?i)(https?:|[“‘「『《])//"
_JOINED = "\u0002"

# Sentences that stand in place of a post which is gone or hidden. Nobody wrote them.
_PLACEHOLDERS = (
    r"^[\s抱歉，,。]*(?:此|该|这条|转发的?)?微博已(?:经)?被(?:作者|原作者|博主)?删除",
    r"^[\s抱歉，,。]*此微博已不可见",
    r"^[\s抱歉，,。]*(?:此|该)微博(?:因|已)被(?:多人)?投诉",
    r"^.{0,30}仅展示(?:最近)?(?:半年|一个月|三个月|\S{1,4}天)内(?:的)?微博",
    r"^.{0,30}没有(?:这|此|该)条微博的查看权限",
    r"^\[\s?(?:deleted|removed)\s?\]$",
    r"^\[ Removed by (?:Reddit|moderator) \]$",
    r"^\(File not included\. [^)]*\)$",
)
_PLACEHOLDER = "|".join(f"(?:{form})" for form in _PLACEHOLDERS)
# A plain test on few signs first: the expression above is slow on millions of texts.
_MAY_BE_PLACEHOLDER = r"删除|不可见|被投诉|被多人投诉|仅展示|查看权限|^\[|^\(File"
_PLACEHOLDER_MAX = 120  # Characters. What is longer was written by somebody, even if it quotes the notice.
# The platform's prefix of another's text, or one typed by hand behind own words.
_QUOTE = r"(?s)(^|\s)RT\s?@[^\s:：]{1,50}\s?[:：].*$"
_ANSWER = r"^[\s：:]*回复\s*@[^:：\s]{1,30}\s*[:：]\s*"


def plain_text(text: pl.Expr) -> pl.Expr:
    """Readable text from HTML: emoji images become their [name], breaks line ends, other tags go, entities
    decoded (also those encoded twice)."""
    return text.map_batches(plain_texts, return_dtype=pl.String)


def plain_texts(text: pl.Series) -> pl.Series:
    """As `plain_text`, for a whole column.

    >>> plain_texts(pl.Series(["<a href='/n/甲'>@甲</a>:好<br/><img alt=[怒] src=x> 1 &lt; 2"])).to_list()
    ['@甲:好\\n[怒] 1 < 2']
    """
    text = _where(text, text.str.contains("<", literal=True), _without_tags)
    return _where(text, text.str.contains("&", literal=True), _decoded)


def _where(text: pl.Series, mask: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    where = mask.fill_null(False).arg_true()
    if not len(where):
        return text
    # `scatter` writes into the series it is called on: the caller's text stays as it is.
    return text.clone().scatter(where, change(text.gather(where)))


def _without_tags(text: pl.Series) -> pl.Series:
    text = text.str.replace_all(r"(?i)<br\s*/?>", "\n")
    text = text.str.replace_all(r"""(?i)<img[^>]*\balt=["']?(\[[^\]>]*\])["']?[^>]*>""", "${1}")
    return text.str.replace_all(r"(?s)</?[a-zA-Z][^<>]*>|<!--.*?-->", "")


def _decoded(text: pl.Series) -> pl.Series:
    for _ in range(2):
        found = text.str.extract_all(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});").explode()
        entities: Iterable[str] = found.drop_nulls().unique().sort()
        known = {entity: html.unescape(entity) for entity in entities}
        if not known:
            break
        text = text.str.replace_many(list(known), [known[entity] for entity in known])
    return text


def readable(text: pl.Series) -> pl.Series:
    """`text` without markup and zero-width signs, each NBSP a blank; the joiner inside an emoji stays."""
    text = plain_texts(text)
    text = _where(text, text.str.contains("[\u200b\u200c\u2060\ufeff\u00a0]"), _visible)
    return _where(text, text.str.contains("\u200d", literal=True), _unjoined)


def _visible(text: pl.Series) -> pl.Series:
    return text.str.replace_all("\u00a0", " ", literal=True).str.replace_all("[\u200b\u200c\u2060\ufeff]", "")


def _unjoined(text: pl.Series) -> pl.Series:
    kept = text.str.replace_all(
        "([\\p{Extended_Pictographic}\ufe0f\U0001f3fb-\U0001f3ff])\u200d", "${1}" + _JOINED
    )
    return kept.str.replace_all("\u200d", "", literal=True).str.replace_all(_JOINED, "\u200d", literal=True)


def without_false_marks(text: pl.Series) -> pl.Series:
    """`text` with the "//" of addresses ("http://@") and of quoted marks ("“//@某某”") replaced by
    HIDDEN_SLASHES.

    The platform writes a chain behind a blank, a word or a colon, never behind an opening quotation mark.
    """
    is_false = text.str.contains(_FALSE_MARK)
    return _where(text, is_false, lambda t: t.str.replace_all(_FALSE_MARK, "${1}" + HIDDEN_SLASHES))


def _before_chain(text: pl.Series) -> pl.Series:
    own = without_false_marks(text).str.replace(r"(?s)/?//\s*@.*$", "")
    return own.str.replace_all(HIDDEN_SLASHES, "//", literal=True)


def own_words(text: pl.Series) -> pl.Series:
    """What the account itself wrote: before the first `//@` and before `RT @name:`, without markup; null
    for a bare repost ("转发微博"), a notice of the platform ("抱歉，此微博已被作者删除"), or nothing.

    A `//@` behind "http:", or behind an opening quotation mark, does not count.

    >>> own_words(pl.Series(["说得对//@某人:转", "转发微博//@甲:好", "http://@x 看//@乙:好"])).to_list()
    ['说得对', None, 'http://@x 看']
    """
    own = readable(text)
    is_chained = own.str.contains("//", literal=True) & own.str.contains("@", literal=True)
    own = _where(own, is_chained, _before_chain)
    own = _where(own, own.str.contains(r"RT\s?@"), lambda t: t.str.replace(_QUOTE, ""))
    own = own.str.strip_chars(" \t\r\n\u00a0\u200b")
    own = pl.select(pl.when(~own.is_in([*BARE_REPOSTS, ""])).then(own)).to_series()
    is_notice = are_placeholders(own)
    return pl.select(pl.when(~is_notice).then(own)).to_series() if is_notice.any() else own


def are_placeholders(text: pl.Series) -> pl.Series:
    """Whether each text is a notice of the platform in place of a post that is gone or hidden."""
    is_notice = text.str.contains(_MAY_BE_PLACEHOLDER).fill_null(False)
    where = is_notice.arg_true()
    if not len(where):
        return is_notice
    few = plain_texts(text.gather(where)).str.strip_chars()
    return is_notice.scatter(
        where, few.str.contains(_PLACEHOLDER) & (few.str.len_chars() <= _PLACEHOLDER_MAX)
    )


def without_address(own: pl.Expr) -> pl.Expr:
    """Own words of a comment without whom it answers: "回复@甲:谢谢" is "谢谢"."""
    return own.str.replace(_ANSWER, "")


def ip_region(text: pl.Expr) -> pl.Expr:
    """The place alone: "发布于 北京", "来自 陕西", "来自河南", "IP属地：北京"; null where none is given."""
    place = text.str.strip_chars().str.replace(r"^(发布于|来自|IP属地[:：]?)\s*", "")
    return pl.when(~place.is_in(NULL_WORDS)).then(place)
