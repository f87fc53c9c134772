"""How far it went by when, who carried it on, and how many accounts there were, press and critics apart."""

from datetime import timedelta
from typing import Any

import polars as pl

from analytics.alleged.actors import ACTORS
from analytics.alleged.events import below
from analytics.questions.question import Asked, Question, accounts, line, records
from analytics.questions.topics._records import began_at, of_item, parts, within
from analytics.report.blocks import Claim
from analytics.report.marks import counter_id, marked
from analytics.report.placeholders import Moment, Range, Span, Told, Value, Word
from analytics.report.reach_words import place_of
from analytics.scope.bounds import newest

WINDOWS = (timedelta(hours=1), timedelta(hours=24), timedelta(days=7))
CARRIERS_SHOWN = 5  # Accounts without a name told one by one; named ones are all told.
CRITICAL = ("deny", "report", "ask")
PLACE = ("source_sha256", "source_row", "source_path")


def reach(asked: Asked) -> list[Claim]:
    """Tell of each item what was traced by 1 h, 24 h, 7 d and each capture, and what was displayed."""
    claims: list[Claim] = []
    for one in asked.facts.alleged.stated:
        rows = of_item(asked, one.id)
        claims += [
            *_by_window(asked, one.id, one.number, rows),
            *_by_capture(asked, one.id, one.number, rows),
            *_in_all(asked, one.number),
        ]
    rest = asked.facts.spread.rest
    return [*claims, *_law(asked), line("reach_rest", records(rest), n=len(rest))]


def _by_window(asked: Asked, item_id: str, k: int, rows: pl.DataFrame) -> list[Claim]:
    start = began_at(asked, item_id)
    if start is None:
        return [line("reach_no_start", k=str(k))]
    claims = []
    for length in WINDOWS:
        reposts, comments = parts(within(rows, start, length))
        marks = (records(reposts), records(comments))
        span = Span(length.total_seconds())
        claims.append(line("reach_by", *marks, k=str(k), span=span, r=len(reposts), c=len(comments)))
    return claims


def _by_capture(asked: Asked, item_id: str, k: int, rows: pl.DataFrame) -> list[Claim]:
    """What the platform displayed at the post itself at each captured time, and what is traced before it."""
    shown = (
        asked.case.scan("counters")
        .filter(
            (pl.col("event_id") == item_id)
            & pl.col("counter").is_in(["reposts", "comments"])
            & pl.col("captured_at").is_not_null()
        )
        .collect()
    )
    if shown.is_empty():
        return [line("reach_no_counter", k=str(k))]
    return [
        _at_capture(k, rows, shown.filter(captured_at=at))
        for at in shown["captured_at"].unique().sort().to_list()
    ]


def _at_capture(k: int, rows: pl.DataFrame, shown: pl.DataFrame) -> Claim:
    at = shown["captured_at"][0]
    reposts, comments = parts(rows.filter(pl.col("at") < at))
    found = {row["counter"]: row for row in newest(shown).to_dicts()}
    values = {name: _displayed(found.get(name)) for name in ("reposts", "comments")}
    ids = [_place_of(shown, row) for row in found.values()]
    marks = (records(reposts), records(comments), marked("counters", ids))
    return line(
        "reach_at",
        *marks,
        k=str(k),
        at=Moment(at, "min"),
        r=len(reposts),
        c=len(comments),
        shown_r=values["reposts"],
        shown_c=values["comments"],
    )


def _displayed(row: dict[str, Any] | None) -> Value:
    return None if row is None else Range(row["low"], row["high"])


def _place_of(shown: pl.DataFrame, row: dict[str, Any]) -> str:
    """The first record of a capture that shows the value that counts."""
    mine = shown.filter(counter=row["counter"], value=row["value"]).sort(PLACE)
    return counter_id(row["counter"], *mine.select(PLACE).row(0))


def _in_all(asked: Asked, k: int) -> list[Claim]:
    """All that is traced, a sentence a layer; with the number of law where one is laid beside it."""
    claims = []
    for one in asked.facts.spread.extents:
        if one.number != k:
            continue
        layer = Word(f"questions.layer_{one.layer}")
        marks = (records(one.reposts), records(one.comments))
        claims.append(
            line("reach_all", *marks, k=str(k), layer=layer, r=len(one.reposts), c=len(one.comments))
        )
        if one.place is not None:
            lies = place_of(asked.facts, one)
            claims.append(line("reach_place", marks[0], k=str(k), layer=layer, lies=lies))
            if one.place.is_contradiction and (shown := one.shown.get("reposts")):
                both = (marks[0], marked("counters", [shown.mark_id]))
                params: dict[str, Value] = {"shown": Range(shown.low, shown.high), "traced": len(one.reposts)}
                claims.append(line("reach_contradiction", *both, k=str(k), **params))
    return claims


def _law(asked: Asked) -> list[Claim]:
    named = asked.facts.numbers.provisions.get("reposts")
    if named is None:
        return [line("reach_no_number")]
    rules, provision = named
    article = Told(f"{rules.number}{provision.article}", f"{rules.number}, {provision.article_en}")
    return [line("reach_number", article=article, number=Range(provision.threshold, provision.threshold))]


def carried(asked: Asked) -> list[Claim]:
    """Tell through whose reposts others reposted, as far as exports or repost chains say so."""
    spread = below(asked.facts.alleged.same)
    if spread.is_empty():
        return [line("carried_nothing"), line("carried_limit")]
    mine = spread["event_id"].implode()
    placed = (
        asked.case.placed_events(pl.col("event_id").is_in(mine))
        .select("event_id", "parent_id", "parent_basis")
        .collect()
    )
    rows = spread.select("event_id", "account_id").join(placed, on="event_id")
    known = pl.col("parent_basis").is_in(["stated", "chain"])
    edges = rows.filter(known & pl.col("parent_id").is_in(mine))
    if edges.is_empty():
        return [line("carried_cannot", records(rows["event_id"]), n=rows.height), line("carried_limit")]
    carriers = _below(edges.select("event_id", above="parent_id"), rows)
    claims = [
        line(
            "carried_n",
            records(edges["event_id"]),
            accounts(carriers["account_id"]),
            n=edges.height,
            m=carriers.height,
        )
    ]
    claims += _carriers(asked, carriers, rows)
    for basis in ("root", "missing"):
        ids = rows.filter(parent_basis=basis)["event_id"]
        if len(ids):
            claims.append(line(f"carried_{basis}", records(ids), n=len(ids)))
    return [*claims, line("carried_limit")]


def _below(edges: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Reposts of others below the reposts of each account: account_id, ids, most first.

    edges: event_id, above; rows: event_id, account_id of all reposts. Each pass goes up one level; parents
    form no circles, so that there are no more passes than levels.
    """
    pairs = found = edges
    while pairs.height:
        pairs = pairs.join(edges, left_on="above", right_on="event_id", suffix="_next").select(
            "event_id", above="above_next"
        )
        found = pl.concat([found, pairs])
    owners = rows.select(above="event_id", carrier="account_id").drop_nulls("carrier")
    met = found.join(owners, on="above").join(rows.select("event_id", "account_id"), on="event_id")
    others = met.filter(pl.col("carrier").ne_missing(pl.col("account_id")))
    return (
        others.unique(["carrier", "event_id"])
        .sort("event_id")
        .group_by(account_id="carrier")
        .agg(ids=pl.col("event_id"))
        .sort(pl.col("ids").list.len(), "account_id", descending=[True, False])
    )


def _carriers(asked: Asked, found: pl.DataFrame, rows: pl.DataFrame) -> list[Claim]:
    """The accounts: all that may be named, and the others with most, without a name."""
    names, claims, unnamed = asked.facts.names, [], 0
    left: list[str] = []
    for account_id, ids in found.iter_rows():
        if not names.may(account_id):
            unnamed += 1
            if unnamed > CARRIERS_SHOWN:
                left.append(account_id)
                continue
        own = rows.filter(account_id=account_id)["event_id"]
        marks = (records(own), records(ids))
        claims.append(line("carried_by", *marks, who=names.shown(account_id), m=len(own), n=len(ids)))
    if left:
        claims.append(line("carried_others", accounts(left), n=len(left)))
    return claims


def count_accounts(asked: Asked) -> list[Claim]:
    """Count the accounts on the information, those who stand apart, and the sides that people coded."""
    rows = asked.facts.alleged.same
    spread, comments = rows.filter(pl.col("kind") != "comment"), rows.filter(kind="comment")
    sets = [frame["account_id"].drop_nulls().unique().to_list() for frame in (rows, spread, comments)]
    params: dict[str, Value] = dict(zip(("all", "spread", "comments"), map(len, sets), strict=True))
    claims = [line("accounts_all", *map(accounts, sets), **params), _apart(rows), _coded(rows)]
    again = asked.facts.spread.repeats
    if again:
        claims.append(line("accounts_repeats", records(again), n=len(again)))
    nobody = rows.filter(pl.col("account_id").is_null())["event_id"]
    if len(nobody):
        claims.append(line("accounts_unknown", records(nobody), n=len(nobody)))
    return [*claims, line("accounts_limit")]


def _apart(rows: pl.DataFrame) -> Claim:
    known = rows.drop_nulls("account_id")
    sets = {name: known.filter(actor=name)["account_id"].unique() for name in ACTORS}
    sets["rest"] = known.filter(pl.col("actor").is_null())["account_id"].unique()
    params: dict[str, Value] = {name: len(ids) for name, ids in sets.items()}
    return line("accounts_apart", *map(accounts, sets.values()), **params)


def _coded(rows: pl.DataFrame) -> Claim:
    known = rows.drop_nulls("account_id")
    sides = {"support": ["support"], "against": list(CRITICAL), "other": ["other"], "unread": ["unread"]}
    sets = {
        name: known.filter(pl.col("side").is_in(codes))["account_id"].unique()
        for name, codes in sides.items()
    }
    params: dict[str, Value] = {name: len(ids) for name, ids in sets.items()}
    return line("accounts_coded", *map(accounts, sets.values()), **params)


QUESTIONS = (
    Question("reach", 5, reach),
    Question("carried", 6, carried),
    Question("accounts", 7, count_accounts),
)
