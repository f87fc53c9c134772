"""Worlds for the accuracy benchmark as tables, without files in between: events, accounts, truth."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.model.tables import ACCOUNTS, PLACED_EVENTS
from analytics.simulate.model import Model
from analytics.simulate.town.describe import campaigns, tell
from analytics.simulate.world import generator

MISSING_SHARE = 0.02
CLEAN = "clean"
KINDS = (CLEAN, *campaigns())


@dataclass(frozen=True)
class Made:
    """PLACED_EVENTS, ACCOUNTS, and truth: account_id, role, group, is_natural (an accusation would wrong it), is_campaign."""

    events: pl.DataFrame
    accounts: pl.DataFrame
    truth: pl.DataFrame


def make(kind: str, seed: int) -> Made:
    """The town of this kind and seed, 2 % of its acts lost."""
    return tables(tell(None if kind == CLEAN else kind, seed), seed)


def tables(model: Model, seed: int) -> Made:
    """A model as the tables that an import of its exports would give (duplicates and counters left out)."""
    acts, who = model.acts, model.acts["account"].to_numpy()
    uid = pl.select("weibo:" + model.accounts["uid"].cast(pl.String)).to_series().alias("account_id")
    mid = pl.select("weibo:" + acts["mid"].cast(pl.String)).to_series()
    rows = np.arange(len(acts))
    parent = acts["parent"].to_numpy()
    above = np.where(parent >= 0, parent, acts["root"].to_numpy())
    is_post = (acts["kind"] == "post").to_numpy()
    events = PLACED_EVENTS.fit(
        pl.DataFrame(
            {
                "event_id": mid,
                "platform": ["weibo"] * len(acts),
                "kind": acts["kind"],
                "account_id": uid.gather(who),
                "at": pl.from_epoch(acts["at_s"], time_unit="s")
                .dt.cast_time_unit("us")
                .dt.replace_time_zone("UTC"),
                "at_precision": ["s"] * len(acts),
                "at_basis": ["export"] * len(acts),
                "parent_id": pl.select(pl.when(pl.Series(~is_post)).then(mid.gather(above))).to_series(),
                "root_id": mid.gather(acts["root"].to_numpy()),
                "text": acts["text"],
                "own_text": acts["own_text"],
                "client": acts["client"],
                "region": acts["region"],
                "source_sha256": ["0" * 64] * len(acts),
                "source_row": rows,
                "source_path": [""] * len(acts),
            }
        )
    )
    kept = generator(seed, 79).random(len(acts)) >= MISSING_SHARE
    accounts = ACCOUNTS.fit(
        model.accounts.select(
            account_id=uid,
            platform=pl.lit("weibo"),
            name="name",
            verified=pl.col("verified_type") >= 0,
            verified_reason="verified_reason",
            followers_n="followers_n",
            is_hashed=pl.lit(False),
            registered_at=pl.from_epoch("registered_s", time_unit="s")
            .dt.cast_time_unit("us")
            .dt.replace_time_zone("UTC"),
            source_sha256=pl.lit("0" * 64),
            source_row=pl.lit(0),
            source_path=pl.lit(""),
        )
    )
    part = model.accounts["roles"]
    truth = pl.DataFrame(
        {
            "account_id": uid,
            "role": part.list.get(0),
            "group": part.list.get(1),
            "is_natural": part.list.get(2) != "",
            "is_campaign": part.list.get(3) != "",
        }
    )
    return Made(events.filter(pl.Series(kept)), accounts, truth)
