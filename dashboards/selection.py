"""A selection of accounts as a file for other programs: CSV (accounts and the ties among them) or GEXF.

Cells that a spreadsheet would run as a formula get a leading apostrophe; times are UTC.
"""

import csv
import io
import re

import polars as pl

from analytics.model.untrusted_text import for_spreadsheet, shown_column
from dashboards.views.network import NetworkView

FORMS = {"csv": "text/csv", "gexf": "application/gexf+xml"}


def selection(net: NetworkView, account_ids: list[str], form: str) -> tuple[bytes, str]:
    """Write accounts and the ties among them as a file.

    form: "csv" or "gexf".

    Returns the bytes and the type of the file.
    """
    ids = sorted(set(account_ids))
    nodes = net.nodes.filter(pl.col("account_id").is_in(ids)).with_columns(
        pl.col("roles").cast(pl.List(pl.String)).list.join(" "),
        pl.col("role_grades").cast(pl.List(pl.String)).list.join(" "),
    )
    edges = net.edges.filter(pl.col("source").is_in(ids) & pl.col("target").is_in(ids))
    nodes, edges = _plain(nodes), _plain(edges)
    return (_csv(nodes, edges) if form == "csv" else _gexf(nodes, edges)), FORMS[form]


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """Times as text, unseen characters shown."""
    times = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.Datetime)]
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    return table.with_columns(
        *(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ") for name in times),
        *(shown_column(table[name]) for name in texts),
    )


def _csv(nodes: pl.DataFrame, edges: pl.DataFrame) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for table in (nodes, edges):
        writer.writerow(table.columns)
        for row in table.iter_rows():
            writer.writerow([for_spreadsheet(v) if isinstance(v, str) else v for v in row])
        if table is nodes:
            writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def _gexf(nodes: pl.DataFrame, edges: pl.DataFrame) -> bytes:
    import networkx as nx  # noqa: PLC0415 - a third of a second that only this export pays

    graph = nx.DiGraph()
    for row in nodes.iter_rows(named=True):
        graph.add_node(row.pop("account_id"), **{k: v for k, v in row.items() if v is not None})
    for row in edges.iter_rows(named=True):
        graph.add_edge(
            row.pop("source"), row.pop("target"), **{k: v for k, v in row.items() if v is not None}
        )
    out = io.BytesIO()
    nx.write_gexf(graph, out)
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue(), count=1)
