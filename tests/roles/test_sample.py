"""The sample case: who stands at A and B is planted, with and without what people code. The truth is in its own files."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from analytics.evidence.trace import trace
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, open_case
from analytics.store.reviews import Entry, record

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


def members() -> set[str]:
    """The planted group without who leads it: the leader comes first each time, so that it is a source, no member."""
    return planted("amplifier") - planted("organizer")


def at(roles: pl.DataFrame, role: str, *grades: str) -> set[str]:
    return set(roles.filter((pl.col("role") == role) & pl.col("grade").is_in(grades))["account_id"])


@pytest.mark.parametrize("role", ["initiator", "repeater"])
def test_what_people_stated_in_case_toml_puts_the_planted_at_a_and_nobody_else(case: Case, role: str) -> None:
    assert at(case.read("roles"), role, "A") == planted(role) != set()


def test_uncoded_and_without_a_document_group_members_end_at_b_and_nobody_is_named(case: Case) -> None:
    roles = case.read("roles")
    assert at(roles, "amplifier", "B") == members() != set()
    accusing = pl.col("role").is_in(["amplifier", "organizer", "promoter"])
    assert roles.filter(accusing & ((pl.col("grade") == "A") | pl.col("may_be_named"))).is_empty()
    assert at(roles, "promoter", "B") | at(roles, "organizer", "B") == set()


def test_coded_words_and_documents_put_the_planted_higher_and_nobody_else(case: Case, tmp_path: Path) -> None:
    """A person codes each sentence of the tasks and each of the promoters' posts, and records a document a member."""
    folder = tmp_path / "case"
    shutil.copytree(case.folder, folder)
    acts = case.read("events").filter(pl.col("own_text").is_not_null())
    sentences = acts.filter(pl.col("account_id").is_in(sorted(planted("amplifier") | planted("promoter"))))
    for event_id in sentences.unique("own_text", keep="first")["event_id"].sort():
        record(folder, Entry("label", event_id, "side:support", None, "coder"))
    for account in sorted(planted("amplifier")):
        record(folder, Entry("label", account, "document:task_list", "虚构任务表，第1页", "coder"))
    roles = analyse(open_case(folder), Thresholds(), "roles", lambda _: None).read("roles")
    assert at(roles, "amplifier", "A") == members()
    assert at(roles, "promoter", "A", "B") == planted("promoter")
    named = set(roles.filter(pl.col("may_be_named"))["account_id"])
    assert named == members().union(*(planted(r) for r in ("initiator", "repeater", "promoter")))


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
