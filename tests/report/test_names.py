"""Who is printed by name: each row of the table of REPORT, by hand. u supports, v is bare, t is the target."""

from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.report.names import Names, names_of
from analytics.report.placeholders import Locale
from analytics.roles.naming import alleged_authors, named_accounts
from analytics.store.case_folder import Case
from analytics.store.case_toml import Alleged, CaseToml, Target
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
