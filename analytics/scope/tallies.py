"""TALLIES of a case: what the factors count, each over events and their own words.

Nobody is charged with the words of another. The tallies, by name:

  personal:<class>    distinct items of personal information (value), in how many events (of)
  topic:<kind>        events whose own words hold a term that case.toml lists under [[topics]]
  links               events with a link
  aimed               events aimed at a target of case.toml; `of` (at accounts): the accounts that did so
  aimed_targets       of an account: distinct targets of case.toml at which it aimed, if two or more
  separate_acts       of an account: events aimed at a target, told apart by thread or by more than
                      separate_gap_h hours, if two or more
  strangers           of a target: accounts that aimed at it and that it had never addressed before, of all
                      that aimed at it
  last_act            of a target: its last event in the data (`at`)
  platforms           of a family: platforms on which it occurs, if two or more; `of`: accounts
  platforms_case      platforms in the whole case
  label:<label>       events to which people gave this label, of all events that people labelled
  edited              events whose text differs between captures, of events captured more than once
  verified_links      events with a link by verified accounts, of events by accounts whose status is known
  kinds:<kind>        events of a kind; kinds:once: accounts with one event, of all accounts
  accounts            distinct accounts
  spreading           events in the last SPREAD_H hours before the newest capture, which is `at`
"""

from datetime import timedelta

import polars as pl

from analytics.model.tables import TALLIES
from analytics.model.thresholds import DEFAULT, ListLimits, ScopeLimits
from analytics.model.time import with_trusted_times
from analytics.store.case_toml import CaseToml
from analytics.text.personal_information import CLASSES, personal_items

CASE = "case"
# What is read: table -> columns (None: all of them).
READS: dict[str, list[str] | None] = {
    "events": [
        "event_id",
        "platform",
        "kind",
        "account_id",
        "at",
        "at_conflict",
        "at_from_id",
        "parent_id",
        "root_id",
        "text",
        "own_text",
        "urls",
        "edited",
    ],
    "occurrences": ["event_id", "captured_at"],
    "accounts": ["account_id", "verified"],
    "families": None,
    "targets": None,
    "labels": None,
}
SPREAD_H = ScopeLimits.last_hours  # A day: an injunction (Civil Code 997) asks whether the act goes on now.
LISTED = ListLimits.tallied_n  # Accounts listed one by one; the count beside them names all.
_SHOWN = ListLimits.shown_n


def tallies(
    tables: dict[str, pl.DataFrame], facts: CaseToml, limits: ScopeLimits = DEFAULT.scope
) -> pl.DataFrame:
    """Count what the factors of law read.

    tables: events, occurrences, accounts, families, targets and labels, by name.

    Returns TALLIES. An absent table counts as empty; a measure that needs it then has no row, which is not
    the same as 0.
    """
    events = with_trusted_times(tables["events"]).with_columns(own="own_text")
    rows = [
        _personal(events),
        _topics(events, facts),
        _links(events),
        _kinds(events),
        _labels(tables.get("labels"), events),
    ]
    if "families" in tables:
        rows.append(_platforms(events, tables["families"]))
    if "targets" in tables and facts.targets:
        rows += _aimed(events, tables["targets"], facts, limits.separate_gap_h)
    if "occurrences" in tables:
        rows += [_edited(events, tables["occurrences"]), _spreading(events, tables["occurrences"])]
    if "accounts" in tables:
        rows.append(_verified_links(events, tables["accounts"]))
    return pl.concat([TALLIES.fit(frame) for frame in rows]).sort(TALLIES.order)


def _row(
    measure: str, acts: pl.DataFrame, value: int, unit: str, of: int | None = None, subject: str = CASE
) -> pl.DataFrame:
    """One row of TALLIES; acts: the events behind it (event_id), in any order."""
    ids = acts["event_id"].unique().sort().head(_SHOWN).to_list() if "event_id" in acts.columns else []
    return pl.DataFrame(
        {
            "measure": [measure],
            "subject_id": [subject],
            "value": [float(value)],
            "of": [None if of is None else float(of)],
            "unit": [unit],
            "event_ids": [ids],
        },
        schema_overrides={"of": pl.Float64, "event_ids": pl.List(pl.String)},
    )


def _personal(events: pl.DataFrame) -> pl.DataFrame:
    found = personal_items(events.select("event_id", "own"))
    rows = []
    for kind in CLASSES:
        of_kind = found.filter(kind=kind)
        rows.append(
            _row(
                f"personal:{kind}",
                of_kind,
                of_kind["item"].n_unique(),
                "items",
                of_kind["event_id"].n_unique(),
            )
        )
    return pl.concat(rows)


def _topics(events: pl.DataFrame, facts: CaseToml) -> pl.DataFrame:
    rows = [TALLIES.empty()]
    for kind in sorted({topic.kind for topic in facts.topics}):
        terms = [term for topic in facts.topics if topic.kind == kind for term in topic.terms if term.strip()]
        said = events.drop_nulls("own")
        hits = (
            said.filter(pl.col("own").str.contains_any(terms, ascii_case_insensitive=True))
            if terms
            else said.head(0)
        )
        rows.append(TALLIES.fit(_row(f"topic:{kind}", hits, hits.height, "acts", said.height)))
    return pl.concat(rows)


def _links(events: pl.DataFrame) -> pl.DataFrame:
    linked = events.filter(has_link())
    return _row("links", linked, linked.height, "acts", events.height)


def has_link() -> pl.Expr:
    """Tell whether an event has a link, in its own words or in the list that the export gives."""
    return (pl.col("urls").list.len() > 0).fill_null(False) | pl.col("own").str.contains(
        "https?://"
    ).fill_null(False)


def _kinds(events: pl.DataFrame) -> pl.DataFrame:
    rows = [
        _row(f"kinds:{kind}", events.filter(kind=kind), n, "acts", events.height)
        for kind, n in sorted(events.group_by("kind").len().iter_rows())
    ]
    acting = events.drop_nulls("account_id").group_by("account_id").len()
    rows += [
        _row("once", acting, acting.filter(len=1).height, "accounts", acting.height),
        _row("accounts", acting, acting.height, "accounts"),
    ]
    return pl.concat(
        [*rows, _row("platforms_case", pl.DataFrame(), events["platform"].n_unique(), "platforms")]
    )


def _labels(labels: pl.DataFrame | None, events: pl.DataFrame) -> pl.DataFrame:
    if labels is None:
        return TALLIES.empty()
    of_acts = (
        labels.filter(kind="label")
        .join(events.select(subject_id="event_id"), on="subject_id", how="semi")
        .unique(["subject_id", "label"])
    )
    whole = of_acts["subject_id"].n_unique()
    rows = [
        TALLIES.fit(
            _row(f"label:{label}", group.rename({"subject_id": "event_id"}), group.height, "acts", whole)
        )
        for (label,), group in of_acts.sort("label").group_by("label", maintain_order=True)
    ]
    return pl.concat([TALLIES.empty(), *rows])


def _platforms(events: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    across = (
        families.select("event_id", "family_id")
        .join(events.select("event_id", "platform", "account_id"), on="event_id")
        .group_by("family_id")
        .agg(
            value=pl.col("platform").n_unique(),
            of=pl.col("account_id").n_unique(),
            event_ids=pl.col("event_id").sort().head(_SHOWN),
        )
        .filter(pl.col("value") > 1)
    )
    return across.select(
        measure=pl.lit("platforms"),
        subject_id="family_id",
        value="value",
        of="of",
        unit=pl.lit("platforms"),
        event_ids="event_ids",
    )


def _aimed(events: pl.DataFrame, targets: pl.DataFrame, facts: CaseToml, gap_h: float) -> list[pl.DataFrame]:
    names = [target.name for target in facts.targets]
    owned = pl.DataFrame(
        [(i, t.name) for t in facts.targets for i in t.ids],
        schema={"account_id": pl.String, "mine": pl.String},
        orient="row",
    )
    hits = (
        targets.filter(pl.col("target_id").is_in(names))
        .select("event_id", "target_id")
        .unique()
        .join(events.select("event_id", "account_id", "root_id", "at"), on="event_id")
    )
    hits = hits.join(
        owned.select("account_id").unique(), on="account_id", how="anti"
    )  # A target's own acts are not aimed at it.
    rows = [_row("aimed", hits, hits["event_id"].n_unique(), "acts", hits["account_id"].n_unique())]
    by_account = hits.drop_nulls("account_id")
    several = by_account.group_by("account_id").agg(
        value=pl.col("target_id").n_unique(), event_ids=pl.col("event_id").unique().sort().head(_SHOWN)
    )
    rows.append(_listed("aimed_targets", several.filter(pl.col("value") > 1), "targets"))
    # Acts in one thread within a day are one act told in several posts; stated beside the number.
    gap = timedelta(hours=gap_h)
    apart = by_account.sort("account_id", "root_id", "at", "event_id").with_columns(
        is_new=(pl.col("at") - pl.col("at").shift(1).over("account_id", "root_id") > gap).fill_null(True)
    )
    acts = apart.group_by("account_id").agg(
        value=pl.col("is_new").sum(),
        event_ids=pl.col("event_id").filter("is_new").unique().sort().head(_SHOWN),
    )
    rows.append(_listed("separate_acts", acts.filter(pl.col("value") > 1), "acts"))
    rows.append(
        _row(
            "separate_accounts",
            pl.DataFrame(),
            acts.filter(pl.col("value") > 1).height,
            "accounts",
            acts.height,
        )
    )
    return [
        *rows,
        *(_of_target(events, hits, target, owned.filter(mine=target)["account_id"]) for target in names),
    ]


def _listed(measure: str, frame: pl.DataFrame, unit: str) -> pl.DataFrame:
    return (
        frame.sort("value", "account_id", descending=[True, False])
        .head(LISTED)
        .select(
            measure=pl.lit(measure),
            subject_id="account_id",
            value=pl.col("value").cast(pl.Float64),
            unit=pl.lit(unit),
            event_ids="event_ids",
        )
    )


def _of_target(events: pl.DataFrame, hits: pl.DataFrame, name: str, accounts: pl.Series) -> pl.DataFrame:
    """How many of those who aimed at a target it had addressed before, and when it acted last."""
    own = events.filter(pl.col("account_id").is_in(accounts.implode()))
    first = (
        hits.filter(target_id=name)
        .drop_nulls(["account_id", "at"])
        .group_by("account_id")
        .agg(first_at=pl.col("at").min())
    )
    rows = []
    if own.height:
        above = events.select(parent_id="event_id", to="account_id")
        addressed = (
            own.select("parent_id", "at")
            .drop_nulls()
            .join(above, on="parent_id")
            .group_by("to")
            .agg(met_at=pl.col("at").min())
        )
        met = first.join(addressed, left_on="account_id", right_on="to").filter(
            pl.col("met_at") < pl.col("first_at")
        )
        rows.append(
            TALLIES.fit(
                _row("strangers", pl.DataFrame(), first.height - met.height, "accounts", first.height, name)
            )
        )
        last = own.drop_nulls("at").sort("at", "event_id").tail(1)
        rows.append(
            TALLIES.fit(
                _row("last_act", last, own.height, "acts", None, name).with_columns(
                    at=pl.lit(last["at"].max())
                )
            )
        )
    return pl.concat([TALLIES.empty(), *rows])


def _edited(events: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    twice = occurrences.group_by("event_id").len().filter(pl.col("len") > 1)
    edited = events.filter(pl.col("edited").fill_null(False))
    return _row("edited", edited, edited.height, "acts", twice.height)


def _spreading(events: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    newest = occurrences["captured_at"].max()
    if newest is None:
        return TALLIES.empty()
    late = events.filter(
        (pl.col("at") > pl.lit(newest) - timedelta(hours=SPREAD_H)) & (pl.col("at") <= pl.lit(newest))
    )
    return TALLIES.fit(
        _row("spreading", late, late.height, "acts", events.height).with_columns(at=pl.lit(newest))
    )


def _verified_links(events: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    known = events.join(accounts.select("account_id", "verified").drop_nulls(), on="account_id")
    if known.is_empty():
        return TALLIES.empty()
    linked = known.filter(pl.col("verified") & has_link())
    return _row("verified_links", linked, linked.height, "acts", known.height)
