"""What MediaCrawler writes for Weibo, Douyin, Xiaohongshu, Bilibili, Kuaishou, Tieba and Zhihu: posts,
comments, dynamics and accounts, in every storage (CSV, JSON, JSON Lines, SQLite, workbook, MongoDB export).

The platform is told by the columns, never by the folder. `id` of the databases is a row number and is not
read. Weibo's `create_time` was eight hours late from 2023-12-24 to 2026-07-30: `create_date_time`, which
states its zone, is taken, and the difference is told once. Tieba's times are in the zone of the crawler,
which only a person can tell.
"""

from collections.abc import Callable

import polars as pl

from analytics.importing.formats._mediacrawler import LAYOUTS, Answered, Layout
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ids_in_urls, ip_region, name_cell, native_ids, platform_ids

_WHO = ("user_id", "creator_hash", "user_link")
_PORTRAIT = r"[?&]id=([^&#]+)"


def _fits(layout: Layout) -> Callable[[Probe], bool]:
    needs_account = bool(layout.kind)

    def fits(probe: Probe) -> bool:
        """The marks of the table, none of another, and an account in either form."""
        has_account = not needs_account or any(probe.has(name) for name in _WHO)
        if not probe.has(*layout.marks) or any(probe.has(name) for name in layout.absent):
            return False
        return has_account and _is_of_digits(layout, probe)

    return fits


def _is_of_digits(layout: Layout, probe: Probe) -> bool:
    """Whether the unix times that were seen have as many digits as this platform's."""
    if not layout.at_digits:
        return True
    seen = [str(row.get(layout.at[0]) or "") for row in probe.sample if isinstance(row, dict)]
    return all(len(text) == layout.at_digits for text in seen if text.isdigit())


def _account_of(raw: pl.DataFrame, layout: Layout) -> dict[str, pl.Expr]:
    """account and account_space: the id where the file has it, else the hash of it in a space of its own."""
    known = native_ids(raw, layout.accounts[0])
    if "user_link" in layout.accounts:
        link = raw.select(pl.col("user_link").str.extract(_PORTRAIT, 1))
        known = known.fill_null(native_ids(link, "user_link"))
    hashed = native_ids(raw, "creator_hash")
    return {
        "account": pl.lit(known.fill_null(hashed)),
        "account_space": pl.when(pl.lit(known.is_null() & hashed.is_not_null()))
        .then(pl.lit(f"{layout.site}~mediacrawler"))
        .otherwise(pl.lit(layout.site)),
    }


def _ids(raw: pl.DataFrame, layout: Layout, column: str, opening: str) -> pl.Series:
    """A column of ids with what tells its kind before them."""
    ids = platform_ids(raw, column, layout.site)
    is_typed = layout.typed and column == "content_id"
    if not opening and not is_typed:
        return ids
    first = cell(layout.typed) + "/" if is_typed else pl.lit(opening)
    return raw.select((first + pl.lit(ids)).alias(column))[column]


def _text(layout: Layout) -> pl.Expr:
    """The words; a title before them, unless they begin with it or it is another's: that of the question."""
    title, *rest = layout.texts
    if not rest:
        return pl.col(title)
    words = pl.col(rest[0])
    own = cell(title)
    if layout.typed:
        own = pl.when(cell(layout.typed).fill_null("") != "answer").then(own)
    is_said = words.str.strip_chars().str.starts_with(own).fill_null(False) | own.is_null()
    return (
        pl.when(cell(rest[0]).is_null())
        .then(own)
        .when(is_said)
        .then(words)
        .otherwise(pl.concat_str(own, words, separator="\n"))
    )


def _parent(raw: pl.DataFrame, layout: Layout, root: pl.Series) -> pl.Expr:
    """What a comment answers: the post, if it tops its thread; the comment, if the table names it."""
    if layout.answered == Answered.UNTOLD:
        return pl.lit(None, pl.String)
    own, above = (_ids(raw, layout, c, layout.opening) for c in (layout.own, "parent_comment_id"))
    is_top = pl.lit(above.is_null() | (above == own).fill_null(False))
    answered = pl.lit(above) if layout.answered == Answered.TARGET else pl.lit(None, pl.String)
    return pl.when(is_top).then(pl.lit(root)).otherwise(answered)


def _hidden(raw: pl.DataFrame, layout: Layout) -> pl.Expr:
    """Why the parent of an answer is not known: the table names the top of its thread alone."""
    if layout.answered != Answered.THREAD:
        return pl.lit(None, pl.String)
    own, above = (_ids(raw, layout, c, layout.opening) for c in (layout.own, "parent_comment_id"))
    return pl.when(pl.lit((above != own).fill_null(False))).then(pl.lit("in_thread"))


def _draft(layout: Layout) -> Callable[[pl.DataFrame, Hints], pl.DataFrame]:
    def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
        """One act a row."""
        del hints
        own = _ids(raw, layout, layout.own, layout.opening)
        root = _ids(raw, layout, layout.root, layout.root_opening) if layout.root else None
        is_repost = (
            cell("type").str.contains("FORWARD").fill_null(False) if layout.kind == "dynamic" else None
        )
        kind = pl.lit(layout.kind)
        if is_repost is not None:
            kind = pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post"))
        beside = {"at_beside": cell(layout.beside)} if layout.beside else {}
        if layout.address:
            beside["native_beside"] = pl.lit(ids_in_urls(raw, layout.address, layout.site))
        return raw.select(
            "source_row",
            "source_path",
            kind=kind,
            native=own,
            root=root if root is not None else pl.lit(None, pl.String),
            parent=_parent(raw, layout, root) if root is not None else pl.lit(None, pl.String),
            parent_note=_hidden(raw, layout),
            **_account_of(raw, layout),
            account_name=pl.coalesce(name_cell(name) for name in layout.names),
            at_text=pl.coalesce(cell(name) for name in layout.at),
            **beside,
            captured_text=cell("last_modify_ts"),
            text=_text(layout),
            region=ip_region(cell("ip_location")),
            **{f"n_{ours}": cell(column) for ours, column in layout.counters.items()},
        )

    return draft


def _people(layout: Layout) -> Callable[[pl.DataFrame, Hints], pl.DataFrame]:
    def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
        """One account a row, never an act."""
        del hints
        return raw.select(
            "source_row",
            "source_path",
            other=pl.lit("true"),
            **_account_of(raw, layout),
            account_name=pl.coalesce(name_cell(name) for name in layout.names),
            captured_text=cell("last_modify_ts"),
            account_region=ip_region(cell("ip_location")),
            **{ours: cell(column) for ours, column in layout.profile.items()},
        )

    return draft


def _fields(layout: Layout) -> tuple[str, ...]:
    ids = (layout.own, layout.root, layout.typed, layout.beside, layout.address)
    told = (*ids, *layout.at, *layout.names, *layout.texts, *layout.counters.values())
    rest = ("parent_comment_id", "type", "ip_location", "last_modify_ts", "creator_hash")
    all_of = (*told, *layout.profile.values(), *layout.accounts, *rest)
    if not layout.kind:
        all_of = (*layout.names, *layout.profile.values(), *layout.accounts, *rest[2:])
    return tuple(dict.fromkeys(name for name in all_of if name))


def _importer(layout: Layout) -> Importer:
    title = "Weibo" if layout.site == "weibo" else layout.site.title()
    return Importer(
        name=layout.name,
        label=f"MediaCrawler {title} {layout.what}",
        source="the tool's own schema and output, both generations, read 2026",
        platform=layout.site,
        never_shows=layout.never_shows or ("acts",),
        containers=frozenset({Container.TABLE, Container.LINES, Container.DOCUMENT}),
        fits=_fits(layout),
        draft=_draft(layout) if layout.kind else _people(layout),
        fields=_fields(layout),
        timezone=layout.timezone,
    )


IMPORTERS = tuple(_importer(layout) for layout in LAYOUTS)
