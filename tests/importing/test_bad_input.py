"""Whatever bytes come in: either tables that add up, or one clear error and a case left as it was."""

import gzip
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.evidence.verification import verify
from analytics.importing import inputs
from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.model.errors import ExportError, WakelineError
from analytics.model.thresholds import Thresholds
from tests.importing.invented import jsonl, repost

pytestmark = pytest.mark.slow

CSV_HEAD = (
    "id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具,"
    "微博图片url,微博视频url,retweet_id,ip,user_authentication,会员类型,会员等级"
)


def run(folder: Path, name: str, content: bytes, options: ImportOptions | None = None) -> ImportResult:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    return import_files(
        folder / "case", [file], options or ImportOptions(), Thresholds(), lambda name, done: None
    )


def adds_up(taken: ImportResult) -> None:
    sources = taken.case.read("sources")
    for row in sources.to_dicts():
        assert (
            row["records_n"] == row["events_n"] + row["duplicates_n"] + row["rejected_n"] + row["other_n"]
        ), row
    assert all(check.ok for check in verify(taken.case))


def one_line(fault: WakelineError) -> None:
    for lang in ("zh", "en"):
        assert "\n" not in fault.text(lang)
        assert len(fault.text(lang)) < 2_000


def test_an_empty_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="empty"):
        run(tmp_path, "a.jsonl", b"")
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97"),
        (bytes(range(1, 256)) + b"\0" * 64, "binary"),
    ],
)
def test_a_file_that_is_no_export_is_named_for_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(ExportError, match=told) as caught:
        run(tmp_path, "beside.dat", content)
    one_line(caught.value)
    assert not (tmp_path / "case").exists()


def test_a_page_of_json_that_was_cut_off_is_said_to_be_cut_off(tmp_path: Path) -> None:
    whole = json.dumps({"ok": 1, "data": {"data": [{"id": "5000000000000001", "text": "x"}]}}).encode()
    with pytest.raises(ExportError, match="cut off or damaged"):
        run(tmp_path, "page.json", whole[:-20])


def test_the_lock_a_spreadsheet_leaves_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "handed"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(jsonl([repost(1)]))
    (folder / "~$a.xlsx").write_bytes(bytes(range(165)))
    taken = import_files(tmp_path / "case", [folder], ImportOptions(), Thresholds(), lambda name, done: None)
    assert taken.case.read("sources")["name"].to_list() == ["a.jsonl"]
    assert taken.unread == []


def test_a_record_cut_in_the_middle_is_rejected_with_its_text(tmp_path: Path) -> None:
    content = jsonl([repost(1), repost(2)])
    taken = run(tmp_path, "a.jsonl", content[:-60])
    adds_up(taken)
    rejected = taken.case.read("rejected")
    assert rejected["reason"].to_list() == ["not_json"]
    assert rejected["source_row"].to_list() == [1]
    assert rejected["raw"][0] == content[:-60].split(b"\n")[1].decode()


def test_gb18030_is_detected_and_stated(tmp_path: Path) -> None:
    text = jsonl([repost(k, "说得有道理，转给大家看看") for k in range(1, 4)]).decode()
    taken = run(tmp_path, "a.jsonl", text.encode("gb18030"))
    adds_up(taken)
    assert taken.new["encoding"].to_list() == ["gb18030"]
    assert set(taken.case.read("events")["own_text"]) == {"说得有道理，转给大家看看"}


def test_one_broken_byte_costs_one_record_and_no_more(tmp_path: Path) -> None:
    lines = jsonl([repost(k, "这是一条转发") for k in range(1, 50)]).split(b"\n")
    lines[7] = lines[7].replace("这".encode(), b"\xff\xfe")
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(7, "not_utf8")]
    assert taken.case.read("events").height == 48


def test_mixed_line_ends_change_no_record(tmp_path: Path) -> None:
    lines = jsonl([repost(k) for k in range(1, 7)]).split(b"\n")[:-1]
    content = (
        lines[0]
        + b"\r\n"
        + lines[1]
        + b"\n"
        + lines[2]
        + b"\r"
        + lines[3]
        + b"\r\n\r\n"
        + lines[4]
        + b"\n\n"
        + lines[5]
    )
    taken = run(tmp_path, "a.jsonl", content)
    adds_up(taken)
    assert taken.case.read("events").height == 6


def test_nul_bytes_lose_nothing_else(tmp_path: Path) -> None:
    lines = jsonl([repost(k, "正文") for k in range(1, 10)]).split(b"\n")
    lines[3] = lines[3].replace("正".encode(), b"\x00")
    lines[5] = b"\x00" * 500
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    events = taken.case.read("events")
    assert events.height == 8
    assert events.filter(source_row=3)["text"].item() == "\x00文"


@pytest.mark.parametrize("beside", [None, "Pinv"])
def test_a_number_in_exponent_form_is_no_id(tmp_path: Path, beside: str | None) -> None:
    lines = jsonl([repost(k, mblogid=beside) for k in range(1, 5)]).split(b"\n")
    lines[2] = re.sub(rb'"_id": "\d{16}"', b'"_id": 4.85788E+15', lines[2], count=1)
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(2, "id_destroyed")]


def test_the_bid_beside_a_destroyed_id_tells_it(tmp_path: Path) -> None:
    rows = [repost(k) for k in range(1, 5)]
    ids = [f"weibo:{row['_id']}" for row in rows]
    rows[1]["_id"], rows[2]["_id"], rows[3]["_id"] = "5.14E+15", rows[2]["_id"][:-1] + "0", None
    taken = run(tmp_path, "a.jsonl", jsonl(rows))
    adds_up(taken)
    assert taken.case.read("events")["event_id"].to_list() == ids


def test_a_bid_that_differs_from_the_id_wins_and_is_told(tmp_path: Path) -> None:
    rows = [repost(k) for k in range(1, 5)]
    named = repost(40)["_id"]
    rows[2]["mblogid"] = repost(40)["mblogid"]
    taken = run(tmp_path, "a.jsonl", jsonl(rows))
    adds_up(taken)
    assert f"weibo:{named}" in taken.case.read("events")["event_id"].to_list()
    assert taken.notes["a.jsonl", "id_beside"] == (named, 1)


def test_a_rounded_column_of_ids_is_refused_row_by_row_and_links_are_left_open(tmp_path: Path) -> None:
    rows = [repost(k, mblogid=None) for k in range(1, 7)]
    for row in rows:
        row["_id"] = row["_id"][:-1] + "0"
    taken = run(tmp_path, "a.jsonl", jsonl([*rows, repost(9, retweet_id=rows[0]["_id"], mblogid=None)]))
    adds_up(taken)  # one id does not end in 0: the column may be whole
    assert taken.case.read("rejected").is_empty()
    rounded = run(tmp_path / "b", "a.jsonl", jsonl(rows))
    adds_up(rounded)
    assert rounded.case.read("rejected")["reason"].to_list() == ["id_destroyed"] * 6


def test_half_a_surrogate_pair_is_shown_not_replaced(tmp_path: Path) -> None:
    lines = jsonl([repost(k, "XX" if k == 2 else "好") for k in range(1, 5)]).split(b"\n")
    lines[1] = lines[1].replace(b"XX", b"\\ud83d and \\ud83d\\ude00")
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    assert taken.case.read("events").filter(source_row=1)["text"].item() == "\\ud83d and 😀"


@pytest.mark.parametrize("number", ["123456789012345678901234567890", "1e400", "99999999999999999999"])
def test_numbers_beyond_64_bit_never_become_other_ids(tmp_path: Path, number: str) -> None:
    lines = jsonl([repost(k, mblogid=None) for k in range(1, 4)]).split(b"\n")
    lines[0] = re.sub(rb'"_id": "\d{16}"', b'"_id": ' + number.encode(), lines[0], count=1)
    lines[1] = re.sub(rb'"attitudes_count": \d+', b'"attitudes_count": ' + number.encode(), lines[1])
    taken = run(tmp_path, "a.jsonl", b"\n".join(lines))
    adds_up(taken)
    events = taken.case.read("events")
    assert not events.filter(source_row=0).height or number in events.filter(source_row=0)["event_id"].item()
    likes = taken.case.read("counters").filter(counter="likes", source_row=1)
    assert likes.is_empty()


@pytest.mark.parametrize(
    "moment",
    [
        "0000-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "0001-01-01 00:00:00",
        "2025-02-30 10:00:00",
        "03月01日 12:03",
        "昨天 10:00",
        "3小时前",
        "刚刚",
        "03-01",
    ],
)
def test_a_date_that_cannot_be_is_never_guessed(tmp_path: Path, moment: str) -> None:
    good = repost(3)
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1), good | {"created_at": moment}]))
    adds_up(taken)
    event = taken.case.read("events").filter(source_row=1).row(0, named=True)
    assert event["at_basis"] == "id"
    assert event["at_text"] == moment
    assert event["at"].isoformat() == "2025-03-01T04:03:00+00:00"


@pytest.mark.parametrize("moment", ["07月23日 11:47", "04-23"])
def test_a_year_less_date_of_another_day_than_the_id_leaves_no_moment(tmp_path: Path, moment: str) -> None:
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1), repost(3, created_at=moment)]))
    adds_up(taken)
    event = taken.case.read("events").filter(source_row=1).row(0, named=True)
    assert (event["at"], event["at_basis"], event["at_conflict"]) == (None, None, True)


def test_deeply_nested_json_is_one_rejected_record(tmp_path: Path) -> None:
    deep = b'{"_id": "1", "content": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1)]) + deep + jsonl([repost(2)]))
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(1, "too_deep")]
    with pytest.raises(ExportError):
        run(tmp_path / "b", "a.json", b"[" * 100_000)


def test_a_line_of_200_mb_is_accounted_for(tmp_path: Path) -> None:
    long = jsonl([repost(2)]).replace("转发微博".encode(), b"x" * (200 * 2**20))
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1)]) + long[:-5] + b"\n" + jsonl([repost(3)]))
    adds_up(taken)
    assert taken.case.read("events")["source_row"].to_list() == [0, 2]
    assert len(taken.case.read("rejected")["raw"][0]) < 70_000


def test_an_unknown_layout_names_what_was_found_and_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        run(tmp_path, "a.csv", b"alpha,beta\n1,2\n")
    one_line(caught.value)
    assert "alpha" in str(caught.value) and "wakeline formats" in str(caught.value)
    with pytest.raises(ExportError):
        run(tmp_path / "b", "a.bin", bytes(range(256)) * 40)


def test_a_csv_record_with_too_few_cells_is_named(tmp_path: Path) -> None:
    good = "4900000000000001,,9100000001,甲,正文,,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    content = "\n".join(
        [CSV_HEAD, good, "4900000000000002,,91", good.replace("0001,,", "0003,,"), ""]
    ).encode("utf-8-sig")
    taken = run(tmp_path, "a.csv", content)
    adds_up(taken)
    assert taken.case.read("rejected").select("source_row", "reason", "raw").rows() == [
        (1, "cells:3/21", "4900000000000002,,91")
    ]
    assert taken.case.read("events").height == 2


def test_a_repeated_header_line_is_no_event(tmp_path: Path) -> None:
    good = "4900000000000001,,9100000001,甲,正文,,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    taken = run(tmp_path, "a.csv", "\n".join([CSV_HEAD, good, CSV_HEAD]).encode())
    adds_up(taken)
    assert taken.case.read("events").height == 1


def test_a_quote_that_never_closes_ends_one_record(tmp_path: Path) -> None:
    good = "490000000000000{},,9100000001,甲,正文,,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    content = "\n".join([CSV_HEAD, good.format(1), good.format(2), good.format(3).replace("正文", '"正文')])
    taken = run(tmp_path, "a.csv", content.encode())
    adds_up(taken)
    assert taken.case.read("rejected")["reason"].to_list() == ["quote_open"]


def test_cells_with_loose_quotes_and_line_breaks_keep_their_text(tmp_path: Path) -> None:
    good = "490000000000000{},,9100000001,甲,{},,,,,1,2,3,2025-03-01 12:00,客户端,,,,浙江,普通用户,,"
    texts = ['"第一行\n第二行，""引""完"', 'ab"c', "=1+1"]
    content = "\n".join([CSV_HEAD, *(good.format(k, text) for k, text in enumerate(texts, 1))])
    taken = run(tmp_path, "a.csv", content.encode())
    adds_up(taken)
    assert taken.case.read("events")["text"].to_list() == ['第一行\n第二行，"引"完', 'ab"c', "=1+1"]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", b"0" * (300 * 2**20))
    with pytest.raises(ExportError, match="bomb"):
        run(tmp_path, "a.zip", buffer.getvalue())
    assert not (tmp_path / "case").exists()
    with pytest.raises(ExportError, match="bomb"):
        run(tmp_path, "a.jsonl.gz", gzip.compress(b"0" * (300 * 2**20), 1))


@pytest.mark.parametrize("name", ["../out.jsonl", "/etc/out.jsonl", "a/../../out.jsonl", "..\\out.jsonl"])
def test_a_member_that_leaves_the_archive_stops_the_import(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("good.jsonl", jsonl([repost(1)]))
        archive.writestr(name, jsonl([repost(2)]))
    with pytest.raises(ExportError, match="leaves"):
        run(tmp_path, "a.zip", buffer.getvalue())
    assert not list(tmp_path.rglob("out.jsonl"))


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_an_archive_of_more_files_than_any_export_has_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(inputs, "MEMBERS_MAX", 3)
    for n in (3, 4):
        buffer = io.BytesIO()
        if form == "zip":
            with zipfile.ZipFile(buffer, "w") as archive:
                for k in range(n):
                    archive.writestr(f"{k}.jsonl", jsonl([repost(10 * k + 1)]))
        else:
            with tarfile.open(fileobj=buffer, mode="w:gz") as packed:
                for k in range(n):
                    content = jsonl([repost(10 * k + 1)])
                    entry = tarfile.TarInfo(f"{k}.jsonl")
                    entry.size = len(content)
                    packed.addfile(entry, io.BytesIO(content))
        if n == 3:
            assert run(tmp_path / "a", f"a.{form}", buffer.getvalue()).case.read("events").height == 3
        else:
            with pytest.raises(ExportError, match="4 files, more than 3"):
                run(tmp_path / "b", f"b.{form}", buffer.getvalue())


def test_a_link_in_an_archive_stops_the_import(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.jsonl")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(ExportError, match="regular"):
        run(tmp_path, "a.tar.gz", buffer.getvalue())


def test_broken_archives_are_one_clear_error(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", jsonl([repost(k) for k in range(1, 200)]))
    packed = gzip.compress(jsonl([repost(k) for k in range(1, 200)]))
    for name, content in (
        ("a.zip", buffer.getvalue()[:-300]),
        ("a.jsonl.gz", packed[:-300]),
        ("b.zip", b"PK\x03\x04" + b"x" * 99),
    ):
        with pytest.raises(WakelineError) as caught:
            run(tmp_path / name, name, content)
        one_line(caught.value)


def test_a_failed_import_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    taken = run(tmp_path, "a.jsonl", jsonl([repost(1), repost(2)]))
    before = {f.relative_to(tmp_path): f.read_bytes() for f in (tmp_path / "case").rglob("*") if f.is_file()}
    with pytest.raises(ExportError):
        run(tmp_path, "b.csv", b"alpha,beta\n1,2\n")
    after = {f.relative_to(tmp_path): f.read_bytes() for f in (tmp_path / "case").rglob("*") if f.is_file()}
    assert before == after
    assert taken.case.read("events").height == 2


row_texts = st.text(max_size=60)
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), row_texts, st.lists(st.integers(), max_size=3)
)
keys = st.sampled_from(
    ["_id", "mblogid", "created_at", "content", "retweet_id", "user", "crawl_time", "reposts_count"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.dictionaries(keys, values, max_size=4), min_size=1, max_size=6))
def test_any_values_in_known_keys_add_up(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, object]]
) -> None:
    rows = [repost(0), *(repost(k) | change for k, change in enumerate(changes, 1))]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    try:
        taken = run(tmp_path_factory.mktemp("case"), "a.jsonl", content)
    except ExportError as refused:  # Two of the rows drawn may bear one id.
        assert "contradict" in str(refused)
        return
    adds_up(taken)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda t: (CSV_HEAD + "\n" + t).encode("utf-8", "surrogatepass")),
        st.lists(st.one_of(st.binary(max_size=50), st.just(jsonl([repost(1)]))), max_size=8).map(
            lambda parts: jsonl([repost(0)]) + b"".join(parts)
        ),
    ),
    name=st.sampled_from(["a.jsonl", "a.json", "a.csv", "a.db", "a.xlsx", "a.zip", "a.gz"]),
)
def test_any_bytes_add_up_or_are_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("case")
    try:
        adds_up(run(folder, name, content))
    except WakelineError as fault:
        one_line(fault)
        assert not (folder / "case").exists()


def test_every_reason_code_has_words() -> None:
    from analytics.importing.inspection import reason_text

    for code in (
        "cells:3/21",
        "not_json",
        "not_utf8",
        "too_deep",
        "not_an_object",
        "no_record",
        "quote_open",
        "line_long",
        "row_shape",
        "id_destroyed",
        "id_contradiction",
        "id_unreadable",
        "empty_record",
    ):
        assert all(reason_text(code, lang) for lang in ("zh", "en"))


def test_rejected_rows_are_unique(tmp_path: Path) -> None:
    taken = run(tmp_path, "a.jsonl", b"x\n" + jsonl([repost(1)]) + b"y\nz\n")
    rejected = taken.case.read("rejected")
    assert rejected.select(pl.struct("source_row", "source_path").n_unique()).item() == rejected.height == 3
