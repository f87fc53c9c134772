"""The events behind a pair: what two accounts did on the same objects, and how many seconds apart.

The table of pairs, `wakeline show` and the page open the same events: those that were counted, at the trusted
moments at which they were counted.
"""

import polars as pl

from analytics.coordination.pairs.detectors import detectors
from analytics.model.cascade_tables import SAME_LAYERS
from analytics.model.tables import COACTIONS
from analytics.model.time import TO_THE_SECOND, with_trusted_times

MOMENT = pl.Datetime("us", "UTC")


def counted_acts(events: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """EVENTS as pairs are counted on them: `at` is the trusted moment, acts known only to the minute or day
    are left out, and family_id is the family of the same words (null: none).

    events: EVENTS with at, at_conflict, at_from_id and at_precision; families: FAMILIES.
    """
    same = families.filter(pl.col("layer").is_in(SAME_LAYERS)).select("event_id", "family_id")
    fine = with_trusted_times(events).filter(pl.col("at_precision").is_in(TO_THE_SECOND))
    return fine.join(
        same.unique("event_id", keep="first", maintain_order=True),
        on="event_id",
        how="left",
        maintain_order="left",
    )


def pair_evidence(
    events: pl.DataFrame,
    families: pl.DataFrame,
    pair: tuple[str, str],
    window_s: float,
    kinds: tuple[str, ...] | None = None,
) -> pl.DataFrame:
    """COACTIONS of a pair with at_a and at_b (trusted moments), the closest first: for each kind and shared
    object the two acts that lie closest, if at most `window_s` apart.

    events: PLACED_EVENTS of the two accounts, with the posts that they act on (a post's own author is left
        out by the detector, so their authors must be known); families: FAMILIES of these events. pair: in
        either order. kinds: names of detectors; None: every kind. As many rows of a kind as COACTION_PAIRS
        counts objects for it. Raises KeyError for an unknown kind.
    """
    acts = counted_acts(events, families)
    found = [
        coactions(detectors()[kind].objects(acts), kind, *pair, window_s)
        for kind in (detectors() if kinds is None else kinds)
    ]
    at = acts.select("event_id", pl.col("at").cast(MOMENT))
    met = pl.concat([COACTIONS.empty(), *found])
    for side in ("a", "b"):
        met = met.join(
            at.rename({"event_id": f"event_{side}", "at": f"at_{side}"}), on=f"event_{side}", how="left"
        )
    return met.sort("gap_s", "kind", "object_id")


def coactions(acts: pl.DataFrame, kind: str, account_a: str, account_b: str, window_s: float) -> pl.DataFrame:
    """COACTIONS of one pair: on each shared object the two acts that lie closest, if at most `window_s`
    apart.

    acts: as a detector gives them. account_a and account_b in either order; gap_s is never negative.
    """
    low, high = sorted((account_a, account_b))
    of = {
        name: acts.filter(pl.col("account_id") == name)
        .drop_nulls(["at", "object_id"])
        .select("object_id", "event_id", "at")
        for name in (low, high)
    }
    met = (
        of[low]
        .join(of[high], on="object_id", suffix="_b")
        .with_columns(gap_s=(pl.col("at") - pl.col("at_b")).dt.total_microseconds().abs() / 1e6)
        .filter(pl.col("gap_s") <= window_s)
    )
    closest = met.sort("object_id", "gap_s", "event_id", "event_id_b").unique(
        "object_id", keep="first", maintain_order=True
    )
    return closest.select(
        account_a=pl.lit(low),
        account_b=pl.lit(high),
        kind=pl.lit(kind),
        object_id="object_id",
        event_a="event_id",
        event_b="event_id_b",
        gap_s="gap_s",
    ).cast(dict(COACTIONS.schema))  # type: ignore[arg-type]
