"""Zeeschuimer NDJSON: what a browser was shown, item by item, and the same as 4CAT keeps it.

Read in digitalmethodsinitiative/zeeschuimer ffa2781 (js/zs-background.js, modules/): the envelope and its
order, `id` a row number, `timestamp_collected` and `last_updated` in milliseconds, `nav_index` as
session:tab:index; an item seen again may be kept twice or replace `data` while `timestamp_collected` stays;
`id` and `item_id` of answers to a post of X went through a JavaScript number and are rounded; `promoted`
adverts; a post may stand in `.tweet`. Read in digitalmethodsinitiative/4cat 227bead: names in `core` or
`legacy` of the user, the user may be absent, a retweet in `legacy.retweeted_status_result`, a quote in
`quoted_status_result`, perhaps a tombstone; TikTok's keys; the NDJSON that 4CAT keeps has the item's keys
on top and the envelope in `__import_meta`. Recalled: values of X such as `views.count` as text.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import links_to, snow, x_day
from tests.importing.layouts.made import SELF, Read, lines, t, u, unix

FIRST_MS, AGAIN_MS = 1_747_785_600_000, 1_747_872_000_000  # 2025-05-21 and 22, 00:00 UTC.
CLIENT = '<a href="https://app.example.invalid" rel="nofollow">Invented for Phone</a>'
WORDS = "mint grows quickly"


def wrapped(data: dict[str, Any], platform: str = "twitter.com", row: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "nav_index": "1747785599000:3:0",
        "item_id": data["id"],
        "timestamp_collected": FIRST_MS,
        "last_updated": FIRST_MS,
        "source_platform": platform,
        "source_platform_url": "https://x.com/search?q=mint",
        "source_url": "https://x.com/i/api/graphql/invented/SearchTimeline",
        "user_agent": "Mozilla/5.0 (invented)",
        "data": data,
        "id": row,
    } | more


def kept(row: dict[str, Any]) -> dict[str, Any]:
    """The same item as 4CAT keeps it."""
    return {**row["data"], "__import_meta": {key: value for key, value in row.items() if key != "data"}}


# ---------------------------------------------------------------------------------- X
def user(k: int, new: bool) -> dict[str, Any]:
    named = {
        "screen_name": f"fiction_{k}",
        "name": f"Fiction {k}",
        "created_at": "Fri Jan 02 03:04:05 +0000 2015",
    }
    counts = {"followers_count": 120 + k, "friends_count": 7, "statuses_count": 40}
    more = (
        {"core": named, "legacy": counts, "avatar": {"image_url": ""}}
        if new
        else {"legacy": {**named, **counts}}
    )
    return {
        "__typename": "User",
        "id": "VXNlcjpJbnZlbnRlZA==",
        "rest_id": u(k),
        "is_blue_verified": False,
        **more,
    }


def tweet(k: int, text: str, new: bool = True, **legacy: Any) -> dict[str, Any]:
    return {
        "__typename": "Tweet",
        "rest_id": snow(k),
        "core": {"user_results": {"result": user(k, new)}},
        "views": {"count": str(5000 + k), "state": "EnabledWithCount"},
        "source": CLIENT,
        "legacy": {
            "bookmark_count": 0,
            "created_at": x_day(k),
            "conversation_id_str": snow(k),
            "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
            "favorite_count": 30 + k,
            "full_text": text,
            "is_quote_status": False,
            "lang": "en",
            "quote_count": 40 + k,
            "reply_count": 20 + k,
            "retweet_count": 10 + k,
            "retweeted": False,
            "user_id_str": u(k),
            "id_str": snow(k),
            **legacy,
        },
        "id": snow(k),
        "promoted": False,
    }


def bare(one: dict[str, Any]) -> dict[str, Any]:
    """A post within another: it has not what the extension adds."""
    return {key: value for key, value in one.items() if key not in ("id", "promoted")}


def answer(k: int, above: int, text: str, new: bool = True) -> dict[str, Any]:
    named = {
        "in_reply_to_status_id_str": snow(above),
        "in_reply_to_user_id_str": u(above),
        "in_reply_to_screen_name": f"fiction_{above}",
    }
    row = tweet(k, text, new, conversation_id_str=snow(0), **named)
    return {**row, "id": int(float(snow(k)))}  # Rounded by JavaScript.


def posts(new: bool = True) -> list[dict[str, Any]]:
    root = tweet(0, WORDS, new)
    passed = tweet(
        1, f"RT @fiction_0: {WORDS}"[:20] + "…", new, retweeted_status_result={"result": bare(root)}
    )
    quote = tweet(2, "look at this https://t.co/i0", new, is_quote_status=True, quoted_status_id_str=snow(0))
    quote |= {
        "quoted_status_result": {"result": {"__typename": "TweetWithVisibilityResults", "tweet": bare(root)}}
    }
    return [root, passed, quote, answer(3, 0, "@fiction_0 really", new), answer(4, 3, "@fiction_3 yes", new)]


WANTED: dict[str, dict[str, Any]] = {
    snow(0): {
        "kind": "post",
        "root": SELF,
        "parent": None,
        "own": WORDS,
        "likes": 30,
        "reposts": 10,
        "views": 5000,
    },
    snow(1): {"kind": "repost", "root": snow(0), "parent": None, "own": None},
    snow(2): {"kind": "quote", "says": "look at this", "quotes": 42, "client": "Invented for Phone"},
    snow(3): {"kind": "comment", "parent": snow(0), "root": (snow(0), None), "says": "really"},
    snow(4): {"kind": "comment", "parent": snow(3), "root": (snow(0), None), "says": "yes"},
}


def check(done: Read) -> None:
    done.are(WANTED, prec=("s", "ms")).every(platform="x", at_conflict=(False, None))
    done.are(
        {snow(k): {"at": t(k), "account": u(k), "name": (f"fiction_{k}", f"Fiction {k}")} for k in range(5)}
    )
    links_to(done, snow(2), snow(0))
    done.never(ids=["1", str(int(float(snow(3))))])


@pytest.mark.parametrize("new", [False, True], ids=["names in legacy", "names in core"])
@pytest.mark.parametrize("form", [lambda row: row, kept], ids=["zeeschuimer", "4cat"])
def test_posts_of_x(tmp_path: Path, new: bool, form: Any) -> None:
    rows = [form(wrapped(one, row=k)) for k, one in enumerate(posts(new), 1)]
    check(Read(tmp_path, {"zeeschuimer-export.ndjson": lines(rows)}).gave(5, duplicates=None))


def test_a_post_without_its_user_is_still_its_accounts(tmp_path: Path) -> None:
    rows = posts()
    rows[0]["core"] = {"user_results": {}}
    done = Read(tmp_path, {"z.ndjson": lines([wrapped(rows[0]), wrapped(rows[3], row=2)])}).gave(2)
    done.are({snow(0): {"account": u(0), "name": None, "own": WORDS}})


def test_a_post_without_its_body_is_rejected_alone(tmp_path: Path) -> None:
    rows = posts()
    del rows[3]["legacy"]
    done = Read(tmp_path, {"z.ndjson": lines([wrapped(one, row=k) for k, one in enumerate(rows)])})
    assert done.sums()[0] == 4 and done.sums()[2] == 1
    done.are({snow(4): WANTED[snow(4)]})


def test_a_quote_of_what_is_gone_is_a_quote_of_nothing_known(tmp_path: Path) -> None:
    row = tweet(2, "look at this", is_quote_status=True)
    row["quoted_status_result"] = {
        "result": {"__typename": "TweetTombstone", "tombstone": {"text": {"text": "Gone."}}}
    }
    done = Read(tmp_path, {"z.ndjson": lines([wrapped(row), wrapped(posts()[3], row=2)])}).gave(2)
    done.are({snow(2): {"kind": ("quote", "post"), "account": u(2)}}).never(own=["Gone."])


def test_counters_are_of_the_last_update(tmp_path: Path) -> None:
    rows = [wrapped(posts()[0], last_updated=AGAIN_MS), wrapped(posts()[3], row=2)]
    done = Read(tmp_path, {"z.ndjson": lines(rows)}).gave(2)
    seen = dict(done.counters.select("event_id", "captured_at").unique().rows())
    assert int(seen[done.event(snow(0))["event_id"]].timestamp() * 1000) == AGAIN_MS
    assert int(seen[done.event(snow(3))["event_id"]].timestamp() * 1000) == FIRST_MS


def test_an_item_seen_on_another_visit_is_a_duplicate_with_its_own_counters(tmp_path: Path) -> None:
    later = posts()[0]
    later["legacy"]["favorite_count"] = 99
    rows = [wrapped(posts()[0]), wrapped(later, row=2, timestamp_collected=AGAIN_MS, last_updated=AGAIN_MS)]
    done = Read(tmp_path, {"z.ndjson": lines(rows)}).gave(1, duplicates=1)
    assert sorted(done.counters.filter(counter="likes")["value"]) == [30, 99]


# ---------------------------------------------------------------------------------- TikTok
def clip(k: int) -> str:
    return str((unix(k) << 32) + k)


def video(k: int, **more: Any) -> dict[str, Any]:
    author = {
        "id": f"68000000000000{k:05}",
        "uniqueId": f"fiction_{k}",
        "nickname": f"Fiction {k}",
        "secUid": "MS4wLjAB",
    }
    shown = {"diggCount": 30 + k, "commentCount": 20 + k, "shareCount": 10 + k, "playCount": 5000 + k}
    return {
        "id": clip(k), "desc": f"words {k}", "createTime": unix(k), "author": author, "stats": shown,
        "authorStats": {"followerCount": 120 + k, "diggCount": 3, "videoCount": 40}, "challenges": [],
        "textExtra": [],
        "music": {"id": "7505", "title": "original sound"}, "video": {"id": clip(k)},
        "duetInfo": {"duetFromId": "0"},
    } | more  # fmt: skip


def test_videos_of_tiktok(tmp_path: Path) -> None:
    rows = [wrapped(video(0), "tiktok.com"), wrapped(video(1, createTime=str(unix(1))), "tiktok.com", 2)]
    done = (
        Read(tmp_path, {"z.ndjson": lines(rows)})
        .gave(2)
        .every(platform="tiktok", kind="post", prec="s", parent=None)
    )
    for k in (0, 1):
        shown = {"likes": 30 + k, "comments": 20 + k, "shares|reposts": 10 + k, "plays|views": 5000 + k}
        done.are({clip(k): {"at": t(k), "own": f"words {k}", "account": f"68000000000000{k:05}", **shown}})
        done.are({clip(k): {"name": (f"fiction_{k}", f"Fiction {k}")}})
    done.never(ids=["7505"])


def test_comments_of_tiktok(tmp_path: Path) -> None:
    def comment(k: int, thread: str) -> dict[str, Any]:
        who = {"uid": f"68000000000000{k:05}", "unique_id": f"fiction_{k}", "nickname": f"Fiction {k}"}
        return {
            "cid": clip(k), "aweme_id": clip(0), "text": f"words {k}", "create_time": unix(k),
            "digg_count": 30 + k,
            "reply_id": thread, "reply_to_reply_id": "0", "user": who, "reply_comment_total": 1,
            "stick_position": 0,
            "comment_language": "en", "share_info": {"url": "https://m.tiktok.com/v/1.html?x",
            "title": "another's words"},
            "id": clip(k),
        }  # fmt: skip

    rows = [
        wrapped(comment(k, thread), "tiktok-comments", k)
        for k, thread in ((1, "0"), (2, clip(1)), (3, clip(1)))
    ]
    done = Read(tmp_path, {"z.ndjson": lines(rows)}).gave(3)
    done.every(platform="tiktok", kind="comment", root=clip(0), prec="s").never(
        own=["another's words"], ids=["0"]
    )
    for k in (1, 2, 3):
        above = (None, clip(0)) if k == 1 else (None, clip(1))
        done.are(
            {
                clip(k): {
                    "at": t(k),
                    "own": f"words {k}",
                    "account": f"68000000000000{k:05}",
                    "likes": 30 + k,
                    "parent": above,
                }
            }
        )


# ---------------------------------------------------------------------------------- Instagram and Threads
def photo(k: int, **more: Any) -> dict[str, Any]:
    number = f"36000000000000000{k}"
    return {
        "pk": number, "id": f"{number}_5500{k}", "code": f"DInVeNt{k}", "taken_at": unix(k), "media_type": 1,
        "caption": {"text": f"words {k}", "pk": "1800"}, "like_count": 30 + k, "comment_count": 20 + k,
        "user": {"pk": f"5500{k}", "id": f"5500{k}", "username": f"fiction_{k}", "full_name": f"Fiction {k}"},
    } | more  # fmt: skip


def check_photos(done: Read, platform: str) -> None:
    done.every(platform=platform, kind="post", prec="s", parent=None)
    for k in (0, 1):
        done.are({f"DInVeNt{k}": {"at": t(k), "own": f"words {k}", "account": f"5500{k}", "likes": 30 + k}})
        done.are({f"DInVeNt{k}": {"name": (f"fiction_{k}", f"Fiction {k}")}})


def test_posts_of_instagram(tmp_path: Path) -> None:
    rows = [wrapped(photo(k), "instagram.com", k + 1) for k in (0, 1)]
    done = Read(tmp_path, {"z.ndjson": lines(rows)}).gave(2)
    check_photos(done, "instagram")
    done.are({"DInVeNt1": {"comments": 21}})


def test_a_part_of_a_post_has_neither_words_nor_moment(tmp_path: Path) -> None:
    part = {key: value for key, value in photo(2).items() if key not in ("taken_at", "caption", "like_count")}
    rows = [wrapped({**part, "_zs_partial": True}, "instagram.com"), wrapped(photo(1), "instagram.com", 2)]
    done = Read(tmp_path, {"z.ndjson": lines(rows)})
    assert done.sums()[0] + done.sums()[2] == 2 and done.sums()[0] >= 1
    for event in done.events.filter(account_id="instagram:55002").to_dicts():
        done.is_(event, {"at": None, "text": None, "own": None, "likes": None})


def test_posts_of_threads(tmp_path: Path) -> None:
    info = {"direct_reply_count": 20, "repost_count": 10, "quote_count": 40, "link_preview_attachment": None}
    rows = [wrapped(photo(k, text_post_app_info=info), "threads.net", k + 1) for k in (0, 1)]
    done = Read(tmp_path, {"z.ndjson": lines(rows)}).gave(2)
    check_photos(done, "threads")
    done.every(reposts=10, comments=20, quotes=40)


def test_a_count_of_nought_is_a_count(tmp_path: Path) -> None:
    info = {"direct_reply_count": 0, "repost_count": 0, "quote_count": 0, "link_preview_attachment": None}
    row = wrapped(photo(1, text_post_app_info=info, like_count=0), "threads.net")
    Read(tmp_path, {"z.ndjson": lines([row])}).gave(1).every(reposts=0, comments=0, quotes=0, likes=0)


def test_nobody_saw_or_answered_it_is_a_count(tmp_path: Path) -> None:
    row = tweet(0, WORDS, reply_count=0, quote_count=0) | {"views": {"count": "0"}}
    Read(tmp_path, {"z.ndjson": lines([wrapped(row)])}).gave(1).every(comments=0, quotes=0, views=0)
