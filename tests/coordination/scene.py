"""Small invented cases, written down row by row, as the tables that an import would give."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from analytics.coordination.groups.case_arrays import CaseArrays, case_arrays
from analytics.coordination.groups.result_tables import ResultTables, result_tables
from analytics.coordination.groups.search import search
from analytics.model.tables import ACCOUNTS, PLACED_EVENTS
from analytics.text.families import families_of

START = datetime(2025, 3, 3, tzinfo=UTC)
DAY = 86_400.0
_SOURCE = {"source_sha256": "0" * 64, "source_path": ""}
Row = dict[str, Any]


def post(name: str, author: str | None, second: float = 0.0, text: str | None = None, **other: Any) -> Row:
    """A post; its text is its author's own."""
    return act(author, name, second, text, kind="post", event_id=name, **other)


def act(
    account: str | None, root: str | None, second: float | None, own: str | None = None, **other: Any
) -> Row:
    """A repost (or `kind`) of `root`, `second` seconds after START."""
    at = None if second is None else START + timedelta(seconds=second)
    return {
        "platform": "weibo",
        "kind": "repost",
        "account_id": account,
        "root_id": root,
        "at": at,
        "at_precision": "s",
        "own_text": own,
        "text": own,
    } | other


def table(rows: Sequence[Row]) -> pl.DataFrame:
    """PLACED_EVENTS of these rows; acts without an id get one from their place."""
    whole = [{"event_id": f"e{k:06}", "source_row": k, **_SOURCE} | row for k, row in enumerate(rows)]
    return (
        PLACED_EVENTS.fit(
            pl.DataFrame(whole, schema_overrides=dict(PLACED_EVENTS.schema), infer_schema_length=None)
        )
        if whole
        else PLACED_EVENTS.empty()
    )


def profiles(**of: dict[str, Any]) -> pl.DataFrame:
    """ACCOUNTS: account id -> the columns that are known."""
    rows = [
        {"account_id": name, "platform": "weibo", "is_hashed": False, "source_row": 0, **_SOURCE} | known
        for name, known in of.items()
    ]
    return ACCOUNTS.fit(pl.DataFrame(rows)) if rows else ACCOUNTS.empty()


NO_PAIRS = pl.DataFrame(schema={"account": pl.Int64, "partner": pl.Int64, "q": pl.Float64})


def case_of(events: pl.DataFrame) -> CaseArrays:
    """What the search reads of these events; families of words as the import finds them."""
    return case_arrays(events, families_of(events))


def listed(events: pl.DataFrame) -> ResultTables:
    """The whole search, without the pair test: who is listed, under which grade."""
    return result_tables(search(case_of(events), NO_PAIRS), events)


def grades(events: pl.DataFrame) -> dict[str, str]:
    """Account -> grade, of those listed."""
    return dict(listed(events).clusters.select("account_id", "grade").iter_rows())


def code(acts: CaseArrays, *accounts: str) -> np.ndarray:
    """Sorted codes of accounts."""
    names = acts.account_ids.to_list()
    return np.array(sorted(names.index(name) for name in accounts), np.int64)


def place(acts: CaseArrays, *objects: str) -> np.ndarray:
    """Sorted codes of posts."""
    names = acts.object_ids.to_list()
    return np.array(sorted(names.index(name) for name in objects), np.int64)


def words(rng: np.random.Generator, length: int = 24) -> str:
    """Invented words of `length` common characters (none that any conversion changes)."""
    return "".join(chr(c) for c in rng.choice(COMMON, length))


# Characters that are the same in both scripts, none a digit.
COMMON = np.array(
    [
        ord(c)
        for c in "的一是不了人我在有他中大上也子自你地得年着都去作如然下成法家能好小用心出手力木本月生太早天王子水火山石田土口日目耳"
    ]
)


DAYS = 24
POSTS_A_DAY = 3  # At 00:00, 08:00 and 16:00 UTC: p000, p001, p002 of the first day, and so on.
TASKS = tuple(range(0, DAYS * POSTS_A_DAY, POSTS_A_DAY))  # The first post of each day.


def born(k: int) -> float:
    """Seconds after START at which post p<k> of a crowd was written."""
    return k * DAY / POSTS_A_DAY


def crowd(seed: int, accounts_n: int = 150, acts_n: int = 20) -> list[Row]:
    """People who each act on some posts of 18 authors over 24 days, most within hours, some with own words."""
    rng = np.random.default_rng(seed)
    posts_n = DAYS * POSTS_A_DAY
    rows = [post(f"p{k:03}", f"author{k % 18:02}", born(k), words(rng)) for k in range(posts_n)]
    for a in range(accounts_n):
        for k in rng.choice(posts_n, 1 + int(rng.poisson(acts_n - 1)), replace=False):
            lag = min(5 * DAY, rng.lognormal(np.log(3 * 3600), 1.2))
            said = words(rng) if rng.random() < 0.3 else None
            rows.append(act(f"a{a:03}", f"p{k:03}", round(born(k) + lag), said))
    return rows


def campaign(
    seed: int, members_n: int = 20, tasks: Sequence[int] = TASKS, spread_s: float = 60.0, name: str = "n"
) -> list[Row]:
    """Accounts n00, n01, ... sent to posts p<k>, at another hour each time, within `spread_s`, with own words."""
    rng = np.random.default_rng(seed + 1_000_000)
    rows = []
    for k in tasks:
        sent = born(k) + rng.uniform(1_800, 30_000)
        rows += [
            act(f"{name}{i:02}", f"p{k:03}", round(sent + rng.uniform(0, spread_s)), words(rng))
            for i in range(members_n)
        ]
    return rows
