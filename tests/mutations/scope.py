"""Scope: which end bounds, what is added, which day counts, what is left out."""

from tests.mutations.record import mutations

MEASURES = "analytics/scope/measures"
BOUNDS = "tests/scope/test_measure.py tests/scope/test_edges.py"
BY_HAND = "tests/scope/test_measures.py tests/scope/test_platforms_and_reviews.py tests/scope/test_edges.py"

SCOPE = (
    *mutations(
        "analytics/importing/values/counts.py",
        BOUNDS,
        (
            "shortened_floor_has_an_upper_end",
            "return low, pl.when(~floor).",
            "return low, pl.when(pl.lit(True)).",
        ),
        ("rounded_to_a_whole_unit", "then(step - 1)", "then(step)"),
        ("rounded_down_only", "then(step // 2)", "then(0)"),
    ),
    *mutations(
        "analytics/importing/merge.py",
        "tests/importing/test_profiles.py",
        ("a_rounding_replaces_the_exact_count", "pl.when(fits).then(exact)", "pl.when(fits).then(value)"),
        ("any_exact_count_stays", "fits = (exact >= low) & (", "fits = exact.is_not_null() | ("),
    ),
    *mutations(
        "analytics/scope/bounds.py",
        BOUNDS,
        (
            "oldest_counter_counts",
            'counters.sort("captured_at", "value", nulls_last=False)',
            'counters.sort("captured_at", "value", nulls_last=True)',
        ),
        (
            "traced_equal_to_the_counter_contradicts",
            '(pl.col("high") < pl.col("n"))',
            '(pl.col("high") <= pl.col("n"))',
        ),
        ("older_counter_bounds", '(pl.col("seen") < pl.col("last"))', '(pl.col("seen") > pl.col("last"))'),
        ("counter_without_a_date_is_new", '.fill_null(pl.col("seen").is_null())', ".fill_null(False)"),
        ("nothing_traced_is_zero", 'point=pl.when(pl.col("n") > 0)', 'point=pl.when(pl.col("n") >= 0)'),
        ("quotes_not_traced", '"reposts": ["repost", "quote"]', '"reposts": ["repost"]'),
        ("views_bound_what_came_later", 'upper=pl.when(is_current).then("high")', 'upper=pl.col("high")'),
        ("plays_before_views", '.sort("counter", descending=True)', '.sort("counter", descending=False)'),
        ("one_open_root_is_added", "upper=pl.when(~unbounded.any())", "upper=pl.when(~unbounded.all())"),
        ("contradicted_root_is_added", 'upper=pl.when(~is_missed).then("high")', 'upper=pl.col("high")'),
        ("followers_known_of_some", '(pl.col("known") == pl.col("n"))', '(pl.col("known") <= pl.col("n"))'),
        ("unknown_accounts_untold", 'pl.when(pl.col("unknown") > 0)', 'pl.when(pl.col("unknown") > 1)'),
        (
            "accounts_counted_by_root",
            'distinct = under.filter(pl.col("account_id").is_not_null()).select("root_id", "account_id").unique()',
            'distinct = under.filter(pl.col("account_id").is_not_null()).select("root_id", "account_id")',
        ),
    ),
    *mutations(
        "analytics/scope/threshold_times.py",
        BY_HAND,
        ("one_act_too_early", "max(0, int(number) - 1)", "max(0, int(number) - 2)"),
        ("number_must_be_passed", 'pl.col("value") >= number', 'pl.col("value") > number'),
        (
            "later_of_two_moments",
            'until_at=pl.min_horizontal("traced_at", "shown_at")',
            'until_at=pl.max_horizontal("traced_at", "shown_at")',
        ),
        (
            "a_floor_shows_that_it_was_below",
            '& ~pl.col("is_floor") & ~pl.col("is_rounded")',
            '& ~pl.col("is_rounded")',
        ),
        ("first_capture_below", 'from_at=pl.col("below_at").max()', 'from_at=pl.col("below_at").min()'),
    ),
    *mutations(
        f"{MEASURES}/growth.py",
        BY_HAND,
        ("a_year_without_its_first_day", 'closed="both"', 'closed="right"'),
        ("acts_dealt_with_added", '            & ~pl.col("event_id").is_in(dealt.implode())\n', ""),
        (
            "smallest_sum_of_a_year_told",
            'key, "at", descending=[False, True, False]',
            'key, "at", descending=[False, False, False]',
        ),
        (
            "views_summed_for_reposts",
            '"reposts_365d": "reposts", "views_365d": "views"',
            '"reposts_365d": "views", "views_365d": "reposts"',
        ),
        ("after_the_last_capture", '& (pl.col("at") <= until)', ""),
        (
            "the_day_begins_a_moment_early",
            'recent = (pl.col("at") > until',
            'recent = (pl.col("at") >= until',
        ),
        ("number_of_any_post", '.filter(pl.col("subject_id").is_in(alleged))', ""),
        ("open_counter_bounds_the_sum", '& (pl.col("open_n") == 0)', ""),
        (
            "smallest_year_bounds_the_largest",
            'most=pl.col(f"{of}_high").max()',
            'most=pl.col(f"{of}_high").min()',
        ),
    ),
    *mutations(
        f"{MEASURES}/corrections.py",
        BY_HAND,
        ("unread_records_vanished", 'pl.col("gone") - pl.min_horizontal("gone", "unread")', 'pl.col("gone")'),
        (
            "lists_of_something_else",
            '(pl.col("both") >= share * (pl.col("both") + pl.col("gone")))',
            '(pl.col("both") >= 0)',
        ),
        (
            "outside_the_capture_is_gone",
            'lost = pl.col("within") & ~pl.col("is_there")',
            'lost = ~pl.col("is_there")',
        ),
        ("chapman_without_one", '* (pl.col("n") + 1) /', '* pl.col("n") /'),
        (
            "before_and_after_share_the_moment",
            "(acts >= moment - day) & (acts < moment)",
            "(acts >= moment - day) & (acts <= moment)",
        ),
        (
            "matter_or_correction",
            '"accounts_both": pl.col("met") & pl.col("corrected")',
            '"accounts_both": pl.col("met") | pl.col("corrected")',
        ),
        (
            "corrections_are_the_matter",
            '~pl.col("event_id").is_in(corrections.implode())',
            'pl.col("event_id").is_not_null()',
        ),
        (
            "the_targets_own_posts_are_the_matter",
            '(pl.col("kind") == "post") & ~pl.col("account_id").is_in(own).fill_null(False)',
            '(pl.col("kind") == "post")',
        ),
    ),
    *mutations(
        f"{MEASURES}/unflagged.py",
        BY_HAND,
        (
            "a_second_repost_is_none",
            '.over("root_id", "account_id") > 0)',
            '.over("root_id", "account_id") > 1)',
        ),
        (
            "three_in_a_second_are_too_few",
            "(crowd >= material.limits.same_second_min)",
            "(crowd > material.limits.same_second_min)",
        ),
        ("all_or_any_flag", "any=pl.any_horizontal(FLAGS)", "any=pl.all_horizontal(FLAGS)"),
        (
            "coarse_moments_in_one_second",
            '(pl.col("width_s") <= ScopeLimits.same_second_width_s)',
            '(pl.col("width_s") > 0)',
        ),
        (
            "organizer_leads_flagged",
            'pl.col("grade").is_in(["A", "B"]))[',
            'pl.col("grade").is_in(["A", "B", "C"]))[',
        ),
    ),
    *mutations(
        f"{MEASURES}/abusive.py",
        BY_HAND,
        (
            "what_nobody_read_is_clean",
            'upper=pl.col("of") - pl.col("cleared")',
            'upper=pl.col("of") - pl.col("of") + pl.col("lower")',
        ),
        ("one_coder_is_enough", 'lower=(pl.col("abuse") == 1).sum()', 'lower=(pl.col("abuse") > 0).sum()'),
        (
            "doubt_below_and_above_swapped",
            'wilson(row["sure"] / row["sum"], size)[0]',
            'wilson(row["perhaps"] / row["sum"], size)[0]',
        ),
        ("weights_taken_for_equal", 'size = row["sum"] ** 2 / row["squares"]', 'size = row["sum"]'),
        (
            "machine_and_chance_samples_mixed",
            'pl.col("weight").is_not_null() & pl.col("has_words")',
            'pl.col("has_words")',
        ),
    ),
    *mutations(
        f"{MEASURES}/layers_and_branching.py",
        BY_HAND,
        (
            "bounds_with_assumed_parents",
            '(pl.col("missing_parents_n") + pl.col("assumed_parents_n")) == 0',
            'pl.col("assumed_parents_n") == 0',
        ),
        ("one_level_off", 'depth=pl.col("depth") - 1', 'depth=pl.col("depth") + 1'),
    ),
    *mutations(
        "analytics/alleged/information.py",
        BY_HAND,
        (
            "every_layer_is_the_same_information",
            'pl.col("layer").is_in(SAME_LAYERS)\n            & pl.col("family_id").is_in(known)',
            'pl.col("family_id").is_in(known)',
        ),
    ),
    *mutations(
        "analytics/scope/tables_read.py",
        BY_HAND,
        (
            "unknown_class_widens_nothing",
            'upper=pl.col("n") + pl.col("hidden").fill_null(0)',
            'upper=pl.col("n")',
        ),
        (
            "a_family_of_one_post",
            '.filter(pl.len().over("family_id") > 1)',
            '.filter(pl.len().over("family_id") > 0)',
        ),
    ),
)
