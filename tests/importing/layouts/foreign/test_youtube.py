"""YouTube: threads and answers of the Data API, comments that yt-dlp writes, and YouTube Data Tools.

In the maker's documentation: the nesting of `commentThread` and `comment`, that `replies.comments` is a
part of `totalReplyCount`, `publishedAt` and `updatedAt`. Read in yt-dlp 81ecd58 and later (_video.py): the
keys of a comment, `parent` is `root` or the top of the thread, `timestamp` is computed from `_time_text`,
`author_id` and `like_count` may be missing, an answer's id is the top's id, a point and a suffix. Read in
4CAT 227bead (import_formats.py): columns of YouTube Data Tools that are relied on and `publishedAt` without
a zone. Recalled: the list responses around the items, that an answer's `snippet` may lack `videoId`,
`authorChannelId` missing for closed channels, `epoch` in an info.json, the other columns of YouTube Data
Tools.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import zulu
from tests.importing.layouts.made import Read, cells, document, lines, read_or_refused, t, table, top, unix

VIDEO = "fIcTiOn0001"
COARSE = ("week", "month", "year")


def channel(k: int) -> str:
    return f"UCfiction{k:015}"


def own(k: int, above: int | None = None) -> str:
    """A comment's id; an answer's begins with the id of its top."""
    return f"UgxFiction{k:06}AaABAg" if above is None else f"{own(above)}.9Invented{k:02}"


def comment(k: int, words: str, above: int | None = None, **more: Any) -> dict[str, Any]:
    snippet = {
        "channelId": "UCtheVideosOwnChannel0000",
        "videoId": VIDEO,
        "textDisplay": f"<b>{words}</b><br>&amp; more",
        "textOriginal": f"{words}\n& more",
        "authorDisplayName": f"@fiction-{k}",
        "authorProfileImageUrl": "https://example.invalid/1.jpg",
        "authorChannelUrl": f"http://www.youtube.com/@fiction-{k}",
        "authorChannelId": {"value": channel(k)},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": 30 + k,
        "publishedAt": zulu(k, "%Y-%m-%dT%H:%M:%SZ"),
        "updatedAt": zulu(k, "%Y-%m-%dT%H:%M:%SZ"),
    }
    if above is not None:
        snippet["parentId"] = own(above)
    return {
        "kind": "youtube#comment",
        "etag": "invented",
        "id": own(k, above),
        "snippet": {**snippet, **more},
    }


def thread(one: dict[str, Any], answers: list[dict[str, Any]], total: int) -> dict[str, Any]:
    shown = {"channelId": "UCtheVideosOwnChannel0000", "videoId": VIDEO, "topLevelComment": one,
        "canReply": True,
             "totalReplyCount": total, "isPublic": True}  # fmt: skip
    row = {"kind": "youtube#commentThread", "etag": "invented", "id": one["id"], "snippet": shown}
    return row | ({"replies": {"comments": answers}} if answers else {})


def page(items: list[Any], kind: str = "commentThread") -> dict[str, Any]:
    info = {"totalResults": len(items), "resultsPerPage": 100}
    return {
        "kind": f"youtube#{kind}ListResponse",
        "etag": "invented",
        "nextPageToken": "x",
        "pageInfo": info,
        "items": items,
    }


THREADS = [
    thread(comment(1, "mint"), [comment(2, "really", 1), comment(3, "@fiction-2 yes", 1)], 5),
    thread(comment(4, "ate"), [], 0),
]
WANTED: dict[str, dict[str, Any]] = {
    own(1): {"parent": top(VIDEO), "own": "mint\n& more", "account": channel(1), "comments": 5},
    own(2, 1): {"parent": (own(1), None), "own": "really\n& more", "account": channel(2)},
    own(3, 1): {"parent": (own(1), None), "account": channel(3), "says": "yes\n& more"},
    own(4): {"parent": top(VIDEO), "own": "ate\n& more", "account": channel(4), "comments": (0, None)},
}


def check(done: Read) -> None:
    done.are(WANTED, kind="comment", root=VIDEO, prec="s").every(platform="youtube")
    moments = {native: k for k, native in enumerate(WANTED, 1)}
    done.are(
        {native: {"at": t(k), "likes": 30 + k, "name": f"@fiction-{k}"} for native, k in moments.items()}
    )


FORMS = {
    "page.json": document(page(THREADS)),
    "pages.jsonl": lines([page(THREADS[:1]), page(THREADS[1:])]),
    "pages.json": document([page(THREADS[:1]), page(THREADS[1:])]),
    "items.jsonl": lines(THREADS),
    "items.json": document(THREADS),
}


@pytest.mark.parametrize("name", FORMS)
def test_threads_of_the_interface(tmp_path: Path, name: str) -> None:
    check(Read(tmp_path, {name: FORMS[name]}).gave(4))


def test_answers_asked_for_apart_complete_a_thread(tmp_path: Path) -> None:
    answers = [comment(2, "really", 1), comment(3, "@fiction-2 yes", 1), comment(5, "more", 1)]
    for one in answers:
        del one["snippet"]["videoId"]
    files = {"threads.json": document(page(THREADS)), "answers.json": document(page(answers, "comment"))}
    done = Read(tmp_path, files).gave(5, duplicates=2)
    done.are(
        {
            own(5, 1): {
                "kind": "comment",
                "parent": (own(1), None),
                "root": (VIDEO, None),
                "at": t(5),
                "account": channel(5),
            }
        }
    )


def test_an_edit_and_a_closed_channel(tmp_path: Path) -> None:
    changed, closed = comment(1, "mint", updatedAt=zulu(9, "%Y-%m-%dT%H:%M:%SZ")), comment(2, "ate")
    del closed["snippet"]["authorChannelId"]
    closed["snippet"] |= {"authorDisplayName": "", "authorChannelUrl": ""}
    done = Read(tmp_path, {"x.json": document(page([thread(changed, [], 0), thread(closed, [], 0)]))}).gave(2)
    done.are(
        {
            own(1): {"edited": True, "at": t(1)},
            own(2): {"account": None, "name": None, "edited": (False, None)},
        }
    )


def test_without_the_plain_text_the_markup_is_taken_off(tmp_path: Path) -> None:
    one = comment(1, "mint")
    del one["snippet"]["textOriginal"]
    done = Read(tmp_path, {"x.json": document(page([thread(one, [], 0), THREADS[1]]))}).gave(2)
    done.are({own(1): {"own": "mint\n& more"}})


# ---------------------------------------------------------------------------------- yt-dlp
def scraped(k: int, words: str, when: str, above: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": own(k, above), "parent": "root" if above is None else own(above), "text": words,
        "like_count": 30 + k,
        "author_id": channel(k), "author": f"@fiction-{k}",
        "author_thumbnail": "https://example.invalid/1.jpg",
        "author_is_uploader": False, "author_is_verified": False,
        "author_url": f"https://www.youtube.com/@fiction-{k}",
        "is_favorited": False, "_time_text": when, "timestamp": unix(k),
    } | more  # fmt: skip


def info(comments: list[Any]) -> bytes:
    return document(
        {
            "id": VIDEO, "title": "An invented film", "description": "about mint", "channel_id": channel(9),
            "channel": "Fiction 9", "uploader": "Fiction 9", "uploader_id": "@fiction-9",
            "upload_date": "20250520",
            "timestamp": unix(0), "view_count": 5000, "like_count": 300, "comment_count": 12, "duration": 60,
            "webpage_url": f"https://www.youtube.com/watch?v={VIDEO}", "extractor": "youtube",
            "extractor_key": "Youtube",
            "epoch": unix(0) + 86_400 * 20, "comments": comments, "_type": "video",
        }
    )  # fmt: skip


SCRAPED = [
    scraped(1, "mint", "2 weeks ago"),
    scraped(2, "really", "13 days ago (edited)", 1),
    scraped(3, "@fiction-2 yes", "1 year ago", 1),
    scraped(4, "ate", "5 hours ago", author_id=None),
]


def test_comments_that_yt_dlp_wrote(tmp_path: Path) -> None:
    done = Read(tmp_path, {f"film [{VIDEO}].info.json": info(SCRAPED)})
    assert done.sums()[0] in (4, 5) and done.sums()[2] == 0  # The film itself may be a record.
    natives = {1: own(1), 2: own(2, 1), 3: own(3, 1), 4: own(4)}
    for k, native in natives.items():
        done.are({native: {"kind": "comment", "root": VIDEO, "likes": 30 + k, "name": f"@fiction-{k}"}})
        done.are({native: {"account": None if k == 4 else channel(k)}})
    done.are({own(1): {"parent": top(VIDEO)}, own(4): {"parent": top(VIDEO)}})
    done.are(
        {own(2, 1): {"parent": None, "own": "really"}, own(3, 1): {"parent": None}}
    )  # The thread is no parent.


def test_a_time_that_was_computed_from_words_is_never_exact(tmp_path: Path) -> None:
    done = Read(tmp_path, {"film.info.json": info(SCRAPED)})
    for native, honest in (
        (own(1), COARSE),
        (own(2, 1), ("day", *COARSE)),
        (own(3, 1), COARSE),
        (own(4), ("h", "day")),
    ):
        event = done.event(native)
        assert event["at"] is None or event["at_precision"] in honest, native
    assert done.event(own(2, 1))["edited"] in (True, False, None)


def test_a_film_without_comments_is_no_comment(tmp_path: Path) -> None:
    done = read_or_refused(tmp_path, {"film.info.json": info([])})
    assert done is None or done.events.filter(kind="comment").is_empty()


# ---------------------------------------------------------------------------------- YouTube Data Tools
TOOLS_HEAD = (
    "id,replyCount,likeCount,publishedAt,authorName,text,authorChannelId,authorChannelUrl,isReply,isReplyTo,"
    "isReplyToName"
)


def test_the_table_of_youtube_data_tools(tmp_path: Path) -> None:
    rows = [
        {"id": own(1), "replyCount": 2, "likeCount": 31, "publishedAt": zulu(1, "%Y-%m-%d %H:%M:%S"),
            "authorName": "@fiction-1",
         "text": 'a \\"mint\\", b', "authorChannelId": channel(1), "isReply": 0},
        {"id": own(2, 1), "likeCount": 32, "publishedAt": zulu(2, "%Y-%m-%d %H:%M:%S"),
            "authorName": "@fiction-2",
         "text": "really", "authorChannelId": channel(2), "isReply": 1, "isReplyTo": own(1),
         "isReplyToName": "@fiction-1"},
    ]  # fmt: skip
    content = table(TOOLS_HEAD, cells(TOOLS_HEAD, rows), "utf-8", "\n")
    done = Read(tmp_path, {f"videoinfo_{VIDEO}_2025_05_21-10_00_00_comments.csv": content}).gave(2)
    done.every(platform="youtube", kind="comment", root=(VIDEO, None))
    done.are({own(1): {"account": (channel(1), None), "likes": 31, "parent": top(VIDEO), "at": t(1)}})
    done.are(
        {
            own(2, 1): {
                "account": (channel(2), None),
                "likes": 32,
                "parent": (None, own(1)),
                "at": t(2),
                "own": "really",
            }
        }
    )
