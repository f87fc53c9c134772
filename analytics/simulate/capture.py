"""What a collector sees at a moment: events not yet deleted, with names and counters as displayed then."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.simulate.ids import bids_of
from analytics.simulate.model import Model
from analytics.simulate.trees import descendants

Ints = NDArray[np.int64]
HIDDEN_SHARE = (
    0.08  # Displayed counters hold this many more acts than any list shows: private, deleted, held back.
)
LIKES_S = 36_000.0  # Seconds until 63 % of the likes an act will ever get are there.

# One row an act as shown: the one table that every writer takes. *_mid null: there is none, or it is not
# shown.
SHOWN = pl.Schema(
    {
        "kind": pl.String,
        "mid": pl.Int64,
        "bid": pl.String,
        "at_s": pl.Int64,
        "text": pl.String,
        "client": pl.String,
        "region": pl.String,
        "root_mid": pl.Int64,
        "parent_mid": pl.Int64,
        "parent_name": pl.String,
        "parent_uid": pl.Int64,
        "parent_text": pl.String,
        "top_mid": pl.Int64,
        "reposts_n": pl.Int64,
        "comments_n": pl.Int64,
        "likes_n": pl.Int64,
        "edited": pl.Boolean,
        "uid": pl.Int64,
        "name": pl.String,
        "verified_type": pl.Int64,
        "verified_reason": pl.String,
        "followers_n": pl.Int64,
        "following_n": pl.Int64,
        "posts_n": pl.Int64,
        "gender": pl.String,
        "account_region": pl.String,
        "location": pl.String,
        "registered_s": pl.Int64,
        "description": pl.String,
        "captured_s": pl.Int64,
    }
)


@dataclass(frozen=True)
class Capture:
    """A look at a world at `at_s` (Unix seconds). `show` gives rows of SHOWN."""

    model: Model
    at_s: int

    @cached_property
    def visible(self) -> NDArray[np.bool_]:
        """Which acts are there to be seen: made before and not deleted yet."""
        acts = self.model.acts
        gone = acts["deleted_s"].fill_null(2**62).to_numpy() <= self.at_s
        return (acts["at_s"].to_numpy() <= self.at_s) & ~gone

    @cached_property
    def _counts(self) -> tuple[Ints, Ints]:
        """Displayed reposts and comments of every act."""
        acts = self.model.acts
        made = (acts["at_s"] <= self.at_s).to_numpy()
        kind, root = acts["kind"].to_numpy(), acts["root"].to_numpy()
        parent, level = acts["parent"].to_numpy(), acts["level"].fill_null(0).to_numpy()
        is_repost, is_comment = kind == "repost", kind == "comment"
        reposts = descendants(np.where(is_repost, parent, -1), np.where(is_repost, level, 0), made)
        comments = np.zeros(len(root), np.int64)
        np.add.at(reposts, root[is_repost], made[is_repost])
        np.add.at(comments, root[is_comment], made[is_comment])
        np.add.at(comments, parent[is_comment & (parent >= 0)], made[is_comment & (parent >= 0)])
        is_post = kind == "post"
        for counts in (reposts, comments):
            counts[is_post] += np.ceil(counts[is_post] * HIDDEN_SHARE).astype(np.int64)
        age_s = np.maximum(0, self.at_s - acts["at_s"].to_numpy())
        reposts += (acts["hidden_n"].fill_null(0).to_numpy() * -np.expm1(-age_s / LIKES_S)).astype(np.int64)
        return reposts, comments

    def show(self, numbers: Ints) -> pl.DataFrame:
        """The acts with these numbers as they look at this moment, in the given order; unseen ones are
        left out."""
        numbers = numbers[self.visible[numbers]]
        acts, accounts = self.model.acts[numbers], self.model.accounts
        who = acts["account"].to_numpy()
        now = np.full(len(numbers), self.at_s)
        author = accounts[who]
        reposts, comments = self._counts
        age_s = self.at_s - acts["at_s"].to_numpy()
        likes = acts["likes_n"].fill_null(0).to_numpy() * -np.expm1(-age_s / LIKES_S)
        edited = (acts["edited_s"] <= self.at_s).fill_null(False)
        return (
            author.drop("region", "client", "name", "roles")
            .with_columns(
                acts["kind"],
                acts["mid"],
                bids_of(acts["mid"].to_numpy()),
                acts["at_s"],
                acts["client"],
                acts["region"],
                pl.when(edited).then(acts["edited_text"]).otherwise(acts["text"]).alias("text"),
                pl.Series("root_mid", self._mids(acts["root"].to_numpy(), acts["kind"] != "post")),
                pl.Series("parent_mid", self._mids(acts["parent"].to_numpy())),
                pl.Series("top_mid", self._mids(acts["top"].to_numpy())),
                *self._parents(acts["parent"].to_numpy()),
                pl.Series("reposts_n", reposts[numbers]),
                pl.Series("comments_n", comments[numbers]),
                pl.Series("likes_n", likes.astype(np.int64)),
                edited.alias("edited"),
                self.model.names_at(who, now).alias("name"),
                author["region"].alias("account_region"),
                pl.lit(self.at_s, pl.Int64).alias("captured_s"),
            )
            .select(pl.col(name).cast(dtype) for name, dtype in SHOWN.items())
        )

    def _mids(self, numbers: Ints, where: pl.Series | None = None) -> pl.Series:
        there = pl.Series(numbers >= 0) if where is None else where & pl.Series(numbers >= 0)
        mids = self.model.acts["mid"].gather(np.maximum(numbers, 0))
        return pl.select(pl.when(there).then(mids)).to_series()

    def _parents(self, numbers: Ints) -> list[pl.Series]:
        """Name (now), account and text of the act that each one answers or passes on; null if that is the
        root."""
        there = pl.Series(numbers >= 0)
        parents = self.model.acts[np.maximum(numbers, 0)]
        who = parents["account"].to_numpy()
        shown = {
            "parent_name": self.model.names_at(who, np.full(len(who), self.at_s)),
            "parent_uid": self.model.accounts["uid"].gather(who),
            "parent_text": parents["text"],
        }
        return [
            pl.select(pl.when(there).then(value).alias(name)).to_series() for name, value in shown.items()
        ]
