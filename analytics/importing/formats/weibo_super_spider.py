"""Posts and comments as WeiboSuperSpider writes them: CSV, each script of it with columns of its own.

A topic holds the posts of many accounts, by name alone: nobody is the author of all of it, whatever the file
is called or the user says. What one account commented on, liked or passed on is listed as the posts
themselves, of others. The comments of the older script have no id; those of the newer may lack the header.
"""

import re

import polars as pl

from analytics.importing.formats._weibo import post_in_name, uid_in_name, without_name
from analytics.importing.formats._weibo_spider import before_original, is_repost
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids, own_words, weibo_ids

_AUTHORS = ("发布者", "发布者昵称")
_FLOW = ("wid", "time", "text", "uid", "like_count", "username", "following", "followed", "gender")
_FLOW_OLD = tuple(name for name in _FLOW if name != "like_count")
_MID = re.compile(r"\s*[3-6]\d{15}\s*$")
_API_TIME = re.compile(r"\s*[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} [\d:]{8} [+-]\d{4} \d{4}\s*$")
_UID_IN_LINK = r"weibo\.(?:com|cn)/{1,2}(?:u/)?(\d{5,12})/|[?&]uid=(\d{5,12})"


def fits_topic(probe: Probe) -> bool:
    """A bid, a text, and a column of authors by name."""
    own = ("微博id", "微博正文", "发布时间", "点赞数", "转发数", "评论数")
    return probe.has(*own) and any(probe.has(name) for name in _AUTHORS)


def draft_topic(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row, its account known by name alone, its root unknown."""
    del hints
    name = pl.coalesce(name_cell(name) for name in _AUTHORS)
    text = pl.col("微博正文")
    passed_on = is_repost(cell("是否为原创微博"), text)
    own = raw.select(before_original(without_name(text, name), passed_on)).to_series()
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "微博id"),
        kind=_kind(passed_on),
        account_name=name,
        at_text=cell("发布时间"),
        text=text,
        own_text=own_words(own),
        client=cell("发布工具"),
        n_likes=cell("点赞数"),
        n_reposts=cell("转发数"),
        n_comments=cell("评论数"),
    )


def _kind(passed_on: pl.Expr) -> pl.Expr:
    return pl.when(passed_on).then(pl.lit("repost")).otherwise(pl.lit("post"))


def fits_user(probe: Probe) -> bool:
    """A bid with the address of the post, and whether it is an original."""
    return probe.has("wid", "weibo_link", "content", "is_origin", "publish_time", "forward_num")


def draft_user(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row; the account stands in the address of the post, or in the file's name."""
    link = pl.col("weibo_link").str.extract_groups(_UID_IN_LINK)
    uid = pl.coalesce(link.struct.field("1"), link.struct.field("2"), pl.lit(hints.author, pl.String))
    text = pl.col("content")
    passed_on = is_repost(cell("is_origin"), text)
    own = raw.select(before_original(text, passed_on)).to_series()
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "wid"),
        kind=_kind(passed_on),
        account=uid,
        at_text=cell("publish_time"),
        text=text,
        own_text=own_words(own),
        client=cell("publish_tool"),
        n_likes=cell("like_num"),
        n_reposts=cell("forward_num"),
        n_comments=cell("comment_num"),
    )


def fits_search(probe: Probe) -> bool:
    """Posts found by a word, with the account of each."""
    return probe.has("wid", "user_name", "user_id", "publish_time", "text")


def draft_search(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post a row."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "wid"),
        kind=pl.lit("post"),
        account=native_ids(raw, "user_id"),
        account_name=name_cell("user_name"),
        at_text=cell("publish_time"),
        text=pl.col("text"),
        n_likes=cell("like_count"),
        n_comments=cell("comment_count"),
        n_reposts=cell("forward_count"),
    )


def fits_linked(probe: Probe) -> bool:
    """What an account commented on, liked or passed on: the posts themselves."""
    return probe.has("typ", "mid", "publish_time", "uid", "screen_name", "weibo_link", "region_name")


def draft_linked(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post a row, of the account in its row; whose list it is does not matter."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "mid"),
        kind=pl.lit("post"),
        account=native_ids(raw, "uid"),
        account_name=name_cell("screen_name"),
        at_text=cell("publish_time"),
        text=pl.col("text"),
        region=ip_region(cell("region_name")),
        verified_type=cell("verified_type"),
        n_reposts=cell("reposts_count"),
        n_comments=cell("comments_count"),
        n_likes=cell("attitudes_count"),
    )


def fits_pages(probe: Probe) -> bool:
    """Comments by the home page of who wrote them, without ids."""
    return probe.has("评论者主页", "评论者昵称", "评论内容", "评论发布时间")


def draft_pages(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row, under the post in the file's name; the uid stands in the address of the page."""
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        **_about(hints),
        account=cell("评论者主页"),
        account_name=name_cell("评论者昵称"),
        at_text=cell("评论发布时间"),
        text=pl.col("评论内容"),
        n_likes=cell("评论获赞数"),
        location=cell("评论者所在地"),
        posts=cell("评论者微博数"),
        following=cell("评论者关注数"),
        followers=cell("评论者粉丝数"),
    )


def _about(hints: Hints) -> dict[str, pl.Expr]:
    return {"root": pl.lit(hints.about, pl.String), "root_basis": pl.lit(hints.basis, pl.String)}


def fits_flow(probe: Probe) -> bool:
    """The newer script's header, or as many cells without one: an id, the page's time, a uid, counts."""
    if probe.is_headed:
        return probe.has("wid", "time", "text", "uid", "following", "followed", "gender")
    rows = [list(row.values()) for row in probe.sample]
    return len(probe.keys) in (len(_FLOW), len(_FLOW_OLD)) and bool(rows) and all(map(_is_flow, rows))


def _is_flow(row: list[str | None]) -> bool:
    cells = [str(value or "") for value in row]
    is_known = bool(_MID.match(cells[0]) and _API_TIME.match(cells[1]) and cells[3].strip().isdigit())
    return is_known and cells[-1].strip() in ("m", "f", "男", "女", "")


def draft_flow(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row, under the post in the file's name."""
    names = _FLOW if raw["9"].null_count() < raw.height else _FLOW_OLD
    for k, name in enumerate(names, 1):
        raw = raw.with_columns(pl.coalesce(name, str(k)).alias(name))
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        **_about(hints),
        native=weibo_ids(raw, "wid"),
        account=native_ids(raw, "uid"),
        account_name=pl.coalesce(name_cell("username"), name_cell("name")),
        at_text=cell("time"),
        text=pl.col("text"),
        n_likes=cell("like_count"),
        following=cell("following"),
        followers=cell("followed"),
    )


def fits_likes(probe: Probe) -> bool:
    """Who liked a post: no act that is kept."""
    return probe.has("lid", "publish_time", "user_name", "user_link")


def draft_likes(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One account a row, never an act."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        other=pl.lit("true"),
        account=cell("user_link"),
        account_name=name_cell("user_name"),
    )


_SOURCE = "the tool's own output and real files of it, read 2026"
_TABLE = frozenset({Container.TABLE})
IMPORTERS = (
    Importer(
        name="weibo-super-spider-topic",
        label="WeiboSuperSpider topic CSV, many authors",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "account_id", "root", "parent", "exact_time", "region", "capture_time"),
        containers=_TABLE,
        fits=fits_topic,
        draft=draft_topic,
        fields=(
            *("微博id", *_AUTHORS, "微博正文", "是否为原创微博", "发布时间", "发布工具"),
            *("点赞数", "转发数", "评论数"),
        ),
    ),
    Importer(
        name="weibo-super-spider-user",
        label="WeiboSuperSpider posts of one account, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "account_name", "root", "parent", "exact_time", "region", "capture_time"),
        containers=_TABLE,
        fits=fits_user,
        draft=draft_user,
        name_hints=uid_in_name,
        fields=(
            *("wid", "weibo_link", "content", "is_origin", "publish_time", "publish_tool"),
            *("like_num", "forward_num", "comment_num"),
        ),
    ),
    Importer(
        name="weibo-super-spider-search",
        label="WeiboSuperSpider posts found by a word, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "comments", "root", "region", "capture_time"),
        containers=_TABLE,
        fits=fits_search,
        draft=draft_search,
        fields=(
            *("wid", "user_name", "user_id", "publish_time", "text"),
            *("like_count", "comment_count", "forward_count"),
        ),
    ),
    Importer(
        name="weibo-super-spider-linked",
        label="WeiboSuperSpider posts that one account answered or liked, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "comments", "root", "capture_time"),
        containers=_TABLE,
        fits=fits_linked,
        draft=draft_linked,
        fields=(
            *("mid", "publish_time", "uid", "screen_name", "verified_type", "text", "region_name"),
            *("reposts_count", "comments_count", "attitudes_count"),
        ),
    ),
    Importer(
        name="weibo-super-spider-pages",
        label="WeiboSuperSpider comments by home page, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "own_id", "about", "parent", "exact_time", "region", "capture_time"),
        containers=_TABLE,
        fits=fits_pages,
        draft=draft_pages,
        name_hints=post_in_name,
        needs=("about",),
        fields=(
            *("评论者主页", "评论者昵称", "评论者所在地", "评论者微博数", "评论者关注数", "评论者粉丝数"),
            *("评论内容", "评论获赞数", "评论发布时间"),
        ),
    ),
    Importer(
        name="weibo-super-spider-flow",
        label="WeiboSuperSpider comments with ids, CSV with or without header",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "about", "parent", "region", "capture_time"),
        containers=_TABLE,
        fits=fits_flow,
        draft=draft_flow,
        name_hints=post_in_name,
        needs=("about",),
        fields=(*_FLOW, "name", *(str(k) for k in range(1, len(_FLOW) + 1))),
    ),
    Importer(
        name="weibo-super-spider-likes",
        label="WeiboSuperSpider likes of a post, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("acts", "capture_time"),
        containers=_TABLE,
        fits=fits_likes,
        draft=draft_likes,
        fields=("lid", "user_name", "user_link"),
    ),
)
