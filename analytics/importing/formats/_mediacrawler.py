"""The tables that MediaCrawler writes, for each of its seven platforms: what their columns mean, as data.

Two generations. Until 2026-07-01 accounts stand in clear (`user_id`, place, profile). Since then
`creator_hash`, the first 16 digits of the SHA-256 of the account's id, stands in its place, names are masked
and no place is written. `last_modify_ts` is when the row was written: the counters' date.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Answered(StrEnum):
    """What `parent_comment_id` names."""

    TARGET = "target"  # The comment that is answered.
    THREAD = "thread"  # The top of the thread: whom an answer answers is not known.
    UNTOLD = "untold"  # There is no such column, though answers are in the file.


@dataclass(frozen=True)
class Layout:
    """One table of one platform.

    marks: columns that tell it from every other; absent: columns that it never has; at_digits: of unix times,
    where nothing else tells the table from another platform's. own, root: columns of ids; opening: what is
    put before own ids and those of parents; root_opening: the same for roots; typed: a column whose value is
    put before the id of what it stands for. at, names, texts: columns, the best first; texts are joined.
    beside: a second time, which is compared. address: the column of links, which hold the own id whole
    whatever a spreadsheet did to it. counters: our name -> column. profile: the same for accounts.
    """

    site: str
    what: str
    marks: tuple[str, ...]
    absent: tuple[str, ...] = ()
    at_digits: int = 0
    kind: str = ""
    own: str = ""
    opening: str = ""
    root: str = ""
    root_opening: str = ""
    typed: str = ""
    answered: Answered = Answered.UNTOLD
    at: tuple[str, ...] = ()
    beside: str = ""
    address: str = ""
    names: tuple[str, ...] = ("nickname",)
    texts: tuple[str, ...] = ("content",)
    counters: dict[str, str] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)
    accounts: tuple[str, ...] = ("user_id",)
    timezone: str = "UTC"
    never_shows: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The word for `--format`."""
        return f"{self.site}-mediacrawler-{self.what}"


_POST = ("reposts", "root", "parent")
_COMMENT = ("reposts",)
_THREAD = ("reposts", "parent")
_ANSWER = ("comment_id", "content", "sub_comment_count")
_PROFILE = {"followers": "fans", "following": "follows"}

WEIBO = (
    Layout(
        "weibo",
        "contents",
        ("note_id", "content", "create_time", "liked_count", "shared_count", "comments_count"),
        ("comment_id",),
        kind="post",
        own="note_id",
        at=("create_date_time", "create_time"),
        beside="create_time",
        address="note_url",
        counters={"likes": "liked_count", "comments": "comments_count", "reposts": "shared_count"},
        never_shows=_POST,
    ),
    Layout(
        "weibo",
        "comments",
        (*_ANSWER, "note_id", "create_time", "comment_like_count", "parent_comment_id"),
        kind="comment",
        own="comment_id",
        root="note_id",
        answered=Answered.THREAD,
        at=("create_date_time", "create_time"),
        beside="create_time",
        counters={"likes": "comment_like_count", "comments": "sub_comment_count"},
        never_shows=_THREAD,
    ),
)
DOUYIN = (
    Layout(
        "douyin",
        "contents",
        ("aweme_id", "aweme_type", "title", "desc", "create_time", "liked_count"),
        ("comment_id",),
        kind="post",
        own="aweme_id",
        address="aweme_url",
        at=("create_time",),
        texts=("title", "desc"),
        counters={"likes": "liked_count", "comments": "comment_count", "shares": "share_count"},
        never_shows=_POST,
    ),
    Layout(
        "douyin",
        "comments",
        (*_ANSWER, "aweme_id", "create_time", "parent_comment_id"),
        kind="comment",
        own="comment_id",
        root="aweme_id",
        answered=Answered.THREAD,
        at=("create_time",),
        counters={"likes": "like_count", "comments": "sub_comment_count"},
        never_shows=_THREAD,
    ),
)
XIAOHONGSHU = (
    Layout(
        "xiaohongshu",
        "contents",
        ("note_id", "type", "title", "desc", "time", "last_update_time", "liked_count", "tag_list"),
        ("comment_id",),
        kind="post",
        own="note_id",
        at=("time",),
        texts=("title", "desc"),
        counters={"likes": "liked_count", "comments": "comment_count", "shares": "share_count"},
        never_shows=_POST,
    ),
    Layout(
        "xiaohongshu",
        "comments",
        (*_ANSWER, "note_id", "create_time", "parent_comment_id"),
        ("create_date_time", "comment_like_count", "tieba_name"),
        kind="comment",
        own="comment_id",
        root="note_id",
        answered=Answered.TARGET,
        at=("create_time",),
        counters={"likes": "like_count", "comments": "sub_comment_count"},
        never_shows=_COMMENT,
    ),
)
BILIBILI = (
    Layout(
        "bilibili",
        "contents",
        ("video_id", "title", "desc", "create_time", "video_play_count", "video_danmaku"),
        ("comment_id",),
        kind="post",
        own="video_id",
        at=("create_time",),
        texts=("title", "desc"),
        counters={
            "likes": "liked_count",
            "plays": "video_play_count",
            "comments": "video_comment",
            "shares": "video_share_count",
        },
        never_shows=(*_POST, "region"),
    ),
    Layout(
        "bilibili",
        "comments",
        (*_ANSWER, "video_id", "create_time", "parent_comment_id"),
        kind="comment",
        own="comment_id",
        opening="reply/",
        root="video_id",
        answered=Answered.TARGET,
        at=("create_time",),
        counters={"likes": "like_count", "comments": "sub_comment_count"},
        never_shows=(*_COMMENT, "region"),
    ),
    Layout(
        "bilibili",
        "articles",
        ("article_id", "article_url", "title", "content", "create_time", "favorite_count"),
        ("comment_id",),
        kind="post",
        own="article_id",
        opening="article/",
        at=("create_time",),
        texts=("title", "content"),
        counters={"likes": "liked_count", "comments": "comment_count", "shares": "share_count"},
        never_shows=(*_POST, "region"),
    ),
    Layout(
        "bilibili",
        "article-comments",
        (*_ANSWER, "article_id", "create_time", "parent_comment_id"),
        kind="comment",
        own="comment_id",
        opening="reply/",
        root="article_id",
        root_opening="article/",
        answered=Answered.TARGET,
        at=("create_time",),
        counters={"likes": "like_count", "comments": "sub_comment_count"},
        never_shows=(*_COMMENT, "region"),
    ),
    Layout(
        "bilibili",
        "dynamics",
        ("dynamic_id", "user_name", "text", "type", "pub_ts", "total_forwards"),
        kind="dynamic",
        own="dynamic_id",
        opening="dynamic/",
        at=("pub_ts",),
        names=("user_name",),
        texts=("text",),
        counters={"likes": "total_liked", "comments": "total_comments", "reposts": "total_forwards"},
        never_shows=("comments", "root", "parent", "region"),
    ),
)
KUAISHOU = (
    Layout(
        "kuaishou",
        "contents",
        ("video_id", "title", "create_time", "liked_count", "viewd_count"),
        ("comment_id",),
        kind="post",
        own="video_id",
        at=("create_time",),
        texts=("title", "desc"),
        counters={"likes": "liked_count", "views": "viewd_count"},
        never_shows=(*_POST, "region"),
    ),
    Layout(
        "kuaishou",
        "comments",
        (*_ANSWER, "video_id", "create_time"),
        ("parent_comment_id", "like_count"),
        at_digits=13,
        kind="comment",
        own="comment_id",
        root="video_id",
        at=("create_time",),
        counters={"comments": "sub_comment_count"},
        never_shows=(*_THREAD, "region"),
    ),
)
TIEBA = (
    Layout(
        "tieba",
        "contents",
        ("note_id", "title", "desc", "publish_time", "tieba_name", "total_replay_num"),
        ("comment_id",),
        kind="post",
        own="note_id",
        at=("publish_time",),
        names=("user_nickname",),
        texts=("title", "desc"),
        counters={"comments": "total_replay_num"},
        accounts=("user_id", "user_link"),
        timezone="",
        never_shows=_POST,
    ),
    Layout(
        "tieba",
        "comments",
        (*_ANSWER, "note_id", "publish_time", "tieba_name", "parent_comment_id"),
        kind="comment",
        own="comment_id",
        root="note_id",
        answered=Answered.THREAD,
        at=("publish_time",),
        names=("user_nickname",),
        counters={"comments": "sub_comment_count"},
        accounts=("user_id", "user_link"),
        timezone="",
        never_shows=_THREAD,
    ),
)
ZHIHU = (
    Layout(
        "zhihu",
        "contents",
        ("content_id", "content_type", "content_text", "question_id", "created_time", "voteup_count"),
        ("comment_id",),
        kind="post",
        own="content_id",
        typed="content_type",
        at=("created_time",),
        names=("user_nickname",),
        texts=("title", "content_text"),
        counters={"likes": "voteup_count", "comments": "comment_count"},
        never_shows=(*_POST, "region"),
    ),
    Layout(
        "zhihu",
        "comments",
        (*_ANSWER, "content_id", "content_type", "publish_time", "parent_comment_id"),
        kind="comment",
        own="comment_id",
        root="content_id",
        typed="content_type",
        answered=Answered.TARGET,
        at=("publish_time",),
        names=("user_nickname",),
        counters={"likes": "like_count", "comments": "sub_comment_count"},
        never_shows=_COMMENT,
    ),
)
_PEOPLE = ("nickname", "avatar", "gender", "follows", "fans")
_ACTS = ("comment_id", "note_id", "content")
PROFILES = (
    Layout("weibo", "creators", ("user_id", *_PEOPLE, "tag_list"), ("interaction", *_ACTS), profile=_PROFILE),
    Layout(
        "xiaohongshu",
        "creators",
        ("user_id", *_PEOPLE, "interaction", "tag_list"),
        ("videos_count", *_ACTS),
        profile=_PROFILE,
    ),
    Layout(
        "douyin",
        "creators",
        ("user_id", *_PEOPLE, "interaction", "videos_count"),
        ("tag_list", *_ACTS),
        profile=_PROFILE | {"posts": "videos_count"},
    ),
    Layout(
        "kuaishou",
        "creators",
        ("user_id", *_PEOPLE, "interaction"),
        ("videos_count", "tag_list", *_ACTS),
        profile=_PROFILE,
    ),
    Layout(
        "tieba",
        "creators",
        ("user_id", "user_name", *_PEOPLE, "registration_duration"),
        _ACTS,
        profile=_PROFILE,
    ),
    Layout(
        "zhihu",
        "creators",
        ("user_id", "user_nickname", "url_token", "follows", "fans", "get_voteup_count"),
        _ACTS,
        names=("user_nickname",),
        profile=_PROFILE,
    ),
    Layout(
        "bilibili",
        "creators",
        ("user_id", "nickname", "total_fans", "total_liked", "user_rank", "is_official"),
        _ACTS,
        profile={"followers": "total_fans"},
    ),
    Layout(
        "bilibili",
        "contacts",
        ("up_id", "fan_id", "up_name", "fan_name"),
        _ACTS,
        names=("fan_name",),
        accounts=("fan_id",),
    ),
)
LAYOUTS = (*WEIBO, *DOUYIN, *XIAOHONGSHU, *BILIBILI, *KUAISHOU, *TIEBA, *ZHIHU, *PROFILES)
