"""A column map proposed for a table that no importer knows, by what columns are called and what they hold.

Names rank candidates (synonyms.toml), values decide. What stays in doubt is "?", and import refuses it.
"""

from functools import cache

import polars as pl

from analytics.ingest.column_map import OPEN, Kind, Rule, Source
from analytics.ingest.map_choice import Choice, Proposal
from analytics.ingest.map_ids import ids, ids_by_value
from analytics.ingest.map_values import SEEN_SHARE, date_order, kinds_listed, platform_shown, zone_needed
from analytics.ingest.synonyms import TABLE, URLS, names, plain, ranked

_DAY = r"^\s*\d{4}\D\d{1,2}\D\d{1,2}\D?\s*$"
_CLOCK = r"^\s*\d{1,2}:\d{2}(:\d{2})?\s*$"
_PLACED = r"^\s*(来自|发布于|IP属地)"


def propose(frame: pl.DataFrame, headed: bool = True, place: tuple[str, str] | None = None) -> Proposal:
    """A map for the table of which `frame` holds the first records, all columns as text.

    headed: whether columns bear names of the file's; if not, values alone decide.
    """
    choice = Choice(frame)
    _people(choice)
    _moment(choice)
    _words(choice)
    ids(choice) if headed else ids_by_value(choice)
    _rest(choice)
    _kind(choice)
    _space_and_zone(choice)
    found = choice.found
    found.place = place
    taken = {name for source in found.columns.values() for name in source.taken}
    found.unused = [name for name in frame.columns if name not in taken]
    found.twice = sorted(
        {name.rpartition("#")[0] for name in frame.columns if "#" in name} & set(frame.columns)
    )
    found.values = {name: column.filled.head(3).to_list() for name, column in choice.columns.items()}
    return found


def _people(choice: Choice) -> None:
    """Whose act it is: an id, a name, an address of a profile."""
    choice.take("account_id", choice.first(names("account", "id")))
    if "account_id" not in choice.found.columns and (hashed := choice.first(names("account", "hashed"))):
        choice.take("account_id", hashed, space="hashed")
    link = choice.first(names("account", "url"))
    if "account_id" not in choice.found.columns and link is not None:
        column = choice.columns[link]
        if any(column.share(pattern) >= SEEN_SHARE for pattern in URLS["account"]):
            choice.found.columns["account_id"] = Source(from_url=link)
    titled = {plain(name): name for name in choice.keys}
    by_link = titled.get(plain(link).removesuffix("链接")) if link else None
    choice.take("account_name", by_link or choice.first(names("account", "name")))


def _moment(choice: Choice) -> None:
    """When: a form that is read and states its zone before one that does not; a day and a clock
    joined."""
    listed = choice.ranked(names("time", "at"))
    if not listed:
        return
    columns = [choice.columns[name] for name in listed]
    best = min(range(len(listed)), key=lambda k: (not columns[k].is_time, zone_needed(columns[k]), k))
    clock = next((c for c in columns if c.share(_CLOCK) >= SEEN_SHARE), None)
    if columns[best].share(_DAY) >= SEEN_SHARE and clock is not None:
        choice.found.columns["at"] = Source(join=[listed[best], clock.name], sep=" ")
    else:
        choice.take("at", listed[best])
    choice.found.date_order = date_order(columns[best])
    choice.take("captured_at", choice.first(names("time", "captured"), "is_time"))


def _words(choice: Choice) -> None:
    """What was said: never a counter of the same name; a title only where nothing else."""
    listed = [n for n in choice.ranked(names("words", "text")) if not _is_button(choice, n)]
    choice.take("text", next(iter(listed), None) or choice.first(names("words", "title")))


def _is_button(choice: Choice, name: str) -> bool:
    is_counter = any(plain(name) in names("counter", group) for group in TABLE["counter"])
    return is_counter and choice.columns[name].is_count


def _rest(choice: Choice) -> None:
    """Places, programs, counters and profiles."""
    listed = choice.ranked(names("words", "region", "client"))
    placed = next((n for n in listed if choice.columns[n].share(_PLACED) > 0), None)
    choice.take("region", placed or choice.first(names("words", "region")))
    choice.take("client", choice.first(names("words", "client")))
    for part in ("counter", "profile"):
        for ours in TABLE[part]:
            test = None if ours.startswith("verified") else "is_count"
            choice.take(ours, choice.first(names(part, ours), test))
    choice.take("urls", choice.first(names("words", "urls")))


def _kind(choice: Choice) -> None:
    """The kind: a column whose values are all known, else the own id's name, else what is filled."""
    for name, known in _kind_columns(choice):
        if (listed := kinds_listed(choice.columns[name], known)) is not None:
            choice.take("kind", name)
            choice.found.kinds = listed
            return
    if choice.own_group:
        choice.found.kind = choice.own_group
        return
    tells: tuple[tuple[str, str, Kind], ...] = (
        ("root_id", "root", "repost"),
        ("root_id", "root", "quote"),
        ("parent_id", "parent", "comment"),
    )
    rules = [
        Rule(filled=source.column, kind=kind)
        for ours, part, kind in tells
        if (source := choice.found.columns.get(ours)) and source.column
        if plain(source.column) in names(part, kind)
    ]
    if rules:
        choice.found.kind = [*rules, Rule(kind="post")]


def _kind_columns(choice: Choice) -> list[tuple[str, dict[str, str]]]:
    """Free columns that may tell the kind, with what their values would mean."""
    found = [(name, _kind_words()) for name in choice.ranked(names("kind", "names"))]
    root = choice.found.columns.get("root_id")
    if root is None or not root.column or choice.columns[root.column].filled.is_empty():
        for group, (yes, no) in (("original", ("post", "repost")), ("passed_on", ("repost", "post"))):
            meaning = {word: yes for word in TABLE["kind"]["values"]["yes"]}
            meaning |= {word: no for word in TABLE["kind"]["values"]["no"]}
            found += [(name, meaning) for name in choice.ranked(names("kind", group))]
    return found


def _space_and_zone(choice: Choice) -> None:
    """Platform and zone, where ids prove them; "?" for a zone that is needed and not proved."""
    own, at = choice.found.columns.get("id"), choice.found.columns.get("at")
    bid = next(iter(ranked(choice.columns, ["bid", "mblogid", "微博bid"])), None)
    when = at.taken[0] if at else None
    platform, zone = platform_shown(choice.columns, own.column if own else None, when, bid)
    choice.found.platform = platform or OPEN
    timed = [s.taken[0] for ours in ("at", "captured_at") if (s := choice.found.columns.get(ours))]
    if any(zone_needed(choice.columns[name]) for name in timed):
        choice.found.timezone = zone or OPEN


@cache
def _kind_words() -> dict[str, str]:
    values = TABLE["kind"]["values"]
    return {plain(word): kind for kind in ("post", "repost", "comment", "quote") for word in values[kind]}
