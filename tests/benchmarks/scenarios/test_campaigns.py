"""Do the campaigns of the scenarios keep to their recipes."""

import numpy as np
import polars as pl
import pytest

from tests.benchmarks.scenarios.export import LINK
from tests.benchmarks.scenarios.orders import RECIPES
from tests.benchmarks.scenarios.test_scenarios import SEED, acts_of, planted, tasks, world

ON_TIME = (
    "copy",
    "language_model",
    "star_reposts",
    "one_victim",
    "half_own_words",
    "badges",
    "slogan",
    "minority",
)


def spread_s(kind: str) -> float:
    """Seconds that the middle half of the group's acts on a task takes, the median over the tasks."""
    seconds = pl.col("at").dt.epoch("s")
    each = tasks(world(kind), kind).group_by("root_id")
    return float(each.agg(seconds.quantile(0.75) - seconds.quantile(0.25))["at"].median())


@pytest.mark.parametrize("kind", ON_TIME)
def test_members_come_within_a_minute_or_two(kind: str) -> None:
    assert spread_s(kind) < 120


@pytest.mark.parametrize(
    "kind", [k for k, o in RECIPES.items() if not o.last_days and k not in ("minority", "L2")]
)
def test_tasks_are_as_many_as_ordered(kind: str) -> None:
    assert 18 <= tasks(world(kind), kind)["root_id"].n_unique() <= 41


def test_a_copied_text_is_the_tasks_own() -> None:
    acts = tasks(world("copy"), "copy")
    one = pl.col("own_text").mode().first()
    texts = acts.group_by("root_id").agg(one, share=(pl.col("own_text") == one).mean())
    assert texts["share"].min() > 0.75  # The rest is what members said there by themselves.
    assert texts["own_text"].n_unique() == texts.height


def test_a_language_model_never_says_the_same_twice() -> None:
    said = tasks(world("language_model"), "language_model")["own_text"].drop_nulls()
    assert said.n_unique() > 0.97 * len(said)
    assert said.str.len_chars().median() > 15


def test_star_trees_know_no_parents_and_members_no_words() -> None:
    events = world("star_reposts").events.filter(pl.col("kind") != "post")
    assert (events["parent_id"] == events["root_id"]).all()
    acts = tasks(world("star_reposts"), "star_reposts")
    assert acts["own_text"].is_null().mean() > 0.97


def test_a_drip_takes_half_a_day() -> None:
    assert 4 * 3600 < spread_s("drip") < 8 * 3600


def test_one_victim_is_visited_alone() -> None:
    made = world("one_victim")
    on = tasks(made, "one_victim").join(
        made.events.select(root_id="event_id", author="account_id"), on="root_id"
    )
    assert set(on["author"]) == set(made.stated.target_ids)


def test_one_shot_accounts_act_once() -> None:
    made = world("one_shot")
    who = made.truth.filter(group="one_shot")
    mine = made.events.join(who, on="account_id")
    assert mine["account_id"].is_unique().all() and mine.height > 800
    assert mine["root_id"].n_unique() == 30


def test_half_are_own_words() -> None:
    acts = tasks(world("half_own_words"), "half_own_words")
    top = (
        acts.drop_nulls("own_text")
        .group_by("root_id", "own_text")
        .len()
        .group_by("root_id")
        .agg(pl.col("len").max())
    )
    assert 0.35 < top["len"].sum() / acts.height < 0.65


def test_a_tenth_carry_a_badge() -> None:
    made = world("badges")
    shown = made.accounts.join(made.truth.filter(group="badges"), on="account_id")["verified"]
    assert 0 < shown.mean() < 0.3


def test_a_slogan_is_the_same_everywhere() -> None:
    acts = tasks(world("slogan"), "slogan")
    slogan = acts["own_text"].value_counts(sort=True)["own_text"][0]
    assert (acts["own_text"] == slogan).mean() > 0.9


def test_l2_has_turnout_paraphrase_and_camouflage() -> None:
    s = planted("L2", SEED)  # Without the crowd: members act on the same posts as readers too.
    group = np.flatnonzero(s.accounts["group"] == "L2")
    work, beside = [chunk for chunk in s.acts if np.isin(chunk["who"], group).all()]
    posts, number = np.unique(work["post"], return_inverse=True)
    assert 0.55 < len(work["who"]) / (len(posts) * len(group)) < 0.65
    assert 2.3 < len(beside["who"]) / len(work["who"]) <= 3
    first = np.full(len(posts), np.iinfo(np.int64).max)
    np.minimum.at(first, number, work["at"])
    assert 200 < np.mean(work["at"] - first[number]) < 400
    copies = sum(
        np.unique(work["text"][number == k].astype(str), return_counts=True)[1].max()
        for k in range(len(posts))
    )
    assert 0.52 < copies / len(number) < 0.68


def test_the_group_is_most_of_small_posts_and_little_of_large_ones() -> None:
    for kind, low, high in (("dominant", 0.55, 1.0), ("minority", 0.0, 0.2)):
        made, on = world(kind), tasks(world(kind), kind)
        there = made.events.filter(pl.col("kind") != "post").join(on, on="root_id", how="semi")
        share = on.height / there.height
        assert low < share < high, kind


def test_comments_only_are_comments() -> None:
    assert (tasks(world("comments_only"), "comments_only")["kind"] == "comment").mean() > 0.95


def test_a_controller_announces_before_the_members_come() -> None:
    made = world("announced_controller")
    head = made.truth.filter(role="controller")["account_id"]
    posts = made.events.filter(pl.col("account_id").is_in(head.implode()) & (pl.col("kind") == "post"))
    on = tasks(made, "announced_controller")
    begun = pl.col("at").sort().get(pl.len() // 5)  # Some members were there before, as readers.
    by_task = on.group_by("root_id").agg(begun, pl.col("own_text").mode().first())
    announced = 0
    for root, first, text in by_task.iter_rows():
        earlier = posts.filter(pl.col("at") < first)["text"]
        mark = LINK + root.split(":")[1]
        announced += any(mark in said or (text and text in said) for said in earlier)
    assert announced > 0.6 * by_task.height


def test_cells_take_it_from_their_lieutenant() -> None:
    made = world("lieutenants")
    acts = tasks(made, "lieutenants")
    leaders = made.truth.filter(role="lieutenant").select("account_id")
    theirs = made.events.join(leaders, on="account_id").select(parent_id="event_id")
    cell = acts.filter(pl.col("role") != "lieutenant")
    assert cell.join(theirs, on="parent_id", how="semi").height > 0.5 * cell.height


def test_sleepers_live_before_and_work_in_the_last_days() -> None:
    made = world("sleepers")
    on, acts = tasks(made, "sleepers"), acts_of(made, "sleepers")
    left = (made.events["at"].max() - on["at"].min()).total_seconds() / 86_400
    assert left < 6
    assert acts.filter(pl.col("at") < on["at"].min())["account_id"].n_unique() > 20


def test_a_storm_is_mostly_other_people() -> None:
    made = world("organic_storm")
    on = tasks(made, "organic_storm")
    span = on.group_by("root_id").agg(pl.col("at").min().alias("from"), pl.col("at").max().alias("to"))
    there = made.events.filter(pl.col("kind") != "post").join(span, on="root_id")
    assert there.height > 2 * on.height


def test_two_platforms_are_hit_with_the_same_orders() -> None:
    made = world("two_platforms")
    group = made.truth.filter(group="two_platforms")["account_id"].str.split(":").list.first().value_counts()
    assert set(group["account_id"]) == {"weibo", "douyin"} and group["count"].min() >= 25
    on = tasks(made, "two_platforms", 0.25)
    kinds = on.group_by("platform").agg(pl.col("kind").mode().first(), pl.col("root_id").n_unique())
    assert dict(kinds.select("platform", "kind").iter_rows()) == {"weibo": "repost", "douyin": "comment"}
    assert kinds["root_id"].min() >= 15


def test_paid_people_have_many_victims() -> None:
    made = world("for_hire")
    on = tasks(made, "for_hire", 0.15).join(
        made.events.select(root_id="event_id", author="account_id"), on="root_id"
    )
    assert on["author"].n_unique() >= 15


def test_hashtag_posts_are_posts_of_ones_own() -> None:
    made = world("hashtag_originals")
    who = made.truth.filter(group="hashtag_originals")
    posts = made.events.filter(kind="post").join(who, on="account_id")
    tagged = posts.filter(pl.col("text").str.contains(f"#{made.stated.target_terms[0]}", literal=True))
    assert tagged.height > 0.5 * who.height * 12
    assert tasks(made, "hashtag_originals")["root_id"].n_unique() <= 2
