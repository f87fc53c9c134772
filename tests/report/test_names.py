"""Who is printed by name: each row of the table of REPORT, by hand. u supports, v is bare, t is the target."""

from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.evidence.file_labels import hidden_files, listed_names
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.report.names import Names, names_of
from analytics.report.placeholders import Locale
from analytics.roles.naming import alleged_authors, named_accounts
from analytics.store.case_folder import Case
from analytics.store.case_toml import Alleged, CaseToml, Target
from tests.importing.invented import jsonl, repost
from tests.report.conftest import ROOT, stated

STATED = CaseToml(alleged=[Alleged(id="p")])


def roles(*rows: tuple[str, str, str, bool]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["account_id", "role", "grade", "may_be_named"], orient="row")


@pytest.mark.parametrize(("grade", "is_coded", "named"), [
    ("A", True, True), ("B", True, True), ("A", False, False), ("B", False, False),
    ("C", True, False), ("insufficient", True, False), ("C", False, False),
])  # fmt: skip
def test_only_a_and_b_with_words_that_people_coded_as_support_are_named(
    grade: str, is_coded: bool, named: bool
) -> None:
    found = named_accounts(roles(("u", "promoter", grade, is_coded)), (), STATED)
    assert found == ({"u"} if named else set())


def test_an_initiator_is_named_only_where_the_case_states_what_is_alleged_or_at_whom() -> None:
    first = roles(("u", "initiator", "A", True), ("v", "amplifier", "A", True))
    assert named_accounts(first, (), CaseToml()) == {"v"}
    assert named_accounts(first, (), CaseToml(targets=[Target(name="t")])) == {"u", "v"}
    assert named_accounts(first, (), STATED) == {"u", "v"}


def test_a_target_is_no_candidate_whatever_the_table_says() -> None:
    facts = CaseToml(targets=[Target(name="t", ids=["t"])])
    assert named_accounts(roles(("t", "promoter", "A", True)), (), facts) == set()


def test_the_author_of_a_stated_post_is_named_and_of_a_stated_family_or_a_bare_repost_nobody() -> None:
    events = pl.LazyFrame(
        {
            "event_id": ["p", "q", "r"],
            "kind": ["post", "post", "repost"],
            "account_id": ["u", "v", "w"],
            "own_text": ["words", "words", None],
        }
    )
    facts = CaseToml(alleged=[Alleged(id="p"), Alleged(id="text:1"), Alleged(id="r")])
    assert alleged_authors(events, facts) == {"u"}


def test_an_account_that_is_not_named_shows_neither_id_nor_screen_name() -> None:
    names = Names(
        frozenset({"weibo:1"}), screen_names={"weibo:1": "城东"}, targets={"weibo:2": "阿某"}, sources={"weibo:3": "某局"}
    )  # fmt: skip
    zh, en = (Locale(lang, ZoneInfo("UTC")) for lang in ("zh", "en"))
    assert zh.text(names.shown("weibo:1")) == "城东（微博 1）"
    assert en.text(names.shown("weibo:1")) == "城东 (Weibo 1)"
    assert zh.text(names.shown("weibo:9")) == "一个账号（不具名）"
    assert zh.text(names.shown("weibo:2")) == "阿某（案件所称对象）"
    assert zh.text(names.shown("weibo:3")) == "某局（更正的发布者）"
    frame = pl.DataFrame({"account_id": ["weibo:1", "weibo:9", None]})
    assert frame.select(names.only())["account_id"].to_list() == ["weibo:1", None, None]


def test_of_a_case_that_alleges_its_root_only_the_author_of_the_root_is_named(case: Case) -> None:
    """Nobody's words are coded in the small case, so nobody but the author of the stated post may stand."""
    assert names_of(case).named == set()


def test_the_author_of_the_alleged_root_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.report.conftest import made

    done = stated(made(tmp_path_factory.mktemp("names")))
    author = done.scan("events").filter(pl.col("event_id") == ROOT).select("account_id").collect().item()
    assert names_of(done).named == {author} == names_of(done).authors


def test_a_file_named_after_an_account_is_listed_by_number_and_hash(tmp_path: Path) -> None:
    """Three files by name: 9100000001.jsonl (of an account), 9100000002.jsonl (likewise) and b.jsonl.

    Nobody is named, so the first two are files 1 and 2; with weibo:9100000001 named, its file keeps its name.
    """
    (tmp_path / "case").mkdir()
    rows = {"9100000001": repost(1), "9100000002": repost(2), "b": repost(3)}
    done = None
    for name, row in rows.items():
        row["user"] = {"_id": name if name != "b" else "9100000003", "nick_name": "甲乙丙丁"}
        (tmp_path / f"{name}.jsonl").write_bytes(jsonl([row]))
        done = import_files(
            tmp_path / "case", [tmp_path / f"{name}.jsonl"], ImportOptions(), Thresholds(), lambda *_: None
        ).case
    assert done is not None
    by_name = {row["name"]: row["sha256"] for row in done.read("sources").to_dicts()}
    first, second, third = (by_name[f"{name}.jsonl"] for name in rows)
    assert hidden_files(done, ()) == {first, second}
    assert hidden_files(done, ["weibo:9100000001"]) == {second}
    assert listed_names(done, frozenset({second})) == {
        first: "9100000001.jsonl", second: f"文件2 / file 2 ({second[:8]})", third: "b.jsonl"
    }  # fmt: skip
    zh, en = (Locale(lang, ZoneInfo("UTC")) for lang in ("zh", "en"))
    names = Names(files={second: 2})
    assert zh.text(names.file(second, "9100000002.jsonl")) == f"文件2（{second[:8]}）"
    assert en.text(names.file(second, "9100000002.jsonl")) == f"file 2 ({second[:8]})"
    assert en.text(names.file(third, "b.jsonl")) == "b.jsonl"


def test_a_place_in_a_json_page_has_its_pointer() -> None:
    """The third record of the list `data` of a page is /data/2, on line 1; a record of JSON lines has its line alone."""
    en = Locale("en", ZoneInfo("UTC"))
    page = {"source_sha256": "0f", "source_path": "/data/2", "row": 1}
    assert en.text(Names().place("p1.json", page)) == "p1.json, row 1, /data/2"
    assert en.text(Names().place("a.jsonl", page | {"source_path": "", "row": 7})) == "a.jsonl, row 7"
