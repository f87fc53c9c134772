"""Article 8, items (1) to (5): minors, organizing others, sexual topics, synthetic content, providers."""

from typing import Any

import polars as pl

from analytics.alleged.events import below, passed_on
from analytics.law.alleged import (
    acts_seen,
    against,
    coded_n,
    events_of_it,
    ids_of,
    on_alleged,
    side_counts,
    with_deniers,
    words_of,
)
from analytics.law.factor import (
    ANY,
    STATED,
    SUBJECTS,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    stated_by,
    unmeasured,
)
from analytics.law.rule_set import Provision
from analytics.roles.naming import NAMED_GRADES
from analytics.text.lexicon_marks import spellings
from analytics.text.normalized import plain


def observe_minors(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show what case.toml states of minors and persons with disabilities among the targets (Article 8 (1)).

    Age and disability are read from no data. Beside each statement stand the records on the information that
    mention a term of that target. An organisation is neither.
    """
    del provision
    if not measures.toml.targets:
        return [unmeasured("alleged.no_targets")]
    worded = words_of(measures, events_of_it(measures).filter(pl.col("side").is_not_null()))
    rows: list[Observation] = []
    for target in measures.toml.targets:
        if target.organisation:
            rows.append(unmeasured("alleged.a1_organisation", subject_id=target.name, target=target.name))
            continue
        terms = spellings(tuple(t for t in target.terms if t.strip()))
        hits = worded.filter(pl.col("own").str.contains_any(terms)) if terms else worded.clear()
        said = [("minor", target.minor), ("disability", target.disability)]
        told = [
            stated_by(
                measures,
                Observation(
                    Status.HUMAN,
                    "alleged.a1",
                    {
                        "target": target.name,
                        "fact": name if stated else f"no_{name}",
                        "document": target.document or "none",
                        "terms": "、".join(target.terms) or None,
                        "n": hits.height,
                    },
                    target.name,
                    event_ids=ids_of(hits),
                    inculpatory=("alleged.plus_a1",) if target.document else (),
                    exculpatory=("alleged.minus_a1",)
                    if stated
                    else ("law.for_stated_not", "alleged.minus_a1"),
                ),
            )
            for name, stated in said
            if stated is not None
        ]
        rows += told or [unmeasured("alleged.a1_not_stated", subject_id=target.name, target=target.name)]
    return rows


FACTOR_A8_1_MINORS = Factor("A8-1", 20, on_alleged(observe_minors), STATED)


def observe_organized(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show what each group at A or B did on the information, by side of its words, with the common sentence.

    A group whose words people coded against the information no less than for it does not stand here; one
    whose words nobody coded cannot be told. Acting together proves neither hire nor direction: both are for
    people. What case.toml states about direction or payment follows in rows of its own.
    """
    del provision
    return [*_groups(measures), *_directions(measures)]


def _groups(measures: Measures) -> list[Observation]:
    if not measures.has("coordination"):
        return [unmeasured("law.note_none_coordination")]
    clusters = measures.table("clusters").filter(pl.col("grade").is_in(NAMED_GRADES))
    members = clusters.select("cluster_id", "account_id").unique()
    joined = with_deniers(events_of_it(measures)).join(members, on="account_id")
    if joined.is_empty():
        verdicts = measures.table("coordination").filter(measure="verdict")["note_code"].to_list()
        if clusters.is_empty() and verdicts and "insufficient" in (verdicts[0] or ""):
            return [unmeasured("alleged.a2_insufficient")]
        return [
            Observation(
                Status.NONE_IN_DATA,
                "alleged.a2_none",
                {"groups": clusters["cluster_id"].n_unique()},
                source="clusters; alleged_events",
                exculpatory=("alleged.minus_a2_none",),
            )
        ]
    sizes = joined.group_by("cluster_id").len().sort("len", "cluster_id", descending=[True, False])
    return [
        _group(measures, g, joined.filter(cluster_id=g), members) for g in sizes["cluster_id"].head(SUBJECTS)
    ]


def _group(measures: Measures, group: str, mine: pl.DataFrame, members: pl.DataFrame) -> Observation:
    """One group on the information, by the side of its words."""
    accounts = members.filter(cluster_id=group)["account_id"]
    acts = measures.table("events").filter(pl.col("account_id").is_in(accounts.implode()))
    sides = side_counts(mine)
    quote, times, ids = _common(measures, mine)
    support = int(sides["support"] or 0)
    total = below(events_of_it(measures)).height
    params: dict[str, Param] = {
        **sides,
        "group": group.removeprefix("g"),
        "accounts": accounts.n_unique(),
        "u": mine.height,
        "all": acts.height,
        "share": round(100 * mine.height / acts.height) if acts.height else None,
        "rest": acts.height - mine.height,
        "quote": quote,
        "times": times,
        "passed": below(mine).height,
        "passed_of": total,
    }
    status, note = Status.MEASURED, "alleged.a2"
    plus = "alleged.plus_a2" if ids else "alleged.plus_a2_acts"
    if not coded_n(mine):
        status, note = Status.NOT_MEASURABLE, "alleged.a2_unread"
    elif support <= against(mine).height:
        status, note = Status.NONE_IN_DATA, "alleged.a2_against"
    return Observation(
        status,
        note if quote else f"{note}_no_sentence",
        params,
        group,
        value=float(mine.height),
        unit="acts",
        source="clusters; alleged_events",
        event_ids=ids_of(mine),
        inculpatory=(plus,) if status is Status.MEASURED else (),
        exculpatory=("alleged.minus_a2", "alleged.minus_a2_rest"),
        overturn=("law.over_organized",),
    )


def _common(measures: Measures, mine: pl.DataFrame) -> tuple[str | None, int, tuple[str, ...]]:
    """The sentence that most records of a group share, how many, and their ids; None where none is shared."""
    worded = words_of(measures, mine.filter(pl.col("side").is_not_null())).drop_nulls("own")
    if worded.is_empty():
        return None, 0, ()
    letters = worded.with_columns(letters=plain(worded["own"])).drop_nulls("letters")
    counts = letters.group_by("letters").len().filter(pl.col("len") > 1)
    if counts.is_empty():
        return None, 0, ()
    top = counts.sort("len", "letters", descending=[True, False])["letters"][0]
    same = letters.filter(letters=top).sort("at", "event_id", nulls_last=True)
    return same["own"][0], same.height, ids_of(same)


def _directions(measures: Measures) -> list[Observation]:
    """What case.toml states about direction or payment, a row each."""
    return [
        stated_by(
            measures,
            Observation(
                Status.HUMAN,
                f"alleged.a2_{d.kind}",
                {"accounts": len(d.accounts), "document": d.document or "none"},
            ),
            d.at,
        )
        for d in measures.toml.directions
    ]


FACTOR_A8_2_ORGANIZED = Factor("A8-2", 21, on_alleged(observe_organized), ANY)


def observe_sexual_topic(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the records of the information whose own words hold a term that case.toml lists as sexual.

    They are told by side. That a topic is fabricated, sexual and infringes dignity is for people.
    """
    del provision
    terms = tuple(
        t for topic in measures.toml.topics if topic.kind == "sexual" for t in topic.terms if t.strip()
    )
    if not terms:
        return [unmeasured("alleged.a3_no_terms")]
    worded = words_of(measures, events_of_it(measures).filter(pl.col("side").is_not_null()))
    hits = worded.filter(pl.col("own").str.contains_any(spellings(terms), ascii_case_insensitive=True))
    if hits.is_empty():
        return [
            Observation(
                Status.NONE_IN_DATA, "alleged.a3_none", {"of": worded.height}, source="alleged_events"
            )
        ]
    return [acts_seen("a3", hits, {**side_counts(hits), "n": hits.height}, "law.over_terms")]


FACTOR_A8_3_SEXUAL_TOPIC = Factor("A8-3", 22, on_alleged(observe_sexual_topic), ANY)


def observe_synthetic(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the expert opinions of case.toml on records of the information (Article 8 (4)).

    The exports carry no media and no label of synthetic content, so the first row is not measurable.
    """
    harmful = provision is not None and bool(provision.needs.get("harmful_too"))
    rows = [unmeasured("alleged.a4_none_harmful" if harmful else "alleged.a4_none")]
    mine = set(measures.alleged_events["event_id"])
    return rows + [
        stated_by(
            measures,
            Observation(
                Status.HUMAN,
                f"alleged.a4_{opinion.conclusion}",
                {"document": opinion.document or "none"},
                opinion.event_id,
                event_ids=(opinion.event_id,),
                inculpatory=("alleged.plus_a4",),
                exculpatory=("alleged.minus_a4",),
            ),
            opinion.at,
        )
        for opinion in measures.toml.opinions
        if opinion.kind == "deep_synthesis" and opinion.event_id in mine
    ]


FACTOR_A8_4_SYNTHETIC = Factor("A8-4", 23, on_alleged(observe_synthetic), STATED)


def observe_provider(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count the records on the information of the accounts that case.toml states as the provider's.

    A correction is shown as one. That the provider as such initiated or organized is for people.
    """
    del provision
    stated = measures.toml.case.provider_accounts
    if not stated:
        return [unmeasured("alleged.a5_no_accounts")]
    mine = passed_on(events_of_it(measures)).filter(pl.col("account_id").is_in(stated))
    corrections = sum(measures.authors.get(c.event_id) in stated for c in measures.toml.corrections)
    params: dict[str, Any] = {"n": mine.height, "of": len(stated), "corrections": corrections}
    if mine.is_empty():
        return [Observation(Status.NONE_IN_DATA, "alleged.a5_none", params, source="alleged_events")]
    return [acts_seen("a5", mine, params, "law.over_provider")]


FACTOR_A8_5_PROVIDER = Factor("A8-5", 24, on_alleged(observe_provider), ANY)

FACTORS = (
    FACTOR_A8_1_MINORS,
    FACTOR_A8_2_ORGANIZED,
    FACTOR_A8_3_SEXUAL_TOPIC,
    FACTOR_A8_4_SYNTHETIC,
    FACTOR_A8_5_PROVIDER,
)
