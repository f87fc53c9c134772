"""The account network and the model's moments: who is tied to whom, and which time is believed."""

from tests.mutations.record import mutations

NETWORK = "tests/graph/test_ties.py"

GRAPH = (
    *mutations(
        "analytics/graph/account_network.py",
        NETWORK,
        ("self_ties_kept", '        .filter(pl.col("source") != pl.col("account_id"))\n', ""),
        ("contradicted_moments_kept", '"account_name", moment=trusted_at())', '"account_name", moment="at")'),
        (
            "source_and_target_swapped",
            '.group_by("source", target="account_id")',
            '.group_by(target="source", source="account_id")',
        ),
        ("assumed_ties_alone", "turned.filter(~is_assumed)", "turned.filter(is_assumed)"),
        ("missing_parent_is_stated", 'ASSUMED = ("root", "missing")', 'ASSUMED = ("root",)'),
        (
            "first_and_last_moment_swapped",
            'first_at=pl.col("moment").min(),\n            last_at=pl.col("moment").max(),\n        )\n        .sort("source", "target")',
            'first_at=pl.col("moment").max(),\n            last_at=pl.col("moment").min(),\n        )\n        .sort("source", "target")',
        ),
        ("ties_counted_for_acts_passed_on", 'passed_n=pl.col("acts_n").sum()', "passed_n=pl.len()"),
        ("first_name_shown", ".drop_nulls().last()", ".drop_nulls().first()"),
        ("acts_of_a_root_drawn_in_two_trees", '_accounts(placed.unique("event_id"))', "_accounts(placed)"),
    ),
    *mutations(
        "analytics/graph/export.py",
        "tests/graph/test_account_network.py",
        ("exported_time_in_the_file", "trusted_at(),", '"at",'),
        ("account_graph_without_assumed", "with_assumed: bool = True", "with_assumed: bool = False"),
    ),
    *mutations(
        "analytics/model/time.py",
        "tests/model/test_time.py",
        (
            "conflict_unknown_is_conflict",
            'pl.col("at_conflict").fill_null(False)',
            'pl.col("at_conflict").fill_null(True)',
        ),
        (
            "contradicted_time_believed",
            '.then("at_from_id").otherwise("at").alias("at")',
            '.then("at").otherwise("at").alias("at")',
        ),
        (
            "precision_of_the_wrong_time",
            "then(pl.lit(DEFAULT)).otherwise(",
            'then("at_precision").otherwise(',
        ),
        (
            "basis_of_the_wrong_time",
            'then(pl.lit("id")).otherwise("at_basis")',
            'then("at_basis").otherwise("at_basis")',
        ),
        (
            "window_without_its_edge",
            "if p.width_us <= width_s * SECOND_US",
            "if p.width_us < width_s * SECOND_US",
        ),
        ("end_one_microsecond_late", "until() - pl.duration(microseconds=1)", "until()"),
        (
            "no_precision_is_a_day",
            "replace_strict(WIDTH_US, default=SECOND_US",
            "replace_strict(WIDTH_US, default=DAY_S * SECOND_US",
        ),
        ("beijing_an_hour_off", "BEIJING_OFFSET_S = 8 * 3_600", "BEIJING_OFFSET_S = 7 * 3_600"),
    ),
)
