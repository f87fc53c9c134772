"""Versions of a post: every text that captures show, cut texts told apart, and what differs."""

from datetime import datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.store.case_folder import Case
from analytics.text.versions import compared, is_beginning, versions_of
from tests.importing.invented import START, jsonl, mid_at, repost

FIRST = "面包铺卖过期面包，三个孩子住院了"
LATER = "面包铺疑似卖临期面包，请等核实"
POST = f"weibo:{mid_at(START)}"


def post(at: str, text: str) -> dict[str, object]:
    seen = int(datetime.fromisoformat(at).timestamp())
    made = repost(0, text, _id=mid_at(START), crawl_time=seen)
    for key in ("is_retweet", "retweet_id"):
        del made[key]
    return made


def case_of(folder: Path, captures: list[tuple[str, str]]) -> Case:
    """A case with one post, captured at some moments with some texts."""
    (folder / "case").mkdir()
    for k, (at, text) in enumerate(captures):
        (folder / f"{k}.jsonl").write_bytes(
            jsonl([post(at, text), repost(k + 1)])
        )  # Equal files are one source.
    (folder / "case" / "case.toml").write_text("", encoding="utf-8")
    files = [folder / f"{k}.jsonl" for k in range(len(captures))]
    case = import_files(folder / "case", files, ImportOptions(), Thresholds(), lambda *_: None).case
    assert case is not None
    return case


def test_an_edited_post_has_two_versions_in_the_order_of_their_captures(tmp_path: Path) -> None:
    captures = [
        ("2025-03-05T09:00:00+08:00", LATER),
        ("2025-03-02T09:00:00+08:00", FIRST),
        ("2025-03-03T09:00:00+08:00", FIRST),
    ]
    first, second = versions_of(case_of(tmp_path, captures), [POST])[POST]
    assert (first.number, first.text, first.records_n, len(first.sources)) == (1, FIRST, 2, 2)
    assert (second.number, second.text, second.records_n) == (2, LATER, 1)
    assert first.first_at == datetime.fromisoformat("2025-03-02T09:00:00+08:00")
    assert first.last_at == datetime.fromisoformat("2025-03-03T09:00:00+08:00")


def test_the_same_text_in_two_captures_is_one_version(tmp_path: Path) -> None:
    captures = [("2025-03-02T09:00:00+08:00", FIRST), ("2025-03-05T09:00:00+08:00", FIRST)]
    (only,) = versions_of(case_of(tmp_path, captures), [POST])[POST]
    assert (only.records_n, only.is_cut) == (2, False)


def test_a_text_that_a_list_cuts_is_no_version_of_its_own(tmp_path: Path) -> None:
    captures = [("2025-03-02T09:00:00+08:00", FIRST[:6] + "...全文"), ("2025-03-05T09:00:00+08:00", FIRST)]
    whole, cut = versions_of(case_of(tmp_path, captures), [POST])[POST]
    assert (whole.text, whole.is_cut, cut.is_cut) == (FIRST, False, True)
    assert not is_beginning(
        FIRST[:6], [FIRST]
    )  # An author may shorten a text: without the marks it is a change.


def test_a_post_that_no_export_holds_has_no_version(tmp_path: Path) -> None:
    case = case_of(tmp_path, [("2025-03-02T09:00:00+08:00", FIRST)])
    assert versions_of(case, ["weibo:1"]) == {"weibo:1": ()}


@given(st.text(), st.text())
def test_runs_give_both_texts_back_and_equal_texts_have_no_change(old: str, new: str) -> None:
    left, right = compared(old, new)
    assert "".join(run.text for run in left) == old
    assert "".join(run.text for run in right) == new
    assert not any(run.is_changed for run in (*compared(old, old)[0], *compared(old, old)[1]))


def test_what_was_taken_out_and_put_in_is_what_a_reader_would_underline() -> None:
    old, new = compared("店主偷卖过期面包", "店主疑似偷卖临期面包")
    assert [run.text for run in old if run.is_changed] == ["过"]
    assert [run.text for run in new if run.is_changed] == ["疑似", "临"]
