"""The report: right numbers, equal bytes, nothing loaded from elsewhere, hostile names harmless."""

import csv
import json
import os
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analytics.errors import CaseError
from analytics.ingest.take_in import Options, take_in
from analytics.pipeline import analyse
from analytics.report.plain import visible
from analytics.report.write import write_report
from analytics.settings import Settings
from analytics.store.folder import Case, open_case
from tests.ingest.invented import jsonl, repost

DATE = datetime(2025, 3, 12, 12, tzinfo=UTC)
NAME = '<script>alert(1)</script>"onload=x\u202e\x07'


def made(folder: Path, allegation: str = "defamation") -> Case:
    (folder / "case").mkdir(parents=True)
    (folder / "case" / "case.toml").write_text(f'[case]\nreference = "T-1"\ntitle = "<b>案件</b>"\nallegation = "{allegation}"\n')
    rows = [repost(k) for k in range(1, 8)] + [repost(8, "=HYPERLINK(1)", user={"_id": "9100000008", "nick_name": NAME}),
                                               repost(9, "x" * 10_000), repost(
        10, created_at="2020-01-01 00:00:00", user={"_id": "9100000010", "nick_name": NAME})]
    (folder / "a.jsonl").write_bytes(jsonl(rows) + b'{"_id": "<img src=x>\n')
    taken = take_in(folder / "case", [folder / "a.jsonl"], Options(), Settings(), lambda n, d: None)
    return analyse(taken.case, Settings(), "scope", lambda s: None)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return made(tmp_path_factory.mktemp("report"))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("lang", ["zh", "en", "zh+en"])
def test_nothing_is_loaded_and_nothing_runs(case: Case, lang: str) -> None:
    text = write_report(case, lang, DATE)[0].read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert not [tag for tag, _ in tags.seen if tag in ("script", "iframe", "img", "link", "object", "b")]
    assert not [a for _, attrs in tags.seen for a in attrs if a.startswith("on") or a in ("src", "action")]
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in tags.seen)
    assert "url(" not in text and "@import" not in text
    assert "\u202e" not in text and "\x07" not in text and "⟨U+202E⟩" in text


def test_every_mark_leads_to_a_line(case: Case) -> None:
    text = write_report(case, "en", DATE)[0].read_text(encoding="utf-8")
    marks = set(re.findall(r'href="#(en-n\d+)"', text))
    assert marks and marks <= set(re.findall(r'id="(en-n\d+)"', text))


def test_equal_cases_give_equal_bytes(case: Case, tmp_path: Path) -> None:
    again = made(tmp_path)
    one, two = ([f.read_bytes() for f in write_report(c, "zh+en", DATE)] for c in (case, again))
    assert one == two


def test_the_sum_is_shown_and_holds(case: Case) -> None:
    text = write_report(case, "en", DATE)[0].read_text(encoding="utf-8")
    assert "11 records = 10 acts + 0 duplicates + 1 rejected + 0 other." in text
    assert "The sum holds." in text
    assert "2020-01-01 00:00:00" in text


def test_numbers_of_defamation_law_stand_only_where_it_is_alleged(case: Case, tmp_path: Path) -> None:
    other = made(tmp_path, "insult")
    with_law, without = (write_report(c, "zh", DATE)[0].read_text(encoding="utf-8") for c in (case, other))
    assert "五百次" in with_law and "不等于认定犯罪" in with_law
    assert "五百次" not in without and "没有数字门槛" in without


def test_csv_cells_run_no_formula(case: Case) -> None:
    files = {f.name: f for f in write_report(case, "en", DATE)}
    with files["events.csv"].open(encoding="utf-8-sig", newline="") as file:
        cells = [row["own_text"] for row in csv.DictReader(file)]
    assert "'=HYPERLINK(1)" in cells and not [c for c in cells if c.startswith(("=", "+", "-", "@"))]
    found = json.loads(files["report.json"].read_text(encoding="utf-8"))
    assert found["records"]["records_n"] == 11 and found["scope"]


def test_the_clock_is_not_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert os.environ["SOURCE_DATE_EPOCH"] == "0"
    assert "2025-03-12 20:00:00" in write_report(case, "en", DATE)[0].read_text(encoding="utf-8")


def test_an_unfinished_case_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([repost(1)]))
    taken = take_in(tmp_path / "case", [tmp_path / "a.jsonl"], Options(), Settings(), lambda n, d: None)
    with pytest.raises(CaseError, match="analyse"):
        write_report(taken.case, "en", DATE)
    assert not list((tmp_path / "case" / "report").iterdir())


def test_a_case_of_comments_alone_is_reported(tmp_path: Path) -> None:
    row = {"_id": 5140614686452552, "created_at": "2025-03-04 23:18:32", "like_counts": 0, "content": "好",
           "comment_user": {"_id": "9035175710", "nick_name": "虚构"}, "crawl_time": 1741355400}
    (tmp_path / "comment_5140612562168253_1.jsonl").write_bytes(jsonl([row]))
    taken = take_in(tmp_path / "case", [tmp_path / "comment_5140612562168253_1.jsonl"], Options(), Settings(), lambda n, d: None)
    done = analyse(taken.case, Settings(), "scope", lambda s: None)
    assert write_report(open_case(done.folder), "zh", None)[0].stat().st_size > 10_000


@pytest.mark.parametrize("text, shown", [("a\u200fb", "a⟨U+200F⟩b"), ("行一\n行二", "行一⏎行二"), ("x" * 500, "x" * 160 + "…"), (None, "")])
def test_texts_are_made_harmless(text: str | None, shown: str) -> None:
    assert visible(text) == shown
