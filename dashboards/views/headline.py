"""The case in five sentences: what is alleged, who was first, how far, who is listed, what cannot be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.alleged.earlier import may_be_first
from analytics.alleged.events import below
from analytics.alleged.information import alleged_subjects
from analytics.graph.account_network import last_names
from analytics.model.thresholds import ROLES
from analytics.report.alleged_data import Alleged, Stated, alleged_of
from analytics.report.coverage_data import by_parent, placed_rows
from analytics.roles.standing import rows_by_grade, standings
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows
from dashboards.views.measures import RangeView, ranges

LISTED_GRADES = ("A", "B")


@dataclass(frozen=True)
class First:
    """The earliest record that states the information.

    row: of ALLEGED_EVENTS; name: of its account; grade: as initiator candidate, None if it is none.
    ties: ids of records that cannot be told apart from it in time.
    """

    row: dict[str, Any]
    name: str | None
    grade: str | None
    ties: tuple[str, ...]


@dataclass(frozen=True)
class Reach:
    """How far one piece of information went.

    numbers: the items of case.toml that are this information, 1 first: equal texts are counted once.
    reposts, comments: its rows of SCOPE; None where that was not measured.
    """

    numbers: tuple[int, ...]
    subject_id: str
    reposts: RangeView | None
    comments: RangeView | None


@dataclass(frozen=True)
class Headline:
    """What the five sentences of a case say.

    targets: names that case.toml gives the targets.
    reposts, comments: ids of the records traced below the information; rest_n: records that are not on it.
    missing, assumed: ids of records on it whose parent is not known, or assumed to be the post.
    listed: every account at A or B: account_id, name, roles, role_grades; the rarest role first.
    counts: how many accounts stand in each role at each grade; at C as leads, not named.
    is_measured, is_assigned: whether the stages for the information and for the roles were run.
    """

    items: tuple[Stated, ...]
    targets: tuple[str, ...]
    first: First | None
    reach: tuple[Reach, ...]
    reposts: tuple[str, ...]
    comments: tuple[str, ...]
    rest_n: int
    missing: tuple[str, ...]
    assumed: tuple[str, ...]
    listed: pl.DataFrame
    counts: Mapping[str, Mapping[str, int]]
    is_measured: bool
    is_assigned: bool


def headline(case: Case) -> Headline:
    """Read what the five sentences say, from the same tables and functions as the report."""
    toml = case.toml()
    alleged = alleged_of(case, toml)
    roles = case.read_or_empty("roles")
    found = by_parent(placed_rows(case, alleged.same)) if alleged.same.height else {}
    acts_n = int(case.scan("events").select(pl.len()).collect().item())
    every = standings(roles)
    grades = every.filter(pl.col("grade").is_in(LISTED_GRADES))
    return Headline(
        alleged.stated,
        tuple(target.name for target in toml.targets),
        _first(case, alleged, grades),
        _reach(case, alleged),
        tuple(below(alleged.same)["event_id"]),
        tuple(below(alleged.same, ["comment"])["event_id"]),
        acts_n - alleged.events.height,
        found.get("missing", ()),
        found.get("root", ()),
        _listed(case, grades),
        rows_by_grade(every),
        alleged.is_measured,
        case.has("roles"),
    )


def _first(case: Case, alleged: Alleged, grades: pl.DataFrame) -> First | None:
    found = may_be_first(alleged.same.filter(part="states"))
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    account_id = row["account_id"]
    names = last_names(case.scan("events"), pl.Series([account_id], dtype=pl.String))
    grade = grades.filter(account_id=account_id, role="initiator")["grade"]
    return First(
        row,
        names["name"].first() if names.height else None,  # type: ignore[arg-type]
        str(grade.first()) if len(grade) else None,
        tuple(found["event_id"][1:]),
    )


def _reach(case: Case, alleged: Alleged) -> tuple[Reach, ...]:
    if not case.has("scope"):
        return ()
    scoped = set(case.scan("scope").select(pl.col("subject_id").unique()).collect()["subject_id"])
    ids = [one.id for one in alleged.stated]
    subject_of = alleged_subjects(ids, case.read_or_empty("families"), scoped)
    numbers: dict[str, list[int]] = {}
    for one in alleged.stated:
        numbers.setdefault(subject_of[one.id], []).append(one.number)
    known = ranges(case, tuple(numbers))
    return tuple(
        Reach(tuple(of), subject_id, *(_of(known[subject_id], name) for name in ("reposts", "comments")))
        for subject_id, of in numbers.items()
    )


def _of(found: list[RangeView], measure: str) -> RangeView | None:
    return next((one for one in found if one.measure == measure), None)


def _listed(case: Case, grades: pl.DataFrame) -> pl.DataFrame:
    """Every listed account once, its roles in the order of ROLES: what is rare stands before the common."""
    place = pl.col("role").replace_strict({role: k for k, role in enumerate(ROLES)}, return_dtype=pl.Int64)
    rows = grades.with_columns(place=place).sort("place", "grade", "account_id", maintain_order=True)
    listed = rows.group_by("account_id", maintain_order=True).agg(roles="role", role_grades="grade")
    names = last_names(case.scan("events"), listed["account_id"])
    return listed.join(names, on="account_id", how="left", maintain_order="left").select(
        "account_id", "name", "roles", "role_grades"
    )


def rows_listed(case: Case, _about: str) -> pl.LazyFrame:
    """Read every account at A or B with each of its roles and the grade of that role."""
    listed = headline(case).listed
    return listed.with_columns(name=pl.coalesce("name", "account_id")).lazy()


LISTING_LISTED = Listing(
    name="listed",
    columns=(
        ShownRows("name", "col_name", "name", 220),
        ShownRows("roles", "col_roles", "standings", sortable=False),
    ),
    rows=rows_listed,
    subject=lambda row: f"account|{row['account_id']}",
)

LISTINGS = (LISTING_LISTED,)
