"""Whose words take a side, who is spared and who may be named, by hand."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, LABELS
from tests.roles.invented import SHOP, START, act, carried, coded, events, features, found

CASE = {"targets": [SHOP], "alleged": [{"id": "p"}]}
RUMOUR = "大家注意，禾禾面包把过期的面包重新包装再卖给孩子"
SAID = "禾禾面包这种店就该关掉"


def codes(acts: list[dict[str, Any]], labels: pl.DataFrame) -> dict[str, str | None]:
    """Event -> code, of the events with words on the matter."""
    said = features(events(*acts), CASE, labels=labels).said
    return dict(said.select("event_id", "code").iter_rows())


def test_a_sentence_coded_once_counts_for_all_who_wrote_it_and_for_nobody_else() -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        act("a", "a", 10, SAID, root="p"),
        act("b", "b", 20, SAID + "！！", root="p"),  # The same letters.
        act("c", "c", 30, SAID + "吗", root="p"),
        act("d", "d", 40, root="p"),
    ]
    assert codes(acts, coded("a")) == {"p": "support", "a": "support", "b": "support", "c": None}


def test_a_short_sentence_is_coded_for_its_own_event_only() -> None:
    """Five letters are fewer than six: anybody writes them."""
    acts = [act("p", "first", 0, RUMOUR), *(act(e, e, 10, "太气人了", root="p") for e in "ab")]
    assert codes(acts, coded("a")) == {"p": "support", "a": "support", "b": None}


def test_an_alleged_post_is_a_claim_unless_a_person_says_otherwise_and_its_copies_are_uncoded() -> None:
    acts = [act("p", "first", 0, RUMOUR), act("q", "b", 10, RUMOUR)]
    assert codes(acts, LABELS.empty()) == {"p": "support", "q": None}
    assert codes(acts, coded("p", label="ask")) == {"p": "against", "q": "against"}


def test_two_coders_who_disagree_do_not_make_a_supporter() -> None:
    acts = [act("p", "first", 0, RUMOUR), act("a", "a", 10, SAID, root="p")]
    both = pl.concat([coded("a"), coded("a", label="deny").with_columns(author=pl.lit("other"))])
    assert codes(acts, both)["a"] == "against"
    scale = pl.concat([coded("a", label="side:ask"), coded("a", label="alleged")])
    assert codes(acts, scale)["a"] == "against"
    assert codes(acts, coded("a", label="neither"))["a"] == "neutral"


def test_a_person_who_read_the_words_outweighs_the_lexicon() -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h", "hub", 50, "禾禾面包不得好死", root="p"),
        *(act(f"u{k}", f"u{k}", 300 + k, root="p", parent="h") for k in range(12)),
    ]
    stands = {
        label: found(events(*acts), CASE, labels=coded("h", label=label))["promoter", "hub", "p"]["grade"]
        for label in ("abuse", "neither", "ask")
    }
    assert stands == {"abuse": "B", "neither": "C", "ask": "C"}
    assert found(events(*acts), CASE)["promoter", "hub", "p"]["grade"] == "B"


@pytest.mark.parametrize(("support", "against", "expected"), [(2, 1, "B"), (1, 1, "C"), (1, 2, "C")])
def test_as_many_texts_coded_against_as_for_keep_an_account_at_c(
    support: int, against: int, expected: str
) -> None:
    acts = [
        act("p", "first", 0, RUMOUR),
        act("h", "hub", 50, root="p"),
        *(act(f"s{k}", "hub", 60 + k, f"{SAID}，第{k}次说", root="p") for k in range(support)),
        *(act(f"d{k}", "hub", 70 + k, f"{SAID}，这话不对{k}", root="p") for k in range(against)),
        *(act(f"u{k}", f"u{k}", 300 + k, root="p", parent="h") for k in range(12)),
    ]
    labels = pl.concat(
        [coded(*(f"s{k}" for k in range(support))), coded(*(f"d{k}" for k in range(against)), label="deny")]
    )
    row = found(events(*acts), CASE, labels=labels)["promoter", "hub", "p"]
    assert (row["grade"], row["may_be_named"]) == (expected, expected == "B")


HUB = [
    act("p", "first", 0, RUMOUR),
    act("h", "hub", 50, SAID, root="p"),
    *(act(f"u{k}", f"u{k}", 300 + k, root="p", parent="h") for k in range(12)),
    act("k", "office", 900, "经查，关于禾禾面包的说法不实"),
]
NAMES = {"first_at": START, "last_at": START + timedelta(days=9)}


def named(name: str) -> pl.DataFrame:
    return ACCOUNT_NAMES.fit(pl.DataFrame({"account_id": ["hub"], "name": [name], **NAMES}))


@pytest.mark.parametrize(
    ("facts", "tables", "why"),
    [
        ({"targets": [SHOP | {"ids": ["owner", "hub"]}]}, {}, "explain_target_itself"),
        (
            {"targets": [SHOP | {"ids": [], "names": ["阿禾"]}]},
            {"account_names": named("阿禾")},
            "explain_target_itself",
        ),
        ({"corrections": [{"event_id": "own"}]}, {}, "explain_corrects"),
        (
            {"corrections": [{"event_id": "k", "by": "某科普"}]},
            {"account_names": named("某科普")},
            "explain_corrects",
        ),
        ({}, {"labels": coded("hub", label="report_authority")}, "explain_reports"),
        (
            {},
            {
                "accounts": ACCOUNTS.fit(
                    pl.DataFrame({"account_id": ["hub"], "verified_reason": ["某市公安局官方微博"]})
                )
            },
            "explain_press",
        ),
        (
            {},
            {
                "accounts": ACCOUNTS.fit(
                    pl.DataFrame({"account_id": ["hub"], "verified_reason": ["某报记者"]})
                )
            },
            "explain_press",
        ),
    ],
    ids=["target", "bears its name", "author", "author by name", "reporter", "authority", "press"],
)
def test_those_who_are_spared_stay_at_c_though_people_coded_their_words(
    facts: dict[str, Any], tables: dict[str, pl.DataFrame], why: str
) -> None:
    acts = [*HUB, act("own", "hub", 2_000, "更正：此前所说有误")]
    tables = {"labels": pl.concat([coded("h"), tables.get("labels", LABELS.empty())])} | {
        k: v for k, v in tables.items() if k != "labels"
    }
    row = found(events(*acts), CASE | facts, **tables)["promoter", "hub", "p"]
    assert (row["grade"], row["may_be_named"]) == ("C", False) and why in row["explanations"]
    labels = {"labels": coded("h")}
    assert found(events(*HUB), CASE, **labels)["promoter", "hub", "p"]["grade"] == "B"


def test_a_medium_that_repeats_after_a_record_is_told_without_its_name() -> None:
    facts = CASE | {"warnings": [{"account_id": "hub", "at": START}]}
    press = ACCOUNTS.fit(pl.DataFrame({"account_id": ["hub"], "verified_type": ["3"]}))
    for tables, named_ in (({}, True), ({"accounts": press}, False)):
        row = found(events(*HUB), facts, labels=coded("h"), **tables)["repeater", "hub", "warnings.1"]
        assert (row["grade"], row["may_be_named"]) == ("A", named_)


def test_a_name_that_sounds_like_a_medium_spares_until_people_coded_the_words() -> None:
    uncoded = [a | ({"own_text": "禾禾面包不得好死"} if a["event_id"] == "h" else {}) for a in HUB]
    paper = {"account_names": named("临河融媒")}
    assert found(events(*uncoded), CASE)["promoter", "hub", "p"]["grade"] == "B"
    assert found(events(*uncoded), CASE, **paper)["promoter", "hub", "p"]["grade"] == "C"
    assert found(events(*HUB), CASE, labels=coded("h"), **paper)["promoter", "hub", "p"]["grade"] == "B"


def test_the_author_of_an_alleged_post_may_be_named_and_no_other_initiator_without_coded_words() -> None:
    acts = [
        act("q", "asks", -900, "禾禾面包的生产日期是怎么印的"),
        *carried("q", 6, -800, "y"),
        act("p", "first", 0, RUMOUR),
        *carried("p", 6),
    ]
    rows = found(events(*acts), CASE)
    assert {(k[1], r["grade"], r["may_be_named"]) for k, r in rows.items()} == {
        ("asks", "C", False),
        ("first", "A", True),
    }
    assert not found(events(*acts), {"targets": [SHOP]})["initiator", "first", "p"]["may_be_named"]


def test_words_under_an_alleged_post_and_words_about_the_target_are_asked_and_no_others() -> None:
    acts = [
        act("p", "first", 0, "那家店把过期的东西又卖给孩子"),
        act("a", "a", 10, "真的假的", root="p"),
        act("b", "b", 20, "禾禾面包今天开门了"),
        act("c", "c", 30, "今天下雨"),
        act("d", "d", 40, "怎么回事", root="c", kind="comment"),
    ]
    assert set(codes(acts, LABELS.empty())) == {"p", "a", "b"}
