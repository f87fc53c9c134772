"""All records as a search reads them: each distinct text once in its searched form, and what facets count."""

from dataclasses import dataclass

import polars as pl

from analytics.model.time import trusted_at, trusted_precision
from analytics.roles.standing import GRADES, standings
from analytics.search.searchable import searchable
from analytics.store.case_folder import Case

FOLLOWERS = (100, 1_000, 10_000, 100_000, 1_000_000)
PASSED = r"(?s)(//@.*)"  # Words passed on stand after the first //@ of a repost.


@dataclass(frozen=True)
class Searched:
    """What a search reads.

    records: a row an event: event_id, kind, account_id, account_name, at, at_precision, own_text,
        passed_text (words of others that it passes on), region, client, in_u ("yes", "no"; null: no
        information is stated), side, roles (list of "role:grade"), groups (list of cluster ids), own_at and
        passed_at (row of `texts`; null: no words), author (the shown name in the
        searched form). Of a case also post (the post below which it stands, or itself), verified, followers.
    texts: the distinct texts in the searched form.
    """

    records: pl.DataFrame
    texts: pl.Series


def searched_of(case: Case) -> Searched:
    """Read all records of a case with what people and stages said of them.

    Tables that are not there yet leave their columns null or their lists empty.
    """
    events = case.scan("events").select(
        "event_id",
        "kind",
        "account_id",
        "account_name",
        trusted_at(),
        trusted_precision(),
        "text",
        "own_text",
        "region",
        "client",
    )
    found = searched(
        events.collect(),
        case.read_or_empty("alleged_events"),
        case.read_or_empty("roles"),
        case.read_or_empty("clusters"),
    )
    roots = case.placed_events().select("event_id", post=pl.coalesce("root_id", "event_id")).collect()
    placed = found.records.join(roots, on="event_id", how="left", maintain_order="left")
    return Searched(with_profiles(placed, case.read_or_empty("accounts")), found.texts)


def with_profiles(records: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Add verified (the type as the platform codes it) and followers (the floor of FOLLOWERS, as text).

    accounts: ACCOUNTS. Null: no export says it.
    """
    profile = accounts.select("account_id", verified="verified_type", known="followers_n")
    floor = pl.lit(0)
    for number in FOLLOWERS:
        floor = pl.when(pl.col("known") >= number).then(number).otherwise(floor)
    joined = records.join(profile, on="account_id", how="left", maintain_order="left")
    counted = pl.when(pl.col("known").is_not_null()).then(floor.cast(pl.String))
    return joined.with_columns(followers=counted).drop("known")


def searched(
    events: pl.DataFrame, alleged: pl.DataFrame, roles: pl.DataFrame, clusters: pl.DataFrame
) -> Searched:
    """Join the tables that a search reads.

    events: columns of EVENTS with trusted times. alleged: ALLEGED_EVENTS; empty: nothing is stated. roles:
    ROLES; clusters: CLUSTERS.
    """
    is_passed = pl.col("kind") != "post"
    passed = pl.when(pl.col("own_text").is_null()).then("text").otherwise(pl.col("text").str.extract(PASSED))
    pairs = standings(roles.filter(pl.col("grade").is_in(GRADES))).select(
        "account_id", roles=pl.concat_str("role", "grade", separator=":")
    )
    in_u = pl.when(pl.col("side_of").is_null()).then(pl.lit("no")).otherwise(pl.lit("yes"))
    of_u = alleged.select("event_id", "side", side_of=pl.lit(True))
    records = (
        events.with_columns(
            passed_text=pl.when(is_passed).then(passed),
            own_text=pl.when(is_passed).then("own_text").otherwise(pl.coalesce("own_text", "text")),
        )
        .drop("text")
        .join(of_u, on="event_id", how="left", maintain_order="left")
        .with_columns(in_u=in_u if alleged.height else pl.lit(None, pl.String))
        .drop("side_of")
        .join(_listed(pairs, "roles"), on="account_id", how="left", maintain_order="left")
        .join(
            _listed(clusters.select("account_id", groups="cluster_id").unique(), "groups"),
            on="account_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("roles", "groups").fill_null([]))
    )
    return _indexed(records)


def _listed(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """One row an account, with its values as a sorted list."""
    return rows.group_by("account_id").agg(pl.col(name).sort())


def _indexed(records: pl.DataFrame) -> Searched:
    """Bring each distinct text into its searched form once, and let records point at it."""
    written = pl.concat([records["own_text"], records["passed_text"].alias("own_text")]).unique().drop_nulls()
    forms = searchable(written)
    texts = forms.unique().sort()
    places = pl.DataFrame({"form": texts}).with_row_index("at_text")
    known = pl.DataFrame({"text": written, "form": forms}).join(places, on="form").select("text", "at_text")
    table = records.with_columns(author=searchable(records["account_name"]))
    for name in ("own", "passed"):
        table = table.join(
            known.rename({"text": f"{name}_text", "at_text": f"{name}_at"}),
            on=f"{name}_text",
            how="left",
            maintain_order="left",
        )
    return Searched(table, texts)
