"""Pile-ons below one author's posts: listed at B with the reason, never at A; people of the same crowd are not listed."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from analytics.coordination.groups.pile_on import crowd_p, pile_ons
from tests.coordination.scene import (
    DAY,
    Row,
    act,
    case_of,
    crowd,
    grades,
    listed,
    place,
    post,
    profiles,
    table,
    words,
)


def pile(
    posts_n: int = 1,
    members_n: int = 8,
    *,
    said: bool = True,
    spread_s: float = 120.0,
    lag_s: float = 40_000.0,
    hushed: bool = False,
) -> list[Row]:
    """Posts of one person; below each, 60 people who come by over two days, and m0, m1, ... who arrive together late.

    hushed: everybody arrives together late, the members no closer than the others.
    """
    rng = np.random.default_rng(4)
    rows: list[Row] = []
    for k in range(posts_n):
        born, text = k * DAY, words(rng)
        rows.append(post(f"v{k:02}", "victim", born, words(rng)))
        for i in range(60):
            late = lag_s + rng.uniform(0, spread_s) if hushed else rng.lognormal(np.log(4 * 3600), 1.2)
            rows.append(act(f"o{i:02}", f"v{k:02}", round(born + late), words(rng)))
        rows += [
            act(f"m{i}", f"v{k:02}", round(born + lag_s + rng.uniform(0, spread_s)), text if said else None)
            for i in range(members_n)
        ]
    return rows


MEMBERS = {f"m{i}": "B" for i in range(8)}


def test_one_text_handed_round_below_one_post_is_b_with_its_reason() -> None:
    tables = listed(table(crowd(1) + pile()))
    at_b = tables.clusters.filter(pl.col("reasons").list.contains("single_source"))
    assert dict(at_b.select("account_id", "grade").iter_rows()) == MEMBERS
    assert at_b["evidence_lines"].to_list() == [["text", "arrival"]] * 8
    assert set(at_b["text_sources_n"]) == {1}
    assert tables.clusters.filter(grade="A").is_empty()
    group = at_b["cluster_id"][0]
    assert tables.acts.filter(cluster_id=group)["object_id"].unique().to_list() == ["v00"]
    assert len(tables.acts.filter(cluster_id=group)) == 8
    assert tables.tasks.filter(cluster_id=group)["author_id"].to_list() == ["victim"]


def test_meeting_again_and_again_below_one_persons_posts_is_b() -> None:
    tables = listed(table(crowd(1) + pile(12, said=False)))
    at_b = tables.clusters.filter(pl.col("reasons").list.contains("single_source"))
    assert dict(at_b.select("account_id", "grade").iter_rows()) == MEMBERS
    assert set(at_b["found_by"]) == {"meetings"}
    assert at_b["evidence_lines"].to_list() == [["arrival"]] * 8


@pytest.mark.parametrize(
    "rows",
    [
        pile(5, said=False),  # Too few posts: drawn together on some, nothing is left to ask.
        pile(members_n=3),
        pile(said=False),
        pile(hushed=True),  # The whole crowd arrives like that.
        [
            {**row, "at": row["at"] + timedelta(days=int(row["account_id"][1:]))}
            if row["account_id"] in MEMBERS
            else row
            for row in pile()
        ],
    ],
    ids=["few_posts", "three", "no_text", "crowd", "spread"],
)
def test_nothing_is_listed_that_the_crowd_explains(rows: list[Row]) -> None:
    assert not set(grades(table(crowd(1) + rows))) & set(MEMBERS)


def test_words_copied_from_the_act_passed_on_are_no_text_handed_round() -> None:
    rows = pile()
    first = next(k for k, row in enumerate(rows) if row["account_id"] == "m0")
    rows[first]["event_id"] = "first"
    for row in rows[first + 1 :]:
        row["parent_id"] = "first"
    assert not set(grades(table(crowd(1) + rows))) & set(MEMBERS)


def test_what_the_members_state_is_shown_too() -> None:
    known = profiles(**{f"m{i}": {"verified_reason": "晨星公司员工"} for i in range(4)})
    reasons = (
        listed(table(crowd(1) + pile()), known)
        .clusters.filter(pl.col("account_id") == "m5")["reasons"][0]
        .to_list()
    )
    assert reasons[:2] == ["single_source", "same_organisation"]


def test_words_said_after_another_act_on_the_post_have_no_moment() -> None:
    earlier = [act(f"m{i}", "v00", 39_000.0 + 200 * i) for i in range(5)]
    assert not set(grades(table(crowd(1) + pile() + earlier))) & set(MEMBERS)


def test_the_author_is_no_member() -> None:
    rows = pile()
    said = next(row["own_text"] for row in rows if row["account_id"] == "m0")
    rows.append(act("victim", "v00", 40_010, said))
    assert "victim" not in grades(table(crowd(1) + rows))


def test_the_chance_of_one_window_counts_every_window_by_hand() -> None:
    """Four members at 100 to 103 s among six others from 0 to 50 s: three of four in a window that holds no other."""
    rows = (
        [post("v", "victim")]
        + [act(f"o{i}", "v", 10.0 * i) for i in range(6)]
        + [act(f"m{i}", "v", 100.0 + i) for i in range(4)]
    )
    acts = case_of(table(rows)).material.acts
    members = np.array([k for k, name in enumerate(acts.account_ids) if name.startswith("m")])
    q = 1 / 8  # (0 others in the window + 1) / (6 others + 2)
    tail = 4 * q**3 * (1 - q) + q**4
    assert crowd_p(acts, members, int(place(acts, "v")[0])) == pytest.approx(
        2 * tail
    )  # Two windows of three.
    late = [
        row | {"at": row["at"] + timedelta(minutes=21 * k)} for k, row in enumerate(rows)
    ]  # Three of four then span 42 minutes.
    assert crowd_p(case_of(table(late)).material.acts, members, int(place(acts, "v")[0])) < 1.0
    late = [row | {"at": row["at"] + timedelta(minutes=31 * k)} for k, row in enumerate(rows)]
    assert crowd_p(case_of(table(late)).material.acts, members, int(place(acts, "v")[0])) == 1.0
    assert crowd_p(acts, members[:2], int(place(acts, "v")[0])) == 1.0


def handed_round(posts_n: int) -> list[Row]:
    """Below each post 18 strangers within an hour and a half, and four accounts with one text seconds apart."""
    rng = np.random.default_rng(6)
    rows: list[Row] = []
    for k in range(posts_n):
        born, text = k * DAY, words(rng)
        rows.append(post(f"v{k}", "victim", born))
        rows += [act(f"o{i:02}", f"v{k}", born + 300.0 * (i + 1)) for i in range(18)]
        rows += [act(f"m{i}", f"v{k}", born + 10_000 + i, text) for i in range(4)]
    return rows


@pytest.mark.parametrize(("posts_n", "found"), [(1, [["B"] * 4]), (2, [])])
def test_every_post_that_was_looked_at_counts(posts_n: int, found: list[list[str]]) -> None:
    """Three of four lie in a window of 2 s that holds none of the 18 others, out of two such windows.

    q = (0 + 1) / (18 + 2) = 1/20, and 2 (4 q^3 (1 - q) + q^4) = 2 (0.000475 + 0.00000625) = 0.00096, below 0.001:
    below one post they are listed. Below two posts just like it the better one is one of two, 0.0019: they are not.
    """
    assert [j.grade.tolist() for j in pile_ons(case_of(table(handed_round(posts_n))).material)] == found


def test_who_wrote_posts_of_the_same_source_is_no_member() -> None:
    """m7 states the victim's organisation and wrote a post too: below their common posts it is one of the authors.

    It came with the others every time; the seven others are listed all the same.
    """
    known = profiles(victim={"verified_reason": "晨星公司官方账号"}, m7={"verified_reason": "晨星公司员工"})
    own = [post("w", "m7", 13 * DAY), act("o00", "w", 13 * DAY + 500.0)]
    found = grades(table(crowd(1) + pile(12, said=False) + own), known)
    assert {name for name in found if name in MEMBERS} == {f"m{i}" for i in range(7)}


def test_no_acts_no_piles() -> None:
    assert pile_ons(case_of(table([])).material) == []
    assert pile_ons(case_of(table([post("v", "victim"), act("a", "v", 5.0)])).material) == []
