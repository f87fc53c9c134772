"""Telegram, Reddit, Bluesky and Mastodon, held against what was written by hand into their samples."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from tests.importing.platforms.taken import counters_of, events_of, links_of, sums_of, taken
from tests.importing.samples import FORMATS

NOON = datetime(2025, 3, 1, 4, 0, tzinfo=UTC)


def test_messages_of_telegram_are_numbered_within_their_chat(tmp_path: Path) -> None:
    result = taken("telegram-desktop", tmp_path)
    channel, group, left = ("telegram:199000000" + k for k in "123")
    user = "telegram:user990000000"
    assert links_of(result) == {
        f"{channel}/2": ("post", "telegram:channel1990000001", None, f"{channel}/2", None),
        f"{channel}/3": ("post", "telegram:channel1990000001", None, f"{channel}/3", None),
        f"{group}/2": ("repost", f"{user}1", None, None, "source_by_name"),
        f"{group}/3": ("comment", f"{user}2", f"{group}/2", None, None),
        f"{group}/4": ("comment", f"{user}1", f"{channel}/2", None, None),
        f"{left}/2": ("post", "telegram:channel1990000001", None, f"{left}/2", None),
    }
    events = events_of(result)
    post = events[f"{channel}/2"]
    assert post["text"] == "面包发霉，见 https://news.example/bread，原文"
    assert post["urls"] == ["https://news.example/bread", "https://news.example/more"]
    assert post["at"] == NOON
    assert events[f"{group}/2"]["own_text"] is None and events[f"{group}/3"]["account_name"] is None
    assert events[f"{group}/4"]["edited"] is True and not events[f"{group}/3"]["edited"]
    assert events[f"{channel}/3"]["text"] is None
    assert sums_of(result) == (7, 6, 0, 0, 1)


def test_a_forward_that_names_its_message_has_a_root(tmp_path: Path) -> None:
    result = taken("fourcat-telegram-ndjson", tmp_path)
    channel, group = "telegram:1990000001", "telegram:1990000002"
    user = "telegram:user990000000"
    assert links_of(result) == {
        f"{channel}/2": ("post", "telegram:channel1990000001", None, f"{channel}/2", None),
        f"{group}/2": ("repost", f"{user}1", None, f"{channel}/2", "root_only"),
        f"{group}/3": ("comment", f"{user}2", f"{group}/2", None, None),
        f"{group}/4": ("repost", f"{user}3", None, None, "source_by_name"),
    }
    events = events_of(result)
    assert events[f"{channel}/2"]["at"] == NOON and events[f"{group}/2"]["own_text"] is None
    assert events[f"{channel}/2"]["urls"] == ["https://news.example/bread"]
    assert events[f"{group}/3"]["edited"] is True
    assert counters_of(result, f"{group}/3") == {"views": 50, "reposts": 1}
    assert sums_of(result) == (5, 4, 0, 0, 1)


def test_a_local_time_of_telegram_waits_for_its_zone(tmp_path: Path) -> None:
    text = (FORMATS / "telegram-desktop" / "chat.json").read_text(encoding="utf-8")
    old = tmp_path / "old.json"
    old.write_text(text.replace("date_unixtime", "unread"), encoding="utf-8")
    for zone, at in ((None, None), ("Asia/Shanghai", NOON), ("Europe/Berlin", NOON.replace(hour=11))):
        options = replace(ImportOptions(), timezone=zone)
        result = import_files(
            tmp_path / f"case{zone and zone[:4]}", [old], options, Thresholds(), lambda n, d: None
        )
        assert events_of(result)["telegram:1990000001/2"]["at"] == at
        told = [code for _, code in result.notes]
        assert told == ([] if zone else ["no_moment"])


def test_reddit_knows_the_kind_of_an_id_by_its_prefix(tmp_path: Path) -> None:
    result = taken("reddit", tmp_path)
    assert links_of(result) == {
        "reddit:t3_inv001": ("post", "reddit:t2_inv1", None, "reddit:t3_inv001", None),
        "reddit:t3_inv002": ("repost", "reddit:t2_inv2", None, "reddit:t3_inv001", None),
        "reddit:t3_inv003": ("post", "reddit:t2_inv3", None, "reddit:t3_inv003", None),
        "reddit:t1_inva01": ("comment", "reddit:t2_inv2", "reddit:t3_inv001", "reddit:t3_inv001", None),
        "reddit:t1_inva02": ("comment", None, "reddit:t1_inva01", "reddit:t3_inv001", None),
        "reddit:t1_inva03": (*("comment", "reddit:invented_c", "reddit:t1_inva01", "reddit:t3_inv001"), None),
    }
    events = events_of(result)
    assert [events[f"reddit:t1_inva0{k}"]["at"] for k in "123"] == [NOON.replace(minute=k) for k in (1, 2, 3)]
    gone, post, mine = (events[f"reddit:{k}"] for k in ("t1_inva02", "t3_inv001", "t3_inv003"))
    assert (gone["text"], gone["own_text"], gone["account_name"]) == ("[removed]", None, None)
    assert post["urls"] == ["https://news.example/bread"] and mine["urls"] is None
    assert (mine["text"], mine["own_text"]) == ("invented: mine\n[removed]", "invented: mine")
    assert events["reddit:t1_inva03"]["edited"] is True
    assert counters_of(result, "reddit:t3_inv001") == {"likes": 7, "comments": 3, "reposts": 1}
    seen = result.case.read("counters").filter(event_id="reddit:t1_inva02")["captured_at"].to_list()
    assert seen == [NOON.replace(day=3)]
    assert sums_of(result) == (6, 6, 0, 0, 0)


def test_a_packed_dump_of_reddit_is_the_same(tmp_path: Path) -> None:
    packed = tmp_path / "RC_invented.zst"
    content = (FORMATS / "reddit" / "RC_invented.ndjson").read_bytes()
    packed.write_bytes(zstandard.ZstdCompressor().compress(content))
    result = import_files(tmp_path / "case", [packed], ImportOptions(), Thresholds(), lambda n, d: None)
    assert sorted(events_of(result)) == [f"reddit:t1_inva0{k}" for k in "123"]
    assert result.new["importer"].to_list() == ["reddit"]


def test_via_names_the_reposter_and_a_deletion_is_no_act(tmp_path: Path) -> None:
    result = taken("bluesky", tmp_path)

    def did(k: int) -> str:
        return f"did:plc:inventedinvented{k:08}"

    def uri(k: int, kind: str, key: str) -> str:
        return f"bluesky:at://{did(k)}/app.bsky.feed.{kind}/{key}"

    post, first = uri(1, "post", "3linv001"), uri(2, "repost", "3linv002")
    assert links_of(result) == {
        post: ("post", f"bluesky:{did(1)}", None, post, None),
        first: ("repost", f"bluesky:{did(2)}", None, post, None),
        uri(3, "repost", "3linv003"): ("repost", f"bluesky:{did(3)}", first, post, None),
        uri(3, "post", "3linv004"): ("comment", f"bluesky:{did(3)}", post, post, None),
        uri(4, "post", "3linv006"): ("quote", f"bluesky:{did(4)}", post, post, None),
        uri(5, "post", "3linv007"): ("quote", f"bluesky:{did(5)}", post, post, None),
        uri(6, "repost", "3linv008"): ("repost", f"bluesky:{did(6)}", None, post, None),
        uri(7, "post", "3linv009"): (
            *("post", f"bluesky:{did(7)}", None),
            *(uri(7, "post", "3linv009"), None),
        ),
    }
    events = events_of(result)
    assert events[post]["at"] == NOON and events[post]["urls"] == ["https://news.example/bread"]
    assert events[post]["account_name"] == "invented-a.example"
    # The answer claims 08:00; it was delivered at 04:03:01.329308 UTC.
    assert events[uri(3, "post", "3linv004")]["at"] == NOON.replace(minute=3, second=1, microsecond=329_308)
    assert ("jetstream_v1.jsonl", "claim_apart") in result.notes
    assert events[uri(4, "post", "3linv006")]["edited"] is True
    assert counters_of(result, post) == {"likes": 7, "reposts": 2, "comments": 1, "quotes": 2}
    assert events[uri(7, "post", "3linv009")]["at"] == NOON.replace(minute=8)
    assert counters_of(result, uri(7, "post", "3linv009"))["likes"] == 3
    # Seven lines, five lines, one record, a post and who reposted it, one line; thrice the same post, one edit.
    assert sums_of(result) == (16, 8, 3, 0, 5)


def test_an_act_of_mastodon_is_its_address(tmp_path: Path) -> None:
    result = taken("mastodon", tmp_path)
    post = "mastodon:https://two.example/users/jia/statuses/501"
    one = "mastodon:https://one.example/users"
    assert links_of(result) == {
        post: ("post", "mastodon:https://two.example/users/jia", None, post, None),
        f"{one}/yi/statuses/11402": ("repost", f"{one}/yi", None, post, "root_only"),
        f"{one}/bing/statuses/11403": ("quote", f"{one}/bing", post, post, None),
        f"{one}/ding/statuses/11404": ("post", f"{one}/ding", None, f"{one}/ding/statuses/11404", None),
        f"{one}/yi/statuses/11405": ("comment", f"{one}/yi", post, None, None),
        f"{one}/wu/statuses/11406": ("comment", f"{one}/wu", None, None, "in_thread"),
    }
    events = events_of(result)
    assert events[post]["urls"] == ["https://news.example/bread"]
    assert events[post]["own_text"] == "invented: bread #bread https://news.example/bread"
    assert events[f"{one}/yi/statuses/11402"]["at"] == NOON.replace(minute=1)
    assert events[f"{one}/ding/statuses/11404"]["edited"] is True
    assert counters_of(result, post) == {"reposts": 1, "likes": 7, "comments": 1, "quotes": 1}
    assert sums_of(result) == (7, 6, 1, 0, 0)
