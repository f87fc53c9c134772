"""Rows outside Articles 8 and 12: which records count, which interval is told, what is printed."""

from tests.mutations.record import mutations

TESTS = "tests/law/test_articles.py tests/law/test_civil_rows.py"

ARTICLES = (
    *mutations(
        "analytics/law/factors/articles_2_to_5.py",
        TESTS,
        (
            "one_text_of_one_capture_is_a_version",
            'versions[0]["records_n"] > 1',
            'versions[0]["records_n"] > 0',
        ),
        ("numbers_of_classes_swapped", '"a": 50, "b": 500', '"a": 500, "b": 50'),
        ("taken_out_texts_counted", 'said.filter(~pl.col("event_id").is_in(out))', "said"),
    ),
    *mutations(
        "analytics/law/factors/articles_6_to_7.py",
        TESTS,
        (
            "penalty_of_any_year",
            "months_after(at.astimezone(zone), YEAR)",
            "months_after(at.astimezone(zone), 99)",
        ),
        ("year_of_365_days", "months_after(at.astimezone(zone), YEAR)", "at + timedelta(days=365)"),
        ("calendar_of_another_zone", "months_after(at.astimezone(zone), YEAR)", "months_after(at, YEAR)"),
    ),
    *mutations(
        "analytics/law/notices.py",
        TESTS,
        (
            "last_takedown_for_the_first",
            "in taken if at >= start), None)",
            "in taken[::-1] if at >= start), None)",
        ),
        ("takedown_before_the_notice", "at for at in taken if at >= start", "at for at in taken"),
        ("other_posts_in_the_count_of_a_notice", "between.filter(mine)", "between"),
    ),
    *mutations(
        "analytics/law/factors/articles_13_to_17.py",
        TESTS,
        ("hours_as_records", 'fresh["at"].dt.truncate("1h").n_unique()', 'fresh["at"].n_unique()'),
    ),
    *mutations(
        "analytics/model/thresholds.py",
        TESTS,
        ("six_months_to_seven", "pursued_months: int = _fixed(6,", "pursued_months: int = _fixed(7,"),
        ("week_to_month", "recent_days: int = _fixed(7,", "recent_days: int = _fixed(30,"),
    ),
    *mutations(
        "analytics/law/factors/civil_code.py",
        TESTS,
        (
            "anybodys_correction_is_the_authors",
            "if author == account and account is not None",
            "if account is not None",
        ),
    ),
    *mutations(
        "analytics/law/factors/personality_rights_online.py",
        TESTS,
        ("rounded_views_bound", ' & ~pl.col("is_rounded")', ""),
        ("same_moment_is_after", 'pl.col("at") >= end', 'pl.col("at") >= start'),
    ),
)
