"""A world in memory: accounts, the names they took, and events, as columns that refer to rows by position."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.simulate.ids import mids_at

Ints = NDArray[np.int64]
_TEXTS: Any = pl.List(pl.String)

# One row an account; its position is its number in ACTS. Moments are Unix seconds.
ACCOUNTS = pl.Schema(
    {
        "uid": pl.Int64,
        "name": pl.String,
        "roles": _TEXTS,
        "registered_s": pl.Int64,
        "verified_type": pl.Int64,
        "verified_reason": pl.String,
        "followers_n": pl.Int64,
        "following_n": pl.Int64,
        "posts_n": pl.Int64,
        "gender": pl.String,
        "region": pl.String,
        "location": pl.String,
        "client": pl.String,
        "description": pl.String,
    }
)
RENAMES = pl.Schema({"account": pl.Int64, "from_s": pl.Int64, "name": pl.String})
# One row an act; its position is its number. root: the post it is about (a post: itself). parent: the repost
# it was
# taken from or the comment it answers, -1 for the root itself. top: the top-level comment a reply hangs from,
# or -1.
# form: how far the text tells its parent (sample/plants.py). hidden_n: reposts that are counted but never
# listed.
ACTS = pl.Schema(
    {
        "kind": pl.String,
        "account": pl.Int64,
        "at_s": pl.Int64,
        "mid": pl.Int64,
        "root": pl.Int64,
        "parent": pl.Int64,
        "top": pl.Int64,
        "level": pl.Int64,
        "own_text": pl.String,
        "text": pl.String,
        "client": pl.String,
        "region": pl.String,
        "likes_n": pl.Int64,
        "deleted_s": pl.Int64,
        "edited_s": pl.Int64,
        "edited_text": pl.String,
        "task": pl.String,
        "form": pl.String,
        "hidden_n": pl.Int64,
    }
)


@dataclass(frozen=True)
class Model:
    """Everything that truly happened in a world (or in one block of a large one)."""

    accounts: pl.DataFrame
    renames: pl.DataFrame
    acts: pl.DataFrame

    def names_at(self, account: Ints, at_s: Ints) -> pl.Series:
        """The nickname that each account bore at each moment; null for account -1."""
        names = self.accounts["name"].gather(np.maximum(account, 0))
        for who, from_s, name in self.renames.sort("from_s").iter_rows():
            later = np.flatnonzero((account == who) & (at_s >= from_s))
            if len(later):
                names = names.scatter(later, name)
        nobody = np.flatnonzero(account < 0)
        return names.scatter(nobody, None) if len(nobody) else names


@dataclass
class ActLog:
    """Acts of `accounts` as they are invented, part by part; `finish` makes them columns with ids."""

    accounts: pl.DataFrame
    parts: list[pl.DataFrame] = field(default_factory=list)
    acts_n: int = 0

    def add(self, n: int, **columns: Any) -> Ints:
        """Append `n` acts; a column is one value for all or one a row. Absent: null, or -1.

        root="self" makes each act its own root; client and region are those of the account. Returns the acts'
        numbers.
        """
        who = np.broadcast_to(columns["account"], n)
        columns |= {name: self.accounts[name].gather(who) for name in ("client", "region")}
        frame = pl.DataFrame({"number": np.arange(self.acts_n, self.acts_n + n)})
        for name, dtype in ACTS.items():
            value = columns.pop(name, -1 if name in ("root", "parent", "top") else None)
            if name == "root" and isinstance(value, str):
                value = np.arange(self.acts_n, self.acts_n + n)
            one = value is None or isinstance(value, str | int | np.integer)
            made = pl.lit(value, dtype).alias(name) if one else pl.Series(name, value, dtype)
            frame = frame.with_columns(made)
        if columns:
            raise TypeError(f"no such column of an act: {sorted(columns)}")
        self.parts.append(frame.drop("number"))
        numbers = np.arange(self.acts_n, self.acts_n + n)
        self.acts_n += n
        return numbers

    def finish(self, block: int = 0) -> pl.DataFrame:
        """All acts in the order of their numbers, with their mids."""
        acts = pl.concat(self.parts)
        return acts.with_columns(mid=pl.Series(mids_at(acts["at_s"].to_numpy(), block)))
