"""Pictures that people put in: who, when, of which view; they illustrate, no sentence of the report rests on
them."""

from analytics.report.claims import Block, Claim, Figure, Prose
from analytics.report.facts import Facts
from analytics.report.figures import Photo
from analytics.report.section import Section, word
from analytics.report.values import Code, Foreign, Moment
from analytics.store.pictures import Picture


def build(facts: Facts) -> list[Block]:
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


SECTION = Section("pictures", 115, build, is_annex=True)
