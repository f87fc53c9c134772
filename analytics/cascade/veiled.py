"""A graph for others: ids by pseudonym, names left out, texts without who is named in them."""

from collections.abc import Callable

from analytics.cascade.graph import Tables
from analytics.store.folder import Case
from analytics.store.pseudonym import Pseudonyms, hidden_words, key_of, names_of, sealed


def veil(case: Case, level: str) -> Callable[[Tables], Tables]:
    """What makes (nodes, edges) of a graph of `level` fit to be handed on; the table that resolves it stays
    with the case.

    Raises CaseError if the key of the case cannot be read or made.
    """
    names = Pseudonyms(key_of(case))
    owners, hidden = names_of(case), hidden_words(case)
    kind = "act" if level == "act" else "account"

    def veiled(tables: Tables) -> Tables:
        nodes, edges = tables
        nodes = nodes.drop("name", strict=False)
        columns = {"id": kind, "root_id": "act", "account_id": "account"}
        nodes = nodes.with_columns(
            names.column(columns[c], nodes[c]).alias(c) for c in nodes.columns if c in columns
        )
        if "text" in nodes.columns:
            nodes = nodes.with_columns(names.texts(nodes["text"], owners, hidden).alias("text"))
        edges = edges.with_columns(names.column(kind, edges[c]).alias(c) for c in ("source", "target"))
        sealed(case.folder, names)
        return nodes.sort("id"), edges.sort("source", "target")

    return veiled
