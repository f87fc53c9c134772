"""Which words of the glossary stand in this report, so that part 10 explains those and no others."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from analytics.report.blocks import Block, entry
from analytics.report.placeholders import Locale, Stressed, Word

# Words of the platforms' users by key (slang_<key>), with the forms in which they stand in texts.
SLANG: dict[str, str] = {
    "bare": r"转发微博",
    "chain_mark": r"//@",
    "supertopic": r"超话",
    "hot_list": r"热搜",
    "human_flesh": r"人肉",
    "open_box": r"开盒",
    "hang": r"挂人|挂出来|挂她|挂他",
    "rhythm": r"带节奏",
    "control": r"控评",
    "heat": r"蹭热度|蹭热点",
    "fans": r"应援|打投",
    "melon": r"吃瓜|吃到.{0,8}瓜|大瓜",
}
# Our own terms by key (term_<key>), with the forms in which the Chinese report uses them.
TERMS: dict[str, str] = {
    "account": r"账号",
    "post": r"帖文",
    "repost": r"转发",
    "comment": r"评论",
    "event": r"记录",
    "root": r"根帖",
    "parent": r"上一级转发来源",
    "tree": r"转发树",
    "size": r"规模",
    "depth": r"层数",
    "breadth": r"宽度",
    "virality": r"结构扩散度",
    "half_life": r"半数用时",
    "traced": r"逐条可见|可见转发",
    "displayed": r"平台显示|显示转发",
    "bounds": r"下限|上限",
    "record": r"记录",
    "duplicate": r"重复",
    "rejected": r"退回",
    "other": r"其他导出",
    "own_text": r"自己的文字",
    "chain": r"转发链",
    "capture": r"采集",
    "hash": r"SHA-256|哈希",
    "mid": r"编号",
    "agreement": r"一致程度",
    "strength": r"证据强度",
    "wrong_share": r"预期误列",
    "redrawn": r"自助法",
}


_SILENT = ("key", "params", "data", "alt", "refs", "style")  # Fields without printed words.


def words_in(blocks: Iterable[Block], voice: Locale) -> str:
    """Put everything that some blocks say into one text, figures and alternative texts left out."""
    return "\n".join(_said(block, voice) for block in blocks)


def _said(value: object, voice: Locale) -> str:
    """The words of a value, a sentence, a row or a block, by its fields."""
    if isinstance(value, Word | Stressed):
        return voice.text(value)
    if isinstance(value, tuple):
        return "\n".join(_said(one, voice) for one in value)
    if not is_dataclass(value):
        return value if isinstance(value, str) else ""
    key, params = getattr(value, "key", None), getattr(value, "params", None)
    if isinstance(key, str) and isinstance(params, dict):
        text = voice.text(Word(entry(key), tuple(params.items()))) if key else ""
        rest = [one.name for one in fields(value) if one.name not in _SILENT]
        return "\n".join([text, *(_said(getattr(value, name), voice) for name in rest)])
    if hasattr(value, "text") and hasattr(value, "longest"):
        return voice.text(value)  # type: ignore[arg-type]
    return "\n".join(_said(getattr(value, one.name), voice) for one in fields(value) if one.name != "refs")


def used(words: dict[str, str], text: str) -> tuple[str, ...]:
    """List the keys whose words stand in a text, most frequent first.

    >>> used(SLANG, "吃到一个让人发抖的瓜，转发微博，转发微博")
    ('bare', 'melon')
    """
    counts = {key: len(re.findall(forms, text)) for key, forms in words.items()}
    return tuple(sorted((key for key, n in counts.items() if n), key=lambda key: -counts[key]))
