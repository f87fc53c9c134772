"""Words that an account outside a group quoted before anybody wrote them, and that members then wrote."""

import polars as pl

from analytics.model.thresholds import DEFAULT, ExplanationLimits, ListLimits
from analytics.text.normalized import plain

QUOTED = r"[“\"「『]([^“”\"「」『』]+)[”\"」』]"


def called(
    clusters: pl.DataFrame,
    events: pl.DataFrame,
    families: pl.DataFrame,
    limits: ExplanationLimits = DEFAULT.explanations,
) -> pl.DataFrame:
    """Find the events that quote a sentence before anybody wrote it, and that members of a group wrote then.

    clusters: CLUSTERS; events: PLACED_EVENTS with trusted times; families: FAMILIES by words.

    A call stands where an account that is no member quotes the sentence within longer words of its own,
    `word_members_min` members then wrote it or a near copy (one family), and nobody wrote either before.
    Whether it was an order or a request, and who used the account, is for people.

    Returns a row a call, earliest first: cluster_id, event_id, at, words (whole, as exported), member_ids
    (the events of members), account_ids and members_n (who wrote them), first_at.

    >>> from datetime import UTC, datetime
    >>> from analytics.model.tables import CLUSTERS, FAMILIES, PLACED_EVENTS
    >>> called(CLUSTERS.empty(), PLACED_EVENTS.empty(), FAMILIES.empty()).height
    0
    """
    members = clusters.select("cluster_id", "account_id").unique()
    worded = events.select("event_id", "account_id", "at", "own_text").drop_nulls()
    said = worded.join(families.select("event_id", "family_id"), on="event_id")
    mine = said.join(members, on="account_id")
    quoted = (
        worded.filter(pl.col("own_text").str.contains(QUOTED))
        .with_columns(quote=pl.col("own_text").str.extract_all(QUOTED))
        .explode("quote")
        .with_columns(pl.col("quote").str.replace(QUOTED, "$1"))
    )
    quoted = quoted.with_columns(same=plain(quoted["quote"]), whole=plain(quoted["own_text"])).filter(
        (pl.col("same").str.len_chars() >= limits.called_chars_min) & (pl.col("same") != pl.col("whole"))
    )
    written = mine.with_columns(same=plain(mine["own_text"]))
    cells = written.select("cluster_id", "family_id", "same").drop_nulls().unique()
    first = said.group_by("family_id").agg(ever_at=pl.col("at").min())
    calls = (
        quoted.join(cells, on="same")
        .join(
            members.select("cluster_id", "account_id", inside=True),
            on=["cluster_id", "account_id"],
            how="left",
        )
        .filter(pl.col("inside").is_null())
        .join(first, on="family_id")
        .filter(pl.col("at") < pl.col("ever_at"))
        .select("cluster_id", "family_id", "event_id", "at", words="own_text")
        .unique()
    )
    uses = mine.select("cluster_id", "family_id", "account_id", member_id="event_id", used_at="at")
    return (
        calls.join(uses, on=["cluster_id", "family_id"])
        .sort("at", "event_id", "used_at", "member_id")
        .group_by("cluster_id", "event_id", maintain_order=True)
        .agg(
            pl.col("at", "words").first(),
            member_ids=pl.col("member_id"),
            account_ids=pl.col("account_id").unique().sort(),
            members_n=pl.col("account_id").n_unique().cast(pl.Int64),
            first_at=pl.col("used_at").first(),
        )
        .filter(pl.col("members_n") >= limits.word_members_min)
    )


def call_features(calls: pl.DataFrame, limits: ExplanationLimits = DEFAULT.explanations) -> pl.DataFrame:
    """Tell the earliest call of each group.

    calls: as `called` gives them.

    Returns cluster_id, called_n and called_ids (calls); of the earliest: called_at and called_first_at (its
    moment, and that of the first member who wrote its words; ISO 8601), called_words (whole),
    called_members_n and called_member_ids (who wrote them), called_lead_s; called_least_n (from how many
    members on a post counts as a call).
    """
    return calls.group_by("cluster_id", maintain_order=True).agg(
        called_n=pl.len().cast(pl.Int64),
        called_at=pl.col("at").first().dt.strftime("%Y-%m-%dT%H:%M:%S%:z"),
        called_first_at=pl.col("first_at").first().dt.strftime("%Y-%m-%dT%H:%M:%S%:z"),
        called_words=pl.col("words").first(),
        called_members_n=pl.col("members_n").first(),
        called_ids=pl.col("event_id"),
        called_member_ids=pl.col("account_ids").first(),
        called_least_n=pl.lit(limits.word_members_min, dtype=pl.Int64),
        called_lead_s=(pl.col("first_at") - pl.col("at")).first().dt.total_microseconds() / 1e6,
    )


def calls_behind(calls: pl.DataFrame) -> dict[tuple[str, str], list[str]]:
    """List each group's calls and the uses by members of the earliest, as `events_behind` does."""
    found = calls.group_by("cluster_id", maintain_order=True).agg(
        "event_id", first=pl.col("member_ids").first()
    )
    return {
        (cluster_id, "called"): [ids[0], *members, *ids[1:]][: ListLimits.shown_n]
        for cluster_id, ids, members in found.iter_rows()
    }
