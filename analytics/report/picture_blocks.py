"""The pictures that people put in, with who, when and of which view."""

from analytics.report.blocks import Block, Claim, Figure, Prose
from analytics.report.figures.photo import Photo
from analytics.report.placeholders import Code, Foreign, Moment
from analytics.report.report_data import ReportData
from analytics.report.section import word
from analytics.store.report_pictures import Picture


def picture_blocks(facts: ReportData) -> list[Block]:
    """Build the pictures that people put in, with who, when and of which view; nothing where there are none.

    They illustrate: no sentence of the report rests on them.
    """
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
