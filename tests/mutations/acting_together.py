"""Acting together: who is drawn together, what a bet is worth."""

from tests.mutations.record import mutations

GROUPS = "analytics/coordination/groups"
WRITTEN_OUT = "tests/coordination/test_together.py"
BY_HAND = "tests/coordination/test_together_by_hand.py"
DRAWN = "tests/coordination/test_partners_by_hand.py"
ENDS = "tests/coordination/test_partner_limits.py"
GRADES = "tests/coordination/test_together_grades_by_hand.py"
LARGE = "tests/coordination/test_together_large.py"
SEARCH = "tests/coordination/test_search.py"

ACTING_TOGETHER = (
    *mutations(
        f"{GROUPS}/case_arrays.py",
        WRITTEN_OUT,
        (
            "last_event_for_the_first",
            'unique(["object_id", "account_id"], keep="first"',
            'unique(["object_id", "account_id"], keep="last"',
        ),
        ("a_hashtag_once_for_all", 'pl.lit(" "), day)', 'pl.lit(" "), pl.lit("2025-03-03"))'),
        (
            "authors_act_on_their_own_posts",
            '        .filter(~pl.col("account_id").eq_missing(pl.col("author_id")))\n',
            "",
        ),
        (
            "three_users_are_no_object",
            '.over("object_id") >= accounts_min',
            '.over("object_id") > accounts_min',
        ),
        (
            "events_of_one_account_are_its_users",
            'pl.col("account_id").n_unique().over',
            'pl.col("account_id").count().over',
        ),
        ("days_of_utc", "np.floor((posted_s + BEIJING_OFFSET_S) / DAY_S)", "np.floor(posted_s / DAY_S)"),
        ("posts_after_their_events", "np.minimum(posted, first)", "np.maximum(posted, first)"),
        ("comments_left_out", 'KINDS = ("repost", "quote", "comment")', 'KINDS = ("repost", "quote")'),
        ("words_of_links", 'pl.col("layer") != "link"', 'pl.col("layer") == "link"'),
    ),
    *mutations(
        f"{GROUPS}/case_arrays.py",
        SEARCH,
        (
            "a_day_is_a_moment",
            '        .filter(pl.col("at_precision").is_in(TO_THE_MINUTE))\n        .drop_nulls',
            "        .drop_nulls",
        ),
    ),
    *mutations(
        f"{GROUPS}/partners.py",
        f"{DRAWN} {ENDS} {WRITTEN_OUT}",
        ("hashtag_by_the_share_of_its_users", "    if not is_post:\n", "    if False:\n"),
        ("moment_without_width", "2.0 * (gap + near.width_s)", "2.0 * gap"),
        ("smaller_share_of_two", "return max(to_i, to_j) /", "return min(to_i, to_j) /"),
        ("share_of_the_post_without_one", "/ (high - low + 1.0)", "/ (high - low)"),
        (
            "neighbour_counts_itself",
            "_first_at_least(at_s, low, i, at_s[i] - gap) - 1",
            "_first_at_least(at_s, low, i, at_s[i] - gap)",
        ),
        ("any_share_has_weight", "if not worded and nats < 1.0:", "if not worded and nats < 0.0:"),
        (
            "day_of_the_post_alone",
            "max(object_day[o], np.floor((at_s[j] + near.zone_s) / near.day_s))",
            "object_day[o]",
        ),
        ("earlier_of_post_and_event", "day[k] = max(object_day[o], ", "day[k] = min(object_day[o], "),
        (
            "posts_apart_do_not_count_against",
            "(near - CHANCE_MEAN * shared_n) / spread >= z_min",
            "near / spread >= z_min",
        ),
        (
            "weights_suffice_without_standing_out",
            "if worded + near >= least and stands_out:",
            "if worded + near >= least:",
        ),
        ("standing_out_suffices", "if worded + near >= least and stands_out:", "if stands_out:"),
        ("posts_of_later_days_count", "days[shared_n] <= met.day[r]", "days[shared_n] < met.day[r]"),
        ("words_are_moments", "worded += met.weight[r]", "near += met.weight[r]"),
        ("slogans_draw_together", "thin | (posts > limits.phrase_posts_max)", "thin"),
        (
            "thin_phrases_draw_together",
            "thin | (posts > limits.phrase_posts_max)",
            "posts > limits.phrase_posts_max",
        ),
        (
            "fifteen_posts_are_a_slogan",
            "(posts > limits.phrase_posts_max)",
            "(posts >= limits.phrase_posts_max)",
        ),
        (
            "five_uses_a_post_are_thin",
            "np.maximum(1, posts) < limits.task_uses_min",
            "np.maximum(1, posts) <= limits.task_uses_min",
        ),
        ("accounts_seen_once_meet", "minlength=n) >= 2", "minlength=n) >= 1"),
        (
            "earlier_of_two_common_days",
            "day = max(since_day[r], since_day[q])",
            "day = min(since_day[r], since_day[q])",
        ),
        ("one_common_partner_less", "since.append(days[j, common_min - 1])", "since.append(days[j, 0])"),
        (
            "variance_of_uniform_shares",
            "CHANCE_MEAN, CHANCE_VARIANCE = 0.736, 1.3",
            "CHANCE_MEAN, CHANCE_VARIANCE = 0.736, 0.13",
        ),
    ),
    *mutations(
        f"{GROUPS}/leaders.py",
        f"{BY_HAND} {ENDS} {WRITTEN_OUT}",
        (
            "same_second_is_before",
            "at_s[y] < at_s[x] and at_s[x] - at_s[y] < within_s",
            "at_s[y] <= at_s[x] and at_s[x] - at_s[y] < within_s",
        ),
        ("six_hours_lead", "at_s[x] - at_s[y] < within_s", "at_s[x] - at_s[y] <= within_s"),
        (
            "share_or_number_of_posts",
            "max(least, own_share * (begin[j + 1] - begin[j]))",
            "min(least, own_share * (begin[j + 1] - begin[j]))",
        ),
        ("at_the_limit_nobody_leads", "counted[best] < needed or", "counted[best] <= needed or"),
        ("larger_code_of_two", "n > 0 and seen[k] < best", "n > 0 and seen[k] > best"),
        ("one_leader_three_times", "            counted[best] = 0\n", ""),
        ("all_common_posts_or_none", "most >= share * common_n", "most > share * common_n"),
        ("half_of_the_common_posts", "most >= share * common_n", "2 * most >= common_n"),
        ("turns_are_not_asked", "* often_n <= p_max", "* often_n <= 1e9"),
        ("one_of_many_asked_alone", "* often_n <= p_max", "<= p_max"),
        ("chance_of_more_alone", "range(n, hits_n - 1, -1)", "range(n, hits_n, -1)"),
    ),
    *mutations(
        f"{GROUPS}/bets.py",
        WRITTEN_OUT,
        ("partner_in_the_same_second_is_later", "if times[mid] <= moment:", "if times[mid] < moment:"),
        ("later_events_always_count", "if is_two_sided and low < times_n:", "if low < times_n:"),
        ("edge_of_a_level_is_beyond_it", "if gap <= edges_s[k]:", "if gap < edges_s[k]:"),
        (
            "closeness_counts_against",
            "np.exp(values.tilts[s] * mine) * total / mean",
            "np.exp(-values.tilts[s] * mine) * total / mean",
        ),
        (
            "sum_for_the_mean",
            "result[at + s] = np.exp(values.tilts[s] * mine) * total / mean",
            "result[at + s] = np.exp(values.tilts[s] * mine) / mean",
        ),
        ("far_gaps_have_ranks", "gaps[order[i]] > values.far_s", "gaps[order[i]] > 1e12"),
        ("rank_at_the_end_of_a_tie", "(before + 0.5 * tied) / total", "(before + tied) / total"),
        ("habit_ends_at_midnight", "for turn in range(-1, 2):", "for turn in range(0, 1):"),
        ("usual_hours_of_all_left_out", "return float(total / density[place])", "return float(total)"),
    ),
    *mutations(
        f"{GROUPS}/alternatives.py",
        f"{ENDS} {WRITTEN_OUT} {LARGE}",
        ("partners_are_crowd", "if p < b and kin_rows[p] == y:", "if p < b and kin_rows[p] < 0:"),
        ("four_others_are_a_crowd", "if others >= rules.crowd_min or", "if others >= rules.crowd_min - 1 or"),
        ("lag_below_one_second", "here = max(1.0, at_s[mid] - posted)", "here = at_s[mid] - posted"),
        ("end_of_the_class_is_out", "if here < lag or (is_end and here == lag):", "if here < lag:"),
        ("before_the_post", "if moved >= posted:", "if moved >= 0.0:"),
        ("calendar_day_of_the_clock", "turned - rules.past_s", "turned"),
        ("weekends_are_weekdays", "is_alike = _is_weekend(case.at_s[e]) == is_weekend", "is_alike = True"),
        (
            "weekend_of_utc",
            "int((at_s + ZONE_S) // WHOLE_DAY_S + _EPOCH_WEEKDAY)",
            "int(at_s // WHOLE_DAY_S + _EPOCH_WEEKDAY)",
        ),
        ("friday_is_a_weekend", "_weekday(at_s) >= _SATURDAY", "_weekday(at_s) >= _SATURDAY - 1"),
        ("days_of_the_week_alike", "_weekday(case.at_s[e]) == weekday", "weekday >= 0"),
        (
            "one_more_latest_event",
            "z >= first + past_n - rules.recent_n",
            "z >= first + past_n - rules.recent_n - 1",
        ),
        ("pace_of_all_authors", "is_any_author = same < rules.pace_author_min", "is_any_author = True"),
        ("four_posts_of_an_author", "same < rules.pace_author_min", "same <= rules.pace_author_min"),
        (
            "behind_the_post_not_the_leader",
            "led_s[x] + (case.at_s[e] - led_s[e])",
            "led_s[x] - (case.at_s[e] - led_s[e])",
        ),
        (
            "every_other_of_a_large_crowd",
            "step = max(1, int(others) // rules.crowd_max)",
            "step = max(2, int(others) // rules.crowd_max)",
        ),
    ),
    *mutations(
        f"{GROUPS}/martingale.py",
        WRITTEN_OUT,
        ("last_hours_are_the_past", "<= case.at_s[x] - rules.past_s:", "<= case.at_s[x] - 1.0:"),
        (
            "partners_of_the_same_day",
            "active_n = np.searchsorted(since_day[begin:end], day)",
            'active_n = np.searchsorted(since_day[begin:end], day, side="right")',
        ),
        (
            "partners_of_the_same_day_on_large_posts",
            "since[case.account[y]] < day",
            "since[case.account[y]] <= day",
        ),
        ("product_inside_a_day", "total += np.log(sums[day] / weight[day])", "total += np.log(sums[day])"),
        ("each_object_once_in_a_day", "weight = float(partners_n)", "weight = 1.0"),
        (
            "days_of_the_event",
            "day = np.searchsorted(days, case.day[q])",
            "day = min(len(days) - 1, z - first)",
        ),
        (
            "best_value_function_wins",
            "return float(top + np.log(np.exp(ln_values - top).mean()))",
            "return float(top)",
        ),
        ("pairs_weigh_alike", "- np.log((r + 1.0) * (r + 2.0))", "- np.log(2.0)"),
        (
            "group_and_pairs_are_added",
            "ln_e = _ln_sum(ln_e, single) - np.log(2.0)",
            "ln_e = _ln_sum(ln_e, single)",
        ),
        ("clock_that_explains_least", "result[told] = min(result[told], ln_e)", "result[told] = ln_e"),
        ("timetable_decides", "return TIMETABLE", "return OWN_CLOCK"),
        ("earlier_events_with_the_leader", "if told < LEADER:", "if told <= LEADER:"),
        (
            "before_from_both_sides",
            "_all_bets(times, partners_n, False,",
            "_all_bets(times, partners_n, True, ",
        ),
        ("larger_of_two_scores_of_words", "result[TEXT] = min(", "result[TEXT] = max("),
        ("originals_have_a_pace", "    if is_post:\n        _own_bets", "    if True:\n        _own_bets"),
        ("crowd_of_few_users", "return not is_post and alt.n[N_CROWD] - 1 < rules.crowd_min", "return False"),
        ("one_partner_alone_counts_as_all", "one[0] = times[i]", "one[0] = times[0]"),
    ),
    *mutations(
        f"{GROUPS}/text_bets.py",
        WRITTEN_OUT,
        (
            "words_used_later_are_a_hit",
            "if case.family[v] < 0 or case.at_s[v] > moment:",
            "if case.family[v] < 0:",
        ),
        ("own_hit_is_no_chance", "(hits_n + is_hit) / (asked_n + 1.0)", "hits_n / (asked_n + 1.0)"),
        ("copying_of_all_earlier", "else earlier_n / before_n", "else 1.0 / before_n"),
        ("a_miss_costs_nothing", "(value if is_hit else 1.0) /", "value /"),
        ("partners_are_asked_too", "asked_n = high - begin - partners_after -", "asked_n = high - begin -"),
        ("own_use_is_a_hit_of_others", "if y > v and y != x and not", "if y > v and not"),
        (
            "words_of_two_partners_count_twice",
            "if case.family[v] < 0 or _is_used_before(case, rows, i):",
            "if case.family[v] < 0:",
        ),
    ),
    *mutations(
        f"{GROUPS}/account_evidence.py",
        WRITTEN_OUT,
        ("largest_of_five_explanations", "ln_e=pl.min_horizontal(each),", "ln_e=pl.max_horizontal(each),"),
        ("leader_counts_among_the_first_four", "pl.min_horizontal(each[:-1])", "pl.min_horizontal(each)"),
        ("accounts_without_a_bet", 'pl.col("bets_n") > 0', 'pl.col("bets_n") >= 0'),
    ),
    *mutations(
        f"{GROUPS}/false_discovery.py",
        GRADES,
        ("smallest_set_stands", "needed[stands[-1]]", "needed[stands[0]]"),
        ("tested_alone_count", "np.log(tested_n) -", "np.log(len(ordered)) -"),
    ),
    *mutations(
        f"{GROUPS}/martingale.py",
        LARGE,
        ("last_leader_counts", "led[:] = np.minimum(led, least)", "led[:] = led"),
        (
            "least_of_leaders_of_all_ways",
            "led[:] = np.minimum(led, least)",
            "led[:] = min(led.min(), least.min())",
        ),
    ),
)
