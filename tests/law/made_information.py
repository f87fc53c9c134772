"""Small tables of alleged information, made by hand: what each test counts stands in the test."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from analytics.law.factor import Measures
from analytics.law.findings import findings
from analytics.law.information import CORRECTED, WORDS, Information
from analytics.model.tables import ALLEGED_EVENTS, COUNTERS
from analytics.text.versions import VERSIONS
from tests.law.made import measures, rows

START = datetime(2025, 3, 3, 0, 0, tzinfo=UTC)
POST, AUTHOR = "weibo:p", "weibo:author"


def at(hours: float) -> datetime:
    """A moment so many hours after the alleged post."""
    return START + timedelta(hours=hours)


def act(event_id: str, hours: float | None = 1.0, **more: Any) -> dict[str, Any]:
    """A bare repost of the alleged post, unless told otherwise."""
    return {
        "event_id": event_id,
        "item_id": POST,
        "layer": "stated",
        "part": "repost",
        "post_id": POST,
        "account_id": f"weibo:of-{event_id}",
        "kind": more.get("part", "repost"),
        "at": None if hours is None else at(hours),
        "at_precision": "s",
        "side": None,
        "coders_n": 0,
        **more,
    }


def stated(own: str = "面包过期", hours: float = 0.0, event_id: str = POST, **more: Any) -> dict[str, Any]:
    """The alleged post with its words."""
    given = {
        "item_id": event_id,
        "part": "states",
        "post_id": event_id,
        "kind": "post",
        "account_id": AUTHOR,
        "side": "unread",
        "own": own,
    }
    return act(event_id, hours, **{**given, **more})


def told(*acts: dict[str, Any], **more: Any) -> Information:
    """Information of some acts; their `own`, `urls` and `verified` are its words."""
    words = [
        {
            "event_id": one["event_id"],
            "own": one.get("own"),
            "urls": one.get("urls"),
            "is_verified": one.get("verified"),
        }
        for one in acts
    ]
    table = rows(ALLEGED_EVENTS, *acts).with_columns(ends_at=pl.col("at") + pl.duration(seconds=1))
    widths = {one["event_id"]: one["width_s"] for one in acts if "width_s" in one}
    if widths:
        wide = pl.col("event_id").replace_strict(widths, default=1, return_dtype=pl.Int64)
        table = table.with_columns(ends_at=pl.col("at") + pl.duration(seconds=wide))
    if "collected" not in more:
        ends = {one["post_id"]: more.get("seen", {}).get(one["post_id"]) for one in acts}
        more["collected"] = {
            (post, kind): end for post, end in ends.items() if end for kind in ("reposts", "comments")
        }
    same = table["layer"].is_in(["stated", "exact"])
    frames = {
        "corrections": (CORRECTED, more.pop("corrections", [])),
        "versions": (VERSIONS, more.pop("versions", [])),
    }
    return Information(
        table.filter(same),
        table.filter(~same),
        pl.DataFrame(words, schema=WORDS),
        counters=rows(COUNTERS, *more.pop("counters", [])),
        **{
            name: pl.DataFrame(given, schema=schema, orient="row") for name, (schema, given) in frames.items()
        },
        **more,
    )


def found(factor: str, information: Information | None, *tables: Any, **toml: Any) -> list[dict[str, Any]]:
    """The findings of one factor under the final Opinions."""
    facts = {"alleged": [{"id": POST}] if information else [], **toml}
    made = measures(*tables, toml=facts)
    acts = {} if information is None else {"alleged_events": information.acts}
    full = Measures(made.toml, {**acts, **made.tables}, information=information)
    return findings(full, "fafa-2023-14").filter(factor_id=factor).to_dicts()
