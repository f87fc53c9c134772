"""Layouts of X, held against what was written by hand into their samples."""

from datetime import UTC, datetime
from pathlib import Path

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from tests.importing.platforms.taken import counters_of, events_of, links_of, sums_of, taken
from tests.importing.samples import FORMATS

# Ids of X hold their moment: (milliseconds since 2010-11-04 01:42:54.657 UTC) * 2**22 and a number.
P, R, Q, C, A = (
    "1895685424542646273",
    "1895685697172406274",
    "1895685969802166275",
    "1895686263403446276",
    "1895686557004726277",
)
FIRST = "1895686305346486277"  # What A was before an edit, 60 s earlier: A - (60,000 << 22).


def test_pages_and_flattened_posts_give_the_same_acts(tmp_path: Path) -> None:
    result = taken("x-v2", tmp_path)
    assert links_of(result) == {
        f"x:{P}": ("post", "x:990000001", None, f"x:{P}", None),
        f"x:{R}": ("repost", "x:990000002", None, f"x:{P}", "root_only"),
        f"x:{Q}": ("quote", "x:990000003", f"x:{P}", f"x:{P}", None),
        f"x:{C}": ("comment", "x:990000002", f"x:{P}", f"x:{P}", None),
        f"x:{FIRST}": ("quote", "x:990000001", f"x:{C}", f"x:{Q}", None),
    }
    events = events_of(result)
    post = events[f"x:{P}"]
    assert post["at"] == datetime(2025, 3, 1, 4, 0, tzinfo=UTC) and post["at_precision"] == "s"
    assert post["urls"] == ["https://news.example/bread"] and post["account_name"] == "invented_a"
    assert events[f"x:{R}"]["own_text"] is None and events[f"x:{R}"]["text"].startswith("RT @invented_a:")
    # The record is of the edit, at 04:04:30; the act is a minute older.
    assert events[f"x:{FIRST}"]["at"] == datetime(2025, 3, 1, 4, 3, 30, tzinfo=UTC)
    assert (
        events[f"x:{FIRST}"]["at_basis"] == "id"
        and events[f"x:{FIRST}"]["edited"] is True
        and not events[f"x:{C}"]["edited"]
    )
    assert counters_of(result, f"x:{P}") == {
        "views": 50,
        "reposts": 1,
        "comments": 1,
        "likes": 7,
        "quotes": 1,
    }
    captured = result.case.read("counters")["captured_at"].unique().to_list()
    assert captured == [datetime(2025, 3, 2, tzinfo=UTC)]
    # Two posts and one included, three accounts; a post with one inside; a post; an empty page.
    assert sums_of(result) == (10, 5, 1, 0, 4)
    assert result.case.read("accounts").sort("account_id")["followers_n"].to_list() == [12, 3, 5]


def test_a_repost_of_twarc_csv_owns_neither_text_nor_counts_nor_links(tmp_path: Path) -> None:
    result = taken("x-twarc-csv", tmp_path)
    assert links_of(result) == {
        f"x:{P}": ("post", "x:990000001", None, f"x:{P}", None),
        f"x:{R}": ("repost", "x:990000002", None, f"x:{P}", "root_only"),
        f"x:{Q}": ("quote", "x:990000003", f"x:{P}", f"x:{P}", None),
        f"x:{C}": ("comment", "x:990000002", f"x:{P}", f"x:{P}", None),
    }
    events = events_of(result)
    assert events[f"x:{R}"]["text"] == events[f"x:{P}"]["text"] and events[f"x:{R}"]["own_text"] is None
    assert events[f"x:{R}"]["urls"] is None and events[f"x:{P}"]["urls"] == ["https://news.example/bread"]
    assert counters_of(result, f"x:{R}") == {}
    assert counters_of(result, f"x:{P}") == {
        "views": 50,
        "reposts": 1,
        "comments": 1,
        "likes": 7,
        "quotes": 1,
    }
    assert events[f"x:{Q}"]["at"] == datetime(2025, 3, 1, 4, 2, 10, tzinfo=UTC)
    assert sums_of(result) == (4, 4, 0, 0, 0)


def test_statuses_of_version_1_go_by_id_str(tmp_path: Path) -> None:
    result = taken("x-v1", tmp_path)
    assert links_of(result) == {
        f"x:{P}": ("post", "x:990000001", None, f"x:{P}", None),
        f"x:{R}": ("repost", "x:990000002", None, f"x:{P}", "root_only"),
        f"x:{Q}": ("quote", "x:990000003", f"x:{P}", f"x:{P}", None),
        f"x:{C}": ("comment", "x:990000002", f"x:{P}", None, None),
    }
    post = events_of(result)[f"x:{P}"]
    assert post["text"] == "invented: the bread has mould https://t.co/aaaaaaaaaa"
    assert post["urls"] == ["https://news.example/bread"] and post["client"] == "Invented Client"
    assert post["at"] == datetime(2025, 3, 1, 4, 0, tzinfo=UTC)
    assert counters_of(result, f"x:{P}") == {"reposts": 1, "likes": 7}
    # A repost and a quote with the original inside, an answer, a deletion.
    assert sums_of(result) == (6, 4, 1, 0, 1)


def test_hashed_accounts_of_the_archive_stand_in_a_space_of_their_own(tmp_path: Path) -> None:
    result = taken("x-operations", tmp_path)
    hashed = "x~operations:A1b2C3d4E5f6G7h8I9j0kLmNoPqRsTuVwXyZ0123456="
    assert links_of(result) == {
        f"x:{P}": ("post", "x:990000001", None, f"x:{P}", None),
        f"x:{R}": ("repost", hashed, None, f"x:{P}", "root_only"),
        f"x:{Q}": ("quote", "x:990000003", f"x:{P}", f"x:{P}", None),
        f"x:{C}": ("comment", hashed, f"x:{P}", None, None),
    }
    events = events_of(result)
    assert events[f"x:{R}"]["account_name"] is None and events[f"x:{P}"]["account_name"] == "invented_a"
    assert events[f"x:{P}"]["urls"] == ["https://news.example/bread", "https://news.example/a,b"]
    # The file writes 04:01; the id holds 04:01:05.
    repost = events[f"x:{R}"]
    assert repost["at"] == datetime(2025, 3, 1, 4, 1, 5, tzinfo=UTC)
    assert (repost["at_precision"], repost["at_basis"], repost["at_conflict"]) == ("s", "id", False)
    assert sums_of(result) == (4, 4, 0, 0, 0)


def test_an_id_of_x_tells_a_zone_that_was_wrong(tmp_path: Path) -> None:
    text = (FORMATS / "x-operations" / "tweets.csv").read_text(encoding="utf-8")
    shifted = tmp_path / "shifted.csv"
    shifted.write_text(text.replace("2025-03-01 04:", "2025-03-01 12:"), encoding="utf-8")
    result = import_files(tmp_path / "case", [shifted], ImportOptions(), Thresholds(), lambda n, d: None)
    assert events_of(result)[f"x:{R}"]["at"] == datetime(2025, 3, 1, 4, 1, 5, tzinfo=UTC)
    assert ("shifted.csv", "zone_fault") in result.notes


def test_the_month_comes_first_in_the_published_posts(tmp_path: Path) -> None:
    result = taken("x-fivethirtyeight", tmp_path)
    assert links_of(result) == {
        f"x:{P}": ("post", "x:990000001", None, f"x:{P}", None),
        f"x:{R}": ("repost", "x:990000002", None, None, None),
        f"x:{Q}": ("quote", "x:990000003", None, None, None),
    }
    events = events_of(result)
    assert events[f"x:{P}"]["at"].date().isoformat() == "2025-03-01"
    assert events[f"x:{R}"]["own_text"] is None and events[f"x:{Q}"]["own_text"] == "invented: look"
    captured = result.case.read("accounts")["captured_at"].unique().to_list()
    assert captured == [datetime(2025, 3, 14, 5, 7, tzinfo=UTC)]
    assert sums_of(result) == (3, 3, 0, 0, 0)


def test_minet_tells_the_zone_of_its_machine(tmp_path: Path) -> None:
    result = taken("x-minet", tmp_path)
    assert links_of(result) == {
        f"x:{P}": ("post", "x:990000001", None, f"x:{P}", None),
        f"x:{R}": ("repost", "x:990000002", None, f"x:{P}", "root_only"),
        f"x:{Q}": ("quote", "x:990000003", f"x:{R}", f"x:{P}", None),
        f"x:{C}": ("comment", "x:990000002", f"x:{P}", None, None),
    }
    events = events_of(result)
    assert events[f"x:{P}"]["urls"] == ["https://news.example/bread", "https://news.example/7,75"]
    assert events[f"x:{P}"]["at"] == datetime(2025, 3, 1, 4, 0, tzinfo=UTC)
    assert result.case.read("counters")["captured_at"].unique().to_list() == [
        datetime(2025, 3, 2, 1, 0, 0, 250_000, tzinfo=UTC)
    ]
    assert counters_of(result, f"x:{R}") == {"comments": 1, "likes": 7, "views": 50}
    assert sums_of(result) == (4, 4, 0, 0, 0)
