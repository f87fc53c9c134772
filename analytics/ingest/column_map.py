"""A small TOML file that says which column means what: any CSV, JSON Lines, JSON array, Excel or Parquet
table.

platform = "weibo"                # the space of ids
kind = "repost"                   # or a column below that tells it
timezone = "Asia/Shanghai"        # zone of times that state none

[columns]                         # ours = the file's
id = "帖子ID"
account_id = "用户id"
at = "发布时间"
text = "正文"

[kinds]                           # values of columns.kind, if it is given
"转发" = "repost"
"""

import re
import tomllib
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analytics.ingest.importer import Container, Hints, Importer, Probe
from analytics.ingest.values import cell, ip_region, links, name_cell, native_ids, weibo_ids
from analytics.model.errors import SettingsError
from analytics.model.time import BEIJING

Kind = Literal["post", "repost", "comment", "quote"]


class Columns(BaseModel):
    """`[columns]`: the file's column for each of ours; absent ones are unknown."""

    model_config = ConfigDict(extra="forbid")
    id: str | None = None
    kind: str | None = None
    account_id: str | None = None
    account_name: str | None = None
    at: str | None = None
    text: str | None = None
    parent_id: str | None = None
    root_id: str | None = None
    client: str | None = None
    region: str | None = None
    followers: str | None = None
    verified: str | None = None
    reposts: str | None = None
    comments: str | None = None
    likes: str | None = None
    views: str | None = None
    captured_at: str | None = None
    urls: str | None = None


class ColumnMap(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")
    platform: str = Field(pattern=r"^[a-z][a-z0-9]*$")
    kind: Kind = "post"
    timezone: str = BEIJING
    columns: Columns
    kinds: dict[str, Kind] = Field(default_factory=dict)


def read_map(path: Path) -> ColumnMap:
    """A column map, validated. Raises SettingsError for broken TOML, an unknown key or a value that does not
    fit."""
    try:
        return ColumnMap.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise SettingsError("toml_broken", where=path, found=fault) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        where = [str(part) for part in first["loc"]]
        if first["type"] == "extra_forbidden":
            known = (Columns if where[0] == "columns" and len(where) > 1 else ColumnMap).model_fields
            nearest = (get_close_matches(where[-1], known, 1) or sorted(known))[0]
            raise SettingsError("unknown_key", key=where[-1], where=path, nearest=nearest) from None
        raise SettingsError(
            "toml_value", where=path, key=".".join(where), found=first.get("input"), fault=first["msg"]
        ) from None


def importer_of_map(path: Path) -> Importer:
    """An importer that reads by the column map in `path`."""
    described = read_map(path)
    named = {ours: theirs for ours, theirs in described.columns.model_dump().items() if theirs}

    def fits(probe: Probe) -> bool:
        return probe.has(*named.values())

    def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
        return _draft(raw, hints, described, named)

    return Importer(
        name=f"map:{path.name}",
        label=f"column map {path.name}",
        source=f"column map {path.name}",
        platform=described.platform,
        containers=frozenset({Container.TABLE, Container.LINES, Container.DOCUMENT}),
        fits=fits,
        draft=draft,
        fields=tuple(dict.fromkeys(named.values())),
        timezone=described.timezone,
    )


_PLAIN = {
    "text": "text",
    "at": "at_text",
    "captured_at": "captured_text",
    "account_name": "account_name",
    "client": "client",
    "followers": "followers",
    "verified": "verified",
    "reposts": "n_reposts",
    "comments": "n_comments",
    "likes": "n_likes",
    "views": "n_views",
}


_AS_WRITTEN: dict[str, Callable[[str], pl.Expr]] = {"text": pl.col, "account_name": name_cell}


def _draft(raw: pl.DataFrame, hints: Hints, described: ColumnMap, named: dict[str, str]) -> pl.DataFrame:
    ids = weibo_ids if described.platform == "weibo" else native_ids
    nothing = pl.lit(None, pl.String)

    def of(ours: str) -> pl.Expr:
        return pl.lit(ids(raw, named[ours])) if ours in named else nothing

    root = of("root_id") if "root_id" in named else pl.lit(hints.about, pl.String)
    kind = pl.lit(described.kind)
    if "kind" in named:
        kind = cell(named["kind"]).replace_strict(
            described.kinds, default=described.kind, return_dtype=pl.String
        )
    account = (
        pl.lit(native_ids(raw, named["account_id"]))
        if "account_id" in named
        else pl.lit(hints.author, pl.String)
    )
    columns = {
        draft: _AS_WRITTEN.get(ours, cell)(named[ours]) for ours, draft in _PLAIN.items() if ours in named
    }
    if "region" in named:
        columns["region"] = ip_region(cell(named["region"]))
    if "urls" in named:
        columns["urls"] = pl.lit(links(raw[named["urls"]]))
    return raw.select(
        "source_row",
        "source_path",
        native=of("id"),
        account=account,
        parent=of("parent_id"),
        root=root,
        kind=kind,
        root_basis=pl.when(root.is_not_null()).then(pl.lit("export" if "root_id" in named else hints.basis)),
        **columns,
    )


# Names that columns bear in files of many makers, the surest first; compared without case, blanks and
# punctuation.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": (
        "mid",
        "id",
        "postid",
        "messageid",
        "tweetid",
        "noteid",
        "commentid",
        "帖子id",
        "微博id",
        "评论id",
        "消息id",
        "编号",
        "内容id",
    ),
    "account_id": (
        "uid",
        "userid",
        "accountid",
        "authorid",
        "用户id",
        "作者id",
        "账号id",
        "博主id",
        "发布者id",
    ),
    "account_name": (
        "screenname",
        "nickname",
        "username",
        "author",
        "name",
        "昵称",
        "用户昵称",
        "用户名",
        "作者",
        "博主",
    ),
    "at": (
        "createdat",
        "publishtime",
        "timestamp",
        "time",
        "date",
        "createtime",
        "发布时间",
        "发表时间",
        "评论时间",
        "转发时间",
        "时间",
        "日期",
    ),
    "text": (
        "text",
        "content",
        "message",
        "body",
        "rawtext",
        "正文",
        "内容",
        "微博正文",
        "评论内容",
        "转发内容",
        "文本",
        "标题",
    ),
    "parent_id": ("parentid", "pid", "replyid", "inreplytoid", "父id", "上级id", "回复id"),
    "root_id": (
        "rootid",
        "retweetid",
        "repostid",
        "originalid",
        "原微博id",
        "源微博id",
        "原帖id",
        "根id",
        "被转发id",
    ),
    "client": ("source", "client", "工具", "发布工具", "来源", "客户端"),
    "region": ("iplocation", "region", "ip", "ip属地", "属地", "地区"),
    "followers": ("followerscount", "followers", "粉丝数", "粉丝"),
    "reposts": ("repostscount", "reposts", "retweetcount", "sharecount", "转发数", "转发"),
    "comments": ("commentscount", "comments", "replycount", "评论数", "评论"),
    "likes": ("likecount", "likes", "attitudescount", "点赞数", "点赞", "赞"),
    "views": ("viewcount", "views", "readscount", "阅读数", "浏览数", "播放数"),
    "urls": ("urls", "links", "链接"),
}


def propose_map(probe: Probe) -> str:
    """A column map for a file that no importer knows, to be checked and edited by a person."""
    plain = {re.sub(r"[\W_]+", "", key).lower(): key for key in sorted(probe.keys)}
    found: dict[str, str] = {}
    for ours, names in _SYNONYMS.items():
        theirs = next(
            (plain[name] for name in names if name in plain and plain[name] not in found.values()), None
        )
        if theirs:
            found[ours] = theirs
    rest = sorted(set(probe.keys) - set(found.values()))
    lines = [
        'platform = "weibo"  # the platform whose ids these are',
        'kind = "repost"  # post, repost, comment or quote',
        'timezone = "Asia/Shanghai"  # zone of times that state none',
        "",
        "[columns]  # ours = the file's: check each",
    ]
    lines += [f"{ours} = {_quoted(theirs)}" for ours, theirs in found.items()]
    lines += [f"# {ours} = ?" for ours in ("id", "account_id", "at", "text") if ours not in found]
    return "\n".join([*lines, f"# not used: {', '.join(rest)}"]) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
