"""Layouts of X, held against what was written by hand into their samples."""

from datetime import UTC, datetime
from pathlib import Path

from tests.importing.platforms.taken import counters_of, events_of, links_of, sums_of, taken

# Ids of X hold their moment: (milliseconds since 2010-11-04 01:42:54.657 UTC) * 2**22 and a number.
P, R, Q, C, A = (
    "1895685424542646273",
    "1895685697172406274",
    "1895685969802166275",
    "1895686263403446276",
    "1895686557004726277",
)


def test_pages_and_flattened_posts_give_the_same_acts(tmp_path: Path) -> None:
    result = taken("x-v2", tmp_path)
    assert links_of(result) == {
        f"x:{P}": ("post", "x:990000001", None, f"x:{P}", None),
        f"x:{R}": ("repost", "x:990000002", None, f"x:{P}", "root_only"),
        f"x:{Q}": ("quote", "x:990000003", f"x:{P}", f"x:{P}", None),
        f"x:{C}": ("comment", "x:990000002", f"x:{P}", f"x:{P}", None),
        f"x:{A}": ("quote", "x:990000001", f"x:{C}", f"x:{Q}", None),
    }
    events = events_of(result)
    post = events[f"x:{P}"]
    assert post["at"] == datetime(2025, 3, 1, 4, 0, tzinfo=UTC) and post["at_precision"] == "s"
    assert post["urls"] == ["https://news.example/bread"] and post["account_name"] == "invented_a"
    assert events[f"x:{R}"]["own_text"] is None and events[f"x:{R}"]["text"].startswith("RT @invented_a:")
    assert events[f"x:{A}"]["edited"] is True and not events[f"x:{C}"]["edited"]
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
