"""Whose words take the side of the allegation: as people coded them, or as a lexicon marks them.

Only an account's own words count, and only those aimed at a target of the case or written on the alleged
information. A repost without words takes no side.
"""

import polars as pl

from analytics.alleged.sides import LABELS_OF, SCALE
from analytics.model.thresholds import RoleLimits
from analytics.text.normalized import plain
from analytics.text.side_marks import side_marks

SUPPORT = LABELS_OF["support"]
AGAINST = (*LABELS_OF["deny"], *LABELS_OF["report"], *LABELS_OF["ask"])
# Whether words are abuse is another question than their side. Words that a person read and did not call abuse
# are marked by no lexicon; of words called abuse the lexicon may still say what they call for.
NEUTRAL = (*LABELS_OF["other"], "criticism", "neither", "not_abuse")

SAID = pl.Schema(
    {
        "event_id": pl.String(),
        "account_id": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "code": pl.String(),
        "harm": pl.Boolean(),
        "accusation": pl.Boolean(),
        "against": pl.Boolean(),
    }
)


def words_on_information(
    aimed: pl.DataFrame, acts: pl.DataFrame, labels: pl.DataFrame, terms: list[str], limits: RoleLimits
) -> pl.DataFrame:
    """Tell the side of every event with own words on the matter of the case.

    aimed: event_id, account_id, at, own, family_id of those events; acts: the same columns of every event.
    labels: LABELS; a label on an event counts for every event here with the same letters (of
        `coded_chars_min` or more), one on a family for its events.
    terms: names and words that mean a target.

    Returns SAID: code is support, against, neutral or null (nobody coded it); where one person coded a text
    as support and another against, it is against. harm, accusation and against are the marks of the lexicon,
    false where a person coded the text.
    """
    if aimed.is_empty():
        return SAID.to_frame()
    marks = side_marks(aimed["own"], terms)
    coded = _codes(aimed, acts, labels, limits.coded_chars_min)
    said = aimed.select("event_id", "account_id", "at").hstack(marks).join(coded, on="event_id", how="left")
    free = pl.col("code").is_null()
    return said.with_columns(pl.col(n) & free for n in ("harm", "accusation", "against")).select(SAID.names())


def with_alleged(said: pl.DataFrame, stated: list[str]) -> pl.DataFrame:
    """Count a post that people allege by its id as coded support, unless somebody coded its words otherwise.

    said: SAID; stated: ids that people allege. Copies of such a post are not counted so.
    """
    is_claim = pl.col("event_id").is_in(stated) & pl.col("code").is_null()
    return said.with_columns(
        pl.when(is_claim).then(pl.lit("support")).otherwise("code").alias("code"),
        *(pl.col(n) & ~is_claim for n in ("harm", "accusation", "against")),
    )


def _codes(aimed: pl.DataFrame, acts: pl.DataFrame, labels: pl.DataFrame, chars_min: int) -> pl.DataFrame:
    """event_id, code: what people say of the words of each event, where they say anything."""
    side = {**dict.fromkeys(SUPPORT, "support"), **dict.fromkeys(AGAINST, "against")}
    side |= dict.fromkeys(NEUTRAL, "neutral")
    given = (
        labels.filter(pl.col("kind").fill_null("label") == "label")
        .select("subject_id", code=pl.col("label").str.strip_prefix(SCALE).replace_strict(side, default=None))
        .drop_nulls()
    )
    if given.is_empty():
        return pl.DataFrame(schema={"event_id": pl.String, "code": pl.String})
    labelled = acts.join(given, left_on="event_id", right_on="subject_id").filter(pl.col("own").is_not_null())
    text = pl.DataFrame({"same": plain(labelled["own"]), "code": labelled["code"]}).drop_nulls()
    text = text.filter(pl.col("same").str.len_chars() >= chars_min)
    mine = aimed.select("event_id", "family_id", same=plain(aimed["own"]))
    found = pl.concat(
        [
            mine.join(given, left_on="event_id", right_on="subject_id").select("event_id", "code"),
            mine.join(given, left_on="family_id", right_on="subject_id").select("event_id", "code"),
            mine.join(text.unique(), on="same").select("event_id", "code"),
        ]
    )
    rank = {"against": 0, "support": 1, "neutral": 2}
    return (
        found.sort(pl.col("code").replace_strict(rank, return_dtype=pl.Int8), "event_id")
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", "code")
    )


def side_of(said: pl.DataFrame, by: list[str], limits: RoleLimits) -> pl.DataFrame:
    """Sum up the sides of events by the columns `by`, such as the account.

    said: SAID with the columns `by`.

    Returns `by` and

    is_coded: more texts coded as support than against.
    is_marked: nobody coded anything, nothing speaks against, and the lexicon marks one call for harm or
        accusations on `accusing_occasions_min` occasions.
    is_against: as many coded against as for, or marks that speak against where nobody coded support.
    occasions: how often, at least `promoter_apart_s` apart, it wrote what people coded as support.
    """
    times = (
        _occasions(said.filter(pl.col("code") == "support"), by, limits.promoter_apart_s, "occasions"),
        _occasions(said.filter("accusation"), by, limits.promoter_apart_s, "accusing"),
    )
    counts = said.group_by(by).agg(
        support=(pl.col("code") == "support").sum(),
        coded_against=(pl.col("code") == "against").sum(),
        harm=pl.col("harm").any(),
        marked_against=pl.col("against").any(),
    )
    for one in times:
        counts = counts.join(one, on=by, how="left")
    nobody = (pl.col("support") == 0) & (pl.col("coded_against") == 0)
    marked = pl.col("harm") | (pl.col("accusing").fill_null(0) >= limits.accusing_occasions_min)
    outweighed = (pl.col("coded_against") > 0) & (pl.col("coded_against") >= pl.col("support"))
    return counts.select(
        *by,
        is_coded=pl.col("support") > pl.col("coded_against"),
        is_marked=nobody & marked & ~pl.col("marked_against"),
        is_against=outweighed | ((pl.col("support") == 0) & pl.col("marked_against")),
        occasions=pl.col("occasions").fill_null(0).cast(pl.Int64),
    )


def _occasions(said: pl.DataFrame, by: list[str], apart_s: float, name: str) -> pl.DataFrame:
    """How often each wrote; events less than `apart_s` seconds apart count as one, undated ones as one."""
    gap = pl.col("at").diff().over(by).dt.total_seconds()
    return (
        said.sort(*by, "at", nulls_last=True)
        .with_columns(gap=gap)
        .group_by(by)
        .agg((1 + (pl.col("gap") >= apart_s).sum()).alias(name))
    )
