"""Files of known layouts that a spreadsheet has opened and saved: rounded ids, other times, other encodings.

Excel keeps 15 digits: of an id of 16 it writes 5.1683E+15, or the number with a nought at the end. What has a sibling
that cannot be rounded (a bid, an address) is whole; what has none is rejected, never another act.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import Read, api, b, bj, m, n, t, table, u, unix, workbook
from tests.importing.layouts.media_rows import comment, comment_id, content, content_id
from tests.importing.layouts.test_nghuyong import flat, tweet
from tests.importing.layouts.test_weibo_crawler import GENERATIONS, expected, head, rows_of
from tests.importing.layouts.test_weibo_search import WIDTHS, post, row

MANY = range(1, 9)


def short(native: str) -> str:
    """An id as Excel shows it in a narrow cell."""
    return f"{float(native):.5E}".replace("E+0", "E+")


def rounded(native: str) -> str:
    """An id as Excel keeps it: 15 digits."""
    return native[:15] + "0" * (len(native) - 15)


def clock(k: int, form: str = "%H:%M") -> str:
    """A moment as Excel in China writes it."""
    return f"2025/5/20 {bj(k, form).lstrip('0')}"


ROUND = [short, rounded]


def saved_search(width: int, mark: Any) -> list[list[Any]]:
    rows = [row(k, width, f"话{k}", m(0) if k % 2 else "") for k in MANY]
    place, root = WIDTHS[width].index("发布时间"), WIDTHS[width].index("retweet_id")
    for k, cells in zip(MANY, rows, strict=True):
        cells[0], cells[place] = mark(cells[0]), clock(k)
        cells[root] = mark(cells[root]) if cells[root] else ""
    return rows


@pytest.mark.parametrize("mark", ROUND)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_weibo_search_keeps_its_bids(tmp_path: Path, mark: Any, encoding: str) -> None:
    content_ = table(WIDTHS[21], saved_search(21, mark), encoding)
    done = Read(tmp_path, {"薄荷.csv": content_}).gave(8)
    for k in MANY:
        wanted = post(k, own=f"话{k}", at=t(k))
        if k % 2:  # Of a root only the id stands there, and that is destroyed.
            wanted |= {"kind": "repost", "root": None}
        done.are({m(k): wanted})
    done.never(ids=[mark(m(k)) for k in range(9) if mark(m(k)) != m(k)])


def test_weibo_search_as_a_text_between_tabs(tmp_path: Path) -> None:
    lines_ = [WIDTHS[21], *saved_search(21, lambda native: f'="{native}"' if native else "")]
    body = "\r\n".join("\t".join(str(cell) for cell in cells) for cells in lines_)
    done = Read(tmp_path, {"薄荷.csv": body.encode("utf-16")}).gave(8)
    for k in MANY:
        done.are({m(k): post(k, at=t(k), **({"kind": "repost", "root": m(0)} if k % 2 else {}))})


@pytest.mark.parametrize("mark", ROUND)
@pytest.mark.parametrize("generation", ["2019-08", "2024-01", "2025-12"])
def test_weibo_crawler_is_read_by_position_though_rows_were_padded(
    tmp_path: Path, generation: str, mark: Any
) -> None:
    named, held, (wide, _), *_ = GENERATIONS[generation]
    names, rows = head(named, True), rows_of(held)
    wide = max(wide, *(len(cells) for cells in rows))
    saved = []
    for cells in rows:
        out = []
        for cell in cells:
            text = str(cell).replace("\t", "")
            if text in (m(0), m(1), m(2), m(3), m(4)):
                text = mark(text)
            elif text.startswith("2025-05-20"):
                text = f"2025/5/20 {text[11:16].lstrip('0')}".strip()
            out.append(text.upper() if text in ("True", "False") else text)
        saved.append(out + [""] * (wide - len(out)))
    content_ = table(names + [""] * (wide - len(names)), saved, "gb18030")
    done = Read(tmp_path, {f"{u(1)}.csv": content_}).gave(5, duplicates=1)
    done.are({native: {**wanted, "prec": ("s", "min", "day")} for native, wanted in expected(True).items()})


def flattened(mark: Any) -> bytes:
    rows = [flat(tweet(k, f"话{k}", 0 if k % 2 else None)) for k in MANY]
    names = list(dict.fromkeys(key for one in rows for key in one))
    cells = []
    for k, one in zip(MANY, rows, strict=True):
        saved = {**one, "_id": mark(one["_id"]), "created_at": clock(k, "%H:%M:%S")}
        if "retweet_id" in one:
            saved["retweet_id"] = mark(one["retweet_id"])
        cells.append(["" if saved.get(name) is None else saved[name] for name in names])
    return table(names, cells, "gb18030")


@pytest.mark.parametrize("mark", ROUND)
def test_nghuyong_keeps_its_bids(tmp_path: Path, mark: Any) -> None:
    done = Read(tmp_path, {"tweets.csv": flattened(mark)}).gave(8)
    for k in MANY:
        wanted = {"kind": "repost", "root": None} if k % 2 else {"kind": "post"}
        done.are({m(k): {**wanted, "account": u(k), "at": t(k), "own": f"话{k}"}})


def csv_of(rows: list[dict[str, Any]]) -> bytes:
    return table(list(rows[0]), [list(one.values()) for one in rows], "gb18030")


@pytest.mark.parametrize("mark", ROUND)
def test_mediacrawler_weibo_keeps_addresses_of_posts_and_nothing_of_comments(
    tmp_path: Path, mark: Any
) -> None:
    posts = [content("weibo", k, k) for k in MANY]
    posts = [one | {"note_id": mark(one["note_id"])} for one in posts]
    done = Read(tmp_path / "a", {"c.csv": csv_of(posts)}).gave(8)
    done.are({m(k): {"account": u(k), "at": t(k), "likes": 30 + k, "kind": "post"} for k in MANY})
    said = [comment("weibo", k) for k in MANY]
    said = [
        one | {key: mark(one[key]) for key in ("comment_id", "note_id", "parent_comment_id")} for one in said
    ]
    lost = Read(tmp_path / "b", {"c.csv": csv_of(said)})
    lost.gave(0, rejected=8)
    assert set(lost.rejected["reason"].str.split(":").list.first()) == {"id_destroyed"}


@pytest.mark.parametrize("mark", ROUND)
def test_ids_of_nineteen_digits_are_whole_in_the_address_or_lost(tmp_path: Path, mark: Any) -> None:
    posts = [content("douyin", k, k) for k in MANY]
    posts = [one | {"aweme_id": mark(one["aweme_id"])} for one in posts]
    done = Read(tmp_path, {"c.csv": csv_of(posts)})
    assert done.sums()[0] in (0, 8) and done.sums()[1] == 0
    for event in done.events.to_dicts():
        k = int(event["account_id"].rpartition(":")[2]) - int(u(0))
        assert event["event_id"].endswith(content_id("douyin", k))


COMMENTS = "id,weibo_id,created_at,user_screen_name,text,pic_url,like_count"


@pytest.mark.parametrize("mark", ROUND)
def test_comments_without_a_sibling_are_rejected_and_never_merged(tmp_path: Path, mark: Any) -> None:
    rows = [[mark(m(k)), mark(m(0)), api(k), n(k), f"话{k}", "", k] for k in MANY]
    done = Read(tmp_path, {"x_comments.csv": table(COMMENTS, rows, "gb18030")}).gave(0, rejected=8)
    assert set(done.rejected["reason"].str.split(":").list.first()) == {"id_destroyed"}


def test_numbers_of_a_sheet_that_are_whole_are_read(tmp_path: Path) -> None:
    rows = [comment("weibo", k) for k in MANY]
    cells = [
        [int(v) if key in ("comment_id", "note_id", "parent_comment_id") else v for key, v in one.items()]
        for one in rows
    ]
    done = Read(tmp_path, workbook(tmp_path / "x.xlsx", {"Comments": [list(rows[0]), *cells]})).gave(8)
    done.are({m(k): {"account": u(k), "root": m(0), "at": t(k)} for k in MANY})


def test_numbers_of_a_sheet_beyond_what_a_number_holds_are_rejected(tmp_path: Path) -> None:
    rows = [comment("douyin", k) for k in MANY]
    cells = [[float(v) if key in ("comment_id", "aweme_id") else v for key, v in one.items()] for one in rows]
    done = Read(tmp_path, workbook(tmp_path / "x.xlsx", {"Comments": [list(rows[0]), *cells]})).gave(
        0, rejected=8
    )
    done.never(ids=[comment_id("douyin", k) for k in MANY])
    assert unix(1) and set(done.rejected["reason"].str.split(":").list.first()) == {"id_destroyed"}


def test_bids_are_immune(tmp_path: Path) -> None:
    names = (
        "微博id,微博正文,头条文章url,原始图片url,微博视频url,发布位置,发布时间,发布工具,点赞数,转发数,评论数"
    )
    rows = [
        [b(k), f"话{k}", "", "无", "无", "无", clock(k), "虚构手机", 30 + k, 10 + k, 20 + k] for k in MANY
    ]
    done = Read(tmp_path, {f"{u(1)}.csv": table(names, rows, "gb18030")}).gave(8)
    done.are({m(k): {"account": u(1), "at": t(k), "likes": 30 + k} for k in MANY})
