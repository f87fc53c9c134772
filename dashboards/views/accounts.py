"""All accounts of a case: marks, role and grade as pairs, events, profile."""

import polars as pl

from analytics.graph.account_network import account_acts
from analytics.model.thresholds import ROLES
from analytics.model.time import with_trusted_times
from analytics.roles.standing import grades_by_role
from analytics.store.case_folder import Case
from analytics.store.saved_views import read_view_state
from analytics.store.selection import Selection, selection_of
from dashboards.listing import Listing, ShownRows
from dashboards.marks import CHOSEN, marked


def accounts_n(case: Case) -> int:
    """Count the accounts that have events."""
    return int(case.scan("events").select(pl.col("account_id").drop_nulls().n_unique()).collect().item())


def rows_accounts(case: Case, about: str) -> pl.LazyFrame:
    """Read all accounts with events: those on the watch list or with notes first, then the most active.

    about: the state of watch list and notes (`marks.stamp`), so that they are read again when it changes;
        after a bar the id of the view whose selection is marked and stands first, and "only" if none but
        those with a record in the selection are wanted.
    """
    _, _, held = about.partition("|")
    view_id, _, only = held.partition("|")
    profiles = case.read_or_empty("accounts").select(
        "account_id", "followers_n", "region", "location", "registered_at"
    )
    alleged = case.read_or_empty("alleged_events").group_by("account_id").agg(alleged_n=pl.len())
    known = account_acts(case.scan("events"))
    for table in (grades_by_role(case.read_or_empty("roles")), profiles, alleged.drop_nulls("account_id")):
        known = known.join(table, on="account_id", how="left")
    known = known.with_columns(
        pl.coalesce("name", "account_id").alias("name"), pl.col("alleged_n").fill_null(0)
    )
    chosen = selection_of(read_view_state(case.folder, view_id)) if view_id else Selection()
    if only and not chosen.is_empty:
        inside = with_trusted_times(case.scan("events")).filter(chosen.test()).select("account_id").unique()
        known = known.join(inside.collect(), on="account_id", how="semi")
    is_chosen = pl.col("account_id").is_in(list(chosen.accounts))
    with_sign = pl.concat_str(pl.lit(CHOSEN), "mark", separator=" ", ignore_nulls=True)
    return (
        marked(case.folder, known)
        .with_columns(mark=pl.when(is_chosen).then(with_sign).otherwise("mark"))
        .sort(
            is_chosen, "mark", "acts_n", "account_id", descending=[True, True, True, False], nulls_last=True
        )
        .lazy()
    )


LISTING = Listing(
    name="accounts",
    columns=(
        ShownRows("mark", "accounts.col_mark", "text", 84),
        ShownRows("name", "col_name", "name"),
        *(ShownRows(role, f"network.col_{role}", "text", 88) for role in ROLES),
        ShownRows("alleged_n", "accounts.col_alleged", "count", 104),
        ShownRows("acts_n", "col_acts", "count", 92),
        ShownRows("first_at", "col_first", "time", 160),
        ShownRows("last_at", "col_last", "time", 160),
        ShownRows("followers_n", "accounts.col_followers", "count", 100),
        ShownRows("region", "accounts.col_profile_region", "text", 110),
        ShownRows("location", "accounts.col_declared", "text", 110),
        ShownRows("registered_at", "accounts.col_registered", "time", 160),
        ShownRows("account_id", "col_account_id", "id", 190),
    ),
    rows=rows_accounts,
    subject=lambda row: f"account|{row['account_id']}",
)
