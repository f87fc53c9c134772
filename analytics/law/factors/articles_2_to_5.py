"""Articles 2 to 5 on the alleged information: versions, abuse and criticism, personal data, promotion."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import polars as pl

from analytics.law.alleged import named
from analytics.law.coded_share import class_share
from analytics.law.factor import ANY, MEASURED, Factor, Measures, Observation, Param, unmeasured
from analytics.law.notices import numbers_of
from analytics.law.rows import counted, iso, measured, none_seen, not_measured, stated_only
from analytics.law.rule_set import Provision
from analytics.model.formatting import rounded_down
from analytics.text.personal_information import personal_items
from analytics.text.versions import changed_within

# Classes of 法释〔2017〕10号 Article 5 (1)(3) to (5), by the form of an item; the class is for people.
# A card is property information, an address tells where somebody lives.
CLASS_OF = {"card": "a", "address": "b", "phone": "c", "identity": "c", "plate": "c", "email": "c"}
NUMBERS = {"a": 50, "b": 500, "c": 5_000}
NOT_PERSONAL = "personal:no"  # The label by which a person takes an order number or the like out.


def observe_versions(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Tell every version that captures show of each stated post, and what was changed (Article 2).

    Posts in similar words are a row of their own: the change is their authors'. A post captured once shows no
    change. That a fact is false, made up and known to be so is for people.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    rows: list[Observation] = []
    for event_id, author in told.authors.items():
        versions = told.versions.filter(event_id=event_id).sort("number").to_dicts()
        item: dict[str, Param] = {"item": numbers_of(measures.toml).get(event_id, event_id)}
        rows += _versions(versions, event_id, named(measures, author, is_author=True) | item)
    others = told.copies.filter((pl.col("part") == "states") & (pl.col("kind") == "post"))
    if others.height:
        theirs = others.filter(~pl.col("account_id").is_in(list(told.authors.values())).fill_null(False))
        accounts = others["account_id"].n_unique()
        rows.append(counted("copies", others, accounts=accounts, theirs=theirs.height))
    return rows or [not_measured("captured_once")]


def _versions(versions: list[dict[str, Any]], event_id: str, who: dict[str, Param]) -> list[Observation]:
    """A row a change; one where several captures show one text; none where a post was captured once.

    who: parameters that name the author, and the number of the item.
    """
    if len(versions) == 1 and versions[0]["records_n"] > 1:
        params = {"item": who["item"], "n": versions[0]["records_n"]}
        return [measured("version_one", 1.0, "versions", event_id, (event_id,), params)]
    rows = [
        measured(
            "versions",
            float(len(versions)),
            "versions",
            event_id,
            (event_id,),
            {
                "v": len(versions),
                **who,
                "since_at": iso(_since(old, new)),
                "at": iso(new["first_at"]),
                "older": k,
                "newer": k + 1,
                "old": old["text"],
                "new": new["text"],
            },
        )
        for k, (old, new) in enumerate(pairwise(versions), 1)
    ]
    # What an edit shows is in its words, which no program reads: neither side is given an argument.
    return [replace(row, inculpatory=(), exculpatory=()) for row in rows]


def _since(old: dict[str, Any], new: dict[str, Any]) -> datetime | None:
    """The last capture that shows the old text; where it was seen again after the new one, its first."""
    window = changed_within(old["last_at"], new["first_at"])
    return window[0] if window else old["first_at"]


FACTOR_A2_DEFAMATION = Factor("A2", 60, observe_versions, MEASURED)


def observe_insult(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Tell what two persons coded as abuse and as criticism (Article 3); see `class_share`."""
    del provision
    return class_share(measures)


FACTOR_A3_INSULT = Factor("A3", 61, observe_insult, MEASURED)


def observe_personal_information(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count items of personal information in own words on the information (Article 4), by class.

    r = a / 50 + b / 500 + c / 5,000 is the part of the number (法释〔2017〕10号 Article 5 (1)(6)). Items are
    found by their form; none is printed. An event that a person labelled `personal:no` is left out.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    said = told.words.drop_nulls("own")
    if said.is_empty():
        return [not_measured("no_words")]
    out = measures.table("labels").filter(label=NOT_PERSONAL)["subject_id"].implode()
    kept = said.filter(~pl.col("event_id").is_in(out))
    found = personal_items(kept.select("event_id", "own"))
    items = found.with_columns(of=pl.col("kind").replace_strict(CLASS_OF)).unique(["kind", "item"])
    if items.is_empty():
        return [none_seen("personal")]
    n = {name: items.filter(of=name).height for name in NUMBERS}
    # Laid beside 1: rounded down, so that what falls short of the number is never told as having met it.
    r = rounded_down(sum(n[name] / number for name, number in NUMBERS.items()), 3)
    ids = tuple(found["event_id"].unique().sort())
    left = said.height - kept.height
    return [measured("personal", float(items.height), "items", ids=ids, params={**n, "r": r, "left": left})]


FACTOR_A4_PERSONAL_INFORMATION = Factor("A4", 62, observe_personal_information, ANY)
FACTOR_A5_D_OFFLINE = Factor("A5-D", 62, stated_only("offline"), MEASURED)


def observe_marketing(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count posts of the information by verified accounts that carry a link (Article 5).

    The purpose is for people.
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    posts = told.words.join(told.acts.filter(part="states"), on="event_id", how="semi")
    known = posts.drop_nulls("is_verified")
    if known.is_empty():
        return [not_measured("verified_unknown")]
    linked = known.filter("is_verified").filter(_has_link())
    return [counted("promotion", linked, of=known.height)] if linked.height else [none_seen("promotion")]


def _has_link() -> pl.Expr:
    """Whether an event has a link, in its own words or in the list that the export gives."""
    listed = (pl.col("urls").list.len() > 0).fill_null(False)
    return listed | pl.col("own").str.contains("https?://").fill_null(False)


FACTOR_A5_F_MARKETING = Factor("A5-F", 63, observe_marketing, ANY)

FACTORS = (
    FACTOR_A2_DEFAMATION,
    FACTOR_A3_INSULT,
    FACTOR_A4_PERSONAL_INFORMATION,
    FACTOR_A5_D_OFFLINE,
    FACTOR_A5_F_MARKETING,
)
