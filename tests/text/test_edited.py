"""Edited variants: what joins, what stays apart, and that nothing that was a family changes."""

import numpy as np
import polars as pl

from analytics.model.tables import FAMILIES, check
from analytics.text.edits import edited_variants
from analytics.text.families import families_of
from tests.roles.invented import act, events

FIRST = "今天学校门口那家面包店又在卖昨天剩下的面包，孩子吃了肚子疼"
REWRITTEN = "学校门口那家面包店又在卖昨天剩下的面包，我家孩子昨晚吃完就喊肚子疼"


def rows(*texts: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    acts = events(*(act(f"e{k}", f"a{k}", k, text) for k, text in enumerate(texts)))
    families = families_of(acts)
    return families, check(edited_variants(acts, families), FAMILIES)


def test_a_rewritten_text_joins_the_family_of_what_it_rewrites() -> None:
    families, edited = rows(FIRST, FIRST, REWRITTEN, "周末打算去爬山，有没有人推荐一条好走的路线")
    assert families["event_id"].to_list() == ["e0", "e1"]
    assert edited.select("event_id", "family_id", "layer").rows() == [
        ("e2", families["family_id"][0], "edited")
    ]


def test_two_lone_variants_make_a_family_of_their_own() -> None:
    families, edited = rows(FIRST, REWRITTEN)
    assert families.is_empty() and edited["event_id"].to_list() == ["e0", "e1"]
    assert edited["layer"].to_list() == ["exact", "edited"] and edited["family_id"].n_unique() == 1


def test_other_matters_and_short_texts_stay_apart() -> None:
    assert rows(FIRST, "今天公司楼下那家咖啡店又在排长队，等了半个小时")[1].is_empty()
    assert rows("支持你", "支持你们")[1].is_empty()
    assert rows()[1].is_empty()


def test_a_variant_never_joins_by_way_of_a_third() -> None:
    """Each half of the middle text is one neighbour: both are alike it, not each other."""
    rng = np.random.default_rng(3)
    letters = [chr(0x4E00 + int(k)) for k in rng.choice(5000, 80, replace=False)]
    first, middle, last = "".join(letters[:40]), "".join(letters[13:53]), "".join(letters[26:66])
    _, edited = rows(first, middle, last)
    assert edited["event_id"].to_list() == ["e0", "e1"]
