"""Coordination: which lines make a grade, what explains a group, how chance is counted."""

from tests.mutations.record import mutations

GROUPS = "analytics/coordination/groups"
PAIRS = "analytics/coordination/pairs"
GRADES = "tests/coordination/test_grade_limits.py tests/coordination/test_grades.py"

COORDINATION = (
    *mutations(
        f"{GROUPS}/grading.py",
        GRADES,
        ("explained_group_at_a", "strong = not held and int", "strong = int"),
        (
            "share_or_number_of_members",
            ">= max(limits.members_min, limits.full_share_min * len(full))",
            ">= min(limits.members_min, limits.full_share_min * len(full))",
        ),
        ("own_clock_at_a", "full = burst & text & together & ~ticks", "full = burst & text & together"),
        (
            "text_or_moments_at_a",
            "full = burst & text & together & ~ticks",
            "full = (burst | text) & together & ~ticks",
        ),
        (
            "scales_apart",
            "np.any(over[:, 1:] & over[:, :-1], axis=1)",
            "np.any(over[:, 1:] | over[:, :-1], axis=1)",
        ),
        (
            "arrival_at_the_limit",
            "together = ratio <= limits.arrival_ratio_max",
            "together = ratio < limits.arrival_ratio_max",
        ),
        (
            "arrival_late",
            "together = ratio <= limits.arrival_ratio_max",
            "together = ratio >= limits.arrival_ratio_max",
        ),
        (
            "three_members_at_b",
            "if int(some.sum()) >= limits.members_min:",
            "if int(some.sum()) >= limits.members_min - 1:",
        ),
        (
            "three_sources_too_few_for_text",
            "len(s) >= least and unrelated_authors_n(s, related) >= least",
            "len(s) > least and unrelated_authors_n(s, related) >= least",
        ),
        (
            "related_sources_count_apart",
            "len(s) >= least and unrelated_authors_n(s, related) >= least",
            "len(s) >= least",
        ),
        (
            "two_sources_for_moments",
            "& (x.sources_n >= limits.sources_min) &",
            "& (x.sources_n >= limits.sources_min - 1) &",
        ),
        (
            "bars_of_text_and_no_text_swapped",
            "needed = np.where(text, *stands)",
            "needed = np.where(~text, *stands)",
        ),
        ("unknown_authors_are_sources", "ordered[ordered < known.sources_n]", "ordered[ordered >= 0]"),
        (
            "organisation_of_a_tenth_or_three",
            "limits.organised_min, limits.organised_share * len(known.organisation)",
            "limits.organised_min, 2 * limits.organised_share * len(known.organisation)",
        ),
        ("organised_three_are_too_few", "for o in set(stated)) >= max(", "for o in set(stated)) > max("),
        (
            "named_share_at_the_limit",
            "known.named_share >= limits.named_share",
            "known.named_share > limits.named_share",
        ),
        ("text_of_all_members", "float(x.text_share[text].mean())", "float(x.text_share.mean())"),
        ("circle_of_any_size", "        and len(sources) <= limits.circle_sources_max\n", ""),
        ("visits_at_the_limit", "/ len(sources) >= limits.visits_max", "/ len(sources) > limits.visits_max"),
    ),
    *mutations(
        f"{GROUPS}/evidence.py",
        "tests/coordination/test_evidence_limits.py tests/coordination/test_examine.py",
        ("chance_of_one_more", "poisson.sf(count[candidates] - 1,", "poisson.sf(count[candidates],"),
        ("posts_of_members_are_tasks", "enough = outside & (count", "enough = (count"),
        (
            "tested_on_the_half_that_drew_it",
            "sample_split(source[tasks]) != candidate.half",
            "sample_split(source[tasks]) == candidate.half",
        ),
        (
            "owned_share_of_the_own",
            "own_n[shared].sum() / all_n[shared].sum()",
            "own_n[shared].sum() / own_n[shared].sum()",
        ),
        ("slogans_in_all_acts", "max(1, done_n)", "max(1, len(acts.account))"),
        (
            "text_share_of_all_acts",
            "done = (place[acts.account] >= 0) & task[acts.object]",
            "done = place[acts.account] >= 0",
        ),
    ),
    *mutations(
        f"{GROUPS}/scores.py",
        "tests/coordination/test_ebh.py tests/coordination/test_burst.py",
        ("smallest_set_stands", "np.log(stands[-1] + 1)", "np.log(stands[0] + 1)"),
        ("e_at_the_bar_falls", "ordered >= np.log(n) -", "ordered > np.log(n) -"),
        ("larger_of_two_bets", "(1 - bet.kept_back) * min(", "(1 - bet.kept_back) * max("),
        (
            "an_author_adds_without_end",
            "total[j, s] += min(cap, running[j, s])",
            "total[j, s] += running[j, s]",
        ),
        ("one_other_member_is_enough", "if m - 1 < bet.others_min:", "if m < bet.others_min:"),
        ("least_innocent_density", "np.maximum((crowd + bet.shrink", "np.minimum((crowd + bet.shrink"),
    ),
    *mutations(
        f"{GROUPS}/arrival.py",
        "tests/coordination/test_dispatch.py",
        (
            "less_than_sixty_percent",
            "int(np.ceil(share * len(moment)))",
            "int(np.floor(share * len(moment)))",
        ),
        ("whole_width", "best / 2 / max(", "best / max("),
        ("slowest_wave", "min(found[x], np.median(parts[:n]))", "max(found[x], np.median(parts[:n]))"),
        ("two_acts_are_a_group", "if len(mine) < acts_min:", "if len(mine) < acts_min - 1:"),
    ),
    *mutations(
        f"{GROUPS}/pile_on.py",
        "tests/coordination/test_piles.py",
        ("windows_not_counted", "* len(width))", "* 1)"),
        (
            "posts_not_counted",
            "if chance * len(tested) >= limits.grades.pile_p:",
            "if chance >= limits.grades.pile_p:",
        ),
        ("crowd_without_itself", "(within + 1) / (len(others) + 2)", "within / (len(others) + 2)"),
        ("pile_on_at_a", 'np.full(n, "B", "<U12")', 'np.full(n, "A", "<U12")'),
        (
            "author_piles_on_itself",
            "sent = rows[~(np.isin(pair[rows] // n, author) | np.isin(pair[rows] % n, author))]",
            "sent = rows",
        ),
        ("echoes_are_texts", "        & ~cells.echo\n", ""),
    ),
    *mutations(
        f"{GROUPS}/selection.py",
        "tests/coordination/test_clusters.py",
        (
            "unsteady_if_both",
            "(stable < limits.member_steady_min) | (whole",
            "(stable < limits.member_steady_min) & (whole",
        ),
        ("listed_twice", "~listed[judged.examined.candidate.members] & np.isin(grade", "np.isin(grade"),
        ("unsteady_stays_at_a", 'np.where(j.grade == "A", "B", j.grade)', "j.grade"),
    ),
    *mutations(
        f"{GROUPS}/shared_text.py",
        "tests/coordination/test_cells.py tests/coordination/test_piles.py",
        (
            "three_accounts_are_no_cell",
            '(pl.col("accounts") >= limits.cell_accounts_min)\n            & ',
            '(pl.col("accounts") > limits.cell_accounts_min)\n            & ',
        ),
        (
            "home_share_at_the_limit",
            'pl.col("here") >= limits.home_share',
            'pl.col("here") > limits.home_share',
        ),
        (
            "quotations_are_supplied",
            "    kept = kept.filter(pl.Series(_quoted(kept, events, acts) < limits.quoted_share))\n",
            "",
        ),
        ("copies_are_the_others", ".eq_missing(pl.col(", ".ne_missing(pl.col("),
    ),
    *mutations(
        f"{GROUPS}/author_independence.py",
        "tests/coordination/test_sources.py",
        (
            "unknown_authors_are_one_source",
            "known_sources_n(acts) + np.cumsum(~known) - 1",
            "known_sources_n(acts) + 0 * np.cumsum(~known)",
        ),
        ("sister_accounts_are_apart", "author_organisation.fill_null(acts.author_ids)", "acts.author_ids"),
        (
            "unknown_authors_are_related",
            "np.where(acts.known_author(), source, UNKNOWN)[acts.object]",
            "source[acts.object]",
        ),
        ("any_reason_is_an_organisation", "chars_min and name != reason.strip()", "chars_min"),
        ("three_characters_are_no_name", "len(name) >= chars_min and", "len(name) > chars_min and"),
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
        f"{GROUPS}/affiliation.py",
        "tests/coordination/test_ground.py",
        ("mark_of_one_post", "if n >= limits.mark_posts_min and mark", "if n >= 1 and mark"),
        ("mark_of_three_members", "(mine >= limits.mark_members_min)", "(mine > limits.mark_members_min)"),
        (
            "verified_without_a_reason",
            'pl.col("verified") & (pl.col("verified_reason").fill_null("") != "")',
            'pl.col("verified")',
        ),
        ("far_and_about", "& (far | about)", "& (far & about)"),
        (
            "given_names_are_marks",
            '~pl.col("name").str.contains(DEFAULT_NAME)',
            'pl.col("name").is_not_null()',
        ),
    ),
    *mutations(
        f"{GROUPS}/communities.py",
        "tests/coordination/test_groups.py",
        (
            "met_on_the_half_that_is_tested",
            "pairs_by_meetings(acts, source, half_of == half,",
            "pairs_by_meetings(acts, source, half_of != half,",
        ),
        (
            "close_on_the_half_that_is_tested",
            "synchronous_pairs(acts, half_of == half,",
            "synchronous_pairs(acts, half_of != half,",
        ),
        (
            "joined_by_one_source",
            "joined = np.flatnonzero(np.bincount(some[:, 0], minlength=accounts_n) >= limits.text_sources_min)",
            "joined = np.flatnonzero(np.bincount(some[:, 0], minlength=accounts_n) >= 1)",
        ),
        (
            "shared_with_three_is_too_few",
            "            >= limits.widening_members_min",
            "            > limits.widening_members_min",
        ),
    ),
    *mutations(
        f"{GROUPS}/activity_profile.py",
        "tests/coordination/test_clock.py tests/coordination/test_habits.py",
        ("clock_at_the_bar", "strength > limits.clock_strength", "strength >= limits.clock_strength"),
        ("clock_by_every_period", "ticks |= (n", "ticks &= (n"),
        ("hours_end_at_midnight", "0.25 * np.roll(hour_of, -1, 1)", "0.25 * np.roll(hour_of, 1, 1)"),
    ),
    *mutations(
        f"{GROUPS}/search.py",
        "tests/coordination/test_grade_limits.py",
        ("half_inherit_nothing", "who[members].mean() >= share", "who[members].mean() > share"),
        ("explained_by_both_lines", "[j.burst | j.text]", "[j.burst & j.text]"),
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
