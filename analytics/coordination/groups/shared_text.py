"""Task-specific text: near-identical own words of several accounts, on one post and hardly elsewhere.

Slogans, petitions and texts made by an app occur on many posts and are left out; so are words that only
repeat the post itself.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.coordination.groups.case_arrays import KINDS, CaseArrays, Floats, Ints
from analytics.model.thresholds import DEFAULT, TextLimits
from analytics.text.near_duplicates import code_points, shared_share
from analytics.text.normalized import plain


def _none() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class SharedText:
    """account, object, cell: one row for each account in each cell, sorted by cell and account; event: its
    earliest act.

    echo: for each row, whether that act passes on or answers an act with the same words: copied from a
        parent, handed to nobody.
    said_by, said_on, saying: account, post and family of every other act whose own words recur, once for
        each: what is said on many posts.
    """

    account: Ints
    object: Ints
    cell: Ints
    event: Ints
    cells_n: int
    echo: NDArray[np.bool_]
    said_by: Ints = field(default_factory=_none)
    said_on: Ints = field(default_factory=_none)
    saying: Ints = field(default_factory=_none)


def shared_text(
    events: pl.DataFrame, families: pl.DataFrame, acts: CaseArrays, limits: TextLimits = DEFAULT.texts
) -> SharedText:
    """Cells (family, post) with at least 80 % of the family's uses on that post and three or more accounts.

    Each platform counts for itself: one order may be carried out on several. Uses are all acts with such
    words, also posts of one's own and acts whose account or post is not known.

    families: FAMILIES of the same events.
    """
    said = _said(events, families, acts)
    uses = (
        events.select("event_id", "platform")
        .join(families, on="event_id")
        .group_by("platform", family="family_id")
        .agg(uses=pl.len())
    )
    cell = (
        said.group_by("family", "platform", "object")
        .agg(here=pl.len(), accounts=pl.col("account").n_unique())
        .join(uses, on=["family", "platform"])
        .filter(
            (pl.col("accounts") >= limits.cell_accounts_min)
            & (pl.col("here") >= limits.home_share * pl.col("uses"))
        )
    )
    kept = said.join(cell, on=["family", "object"], how="semi")
    kept = kept.filter(pl.Series(_quoted(kept, events, acts) < limits.quoted_share))
    whole = (
        kept.group_by("family", "object")
        .agg(accounts=pl.col("account").n_unique())
        .filter(pl.col("accounts") >= limits.cell_accounts_min)
    )
    kept = kept.join(whole, on=["family", "object"], how="semi").with_columns(
        cell=pl.struct("object", "family").rank("dense").cast(pl.Int64) - 1
    )
    rows = kept.sort("cell", "account", "event").unique(
        ["cell", "account"], keep="first", maintain_order=True
    )
    account, objects, number, event = (
        rows[name].to_numpy() for name in ("account", "object", "cell", "event")
    )
    away = said.join(kept.select("event"), on="event", how="anti").with_columns(
        saying=pl.col("family").rank("dense").cast(pl.Int64) - 1
    )
    by, on, saying = (
        away.unique(["account", "object", "saying"]).sort("account", "object", "saying")[name].to_numpy()
        for name in ("account", "object", "saying")
    )
    return SharedText(
        account,
        objects,
        number,
        event,
        rows["cell"].n_unique(),
        _is_copied(rows, events, families),
        by,
        on,
        saying,
    )


def _is_copied(rows: pl.DataFrame, events: pl.DataFrame, families: pl.DataFrame) -> NDArray[np.bool_]:
    """For each row: whether the parent of its act is in the same family."""
    parents = rows.select("family", parent_id=events["parent_id"].gather(rows["event"]))
    of_parent = families.select(parent_id="event_id", parent_family="family_id")
    joined = parents.join(of_parent, on="parent_id", how="left", maintain_order="left")
    return joined.select(pl.col("family").eq_missing(pl.col("parent_family"))).to_series().to_numpy()


def _said(events: pl.DataFrame, families: pl.DataFrame, acts: CaseArrays) -> pl.DataFrame:
    """Each act on a post that is in a family: event (row), account, object, family, own words. Not only first
    acts."""
    accounts = pl.DataFrame({"account_id": acts.account_ids}).with_row_index("account")
    objects = pl.DataFrame({"root_id": acts.object_ids}).with_row_index("object")
    said = (
        events.select("event_id", "platform", "kind", "account_id", "root_id", "own_text")
        .with_row_index("event")
        .filter(pl.col("kind").is_in(KINDS))
        .drop_nulls(["account_id", "root_id", "own_text"])
    )
    of_family = families.select("event_id", family="family_id")
    said = said.join(of_family, on="event_id").join(accounts, on="account_id").join(objects, on="root_id")
    return said.sort("event").select(
        pl.col("event", "account", "object").cast(pl.Int64), "platform", "family", "own_text"
    )


def _quoted(said: pl.DataFrame, events: pl.DataFrame, acts: CaseArrays) -> Floats:
    """How much of each text stands in the post itself (0 where the post is not in the export)."""
    if said.is_empty():
        return np.empty(0)
    posts = (
        events.filter(pl.col("kind") == "post")
        .select(root_id="event_id", post=pl.coalesce("own_text", "text"))
        .drop_nulls()
    )
    posts = posts.unique("root_id", keep="first", maintain_order=True)
    posts = (
        posts.with_columns(post=plain(posts["post"]))
        .drop_nulls()
        .join(pl.DataFrame({"root_id": acts.object_ids}).with_row_index("object"), on="root_id")
    )
    where = np.full(acts.objects_n, -1, np.int64)
    where[posts["object"].to_numpy()] = np.arange(len(posts))
    return np.asarray(
        shared_share(
            *code_points(plain(said["own_text"])),
            *code_points(posts["post"]),
            where[said["object"].to_numpy()],
        )
    )
