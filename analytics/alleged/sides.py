"""The side that people coded of an account's own words: support, deny, report, ask or other.

A label on an event counts for every event with the same letters: who wrote the same sentence wrote the same
thing. Where people disagree the side that accuses least stands, and the basis says so. Nothing here reads a
lexicon, and whether words are abuse is another question: a text coded on that scale alone is unread.
"""

import polars as pl

from analytics.text.normalized import plain

SCALE = "side:"  # "side:deny" says the same as "deny" and leaves an author's other labels on the event alone.
LABELS_OF = {
    "deny": ("deny", "calm", "correction"),
    "report": ("report", "report_authority", "report_medium"),
    "ask": ("ask",),
    "other": ("other",),
    "support": ("support", "claim"),
}
SIDES = tuple(LABELS_OF)  # The side that accuses least comes first.
SIDE_OF = {label: side for side, labels in LABELS_OF.items() for label in labels}
AGAINST = ("deny", "report", "ask")  # Words that do not pass the information on, but turn against it.
UNREAD = "unread"  # Own words that nobody coded.
DISPUTED = "disputed"  # The basis where people chose different sides.
BASES = ("event", "sentence", "family")  # On what the label stands that counts, nearest first.

CODED = pl.Schema(
    {"event_id": pl.String(), "side": pl.String(), "side_basis": pl.String(), "coders_n": pl.Int64()}
)


def side_codes(labels: pl.DataFrame) -> pl.DataFrame:
    """Read the labels that name a side: subject_id, author, side.

    labels: LABELS.

    >>> from analytics.model.tables import LABELS
    >>> rows = {"subject_id": ["p", "q"], "label": ["side:deny", "alleged"], "author": ["a", "a"]}
    >>> side_codes(LABELS.fit(pl.DataFrame(rows))).rows()
    [('p', 'a', 'deny')]
    """
    return (
        labels.filter(pl.col("kind").fill_null("label") == "label")
        .select(
            "subject_id",
            "author",
            side=pl.col("label").str.strip_prefix(SCALE).replace_strict(SIDE_OF, default=None),
        )
        .drop_nulls("side")
    )


def coded_itself(rows: pl.DataFrame) -> pl.DataFrame:
    """Select the rows (ALLEGED_EVENTS) whose side people coded on that very record, without dispute.

    Of support this is all that was coded so: where coders disagree a side that accuses less stands.

    >>> rows = {"event_id": ["a", "b", "c"], "side_basis": ["event", "sentence", None]}
    >>> coded_itself(pl.DataFrame(rows))["event_id"].to_list()
    ['a']
    """
    return rows.filter(pl.col("side_basis") == "event")


def coded_sides(
    worded: pl.DataFrame, acts: pl.DataFrame, labels: pl.DataFrame, chars_min: int
) -> pl.DataFrame:
    """Find the side that people coded of each event, directly, by the same letters or by its family.

    worded: event_id, own, family_id of the events asked about, own words only.
    acts: event_id and own of every event, among which the labelled ones are looked up.
    labels: LABELS.
    chars_min: shorter sentences count for no other event.

    Returns event_id, side (the one of all that accuses least), side_basis (event, sentence or family:
    the nearest on which that side stands; disputed where people chose several), coders_n (the persons who
    coded these words). Events that nobody coded have no row.
    """
    given = side_codes(labels)
    if given.is_empty() or worded.is_empty():
        return CODED.to_frame()
    labelled = acts.join(given, left_on="event_id", right_on="subject_id").filter(pl.col("own").is_not_null())
    sentences = labelled.select("author", "side", same=plain(labelled["own"]))
    sentences = sentences.filter(pl.col("same").str.len_chars() >= chars_min).unique()
    mine = worded.select("event_id", "family_id", same=plain(worded["own"]))
    found = pl.concat(
        mine.join(codes, left_on=key, right_on=on).select(
            "event_id", "author", "side", side_basis=pl.lit(basis)
        )
        for basis, codes, key, on in (
            ("event", given, "event_id", "subject_id"),
            ("sentence", sentences, "same", "same"),
            ("family", given, "family_id", "subject_id"),
        )
    )
    side = pl.col("side").replace_strict({s: k for k, s in enumerate(SIDES)}, return_dtype=pl.Int8)
    near = pl.col("side_basis").replace_strict({b: k for k, b in enumerate(BASES)}, return_dtype=pl.Int8)
    return (
        found.sort("event_id", side, near)
        .group_by("event_id", maintain_order=True)
        .agg(
            pl.col("side").first(),
            side_basis=pl.when(pl.col("side").n_unique() > 1)
            .then(pl.lit(DISPUTED))
            .otherwise(pl.col("side_basis").first()),
            coders_n=pl.col("author").n_unique().cast(pl.Int64),
        )
    )
