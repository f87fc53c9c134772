"""Every measure of scope by hand: ranges, flags with overlaps, classes, deletions, pace, corrections, targets, sums of a year."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.cascade.statistics import measure_cascades
from analytics.model.messages import LANGS, catalogue
from analytics.model.tables import (
    ACCOUNT_NAMES,
    ACCOUNTS,
    CLUSTERS,
    COUNTERS,
    LABELS,
    OCCURRENCES,
    PLACED_EVENTS,
    ROLES,
    SCOPE,
    SOURCES,
)
from analytics.scope.all_measures import measure_all, scope_data
from analytics.scope.measures.unflagged import FLAGS
from analytics.scope.tables_read import measures
from analytics.scope.threshold_times import threshold_times
from analytics.scope.wording import class_words
from analytics.store.case_toml import CaseToml
from analytics.text.families import families_of
from analytics.text.targets import targets_of
from tests.roles.invented import SHOP, START, act, events

TARGET = {"targets": [SHOP]}


def scope(acts: pl.DataFrame, facts: dict[str, Any] | None = None, **tables: pl.DataFrame) -> pl.DataFrame:
    measured = measure_cascades(acts)
    stated = CaseToml.model_validate(facts or {})
    read = {
        "counters": COUNTERS.empty(),
        "accounts": ACCOUNTS.empty(),
        "occurrences": OCCURRENCES.empty(),
        "sources": SOURCES.empty(),
        "levels": measured.levels,
        "cascades": measured.cascades,
        "families": families_of(acts),
        "clusters": CLUSTERS.empty(),
        "roles": ROLES.empty(),
        "labels": LABELS.empty(),
    } | tables
    read["targets"] = targets_of(acts, ACCOUNT_NAMES.empty(), stated.targets, read["labels"])
    return measure_all(scope_data(acts, read, stated))


def of(
    table: pl.DataFrame, measure: str, subject: str = "case"
) -> dict[str | None, tuple[float | None, float | None]]:
    rows = table.filter((pl.col("measure") == measure) & (pl.col("subject_id") == subject)).to_dicts()
    return {r["class_value"]: (r["lower"], r["upper"]) for r in rows}


def seen(*captures: tuple[float, list[str]]) -> pl.DataFrame:
    rows = [
        {"event_id": e, "captured_at": START + timedelta(seconds=at)} for at, ids in captures for e in ids
    ]
    return OCCURRENCES.fit(pl.DataFrame(rows).with_columns(source_sha256=pl.lit("s")))


@pytest.mark.parametrize("lang", LANGS)
def test_every_class_of_ours_has_words(lang: str) -> None:
    for flag in FLAGS:
        said = class_words("reposts_flagged", flag, lang)
        assert said and said != flag and f"flag_{flag}" in catalogue("scope")
    assert class_words("reposts_flagged_overlap", "same_second+group_a", lang) == " + ".join(
        str(class_words("reposts_flagged", flag, lang)) for flag in ("same_second", "group_a")
    )
    for layer in ("exact", "near", "edited", "link"):
        assert class_words("acts_by_layer", layer, lang) not in (None, layer)
    assert class_words("family_across_after", "weibo>douyin", "zh") == "微博 → 抖音"
    assert class_words("accounts_by_client", "exact", lang) is None  # A text of the export stays as it is.


def test_every_name_and_note_is_in_the_catalogue() -> None:
    names = {name for measure in measures().values() for name in measure.names}
    assert names <= set(catalogue("scope"))
    table = scope(
        events(
            act("p", "a", 0, "禾禾面包的事"),
            act("r", "b", 5, "禾禾面包呀", root="p"),
            act("r2", "b", 9, root="p"),
        ),
        TARGET,
    )
    assert set(table["note_code"].drop_nulls()) | set(table["measure"]) <= set(catalogue("scope"))


@pytest.mark.parametrize(
    "acts", [[], [act("p", "a", 0, "只有一个账号")], [act("c", None, None, "x", root="gone", kind="comment")]]
)
def test_a_poor_case_gives_tables_and_reasons(acts: list[dict[str, Any]]) -> None:
    table = scope(events(*acts) if acts else PLACED_EVENTS.empty())
    assert table.columns == list(SCOPE.schema)
    for measure, note in (
        ("still_spreading", "no_capture_time"),
        ("acts_vanished", "one_capture"),
        ("accounts_both", "no_correction_stated"),
        ("acts_at_target", "no_target_stated"),
    ):
        row = table.filter(measure=measure, subject_id="case").row(0, named=True)
        assert row["lower"] is row["upper"] is None and row["note_code"] == note


def test_the_range_is_all_flagged_out_to_none_out() -> None:
    """10 reposts: b, c, d in one second; d again (repeat); the owner; m at A in a group, in that same second. 4 of 10 unflagged."""
    acts = events(
        act("p", "a", 0, "帖子"),
        *(act(f"s{x}", x, 50, root="p") for x in "bcdm"),
        act("again", "d", 80, root="p"),
        act("o", "owner", 90, root="p"),
        *(act(f"u{k}", f"x{k}", 100 + k, root="p") for k in range(4)),
    )
    group = CLUSTERS.fit(
        pl.DataFrame({"account_id": ["m"], "cluster_id": ["g1"], "grade": ["A"], "reasons": [["own_clock"]]})
    )
    table = scope(acts, TARGET, clusters=group)
    for subject in ("p", "case"):
        assert of(table, "reposts_unflagged", subject) == {None: (4, 10)}
        assert of(table, "reposts_flagged", subject) == {
            "same_second": (4, 4),
            "repeat": (1, 1),
            "group_a": (1, 1),
            "target_own": (1, 1),
            "automation": (1, 1),
        }
        assert of(table, "reposts_flagged_overlap", subject) == {
            "same_second+group_a": (1, 1),
            "same_second+automation": (1, 1),
            "group_a+automation": (1, 1),
        }
    assert not table.filter(pl.col("measure").str.contains("net"))["measure"].to_list()


def test_unknown_classes_widen_every_class() -> None:
    acts = events(
        act("p", "a", 0, "帖子", region="浙江"),
        act("r1", "b", 5, root="p", region="江西"),
        act("r2", "b", 9, root="p", region="浙江"),
        act("r3", "c", 12, root="p"),
    )
    people = ACCOUNTS.fit(
        pl.DataFrame(
            {"account_id": ["a", "b", "c"], "followers_n": [99, 100, None], "location": ["杭州", None, None]}
        )
    )
    table = scope(acts, accounts=people)
    assert of(table, "accounts_by_region") == {"浙江": (2, 3)} and of(
        table, "accounts_by_region_unknown"
    ) == {None: (1, 1)}
    assert of(table, "accounts_by_followers") == {"0-99": (1, 2), "100-999": (1, 2)}
    assert of(table, "accounts_by_location") == {"杭州": (1, 3)}


def test_a_family_adds_its_posts_and_counts_an_account_once() -> None:
    text = "同一段话在两个帖子里各发一遍，一字不差"
    acts = events(
        act("p", "a", 0, text),
        act("q", "b", 50, text, platform="x"),
        act("r1", "c", 60, root="p"),
        act("r2", "c", 70, root="q"),
    )
    table = scope(acts)
    family = families_of(acts)["family_id"][0]
    assert of(table, "reposts", family) == {None: (2, None)} and of(table, "accounts", family) == {
        None: (3, None)
    }


def test_vanished_acts_lie_between_acts_that_the_later_capture_shows() -> None:
    """First capture: r1 to r5. Second: r2 and r4 (its time), a third one of another list shows only r5."""
    acts = events(act("p", "a", 0, "帖子"), *(act(f"r{k}", f"x{k}", 10 * k, root="p") for k in range(1, 6)))
    table = scope(acts, occurrences=seen((1000, ["r1", "r2", "r3", "r4", "r5"]), (2000, ["r2", "r4"])))
    assert of(table, "acts_vanished", "p") == {None: (1, 3)}
    chapman = table.filter(measure="acts_chapman", subject_id="p")["point"].item()
    assert chapman == (3 + 1) * (2 + 1) / (2 + 1) - 1
    unread = SOURCES.fit(pl.DataFrame({"sha256": ["s"], "rejected_n": [1]}))
    assert of(
        scope(
            acts,
            occurrences=seen((1000, ["r1", "r2", "r3", "r4", "r5"]), (2000, ["r2", "r4"])),
            sources=unread,
        ),
        "acts_vanished",
        "p",
    ) == {None: (0, 3)}  # A record that could not be read may be r3.
    other_list = scope(acts, occurrences=seen((1000, ["r1", "r2", "r3", "r4", "r5"]), (2000, ["r1", "r5"])))
    assert of(other_list, "acts_vanished", "case") == {
        None: (None, None)
    }  # It shows 2 of 5: a list of something else.


def test_still_spreading_counts_what_was_captured_and_computes_no_interval_of_a_burst() -> None:
    acts = events(
        act("p", "a", 0, "帖子"), *(act(f"r{k}", f"x{k}", 3600 * k, root="p") for k in range(1, 11))
    )
    table = scope(acts, occurrences=seen((12 * 3600, ["p"])))
    row = table.filter(measure="still_spreading", subject_id="case").row(0, named=True)
    assert row["point"] == pytest.approx(10 / 24)
    assert (row["lower"], row["upper"]) == (row["point"], None)


def test_corrections_are_counted_by_who_took_part() -> None:
    facts = TARGET | {"corrections": [{"event_id": "k", "at": START + timedelta(hours=10)}]}
    acts = events(
        act("p", "a", 0, "禾禾面包卖过期的东西"),
        act("r1", "b", 9 * 3600, root="p"),
        act("r2", "c", 11 * 3600, root="p"),
        act("r3", "d", 9.5 * 3600, root="p"),
        act("k", "office", 10 * 3600, "经查，禾禾面包没有问题"),
        act("k1", "b", 11 * 3600, root="k"),
        act("k2", "e", 12 * 3600, root="k"),
    )
    table = scope(acts, facts)
    assert of(table, "accounts_matter_only") == {None: (3, None)}  # a, c, d
    assert of(table, "accounts_both") == {None: (1, None)}  # b
    assert of(table, "accounts_correction_only") == {None: (2, None)}  # office, e
    assert of(table, "rate_before", "k") == {None: (3 / 24, None)} and of(table, "rate_after", "k") == {
        None: (1 / 24, None)
    }


def test_targets_and_sums_of_a_year() -> None:
    facts = {"targets": [SHOP, {"name": "茶铺", "terms": ["青青茶铺"]}]}
    day = 86_400
    acts = events(
        act("p", "a", 0, "禾禾面包不行"),
        act("q", "a", 300 * day, "青青茶铺也不行"),
        act("r", "a", 366 * day, "禾禾面包还是不行"),
        act("s", "b", 5, "禾禾面包不行吗", root="p"),
    )
    shown = COUNTERS.fit(
        pl.DataFrame(
            [
                {
                    "event_id": e,
                    "counter": "reposts",
                    "value": n,
                    "is_floor": False,
                    "is_rounded": False,
                    "captured_at": START,
                    "source_sha256": "s",
                    "source_row": 0,
                    "source_path": "",
                }
                for e, n in (("p", 300), ("q", 250), ("r", 240))
            ]
        )
    )
    table = scope(acts, facts, counters=shown)
    assert of(table, "acts_at_target") == {"面包店": (3, None), "茶铺": (1, None)}
    assert (
        of(table, "targets_of_account", "a") == {None: (2, None)}
        and of(table, "targets_of_account", "b") == {}
    )
    assert of(table, "acts_365d", "a") == {None: (2, None)}
    assert of(table, "reposts_365d", "a") == {
        None: (550, 550)
    }  # p + q; q + r would be 490, and all three lie 366 days apart.
    dealt = LABELS.fit(
        pl.DataFrame({"subject_id": ["p"], "label": ["dealt_with:yes"], "author": ["t"], "at": [START]})
    )
    assert of(scope(acts, facts, counters=shown, labels=dealt), "reposts_365d", "a") == {None: (490, 490)}


def test_the_moment_of_crossing_is_an_interval() -> None:
    acts = events(act("p", "a", 0, "帖子"), *(act(f"r{k}", f"x{k}", 100 * k, root="p") for k in range(1, 6)))

    def shown(*rows: tuple[int, float, bool]) -> pl.DataFrame:
        return COUNTERS.fit(
            pl.DataFrame(
                [
                    {
                        "event_id": "p",
                        "counter": "reposts",
                        "value": n,
                        "is_floor": floor,
                        "is_rounded": floor,
                        "captured_at": START + timedelta(seconds=at),
                        "source_sha256": "s",
                        "source_row": 0,
                        "source_path": "",
                    }
                    for n, at, floor in rows
                ]
            )
        )

    def found(number: float, table: pl.DataFrame) -> list[tuple[Any, ...]]:
        return [
            (f and (f - START).total_seconds(), (u - START).total_seconds())
            for _, f, u in threshold_times(acts, table, "reposts", number).iter_rows()
        ]

    assert found(4, shown((2, 150, False), (9, 350, False))) == [(150, 350)]
    assert found(4, shown((2, 150, False))) == [(150, 400)]
    assert found(4, shown((2, 150, True))) == [(None, 400)]
    assert found(9, shown((2, 150, False))) == []


def test_branching_has_bounds_only_where_parents_are_known() -> None:
    acts = [
        act("p", "a", 0, "帖子"),
        act("r1", "b", 5, root="p"),
        act("r2", "c", 6, root="p"),
        act("r3", "d", 9, root="p", parent="r1"),
    ]
    assert of(scope(events(*acts)), "branching_by_level", "p") == {"0": (2, 2), "1": (0.5, 0.5), "2": (0, 0)}
    lost = act("r4", "e", 10, root="p", parent="?", parent_basis="missing")
    assert of(scope(events(*acts, lost)), "branching_by_level", "p")["0"] == (None, None)


def test_the_busiest_hour_allows_for_unknown_moments() -> None:
    acts = events(
        act("p", "a", 0, "帖子"),
        act("r1", "b", 10, root="p"),
        act("r2", "c", 20, root="p"),
        act("r3", "d", 4000, root="p"),
        act("r4", "e", None, root="p"),
    )
    table = scope(acts, {"case": {"timezone": "Asia/Shanghai"}, "notices": [{"at": date(2025, 3, 1)}]})
    assert of(table, "peak_per_hour", "p") == {None: (2, 3)}
    assert of(table, "acts_by_day") == {"2025-03-01": (3, None)}
    assert table.filter(measure="peak_per_hour", subject_id="p")["as_of"].item() == datetime(
        2025, 3, 1, tzinfo=UTC
    )
