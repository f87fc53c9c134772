"""YouTube, TikTok, CrowdTangle and the Meta Content Library, held against their samples by hand."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from analytics.importing.import_files import ImportOptions
from tests.importing.platforms.taken import counters_of, events_of, links_of, sums_of, taken

NOON = datetime(2025, 3, 1, 4, 0, tzinfo=UTC)
VIDEO = "youtube:vidInv00001"


def test_an_answer_on_youtube_tells_its_thread_alone(tmp_path: Path) -> None:
    result = taken("youtube-api", tmp_path)
    assert links_of(result) == {
        VIDEO: ("post", "youtube:UCinventeda", None, VIDEO, None),
        "youtube:UgxInv01": ("comment", "youtube:UCinventedb", VIDEO, VIDEO, None),
        "youtube:UgxInv01.a1": ("comment", "youtube:UCinventedc", None, VIDEO, "in_thread"),
    }
    events = events_of(result)
    assert events[VIDEO]["text"] == "invented: bread\nmould" and events[VIDEO]["at"] == NOON
    assert events["youtube:UgxInv01"]["text"] == "invented: is it true?"
    assert events["youtube:UgxInv01.a1"]["edited"] is True
    assert counters_of(result, "youtube:UgxInv01") == {"likes": 3, "comments": 2}
    assert counters_of(result, VIDEO) == {"views": 50, "likes": 7, "comments": 3}
    assert sums_of(result) == (3, 3, 0, 0, 0)


def test_a_computed_time_of_ytdlp_is_not_taken(tmp_path: Path) -> None:
    result = taken("youtube-ytdlp", tmp_path)
    assert links_of(result) == {
        VIDEO: ("post", "youtube:UCinventeda", None, VIDEO, None),
        "youtube:UgxInv01": ("comment", "youtube:UCinventedb", VIDEO, VIDEO, None),
        "youtube:UgxInv01.a1": ("comment", "youtube:UCinventedc", None, VIDEO, "in_thread"),
    }
    events = events_of(result)
    top, answer = events["youtube:UgxInv01"], events["youtube:UgxInv01.a1"]
    assert (top["at"], top["at_text"]) == (None, "2 weeks ago")
    # Three days before 2025-03-21 04:00 UTC: after that moment of the 17th, an interval of a day.
    assert answer["at"] == NOON.replace(day=17) and answer["at_precision"] == "day"
    assert answer["edited"] is True
    assert result.notes[("vidInv00001.info.json", "time_estimated")][1] == 2
    assert sums_of(result) == (3, 3, 0, 0, 0)


def test_which_video_a_list_of_comments_is_about_must_be_stated(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    open_ = taken("youtube-data-tools", tmp_path / "a")
    assert open_.unhinted == [("comments.csv", "about")]
    told = taken("youtube-data-tools", tmp_path / "b", replace(ImportOptions(), about="vidInv00001"))
    assert links_of(told) == {
        "youtube:UgxInv01": ("comment", "youtube:UCinventedb", VIDEO, VIDEO, None),
        "youtube:UgxInv01.a1": ("comment", "youtube:UCinventedc", None, VIDEO, "in_thread"),
    }
    assert events_of(told)["youtube:UgxInv01"]["at"] == NOON.replace(minute=1)
    assert sums_of(told) == (2, 2, 0, 0, 0)


def test_long_numbers_of_tiktok_are_read_digit_by_digit(tmp_path: Path) -> None:
    result = taken("tiktok-research", tmp_path)
    video, top, answer = (f"tiktok:74768888888888888{k}" for k in ("01", "11", "12"))
    assert links_of(result) == {
        video: ("post", None, None, video, None),
        top: ("comment", None, video, video, None),
        answer: ("comment", None, top, video, None),
    }
    events = events_of(result)
    assert events[video]["account_name"] == "invented_a" and events[video]["region"] is None
    assert events[video]["at"] == NOON and events[answer]["at"] == NOON.replace(minute=2)
    assert counters_of(result, video) == {"views": 50, "likes": 7, "comments": 2, "shares": 1}
    assert sums_of(result) == (4, 3, 0, 0, 1)


def test_a_doubtful_zone_of_crowdtangle_waits_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    result = taken("facebook-crowdtangle", tmp_path / "a")
    page, more, group = (f"facebook:99000000000000{k}" for k in "123")
    assert links_of(result) == {
        page: ("post", "facebook:100099000000001", None, page, None),
        more: ("post", "facebook:100099000000001", None, more, None),
        group: ("post", None, None, group, None),
    }
    events = events_of(result)
    assert events[page]["at"] is None and events[group]["at"] == NOON.replace(minute=10)
    assert events[page]["urls"] == ["https://news.example/bread"] and events[more]["urls"] is None
    assert counters_of(result, page) == {"likes": 1_200, "comments": 20, "shares": 14, "views": 0}
    assert sums_of(result) == (3, 3, 0, 0, 0)
    told = taken("facebook-crowdtangle", tmp_path / "b", ImportOptions(timezone="America/New_York"))
    assert events_of(told)[page]["at"] == NOON and events_of(told)[group]["at"] == NOON.replace(minute=10)


def test_a_post_of_instagram_is_its_short_code(tmp_path: Path) -> None:
    result = taken("instagram-crowdtangle", tmp_path, ImportOptions(timezone="America/New_York"))
    (event,) = events_of(result).values()
    assert (event["event_id"], event["account_id"]) == ("instagram:CInvent_0-1", None)
    assert (event["account_name"], event["at"], event["text"]) == ("invented_a", NOON, "invented: bread")


def test_a_share_in_the_content_library_names_what_it_shares(tmp_path: Path) -> None:
    result = taken("meta-content-library", tmp_path)
    first, second, third = (f"facebook~mcl:99000000000010{k}" for k in "123")
    owner = "facebook~mcl:88000000000000"
    assert links_of(result) == {
        first: ("post", f"{owner}1", None, first, None),
        second: ("repost", f"{owner}2", None, first, "root_only"),
        third: ("repost", f"{owner}2", None, first, "root_only"),
    }
    events = events_of(result)
    assert events[first]["at"] == NOON and events[first]["urls"] == ["https://news.example/bread"]
    assert counters_of(result, first) == {"views": 50, "likes": 7, "comments": 2, "shares": 1}
    dated = result.case.read("counters").drop_nulls("captured_at")
    assert set(dated.select("counter", "captured_at").iter_rows()) == {("views", NOON.replace(day=5, hour=0))}
    assert sums_of(result) == (3, 3, 0, 0, 0)


def test_likes_that_an_owner_of_instagram_hides_are_unknown(tmp_path: Path) -> None:
    result = taken("instagram", tmp_path)
    assert links_of(result) == {
        f"instagram:CInvent_0-{k}": ("post", f"instagram:99000000{k}", None, f"instagram:CInvent_0-{k}", None)
        for k in (1, 2)
    }
    assert counters_of(result, "instagram:CInvent_0-1") == {"likes": 7, "comments": 2}
    assert counters_of(result, "instagram:CInvent_0-2") == {"comments": 0}
    assert events_of(result)["instagram:CInvent_0-1"]["at"] == NOON
