"""Roles: who is first, who gave the order, whose loss counts, who acted again."""

from tests.mutations.record import mutations

ROLES_TESTS = "tests/roles/test_roles.py tests/roles/test_overturn.py tests/roles/test_limits.py"
ORGANIZER = "tests/roles/test_organizer.py"
RANKS = "tests/roles/test_first_promoter.py"
SIDES = "tests/roles/test_sides.py tests/roles/test_limits.py tests/roles/test_roles.py"

ROLES = (
    *mutations(
        "analytics/roles/kinds/organizer.py",
        ORGANIZER,
        (
            "correction_for_many_tests_dropped",
            '(pl.col(p) * pl.col("tests_n") <= limits.organizer_p)',
            "(pl.col(p) <= limits.organizer_p)",
        ),
        (
            "correction_for_announcers_dropped",
            '(pl.col(p) * pl.col("announcers_n") <= limits.organizer_p)',
            "(pl.col(p) <= limits.organizer_p)",
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
            "coming_first_organizes",
            'stands = line["announced"] & tied',
            'stands = (line["announced"] | line["first_here"]) & tied',
        ),
        ("announcing_alone_organizes", 'line["announced"] & tied & line', 'line["announced"] & line'),
        ("organizes_whatever_it_is_about", ' & line["on_information"] & ', " & "),
        ("a_source_organizes", 'pl.when(~line["not_source"] | ~(', "pl.when(~("),
        ("organizer_at_a_without_a_document", '.when(stands & line["document"])', ".when(stands)"),
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
            "first_within_the_clock",
            '(pl.col("next_s") - pl.col("at_s") >= pl.col("width_s"))',
            '(pl.col("next_s") - pl.col("at_s") >= 0)',
        ),
        ("everybody_writes_first", '(pl.col("place") == 0)', '(pl.col("place") >= 0)'),
        ("assumed_parents_pass_on", '.is_in(["stated", "chain"])', '.is_in(["stated", "chain", "root"])'),
        (
            "two_followers_make_a_source",
            'pl.col("len") >= limits.source_followers_min',
            'pl.col("len") >= limits.source_followers_min - 1',
        ),
        (
            "two_members_name_it",
            'pl.col("n") >= features.limits.roles.order_named_min',
            'pl.col("n") >= features.limits.roles.order_named_min - 1',
        ),
    ),
    *mutations(
        "analytics/roles/announcements.py",
        ORGANIZER,
        (
            "announced_after_the_members",
            '(pl.col("at_s") + pl.col("width_s") <= pl.col("first_s"))',
            '(pl.col("at_s") + pl.col("width_s") >= pl.col("first_s"))',
        ),
        ("the_post_announces_itself", '(pl.col("place_id") != pl.col("object_id"))', "pl.lit(True)"),
        (
            "the_latest_use_announces",
            'first = held.sort("at_s", "event_id").unique(key, keep="first"',
            'first = held.sort("at_s", "event_id").unique(key, keep="last"',
        ),
        ("own_clock_forgotten", "np.maximum(clock, pace)", "pace"),
        ("own_pace_forgotten", "np.maximum(clock, pace)", "clock"),
        ("clock_counts_before_the_announcement", "(others >= 0) & (others <= gap[k])", "(others <= gap[k])"),
        (
            "announced_on_one_day",
            "if days < limits.announced_days_min:",
            "if days < 0 * limits.announced_days_min:",
        ),
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
        ("line_that_matters_least", "pl.max_horizontal(_rank(grade), *", "pl.min_horizontal(_rank(grade), *"),
        ("line_of_no_weight_named", "(one == rank) & (", "(one != rank) & ("),
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
        f"{ROLES_TESTS} {RANKS}",
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
        ("promoter_without_words", '.when(stands & (line["support"] | line["marked"]))', ".when(stands)"),
        (
            "lexicon_promotes_to_a",
            'stands & line["largest"] & line["support"] & line["again"]',
            'stands & line["largest"] & (line["support"] | line["marked"])',
        ),
        ("once_coded_is_twice", ' & line["support"] & line["again"])', ' & line["support"])'),
        (
            "nobody_is_spared_as_promoter",
            'line["loss"] & line["on_information"] & line["unexplained"]',
            'line["loss"] & line["on_information"]',
        ),
        (
            "promoter_of_any_tree",
            'line["loss"] & line["on_information"] & line["unexplained"]',
            'line["loss"] & line["unexplained"]',
        ),
        (
            "rank_is_forgotten",
            "line_largest=share >= limits.promoter_rank_min",
            "line_largest=share >= 0 * limits.promoter_rank_min",
        ),
        (
            "authors_promote_their_own_posts",
            'account_id=pl.when(~is_author).then("account_id")',
            'account_id=pl.col("account_id")',
        ),
    ),
    *mutations(
        "analytics/roles/star_export.py",
        RANKS,
        ("trees_of_nine_are_a_star", "(reposts >= RoleLimits.promoter_tree_min)", "(reposts >= 0)"),
    ),
    *mutations(
        "analytics/roles/first_promoter.py",
        RANKS,
        ("of_two_equal_one_is_the_largest", "return -1 if is_tie else best", "return best"),
        ("own_nested_acts_count_in_draws", "-1 if above >= 0 else size[i]", "0 if above >= 0 else size[i]"),
        (
            "age_does_not_matter",
            "np.random.random() * (t[i] - t[j] + NEAR_S) <= NEAR_S * 2.0**b",
            "np.random.random() <= 1.0",
        ),
        ("assumed_parents_are_known", 'KNOWN = ("stated", "chain")', 'KNOWN = ("stated", "chain", "root")'),
    ),
    *mutations(
        "analytics/roles/sides.py",
        SIDES,
        ("support_wins_over_denial", '{"against": 0, "support": 1', '{"against": 1, "support": 0'),
        (
            "as_many_against_are_outweighed",
            '(pl.col("coded_against") >= pl.col("support"))',
            '(pl.col("coded_against") > pl.col("support"))',
        ),
        ("coded_neutral_keeps_the_mark", "(pl.col(n) & free for n in", "(pl.col(n) for n in"),
        ("one_accusation_is_enough", ">= limits.accusing_occasions_min)", ">= 1)"),
        ("short_texts_spread_codes", "str.len_chars() >= chars_min)", "str.len_chars() >= 0 * chars_min)"),
        ("acts_a_minute_apart_are_occasions", '(pl.col("gap") >= apart_s)', '(pl.col("gap") >= 0)'),
    ),
    *mutations(
        "analytics/roles/candidacy.py",
        f"{SIDES} tests/roles/test_amplifier.py",
        ("named_press_is_never_outweighed", ' | pl.col("line_support"))', ")"),
        (
            "everybody_coded_is_named",
            'pl.col("line_support") & pl.col("line_unexplained")',
            'pl.col("line_support")',
        ),
        (
            "documents_without_a_note",
            '(pl.col("note").fill_null("").str.strip_chars() != "")',
            "pl.lit(True)",
        ),
        ("directions_without_a_document", "if d.document.strip() for i", "for i"),
    ),
    *mutations(
        "analytics/roles/grading.py",
        "tests/roles/test_roles.py",
        (
            "leads_are_named",
            'may_be_named=pl.col("may_be_named") & grade.is_in(["A", "B"])',
            'may_be_named=pl.col("may_be_named") & grade.is_in(["A", "B", "C"])',
        ),
    ),
    *mutations(
        "analytics/text/side_marks.py",
        "tests/text/test_side_marks.py",
        ("laughing_is_meant", ' & ~pl.col("joke")', ""),
        ("quotations_are_own_words", '.str.replace_all(_QUOTED, "，")', ""),
        ("hashtags_are_own_words", '.str.replace_all(_NAMED, "，")', ""),
        (
            "denials_accuse",
            'for kind in ("negation", "question", "others")',
            'for kind in ("question", "others")',
        ),
        (
            "questions_accuse",
            'for kind in ("negation", "question", "others")',
            'for kind in ("negation", "others")',
        ),
        (
            "hearsay_accuses",
            'for kind in ("negation", "question", "others")',
            'for kind in ("negation", "question")',
        ),
    ),
    *mutations(
        "analytics/roles/kinds/initiator.py",
        ROLES_TESTS,
        (
            "margin_must_exceed_the_clock",
            'second = pl.col("second_at").is_null() | (pl.col("margin_s") >= pl.col("width_s"))',
            'second = pl.col("second_at").is_null() | (pl.col("margin_s") > pl.col("width_s"))',
        ),
        (
            "five_carriers_are_too_few",
            'filter(pl.col("reached_n") >= least)',
            'filter(pl.col("reached_n") > least)',
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
        ("whoever_is_first_initiates", '.when(stands & (stated | line["marked"]))', ".when(stands)"),
        ("press_and_doubters_initiate", 'free = line["unexplained"] & line["shown"]', 'free = line["shown"]'),
        (
            "a_forged_row_initiates",
            'free = line["unexplained"] & line["shown"]',
            'free = line["unexplained"]',
        ),
        ("alleged_elsewhere_accuses_the_first", "line_marked=marked & pl.lit(not ids)", "line_marked=marked"),
        ("initiators_are_named_uncoded", 'may_be_named=free & pl.col("line_support")', "may_be_named=free"),
    ),
    *mutations(
        "analytics/store/stated_moments.py",
        ROLES_TESTS,
        ("at_the_moment_of_the_record", "stated_start(at, zone) + _STEP", "stated_start(at, zone)"),
        ("a_day_ends_when_it_begins", "at + timedelta(days=1)", "at"),
    ),
    *mutations(
        "analytics/roles/kinds/repeater.py",
        ROLES_TESTS,
        ("a_year_and_a_day", '(pl.col("since") <= YEAR)', '(pl.col("since") <= YEAR + timedelta(days=1))'),
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
        ("member_at_a_without_a_document", '.when(stands & line["document"])', ".when(stands)"),
        ("framed_rows_amplify", '& line["unexplained"] & line["shown"]', '& line["unexplained"]'),
        ("one_file_caps_everybody", ' & ~pl.col("is_lone").all().over("cluster_id")', ""),
        ("leads_amplify", 'pl.col("grade").is_in(["A", "B"])', 'pl.col("grade").is_in(["A", "B", "C"])'),
        ("text_alone_is_together", '"pair_timing", "one_post")', '"pair_timing", "one_post", "text")'),
        ("own_clock_is_together", '"pair_timing", "one_post")', '"pair_timing", "one_post", "own_clock")'),
        (
            "twice_is_enough",
            'line_enough=pl.col("acts_n") >= least',
            'line_enough=pl.col("acts_n") >= least - 1',
        ),
        (
            "never_on_the_information",
            'mine.filter(pl.col("is_informed").any().over("cluster_id", "account_id"))',
            "mine",
        ),
        ("members_act_alone", '.over("cluster_id", "object_id") > 1', '.over("cluster_id", "object_id") > 0'),
        (
            "nobody_is_spared_as_member",
            'together & line["enough"] & line["unexplained"]',
            'together & line["enough"]',
        ),
        (
            "followers_without_words",
            '| ((line["together"] | line["followed"]) & words)',
            '| line["together"] | line["followed"]',
        ),
        ("defenders_are_members", 'line["together"] & line["side_open"]', 'line["together"]'),
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
