"""Civil Code 998, 1000, 1025, 1195 on the alleged information: reach, correction, source named, notice."""

from dataclasses import replace

import polars as pl

from analytics.alleged.collected import KINDS
from analytics.alleged.events import SPREADING, below
from analytics.law.alleged import named
from analytics.law.factor import ANY, MEASURED, Factor, Measures, Observation, Param, unmeasured
from analytics.law.information import Information, corrected_at
from analytics.law.notices import Notice, notices_of
from analytics.law.rows import counted, hours_between, iso, measured, none_seen, not_measured
from analytics.law.rule_set import Provision
from analytics.text.lexicon_marks import lexicon

SCOPE_PART = 5  # The part of the report that tells how far the information went.
OPEN_WORDS = ("待核实", "未核实", "有待核实", "等核实", "求证", "求核实", "是否属实", "疑似")


def observe_weighing(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Point to the reach (Article 998); occupation, fault and purpose are for people."""
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    accounts = told.acts["account_id"].drop_nulls().n_unique()
    return [counted("reach", told.acts, k=SCOPE_PART, accounts=accounts)]


def observe_redress(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the reposts of an author's own correction beside those of its alleged posts (Article 1000).

    A correction by somebody else, such as an authority, is not the author's.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    if not measures.toml.corrections:
        return [_uncorrected(told)]
    heads = told.corrections.filter(pl.col("event_id").is_in([c.event_id for c in measures.toml.corrections]))
    if heads.is_empty():
        return [not_measured("correction_absent")]
    rows = []
    for event_id, account in heads.select("event_id", "account_id").rows():
        posts = [post for post, author in told.authors.items() if author == account and account is not None]
        if posts:
            passed = told.corrections.filter(
                (pl.col("root_id") == event_id) & pl.col("kind").is_in(SPREADING)
            )
            alleged = told.reposts.filter(pl.col("post_id").is_in(posts))
            rows.append(
                counted(
                    "redress", passed, event_id, **named(measures, account, is_author=True), m=alleged.height
                )
            )
    return rows or [_uncorrected(told)]


def _uncorrected(told: Information) -> Observation:
    """Nothing that an author published as a correction is seen; whether one edited the post is said."""
    edited = told.versions.filter(pl.len().over("event_id") > 1)
    if edited.is_empty():
        return none_seen("own_correction")
    params: dict[str, Param] = {"v": edited.height, "n": edited["event_id"].n_unique()}
    ids = tuple(edited["event_id"].unique().sort())
    row = none_seen("own_correction")
    return replace(row, note="articles.none_redress_edited", params=params, event_ids=ids)


def observe_checking(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Tell what each stated text names as its source or leaves open, and when its author corrected it.

    Articles 1025 and 1026: what a reasonable check was is for the court.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    texts = dict(told.words.select("event_id", "own").drop_nulls().iter_rows())
    rows = []
    for event_id, author in told.authors.items():
        if event_id not in texts:
            continue
        found = [word for word in (*lexicon("stance")["hearsay"], *OPEN_WORDS) if word in texts[event_id]]
        hours = _corrected_after(measures, told, event_id, author)
        versions_n = told.versions.filter(event_id=event_id).height
        who = named(measures, author, is_author=True)
        edited = "_edited" if versions_n > 1 else ""
        note = f"checking_{'named' if found else 'bare'}{edited if hours is None else '_corrected'}"
        rows.append(
            measured(
                note,
                float(len(found)),
                "words",
                event_id,
                (event_id,),
                {
                    **who,
                    "words": "、".join(found) or None,
                    "hours": hours,
                    **({"v": versions_n} if versions_n > 1 else {}),
                },
            )
        )
    return rows or [not_measured("no_words")]


def _corrected_after(
    measures: Measures, told: Information, event_id: str, author: str | None
) -> float | None:
    """Hours from a post to the first correction of its author; None where there is none."""
    at = dict(told.acts.select("event_id", "at").iter_rows()).get(event_id)
    own = told.corrections.filter((pl.col("account_id") == author) & (pl.col("kind") == "post"))
    moments = corrected_at(told, measures.toml)
    later = [moments[one][0] for one in own["event_id"] if one in moments and at and moments[one][0] >= at]
    return hours_between(at, min(later)) if at and later else None


def observe_notice(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count records on the post of a notice before it, and between it and the measure taken (Article 1195).

    Records on other alleged posts in the same hours are counted apart: the notice does not speak of them.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    return [_noticed(one) for one in notices_of(measures.toml, told)] or [not_measured("no_notice")]


def _noticed(one: Notice) -> Observation:
    """The row of one notice: new records are told as far as they were collected, others beside them."""
    base = "notice" if one.end else "notice_open"
    coverage = {one.coverage(kind) for kind in KINDS}
    note = base if coverage == {"all"} or not one.end else f"{base}_partly"
    row = counted(
        base,
        one.between,
        one.subject_id,
        post=one.post,
        since_at=iso(one.start),
        at=iso(one.end),
        before=one.before.height,
        reposts=below(one.between).height,
        beyond=one.beyond.height,
        beyond_reposts=below(one.beyond).height,
        known_at=iso(one.known["reposts"]),
        known_comments_at=iso(one.known["comments"]),
    )
    if coverage == {"none"} and one.between.is_empty():
        note = f"{base}_unknown"
        row = replace(not_measured(note, **row.params), subject_id=one.subject_id)
    return replace(row, note=f"articles.{note}{'_beyond' if one.beyond.height else ''}")


FACTORS = (
    Factor("C-998", 80, observe_weighing, MEASURED),
    Factor("C-1000", 81, observe_redress, ANY),
    Factor("C-1025", 82, observe_checking, MEASURED),
    Factor("C-1195", 83, observe_notice, MEASURED),
)
