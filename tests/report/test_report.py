"""The report: right numbers, equal bytes, nothing loaded from elsewhere, foreign text harmless, every mark opens."""

import csv
import hashlib
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analytics.evidence.mark_check import check_marks
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.messages import LANGS, catalogue
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import Case, sha256_of
from tests.importing.invented import jsonl, repost
from tests.report.conftest import made, stated
from tests.report.drawn import faults

pytestmark = pytest.mark.slow

DATE = datetime(2025, 3, 12, 12, tzinfo=UTC)


class Page(HTMLParser):
    """Tags with their attributes, and the text of every element by its id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def page(case: Case, lang: str = "en") -> str:
    """The HTML of all documents of a language: the main part, then the annex."""
    written = write_report(case, lang, DATE, with_pdf=False, may_replace=True)
    return "\n".join(path.read_text(encoding="utf-8") for path in written if path.suffix == ".html")


def bare(html: str) -> str:
    """The text without its tags, white space made even."""
    return " ".join(re.sub(r"<[^>]+>", "", re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)).split())


def data(case: Case) -> dict[str, object]:
    write_report(case, "en", DATE, with_pdf=False, may_replace=True)
    found = json.loads((case.report / "findings.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def sentence(case: Case, key: str) -> dict[str, str]:
    (found,) = [claim["params"] for claim in data(case)["claims"] if claim["key"] == key]  # type: ignore[attr-defined]
    assert isinstance(found, dict)
    return found


# Numbers, worked out in conftest.py.


def test_the_account_of_records_is_right(case: Case) -> None:
    told = {"files": "2", "records": "14", "events": "11", "duplicates": "2", "rejected": "1", "other": "0"}
    assert sentence(case, "integrity.sums") == told


def test_gaps_are_counted(case: Case) -> None:
    parents = {"stated": "0", "chain": "1", "root": "8", "missing": "1", "all": "10", "share": "90.0%"}
    assert sentence(case, "coverage.parents") == parents
    assert sentence(case, "coverage.times") == {"conflicts": "1", "coarse": "0", "untimed": "0"}
    page(case)
    assert "2020-01-01 00:00:00" in (case.report / "annex.en.html").read_text(encoding="utf-8")


def test_a_sum_that_does_not_hold_is_said(case: Case, tmp_path: Path) -> None:
    broken = made(tmp_path)
    file = broken.tables / "sources.parquet"
    sources = broken.read("sources")
    changed = sources.with_columns(records_n=sources["records_n"] + 1)
    changed.write_parquet(file)
    size = file.stat().st_size
    manifest = {
        **broken.manifest,
        "tables": {
            **broken.manifest["tables"],
            "sources.parquet": {"sha256": sha256_of(file), "bytes": size},
        },
    }
    text = bare(page(Case(broken.folder, manifest)))
    assert "The records do not add up" in text


@pytest.mark.parametrize(
    "lang, number, disclaimer, none",
    [
        ("zh", "被转发500次以上", "达到数量标准不等于构成犯罪", "法律未规定转发、浏览的数量标准"),
        ("en", "500 reposts of the same", "no finding of an offence", "there is no numeric threshold in law"),
    ],
)
def test_numbers_of_defamation_law_stand_only_where_it_is_alleged(
    case: Case, tmp_path: Path, lang: str, number: str, disclaimer: str, none: str
) -> None:
    alleged, other = (
        bare(page(stated(made(tmp_path / "1")), lang)),
        bare(page(stated(made(tmp_path, "insult")), lang)),
    )
    unstated = bare(page(case, lang))
    said = "案件资料未载明所指信息" if lang == "zh" else "does not say which information is meant"
    assert number not in unstated and none not in unstated and said in unstated
    assert number in alleged and disclaimer in alleged and none not in alleged
    assert number not in other and none in other


# Bytes.


@pytest.mark.parametrize("lang", ["zh", "en", "zh+en"])
def test_equal_cases_give_equal_bytes(
    case: Case, tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", "1741827600"
    )  # the chain of custody, which the report names, tells moments too
    one = {f.name: f.read_bytes() for f in write_report(made(tmp_path / "1"), lang, DATE)}
    two = {f.name: f.read_bytes() for f in write_report(made(tmp_path / "2"), lang, DATE)}
    assert one == two


def test_the_date_is_given_and_the_clock_is_not_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = [file.read_bytes() for file in write_report(case, "en", None, may_replace=True)]
    assert first == [file.read_bytes() for file in write_report(case, "en", None)]


def test_findings_json_names_the_hash_of_every_list_that_follows_from_the_tables(case: Case) -> None:
    write_report(case, "zh", DATE, may_replace=True)
    files = json.loads((case.report / "findings.json").read_text(encoding="utf-8"))["files"]
    lists = {
        p.relative_to(case.report).as_posix() for p in case.report.rglob("*.csv") if "old" not in p.parts
    }
    assert set(files) == lists - {"custody.csv", "marks.csv"} and len(lists) > 8  # Pages depend on fonts.
    for name, expected in files.items():
        assert hashlib.sha256((case.report / name).read_bytes()).hexdigest() == expected
    assert not (case.report / ".next").exists()


# Nothing is loaded, nothing runs, foreign text stays text.


@pytest.mark.parametrize("lang", ["zh", "en", "zh+en"])
def test_nothing_is_loaded_and_nothing_runs(case: Case, lang: str) -> None:
    text = page(case, lang)
    tags = Page(text).seen
    assert not {tag for tag, _ in tags} & {
        "script",
        "iframe",
        "img",
        "link",
        "object",
        "embed",
        "i",
        "u",
        "base",
        "form",
    }
    assert not [
        a
        for _, attrs in tags
        for a in attrs
        if a.startswith("on") or a in ("src", "action", "srcset", "xlink:href")
    ]
    assert all(re.match(r"#|sets/E\d+\.csv$", attrs.get("href") or "#") for _, attrs in tags)
    assert not re.search(r"url\(|@import|(?:src|href)=[\"']?https?:", text)
    documents = text.count("<!DOCTYPE html>")
    assert [tag for tag, _ in tags].count("style") == documents == text.count("</style>")


def test_foreign_text_is_shown_by_number_isolated_and_cut(case: Case) -> None:
    text = page(case)
    for char in "\u202e\u2066\x07\x00":
        assert char not in text
    assert "⟨U+202E⟩" in text
    assert "<bdi>&lt;b&gt;案件&lt;/b&gt;⟨U+202E⟩" in text
    assert (
        "is not printed, since it may name" in text and "x" * 20 not in text
    )  # What a rejected record says.
    assert "虚构" not in bare(text)  # nobody of this case may be named: no nickname is printed


def test_the_running_header_cannot_leave_its_string(case: Case) -> None:
    found = re.findall(r'@top-left \{ content: "([^"]*)"; \}', page(case))
    assert len(found) == 2 and all(re.fullmatch(r"(\\[0-9a-f]{6})+", running) for running in found)


def test_csv_cells_run_no_formula(case: Case) -> None:
    write_report(case, "en", DATE, may_replace=True)
    files = sorted(case.report.rglob("*.csv"))
    listed = {"inputs", "accounts", "groups", "events_of_U", "thresholds", "requests", "custody", "marks"}
    assert listed <= {f.stem for f in files}
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
        numeric = re.compile(r"-?\d+(\.\d+)?$")
        assert not [
            c for row in rows for c in row if c[:1] in "=+-@\t\r\x00" and c and not numeric.match(c)
        ], file.name


def test_pictures_of_a_report_have_no_fault(tmp_path: Path) -> None:
    case = stated(made(tmp_path))
    for lang in LANGS:
        drawings = re.findall(r"<svg.*?</svg>", page(case, lang), re.DOTALL)
        assert drawings
        assert [fault for drawing in drawings for fault in faults(drawing)] == []


# Marks.


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_mark_in_print_is_listed_and_links_to_its_set(case: Case, lang: str) -> None:
    page(case, lang)
    with (case.report / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {row["mark"]: row["file"] for row in csv.DictReader(file)}
    seen: dict[str, str] = {}
    for name in ("report", "annex"):
        text = (case.report / f"{name}.{lang}.html").read_text(encoding="utf-8")
        found = [attrs for tag, attrs in Page(text).seen if tag == "a"]
        seen |= {Path(attrs["href"]).stem: attrs["href"] for attrs in found if attrs.get("class") == "ref"}
        assert set(re.findall(r"\[(E\d+)\]", bare(text))) <= set(seen)
        ids = {attrs["id"] for _, attrs in Page(text).seen if "id" in attrs}
        assert {attrs["href"][1:] for attrs in found if attrs["href"].startswith("#")} <= ids
    assert seen == listed and all((case.report / file).is_file() for file in listed.values())


def test_every_mark_opens_what_its_number_counts(case: Case) -> None:
    page(case)
    checks = check_marks(case)
    assert len(checks) > 20 and [check.text() for check in checks if not check.ok] == []


# Cases that lack things.


def test_an_unfinished_case_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([repost(1)]))
    taken = import_files(
        tmp_path / "case", [tmp_path / "a.jsonl"], ImportOptions(), Thresholds(), lambda *_: None
    )
    with pytest.raises(CaseError, match="analyse"):
        write_report(taken.case, "en", DATE)
    assert not list((tmp_path / "case" / "report").iterdir())


def test_a_root_that_was_not_exported_is_named_as_missing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([repost(k) for k in range(1, 4)]))
    taken = import_files(
        tmp_path / "case", [tmp_path / "a.jsonl"], ImportOptions(), Thresholds(), lambda *_: None
    )
    done = analyse(taken.case, Thresholds(), "scope", lambda _: None)
    assert sentence(done, "coverage.rootless") == {"n": "3"}


# Wording.


def test_every_entry_is_used_and_no_braces_are_left(case: Case) -> None:
    for lang in LANGS:
        assert not re.search(r"\{[a-z_]+\}", bare(page(case, lang)))


def test_no_judgment_on_accounts_but_in_the_fixed_disclaimer() -> None:
    for key, entry in catalogue("report").items():
        if key != "numbers_disclaimer":
            assert "构成" not in entry["zh"], key
            assert not re.search(r"\b(guilt|criminal|offender|perpetrator)\b", entry["en"], re.IGNORECASE), (
                key
            )
