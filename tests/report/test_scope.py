"""Part 5: sets behind every number, layers apart, and nothing of what is not alleged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.alleged.actors import ACTORS
from analytics.law.comparison import Position
from analytics.model.tables import ALLEGED_EVENTS, COUNTERS
from analytics.report.blocks import Claim
from analytics.report.figures.spread_tree import Tree
from analytics.report.moments_data import moments_of
from analytics.report.names import Names
from analytics.report.placeholders import Locale
from analytics.report.scope_data import SIDES, Spread, _extent, _shown
from analytics.report.sections.scope import _people
from analytics.report.tree_data import tree_of

T0 = datetime(2025, 3, 4, 12, tzinfo=UTC)
NAMED = Names(frozenset({"a", "c"}), frozenset(), {"a": "甲", "c": "丙"})


def rows(reposts_n: int, comments_n: int = 0, posts: int = 1) -> pl.DataFrame:
    """Reposts one a minute, and comments, below post p0 (and further posts without any)."""
    kinds = ["post"] * posts + ["repost"] * reposts_n + ["comment"] * comments_n
    ids = [f"p{k}" if k < posts else f"e{k}" for k in range(len(kinds))]
    return ALLEGED_EVENTS.fit(
        pl.DataFrame(
            {
                "event_id": ids,
                "kind": kinds,
                "post_id": [ids[k] if k < posts else "p0" for k in range(len(kinds))],
                "at": [T0 + timedelta(minutes=k) for k in range(len(kinds))],
            }
        ).with_columns(item_id=pl.lit("p0"), layer=pl.lit("stated"), part="kind", coders_n=0)
    )


def counter(value: int, at: datetime, is_floor: bool = False) -> pl.DataFrame:
    seen = {"event_id": ["p0"], "counter": ["reposts"], "value": [value], "captured_at": [at]}
    return COUNTERS.fit(
        pl.DataFrame(seen).with_columns(
            is_floor=is_floor,
            is_rounded=is_floor,
            source_sha256=pl.lit("ab" * 32),
            source_row=0,
            source_path=pl.lit(""),
        )
    )


LATER = T0 + timedelta(days=9)


@pytest.mark.parametrize(
    ("traced", "shown", "place"),
    [
        (588, counter(650, LATER), Position.ABOVE),
        (480, COUNTERS.empty(), Position.OPEN),
        (480, counter(490, LATER), Position.BELOW),
        (480, counter(490, T0), Position.OPEN),  # captured before the last repost: bounds nothing
        (480, counter(520, LATER), Position.ACROSS),
        (480, counter(10_000, LATER, is_floor=True), Position.OPEN),
        (717, counter(650, LATER), Position.ABOVE),
    ],
)
def test_a_post_lies_beside_the_number_as_law_4_4_says(
    traced: int, shown: pl.DataFrame, place: Position
) -> None:
    one = _extent(1, "stated", rows(traced), _shown(shown), 500)
    assert one.place is not None and one.place.position is place
    assert len(one.reposts) == traced
    assert one.place.is_contradiction == (traced == 717)
    assert one.place.lower == min(traced, 650 if traced == 717 else traced)


def test_without_a_number_of_law_and_for_other_layers_nothing_is_compared() -> None:
    assert _extent(1, "stated", rows(600), {}, None).place is None
    assert _extent(1, "edited", rows(600), {}, 500).place is None


def test_displayed_numbers_of_several_posts_are_not_added() -> None:
    one = _extent(1, "exact", rows(3, 2, posts=2), _shown(counter(9, LATER)), 500)
    assert (one.posts_n, one.post_id, one.shown, len(one.comments)) == (2, None, {}, 2)


def test_where_coders_disagree_the_milder_side_counts_and_that_is_said() -> None:
    """Of three records with words two are disputed; empty sides are not printed."""
    sides = {name: () for name in (*SIDES, "none")} | {"support": ("e1",), "ask": ("e2", "e3")}
    spread = Spread((), (), (), (), dict.fromkeys(ACTORS, ()), sides, ("e2", "e3"), (), ("e1",))
    said, plain = _people(spread)[-1], _people(replace(spread, disputed=()))[-1]
    assert isinstance(said, Claim) and isinstance(plain, Claim)
    assert [mark.ids for mark in said.refs] == [("e1",), ("e1",), (), ("e2", "e3"), ("e2", "e3")]
    voice = Locale("zh", ZoneInfo("UTC"))
    assert voice.word(said.key, **said.params) == (
        "自己的文字，按其本身或者同一语句的人工编码："
        "计为附和1条（本身经人编码1，因同一语句计入0）；询问2条。"
        "其中2条两名以上编码者不一致，按较轻一方计。"
    )
    assert "disputed" not in Locale("en", ZoneInfo("UTC")).word(plain.key, **plain.params)
    # Three supporting records, of which people coded one: the other two bear the same sentence.
    copied = replace(spread, sides=sides | {"support": ("e1", "e4", "e5")}, disputed=())
    told = _people(copied)[-1]
    assert isinstance(told, Claim)
    assert "计为附和3条（本身经人编码1，因同一语句计入2）；询问2条。" in voice.word(told.key, **told.params)
    assert [mark.ids for mark in told.refs][:3] == [("e1", "e4", "e5"), ("e1",), ("e4", "e5")]
    assert len(_people(spread)) == 2  # Nobody stands apart: no sentence of noughts.


def nodes(edges: list[tuple[str, str | None, int, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        edges, schema=["event_id", "parent_used_id", "depth", "children_n", "subtree_n"], orient="row"
    )


def test_a_tree_counts_every_event_once_and_names_only_who_may_be_named() -> None:
    """r has x, y, z; x has c; c has w, w has v. Named: r (a) and c (c); x stands only on the way to c."""
    tree = tree_of(
        nodes(
            [
                ("r", None, 0, 3, 6),
                ("x", "r", 1, 1, 3),
                ("y", "r", 1, 0, 0),
                ("z", "r", 1, 0, 0),
                ("c", "x", 2, 1, 2),
                ("w", "c", 3, 1, 1),
                ("v", "w", 4, 0, 0),
            ]
        ),
        pl.DataFrame({"event_id": list("rxyzcwv"), "account_id": ["a", "b", "b", None, "c", "d", "a"]}),
        NAMED,
    )
    assert isinstance(tree, Tree)
    assert [knot.name is None for knot in tree.knots] == [False, True, False]
    assert [(knot.depth, knot.parent, knot.direct_n, knot.deeper_n) for knot in tree.knots] == [
        (0, None, 2, 0),
        (1, 0, 0, 0),
        (2, 1, 1, 1),
    ]
    assert (tree.levels, tree.deeper_n, tree.left_out_n) == ((1, 3, 1, 1), 1, 4)
    hanging = sum(knot.direct_n + knot.deeper_n for knot in tree.knots)
    assert hanging == tree.left_out_n


def test_a_tree_whose_root_is_not_exported_is_not_drawn() -> None:
    rows = nodes([("x", "r", 1, 0, 0), ("y", "r", 1, 0, 0)])
    assert tree_of(rows, pl.DataFrame({"event_id": ["x"], "account_id": ["a"]}), NAMED) is None


def test_moments_count_from_the_first_member_and_none_is_lost() -> None:
    at = [T0 + timedelta(seconds=s) for s in (0, 5, 9, 100, 103, 4_000)]
    acts = pl.DataFrame(
        {
            "cluster_id": ["g"] * 6,
            "object_id": ["p", "p", "p", "q", "q", "q"],
            "at": at,
            "event_id": list("abcdef"),
        }
    )
    tasks = pl.DataFrame({"cluster_id": ["g", "g"], "object_id": ["p", "q"], "members_n": [3, 3]})
    found = moments_of(tasks, acts, "g")
    assert found is not None
    assert [row.seconds for row in found.rows] == [(0.0, 5.0, 9.0), (0.0, 3.0)]
    assert (found.drawn_n, found.undrawn_n) == (5, 1)
    assert moments_of(tasks, acts, "h") is None
