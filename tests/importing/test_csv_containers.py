"""How rows lie in a CSV: separators, headers that come again or are absent, rows of other widths, damage."""

import io
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analytics.importing.header import COLUMNS_MAX, head_of
from analytics.model.errors import ExportError, WakelineError
from tests.importing.invented import START, mid_at
from tests.importing.taking import adds_up, one_line, run

pytestmark = pytest.mark.slow

TOOLKIT = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls"
SEARCH = (
    "id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具,"
    "微博图片url,微博视频url,retweet_id"
)
# weibo-crawler by generation: (header cells beyond the common ones, cells of an original, cells of a repost).
BEFORE = "id,bid,正文,头条文章url,原始图片url,视频url"
LIVE = "Live Photo视频url"
AFTER = "位置,日期,工具,点赞数,评论数,转发数,话题,@用户"


def toolkit(k: int, message: str = "post") -> str:
    return f"{k},1{k},a,,,{message},{1_700_000_000 + k},"


def test_a_separator_line_is_an_instruction_not_a_header(tmp_path: Path) -> None:
    rows = [TOOLKIT, toolkit(1, "a; b"), toolkit(2)]
    body = "\n".join(row.replace("a; b", '"a# b"').replace(",", ";").replace("#", ";") for row in rows)
    for k, first in enumerate(("sep=;\n", "\ufeffsep=;\r\n", '"sep=;"\n')):
        taken = run(tmp_path / str(k), "m.csv", (first + body).encode())
        adds_up(taken)
        assert taken.case.read("events")["text"].to_list() == ["a; b", "post"]
        assert taken.new["records_n"].item() == 2


def test_a_table_in_utf_16_without_a_mark_is_read(tmp_path: Path) -> None:
    for name in ("utf-16-le", "utf-16-be"):
        taken = run(tmp_path / name, "m.csv", "\n".join([TOOLKIT, toolkit(1, "你好")]).encode(name))
        assert taken.case.read("events")["text"].to_list() == ["你好"]
        assert taken.new["encoding"].item() == name


def test_zero_bytes_in_a_table_are_dropped(tmp_path: Path) -> None:
    content = "\n".join([TOOLKIT, toolkit(1), toolkit(2)]).replace("post", "po\0st")
    taken = run(tmp_path, "m.csv", content.encode())
    adds_up(taken)
    assert taken.case.read("events")["text"].to_list() == ["post", "post"]


def test_a_header_amid_the_data_is_counted_as_other_and_named(tmp_path: Path) -> None:
    content = "\n".join([TOOLKIT, toolkit(1), TOOLKIT, toolkit(2), "\ufeff" + TOOLKIT, toolkit(3)])
    taken = run(tmp_path, "m.csv", content.encode())
    adds_up(taken)
    assert taken.new.select("records_n", "events_n", "other_n").row(0) == (5, 3, 2)
    assert taken.passed == [("m.csv", "header", 2)]


def test_a_header_of_other_columns_holds_for_what_follows_it(tmp_path: Path) -> None:
    second = "message_id,user_id,message,timestamp,repost_id,reply_id"
    content = "\n".join([TOOLKIT, toolkit(1), second, "2,12,answer,1700000009,,1", "3,13,x,1700000010,1,"])
    taken = run(tmp_path, "m.csv", content.encode())
    adds_up(taken)
    events = taken.case.read("events").sort("event_id")
    assert events["kind"].to_list() == ["post", "comment", "repost"]
    assert events["text"].to_list() == ["post", "answer", "x"]
    assert taken.new["other_n"].item() == 1


@pytest.mark.parametrize(
    "first",
    [
        "5141654403031243,5141651886445152,9900000701,-1,转发微博,2025-03-07 20:10:00",
        "5141654403031243,Fri Mar 07 20:10:00 +0800 2025,text,9900000701",
        "5141654403031243,1741349400,text",
        "'5141654403031243,2025/3/7 20:10,text",
        "5141654403031243,03月07日 20:10,text",
    ],
)
def test_a_first_line_of_data_is_no_header(tmp_path: Path, first: str) -> None:
    with pytest.raises(ExportError, match=r"a\.csv: no header") as caught:
        run(tmp_path, "a.csv", f"{first}\n{first}\n".encode())
    one_line(caught.value)
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize(
    "first", [TOOLKIT, SEARCH, "2024-01-01,2024-01-02,id", "a,b", "col_20240101,x1700000000"]
)
def test_column_names_are_no_data(first: str) -> None:
    assert head_of((first + "\n1,2\n").encode()).names == first.split(",")


def test_a_headerless_table_is_read_by_a_map_that_counts_its_columns(tmp_path: Path) -> None:
    from analytics.importing.import_files import ImportOptions as Options

    described = tmp_path / "map.toml"
    described.write_text(
        'platform = "weibo"\nkind = "repost"\ntimezone = "Asia/Shanghai"\n'
        '[columns]\nid = "1"\nroot_id = "2"\naccount_id = "3"\nat = "4"\n'
    )
    root = mid_at(START)
    rows = [f"{mid_at(START, k)},{root},910000000{k},2025-03-01 12:00:0{k}" for k in range(1, 4)]
    taken = run(tmp_path, "a.csv", "\n".join(rows).encode(), Options(format=str(described)))
    adds_up(taken)
    assert taken.case.read("events").height == 3


def test_a_table_of_very_many_columns_is_one_clear_line_quickly(tmp_path: Path) -> None:
    names = ",".join(f"column{k}" for k in range(COLUMNS_MAX + 1))
    for k, content in enumerate((names + "\n" + "x," * COLUMNS_MAX, "a" * 3_000_000, "a," * 3_000_000)):
        began = time.monotonic()
        with pytest.raises(ExportError, match=r"w\.csv") as caught:
            run(tmp_path / str(k), "w.csv", content.encode())
        one_line(caught.value)
        assert time.monotonic() - began < 20


def test_an_open_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    rows = [TOOLKIT, toolkit(1), toolkit(2, '"never closed'), toolkit(3), toolkit(4)]
    taken = run(tmp_path, "m.csv", "\n".join(rows).encode())
    adds_up(taken)
    assert taken.case.read("events")["source_row"].to_list() == [0, 2, 3]
    assert taken.case.read("rejected").select("source_row", "reason").rows() == [(1, "quote_open")]


def test_a_line_beyond_all_measure_is_rejected_by_itself(tmp_path: Path) -> None:
    rows = [TOOLKIT, toolkit(1), toolkit(2, "x" * (70 * 2**20)), toolkit(3)]
    taken = run(tmp_path, "m.csv", "\n".join(rows).encode())
    adds_up(taken)
    assert taken.case.read("events")["source_row"].to_list() == [0, 2]
    assert taken.case.read("rejected")["reason"].to_list() == [f"line_long:{len(rows[2])}/{64 * 2**20}"]


def test_rows_of_later_versions_of_the_search_are_right_by_position(tmp_path: Path) -> None:
    mids = [mid_at(START, k) for k in range(1, 6)]
    cells = [f"{m},,910000000{k},甲,正文{k},,,,,1,2,3,2025-03-01 12:00,客户端,,," for k, m in enumerate(mids)]
    more = ["", ",浙江", ",浙江,黄V", ",浙江,普通用户,非会员,0", ",浙江,黄V,x,0,beyond"]
    content = "\n".join([SEARCH, *(row + extra for row, extra in zip(cells, more, strict=True))])
    taken = run(tmp_path, "k.csv", content.encode("utf-8-sig"))
    adds_up(taken)
    events = taken.case.read("events").sort("source_row")
    assert events["region"].to_list() == [None, "浙江", "浙江", "浙江"]
    assert taken.case.read("rejected")["reason"].to_list() == ["cells:22/17"]


def crawler_row(k: int, shape: tuple[int, int, int], is_mixed: bool, is_repost: bool) -> list[str]:
    """A row as weibo-crawler writes it: shape is (Live Photo cell, whole date, edit cells)."""
    live, whole, edits = shape

    def act(mid: str, text: str, minute: int) -> list[str]:
        return [
            *[mid + "\t", "", text, "", "", ""],
            *([""] * live),
            *["", "2025-03-01", "客户端", "1", "2", "3", "", ""],
            *([f"2025-03-01 12:{minute:02d}:07"] * whole),
        ]

    own = act(mid_at(START, k), f"正文{k}", k)
    marks = ["False", "0"] * edits
    if not is_mixed:
        return [*own, *marks]
    row = [*own, *marks, str(not is_repost)]
    return [*row, "9100000009", "虚构乙", *act(mid_at(START, 90 + k), "原帖", 0)] if is_repost else row


def crawler_header(live: int, whole: int, edits: int, is_mixed: bool) -> list[str]:
    def act() -> list[str]:
        names = [*BEFORE.split(","), *([LIVE] * live), *AFTER.split(","), *(["完整日期"] * whole)]
        return [*names, *(["是否编辑过", "编辑次数"] * edits)]

    mixed = ["是否原创", "源用户id", "源用户昵称", *(f"源微博{name}" for name in act())]
    return [*act(), *(mixed if is_mixed else [])]


# (what the header has, what the rows have, widths: header, original, repost), by the tool's versions.
VERSIONS = {
    "2019-08": ((0, 0, 0), (0, 0, 0), (31, 15, 31)),
    "2022-04": ((0, 0, 0), (0, 1, 0), (31, 16, 33)),
    "2024-01": ((0, 1, 0), (0, 1, 0), (33, 16, 33)),
    "2025-04": ((0, 1, 0), (1, 1, 0), (33, 17, 35)),
    "2025-11": ((1, 1, 0), (1, 1, 0), (35, 17, 35)),
    "2025-12": ((1, 1, 1), (1, 1, 1), (39, 19, 37)),
}


@pytest.mark.parametrize("padded", [False, True], ids=["as written", "padded by a spreadsheet"])
@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_each_version_of_the_crawler_keeps_every_cell_in_place(
    version: str, padded: bool, tmp_path: Path
) -> None:
    head, shape, widths = VERSIONS[version]
    header = crawler_header(*head, True)
    rows = [crawler_row(1, shape, True, False), crawler_row(2, shape, True, True)]
    assert (len(header), len(rows[0]), len(rows[1])) == widths
    most = max(len(row) for row in [header, *rows]) if padded else 0
    lines = [row + [""] * (most - len(row)) for row in ([header] if not padded else []) + rows]
    text = "\n".join(",".join(row) for row in ([header, *lines] if padded else lines))
    taken = run(tmp_path, "9100000001.csv", text.encode("utf-8-sig"))
    adds_up(taken)
    events = {row["text"]: row for row in taken.case.read("events").to_dicts()}
    assert sorted(events) == ["原帖", "正文1", "正文2"]
    assert [events[t]["kind"] for t in ("正文1", "正文2", "原帖")] == ["post", "repost", "post"]
    assert events["正文2"]["stated_root_id"] == events["原帖"]["event_id"] == f"weibo:{mid_at(START, 92)}"
    assert events["原帖"]["account_id"] == "weibo:9100000009"
    assert all(row["client"] == "客户端" for row in events.values())
    likes = taken.case.read("counters").filter(counter="likes")["value"].to_list()
    assert likes == [1, 1, 1]


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_a_crawl_of_originals_only_keeps_every_cell_in_place(version: str, tmp_path: Path) -> None:
    head, shape, _ = VERSIONS[version]
    rows = [crawler_header(*head, False), *(crawler_row(k, shape, False, False) for k in (1, 2))]
    text = "\n".join(",".join(row) for row in rows)
    taken = run(tmp_path, "9100000001.csv", text.encode("utf-8-sig"))
    adds_up(taken)
    events = taken.case.read("events").sort("source_row")
    assert events["text"].to_list() == ["正文1", "正文2"]
    assert taken.case.read("counters").filter(counter="reposts")["value"].to_list() == [3, 3]


def test_a_crawl_continued_by_every_later_version_is_one_file(tmp_path: Path) -> None:
    rows = [crawler_header(0, 0, 0, True)]
    shapes = [shape for _, shape, _ in VERSIONS.values()]
    for k, shape in enumerate(shapes):
        rows += [crawler_row(2 * k + 1, shape, True, False), crawler_row(2 * k + 2, shape, True, True)]
    broken = crawler_row(40, (0, 0, 0), True, False)
    broken[7], broken[8] = broken[8], broken[7]
    text = "\n".join(",".join(row) for row in [*rows, broken])
    taken = run(tmp_path, "9100000001.csv", text.encode("utf-8-sig"))
    adds_up(taken)
    assert taken.new.select("records_n", "rejected_n").row(0) == (19, 1)
    assert taken.case.read("events")["kind"].value_counts().sort("kind").rows() == [
        ("post", 12),
        ("repost", 6),
    ]


rows_of_any_width = st.lists(
    st.one_of(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=6), max_size=24).map(
            lambda cells: ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in cells)
        ),
        st.text(st.characters(codec="utf-8"), max_size=40),
        st.sampled_from([TOOLKIT, SEARCH, toolkit(7), "sep=;", "", '"', '"""', ",,,,,,,"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(rows=['"a","","M"', "", '"', '"b","\\"', '"a","",""'], end="\n")
@given(rows=rows_of_any_width, end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_rows_of_any_width_add_up(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], end: str
) -> None:
    for header in (TOOLKIT, SEARCH, ",".join(crawler_header(0, 1, 0, True))):
        content = end.join([header, *rows]).encode()
        try:
            taken = run(tmp_path_factory.mktemp("case"), "9100000001.csv", content)
        except WakelineError as fault:
            one_line(fault)
            continue
        adds_up(taken)


def test_the_pieces_a_file_is_read_in_change_nothing(tmp_path: Path) -> None:
    from analytics.importing.csv_reader import read_csv as read_cells
    from analytics.importing.sniff import importers
    from analytics.model.thresholds import ReadingLimits

    buffer = io.StringIO()
    buffer.write(TOOLKIT + "\n")
    for k in range(400):
        buffer.write(toolkit(k, f'"line {k}\nsecond, ""line"""') + "\n" + (TOOLKIT + "\n") * (k % 97 == 5))
    file = tmp_path / "m.csv"
    file.write_text(buffer.getvalue())
    importer = importers()["coordination-network-toolkit"]
    found = []
    for size in (2**10, 2**14, 2**24):
        read = list(read_cells(file, "utf-8", importer, ReadingLimits(chunk_bytes=size)))
        rows = [row for block in read for row in block.frame.select("source_row", "message").rows()]
        found.append((rows, sum(sum(block.other.values()) for block in read), [b.bad for b in read if b.bad]))
    assert found[0] == found[1] == found[2]
    assert found[0][1:] == (5, [])
    assert len(found[0][0]) == 400
