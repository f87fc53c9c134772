"""Whether accounts acted together, and what the words of such groups say."""

from datetime import timedelta

import polars as pl

from analytics.alleged.sides import AGAINST
from analytics.questions.question import Asked, Question, accounts, line, records
from analytics.questions.topics._records import WHOLE
from analytics.report.blocks import Claim
from analytics.report.common_sentences import common_sentences
from analytics.report.placeholders import Foreign, Span, Value, Word

SIDES = ("support", "deny", "report", "ask", "other", "unread")
ALTERNATIVES = ("independent", "open_call", "copied_source", "platform_push")


def together(asked: Asked) -> list[Claim]:
    """Tell of each group its members, what they did on the information, and what else may explain it."""
    none = _none(asked)
    if none:
        return none
    claims: list[Claim] = []
    for place, cluster_id in enumerate(_ids(asked), 1):
        claims += [
            _members(asked, cluster_id, place),
            *_acts(asked, cluster_id, place),
            *alternatives(asked, cluster_id, place),
        ]
    return [*claims, line("together_limit")]


def _none(asked: Asked) -> list[Claim]:
    """What is told where no group was searched for, or none found."""
    if not asked.facts.groups.is_searched:
        return [Claim("groups.not_run")]
    return [] if _ids(asked) else [line("together_none")]


def _ids(asked: Asked) -> list[str]:
    return asked.facts.groups.clusters["cluster_id"].unique(maintain_order=True).to_list()


def _of(asked: Asked, cluster_id: str) -> pl.DataFrame:
    """What the members of a group did on the alleged information."""
    members = asked.facts.groups.clusters.filter(cluster_id=cluster_id)["account_id"]
    return asked.facts.alleged.same.filter(pl.col("account_id").is_in(members.implode()))


def _members(asked: Asked, cluster_id: str, place: int) -> Claim:
    members = asked.facts.groups.clusters.filter(cluster_id=cluster_id)
    sets = {grade.lower(): members.filter(grade=grade)["account_id"].to_list() for grade in "ABC"}
    sets["named"] = [one for one in members["account_id"].unique() if asked.facts.names.may(one)]
    params: dict[str, Value] = {name: len(ids) for name, ids in sets.items()}
    return line("together_members", *map(accounts, sets.values()), g=str(place), **params)


def _acts(asked: Asked, cluster_id: str, place: int) -> list[Claim]:
    """The share of the members' records on the information; posts in common and how far apart they came."""
    groups, here = asked.facts.groups, _of(asked, cluster_id)["event_id"]
    members = groups.clusters.filter(cluster_id=cluster_id)["account_id"]
    every = groups.member_acts.filter(pl.col("account_id").is_in(members.implode()))["event_id"]
    counts: dict[str, Value] = {"u": len(here), "all": len(every)}
    claims = [line("together_acts", records(here), records(every), g=str(place), **counts)]
    acts = groups.acts.filter(cluster_id=cluster_id).drop_nulls("at").sort("object_id", "at", "event_id")
    gaps = acts.select(gap=pl.col("at").diff().over("object_id"))["gap"].drop_nulls()
    middle = gaps.median()
    if isinstance(middle, timedelta):
        posts, ids = acts["object_id"].unique(), acts["event_id"].unique()
        gap = Span(middle.total_seconds())
        marks = (records(posts), records(ids))
        claims.append(line("together_moments", *marks, g=str(place), posts=len(posts), n=len(ids), gap=gap))
    return claims


def alternatives(asked: Asked, cluster_id: str, place: int) -> list[Claim]:
    """Whether the evidence speaks for or against each innocent explanation, or cannot tell."""
    found = asked.facts.groups.explained.filter(cluster_id=cluster_id)
    rows = {row["proposition"]: row for row in found.to_dicts()}
    claims = []
    for name in ALTERNATIVES:
        row = rows.get(name, {"for_lines": [], "against_lines": []})
        sides = (bool(row["for_lines"]), bool(row["against_lines"]))
        side = {(True, True): "both", (True, False): "for", (False, True): "against"}.get(sides, "open")
        claims.append(line(f"together_{side}", g=str(place), name=Word(f"groups.else_{name}")))
    return claims


def words(asked: Asked) -> list[Claim]:
    """Tell of each group the sides that people coded and every sentence that two or more members wrote."""
    none = _none(asked)
    if none:
        return none
    claims = [claim for place, one in enumerate(_ids(asked), 1) for claim in _words(asked, one, place)]
    return [*claims, line("words_limit")]


def _words(asked: Asked, cluster_id: str, place: int) -> list[Claim]:
    here = _of(asked, cluster_id)
    if here.is_empty():
        return [line("words_nothing", g=str(place))]
    sets = {side: here.filter(side=side)["event_id"] for side in SIDES}
    sets["bare"] = here.filter(pl.col("side").is_null())["event_id"]
    params: dict[str, Value] = {name: len(ids) for name, ids in sets.items()}
    claims = [line("words_sides", *map(records, sets.values()), g=str(place), **params)]
    against = sum(len(sets[side]) for side in AGAINST)
    if against and against >= len(sets["support"]):
        claims.append(Claim("groups.defends"))
    shared = _shared(asked, here)
    return [*claims, *shared] if shared else [*claims, line("words_none_shared", g=str(place))]


def _shared(asked: Asked, here: pl.DataFrame) -> list[Claim]:
    """The sentences on the information that two or more members wrote, most used first."""
    return [
        line(
            "words_sentence",
            records(row["ids"]),
            accounts(row["accounts"]),
            text=Foreign(row["own_text"], WHOLE),
            n=len(row["ids"]),
            k=len(row["accounts"]),
            side=Word(f"listed.side_{row['side']}"),
        )
        for row in common_sentences(asked.facts, here).to_dicts()
    ]


QUESTIONS = (Question("together", 8, together), Question("words", 9, words))
