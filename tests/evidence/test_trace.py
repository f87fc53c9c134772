"""From an event, an account or a number back to the exported line, whatever the file it lay in."""

import csv
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import polars as pl
import pytest

from analytics.evidence.source_record import exported_line
from analytics.evidence.terminal_view import shown_lines
from analytics.evidence.trace import Traced, trace
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.messages import say
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.roles.reasons import reason_words
from analytics.store.case_folder import Case
from tests.importing.invented import jsonl, mid_at, repost

TOOLKIT = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"


def imported(folder: Path, name: str, content: bytes) -> Case:
    file = folder / name
    file.write_bytes(content)
    return import_files(folder / "case", [file], ImportOptions(), Thresholds(), lambda name, done: None).case


def behind(case: Case, event_id: str) -> str:
    (line,) = [text for _, text in trace(case, event_id).lines]
    return line


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("other/readme.txt", "nothing to read here")
        archive.writestr(name, content)
    return buffer.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:xz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name, pack",
    [
        ("a.jsonl", lambda c: c),
        ("a.jsonl.gz", gzip.compress),
        ("a.jsonl.xz", lzma.compress),
        ("a.zip", lambda c: zipped("in/a.jsonl", c)),
        ("a.tar.xz", lambda c: tarred("in/a.jsonl", c)),
    ],
)
def test_a_line_of_jsonl_comes_back_as_it_was(tmp_path: Path, name: str, pack: object) -> None:
    content = jsonl([repost(k, f"第{k}条\t“引文”") for k in range(30)])
    case = imported(tmp_path, name, pack(content))  # type: ignore[operator]
    row = repost(17, "第17条\t“引文”")
    assert behind(case, f"weibo:{row['_id']}") == content.decode().split("\n")[17]


def test_a_line_of_gb18030_comes_back_decoded(tmp_path: Path) -> None:
    content = jsonl([repost(k, "这一条说的是实话") for k in range(9)]).decode()
    case = imported(tmp_path, "a.jsonl", content.encode("gb18030"))
    assert behind(case, f"weibo:{repost(4)['_id']}") == content.split("\n")[4]


def test_a_csv_record_comes_back_under_its_header(tmp_path: Path) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(
        [[f"m{k}", f"u{k}", f"n{k}", "", "", f"行一\n行二,“{k}”", 1_700_000_000 + k, ""] for k in range(9)]
    )
    case = imported(tmp_path, "a.csv", (TOOLKIT + buffer.getvalue()).encode("utf-8-sig"))
    shown = behind(case, "generic:m5")
    assert shown.startswith("message_id: m5\nuser_id: u5\n")
    assert "message: 行一\n行二,“5”" in shown


def test_a_record_of_a_json_document_comes_back(tmp_path: Path) -> None:
    rows = [
        {
            "mid": f"FjQ0lA{k}bc",
            "uid": f"u{k}",
            "parent": "",
            "date": "2025-03-01 10:00:00",
            "text": f"话{k}",
            "kids": [],
        }
        for k in range(5)
    ]
    case = imported(tmp_path, "1_FjQ0lZZbc_u99.json", json.dumps(rows).encode())
    event = case.read("events").filter(source_row=3).row(0, named=True)
    assert json.loads(behind(case, event["event_id"]).split("\n", 1)[1]) == rows[3]


def test_the_rejected_line_comes_back_too(tmp_path: Path) -> None:
    case = imported(tmp_path, "a.jsonl", jsonl([repost(1)]) + b'{"_id": "49\n' + jsonl([repost(2)]))
    bad = case.read("rejected").row(0, named=True)
    assert exported_line(case, bad["source_sha256"], bad["source_row"], bad["source_path"]) == '{"_id": "49'


def test_every_kind_of_id_is_answered(tmp_path: Path) -> None:
    case = analyse(
        imported(tmp_path, "a.jsonl", jsonl([repost(k) for k in range(1, 9)])),
        Thresholds(),
        "findings",
        lambda s: None,
    )
    assert trace(case, "weibo:9100000003").kind == "account"
    factor = trace(case, "S-R2")
    assert factor.kind == "factor" and {row["factor_id"] for row in factor.about} == {"S-R2"}
    assert trace(case, "rejected").total == 0
    number = trace(case, "reposts@case")
    assert (number.kind, number.total, number.about[0]["lower"]) == ("measure", 8, 8.0)
    from datetime import UTC, datetime

    root = f"weibo:{mid_at(datetime(2025, 3, 1, 4, 0, tzinfo=UTC))}"
    assert trace(case, f"reposts@{root}").total == 8
    assert trace(case, case.read("sources")["sha256"][0][:12]).kind == "source"
    with pytest.raises(CaseError, match="nothing is called"):
        trace(case, "weibo:404")


def test_the_number_of_a_family_opens_to_the_reposts_of_all_its_posts(tmp_path: Path) -> None:
    """Two accounts post the same long words; one post is reposted twice, the other once."""
    words = "物业昨天晚上在小区门口把监控录像删掉了，群里有完整的截图，大家都来看看"
    rows = [
        *("p1,1,A,,,{w},1740787200,", "p2,2,B,,,{w},1740787260,"),
        *("r1,3,C,p1,,x,1740787300,", "r2,4,D,p1,,y,1740787400,", "r3,5,E,p2,,z,1740787500,"),
    ]
    content = TOOLKIT + "".join(f"{row.format(w=words)}\n" for row in rows)
    case = analyse(imported(tmp_path, "a.csv", content.encode()), Thresholds(), "scope", lambda s: None)
    scope = case.read("scope").filter(pl.col("subject_id").str.starts_with("text:"), measure="reposts")
    (family,) = scope["subject_id"]
    shown = trace(case, f"reposts@{family}")
    assert (shown.total, scope["lower"].item()) == (3, 3.0)
    assert {row["event_id"] for row in shown.rows} == {"generic:r1", "generic:r2", "generic:r3"}


def test_hostile_text_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    row = repost(1, "a\x1b[2Jb\u202ec", user={"_id": "9100000001", "nick_name": "\x1b]0;x\x07<script>"})
    case = imported(tmp_path, "a.jsonl", jsonl([row]))
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from analytics.cli.app import main; main()",
            "show",
            f"weibo:{row['_id']}",
            "--case",
            str(case.folder),
        ],
        capture_output=True,
        check=True,
    )
    assert b"\x1b" not in done.stdout and "\u202e".encode() not in done.stdout
    assert "⟨U+001B⟩" in done.stdout.decode()


def test_a_pair_opens_to_its_acts_with_the_seconds_between_them(tmp_path: Path) -> None:
    """u1 and u2 repost p1 20 s and p2 5 s apart, p3 an hour apart; u1's second repost of p1 lies farther off."""
    rows = [
        "m1,u1,One,p1,,,1700000000,",
        "m2,u2,Two,p1,,,1700000020,",
        "m3,u1,One,p1,,,1700000300,",
        "m4,u2,Two,p2,,,1700001000,",
        "m5,u1,One,p2,,,1700001005,",
        "m6,u1,One,p3,,,1700002000,",
        "m7,u2,Two,p3,,,1700005600,",
    ]
    case = imported(tmp_path, "t.csv", (TOOLKIT + "\n".join(rows) + "\n").encode())
    case = analyse(case, Thresholds(), "coaction", lambda stage: None)
    traced = trace(case, "co_repost@generic:u1+generic:u2")
    assert [(row["object_id"], row["event_a"], row["event_b"], row["gap_s"]) for row in traced.rows] == [
        ("generic:p2", "generic:m5", "generic:m4", 5.0),
        ("generic:p1", "generic:m1", "generic:m2", 20.0),
    ]
    assert [row["objects_n"] for row in traced.about] == [2]
    with pytest.raises(CaseError, match="u9"):
        trace(case, "co_repost@generic:u1+generic:u9")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_role_is_told_with_what_speaks_for_the_account_in_words(lang: str) -> None:
    row = {
        "account_id": "weibo:1",
        "role": "organizer",
        "reason_code": "reason_organizer_announced",
        "reason_params": '{"announced": 3, "days": 3, "p": 0.004, "tests": 1}',
        "explanations": ["explain_copied_unasked"],
        "challenges": ["ask_chat"],
        "article10": None,
    }
    told = shown_lines(Traced("role", "organizer@weibo:1", [], 0, about=[row]), "Asia/Shanghai", lang)
    for words in (
        reason_words(row, lang),
        say("roles.explain_copied_unasked", lang),
        say("roles.ask_chat", lang),
    ):
        assert any(line.endswith(words) for line in told), told
