"""What Zeeschuimer's `data` means, module by module: each item as the same few values.

A function takes the data of an item and gives (JSON pointer, values) of each act in it: native, account,
name, kind, root, parent, note, at, text, own, client, region, urls, advert, n_<counter>, followers. An item
that lacks what makes it an act gives nothing, and its record is refused.
"""

from collections.abc import Callable, Iterator
from typing import Any

from analytics.importing.formats._nested import object_under, objects_of, texts_of, under

Values = dict[str, Any]
Act = tuple[str, Values]
_NOT = ("", "0", 0, None)


def _first(*values: Any) -> Any:
    return next((value for value in values if value not in _NOT), None)


def _count(*values: Any) -> Any:
    """The first count that is there, 0 among them."""
    return next((value for value in values if value not in ("", None)), None)


def _unwrapped(result: dict[str, Any], pointer: str) -> tuple[dict[str, Any], str]:
    """A post of X without the layer that some answers put around it."""
    inner = result.get("tweet")
    return (inner, f"{pointer}/tweet") if isinstance(inner, dict) else (result, pointer)


def x_posts(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A post of X with the original of a repost and the quoted post inside it."""
    post, pointer = _unwrapped(data, pointer)
    legacy = object_under(post, "legacy")
    native = _first(post.get("rest_id"), legacy.get("id_str"))
    if not legacy or "created_at" not in legacy or native is None:
        return
    user = object_under(post, "core", "user_results", "result")
    known = {**object_under(user, "legacy"), **object_under(user, "core"), **object_under(post, "user")}
    inner = {
        "retweeted": (object_under(legacy, "retweeted_status_result", "result"), "retweeted_status_result"),
        "quoted": (object_under(post, "quoted_status_result", "result"), "quoted_status_result"),
    }
    named: dict[str, Any] = {}
    for kind, (result, _) in inner.items():
        one, _ = _unwrapped(result, "")
        named[kind] = _first(one.get("rest_id"), under(one, "legacy", "id_str"))
    named["quoted"] = named["quoted"] or _first(legacy.get("quoted_status_id_str"))
    thread, answered = legacy.get("conversation_id_str"), _first(legacy.get("in_reply_to_status_id_str"))
    long = under(post, "note_tweet", "note_tweet_results", "result", "text")
    is_repost = bool(inner["retweeted"][0]) or _first(legacy.get("retweeted_status_id_str")) is not None
    yield (
        f"{pointer}/legacy",  # What is read of the rest lies around it.
        {
            "native": native,
            "account": _first(legacy.get("user_id_str"), user.get("rest_id"), known.get("id_str")),
            "name": known.get("screen_name"),
            **_x_links(native, is_repost, named, answered, thread),
            "at": legacy.get("created_at"),
            "text": long or legacy.get("full_text"),
            "client": _first(post.get("source"), legacy.get("source")),
            "urls": texts_of(legacy, "expanded_url", "entities", "urls"),
            "advert": data.get("promoted") is True,
            "n_reposts": None if is_repost else legacy.get("retweet_count"),
            "n_comments": legacy.get("reply_count"),
            "n_likes": legacy.get("favorite_count"),
            "n_quotes": legacy.get("quote_count"),
            "n_views": _count(under(post, "views", "count"), under(post, "ext_views", "count")),
            "followers": known.get("followers_count"),
        },
    )
    place = f"{pointer}/legacy/retweeted_status_result/result"
    yield from x_posts(inner["retweeted"][0], place)
    yield from x_posts(inner["quoted"][0], f"{pointer}/quoted_status_result/result")


def _x_links(native: Any, is_repost: bool, named: Values, answered: Any, thread: Any) -> Values:
    """X names the original of a repost, never the repost it was taken from."""
    if is_repost:
        return {"kind": "repost", "root": named["retweeted"], "note": "root_only"}
    if named["quoted"]:
        return {"kind": "quote", "root": named["quoted"], "parent": answered or named["quoted"]}
    if answered or (thread not in _NOT and thread != native):
        return {
            **{"kind": "comment", "root": thread, "parent": answered},
            "note": None if answered else "in_thread",
        }
    return {"kind": "post"}


def tiktok_videos(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A video of TikTok; embedded in a page it names its author by name only."""
    if "id" not in data or "createTime" not in data:
        return
    author, stats = object_under(data, "author"), object_under(data, "stats")
    yield (
        pointer,
        {
            **{"native": data["id"], "kind": "post", "at": data["createTime"], "text": data.get("desc")},
            "account": _first(author.get("id"), data.get("authorId")),
            "name": author.get("uniqueId") or data.get("author"),
            "advert": data.get("isAd") is True,
            **{"n_likes": stats.get("diggCount"), "n_comments": stats.get("commentCount")},
            **{"n_shares": stats.get("shareCount"), "n_plays": stats.get("playCount")},
            "followers": under(data, "authorStats", "followerCount"),
        },
    )


def tiktok_comments(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A comment of TikTok: it answers a comment, or at the top the video."""
    if "cid" not in data or "aweme_id" not in data:
        return
    user, video = object_under(data, "user"), data["aweme_id"]
    answered = _first(data.get("reply_to_reply_id"), data.get("reply_id"))
    yield (
        pointer,
        {
            **{"native": data["cid"], "kind": "comment", "root": video, "parent": answered or video},
            **{"account": user.get("uid"), "name": user.get("unique_id") or user.get("nickname")},
            **{"at": data.get("create_time"), "text": data.get("text")},
            **{"n_likes": data.get("digg_count"), "n_comments": data.get("reply_comment_total")},
        },
    )


def rednote_comments(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A comment of Xiaohongshu and the answers inside it."""
    yield from _rednote_comment(data, pointer, None)


def _rednote_comment(data: dict[str, Any], pointer: str, note_id: Any) -> Iterator[Act]:
    note = data.get("note_id") or note_id
    if "id" not in data or "create_time" not in data or not note:
        return
    answered, is_inner = under(data, "target_comment", "id"), note_id is not None
    yield (
        pointer,
        {
            **{"native": data["id"], "kind": "comment", "root": note},
            **{"parent": answered or (None if is_inner else note)},
            "note": "in_thread" if is_inner and not answered else None,
            **{"account": under(data, "user_info", "user_id"), "name": under(data, "user_info", "nickname")},
            **{"at": data["create_time"], "text": data.get("content"), "region": data.get("ip_location")},
            **{"n_likes": data.get("like_count"), "n_comments": data.get("sub_comment_count")},
        },
    )
    for place, inner in objects_of(data, "sub_comments"):
        yield from _rednote_comment(inner, pointer + place, note)


def rednote_notes(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A note of Xiaohongshu; lists show it without its time."""
    note = object_under(data, "note_card") or object_under(data, "note") or data
    native = _first(data.get("id"), note.get("noteId"), note.get("note_id"))
    user = object_under(note, "user")
    if native is None or not user:
        return
    title, words = _first(note.get("title"), note.get("display_title")), _first(note.get("desc"))
    yield (
        pointer,
        {
            **{"native": native, "kind": "post", "at": note.get("time")},
            "text": "\n".join(part for part in (title, words) if isinstance(part, str)) or None,
            "account": _first(user.get("user_id"), user.get("userId")),
            "name": _first(user.get("nickname"), user.get("nick_name"), user.get("nickName")),
            "region": _first(note.get("ip_location"), note.get("ipLocation")),
            "n_likes": _count(
                under(note, "interact_info", "liked_count"), under(note, "interactInfo", "likedCount")
            ),
        },
    )


def instagram_posts(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A post of Instagram."""
    return _meta_post(data, pointer, data.get("comment_count"))


def threads_posts(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A post of Threads: its comments are its direct answers, as in 4CAT's table."""
    answers = under(data, "text_post_app_info", "direct_reply_count")
    return _meta_post(data, pointer, _count(answers, data.get("comment_count")))


def _meta_post(data: dict[str, Any], pointer: str, comments: Any) -> Iterator[Act]:
    """A post of Instagram or Threads: neither tells whose post a post passes on."""
    if "code" not in data or "taken_at" not in data:
        return
    user, info = object_under(data, "user"), object_under(data, "text_post_app_info")
    yield (
        pointer,
        {
            **{"native": data["code"], "kind": "post", "at": data["taken_at"]},
            "text": under(data, "caption", "text"),
            **{"account": _first(user.get("pk"), user.get("id")), "name": user.get("username")},
            "urls": under(info, "link_preview_attachment", "url"),
            "n_likes": data.get("like_count"),
            "n_comments": comments,
            **{"n_reposts": info.get("repost_count"), "n_quotes": info.get("quote_count")},
            "n_plays": data.get("play_count"),
        },
    )


def douyin_videos(data: dict[str, Any], pointer: str) -> Iterator[Act]:
    """A video of Douyin, as the interface or the page holds it."""
    native = _first(data.get("aweme_id"), data.get("awemeId"))
    if native is None:
        return
    author = object_under(data, "author") or object_under(data, "authorInfo")
    stats = object_under(data, "statistics") or object_under(data, "stats")
    yield (
        pointer,
        {
            **{"native": native, "kind": "post", "text": data.get("desc")},
            "at": _first(data.get("create_time"), data.get("createTime")),
            **{"account": _first(author.get("uid"), author.get("id")), "name": author.get("nickname")},
            "n_likes": _count(stats.get("digg_count"), stats.get("diggCount")),
            "n_comments": _count(stats.get("comment_count"), stats.get("commentCount")),
            "n_shares": _count(stats.get("share_count"), stats.get("shareCount")),
            "n_plays": _count(stats.get("play_count"), stats.get("playCount")),
        },
    )


# Name -> (what source_platform says, platform of the ids, how its data are read, what no item of it shows).
MODULES: dict[str, tuple[str, str, Callable[[dict[str, Any], str], Iterator[Act]], tuple[str, ...]]] = {
    "x": ("twitter.com", "x", x_posts, ("repost_parent", "region")),
    "tiktok": ("tiktok.com", "tiktok", tiktok_videos, ("reposts", "region")),
    "tiktok-comments": ("tiktok-comments", "tiktok", tiktok_comments, ("reposts", "region")),
    "xiaohongshu": ("xiaohongshu.com", "xiaohongshu", rednote_notes, ("reposts",)),
    "xiaohongshu-comments": ("xiaohongshu-comments", "xiaohongshu", rednote_comments, ("reposts",)),
    "instagram": ("instagram.com", "instagram", instagram_posts, ("reposts", "root", "region")),
    "threads": ("threads.net", "threads", threads_posts, ("reposts", "root", "region")),
    "douyin": ("douyin.com", "douyin", douyin_videos, ("reposts", "region")),
}
