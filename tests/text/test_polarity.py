"""Opposites stay apart in every layer; look-alikes of a "not" and reordered figures do not part texts; links join in a layer of their own."""

import polars as pl
import pytest

from analytics.model.tables import FAMILIES, check
from analytics.text.edits import edited_variants
from analytics.text.families import families_of, linked_acts
from analytics.text.polarity import figures, reversals
from tests.roles.invented import act, events

LONG = "昨天晚上在小区门口把监控录像删掉了，群里有完整的截图，大家都来看看这件事情到底怎么说"


def layers(*texts: str) -> dict[str, tuple[str, str]]:
    acts = events(*(act(f"e{k}", f"a{k}", k, text) for k, text in enumerate(texts)))
    near = families_of(acts)
    known = pl.concat([near, edited_variants(acts, near)])
    table = check(pl.concat([known, linked_acts(acts, known)]), FAMILIES)
    assert table["event_id"].is_unique().all()
    return {e: (f, layer) for e, f, layer in table.select("event_id", "family_id", "layer").iter_rows()}


@pytest.mark.parametrize(
    "one, other",
    [
        ("物业" + LONG, "物业没有" + LONG),
        ("物业承认" + LONG, "物业否认" + LONG),
        ("物业" + LONG, "網傳物業" + LONG + "，這是謠言"),
        (
            "The caretaker deleted the recording of that evening in front of us",
            "The caretaker didn't delete the recording of that evening in front of us",
        ),
    ],
)
def test_a_statement_and_its_opposite_are_never_one_family(one: str, other: str) -> None:
    found = layers(one, one + "。", other, other + "！")
    assert found["e0"][0] == found["e1"][0] != found["e2"][0] == found["e3"][0]


def test_look_alikes_of_a_not_part_nothing() -> None:
    assert layers("物业" + LONG, "不过物业" + LONG)["e1"][1] == "near"
    assert reversals(
        pl.Series(["特别的未来无锡非常好", "是不是", "he knows no one", "NOTHING"])
    ).to_list() == [0, 0, 1, 1]


def test_other_figures_are_an_edited_variant_and_shown_apart() -> None:
    found = layers("物业" + LONG + "，在场3人", "物业" + LONG + "，在场30人", "物业" + LONG + "，在场3人！")
    assert [found[f"e{k}"][1] for k in range(3)] == ["exact", "edited", "exact"]
    assert figures(pl.Series(["１，２００元", "三个人和二十天", "一心一意", None])).to_list() == [
        "1200",
        "三个 二十天",
        "",
        "",
    ]


def test_texts_after_one_short_pattern_are_no_versions_of_one_another() -> None:
    """Four words beside the figure, then seven; in Chinese five characters, then six."""
    assert layers("note on street number 4", "note on street number 5") == {}
    long = "note on the house in street number {}"
    assert [row[1] for row in layers(long.format(4), long.format(5)).values()] == ["exact", "edited"]
    assert layers("123456789号帖的文字", "923456789号帖的文字") == {}
    assert len(layers("123456789号帖的文字了", "923456789号帖的文字了")) == 2


def test_the_same_link_joins_acts_that_are_in_no_family() -> None:
    """e0 and e1: one family; e2: other words, the family's link; e3, e4: a link of their own; e5: a site without a page."""
    found = layers(
        "物业" + LONG + " https://v.example/a1",
        "物业" + LONG + "！",
        "来看这个 http://www.v.example/a1/",
        "今天的视频 https://v.example/b2",
        "没想到 https://v.example/b2",
        "首页 https://v.example/",
        "也是首页 https://v.example",
    )
    assert (
        found["e2"] == (found["e0"][0], "link")
        and found["e3"][1] == "exact"
        and found["e4"] == (found["e3"][0], "link")
    )
    assert found["e3"][0].startswith("link:") and set(found) == {"e0", "e1", "e2", "e3", "e4"}
    assert layers("没有链接", "也没有") == {}


def test_pictures_that_an_export_lists_join_posts_but_not_what_is_reposted() -> None:
    picture = ["https://pic.example/large/77.jpg"]
    acts = events(
        act("p", "a", 0, "早上好", urls=picture),
        act("q", "b", 5, "看看", urls=picture),
        act("r", "c", 9, root="p", urls=picture),
    )
    table = linked_acts(acts, FAMILIES.empty())
    assert table.select("event_id", "layer").rows() == [("p", "exact"), ("q", "link")]
