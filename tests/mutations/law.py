"""Law: boundaries of numbers, which sentence is said, who is named, which rows stand."""

from tests.mutations.record import mutations

RULES = "analytics/law/rules"
_BY_HAND = (
    "final_and_draft_differ_as_the_comparison_of_the_two_texts_says",
    "nobody_is_named_for_a_yearly_sum_below_the_number_or_unknown",
    "a_correction_speaks_for_whoever_made_it",
    "stated_facts_are_findings_of_people_with_their_document",
    "numbers_of_defamation_stand_for_no_other_allegation",
    "nothing_is_laid_beside_a_number_where_nothing_is_stated_as_alleged",
    "each_status",
)
FACTORS = " ".join(
    ("tests/law/test_sentences.py", *(f"tests/law/test_factors.py::test_{name}" for name in _BY_HAND))
)

LAW = (
    *mutations(
        "analytics/law/comparison.py",
        "tests/law/test_comparison.py tests/law/test_sentences.py",
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
        ("numbers_of_defamation_for_insult", " and provision.allegation in (None, allegation):", ":"),
    ),
    *mutations(
        "analytics/law/number_rows.py",
        FACTORS,
        (
            "open_range_is_none_in_data",
            "Position.BELOW: Status.NONE_IN_DATA",
            "Position.OPEN: Status.NONE_IN_DATA",
        ),
        (
            "nothing_alleged_still_laid",
            'if not measures.alleged:\n        return [unmeasured("which_information")]\n    rows',
            'if False:\n        return [unmeasured("which_information")]\n    rows',
        ),
        (
            "smallest_post_first",
            'known.sort("lower", "subject_id", descending=[True, False]',
            'known.sort("lower", "subject_id", descending=[False, False]',
        ),
        ("posts_nobody_passed_on_listed", ".fill_null(1) > 0)", ".fill_null(1) >= 0)"),
        ("unknown_upper_end_taken_for_none_passed_on", ".fill_null(1) > 0)", ".fill_null(0) > 0)"),
        (
            "provider_number_not_passed",
            "_replace(upper=None), threshold)",
            "_replace(lower=None), threshold)",
        ),
        (
            "nothing_said_for_a_range_below",
            "if position is Position.ABOVE:",
            "if position is not Position.ABOVE:",
        ),
        (
            "below_and_not_shown_swapped",
            'if position is Position.BELOW else ("law.for_not_shown",)',
            'if position is not Position.BELOW else ("law.for_not_shown",)',
        ),
        (
            "views_beside_a_number_of_reposts",
            "if provision and provision.unit == unit else None",
            "if provision else None",
        ),
    ),
    *mutations(
        "analytics/law/factors/counters.py",
        FACTORS,
        ("unflagged_reads_traced", '"S-R3", provision, "unflagged"', '"S-R2", provision, "unflagged"'),
        (
            "views_in_the_unit_of_reposts",
            '"S-V1", provision, "views", "views"',
            '"S-V1", provision, "views", "reposts"',
        ),
        ("smallest_tree_described", "descending=[True, False, False]", "descending=[False, False, False]"),
        ("half_life_in_seconds", '["half_life_s"] / 60)', '["half_life_s"])'),
        ("open_sums_of_a_year_dropped", "is not Position.BELOW]", "is Position.ABOVE]"),
        ("sums_of_nothing_are_rows", '(pl.col("lower") > 0)', '(pl.col("lower") >= 0)'),
        (
            "who_is_below_the_number_is_named",
            "subject_id=CASE,",
            'subject_id=rows.row(0, named=True)["subject_id"],',
        ),
        ("smallest_sum_of_a_year_first", "descending=[True, False])", "descending=[False, False])"),
    ),
    *mutations(
        "analytics/law/factors/article_12_weighing.py",
        FACTORS,
        (
            "comments_and_accounts_swapped",
            'measures.scope("comments"), measures.scope("accounts")',
            'measures.scope("accounts"), measures.scope("comments")',
        ),
        ("half_is_the_most", 'once["value"] * 2 > once["of"]', 'once["value"] * 2 >= once["of"]'),
        (
            "public_figure_yes_and_no_swapped",
            "'yes' if t.public_figure else 'no'",
            "'no' if t.public_figure else 'yes'",
        ),
        ("accounts_aimed_told_as_acts", '"accounts": int(aimed["of"])', '"accounts": int(aimed["value"])'),
    ),
    *mutations(
        "analytics/locale/law.toml",
        FACTORS,
        (
            "comments_and_accounts_swapped_in_the_sentence",
            "{reposts} 次转发、{comments} 条评论、{accounts} 个不同账号",
            "{reposts} 次转发、{accounts} 条评论、{comments} 个不同账号",
        ),
        (
            "below_said_to_be_above_in_chinese",
            "上限低于该数量（低 {distance}）",
            "上限高于该数量（低 {distance}）",
        ),
        ("reached_said_to_be_not_reached", "下限已达到该数量", "下限未达到该数量"),
    ),
    *mutations(
        "analytics/law/factors/article_12.py",
        FACTORS,
        ("relatives_in_the_draft", 'if relatives or c.who == "victim"', "if True"),
        ("one_target_is_several", "if stated < 2:", "if stated < 1:"),
        ("leads_act_together", 'is_in(["A", "B"])', 'is_in(["A", "B", "C"])'),
        (
            "most_targets_is_the_least",
            'tallies("aimed_targets").sort("value", "subject_id", descending=[True, False])',
            'tallies("aimed_targets").sort("value", "subject_id", descending=[False, False])',
        ),
        (
            "across_platforms_without_a_group",
            "if across.is_empty() or not together:",
            "if across.is_empty():",
        ),
        ("no_stranger_is_measured", 'Status.MEASURED if row["value"] else', "Status.MEASURED if True else"),
    ),
    *mutations(
        "analytics/law/factors/article_8_roles.py",
        FACTORS,
        ("a_lead_stands", '_STANDS = ("A", "B")', '_STANDS = ("A", "B", "C")'),
        ("rivals_untold", "rivals_n > 1:", "rivals_n > 2:"),
        (
            "weakest_grade_first",
            '.sort("grade", "subject_id", "account_id")',
            '.sort("grade", "subject_id", "account_id", descending=True)',
        ),
    ),
    *mutations(
        "analytics/law/factors/article_8.py",
        FACTORS,
        ("upper_without_grade_b", "upper=float(whole)", "upper=float(strong)"),
        (
            "promoters_of_the_provider",
            'is_in(["initiator", "organizer"])',
            'is_in(["initiator", "organizer", "promoter"])',
        ),
        ("minor_yes_and_no_swapped", "'yes' if stated else 'no'", "'no' if stated else 'yes'"),
    ),
    *mutations(
        "analytics/law/factors/articles_2_to_7.py",
        FACTORS,
        ("last_takedown_for_the_first", "hours = (later[0]", "hours = (later[-1]"),
        ("takedown_before_the_notice", ">= moment(notice.at, zone)", "<= moment(notice.at, zone)"),
        ("captured_once_is_unchanged", 'or (not edited["of"] and not edited["value"])', "or False"),
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
        "analytics/law/label_share.py",
        FACTORS,
        ("share_of_the_whole", "value=n / of,", "value=n / (of + 1),"),
        ("interval_of_ninety_percent", "proportion_ci(0.95,", "proportion_ci(0.90,"),
    ),
    *mutations(
        "analytics/law/requests.py",
        "tests/law/test_preserve.py",
        ("captured_twice_is_asked_about", ".len().filter(len=1)", ".len().filter(len=2)"),
    ),
)
