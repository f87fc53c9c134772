"""Reviewed abuse, information on two platforms, and numbers of law reached: by hand."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from scipy.stats import binomtest

from analytics.model.tables import COUNTERS, LABELS
from analytics.scope.all_measures import measure_all, scope_data
from analytics.scope.measures.abusive import wilson
from analytics.store.case_toml import CaseToml
from analytics.text.coding_sheet import drawn
from analytics.text.families import families_of
from tests.roles.invented import SHOP, START, act, events
from tests.scope.test_measures import of, scope

TEXT = "听说那家店把过期的面包重新包装了再卖"


def labels(*rows: tuple[str, str, str, float | None]) -> pl.DataFrame:
    return LABELS.fit(
        pl.DataFrame(
            [
                {
                    "subject_id": e,
                    "label": label,
                    "author": who,
                    "at": START,
                    "note": None if w is None else drawn(w),
                }
                for e, label, who, w in rows
            ]
        )
    )


def note(table: pl.DataFrame, measure: str) -> str:
    row = table.filter(measure=measure, subject_id="case").row(0, named=True)
    assert row["lower"] is row["point"] is row["upper"] is None
    return str(row["note_code"])


def comments(n: int) -> list[dict[str, Any]]:
    return [
        act("p", "a", 0, TEXT),
        *(act(f"c{k}", f"x{k}", 10 + k, f"第{k}条评论", root="p", kind="comment") for k in range(n)),
    ]


def test_only_people_count_abuse_and_what_nobody_read_stays_open() -> None:
    """c0: both coders say abuse; c1: they differ; c2: cleared; c3 and c4: nobody read them."""
    judged = labels(
        ("c0", "abuse", "t", None),
        ("c0", "abuse", "u", None),
        ("c1", "abuse", "t", None),
        ("c1", "criticism", "u", None),
        ("c2", "neither", "t", None),
        ("elsewhere", "abuse", "t", None),
    )
    table = scope(events(*comments(5)), labels=judged)
    assert of(table, "comments_abusive") == of(table, "comments_abusive", "p") == {None: (1, 4)}
    assert table.filter(measure="comments_abusive", subject_id="p")["event_ids"].item().to_list() == ["c0"]
    assert note(table, "comments_abusive_estimated") == "no_sample_coded"
    assert note(scope(events(*comments(5))), "comments_abusive") == "no_comment_reviewed"
    assert note(scope(events(*comments(0))), "comments_abusive") == "no_comments"


def test_a_sample_drawn_by_chance_speaks_for_all_comments() -> None:
    """40 comments, 20 drawn with weight 2, 5 of them abuse: 10 of 40; Wilson's interval for 5 of 20 is [.1119, .4687]."""
    judged = labels(*((f"c{k}", "abuse" if k < 5 else "neither", "t", 2.0) for k in range(20)))
    row = (
        scope(events(*comments(40)), labels=judged)
        .filter(measure="comments_abusive_estimated", subject_id="case")
        .row(0, named=True)
    )
    assert row["point"] == 10 and (row["lower"], row["upper"]) == pytest.approx(
        (40 * 0.1119, 40 * 0.4687), abs=0.01
    )
    few = labels(*((f"c{k}", "neither", "t", 2.0) for k in range(19)))
    assert note(scope(events(*comments(40)), labels=few), "comments_abusive_estimated") == "sample_small"
    interval = binomtest(5, 20).proportion_ci(method="wilson")
    assert wilson(0.25, 20) == pytest.approx((interval.low, interval.high), abs=1e-6)
    assert wilson(0.25, 20) == pytest.approx((0.1119, 0.4687), abs=1e-4)  # Newcombe's calculator.


def test_what_coders_judge_differently_is_clean_below_and_abuse_above() -> None:
    """40 comments, 20 drawn with weight 2: both coders say abuse of 4, they differ on 2, both clear 14.

    Sure are 4 of 20 and perhaps 6 of 20. Wilson's interval begins at .0807 for 4 of 20 and ends at .5190 for 6
    of 20 (Newcombe's calculator); times 40. Of the 18 on which they agree 4 are abuse: 4 / 18 x 40.
    """
    first = [(f"c{k}", "abuse" if k < 6 else "neither", "t", 2.0) for k in range(20)]
    second = [(f"c{k}", "abuse" if k < 4 else "neither", "u", 2.0) for k in range(20)]
    table = scope(events(*comments(40)), labels=labels(*first, *second))
    row = table.filter(measure="comments_abusive_estimated", subject_id="case").row(0, named=True)
    assert (row["lower"], row["upper"]) == pytest.approx((40 * 0.0807, 40 * 0.5190), abs=0.01)
    ends = [binomtest(k, 20).proportion_ci(method="wilson") for k in (4, 6)]
    assert (row["lower"], row["upper"]) == pytest.approx((40 * ends[0].low, 40 * ends[1].high), abs=1e-4)
    assert row["point"] == pytest.approx(40 * 4 / 18)


@pytest.mark.parametrize(("drawn_n", "is_enough"), [(19, False), (20, True)])
def test_only_comments_drawn_by_chance_make_a_sample_large_enough(drawn_n: int, is_enough: bool) -> None:
    """Twenty drawn ones are needed: with 19, five more that somebody chose to read do not fill it up."""
    chosen = [(f"c{k}", "abuse", "t", None) for k in range(30, 35)]
    judged = labels(*((f"c{k}", "neither", "t", 2.0) for k in range(drawn_n)), *chosen)
    table = scope(events(*comments(40)), labels=judged)
    if is_enough:
        row = table.filter(measure="comments_abusive_estimated", subject_id="case").row(0, named=True)
        assert row["point"] == 0
    else:
        assert note(table, "comments_abusive_estimated") == "sample_small"


def test_a_family_on_two_platforms_is_a_lower_bound_with_the_time_between() -> None:
    acts = events(
        act("p", "a", 0, TEXT),
        act("q", "b", 90, TEXT + "！", platform="douyin"),
        act("r", "c", 200, TEXT, platform="douyin"),
    )
    acts = acts.with_columns(
        platform=pl.when(pl.col("event_id") == "p").then(pl.lit("weibo")).otherwise(pl.lit("douyin"))
    )
    family = families_of(acts)["family_id"][0]
    declared = labels(("a", "same_holder:b", "t", None))
    table = scope(acts, labels=declared)
    assert of(table, "families_across") == {"douyin+weibo": (1, None)}
    assert of(table, "family_across_after", family) == {"weibo>douyin": (89, 91)}
    assert of(table, "accounts_across") == {"douyin+weibo": (2, None)}
    listed = scope(acts, {"targets": [SHOP | {"ids": ["a", "c"]}]})
    assert of(listed, "accounts_across") == {"douyin+weibo": (2, None)}
    assert note(scope(acts), "accounts_across") == "no_declared_link"
    assert note(scope(acts.filter(pl.col("platform") == "weibo")), "families_across") == "one_platform"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("s", {"weibo>douyin": (89, 91)}),  # [0, 1) and [90, 91).
        ("min", {"weibo>douyin": (30, 91)}),  # [0, 60) and [90, 91).
        ("h", {"douyin+weibo": (0, 3_510)}),  # [0, 3600) and [90, 91): either first, 3600 - 90 apart at most.
    ],
)
def test_no_platform_is_the_first_where_the_clocks_leave_it_open(
    step: str, expected: dict[str, tuple[float, float]]
) -> None:
    acts = events(act("p", "a", 0, TEXT), act("q", "b", 90, TEXT + "！", platform="douyin"))
    is_first = pl.col("event_id") == "p"
    acts = acts.with_columns(
        platform=pl.when(is_first).then(pl.lit("weibo")).otherwise(pl.lit("douyin")),
        at_precision=pl.when(is_first).then(pl.lit(step)).otherwise("at_precision"),
    )
    table, family = scope(acts), families_of(acts)["family_id"][0]
    assert of(table, "family_across_after", family) == expected


def test_an_exact_act_bounds_when_a_platform_began() -> None:
    """Day-precise p and exact s (50 s) on one platform: its first lies in [0, 51), that of the other in [90, 91)."""
    acts = events(
        act("p", "a", 0, TEXT), act("s", "c", 50, TEXT), act("q", "b", 90, TEXT + "！", platform="douyin")
    )
    acts = acts.with_columns(
        platform=pl.when(pl.col("event_id") == "q").then(pl.lit("douyin")).otherwise(pl.lit("weibo")),
        at_precision=pl.when(pl.col("event_id") == "p").then(pl.lit("day")).otherwise("at_precision"),
    )
    table, family = scope(acts), families_of(acts)["family_id"][0]
    assert of(table, "family_across_after", family) == {"weibo>douyin": (39, 91)}


def test_a_number_of_law_is_reached_within_an_interval() -> None:
    """Reposts each 100 s; a capture at 150 s shows 1, one at 350 s shows 9: four were reached between. A family adds traced acts."""
    acts = events(
        act("p", "a", 0, TEXT),
        *(act(f"r{k}", f"x{k}", 100 * k, root="p") for k in range(1, 6)),
        act("q", "b", 50, TEXT),
        act("s", "z", 250, root="q"),
    )
    shown = COUNTERS.fit(
        pl.DataFrame(
            [
                {
                    "event_id": "p",
                    "counter": "reposts",
                    "value": n,
                    "is_floor": False,
                    "is_rounded": False,
                    "captured_at": START + timedelta(seconds=at),
                    "source_sha256": "s",
                    "source_row": 0,
                    "source_path": "",
                }
                for n, at in ((1, 150), (9, 350))
            ]
        )
    )
    from analytics.cascade.statistics import measure_cascades
    from analytics.model.tables import ACCOUNTS, CLUSTERS, OCCURRENCES, ROLES, SOURCES, TARGETS

    measured = measure_cascades(acts)
    tables = {
        "counters": shown,
        "accounts": ACCOUNTS.empty(),
        "occurrences": OCCURRENCES.empty(),
        "sources": SOURCES.empty(),
        "levels": measured.levels,
        "cascades": measured.cascades,
        "families": families_of(acts),
        "clusters": CLUSTERS.empty(),
        "roles": ROLES.empty(),
        "labels": LABELS.empty(),
        "targets": TARGETS.empty(),
    }
    family = tables["families"]["family_id"][0]
    meant = CaseToml.model_validate({"alleged": [{"id": "p"}]})

    def reached(facts: CaseToml, families: pl.DataFrame, number: float) -> pl.DataFrame:
        material = scope_data(acts, tables | {"families": families}, facts, (("reposts", number),))
        return measure_all(material)

    # p stands for its family, where one is measured; of a post alone the counter bounds the moment too.
    assert of(reached(meant, tables["families"], 4.0), "number_reached_after", family) == {
        "reposts 4": (0, 300)
    }
    assert of(reached(meant, tables["families"], 4.0), "number_reached_after", "p") == {}
    alone = reached(meant, tables["families"].clear(), 4.0)
    assert of(alone, "number_reached_after", "p") == {"reposts 4": (150, 350)}
    assert alone.filter(measure="number_reached_after", subject_id="p")["as_of"].item() == START + timedelta(
        seconds=350
    )
    assert note(reached(meant, tables["families"], 40.0), "number_reached_after") == "number_not_seen"
    nothing_stated = reached(CaseToml(), tables["families"], 4.0)
    assert note(nothing_stated, "number_reached_after") == "number_of_alleged_only"
    assert note(scope(acts), "number_reached_after") == "no_number_in_law"
