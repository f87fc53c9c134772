"""Which columns hold the act's own id, its root and its parent.

Own ids are unique, roots repeat, parents occur among own ids; row numbers are no ids, whatever they are
called.
"""

import polars as pl

from analytics.importing.column_map import Source
from analytics.importing.map_choice import Choice
from analytics.importing.map_values import CLASH_SHARE, SEEN_SHARE, clash_share
from analytics.importing.synonyms import names, plain, ranked

_PREFIX = r"^([A-Za-z]{1,2}\d?_)\w"
_FLAG = r"(?i)^(true|false|yes|no|0|1|是|否)$"
_LONG = r"^[+-]?\d{9,20}$"


def ids(choice: Choice) -> None:
    """The act's own id, what it passes on or answers, and its direct parent."""
    _own(choice)
    _root(choice)
    _parent(choice)
    _joined(choice)
    for ours in ("root_id", "parent_id"):
        if opening := _openings(choice, ours):
            choice.found.columns[ours].strip = opening


def _own(choice: Choice) -> None:
    by = [
        s.taken[0] for ours in ("account_id", "account_name", "text") if (s := choice.found.columns.get(ours))
    ]
    listed = choice.ranked(names("own", "comment", "repost", "any"))
    clashing = []
    good = []
    for name in listed:
        column = choice.columns[name]
        if column.ids.null_count() > (1 - SEEN_SHARE) * choice.frame.height:
            continue
        others = by or [other for other in choice.columns if other != name]
        if clash_share(choice.frame, column.ids, others) > CLASH_SHARE:
            clashing.append(name)
        else:
            good.append(name)
    named = [name for name in good if not _counts_rows(choice, name, good + clashing)]
    if not named:
        if clashing and not ranked(clashing, names("root", "beside")):
            _in_space(choice, clashing[0], by)
        return
    own = named[0]
    choice.own_group = next((g for g in ("comment", "repost") if plain(own) in names("own", g)), "")
    rivals = [r for r in named[1:] if _rivals(choice, own, r)]
    if rivals:
        choice.found.unsure["id"] = ", ".join([own, *rivals])
    else:
        choice.take("id", own)


def _counts_rows(choice: Choice, name: str, listed: list[str]) -> bool:
    """Whether a column of consecutive numbers is a row number: it stands beside another id, or nothing
    names its values."""
    column = choice.columns[name]
    if not column.is_row_number:
        return False
    if any(not choice.columns[other].is_row_number for other in listed if other != name):
        return True
    naming = [*names("parent", "comment", "any"), *names("root", "repost", "quote", "any")]
    return not any(choice.columns[other].occurs_in(column) > 0.0 for other in ranked(choice.columns, naming))


def _rivals(choice: Choice, own: str, other: str) -> bool:
    """Whether two columns could both be the own id: a post's id by name, and a plain one with other long
    values."""
    is_post = plain(own) in names("root", "beside") and not choice.own_group
    if not is_post or plain(other) != "id" or not choice.columns[other].is_long_id:
        return False
    differ = choice.columns[own].ids != choice.columns[other].ids
    return 2 * int(differ.sum()) > len(differ)


def _in_space(choice: Choice, name: str, by: list[str]) -> None:
    """An id that counts within a chat or server: joined with it if that makes it unique, else open."""
    for room in ranked(choice.columns, names("space", "names")):
        joined = choice.frame.select(pl.concat_str(room, name, separator="-").alias("id"))["id"]
        if clash_share(choice.frame, joined, by) <= CLASH_SHARE:
            choice.found.columns["id"] = Source(join=[room, name])
            return
    choice.found.unsure["id"] = name


def _joined(choice: Choice) -> None:
    """Parents within a chat are named as their own ids are."""
    own, parent = choice.found.columns.get("id"), choice.found.columns.get("parent_id")
    if own and own.join and parent and parent.column:
        choice.found.columns["parent_id"] = Source(join=[own.join[0], parent.column])


def _root(choice: Choice) -> None:
    is_comment = choice.own_group == "comment"
    groups, thread = ([], ["thread"]) if is_comment else (["repost", "quote"], [])
    listed = choice.ranked(names("root", *groups)) if groups else []
    own = choice.found.columns.get("id")
    beside = [n for n in choice.ranked(names("root", "beside", *thread)) if not _is_own_again(choice, n, own)]
    beside.sort(key=lambda n: not _repeats(choice, n))  # A post is answered often; an account may be, too.
    other = [] if is_comment else choice.ranked(names("root", "any"))
    unsure = choice.found.unsure.get("id", "").split(", ")
    free = [n for n in [*listed, *beside, *other] if n not in unsure and not choice.columns[n].is_row_number]
    choice.take("root_id", next(iter(free), None))


def _repeats(choice: Choice, name: str) -> bool:
    ids = choice.columns[name].ids.drop_nulls()
    return ids.n_unique() < len(ids)


def _is_own_again(choice: Choice, name: str, own: Source | None) -> bool:
    if own is None or own.column is None:
        return False
    same = choice.columns[name].ids == choice.columns[own.column].ids
    return 2 * int(same.sum()) > len(same)


def _parent(choice: Choice) -> None:
    groups = ["comment", "any", *(["top"] if choice.own_group == "comment" else [])]
    for name in choice.ranked(names("parent", *groups)):
        column = choice.columns[name]
        is_flag = not column.filled.is_empty() and column.share(_FLAG) > SEEN_SHARE
        if is_flag or (plain(name) == "pid" and column.share(_LONG) < SEEN_SHARE):
            continue
        choice.take("parent_id", name)
        return


def _openings(choice: Choice, ours: str) -> list[str]:
    """What stands before ids of a column and not before the own ones ("t1_"), if its ids are own ids
    without it or it is a letter and a digit."""
    source, own = choice.found.columns.get(ours), choice.found.columns.get("id")
    if source is None or own is None or not (source.column and own.column):
        return []
    values = choice.columns[source.column].ids.drop_nulls()
    openings = values.str.extract(_PREFIX, 1)
    if values.is_empty() or openings.null_count() or choice.columns[own.column].share(_PREFIX) > 0:
        return []
    return sorted(openings.unique().to_list())


def ids_by_value(choice: Choice) -> None:
    """Without names: the first long number that is unique is the id, one whose values are among the own
    ids the parent, another long number the account; then the time and the longest words."""
    long = [n for n in choice.keys if choice.columns[n].share(_LONG) > 0 and not choice.columns[n].is_time]
    own = next((n for n in long if choice.columns[n].is_long_id and _is_unique(choice, n)), None)
    if own is None:
        return
    choice.take("id", own)
    rest = [n for n in long if n != own]
    parent = next((n for n in rest if choice.columns[n].occurs_in(choice.columns[own]) > 0), None)
    choice.take("parent_id", parent)
    choice.take("account_id", next((n for n in rest if n != parent and choice.columns[n].is_long_id), None))
    choice.take("at", next((n for n in choice.keys if choice.columns[n].is_time), None))
    texts = [n for n in choice.keys if choice.columns[n].share(r"[^\d\s.+\-]") > 0]
    lengths = {n: choice.columns[n].filled.str.len_chars().mean() or 0 for n in texts}
    choice.take("text", max(texts, key=lambda n: lengths[n], default=None))


def _is_unique(choice: Choice, name: str) -> bool:
    ids = choice.columns[name].ids
    return ids.null_count() == 0 and ids.n_unique() == len(ids)
