"""Law: boundaries of numbers, which sentence is said, who is named, which rows stand."""

from tests.mutations.record import mutations

RULES = "analytics/law/rules"
_BY_HAND = (
    "final_and_draft_differ_as_the_comparison_of_the_two_texts_says",
    "a_correction_speaks_for_whoever_made_it",
    "stated_facts_are_findings_of_people_with_their_document",
    "numbers_of_defamation_stand_for_no_other_allegation",
    "nothing_is_measured_where_nothing_is_stated_as_alleged",
    "what_is_not_alleged_changes_no_row",
    "each_status",
)
_ROWS = ("counter_rows", "article_8_roles", "article_8_items", "article_12", "coded_share")
FACTORS = " ".join(
    (
        *(f"tests/law/test_{name}.py" for name in _ROWS),
        *(f"tests/law/test_factors.py::test_{name}" for name in _BY_HAND),
    )
)

LAW = (
    *mutations(
        "analytics/law/comparison.py",
        "tests/law/test_comparison.py tests/law/test_counter_rows.py",
        ("boundary_at_exactly_500", "lower >= number:", "lower > number:"),
        ("upper_end_at_exactly_500_is_below", "if upper < number else", "if upper <= number else"),
        (
            "below_and_across_swapped",
            "Position.BELOW if upper < number else Position.ACROSS",
            "Position.ACROSS if upper < number else Position.BELOW",
        ),
        ("below_said_as_across", 'f"law.lies_{self.position}", holes', '"law.lies_across", holes'),
        ("floor_taken_for_an_upper_end", "if bounds.is_floor or bounds", "if bounds"),
        ("part_taken_for_an_upper_end", " or bounds.is_part or", " or"),
        ("equal_ends_contradict", "and upper < lower", "and upper <= lower"),
        (
            "contradicted_counter_bounds",
            "is_contradiction = bounds.is_contradiction or is_crossed",
            "is_contradiction = is_crossed",
        ),
        (
            "contradiction_or_crossed_to_and",
            "bounds.is_contradiction or is_crossed",
            "bounds.is_contradiction and is_crossed",
        ),
        (
            "both_ends_unknown_to_either",
            "lower is None and upper is None:",
            "lower is None or upper is None:",
        ),
        ("number_beside_what_is_not_alleged", "if subject_id not in self.subjects or", "if"),
        ("a_part_beside_the_number", 'if row.get("class_value") is None else None', "if True else None"),
        (
            "displayed_and_traced_swapped",
            '"S-R1": "reposts_displayed", "S-R2": "reposts"',
            '"S-R1": "reposts", "S-R2": "reposts_displayed"',
        ),
    ),
    *mutations(
        f"{RULES}/fashi-2013-21.toml",
        "tests/law/test_rule_sets.py tests/law/test_comparison.py",
        ("views_5000_to_500", "threshold = 5000", "threshold = 500"),
    ),
    *mutations(
        f"{RULES}/fafa-2023-14.toml",
        FACTORS,
        ("several_platforms_to_one", "platforms_min = 2", "platforms_min = 1"),
        ("near_relatives_not_counted", "near_relatives = true", "near_relatives = false"),
    ),
    *mutations(
        "analytics/law/rule_set.py",
        FACTORS,
        ("numbers_of_defamation_for_insult", " and provision.allegation in (None, allegation)", ""),
    ),
    *mutations(
        "analytics/alleged/events.py",
        FACTORS,
        (
            "near_copies_are_the_information",
            'rows.filter(pl.col("layer").is_in(SAME))',
            'rows.filter(pl.col("layer").is_not_null())',
        ),
    ),
    *mutations(
        "analytics/law/alleged.py",
        FACTORS,
        ("nothing_alleged_still_measured", "if not measures.toml.alleged:", "if False:"),
        ("denials_are_told_as_nought", 'is_in(["", "debunker"])', 'is_in([""])'),
        ("who_stands_apart_counts", 'pl.col("actor").is_null()', 'pl.col("event_id").is_not_null()'),
        (
            "counter_older_than_the_last_act_bounds",
            'bool(row["is_exact"]) and is_new',
            'bool(row["is_exact"])',
        ),
        ("rounded_counter_bounds", 'bool(row["is_exact"]) and is_new', "is_new"),
        (
            "anybody_is_named",
            "if account_id is None or account_id not in named_accounts",
            "if account_id is None or False and account_id not in named_accounts",
        ),
        (
            "authors_of_copies_are_named",
            'pl.col("event_id") == pl.col("item_id")',
            'pl.col("part") == "states"',
        ),
    ),
    *mutations(
        "analytics/alleged/earlier.py",
        FACTORS,
        ("one_tie_alone_is_first", 'pl.col("at") < pl.col("end").min()', 'pl.col("at") < pl.col("at").min()'),
        ("doubt_is_not_told_apart", 'pl.col("side").is_in(AGAINST)', 'pl.col("side").is_in(["support"])'),
    ),
    *mutations(
        "analytics/alleged/events.py",
        "tests/alleged/test_alleged_events.py",
        ("reposts_of_other_posts_count", ' & (pl.col("event_id") != pl.col("post_id")))', ")"),
        (
            "reposts_in_the_very_words_do_not_count",
            '(pl.col("event_id") != pl.col("post_id"))',
            '(pl.col("part") != "states")',
        ),
        ("who_only_passes_on_is_left_out", '(pl.col("part") == "states") | pl.col("kind")', 'pl.col("kind")'),
    ),
    *mutations(
        "analytics/law/factors/counters.py",
        FACTORS,
        (
            "views_in_the_unit_of_reposts",
            'number_of(provision, found.unit or "")',
            'number_of(provision, "reposts")',
        ),
        ("smallest_tree_described", "descending=[True, False, False]", "descending=[False, False, False]"),
        ("half_life_in_seconds", '["half_life_s"] / 60)', '["half_life_s"])'),
        (
            "dealt_with_posts_are_added_up",
            '~pl.col("event_id").is_in(_dealt_with(measures).implode())',
            'pl.col("event_id").is_not_null()',
        ),
        (
            "smallest_sum_of_a_year_first",
            '"at", descending=[False, True, False]',
            '"at", descending=[False, False, False]',
        ),
    ),
    *mutations(
        "analytics/law/factors/counters_of_provider.py",
        FACTORS,
        ("provider_number_without_an_order", "if _is_ordered(measures) else None", "if True else None"),
        ("largest_is_not_left_out", "m=total - largest", "m=total"),
    ),
    *mutations(
        "analytics/law/factors/article_12_weighing.py",
        FACTORS,
        (
            "comments_and_accounts_swapped",
            '"comments": events.filter(kind="comment").height',
            '"comments": events["account_id"].drop_nulls().n_unique()',
        ),
        ("denials_are_support", '.filter(~pl.col("side").is_in(AGAINST).fill_null(False))', ""),
        ("before_and_after_swapped", '"b": before.height', '"b": after.height'),
    ),
    *mutations(
        "analytics/locale/law.toml",
        FACTORS,
        (
            "below_said_to_be_above_in_chinese",
            "上限低于该数量（低 {distance}）",
            "上限高于该数量（低 {distance}）",
        ),
        ("reached_said_to_be_not_reached", "下限已达到该数量", "下限未达到该数量"),
    ),
    *mutations(
        "analytics/locale/alleged.toml",
        FACTORS,
        (
            "comments_and_accounts_swapped_in_the_sentence",
            "评论{comments}条，连同平台显示为{lower}–{upper}条转发；账号{accounts}个",
            "评论{accounts}条，连同平台显示为{lower}–{upper}条转发；账号{comments}个",
        ),
    ),
    *mutations(
        "analytics/law/factors/article_12.py",
        FACTORS,
        ("relatives_in_the_draft", 'if relatives or c.who == "victim"', "if True"),
        ("unread_words_are_support", 'worded.filter(side="support")', "worded"),
        ("same_words_count_each_time", "gap >= LawLimits.same_words_apart_s", "gap >= 0"),
        ("links_are_not_read", "return pl.concat([members, more])", "return pl.concat([members])"),
        ("contact_with_one_day_of_data", "days < LawLimits.contact_days_min or", "False or"),
    ),
    *mutations(
        "analytics/law/factors/article_8_roles.py",
        FACTORS,
        (
            "caller_follows_himself",
            'pl.col("account_id") != account_id',
            'pl.col("account_id").is_not_null()',
        ),
        (
            "unread_words_are_quoted",
            'pl.col("side") == "support")\n    )\n    of',
            'pl.col("side").is_not_null())\n    )\n    of',
        ),
        (
            "denials_after_a_warning_count",
            'counted = mine.filter(pl.col("side") == "support")',
            "counted = mine",
        ),
    ),
    *mutations(
        "analytics/law/factors/article_8.py",
        FACTORS,
        ("groups_that_defend_stand", "elif support <= against(mine).height:", "elif False:"),
        ("unread_groups_stand", "if not coded_n(mine):", "if False:"),
    ),
    *mutations(
        "analytics/law/findings.py",
        FACTORS,
        (
            "number_beside_what_it_does_not_count",
            "found.is_counted and provision is not None and",
            "provision is not None and",
        ),
        ("correction_of_somebody_else", "if found.subject_id in own", "if found.subject_id not in own"),
    ),
    *mutations(
        "analytics/law/coded_share.py",
        f"{FACTORS} tests/law/test_articles.py",
        ("few_texts_give_a_share", "if pairs.height < LawLimits.share_texts_min:", "if False:"),
        ("share_without_a_design", "if weights.null_count():", "if False:"),
        ("share_of_coders_who_differ", "if not agreed.lower >=", "if not agreed.upper >="),
        ("number_beyond_the_sample", "min(round(weights.sum()), ", "max(round(weights.sum()), "),
    ),
    *mutations(
        "analytics/law/requests.py",
        "tests/law/test_preserve.py",
        ("captured_twice_is_asked_about", ".len().filter(len=1)", ".len().filter(len=2)"),
    ),
)
