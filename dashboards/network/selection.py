"""A selection of accounts as a file for other programs: CSV (accounts and the links among them) or GEXF.

Ids are pseudonyms of the case and names are left out, unless real ids are asked for. Cells that a spreadsheet
would run as a formula get a leading apostrophe; times are UTC.
"""

import csv
import io
import re

import polars as pl

from analytics.model.untrusted_text import for_spreadsheet, shown_column
from analytics.store.pseudonyms import Pseudonyms
from dashboards.views.network import NetworkView

FORMS = {"csv": "text/csv", "gexf": "application/gexf+xml"}
_TIMES = {"first_at": "start", "last_at": "end"}  # What GEXF calls the ends of a life.


def selection(
    net: NetworkView, account_ids: list[str], form: str, veil: Pseudonyms | None
) -> tuple[bytes, str]:
    """Write accounts and the links among them as a file.

    form: "csv" or "gexf".
    veil: the pseudonyms that stand for ids; None: real ids and names.

    Returns the bytes and the type of the file.
    """
    ids = sorted(set(account_ids))
    nodes = net.nodes.filter(pl.col("account_id").is_in(ids))
    edges = net.edges.filter(pl.col("source").is_in(ids) & pl.col("target").is_in(ids))
    if veil is not None:
        nodes = nodes.drop("name").with_columns(veil.column("account", nodes["account_id"]))
        edges = edges.with_columns(veil.column("account", edges[end]) for end in ("source", "target"))
    nodes, edges = _plain(nodes).sort("account_id"), _plain(edges).sort("source", "target")
    return (csv_bytes([nodes, edges]) if form == "csv" else _gexf(nodes, edges)), FORMS[form]


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """Times as text, unseen characters shown."""
    times = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.Datetime)]
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    return table.with_columns(
        *(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ") for name in times),
        *(shown_column(table[name]) for name in texts),
    )


def csv_bytes(tables: list[pl.DataFrame]) -> bytes:
    """Write tables one below the other, an empty line between them, as a spreadsheet reads them.

    >>> csv_bytes([pl.DataFrame({"a": ["=1+1"]})]).decode("utf-8-sig").splitlines()
    ['a', "'=1+1"]
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for k, table in enumerate(tables):
        if k:
            writer.writerow([])
        writer.writerow(table.columns)
        for row in table.iter_rows():
            writer.writerow([for_spreadsheet(v) if isinstance(v, str) else v for v in row])
    return out.getvalue().encode("utf-8-sig")


def _gexf(nodes: pl.DataFrame, edges: pl.DataFrame) -> bytes:
    """GEXF: the life of accounts and links as dateTime, the events of a link as its weight."""
    import networkx as nx  # noqa: PLC0415 - a third of a second that only this export pays

    graph = nx.DiGraph()
    named = "name" if "name" in nodes.columns else "account_id"
    for row in nodes.rename(_TIMES).iter_rows(named=True):
        row["label"] = row[named] or row["account_id"]
        graph.add_node(row.pop("account_id"), **{k: v for k, v in row.items() if v is not None})
    for row in edges.rename(_TIMES).with_columns(weight="acts_n").iter_rows(named=True):
        graph.add_edge(
            row.pop("source"), row.pop("target"), **{k: v for k, v in row.items() if v is not None}
        )
    out = io.BytesIO()
    nx.write_gexf(graph, out)
    text = re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue(), count=1)
    return text.replace(b'timeformat="date"', b'timeformat="dateTime"', 1)
