"""Roles: who is first, who gave the order, whose loss counts, who acted again."""

from tests.mutations.record import mutations

ROLES_TESTS = "tests/roles/test_roles.py tests/roles/test_overturn.py tests/roles/test_limits.py"
ORGANIZER = "tests/roles/test_organizer.py"

ROLES = (
    *mutations(
        "analytics/roles/kinds/organizer.py",
        ORGANIZER,
        (
            "correction_for_many_tests_dropped",
            '(pl.col(f"p_{n}") * tests <= limits.organizer_p)',
            '(pl.col(f"p_{n}") <= limits.organizer_p)',
        ),
        (
            "correction_dropped_without_the_best_post",
            '(pl.col(f"left_{n}_p") * tests <= limits.organizer_p)',
            '(pl.col(f"left_{n}_p") <= limits.organizer_p)',
        ),
        (
            "three_confirmed_members_are_enough",
            "fill_null(0) >= limits.organizer_confirmed_min",
            "fill_null(0) >= limits.organizer_confirmed_min - 1",
        ),
        (
            "more_than_four_confirmed",
            "fill_null(0) >= limits.organizer_confirmed_min",
            "fill_null(0) > limits.organizer_confirmed_min",
        ),
        (
            "members_at_b_confirm",
            'features.clusters.filter(grade="A")',
            'features.clusters.filter(grade="B")',
        ),
        ("timing_or_supply", "timing & supply", "timing | supply"),
        (
            "unconfirmed_group_at_b",
            '.when(~line["confirmed"])\n        .then(pl.lit("C"))',
            '.when(~line["confirmed"])\n        .then(pl.lit("B"))',
        ),
        (
            "announcement_left_at_the_limit",
            'left_announced=pl.col("announced_n") > limits.announced_min',
            'left_announced=pl.col("announced_n") >= limits.announced_min',
        ),
    ),
    *mutations(
        "analytics/model/thresholds.py",
        ORGANIZER,
        (
            "four_confirmed_members_to_one",
            "organizer_confirmed_min: int = _set(4,",
            "organizer_confirmed_min: int = _set(1,",
        ),
    ),
    *mutations(
        "analytics/roles/organizer_evidence.py",
        ORGANIZER,
        ("tests_of_text_not_counted", ' * TESTS_EACH + acts["account_id"].n_unique()', " * TESTS_EACH"),
        (
            "author_of_the_post_leads_it",
            'pl.col("account_id").ne_missing(pl.col("author_id"))',
            'pl.col("account_id").is_not_null()',
        ),
        (
            "announced_after_the_burst",
            'pl.col("width_s") <= row["burst_s"])',
            'pl.col("width_s") >= row["burst_s"])',
        ),
        ("the_task_announces_itself", '& (pl.col("event_id") != row["root_id"])', ""),
        (
            "first_within_the_clock",
            '(pl.col("next_s") - pl.col("at_s") >= pl.col("width_s"))',
            '(pl.col("next_s") - pl.col("at_s") >= 0)',
        ),
        ("everybody_writes_first", '(pl.col("place") == 0)', '(pl.col("place") >= 0)'),
        ("assumed_parents_pass_on", '.is_in(["stated", "chain"])', '.is_in(["stated", "chain", "root"])'),
        (
            "common_client_is_rare",
            '(pl.col("n") <= limits.client_share_max * len(used))',
            '(pl.col("n") >= limits.client_share_max * len(used))',
        ),
        ("names_itself", '.filter(pl.col("to") != pl.col("account_id"))', ""),
    ),
    *mutations(
        "analytics/roles/lead_lag.py",
        f"tests/roles/test_leads.py {ORGANIZER}",
        (
            "tests_of_three_windows_counted_once",
            "TESTS_EACH = len(RoleLimits.lead_windows_s) * 2",
            "TESTS_EACH = len(RoleLimits.lead_windows_s)",
        ),
        ("lead_finer_than_the_clock", "is_hit = (early_by >= width)", "is_hit = (early_by >= 0)"),
        ("lead_of_any_length", "(early_by >= width) & (early_by <= window)", "(early_by >= width)"),
        (
            "more_accusing_of_two_nulls",
            "share = np.maximum(q[part], pace)",
            "share = np.minimum(q[part], pace)",
        ),
        ("best_post_kept", "np.argmin(share[won])", "np.argmax(share[won])"),
    ),
    *mutations(
        "analytics/roles/grading.py",
        "tests/roles/test_leads.py tests/roles/test_overturn.py tests/roles/test_roles.py",
        ("tail_one_short", "len(chances) - hits_n, 1.0", "len(chances) - hits_n - 1, 1.0"),
        ("line_that_matters_least", "pl.max_horizontal(_rank(rule(", "pl.min_horizontal(_rank(rule("),
        (
            "without_the_post_better_than_with_it",
            "pl.max_horizontal(left, _rank(grade))",
            "pl.min_horizontal(left, _rank(grade))",
        ),
    ),
    *mutations(
        "analytics/roles/standing.py",
        "tests/roles/test_best_grade.py",
        (
            "commoner_role_drawn",
            '("initiator", "organizer", "promoter", "repeater", "amplifier")',
            '("amplifier", "organizer", "promoter", "repeater", "initiator")',
        ),
        (
            "weakest_subject_first",
            "descending=[False, False, True, False, False]",
            "descending=[False, False, False, False, False]",
        ),
        (
            "worst_grade_of_a_role",
            '["account_id", "role"], keep="first"',
            '["account_id", "role"], keep="last"',
        ),
        ("insufficient_is_a_role", 'GRADES = ("A", "B", "C")', 'GRADES = ("A", "B", "C", "insufficient")'),
    ),
    *mutations(
        "analytics/roles/kinds/promoter.py",
        ROLES_TESTS,
        (
            "ten_lost_acts_are_too_few",
            "(pl.col(lost) >= limits.promoter_lost_min)",
            "(pl.col(lost) > limits.promoter_lost_min)",
        ),
        (
            "lost_share_or_number",
            "(pl.col(lost) >= limits.promoter_lost_min) & (",
            "(pl.col(lost) >= limits.promoter_lost_min) | (",
        ),
        ("own_nested_acts_lost", ' - pl.col("is_nested").sum()', ""),
        (
            "losses_counted_twice",
            'lost=pl.col("lost_n").filter(~pl.col("is_nested")).sum()',
            'lost=pl.col("lost_n").sum()',
        ),
        (
            "earlier_acts_below_it",
            '(pl.col("open_at") >= pl.col("since"))',
            '(pl.col("open_at") <= pl.col("since"))',
        ),
        ("more_lost_than_there_are", "most=pl.min_horizontal(", "most=pl.max_horizontal("),
        ("once_is_twice", "occasions=1 + ", "occasions=2 + "),
        ("acts_a_minute_apart_are_occasions", '(pl.col("gap") >= apart_s)', '(pl.col("gap") >= 0)'),
        (
            "doubt_explains_nothing",
            '"explain_press", "explain_doubt", "explain_target_itself"',
            '"explain_press", "explain_target_itself"',
        ),
        (
            "press_explains_nothing",
            '"explain_press", "explain_doubt", "explain_target_itself"',
            '"explain_doubt", "explain_target_itself"',
        ),
        (
            "own_words_or_again",
            'line["own_words"] & line["again"] & line["unexplained"]',
            '(line["own_words"] | line["again"]) & line["unexplained"]',
        ),
        (
            "nobody_promotes_below_an_unknown_author",
            '.filter(pl.col("account_id").ne_missing(pl.col("author")))',
            '.filter(pl.col("account_id") != pl.col("author"))',
        ),
    ),
    *mutations(
        "analytics/roles/kinds/initiator.py",
        ROLES_TESTS,
        (
            "margin_must_exceed_the_clock",
            '(pl.col("margin_s") >= pl.col("width_s"))',
            '(pl.col("margin_s") > pl.col("width_s"))',
        ),
        (
            "five_carriers_are_too_few",
            'filter(pl.col("carried_n") >= least)',
            'filter(pl.col("carried_n") > least)',
        ),
        (
            "first_carries_itself_on",
            'pl.col("account_id").ne_missing(pl.col("first_account"))',
            'pl.col("account_id").is_not_null()',
        ),
        (
            "last_item_is_first",
            'lead = items.unique("unit", keep="first"',
            'lead = items.unique("unit", keep="last"',
        ),
        (
            "target_and_corrections_accused",
            "units.filter(~pl.any_horizontal(NOT_ACCUSED) & ",
            "units.filter(",
        ),
        (
            "unknown_moments_ignored",
            'pl.col("at").is_not_null() & (pl.col("unknown_n") == 0)',
            'pl.col("at").is_not_null()',
        ),
        (
            "missing_parent_ignored",
            'timed & second & ~pl.col("cites_missing") & ~varied',
            "timed & second & ~varied",
        ),
        (
            "edited_variant_ignored",
            'timed & second & ~pl.col("cites_missing") & ~varied',
            'timed & second & ~pl.col("cites_missing")',
        ),
        (
            "lower_end_without_the_clock",
            'lower=pl.col("margin_s") - pl.col("width_s")',
            'lower=pl.col("margin_s")',
        ),
        (
            "press_comes_first",
            '("explain_press", "explain_target_itself", "explain_correction", "explain_doubt")',
            '("explain_target_itself", "explain_correction", "explain_doubt")',
        ),
        (
            "alleged_or_about_to_and",
            'line_about_target=pl.col("is_about") | pl.col("alleged")',
            'line_about_target=pl.col("is_about") & pl.col("alleged")',
        ),
    ),
    *mutations(
        "analytics/roles/kinds/repeater.py",
        ROLES_TESTS,
        ("at_the_moment_of_the_record", 'pl.col("at") > pl.col("after")', 'pl.col("at") >= pl.col("after")'),
        ("a_day_ends_when_it_begins", "day + timedelta(days=1)", "day"),
        ("a_year_and_a_day", '(pl.col("since") <= YEAR)', '(pl.col("since") < YEAR)'),
        (
            "own_words_or_explained",
            'both & line["own_words"] & line["unexplained"]',
            'both & line["own_words"]',
        ),
        ("comments_pass_on", 'is_in(["repost", "quote"])', 'is_in(["repost", "quote", "comment"])'),
    ),
    *mutations(
        "analytics/roles/kinds/amplifier.py",
        "tests/roles/test_amplifier.py",
        ("at_a_without_a_trait", ' & line["arrival"] & line["trait"])', ' & line["arrival"])'),
        ("leads_amplify", 'pl.col("grade").is_in(["A", "B"])', 'pl.col("grade").is_in(["A", "B", "C"])'),
        (
            "synchrony_alone_at_b",
            '(line["group"] | line["moments"]) & (line["text"] | line["trait"])',
            '(line["group"] | line["moments"])',
        ),
        ("trait_of_another_group", 'on=["cluster_id", "value"]', 'on=["value"]'),
        (
            "three_sources_are_four",
            'line_text=line.list.contains("text")',
            'line_text=line.list.contains("moments")',
        ),
    ),
    *mutations(
        "analytics/roles/assign.py",
        "tests/roles/test_roles.py",
        (
            "authority_and_medium_swapped",
            '(("is_authority", "report_authority"), ("is_medium", "report_medium"))',
            '(("is_medium", "report_authority"), ("is_authority", "report_medium"))',
        ),
    ),
)
