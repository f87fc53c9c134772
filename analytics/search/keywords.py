"""What some records say more often than the others: runs of signs, by accounts and not by records."""

import polars as pl

SIGNS = (2, 3, 4)
TEXTS_MAX = (
    20_000  # Records that are counted on either side; a larger side is told by a sample of every k-th.
)
KEYWORDS_MAX = 30
LOOKED = 5_000  # Runs of the highest score among which those apart from each other are sought.


def keywords(found: pl.DataFrame, rest: pl.DataFrame, most: int = KEYWORDS_MAX) -> pl.DataFrame:
    """Find runs of 2 to 4 signs that more distinct accounts use in some records than in the rest.

    found, rest: account_id, text (as searched). Words without Chinese signs count whole.

    Returns word, accounts_n (in found), rest_n, score (log-likelihood, Dunning 1993), largest score first. Of
    runs that overlap the one with the higher score stands, at one score the longer; one account makes none.

    Source: Dunning 1993, Computational Linguistics 19(1), equation for two binomials; counts are accounts, so
    that one account which writes a word a hundred times counts once.

    >>> found = pl.DataFrame({"account_id": ["u", "v"], "text": ["过期面包", "过期"]})
    >>> rest = pl.DataFrame({"account_id": ["w", "x"], "text": ["天气", "天气"]})
    >>> keywords(found, rest).select("word", "accounts_n", "rest_n").rows()
    [('过期', 2, 0)]
    """
    one, two = (_by_account(_sampled(frame)) for frame in (found, rest))
    totals = [frame["account_id"].n_unique() for frame in (_sampled(found), _sampled(rest))]
    counts = (
        one.join(two, on="word", how="left", suffix="_rest")
        .filter(pl.col("n") >= 2)
        .select("word", accounts_n="n", rest_n=pl.col("n_rest").fill_null(0))
    )
    scored = counts.with_columns(score=_likelihood(*totals)).filter(
        pl.col("accounts_n") * totals[1] > pl.col("rest_n") * totals[0]
    )
    ordered = scored.sort("score", pl.col("word").str.len_chars(), "word", descending=[True, True, False])
    return _apart(ordered.head(LOOKED), most)


def _sampled(rows: pl.DataFrame) -> pl.DataFrame:
    """At most TEXTS_MAX records, every k-th, so that the same records come every time."""
    step = rows.height // TEXTS_MAX + 1
    return rows.drop_nulls().gather_every(step)


def _by_account(rows: pl.DataFrame) -> pl.DataFrame:
    """How many distinct accounts use each run: word, n."""
    runs = [
        rows.select("account_id", word=pl.col("text").str.extract_all(r"[a-z][a-z0-9'_]{2,}")).explode(
            "word"
        ),
        *(rows.select("account_id", word=_runs(k)).explode("word") for k in SIGNS),
    ]
    every = pl.concat(runs).drop_nulls().unique()
    return every.group_by("word").agg(n=pl.len().cast(pl.Int64))


def _runs(length: int) -> pl.Expr:
    """Every run of `length` Chinese signs in a text."""
    text = pl.col("text").str.replace_all(r"[^\p{Han}]", " ")
    shifted = [text.str.slice(k).str.extract_all(rf"\p{{Han}}{{{length}}}") for k in range(length)]
    found = shifted[0]
    for more in shifted[1:]:
        found = found.list.concat(more)
    return found.list.unique()


def _likelihood(found_n: int, rest_n: int) -> pl.Expr:
    """G2 of a word: twice the sum of observed times log of observed over expected."""
    a, b = pl.col("accounts_n").cast(pl.Float64), pl.col("rest_n").cast(pl.Float64)
    share = (a + b) / max(found_n + rest_n, 1)
    return 2 * (_part(a, share * found_n) + _part(b, share * rest_n))


def _part(seen: pl.Expr, expected: pl.Expr) -> pl.Expr:
    return pl.when((seen > 0) & (expected > 0)).then(seen * (seen / expected).log()).otherwise(0.0)


def _apart(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """Keep the first words of which no two signs stand in a row in one kept before: one phrase, one row."""
    kept: list[str] = []
    seen: set[str] = set()
    for word in rows["word"]:
        pairs = {word[k : k + 2] for k in range(len(word) - 1)}
        if len(kept) < most and not (pairs & seen and not word.isascii()):
            kept.append(word)
            seen |= pairs
    return rows.filter(pl.col("word").is_in(kept))
