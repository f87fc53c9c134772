"""Small tables worked out by hand, to show each factor in each status that its row admits."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from analytics.law.factor import Measures
from analytics.law.findings import findings
from analytics.law.rendering import Line, read_findings
from analytics.model.tables import (
    ACCOUNTS,
    ALLEGED_EVENTS,
    CASCADES,
    CLUSTERS,
    COORDINATION,
    LABELS,
    PLACED_EVENTS,
    ROLES,
    SCOPE,
    TARGETS,
)
from analytics.store.case_toml import CaseToml

AT = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
DEFAULTS: dict[Any, Any] = {pl.String: "x", pl.Int64: 0, pl.Float64: 0.0, pl.Boolean: False}


def rows(table: Any, *given: dict[str, Any]) -> pl.DataFrame:
    """Rows of a table; columns that may not be null and are not given get an empty value of their type."""
    filled = []
    for one in given:
        row = {}
        for column in table.columns:
            empty = (
                []
                if isinstance(column.dtype, pl.List)
                else AT
                if isinstance(column.dtype, pl.Datetime)
                else DEFAULTS.get(column.dtype)
            )
            row[column.name] = one.get(column.name, None if column.nullable else empty)
        filled.append(row)
    return pl.DataFrame(filled, schema=table.schema, orient="row")


ALLEGED = {"alleged": [{"id": "weibo:r1"}]}  # case.toml: one post is alleged.
DEFAMATION = {**ALLEGED, "case": {"allegation": "defamation"}}
TARGET = {**ALLEGED, "targets": [{"name": "阿某", "ids": ["weibo:t"]}]}


def record(event_id: str, account: str | None = "weibo:1", at_s: float = 0, **more: Any) -> dict[str, Any]:
    """A record on the alleged information: a repost below weibo:r1 unless `kind` or `post_id` say otherwise.

    side: of its words (None: it has none); coders_n is 1 where a person coded it.
    """
    kind = more.get("kind", "repost")
    side = more.get("side")
    return {
        "event_id": event_id,
        "account_id": account,
        "item_id": "weibo:r1",
        "post_id": event_id if kind == "post" else "weibo:r1",
        "layer": "stated",
        "kind": kind,
        "part": "states" if kind == "post" else kind,
        "at": AT + timedelta(seconds=at_s),
        "at_precision": "s",
        "coders_n": 0 if side in (None, "unread") else 1,
        "platform": event_id.split(":", maxsplit=1)[0],
        "root_id": "weibo:r1",
        "own_text": None if side is None else f"words of {event_id}",
        **more,
    }


def post(
    event_id: str = "weibo:r1", account: str | None = "weibo:9", at_s: float = -60, **more: Any
) -> dict[str, Any]:
    """A post that states the information."""
    return record(event_id, account, at_s, **{"kind": "post", "side": "unread", **more})


def information(*given: dict[str, Any], rest: tuple[dict[str, Any], ...] = ()) -> dict[str, pl.DataFrame]:
    """The alleged post weibo:r1 with the given records, as ALLEGED_EVENTS and as events; rest: other events."""
    every = given if any(one["event_id"] == "weibo:r1" for one in given) else (post(), *given)
    return {"alleged_events": rows(ALLEGED_EVENTS, *every), "events": rows(PLACED_EVENTS, *every, *rest)}


def aimed(*pairs: tuple[str, str], basis: str = "term") -> dict[str, pl.DataFrame]:
    """TARGETS of (event, target)."""
    return {"targets": rows(TARGETS, *({"event_id": e, "target_id": t, "basis": basis} for e, t in pairs))}


def accounts(**followers: int | None) -> dict[str, pl.DataFrame]:
    """ACCOUNTS weibo:<key without its first letter>, with followers."""
    return {
        "accounts": rows(
            ACCOUNTS,
            *({"account_id": f"weibo:{k[1:]}", "followers_n": n, "name": k} for k, n in followers.items()),
        )
    }


def counter(
    subject: str,
    shown: float,
    note: str = "displayed_exact",
    at_s: float = 9_000,
    measure: str = "reposts_displayed",
) -> dict[str, Any]:
    """A displayed counter of a post as SCOPE has it."""
    return {
        "measure": measure,
        "subject_id": subject,
        "lower": shown,
        "point": shown,
        "upper": shown if note == "displayed_exact" else None,
        "unit": "reposts",
        "as_of": AT + timedelta(seconds=at_s),
        "note_code": note,
    }


def shown(*given: dict[str, Any]) -> dict[str, pl.DataFrame]:
    return {"scope": rows(SCOPE, *given)}


def role(
    name: str, grade: str, account: str = "weibo:1", subject: str = "text:aa", **more: Any
) -> dict[str, Any]:
    return {
        "account_id": account,
        "role": name,
        "subject_id": subject,
        "grade": grade,
        "reason_code": "grade_A",
        "reason_params": json.dumps({}),
        "event_ids": ["weibo:e1"],
        "explanations": [],
        "challenges": [],
        "article10": [],
        **more,
    }


def roles(*given: dict[str, Any]) -> dict[str, pl.DataFrame]:
    return {"roles": rows(ROLES, *given)}


def scope(*given: tuple[str, str, float | None, float | None]) -> dict[str, pl.DataFrame]:
    return {
        "scope": rows(
            SCOPE,
            *(
                {
                    "measure": m,
                    "subject_id": s,
                    "lower": low,
                    "point": low,
                    "upper": high,
                    "unit": m,
                    "as_of": AT,
                    "note_code": "traced_no_counter",
                    "event_ids": ["weibo:e1"],
                }
                for m, s, low, high in given
            ),
        )
    }


def groups(*grades: str, verdict: str = "accounts_a") -> dict[str, pl.DataFrame]:
    """Accounts of one group at these grades, each a group member candidate at the same grade."""
    members = [
        role("amplifier", g, f"weibo:{k}", "g1", cluster_id="g1", event_ids=[f"weibo:e{k}"])
        for k, g in enumerate(grades)
    ]
    return {
        "roles": rows(ROLES, *members),
        "clusters": rows(
            CLUSTERS,
            *(
                {"account_id": f"weibo:{k}", "cluster_id": "g1", "grade": g, "event_ids": [f"weibo:e{k}"]}
                for k, g in enumerate(grades)
            ),
        ),
        "coordination": rows(COORDINATION, {"measure": "verdict", "note_code": verdict}),
    }


def labels(*given: tuple[str, str, str]) -> dict[str, pl.DataFrame]:
    return {
        "labels": rows(
            LABELS,
            *(
                {
                    "subject_id": s,
                    "label": label,
                    "author": "王检察官",
                    "at": AT,
                    "kind": kind,
                    "note": "鉴定〔2025〕1号",
                    "entry_sha256": "a" * 64,
                }
                for kind, s, label in given
            ),
        )
    }


def sampled(n: int, agree: bool = True) -> dict[str, pl.DataFrame]:
    """n comments of which two people coded every second as abuse (alike, or the second the other way round)."""
    comments = [record(f"weibo:k{k:02}", f"weibo:k{k}", k, kind="comment", side="unread") for k in range(n)]
    coded = [
        {
            "subject_id": f"weibo:k{k:02}",
            "label": label,
            "author": who,
            "at": AT,
            "kind": "label",
            "note": "sample:weight=2",
        }
        for k in range(n)
        for who, label in (
            ("甲", "abuse" if k % 2 else "neither"),
            ("乙", "abuse" if bool(k % 2) == agree else "neither"),
        )
    ]
    return {**information(*comments), "labels": rows(LABELS, *coded)}


def trees(*sizes: int, root: str | None = None) -> dict[str, pl.DataFrame]:
    return {
        "cascades": rows(
            CASCADES,
            *(
                {"root_id": root or f"weibo:r{n}", "tree": "repost", "size": n, "half_life_s": 600.0}
                for n in sizes
            ),
        )
    }


def measures(
    *tables: dict[str, pl.DataFrame],
    toml: dict[str, Any] | None = None,
    authors: dict[str, str | None] | None = None,
) -> Measures:
    joined: dict[str, pl.DataFrame] = {}
    for one in tables:
        joined |= one
    return Measures(CaseToml.model_validate(toml or {}), joined, authors or {})


def law_rows(factor: str, *tables: Any, **given: Any) -> list[dict[str, Any]]:
    """The findings of a factor under the final Opinions, of `measures(*tables, **given)`."""
    return findings(measures(*tables, **given), "fafa-2023-14").filter(factor_id=factor).to_dicts()


def law_lines(factor: str, lang: str, *tables: Any, **given: Any) -> list[Line]:
    """The same as they are told."""
    made = findings(measures(*tables, **given), "fafa-2023-14").filter(factor_id=factor)
    return read_findings(made, lang)


def params(row: dict[str, Any]) -> dict[str, Any]:
    """What the sentence of a finding is filled with."""
    told: dict[str, Any] = json.loads(row["note_params"])
    return told


def reposts(n: int, root: str = "weibo:r1", **more: Any) -> list[dict[str, Any]]:
    """So many bare reposts of a post, a second apart, each by another account."""
    return [record(f"{root}-{k:03}", f"weibo:{k}", k, post_id=root, root_id=root, **more) for k in range(n)]
