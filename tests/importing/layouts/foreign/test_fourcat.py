"""4CAT: the CSV of each data source.

Read in digitalmethodsinitiative/4cat 227bead (map_item of each data source): the columns and their order;
that what is missing is an empty cell (a count of X API v2: 0) and lists are joined by commas;
`unix_timestamp` is right while `timestamp` is the server's clock for most sources (UTC for X and TikTok);
Bluesky's `timestamp` is unix seconds; Telegram's `id` is `<chat>-<message>` and `reply_to` the bare number;
the columns of counts of X API v2 come in any order; a retweet's `body` is `RT @name: ` and the whole
original; the original's id stands nowhere; TikTok's `author` is a handle, RedNote's a name. Files are UTF-8
without a byte order mark.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import links_to, snow, zulu
from tests.importing.layouts.made import Read, cells, n, read_or_refused, t, table, top, u, unix

PREC = ("s", "ms")
SEEN = "https://x.com/search?q=mint"


def server(k: int) -> str:
    """The moment of act k on the clock of a server in Amsterdam in summer."""
    return (t(k) + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S")


def read(folder: Path, head: str, rows: list[dict[str, Any]], **stated: Any) -> Read:
    return Read(folder, {"4cat.csv": table(head, cells(head, rows), "utf-8")}, **stated)


# ---------------------------------------------------------------------------------- X
X_HEAD = (
    "collected_from_url,id,thread_id,timestamp,unix_timestamp,link,body,author,author_fullname,author_id,"
    "author_avatar_url,author_banner_url,verified,source,language_guess,possibly_sensitive,"
    "retweet_count,reply_count,"
    "like_count,quote_count,impression_count,is_retweet,retweeted_user,is_quote_tweet,quote_tweet_id,"
    "quote_author,"
    "quote_body,quote_images,quote_videos,is_quote_withheld,is_reply,replied_author,is_withheld,"
    "hashtags,urls,images,"
    "videos,mentions,long_lat,place_name"
)
WORDS = "mint grows quickly"


def tweet(k: int, body: str, **more: Any) -> dict[str, Any]:
    return {
        "collected_from_url": SEEN,
        "id": snow(k),
        "thread_id": snow(k),
        "timestamp": zulu(k, "%Y-%m-%d %H:%M:%S"),
        "unix_timestamp": unix(k),
        "link": f"https://x.com/fiction_{k}/status/{snow(k)}",
        "body": body,
        "author": f"fiction_{k}",
        "author_fullname": f"Fiction {k}",
        "author_id": u(k),
        "verified": "False",
        "source": "Invented for Phone",
        "language_guess": "en",
        "possibly_sensitive": "no",
        "retweet_count": 10 + k,
        "reply_count": 20 + k,
        "like_count": 30 + k,
        "quote_count": 40 + k,
        "impression_count": "",
        "is_retweet": "no",
        "is_quote_tweet": "no",
        "is_reply": "no",
        "is_withheld": "no",
    } | more


X_ROWS = [
    tweet(0, WORDS, impression_count="5000", urls="https://example.invalid/a,https://example.invalid/b"),
    tweet(1, f"RT @fiction_0: {WORDS}", is_retweet="yes", retweeted_user="fiction_0"),
    tweet(
        2,
        "look at this",
        is_quote_tweet="yes",
        quote_tweet_id=snow(0),
        quote_author="fiction_0",
        quote_body=WORDS,
    ),
    tweet(3, "@fiction_0 really", thread_id=snow(0), is_reply="yes", replied_author="fiction_0"),
]


def check_x(done: Read) -> None:
    done.are(
        {
            snow(0): {
                "kind": "post",
                "parent": None,
                "own": WORDS,
                "likes": 30,
                "comments": 20,
                "views": 5000,
            },
            snow(1): {"kind": "repost", "root": None, "parent": None, "own": None},
            snow(3): {"kind": "comment", "parent": None, "root": (snow(0), None), "says": "really"},
        }
    )
    done.are(
        {
            snow(k): {"at": t(k), "account": u(k), "name": (f"fiction_{k}", f"Fiction {k}")}
            for k in (0, 1, 2, 3)
        }
    )
    done.every(platform="x", prec=PREC, at_conflict=(False, None))


def test_x_names_only_whom_it_passes_on_or_answers(tmp_path: Path) -> None:
    done = read(tmp_path, X_HEAD, X_ROWS).gave(4)
    check_x(done)
    done.are(
        {snow(2): {"kind": "quote", "own": "look at this", "views": None, "client": "Invented for Phone"}}
    )
    links_to(done, snow(2), snow(0))
    assert done.event(snow(0))["urls"] == ["https://example.invalid/a", "https://example.invalid/b"]


V2_HEAD = (
    "id,thread_id,timestamp,unix_timestamp,link,subject,body,author,author_fullname,author_id,"
    "author_followers,source,"
    "language_guess,possibly_sensitive,quote_count,impression_count,like_count,bookmark_count,retweet_count,"
    "reply_count,is_retweet,retweeted_user,is_quote_tweet,quoted_user,is_reply,replied_user,hashtags,"
    "urls,images,"
    "videos,mentions,long_lat,place_name"
)


def test_x_of_the_second_interface(tmp_path: Path) -> None:
    rows = [{**one, "quoted_user": one.get("quote_author", ""), "author_followers": 120} for one in X_ROWS]
    done = read(tmp_path, V2_HEAD, rows).gave(4)
    check_x(done)
    done.are({snow(2): {"kind": "quote", "root": None, "parent": None, "own": "look at this"}})


def test_the_columns_of_counts_may_stand_in_any_order(tmp_path: Path) -> None:
    counts = "quote_count,impression_count,like_count,bookmark_count,retweet_count,reply_count"
    turned = ",".join(reversed(counts.split(",")))
    check_x(read(tmp_path, V2_HEAD.replace(counts, turned), X_ROWS).gave(4))


# ---------------------------------------------------------------------------------- TikTok
TIKTOK_HEAD = (
    "collected_from_url,id,thread_id,author,author_full,author_followers,author_likes,author_videos,"
    "author_avatar,body,"
    "stickers,timestamp,unix_timestamp,is_duet,is_ad,is_paid_partnership,is_sensitive,is_photosensitive,"
    "music_name,"
    "music_id,music_url,music_thumbnail,music_author,video_url,tiktok_url,thumbnail_url,likes,comments,"
    "shares,plays,"
    "hashtags,challenges,diversification_labels,location_created,effects,warning"
)
TIKTOK_COMMENTS_HEAD = (
    "collected_from_url,id,thread_id,author,author_full,author_avatar_url,body,timestamp,unix_timestamp,"
    "likes,replies,"
    "post_id,post_url,post_body,comment_url,is_liked_by_post_author,is_sticky,is_comment_on_comment,"
    "language_guess"
)


def clip(k: int) -> str:
    """A TikTok id: 19 digits whose upper 32 bits are the second."""
    return str((unix(k) << 32) + k)


def test_tiktok_videos(tmp_path: Path) -> None:
    rows = [
        {"id": clip(k), "thread_id": clip(k), "author": f"fiction_{k}", "author_full": f"Fiction {k}",
            "body": f"words {k}",
         "timestamp": zulu(k, "%Y-%m-%d %H:%M:%S"), "unix_timestamp": unix(k), "is_duet": "no", "is_ad": "no",
         "music_name": "original sound", "music_id": "7505", "likes": 30 + k, "comments": 20 + k,
         "shares": 10 + k,
         "plays": 5000 + k, "author_followers": 120 + k, "location_created": "NL", "hashtags": "mint,ate"}
        for k in (0, 1)
    ]  # fmt: skip
    done = (
        read(tmp_path, TIKTOK_HEAD, rows).gave(2).every(platform="tiktok", kind="post", prec="s", parent=None)
    )
    for k in (0, 1):
        shown = {"likes": 30 + k, "comments": 20 + k, "shares|reposts": 10 + k, "plays|views": 5000 + k}
        who = {"account": (None, f"fiction_{k}"), "name": (f"fiction_{k}", f"Fiction {k}")}
        done.are({clip(k): {"at": t(k), "own": f"words {k}", "region": (None, "NL"), **who, **shown}})
    done.never(ids=["7505"]).authors(2)


def test_tiktok_comments(tmp_path: Path) -> None:
    def row(k: int, thread: str, nested: str) -> dict[str, Any]:
        return {
            "id": clip(k), "thread_id": thread, "author": f"fiction_{k}", "author_full": f"Fiction {k}",
            "body": f"words {k}",
            "timestamp": server(k), "unix_timestamp": unix(k), "likes": 30 + k, "replies": k,
            "post_id": clip(0),
            "post_body": "another's words", "is_comment_on_comment": nested, "is_sticky": "no",
            "language_guess": "en",
        }  # fmt: skip

    done = read(
        tmp_path,
        TIKTOK_COMMENTS_HEAD,
        [row(1, clip(0), "no"), row(2, clip(1), "yes"), row(3, clip(1), "yes")],
    )
    done.gave(3).every(platform="tiktok", kind="comment", root=clip(0), prec="s").never(
        own=["another's words"]
    )
    done.are(
        {
            clip(1): {"parent": top(clip(0))},
            clip(2): {"parent": (clip(1), None)},
            clip(3): {"parent": (clip(1), None)},
        }
    )
    done.are({clip(k): {"at": t(k), "own": f"words {k}", "likes": 30 + k} for k in (1, 2, 3)})


# ---------------------------------------------------------------------------------- Douyin and RedNote
DOUYIN_HEAD = (
    "collected_from_url,id,thread_id,subject,body,timestamp,post_url,region,hashtags,mentions,video_tags,"
    "prevent_download,video_url,video_thumbnail,video_duration,image_urls,music_author,music_title,music_url,"
    "collect_count,comment_count,digg_count,download_count,forward_count,play_count,share_count,"
    "count_total_streams_viewers,count_current_stream_viewers,author_user_id,author_nickname,"
    "author_profile_url,"
    "author_thumbnail_url,author_region,author_is_ad_fake,part_of_collection,4CAT_first_video_displayed,"
    "collection_id,"
    "collection_name,place_in_collection,unix_timestamp"
)


def test_douyin_takes_the_unix_time(tmp_path: Path) -> None:
    rows = [
        {"id": clip(k), "thread_id": "0", "subject": "Post", "body": f"关于薄荷{k}", "timestamp": server(k),
         "unix_timestamp": unix(k), "author_user_id": u(k), "author_nickname": n(k), "digg_count": 30 + k,
         "comment_count": 20 + k, "share_count": 10 + k, "play_count": "Unknown", "collection_id": "7777"}
        for k in (0, 1)
    ]  # fmt: skip
    done = read(tmp_path, DOUYIN_HEAD, rows).gave(2).every(platform="douyin", kind="post", prec="s")
    for k in (0, 1):
        shown = {"likes": 30 + k, "comments": 20 + k, "shares|reposts": 10 + k, "plays|views": None}
        done.are({clip(k): {"at": t(k), "own": f"关于薄荷{k}", "account": u(k), "name": n(k), **shown}})
    done.never(ids=["7777", "0"])


REDNOTE_COMMENTS_HEAD = (
    "collected_from_url,id,thread_id,url,body,timestamp,author,author_avatar_url,ip_location,likes,replies,"
    "unix_timestamp"
)


def test_comments_on_rednote_have_names_and_no_parents(tmp_path: Path) -> None:
    note = "682bcd900000000021030001"
    rows = [
        {"id": f"682bcd90000000001c00000{k}", "thread_id": note, "body": f"评论{k}", "timestamp": server(k),
            "author": n(k),
         "ip_location": "浙江", "likes": "1.2万" if k == 2 else k, "replies": 0, "unix_timestamp": unix(k)}
        for k in (1, 2)
    ]  # fmt: skip
    done = read(tmp_path, REDNOTE_COMMENTS_HEAD, rows).gave(2)
    done.every(kind="comment", root=note, parent=None, account=None, region="浙江", prec="s")
    for k in (1, 2):
        likes = 12_000 if k == 2 else k
        done.are(
            {f"682bcd90000000001c00000{k}": {"at": t(k), "own": f"评论{k}", "name": n(k), "likes": likes}}
        )


# ---------------------------------------------------------------------------------- Telegram
TELEGRAM_HEAD = (
    "id,thread_id,chat,author,author_username,author_name,author_is_bot,body,body_markdown,is_reply,"
    "reply_to,views,"
    "reactions,restriction_reason,chat_restriction_reason,message_noforwards,chat_noforwards,timestamp,"
    "unix_timestamp,"
    "timestamp_edited,unix_timestamp_edited,author_forwarded_from_name,author_forwarded_from_username,"
    "author_forwarded_from_id,entities_linked,entities_mentioned,all_connections,timestamp_forwarded_from,"
    "unix_timestamp_forwarded_from,link_title,link_description,link_attached,attachment_type,attachment_data,"
    "attachment_filename"
)


def telegram(k: int, body: str, chat: str = "inventedherbs", **more: Any) -> dict[str, Any]:
    return {
        "id": f"{chat}-{50 + k}", "thread_id": chat, "chat": chat, "author": f"{7000 + k}",
        "author_username": f"fiction_{k}",
        "author_name": f"Fiction {k}", "author_is_bot": "no", "body": body, "is_reply": "False",
        "views": 5000 + k,
        "message_noforwards": "no", "chat_noforwards": "no", "timestamp": server(k),
        "unix_timestamp": unix(k),
    } | more  # fmt: skip


def test_telegram_answers_within_its_chat(tmp_path: Path) -> None:
    moved: dict[str, Any] = {"author_forwarded_from_name": "Another channel",
                             "author_forwarded_from_id": "4200000002",
             "author_forwarded_from_username": "another",
             "unix_timestamp_forwarded_from": unix(0)}  # fmt: skip
    rows = [
        telegram(1, "mint grows", timestamp_edited=server(5), unix_timestamp_edited=unix(5)),
        telegram(2, "really", is_reply="True", reply_to="51"),
        telegram(3, "what another wrote", **moved),
        telegram(4, "elsewhere", chat="othergroup", is_reply="True", reply_to="51"),
        telegram(5, "no author", author="", author_username="", author_name="", views=""),
    ]
    done = read(tmp_path, TELEGRAM_HEAD, rows).gave(5).every(platform="telegram", prec="s")
    done.are(
        {
            "51": {"kind": "post", "parent": None, "own": "mint grows", "edited": True, "views": 5001},
            "52": {"kind": "comment", "own": "really"},
            "53": {"kind": "repost", "parent": None, "root": None, "own": None},
            "54": {"kind": "comment"},
            "55": {"account": None, "name": None, "views": None},
        }
    )
    done.are({f"5{k}": {"at": t(k), "account": (f"{7000 + k}", f"user{7000 + k}")} for k in (1, 2, 3, 4)})
    assert done.event("52")["stated_parent_id"] == done.event("51")["event_id"]
    elsewhere = done.event("54")["stated_parent_id"]
    assert elsewhere.endswith("51") and "othergroup" in elsewhere


def test_one_number_in_two_chats_is_two_messages(tmp_path: Path) -> None:
    done = read(tmp_path, TELEGRAM_HEAD, [telegram(1, "a"), telegram(1, "b", chat="othergroup")]).gave(2)
    assert done.events["event_id"].n_unique() == 2


# ---------------------------------------------------------------------------------- Bluesky
BLUESKY_HEAD = (
    "collected_at,query,rank,id,thread_id,created_at,author,author_id,body,link,tags,like_count,"
    "quote_count,reply_count,"
    "repost_count,quoted_post,quoted_user,replied_to_post,replied_to_user,replies_allowed,mentions,"
    "links,images,labels,"
    "has_poll,languages,author_display_name,author_profile,author_avatar,author_created_at,timestamp"
)


def sky(k: int) -> str:
    return f"did:plc:inventedinventedinvent{'bcdefg'[k]}a/app.bsky.feed.post/3lpinvented{'bcdefg'[k]}2"


def page(k: int) -> str:
    return f"https://bsky.app/profile/fiction{k}.invalid/post/3lpinvented{'bcdefg'[k]}2"


def bluesky(k: int, body: str, root: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "collected_at": "2025-05-21T10:00:00.123456", "query": "mint", "rank": k, "id": f"at://{sky(k)}",
        "thread_id": f"at://{sky(k if root is None else root)}",
        "created_at": t(k).strftime("%Y-%m-%dT%H:%M:%S.120000+00:00"),
        "author": f"fiction{k}.invalid", "author_id": sky(k).split("/", maxsplit=1)[0], "body": body,
        "link": page(k),
        "like_count": 30 + k, "quote_count": 40 + k, "reply_count": 20 + k, "repost_count": 10 + k,
        "has_poll": "False",
        "languages": "en", "author_display_name": f"Fiction {k}", "timestamp": unix(k),
    } | more  # fmt: skip


def test_bluesky_roots_are_ids_and_the_answered_are_pages(tmp_path: Path) -> None:
    rows = [
        bluesky(0, "mint grows"),
        bluesky(1, "really", 0, replied_to_post=page(0), replied_to_user="fiction0.invalid"),
        bluesky(2, "yes", 0, replied_to_post=page(1), replied_to_user="fiction1.invalid"),
        bluesky(3, "look", quoted_post=page(0), quoted_user="fiction0.invalid"),
        bluesky(4, "look", quoted_post="DELETED"),
    ]
    done = read(tmp_path, BLUESKY_HEAD, rows).gave(5).every(platform="bluesky", prec=("s", "ms", "us"))
    done.are(
        {
            sky(0): {
                "kind": "post",
                "parent": None,
                "own": "mint grows",
                "likes": 30,
                "reposts": 10,
                "quotes": 40,
            },
            sky(1): {"kind": "comment", "root": sky(0), "parent": (sky(0), None)},
            sky(2): {"kind": "comment", "root": sky(0), "parent": (sky(1), None)},
            sky(3): {"kind": "quote", "own": "look"},
            sky(4): {"kind": "quote", "parent": None, "root": None},
        }
    )
    for k in range(5):
        event = done.event(sky(k))
        assert t(k) <= event["at"] < t(k) + timedelta(seconds=1)
        done.is_(
            event,
            {"account": sky(k).split("/", maxsplit=1)[0], "name": (f"fiction{k}.invalid", f"Fiction {k}")},
        )
    done.never(ids=["DELETED"])


# ---------------------------------------------------------------------------------- Threads
THREADS_HEAD = (
    "collected_from_url,id,thread_id,url,body,timestamp,author,author_is_verified,author_avatar,"
    "image_url,video_url,"
    "audio_url,link_url,link_thumbnail_url,is_paid_partnership,likes,reposts,replies,quotes,hashtags,unix_timestamp"
)


def test_threads_has_names_and_no_links(tmp_path: Path) -> None:
    rows = [
        {"id": f"DInVeNt{k}", "thread_id": f"DInVeNt{k}", "body": f"words {k}", "timestamp": server(k),
         "author": f"fiction_{k}", "author_is_verified": "no", "link_url": "https://example.invalid/a,b",
         "likes": 30 + k, "reposts": 10 + k, "replies": 20 + k, "quotes": 40 + k, "unix_timestamp": unix(k)}
        for k in (0, 1)
    ]  # fmt: skip
    done = (
        read(tmp_path, THREADS_HEAD, rows)
        .gave(2)
        .every(platform="threads", kind="post", parent=None, prec="s")
    )
    for k in (0, 1):
        shown = {"likes": 30 + k, "reposts": 10 + k, "comments": 20 + k, "quotes": 40 + k}
        who = {"account": (None, f"fiction_{k}"), "name": f"fiction_{k}"}
        done.are({f"DInVeNt{k}": {"at": t(k), "own": f"words {k}", **who, **shown}})


# ---------------------------------------------------------------------------------- saved by a spreadsheet
def test_an_id_that_a_spreadsheet_rounded_is_read_from_the_link(tmp_path: Path) -> None:
    rows = [{**one, "id": "1.92463E+18", "thread_id": "1.92463E+18"} for one in X_ROWS]
    done = read_or_refused(tmp_path, {"4cat.csv": table(X_HEAD, cells(X_HEAD, rows), "utf-8-sig")})
    if done is not None:
        done.gave(4).are({snow(k): {"at": t(k), "account": u(k)} for k in range(4)})
        done.are({snow(3): {"root": None, "parent": None}})


def test_an_address_that_javascript_rounded_is_no_sibling(tmp_path: Path) -> None:
    """4CAT makes the link to an answer of a number of JavaScript: 17 digits of it are right, the rest noughts."""
    whole, rounded = snow(3), f"{int(snow(3)[:17])}00"
    rows = [{**X_ROWS[3], "link": f"https://x.com/fiction_3/status/{rounded}"}, X_ROWS[0]]
    done = read(tmp_path, X_HEAD, rows).gave(2).never(ids=[rounded])
    assert done.event(whole)["kind"] == "comment"
    lost = read(tmp_path / "lost", X_HEAD, [{**rows[0], "id": "1.92463E+18"}, X_ROWS[0]]).gave(1, rejected=1)
    assert lost.rejected["reason"].to_list() == ["id_destroyed"]


@pytest.mark.parametrize("head, address", [(TIKTOK_HEAD, "tiktok_url"), (DOUYIN_HEAD, "post_url")])
def test_a_rounded_id_of_a_video_is_read_from_its_address(tmp_path: Path, head: str, address: str) -> None:
    rows = [
        {"id": "7.50631E+18", "body": f"words {k}", "unix_timestamp": unix(k),
         address: f"https://www.example.invalid/@fiction/video/{clip(k)}"}
        for k in (1, 2)
    ]  # fmt: skip
    read(tmp_path, head, rows).gave(2).are({clip(k): {"own": f"words {k}", "at": t(k)} for k in (1, 2)})


def test_a_zone_that_a_person_states_does_not_move_the_unix_time(tmp_path: Path) -> None:
    check_x(read(tmp_path, X_HEAD, X_ROWS, timezone="Asia/Shanghai").gave(4))
