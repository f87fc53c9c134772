"""Coordination: which filter comes first, what is listed, how chance is counted, for accounts and for pairs."""

from tests.mutations.record import mutations

GROUPS = "analytics/coordination/groups"
PAIRS = "analytics/coordination/pairs"
WRITTEN_OUT = "tests/coordination/test_together.py"
GRADES = "tests/coordination/test_together_grades_by_hand.py"
SEARCH = "tests/coordination/test_search.py"

COORDINATION = (
    *mutations(
        f"{GROUPS}/grading.py",
        f"{GRADES} {SEARCH}",
        ("four_days_are_few", "< limits.days_min\n", "<= limits.days_min\n"),
        ("source_at_one", '["ln_e_before"].to_numpy() <= 0.0', '["ln_e_before"].to_numpy() < 0.0'),
        (
            "filter_after_the_rate",
            "        needed = e_bh(kept, share, tested_n)\n        return kept >= needed, needed",
            "        needed = e_bh(values, share, tested_n)\n        return kept >= needed, needed",
        ),
        (
            "nobody_needs_company",
            "_in_company(partners, code, kept, limits), kept, -np.inf",
            "kept > -np.inf, kept, -np.inf",
        ),
        (
            "two_are_company",
            "(size[part[code]] >= limits.members_min)",
            "(size[part[code]] >= limits.members_min - 1)",
        ),
        (
            "company_at_the_limit",
            "ln_e >= np.log(limits.company_e_min)",
            "ln_e > np.log(10 * limits.company_e_min)",
        ),
        ("no_crowd_at_a", '[lines["moments"] & ~no_crowd, at_b', '[lines["moments"], at_b'),
        ("half_without_a_crowd", "code[2 * evidence", "code[3 * evidence"),
        ("tool_at_a", "early | ticks, limits.false_share", "early, limits.false_share"),
        ("source_at_a", "standing(ln_e, early | ticks,", "standing(ln_e, ticks,"),
        (
            "source_at_b",
            "standing(unled, source | ticks, limits.false_share_b)",
            "standing(unled, ticks, limits.false_share_b)",
        ),
        ("untested_accounts_count", ">= limits.testable_acts_min).sum()", ">= 1).sum()"),
        ("link_of_two", "(links_n >= limits.links_min) & open_", "(links_n >= limits.links_min - 1) & open_"),
        ("link_of_any_e", "_flags(n, code[unled >= np.log(limits.link_e_min)])", "_flags(n, code)"),
        ("tools_at_b", "at_b & ~lines[", "at_b | lines["),
        ("pair_timing_without_e", "timed & open_", "timed"),
        ("followed_is_moments", "code[unexplained & ~at_a]", "code[unexplained]"),
    ),
    *mutations(
        f"{GROUPS}/one_post.py",
        f"{WRITTEN_OUT} {SEARCH}",
        ("windows_not_counted", "* span.places_n * asked_n", "* asked_n"),
        ("texts_not_counted", "len(users)) * asked_n\n", "len(users))\n"),
        (
            "crowd_without_itself",
            "share = (inside_n + 1) / (len(outside) + 2)",
            "share = inside_n / len(outside)",
        ),
        (
            "one_of_the_window_is_free",
            "binom.sf(span.kept_n - 2, len(users) - 1, share)",
            "binom.sf(span.kept_n - 1, len(users), share)",
        ),
        ("window_beside_others_seen_once", "arrays.at_s[others[~once[others]]]", "arrays.at_s[others]"),
        ("one_more_seen_once", "hypergeom.sf(once_n - 1,", "hypergeom.sf(once_n,"),
        (
            "home_is_anywhere",
            "        & (size >= limits.burst_home_share * uses[arrays.family[worded[begin]]])\n",
            "",
        ),
        (
            "four_users_are_a_burst",
            "& (size >= limits.burst_accounts_min)",
            "& (size >= limits.burst_accounts_min - 1)",
        ),
        ("no_others_needed", "        & (total - size >= limits.burst_accounts_min)\n", ""),
        (
            "accounts_seen_twice",
            "minlength=arrays.accounts_n)[arrays.account] == 1",
            "minlength=arrays.accounts_n)[arrays.account] <= 2",
        ),
    ),
    *mutations(
        f"{GROUPS}/densest.py",
        f"{WRITTEN_OUT} {SEARCH}",
        ("longest_window", "k = int(widths.argmin())", "k = int(widths.argmax())"),
        ("half_of_the_members", "np.ceil(share * len(at_s))", "np.ceil(0.5 * len(at_s))"),
    ),
    *mutations(
        f"{GROUPS}/communities.py",
        "tests/coordination/test_communities.py",
        ("pieces_apart_are_one", "return renamed.reshape(-1)", "return label"),
        (
            "links_of_others_count",
            "(place[a] >= 0) & (place[b] >= 0) & (a != b)",
            "(place[a] >= -1) & (place[b] >= -1) & (a != b)",
        ),
        ("small_groups_stay", "label = _joined(graph, label, members_min)", "label = label.copy()"),
        (
            "three_are_no_group",
            "order = np.argsort(first[count >= members_min])",
            "order = np.argsort(first[count > members_min])",
        ),
        ("joins_the_fewest_links", "np.bincount(other).argmax()", "np.bincount(other).argmin()"),
    ),
    *mutations(
        f"{GROUPS}/search.py",
        SEARCH,
        ("posts_of_one_member_more", "poisson.sf(counted - 1, expected)", "poisson.sf(counted, expected)"),
        ("tasks_by_number_alone", " & (poisson.sf(counted - 1, expected) < limits.task_p)", ""),
        (
            "ungraded_accounts_are_members",
            'np.flatnonzero(graded.grade != "")',
            "np.arange(arrays.accounts_n)",
        ),
        ("members_of_groups_in_bursts", "if group[a] == NO_GROUP]", "if group[a] >= NO_GROUP]"),
    ),
    *mutations(
        f"{GROUPS}/result_tables.py",
        SEARCH,
        ("farther_of_two_gaps", "np.fmin(np.append(np.nan, step)", "np.fmax(np.append(np.nan, step)"),
        ("gap_across_posts", "np.where(objects[1:] == objects[:-1], np.diff(at_s), np.nan)", "np.diff(at_s)"),
        ("pairs_below_a_minute", 'at_s + _WITHIN_S, side="right")', 'at_s + _WITHIN_S, side="left")'),
        ("pairs_counted_with_themselves", "- np.arange(n) - 1", "- np.arange(n)"),
        ("members_expected_as_events", "-np.expm1(-rate).sum(axis=1)", "rate.sum(axis=1)"),
        (
            "share_of_tasks_alone",
            '(pl.col("done_n").fill_null(0) / pl.col("total_n"))',
            '(pl.col("done_n").fill_null(0) / pl.col("posts_n"))',
        ),
        (
            "burst_at_a",
            '.then(pl.when("is_once").then(pl.lit("B"))',
            '.then(pl.when("is_once").then(pl.lit("A"))',
        ),
        ("reason_of_a_leader_left_out", '        "may_follow": pl.col("line_followed"),\n', ""),
        ("timetable_at_the_limit", '("ln_e_timetable") < pl.', '("ln_e_timetable") <= pl.'),
        (
            "timetable_of_whom_moments_list",
            '(pl.col("line_moments") | pl.col("line_followed"))',
            'pl.col("line_moments")',
        ),
        ("timetable_of_anybody", '(pl.col("line_moments") | pl.col("line_followed"))', "pl.lit(True)"),
        ("reason_of_a_source_left_out", '        "source_or_copied": pl.col("line_source"),\n', ""),
        ("lag_from_the_first_event", '"lag_s": delay_s[rows]', '"lag_s": at_s - at_s.min()'),
    ),
    *mutations(
        f"{GROUPS}/attribute_enrichment.py",
        "tests/coordination/test_trait.py",
        ("chance_of_one_more_member", 'count["members_n"].to_numpy() - 1,', 'count["members_n"].to_numpy(),'),
        ("values_looked_at_not_counted", 'pl.Series(p) * pl.len().over("cluster_id")', "pl.Series(p)"),
        (
            "three_members_share_nothing",
            'pl.col("members_n") >= limits.trait_members_min',
            'pl.col("members_n") > limits.trait_members_min',
        ),
        ("profiles_that_never_act", '.join(acting, on="account_id", how="semi")', ""),
        (
            "rarest_region_of_an_account",
            'seen.sort("account_id", "n", "value", descending=[False, True, False])',
            'seen.sort("account_id", "n", "value", descending=[False, False, False])',
        ),
    ),
    *mutations(
        f"{GROUPS}/activity_profile.py",
        f"{GRADES} tests/coordination/test_surrogates.py",
        ("clock_at_the_bar", "strength > limits.clock_strength", "strength >= limits.clock_strength"),
        ("clock_by_every_period", "ticks |= (n", "ticks &= (n"),
        (
            "hours_of_the_night",
            "((acts.at_s + ZONE_S) % DAY_S // 3600)",
            "((acts.at_s + ZONE_S) % DAY_S // 86_400)",
        ),
    ),
    *mutations(
        f"{GROUPS}/null_models.py",
        "tests/coordination/test_surrogates.py",
        ("habits_do_not_steer", "if odds >= 1 or np.random.random() < odds:", "if True:"),
        ("words_stay_where_they_were", "family=acts.family[order])", "family=acts.family)"),
        (
            "copies_with_other_thresholds",
            "*weigh(copy, limits), pairs, limits.grades, limits.moments)",
            "*weigh(copy), pairs)",
        ),
    ),
    *mutations(
        f"{PAIRS}/significance.py",
        "tests/coordination/test_timing.py",
        ("harmonic_sum_dropped", 'method="by"', 'method="bh"'),
        ("untested_pairs_have_a_q", "fill_nan(None)", "fill_nan(1.0)"),
        (
            "last_act_for_the_first",
            'moment=pl.col("at").min().dt.epoch("us")',
            'moment=pl.col("at").max().dt.epoch("us")',
        ),
        ("hours_of_utc", "(moment // 1_000_000 + zone_s) // 3_600", "(moment // 1_000_000) // 3_600"),
    ),
    *mutations(
        f"{PAIRS}/counting.py",
        "tests/coordination/test_counted_acts.py tests/coordination/test_pairs.py",
        ("two_objects_are_too_few", "enough = counts[:, c] >= least", "enough = counts[:, c] > least"),
        ("window_finer_than_time", "if coarsest > windows[0]:", "if coarsest < windows[0]:"),
        (
            "accounts_of_a_pair_swapped",
            '"account_a": accounts.gather(some // n)',
            '"account_a": accounts.gather(some % n)',
        ),
    ),
    *mutations(
        f"{PAIRS}/evidence.py",
        "tests/coordination/test_counted_acts.py",
        ("window_is_exclusive", 'pl.col("gap_s") <= window_s', 'pl.col("gap_s") < window_s'),
        ("exported_moments_counted", "fine = with_trusted_times(events).filter(", "fine = events.filter("),
        (
            "farthest_act_told",
            '"object_id", keep="first", maintain_order=True',
            '"object_id", keep="last", maintain_order=True',
        ),
        ("acts_known_to_the_minute_counted", '.filter(pl.col("at_precision").is_in(TO_THE_SECOND))', ""),
    ),
)
