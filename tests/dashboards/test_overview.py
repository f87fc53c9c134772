"""The overview answers first: five sentences in the server's first answer, told from the tables; every number opens its set."""

import html
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import polars as pl
import pytest
from playwright.sync_api import Browser

from analytics.model.tables import ALLEGED_EVENTS, ROLES, SCOPE
from analytics.store.case_folder import Case, Commit, open_case
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views import sets
from dashboards.views.headline import headline
from dashboards.views.timeline import REST, timeline
from dashboards.widgets.grid import listings, page_of
from tests.dashboards.invented import START, acts, root_id, write_case
from tests.dashboards.watched import serving, watched
from tests.law.made import role, rows
from tests.placed import write_placed

ALLEGED = "有人说桥边那家店用了过期的面粉"
LOUD = "今晚的晚会真好看"  # Earlier than the alleged post and passed on more often; it has nothing to do with it.
OTHERS_N = 90
AUTHOR, REPEATER, LEAD = (
    "weibo:9000000001",
    "weibo:9110000001",
    "weibo:9110000039",
)  # The repeater's name is a script.
CALLERS = {"weibo:9110000015": "A", "weibo:9110000016": "B"}
MEMBERS = [f"weibo:911{i:07d}" for i in range(20, 32)]


def told_case(folder: Path, alleged: str | None = root_id()) -> Case:
    """40 reposts, of which two lack their parent, and 6 comments on the alleged post; 91 other records. 16 accounts are
    listed, the second as initiator at B and as repeater at A; one is a lead alone, at C in two roles."""
    made = write_case(folder, 40, 6, alleged=alleged)
    on_it = [*acts(40), *acts(6, seed=8, kind="comment")[1:]]
    for row in on_it[11:13]:
        row |= {"parent_id": None, "parent_basis": "missing"}
    loud, *others = acts(OTHERS_N, seed=3, k=2)
    early = {"at": START - timedelta(hours=3), "account_id": "weibo:9", "account_name": "晚会", "text": LOUD}
    where = made.read("events").select("source_sha256", "source_row", "source_path").row(0, named=True)
    every = [*on_it, {**loud, **early, "own_text": LOUD}, *others]
    commit = Commit(made)
    write_placed(commit, pl.DataFrame([{**row, **where} for row in every], infer_schema_length=None))
    commit.write(ALLEGED_EVENTS, rows(ALLEGED_EVENTS, *(_alleged(row) for row in on_it if alleged)))
    listed = [
        role("initiator", "A", AUTHOR, "s1"),
        role("initiator", "B", REPEATER, "s2"),
        role("repeater", "A", REPEATER, "s3"),
    ]
    members = [role("amplifier", "B", one, "g1") for one in MEMBERS]
    members += [role("organizer", grade, one, "g1") for one, grade in CALLERS.items()]
    leads = [role("amplifier", "C", LEAD, "g1"), role("organizer", "C", LEAD, "g1")]
    leads.append(role("organizer", "C", MEMBERS[0], "g2"))  # Listed in another role: a lead in this one.
    commit.write(ROLES, rows(ROLES, *listed, *members, *leads))
    commit.write(SCOPE, made.read("scope"))
    return commit.finish(stages=["import", "parents", "cascades", "scope", "alleged", "roles"])


def _alleged(row: dict[str, Any]) -> dict[str, Any]:
    kept = {key: row[key] for key in ("event_id", "account_id", "kind", "at", "at_precision")}
    states = row["kind"] == "post"
    return {
        **kept,
        "item_id": root_id(),
        "layer": "stated",
        "part": "states" if states else row["kind"],
        "post_id": root_id(),
        "coders_n": 0,
    }


def first_answer(address: str, lang: str = "zh") -> str:
    """The words of the server's first answer, without any script."""
    with urlopen(f"{address}/{lang}/overview") as answer:
        page = answer.read().decode()
    found = re.search(r'<div id="first".*?</main>', page, re.DOTALL)
    return found.group() if found else ""


def said(markup: str) -> list[str]:
    """The five sentences in words."""
    body = markup.split("<ol", 1)[1]
    parts = re.split(r'<li class="wl-said"[^>]*>', body)[1:]
    return [html.unescape(re.sub(r"<[^>]+>", "", part)) for part in parts]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return told_case(tmp_path_factory.mktemp("overview") / "case")


def test_five_sentences_stand_in_the_first_answer_and_equal_the_tables(told: Case) -> None:
    with serving(told.folder) as at:
        zh, en = first_answer(at), first_answer(at, "en")
    one, two, three, four, five = said(zh)
    assert ALLEGED in one and LOUD not in zh
    assert "灯下旧事" in two and "2025-04-02 09:30" in two and "首发候选 A" in two and "不在导出范围" in two
    scope = {r["measure"]: r for r in told.read("scope").filter(subject_id=root_id()).to_dicts()}
    assert (scope["reposts"]["lower"], scope["reposts"]["upper"], scope["comments"]["lower"]) == (40, 180, 6)
    assert "转发40–180" in three and "评论至少6" in three and f"其余导出内容{OTHERS_N + 1}条，不计入" in three
    assert (
        "首发候选 A1 B1 · 号召候选 A1 B1 · 同组账号候选 B12 · 重复发布候选 A1" in four and "另有 4 个" in four
    )
    assert "另有 C 级线索，此处不具名：号召候选 C2 · 同组账号候选 C1" in four
    assert "2条缺上一级" in five
    assumed = (
        told.read("alleged_events").join(told.read("parents"), on="event_id").filter(parent_basis="root")
    )
    assert f"{assumed.height}条推定" in five and assumed.height > 3
    assert len(said(en)) == 5 and "initiator candidate A1 B1" in said(en)[3]


def test_a_role_never_stands_without_its_own_grade(told: Case) -> None:
    with serving(told.folder) as at:
        four = re.split(r'<li class="wl-said"', first_answer(at))[4]
    named = re.findall(r"<li>(?:(?!</li>).)*</li>", four)
    assert len(named) == 12
    assert "首发候选 B · 重复发布候选 A" in named[1]
    for item in named:
        pairs = html.unescape(re.sub(r"<[^>]+>", " ", item)).strip()
        assert len(re.findall(r"候选 [AB]\b", pairs)) == pairs.count("候选") >= 1
    assert "<script>" not in four and "&lt;script&gt;" in four  # The name of a stranger stays a text.
    names = dict(told.read("events").select("account_id", "account_name").iter_rows())
    for caller, grade in CALLERS.items():
        assert any(names[caller] in item and f"号召候选 {grade}" in item for item in named)
    assert names[LEAD] not in four


def test_all_listed_accounts_are_behind_the_number_of_the_others(told: Case) -> None:
    found = page_of(
        listings()["listed"], CaseSession(told.folder), "", {"startRow": 0, "endRow": 100}, View("zh")
    )
    assert found["rowCount"] == 16
    assert sum("同组账号候选 B" in row["roles"] for row in found["rowData"]) == len(MEMBERS)


def test_every_number_opens_exactly_the_records_that_it_counts(told: Case) -> None:
    kinds = told.read("alleged_events").filter(pl.col("event_id") != root_id()).group_by("kind").len()
    n = dict(kinds.iter_rows())
    for about, expected in (
        ("reposts", n["repost"]),
        ("reposts|1", n["repost"]),
        ("comments|1", n["comment"]),
        ("missing", 2),
        ("rest", OTHERS_N + 1),
        ("ties", 0),
    ):
        assert sets.height(told, about) == expected, about
    assert LOUD in sets.rows_set(told, "rest").collect()["own_text"].to_list()


def test_without_an_alleged_post_the_first_sentence_says_so_and_how_to_state_it(tmp_path: Path) -> None:
    case = told_case(tmp_path / "case", alleged=None)
    with serving(case.folder) as at:
        one, two, three, _, five = said(first_answer(at))
    assert "没有写明" in one and "[[alleged]]" in one and "case.toml" in one
    assert "不能说明" in two and "不能衡量" in three and "138条记录" in three
    assert LOUD not in one + two + three
    assert "内容真假" in five
    drawn = timeline(case)
    assert REST not in drawn.bars["kind"].to_list()


def test_the_time_line_is_that_of_the_information_with_the_others_apart(told: Case) -> None:
    bars = timeline(told).bars
    ours = bars.filter(pl.col("kind") != REST)["n"].sum()
    timed = told.read("alleged_events").drop_nulls("at").height
    assert 0 < bars.filter(kind=REST)["n"].sum() <= OTHERS_N + 1
    assert timed - 3 <= ours <= timed


def test_records_that_may_be_as_early_are_counted_as_such(tmp_path: Path) -> None:
    """A copy that is known to the same minute alone: which was first cannot be told; one five minutes later is none."""
    case = told_case(tmp_path / "case")
    table = case.read("alleged_events")
    copy = table.filter(event_id=root_id()).with_columns(
        event_id=pl.lit("weibo:5200000000099"), post_id=pl.lit("weibo:5200000000099"), layer=pl.lit("exact")
    )
    late = copy.with_columns(pl.col("at") + timedelta(minutes=5), event_id=pl.lit("weibo:5200000000100"))
    commit = Commit(case)
    both = [table, copy.with_columns(at_precision=pl.lit("min")), late]
    commit.write(ALLEGED_EVENTS, pl.concat(both))
    first = headline(commit.finish()).first
    assert first is not None and len(first.ties) == 1 and "weibo:5200000000100" not in first.ties


@pytest.mark.slow
def test_the_page_takes_the_place_of_the_first_answer_and_its_numbers_open(
    told: Case, browser: Browser
) -> None:
    folder = open_case(told.folder).folder
    with serving(folder) as at, watched(browser, at) as tab:
        tab.goto(f"{at}/zh/overview")
        tab.wait_for_selector(".js-plotly-plot .main-svg")
        assert tab.locator("#first").count() == 0 and tab.locator("h1").count() == 1
        before = first_answer(at)
        assert next(re.sub(r"\s", "", one) for one in said(before)) == re.sub(
            r"\s", "", tab.locator(".wl-said").first.inner_text()
        )
        tab.locator(".wl-headline .wl-number", has_text="40").first.click()
        tab.wait_for_selector("#shown-facts .ag-row")
        assert "共40条" in tab.inner_text("#shown-facts")
        tab.keyboard.press("Escape")
        tab.locator(".wl-headline summary", has_text="另有 4 个").click()
        tab.wait_for_selector(".wl-headline .ag-row")
