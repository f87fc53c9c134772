"""A network as the browser takes it: one run of bytes with typed arrays, so that no number is parsed.

4 bytes   length of the head, little endian
head      JSON in UTF-8, padded with blanks to a multiple of 8: ids, names, groups, and how many in all
arrays    in the order of `head.arrays`: name, type (f64, f32, u32), length
"""

import gzip
import json
from math import isnan
from typing import Any

import numpy as np
import polars as pl

from analytics.alleged.actors import ACTORS
from analytics.model.untrusted_text import cut
from analytics.roles.standing import PAIRS
from dashboards.network.communities import NAMED_MAX
from dashboards.network.explored import Explored
from dashboards.network.facets import SINGLE
from dashboards.views.network import NetworkView

TYPES = {"f64": np.float64, "f32": np.float32, "u32": np.uint32}


def encode_network(part: NetworkView, whole: Explored, x: np.ndarray, y: np.ndarray, graph: str) -> bytes:
    """Encode a network for the browser, gzipped.

    part: what is drawn, at (x, y).
    whole: the network that it is a part of, for the totals.

    Names are cut and made safe here: the browser draws them as text.
    """
    nodes, edges = part.nodes, part.edges
    values = {facet: _values(whole.nodes[facet]) for facet in SINGLE}
    row_of = pl.DataFrame({"id": nodes["account_id"], "row": np.arange(nodes.height, dtype=np.uint32)})
    ends = (
        edges.select("source", "target")
        .join(row_of.rename({"row": "s"}), left_on="source", right_on="id", how="left", maintain_order="left")
        .join(row_of.rename({"row": "t"}), left_on="target", right_on="id", how="left", maintain_order="left")
    )
    known = {name: cut(name, 40) for name in nodes["name"].unique().drop_nulls()}
    arrays: list[tuple[str, str, Any]] = [
        ("first", "f64", seconds(nodes["first_at"])),
        ("last", "f64", seconds(nodes["last_at"])),
        ("edge_first", "f64", seconds(edges["first_at"])),
        ("edge_last", "f64", seconds(edges["last_at"])),
        ("x", "f32", x),
        ("y", "f32", y),
        ("acts", "u32", nodes["acts_n"]),
        ("passed", "u32", nodes["passed_n"]),
        ("pairs", "u32", pair_bits(nodes)),
        ("actor", "u32", _coded(nodes["actor"], list(ACTORS))),
        ("author", "u32", nodes["is_author"]),
        *((facet, "u32", _coded(nodes[facet], values[facet])) for facet in SINGLE),
        ("source", "u32", ends["s"]),
        ("target", "u32", ends["t"]),
        ("weight", "u32", edges["acts_n"]),
        ("assumed", "u32", edges["assumed_n"]),
    ]
    return sealed(
        {
            "graph": graph,
            "nodes_all": whole.nodes.height,
            "edges_all": whole.edges.height,
            "pairs": PAIRS,
            "pairs_all": pairs_n(whole.nodes),
            "actors": ACTORS,
            "ids": nodes["account_id"].to_list(),
            "names": [known.get(name, "") for name in nodes["name"]],
            "values": values,
            "modularity": None if isnan(whole.modularity) else whole.modularity,
            "communities": whole.names[:NAMED_MAX],
        },
        arrays,
    )


def sealed(head: dict[str, Any], arrays: list[tuple[str, str, Any]]) -> bytes:
    """Encode a head and its arrays as one gzipped run of bytes.

    arrays: (name, type, values); those of 8 bytes a value must come first.
    """
    written = [(name, kind, np.ascontiguousarray(values, dtype=TYPES[kind])) for name, kind, values in arrays]
    lengths = [[name, kind, len(values)] for name, kind, values in written]
    text = json.dumps({**head, "arrays": lengths}, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(4 + len(text)) % 8)
    return gzip.compress(
        b"".join([len(text).to_bytes(4, "little"), text, *(values.tobytes() for _, _, values in written)]),
        4,
        mtime=0,
    )


def seconds(times: pl.Series) -> np.ndarray:
    """Convert moments to seconds since 1970; nan for unknown.

    >>> from datetime import UTC, datetime
    >>> seconds(pl.Series([datetime(1970, 1, 2, tzinfo=UTC)])).tolist()
    [86400.0]
    """
    return times.dt.epoch("us").cast(pl.Float64).fill_null(float("nan")).to_numpy() / 1e6


def _values(column: pl.Series) -> list[str]:
    """Every value of a facet, short ones first: so g2 stands before g10."""
    return sorted(column.drop_nulls().unique().to_list(), key=lambda value: (len(value), value))


def _coded(values: pl.Series, known: list[str]) -> np.ndarray:
    """The place of each value in `known`, from 1; 0 for null."""
    if not known:
        return np.zeros(len(values))
    return (
        values.replace_strict({name: i + 1 for i, name in enumerate(known)}, default=0, return_dtype=pl.Int64)
        .fill_null(0)
        .to_numpy()
    )


def pair_bits(nodes: pl.DataFrame) -> np.ndarray:
    """Write the pairs of role and grade of each account as bits, in the order of PAIRS.

    The lowest bit is the pair an account is drawn in. A role never stands at another role's grade.

    >>> pair_bits(pl.DataFrame({"initiator": ["A", None], "organizer": ["C", None], "promoter": [None, "B"],
    ...                         "repeater": [None, None], "amplifier": [None, None]})).tolist()
    [2049, 128]
    """
    bits = np.zeros(nodes.height, np.uint32)
    for k, (role, grade) in enumerate(PAIRS):
        stands = (nodes[role].cast(pl.String) == grade).fill_null(False).to_numpy()
        bits |= stands.astype(np.uint32) << np.uint32(k)
    return bits


def pairs_n(nodes: pl.DataFrame) -> list[int]:
    """Count the accounts in each pair of PAIRS."""
    bits = pair_bits(nodes)
    return [int((bits >> np.uint32(k) & np.uint32(1)).sum()) for k in range(len(PAIRS))]
