"""The sample case: at grade A stand the planted accounts, all of them, and nobody else. The truth comes from its own files."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from analytics.evidence.trace import trace
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "sample_data"
TRUE_ROLE = {
    "initiator": "initiator",
    "organizer": "organizer",
    "promoter": "promoter",
    "amplifier": "navy",
    "repeater": "repeater",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("sample") / "case"
    folder.mkdir()
    shutil.copy(SAMPLE / "case.toml", folder / "case.toml")
    taken = import_files(folder, [SAMPLE / "exports"], ImportOptions(), Thresholds(), lambda *_: None)
    return analyse(taken.case, Thresholds(), "roles", lambda _: None)


def planted(role: str) -> set[str]:
    truth = pl.read_csv(SAMPLE / "truth" / "accounts.csv", schema_overrides={"uid": pl.String})
    return set("weibo:" + truth.filter(pl.col("roles").str.split(" ").list.contains(TRUE_ROLE[role]))["uid"])


@pytest.mark.parametrize("role", TRUE_ROLE)
def test_grade_a_names_the_planted_and_nobody_else(case: Case, role: str) -> None:
    named = case.read("roles").filter((pl.col("role") == role) & (pl.col("grade") == "A"))["account_id"]
    assert set(named) == planted(role) != set()


def test_reports_and_criticism_are_marked_and_stand_nowhere_at_a(case: Case) -> None:
    roles = case.read("roles")
    truth = pl.read_csv(SAMPLE / "truth" / "accounts.csv", schema_overrides={"uid": pl.String})
    spared = set(
        "weibo:" + truth.filter(pl.col("roles").str.contains("reporter|critic|target|media|authority"))["uid"]
    )
    assert spared and not spared & set(roles.filter(grade="A")["account_id"])
    marked = set(
        roles.filter(pl.col("account_id").is_in(list(spared)) & (pl.col("article10").list.len() > 0))[
            "account_id"
        ]
    )
    critic = "weibo:" + truth.filter(pl.col("roles") == "critic")["uid"].item()
    assert critic in marked


def test_every_role_leads_to_acts_of_that_account(case: Case) -> None:
    acts = (
        case.read("roles")
        .explode("event_ids")
        .join(
            case.read("events").select("event_id", by="account_id"),
            left_on="event_ids",
            right_on="event_id",
            how="left",
        )
    )
    own = acts.filter(pl.col("role") != "initiator")
    assert own.height and (own["by"] == own["account_id"]).all()
    first = (
        case.read("roles")
        .filter(role="initiator")
        .with_columns(first=pl.col("event_ids").list.first())
        .join(case.read("events").select(first="event_id", by="account_id"), on="first")
    )
    assert (first["by"] == first["account_id"]).all() and first.height == case.read("roles").filter(
        role="initiator"
    ).height


def test_the_same_case_gives_the_same_bytes(case: Case) -> None:
    before = case.path("roles").read_bytes(), case.path("targets").read_bytes()
    again = analyse(case, Thresholds(), "roles", lambda _: None)
    assert (again.path("roles").read_bytes(), again.path("targets").read_bytes()) == before


def test_acts_called_vanished_were_deleted_in_truth(case: Case) -> None:
    """Of the acts listed (all of them: fewer than 20 a root) at least as many as the lower bound were deleted before the capture;

    the planted record whose id a spreadsheet destroyed is absent too, and is not counted.
    """
    done = analyse(case, Thresholds(), "scope", lambda _: None)
    rows = done.read("scope").filter(
        (pl.col("measure") == "acts_vanished") & (pl.col("subject_id") != "case")
    )
    truth = pl.read_csv(
        SAMPLE / "truth" / "acts.csv", schema_overrides={"mid": pl.String}, infer_schema_length=None
    ).select(
        event_ids="weibo:" + pl.col("mid"), deleted=pl.col("deleted_at").str.to_datetime(time_zone="UTC")
    )
    gone = rows.explode("event_ids").drop_nulls("event_ids").join(truth, on="event_ids", how="left")
    deleted = (gone["deleted"] <= gone["as_of"]).fill_null(False)
    assert deleted.sum() == rows["lower"].sum() > 5 and gone.height - deleted.sum() == 1


def test_show_opens_every_role_to_its_acts_and_each_act_to_its_exported_line(case: Case) -> None:
    roles = case.read("roles")
    for role, account in roles.select("role", "account_id").unique().sort("role", "account_id").iter_rows():
        opened = trace(case, f"{role}@{account}")
        behind = set(roles.filter(role=role, account_id=account)["event_ids"].explode())
        assert opened.total == len(behind) > 0 and {row["event_id"] for row in opened.rows} <= behind
        first = roles.filter(role=role, account_id=account)["event_ids"].first()[0]
        assert trace(case, first).lines, (role, account, first)
