"""Do innocent groups, habits, tools and single persons of the scenarios do what their kind says."""

import polars as pl
import pytest

from tests.benchmarks.scenarios.make import make, scene
from tests.benchmarks.scenarios.test_scenarios import SEED, acts_of, planted, tasks, world

DAY_MIN = 24 * 60


def widest(acts: pl.DataFrame) -> pl.DataFrame:
    """By account the shortest stretch of the day, in minutes, that holds all its acts."""
    minute = pl.col("at").dt.hour().cast(int) * 60 + pl.col("at").dt.minute() + pl.col("at").dt.second() / 60
    by = acts.with_columns(minute=minute).group_by("account_id")
    gap = pl.col("minute").sort().diff().max().fill_null(0)
    around = DAY_MIN - pl.col("minute").max() + pl.col("minute").min()
    return by.agg(minute=DAY_MIN - pl.max_horizontal(gap, around))


@pytest.mark.parametrize(
    ("kind", "most_min"),
    [("habitual_strangers", 60), ("lunch_habit", 110), ("shift_habit", 110), ("shift_midnight", 85)],
)
def test_habits_are_narrow(kind: str, most_min: float) -> None:
    acts = acts_of(world(kind), kind)
    assert widest(acts)["minute"].max() <= most_min
    assert acts.group_by("account_id").len()["len"].min() >= 5


def test_strangers_have_windows_of_their_own_and_some_cross_midnight() -> None:
    acts = acts_of(world("habitual_strangers"), "habitual_strangers")
    width = widest(acts)["minute"]
    assert {w // 15 for w in width.to_list()} >= {0, 1, 3}
    hour = acts.with_columns(hour=(pl.col("at").dt.hour() + 8) % 24).group_by("account_id").agg("hour")
    both = [{0, 23} <= set(hours) for hours in hour["hour"]]
    assert 2 <= sum(both) < 25
    assert hour["hour"].list.first().n_unique() > 5


def test_a_shift_crosses_midnight() -> None:
    hour = (acts_of(world("shift_midnight"), "shift_midnight")["at"].dt.hour() + 8) % 24
    assert {23, 0} <= set(hour) <= {22, 23, 0, 1}


def test_a_pushed_text_is_shared_within_minutes() -> None:
    made = next(made for made in (make("push_once", SEED + k) for k in range(9)) if made.drawn["copy"] > 0.5)
    acts = tasks(made, "push_once")
    assert acts["root_id"].n_unique() == 1 and acts["account_id"].n_unique() > 280
    first = acts["own_text"].drop_nulls().value_counts(sort=True)["count"][0]
    assert first > 0.4 * acts.height
    assert (acts["at"].median() - acts["at"].min()).total_seconds() < 1800


def test_pushes_come_to_some_of_the_same_strangers() -> None:
    acts = acts_of(world("push"), "push").group_by("root_id").agg(pl.col("account_id").n_unique())
    assert acts.filter(pl.col("account_id") >= 10).height >= 8


@pytest.mark.parametrize(
    "kind", ["fans", "staff", "school_class", "activists", "neighbours", "prize_hunters"]
)
def test_the_called_come_to_the_same_posts(kind: str) -> None:
    assert tasks(world(kind), kind, 0.25)["root_id"].n_unique() >= 10


def test_copy_shares_run_from_nought_to_one() -> None:
    shares = [planted("staff", seed).drawn["copy"] for seed in range(SEED, SEED + 40)]
    assert min(shares) == 0 and max(shares) == 1
    assert sum(0 < share < 1 for share in shares) > 12


def test_a_relay_runs_down_a_chain() -> None:
    acts = acts_of(world("charity_relay"), "charity_relay")
    above = acts.select(parent_id="event_id", above="parent_id")
    passed = acts.join(above, on="parent_id")
    assert passed.height > 0.3 * acts.height
    assert passed.join(above.select(above="parent_id", second="above"), on="above").height > 0.1 * acts.height


def test_readers_take_it_from_their_source_after_it() -> None:
    made = world("readers_of_one")
    source = made.truth.filter(pl.col("group") == "source")["account_id"][0]
    first = made.events.filter(account_id=source).select("root_id", "event_id", source_at="at")
    acts = tasks(made, "readers_of_one", 0.2).join(first, on="root_id")
    assert acts["root_id"].n_unique() >= 15
    assert (acts["at"] >= acts["source_at"]).mean() > 0.9
    assert (acts["parent_id"] == acts["event_id_right"]).mean() > 0.3


@pytest.mark.parametrize(("kind", "low", "high"), [("copied_account", 0.95, 1), ("copied_third", 0.15, 0.5)])
def test_a_farm_copies_her_words_right_after_her(kind: str, low: float, high: float) -> None:
    made = world(kind)
    farm = tasks(made, "farm", 0.5)
    hers = acts_of(made, kind).select("root_id", "own_text", her_at="at")
    same = farm.join(hers, on=["root_id", "own_text"])
    assert low <= same["root_id"].n_unique() / farm["root_id"].n_unique() <= high
    lag = (same["at"] - same["her_at"]).dt.total_seconds()
    assert lag.min() > 0 and lag.median() < 120
    assert made.truth.filter(pl.col("group") == kind)["acts_alone"].all()


def test_feeds_answer_at_once_and_pollers_on_a_clock() -> None:
    made = world("feeds")
    acts = tasks(made, "feeds").join(made.events.select(root_id="event_id", post_at="at"), on="root_id")
    assert (acts["at"] - acts["post_at"]).dt.total_seconds().max() < 900
    second = acts_of(world("pollers"), "pollers")["at"].dt.epoch("s") % 300
    per_account = acts_of(world("pollers"), "pollers").with_columns(second=second)
    spread = per_account.group_by("account_id").agg(
        pl.col("second").quantile(0.75) - pl.col("second").quantile(0.25)
    )
    assert (spread["second"] < 10).mean() > 0.6


def test_an_app_puts_down_its_words() -> None:
    acts = acts_of(world("app_texts"), "app_texts")
    ready = acts.filter(pl.col("own_text").str.contains("（来自 @", literal=True).fill_null(False))
    assert ready.height > 0.3 * acts.height and ready["account_id"].n_unique() > 20


def test_debunkers_and_friends_are_protected_and_on_alleged_posts() -> None:
    for kind in ("debunkers", "friends_of_target"):
        made = world(kind)
        assert made.truth.filter(pl.col("group") == kind)["is_protected"].all()
        assert acts_of(made, kind)["root_id"].is_in(made.stated.alleged_ids).sum() > 30


def test_single_persons_do_what_their_kind_says() -> None:
    for kind in ("target", "parent_reports", "fact_checker", "authority", "local_medium"):
        made = world(kind)
        on = acts_of(made, kind).filter(pl.col("root_id").is_in(made.stated.alleged_ids))
        assert on["root_id"].n_unique() >= 4, kind
    events, stated = world("journalist_first").events, world("journalist_first").stated
    who = world("journalist_first").truth.filter(role="journalist")["account_id"][0]
    first = events.filter(pl.col("event_id").is_in(stated.alleged_ids))["at"].min()
    asked = events.filter((pl.col("account_id") == who) & (pl.col("kind") == "post") & (pl.col("at") < first))
    assert asked["text"].str.contains(stated.target_terms[0], literal=True).any()
    assert acts_of(world("hyperactive_reader"), "hyperactive_reader").height > 200


def test_a_name_is_given_up_and_taken() -> None:
    events, truth = world("name_taker").events, world("name_taker").truth
    head = truth.filter(role="controller")["account_id"][0]
    taker = truth.filter(group="name_taker")["account_id"][0]
    shown = {who: events.filter(account_id=who).sort("at")["account_name"] for who in (head, taker)}
    assert shown[head][0] == shown[taker][-1] != shown[head][-1]


def test_pseudonyms_hide_who_is_who() -> None:
    made, s = world("pseudonymous_ids"), scene("pseudonymous_ids", SEED)
    assert made.accounts["is_hashed"].all() and made.accounts["name"].null_count() == made.accounts.height
    assert made.accounts.height == s.accounts_n - len(s.shares_id)
