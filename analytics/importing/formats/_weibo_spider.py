"""What weiboSpider's layouts share: where a repost's own words end and the original begins."""

import polars as pl

_ORIGINAL = r"(?s)(?:^|\s+)(?:原始用户|转发内容)[:：].*$"


def is_repost(original: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Whether a post passes on another: as its mark of an original says ("False", "0"), else as its text
    does, which then quotes what was passed on in a line of its own."""
    stated = original.str.to_lowercase().replace_strict(
        {"false": True, "0": True, "true": False, "1": False}, default=None, return_dtype=pl.Boolean
    )
    return stated.fill_null(text.str.contains(r"(?m)^\s*转发内容[:：]")).fill_null(False)


def before_original(text: pl.Expr, passed_on: pl.Expr) -> pl.Expr:
    """What stands before the original's author and text, without "转发理由:"; a post that passes on nothing
    is whole."""
    own = text.str.replace(r"^\s*转发理由[:：]", "").str.replace(_ORIGINAL, "")
    return pl.when(passed_on).then(own).otherwise(text)
