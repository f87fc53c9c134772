"""TikTok Research API: pages of videos and of comments.

In the maker's documentation of August 2026: `data.videos` or `data.comments` beside `cursor`, `has_more`
and `search_id`, and `error` with a code; fields are chosen by the asker, so that any may be missing;
comments have no author; `region_code` is where the account was registered; times are unix seconds; comments
can be asked for by video or by the comment that they answer. Recalled: ids are JSON numbers of 19 digits, a
top comment's `parent_comment_id` is the video, and an answer's is the top of its thread.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import no_acts
from tests.importing.layouts.made import SELF, Read, document, lines, read_or_refused, t, top, unix

FINE = {"code": "ok", "message": "", "log_id": "20250521000000INVENTED"}


def own(k: int) -> int:
    """An id above 2^53 whose last digits a double would lose."""
    return (unix(k) << 32) + 1_000_001 + k


def page(kind: str, items: list[Any], more: bool = False, **rest: Any) -> dict[str, Any]:
    return {"data": {kind: items, "cursor": len(items), "has_more": more, **rest}, "error": FINE}


def video(k: int, **more: Any) -> dict[str, Any]:
    return {
        "id": own(k),
        "video_description": f"words {k} #mint",
        "create_time": unix(k),
        "region_code": "NL",
        "share_count": 10 + k,
        "view_count": 5000 + k,
        "like_count": 30 + k,
        "comment_count": 20 + k,
        "music_id": 7_505_000_000_000_000_123,
        "hashtag_names": ["mint"],
        "username": f"fiction_{k}",
        "voice_to_text": "what the film says",
    } | more


def comment(k: int, above: int) -> dict[str, Any]:
    return {
        "id": own(k),
        "video_id": own(0),
        "text": f"words {k}",
        "like_count": 30 + k,
        "reply_count": k,
        "parent_comment_id": own(above),
        "create_time": unix(k),
    }


VIDEOS, COMMENTS = [video(0), video(1)], [comment(2, 0), comment(3, 2), comment(4, 2)]
FORMS = {
    "page.json": (document(page("videos", VIDEOS, search_id="7505")), document(page("comments", COMMENTS))),
    "pages.jsonl": (
        lines([page("videos", [one], True, search_id="7505") for one in VIDEOS]),
        lines([page("comments", COMMENTS[:1], True), page("comments", COMMENTS[1:])]),
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_videos(tmp_path: Path, name: str) -> None:
    done = Read(tmp_path, {name: FORMS[name][0]}).gave(2)
    done.every(platform="tiktok", kind="post", root=SELF, parent=None, prec="s", region=None)
    for k in (0, 1):
        shown = {"likes": 30 + k, "comments": 20 + k, "shares|reposts": 10 + k, "views|plays": 5000 + k}
        who = {"name": f"fiction_{k}", "account": (None, f"fiction_{k}")}
        done.are({str(own(k)): {"at": t(k), "own": f"words {k} #mint", **who, **shown}})
    done.never(ids=["7505", "7505000000000000123"], own=["what the film says"]).authors(2)


@pytest.mark.parametrize("name", FORMS)
def test_comments_are_nobodys(tmp_path: Path, name: str) -> None:
    done = Read(tmp_path, {name: FORMS[name][1]}).gave(3)
    done.every(
        platform="tiktok", kind="comment", root=str(own(0)), account=None, name=None, prec="s", region=None
    )
    done.are({str(own(2)): {"parent": top(str(own(0)))}})
    done.are({str(own(k)): {"parent": (str(own(2)), None)} for k in (3, 4)})
    done.are(
        {str(own(k)): {"at": t(k), "own": f"words {k}", "likes": 30 + k, "comments": k} for k in (2, 3, 4)}
    )


def test_every_digit_of_an_id_stays(tmp_path: Path) -> None:
    assert int(float(own(2))) != own(2)
    files = {"v.json": document(page("videos", VIDEOS)), "c.json": document(page("comments", COMMENTS))}
    done = Read(tmp_path, files).gave(5)
    assert done.event(str(own(2)))["stated_root_id"] == done.event(str(own(0)))["event_id"]


def test_fields_that_were_not_asked_for_are_unknown(tmp_path: Path) -> None:
    few = [{key: one[key] for key in ("id", "create_time", "video_description")} for one in VIDEOS]
    done = read_or_refused(tmp_path, {"v.json": document(page("videos", few))})
    if done is not None:
        done.gave(2).every(account=None, name=None, likes=None, views=None, kind="post")


def test_a_page_that_failed_holds_no_acts(tmp_path: Path) -> None:
    failed = {"data": {}, "error": {"code": "invalid_params", "message": "Invented.", "log_id": "x"}}
    no_acts(read_or_refused(tmp_path / "a", {"p.json": document(failed)}))
    done = Read(tmp_path / "b", {"p.jsonl": lines([page("videos", VIDEOS), failed])})
    assert done.sums()[0] == 2


def test_users_are_no_acts(tmp_path: Path) -> None:
    about = {
        "display_name": "Fiction 1",
        "bio_description": "",
        "is_verified": False,
        "follower_count": 120,
        "video_count": 40,
    }
    no_acts(read_or_refused(tmp_path, {"u.json": document({"data": about, "error": FINE})}))
