"""REPORT §11, items 1, 2, 3, 5, 8, 9, 11, on the sample case as `wakeline demo` makes it.

Expected words are those of sample_data/README.md and of the design's templates, never our own output.
"""

import csv
import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics.model.errors import WakelineError
from analytics.report.fonts import find_fonts
from analytics.report.section import PURPOSES
from analytics.report.write import write_report
from analytics.simulate.names_and_phrases import phrases
from analytics.store.case_folder import Case, open_case
from tests.acceptance.conftest import DATE, SAMPLE, U
from tests.acceptance.printed import LANGS, all_text, bare, needs_poppler, page_one, pages_of, tight, told

pytestmark = [
    pytest.mark.slow,
    needs_poppler,
    pytest.mark.skipif(find_fonts() is None, reason="Noto CJK fonts are not installed"),
]
POSTS = phrases("sample")["posts"]
# The catalogue parts that speak in a report; the others are of the command line and the dashboard.
SPOKEN = (
    *("answers", "listed", "groups", "timeline", "spread", "factors", "provisions", "coverage", "method"),
    *("integrity", "glossary", "form", "figures", "marks", "names", "law", "roles", "reasons", "scope"),
    *("explanations", "coordination", "report", "requests", "common"),
)


@pytest.fixture(scope="module")
def written(sample: Case) -> Path:
    """The folder of the report, both languages written in one run."""
    write_report(sample, "zh+en", DATE)
    return sample.report


@pytest.mark.parametrize("lang", LANGS)
def test_the_main_part_has_twelve_pages_at_most(written: Path, lang: str) -> None:
    assert 8 <= pages_of(written / f"report.{lang}.pdf") <= 12


@pytest.mark.parametrize("purpose", sorted(set(PURPOSES) - {"court"}))
def test_a_report_for_another_purpose_has_four_pages_at_most(sample: Case, purpose: str) -> None:
    for file in write_report(sample, "zh+en", DATE, purpose):
        if file.name.startswith("report-") and file.suffix == ".pdf":
            assert 3 <= pages_of(file) <= 4, file.name


def test_page_one_gives_the_seven_answers(written: Path) -> None:
    """Seven headings in order, and words of the templates of REPORT §1, one or more of each answer."""
    raw = told("pdftotext", "-layout", "-f", "1", "-l", "1", str(written / "report.zh.pdf"), "-")
    heads = iter(re.findall(r"^\s*(\d)[.、．]?\s+[\u4e00-\u9fff]", raw, re.MULTILINE))
    assert all(number in heads for number in "1234567")
    text = tight(raw)
    places = [text.find(word) for word in ("所指信息", "数据：", "逐条可见转发", "候选", "不能回答", "调取")]
    assert -1 not in places and places == sorted(places)
    assert "最有力的相反解释" in text


def test_page_one_has_the_alleged_text_whole_with_id_first_time_and_both_versions(written: Path) -> None:
    """The rumour of 街角观察日记, 2025-03-04 20:42:17 in Shanghai, edited 03-07 16:00 (sample_data/README.md).

    The second alleged post and the edited text stand whole in part 2; of the edit page one prints what is new.
    """
    text = page_one(written / "report.zh.pdf")
    for wanted in (
        POSTS["rumour"],
        "身体不适，具体情况等有关部门核实",
        "街角观察日记",
        "9100231904",
        "2025-03-0420:42",
    ):
        assert tight(wanted) in text, wanted
    english = page_one(written / "report.en.pdf")
    assert tight(POSTS["rumour"]) in english and "9100231904" in english
    whole = tight(told("pdftotext", str(written / "report.zh.pdf"), "-"))
    assert tight(POSTS["second"]) in whole and tight(POSTS["rumour_edited"]) in whole


@pytest.mark.parametrize("lang", LANGS)
def test_page_one_has_45_lines_at_most_and_the_box_of_article_10(written: Path, lang: str) -> None:
    raw = told("pdftotext", "-layout", "-f", "1", "-l", "1", str(written / f"report.{lang}.pdf"), "-")
    assert (
        len([line for line in raw.splitlines() if line.strip()]) <= 60
    )  # 45 of answers; head, box and foot.
    first = tight(raw)[:600]
    assert ("检举" in first and "批评" in first) if lang == "zh" else ("criticism" in first)


BANNED = {
    "en": r"\b(guilty|bots?|trolls?|fake)\b",
    "zh": "水军|上级|根帖|被害人|被侵害人|受组织|提供的文本|已观察到|凭记忆",
}


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_of_ours_holds_a_banned_word(lang: str) -> None:
    """LAW §4.6, by catalogue key; titles and quotations of law are the law's own words (keys that start with them)."""
    from analytics.model.messages import catalogue

    folder = Path(__file__).parents[2] / "analytics" / "locale"
    found = []
    for part in sorted(file.stem for file in folder.glob("*.toml")):
        if part not in SPOKEN:
            continue
        for key, words in catalogue(part).items():
            of_law = key.startswith(("title_", "factor_", "provision_", "quote_", "law_", "A8", "A12"))
            if not of_law and re.search(BANNED[lang], str(words.get(lang, "")), re.IGNORECASE):
                found.append(f"{part}.{key}: {words[lang]}")
    assert found == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_element_is_printed_as_observed_and_no_raw_code(written: Path, lang: str) -> None:
    text = bare((written / f"report.{lang}.html").read_text(encoding="utf-8"))
    assert not re.findall(r"^\s*[A-Z0-9-]+.*：\s*(?:已观察到|observed)", text, re.MULTILINE)
    assert not re.findall(r"\btext:[0-9a-f]{6,}|\bA12-F\d\b(?=[：:])", text)
    assert not re.findall(r"\{[a-z_]+\}", text)


def allowed_of(sample: Case, truth: dict[str, set[str]]) -> set[str]:
    """Who may be printed (REPORT §5): authors of alleged posts, named candidates, the target, the correction's."""
    roles = sample.read("roles")
    named = set(roles.filter(pl.col("may_be_named"))["account_id"])
    events = sample.read("events")
    authors = set(events.filter(pl.col("event_id").is_in(U))["account_id"])
    return named | authors | truth["target"] | truth["authority"]


def test_nobody_is_printed_who_may_not_be(sample: Case, written: Path, truth: dict[str, set[str]]) -> None:
    """Ids and screen names in PDF, HTML, JSON, CSV and figures; all 661 accounts of the export are looked for.

    A screen name of one or two letters, or one that stands inside an allowed name or a text of the case, proves
    nothing and is left out.
    """
    allowed = allowed_of(sample, truth)
    names = sample.read("account_names").select("account_id", "name").rows()
    texts = all_text(written)
    for (
        path
    ) in texts:  # A file is told by the name that it was given with, also where that is an account's number.
        for given in sample.read("sources")["name"]:
            texts[path] = texts[path].replace(given, "")
    assert {Path(path).suffix for path in texts} >= {".html", ".json", ".csv", ".pdf"}
    found = set()
    for path, text in texts.items():
        squeezed = tight(text)
        for account, name in names:
            if account in allowed:
                continue
            if account.removeprefix("weibo:") in text:
                found.add((path, account))
            if len(tight(name)) > 3 and tight(name) in squeezed:
                found.add((path, name))
    assert sorted(found) == []


def test_none_printed_is_organic(written: Path, truth: dict[str, set[str]]) -> None:
    text = "".join(all_text(written).values())
    planted = set().union(*(truth[role] for role in truth if role not in ("organic", "reporter")))
    found = {uid for uid in truth["organic"] - planted if uid.removeprefix("weibo:") in text}
    assert found == set()


def test_two_languages_stand_in_any_order_and_other_content_is_refused(sample: Case, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(sample.folder, folder, ignore=shutil.ignore_patterns("report"))
    case = open_case(folder)
    write_report(case, "en", DATE, with_pdf=False)
    facts = (case.report / "findings.json").read_bytes()
    write_report(case, "zh", DATE, with_pdf=False)
    kept = {lang: (case.report / f"report.{lang}.html").read_bytes() for lang in LANGS}
    assert (case.report / "findings.json").read_bytes() == facts
    for lang in ("zh", "en", "zh+en"):
        write_report(case, lang, DATE, with_pdf=False)
    assert kept == {lang: (case.report / f"report.{lang}.html").read_bytes() for lang in LANGS}
    with pytest.raises(WakelineError):
        write_report(case, "zh", DATE + timedelta(days=30), with_pdf=False)
    assert (case.report / "report.zh.html").read_bytes() == kept["zh"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_pdf_is_tagged_for_readers_who_hear_it(written: Path, lang: str) -> None:
    pdf = written / f"report.{lang}.pdf"
    structure = told("pdfinfo", "-struct-text", str(pdf))
    for tag in ("H1", "L", "LI", "TH", "Figure"):
        assert re.search(rf"^\s*{tag}\b", structure, re.MULTILINE), tag
    assert re.search(r"^Tagged:\s+yes", told("pdfinfo", str(pdf)), re.MULTILINE)
    body = pdf.read_bytes()
    assert re.search(rb"/DisplayDocTitle\s+true", body)
    assert re.search(rb"/Lang\s*\((\xfe\xff)?\0?" + "\\0?".join(lang).encode(), body)
    described = re.findall(rb"/Alt\s*\(((?:\\.|[^\\)])*)\)", body, re.DOTALL)
    assert all(re.search(rb"\d", one) for one in described)
    if shutil.which("qpdf"):
        told("qpdf", "--check", str(pdf))


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_of_the_page_has_its_values_in_words(written: Path, lang: str) -> None:
    """Three figures at least; each with alternative text (aria-label, alt or desc) that holds a digit."""
    html = (written / f"report.{lang}.html").read_text(encoding="utf-8")
    figures = re.findall(r"<figure\b.*?</figure>", html, re.DOTALL)
    assert len(figures) >= 3
    for figure in figures:
        said = re.findall(r"(?:aria-label|alt)=\"([^\"]+)\"|<(?:desc|title)[^>]*>([^<]+)<", figure)
        assert any(re.search(r"\d", "".join(one)) for one in said), figure[:200]


def test_a_list_that_is_cut_says_how_many_and_where(written: Path) -> None:
    """REPORT §11, item 11: no "first 20" without 共{n}，全部见{file}, and the file holds that many rows."""
    text = bare((written / "report.zh.html").read_text(encoding="utf-8"))
    for line in re.findall(r"[^。\n]*(?:(?<![之以）])前|仅列|只列)\s*\d+\s*(?:项|条|名)[^。\n]*", text):
        assert re.search(r"共\s*\d+", line) and "全部见" in line, line
    for n, file in re.findall(r"共\s*([\d,]+)\s*[^\s，]{0,3}，\s*全部见\s*([A-Za-z0-9_/.-]+\.csv)", text):
        paths = list(written.rglob(Path(file).name))
        assert paths, file
        with paths[0].open(encoding="utf-8-sig", newline="") as opened:
            assert sum(1 for _ in csv.DictReader(opened)) == int(n.replace(",", "")), file


def test_requests_csv_has_as_many_kinds_as_the_text_says(written: Path) -> None:
    """Answer 7 lists some kinds and says how many more: the file holds them, a row an account or a group."""
    (file,) = list(written.rglob("requests.csv"))
    with file.open(encoding="utf-8-sig", newline="") as opened:
        kinds = len({row["kind"] for row in csv.DictReader(opened)})
    answer = re.split(r"7建议调取[^。；：]{0,4}?", page_one(written / "report.zh.pdf"))[-1]
    more = re.search(r"另(\d+)项", answer)
    listed = len(re.findall(r"可以查明", answer))
    assert listed + (int(more[1]) if more else 0) == kinds


def test_findings_json_is_one_for_all_languages_and_both_print_its_hash(written: Path) -> None:
    import hashlib

    digest = hashlib.sha256((written / "findings.json").read_bytes()).hexdigest()
    for lang in LANGS:
        whole = tight(told("pdftotext", str(written / f"report.{lang}.pdf"), "-"))
        assert digest in whole
    assert json.loads((written / "findings.json").read_text(encoding="utf-8"))
    assert (SAMPLE / "review.jsonl").exists()
