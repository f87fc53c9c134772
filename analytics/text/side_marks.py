"""Marks of the side that a text may take: calls for harm, accusations, and what speaks against.

A mark only says where a person has to read. Of every doubt the mark is silent: words in quotation marks, in a
hashtag or after an @ are not the writer's own statement; a clause that denies, asks, reports what others say,
speaks to "you" or of other people says nothing; a text that laughs says nothing at all.

Precision was put before recall: most accusing sentences bear no mark, and a person has to code them.
"""

import polars as pl

from analytics.text.lexicon_marks import lexicon, says, spellings
from analytics.text.normalized import simplified

AGAINST = ("doubt", "report_authority", "report_medium", "criticism")
_QUOTED = r"“[^”]*(”|$)|「[^」]*(」|$)|『[^』]*(』|$)|\"[^\"]*(\"|$)|‘[^’]*(’|$)|《[^》]*(》|$)"
_NAMED = r"@[\p{L}\p{N}_·-]+|#[^#]{1,40}#|#[\p{L}\p{N}_]+|https?://\S+"
_ENDS = r"([。！!；;，,…~～、\n]+|\. )"
# The writer's own apology; "must apologise to ..." is none.
_REGRETS = (
    r"(^|[，。！,.!\s我先再特])[向跟][^，。！,.!]{1,12}(道歉|致歉|赔礼)"
    r"|我道歉|i apologi[sz]e|my apologies|i was wrong"
)
_ASKED = r"[^。！!；;，,…\n?？]*[?？]"
_HIT = "\x01"


def side_marks(texts: pl.Series, terms: list[str]) -> pl.DataFrame:
    """Mark each text that calls for harm to a person, accuses the person, or speaks against that.

    texts: own words. terms: names and words that mean the person; without any, nobody can be accused.

    Returns harm, accusation and against, one row a text. A clause counts where it holds a term itself, or a
    pronoun while another clause of the text holds a term. A null text has no mark.

    >>> said = pl.Series(["甲就是骗子", "甲不是骗子", "甲是骗子吗？", "甲不得好死", "别骂甲"])
    >>> found = side_marks(said, ["甲"])
    >>> found["accusation"].to_list(), found["harm"].to_list(), found["against"].to_list()[-1]
    ([True, False, False, False, False], [False, False, False, True, False], True)
    """
    frame = texts.alias("text").to_frame()
    # A question ("still not proven?") may mock what it names: it does not speak against.
    stated = frame.select(stated=pl.col("text").str.replace_all(_ASKED, "，"))
    against = stated.select(
        against=pl.any_horizontal(
            *(says("stated", s) for s in AGAINST),
            _holds("stated", "calm"),
            pl.col("stated").str.to_lowercase().str.contains(_REGRETS).fill_null(False),
        )
    )
    frame = frame.hstack(against).with_columns(joke=_holds("text", "joke"), row=pl.int_range(pl.len()))
    marked = _clauses(frame, terms)
    return frame.with_columns(
        (
            pl.col("row").is_in(marked.filter(kind)["row"].implode()) & ~pl.col("against") & ~pl.col("joke")
        ).alias(kind)
        for kind in ("harm", "accusation")
    ).select("harm", "accusation", "against")


def _holds(text: str, kind: str) -> pl.Expr:
    words = spellings(tuple(lexicon("side")[kind]))
    return pl.col(text).str.contains_any(words, ascii_case_insensitive=True).fill_null(False)


def _clauses(frame: pl.DataFrame, terms: list[str]) -> pl.DataFrame:
    """row, harm, accusation: the clauses that bear a mark. frame: row, text."""
    side = lexicon("side")
    named = [w.lower() for w in spellings(tuple(t for t in dict.fromkeys(terms) if t.strip()))]
    maybe = frame.filter(_holds("text", "harm") | _holds("text", "accusation"))
    if maybe.is_empty() or not named:
        return pl.DataFrame(schema={"row": pl.Int64, "harm": pl.Boolean, "accusation": pl.Boolean})
    own = (
        maybe["text"]
        .str.replace_all(_QUOTED, "，")
        .str.replace_all(_NAMED, "，")
        .str.replace_all("[\r\n]", "，")
    )
    clauses = (
        maybe.select("row", clause=simplified(own).str.to_lowercase().str.replace_all(r"([?？])", "${1}\n"))
        .with_columns(pl.col("clause").str.replace_all(_ENDS, "\n"))
        .with_columns(has_term=pl.col("clause").str.contains_any(named))
        .with_columns(pl.col("clause").str.split("\n"))
        .explode("clause")
        .with_columns(pl.col("clause").str.replace_many(side["chance"], [""] * len(side["chance"])))
    )
    hit = side["harm"] + side["accusation"]
    bare = pl.col("clause").str.replace_many(hit, [_HIT] * len(hit))
    turned = pl.any_horizontal(
        bare.str.contains_any(side[kind]) for kind in ("negation", "question", "others")
    )
    aimed = bare.str.contains_any(named) | (pl.col("has_term") & bare.str.contains_any(side["pronoun"]))
    return clauses.filter(~turned & (aimed | pl.col("clause").str.contains_any(_with_pronoun(hit)))).select(
        "row",
        harm=pl.col("clause").str.contains_any(side["harm"]),
        accusation=pl.col("clause").str.contains_any(side["accusation"]),
    )


def _with_pronoun(words: list[str]) -> list[str]:
    """Those words of the lexicon that point at somebody themselves ("make her pay")."""
    return [w for w in words if any(p.strip() in w for p in ("他", "她", " him", " her"))]
