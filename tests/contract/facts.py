"""The facts that the contract test compares, and the places in which each is known: a tool prints them.

A fact is a test of its name in this folder (`test_facts.py` sees to it that none is missing). "table" is what the
case stores, "paper" the report (findings.json and the blocks it is printed from), "page" what the dashboard's pages
call, "export" the files for other programs, "show" `wakeline show`, "summary" what a command prints.
"""

FACTS: dict[str, tuple[str, ...]] = {
    "the_events_of_a_tree_and_their_moments": (
        "table nodes and events",
        "page views.trees.nodes",
        "page drawer (source_cards.event_row)",
        "export --graph repost|comment, level act",
        "paper trees and the mark of each",
        "show EVENT, show of a tree's mark",
    ),
    "the_moment_of_a_contradicted_event_is_the_trusted_one_everywhere": (
        "table events",
        "page listings acts, account_acts; drawer",
        "export level act",
        "paper time contradictions, span",
        "show EVENT, ACCOUNT, ROLE@ACCOUNT",
        "page drawer and paper: the exported moment, as what the export says",
    ),
    "the_ties_of_the_account_network_and_their_counts": (
        "tables nodes, events",
        "page views.network",
        "export --graph repost|comment, level account",
        "page listing tie_acts and drawer of a tie",
        "page selection as CSV",
    ),
    "a_pair_and_the_events_behind_it": (
        "table coaction_pairs",
        "page listing pair_acts",
        "page graph coordination",
        "export --graph coordination",
        "show KIND@A+B",
    ),
    "an_account_in_a_role_at_a_grade": (
        "table roles",
        "page listing roles, its sums, network, drawer",
        "page selection as CSV and GEXF",
        "paper roles of findings.json, numbers of part 3: named accounts only",
        "summary of wakeline analyse",
        "show ROLE@ACCOUNT",
    ),
    "a_counter_as_a_range": (
        "table scope",
        "page listing scope, ranges",
        "paper table of the case and of the roots, findings.json",
        "show MEASURE@SUBJECT",
    ),
    "a_counter_beside_a_number_of_law": (
        "table findings",
        "page law",
        "page ranges",
        "paper numbers of law, findings",
        "law.comparison",
    ),
    "nothing_is_laid_beside_a_number_where_nothing_is_alleged": (
        "table findings",
        "page law",
        "page ranges and the note above them",
        "paper numbers of law, picture of scope, findings",
    ),
    "the_name_of_an_account": (
        "table events",
        "page network, listing roles, drawer, comparison",
        "export level account",
    ),
    "what_is_not_known": (
        "tables events, rejected, cascades",
        "page sums of the overview and the listing each opens",
        "paper sets of events",
        "show of the filter that the paper prints",
    ),
    "the_records_of_the_sources": ("table sources", "page listing of files", "paper records"),
    "what_a_mark_of_the_report_opens": (
        "paper sentences and rows",
        "paper sets",
        "case counted anew",
        "show of each",
    ),
}


def lines() -> list[str]:
    """The facts as lines of text: a name and the places compared.

    >>> lines()[-1]
    'what a mark of the report opens: paper sentences and rows; paper sets; case counted anew; show of each'
    """
    return [f"{name.replace('_', ' ')}: {'; '.join(places)}" for name, places in FACTS.items()]
