"""Eight records of five accounts, small enough to be searched by eye; every expected id was read off the table."""

from datetime import UTC, datetime

import polars as pl
import pytest

from analytics.model.tables import ALLEGED_EVENTS, CLUSTERS, EVENTS, ROLES
from analytics.search.facets import Choice, chosen, facet, hours
from analytics.search.find import find, in_order
from analytics.search.query import parse_query
from analytics.search.records import Searched, searched

# id, kind, account, hour and minute, precision, text, own words, region, client
WRITTEN = (
    ("p1", "post", "a1", (21, 5), "s", "面包铺换标签，派單了", None, "浙江", "iPhone"),
    ("r1", "repost", "a2", (21, 50), "s", "转发微博", None, "浙江", None),
    ("r2", "repost", "a3", (22, 0), "s", "文案给你//@晚潮:文案 文案", "文案给你", "江苏", "Android"),
    ("r3", "repost", "a4", (22, 10), "min", "看看//@晚潮:派单 Cheap AD", "看看", None, "Android"),
    ("c1", "comment", "a2", (23, 59), "s", "三个娃 都住院", "三个娃 都住院", "江苏", None),
    ("c2", "comment", "a5", (0, 0), "day", "娃 三个", "娃 三个", "浙江", None),
    ("p2", "post", "a5", None, None, "cheap ad, 派单 文案", "cheap ad, 派单 文案", None, "iPhone"),
    ("p3", "post", None, (21, 59), "s", None, None, None, None),
)
NAMES = {"a1": "晚潮", "a2": "小晚", "a3": "Flour Mill", "a4": "晚潮2", "a5": "麵包"}


@pytest.fixture
def world() -> Searched:
    events = pl.DataFrame(
        [
            {
                "event_id": id_,
                "kind": kind,
                "account_id": account,
                "account_name": NAMES.get(account or ""),
                "at": at and datetime(2025, 3, 4, *at, tzinfo=UTC),
                "at_precision": precision,
                "text": text,
                "own_text": own,
                "region": region,
                "client": client,
            }
            for id_, kind, account, at, precision, text, own, region, client in WRITTEN
        ],
        schema_overrides={"at": EVENTS.schema["at"]},
    )
    alleged = pl.DataFrame({"event_id": ["p1", "r1", "r2", "c1"], "side": [None, None, "support", "deny"]})
    roles = pl.DataFrame(
        {
            "account_id": ["a1", "a1", "a2", "a3"],
            "role": ["initiator", "repeater", "repeater", "promoter"],
            "grade": ["A", "C", "A", "insufficient"],
            "subject_id": ["p1", "p1", "p1", "p1"],
            "value": [1.0, 2.0, 3.0, 4.0],
        }
    )
    clusters = pl.DataFrame({"account_id": ["a2", "a2", "a3"], "cluster_id": ["g1", "g2", "g1"]})
    return searched(events, alleged, roles, clusters)


def ids(world: Searched, typed: str, place: str = "any") -> list[str]:
    return find(world, parse_query(typed), place)["event_id"].to_list()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("派单", ["p1", "r3", "p2"]),  # Two signs, in either script.
        ("派單", ["p1", "r3", "p2"]),
        ("文案 派单", ["p2"]),
        ("文案 -派单", ["r2"]),
        ("三个 娃", ["c1", "c2"]),
        ('"三个 娃"', []),
        ('"三个娃"', ["c1"]),
        ("CHEAP", ["r3", "p2"]),
        ("-派单", ["r1", "r2", "c1", "c2", "p3"]),
        ("author:晚潮", ["p1", "r3"]),
        ("author:A1", ["p1"]),
        ("author:晚 -author:晚潮", ["r1", "c1"]),
        ("author:面包", ["c2", "p2"]),
        ('author:"flour mill" 文案', ["r2"]),
        ("nowhere", []),
        ("", ["p1", "r1", "r2", "r3", "c1", "c2", "p2", "p3"]),
    ],
)
def test_a_search_finds_exactly_the_records_read_off_the_table(
    world: Searched, typed: str, found: list[str]
) -> None:
    assert ids(world, typed) == found


def test_own_and_passed_on_words_are_apart(world: Searched) -> None:
    assert ids(world, "文案", "own") == ["r2", "p2"] and ids(world, "文案", "passed") == ["r2"]
    assert ids(world, "派单", "own") == ["p1", "p2"] and ids(world, "派单", "passed") == ["r3"]
    assert ids(world, "转发", "own") == [] and ids(world, "转发", "passed") == ["r1"]
    assert ids(world, "看看 派单") == ["r3"] and ids(world, "看看 派单", "own") == []
    found = find(world, parse_query("派单"))
    assert dict(found.select("event_id", "place").iter_rows()) == {"p1": "own", "r3": "passed", "p2": "own"}
    assert find(world, parse_query(""))["place"].null_count() == 8


def test_records_are_sorted_by_time_and_by_how_often_the_words_stand_in_them(world: Searched) -> None:
    found = find(world, parse_query("文案"))
    assert found.select("event_id", "own_n", "passed_n").rows() == [("r2", 1, 2), ("p2", 1, 0)]
    assert in_order(found, "relevance")["event_id"].to_list() == ["r2", "p2"]
    every = find(world, parse_query(""))
    assert in_order(every, "time")["event_id"].to_list() == ["c2", "p1", "r1", "p3", "r2", "r3", "c1", "p2"]
    assert in_order(every, "latest")["event_id"].to_list() == ["c1", "r3", "r2", "p3", "r1", "p1", "c2", "p2"]


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("u", {"yes": 4, "no": 4}),
        ("kind", {"post": 3, "repost": 3, "comment": 2}),
        ("author", {"a1": 1, "a2": 2, "a3": 1, "a4": 1, "a5": 2, "": 1}),
        ("region", {"浙江": 3, "江苏": 2, "": 3}),
        ("client", {"iPhone": 2, "Android": 2, "": 4}),
        ("role", {"initiator:A": 1, "repeater:C": 1, "repeater:A": 2, "": 5}),
        ("group", {"g1": 3, "g2": 2, "": 5}),
        ("side", {"support": 1, "deny": 1, "": 6}),
    ],
)
def test_facets_count_all_records(world: Searched, name: str, counted: dict[str, int]) -> None:
    found = facet(find(world, parse_query("")), name, Choice())
    assert dict(found.iter_rows()) == counted


def test_values_are_kept_and_left_out_and_the_other_facets_follow(world: Searched) -> None:
    every = find(world, parse_query(""))
    choice = Choice(kept={"region": ("浙江", "")}, left_out={"u": ("yes",)})
    assert chosen(every, choice)["event_id"].to_list() == ["r3", "c2", "p2", "p3"]
    assert dict(facet(every, "kind", choice).iter_rows()) == {"repost": 1, "comment": 1, "post": 2}
    assert dict(facet(every, "region", choice).iter_rows()) == {
        "浙江": 1,
        "": 3,
    }  # Under the choice of u alone.
    assert dict(facet(every, "u", choice).iter_rows()) == {"yes": 2, "no": 4}
    groups = Choice(kept={"group": ("g2", "")}, left_out={"role": ("initiator:A",)})
    assert chosen(every, groups)["event_id"].to_list() == ["r1", "r3", "c1", "c2", "p2", "p3"]


def test_without_stated_information_nothing_is_under_it(world: Searched) -> None:
    bare = searched(
        world.records.select(
            "event_id",
            "kind",
            "account_id",
            "account_name",
            "at",
            "at_precision",
            "own_text",
            "region",
            "client",
        ).with_columns(text="own_text"),
        ALLEGED_EVENTS.empty(),
        ROLES.empty(),
        CLUSTERS.empty(),
    )
    assert dict(facet(find(bare, parse_query("")), "u", Choice()).iter_rows()) == {"": 8}


def test_hits_per_hour_are_in_the_zone_and_tell_what_has_no_hour(world: Searched) -> None:
    counted, untimed_n = hours(find(world, parse_query("")), "Asia/Shanghai")
    assert [(at.day, at.hour, n) for at, n in counted.iter_rows()] == [(5, 5, 3), (5, 6, 2), (5, 7, 1)]
    assert untimed_n == 2  # One without a time, one known to the day.
    half, _ = hours(find(world, parse_query("")), "Asia/Kolkata")
    assert [(at.hour, at.minute, n) for at, n in half.iter_rows()] == [(2, 0, 1), (3, 0, 4), (5, 0, 1)]


def test_no_records_are_no_fault(world: Searched) -> None:
    none = searched(
        EVENTS.empty().select(pl.exclude("at_conflict")),
        ALLEGED_EVENTS.empty(),
        ROLES.empty(),
        CLUSTERS.empty(),
    )
    found = find(none, parse_query("a -b author:c"))
    assert found.height == 0 and facet(found, "role", Choice()).height == 0 and hours(found, "UTC")[1] == 0
