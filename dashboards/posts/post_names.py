"""Posts as a reader knows them: author, time and first words. Their ids stand in the drawer."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from analytics.model.time import trusted_at
from analytics.model.untrusted_text import cut
from analytics.store.case_folder import Case
from dashboards.page import View
from dashboards.wording import moment

NAME_MAX, WORDS_MAX, ID_MAX = 12, 18, 30  # Signs of the author's name, of the words, of an id.


def post_names(case: Case, ids: Iterable[str], view: View) -> dict[str, str]:
    """Name posts; one that no export holds is told by its id."""
    wanted = list(ids)
    mine = pl.col("event_id").is_in(pl.Series(wanted, dtype=pl.String).implode())
    columns = ("event_id", "account_name", "account_id", trusted_at(), "own_text", "text")
    rows = case.scan("events").filter(mine).select(columns).collect().to_dicts()
    known = {row["event_id"]: _named(row, view) for row in rows}
    absent = view.t("posts.not_exported")
    return {one: known.get(one) or f"{cut(one, ID_MAX)} ({absent})" for one in wanted}


def _named(row: dict[str, Any], view: View) -> str:
    who = cut(row["account_name"] or row["account_id"] or view.t("posts.no_author"), NAME_MAX)
    at = moment(row["at"], view, "min")[5:] if row["at"] else ""
    return f"{who} {at} {cut(row['own_text'] or row['text'] or '', WORDS_MAX)}"
