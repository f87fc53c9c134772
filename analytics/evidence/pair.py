"""The acts behind a pair of accounts, object by object, with the seconds between them."""

import polars as pl

from analytics.coordination.behind import coactions
from analytics.coordination.detector import detectors
from analytics.store.folder import Case


def pair_rows(case: Case, kind: str, joined: str) -> pl.DataFrame:
    """COACTION_PAIRS of the pair written as "a+b", one row a window; none if it is not in the table."""
    pairs = case.read_or_empty("coaction_pairs")
    return pairs.filter(kind=kind).filter(pl.concat_str("account_a", pl.lit("+"), "account_b") == joined)


def pair_acts(case: Case, kind: str, account_a: str, account_b: str, window_s: float) -> pl.DataFrame:
    """COACTIONS of the two, the closest first: both acts on each object, at most `window_s` apart."""
    theirs = pl.col("account_id").is_in([account_a, account_b])
    own = case.placed_events(theirs)
    roots = own.select("root_id").drop_nulls().collect()["root_id"].unique()
    above = pl.col("event_id").is_in(roots.implode()) & ~theirs
    events = pl.concat([own, case.placed_events(above)])
    families = case.read_or_empty("families").select("event_id", "family_id").lazy()
    acts = detectors()[kind].objects(events.join(families, on="event_id", how="left").collect())
    return coactions(acts, kind, account_a, account_b, window_s).sort("gap_s", "object_id")
