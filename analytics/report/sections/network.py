"""The network: who passed on or answered whom, as one picture that says what it leaves out."""

from analytics.report.claims import Block, Claim, Figure, Prose
from analytics.report.facts import Facts
from analytics.report.section import Section, of_account, of_table, word


def build(facts: Facts) -> list[Block]:
    """How many turned to whom, and the picture."""
    network = facts.network
    if network is None:
        return []
    refs = (of_table("events", facts.acts_n),)
    return [
        Prose("network_rule"),
        Claim(
            "network_count",
            {
                "accounts": network.accounts_n,
                "ties": network.ties_n,
                "unknown": network.unknown_n,
                "assumed": network.assumed_n,
            },
            refs,
        ),
        Figure(
            "figure_network",
            network,
            {},
            tuple(of_account(hub.account_id, None) for hub in network.hubs[:3]),
            (
                word("figure_network_note"),
                word(
                    "figure_network_left",
                    drawn=network.drawn_n,
                    all=network.accounts_n,
                    loose=network.loose_n,
                    hubs=len(network.hubs),
                ),
            ),
        ),
    ]


SECTION = Section("network", 32, build)
