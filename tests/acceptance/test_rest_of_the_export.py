"""REPORT §11, item 7, and LAW 4.0, rule 8: what is not alleged changes the line of the rest and nothing else.

(a) A post with 1,400,000 reposts by the platform's counter, not alleged, is appended to a file of the sample.
(b) `[[alleged]]` is taken out: every row that speaks of the alleged information cannot be measured.
"""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.report.write import write_report
from analytics.store.case_folder import Case
from analytics.store.review_log import load_log
from tests.acceptance.conftest import DATE, SAMPLE, analysed
from tests.acceptance.printed import chapters
from tests.importing.invented import beijing, mid_at

pytestmark = pytest.mark.slow
FILE = "tweet_20250312200000.jsonl"  # Holds posts of the last capture.
BIG = 1_400_000
AT = datetime(2025, 3, 5, 20, 40, tzinfo=UTC)
# What a person states in case.toml outside [[alleged]]; their rows may stand without it.
STATED = ("A8-1", "A12-1", "A12-5", "A13", "A14", "A16", "A17", "A5-D")


def remade(folder: Path, *, big: bool = False, alleged: bool = True) -> Case:
    """The sample case with a big post more, or without [[alleged]]."""
    exports = folder / "exports"
    shutil.copytree(SAMPLE / "exports", exports)
    if big:
        (file,) = exports.rglob(FILE)
        lines = file.read_text(encoding="utf-8").splitlines()
        post = next(row for row in map(json.loads, lines) if not row["is_retweet"])
        post |= {
            "_id": mid_at(AT, 1),
            "mblogid": "",
            "created_at": beijing(AT),
            "content": "今晚的烟火大会我在河边等你们，转发抽一百位送门票",
            "reposts_count": BIG,
            "comments_count": 0,
            "attitudes_count": 9,
            "url": "",
        }
        post["user"] = post["user"] | {"_id": "9119000001", "nick_name": "烟火大会官方"}
        file.write_text("\n".join([*lines, json.dumps(post, ensure_ascii=False)]) + "\n", encoding="utf-8")
    case = folder / "case"
    case.mkdir()
    facts = (SAMPLE / "case.toml").read_text(encoding="utf-8")
    if not alleged:
        facts = re.sub(r"\[\[alleged\]\]\nid = .*\nwhat = .*\n", "", facts)
    (case / "case.toml").write_text(facts, encoding="utf-8")
    import_files(case, [exports], ImportOptions(), Thresholds(), lambda *_: None)
    load_log(case, SAMPLE / "review.jsonl")
    done = analysed(case)
    write_report(done, "zh", DATE, with_pdf=False)
    return done


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return remade(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def with_big(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return remade(tmp_path_factory.mktemp("big"), big=True)


@pytest.fixture(scope="module")
def nothing_alleged(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return remade(tmp_path_factory.mktemp("nothing"), alleged=False)


def rows(case: Case) -> set[str]:
    """Every row of the findings as text, without the file hashes that lead back to the export."""
    found = case.read("findings")
    return {
        json.dumps(
            {key: value for key, value in row.items() if key not in ("recorded_at",)},
            default=str,
            ensure_ascii=False,
            sort_keys=True,
        )
        for row in found.iter_rows(named=True)
    }


def test_the_big_post_is_in_the_export(with_big: Case, plain: Case) -> None:
    assert with_big.read("events").height == plain.read("events").height + 1
    assert with_big.read("counters").filter(counter="reposts", value=BIG).height == 1


def test_no_row_of_law_changes_but_the_rest(with_big: Case, plain: Case) -> None:
    changed = {json.loads(row)["factor_id"] for row in rows(plain) ^ rows(with_big)}
    assert changed <= {"rest", "S-REST"}


@pytest.mark.parametrize("part", ["answers", "scope", "factors"])
def test_pages_one_five_and_six_change_in_the_line_of_the_rest_alone(
    with_big: Case, plain: Case, part: str
) -> None:
    def said(case: Case) -> str:
        file = next(f for f in (case.report / "report.zh.html", case.report / "report.html") if f.exists())
        text = chapters(file)[part]
        return re.sub(r"其余导出内容[\d,，]*条，不计入", "REST", text)

    assert said(plain) == said(with_big)
    assert str(BIG) not in said(with_big) and f"{BIG:,}" not in said(with_big)


def test_without_alleged_information_no_row_measures(nothing_alleged: Case) -> None:
    findings = nothing_alleged.read("findings")
    measured = findings.filter(
        pl.col("status").is_in(["measured", "none_in_data"]) & ~pl.col("factor_id").is_in(STATED)
    )
    assert sorted(set(measured["factor_id"])) == []


def test_without_alleged_information_nobody_is_named_and_the_tool_asks(nothing_alleged: Case) -> None:
    """The repeater's warnings are stated by people, but nobody stated which information they are about."""
    roles = nothing_alleged.read("roles")
    assert roles.filter(pl.col("may_be_named") & (pl.col("role") != "repeater")).is_empty()
    file = nothing_alleged.report / "report.zh.html"
    text = chapters(file if file.exists() else nothing_alleged.report / "report.html")["answers"]
    assert "未载明所指信息" in text
