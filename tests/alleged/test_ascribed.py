"""Words that a record puts into the mouth of the person concerned: found by form, and held or not by her records."""

import polars as pl
import pytest

from analytics.alleged.ascribed import ascribed

NAMES = ("禾禾面包", "禾禾")
HERS = pl.DataFrame({"event_id": ["h1"], "own_text": ["我承认那天关门晚了，对不起邻居们"]})


def found(own: str, text: str = "") -> tuple[str, ...]:
    texts = pl.DataFrame({"event_id": ["r"], "own_text": [own], "text": [text or own]})
    return ascribed(texts, HERS, NAMES).records


@pytest.mark.parametrize(
    "own",
    [
        "她自己承认给孩子吃了过期的面包",
        "禾禾亲口说三个孩子都住院了",
        "老板都承認了，過期麵粉用了三個月",
        "The owner admitted that she sold old bread",
    ],
)
def test_words_that_no_record_of_hers_holds_are_told(own: str) -> None:
    assert found(own) == ("r",)


@pytest.mark.parametrize(
    "own",
    [
        "她没有承认给孩子吃了过期的面包",  # Says that she did not.
        "她为什么不承认给孩子吃了过期面包",
        "禾禾承认那天关门晚了，对不起邻居们",  # Her record h1 holds it.
        "她承认了",  # Says nothing that could be looked for.
        "其他家长都承认看到过这家店卖面包",
        "他们承认给孩子吃了过期的面包",
        "我承认给孩子吃过过期的面包",  # Of the writer.
        "三个孩子都住院了，老板至今没有一句话",
    ],
)
def test_words_that_are_denied_held_or_of_another_are_not(own: str) -> None:
    assert found(own) == ()


def test_a_chain_under_her_name_is_laid_beside_her_records() -> None:
    """The stretch ends with the next name: what stands behind it is not hers."""
    assert found("看看", "看看//@禾禾面包:我承认用了过期面粉，别说了//@路人:转发") == ("r",)
    assert found("看看", "看看//@禾禾面包:我承认那天关门晚了，对不起邻居们//@路人:用了过期面粉是真的") == ()
    assert found("看看", "看看//@路人:我承认用了过期面粉，别说了") == ()


def test_her_own_records_ascribe_nothing_to_her() -> None:
    mine = pl.DataFrame({"event_id": ["h1"], "own_text": ["禾禾自己说过期面包卖给了孩子"], "text": [""]})
    assert ascribed(mine, HERS, NAMES).records == () and ascribed(mine, HERS, NAMES).hers == ("h1",)
