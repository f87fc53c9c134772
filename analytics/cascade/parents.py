"""The parent and the root of every event, with the basis of each: stated, chain, root or missing.

A wrong parent is worse than a missing one: what is not certain is left missing and counted. The column
parent_note says why a parent is missing or doubtful:

  parent_not_in_export   stated, but the export does not hold it
  name_not_in_export     the chain names an account of which this root has no event
  name_only_later        the named account has events on this root, but all are later than this one
  ambiguous_account      two accounts on this root went by the name before this moment
  ambiguous_act          the account has several earlier events, and the chain does not say which is meant
  chain_cut              the only name was cut off by the length limit
  chain_unreadable       the chain was edited by hand or holds two handles in one element
  root_unknown           the chain names an account, but the export does not name the root of the event
  no_moment              the event, or the only one it can mean, has no known time, so the order is unknown
  ambiguous_order        events name each other within one moment of the export's precision
  in_thread              the export tells the thread of a comment, not the comment that it answers
  chain_deleted          the collecting tool cut the repost chain
  root_only              the platform names only the original of a repost, not from whose repost it was taken
  source_by_name         the export names where it was forwarded from by a name alone
  in_circle              stated parents run in a cycle, which the tree breaks at the root
  earlier_than_parent    dated before its parent in the tree

The last two are found once the trees are drawn: see `analytics.cascade.statistics.with_notes`.

>>> from datetime import UTC, datetime
>>> from analytics.model.tables import EVENTS
>>> events = pl.DataFrame(
...     {
...         "event_id": ["p", "m", "n"],
...         "kind": ["post", "repost", "repost"],
...         "account_id": ["a", "u", "v"],
...         "account_name": ["甲", "乙", "丙"],
...         "text": ["面包", "好", "对//@乙:好"],
...         "stated_root_id": ["p", "p", "p"],
...         "at": [datetime(2025, 3, 1, 0, 0, s, tzinfo=UTC) for s in (0, 5, 9)],
...         "at_precision": ["s", "s", "s"],
...     }
... )
>>> names = events.select("account_id", name="account_name")
>>> resolve_parents(EVENTS.fit(events), names).select("event_id", "parent_id", "parent_basis").rows()
[('p', None, None), ('m', 'p', 'root'), ('n', 'm', 'chain')]
"""

import numpy as np
import polars as pl
from numba import njit

from analytics.cascade.forest import ROOT, break_cycles
from analytics.cascade.repost_chain import answered_name, parse_chains
from analytics.model.tables import PARENTS
from analytics.model.time import latest, trusted_at, trusted_precision
from analytics.store.placed_events import with_parents


@njit(cache=True, nogil=True)
def _tops(parent: np.ndarray) -> np.ndarray:
    """The last node reached from each by following parents (-1: none); a cycle ends where it was entered."""
    n = len(parent)
    top = np.full(n, -1, np.int64)
    mark = np.full(n, -1, np.int64)
    for start in range(n):
        node = start
        while top[node] < 0 and parent[node] >= 0 and mark[node] != start:
            mark[node] = start
            node = parent[node]
        end = top[node] if top[node] >= 0 else node
        node = start
        while top[node] < 0:
            top[node] = end
            if parent[node] < 0 or node == end:
                break
            node = parent[node]
    return top


def with_roots(events: pl.DataFrame) -> pl.DataFrame:
    """Fill root_id with the root of the topmost known ancestor.

    events: event_id, parent_id and root_id of every event.

    Where that ancestor states no root, its unexported parent is the root, or else the ancestor itself. A root
    that the export names is kept, whether or not the export holds it.

    >>> events = pl.DataFrame(
    ...     {"event_id": ["p", "r1", "r2"], "parent_id": [None, "p", "r1"], "root_id": ["p", None, None]}
    ... )
    >>> with_roots(events)["root_id"].to_list()
    ['p', 'p', 'p']
    """
    lacking = events["root_id"].is_null()
    if not lacking.any():
        return events
    index = events.select("event_id", node=pl.int_range(pl.len(), dtype=pl.Int64))
    parent = events.select(event_id="parent_id").join(
        index, on="event_id", how="left", maintain_order="left"
    )["node"]
    known = events["root_id"].is_not_null()
    steps = np.where(known.to_numpy(), -1, parent.fill_null(-1).to_numpy())
    top = pl.Series(_tops(steps))
    of_top = events.select(
        root=pl.coalesce(
            "root_id", pl.when(pl.col("parent_id") != pl.col("event_id")).then("parent_id"), "event_id"
        )
    )["root"]
    filled = pl.DataFrame({"root_id": events["root_id"], "found": of_top.gather(top)})
    return events.with_columns(root_id=filled.select(pl.coalesce("root_id", "found")).to_series())


_KEY = ["root_id", "name"]
_UNDATED = -(2**62)  # An act without a moment may have come before any other.
_SOLVED = ("parent_id", "parent_basis", "parent_note", "root_id")


def resolve_parents(events: pl.DataFrame, account_names: pl.DataFrame) -> pl.DataFrame:
    """Find the parent and the root of every event, where they can be known.

    events: EVENTS.
    account_names: every name that an account went by, with account_id.

    Returns PARENTS in the order of `events`. A stated parent is kept. Else the first name of the repost
    chain, or the name that a comment answers, is looked up among the earlier events on the same root: it
    gives a parent only if it means exactly one event. Without any name the root is assumed. Time is linear in
    the number of events.

    The notes in_circle and earlier_than_parent are added later, once the trees are drawn: see
    `analytics.cascade.statistics.with_notes`.
    """
    events = with_parents(events.lazy(), None).collect()
    # A top-level comment may name itself.
    is_own = (pl.col("parent_id") == pl.col("event_id")).fill_null(False)
    events = events.with_columns(pl.when(~is_own).then(c).alias(c) for c in ("parent_id", "parent_basis"))
    work = _with_chains(_with_answered_roots(events))
    names = _names(work, account_names)
    found = _looked_up(work, names)
    work = work.join(found, on="row", how="left", maintain_order="left")
    open_ = pl.col("parent_id").is_null() & (pl.col("kind") != "post")
    named = pl.col("chain_1").is_not_null() | pl.col("chain_fault").is_not_null()
    hidden = ~named & pl.col("parent_note").is_not_null()  # the layout says that it cannot tell
    work = work.with_columns(
        parent_basis=pl.when(~open_)
        .then("parent_basis")
        .when(pl.col("found_id").is_not_null())
        .then(pl.lit("chain"))
        .when(named | hidden)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("root")),
        parent_note=pl.when(~open_ | pl.col("found_id").is_not_null())
        .then(None)
        .when(pl.col("chain_fault").is_not_null())
        .then("chain_" + pl.col("chain_fault"))
        .when(named & pl.col("root_id").is_null())
        .then(pl.lit("root_unknown"))
        .when(named)
        .then(pl.col("found_note").fill_null("name_not_in_export"))
        .when(hidden)
        .then("parent_note"),
        parent_id=pl.when(~open_)
        .then("parent_id")
        .when(pl.col("found_id").is_not_null())
        .then("found_id")
        .when(~named & ~hidden)
        .then(pl.when(pl.col("root_id") != pl.col("event_id")).then("root_id")),
    )
    work = _uncrossed(work)
    work = work.with_columns(
        parent_note=pl.when(
            (pl.col("parent_basis") == "stated") & ~pl.col("parent_id").is_in(work["event_id"].implode())
        )
        .then(pl.lit("parent_not_in_export"))
        .otherwise("parent_note")
    )
    solved = _with_topmost_roots(with_roots(work.select("event_id", "kind", *_SOLVED)))
    return PARENTS.fit(solved)


def _with_answered_roots(events: pl.DataFrame) -> pl.DataFrame:
    """`events` in which a comment of unknown root that answers no comment has what it answers as its root.

    An answer to a repost belongs to the thread below that repost, not to the post that was reposted.
    """
    is_open = (pl.col("kind") == "comment") & pl.col("root_id").is_null() & pl.col("parent_id").is_not_null()
    if not events.select(is_open.any()).item():
        return events
    others = events.filter(pl.col("kind") != "comment").select(parent_id="event_id", is_other=pl.lit(True))
    return (
        events.join(others.unique(), on="parent_id", how="left", maintain_order="left")
        .with_columns(
            root_id=pl.when(is_open & pl.col("is_other").fill_null(False))
            .then("parent_id")
            .otherwise("root_id")
        )
        .drop("is_other")
    )


def _with_topmost_roots(solved: pl.DataFrame) -> pl.DataFrame:
    """PARENTS in which no root of a tree hangs under another root of the same tree.

    An export may name as root what was itself passed on: the act that was passed on is then the direct
    parent, and the topmost known act is the root. A comment's "root" may be the top of its thread: whom the
    comment answers stays unknown, and the thread's post is the root.

    solved: PARENTS and kind.
    """
    family = pl.col("kind").replace({"quote": "repost"})
    acts = solved.with_columns(family=family, node=pl.int_range(pl.len(), dtype=pl.Int64))
    below = acts.filter(
        (pl.col("kind") != "post") & (pl.col("root_id") != pl.col("event_id")).fill_null(False)
    )
    above = acts.select("root_id", "family", "event_id", "node").join(
        below.select(root_id="event_id", family="family", above="node"),
        on=["root_id", "family"],
        how="left",
        maintain_order="left",
    )
    above = above.with_columns(above=pl.when(pl.col("root_id") != pl.col("event_id")).then("above"))
    is_nested = above["above"].is_not_null()
    if not is_nested.any():
        return solved.drop("kind")
    top = pl.Series(_tops(above["above"].fill_null(-1).to_numpy()))
    is_assumed = is_nested & (acts["parent_basis"] == "root").fill_null(False)
    is_comment = pl.col("kind") == "comment"
    return acts.with_columns(
        root_id=pl.when(is_nested).then(acts["root_id"].gather(top)).otherwise("root_id"),
        parent_id=pl.when(is_assumed & is_comment).then(None).otherwise("parent_id"),
        parent_basis=pl.when(is_assumed)
        .then(pl.when(is_comment).then(pl.lit("missing")).otherwise(pl.lit("stated")))
        .otherwise("parent_basis"),
    ).drop("kind", "family", "node")


def _with_chains(events: pl.DataFrame) -> pl.DataFrame:
    """The columns that parents depend on, a row number, and the names that texts open with."""
    reposts = pl.col("kind").is_in(["repost", "quote"])
    parsed = parse_chains(
        pl.select(pl.when(events.select(reposts).to_series()).then(events["text"])).to_series()
    )
    slim = events.select(
        "event_id",
        "kind",
        "account_id",
        "account_name",
        *_SOLVED,
        trusted_at(),
        trusted_precision(),
        answered=pl.when((pl.col("kind") == "comment") & pl.col("parent_id").is_null()).then("text"),
    )
    work = pl.concat([slim, parsed], how="horizontal").with_row_index("row")
    if work["answered"].null_count() < work.height:
        work = work.with_columns(chain_1=pl.coalesce("chain_1", answered_name(pl.col("answered"))))
    return work.drop("answered")


def _names(work: pl.DataFrame, account_names: pl.DataFrame) -> pl.DataFrame:
    """(account_id, name): names shown in profiles and with acts, and those a stated parent's child wrote.

    People edit hops out, so a child's first name may be its grandparent's: a name is learned only if nobody
    is shown with it, the parent's own chain does not open with it, and all children agree on one account.
    """
    shown = pl.concat(
        [account_names.select("account_id", "name"), work.select("account_id", name="account_name")]
    )
    stated = work.filter(
        (pl.col("parent_basis") == "stated")
        & pl.col("chain_1").is_not_null()
        & (pl.col("parent_id") != pl.col("root_id")).fill_null(True)
    )
    if stated.height:
        learned = stated.select("parent_id", name="chain_1").join(
            work.select(parent_id="event_id", account_id="account_id", above="chain_1"), on="parent_id"
        )
        learned = (
            learned.filter(pl.col("name").ne_missing(pl.col("above"))).select("account_id", "name").unique()
        )
        learned = learned.join(shown, on="name", how="anti").filter(~pl.col("name").is_duplicated())
        shown = pl.concat([shown, learned])
    return shown.drop_nulls().unique()


def _uncrossed(work: pl.DataFrame) -> pl.DataFrame:
    """Leave events missing that name each other in a cycle, which coarse moments allow: one came first."""
    parents = work.select(event_id="parent_id").join(
        work.select("event_id", node=pl.int_range(pl.len(), dtype=pl.Int64), above_at="at"),
        on="event_id",
        how="left",
        maintain_order="left",
    )
    is_chain = work["parent_basis"] == "chain"
    if not (is_chain & (parents["above_at"] >= work["at"])).fill_null(False).any():
        return work
    steps = parents["node"].fill_null(ROOT).to_numpy()
    _, circular = break_cycles(steps, steps)
    crossed = pl.Series(circular) & is_chain.fill_null(False)
    return work.with_columns(
        parent_id=pl.when(~crossed).then("parent_id"),
        parent_basis=pl.when(crossed).then(pl.lit("missing")).otherwise("parent_basis"),
        parent_note=pl.when(crossed).then(pl.lit("ambiguous_order")).otherwise("parent_note"),
    )


def _looked_up(work: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """row, found_id, found_note for every event that names its parent and states none."""
    asking = work.filter(
        pl.col("chain_1").is_not_null() & pl.col("parent_id").is_null() & pl.col("root_id").is_not_null()
    )
    if asking.is_empty():
        return pl.DataFrame(schema={"row": pl.UInt32, "found_id": pl.String, "found_note": pl.String})
    asking = asking.select(
        "row",
        "event_id",
        "account_id",
        "root_id",
        pl.col("chain_1").alias("name"),
        "chain_2",
        "chain_n",
        "chain_truncated",
        "kind",
        low="at",
        until=latest().dt.epoch("us"),
    )
    wanted = asking.select(_KEY).unique()
    borne = names.join(wanted.select("name").unique(), on="name", how="semi")
    offered = work.filter(pl.col("kind") != "post").select(
        "event_id",
        "account_id",
        "root_id",
        "kind",
        "chain_1",
        "chain_n",
        since=pl.col("at").dt.epoch("us").fill_null(_UNDATED),
    )
    offered = offered.join(borne, on="account_id").join(wanted, on=_KEY, how="semi")
    own = asking.select("row", "account_id", "name", "low").join(borne, on=["account_id", "name"], how="semi")
    asking = asking.join(own.select("row", is_own=pl.lit(True)), on="row", how="left").with_columns(
        until=pl.when(pl.col("is_own")).then(pl.col("low").dt.epoch("us") - 1).otherwise("until")
    )
    parts = []
    for kinds in (["repost", "quote"], ["comment"]):
        some = asking.filter(pl.col("kind").is_in(kinds))
        if some.height:
            parts.append(
                _answers(some, offered.filter(pl.col("kind").is_in(kinds)), _authors(work, borne, some))
            )
    return pl.concat(parts)


def _authors(work: pl.DataFrame, borne: pl.DataFrame, asking: pl.DataFrame) -> pl.DataFrame:
    """(root_id, name) of the root's own author."""
    roots = work.join(asking.select(pl.col("root_id").alias("event_id")).unique(), on="event_id", how="semi")
    return (
        roots.select(root_id="event_id", account_id="account_id")
        .join(borne, on="account_id")
        .select(*_KEY, is_author=pl.lit(True))
        .unique()
    )


def _answers(asking: pl.DataFrame, offered: pl.DataFrame, authors: pl.DataFrame) -> pl.DataFrame:
    """Look up the name that each asking event gives, among the events offered on the same root.

    Columns, by row of the asking event: found_id, found_note. One earlier event under the name is the parent.
    Of several by one account the second name of the chain decides, if it fits exactly one: the parent itself
    must have opened with that name. Where no event has the name, the author of the root may.
    """
    first = _before(asking, offered, _KEY, "")
    fine_key = [*_KEY, "line"]
    asking_fine = asking.with_columns(
        line=pl.when(pl.col("chain_n") > 1)
        .then("chain_2")
        .when((pl.col("chain_n") == 1) & ~pl.col("chain_truncated"))
        .then(pl.lit(""))
    )
    offered_fine = offered.with_columns(
        line=pl.when(pl.col("chain_n") > 0).then("chain_1").otherwise(pl.lit(""))
    )
    second = _before(asking_fine.drop_nulls("line"), offered_fine.drop_nulls("line"), fine_key, "_fine")
    later = offered.select(*_KEY, is_later=pl.lit(True)).unique(_KEY)
    work = (
        asking.join(first, on="row", how="left")
        .join(second, on="row", how="left")
        .join(later, on=_KEY, how="left")
        .join(authors, on=_KEY, how="left")
    )
    dated, dated_fine = pl.col("moment") > _UNDATED, pl.col("moment_fine") > _UNDATED
    one = (pl.col("acts_n") == 1) & dated
    one_fine = (pl.col("accounts_n") == 1) & (pl.col("acts_n_fine") == 1) & dated_fine
    none = pl.col("acts_n").is_null()
    found = (
        pl.when(pl.col("until").is_null())
        .then(None)
        .when(one)
        .then("last_id")
        .when(one_fine)
        .then("last_id_fine")
        .when(none & pl.col("is_author").is_not_null())
        .then("root_id")
    )
    note = (
        pl.when(pl.col("until").is_null())
        .then(pl.lit("no_moment"))
        .when(pl.col("accounts_n") > 1)
        .then(pl.lit("ambiguous_account"))
        .when(pl.col("acts_n") > 1)
        .then(pl.lit("ambiguous_act"))
        .when(pl.col("acts_n") == 1)
        .then(pl.lit("no_moment"))
        .when(pl.col("is_later").is_not_null())
        .then(pl.lit("name_only_later"))
        .otherwise(pl.lit("name_not_in_export"))
    )
    return work.select("row", found_id=found, found_note=note)


def _before(asking: pl.DataFrame, offered: pl.DataFrame, key: list[str], suffix: str) -> pl.DataFrame:
    """For each asking event: the last event under its key before it, how many there are, of how many
    accounts.
    """
    offered = offered.sort("since", "event_id")
    offered = offered.with_columns(
        acts_n=pl.int_range(1, pl.len() + 1).over(key),
        is_new=pl.struct(*key, "account_id").is_first_distinct().cast(pl.Int64),
    )
    offered = offered.with_columns(accounts_n=pl.col("is_new").cum_sum().over(key))
    codes = pl.concat([asking.select(key), offered.select(key)]).unique().with_row_index("code")
    left = asking.join(codes, on=key, how="left").drop_nulls("until").sort("until")
    right = (
        offered.join(codes, on=key, how="left")
        .sort("since")
        .select("code", "since", last_id="event_id", acts_n="acts_n", accounts_n="accounts_n", moment="since")
    )
    joined = left.join_asof(
        right, left_on="until", right_on="since", by="code", strategy="backward", check_sortedness=False
    )
    return joined.select(
        "row", *(pl.col(c).alias(f"{c}{suffix}") for c in ("last_id", "acts_n", "accounts_n", "moment"))
    )
