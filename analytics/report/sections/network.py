"""The network as one picture that says what it leaves out, and the pictures that people put in."""

from analytics.report.blocks import Block, Claim, Figure, Prose
from analytics.report.charts import Photo
from analytics.report.placeholders import Code, Foreign, Moment
from analytics.report.report_data import ReportData
from analytics.report.section import Section, of_account, of_table, word
from analytics.store.report_pictures import Picture


def build_network(facts: ReportData) -> list[Block]:
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


SECTION_NETWORK = Section("network", 32, build_network)


def build_pictures(facts: ReportData) -> list[Block]:
    """Nothing where nobody put a picture in."""
    if not facts.pictures:
        return []
    return [Prose("pictures_intro"), *(_block(one) for one in facts.pictures)]


def _block(one: Picture) -> Block:
    if one.data is None:
        return Claim("picture_absent", {"hash": Code(one.sha256), "n": one.number})
    told = word("picture_told", author=Foreign(one.author, 60), at=Moment(one.at), n=one.number)
    return Figure(
        "picture_put_in",
        Photo(one.data, one.size),
        {"caption": Foreign(one.caption, 400)},
        notes=(
            told,
            word("picture_link", link=Foreign(one.link or "-", 400)),
            word("picture_hash", hash=Code(one.sha256)),
        ),
    )


SECTION_PICTURES = Section("pictures", 115, build_pictures, is_annex=True)

SECTIONS = (SECTION_NETWORK, SECTION_PICTURES)
