"""The public interface for reading a case: networks, trees, tables, and the exported lines behind anything.

See `analytics.api`.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Literal, overload

import networkx as nx
import polars as pl

from analytics.evidence.trace import SHOWN_MAX, Traced, trace, with_exported_lines
from analytics.graph.export import account_tables, act_tables, digraph
from analytics.model.errors import SettingsError
from analytics.model.tables import PLACED_EVENTS, TABLES
from analytics.store.case_folder import Case

LIBRARIES = ("polars", "pandas")


def account_network(
    case: Case, trees: str | Sequence[str] = "repost", *, with_assumed: bool = True
) -> nx.DiGraph:
    """Build the network of accounts: who passed on or answered whom, and how often.

    An edge runs from the account passed on to the account that did so. The ties are those of the report, the
    page and `wakeline export --level account`. An event on an event of the same account is no tie. An account
    is not a person.

    Parameters
    ----------
    case
        A case analysed as far as the stage "cascades".
    trees
        "repost", "comment", or both, whose events are then added up.
    with_assumed
        Whether events tie their account to that of the root where no export states their parent.

    Returns
    -------
    networkx.DiGraph
        Nodes are account ids, with acts_n, name, followers_n and region; edges have acts_n (events),
        assumed_n (of them with an assumed parent), first_at and last_at (ISO 8601, UTC). What is unknown is
        absent.

    Raises
    ------
    CaseError
        The case is not analysed.
    SettingsError
        A tree is neither "repost" nor "comment".

    Examples
    --------
    >>> network = account_network(case)
    >>> network.edges["generic:u1", "generic:u2"]["acts_n"]
    2
    >>> network.edges["generic:u1", "generic:u2"]["first_at"]
    '2025-03-01T00:00:10Z'
    >>> sorted(account_network(case, ["repost", "comment"]).successors("generic:u1"))
    ['generic:u2', 'generic:u3', 'generic:u4']
    """
    asked = (trees,) if isinstance(trees, str) else tuple(trees)
    return digraph(*account_tables(case, asked, with_assumed=with_assumed))


def event_tree(case: Case, root_id: str, tree: str = "repost") -> nx.DiGraph:
    """Build one cascade: the events below a root, each below the event that it passed on or answered.

    Parameters
    ----------
    case
        A case analysed as far as the stage "cascades".
    root_id
        Id of the root: the column root_id of the table cascades.
    tree
        "repost" or "comment".

    Returns
    -------
    networkx.DiGraph
        Nodes are event ids, with kind, account_id, name, at (ISO 8601, UTC; the trusted moment), depth (hops
        from the root), children_n, subtree_n and text (the account's own words, as exported). Edges run from
        parent to child and have basis: "stated", "chain", "root" or "missing" (the last two are assumed, so
        that depth is a lower bound). A root that no export holds has the kind "post_not_in_export".

    Raises
    ------
    CaseError
        The case is not analysed, or no such tree grows from that root.
    SettingsError
        The tree is neither "repost" nor "comment".

    Examples
    --------
    >>> tree = event_tree(case, "generic:p1")
    >>> sorted(tree.successors("generic:p1"))
    ['generic:m1', 'generic:m2']
    >>> tree.nodes["generic:m1"]["text"], tree.edges["generic:p1", "generic:m1"]["basis"]
    ('Look at this', 'root')
    """
    return digraph(*act_tables(case, tree, root_id))


@overload
def table(case: Case, name: str, library: Literal["polars"] = "polars") -> pl.DataFrame: ...


@overload
def table(case: Case, name: str, library: Literal["pandas"]) -> Any: ...


def table(case: Case, name: str, library: str = "polars") -> Any:
    """Read a table of a case, whole, in its stored order.

    The columns, their units and meanings stand in `analytics.model.tables.TABLES[name]`.

    Parameters
    ----------
    case
        A case.
    name
        Such as "events", "accounts", "cascades", "coaction_pairs", "clusters", "roles", "scope", "findings";
        "placed_events" are the events with parent_id, parent_basis and root_id beside them.
    library
        "polars" or "pandas".

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        Moments are UTC with microseconds. What is unknown is null (pandas: NA or NaT), never "" or 0; whole
        numbers stay whole in pandas (Int64).

    Raises
    ------
    CaseError
        The case does not have the table yet, or another hand changed its file.
    SettingsError
        There is no table of that name, the library is neither of the two, or pandas is not installed.

    Examples
    --------
    >>> table(case, "cascades").select("root_id", "tree", "size", "depth").row(0)
    ('generic:p1', 'comment', 2, 1)
    >>> table(case, "events", library="pandas").groupby("account_id").size().to_dict()
    {'generic:u1': 2, 'generic:u2': 2, 'generic:u3': 2, 'generic:u4': 1}
    """
    if library not in LIBRARIES:
        raise SettingsError("library_unknown", found=library, known=", ".join(LIBRARIES))
    known = (*TABLES, PLACED_EVENTS.name)
    if name not in known:
        nearest = (get_close_matches(name, known, 1) or ["events"])[0]
        raise SettingsError("table_unknown", found=name, nearest=nearest, known=", ".join(known))
    frame = case.placed_events().collect() if name == PLACED_EVENTS.name else case.read(name)
    return frame if library == "polars" else _in_pandas(frame)


def explain(case: Case, subject: str, lines_n: int = SHOWN_MAX) -> Traced:
    r"""Find the exported lines behind anything that the study says.

    Parameters
    ----------
    case
        A case.
    subject
        An event ("weibo:5140575367893593"), an account, a group ("g1"), a number ("reposts@case",
        "views@weibo:5140575367893593"), a role ("organizer@weibo:9101377206"), a pair ("co_repost@A+B"), a
        factor of law ("S-R2"), the start of a source's hash, "rejected", or rows of a table ("roles: grade =
        A").
    lines_n
        How many rows and exported lines are given at most.

    Returns
    -------
    Traced
        `kind` of the subject; `about`: what the study says of it; `rows`: the events behind it; `total`: how
        many there are, given or not; `lines`: pairs of a place (event_id, source_sha256, source_row counted
        from 0, source_path, row as its reader counts it) and the record there as it was exported.

    Raises
    ------
    CaseError
        The case holds nothing of that name, or the source is gone from evidence/.

    Examples
    --------
    >>> number = explain(case, "reposts@case")
    >>> number.about[0]["lower"], number.total
    (4.0, 4)
    >>> place, line = number.lines[0]
    >>> place["event_id"], place["source_row"]
    ('generic:m1', 2)
    >>> line.split("\n")[:4]
    ['message_id: m1', 'user_id: u2', 'username: Crumb', 'repost_id: p1']
    >>> pair = explain(case, "co_repost@generic:u2+generic:u3")
    >>> [row["gap_s"] for row in pair.rows]
    [20.0, 30.0]
    """
    return with_exported_lines(case, trace(case, subject, lines_n), lines_n)


def _in_pandas(frame: pl.DataFrame) -> Any:
    """`frame` as pandas: Int64, Float64, boolean, string, datetime64[us, UTC]; lists as objects."""
    try:
        import pandas as pd  # noqa: PLC0415 - half a second that only a pandas table pays
    except ImportError:
        raise SettingsError("pandas_absent") from None

    def column(values: pl.Series) -> Any:
        if values.dtype.is_temporal():
            return pd.Series(pd.to_datetime(values.dt.replace_time_zone(None).to_numpy(), utc=True))
        kinds = {pl.Boolean: "boolean", pl.String: "string"}
        whole = "Int64" if values.dtype.is_integer() else "Float64" if values.dtype.is_float() else "object"
        return pd.Series(values.to_list(), dtype=kinds.get(values.dtype.base_type(), whole))

    return pd.DataFrame({name: column(frame[name]) for name in frame.columns})
