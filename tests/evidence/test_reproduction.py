"""The steps that a report prints are run as it prints them, from its package alone; every hash must come out equal.

The invented case has what makes that hard: three ways of importing (two files of one name, one with a stated
capture and source, one through a column map), a certificate, entries of a person, a changed threshold, and
commands that were given on another day than the report.
"""

import csv
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.evidence.unpacking import unpack
from analytics.model.errors import CaseError
from analytics.report.fonts import find_fonts
from analytics.store.case_folder import sha256_of
from tests.importing.invented import START, beijing, jsonl, mid_at, repost

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
TOOL = (sys.executable, "-c", "from analytics.cli.app import main; main()")
POST = mid_at(START)
FACTS = f"""[case]
reference = "R-1"
allegation = "defamation"
operator = "甲"
pseudonym_key = "stays-here"
[[alleged]]
id = "weibo:{POST}"
"""
MAP = """platform = "weibo"
timezone = "Asia/Shanghai"
[columns]
id = "帖子ID"
kind = "类别"
account_id = "用户id"
at = "发布时间"
text = "正文"
root_id = "原微博ID"
[kinds]
"转发" = "repost"
"""


def run(folder: Path, *words: str, **env: str) -> str:
    done = subprocess.run(
        [*TOOL, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "WAKELINE_LANG": "en", **env},
    )
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def exports(folder: Path) -> None:
    """Exports in three folders; two files are both called b.jsonl."""
    post = {k: v for k, v in repost(0, "门店出售过期食品，三名儿童住院，请大家转发让更多人看到").items()}
    post |= {"_id": POST}
    del post["is_retweet"], post["retweet_id"]
    for name in ("one", "two", "three"):
        (folder / name).mkdir()
    (folder / "one" / "b.jsonl").write_bytes(
        jsonl([post, *(repost(k) for k in range(1, 9))]) + b'{"_id": "4\n'
    )
    (folder / "two" / "b.jsonl").write_bytes(jsonl([repost(k, f"说明{k}") for k in range(8, 14)]))
    with (folder / "three" / "t.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["帖子ID", "类别", "用户id", "发布时间", "正文", "原微博ID"])
        for k in (20, 21):
            rows.writerow([mid_at(START, k), "转发", f"91000002{k}", beijing(START), "行一\n行二", POST])
    (folder / "map.toml").write_text(MAP, encoding="utf-8")
    digest = hashlib.sha256((folder / "one" / "b.jsonl").read_bytes()).hexdigest()
    (folder / "固定证明.txt").write_text(f"b.jsonl\nSHA-256: {digest}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    exports(folder)
    (folder / "case").mkdir()
    (folder / "case" / "case.toml").write_text(FACTS, encoding="utf-8")
    early, late = {"SOURCE_DATE_EPOCH": "1740900000"}, {"SOURCE_DATE_EPOCH": "1741000000"}
    case = ("--case", "case")
    run(folder, "import", "one/b.jsonl", "--certificate", "固定证明.txt", *case, **early)
    run(
        folder,
        "import",
        "two/b.jsonl",
        "--obtained",
        "某公司 提供",
        "--captured-at",
        "2025-03-03 09:00",
        *case,
        **early,
    )
    run(folder, "import", "three/t.csv", "--format", "map.toml", *case, **late)
    own = f"weibo:{repost(9)['_id']}"
    run(folder, "review", "label", own, "deny", "--note", "看过", "--author", "乙", *case, **early)
    run(folder, "review", "note", "case", "第二条", "--author", "乙", *case, **late)
    run(folder, "analyse", "--until", "findings", "--set", "near_share=0.8", *case, **late)
    run(folder, "report", "--lang", "zh+en", "--date", "2025-03-20 10:00", *case, **late)
    run(folder, "package", "--out", "包 裹", *case, **late)
    return folder / "包 裹"


def steps(bag: Path, lang: str) -> str:
    """The commands as the report prints them, with what stands for the package and for an installed wheel."""
    text = (bag / "data" / "report" / f"report.{lang}.html").read_text(encoding="utf-8")
    blocks = [
        html.unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<pre>(.*?)</pre>", text, re.DOTALL)
    ]
    (printed,) = [one for one in blocks if "unpack" in one]
    wide = [line for line in printed.split("\n") if len(line) > 80 and " " in line.strip(" \\")]
    assert wide == []  # A page breaks longer lines, and a copy of such a line fails.
    lines = [line for line in printed.strip().split("\n") if "venv" not in line]
    assert len(lines) == len(printed.strip().split("\n")) - 1
    return "\n".join(lines).replace("PACKAGE", f"'{bag}'")


def installed(folder: Path) -> None:
    """Stand in for the wheel: v/bin/wakeline starts the present sources."""
    tool = folder / "v" / "bin" / "wakeline"
    tool.parent.mkdir(parents=True)
    tool.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -c "from analytics.cli.app import main; main()" "$@"\n'
    )
    tool.chmod(0o755)


@pytest.mark.parametrize(("lang", "zone"), [("zh", "America/New_York"), ("en", "Pacific/Auckland")])
def test_the_printed_steps_give_every_hash_again(bag: Path, tmp_path: Path, lang: str, zone: str) -> None:
    installed(tmp_path)
    env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        ["bash", "-e", "-c", steps(bag, lang)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**env, "TZ": zone, "WAKELINE_LANG": "zh"},
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    checked = [line for line in done.stdout.splitlines() if line.endswith(": OK")]
    names = {line.split(": ")[0] for line in checked}
    expected = {
        "../analysis.json",
        "findings.json",
        "report.zh.html",
        "report.en.html",
        "annex.zh.html",
        "annex.en.html",
    }
    if find_fonts() is not None:
        expected |= {f"{name}.{one}.pdf" for name in ("report", "annex") for one in ("zh", "en")}
    assert names == expected


def test_the_steps_say_how_the_files_were_imported(bag: Path) -> None:
    told = steps(bag, "en").replace(" \\\n", " ")
    assert "SOURCE_DATE_EPOCH=1742436000 " in told  # 2025-03-20 10:00 in Shanghai
    assert told.count("v/bin/wakeline import") == 3
    assert "--obtained '某公司 提供'" in told and "--format in/maps/data-3/map.toml" in told
    assert "--certificate in/certificates/固定证明.txt" in told.replace("'", "")
    assert "--set near_share=0.8" in told and "--until findings" in told and "review --load" in told


def test_what_is_unpacked_is_what_was_handed_over(bag: Path, tmp_path: Path) -> None:
    first = bag.parent
    unpack(bag, tmp_path / "in")
    for name, was in (
        ("data/b.jsonl", "one/b.jsonl"),
        ("data-2/2/b.jsonl", "two/b.jsonl"),
        ("data-3/t.csv", "three/t.csv"),
        ("certificates/固定证明.txt", "固定证明.txt"),
        ("maps/data-3/map.toml", "map.toml"),
    ):
        found = [
            tmp_path / "in" / name,
            tmp_path / "in" / name.replace("-2/2/", "-2/").replace("data/b", "data/2/b"),
        ]
        assert sha256_of(first / was) in {sha256_of(file) for file in found if file.is_file()}, name


def test_nothing_is_overwritten_and_no_name_leaves_the_folder(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CaseError):
        unpack(bag, tmp_path / "in")
    copy = tmp_path / "bag"
    subprocess.run(["cp", "-r", str(bag), str(copy)], check=True)
    listed = copy / "data" / "report" / "inputs.csv"
    listed.write_text(
        listed.read_text(encoding="utf-8").replace("data-3,t.csv", "data-3,../../t.csv"), encoding="utf-8"
    )
    with pytest.raises(CaseError, match="leaves"):
        unpack(copy, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_key_is_in_no_file_of_the_package(bag: Path) -> None:
    assert not [path for path in bag.rglob("*") if path.is_file() and b"stays-here" in path.read_bytes()]


def test_a_review_log_of_another_case_is_refused(bag: Path, tmp_path: Path) -> None:
    exports(tmp_path)
    run(tmp_path, "import", "one/b.jsonl", "--case", "case")
    log = bag / "data" / "review.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 2 and json.loads(lines[0])["author"] == "乙"
    for content in ("".join(lines[1:]), lines[0].replace("乙", "丙") + lines[1], "{}\n"):
        (tmp_path / "log.jsonl").write_text(content, encoding="utf-8")
        done = subprocess.run(
            [*TOOL, "review", "--load", "log.jsonl", "--case", "case"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 2, content
    assert run(tmp_path, "review", "--load", str(log), "--case", "case").startswith("Loaded 2 entries")
    run(tmp_path, "review", "--export", "again.jsonl", "--case", "case")
    assert (tmp_path / "again.jsonl").read_bytes() == log.read_bytes()
