"""The unseen worlds keep the contract, the sizes and the shares they promise."""

import polars as pl
import pytest

from analytics.model.tables import ACCOUNTS, PLACED_EVENTS, check
from tests.benchmarks.unseen.make import KINDS, Made, make

TRIED = ("clean", "L1", "relay", "paid_crowd", "comments_only", "two_platforms")
NATURAL = {
    "organic",
    "author",
    "fan",
    "alliance",
    "sister",
    "staff",
    "draw_hunter",
    "pile_on",
    "activist",
    "petition",
    "audience",
    "hub",
    "same_hours",
    "feed",
    "poller",
    "scheduler",
}


@pytest.fixture(scope="module")
def worlds() -> dict[str, Made]:
    return {kind: make(kind, 11) for kind in TRIED}


@pytest.mark.parametrize("kind", TRIED)
def test_tables_keep_the_contract(worlds: dict[str, Made], kind: str) -> None:
    world = worlds[kind]
    check(world.events, PLACED_EVENTS)
    check(world.accounts, ACCOUNTS)
    assert world.events.columns == [c.name for c in PLACED_EVENTS.columns]
    assert world.events["event_id"].is_unique().all()
    assert world.accounts["account_id"].is_unique().all()
    assert (
        set(world.events["account_id"]) == set(world.accounts["account_id"]) == set(world.truth["account_id"])
    )
    assert world.events.filter(pl.col("kind") == "comment")["own_text"].null_count() == 0


@pytest.mark.parametrize("kind", TRIED)
def test_acts_come_after_what_they_were_taken_from(worlds: dict[str, Made], kind: str) -> None:
    events = worlds[kind].events
    above = events.select(parent_id="event_id", above_at="at", above_root="root_id")
    taken = events.join(above, on="parent_id", how="inner")
    assert taken.height > events.height * 0.8
    assert (taken["at"] >= taken["above_at"]).all()
    assert (taken["root_id"] == taken["above_root"]).all()


def test_sizes_are_those_of_a_town(worlds: dict[str, Made]) -> None:
    events, truth = worlds["clean"].events, worlds["clean"].truth
    reposts = events.filter(pl.col("kind") == "repost")
    assert 7_500 < truth.height < 8_800
    assert 85_000 < reposts.height < 140_000
    assert 0.35 < reposts["own_text"].null_count() / reposts.height < 0.6
    assert 0.5 < (reposts["parent_id"] == reposts["root_id"]).mean() < 0.85
    assert reposts.group_by("root_id").len()["len"].max() > 300


def test_a_clean_world_has_no_campaign_and_every_look_alike(worlds: dict[str, Made]) -> None:
    truth = worlds["clean"].truth
    assert not truth["is_campaign"].any()
    assert set(truth["role"]) == NATURAL
    assert set(truth.filter("is_automatic")["role"]) == {"feed", "poller", "scheduler"}


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("L1", {"navy": 140, "controller": 4}),
        ("relay", {"navy": 108, "lieutenant": 18, "controller": 1}),
        ("paid_crowd", {"paid": 300, "controller": 1}),
        ("comments_only", {"navy": 95, "controller": 4}),
        ("two_platforms", {"navy": 140, "controller": 2}),
    ],
)
def test_the_campaign_has_its_members(worlds: dict[str, Made], kind: str, roles: dict[str, int]) -> None:
    truth = worlds[kind].truth
    assert dict(truth.filter("is_campaign").group_by("role").len().iter_rows()) == roles
    assert (truth["is_natural"] != truth["is_campaign"]).all()


def test_members_of_l1_act_within_minutes_of_one_another(worlds: dict[str, Made]) -> None:
    world = worlds["L1"]
    group = world.truth.filter(pl.col("group") == "navy-0", pl.col("role") == "navy").select("account_id")
    acts = (
        world.events.join(group, on="account_id")
        .group_by("root_id")
        .agg(pl.len(), spread=(pl.col("at").quantile(0.75) - pl.col("at").quantile(0.25)).dt.total_seconds())
        .filter(pl.col("len") >= 25)
    )
    assert 12 <= acts.height <= 40
    # The middle half of exponential lags with mean 60 s spans 60 ln 3 = 66 s.
    assert 45 < acts["spread"].median() < 90


def test_the_same_seed_makes_the_same_world_and_another_does_not(worlds: dict[str, Made]) -> None:
    again, other = make("L1", 11), make("L1", 12)
    assert again.events.equals(worlds["L1"].events)
    assert again.accounts.equals(worlds["L1"].accounts)
    assert again.truth.equals(worlds["L1"].truth)
    assert not other.truth.equals(again.truth)


def test_an_unknown_kind_is_refused() -> None:
    assert len(KINDS) == 14
    with pytest.raises(ValueError, match="no such kind"):
        make("L9", 1)
