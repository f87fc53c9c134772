"""Do the scenarios hold what every world promises; groups: `test_groups` and `test_campaigns`."""

from functools import cache

import numpy as np
import polars as pl
import pytest

from analytics.model.tables import ACCOUNTS, PLACED_EVENTS, check
from tests.benchmarks.scenarios.export import BARE, Told
from tests.benchmarks.scenarios.make import CAMPAIGNS, INNOCENT, KINDS, PARTS, make
from tests.benchmarks.scenarios.population import populate
from tests.benchmarks.scenarios.scene import Scene

SEED = 8_117
TRUTH = {
    "account_id": pl.String,
    "role": pl.String,
    "group": pl.String,
    **dict.fromkeys(
        ("is_natural", "is_campaign", "is_called", "acts_alone", "follows", "is_protected"), pl.Boolean
    ),
}
ALONE_IN_IT = (
    "copied_account",
    "copied_third",
    "target",
    "journalist_first",
    "authority",
    "parent_reports",
    "fact_checker",
    "local_medium",
    "hyperactive_reader",
    "name_taker",
)
OTHER_SIZES = {
    "nobody": (0, 0),
    "push": (300, 300),
    "push_once": (300, 300),
    "one_shot": (840, 840),
    "minority": (9, 14),
    "circle_of_friends": (5, 12),
    "feeds": (8, 40),
    "lieutenants": (29, 68),  # 25 to 60 and 4 to 8 lieutenants.
    "two_platforms": (50, 90),
}


@cache
def world(kind: str) -> Told:
    """The world of this kind that the tests look at."""
    return make(kind, SEED)


def planted(kind: str, seed: int) -> Scene:
    """The scene of this kind and seed with its group, before the crowd."""
    s = Scene(kind, seed)
    populate(s)
    PARTS[kind](s)
    return s


def acts_of(made: Told, kind: str) -> pl.DataFrame:
    """Reposts and comments of the group under test."""
    group = made.truth.filter(pl.col("group") == kind).select("account_id", "role")
    return made.events.filter(pl.col("kind") != "post").join(group, on="account_id")


def tasks(made: Told, kind: str, least: float = 0.35) -> pl.DataFrame:
    """The group's acts on posts that at least this share of it acted on."""
    acts = acts_of(made, kind)
    n = made.truth.filter(pl.col("group") == kind).height
    shared = (
        acts.group_by("root_id")
        .agg(pl.col("account_id").n_unique())
        .filter(pl.col("account_id") >= least * n)
    )
    return acts.join(shared, on="root_id", how="semi")


def expected_size(kind: str) -> tuple[int, int]:
    """Fewest and most accounts of the group under test."""
    return OTHER_SIZES.get(kind, (1, 1) if kind in ALONE_IN_IT else (25, 60))


@pytest.mark.parametrize("kind", KINDS)
def test_tables_and_truth_are_lawful(kind: str) -> None:
    made = world(kind)
    check(made.events, PLACED_EVENTS)
    check(made.accounts, ACCOUNTS)
    assert dict(made.truth.schema) == TRUTH
    assert not any(made.truth.null_count().row(0))
    assert made.truth["account_id"].to_list() == made.accounts["account_id"].to_list()
    assert made.truth["account_id"].is_unique().all()
    assert made.events["event_id"].is_unique().all()
    assert set(made.events["account_id"]) <= set(made.truth["account_id"])
    bonds = made.truth.select(pl.sum_horizontal("is_called", "acts_alone", "follows"))
    assert set(bonds.to_series()) == {1}
    assert made.truth.filter(pl.col("is_campaign") & ~pl.col("is_called")).is_empty()
    assert made.truth.filter(pl.col("is_campaign") & pl.col("is_protected")).is_empty()


@pytest.mark.parametrize("kind", KINDS)
def test_sizes_are_as_promised(kind: str) -> None:
    made = world(kind)
    assert 19_000 < made.events.height < 26_000
    days = (made.events["at"].max() - made.events["at"].min()).total_seconds() / 86_400
    assert 28 < days <= 40
    group = made.truth.filter(pl.col("group") == kind)
    low, high = expected_size(kind)
    assert low <= group.height <= high
    assert group["is_campaign"].all() == (kind in CAMPAIGNS) or kind == "nobody"


@pytest.mark.parametrize("kind", [k for k in INNOCENT if k != "authority"])
def test_innocents_under_test_carry_no_badge(kind: str) -> None:
    made = world(kind)
    group = made.truth.filter(pl.col("group") == kind)
    profiles = made.accounts.join(group, on="account_id", how="semi")
    assert not profiles["verified"].any()
    assert profiles["verified_reason"].null_count() == profiles.height
    assert not group["is_campaign"].any()


@pytest.mark.parametrize("kind", CAMPAIGNS)
def test_a_campaign_is_about_a_target_and_alleged_posts(kind: str) -> None:
    made = world(kind)
    stated, posts = made.stated, set(made.events.filter(kind="post")["event_id"])
    assert len(stated.target_ids) == 1 and len(stated.alleged_ids) >= 8 and stated.correction_ids
    assert {*stated.alleged_ids, *stated.correction_ids} <= posts
    said = made.events.filter(pl.col("event_id").is_in(stated.alleged_ids))["text"]
    assert said.str.contains(stated.target_terms[0], literal=True).all()
    protected = made.truth.filter("is_protected")
    assert {"target", "denier", "press", "authority"} <= set(protected["role"])


@pytest.mark.parametrize("kind", ["fans", "one_shot", "pseudonymous_ids"])
def test_the_same_seed_gives_the_same_world(kind: str) -> None:
    made, again, other = world(kind), make(kind, SEED), make(kind, SEED + 1)
    assert made.events.equals(again.events) and made.truth.equals(again.truth)
    assert made.stated == again.stated and made.drawn == again.drawn
    assert not made.events.equals(other.events)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind of world"):
        make("everybody", 1)


def test_ordinary_people_write_and_repost_as_people_do() -> None:
    events = world("nobody").events
    reposts = events.filter(kind="repost")
    bare = reposts["own_text"].is_null().mean()
    assert 0.2 < bare < 0.6 and (reposts["text"] == BARE).any()
    long = reposts["own_text"].drop_nulls()
    long = long.filter(long.str.len_chars() >= 10)
    assert long.n_unique() / len(long) > 0.9
    short = events["own_text"].drop_nulls().value_counts(sort=True)
    assert short["count"][0] > 50  # Popular phrases.
    assert events["own_text"].drop_nulls().str.contains("#").any()


def test_cascades_and_lives_are_unequal_and_nights_are_quiet() -> None:
    events = world("nobody").events
    sizes = events.filter(pl.col("kind") != "post").group_by("root_id").len()["len"]
    assert sizes.max() > 15 * sizes.median()
    lives = events.group_by("account_id").len()["len"]
    assert lives.max() > 10 * lives.median()
    hour = (events["at"].dt.hour() + 8) % 24
    assert hour.is_between(2, 5).mean() < 0.08 < hour.is_between(20, 23).mean()


def test_parents_are_earlier_acts_of_the_same_tree() -> None:
    events = world("copy").events
    above = events.select(parent_id="event_id", above_at="at", above_root="root_id")
    linked = events.filter(pl.col("kind") != "post").join(above, on="parent_id", how="left")
    known = linked.drop_nulls("above_at")
    assert known.height > 0.95 * linked.height
    assert (known["above_at"] <= known["at"]).all() and (known["above_root"] == known["root_id"]).all()
    deep = known.filter((pl.col("parent_id") != pl.col("root_id")) & (pl.col("kind") == "repost"))
    assert deep.height / linked.height > 0.1 and deep["text"].str.contains("//@").mean() > 0.9


def test_people_keep_to_hours_of_their_own() -> None:
    events = world("nobody").events
    busy = events.group_by("account_id").len().filter(pl.col("len") >= 40)["account_id"]
    mine = events.filter(pl.col("account_id").is_in(busy.implode()))
    angle = (mine["at"].dt.hour().to_numpy() + mine["at"].dt.minute().to_numpy() / 60) * 2 * np.pi / 24
    mine = mine.with_columns(x=pl.Series(np.cos(angle)), y=pl.Series(np.sin(angle)))
    all_together = np.hypot(mine["x"].mean(), mine["y"].mean())
    each = mine.group_by("account_id").agg(pl.col("x").mean(), pl.col("y").mean())
    assert np.hypot(each["x"], each["y"]).mean() > all_together + 0.1


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ALONE_IN_IT and k not in OTHER_SIZES])
def test_what_the_seed_drew_is_told(kind: str) -> None:
    drawn = world(kind).drawn
    assert set(drawn) <= {"copy", "tasks_n", "lag_s"}
    assert 0 <= drawn.get("copy", 0) <= 1
