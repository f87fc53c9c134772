"""The story in the annex: sentences and views of people, figures from the tables, nobody named who may not be."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.model.errors import CaseError
from analytics.model.time import with_trusted_times
from analytics.report.charts import draw
from analytics.report.placeholders import Locale
from analytics.report.report_data import report_data
from analytics.report.section import PURPOSES, chapters
from analytics.report.story_data import _line, stories_of
from analytics.report.write import write_report
from analytics.store.case_folder import Case
from analytics.store.review_log import exported_log, load_log
from analytics.store.reviews import history
from analytics.store.saved_views import keep_view, prune_views, read_view_state
from analytics.store.selection import Selection
from analytics.store.stories import SENTENCE_MAX, add_step, order_steps, story, take_views, withdraw_step
from tests.importing.invented import START
from tests.report.conftest import made

WHO = "examiner 2"
EVIL = "<script>alert(2)</script><img src=x onerror=a>\u202e #let x = [$ *_\\\\ @all\x07"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return made(tmp_path_factory.mktemp("stories"))


@pytest.fixture
def folder(case: Case, tmp_path: Path) -> Path:
    """A case folder of its own for the log alone: views and review lie in it."""
    (tmp_path / "case").mkdir()
    return tmp_path / "case"


def view(folder: Path, **state: object) -> str:
    return keep_view(folder, {"page": "posts", **state})


def test_steps_are_moved_and_withdrawn_and_every_entry_stays(folder: Path) -> None:
    ids = [view(folder, k=k) for k in range(3)]
    numbers = [add_step(folder, one, f"step {k}", WHO).number for k, one in enumerate(ids)]
    assert [one.view_id for one in story(folder)] == ids
    order_steps(folder, numbers[::-1], "examiner 3")
    assert [one.number for one in story(folder)] == numbers[::-1]
    withdraw_step(folder, numbers[1], WHO)
    later = add_step(folder, ids[1], "again", WHO).number
    assert [one.number for one in story(folder)] == [numbers[2], numbers[0], later]
    assert history(folder).height == 6


@pytest.mark.parametrize("sentence", ["", "  \n ", "长" * (SENTENCE_MAX + 1)])
def test_a_step_needs_a_sentence_that_a_page_can_hold(folder: Path, sentence: str) -> None:
    with pytest.raises(CaseError):
        add_step(folder, view(folder), sentence, WHO)
    assert not story(folder)


def test_a_step_needs_its_view_its_author_and_an_order_all_steps(folder: Path) -> None:
    one = view(folder)
    for wrong in (lambda: add_step(folder, "a" * 12, "x", WHO), lambda: add_step(folder, one, "x", " ")):
        with pytest.raises(CaseError):
            wrong()
    number = add_step(folder, one, "x", WHO).number
    for numbers in ([], [number, number], [number + 1]):
        with pytest.raises(CaseError):
            order_steps(folder, numbers, WHO)
    with pytest.raises(CaseError):
        withdraw_step(folder, number + 1, WHO)


def test_a_view_of_the_story_is_never_pruned_and_comes_along_with_the_log(
    folder: Path, tmp_path: Path
) -> None:
    told, other = view(folder, k=1), view(folder, k=2)
    add_step(folder, told, "kept", WHO)
    assert prune_views(folder, time() + 1e9) == 1 and not (folder / "views" / f"{other}.json").exists()
    package, again = tmp_path / "package", tmp_path / "again"
    shutil.copytree(folder / "views", package / "views")
    (package / "review.jsonl").write_text(exported_log(folder), encoding="utf-8", newline="\n")
    again.mkdir()
    load_log(again, package / "review.jsonl")
    assert [one.sentence for one in story(again)] == ["kept"]
    assert read_view_state(again, told) == {"page": "posts", "k": 1}
    (again / "views" / f"{told}.json").unlink()
    (package / "views" / f"{told}.json").write_text("{}", encoding="utf-8")
    assert take_views(again, package) == 0 and not (again / "views" / f"{told}.json").exists()


def test_a_story_of_three_views_is_printed_with_its_numbers_and_without_a_name(case: Case) -> None:
    """By hand: ten reposts at START + 1 to 10 minutes; those of accounts 1 and 2 in a window of all are two or more.

    No account of this case may be named, and none is; the hostile sentence is text in both languages.
    """
    events = with_trusted_times(case.scan("events")).collect()
    accounts = events.filter(kind="repost")["account_id"].unique().sort().to_list()[:2]
    begin, end = events["at"].min(), events["at"].max()
    assert begin is not None and end is not None
    whole = {"accounts": accounts, "records": [], "span": [begin.timestamp(), end.timestamp()]}
    of_two = events.filter(pl.col("account_id").is_in(accounts))["event_id"].to_list()
    steps = (
        ({"page": "network", "graph": "repost", "shared": whole}, "两个账号的转发，虚构1号先转"),
        ({"page": "posts", "params": {"q": "没有这个词xyz"}, "shared": {}}, EVIL),
        ({"page": "overview", "shared": {"span": [START.timestamp() - 9e6, START.timestamp() - 8e6]}}, "x"),
    )
    numbers = [
        add_step(case.folder, keep_view(case.folder, state), words, WHO).number for state, words in steps
    ]
    order_steps(case.folder, [numbers[1], numbers[0], numbers[2]], WHO)
    told = stories_of(case)
    assert [one.page for one in told] == ["posts", "network", "overview"]
    assert set(told[1].chosen) == set(of_two) and told[1].accounts == tuple(accounts)
    assert told[1].line is not None and told[1].line.drawn_n + told[1].line.outside_n == len(of_two)
    assert told[0].shown == () and told[2].chosen == () and told[2].line is None and told[2].is_all
    write_report(case, "zh+en", None)
    for lang, title in (("zh", "故事：使用者排列的视图"), ("en", "Story: views that users put in order")):
        html = (case.folder / "report" / f"annex.{lang}.html").read_text(encoding="utf-8")
        assert title in html and "<script>alert" not in html and "<img src=x" not in html
        part = html[html.rindex(title) :]
        assert part.index("alert(2)") < part.index("两个账号的转发")
        assert "虚构1号" not in part, "a name that may not be printed, in a sentence"
        natives = [one.rpartition(":")[2] for one in accounts]
        assert not any(one in part for one in natives), natives
        assert (case.folder / "report" / f"annex.{lang}.pdf").read_bytes().startswith(b"%PDF")
        main = (case.folder / "report" / f"report.{lang}.html").read_text(encoding="utf-8")
        assert "两个账号的转发" not in main


def test_a_view_that_is_gone_is_said_and_nothing_is_drawn(case: Case) -> None:
    view_id = keep_view(case.folder, {"page": "roles", "shared": {"accounts": ["weibo:gone"]}})
    number = add_step(case.folder, view_id, "gone", WHO).number
    assert next(one for one in stories_of(case) if one.step.number == number).lost == (1, 0)
    (case.folder / "views" / f"{view_id}.json").unlink()
    one = next(one for one in stories_of(case) if one.step.number == number)
    assert (one.page, one.line) == ("", None)
    withdraw_step(case.folder, number, WHO)


def test_every_purpose_prints_the_story_and_a_case_without_one_has_no_such_part(
    case: Case, tmp_path: Path
) -> None:
    facts = report_data(case, None, {})
    for purpose in PURPOSES:
        main, annex = chapters(facts, purpose)
        assert "stories" in [one.name for one in annex] or not facts.stories
        assert "stories" not in [one.name for one in main]
    bare = report_data(made(tmp_path), None, {})
    assert "stories" not in [one.name for one in chapters(bare)[1]]


def test_the_window_of_a_view_stands_below_its_bars_on_the_clock_of_the_case(case: Case) -> None:
    """From midnight to half past two in Beijing, which is 16:00 to 18:30 UTC of the day before."""
    begin = datetime(2025, 3, 4, 16, tzinfo=UTC)
    span = [begin.timestamp(), begin.timestamp() + 9_000]
    rows = pl.DataFrame(
        {"event_id": ["a", "b"], "account_id": ["u", "v"], "at_precision": ["s", "s"]}
    ).with_columns(at=pl.lit(begin + timedelta(hours=1)))
    line = _line(rows, rows.head(1), Selection(("u",), (), *span), ZoneInfo("Asia/Shanghai"))
    assert line is not None and (line.drawn_n, sum(line.others)) == (1, 1)
    drawn = draw(line, "x", Locale("en", ZoneInfo("Asia/Shanghai")))
    assert "2025-03-05 00:00" in drawn and "Records in the selection: 1" in drawn
    assert "alleged" not in drawn
